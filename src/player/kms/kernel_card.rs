//! A card of this machine, driven through the kernel's DRM interface.

use std::{
    collections::BTreeMap,
    fs::File,
    io,
    ops::Range,
    os::fd::{AsFd, BorrowedFd},
    path::{Path, PathBuf},
    time::Duration,
};

use drm::{
    Device as _,
    buffer::{Buffer as _, DrmFourcc},
    control::{
        Device as _, Event, Mode, ModeTypeFlags, PageFlipFlags, RawResourceHandle, connector, crtc,
        dumbbuffer::{DumbBuffer, DumbMapping},
        framebuffer, from_u32,
    },
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::card::{Card, Connector, PanelMode, ScanoutBuffer};
use crate::model::Size;

/// Where the kernel shows its cards.
const CARDS: &str = "/dev/dri";

/// A card of this machine. What is on its panels stays there until the last copy of its file is closed.
pub struct KernelCard {
    file: File,
    buffers: BTreeMap<u32, Mapped>,
}

/// A buffer's memory, mapped for as long as it is used: a mapping for each frame costs a fault a page.
struct Mapped {
    memory: DumbMapping<'static>,
    /// Bytes from one row to the next.
    pitch: usize,
}

impl AsFd for KernelCard {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}

impl drm::Device for KernelCard {}
impl drm::control::Device for KernelCard {}

impl KernelCard {
    /// The cards of this machine that can drive a panel, by name.
    pub fn paths() -> Vec<PathBuf> {
        let entries = std::fs::read_dir(CARDS).into_iter().flatten().flatten();
        let is_card = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("card"));
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_card).collect();
        paths.sort();
        paths
    }

    /// The card at `path`, or of the first that has connectors. Whoever opens it while nobody else drives
    /// the card is its master.
    ///
    /// # Errors
    /// Those of opening; [`io::ErrorKind::NotFound`] where no card has connectors.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        let open = |path: &Path| File::options().read(true).write(true).open(path).map(Self::on);
        if let Some(path) = path {
            return open(path);
        }
        let mut failed = None;
        for path in Self::paths() {
            match open(&path) {
                Ok(card) if card.resource_handles().is_ok_and(|handles| !handles.connectors().is_empty()) => {
                    return Ok(card);
                }
                Ok(_) => {}
                Err(error) => failed = Some(error),
            }
        }
        Err(failed.unwrap_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no graphics card with a connector")))
    }

    /// The card of that file, which another process opened.
    pub fn on(file: impl Into<File>) -> Self {
        Self { file: file.into(), buffers: BTreeMap::new() }
    }

    fn connector(&self, handle: connector::Handle, probe: bool) -> io::Result<(Connector, Vec<Mode>)> {
        let resources = self.resource_handles()?;
        let info = self.get_connector(handle, probe)?;
        let mut crtcs = Vec::new();
        for encoder in info.encoders() {
            for crtc in resources.filter_crtcs(self.get_encoder(*encoder)?.possible_crtcs()) {
                crtcs.push(u32::from(crtc));
            }
        }
        let modes = info.modes().iter().map(|mode| PanelMode {
            size: Size::new(u32::from(mode.size().0), u32::from(mode.size().1)),
            refresh_hz: mode.vrefresh(),
            preferred: mode.mode_type().contains(ModeTypeFlags::PREFERRED),
        });
        let plain = Connector {
            id: handle.into(),
            name: info.to_string(),
            connected: info.state() == connector::State::Connected,
            modes: modes.collect(),
            crtcs,
        };
        Ok((plain, info.modes().to_vec()))
    }
}

/// The typed handle of a number that the kernel gave.
fn handle<T: From<RawResourceHandle>>(number: u32) -> io::Result<T> {
    from_u32(number).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the kernel numbers from one"))
}

impl Card for KernelCard {
    fn connectors(&self, probe: bool) -> io::Result<Vec<Connector>> {
        let handles = self.resource_handles()?;
        handles.connectors().iter().map(|handle| Ok(self.connector(*handle, probe)?.0)).collect()
    }

