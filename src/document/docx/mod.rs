//! Word files to paragraphs and tables: text as it is shown, with the numbers that Word writes before it.

mod body;
mod numbering;
mod styles;
mod xml;

use super::{Document, DocumentError, package::Package};

/// Reads a Word file.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    let mut package = Package::open(bytes)?;
    let styles = styles::read(package.part("word/styles.xml")?.as_deref().unwrap_or_default())?;
    let numbering = numbering::read(package.part("word/numbering.xml")?.as_deref().unwrap_or_default())?;
    let body = package.part("word/document.xml")?;
    let body = body.ok_or_else(|| DocumentError::Broken("there is no `word/document.xml` in it".to_owned()))?;
    body::read(&body, &styles, numbering)
}

#[cfg(test)]
mod tests;
