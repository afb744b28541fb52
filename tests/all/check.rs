//! Promises about check.