    fn allocate(&mut self, size: Size) -> io::Result<ScanoutBuffer> {
        let dumb = self.create_dumb_buffer((size.width, size.height), DrmFourcc::Xrgb8888, 32)?;
        let pitch = dumb.pitch() as usize;
        let made = self.add_framebuffer(&dumb, 24, 32).and_then(|frame| {
            // The mapping borrows what describes the buffer, a few words, which are given up for it once a mode.
            match self.map_dumb_buffer(Box::leak(Box::new(dumb))) {
                Ok(memory) => Ok((frame, memory)),
                Err(error) => self.destroy_framebuffer(frame).and(Err(error)),
            }
        });
        // The framebuffer and the mapping hold the memory. Its number is given back at once: it would outlive this process,
        // and the next could not know it.
        self.destroy_dumb_buffer(dumb)?;
        let (frame, memory) = made?;
        let frame = u32::from(frame);
        self.buffers.insert(frame, Mapped { memory, pitch });
        Ok(ScanoutBuffer { frame, size })
    }

    fn release_all_but(&mut self, keep: &[u32]) -> io::Result<()> {
        // The kernel lists those of this file alone.
        for frame in self.resource_handles()?.framebuffers() {
            let number = u32::from(*frame);
            if !keep.contains(&number) {
                self.buffers.remove(&number);
                self.destroy_framebuffer(*frame)?;
            }
        }
        Ok(())
    }

    fn write(&mut self, buffer: &ScanoutBuffer, rows: Range<u32>, pixels: &[u32]) -> io::Result<()> {
        let Mapped { memory, pitch } = self.buffers.get_mut(&buffer.frame).ok_or(io::ErrorKind::NotFound)?;
        let (pitch, width) = (*pitch, buffer.size.width as usize);
        for row in rows.start as usize..rows.end as usize {
            let line = &mut memory.as_mut()[row * pitch..row * pitch + width * 4];
            bangtin_pixels::write_little_endian(&pixels[row * width..(row + 1) * width], line);
        }
        Ok(())
    }

    fn set_mode(&self, crtc: u32, connector: u32, mode: usize, buffer: &ScanoutBuffer) -> io::Result<()> {
        let connector = handle::<connector::Handle>(connector)?;
        let modes = self.connector(connector, false)?.1;
        let mode =
            modes.get(mode).ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the panel's modes changed"))?;
        let (crtc, frame) = (handle::<crtc::Handle>(crtc)?, handle::<framebuffer::Handle>(buffer.frame)?);
        self.set_crtc(crtc, Some(frame), (0, 0), &[connector], Some(*mode))?;
        // A cursor that a program before us left would lie over the picture; a card that has none refuses.
        #[expect(deprecated, reason = "the calls of the first interface are what every driver has")]
        let _ = self.set_cursor::<DumbBuffer>(crtc, None);
        Ok(())
    }

    fn power(&self, connector: u32, on: bool) -> io::Result<()> {
        // The kernel's numbers for on and off (`DRM_MODE_DPMS_ON`, `DRM_MODE_DPMS_OFF`).
        let level = if on { 0 } else { 3 };
        let connector = handle::<connector::Handle>(connector)?;
        for (property, _) in self.get_properties(connector)? {
            if self.get_property(property)?.name().to_bytes() == b"DPMS" {
                return self.set_property(connector, property, level);
            }
        }
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flip(&self, crtc: u32, buffer: &ScanoutBuffer) -> io::Result<()> {
        self.page_flip(handle(crtc)?, handle(buffer.frame)?, PageFlipFlags::EVENT, None)
    }

    fn flipped(&self, wait: Duration) -> io::Result<bool> {
        let wait = Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: i64::from(wait.subsec_nanos()) };
        let mut waiting = [PollFd::new(&self.file, PollFlags::IN)];
        if poll(&mut waiting, Some(&wait))? == 0 {
            return Ok(false);
        }
        Ok(self.receive_events()?.any(|event| matches!(event, Event::PageFlip(_))))
    }

    fn scanned_out(&self, crtc: u32) -> io::Result<Option<u32>> {
        Ok(self.get_crtc(handle(crtc)?)?.framebuffer().map(u32::from))
    }

    fn acquire(&self) -> io::Result<()> {
        self.acquire_master_lock()
    }
}

impl std::fmt::Debug for KernelCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KernelCard").field("file", &self.file).finish_non_exhaustive()
    }
}
