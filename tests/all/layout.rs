//! Promises about layout.
