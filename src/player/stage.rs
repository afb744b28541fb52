//! The pages that are on screen, coming on, or next: laid out, composed, and presented on an output.

use std::sync::Arc;

use super::{
    composer::{self, Composer, Delivery, Made, Order, Tools},
    foot::Foot,
    state::Showing,
};
use crate::{
    clock::Now,
    compose::{LayoutCache, PageKey, Pagination, built_in},
    fonts::Fonts,
    layout::Canvas,
    media::Pictures,
    model::{Digest, Programme, Size, Transition},
    render::{FrameInput, Gpu, Output, RenderError, Renderer},
    scene::Scene,
    store::Quarantine,
};

/// Renderer, fonts and the few composed pages a display needs.
pub struct Stage {
    renderer: Renderer,
    fonts: Fonts,
    pictures: Arc<dyn Pictures + Send + Sync>,
    quarantine: Arc<Quarantine>,
    /// What is shown where even the default slide crashes.
    built_in: Arc<Programme>,
    layouts: LayoutCache,
    canvas: Size,
    composed: Vec<(PageKey, Made)>,
    /// Started when the first page is at rest: it would only delay the first picture.
    composer: Option<Composer>,
    foot: Option<Foot>,
}

/// What is on screen at one moment, by name.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// The page on its way out.
    pub from: Option<&'a PageKey>,
    /// The page on its way in, or at rest.
    pub to: &'a PageKey,
    /// How it comes on.
    pub transition: Transition,
    /// How much of the transition's time has passed, 0 to 1000.
    pub thousandths: u32,
    /// Pixels of the ticker that have gone by.
    pub ticker: u64,
    /// Only the status bar differs from what was presented before.
    pub page_stays: bool,
}

impl Stage {
    /// An empty stage for a screen of `canvas` pixels.
    pub fn new(renderer: Renderer, pictures: Arc<dyn Pictures + Send + Sync>, canvas: Size) -> Self {
        let (fonts, layouts, quarantine) = (Fonts::bundled(), LayoutCache::default(), Arc::default());
        let (built_in, composed, composer, foot) = (built_in::programme(""), Vec::new(), None, None);
        Self { renderer, fonts, pictures, quarantine, built_in, layouts, canvas, composed, composer, foot }
    }

    /// The same, remembering over crashes which pages it must not compose.
    pub fn with_quarantine(self, quarantine: Quarantine) -> Self {
        Self { quarantine: Arc::new(quarantine), ..self }
    }

    /// The canvas pages are laid out on.
    pub fn canvas(&self) -> Size {
        self.canvas
    }

    /// The renderer's device, for an output that changes size.
    pub fn gpu(&self) -> &Gpu {
        self.renderer.gpu()
    }

    /// Changes the canvas; everything composed for the old one is given up.
    pub fn set_canvas(&mut self, canvas: Size) {
        if canvas != self.canvas {
            self.canvas = canvas;
            self.composed.clear();
            self.foot = None;
        }
    }

    /// Goes on with a new renderer after the old one's device was lost; nothing composed survives that.
    pub fn replace_renderer(&mut self, renderer: Renderer) {
        self.composed.clear();
        (self.composer, self.foot) = (None, None);
        self.renderer = renderer;
    }

