//! Where a slide is laid out: the canvas, the colours, the faces, and the pages being made.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Canvas, Context, Page, Pages, Qr, Theme,
    icons::{Icon, icon},
};
use crate::{
    fonts::Fonts,
    model::{FieldPath, Finding, FindingKind, Severity, Size, Slide, SlideContent, ThemeName, limits::PAGES},
    scene::{Color, Item, Paint, Point, Rect, Scene, Shape, Text, TextRole},
    text::{ReadingLoad, ReadingSpeed},
};

/// Most letters that are named as unknown: each is searched for in all faces.
const UNKNOWN_SHOWN: usize = 12;

/// One slide on one canvas.
pub(super) struct LayoutContext<'a> {
    pub slide: &'a Slide,
    pub context: &'a Context<'a>,
    /// Pixels of the page.
    pub canvas: Size,
    /// Shorter side of the screen it is a part of.
    short_side: f32,
    pub fonts: &'a mut Fonts,
    pub theme: Theme,
    findings: Vec<Finding>,
    /// How many pages there would be without a limit.
    count: usize,
}

impl<'a> LayoutContext<'a> {
    pub fn new(slide: &'a Slide, context: &'a Context<'a>, canvas: Canvas, fonts: &'a mut Fonts) -> Self {
        let theme = Theme::named(slide.theme.unwrap_or(usual_theme(&slide.content)));
        let (canvas, short_side) = (canvas.size(), canvas.screen.short_side() as f32);
        Self { slide, context, canvas, short_side, fonts, theme, findings: Vec::new(), count: 0 }
    }

    /// `n` pixels of a screen whose shorter side is 1080, on this one.
    pub fn px(&self, n: f32) -> f32 {
        n * self.short_side / 1080.0
    }

    /// The whole canvas.
    pub fn area(&self) -> Rect {
        Rect::new(0.0, 0.0, self.canvas.width as f32, self.canvas.height as f32)
    }

    /// Whether things stand side by side; else one above the other.
    pub fn is_wide(&self) -> bool {
        self.canvas.width as f32 >= 1.2 * self.canvas.height as f32
    }

    /// Clear space left and right, pixels.
    pub fn margin(&self) -> f32 {
        self.canvas.width as f32 * 0.05
    }

    /// Notes what could not be shown as written: an error, because something is lost.
    pub fn find(&mut self, kind: FindingKind, field: Option<FieldPath>) {
        let finding = Finding { field, ..Finding::new(Severity::Error, kind).about(&self.slide.id) };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Those of `count` pages that are made, from 0: what lies beyond the limit is only counted.
    pub fn made_of(&mut self, count: usize) -> Range<usize> {
        self.count = count;
        0..count.min(PAGES)
    }

    /// An empty page on the theme's ground.
    pub fn builder(&self) -> PageBuilder {
        PageBuilder::new(Scene::new(self.canvas, self.theme.paint(self.canvas)))
    }

    /// The pages, as many as the limit allows.
    pub fn finish(mut self, mut builders: Vec<PageBuilder>) -> Pages {
        if builders.is_empty() {
            builders.push(self.builder());
        }
        self.find_unknown_letters(&builders);
        let pages = self.count.max(builders.len());
        if pages > PAGES {
            self.find(FindingKind::TooManyPages { pages, canvas: self.canvas, most: PAGES }, None);
            builders.truncate(PAGES);
        }
        Pages { pages: builders.into_iter().map(PageBuilder::finish).collect(), findings: self.findings }
    }

    /// Letters no bundled face has would be gaps on the screen: emoji, or another script.
    fn find_unknown_letters(&mut self, builders: &[PageBuilder]) {
        let mut letters: BTreeMap<char, Option<FieldPath>> = BTreeMap::new();
        for text in builders.iter().flat_map(|builder| builder.scene.texts()) {
            let chars = text.lines.iter().flat_map(|line| line.words.chars()).filter(|c| !c.is_ascii());
            chars.for_each(|letter| {
                letters.entry(letter).or_insert(text.field);
            });
        }
        let unknown: Vec<(char, Option<FieldPath>)> =
            letters.into_iter().filter(|(letter, _)| !self.fonts.has(*letter)).take(UNKNOWN_SHOWN).collect();
        if let Some((_, field)) = unknown.first() {
            let letters = unknown.iter().map(|(letter, _)| letter).collect();
            self.find(FindingKind::UnknownLetters { letters }, *field);
        }
    }
}

/// The colours a template has where the officer chose none.
fn usual_theme(content: &SlideContent) -> ThemeName {
    match content {
        SlideContent::Slogan(_) | SlideContent::Default(_) | SlideContent::Event(_) => ThemeName::RedBanner,
        SlideContent::Guide(_) | SlideContent::Question(_) => ThemeName::CalmGreen,
        SlideContent::Procedures(_) | SlideContent::Notice(_) | SlideContent::Results(_) => ThemeName::Paper,
        SlideContent::Poster(_) | SlideContent::Alert(_) => ThemeName::Night,
    }
}

/// A page in the making.
pub(super) struct PageBuilder {
    pub scene: Scene,
    pub reading: ReadingLoad,
    pub pace: ReadingSpeed,
    pub qr: Option<Qr>,
}

impl PageBuilder {
    pub fn new(scene: Scene) -> Self {
        Self { scene, reading: ReadingLoad::default(), pace: ReadingSpeed::Calm, qr: None }
    }

    /// Adds text that is read here for the first time.
    pub fn text(&mut self, text: Text) {
        if matches!(text.role, TextRole::Headline | TextRole::Body) {
            // Joined, because a number or a name may go on in the next line.
            let lines: Vec<&str> = text.lines.iter().map(|line| line.words.as_str()).collect();
            self.reading.add(&lines.join(" "));
        }
        self.repeat(text);
    }

    /// Adds text that was read on the page before.
    pub fn repeat(&mut self, text: Text) {
        self.scene.items.push(Item::Text(text));
    }

    pub fn fill(&mut self, rect: Rect, paint: impl Into<Paint>) {
        self.round(rect, 0.0, paint);
    }

    pub fn round(&mut self, rect: Rect, radius: f32, paint: impl Into<Paint>) {
        self.shape(Shape::Box { rect, radius, feather: 0.0 }, paint);
    }

    /// A soft shadow under what will stand in `rect`.
    pub fn shadow(&mut self, rect: Rect, radius: f32, softness: f32, opacity: f32) {
        let rect = Rect { y: rect.y + softness * 0.4, ..rect };
        self.shape(Shape::Box { rect, radius, feather: softness }, Color::hex(0x000000).at(opacity));
    }

    pub fn shape(&mut self, shape: Shape, paint: impl Into<Paint>) {
        self.scene.items.push(Item::Shape { shape, paint: paint.into() });
    }

    pub fn icon(&mut self, which: Icon, square: Rect, color: Color) {
        self.scene.items.extend(icon(which, square, color));
    }

    pub fn drum(&mut self, center: Point, radius: f32, color: Color) {
        self.shape(Shape::Drum { center, radius }, color);
    }

    /// Draws a code that was made by [`qr::code`].
    pub fn code(&mut self, (code, items): &(Qr, Vec<Item>)) {
        self.scene.items.extend(items.iter().cloned());
        self.reading.scan = true;
        self.qr = Some(code.clone());
    }

    fn finish(self) -> Page {
        Page { need_ms: self.reading.need_ms(self.pace), scene: self.scene, qr: self.qr }
    }
}
