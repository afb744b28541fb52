//! Everything there is to say about a programme before it is signed, from its pages as halls will draw them.
//!
//! Rules: what `check`, `feed publish` and the preview say is found here and in room `check`, nowhere else; pages are
//! drawn through `compose`, on all cores; a page that cannot be drawn is a finding about that page.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    shortening::find_shortenings,
    sound_pages::{SoundPages, name_of},
};
use crate::{
    check::{self, QrReading, RenderedPage, RunningSentence, ViewingConditions},
    compose::{self, ComposeError, LaidSlide, StillComposer},
    fonts::Fonts,
    layout::{self, Context, Pages},
    media::{self, Picture, Pictures},
    model::{
        self, CampaignPlan, Digest, Finding, FindingKind, Programme, Severity, Size, Slide, SlideId, Terms, WallTime,
    },
    render::RenderError,
    scene::Scene,
    text,
};

/// What is inspected.
#[derive(Clone, Copy)]
pub struct Inspected<'a> {
    /// The programme.
    pub programme: &'a Arc<Programme>,
    /// Its pictures.
    pub files: &'a (dyn Pictures + Sync),
    /// What it is to speak of.
    pub plan: &'a CampaignPlan,
    /// What was found before it was a programme: in reading it and in laying it out.
    pub found: &'a [Finding],
}

/// A screen on which pages are judged.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectedScreen {
    /// Pixels.
    pub size: Size,
    /// The slides that come on there.
    pub slides: Vec<SlideId>,
}

impl InspectedScreen {
    /// A screen that shows everything.
    pub fn showing_all(programme: &Programme, size: Size) -> Self {
        Self { size, slides: all_slides(programme).map(|slide| slide.id.clone()).collect() }
    }

    /// The screens a programme is for, each with the slides that its campaigns bring on there: the sizes of its
    /// displays, each once; a display without a size is taken for full HD, and a programme without any display with a
    /// size for both orientations of it. A slide that no campaign plays is judged on all of them.
    ///
    /// Layout follows the shorter side, so that a screen of more than 1080 pixels is judged by one of the same shape
    /// that has 1080: the pages are the same and are drawn in a fraction of the time.
    pub fn of(programme: &Programme) -> Vec<Self> {
        let sized = programme.displays.iter().any(|display| display.size.is_some());
        if !sized {
            return [Size::FULL_HD, Size::FULL_HD_PORTRAIT].map(|size| Self::showing_all(programme, size)).into();
        }
        let size_of = |size: Option<Size>| at_most_full_hd(size.unwrap_or(Size::FULL_HD));
        let sizes: BTreeSet<Size> = programme.displays.iter().map(|display| size_of(display.size)).collect();
        let planned: BTreeSet<&SlideId> = programme.campaigns.iter().flat_map(|c| programme.slides_of(c)).collect();
        let shown_on = |size: Size| {
            let displays = || programme.displays.iter().filter(|display| size_of(display.size) == size);
            let campaigns = programme.campaigns.iter().filter(|c| displays().any(|display| display.shows(c)));
            let shown: BTreeSet<&SlideId> = campaigns.flat_map(|campaign| programme.slides_of(campaign)).collect();
            let ids = all_slides(programme).map(|slide| &slide.id);
            let slides = ids.filter(|id| shown.contains(id) || !planned.contains(id)).cloned().collect();
            Self { size, slides }
        };
        sizes.into_iter().map(shown_on).collect()
    }
}

fn all_slides(programme: &Programme) -> impl Iterator<Item = &Slide> {
    programme.slides.iter().chain([&programme.default_slide])
}

/// The size, or one of its shape whose shorter side is 1080 pixels.
fn at_most_full_hd(size: Size) -> Size {
    let (side, most) = (size.short_side().max(1), Size::FULL_HD.height);
    if side <= most {
        return size;
    }
    let scaled = |length: u32| (f64::from(length) * f64::from(most) / f64::from(side)).round() as u32;
    Size::new(scaled(size.width), scaled(size.height))
}

/// How pages are looked at where nobody says otherwise, at that time.
pub fn usual_viewing(programme: &Programme, now: WallTime, terms: Terms) -> ViewingConditions {
    ViewingConditions::usual(Size::FULL_HD, now, programme.time_zone.clone(), terms)
}

/// Everything there is to say, with everything drawn: as [`inspect_remembering`] without anything to remember.
///
/// # Errors
/// As [`inspect_remembering`].
pub fn inspect(
    subject: Inspected<'_>,
    screens: &[InspectedScreen],
    viewing: &ViewingConditions,
    on_progress: &dyn Fn(usize, usize),
) -> Result<Vec<Finding>, RenderError> {
    inspect_remembering(subject, screens, viewing, &SoundPages::default(), on_progress)
}

