//! Lines of text in one style, set by their measured ink and put into their place.

use crate::{
    fonts::{Fonts, Measure},
    model::FieldPath,
    scene::{Color, Face, Rect, Text, TextLine, TextRole},
    text,
};

/// How a block of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextStyle {
    pub role: TextRole,
    /// The field of the slide that it shows.
    pub field: Option<FieldPath>,
    pub face: Face,
    /// Em size, pixels.
    pub size: f32,
    /// Space between letters, em.
    pub tracking: f32,
    pub color: Color,
    /// Least distance of baselines, em.
    pub pitch: f32,
}

impl TextStyle {
    /// Text to be read.
    pub fn body(size: f32, color: Color) -> Self {
        Self { role: TextRole::Body, field: None, face: Face::Medium, size, tracking: 0.0, color, pitch: 1.30 }
    }

    /// What may be small.
    pub fn chrome(size: f32, color: Color) -> Self {
        Self { role: TextRole::Furniture, face: Face::Bold, ..Self::body(size, color) }
    }

    /// A title.
    pub fn headline(size: f32, color: Color) -> Self {
        Self { role: TextRole::Headline, face: Face::ExtraBold, pitch: 1.14, ..Self::body(size, color) }
    }

    pub fn face(self, face: Face) -> Self {
        Self { face, ..self }
    }

    pub fn role(self, role: TextRole) -> Self {
        Self { role, ..self }
    }

    pub fn field(self, field: FieldPath) -> Self {
        Self { field: Some(field), ..self }
    }

    pub fn tracking(self, tracking: f32) -> Self {
        Self { tracking, ..self }
    }

    pub fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// In the condensed face, with capitals as high as before: as large to the eye, and a quarter narrower.
    pub fn condensed(self) -> Self {
        let larger = capital(self.face) / capital(Face::Condensed);
        Self { face: Face::Condensed, size: self.size * larger, pitch: self.pitch / larger, ..self }
    }
}

/// Where lines of different width stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

/// Clear space between the ink of a line and that of the next, em: a dot below never touches a hat.
const CLEAR: f32 = 0.07;

/// Height of an unaccented capital, em.
pub(super) fn capital(face: Face) -> f32 {
    if face == Face::Condensed { 0.700 } else { 0.740 }
}

/// Lines set, not yet placed.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub style: TextStyle,
    /// Whether something was torn that should be whole.
    pub torn: bool,
    lines: Vec<(String, Measure)>,
}

impl Block {
    /// These lines as they are.
    pub fn of(lines: Vec<String>, style: TextStyle, fonts: &mut Fonts) -> Self {
        let measured = |words: String| {
            let measure = fonts.measure(style.face, style.tracking, &words);
            (words, measure)
        };
        Self { style, torn: false, lines: lines.into_iter().map(measured).collect() }
    }

    /// `words` broken into lines no wider than `width` pixels.
    pub fn filled(words: &str, width: f32, style: TextStyle, fonts: &mut Fonts) -> Self {
        // A hair is kept back, because neighbouring words may differ in kerning from words alone.
        let width = width.max(1.0) * 0.995 / style.size.max(0.01);
        let broken = text::filled(words, width, &mut |run| {
            let measure = fonts.measure(style.face, style.tracking, run);
            measure.advance.max(measure.right) - measure.left.min(0.0)
        });
        Self { torn: broken.torn, ..Self::of(broken.lines, style, fonts) }
    }

    /// `words` on one line: where that would be wider than `width`, in the condensed face with capitals as high, and where
    /// even that is too wide, as [`Self::one_line`] has it.
    pub fn one_line_as_high(words: &str, width: f32, least: f32, style: TextStyle, fonts: &mut Fonts) -> Self {
        let block = Self::of(vec![words.replace(['|', '\n'], " ")], style, fonts);
        if block.width() <= width {
            return block;
        }
        Self::one_line(words, width, least, style.condensed(), fonts)
    }

