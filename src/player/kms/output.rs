//! A panel as an output: frames are drawn in the processor's memory, copied into the buffer that is not on the panel, and
//! flipped. The kernel's word that the flip was carried out is the proof that the frame was shown.

use std::{io, ops::Range, time::Duration};

use super::{
    card::{Card, ScanoutBuffer},
    choice::{Panel, PanelChoice},
};
use crate::{
    model::Size,
    player::rotation::Rotation,
    render::{FrameBuffer, Gpu, Output, Presented, Reached, RenderError},
};

/// How long a flip may take. The slowest televisions refresh 24 times a second; a card that takes longer is stuck.
const FLIP: Duration = Duration::from_millis(250);

/// A panel, or the lack of one: where nothing is plugged in, frames are not taken.
pub struct KmsOutput<C> {
    card: C,
    choice: PanelChoice,
    rotation: Rotation,
    /// The picture as it is laid out.
    frame: Vec<u32>,
    canvas: Size,
    /// The picture turned for the panel, where it hangs on its side.
    turned: Vec<u32>,
    driven: Option<Driven>,
}

/// A panel under way.
struct Driven {
    panel: Panel,
    buffers: [ScanoutBuffer; 2],
    /// Which of the two is on the panel, or on its way there.
    front: usize,
    /// Rows in which the other one differs from the frame, besides those that are drawn next.
    behind: Range<u32>,
    /// The mode is yet to be set: at first, and after another program drove the card.
    unset: bool,
    /// A flip was asked for that the kernel has not yet confirmed.
    awaited: bool,
}

impl<C: Card> KmsOutput<C> {
    /// The panel of `card` that `choice` means.
    ///
    /// # Errors
    /// Those of the card; that nothing is plugged in is none.
    pub fn new(card: C, choice: PanelChoice, rotation: Rotation) -> io::Result<Self> {
        let canvas = rotation.turned(Size::FULL_HD);
        let (frame, turned) = (Vec::new(), Vec::new());
        let mut output = Self { card, choice, rotation, frame, canvas, turned, driven: None };
        output.look(true)?;
        Ok(output)
    }

    /// Looks whether the panel is still there, and the same; drives what is there now. Whether that changed.
    ///
    /// # Errors
    /// Those of the card.
    pub fn look(&mut self, probe: bool) -> io::Result<bool> {
        let panel = self.choice.of(&self.card.connectors(probe)?);
        if panel.as_ref() == self.driven.as_ref().map(|driven| &driven.panel) {
            return Ok(false);
        }
        if let Some(gone) = self.driven.take() {
            tracing::info!(connector = %gone.panel.name, "the panel was unplugged or changed");
            for buffer in gone.buffers {
                // A card that was itself unplugged has nothing to give back.
                let _ = self.card.release(buffer);
            }
        }
        let Some(panel) = panel else { return Ok(true) };
        let size = panel.mode.size;
        let front = self.card.allocate(size)?;
        let back = match self.card.allocate(size) {
            Ok(back) => back,
            Err(error) => {
                // It is tried again each second: what was had is not to be lost each time.
                let _ = self.card.release(front);
                return Err(error);
            }
        };
        if self.choice.mode.is_some_and(|wanted| !wanted.is(&panel.mode)) {
            tracing::warn!("the panel has no such mode as was asked for; it is driven in the one it prefers");
        }
        tracing::info!(connector = %panel.name, %size, refresh_hz = panel.mode.refresh_hz, "driving the panel");
        self.canvas = self.rotation.turned(size);
        self.frame = vec![0; size.width as usize * size.height as usize];
        self.turned = if self.rotation == Rotation::None { Vec::new() } else { self.frame.clone() };
        self.driven = Some(Driven {
            panel,
            buffers: [front, back],
            front: 0,
            behind: 0..size.height,
            unset: true,
            awaited: false,
        });
        Ok(true)
    }

    /// Whether there is a panel.
    pub fn has_panel(&self) -> bool {
        self.driven.is_some()
    }

    /// How long a frame stands on the panel; `None` while there is no panel, or it does not say.
    pub fn refresh(&self) -> Option<Duration> {
        let rate = self.driven.as_ref()?.panel.mode.refresh_hz;
        (rate > 0).then(|| Duration::from_secs(1) / rate)
    }

    /// Whether the panel scans out the frame that was shown last, or will with its next refresh.
    ///
    /// # Errors
    /// Those of the card.
    pub fn is_on_panel(&self) -> io::Result<bool> {
        let Some(driven) = &self.driven else { return Ok(false) };
        Ok(driven.awaited || self.card.scanned_out(driven.panel.crtc)? == Some(driven.buffers[driven.front].frame))
    }

