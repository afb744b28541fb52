//! A window fed from the processor's memory, shared with the display server where it can be: the shortest way to a
//! screen where the graphics adapter is the processor too.

use std::{num::NonZeroU32, ops::Range};

use softbuffer::{Context, Rect, SoftBufferError};

use super::{FrameBuffer, Presented, RenderError, any_window::AnyWindow};
use crate::model::Size;

/// A window and the memory it is shown from.
pub(super) struct Software {
    surface: softbuffer::Surface<AnyWindow, AnyWindow>,
    size: Size,
}

impl Software {
    /// Fails where the window's system has no way of being fed pixels.
    pub(super) fn new(window: AnyWindow, size: Size) -> Result<Self, RenderError> {
        let context = Context::new(window.clone()).map_err(failed)?;
        let mut made = Self { surface: softbuffer::Surface::new(&context, window).map_err(failed)?, size };
        made.resize(size)?;
        Ok(made)
    }

    pub(super) fn size(&self) -> Size {
        self.size
    }

    pub(super) fn resize(&mut self, size: Size) -> Result<(), RenderError> {
        let (width, height) = (size.width.max(1), size.height.max(1));
        let side = |length| NonZeroU32::new(length).expect("at least one");
        self.surface.resize(side(width), side(height)).map_err(failed)?;
        self.size = Size::new(width, height);
        Ok(())
    }

    /// Shows what `draw` draws; only `rows` of it travel to the screen where the memory still holds the frame before.
    pub(super) fn show(
        &mut self,
        rows: Option<Range<u32>>,
        draw: &mut dyn FnMut(FrameBuffer<'_>),
    ) -> Result<Presented, RenderError> {
        let size = self.size;
        let mut pixels = self.surface.buffer_mut().map_err(failed)?;
        let rows = rows.filter(|_| pixels.age() == 1);
        draw(FrameBuffer::Pixels { pixels: &mut pixels, size, kept: rows.is_some() });
        let changed = rows.and_then(|rows| {
            let (width, height) = (NonZeroU32::new(size.width)?, NonZeroU32::new(rows.end.checked_sub(rows.start)?)?);
            Some(Rect { x: 0, y: rows.start, width, height })
        });
        match changed {
            Some(changed) => pixels.present_with_damage(&[changed]).map_err(failed)?,
            None => pixels.present().map_err(failed)?,
        }
        Ok(Presented::Shown)
    }
}

fn failed(error: SoftBufferError) -> RenderError {
    RenderError::Window { reason: error.to_string() }
}
