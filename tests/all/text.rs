//! Promises about text.
