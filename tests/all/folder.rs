//! Promises about folder.
