//! Everything a folder has to show on one canvas: laid out, in order, with its pictures.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use crate::{
    compose::{LaidSlide, PageSpan, Pagination},
    fonts::Fonts,
    layout::Pages,
    media::{MediaError, Pictures},
    model::{Digest, DisplayId, Programme, Size, SlideId, StatusBar, Terms, WallTime},
    publish::Built,
    schedule::{Schedule, Slot, slide_order},
};

/// The folder, ready to be looked at.
#[derive(Debug, Clone)]
pub struct LoadedFolder {
    /// What the slides were laid out from.
    pub programme: Arc<Programme>,
    /// When what is due, for the display that is previewed.
    pub schedule: Schedule,
    /// The canvas.
    pub canvas: Size,
    /// In which order slides are gone through.
    pub order: Vec<SlideId>,
    /// The pages of every slide in `order`; none is without pages.
    pub pages: BTreeMap<SlideId, Arc<Pages>>,
    /// The pages above a status bar of those slides that may have one below them.
    pub above_status_bar: BTreeMap<SlideId, Arc<Pages>>,
    /// Words that are no longer right.
    pub terms: Terms,
    /// The pictures on them.
    pub files: BTreeMap<Digest, Arc<[u8]>>,
}

impl LoadedFolder {
    /// Lays out for `canvas` what `viewer` is to see of a folder that was made into a programme.
    pub fn new(built: Built, terms: Terms, canvas: Size, viewer: &Viewer, fonts: &mut Fonts) -> Self {
        let programme = Arc::new(built.programme);
        let order = slide_order::everything(&programme);
        let (mut pages, mut above_status_bar) = (BTreeMap::new(), BTreeMap::new());
        for id in &order {
            let mut lay_out = |status_bar: StatusBar| LaidSlide::above(status_bar, &programme, id, canvas, fonts).pages;
            pages.insert(id.clone(), lay_out(StatusBar::default()));
            let status_bar = programme.status_bar_beside(id);
            if !status_bar.is_empty() {
                above_status_bar.insert(id.clone(), lay_out(status_bar));
            }
        }
        let files = built.files.into_iter().map(|(digest, bytes)| (digest, bytes.into())).collect();
        let schedule = viewer.schedule(&programme);
        Self { programme, schedule, canvas, order, pages, above_status_bar, terms, files }
    }

    /// The pages of that slide, above a status bar or on the whole screen.
    pub fn laid(&self, slide: &SlideId, has_status_bar: bool) -> Option<&Arc<Pages>> {
        self.above_status_bar.get(slide).filter(|_| has_status_bar).or(self.pages.get(slide))
    }

    /// The page due `elapsed_ms` into that slide.
    pub fn span(&self, slide: &SlideId, elapsed_ms: u64, has_status_bar: bool) -> PageSpan {
        let pages = self.laid(slide, has_status_bar).map_or(&[][..], |pages| &pages.pages);
        PageSpan::at(pages, elapsed_ms, self.shown_ms(slide))
    }

    /// Milliseconds that slide is shown.
    pub fn shown_ms(&self, slide: &SlideId) -> u64 {
        self.programme.slide(slide).unwrap_or(&self.programme.default_slide).shown_ms()
    }

    /// The last instant before `at` at which what is due changed, within the eight days before.
    pub fn previous_change(&self, at: WallTime) -> Option<WallTime> {
        const BACK_MS: i64 = 8 * 24 * 3_600_000;
        // More changes than this in eight days are no timetable that anybody steps through.
        const STEPS: usize = 2_000;
        let changes = std::iter::successors(Some(at + -BACK_MS), |from| self.schedule.next_change(*from));
        changes.skip(1).take(STEPS).take_while(|change| *change < at).last()
    }

    /// What `newer`, read from a folder with mistakes, can tell `viewer`: slides it has are its, what a mistake has
    /// spoiled stays as it was.
    pub fn keeping_what_is_lost(mut self, newer: Self, viewer: &Viewer) -> Self {
        let canvas_is_kept = self.canvas == newer.canvas;
        let lost: HashSet<SlideId> = self.order.iter().filter(|id| !newer.pages.contains_key(id)).cloned().collect();
        if lost.is_empty() || !canvas_is_kept {
            return newer;
        }
        let kept = |mut pages: BTreeMap<SlideId, Arc<Pages>>, newer| {
            pages.retain(|id, _| lost.contains(id));
            pages.extend(newer);
            pages
        };
        let pages = kept(std::mem::take(&mut self.pages), newer.pages);
        let above_status_bar = kept(std::mem::take(&mut self.above_status_bar), newer.above_status_bar);
        let mut files = std::mem::take(&mut self.files);
        files.extend(newer.files);
        let mut order = std::mem::take(&mut self.order);
        let known: HashSet<SlideId> = order.iter().cloned().collect();
        order.extend(newer.order.into_iter().filter(|id| !known.contains(id)));
        order.retain(|id| pages.contains_key(id));
        let programme = Arc::new(merged(&self.programme, &newer.programme));
        let schedule = viewer.schedule(&programme);
        Self { programme, schedule, pages, above_status_bar, files, order, terms: newer.terms, ..self }
    }
}

/// The `older` programme with every slide that `newer` has as it is there.
fn merged(older: &Programme, newer: &Programme) -> Programme {
    let mut programme = Programme { unit: newer.unit.clone(), ..older.clone() };
    for slide in &newer.slides {
        match programme.slides.iter_mut().find(|known| known.id == slide.id) {
            Some(known) => known.clone_from(slide),
            None => programme.slides.push(slide.clone()),
        }
    }
    programme.default_slide.clone_from(&newer.default_slide);
    programme.assets.extend(newer.assets.clone());
    programme
}

impl Pagination for &LoadedFolder {
    fn span(&mut self, _: &Arc<Programme>, slot: &Slot, at: WallTime) -> PageSpan {
        let pages = self.laid(&slot.slide, !slot.status_bar.is_empty()).map_or(&[][..], |pages| &pages.pages);
        PageSpan::at(pages, u64::try_from(at - slot.start).unwrap_or(0), slot.shown_ms)
    }
}

impl Pictures for LoadedFolder {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        self.files.get(digest).cloned().ok_or(MediaError::Missing { digest: *digest })
    }
}

/// The display whose timetable is previewed: one the programme knows, or one made up of tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewer {
    /// A display of the programme.
    pub display: Option<DisplayId>,
    /// Groups it is taken to belong to, beside its own.
    pub tags: Vec<String>,
}

impl Viewer {
    /// Its timetable. A made-up display is added to a copy of the programme.
    pub fn schedule(&self, programme: &Arc<Programme>) -> Schedule {
        if self.tags.is_empty() {
            return Schedule::new(programme.clone(), self.display.as_ref());
        }
        let mut with_tags = Programme::clone(programme);
        let id = self.display.clone().unwrap_or_else(|| "preview".parse().expect("a constant that follows the rule"));
        match with_tags.displays.iter_mut().find(|display| display.id == id) {
            Some(display) => display.tags.extend(self.tags.iter().cloned()),
            None => {
                let (label, tags) = (id.to_string(), self.tags.clone());
                with_tags.displays.push(crate::model::Display { id: id.clone(), label, tags, size: None });
            }
        }
        Schedule::new(Arc::new(with_tags), Some(&id))
    }
}
