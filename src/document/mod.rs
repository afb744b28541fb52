//! Word and Excel files and plain text become paragraphs and tables: nothing but their words and how these belong together.
//!
//! Rules: what a file is follows from its bytes, never from its name; everything that is unpacked is counted while it is
//! unpacked, whatever the file says of itself; no entity, link or formula is followed.

mod block;
mod docx;
mod encoding;
mod error;
mod kind;
mod package;
mod plain;
mod xlsx;

pub use block::{Document, DocumentBlock, DocumentTable};
pub use error::DocumentError;
pub use kind::{DocumentKind, kind};

/// Reads a file of that kind.
///
/// # Errors
/// [`DocumentError`].
pub fn read(kind: DocumentKind, bytes: &[u8]) -> Result<Document, DocumentError> {
    let document = match kind {
        DocumentKind::Docx => docx::read(bytes),
        DocumentKind::Xlsx => xlsx::read(bytes),
        DocumentKind::Text => plain::read(bytes),
    }?;
    if document.blocks.is_empty() { Err(DocumentError::Empty) } else { Ok(document) }
}
