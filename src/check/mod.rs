//! What a villager could not read, what is wrong or out of date.
//!
//! Rules: values in, warnings out; pixels and decoded QR codes are handed in by whoever drew the page; every finding
//! says what, why it matters to a reader, and what to do. Figures and their sources are those of docs/legibility.md.

mod code;
mod contrast;
mod coverage;
mod dates;
mod legibility;
mod ticker;
mod time;
mod words;

use jiff::civil::Date;

pub use ticker::Running;

use crate::{
    model::{Campaign, Plan, Programme, Severity, Size, Slide, SlideId, Terms, Warning},
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
    /// The day.
    pub today: Date,
    /// Words that are no longer right.
    pub terms: Terms,
}

impl ViewingConditions {
    /// A 43″ screen read from 5 m: what the sample campaign is written for.
    pub fn usual(screen: Size, today: Date, terms: Terms) -> Self {
        Self { screen, panel_inches: 43.0, distance_m: 5.0, today, terms }
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
    pub code: Option<Code<'a>>,
}

/// A QR code on a page.
#[derive(Debug, Clone, Copy)]
pub struct Code<'a> {
    /// Where it should lead.
    pub url: &'a str,
    /// Where it lies, its quiet zone included; `None` where it is part of a poster's artwork.
    pub area: Option<Rect>,
    /// What a reader of QR codes made of the pixels.
    pub decoded: &'a [String],
}

/// Everything there is to say about one slide, most serious first.
pub fn slide(slide: &Slide, scheduled: bool, pages: &[RenderedPage<'_>], viewing: &ViewingConditions) -> Vec<Warning> {
    let mut findings = Findings { slide: Some(slide.id.clone()), ..Findings::default() };
    words::check(slide, scheduled, viewing, &mut findings);
    dates::check(slide, scheduled, viewing, &mut findings);
    for page in pages {
        findings.page = Some(page.number);
        legibility::check(page, viewing, &mut findings);
        time::check(page, &mut findings);
        contrast::check(page, &mut findings);
        code::check(page, viewing, &mut findings);
    }
    findings.found.sort_by_key(|warning| (std::cmp::Reverse(warning.severity), warning.page));
    findings.found
}

/// Everything there is to say about a campaign's ticker.
pub fn ticker(campaign: &Campaign, running: &[Running]) -> Vec<Warning> {
    let mut findings = Findings::default();
    ticker::check(campaign, running, &mut findings);
    findings.found
}

/// Everything there is to say about a programme as a whole: what the commune has planned and nothing speaks of, and
/// whether the tables it is judged by are still good on that day.
pub fn programme(programme: &Programme, plan: &Plan, terms: &Terms, today: Date) -> Vec<Warning> {
    let mut findings = Findings::default();
    dates::check_table("terms.toml", terms.checked_on, today, &mut findings);
    dates::check_table("plan.toml", plan.checked_on, today, &mut findings);
    coverage::check(programme, plan, today, &mut findings);
    findings.found
}

/// What has been found so far, and what it is about.
#[derive(Default)]
struct Findings {
    slide: Option<SlideId>,
    page: Option<usize>,
    found: Vec<Warning>,
}

impl Findings {
    fn add(&mut self, severity: Severity, rule: &'static str, what: String, why: &str, hint: impl Into<String>) {
        let (slide, page) = (self.slide.clone(), self.page);
        let warning = Warning { severity, slide, page, rule, what, why: why.to_owned(), hint: hint.into() };
        if !self.found.contains(&warning) {
            self.found.push(warning);
        }
    }
}
