//! A slide and a canvas become pages of scene.
