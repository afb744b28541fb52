//! Pictures of pages without a screen: for `render`, `check`, thumbnails and tests.

use std::sync::Arc;

use super::{
    ComposeError, PageKey, PageSpan, Quarantine,
    composer::Composer,
    layout_cache::{LAY_OUT, lay_out_guarded},
    recover,
};
use crate::{
    fonts::Fonts,
    layout::{self, Canvas, Page, Pages},
    media::{self, Pictures},
    model::{Programme, Size, SlideId, StatusBar, WallTime},
    render::{ComposedPage, DecodedImages, Gpu, RenderError, Renderer},
};

/// A slide laid out for a screen, with what stands below it there.
#[derive(Debug, Clone)]
pub struct LaidSlide {
    /// The programme it comes from.
    pub programme: Arc<Programme>,
    /// The slide.
    pub slide: SlideId,
    /// The screen, and whether its foot is kept for a status bar.
    pub canvas: Canvas,
    /// What stands at the foot of the screen; empty where the pages have all of it.
    pub status_bar: StatusBar,
    /// The pages: at least one.
    pub pages: Arc<Pages>,
    /// Laying the slide out panicked, and the pages are the default slide's.
    pub crashed: bool,
}

impl LaidSlide {
    /// The slide on that screen, above the status bar that campaigns playing it ask for.
    pub fn new(programme: &Arc<Programme>, slide: &SlideId, screen: Size, fonts: &mut Fonts) -> Self {
        Self::above(programme.status_bar_beside(slide), programme, slide, screen, fonts)
    }

    /// The slide on that screen, above that status bar, if it is one.
    pub fn above(
        status_bar: StatusBar,
        programme: &Arc<Programme>,
        slide: &SlideId,
        screen: Size,
        fonts: &mut Fonts,
    ) -> Self {
        let canvas = Canvas { screen, has_status_bar: !status_bar.is_empty() };
        let (pages, crashed) = lay_out_guarded(LAY_OUT, programme, slide, canvas, fonts);
        let (programme, slide, pages) = (programme.clone(), slide.clone(), Arc::new(pages));
        Self { programme, slide, canvas, status_bar, pages, crashed }
    }

    /// Milliseconds the slide is shown.
    pub fn shown_ms(&self) -> u64 {
        self.programme.slide(&self.slide).unwrap_or(&self.programme.default_slide).shown_ms()
    }

    /// The page due `elapsed_ms` into the slide.
    pub fn page_at(&self, elapsed_ms: u64) -> PageSpan {
        PageSpan::at(&self.pages.pages, elapsed_ms, self.shown_ms())
    }

    /// The time of that page, from 0.
    pub fn span_of(&self, page: usize) -> PageSpan {
        PageSpan::of(&self.pages.pages, page, self.shown_ms())
    }

    /// The name of that page, from 0.
    pub fn key(&self, page: usize) -> PageKey {
        let (programme, slide) = (self.programme.clone(), self.slide.clone());
        PageKey { programme, slide, page, has_status_bar: self.canvas.has_status_bar }
    }

    /// That page, from 0; after the last, the last.
    fn page(&self, page: usize) -> &Page {
        let pages = &self.pages.pages;
        pages.get(page).or(pages.last()).expect("a slide has at least one page")
    }
}

/// Composes pages one after the other on a device of its own.
///
/// A device that is lost is replaced once a page. A page that panics is an error, and the next one is composed.
pub struct StillComposer<'a> {
    composer: Composer,
    pictures: &'a (dyn Pictures + Sync),
    /// The pictures of the page that was drawn last.
    decoded: DecodedImages,
    /// Pages drawn since the quarantine was begun.
    drawn: usize,
}

/// Pages after which it is forgotten that they were sound: a process that draws slides as they are typed runs for months.
const REMEMBERED: usize = 4_096;

impl<'a> StillComposer<'a> {
    /// One on the graphics device of this machine, in software where there is no other.
    ///
    /// # Errors
    /// [`RenderError::NoAdapter`], [`RenderError::OpenDevice`].
    pub fn open(pictures: &'a (dyn Pictures + Sync)) -> Result<Self, RenderError> {
        Ok(Self::on(&Gpu::offscreen()?, pictures))
    }

