//! Breaking text into lines: the cheapest way over all, found by dynamic programming.

use unicode_segmentation::UnicodeSegmentation;

use super::{Segment, Word, breaks::NEVER, segments};

/// Text broken into lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The lines, no space at either end.
    pub lines: Vec<String>,
    /// How much the breaks hurt, in the units of [`Word::penalty`]; unevenness of the lines included.
    pub cost: i64,
    /// Whether something was torn that should be whole: a word wider than the line, a number and its unit.
    pub torn: bool,
}

/// What one more line costs: a break this good or better is worth a line.
const LINE: i64 = 70;
/// A last line of one short syllable.
const WIDOW: i64 = 220;
/// Another line that is one short syllable.
const LONE: i64 = 180;
/// A last line narrower than this share of the width is a widow, if it is one word.
const WIDOW_SHARE: f32 = 0.35;

/// Text for reading, set into `width`: as few lines as good breaks allow, evened out a little. A word wider than the
/// line is cut between letters. `measure` gives the advance of a run of letters in the unit of `width`.
pub fn filled(text: &str, width: f32, measure: &mut dyn FnMut(&str) -> f32) -> Broken {
    let space = space(measure);
    let mut broken = Broken { lines: Vec::new(), cost: 0, torn: false };
    for segment in segments(text) {
        let run = Run::new(segment, width, space, measure);
        run.fill(width, &mut broken);
    }
    broken
}

/// Most words of a headline that is balanced. Each of its line counts is tried at the cost of this squared; what is
/// longer is no headline, and is set as running text.
const BALANCED_WORDS: usize = 300;

/// A headline broken into exactly `count` lines of like width, the author's own breaks among them; `None` where the
/// words or the author's breaks do not allow that number, or the words are too many to be balanced. No width limits it:
/// the size follows from the widest line.
pub fn balanced(text: &str, count: usize, measure: &mut dyn FnMut(&str) -> f32) -> Option<Broken> {
    let segments = segments(text);
    let words: usize = segments.iter().map(Vec::len).sum();
    if segments.is_empty() || count < segments.len() || count > words || words > BALANCED_WORDS {
        return None;
    }
    let space = space(measure);
    let runs: Vec<Run> = segments.into_iter().map(|segment| Run::new(segment, f32::INFINITY, space, measure)).collect();
    let target = runs.iter().map(|run| run.width(0, run.words.len())).sum::<f32>() / count as f32;
    // No segment has more lines than are left when each of the others has one.
    let most = count - runs.len() + 1;
    let ways: Vec<Balanced> = runs.iter().map(|run| run.balance(most, target)).collect();
    // best[i][k]: the first i segments in k lines at the least cost, and how many of these the last segment has.
    let mut best = vec![vec![(i64::MAX, 0_usize); count + 1]; runs.len() + 1];
    best[0][0].0 = 0;
    for (i, way) in ways.iter().enumerate() {
        for k in 0..=count {
            for lines in 1..=most.min(k) {
                let (before, own) = (best[i][k - lines].0, way.cost(lines));
                let total = if before == i64::MAX || own == i64::MAX { continue } else { before + own };
                if total < best[i + 1][k].0 {
                    best[i + 1][k] = (total, lines);
                }
            }
        }
    }
    let cost = best[runs.len()][count].0;
    if cost == i64::MAX {
        return None;
    }
    let mut counts = Vec::with_capacity(runs.len());
    let mut left = count;
    for i in (1..=runs.len()).rev() {
        counts.push(best[i][left].1);
        left -= best[i][left].1;
    }
    let mut broken = Broken { lines: Vec::with_capacity(count), cost, torn: false };
    for ((run, way), lines) in runs.iter().zip(&ways).zip(counts.into_iter().rev()) {
        broken.torn |= way.cost(lines) >= i64::from(NEVER / 2);
        way.lines(run, lines, &mut broken.lines);
    }
    Some(broken)
}

/// One segment set in one line, in two, and so on: each at the least cost.
struct Balanced {
    /// `best[k][to]`: the first `to` words in k lines, what that costs, and where the last of these lines begins.
    best: Vec<Vec<(i64, usize)>>,
}

impl Balanced {
    /// What `count` lines cost; `i64::MAX` where there are not so many.
    fn cost(&self, count: usize) -> i64 {
        self.best.get(count).and_then(|line| line.last()).map_or(i64::MAX, |(cost, _)| *cost)
    }

    /// Adds the `count` lines to `lines`, where that many are possible.
    fn lines(&self, run: &Run, count: usize, lines: &mut Vec<String>) {
        let begin = lines.len();
        let mut to = run.words.len();
        for k in (1..=count).rev() {
            let from = self.best[k][to].1;
            lines.push(run.line(from, to));
            to = from;
        }
        lines[begin..].reverse();
    }
}

/// The width of a space between two letters.
fn space(measure: &mut dyn FnMut(&str) -> f32) -> f32 {
    (measure("n n") - measure("nn")).max(0.0)
}

