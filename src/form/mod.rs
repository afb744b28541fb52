//! What fields each kind of slide has, as data, and the way from what people write into them to a slide and back.
//!
//! Rules: every author (a file, a page, a table) fills in the same forms and is told the same mistakes; all mistakes
//! are found in one reading, each by its field, with what was expected and where it came from; limits are judged before
//! the work they limit; all text is brought to NFC, out of TCVN3 and VNI too, with a note. What a field is called and
//! what may be written into it stands in one place: `templates` and `campaign`; the types of `model` say how it is kept,
//! and a test holds both together.

pub mod campaign;
mod field;
mod found;
mod mistake;
mod read;
mod slide;
mod suggest;
mod templates;
mod typed;
mod value;
mod word;
mod words;
mod write;

pub use field::{Choice, CsvSheet, Field, FieldGroup, FieldKind, Form};
pub use found::Found;
pub use mistake::{FieldProblem, Mistake};
pub use read::{ConversionNote, FormReading, Mistakes, cleaned, read};
pub use slide::{COMMON, TEMPLATE, TRANSITIONS, read_slide, template, template_of, write_slide};
pub use suggest::{one_of, plain_id, suggest};
pub use templates::TEMPLATES;
pub use value::{BadPath, FieldValues, Input, Origin, Value};
pub use word::is_inside;
pub use words::{Language, Words};
pub use write::write;
