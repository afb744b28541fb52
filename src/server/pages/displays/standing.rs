//! Displays and what was heard of them, with those that wait for approval.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    approval::{Body, ItemId, SubmissionState},
    form::Language,
    model::{Digest, Display, DisplayId, limits},
    office::{
        LiveVersion, OfficeError,
        arrival::{Arrival, Heard},
    },
    records::{revision, submission, version},
    server::{live::heard, shell::PageError, state::PageState, times::Times},
};

/// What is known of displays.
pub(super) struct KnownDisplays {
    /// The displays that are on, with what was heard of them.
    pub arrival: Option<Arrival>,
    /// Displays of open submissions; `None` for one that is to be taken away.
    pub waiting: BTreeMap<DisplayId, Option<Display>>,
}

impl KnownDisplays {
    /// Reads all of it.
    pub async fn read(state: &PageState, times: &Times) -> Result<Self, PageError> {
        let office = state.office();
        let newest = state.programmes().newest(office).await?;
        let seen = heard(office, state.displays()).await?;
        let arrival = newest
            .as_ref()
            .map(|(_, programme)| Arrival::new(programme.version, &programme.displays, &seen, times.now()));
        let mut tx = office.records().read().await.map_err(OfficeError::from)?;
        let open = submission::in_state(&mut tx, SubmissionState::Open, limits::OPEN_SUBMISSIONS).await;
        let mut waiting = BTreeMap::new();
        for entry in open.map_err(OfficeError::from)?.into_iter().flat_map(|sent| sent.items) {
            let ItemId::Display(id) = &entry.item else { continue };
            let row = revision::get(&mut tx, &entry.item, entry.digest).await.map_err(OfficeError::from)?;
            let display = match row.map(|row| row.body) {
                Some(Body::Display(display)) => Some(display),
                _ => None,
            };
            waiting.entry(id.clone()).or_insert(display);
        }
        Ok(Self { arrival, waiting })
    }

    /// The display of that name that is on, and what was heard of it.
    pub fn heard(&self, id: &DisplayId) -> Option<&Heard> {
        self.arrival.as_ref()?.display(id)
    }

    /// The display of that name, on or waiting.
    pub fn display(&self, id: &DisplayId) -> Option<Display> {
        let on = self.heard(id).map(|heard| heard.display.clone());
        on.or_else(|| self.waiting.get(id).cloned().flatten())
    }

    /// Displays that wait to be approved and are not on yet.
    pub fn not_on_yet(&self) -> impl Iterator<Item = &Display> {
        self.waiting.iter().filter(|(id, _)| self.heard(id).is_none()).filter_map(|(_, display)| display.as_ref())
    }
}

/// What a page about displays begins with.
pub(super) struct DisplaysNow {
    /// What is on.
    pub live: Arc<LiveVersion>,
    /// How this moment and others are told.
    pub times: Times,
    /// The displays.
    pub displays: KnownDisplays,
}

impl DisplaysNow {
    /// As it is now, for a page in that language.
    pub async fn of(state: &PageState, language: Language) -> Result<Self, PageError> {
        let live = state.office().live().await?;
        let times = Times::new(live.zone(), state.office().clock().now().wall, language);
        let displays = KnownDisplays::read(state, &times).await?;
        Ok(Self { live, times, displays })
    }
}

/// The programme that a display says it plays; `None` where it plays what is built in, or a version that is not known.
pub(super) async fn claimed_programme(state: &PageState, heard: &Heard) -> Result<Option<Digest>, PageError> {
    if heard.version == 0 {
        return Ok(None);
    }
    let mut tx = state.office().records().read().await.map_err(OfficeError::from)?;
    let version = version::get(&mut tx, heard.version).await.map_err(OfficeError::from)?;
    Ok(version.and_then(|version| version.programme))
}
