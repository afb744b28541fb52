//! What a document is made of, once its looks are left out.

use serde::{Deserialize, Serialize};

use super::DocumentError;
use crate::model::limits::{DOCUMENT_CELLS, DOCUMENT_CHARS};

/// A document: its words, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its parts, none of them empty.
    pub blocks: Vec<DocumentBlock>,
}

/// A part of a document. In a text, `\n` is a line break of its author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentBlock {
    /// A heading; 1 is the largest.
    Heading(u8, String),
    /// A paragraph. A numbered one begins with its number as it is shown, such as `1. ` or `a) `, a bullet with `- `.
    Paragraph(String),
    /// A table.
    Table(DocumentTable),
}

/// A table; its rows may differ in length.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentTable {
    /// The name of its sheet, where it has one.
    pub name: Option<String>,
    /// Its rows, each of which has a cell that is not empty.
    pub rows: Vec<Vec<String>>,
}

impl Document {
    /// Its words as one text: a block a line, the cells of a row with tabs between them.
    pub fn text(&self) -> String {
        let lines = self.blocks.iter().flat_map(|block| match block {
            DocumentBlock::Heading(_, text) | DocumentBlock::Paragraph(text) => vec![text.clone()],
            DocumentBlock::Table(table) => table.rows.iter().map(|row| row.join("\t")).collect(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Its tables.
    pub fn tables(&self) -> impl Iterator<Item = &DocumentTable> {
        self.blocks.iter().filter_map(|block| match block {
            DocumentBlock::Table(table) => Some(table),
            _ => None,
        })
    }
}

/// A document in the making, within the limits.
#[derive(Default)]
pub(super) struct Builder {
    blocks: Vec<DocumentBlock>,
    chars: usize,
    cells: usize,
}

impl Builder {
    /// Adds a heading or paragraph, unless it is empty.
    ///
    /// # Errors
    /// [`DocumentError::TooLarge`].
    pub(super) fn text(&mut self, heading: Option<u8>, text: &str) -> Result<(), DocumentError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        self.count(text)?;
        let text = text.to_owned();
        self.blocks.push(heading.map_or_else(
            || DocumentBlock::Paragraph(text.clone()),
            |level| DocumentBlock::Heading(level, text.clone()),
        ));
        Ok(())
    }

    /// Counts a row that is about to be kept. Whoever reads a table calls it row by row, so that no table is too large
    /// before it is judged.
    ///
    /// # Errors
    /// [`DocumentError::TooLarge`].
    pub(super) fn row(&mut self, row: &[String]) -> Result<(), DocumentError> {
        self.cells += row.len();
        if self.cells > DOCUMENT_CELLS {
            return Err(DocumentError::TooLarge { what: "cells", most: DOCUMENT_CELLS as u64 });
        }
        row.iter().try_for_each(|cell| self.count(cell))
    }

    /// Adds a table whose rows were counted, without its empty rows and the empty cells at their ends.
    pub(super) fn table(&mut self, name: Option<String>, rows: Vec<Vec<String>>) {
        let trimmed = rows.into_iter().map(|mut row| {
            while row.last().is_some_and(|cell| cell.trim().is_empty()) {
                row.pop();
            }
            row
        });
        let rows: Vec<Vec<String>> = trimmed.filter(|row| !row.is_empty()).collect();
        if !rows.is_empty() {
            self.blocks.push(DocumentBlock::Table(DocumentTable { name, rows }));
        }
    }

    /// The document.
    pub(super) fn finish(self) -> Document {
        Document { blocks: self.blocks }
    }

    fn count(&mut self, text: &str) -> Result<(), DocumentError> {
        self.chars += text.chars().count();
        if self.chars > DOCUMENT_CHARS {
            return Err(DocumentError::TooLarge { what: "letters", most: DOCUMENT_CHARS as u64 });
        }
        Ok(())
    }
}
