//! Promises about collect.
