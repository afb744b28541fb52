//! Vietnamese text: NFC, legacy encodings, syllables, line-break penalties, reading time.

mod breaks;
mod capitals;
mod folded;
mod legacy;
mod lexicon;
mod lines;
mod normal;
mod reading;
mod syllable;
mod weekday;

pub use breaks::{Segment, Word, segments};
pub use capitals::upper;
pub use folded::folded;
pub use legacy::{Legacy, legacy};
pub use lines::{Broken, balanced, filled};
pub use normal::nfc;
pub use reading::{ReadingLoad, ReadingSpeed, count};
pub use weekday::weekday;