    /// Has the next frame set the mode again and cover the whole panel, because another program may have driven it.
    pub fn take_back(&mut self) {
        if let Some(driven) = &mut self.driven {
            // It fails where we still are master, and where another program is: the next frame tells which.
            let _ = self.card.acquire();
            if std::mem::take(&mut driven.awaited) {
                // The frame never came on: the one before it is what the panel shows, and must not be written to.
                driven.front = 1 - driven.front;
            }
            driven.unset = true;
            driven.behind = 0..driven.panel.mode.size.height;
        }
    }

    /// Waits for the flip that is under way. Whether the card is free for the next.
    fn settle(&mut self, wait: Duration) -> io::Result<bool> {
        let Some(driven) = &mut self.driven else { return Ok(true) };
        if driven.awaited && self.card.flipped(wait)? {
            driven.awaited = false;
        }
        Ok(!driven.awaited)
    }

    /// Copies `rows` into the buffer that is not on the panel and has it scanned out.
    fn flip(&mut self, rows: Range<u32>) -> io::Result<()> {
        let Some(driven) = &mut self.driven else { return Ok(()) };
        let size = driven.panel.mode.size;
        let (pixels, rows) = if self.rotation == Rotation::None {
            (&self.frame, rows)
        } else {
            self.rotation.turn(self.canvas, &self.frame, &mut self.turned);
            (&self.turned, 0..size.height)
        };
        let back = 1 - driven.front;
        // The other buffer also lacks what the frame before changed.
        let lacking = union(&rows, &driven.behind);
        self.card.write(&driven.buffers[back], lacking, pixels)?;
        if driven.unset {
            let panel = &driven.panel;
            self.card.set_mode(panel.crtc, panel.connector, panel.place, &driven.buffers[back])?;
        } else {
            self.card.flip(driven.panel.crtc, &driven.buffers[back])?;
        }
        driven.awaited = !std::mem::take(&mut driven.unset);
        (driven.front, driven.behind) = (back, rows);
        Ok(())
    }
}

/// The rows from the first of both to the last of both.
fn union(a: &Range<u32>, b: &Range<u32>) -> Range<u32> {
    match (a.is_empty(), b.is_empty()) {
        (_, true) => a.clone(),
        (true, false) => b.clone(),
        (false, false) => a.start.min(b.start)..a.end.max(b.end),
    }
}

impl<C: Card> Output for KmsOutput<C> {
    fn size(&self) -> Size {
        self.canvas
    }

    /// A panel's size is the panel's business.
    fn resize(&mut self, _: &Gpu, _: Size) -> Result<(), RenderError> {
        Ok(())
    }

    fn show(
        &mut self,
        gpu: &Gpu,
        rows: Option<Range<u32>>,
        draw: &mut dyn FnMut(FrameBuffer<'_>),
    ) -> Result<Presented, RenderError> {
        gpu.alive()?;
        if self.driven.is_none() {
            return Ok(Presented::Skipped);
        }
        let failed = |error: io::Error| RenderError::Window { reason: format!("the panel: {error}") };
        if !self.settle(FLIP).map_err(failed)? {
            tracing::warn!("the graphics card has not shown the last frame; setting the mode again");
            self.take_back();
        }
        let (size, kept) = (self.canvas, rows.is_some());
        draw(FrameBuffer::Pixels { pixels: &mut self.frame, size, kept });
        match self.flip(rows.unwrap_or(0..size.height)) {
            Ok(()) => Ok(Presented::Shown),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                tracing::warn!("another program drives the graphics card; asking for it back");
                self.take_back();
                Ok(Presented::Skipped)
            }
            Err(error) => {
                self.take_back();
                Err(failed(error))
            }
        }
    }

    fn reached(&mut self) -> Reached {
        if self.driven.is_none() {
            return Reached::NotYet;
        }
        match self.settle(Duration::ZERO) {
            Ok(true) => Reached::Yes,
            Ok(false) => Reached::NotYet,
            Err(error) => {
                tracing::warn!(%error, "the graphics card does not say whether a frame was shown");
                Reached::NotYet
            }
        }
    }
}

