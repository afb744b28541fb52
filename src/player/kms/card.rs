//! What is asked of a graphics card: its connectors, buffers to scan out, and page flips.
//!
//! Only the calls of the first KMS interface are used (`DRM_IOCTL_MODE_SETCRTC`, `…_PAGE_FLIP`, dumb buffers): every driver
//! of the kernel has them, and drivers that know atomic commits carry them out as such (`drm_atomic_helper_set_config`).

use std::{io, ops::Range, time::Duration};

use crate::model::Size;

/// One way of driving a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PanelMode {
    /// Pixels.
    pub size: Size,
    /// Frames a second.
    pub refresh_hz: u32,
    /// The panel itself asks for this one.
    pub preferred: bool,
}

/// A socket of the card, with whatever is plugged into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connector {
    /// The kernel's number.
    pub id: u32,
    /// As the kernel names it, such as `HDMI-A-1`.
    pub name: String,
    /// A panel answers there.
    pub connected: bool,
    /// The panel's modes, best first.
    pub modes: Vec<PanelMode>,
    /// The kernel's numbers of the scan-out engines that can feed it.
    pub crtcs: Vec<u32>,
}

/// Memory that can be scanned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanoutBuffer {
    /// The kernel's number of the framebuffer.
    pub frame: u32,
    /// Pixels.
    pub size: Size,
}

/// A graphics card, or in tests what stands for one.
///
/// # Errors
/// Every call answers with the kernel's error: `EACCES` or `EPERM` where another program is master of the card.
pub trait Card {
    /// The sockets. `probe` asks the panels anew, which takes the kernel up to a second on some.
    fn connectors(&self, probe: bool) -> io::Result<Vec<Connector>>;

    /// A black buffer.
    fn allocate(&mut self, size: Size) -> io::Result<ScanoutBuffer>;

    /// Gives back every buffer but `keep`: also those that an earlier process left behind which had the same file.
    fn release_all_but(&mut self, keep: &[u32]) -> io::Result<()>;

    /// Copies `rows` of a picture as large as the buffer into it: `0x00RRGGBB`, row by row from the top.
    fn write(&mut self, buffer: &ScanoutBuffer, rows: Range<u32>, pixels: &[u32]) -> io::Result<()>;

    /// Drives that connector from that engine in the mode of that place in its list. The buffer is on the panel when
    /// this returns. Where the engine is in that mode already the panel goes on without a break.
    fn set_mode(&self, crtc: u32, connector: u32, mode: usize, buffer: &ScanoutBuffer) -> io::Result<()>;

    /// Switches what hangs at a connector on or to standby. The kernel goes on with the engine's mode when it is on again.
    fn power(&self, connector: u32, on: bool) -> io::Result<()>;

    /// Asks for the buffer to be scanned out from the next refresh on.
    fn flip(&self, crtc: u32, buffer: &ScanoutBuffer) -> io::Result<()>;

    /// Waits that long at most for the word that a flip was carried out; whether it came.
    fn flipped(&self, wait: Duration) -> io::Result<bool>;

    /// The framebuffer an engine scans out.
    fn scanned_out(&self, crtc: u32) -> io::Result<Option<u32>>;

    /// Becomes master of the card again. `EBUSY` where another program is; only the process that opened the card may.
    fn acquire(&self) -> io::Result<()>;
}
