//! One finding for each cause: what is seen on several pages and screens, or in several entries of a list, is said once.

use std::collections::HashMap;

use super::{
    found::Finding,
    kind::{FindingCode, FindingKind},
    place::FindingPlace,
};
use crate::model::{CampaignId, SlideId};

/// The findings with those of one cause made one: the worst of them, with the places of the others beside its own. The
/// order is that in which causes were first seen.
pub fn merged(found: Vec<Finding>) -> Vec<Finding> {
    type MergeSubject = (Option<SlideId>, Option<CampaignId>, FindingCode);
    let mut kept: Vec<Finding> = Vec::with_capacity(found.len());
    let mut known: HashMap<MergeSubject, Vec<usize>> = HashMap::new();
    for finding in found {
        let subject = (finding.slide.clone(), finding.campaign.clone(), FindingCode::from(&finding.kind));
        let alike = known.entry(subject).or_default();
        match alike.iter().find(|at| have_one_cause(&kept[**at], &finding)) {
            Some(at) => absorb(&mut kept[*at], finding),
            None => {
                alike.push(kept.len());
                kept.push(finding);
            }
        }
    }
    kept
}

/// Whether one change mends both; they are of one code, about the same slide or campaign.
fn have_one_cause(a: &Finding, b: &Finding) -> bool {
    let (list_a, list_b) = (a.field.map(|field| field.name()), b.field.map(|field| field.name()));
    match (&a.kind, &b.kind) {
        // A list is set in one size and one colour: its entries are too small, or too pale, together.
        (FindingKind::TextTooSmall { .. }, _) | (FindingKind::LowContrast { .. }, _) => list_a == list_b,
        // One code, one time, one slide that is too full: whatever the page.
        (FindingKind::CodeTooSmall { .. }, _)
        | (FindingKind::CodeDoesNotScan { .. }, _)
        | (FindingKind::TooLittleTime { .. }, _)
        | (FindingKind::TooMuchOnAPage { .. }, _)
        | (FindingKind::TooManyPages { .. }, _) => true,
        // What is small beside the text is small everywhere.
        (FindingKind::CaptionTooSmall { .. }, _) => list_a == list_b,
        // A word is looked for and replaced wherever it stands.
        (FindingKind::ObsoleteTerm { found: a, .. }, FindingKind::ObsoleteTerm { found: b, .. }) => a == b,
        (kind, other) => kind == other && a.field == b.field,
    }
}

/// Takes in another of the same cause; the worse of the two is the one that is told.
fn absorb(known: &mut Finding, mut other: Finding) {
    let worse = (other.severity, other.kind.shortfall()) > (known.severity, known.kind.shortfall());
    if worse {
        std::mem::swap(known, &mut other);
    }
    let mut places = std::mem::take(&mut known.also);
    places.append(&mut other.also);
    places.extend(other.place_on_page());
    let own = known.place_on_page();
    for place in places {
        if Some(place) != own && !known.also.contains(&place) {
            known.also.push(place);
        }
    }
    known.also.sort_by_key(|FindingPlace { screen, page, field, .. }| (*screen, *page, *field));
}
