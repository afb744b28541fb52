//! A window on a folder of slides.
