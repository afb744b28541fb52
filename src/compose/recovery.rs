//! What to do after drawing has failed: the one place that replaces a lost graphics device.

use std::{fmt::Display, time::Duration};

use crate::render::RenderError;

/// Time until the next trial where no device could be opened, or a frame could not be drawn.
pub const RETRY: Duration = Duration::from_secs(1);

/// Opens what is drawn with anew by `open` if `error` says that the graphics device is gone. `None` where there is
/// nothing to be opened or it cannot be: the picture that is on stays, and the next trial comes after [`RETRY`].
pub fn recover<D, E: Display>(error: &RenderError, open: impl FnOnce() -> Result<D, E>) -> Option<D> {
    if !matches!(error, RenderError::DeviceLost) {
        tracing::warn!(%error, "this frame failed; the picture stays");
        return None;
    }
    tracing::warn!("the graphics device was lost; opening another");
    open().inspect_err(|error| tracing::warn!(%error, "no graphics device yet")).ok()
}
