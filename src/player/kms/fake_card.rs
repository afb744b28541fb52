//! A card for tests: a panel in memory, which tests plug, take away and refresh.

use std::{
    collections::BTreeMap,
    io,
    ops::Range,
    sync::{Arc, Mutex},
    time::Duration,
};

use super::card::{Card, Connector, PanelMode, ScanoutBuffer};
use crate::model::Size;

const ENGINE: u32 = 40;

#[derive(Default)]
struct Inside {
    name: String,
    plugged: Option<Size>,
    buffers: BTreeMap<u32, Vec<u32>>,
    made: u32,
    on_panel: Option<u32>,
    asked: Option<u32>,
    confirmed: bool,
    taken: bool,
    dark: u32,
    standby: bool,
}

impl Inside {
    /// As the kernel does it: the panel goes dark where what it shows is given back.
    fn give_back(&mut self, frame: u32) {
        self.buffers.remove(&frame);
        if self.on_panel == Some(frame) {
            (self.on_panel, self.dark) = (None, self.dark + 1);
        }
    }
}

/// The card, as the output has it.
pub struct FakeCard(Arc<Mutex<Inside>>);

/// The panel, and whoever plugs it.
pub struct FakePanel(Arc<Mutex<Inside>>);

impl FakeCard {
    /// A card with one connector, and a panel of that size in it.
    pub fn with_panel(name: &str, size: Size) -> (Self, FakePanel) {
        let inside = Inside { name: name.to_owned(), plugged: Some(size), ..Inside::default() };
        let inside = Arc::new(Mutex::new(inside));
        (Self(inside.clone()), FakePanel(inside))
    }
}

impl FakePanel {
    /// What it shows.
    pub fn shows(&self) -> Vec<u32> {
        let inside = self.0.lock().unwrap();
        inside.on_panel.and_then(|frame| inside.buffers.get(&frame).cloned()).unwrap_or_default()
    }

    /// The panel is refreshed: the flip that was asked for is carried out.
    pub fn refresh(&self) {
        let mut inside = self.0.lock().unwrap();
        if let Some(frame) = inside.asked.take() {
            (inside.on_panel, inside.confirmed) = (Some(frame), true);
        }
    }

    /// Another panel is plugged in, or none.
    pub fn plug(&self, size: Option<Size>) {
        self.0.lock().unwrap().plugged = size;
    }

    /// Another program becomes master of the card and shows its own, or lets go.
    pub fn take_card(&self, taken: bool) {
        let mut inside = self.0.lock().unwrap();
        (inside.taken, inside.on_panel, inside.asked) = (taken, None, None);
    }

    /// The same card by the same file, as the next process gets it.
    pub fn same_card(&self) -> FakeCard {
        FakeCard(self.0.clone())
    }

    /// How often it went dark because what it showed was given back.
    pub fn dark_moments(&self) -> u32 {
        self.0.lock().unwrap().dark
    }

    /// Whether it was switched to standby.
    pub fn is_in_standby(&self) -> bool {
        self.0.lock().unwrap().standby
    }

    /// Buffers that are held.
    pub fn buffers(&self) -> usize {
        self.0.lock().unwrap().buffers.len()
    }
}

impl FakeCard {
    fn as_master(&self) -> io::Result<std::sync::MutexGuard<'_, Inside>> {
        let inside = self.0.lock().unwrap();
        if inside.taken { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(inside) }
    }
}

impl Card for FakeCard {
    fn connectors(&self, _: bool) -> io::Result<Vec<Connector>> {
        let inside = self.0.lock().unwrap();
        let mode = |size| PanelMode { size, refresh_hz: 60, preferred: true };
        let modes = inside.plugged.map(mode).into_iter().collect();
        let connected = inside.plugged.is_some();
        Ok(vec![Connector { id: 1, name: inside.name.clone(), connected, modes, crtcs: vec![ENGINE] }])
    }

    fn allocate(&mut self, size: Size) -> io::Result<ScanoutBuffer> {
        let mut inside = self.0.lock().unwrap();
        inside.made += 1;
        let frame = inside.made;
        inside.buffers.insert(frame, vec![0; size.width as usize * size.height as usize]);
        Ok(ScanoutBuffer { frame, size })
    }

    fn release_all_but(&mut self, keep: &[u32]) -> io::Result<()> {
        let mut inside = self.0.lock().unwrap();
        let others: Vec<u32> = inside.buffers.keys().copied().filter(|frame| !keep.contains(frame)).collect();
        others.into_iter().for_each(|frame| inside.give_back(frame));
        Ok(())
    }

    fn write(&mut self, buffer: &ScanoutBuffer, rows: Range<u32>, pixels: &[u32]) -> io::Result<()> {
        let mut inside = self.0.lock().unwrap();
        assert_ne!(inside.on_panel, Some(buffer.frame), "what is on the panel is never written to");
        let width = buffer.size.width as usize;
        let part = rows.start as usize * width..rows.end as usize * width;
        inside.buffers.get_mut(&buffer.frame).unwrap()[part.clone()].copy_from_slice(&pixels[part]);
        Ok(())
    }

    fn set_mode(&self, _: u32, _: u32, _: usize, buffer: &ScanoutBuffer) -> io::Result<()> {
        let mut inside = self.as_master()?;
        (inside.on_panel, inside.asked) = (Some(buffer.frame), None);
        Ok(())
    }

    fn power(&self, _: u32, on: bool) -> io::Result<()> {
        self.as_master()?.standby = !on;
        Ok(())
    }

    fn flip(&self, _: u32, buffer: &ScanoutBuffer) -> io::Result<()> {
        let mut inside = self.as_master()?;
        // The kernel's word on an engine that is off.
        if inside.standby {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        // The kernel's word while a flip is under way.
        if inside.asked.is_some() {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        (inside.asked, inside.confirmed) = (Some(buffer.frame), false);
        Ok(())
    }

    fn flipped(&self, _: Duration) -> io::Result<bool> {
        Ok(std::mem::take(&mut self.0.lock().unwrap().confirmed))
    }

    fn scanned_out(&self, _: u32) -> io::Result<Option<u32>> {
        Ok(self.0.lock().unwrap().on_panel)
    }

    fn acquire(&self) -> io::Result<()> {
        self.as_master().map(drop)
    }
}
