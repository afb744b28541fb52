//! Promises about trust.
