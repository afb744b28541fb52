//! The bundled faces, and the one font system that layout measures with and the renderer draws with.
//!
//! Only these files are ever used, never the machine's: every hall, laptop and test gets the same letters. A face's
//! declared ascent is not looked at anywhere, because stacked capitals such as Ẳ reach above it in all of them
//! (docs/legibility.md §1); what counts is the ink measured here.

use std::{collections::HashMap, sync::Arc};

use cosmic_text::{
    Attrs, Buffer, CacheKeyFlags, Command, Family, FontSystem, LetterSpacing, Metrics, Shaping, SwashCache, Weight,
    Wrap, fontdb,
};

use crate::scene::Face;

/// The licensed font files, all SIL Open Font License 1.1 (texts beside them in `src/fonts`).
const FILES: [&[u8]; 5] = [
    include_bytes!("BeVietnamPro_500Medium.ttf"),
    include_bytes!("BeVietnamPro_700Bold.ttf"),
    include_bytes!("BeVietnamPro_800ExtraBold.ttf"),
    include_bytes!("BarlowCondensed_700Bold.ttf"),
    include_bytes!("NotoSans_600SemiBold.ttf"),
];

/// The bundled font files, for whoever draws text in a picture.
pub fn files() -> &'static [&'static [u8]] {
    &FILES
}

/// Em size at which lines are measured, pixels; results scale, as nothing is hinted.
const MEASURE_EM: f32 = 1000.0;

/// The size of one line of text, in em, from the start of its first letter's advance on the baseline; y down.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measure {
    /// To where the next letter would start.
    pub advance: f32,
    /// Leftmost ink; negative where a letter leans out.
    pub left: f32,
    /// Rightmost ink.
    pub right: f32,
    /// Topmost ink; negative, as it lies above the baseline.
    pub top: f32,
    /// Lowest ink; positive below the baseline.
    pub bottom: f32,
}

/// The faces, and what has been measured of them.
pub struct Fonts {
    system: FontSystem,
    outlines: SwashCache,
    measured: HashMap<(Face, u32), HashMap<Box<str>, Measure>>,
    known: HashMap<char, bool>,
    /// What may still be measured and what has been, since a budget was begun.
    budget: Budget,
}

/// How much text has been measured, and how much may be. Counted alike whether a measure is already known or not, so
/// that all machines agree about what exceeds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of text measured.
    pub spent: u64,
    /// Bytes of text that may be measured.
    pub most: u64,
}

impl Budget {
    /// Whether more was asked for than there was: some measures are then nothing, and what follows from them is void.
    pub fn is_exceeded(self) -> bool {
        self.spent > self.most
    }
}

/// Lines kept measured before the memory is given back; a programme has a few hundred.
const MEASURED_MAX: usize = 20_000;

impl Fonts {
    /// The bundled faces, parsed. Takes some milliseconds: make one and hand it on.
    pub fn bundled() -> Self {
        let mut faces = fontdb::Database::new();
        for file in FILES {
            faces.load_font_source(fontdb::Source::Binary(Arc::new(file)));
        }
        Self {
            system: FontSystem::new_with_locale_and_db("vi".to_owned(), faces),
            outlines: SwashCache::new(),
            measured: HashMap::new(),
            known: HashMap::new(),
            budget: Budget { spent: 0, most: u64::MAX },
        }
    }

    /// Measures `bytes` of text from here on; what is asked for beyond that has no size.
    pub fn begin_budget(&mut self, bytes: u64) {
        self.budget = Budget { spent: 0, most: bytes };
    }

    /// Measures without a limit again. Says what was spent.
    pub fn end_budget(&mut self) -> Budget {
        std::mem::replace(&mut self.budget, Budget { spent: 0, most: u64::MAX })
    }

    /// The font system, for the renderer's glyph atlas.
    pub fn system(&mut self) -> &mut FontSystem {
        &mut self.system
    }

    /// One line of text shaped at `size` pixels to the em with `tracking` em between letters, never wrapped. Its
    /// baseline lies at [`baseline_in_buffer`] below the buffer's top.
    pub fn shape(&mut self, face: Face, size: f32, tracking: f32, words: &str) -> Buffer {
        let mut buffer = Buffer::new_empty(Metrics::new(size, size));
        buffer.set_wrap(Wrap::None);
        buffer.set_text(words, &attrs(face, tracking), Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.system, false);
        buffer
    }

    /// Whether a letter can be drawn by any bundled face. One that cannot leaves a gap.
    pub fn has(&mut self, letter: char) -> bool {
        if let Some(known) = self.known.get(&letter) {
            return *known;
        }
        let buffer = self.shape(Face::Medium, MEASURE_EM, 0.0, letter.encode_utf8(&mut [0; 4]));
        let has = buffer.layout_runs().flat_map(|run| run.glyphs).all(|glyph| glyph.glyph_id != 0);
        self.known.insert(letter, has);
        has
    }

