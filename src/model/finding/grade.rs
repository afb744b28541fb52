//! How serious each finding may be, and why: the grades of docs/legibility.md §6.
//!
//! Rules: **must be fixed** is what nobody can read, what is wrong, or what would harm somebody, and it stops a publish;
//! **should be fixed** is what some readers lose; a **suggestion** loses no reader anything. Where the figures or the schedule
//! decide, a finding has two grades.

use super::{
    kind::FindingCode,
    severity::Severity::{self, Error, Suggestion, Warning},
};

impl FindingCode {
    /// The grades it may have, the mildest first.
    pub const fn grades(self) -> &'static [Severity] {
        match self {
            // A reader is told something false, or sees what nobody should.
            Self::PersonalData | Self::WeekdayDoesNotMatch | Self::AlertExpired | Self::AlertShownPastEnd => &[Error],
            // Something the author wrote is not on the screen.
            Self::PictureMissing
            | Self::CannotBeDrawn
            | Self::UnknownLetters
            | Self::TextTooLong
            | Self::SlideTooLarge
            | Self::TooManyPages
            | Self::CodeDoesNotScan
            | Self::QrTooLong
            | Self::TickerInEmergency => &[Error],
            // Nobody at that distance reads it, or some do: by the figures of docs/legibility.md §2 to §4.
            Self::TextTooSmall | Self::LowContrast | Self::TooLittleTime => &[Warning, Error],
            // In an alert on the screens the missing word may be the one that saves somebody; in one that only waits the gap is
            // there to be filled in.
            Self::LeftOpen => &[Suggestion, Warning, Error],
            // Some readers are misled, or are left behind.
            Self::ObsoleteTerm
            | Self::FactsNotChecked
            | Self::CodeTooSmall
            | Self::TooMuchOnAPage
            | Self::TickerTooLong
            | Self::TickerTooFast
            | Self::LegacyEncoding => &[Warning],
            // No reader loses anything by it: records, plans, and what is read from near by.
            Self::NoSource
            | Self::EventIsOver
            | Self::TableNotChecked
            | Self::TopicNotCovered
            | Self::ProcedureNotCovered
            | Self::UnknownTopic
            | Self::CaptionTooSmall => &[Suggestion],
        }
    }
}
