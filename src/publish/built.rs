//! What comes of building a programme.

use std::collections::BTreeMap;

use crate::model::{Digest, Finding, Programme};

/// A programme ready to be signed, and the files it names.
#[derive(Debug, Clone)]
pub struct Built {
    /// The programme; whoever signs it sets version and time of issue.
    pub programme: Programme,
    /// Every rendition whose bytes the builder has, by its digest: all of them, unless it was told to forget.
    pub files: BTreeMap<Digest, Vec<u8>>,
    /// What layout could not show as it was written, on the canvases a slide's time is taken from.
    pub findings: Vec<Finding>,
}
