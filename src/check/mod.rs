//! What a villager could not read, what is wrong or out of date.
//!
//! Rules: values in, findings out; pixels and decoded QR codes are handed in by whoever drew the page; every finding
//! says what, why it matters to a reader, and what to do. Figures and their sources are those of docs/legibility.md.

mod contrast;
mod coverage;
mod dates;
mod finding_sink;
mod legibility;
mod qr;
mod rendered_page;
mod ticker;
mod time;
mod viewing;
mod words;

use jiff::civil::Date;

use finding_sink::FindingSink;
pub use legibility::angle;
use rendered_page::area;
pub use rendered_page::{QrReading, RenderedPage};
pub use ticker::RunningSentence;
pub use viewing::ViewingConditions;

use crate::{
    model::{Campaign, CampaignPlan, Finding, Programme, Size, Slide, Terms, merged},
    scene::Scene,
};

/// Everything there is to say about one slide on one screen, most serious first.
pub fn slide(slide: &Slide, scheduled: bool, pages: &[RenderedPage<'_>], viewing: &ViewingConditions) -> Vec<Finding> {
    let scenes: Vec<(usize, &Scene)> = pages.iter().map(|page| (page.number, page.scene)).collect();
    let mut found = content(slide, scheduled, &scenes, viewing);
    found.extend(pages.iter().flat_map(|drawn| page(slide, drawn, viewing)));
    found = merged(found);
    found.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.page));
    found
}

/// Everything there is to say about its words and facts, whatever the screen. Where its pages are known, numbered from
/// 1, each finding says where it is seen.
pub fn content(slide: &Slide, scheduled: bool, pages: &[(usize, &Scene)], viewing: &ViewingConditions) -> Vec<Finding> {
    let mut findings = FindingSink { slide: Some(slide.id.clone()), ..FindingSink::default() };
    words::check(slide, scheduled, viewing, &mut findings);
    dates::check(slide, scheduled, viewing, &mut findings);
    findings.found.iter_mut().for_each(|finding| locate(finding, pages, viewing.screen));
    findings.found
}

/// Everything there is to say about one of its pages as it was drawn.
pub fn page(slide: &Slide, page: &RenderedPage<'_>, viewing: &ViewingConditions) -> Vec<Finding> {
    let (slide, screen) = (Some(slide.id.clone()), Some(viewing.screen));
    let mut findings = FindingSink { slide, page: Some(page.number), screen, ..FindingSink::default() };
    legibility::check(page, viewing, &mut findings);
    time::check(page, &mut findings);
    contrast::check(page, viewing, &mut findings);
    qr::check(page, viewing, &mut findings);
    findings.found
}

/// Everything there is to say about a campaign's ticker on one screen.
pub fn ticker(campaign: &Campaign, running: &[RunningSentence]) -> Vec<Finding> {
    let mut findings = FindingSink { campaign: Some(campaign.id.clone()), ..FindingSink::default() };
    ticker::check(campaign, running, &mut findings);
    findings.found
}

/// Everything there is to say about a programme as a whole: what the commune has planned and nothing speaks of, and
/// whether the tables it is judged by are still good on that day; and of alerts whose campaign outlasts them.
pub fn programme(programme: &Programme, plan: &CampaignPlan, terms: &Terms, today: Date) -> Vec<Finding> {
    let mut findings = FindingSink::default();
    dates::check_table("terms.toml", terms.checked_on, today, &mut findings);
    dates::check_table("plan.toml", plan.checked_on, today, &mut findings);
    dates::check_ends(programme, today, &mut findings);
    coverage::check(programme, plan, today, &mut findings);
    findings.found
}

/// Fills in where a finding about a field is seen: on the first page that shows the field.
fn locate(finding: &mut Finding, pages: &[(usize, &Scene)], screen: Size) {
    let Some(field) = finding.field else { return };
    let seen = pages.iter().find_map(|(number, scene)| {
        let text = scene.texts().find(|text| text.field == Some(field))?;
        Some((*number, area(text.ink()?, scene.size)))
    });
    if let Some((page, place)) = seen {
        (finding.page, finding.screen, finding.place) = (Some(page), Some(screen), Some(place));
    }
}
