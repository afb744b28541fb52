//! Vietnamese text: NFC, legacy encodings, syllables, line-break penalties, reading time.

mod breaks;
mod capitals;
mod lexicon;
mod lines;
mod normal;
mod reading;

pub use breaks::{Segment, Word, segments};
pub use capitals::upper;
pub use lines::{Broken, balanced, filled};
pub use normal::nfc;
pub use reading::{Pace, Reading};