impl<C> std::fmt::Debug for KmsOutput<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let panel = self.driven.as_ref().map(|driven| &driven.panel);
        f.debug_struct("KmsOutput").field("canvas", &self.canvas).field("panel", &panel).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::fake_card::FakeCard, *};

    fn gpu() -> Gpu {
        Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do")
    }

    fn show(output: &mut KmsOutput<FakeCard>, gpu: &Gpu, color: u32, rows: Option<Range<u32>>) -> Presented {
        let mut paint = |frame: FrameBuffer<'_>| {
            let FrameBuffer::Pixels { pixels, size, .. } = frame else { panic!("drawn by the processor") };
            let drawn = rows.clone().unwrap_or(0..size.height);
            let width = size.width as usize;
            pixels[drawn.start as usize * width..drawn.end as usize * width].fill(color);
        };
        output.show(gpu, rows.clone(), &mut paint).unwrap()
    }

    #[test]
    fn a_frame_counts_as_shown_when_the_kernel_says_so() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(8, 4));
        let (gpu, mut output) = (gpu(), KmsOutput::new(card, PanelChoice::default(), Rotation::None).unwrap());
        assert_eq!(output.size(), Size::new(8, 4));
        show(&mut output, &gpu, 1, None);
        assert_eq!(
            (output.reached(), panel.shows()),
            (Reached::Yes, vec![1; 32]),
            "setting the mode waits for the panel"
        );
        show(&mut output, &gpu, 2, None);
        assert_eq!((output.reached(), panel.shows()), (Reached::NotYet, vec![1; 32]));
        panel.refresh();
        assert_eq!((output.reached(), panel.shows()), (Reached::Yes, vec![2; 32]));
        assert!(output.is_on_panel().unwrap());
    }

    #[test]
    fn rows_that_changed_in_the_frame_before_are_in_this_one_too() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(2, 4));
        let (gpu, mut output) = (gpu(), KmsOutput::new(card, PanelChoice::default(), Rotation::None).unwrap());
        for (color, rows, on_panel) in [
            (1, None, [1, 1, 1, 1]),
            (2, Some(0..1), [2, 1, 1, 1]),
            (3, Some(3..4), [2, 1, 1, 3]),
            (4, Some(1..2), [2, 4, 1, 3]),
            (5, None, [5, 5, 5, 5]),
            (6, Some(2..3), [5, 5, 6, 5]),
        ] {
            show(&mut output, &gpu, color, rows);
            panel.refresh();
            assert_eq!(panel.shows(), on_panel.map(|color| [color; 2]).as_flattened());
        }
    }

    #[test]
    fn a_panel_that_is_unplugged_takes_no_frame_and_one_of_another_size_is_driven_again() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(8, 4));
        let (gpu, mut output) = (gpu(), KmsOutput::new(card, PanelChoice::default(), Rotation::Quarter).unwrap());
        assert_eq!(output.size(), Size::new(4, 8), "a panel on its side is upright");
        show(&mut output, &gpu, 1, None);
        panel.plug(None);
        assert!(output.look(false).unwrap());
        assert_eq!(show(&mut output, &gpu, 2, None), Presented::Skipped);
        assert_eq!(output.reached(), Reached::NotYet);
        assert_eq!(panel.buffers(), 0, "its memory is given back");
        panel.plug(Some(Size::new(6, 2)));
        assert!(output.look(false).unwrap() && !output.look(false).unwrap());
        assert_eq!(output.size(), Size::new(2, 6));
        assert_eq!(show(&mut output, &gpu, 3, None), Presented::Shown);
        assert_eq!(panel.shows(), vec![3; 12]);
    }

    #[test]
    fn a_card_that_another_program_took_is_taken_back_when_it_lets_go() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(2, 2));
        let (gpu, mut output) = (gpu(), KmsOutput::new(card, PanelChoice::default(), Rotation::None).unwrap());
        show(&mut output, &gpu, 1, None);
        panel.take_card(true);
        assert_eq!(show(&mut output, &gpu, 2, None), Presented::Skipped);
        assert!(!output.is_on_panel().unwrap());
        panel.take_card(false);
        assert_eq!(show(&mut output, &gpu, 2, None), Presented::Shown);
        assert_eq!(panel.shows(), vec![2; 4], "at once: the mode was set again");
    }

    #[test]
    fn a_flip_that_the_card_forgets_does_not_stop_the_picture() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(2, 2));
        let (gpu, mut output) = (gpu(), KmsOutput::new(card, PanelChoice::default(), Rotation::None).unwrap());
        show(&mut output, &gpu, 1, None);
        show(&mut output, &gpu, 2, None);
        assert_eq!(output.reached(), Reached::NotYet, "and no word comes");
        assert_eq!(show(&mut output, &gpu, 3, None), Presented::Shown);
        assert_eq!((output.reached(), panel.shows()), (Reached::Yes, vec![3; 4]));
    }
}
