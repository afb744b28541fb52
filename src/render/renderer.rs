//! The renderer: long-lived pipelines, through which scenes become composed pages and pages become frames.

use std::ops::Range;

use super::{
    ComposedPage, DecodedImages, FrameBuffer, Gpu, Output, Presented, RenderError, StatusBarLayer,
    blend::Mix,
    canvas::{BlendMode, CanvasBinding},
    frame_input::FrameInput,
    picture_pass::{PicturePass, Uploaded},
    shape_pass::{Batch, ShapePass},
    text_pass::TextPass,
    transitions::{FrameView, Transitions},
};
use crate::{
    fonts::Fonts,
    media,
    model::{Size, Transition},
    scene::{Item, Paint, Rect, Scene, Shape},
};

/// Draws pages and shows them. Made once for a device; it keeps pipelines and letters.
pub struct Renderer {
    gpu: Gpu,
    canvas: CanvasBinding,
    shapes: ShapePass,
    pictures: PicturePass,
    texts: TextPass,
    transitions: Transitions,
}

/// What is drawn next, back to front: a run of shapes blended alike, or a picture.
enum DrawStep {
    Shapes(Range<u32>, BlendMode),
    Picture(Uploaded),
}

impl DrawStep {
    fn blend_mode(&self) -> BlendMode {
        match self {
            Self::Shapes(_, blend_mode) => *blend_mode,
            Self::Picture(picture) => picture.blend_mode(),
        }
    }
}

impl Renderer {
    /// A renderer on that device.
    pub fn new(gpu: &Gpu) -> Self {
        let canvas = CanvasBinding::new(gpu);
        Self {
            shapes: ShapePass::default(),
            pictures: PicturePass::new(gpu),
            texts: TextPass::new(gpu),
            transitions: Transitions::new(gpu),
            canvas,
            gpu: gpu.clone(),
        }
    }

    /// The device it draws on.
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Decodes the pictures of `scene` and composes it.
    ///
    /// # Errors
    /// [`RenderError::Picture`], [`RenderError::PrepareText`], [`RenderError::TooLarge`], [`RenderError::DeviceLost`].
    pub fn compose(
        &mut self,
        scene: &Scene,
        fonts: &mut Fonts,
        pictures: &dyn media::Pictures,
    ) -> Result<ComposedPage, RenderError> {
        let prepared = DecodedImages::load(scene, pictures)?;
        self.compose_prepared(scene, fonts, &prepared)
    }

    /// Composes `scene` with pictures that were decoded before, on another thread perhaps. A picture that is not
    /// among them is left out.
    ///
    /// # Errors
    /// [`RenderError::PrepareText`], [`RenderError::TooLarge`], [`RenderError::DeviceLost`].
    pub fn compose_prepared(
        &mut self,
        scene: &Scene,
        fonts: &mut Fonts,
        prepared: &DecodedImages,
    ) -> Result<ComposedPage, RenderError> {
        self.draw(None, scene, fonts, prepared)
    }

    /// A new page: the items of `scene`, its text on top, over a `page` of the same size. The scene's ground is not
    /// drawn.
    ///
    /// # Errors
    /// As [`Renderer::compose`].
    pub fn compose_over(
        &mut self,
        page: &ComposedPage,
        scene: &Scene,
        fonts: &mut Fonts,
        prepared: &DecodedImages,
    ) -> Result<ComposedPage, RenderError> {
        self.draw(Some(page), scene, fonts, prepared)
    }

