//! The unattended display.
