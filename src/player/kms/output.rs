//! A panel as an output: frames are drawn in the processor's memory, copied into the buffer that is not on the panel, and
//! flipped. The kernel's word that the flip was carried out is the proof that the frame was shown.

use std::{io, ops::Range, time::Duration};

use super::{
    card::{Card, ScanoutBuffer},
    choice::{ConnectedPanel, PanelChoice},
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
    /// Another program is master of the card.
    taken: bool,
    /// The panel was switched to standby.
    asleep: bool,
}

/// A panel under way.
struct Driven {
    panel: ConnectedPanel,
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
        let mut output =
            Self { card, choice, rotation, frame, canvas, turned, driven: None, taken: false, asleep: false };
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
            self.taken = false;
        }
        // What is on the panel stays until the first frame is on in its place, also where a process drew it that is dead.
        // A card that was itself unplugged has nothing to give back.
        let shown = panel.as_ref().and_then(|panel| self.card.scanned_out(panel.crtc).ok().flatten());
        let _ = self.card.release_all_but(shown.as_slice());
        let Some(panel) = panel else { return Ok(true) };
        let size = panel.mode.size;
        // Where the second one cannot be had, the first is given back by the next look.
        let buffers = [self.card.allocate(size)?, self.card.allocate(size)?];
        if self.choice.mode.is_some_and(|wanted| !wanted.is(&panel.mode)) {
            tracing::warn!("the panel has no such mode as was asked for; it is driven in the one it prefers");
        }
        tracing::info!(connector = %panel.name, %size, refresh_hz = panel.mode.refresh_hz, "driving the panel");
        self.canvas = self.rotation.turned(size);
        self.frame = vec![0; size.width as usize * size.height as usize];
        self.turned = if self.rotation == Rotation::None { Vec::new() } else { self.frame.clone() };
        self.driven = Some(Driven { panel, buffers, front: 0, behind: 0..size.height, unset: true, awaited: false });
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

    /// Whether the panel scans out the frame that was shown last.
    ///
    /// # Errors
    /// Those of the card.
    pub fn is_on_panel(&mut self) -> io::Result<bool> {
        if !self.settle(FLIP)? {
            return Ok(false);
        }
        let Some(driven) = &self.driven else { return Ok(false) };
        Ok(self.card.scanned_out(driven.panel.crtc)? == Some(driven.buffers[driven.front].frame))
    }

    /// Whether another program is master of the card, so that it takes no frames.
    pub fn is_taken(&self) -> bool {
        self.taken
    }

    /// Has the next frame set the mode again and cover the whole panel, because another program may have driven it.
    pub fn take_back(&mut self) {
        if let Some(driven) = &mut self.driven {
            // Only the process that opened the card may; the hall does it for its picture.
            let _ = self.card.acquire();
            if std::mem::take(&mut driven.awaited) {
                // The frame never came on: the one before it is what the panel shows, and must not be written to.
                driven.front = 1 - driven.front;
            }
            driven.unset = true;
            driven.behind = 0..driven.panel.mode.size.height;
        }
    }

    /// Switches the panel to standby until the next frame. One that cannot be switched stays as it is: make it black before.
    ///
    /// # Errors
    /// Those of the card.
    pub fn sleep(&mut self) -> io::Result<()> {
        // The black frame is on the panel before it goes, where the card says so in time.
        self.settle(FLIP)?;
        if let Some(driven) = &self.driven {
            self.card.power(driven.panel.connector, false)?;
            self.asleep = true;
        }
        Ok(())
    }

    /// Switches the panel on again; the next frame sets the mode.
    fn wake(&mut self) {
        if !std::mem::take(&mut self.asleep) {
            return;
        }
        let connector = self.driven.as_ref().map(|driven| driven.panel.connector);
        if let Some(Err(error)) = connector.map(|connector| self.card.power(connector, true)) {
            tracing::warn!(%error, "the panel may still be in standby");
        }
        self.take_back();
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
            // Words on flips of before, which nobody waits for any more: an earlier process may have asked for them.
            while self.card.flipped(Duration::ZERO).unwrap_or(false) {}
            // The frame is on whether or not what was on before can be given back.
            if let Err(error) = self.card.release_all_but(&driven.buffers.map(|buffer| buffer.frame)) {
                tracing::debug!(%error, "what was on the panel before keeps its memory");
            }
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
        self.wake();
        let failed = |error: io::Error| RenderError::Window { reason: format!("the panel: {error}") };
        if !self.settle(FLIP).map_err(failed)? {
            tracing::warn!("the graphics card has not shown the last frame; setting the mode again");
            self.take_back();
        }
        let (size, kept) = (self.canvas, rows.is_some());
        draw(FrameBuffer::Pixels { pixels: &mut self.frame, size, kept });
        match self.flip(rows.unwrap_or(0..size.height)) {
            Ok(()) => {
                self.taken = false;
                Ok(Presented::Shown)
            }
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                if !std::mem::replace(&mut self.taken, true) {
                    tracing::warn!("another program drives the graphics card; waiting until it lets go");
                }
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
    fn the_picture_of_a_dead_process_stays_until_the_first_frame_of_the_next() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(2, 2));
        let gpu = gpu();
        let start = |card| KmsOutput::new(card, PanelChoice::default(), Rotation::None).unwrap();
        let mut first = start(card);
        show(&mut first, &gpu, 1, None);
        // A flip is under way when it dies.
        show(&mut first, &gpu, 2, None);
        drop(first);
        panel.refresh();
        for color in 3..20 {
            // Others die before their first frame.
            drop(start(panel.same_card()));
            assert_eq!(
                (panel.shows(), panel.buffers()),
                (vec![color - 1; 4], 3),
                "the last picture, and two in waiting"
            );
            let mut next = start(panel.same_card());
            assert_eq!(panel.shows(), vec![color - 1; 4]);
            show(&mut next, &gpu, color, None);
            assert_eq!((panel.shows(), panel.buffers()), (vec![color; 4], 2), "nothing of the dead is left");
            assert!(next.is_on_panel().unwrap());
            show(&mut next, &gpu, color, None);
            assert_eq!(next.reached(), Reached::NotYet, "the word on the dead one's flip is no word on this one's");
            panel.refresh();
        }
        assert_eq!(panel.dark_moments(), 0);
    }

    #[test]
    fn a_panel_that_shows_another_picture_is_noticed_while_the_page_is_still() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(2, 2));
        let (gpu, mut output) = (gpu(), KmsOutput::new(card, PanelChoice::default(), Rotation::None).unwrap());
        show(&mut output, &gpu, 1, None);
        show(&mut output, &gpu, 2, None);
        assert!(!output.is_on_panel().unwrap(), "the flip was not carried out");
        panel.refresh();
        assert!(output.is_on_panel().unwrap());
        panel.take_card(true);
        panel.take_card(false);
        assert!(!output.is_on_panel().unwrap(), "the console, after the other program");
    }

    #[test]
    fn a_card_that_another_program_took_is_taken_back_when_it_lets_go() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(2, 2));
        let (gpu, mut output) = (gpu(), KmsOutput::new(card, PanelChoice::default(), Rotation::None).unwrap());
        show(&mut output, &gpu, 1, None);
        panel.take_card(true);
        assert_eq!(show(&mut output, &gpu, 2, None), Presented::Skipped);
        assert!(!output.is_on_panel().unwrap() && output.is_taken());
        panel.take_card(false);
        assert_eq!(show(&mut output, &gpu, 2, None), Presented::Shown);
        assert_eq!((panel.shows(), output.is_taken()), (vec![2; 4], false), "at once: the mode was set again");
    }

    #[test]
    fn a_panel_that_sleeps_wakes_with_the_next_frame() {
        let (card, panel) = FakeCard::with_panel("HDMI-A-1", Size::new(2, 2));
        let (gpu, mut output) = (gpu(), KmsOutput::new(card, PanelChoice::default(), Rotation::None).unwrap());
        for color in [1, 3] {
            show(&mut output, &gpu, color, None);
            crate::render::show_black(&gpu, &mut output).unwrap();
            panel.refresh();
            output.sleep().unwrap();
            assert_eq!((panel.shows(), panel.is_in_standby()), (vec![0; 4], true));
            assert_eq!(show(&mut output, &gpu, color + 1, None), Presented::Shown);
            assert_eq!((panel.shows(), panel.is_in_standby()), (vec![color + 1; 4], false));
            assert!(output.is_on_panel().unwrap());
        }
        output.sleep().unwrap();
        panel.plug(None);
        assert!(output.look(false).unwrap());
        panel.plug(Some(Size::new(4, 4)));
        assert!(output.look(false).unwrap());
        show(&mut output, &gpu, 9, None);
        assert_eq!((panel.shows(), panel.is_in_standby()), (vec![9; 16], false), "another panel in its place");
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