/// Everything there is to say, the most serious first, then slide by slide. `viewing` says from where and when; its
/// screen is replaced by each of `screens`. `on_progress` is called after each slide with how many are done, and of how
/// many. A page that `sound` remembers is not drawn; it comes to know those of this time.
///
/// # Errors
/// [`RenderError`] where no graphics device can be opened, or it is lost again and again.
pub fn inspect_remembering(
    subject: Inspected<'_>,
    screens: &[InspectedScreen],
    viewing: &ViewingConditions,
    sound: &SoundPages,
    on_progress: &dyn Fn(usize, usize),
) -> Result<Vec<Finding>, RenderError> {
    let Inspected { programme, files, plan, found } = subject;
    let mut findings = found.to_vec();
    let of = screens.iter().map(|screen| screen.slides.len()).sum();
    let mut done = 0;
    let mut read: BTreeSet<&SlideId> = BTreeSet::new();
    let mut fonts = None;
    for screen in screens {
        let viewing = ViewingConditions { screen: screen.size, ..viewing.clone() };
        // What is said of the words is said once, with the place where they are seen on the first screen.
        let unread: BTreeSet<&SlideId> = screen.slides.iter().filter(|id| read.insert(id)).collect();
        let mut take = |said: Vec<Finding>| {
            for finding in said {
                // Layout says on every screen what it says of the slide.
                if finding.screen.is_some() || !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
            done += 1;
            on_progress(done, of);
        };
        let undrawn = |id: &SlideId, fonts: &mut Fonts| {
            undrawn(&LaidSlide::new(programme, id, screen.size, fonts), unread.contains(id), &viewing, sound)
        };
        let mut to_draw = screen.slides.clone();
        if !sound.is_empty() {
            let fonts = fonts.get_or_insert_with(Fonts::bundled);
            to_draw.retain(|id| undrawn(id, fonts).map(&mut take).is_none());
        }
        let work = |composer: &mut StillComposer<'_>, laid: &LaidSlide| {
            slide(composer, laid, unread.contains(&laid.slide), &viewing, sound)
        };
        compose::for_each_slide(programme, &to_draw, screen.size, files, work, |_, said| {
            take(said);
            Ok::<(), RenderError>(())
        })?;
    }
    findings.append(&mut tickers(programme, screens));
    findings.append(&mut check::programme(programme, plan, &viewing.terms, viewing.today()));
    let mut findings = model::merged(findings);
    shorten(&mut findings, programme, viewing);
    findings.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.slide.cmp(&b.slide)));
    Ok(findings)
}

/// Finds out how much shorter the texts that are too small must be, of the first few.
fn shorten(findings: &mut [Finding], programme: &Programme, viewing: &ViewingConditions) {
    let is_small = |finding: &&mut Finding| matches!(finding.kind, FindingKind::TextTooSmall { .. });
    let mut fonts = None;
    for finding in findings.iter_mut().filter(is_small).take(SHORTENED) {
        let Some(slide) = finding.slide.as_ref().and_then(|id| programme.slide(id)) else { continue };
        let fonts = fonts.get_or_insert_with(Fonts::bundled);
        find_shortenings(std::slice::from_mut(finding), slide, &Context::of(programme), viewing, fonts);
    }
}

/// Most texts for which it is found out how much shorter they must be: each costs a few layouts.
const SHORTENED: usize = 40;

/// What there is to say about a slide as it is laid out and, where they are `unread`, about its words.
fn laid_out(written: &Slide, laid: &LaidSlide, unread: bool, viewing: &ViewingConditions) -> Vec<Finding> {
    let mut found = laid.pages.findings.clone();
    if unread {
        let scenes: Vec<(usize, &Scene)> = (1..).zip(laid.pages.pages.iter().map(|page| &page.scene)).collect();
        let scheduled = laid.programme.is_scheduled(&written.id, viewing.local());
        found.append(&mut check::content(written, scheduled, &scenes, viewing));
    }
    found
}

/// Everything there is to say about one slide on one screen without drawing it: `None` where a page of it has to be drawn.
fn undrawn(laid: &LaidSlide, unread: bool, viewing: &ViewingConditions, sound: &SoundPages) -> Option<Vec<Finding>> {
    let written = laid.programme.slide(&laid.slide)?;
    let names: Vec<Digest> = (0..laid.pages.pages.len()).map_while(|at| name_of(laid, at, viewing)).collect();
    if laid.crashed || !names.iter().all(|name| sound.has(name)) {
        return None;
    }
    let mut found = laid_out(written, laid, unread, viewing);
    for (at, name) in names.into_iter().enumerate() {
        found.append(&mut undrawn_page(written, &laid.pages, at, viewing));
        sound.note(name);
    }
    Some(found)
}

