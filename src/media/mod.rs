//! Bytes become pixels, within limits.
