//! Slides become a checked, timed programme with renditions.
