//! The pages that are on screen, coming on, or next: laid out, composed, and presented on an output.

use std::sync::Arc;

use super::{
    book::PageBook,
    state::{Book, PageKey},
};
use crate::{
    fonts::Fonts,
    media::Pictures,
    model::{Digest, Size, Transition},
    render::{Composed, Gpu, Output, RenderError, Renderer},
    scene::Scene,
};

/// Renderer, fonts and the few composed pages a display needs.
pub struct Stage {
    renderer: Renderer,
    fonts: Fonts,
    pictures: Arc<dyn Pictures + Send + Sync>,
    book: PageBook,
    canvas: Size,
    composed: Vec<(PageKey, Composed)>,
}

impl Stage {
    /// An empty stage for a screen of `canvas` pixels.
    pub fn new(renderer: Renderer, pictures: Arc<dyn Pictures + Send + Sync>, canvas: Size) -> Self {
        let (fonts, book) = (Fonts::bundled(), PageBook::default());
        Self { renderer, fonts, pictures, book, canvas, composed: Vec::new() }
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
        }
    }

    /// Goes on with a new renderer after the old one's device was lost; nothing composed survives that.
    pub fn replace_renderer(&mut self, renderer: Renderer) {
        self.composed.clear();
        self.renderer = renderer;
    }

    /// Answers which page is due when, for this canvas.
    pub fn book(&mut self) -> impl Book + '_ {
        self.book.on(self.canvas, &mut self.fonts)
    }

    /// Whether the page is composed already.
    pub fn has(&self, key: &PageKey) -> bool {
        self.find(key).is_some()
    }

    /// Composes the page unless it is composed already. A slide that cannot be composed is replaced by the default
    /// slide and reported: nothing in content is fatal.
    pub fn compose(&mut self, key: &PageKey) -> Result<(), RenderError> {
        if self.has(key) {
            return Ok(());
        }
        let scene = self.scene(key);
        let composed = match self.renderer.compose(&scene, &mut self.fonts, &*self.pictures) {
            Err(error) if !matches!(error, RenderError::DeviceLost) => {
                tracing::warn!(slide = %key.slide, page = key.page + 1, %error, "slide replaced by the default slide");
                let default = PageKey { slide: key.programme.default_slide.id.clone(), page: 0, ..key.clone() };
                let scene = self.scene(&default);
                self.renderer.compose(&scene, &mut self.fonts, &*self.pictures)?
            }
            outcome => outcome?,
        };
        self.composed.push((key.clone(), composed));
        Ok(())
    }

    fn scene(&mut self, key: &PageKey) -> Scene {
        let pages = self.book.pages(&key.programme, &key.slide, self.canvas, &mut self.fonts);
        let page = pages.pages.get(key.page).or(pages.pages.last());
        page.map_or_else(
            || Scene::new(self.canvas, crate::scene::Color::hex(0x8E0B0B).into()),
            |page| page.scene.clone(),
        )
    }

    /// The digest of the composed pixels of a page that is composed.
    pub fn digest(&self, key: &PageKey) -> Result<Option<Digest>, RenderError> {
        match self.find(key) {
            Some(index) => self.composed[index].1.digest().map(Some),
            None => Ok(None),
        }
    }

    /// Gives up every composed page that is not among `wanted`.
    pub fn keep_only(&mut self, wanted: &[&PageKey]) {
        self.composed.retain(|(key, _)| wanted.contains(&key));
    }

    /// Presents `to`, `thousandths` of the way from `from`. A page that is not composed any more is left out.
    pub fn present(
        &mut self,
        output: &mut dyn Output,
        from: Option<&PageKey>,
        to: &PageKey,
        transition: Transition,
        thousandths: u32,
    ) -> Result<(), RenderError> {
        self.compose(to)?;
        let find = |key: &PageKey| self.composed.iter().find(|(known, _)| known == key).map(|(_, composed)| composed);
        let Some(page) = find(to) else { return Ok(()) };
        self.renderer.present(output, from.and_then(find), page, transition, thousandths).map(|_| ())
    }

    fn find(&self, key: &PageKey) -> Option<usize> {
        self.composed.iter().position(|(known, _)| known == key)
    }
}
