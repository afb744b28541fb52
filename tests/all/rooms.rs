//! Promises about rooms.
