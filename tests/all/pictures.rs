//! Promises about pictures.