    fn draw(
        &mut self,
        under: Option<&ComposedPage>,
        scene: &Scene,
        fonts: &mut Fonts,
        prepared: &DecodedImages,
    ) -> Result<ComposedPage, RenderError> {
        let gpu = self.gpu.clone();
        gpu.alive()?;
        gpu.fits(scene.size)?;
        let (batch, steps) = self.plan(scene, prepared, under.is_none())?;
        self.shapes.prepare(&gpu, &self.canvas, &batch)?;
        let shapes = batch.upload(&gpu);
        self.texts.prepare(&gpu, scene, fonts)?;
        let canvas = self.canvas.bind(&gpu, scene.size);
        let texture = ComposedPage::blank(&gpu, scene.size);
        let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let under = under.filter(|page| page.size() == scene.size);
        if let Some(page) = under {
            page.copy_to(&mut encoder, &texture);
        }
        // One pass for each run of steps that are blended alike, and text in one that mixes.
        let mut passes: Vec<(BlendMode, &[DrawStep])> = steps
            .chunk_by(|a, b| a.blend_mode() == b.blend_mode())
            .map(|alike| (alike[0].blend_mode(), alike))
            .collect();
        if passes.last().is_none_or(|(blend_mode, _)| *blend_mode != BlendMode::Mixed) {
            passes.push((BlendMode::Mixed, &[]));
        }
        let last = passes.len() - 1;
        for (number, (blend_mode, steps)) in passes.into_iter().enumerate() {
            let load = match (under, scene.ground) {
                (None, Paint::Solid(color)) if number == 0 => wgpu::LoadOp::Clear(blend_mode.clear(color)),
                // The ground's box covers everything: what was there before does not matter.
                (None, _) if number == 0 => wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                _ => wgpu::LoadOp::Load,
            };
            let view = texture.create_view(&wgpu::TextureViewDescriptor {
                format: Some(blend_mode.format()),
                ..wgpu::TextureViewDescriptor::default()
            });
            let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
                label: Some("compose"),
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view: &view,
                    depth_slice: None,
                    resolve_target: None,
                    ops: wgpu::Operations { load, store: wgpu::StoreOp::Store },
                })],
                ..wgpu::RenderPassDescriptor::default()
            });
            pass.set_bind_group(0, &canvas, &[]);
            for step in steps {
                match (step, &shapes) {
                    (DrawStep::Shapes(run, _), Some(buffer)) => {
                        self.shapes.draw(&mut pass, &batch, buffer, run.clone())
                    }
                    (DrawStep::Picture(picture), _) => self.pictures.draw(&mut pass, picture),
                    (DrawStep::Shapes(..), None) => {}
                }
            }
            if number == last {
                self.texts.draw(&mut pass);
            }
        }
        gpu.queue.submit([encoder.finish()]);
        gpu.alive()?;
        ComposedPage::drawn(&gpu, scene.size, texture)
    }

    /// The order of drawing. Text is not in it: it comes last.
    fn plan(
        &mut self,
        scene: &Scene,
        prepared: &DecodedImages,
        with_ground: bool,
    ) -> Result<(Batch, Vec<DrawStep>), RenderError> {
        let (mut batch, mut steps) = (Batch::default(), Vec::new());
        let by_bytes = self.gpu.view_formats;
        let mut add_shape = |steps: &mut Vec<DrawStep>, shape: &Shape, paint: &Paint| {
            let (at, blend_mode) = batch.push(shape, paint, by_bytes);
            match steps.last_mut() {
                Some(DrawStep::Shapes(run, before)) if *before == blend_mode => run.end = at + 1,
                _ => steps.push(DrawStep::Shapes(at..at + 1, blend_mode)),
            }
        };
        if with_ground && !matches!(scene.ground, Paint::Solid(_)) {
            let rect = Rect::new(0.0, 0.0, scene.size.width as f32, scene.size.height as f32);
            add_shape(&mut steps, &Shape::Box { rect, radius: 0.0, feather: 0.0 }, &scene.ground);
        }
        for item in &scene.items {
            match item {
                Item::Shape { shape, paint } => add_shape(&mut steps, shape, paint),
                Item::Picture(picture) => {
                    if let Some(pixels) = prepared.get(picture) {
                        let uploaded = self.pictures.upload(&self.gpu, &self.canvas, picture, pixels)?;
                        steps.push(DrawStep::Picture(uploaded));
                    }
                }
                Item::Text(_) => {}
            }
        }
        Ok((batch, steps))
    }

    /// Shows `to`, or the moment `thousandths` (0 to 1000) of the transition's time after `from`, on `output`. Without
    /// `from`, or where the two differ in size, it is a cut. A page of another size than the output's is shown as
    /// large as fits, on black.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`], and [`RenderError::CreateSurface`] where a lost surface cannot be made again.
    pub fn present(
        &mut self,
        output: &mut dyn Output,
        from: Option<&ComposedPage>,
        to: &ComposedPage,
        transition: Transition,
        thousandths: u32,
    ) -> Result<Presented, RenderError> {
        let moment = FrameInput { from, to, transition, thousandths, status_bar: None, page_stays: false };
        self.present_frame(output, &moment)
    }

    /// Shows a moment, its status bar included.
    ///
    /// # Errors
    /// As [`Renderer::present`].
    pub fn present_frame(
        &mut self,
        output: &mut dyn Output,
        moment: &FrameInput<'_>,
    ) -> Result<Presented, RenderError> {
        let Self { gpu, transitions, .. } = self;
        let mut outcome = Ok(());
        let size = output.size();
        let status_bar = moment.status_bar.as_ref().filter(|status_bar| status_bar.fits(moment.to.size(), size));
        let rows = status_bar.filter(|_| moment.page_stays).map(StatusBarLayer::rows);
        let presented = output.show(gpu, rows, &mut |target| match target {
            FrameBuffer::View { view, format, size } => {
                transitions.draw(gpu, &FrameView { view, format, size }, moment, status_bar);
            }
            FrameBuffer::Pixels { pixels, size, kept } => outcome = blend(pixels, size, moment, status_bar, kept),
        })?;
        outcome?;
        gpu.alive()?;
        Ok(presented)
    }
}

