//! The composed pages that are on screen, coming on, or next.

use std::sync::Arc;

use super::{
    LayoutCache, PageKey, Pagination, Quarantine, built_in,
    composer::Composer,
    worker::{CachedPage, ComposeJob, ComposeResult, ComposeWorker, SharedPictures},
};
use crate::{
    layout::Canvas,
    model::{Digest, Programme, Size, Slide, SlideContent},
    render::{ComposedPage, Gpu, RenderError, Renderer},
    scene::{Color, Scene},
};

/// The few composed pages a screen needs, and what composes them.
pub(super) struct PageCache {
    composer: Composer,
    pictures: SharedPictures,
    /// What is shown where even the default slide crashes.
    built_in: Arc<Programme>,
    /// The emergency that was due last, in words alone.
    plain: Option<(Slide, Arc<Programme>)>,
    layouts: LayoutCache,
    screen: Size,
    composed: Vec<(PageKey, CachedPage)>,
    /// Started when the first page is at rest: it would only delay the first picture.
    worker: Option<ComposeWorker>,
}

impl PageCache {
    /// An empty cache for a screen of that size.
    pub fn new(renderer: Renderer, pictures: SharedPictures, screen: Size) -> Self {
        let composer = Composer::with(renderer, Arc::new(Quarantine::default()));
        let (built_in, layouts, composed, worker) = (built_in::programme(""), LayoutCache::default(), Vec::new(), None);
        Self { composer, pictures, built_in, plain: None, layouts, screen, composed, worker }
    }

    /// The same, composing nothing of what that one leaves out.
    pub fn with_quarantine(mut self, quarantine: Arc<Quarantine>) -> Self {
        self.composer.set_quarantine(quarantine);
        self
    }

    /// The screen pages are laid out on.
    pub fn screen(&self) -> Size {
        self.screen
    }

    /// What everything is composed with.
    pub fn composer(&mut self) -> &mut Composer {
        &mut self.composer
    }

    /// The device everything is composed on.
    pub fn gpu(&self) -> &Gpu {
        self.composer.renderer.gpu()
    }

    /// Changes the screen's size; everything composed for the old one is given up.
    pub fn set_screen(&mut self, screen: Size) {
        self.screen = screen;
        self.composed.clear();
    }

    /// Takes pictures of what is composed from now on from elsewhere.
    pub fn set_pictures(&mut self, pictures: SharedPictures) {
        self.pictures = pictures;
    }

    /// Goes on with a new renderer after the old one's device was lost; nothing composed survives that.
    pub fn replace_renderer(&mut self, renderer: Renderer) {
        self.composed.clear();
        self.worker = None;
        self.composer.renderer = renderer;
    }

