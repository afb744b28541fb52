//! What the handlers of pages share.

use std::sync::Arc;

use axum::extract::FromRef;
use tokio::sync::OnceCell;

use super::{
    children::Children,
    feed::DisplayReports,
    http::{Downloads, Rate},
    incoming::Incoming,
    live::{LiveHub, banner},
    pictures::SignedProgrammes,
    shell::{Banner, PageError},
};
use crate::{
    approval::{Account, Right, SlideBody, SubmissionState},
    child::{convert::Converter, draw::Drawer},
    feed::OfficeClock,
    form::Language,
    model::{Unit, limits},
    office::{Office, OfficeError},
    records::submission,
};

/// What the handlers of pages share; cheap to clone.
#[derive(Clone)]
pub struct PageState(Arc<Inner>);

struct Inner {
    office: Office,
    office_clock: OfficeClock,
    drawer: Drawer,
    converter: Converter,
    road: Road,
    log_ins: Rate,
    downloads: Downloads,
    incoming: Incoming,
    sample: OnceCell<(Unit, Vec<SlideBody>)>,
    displays: DisplayReports,
    live: LiveHub,
    programmes: SignedProgrammes,
}

/// By what road the page may be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Road {
    /// Over plain HTTP from everywhere: for a network of one's own.
    pub plain_http: bool,
    /// The port on which TLS is spoken, to which those who come over plain HTTP are led.
    pub tls_port: Option<u16>,
}

/// What stands around every page, whatever it is about.
#[derive(Debug, Clone, Default)]
pub(super) struct PageContext {
    pub unit: String,
    pub waiting: usize,
    pub banner: Option<Banner>,
}

impl PageState {
    /// Of that office, what is known of its clock, and those who work for it. Its tasks begin: it is called where the server
    /// runs.
    pub fn new(office: Office, office_clock: OfficeClock, children: Children, road: Road) -> Self {
        let Children { drawer, converter } = children;
        let log_ins = Rate::new(limits::LOG_INS_AT_ONCE, limits::LOG_INS_A_MINUTE);
        let displays = DisplayReports::default();
        let live = LiveHub::start(office.clone(), displays.clone());
        let programmes = SignedProgrammes::default();
        let (downloads, incoming) = (Downloads::default(), Incoming::default());
        Self(Arc::new(Inner {
            office,
            office_clock,
            drawer,
            converter,
            road,
            log_ins,
            downloads,
            incoming,
            sample: OnceCell::new(),
            displays,
            live,
            programmes,
        }))
    }

    /// The office.
    pub fn office(&self) -> &Office {
        &self.0.office
    }

    /// Whether the time of this machine may be signed.
    pub(super) fn office_clock(&self) -> &OfficeClock {
        &self.0.office_clock
    }

    /// Who draws slides.
    pub(super) fn drawer(&self) -> &Drawer {
        &self.0.drawer
    }

    /// Who opens files that people bring.
    pub(super) fn converter(&self) -> &Converter {
        &self.0.converter
    }

    /// By what road it may be reached.
    pub(super) fn road(&self) -> Road {
        self.0.road
    }

    /// How often one address may try to log in.
    pub(super) fn log_ins(&self) -> &Rate {
        &self.0.log_ins
    }

    /// Files that are made for people to download.
    pub(super) fn downloads(&self) -> &Downloads {
        &self.0.downloads
    }

    /// Files that people are bringing.
    pub(super) fn incoming(&self) -> &Incoming {
        &self.0.incoming
    }

    /// The slides of the sample campaign and whose they are.
    ///
    /// # Errors
    /// As [`Office::sample_slides`].
    pub(super) async fn sample(&self) -> Result<&(Unit, Vec<SlideBody>), OfficeError> {
        self.0.sample.get_or_try_init(|| self.0.office.sample_slides()).await
    }

    /// What halls say of themselves.
    pub(super) fn displays(&self) -> &DisplayReports {
        &self.0.displays
    }

    /// Tells pages that are looked at what has changed.
    pub(super) fn live(&self) -> &LiveHub {
        &self.0.live
    }

    /// Signed programmes.
    pub(super) fn programmes(&self) -> &SignedProgrammes {
        &self.0.programmes
    }

    /// What stands around every page of that person.
    pub(super) async fn around(&self, account: &Account, language: Language) -> Result<PageContext, PageError> {
        let office = self.office();
        let unit = office.commune_name().await?.unwrap_or_default();
        let banner = banner(office, language).await?;
        let waiting = if account.may(Right::Approve) {
            let mut tx = office.records().read().await.map_err(OfficeError::from)?;
            let open = submission::in_state(&mut tx, SubmissionState::Open, limits::OPEN_SUBMISSIONS).await;
            let open = open.map_err(OfficeError::from)?;
            open.iter().filter(|submission| !submission.authors().contains(&account.id)).count()
        } else {
            0
        };
        Ok(PageContext { unit, waiting, banner })
    }
}

impl FromRef<PageState> for Office {
    fn from_ref(state: &PageState) -> Self {
        state.office().clone()
    }
}