    /// One on that device.
    pub fn on(gpu: &Gpu, pictures: &'a (dyn Pictures + Sync)) -> Self {
        let composer = Composer::new(gpu, Arc::new(Quarantine::default()));
        Self { composer, pictures, decoded: DecodedImages::default(), drawn: 0 }
    }

    /// The fonts, for whoever measures beside it.
    pub fn fonts(&mut self) -> &mut Fonts {
        &mut self.composer.fonts
    }

    /// The device it draws on, for logs.
    pub fn device(&self) -> String {
        self.composer.renderer.gpu().name()
    }

    /// Lays the slide out as [`LaidSlide::new`].
    pub fn lay_out(&mut self, programme: &Arc<Programme>, slide: &SlideId, screen: Size) -> LaidSlide {
        LaidSlide::new(programme, slide, screen, &mut self.composer.fonts)
    }

    /// The page, from 0, without its status bar: what is checked.
    ///
    /// # Errors
    /// [`ComposeError`].
    pub fn page(&mut self, laid: &LaidSlide, page: usize) -> Result<ComposedPage, ComposeError> {
        self.compose(laid, page, |page, _| page.scene.clone())
    }

    /// The page, from 0, with its status bar as it stands at `at`, which is `None` for a time that is not known; of a
    /// ticker the first sentence stands.
    ///
    /// # Errors
    /// [`ComposeError`].
    pub fn screen(
        &mut self,
        laid: &LaidSlide,
        page: usize,
        at: Option<WallTime>,
    ) -> Result<ComposedPage, ComposeError> {
        let (status_bar, screen) = (&laid.status_bar, laid.canvas.screen);
        let words = layout::clock_words(at, &laid.programme.time_zone);
        self.compose(laid, page, |page, fonts| {
            let clock = status_bar.clock.then_some((words.0.as_str(), words.1.as_str()));
            layout::screenful(page.scene.clone(), status_bar, clock, 0, screen, fonts)
        })
    }

    /// What [`StillComposer::screen`] composes, as a PNG file.
    ///
    /// # Errors
    /// [`ComposeError`].
    pub fn png(&mut self, laid: &LaidSlide, page: usize, at: Option<WallTime>) -> Result<Vec<u8>, ComposeError> {
        Ok(media::encode_png(&self.screen(laid, page, at)?.picture()?)?)
    }

    /// What [`StillComposer::screen`] composes, drawn at once in `to` pixels, which should have the screen's shape: lines
    /// break where the screen breaks them.
    ///
    /// # Errors
    /// [`ComposeError`].
    pub fn scaled(
        &mut self,
        laid: &LaidSlide,
        page: usize,
        at: Option<WallTime>,
        to: Size,
    ) -> Result<ComposedPage, ComposeError> {
        let (status_bar, screen) = (&laid.status_bar, laid.canvas.screen);
        let words = layout::clock_words(at, &laid.programme.time_zone);
        self.compose(laid, page, |page, fonts| {
            let clock = status_bar.clock.then_some((words.0.as_str(), words.1.as_str()));
            layout::screenful(page.scene.clone(), status_bar, clock, 0, screen, fonts).scaled(to)
        })
    }

    fn compose(
        &mut self,
        laid: &LaidSlide,
        page: usize,
        scene: impl Fn(&Page, &mut Fonts) -> crate::scene::Scene,
    ) -> Result<ComposedPage, ComposeError> {
        let (key, page, pictures) = (laid.key(page), laid.page(page), self.pictures);
        let what = key.quarantine_name(&page.scene);
        self.drawn += 1;
        if self.drawn.is_multiple_of(REMEMBERED) {
            self.composer.set_quarantine(Arc::new(Quarantine::default()));
        }
        let Self { composer, decoded, .. } = self;
        let mut compose = |composer: &mut Composer| {
            composer.guarded(what, laid.slide.as_str(), |renderer, fonts| {
                let scene = scene(page, fonts);
                let images = DecodedImages::load_after(decoded, &scene, pictures)?;
                let composed = renderer.compose_prepared(&scene, fonts, &images)?;
                *decoded = images;
                Ok(composed)
            })
        };
        match compose(composer) {
            Err(error) if error.is_device_lost() => match recover(&RenderError::DeviceLost, Gpu::offscreen) {
                Some(gpu) => {
                    composer.renderer = Renderer::new(&gpu);
                    compose(composer)
                }
                None => Err(error),
            },
            composed => composed,
        }
    }
}
