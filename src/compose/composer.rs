//! A renderer and its fonts, behind the quarantine: what crashes them is named, and they are made anew.

use std::sync::Arc;

use super::quarantine::{CrashLoop, Quarantine};
use crate::{
    fonts::Fonts,
    media::{MediaError, Pictures},
    model::Digest,
    render::{ComposedPage, Gpu, RenderError, Renderer},
    scene::Scene,
};

/// Why a page or a status bar has no picture.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The renderer cannot draw it; [`RenderError::DeviceLost`] is about the device, everything else about the content.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The picture cannot be written as a file.
    #[error(transparent)]
    Encode(#[from] MediaError),
    /// Laying it out panicked.
    #[error("laying it out crashed")]
    LayoutCrashed,
    /// Composing it panicked.
    #[error("composing it crashed")]
    Crashed,
    /// It crashed twice before, and was not tried again.
    #[error("composing it has crashed too often")]
    Quarantined,
}

impl ComposeError {
    /// Whether it is the device that is gone: nothing is wrong with the content.
    pub fn is_device_lost(&self) -> bool {
        matches!(self, Self::Render(RenderError::DeviceLost))
    }
}

/// What pages are composed with.
pub(super) struct Composer {
    /// Draws.
    pub renderer: Renderer,
    /// Measures and shapes.
    pub fonts: Fonts,
    quarantine: Arc<Quarantine>,
}

impl Composer {
    /// A composer on that device.
    pub fn new(gpu: &Gpu, quarantine: Arc<Quarantine>) -> Self {
        Self::with(Renderer::new(gpu), quarantine)
    }

    /// A composer that draws with that renderer.
    pub fn with(renderer: Renderer, quarantine: Arc<Quarantine>) -> Self {
        Self { renderer, fonts: Fonts::bundled(), quarantine }
    }

    /// Remembers from now on in that one what it must not compose.
    pub fn set_quarantine(&mut self, quarantine: Arc<Quarantine>) {
        self.quarantine = quarantine;
    }

    /// What it must not compose.
    pub fn quarantine(&self) -> &Arc<Quarantine> {
        &self.quarantine
    }

    /// Composes `scene`, which the quarantine knows as `what` and people by its name.
    ///
    /// # Errors
    /// [`ComposeError`]. After [`ComposeError::Crashed`] renderer and fonts are new ones.
    pub fn compose(
        &mut self,
        what: Digest,
        name: &str,
        scene: &Scene,
        pictures: &dyn Pictures,
    ) -> Result<ComposedPage, ComposeError> {
        self.guarded(what, name, |renderer, fonts| Ok(renderer.compose(scene, fonts, pictures)?))
    }

    /// Runs `make`, which the quarantine knows as `what` and people by its name.
    ///
    /// # Errors
    /// Those of `make`; [`ComposeError::Crashed`] where it panicked, after which renderer and fonts are new ones;
    /// [`ComposeError::Quarantined`] where it was not tried.
    pub fn guarded<T>(
        &mut self,
        what: Digest,
        name: &str,
        make: impl FnOnce(&mut Renderer, &mut Fonts) -> Result<T, ComposeError>,
    ) -> Result<T, ComposeError> {
        let Self { renderer, fonts, quarantine } = self;
        match quarantine.guard(what, name, || make(renderer, fonts)) {
            Ok(made) => made,
            Err(CrashLoop::Before) => Err(ComposeError::Quarantined),
            Err(CrashLoop::JustNow) => {
                // Nobody knows in what state the crash left them.
                self.renderer = Renderer::new(&self.renderer.gpu().clone());
                self.fonts = Fonts::bundled();
                Err(ComposeError::Crashed)
            }
        }
    }
}
