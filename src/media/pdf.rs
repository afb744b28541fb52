//! Pages of a PDF file to pixels.

use hayro::{
    PixmapSettings, RenderCache, RenderSettings,
    hayro_interpret::InterpreterSettings,
    hayro_syntax::{LoadPdfError, Pdf},
    vello_cpu::color::palette::css::WHITE,
};

use super::{MediaError, Picture};
use crate::model::Size;

/// An opened PDF file.
///
/// Reading one goes down on the stack as deep as the file is nested, and takes as long as the file likes: it is done in a
/// process that can be ended, on a thread with a large stack.
pub struct PdfFile {
    pdf: Pdf,
}

impl PdfFile {
    /// Opens it.
    ///
    /// # Errors
    /// [`MediaError::PdfLocked`], [`MediaError::Pdf`].
    pub fn open(bytes: Vec<u8>) -> Result<Self, MediaError> {
        match Pdf::new(bytes) {
            Ok(pdf) if pdf.pages().is_empty() => Err(MediaError::Pdf { reason: "it has no pages" }),
            Ok(pdf) => Ok(Self { pdf }),
            Err(LoadPdfError::Decryption(_)) => Err(MediaError::PdfLocked),
            Err(LoadPdfError::Invalid) => Err(MediaError::Pdf { reason: "it cannot be read" }),
        }
    }

    /// How many pages it has; at least one.
    pub fn pages(&self) -> usize {
        self.pdf.pages().len()
    }

    /// The size of a page, from 0, in points of 1/72 inch, whole ones; `None` where there is no such page, or it has no
    /// size.
    pub fn size(&self, page: usize) -> Option<Size> {
        let (width, height) = self.pdf.pages().get(page)?.render_dimensions();
        let side = |length: f32| (length.is_finite() && length >= 1.0).then_some(length.round().min(100_000.0) as u32);
        Some(Size::new(side(width)?, side(height)?))
    }

    /// Draws a page, from 0, on white, as large as fits in `within`.
    ///
    /// # Errors
    /// [`MediaError::Pdf`] where there is no such page, or it has no size.
    pub fn draw(&self, page: usize, within: Size) -> Result<Picture, MediaError> {
        let no_page = MediaError::Pdf { reason: "a page of it has no size" };
        let (Some(page), Some(own)) = (self.pdf.pages().get(page), self.size(page)) else { return Err(no_page) };
        let (width, height) = page.render_dimensions();
        let to = own.contained_in(within);
        // What is left of a pixel is cut off: a little more than the size is the size.
        let scale = |to: u32, from: f32| (to as f32 + 0.01) / from;
        let settings =
            PixmapSettings { x_scale: scale(to.width, width), y_scale: scale(to.height, height), bg_color: WHITE };
        let (cache, interpreter) = (RenderCache::new(), InterpreterSettings::default());
        let drawn = hayro::render(page, &cache, &interpreter, &RenderSettings::default(), &settings);
        let size = Size::new(u32::from(drawn.width()), u32::from(drawn.height()));
        // On white nothing can be seen through, so that colours are not weighed by it.
        Ok(Picture { size, rgba: drawn.data_as_u8_slice().to_vec() })
    }
}

/// Whether the bytes are a PDF file: they say so near their beginning (ISO 32000, annex H.3.4.1).
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1_024)].windows(5).any(|five| five == b"%PDF-")
}

impl std::fmt::Debug for PdfFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PdfFile").field("pages", &self.pages()).finish_non_exhaustive()
    }
}