    /// The measured ink and advance of one line, in em. `tracking` is in em too.
    pub fn measure(&mut self, face: Face, tracking: f32, words: &str) -> Measure {
        self.budget.spent = self.budget.spent.saturating_add(words.len() as u64 + 1);
        if self.budget.is_exceeded() {
            return Measure::default();
        }
        let key = (face, tracking.to_bits());
        if let Some(known) = self.measured.get(&key).and_then(|lines| lines.get(words)) {
            return *known;
        }
        let measure = self.measure_afresh(face, tracking, words);
        if self.measured.values().map(HashMap::len).sum::<usize>() >= MEASURED_MAX {
            self.measured.clear();
        }
        self.measured.entry(key).or_default().insert(words.into(), measure);
        measure
    }

    fn measure_afresh(&mut self, face: Face, tracking: f32, words: &str) -> Measure {
        let buffer = self.shape(face, MEASURE_EM, tracking, words);
        let mut measure: Option<Measure> = None;
        let mut advance: f32 = 0.0;
        for run in buffer.layout_runs() {
            for glyph in run.glyphs {
                advance = advance.max((glyph.x + glyph.w) / MEASURE_EM);
                let key = glyph.physical((0.0, 0.0), 1.0).cache_key;
                let Some(commands) = self.outlines.get_outline_commands(&mut self.system, key) else { continue };
                let (x, y) = (glyph.x + glyph.x_offset * MEASURE_EM, glyph.y - glyph.y_offset * MEASURE_EM);
                for point in commands.iter().flat_map(points) {
                    let (px, py) = ((x + point.0) / MEASURE_EM, (y - point.1) / MEASURE_EM);
                    let m = measure.get_or_insert(Measure { advance: 0.0, left: px, right: px, top: py, bottom: py });
                    (m.left, m.right) = (m.left.min(px), m.right.max(px));
                    (m.top, m.bottom) = (m.top.min(py), m.bottom.max(py));
                }
            }
        }
        Measure { advance, ..measure.unwrap_or_default() }
    }
}

/// Pixels from the top of a buffer shaped at `size` to the baseline of its only line.
pub fn baseline_in_buffer(buffer: &Buffer) -> f32 {
    buffer.layout_runs().next().map_or(0.0, |run| run.line_y)
}

/// How a face is asked for.
fn attrs(face: Face, tracking: f32) -> Attrs<'static> {
    let (family, weight) = match face {
        Face::Medium => ("Be Vietnam Pro", 500),
        Face::Bold => ("Be Vietnam Pro", 700),
        Face::ExtraBold => ("Be Vietnam Pro", 800),
        Face::Condensed => ("Barlow Condensed", 700),
    };
    // Hinting would move ink by up to a pixel away from what was measured.
    let unhinted = CacheKeyFlags::DISABLE_HINTING;
    let mut attrs = Attrs::new().family(Family::Name(family)).weight(Weight(weight)).cache_key_flags(unhinted);
    attrs.letter_spacing_opt = (tracking != 0.0).then_some(LetterSpacing(tracking));
    attrs
}

/// The points an outline command names. Control points are taken as ink: they bound it.
fn points(command: &Command) -> Vec<(f32, f32)> {
    match command {
        Command::MoveTo(a) | Command::LineTo(a) => vec![(a.x, a.y)],
        Command::QuadTo(a, b) => vec![(a.x, a.y), (b.x, b.y)],
        Command::CurveTo(a, b, c) => vec![(a.x, a.y), (b.x, b.y), (c.x, c.y)],
        Command::Close => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_found_under_the_name_it_is_asked_for() {
        let mut fonts = Fonts::bundled();
        let advance = |face: Face, fonts: &mut Fonts| fonts.measure(face, 0.0, "NGƯỜI DÂN HÀI LÒNG").advance;
        let widths = Face::ALL.map(|face| advance(face, &mut fonts));
        assert!(widths[0] < widths[1] && widths[1] < widths[2], "weights differ: {widths:?}");
        assert!(widths[3] < 0.75 * widths[2], "the condensed face is condensed: {widths:?}");
    }

    #[test]
    fn stacked_capitals_reach_as_high_as_the_domain_page_measured() {
        let mut fonts = Fonts::bundled();
        let tall = fonts.measure(Face::ExtraBold, 0.0, "Ẳ");
        assert!((-tall.top - 1.231).abs() < 0.02, "{tall:?}");
        let capital = fonts.measure(Face::ExtraBold, 0.0, "H");
        assert!((-capital.top - 0.740).abs() < 0.01 && capital.bottom.abs() < 0.01, "{capital:?}");
        let low = fonts.measure(Face::Condensed, 0.0, "Ậ");
        assert!((low.bottom - 0.240).abs() < 0.03, "{low:?}");
    }

    #[test]
    fn tracking_widens_a_line_by_one_gap_a_letter() {
        let mut fonts = Fonts::bundled();
        let plain = fonts.measure(Face::Bold, 0.0, "CẢI").advance;
        let wide = fonts.measure(Face::Bold, 0.1, "CẢI").advance;
        assert!((wide - plain - 0.3).abs() < 0.01, "{plain} {wide}");
    }
}