    /// Answers which page is due when, on this screen.
    pub fn pagination(&mut self) -> impl Pagination + '_ {
        self.layouts.on(self.screen, &mut self.composer.fonts)
    }

    /// The page, if it is composed.
    pub fn get(&self, key: &PageKey) -> Option<&ComposedPage> {
        self.find(key).map(|cached| &cached.page)
    }

    /// The digest of the composed pixels of a page that is composed.
    ///
    /// # Errors
    /// [`RenderError::ReadBack`], [`RenderError::DeviceLost`].
    pub fn digest(&self, key: &PageKey) -> Result<Option<Digest>, RenderError> {
        self.get(key).map(ComposedPage::digest).transpose()
    }

    /// Why the default slide stands in the place of that page, where the page cannot be composed.
    pub fn replaced(&self, key: &PageKey) -> Option<&str> {
        self.find(key)?.replaced.as_deref()
    }

    /// Has the page composed by the worker, while the screen goes on; whether it is composed already. To be asked again.
    ///
    /// # Errors
    /// As [`PageCache::compose`].
    pub fn prepare(&mut self, key: &PageKey) -> Result<bool, RenderError> {
        while let Some(result) = self.finished() {
            self.take(result)?;
        }
        if self.find(key).is_some() {
            return Ok(true);
        }
        if self.worker.as_ref().is_some_and(|worker| worker.pending().is_some()) {
            return Ok(false);
        }
        if self.worker.is_none() {
            let started = ComposeWorker::start(self.gpu(), self.composer.quarantine().clone());
            self.worker = started.inspect_err(|error| tracing::warn!(%error, "pages are composed in between")).ok();
        }
        let job = self.job(key);
        if self.worker.as_mut().is_none_or(|worker| worker.send(job).is_err()) {
            self.worker = None;
            self.compose(key)?;
        }
        Ok(self.find(key).is_some())
    }

    /// What the worker has done by now. One that is gone is given up, and another started when it is next needed.
    fn finished(&mut self) -> Option<ComposeResult> {
        let Ok(result) = self.worker.as_mut()?.poll() else {
            tracing::error!("the thread that composes pages has ended");
            self.worker = None;
            return None;
        };
        result
    }

    /// Composes the page now, unless it is composed already or about to be. A slide that cannot be composed is replaced
    /// by the default slide and reported: nothing in content is fatal.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`], and what keeps even the slide that is compiled in from being drawn.
    pub fn compose(&mut self, key: &PageKey) -> Result<(), RenderError> {
        if self.find(key).is_none()
            && let Some(worker) = self.worker.as_mut().filter(|worker| worker.pending() == Some(key))
            && let Some(result) = worker.wait()
        {
            self.take(result)?;
        }
        if self.find(key).is_some() {
            return Ok(());
        }
        let job = self.job(key);
        let cached = job.run(&mut self.composer)?;
        self.composed.push((job.key, cached));
        Ok(())
    }

    /// The page, and what stands in its place in case it cannot be composed.
    fn job(&mut self, key: &PageKey) -> ComposeJob {
        let of = self.plain(key).unwrap_or_else(|| key.programme.clone());
        let instead = PageKey { slide: of.default_slide.id.clone(), programme: of, page: 0, ..key.clone() };
        let built_in = self.built_in.clone();
        let at_last = PageKey { slide: built_in.default_slide.id.clone(), programme: built_in, page: 0, ..key.clone() };
        let (scene, instead, at_last) = (self.scene(key), self.scene(&instead), self.scene(&at_last));
        ComposeJob { scene, instead, at_last, pictures: self.pictures.clone(), key: key.clone() }
    }

    /// What stands in the place of an emergency that cannot be composed: its words, in the layout that is least likely to
    /// fail, for a warning is never left out.
    fn plain(&mut self, key: &PageKey) -> Option<Arc<Programme>> {
        let slide = key.slide();
        let SlideContent::Alert(alert) = &slide.content else { return None };
        match &self.plain {
            Some((known, programme)) if known == slide => Some(programme.clone()),
            _ => {
                let programme = built_in::alert(alert);
                self.plain = Some((slide.clone(), programme.clone()));
                Some(programme)
            }
        }
    }

    /// Takes a page that the worker composed, unless the screen has changed since.
    fn take(&mut self, (key, composed): ComposeResult) -> Result<(), RenderError> {
        let cached = composed?;
        if cached.page.size() == self.canvas_of(&key).size() && self.find(&key).is_none() {
            self.composed.push((key, cached));
        }
        Ok(())
    }

    /// Gives up every composed page that is not among `wanted`.
    pub fn keep_only(&mut self, wanted: &[&PageKey]) {
        self.composed.retain(|(key, _)| wanted.contains(&key));
    }

    /// What that page has of the screen.
    fn canvas_of(&self, key: &PageKey) -> Canvas {
        Canvas { screen: self.screen, has_status_bar: key.has_status_bar }
    }

    fn scene(&mut self, key: &PageKey) -> Scene {
        let canvas = self.canvas_of(key);
        let pages = self.layouts.pages(&key.programme, &key.slide, canvas, &mut self.composer.fonts);
        let page = pages.pages.get(key.page).or(pages.pages.last());
        page.map_or_else(|| Scene::new(canvas.size(), Color::hex(0x8E0B0B).into()), |page| page.scene.clone())
    }

    /// Has `show` show those pages, where the second is composed; the first only if it is.
    pub fn show<T>(
        &mut self,
        (from, to): (Option<&PageKey>, &PageKey),
        show: impl FnOnce(&mut Renderer, Option<&ComposedPage>, &ComposedPage) -> T,
    ) -> Option<T> {
        let Self { composed, composer, .. } = self;
        let find = |key: &PageKey| composed.iter().find(|(known, _)| known == key).map(|(_, cached)| &cached.page);
        let to = find(to)?;
        Some(show(&mut composer.renderer, from.and_then(find), to))
    }

    fn find(&self, key: &PageKey) -> Option<&CachedPage> {
        self.composed.iter().find(|(known, _)| known == key).map(|(_, cached)| cached)
    }
}