/// Everything there is to say about one slide on one screen; of its words only where they are `unread`.
fn slide(
    composer: &mut StillComposer<'_>,
    laid: &LaidSlide,
    unread: bool,
    viewing: &ViewingConditions,
    sound: &SoundPages,
) -> Result<Vec<Finding>, RenderError> {
    let Some(written) = laid.programme.slide(&laid.slide) else { return Ok(Vec::new()) };
    if laid.crashed {
        let mut found = laid.pages.findings.clone();
        found.push(not_drawn(written, &ComposeError::LayoutCrashed));
        return Ok(found);
    }
    let mut found = laid_out(written, laid, unread, viewing);
    for at in 0..laid.pages.pages.len() {
        match composer.page(laid, at).and_then(|composed| Ok(composed.picture()?)) {
            Ok(picture) => {
                let mut said = page(written, &laid.pages, at, &picture, viewing);
                if said == undrawn_page(written, &laid.pages, at, viewing) {
                    name_of(laid, at, viewing).into_iter().for_each(|name| sound.note(name));
                }
                found.append(&mut said);
            }
            // Nothing is wrong with the page.
            Err(ComposeError::Render(
                error @ (RenderError::DeviceLost | RenderError::NoAdapter { .. } | RenderError::OpenDevice { .. }),
            )) => return Err(error),
            Err(error) => {
                let (page, screen) = (Some(at + 1), Some(viewing.screen));
                found.push(Finding { page, screen, ..not_drawn(written, &error) });
            }
        }
    }
    Ok(found)
}

/// Everything there is to say about a slide that is being written, laid out as `laid`, as far as it is known: of the pages
/// that have a picture by their pixels too. `drawn` has one place for each page.
pub fn written(
    slide: &Slide,
    scheduled: bool,
    laid: &Pages,
    drawn: &[Option<Picture>],
    viewing: &ViewingConditions,
) -> Vec<Finding> {
    let scenes: Vec<(usize, &Scene)> = (1..).zip(laid.pages.iter().map(|page| &page.scene)).collect();
    let mut found = laid.findings.clone();
    found.append(&mut check::content(slide, scheduled, &scenes, viewing));
    for at in 0..laid.pages.len() {
        match drawn.get(at).and_then(Option::as_ref) {
            Some(picture) => found.append(&mut page(slide, laid, at, picture, viewing)),
            None => found.append(&mut undrawn_page(slide, laid, at, viewing)),
        }
    }
    found
}

/// What can be said about a page of which there is no picture: nothing of its colours and its code.
fn undrawn_page(slide: &Slide, laid: &Pages, page: usize, viewing: &ViewingConditions) -> Vec<Finding> {
    let Some(on) = laid.pages.get(page) else { return Vec::new() };
    let (from_ms, until_ms) = layout::span_of(&laid.pages, page, slide.shown_ms());
    let shown_ms = until_ms.saturating_sub(from_ms);
    let (number, need_ms) = (page + 1, on.need_ms);
    check::page(slide, &RenderedPage { number, scene: &on.scene, rgba: &[], need_ms, shown_ms, qr: None }, viewing)
}

fn not_drawn(slide: &Slide, error: &ComposeError) -> Finding {
    Finding::new(Severity::Error, FindingKind::CannotBeDrawn { reason: error.to_string() }).about(&slide.id)
}

/// Everything there is to say about one page of a slide, from 0, that was drawn as `picture`, perhaps with a status bar
/// below it; nothing where there is no such page.
pub fn page(slide: &Slide, laid: &Pages, page: usize, picture: &Picture, viewing: &ViewingConditions) -> Vec<Finding> {
    let Some(on) = laid.pages.get(page) else { return Vec::new() };
    let own = on.scene.size.width as usize * on.scene.size.height as usize * 4;
    let Some(rgba) = picture.rgba.get(..own) else { return Vec::new() };
    let decoded = if on.qr.is_some() { media::read_codes(picture) } else { Vec::new() };
    let (from_ms, until_ms) = layout::span_of(&laid.pages, page, slide.shown_ms());
    let rendered = RenderedPage {
        number: page + 1,
        scene: &on.scene,
        rgba,
        need_ms: on.need_ms,
        shown_ms: until_ms.saturating_sub(from_ms),
        qr: on.qr.as_ref().map(|qr| QrReading {
            url: &qr.url,
            area: (qr.module > 0.0).then_some(qr.area),
            decoded: &decoded,
        }),
    };
    check::page(slide, &rendered, viewing)
}

/// What is to be said of the tickers: of each sentence once, because it runs as fast on every screen.
fn tickers(programme: &Programme, screens: &[InspectedScreen]) -> Vec<Finding> {
    let Some(screen) = screens.first() else { return Vec::new() };
    if programme.campaigns.iter().all(|campaign| campaign.ticker.is_empty() && !campaign.clock) {
        return Vec::new();
    }
    let mut fonts = Fonts::bundled();
    let mut running = |words: &String| {
        let width = layout::sentence_width(words, screen.size, &mut fonts);
        let passes_s = f64::from(width / layout::ticker_pace(screen.size));
        RunningSentence { words: words.clone(), syllables: text::count(words), passes_s }
    };
    let of = |campaign| {
        let campaign: &crate::model::Campaign = campaign;
        let sentences: Vec<RunningSentence> = campaign.ticker.iter().map(&mut running).collect();
        check::ticker(campaign, &sentences)
    };
    programme.campaigns.iter().flat_map(of).collect()
}
