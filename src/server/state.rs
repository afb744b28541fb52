//! What the handlers of pages share.

use std::sync::Arc;

use axum::extract::FromRef;

use super::{
    http::Rate,
    shell::{Banner, PageError},
};
use crate::{approval::Account, child::draw::Drawer, form::Language, model::limits, office::Office};

/// What the handlers of pages share; cheap to clone.
#[derive(Clone)]
pub struct PageState(Arc<Inner>);

struct Inner {
    office: Office,
    drawer: Drawer,
    road: Road,
    log_ins: Rate,
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
pub(super) struct Around {
    pub unit: String,
    pub waiting: usize,
    pub banner: Option<Banner>,
}

impl PageState {
    /// Of that office, with pictures from that drawer.
    pub fn new(office: Office, drawer: Drawer, road: Road) -> Self {
        let log_ins = Rate::new(limits::LOG_INS_AT_ONCE, limits::LOG_INS_A_MINUTE);
        Self(Arc::new(Inner { office, drawer, road, log_ins }))
    }

    /// The office.
    pub fn office(&self) -> &Office {
        &self.0.office
    }

    /// Who draws slides.
    pub(super) fn drawer(&self) -> &Drawer {
        &self.0.drawer
    }

    /// By what road it may be reached.
    pub(super) fn road(&self) -> Road {
        self.0.road
    }

    /// How often one address may try to log in.
    pub(super) fn log_ins(&self) -> &Rate {
        &self.0.log_ins
    }

    /// What stands around every page of that person.
    pub(super) async fn around(&self, _account: &Account, _language: Language) -> Result<Around, PageError> {
        let unit = self.office().commune_name().await?.unwrap_or_default();
        Ok(Around { unit, ..Around::default() })
    }
}

impl FromRef<PageState> for Office {
    fn from_ref(state: &PageState) -> Self {
        state.office().clone()
    }
}