/// One segment, measured.
struct Run {
    words: Segment,
    /// Where each word ends if all stood on one line; `ends[0]` is 0.
    ends: Vec<f32>,
    space: f32,
    /// Whether a word begins in mid-word, after a cut; then no space stands before it.
    cut: Vec<bool>,
}

impl Run {
    fn new(segment: Segment, width: f32, space: f32, measure: &mut dyn FnMut(&str) -> f32) -> Self {
        let mut run = Self { words: Vec::new(), ends: vec![0.0], space, cut: Vec::new() };
        for word in segment {
            let wide = measure(&word.text);
            if wide <= width {
                run.push(word, wide, false);
            } else {
                run.push_cut(&word, width, measure);
            }
        }
        run
    }

    fn push(&mut self, word: Word, wide: f32, cut: bool) {
        let gap = if self.words.is_empty() || cut { 0.0 } else { self.space };
        self.ends.push(self.ends.last().copied().unwrap_or(0.0) + gap + wide);
        self.words.push(word);
        self.cut.push(cut);
    }

    /// A word wider than the line, in pieces that fit; cut after a separator of addresses where there is one.
    fn push_cut(&mut self, word: &Word, width: f32, measure: &mut dyn FnMut(&str) -> f32) {
        let text = word.text.as_str();
        // Where each letter ends, from 0, and whether it separates the parts of an address.
        let letters: Vec<(usize, bool)> = text
            .grapheme_indices(true)
            .map(|(at, letter)| (at + letter.len(), matches!(letter, "/" | "." | "-" | "_" | "@" | "?" | "&" | "=")))
            .collect();
        let (mut begin, mut done) = (0, 0);
        while done < letters.len() {
            let fits = |count: usize, measure: &mut dyn FnMut(&str) -> f32| {
                measure(&text[begin..letters[done + count - 1].0]) <= width
            };
            // How many letters fit, one at least: by doubling, then by halving, as each measuring costs what it measures.
            let left = letters.len() - done;
            let (mut fitting, mut beyond) = (1, 2);
            while beyond <= left && fits(beyond, measure) {
                (fitting, beyond) = (beyond, beyond * 2);
            }
            beyond = beyond.min(left + 1);
            while beyond - fitting > 1 {
                let middle = fitting + (beyond - fitting) / 2;
                if fits(middle, measure) { fitting = middle } else { beyond = middle }
            }
            let fitted = &letters[done..done + fitting];
            let separated = fitted.iter().rposition(|(_, separates)| *separates).map_or(0, |at| at + 1);
            let length = |count: usize| letters[done + count - 1].0 - begin;
            let at_separator = fitting < left && separated > 0 && length(separated) * 2 > length(fitting);
            let count = if at_separator { separated } else { fitting };
            let end = letters[done + count - 1].0;
            let piece = &text[begin..end];
            let penalty = if end == text.len() { word.penalty } else { NEVER / 2 };
            self.push(Word { text: piece.to_owned(), penalty }, measure(piece), done > 0);
            (begin, done) = (end, done + count);
        }
    }

    /// The width of words `from..to` on one line.
    fn width(&self, from: usize, to: usize) -> f32 {
        if from >= to {
            return 0.0;
        }
        let gap = if from == 0 || self.cut[from] { 0.0 } else { self.space };
        self.ends[to] - self.ends[from] - gap
    }

    fn line(&self, from: usize, to: usize) -> String {
        let mut line = String::new();
        for at in from..to {
            if at > from && !self.cut[at] {
                line.push(' ');
            }
            line.push_str(&self.words[at].text);
        }
        line
    }

    fn penalty(&self, to: usize) -> i64 {
        if to == self.words.len() { 0 } else { i64::from(self.words[to - 1].penalty) }
    }

    fn fill(&self, width: f32, broken: &mut Broken) {
        let n = self.words.len();
        // best[to] is the cost of setting the first `to` words, and where their last line begins.
        let mut best: Vec<(i64, usize)> = vec![(i64::MAX, 0); n + 1];
        best[0] = (0, 0);
        for to in 1..=n {
            for from in (0..to).rev() {
                let wide = self.width(from, to);
                if wide > width && from + 1 < to {
                    break;
                }
                let slack = f64::from((1.0 - wide / width).clamp(0.0, 1.0));
                let ragged = if to == n { 40.0 } else { 60.0 } * slack * slack;
                let is_lone = n > 2 && from + 1 == to && wide < WIDOW_SHARE * width;
                let lone = match is_lone {
                    true if to == n && from > 0 => WIDOW,
                    true => LONE,
                    false => 0,
                };
                let cost = LINE + ragged as i64 + self.penalty(to) + lone;
                let total = best[from].0.saturating_add(cost);
                if total < best[to].0 {
                    best[to] = (total, from);
                }
            }
        }
        broken.cost += best[n].0;
        broken.torn |= best[n].0 >= i64::from(NEVER / 2);
        let mut lines = Vec::new();
        let mut to = n;
        while to > 0 {
            let from = best[to].1;
            lines.push(self.line(from, to));
            to = from;
        }
        broken.lines.extend(lines.into_iter().rev());
    }

