//! Everything that can be wrong, each with the figures and quotations its words are made of.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::model::Size;

/// What is not right. Its [`FindingCode`] is its name on the wire.
#[derive(Debug, Clone, PartialEq, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(FindingCode),
    doc = "The stable name of a [`FindingKind`], in kebab case: `text-too-small`.",
    derive(PartialOrd, Ord, Hash, strum::IntoStaticStr, strum::VariantArray),
    strum(serialize_all = "kebab-case"),
    allow(missing_docs, reason = "said at the variants of `FindingKind`")
)]
pub enum FindingKind {
    // --- the words
    /// An ellipsis stands where a name or a number should be.
    LeftOpen {
        /// The text.
        text: String,
    },
    /// A word that the commune's table of terms has replaced.
    ObsoleteTerm {
        /// The word.
        found: String,
        /// What to write instead.
        instead: String,
        /// The reason, in the table's words.
        because: Option<String>,
    },
    /// Twelve digits, as a citizen's identity number has.
    PersonalData {
        /// The digits.
        number: String,
    },
    /// A weekday that is not that of its date.
    WeekdayDoesNotMatch {
        /// The text that names both.
        text: String,
        /// The date.
        date: Date,
    },
    // --- facts and dates
    /// The facts were last checked too long ago.
    FactsNotChecked {
        /// When.
        checked_on: Date,
        /// Days since then.
        age_days: i32,
    },
    /// Facts without a source.
    NoSource,
    /// An event whose day is past.
    EventIsOver {
        /// The day.
        date: Date,
    },
    /// A scheduled alert that no longer holds.
    AlertExpired {
        /// Until when it held, in the programme's time zone.
        expires: DateTime,
    },
    /// An alert whose campaign goes on after it no longer holds.
    AlertShownPastEnd {
        /// Until when it holds, in the programme's time zone.
        expires: DateTime,
        /// When the campaign ends, if it does.
        until: Option<DateTime>,
    },
    /// A table that slides are judged by was last gone through too long ago.
    TableNotChecked {
        /// Its file.
        file: &'static str,
        /// When.
        checked_on: Date,
        /// Days since then.
        age_days: i32,
    },
    // --- the plan
    /// A topic of the plan that no scheduled slide serves.
    TopicNotCovered {
        /// Its id.
        topic: String,
        /// Its name.
        name: String,
    },
    /// A procedure of the plan that no scheduled slide names.
    ProcedureNotCovered {
        /// Its name.
        procedure: String,
    },
    /// A slide's topic that the plan does not know.
    UnknownTopic {
        /// Its id.
        topic: String,
    },
    // --- the picture
    /// Letters too small for the distance.
    TextTooSmall {
        /// The first line of the text, with an ellipsis where others follow.
        words: String,
        /// Height of a capital as seen from there, minutes of arc.
        angle: f64,
        /// What is needed, minutes of arc.
        wanted: f64,
        /// From the screen to the reader, metres.
        distance_m: f64,
        /// The screen's diagonal, inches.
        panel_inches: f64,
        /// How much shorter it must be.
        shortening: Shortening,
    },
    /// What stands beside the text, such as the footer or a label, too small even for whoever comes nearer.
    CaptionTooSmall {
        /// Its words.
        words: String,
        /// Height of a capital as seen from there, minutes of arc.
        angle: f64,
        /// What is needed, minutes of arc.
        wanted: f64,
        /// From the screen to the reader, metres.
        distance_m: f64,
    },
    /// Letters that do not stand out from what is behind them.
    LowContrast {
        /// The line.
        words: String,
        /// Contrast as WCAG 2.2 counts it, from 1.
        ratio: f64,
        /// What is needed.
        wanted: f64,
    },
    /// A QR code that leads nowhere, or elsewhere.
    CodeDoesNotScan {
        /// Where it should lead.
        url: String,
        /// What was read from the picture.
        decoded: Option<String>,
    },
    /// A QR code too small for the distance people come up to.
    CodeTooSmall {
        /// Its side on the screen, millimetres.
        side_mm: f64,
        /// What is needed, millimetres.
        wanted_mm: f64,
        /// The distance, metres.
        distance_m: f64,
    },
    /// An address for which there is no QR code.
    QrTooLong {
        /// The address, cut.
        url: String,
    },
    /// A picture that is named and is not there.
    PictureMissing {
        /// Its key.
        picture: String,
    },
    /// A page that crashes whoever draws it; a hall shows the default slide instead.
    CannotBeDrawn {
        /// What the renderer says, in English.
        reason: String,
    },
    /// Letters that no bundled face has.
    UnknownLetters {
        /// The first few of them.
        letters: String,
    },
    // --- time
    /// A page that is gone before it has been read.
    TooLittleTime {
        /// Seconds it is shown.
        shown_s: f64,
        /// Seconds it takes to read.
        need_s: f64,
    },
    /// A page that takes longer to read than people look.
    TooMuchOnAPage {
        /// Seconds it takes to read.
        need_s: f64,
    },
    // --- the ticker
    /// A ticker or clock that is never shown.
    TickerInEmergency,
    /// A sentence too long to be followed.
    TickerTooLong {
        /// How it begins.
        words: String,
        /// Its syllables.
        syllables: u64,
        /// How many are followed.
        most: u64,
    },
    /// A sentence that passes too fast.
    TickerTooFast {
        /// How it begins.
        words: String,
        /// Syllables a second.
        rate: f64,
        /// How many are read.
        most: f64,
    },
    // --- limits and repairs
    /// A text or a list longer than the limits was cut.
    TextTooLong {
        /// Most characters of a text.
        chars: usize,
        /// Most entries of a list.
        entries: usize,
    },
    /// A slide that cannot be laid out within the limits of time and memory.
    SlideTooLarge {
        /// Its characters.
        chars: usize,
        /// How many can be laid out, if they are spread over entries and lines.
        most: usize,
    },
    /// More pages than a slide may have.
    TooManyPages {
        /// How many there would be.
        pages: usize,
        /// On which canvas.
        canvas: Size,
        /// How many are shown.
        most: usize,
    },
    /// A text in an encoding from before Unicode, converted.
    LegacyEncoding {
        /// The file it stands in.
        file: String,
        /// The encoding's name.
        encoding: &'static str,
        /// How the converted text begins.
        shown: String,
    },
}