    /// Answers which page is due when, for this canvas.
    pub fn pagination(&mut self) -> impl Pagination + '_ {
        self.layouts.on(self.canvas, &mut self.fonts)
    }

    /// Whether the page is composed already.
    pub fn has(&self, key: &PageKey) -> bool {
        self.find(key).is_some()
    }

    /// Has the page composed apart, while the screen goes on; whether it is composed already. To be asked again.
    pub fn prepare(&mut self, key: &PageKey) -> Result<bool, RenderError> {
        while let Some(delivery) = self.delivered() {
            self.take(delivery)?;
        }
        if self.has(key) {
            return Ok(true);
        }
        if self.composer.as_ref().is_some_and(|composer| composer.pending().is_some()) {
            return Ok(false);
        }
        if self.composer.is_none() {
            let started = Composer::start(self.renderer.gpu(), self.pictures.clone(), self.quarantine.clone());
            self.composer = started.inspect_err(|error| tracing::warn!(%error, "pages are composed in between")).ok();
        }
        let order = self.order(key);
        if self.composer.as_mut().is_none_or(|composer| composer.order(order).is_err()) {
            self.composer = None;
            self.compose(key)?;
        }
        Ok(self.has(key))
    }

    /// What the composer has done by now. One that is gone is given up, and another started when it is next needed.
    fn delivered(&mut self) -> Option<Delivery> {
        let Ok(delivery) = self.composer.as_mut()?.collect() else {
            tracing::error!("the thread that composes pages has ended");
            self.composer = None;
            return None;
        };
        delivery
    }

    /// Composes the page now, unless it is composed already or about to be. A slide that cannot be composed is replaced
    /// by the default slide and reported: nothing in content is fatal.
    pub fn compose(&mut self, key: &PageKey) -> Result<(), RenderError> {
        if !self.has(key)
            && let Some(composer) = self.composer.as_mut().filter(|composer| composer.pending() == Some(key))
            && let Some(delivery) = composer.wait()
        {
            self.take(delivery)?;
        }
        if self.has(key) {
            return Ok(());
        }
        let order = self.order(key);
        let Self { renderer, fonts, pictures, quarantine, .. } = self;
        let made = composer::compose(Tools { renderer, fonts, pictures: &**pictures, quarantine }, &order)?;
        self.composed.push((order.key, made));
        Ok(())
    }

    /// The page, and what stands in its place in case it cannot be composed.
    fn order(&mut self, key: &PageKey) -> Order {
        let instead = PageKey { slide: key.programme.default_slide.id.clone(), page: 0, ..key.clone() };
        let built_in = self.built_in.clone();
        let at_last = PageKey { slide: built_in.default_slide.id.clone(), programme: built_in, page: 0, ..key.clone() };
        Order { scene: self.scene(key), instead: self.scene(&instead), at_last: self.scene(&at_last), key: key.clone() }
    }

    /// Takes a page that was composed apart, unless the screen has changed since.
    fn take(&mut self, (key, composed): Delivery) -> Result<(), RenderError> {
        let made = composed?;
        if made.page.size() == self.canvas_of(&key).size() && !self.has(&key) {
            self.composed.push((key, made));
        }
        Ok(())
    }

    /// Makes the status bar under what is `showing`, where there is one; whether it changed.
    pub fn stand(&mut self, showing: &Showing, now: &Now) -> Result<bool, RenderError> {
        let Self { renderer, fonts, canvas, .. } = self;
        let (foot, changed) = Foot::of(self.foot.take(), showing, now, *canvas, renderer, fonts)?;
        self.foot = foot;
        Ok(changed)
    }

    /// The status bar under the pages.
    pub(super) fn foot(&self) -> Option<&Foot> {
        self.foot.as_ref()
    }

    /// What that page has of the screen.
    fn canvas_of(&self, key: &PageKey) -> Canvas {
        Canvas { screen: self.canvas, has_status_bar: key.has_status_bar }
    }

    fn scene(&mut self, key: &PageKey) -> Scene {
        let canvas = self.canvas_of(key);
        let pages = self.layouts.pages(&key.programme, &key.slide, canvas, &mut self.fonts);
        let page = pages.pages.get(key.page).or(pages.pages.last());
        page.map_or_else(
            || Scene::new(canvas.size(), crate::scene::Color::hex(0x8E0B0B).into()),
            |page| page.scene.clone(),
        )
    }

    /// The digest of the composed pixels of a page that is composed.
    pub fn digest(&self, key: &PageKey) -> Result<Option<Digest>, RenderError> {
        match self.find(key) {
            Some(index) => self.composed[index].1.page.digest().map(Some),
            None => Ok(None),
        }
    }

    /// Whether the default slide stands in the place of that page, because the page cannot be composed.
    pub fn is_replaced(&self, key: &PageKey) -> bool {
        self.find(key).is_some_and(|index| self.composed[index].1.replaced)
    }

    /// Gives up every composed page that is not among `wanted`.
    pub fn keep_only(&mut self, wanted: &[&PageKey]) {
        self.composed.retain(|(key, _)| wanted.contains(&key));
    }

    /// Presents what is on screen at one moment. A page that is not composed any more is left out.
    pub fn present(&mut self, output: &mut dyn Output, view: &View<'_>) -> Result<(), RenderError> {
        self.compose(view.to)?;
        let find = |key: &PageKey| self.composed.iter().find(|(known, _)| known == key).map(|(_, made)| &made.page);
        let Some(to) = find(view.to) else { return Ok(()) };
        let moment = FrameInput {
            from: view.from.and_then(find),
            to,
            transition: view.transition,
            thousandths: view.thousandths,
            status_bar: self.foot.as_ref().map(|foot| foot.status_bar(view.ticker)),
            page_stays: view.page_stays,
        };
        self.renderer.present_frame(output, &moment).map(|_| ())
    }

    fn find(&self, key: &PageKey) -> Option<usize> {
        self.composed.iter().position(|(known, _)| known == key)
    }
}
