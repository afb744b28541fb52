//! What a villager could not read, what is wrong or out of date.
//!
//! Rules: values in, findings out; pixels and decoded QR codes are handed in by whoever drew the page; every finding
//! says what, why it matters to a reader, and what to do. Figures and their sources are those of docs/legibility.md.

mod contrast;
mod coverage;
mod dates;
mod legibility;
mod qr;
mod ticker;
mod time;
mod words;

use jiff::civil::Date;

pub use ticker::RunningSentence;

use crate::{
    model::{
        Campaign, CampaignId, FieldPath, Finding, FindingKind, PixelArea, Plan, Programme, Severity, Size, Slide,
        SlideId, Terms, WallTime, Zone,
    },
    scene::{Rect, Scene},
};

/// Where the screen hangs, and when it is looked at.
#[derive(Debug, Clone)]
pub struct ViewingConditions {
    /// The whole screen, pixels: a page may have less of it.
    pub screen: Size,
    /// Its diagonal, inches.
    pub panel_inches: f64,
    /// From the screen to the reader who must still be able to read, metres.
    pub distance_m: f64,
    /// The time.
    pub at: WallTime,
    /// The programme's time zone.
    pub zone: Zone,
    /// Words that are no longer right.
    pub terms: Terms,
}

impl ViewingConditions {
    /// A 43″ screen read from 5 m: what the sample campaign is written for.
    pub fn usual(screen: Size, at: WallTime, zone: Zone, terms: Terms) -> Self {
        Self { screen, panel_inches: 43.0, distance_m: 5.0, at, zone, terms }
    }

    /// The day.
    pub fn today(&self) -> Date {
        self.zone.day(self.at)
    }

    /// Side of a pixel, millimetres.
    fn pixel_mm(&self) -> f64 {
        let (width, height) = (f64::from(self.screen.width), f64::from(self.screen.height));
        self.panel_inches * 25.4 / width.hypot(height)
    }
}

/// One page as it was drawn.
#[derive(Debug, Clone, Copy)]
pub struct RenderedPage<'a> {
    /// The page, from 1.
    pub number: usize,
    /// What was drawn.
    pub scene: &'a Scene,
    /// sRGB, four bytes a pixel, row by row: as large as the scene.
    pub rgba: &'a [u8],
    /// Milliseconds a villager needs to read it.
    pub need_ms: u64,
    /// Milliseconds it is shown.
    pub shown_ms: u64,
    /// The QR code it should bear.
    pub qr: Option<QrReading<'a>>,
}

/// A QR code on a page, and what a reader of QR codes made of it.
#[derive(Debug, Clone, Copy)]
pub struct QrReading<'a> {
    /// Where it should lead.
    pub url: &'a str,
    /// Where it lies, its quiet zone included; `None` where it is part of a poster's artwork.
    pub area: Option<Rect>,
    /// The texts of all codes that were read from the pixels.
    pub decoded: &'a [String],
}

/// Everything there is to say about one slide on one screen, most serious first.
pub fn slide(slide: &Slide, scheduled: bool, pages: &[RenderedPage<'_>], viewing: &ViewingConditions) -> Vec<Finding> {
    let scenes: Vec<(usize, &Scene)> = pages.iter().map(|page| (page.number, page.scene)).collect();
    let mut found = content(slide, scheduled, &scenes, viewing);
    found.extend(pages.iter().flat_map(|drawn| page(slide, drawn, viewing)));
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
    contrast::check(page, &mut findings);
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
/// whether the tables it is judged by are still good on that day.
pub fn programme(programme: &Programme, plan: &Plan, terms: &Terms, today: Date) -> Vec<Finding> {
    let mut findings = FindingSink::default();
    dates::check_table("terms.toml", terms.checked_on, today, &mut findings);
    dates::check_table("plan.toml", plan.checked_on, today, &mut findings);
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

/// The pixels of a page that a rectangle touches.
fn area(rect: Rect, page: Size) -> PixelArea {
    let within = |from: f32, to: f32, side: u32| {
        let (from, to) = (from.floor().clamp(0.0, side as f32) as u32, to.ceil().clamp(0.0, side as f32) as u32);
        (from, to.saturating_sub(from))
    };
    let ((x, width), (y, height)) =
        (within(rect.x, rect.right(), page.width), within(rect.y, rect.bottom(), page.height));
    PixelArea { x, y, width, height }
}

/// What has been found so far, and what it is about.
#[derive(Default)]
struct FindingSink {
    slide: Option<SlideId>,
    campaign: Option<CampaignId>,
    page: Option<usize>,
    screen: Option<Size>,
    found: Vec<Finding>,
}

impl FindingSink {
    fn add(&mut self, severity: Severity, kind: FindingKind) {
        self.add_at(severity, kind, None, None);
    }

    fn add_at(&mut self, severity: Severity, kind: FindingKind, field: Option<FieldPath>, place: Option<PixelArea>) {
        let (slide, campaign) = (self.slide.clone(), self.campaign.clone());
        let (page, screen) = (self.page, self.screen);
        let finding = Finding { severity, kind, slide, campaign, page, screen, field, place };
        if !self.found.contains(&finding) {
            self.found.push(finding);
        }
    }
}