    /// `words` on one line, smaller where it would be wider than `width`, but not below `least` times its size; beyond
    /// that, cut off with an ellipsis.
    pub fn one_line(words: &str, width: f32, least: f32, style: TextStyle, fonts: &mut Fonts) -> Self {
        let words = words.replace(['|', '\n'], " ");
        let fit = |words: &str, fonts: &mut Fonts| {
            let block = Self::of(vec![words.to_owned()], style, fonts);
            let share = width.max(1.0) / block.width().max(1.0);
            (block, share)
        };
        let (block, share) = fit(&words, fonts);
        if share >= 1.0 {
            return block;
        }
        if share >= least {
            return block.scaled(share);
        }
        // Where the text ends after so many letters; how many fit is found by halving, as each try is measured anew.
        let ends: Vec<usize> = words.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(200).collect();
        let clipped = |count: usize| words[..ends[count - 1]].trim_end().to_owned() + "…";
        let (mut fitting, mut beyond) = (0, ends.len());
        while beyond - fitting > 1 {
            let middle = fitting + (beyond - fitting) / 2;
            if fit(&clipped(middle), fonts).1 >= least { fitting = middle } else { beyond = middle }
        }
        if fitting > 0 {
            let (block, share) = fit(&clipped(fitting), fonts);
            return block.scaled(share.min(1.0));
        }
        let (block, share) = fit("…", fonts);
        block.scaled(share.min(1.0))
    }

    /// The same lines `by` times as large.
    pub fn scaled(mut self, by: f32) -> Self {
        self.style.size *= by;
        self
    }

    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Lines of one short syllable, over which the eye stumbles in a headline.
    pub fn lone_lines(&self) -> usize {
        let widest = self.lines.iter().map(|(_, m)| m.right - m.left).fold(0.0, f32::max);
        let lone = |(words, m): &&(String, Measure)| !words.contains(' ') && m.right - m.left < 0.6 * widest;
        self.lines.iter().filter(lone).count()
    }

