//! What can be drawn into, whoever made it.

use std::sync::Arc;

use wgpu::rwh::{DisplayHandle, HandleError, HasDisplayHandle, HasWindowHandle, WindowHandle};

/// What can be drawn into: a winit window, or an `Arc` of one.
pub trait Host: HasWindowHandle + HasDisplayHandle + Send + Sync {}

impl<T: HasWindowHandle + HasDisplayHandle + Send + Sync> Host for T {}

/// A window, whoever made it.
#[derive(Clone)]
pub(super) struct AnyWindow(Arc<dyn Host>);

impl AnyWindow {
    pub(super) fn new(window: impl Host + 'static) -> Self {
        Self(Arc::new(window))
    }
}

impl HasWindowHandle for AnyWindow {
    fn window_handle(&self) -> Result<WindowHandle<'_>, HandleError> {
        self.0.window_handle()
    }
}

impl HasDisplayHandle for AnyWindow {
    fn display_handle(&self) -> Result<DisplayHandle<'_>, HandleError> {
        self.0.display_handle()
    }
}