    /// The best ways to set this segment in up to `most` lines near `target` wide.
    fn balance(&self, most: usize, target: f32) -> Balanced {
        let n = self.words.len();
        let most = most.min(n);
        let uneven = |from, to| {
            let off = f64::from(self.width(from, to) / target.max(f32::EPSILON) - 1.0);
            (off * off * if off > 0.0 { 400.0 } else { 150.0 }) as i64
        };
        let mut best = vec![vec![(i64::MAX, 0_usize); n + 1]; most + 1];
        best[0][0].0 = 0;
        for k in 1..=most {
            for to in k..=n {
                for from in k - 1..to {
                    if best[k - 1][from].0 == i64::MAX {
                        continue;
                    }
                    let widow = n > 2 && to == n && from > 0 && from + 1 == to && self.width(from, to) < 0.4 * target;
                    let cost = uneven(from, to) + self.penalty(to) + if widow { WIDOW } else { 0 };
                    let total = best[k - 1][from].0.saturating_add(cost);
                    if total < best[k][to].0 {
                        best[k][to] = (total, from);
                    }
                }
            }
        }
        Balanced { best }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every letter one wide.
    fn count(text: &str) -> f32 {
        text.chars().count() as f32
    }

    fn set(text: &str, width: f32) -> Vec<String> {
        filled(text, width, &mut |t| count(t)).lines
    }

    #[test]
    fn words_of_several_syllables_stay_whole() {
        for width in 10..40 {
            for line in set("Rời ngay lồng bè, chòi canh, tàu đã neo đậu.", width as f32) {
                assert!(
                    !line.ends_with("chòi") && !line.ends_with("lồng") && !line.ends_with(" neo"),
                    "{width}: {line}"
                );
            }
        }
    }

    #[test]
    fn a_headline_is_balanced_over_the_lines_asked_for() {
        let text = "NGƯỜI DÂN HÀI LÒNG|LÀ THƯỚC ĐO CỦA CHÍNH QUYỀN";
        let three = balanced(text, 3, &mut |t| count(t)).unwrap();
        assert_eq!(three.lines, ["NGƯỜI DÂN HÀI LÒNG", "LÀ THƯỚC ĐO", "CỦA CHÍNH QUYỀN"]);
        assert!(balanced(text, 1, &mut |t| count(t)).is_none(), "the author's break stands");
        assert!(balanced(text, 99, &mut |t| count(t)).is_none());
    }

    #[test]
    fn the_last_line_is_not_one_syllable() {
        for width in 16..40 {
            let lines = set("Mang bản chính đến Trung tâm đúng giờ hẹn nhé bà con", width as f32);
            assert!(lines.last().unwrap().contains(' '), "{width}: {lines:?}");
        }
    }

    #[test]
    fn an_address_wider_than_the_line_is_cut_after_its_separators() {
        assert_eq!(
            set("Mở https://dichvucong.gov.vn/p/home ngay", 14.0),
            ["Mở https://", "dichvucong.", "gov.vn/p/home", "ngay"]
        );
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_no_line_is_too_wide(text in "[a-zA-Zđơư0-9 .,|\\-/]{0,200}", width in 1_u8..60) {
            let lines = set(&text, f32::from(width));
            let kept: String = lines.concat().chars().filter(|c| !c.is_whitespace()).collect();
            let meant: String = text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect();
            prop_assert_eq!(kept, meant);
            for line in &lines {
                prop_assert!(count(line) <= f32::from(width), "{:?}", line);
            }
        }

        #[test]
        fn the_authors_breaks_are_kept(parts in prop::collection::vec("[a-z]{1,5}( [a-z]{1,5}){0,4}", 1..5), width in 6_u8..60) {
            let lines = set(&parts.join("|"), f32::from(width));
            let mut lines = lines.iter();
            for part in &parts {
                let mut seen = String::new();
                while seen.len() < part.len() {
                    let line = lines.next().unwrap();
                    if !seen.is_empty() { seen.push(' '); }
                    seen.push_str(line);
                }
                prop_assert_eq!(&seen, part);
            }
        }

        #[test]
        fn a_balanced_headline_has_the_lines_asked_for(text in "[a-z]{1,6}( [a-z]{1,6}){0,12}", lines in 1_usize..6) {
            match balanced(&text, lines, &mut |t| count(t)) {
                Some(broken) => {
                    prop_assert_eq!(broken.lines.len(), lines);
                    prop_assert_eq!(broken.lines.join(" "), text);
                }
                None => prop_assert!(text.split(' ').count() < lines),
            }
        }
    }
}
