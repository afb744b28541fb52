//! The adapter, device and queue everything is drawn with.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use futures_util::FutureExt;

use super::RenderError;
use crate::model::Size;

/// One opened graphics device. Cheap to clone; clones are the same device.
#[derive(Debug, Clone)]
pub struct Gpu {
    pub(super) instance: wgpu::Instance,
    pub(super) adapter: wgpu::Adapter,
    pub(super) device: wgpu::Device,
    pub(super) queue: wgpu::Queue,
    /// Whether one texture can be seen both with and without its sRGB curve. OpenGL cannot.
    pub(super) view_formats: bool,
    info: wgpu::AdapterInfo,
    lost: Arc<AtomicBool>,
}

impl Gpu {
    /// A device to draw without a window.
    ///
    /// # Errors
    /// [`RenderError::NoAdapter`], [`RenderError::OpenDevice`].
    pub fn offscreen() -> Result<Self, RenderError> {
        let mut tried = Vec::new();
        for backends in candidates() {
            let instance = instance(backends);
            match request(&instance, None) {
                Ok(adapter) => return Self::open(instance, adapter),
                Err(reason) => tried.push(reason),
            }
        }
        Err(RenderError::NoAdapter { tried: tried.join("; ") })
    }

    /// Opens the device of that adapter.
    ///
    /// # Errors
    /// [`RenderError::OpenDevice`].
    pub(super) fn open(instance: wgpu::Instance, adapter: wgpu::Adapter) -> Result<Self, RenderError> {
        let info = adapter.get_info();
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("bangtin"),
            // Only measurements read the device's clock.
            required_features: if cfg!(test) {
                adapter.features() & wgpu::Features::TIMESTAMP_QUERY
            } else {
                wgpu::Features::empty()
            },
            // The least that any machine of the last fifteen years has, but screens of their full size.
            required_limits: wgpu::Limits::downlevel_webgl2_defaults().using_resolution(adapter.limits()),
            memory_hints: wgpu::MemoryHints::MemoryUsage,
            ..wgpu::DeviceDescriptor::default()
        };
        let opened = adapter.request_device(&descriptor).now_or_never().expect("native devices are opened at once");
        let (device, queue) =
            opened.map_err(|source| RenderError::OpenDevice { adapter: info.name.clone(), source })?;
        let lost = Arc::new(AtomicBool::new(false));
        device.set_device_lost_callback({
            let lost = lost.clone();
            move |reason, message| {
                lost.store(true, Ordering::Relaxed);
                // Closing the program ends in this callback too.
                if reason != wgpu::DeviceLostReason::Destroyed {
                    tracing::warn!(%message, "the graphics device was lost");
                }
            }
        });
        device.on_uncaptured_error(Arc::new({
            let lost = lost.clone();
            let told = AtomicBool::new(false);
            move |error: wgpu::Error| {
                // An error that repeats each frame is told once; without memory nothing drawn from here on is right.
                if matches!(error, wgpu::Error::OutOfMemory { .. }) {
                    lost.store(true, Ordering::Relaxed);
                }
                if !told.swap(true, Ordering::Relaxed) {
                    tracing::warn!(%error, "the graphics device refused a command");
                }
            }
        }));
        let view_formats = adapter.get_downlevel_capabilities().flags.contains(wgpu::DownlevelFlags::VIEW_FORMATS);
        tracing::debug!(adapter = %info.name, backend = %info.backend, kind = ?info.device_type, "graphics device");
        Ok(Self { instance, adapter, device, queue, view_formats, info, lost })
    }

    /// The adapter's name and backend, for logs.
    pub fn name(&self) -> String {
        format!("{} ({})", self.info.name, self.info.backend)
    }

    /// Whether drawing is done by the processor.
    pub fn is_software(&self) -> bool {
        self.info.device_type == wgpu::DeviceType::Cpu
    }

    /// Gives the device up, as a driver that crashes takes it away: whatever is drawn with it from now on fails with
    /// [`RenderError::DeviceLost`].
    pub fn lose(&self) {
        self.device.destroy();
        // The callback that notes the loss is called while the device is polled.
        self.device.poll(wgpu::PollType::Poll).ok();
    }

    /// Fails once the device is gone.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`].
    pub fn alive(&self) -> Result<(), RenderError> {
        if self.lost.load(Ordering::Relaxed) { Err(RenderError::DeviceLost) } else { Ok(()) }
    }

    /// Fails where no texture of that size can be made.
    pub(super) fn fits(&self, size: Size) -> Result<(), RenderError> {
        let limit = self.device.limits().max_texture_dimension_2d;
        if size.width.max(size.height) > limit { Err(RenderError::TooLarge { size, limit }) } else { Ok(()) }
    }
}

/// Backends in the order they are tried: what the environment asks for (`WGPU_BACKEND`), or Vulkan, then the rest.
pub(super) fn candidates() -> Vec<wgpu::Backends> {
    match wgpu::Backends::from_env() {
        Some(asked) => vec![asked],
        None => vec![wgpu::Backends::VULKAN, wgpu::Backends::all() & !wgpu::Backends::VULKAN],
    }
}

pub(super) fn instance(backends: wgpu::Backends) -> wgpu::Instance {
    // Validation layers are for people who write drivers; they cost start-up time.
    let flags = wgpu::InstanceFlags::empty();
    wgpu::Instance::new(wgpu::InstanceDescriptor {
        backends,
        flags,
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    })
}

pub(super) fn request(
    instance: &wgpu::Instance,
    surface: Option<&wgpu::Surface<'static>>,
) -> Result<wgpu::Adapter, String> {
    let options = wgpu::RequestAdapterOptions {
        // A hall's picture is still most of the time: where there are two GPUs the small one is enough.
        power_preference: wgpu::PowerPreference::LowPower,
        force_fallback_adapter: false,
        compatible_surface: surface,
        apply_limit_buckets: false,
    };
    let adapter = instance.request_adapter(&options).now_or_never().expect("native adapters are found at once");
    adapter.map_err(|error| error.to_string())
}