    /// The words, line by line.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|(words, _)| words.as_str())
    }

    /// The first `count` lines, and the rest.
    pub fn split_at(mut self, count: usize) -> (Self, Self) {
        let rest = self.lines.split_off(count.min(self.lines.len()));
        let style = self.style;
        (self, Self { style, torn: false, lines: rest })
    }

    /// How many of its lines, from the first, have room in `room` pixels from top to bottom: no fewer lines are lower.
    pub fn lines_within(&self, room: f32) -> usize {
        let (ascent, size, headline) = (self.ascent(), self.style.size, self.style.role == TextRole::Headline);
        let least = self.least_descent();
        let (mut pitch, mut depth) = (0.0_f32, 0.0);
        for (at, (_, measure)) in self.lines.iter().enumerate() {
            if at > 0 {
                let own = self.pitch(&self.lines[at - 1].1, measure);
                // A headline's lines stand at the widest of their distances.
                pitch = if headline { pitch.max(own) } else { own };
                depth = if headline { pitch * at as f32 } else { depth + own };
            }
            if ascent + depth * size + measure.bottom.max(least) * size > room {
                return at;
            }
        }
        self.lines.len()
    }

    /// How many lines to leave on a page that has room for `fitting` of them and no more: up to the end of a sentence, or
    /// else of a clause, where one lies far enough down, and never all but one, which would stand alone on the next page.
    pub fn lines_before_part(&self, fitting: usize) -> usize {
        let most = if fitting + 1 == self.lines.len() && fitting > 2 { fitting - 1 } else { fitting };
        let ends_with = |marks: &[char], line: usize| self.lines[line - 1].0.trim_end().ends_with(marks);
        let sentence = (most.div_ceil(2)..=most).rev().find(|line| ends_with(&['.', '!', '?'], *line));
        let clause = || (most.div_ceil(2) + 1..=most).rev().find(|line| ends_with(&[',', ';', ':', '–'], *line));
        sentence.or_else(clause).unwrap_or(most).max(1)
    }

    /// Distance from one baseline to the next, em.
    fn pitch(&self, upper: &Measure, lower: &Measure) -> f32 {
        self.style.pitch.max(upper.bottom - lower.top + CLEAR)
    }

    /// Distances from each baseline to the next, em. One for all lines in a headline, so that it looks even.
    fn pitches(&self) -> Vec<f32> {
        let pitches: Vec<f32> = self.lines.windows(2).map(|pair| self.pitch(&pair[0].1, &pair[1].1)).collect();
        if self.style.role == TextRole::Headline {
            let most = pitches.iter().copied().fold(0.0, f32::max);
            return vec![most; pitches.len()];
        }
        pitches
    }

    /// From the block's top to its first baseline, pixels. Text has the same for every line that has ordinary letters,
    /// so that rows stand evenly.
    pub fn ascent(&self) -> f32 {
        let ink = self.lines.first().map_or(0.0, |(_, measure)| -measure.top);
        let least = if self.style.role == TextRole::Headline { capital(self.style.face) } else { 0.80 };
        ink.max(least) * self.style.size
    }

    fn descent(&self) -> f32 {
        let ink = self.lines.last().map_or(0.0, |(_, measure)| measure.bottom);
        ink.max(self.least_descent()) * self.style.size
    }

    /// Em a block reaches below its last baseline at least.
    fn least_descent(&self) -> f32 {
        if self.style.role == TextRole::Headline { 0.0 } else { 0.20 }
    }

    /// From the first baseline to the last, pixels.
    fn depth(&self) -> f32 {
        self.pitches().iter().sum::<f32>() * self.style.size
    }

    /// Pixels from top to bottom; no ink lies outside.
    pub fn height(&self) -> f32 {
        if self.lines.is_empty() { 0.0 } else { self.ascent() + self.depth() + self.descent() }
    }

    /// Width of the widest line's ink, pixels.
    pub fn width(&self) -> f32 {
        self.lines.iter().map(|(_, m)| m.right - m.left).fold(0.0, f32::max) * self.style.size
    }

    /// Placed with its top at `y`, in the column from `x` of width `w`.
    pub fn at(&self, x: f32, y: f32, w: f32, align: Align) -> Text {
        self.on_baseline(x, y + self.ascent(), w, align)
    }

    /// Placed with its first baseline at `baseline`.
    pub fn on_baseline(&self, x: f32, baseline: f32, w: f32, align: Align) -> Text {
        let (style, size) = (self.style, self.style.size);
        let pitches = self.pitches();
        let mut baseline = baseline;
        let mut lines = Vec::with_capacity(self.lines.len());
        for (at, (words, measure)) in self.lines.iter().enumerate() {
            let wide = (measure.right - measure.left) * size;
            let left = match align {
                Align::Left => x,
                Align::Center => x + (w - wide) / 2.0,
                Align::Right => x + w - wide,
            };
            let ink = Rect::new(left, baseline + measure.top * size, wide, (measure.bottom - measure.top) * size);
            lines.push(TextLine { words: words.clone(), x: left - measure.left * size, baseline, ink });
            baseline += pitches.get(at).copied().unwrap_or(0.0) * size;
        }
        Text {
            role: style.role,
            field: style.field,
            face: style.face,
            size,
            tracking: style.tracking,
            color: style.color,
            lines,
        }
    }

    /// Placed in the middle of `area` as the eye sees it: from the top of the capitals to the last baseline, accents
    /// not counted, but never out of the area where it fits.
    pub fn centered(&self, area: Rect, align: Align) -> Text {
        let caps = capital(self.style.face) * self.style.size;
        let middle = area.y + (area.h - self.depth() - caps) / 2.0 + caps;
        let (highest, lowest) = (area.y + self.ascent(), area.bottom() - self.descent() - self.depth());
        let baseline = if lowest >= highest { middle.clamp(highest, lowest) } else { highest };
        self.on_baseline(area.x, baseline, area.w, align)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacked_capitals_never_touch_the_line_above() {
        let mut fonts = Fonts::bundled();
        for face in Face::ALL {
            let style = TextStyle::headline(100.0, Color::hex(0)).face(face);
            let block = Block::of(vec!["ẬỘỰỴ".into(), "ẲỔỮẴ".into()], style, &mut fonts);
            let text = block.at(0.0, 0.0, 500.0, Align::Left);
            let (upper, lower) = (text.lines[0].ink, text.lines[1].ink);
            assert!(lower.y - upper.bottom() >= 6.0, "{face:?}: {upper:?} {lower:?}");
            assert!(upper.y >= 0.0 && lower.bottom() <= block.height() + 0.01);
        }
    }

    #[test]
    fn one_line_shrinks_a_little_and_then_is_cut() {
        let mut fonts = Fonts::bundled();
        let style = TextStyle::chrome(40.0, Color::hex(0));
        let whole = Block::one_line("UBND xã Mai Phụ", 2_000.0, 0.8, style, &mut fonts);
        let small = Block::one_line("UBND xã Mai Phụ", whole.width() * 0.9, 0.8, style, &mut fonts);
        assert!(small.style.size < 40.0 && small.style.size > 32.0);
        let cut = Block::one_line("UBND xã Mai Phụ", whole.width() * 0.4, 0.8, style, &mut fonts);
        assert!(cut.words().next().unwrap().ends_with('…') && cut.width() <= whole.width() * 0.4 + 0.5);
    }
}
