//! Takes in findings, each once, and says of each what it is about.

use crate::model::{CampaignId, FieldPath, Finding, FindingCode, FindingKind, PixelArea, Severity, Size, SlideId};

/// What has been found so far, and what it is about.
#[derive(Default)]
pub(super) struct FindingSink {
    pub(super) slide: Option<SlideId>,
    pub(super) campaign: Option<CampaignId>,
    pub(super) page: Option<usize>,
    pub(super) screen: Option<Size>,
    pub(super) found: Vec<Finding>,
}

impl FindingSink {
    pub(super) fn add(&mut self, severity: Severity, kind: FindingKind) {
        self.add_at(severity, kind, None, None);
    }

    pub(super) fn add_at(
        &mut self,
        severity: Severity,
        kind: FindingKind,
        field: Option<FieldPath>,
        place: Option<PixelArea>,
    ) {
        let (slide, campaign) = (self.slide.clone(), self.campaign.clone());
        let (page, screen) = (self.page, self.screen);
        debug_assert!(FindingCode::from(&kind).grades().contains(&severity), "{severity:?} is no grade of {kind:?}");
        let finding = Finding { severity, kind, slide, campaign, page, screen, field, place, also: Vec::new() };
        if !self.found.contains(&finding) {
            self.found.push(finding);
        }
    }
}
