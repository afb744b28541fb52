//! Which slide is due at an instant, and when that answer next changes.
