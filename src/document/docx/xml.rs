//! The XML of a Word file, element by element: no entity of its own, no nesting without end.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{document::DocumentError, model::limits::DOCUMENT_DEPTH};

/// What comes next in a part. Names are without their prefix, `t` for `w:t`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum XmlItem {
    /// An element begins; one that is empty ends at once.
    Begins(String, Attributes),
    /// It ends.
    Ends(String),
    /// Letters.
    Text(String),
    /// The part is over.
    Over,
}

/// The attributes of an element, without their prefixes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The attribute of that name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// `val`, in which Word says most things.
    pub(super) fn val(&self) -> Option<&str> {
        self.get("val")
    }
}

/// Reads a part.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// The end of an element that was empty.
    pending: Option<String>,
}

impl<'a> Xml<'a> {
    pub(super) fn new(part: &'a [u8]) -> Self {
        Self { reader: Reader::from_reader(part), depth: 0, pending: None }
    }

    /// What comes next.
    ///
    /// # Errors
    /// [`DocumentError::Broken`] where it is no XML or has entities of its own, [`DocumentError::TooLarge`] where it is
    /// nested deeper than allowed.
    pub(super) fn next(&mut self) -> Result<XmlItem, DocumentError> {
        if let Some(name) = self.pending.take() {
            return Ok(XmlItem::Ends(name));
        }
        loop {
            let event = self.reader.read_event().map_err(|error| DocumentError::Broken(error.to_string()))?;
            return Ok(match event {
                Event::Start(element) => {
                    self.depth += 1;
                    if self.depth > DOCUMENT_DEPTH {
                        return Err(DocumentError::TooLarge { what: "nested elements", most: DOCUMENT_DEPTH as u64 });
                    }
                    XmlItem::Begins(name(&element), attributes(&element)?)
                }
                Event::Empty(element) => {
                    self.pending = Some(name(&element));
                    XmlItem::Begins(name(&element), attributes(&element)?)
                }
                Event::End(element) => {
                    self.depth = self.depth.saturating_sub(1);
                    XmlItem::Ends(text(element.local_name().as_ref()))
                }
                Event::Text(letters) => {
                    let decoded = letters.decode().map_err(|error| DocumentError::Broken(error.to_string()))?;
                    XmlItem::Text(decoded.into_owned())
                }
                Event::CData(letters) => XmlItem::Text(text(&letters)),
                Event::GeneralRef(reference) => XmlItem::Text(letter(&reference)?),
                // Word writes none; entities of a file's own are how bombs are made.
                Event::DocType(_) => return Err(DocumentError::Broken("it declares entities of its own".to_owned())),
                Event::Eof => XmlItem::Over,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }
}

fn letter(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, DocumentError> {
    let unknown = || DocumentError::Broken(format!("it uses the unknown entity `{}`", text(reference)));
    if let Some(letter) = reference.resolve_char_ref().map_err(|_| unknown())? {
        return Ok(letter.to_string());
    }
    let known = quick_xml::escape::resolve_predefined_entity(&text(reference)).map(str::to_owned);
    known.ok_or_else(unknown)
}

fn name(element: &BytesStart<'_>) -> String {
    text(element.local_name().as_ref())
}

fn attributes(element: &BytesStart<'_>) -> Result<Attributes, DocumentError> {
    let mut found = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| DocumentError::Broken(error.to_string()))?;
        found.push((text(attribute.key.local_name().as_ref()), text(&attribute.value)));
    }
    Ok(Attributes(found))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
