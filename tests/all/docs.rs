//! Promises about docs.
