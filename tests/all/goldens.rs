//! Promises about goldens.
