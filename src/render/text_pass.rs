//! The pass that draws text: glyphon, one buffer a line, each on its baseline.

use glyphon::{
    Buffer, Cache, ColorMode, PrepareError, Resolution, SwashCache, TextArea, TextAtlas, TextBounds, TextRenderer,
    Viewport,
};

use super::{Gpu, RenderError, canvas};
use crate::{
    fonts::{Fonts, baseline_in_buffer},
    model::Size,
    scene::{Color, Scene},
};

/// The glyph atlas and its pipeline, kept for the renderer's life.
pub(super) struct TextPass {
    cache: Cache,
    atlas: TextAtlas,
    letters: SwashCache,
    viewport: Viewport,
    renderer: TextRenderer,
}

impl TextPass {
    pub(super) fn new(gpu: &Gpu) -> Self {
        let cache = Cache::new(&gpu.device);
        let (atlas, renderer) = atlas(gpu, &cache);
        let viewport = Viewport::new(&gpu.device, &cache);
        Self { cache, atlas, letters: SwashCache::new(), viewport, renderer }
    }

    /// Makes every line of `scene` ready.
    pub(super) fn prepare(&mut self, gpu: &Gpu, scene: &Scene, fonts: &mut Fonts) -> Result<(), RenderError> {
        let mut lines = Vec::new();
        for text in scene.texts() {
            for line in &text.lines {
                let buffer = fonts.shape(text.face, text.size, text.tracking, &line.words);
                // Letters stand on whole pixels; glyphon rounds the buffer's own baseline by itself.
                let top = line.baseline.round() - baseline_in_buffer(&buffer).round();
                lines.push((buffer, line.x, top, text.color));
            }
        }
        self.viewport.update(&gpu.queue, Resolution { width: scene.size.width, height: scene.size.height });
        self.atlas.trim();
        let outcome = match self.fill(gpu, scene.size, fonts, &lines) {
            // Letters of earlier pages may have left the atlas in crumbs: begin a new one before giving up.
            Err(PrepareError::AtlasFull) => {
                (self.atlas, self.renderer) = atlas(gpu, &self.cache);
                self.fill(gpu, scene.size, fonts, &lines)
            }
            outcome => outcome,
        };
        outcome.map_err(|source| RenderError::PrepareText { source })
    }

    fn fill(
        &mut self,
        gpu: &Gpu,
        size: Size,
        fonts: &mut Fonts,
        lines: &[(Buffer, f32, f32, Color)],
    ) -> Result<(), PrepareError> {
        let side = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        let bounds = TextBounds { left: 0, top: 0, right: side(size.width), bottom: side(size.height) };
        let areas = lines.iter().map(|(buffer, left, top, color)| TextArea {
            buffer,
            left: *left,
            top: *top,
            scale: 1.0,
            bounds,
            default_color: glyphon::Color::rgba(color.r, color.g, color.b, color.a),
            custom_glyphs: &[],
        });
        self.renderer.prepare(
            &gpu.device,
            &gpu.queue,
            fonts.system(),
            &mut self.atlas,
            &self.viewport,
            areas,
            &mut self.letters,
        )
    }

    /// Draws what was made ready.
    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        // It fails only where `prepare` was not called since the atlas or the viewport changed, and it always is.
        if let Err(error) = self.renderer.render(&self.atlas, &self.viewport, pass) {
            tracing::error!(%error, "text was drawn before it was prepared");
        }
    }
}

fn atlas(gpu: &Gpu, cache: &Cache) -> (TextAtlas, TextRenderer) {
    let mut atlas = TextAtlas::with_color_mode(&gpu.device, &gpu.queue, cache, canvas::FORMAT, ColorMode::Accurate);
    let renderer = TextRenderer::new(&mut atlas, &gpu.device, wgpu::MultisampleState::default(), None);
    (atlas, renderer)
}
