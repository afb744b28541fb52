//! `word/document.xml`: its paragraphs and tables, in order.

use super::{
    numbering::Numbering,
    styles::{DocumentStyles, number},
    xml::{Xml, XmlItem},
};
use crate::document::{Document, DocumentError, block::Builder};

/// What stands in a Word file beside what it shows: what was deleted, codes of fields, and what old programs see in the
/// place of what new ones see.
const UNSEEN: [&str; 5] = ["del", "moveFrom", "instrText", "delText", "Fallback"];

/// Reads the body.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn read(part: &[u8], styles: &DocumentStyles, numbering: Numbering) -> Result<Document, DocumentError> {
    let mut body =
        DocumentBody { styles, numbering, builder: Builder::default(), paragraphs: Vec::new(), tables: Vec::new() };
    let mut xml = Xml::new(part);
    // How many elements deep in something unseen.
    let mut unseen = 0_usize;
    loop {
        match xml.next()? {
            XmlItem::Begins(name, _) if unseen > 0 || UNSEEN.contains(&name.as_str()) => unseen += 1,
            XmlItem::Ends(_) if unseen > 0 => unseen -= 1,
            XmlItem::Begins(name, attributes) => body.begins(&name, &attributes),
            XmlItem::Ends(name) => body.ends(&name)?,
            XmlItem::Text(text) if unseen == 0 => body.letters(&text),
            XmlItem::Text(_) => {}
            XmlItem::Over => return Ok(body.builder.finish()),
        }
    }
}

struct DocumentBody<'a> {
    styles: &'a DocumentStyles,
    numbering: Numbering,
    builder: Builder,
    /// Paragraphs that have begun; text boxes have some within others.
    paragraphs: Vec<Paragraph>,
    /// Tables that have begun, one within the other.
    tables: Vec<OpenTable>,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    /// Letters count only inside `w:t`.
    in_text: bool,
}

#[derive(Default)]
struct OpenTable {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    cell: Vec<String>,
}

impl DocumentBody<'_> {
    fn begins(&mut self, name: &str, attributes: &super::xml::Attributes) {
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "tbl" => self.tables.push(OpenTable::default()),
            _ => {}
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match name {
            "pStyle" => paragraph.style = attributes.val().map(str::to_owned),
            "numId" => paragraph.list = attributes.val().map(str::to_owned),
            "ilvl" => paragraph.level = number(attributes.val()),
            "t" => paragraph.in_text = true,
            "tab" | "ptab" => paragraph.text.push(' '),
            "br" | "cr" => paragraph.text.push('\n'),
            "noBreakHyphen" => paragraph.text.push('-'),
            _ => {}
        }
    }

    fn ends(&mut self, name: &str) -> Result<(), DocumentError> {
        match name {
            "t" => self.paragraphs.iter_mut().last().into_iter().for_each(|paragraph| paragraph.in_text = false),
            "p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.paragraph(&paragraph)?;
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    let cell = std::mem::take(&mut table.cell).join("\n");
                    table.row.push(cell);
                }
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    let row = std::mem::take(&mut table.row);
                    self.builder.row(&row)?;
                    table.rows.push(row);
                }
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    match self.tables.last_mut() {
                        // A table in a cell is words of that cell.
                        Some(outer) => outer.cell.extend(table.rows.into_iter().map(|row| row.join(" "))),
                        None => self.builder.table(None, table.rows),
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn letters(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut().filter(|paragraph| paragraph.in_text) {
            paragraph.text.push_str(text);
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) -> Result<(), DocumentError> {
        let words = paragraph.text.trim();
        if words.is_empty() {
            return Ok(());
        }
        let style = paragraph.style.as_ref().and_then(|style| self.styles.get(style));
        let styled = style.and_then(|style| style.numbered.clone());
        // A list of `0` says that the paragraph is not numbered, whatever its style says.
        let list = paragraph.list.clone().or(styled.as_ref().map(|(list, _)| list.clone())).filter(|list| list != "0");
        let level = paragraph.level.or(styled.map(|(_, level)| level)).unwrap_or(0);
        let before = list.map_or(String::new(), |list| self.numbering.next(&list, level));
        let text = format!("{before}{words}");
        match self.tables.last_mut() {
            Some(table) => {
                table.cell.push(text);
                Ok(())
            }
            None => self.builder.text(style.and_then(|style| style.heading), &text),
        }
    }
}