/// The same on the processor. Where the pixels are `kept`, only the status bar is drawn.
fn blend(
    pixels: &mut [u32],
    size: Size,
    moment: &FrameInput<'_>,
    status_bar: Option<&StatusBarLayer<'_>>,
    kept: bool,
) -> Result<(), RenderError> {
    let to = moment.to;
    if !kept {
        let from = moment.from.filter(|from| from.size() == to.size()).map(ComposedPage::pixels).transpose()?;
        let (transition, thousandths) = (moment.transition, moment.thousandths);
        let mix = Mix { size: to.size(), from, to: to.pixels()?, transition, thousandths };
        match status_bar {
            Some(_) => mix.draw(&mut pixels[..to.size().width as usize * to.size().height as usize], to.size()),
            None => mix.draw(pixels, size),
        }
    }
    status_bar.map_or(Ok(()), |status_bar| status_bar.draw(pixels, size.width))
}

impl std::fmt::Debug for Renderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer").field("gpu", &self.gpu.name()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        render::TextureOutput,
        scene::{Color, Point},
    };

    #[test]
    fn the_processor_shows_what_the_shaders_show() {
        let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
        let mut renderer = Renderer::new(&gpu);
        let (size, mut fonts) = (Size::new(400, 330), Fonts::bundled());
        let mut page = |a: u32, b: u32| {
            let (from, to) = (Point::new(0.0, 0.0), Point::new(400.0, 330.0));
            let ground = Paint::Linear { from, to, a: Color::hex(a), b: Color::hex(b) };
            renderer.compose_prepared(&Scene::new(size, ground), &mut fonts, &DecodedImages::default()).unwrap()
        };
        let (from, to) = (page(0xB3_1414, 0x10_E0F0), page(0x05_2040, 0xFF_F0A0));
        let mut output = TextureOutput::textured(&gpu, size);
        for (name, transition) in Transition::ALL {
            for thousandths in [0, 1, 137, 500, 731, 999, 1000] {
                renderer.present(&mut output, Some(&from), &to, transition, thousandths).unwrap();
                let shaded = output.picture().unwrap().rgba;
                let mut pixels = vec![0; 400 * 330];
                let (from, status_bar) = (Some(&from), None);
                let moment = FrameInput { from, to: &to, transition, thousandths, status_bar, page_stays: false };
                blend(&mut pixels, size, &moment, None, false).unwrap();
                let blended = bangtin_pixels::unpack(&pixels);
                let worst = shaded.iter().zip(&blended).map(|(a, b)| a.abs_diff(*b)).max();
                // A wipe's soft edge is steep: a channel may be two steps off there.
                assert!(worst <= Some(2), "{name} at {thousandths}: off by {worst:?}");
            }
        }
    }

    #[test]
    fn a_page_and_the_band_under_it_are_the_same_from_shaders_and_processor() {
        let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
        let mut renderer = Renderer::new(&gpu);
        let mut fonts = Fonts::bundled();
        let mut plain = |width: u32, height: u32, a: u32, b: u32| {
            let (from, to) = (Point::new(0.0, 0.0), Point::new(width as f32, 0.0));
            let ground = Paint::Linear { from, to, a: Color::hex(a), b: Color::hex(b) };
            let scene = Scene::new(Size::new(width, height), ground);
            renderer.compose_prepared(&scene, &mut fonts, &DecodedImages::default()).unwrap()
        };
        let (page, strip) = (plain(400, 300, 0xB3_1414, 0x10_E0F0), plain(400, 30, 0x05_2040, 0xFF_F0A0));
        let pieces = [plain(170, 30, 0, 0xFF_FFFF), plain(250, 30, 0xFF_0000, 0x00_00FF)];
        let size = Size::new(400, 330);
        let mut output = TextureOutput::textured(&gpu, size);
        for offset in [0, 1, 169, 170, 333, 4_000_000_007] {
            let ticker = Some(crate::render::TickerLayer { pieces: &pieces, room: 20..310, offset });
            let status_bar = Some(StatusBarLayer { strip: &strip, at: (0, 300), ticker });
            let (transition, thousandths) = (Transition::Cut, 1_000);
            let moment = FrameInput { from: None, to: &page, transition, thousandths, status_bar, page_stays: false };
            renderer.present_frame(&mut output, &moment).unwrap();
            let shaded = output.picture().unwrap().rgba;
            let mut pixels = vec![0; 400 * 330];
            blend(&mut pixels, size, &moment, moment.status_bar.as_ref(), false).unwrap();
            assert!(shaded == bangtin_pixels::unpack(&pixels), "offset {offset}");
            let first = pieces[0].pixels().unwrap()[0];
            assert!(offset > 0 || pixels[400 * 300 + 20] == first, "the ribbon begins at the room's left end");
            assert!(pixels[400 * 300 + 310] == strip.pixels().unwrap()[310], "and ends at its right");
        }
    }

    #[test]
    fn a_band_on_a_page_is_the_same_from_shaders_and_processor() {
        let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
        let mut renderer = Renderer::new(&gpu);
        let mut fonts = Fonts::bundled();
        let mut plain = |width: u32, height: u32, color: u32| {
            let scene = Scene::new(Size::new(width, height), Paint::Solid(Color::hex(color)));
            renderer.compose_prepared(&scene, &mut fonts, &DecodedImages::default()).unwrap()
        };
        let (page, strip, piece) = (plain(400, 330, 0x10_2030), plain(300, 30, 0x40_5060), plain(90, 30, 0xFF_F0A0));
        let size = Size::new(400, 330);
        let pieces = [piece];
        let ticker = Some(crate::render::TickerLayer { pieces: &pieces, room: 10..200, offset: 40 });
        let status_bar = Some(StatusBarLayer { strip: &strip, at: (50, 200), ticker });
        let (transition, thousandths) = (Transition::Cut, 1_000);
        let moment = FrameInput { from: None, to: &page, transition, thousandths, status_bar, page_stays: false };
        let mut output = TextureOutput::textured(&gpu, size);
        renderer.present_frame(&mut output, &moment).unwrap();
        let shaded = output.picture().unwrap().rgba;
        let mut pixels = vec![0; 400 * 330];
        blend(&mut pixels, size, &moment, moment.status_bar.as_ref(), false).unwrap();
        assert!(shaded == bangtin_pixels::unpack(&pixels));
        let at = |x: usize, y: usize| pixels[400 * y + x];
        assert_eq!([at(49, 200), at(50, 199), at(350, 229), at(50, 230)], [0x10_2030; 4], "round it is the page");
        assert_eq!([at(50, 200), at(349, 229)], [0x40_5060; 2], "in its corners is the strip");
        assert_eq!([at(60, 200), at(249, 229)], [0xFF_F0A0; 2], "the ribbon fills its room");
    }
}
