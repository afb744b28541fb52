//! Promises about publish.