/// How much shorter a text must be to be read from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortening {
    /// Nobody has tried.
    Untried,
    /// From so many syllables to so many.
    To {
        /// What it has.
        now: u64,
        /// What it may have.
        most: u64,
    },
    /// However short it is, this template does not set it larger.
    InVain,
}

/// A figure with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantity {
    /// What was measured, such as `angle`.
    pub name: &'static str,
    /// How much.
    pub value: f64,
    /// In what: `arcmin`, `mm`, `m`, `in`, `s`, `d`, `syllable`, `syllable/s`, `char`, `entry`, `page`; `1` for a ratio.
    pub unit: &'static str,
}

impl FindingKind {
    /// Its stable name.
    pub fn code(&self) -> &'static str {
        FindingCode::from(self).into()
    }

    /// How far what was measured is from what is wanted: the larger, the worse. Only findings of one code compare.
    pub(super) fn shortfall(&self) -> f64 {
        match *self {
            Self::TextTooSmall { angle, wanted, .. } | Self::CaptionTooSmall { angle, wanted, .. } => wanted / angle,
            Self::LowContrast { ratio, wanted, .. } => wanted / ratio,
            Self::CodeTooSmall { side_mm, wanted_mm, .. } => wanted_mm / side_mm,
            Self::TooLittleTime { shown_s, need_s } => need_s / shown_s,
            Self::TooMuchOnAPage { need_s } => need_s,
            Self::TooManyPages { pages, .. } => pages as f64,
            _ => 0.0,
        }
    }

    /// Its figures: what was measured first, then what was wanted, then how it was looked at.
    pub fn quantities(&self) -> Vec<Quantity> {
        let of = |figures: &[(&'static str, f64, &'static str)]| {
            figures.iter().map(|&(name, value, unit)| Quantity { name, value, unit }).collect()
        };
        match *self {
            Self::FactsNotChecked { age_days, .. } | Self::TableNotChecked { age_days, .. } => {
                of(&[("age", f64::from(age_days), "d")])
            }
            Self::TextTooSmall { angle, wanted, distance_m, panel_inches, shortening, .. } => {
                let mut figures = of(&[
                    ("angle", angle, "arcmin"),
                    ("wanted", wanted, "arcmin"),
                    ("distance", distance_m, "m"),
                    ("panel", panel_inches, "in"),
                ]);
                if let Shortening::To { now, most } = shortening {
                    figures.append(&mut of(&[("length", now as f64, "syllable"), ("most", most as f64, "syllable")]));
                }
                figures
            }
            Self::CaptionTooSmall { angle, wanted, distance_m, .. } => {
                of(&[("angle", angle, "arcmin"), ("wanted", wanted, "arcmin"), ("distance", distance_m, "m")])
            }
            Self::LowContrast { ratio, wanted, .. } => of(&[("contrast", ratio, "1"), ("wanted", wanted, "1")]),
            Self::CodeTooSmall { side_mm, wanted_mm, distance_m } => {
                of(&[("side", side_mm, "mm"), ("wanted", wanted_mm, "mm"), ("distance", distance_m, "m")])
            }
            Self::TooLittleTime { shown_s, need_s } => of(&[("shown", shown_s, "s"), ("needed", need_s, "s")]),
            Self::TooMuchOnAPage { need_s } => of(&[("needed", need_s, "s")]),
            Self::TickerTooLong { syllables, most, .. } => {
                of(&[("length", syllables as f64, "syllable"), ("most", most as f64, "syllable")])
            }
            Self::TickerTooFast { rate, most, .. } => of(&[("rate", rate, "syllable/s"), ("most", most, "syllable/s")]),
            Self::TextTooLong { chars, entries } => {
                of(&[("most-chars", chars as f64, "char"), ("most-entries", entries as f64, "entry")])
            }
            Self::SlideTooLarge { chars, most } => {
                of(&[("chars", chars as f64, "char"), ("most", most as f64, "char")])
            }
            Self::TooManyPages { pages, most, .. } => {
                of(&[("pages", pages as f64, "page"), ("most", most as f64, "page")])
            }
            Self::LeftOpen { .. }
            | Self::ObsoleteTerm { .. }
            | Self::PersonalData { .. }
            | Self::WeekdayDoesNotMatch { .. }
            | Self::NoSource
            | Self::EventIsOver { .. }
            | Self::AlertExpired { .. }
            | Self::AlertShownPastEnd { .. }
            | Self::TopicNotCovered { .. }
            | Self::ProcedureNotCovered { .. }
            | Self::UnknownTopic { .. }
            | Self::CodeDoesNotScan { .. }
            | Self::QrTooLong { .. }
            | Self::PictureMissing { .. }
            | Self::CannotBeDrawn { .. }
            | Self::UnknownLetters { .. }
            | Self::TickerInEmergency
            | Self::LegacyEncoding { .. } => Vec::new(),
        }
    }
}
