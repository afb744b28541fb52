//! Strangers' files opened by a child that is locked in: pictures, PDF, Word and Excel become what the office keeps.
//!
//! Rules: each file has a child of its own, which can neither open a file nor a socket, has so much memory and time, and is
//! ended when it takes more; what comes out was decoded and made anew; every refusal says what to do next.

mod converter;
mod error;
mod kind;
mod probe;
mod program;
mod said;
mod sandbox;

pub use converter::{BroughtFile, ConvertProgress, Converted, ConvertedPicture, Converter, ConverterOptions};
pub use error::ConvertError;
pub use kind::Foreign;
pub use probe::probe;
pub use program::{ConvertChildError, convert_child};
pub use said::ConvertRefusal;
pub use sandbox::SandboxError;
