//! Promises about schedule.
