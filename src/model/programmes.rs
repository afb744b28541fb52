//! What several feeds say to one display, by authority.

use std::sync::Arc;

use super::{FeedId, Programme};

/// What one feed says at present.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedProgramme {
    /// The feed.
    pub feed: FeedId,
    /// Its programme.
    pub programme: Arc<Programme>,
}

/// The programmes of one display, highest authority first. Never empty; one feed is a list of one. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Programmes(Arc<[FeedProgramme]>);

impl Programmes {
    /// These programmes, highest authority first; `None` where there are none.
    pub fn new(programmes: Vec<FeedProgramme>) -> Option<Self> {
        (!programmes.is_empty()).then(|| Self(programmes.into()))
    }

    /// All of them, highest authority first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &FeedProgramme> + DoubleEndedIterator {
        self.0.iter()
    }

    /// The programme at that place of the list, from 0; beyond its end, the last.
    pub fn at(&self, place: usize) -> &Arc<Programme> {
        &self.0[place.min(self.0.len() - 1)].programme
    }

    /// The programme of the lowest authority: the commune's own, whose default slide and epoch count.
    pub fn own(&self) -> &Arc<Programme> {
        self.at(usize::MAX)
    }

    /// The commune's default slide and nothing else: what a hall shows that somebody on the spot has halted.
    pub fn neutral(&self) -> Self {
        let own = &self.0[self.own_place()];
        let bare = Programme {
            playlists: Vec::new(),
            dayparts: Vec::new(),
            campaigns: Vec::new(),
            slides: Vec::new(),
            ..Programme::clone(&own.programme)
        };
        FeedProgramme { feed: own.feed.clone(), programme: Arc::new(bare) }.into()
    }

    /// The place of [`Programmes::own`] in the list.
    pub fn own_place(&self) -> usize {
        self.0.len() - 1
    }
}

impl From<FeedProgramme> for Programmes {
    fn from(only: FeedProgramme) -> Self {
        Self(Arc::new([only]))
    }
}

/// The programme of a display's only feed.
impl From<Arc<Programme>> for Programmes {
    fn from(programme: Arc<Programme>) -> Self {
        Self::from(FeedProgramme { feed: FeedId::only(), programme })
    }
}
