//! A black frame: for a screen that is off by its hours, and for nothing else.

use super::{FrameBuffer, Gpu, Output, Presented, RenderError};

/// Makes the screen black.
///
/// # Errors
/// As [`Output::show`].
pub fn show_black(gpu: &Gpu, output: &mut dyn Output) -> Result<Presented, RenderError> {
    output.show(gpu, None, &mut |frame| match frame {
        FrameBuffer::Pixels { pixels, .. } => pixels.fill(0),
        FrameBuffer::View { view, .. } => {
            let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            let ops = wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color::BLACK), store: wgpu::StoreOp::Store };
            let target = wgpu::RenderPassColorAttachment { view, depth_slice: None, resolve_target: None, ops };
            drop(encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
                label: Some("black"),
                color_attachments: &[Some(target)],
                ..Default::default()
            }));
            gpu.queue.submit([encoder.finish()]);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::Size, render::TextureOutput};

    #[test]
    fn both_kinds_of_frames_become_black() {
        let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
        let size = Size::new(320, 320);
        for mut output in [TextureOutput::textured(&gpu, size), TextureOutput::new(&gpu, size).unwrap()] {
            let mut white = |frame: FrameBuffer<'_>| {
                if let FrameBuffer::Pixels { pixels, .. } = frame {
                    pixels.fill(0x00FF_FFFF);
                }
            };
            output.show(&gpu, None, &mut white).unwrap();
            show_black(&gpu, &mut output).unwrap();
            let picture = output.picture().unwrap();
            assert!(picture.rgba.as_chunks::<4>().0.iter().all(|pixel| pixel[..3] == [0, 0, 0]));
        }
    }
}
