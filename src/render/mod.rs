//! Scenes to pixels, and pixels to a window or a texture: all of wgpu and glyphon.
//!
//! Rules: a page is composed once, in a texture of the screen's own size; showing it or moving between two of them
//! reads texels one for one and computes nothing else; content never crashes a screen: a picture that cannot be drawn
//! is an error the caller can step over, and a transition that cannot be built becomes a cut.
//!
//! A host makes a [`Gpu`], a [`Renderer`] on it and an [`Output`]; it composes pages with [`Renderer::compose`] when
//! they are first needed and shows them with [`Renderer::present`]. On [`RenderError::DeviceLost`] it makes all three
//! anew.

mod any_window;
mod black;
mod blend;
mod canvas;
mod composed_page;
mod decoded_images;
#[cfg(test)]
mod figures;
mod frame_input;
mod gpu;
mod output;
mod picture_pass;
mod renderer;
pub mod shaders;
mod shape_pass;
mod software;
mod status_bar;
mod surface;
mod text_pass;
mod transitions;
mod window;

pub use any_window::Host;
pub use black::show_black;
pub use composed_page::ComposedPage;
pub use decoded_images::DecodedImages;
pub use frame_input::FrameInput;
pub use gpu::Gpu;
pub use output::{FrameBuffer, Output, Presented, Reached, TextureOutput};
pub use renderer::Renderer;
pub use status_bar::{StatusBarLayer, TickerLayer};
pub use window::WindowOutput;

use crate::{
    media::MediaError,
    model::{Digest, Size},
};

/// What can go wrong between a scene and a screen.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// No way to draw on this machine.
    #[error(
        "no graphics adapter was found ({tried}); hint: install a driver, or `mesa-vulkan-drivers` for a software one"
    )]
    NoAdapter {
        /// What each backend said.
        tried: String,
    },
    /// There is an adapter and it cannot be used.
    #[error("cannot open graphics adapter `{adapter}`: {source}")]
    OpenDevice {
        /// Its name.
        adapter: String,
        /// Why.
        source: wgpu::RequestDeviceError,
    },
    /// The window cannot be drawn into.
    #[error("cannot draw into the window: {source}")]
    CreateSurface {
        /// Why.
        source: wgpu::CreateSurfaceError,
    },
    /// The window takes no format we can draw.
    #[error("adapter `{adapter}` offers no format for the window")]
    NoSurfaceFormat {
        /// Its name.
        adapter: String,
    },
    /// The window's system refused a frame.
    #[error("cannot draw into the window: {reason}")]
    Window {
        /// What it says.
        reason: String,
    },
    /// The canvas is larger than the GPU's textures.
    #[error("a canvas of {size} is more than this adapter's {limit} pixels a side")]
    TooLarge {
        /// The canvas.
        size: Size,
        /// The longest side the adapter takes.
        limit: u32,
    },
    /// The driver does not take one of our shaders.
    #[error("the graphics driver refuses the shader for {label}: {reason}")]
    Pipeline {
        /// What it draws.
        label: String,
        /// What it says.
        reason: String,
    },
    /// A picture of the page cannot be drawn.
    #[error("picture {digest} cannot be drawn: {source}")]
    Picture {
        /// The rendition.
        digest: Digest,
        /// Why.
        source: MediaError,
    },
    /// The letters of the page cannot be made ready.
    #[error("the letters of the page cannot be made ready: {source}")]
    PrepareText {
        /// Why.
        source: glyphon::PrepareError,
    },
    /// The pixels did not come back.
    #[error("the pixels could not be read back: {reason}")]
    ReadBack {
        /// What the driver says.
        reason: String,
    },
    /// The GPU is gone; nothing made on it can be used again.
    #[error("the graphics device was lost")]
    DeviceLost,
}
