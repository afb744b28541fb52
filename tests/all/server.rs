//! Promises about server.
