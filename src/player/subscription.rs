//! Which feed a hall follows, for which screen.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use super::panel::PanelStatus;
use crate::{
    feed::{NetworkPolicy, transport::FeedAddress},
    model::{DisplayId, Size},
};

/// Where a hall's feed is, whom it believes, and who it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HallOrigin {
    /// Where the feed is.
    pub feed: FeedAddress,
    /// The feed's root file, as it was handed out.
    pub root: Vec<u8>,
    /// This display's name, if the feed knows it by one.
    pub display: Option<DisplayId>,
}

/// Who says which feed it is.
#[derive(Debug, Clone)]
pub enum HallSetup {
    /// Whoever starts the program.
    Given(HallOrigin),
    /// The kit on the first stick that is plugged in, kept from then on. The screen shows its digits for so long before
    /// anything else.
    Kit(Duration),
}

impl HallSetup {
    /// Whether kits on sticks count.
    pub(super) fn is_by_kit(&self) -> bool {
        matches!(self, Self::Kit(_))
    }
}

/// Which feed, for which screen.
#[derive(Debug, Clone)]
pub(super) struct Subscription {
    /// Who says where it is.
    pub setup: HallSetup,
    /// What the hall's line asks of whoever uses it.
    pub line: NetworkPolicy,
    /// Folders below which sticks appear; none means where the system puts them.
    pub sticks: Vec<PathBuf>,
    /// The canvas pictures are fetched for. A loop whose window changes size changes it here.
    pub canvas: Arc<Mutex<Size>>,
    /// What is on the panel, which is what the office is told.
    pub panel: PanelStatus,
}
