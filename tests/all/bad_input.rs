//! Promises about bad_input.
