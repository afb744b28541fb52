//! Draws the preview: shows what a hall would show through the same presenter, and what is written over it.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    findings,
    framing::{Framing, WindowGeometry, WindowSink},
    loaded_folder::LoadedFolder,
    state::{PreviewState, View},
};
use crate::{
    clock::Now,
    compose::{PageKey, Presenter, TransitionStart},
    media::Picture,
    model::{Digest, Size, WallTime},
    render::{Output, RenderError, Renderer},
};

/// Inches of the diagonal of the panel that is thought to hang in the hall.
pub const PANEL_INCHES: f32 = 43.0;

/// Draws what a [`PreviewState`] says.
pub struct PreviewRenderer {
    presenter: Presenter,
    framing: Framing,
    panel_inches: f32,
    /// What pages are taken from.
    folder: Option<Arc<LoadedFolder>>,
    /// The page that is on.
    shown: Option<PageKey>,
    /// When the status bar changes next by itself.
    changes: Option<WallTime>,
}

impl PreviewRenderer {
    /// One that draws with that renderer, for a panel of so many inches in the hall.
    pub fn new(renderer: Renderer, panel_inches: f32) -> Self {
        let nothing: Arc<BTreeMap<Digest, Vec<u8>>> = Arc::default();
        let presenter = Presenter::new(renderer, nothing, Size::FULL_HD);
        Self { presenter, framing: Framing::new(panel_inches), panel_inches, folder: None, shown: None, changes: None }
    }

    /// What presents, for a loop that must know the device or say how often the screen shows a frame.
    pub fn presenter(&mut self) -> &mut Presenter {
        &mut self.presenter
    }

    /// Goes on with a new renderer after the old one's device was lost.
    pub fn replace_renderer(&mut self, renderer: Renderer) {
        self.presenter.replace_renderer(renderer);
        self.framing.clear();
        self.shown = None;
    }

    /// Shows what `state` says at `now`, whose wall time is the preview's own; draws only if something changed, and
    /// answers whether it did.
    ///
    /// # Errors
    /// Those of the GPU; the picture that was in the window is still there after one.
    pub fn turn(
        &mut self,
        state: &mut PreviewState,
        window: WindowGeometry,
        now: &Now,
        output: &mut dyn Output,
    ) -> Result<bool, RenderError> {
        output.resize(self.presenter.gpu(), window.size)?;
        let (Some(current), Some(folder)) = (state.current(), state.folder().cloned()) else {
            return self.turn_without_page(&state.view(), window, output);
        };
        self.take(&folder);
        let trouble = self.presenter.compose(&current.key)?.map(str::to_owned);
        state.set_trouble(trouble);
        // Looked over before it is drawn, so that what was found is on the page's first frame.
        if let Some((slide, page, look)) = state.unchecked(self.panel_inches)
            && let Some(composed) = self.presenter.page(&current.key)
        {
            let found = findings::of(&folder, &slide, page, &composed.picture()?, look);
            state.found(slide, page, look, &found);
        }
        let ended = state.stands() && self.presenter.end_transition();
        let by_itself = state.take_start().filter(|start| start.from == self.shown);
        let start = (self.shown.as_ref() != Some(&current.key))
            .then(|| by_itself.unwrap_or_else(|| TransitionStart::cut(self.shown.clone(), now.wall)));
        let looks_otherwise = self.framing.look(&state.view(), window);
        let mut sink = WindowSink { framing: &mut self.framing, output, presented: false };
        self.presenter.show(&current, start, state.rests(), now, &mut sink)?;
        self.shown = Some(current.key.clone());
        if (looks_otherwise || ended) && !sink.presented {
            self.presenter.repaint(&current, now, &mut sink)?;
        }
        let presented = sink.presented;
        if let Some(next) = state.following() {
            self.presenter.prepare(&current.key, &next)?;
        }
        self.changes = if self.presenter.moves() { None } else { self.presenter.rest(now.wall) };
        Ok(presented)
    }

    /// Presents what is in the window once more, because the window lost it.
    ///
    /// # Errors
    /// As [`PreviewRenderer::turn`].
    pub fn repaint(&mut self, state: &PreviewState, now: &Now, output: &mut dyn Output) -> Result<(), RenderError> {
        match state.current() {
            Some(current) => {
                let mut sink = WindowSink { framing: &mut self.framing, output, presented: false };
                self.presenter.repaint(&current, now, &mut sink)
            }
            None => self.framing.show_panels(self.presenter.renderer(), output),
        }
    }

    fn turn_without_page(
        &mut self,
        view: &View,
        window: WindowGeometry,
        output: &mut dyn Output,
    ) -> Result<bool, RenderError> {
        let looks_otherwise = self.framing.look(view, window);
        if looks_otherwise {
            self.framing.show_panels(self.presenter.renderer(), output)?;
        }
        Ok(looks_otherwise)
    }

    /// Goes on with that folder.
    fn take(&mut self, folder: &Arc<LoadedFolder>) {
        if self.folder.as_ref().is_some_and(|known| Arc::ptr_eq(known, folder)) {
            return;
        }
        self.presenter.set_pictures(folder.clone());
        self.presenter.set_screen(folder.canvas);
        self.folder = Some(folder.clone());
    }

    /// Whether something moves while nothing changes.
    pub fn moves(&self) -> bool {
        self.presenter.moves()
    }

    /// When the status bar changes next by itself, where nothing moves.
    pub fn changes(&self) -> Option<WallTime> {
        self.changes
    }

    /// The page that is on with its status bar, as composed; for a file.
    ///
    /// # Errors
    /// [`RenderError::ReadBack`], [`RenderError::DeviceLost`].
    pub fn picture(&self) -> Option<Result<Picture, RenderError>> {
        let page = self.presenter.page(self.shown.as_ref()?)?;
        Some(match self.presenter.status_bar() {
            Some(strip) => page.above(strip).and_then(|both| both.picture()),
            None => page.picture(),
        })
    }
}
