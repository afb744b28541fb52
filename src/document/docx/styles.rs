//! Which styles are headings, and which number their paragraphs.

use std::collections::HashMap;

use super::xml::{Xml, XmlItem};
use crate::document::DocumentError;

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// They are headings of that level, from 1.
    pub(super) heading: Option<u8>,
    /// They are numbered by that list, at that level of it.
    pub(super) numbered: Option<(String, usize)>,
}

/// The styles by their ids, which differ from one language of Word to the next.
pub(super) type DocumentStyles = HashMap<String, Style>;

/// Reads `word/styles.xml`.
///
/// # Errors
/// As [`Xml::next`].
pub(super) fn read(part: &[u8]) -> Result<DocumentStyles, DocumentError> {
    let mut xml = Xml::new(part);
    let mut styles = DocumentStyles::new();
    let mut current: Option<(String, Style)> = None;
    let (mut list, mut level) = (None, 0);
    loop {
        match xml.next()? {
            XmlItem::Begins(name, attributes) => match name.as_str() {
                "style" => {
                    current = attributes.get("styleId").map(|id| (id.to_owned(), Style::default()));
                    (list, level) = (None, 0);
                }
                "name" => {
                    if let Some((_, style)) = &mut current {
                        style.heading = style.heading.or(attributes.val().and_then(heading));
                    }
                }
                "outlineLvl" => {
                    if let (Some((_, style)), Some(level)) = (&mut current, number(attributes.val())) {
                        style.heading = u8::try_from(level + 1).ok().filter(|level| *level <= 9);
                    }
                }
                "numId" => list = attributes.val().map(str::to_owned),
                "ilvl" => level = number(attributes.val()).unwrap_or(0),
                _ => {}
            },
            XmlItem::Ends(name) if name == "style" => {
                if let Some((id, mut style)) = current.take() {
                    style.numbered = list.take().map(|list| (list, level));
                    styles.insert(id, style);
                }
            }
            XmlItem::Over => return Ok(styles),
            _ => {}
        }
    }
}

/// The level that the English name of a style has, which files bear in every language of Word.
fn heading(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name == "title" {
        return Some(1);
    }
    name.strip_prefix("heading ")?.parse().ok()
}

pub(super) fn number(text: Option<&str>) -> Option<usize> {
    text?.parse().ok()
}
