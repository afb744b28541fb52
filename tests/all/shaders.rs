//! Promises about shaders.
