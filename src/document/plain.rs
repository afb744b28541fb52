//! Plain text to paragraphs, and tables with commas, semicolons or tabs between their cells.

use super::{Document, DocumentError, block::Builder, encoding};

/// What may stand between cells.
const BETWEEN: [u8; 3] = [b'\t', b';', b','];
/// Lines by which a table is recognised.
const LOOKED_AT: usize = 20;

/// Reads a text file.
///
/// # Errors
/// [`DocumentError::Broken`] where it is none, [`DocumentError::TooLarge`].
pub(super) fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    let text = encoding::decoded(bytes).ok_or_else(|| DocumentError::Broken("it is not a text".to_owned()))?;
    // Excel says in a line of its own what stands between cells.
    let (said, text) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((said, rest)) => (said.trim_end_matches('\r').bytes().next(), rest),
        None => (None, text.as_str()),
    };
    let mut builder = Builder::default();
    match said.or_else(|| between(text)) {
        Some(delimiter) => {
            let rows = rows(text, delimiter, &mut builder)?;
            builder.table(None, rows);
        }
        None => text.lines().try_for_each(|line| builder.text(None, line))?,
    }
    Ok(builder.finish())
}

/// What stands between the cells, where the text is a table: every line that is looked at has as many cells as the first,
/// and at least two. A sentence has a comma now and then, and no other line has as many.
fn between(text: &str) -> Option<u8> {
    let alike = |delimiter: u8| {
        let mut reader = reader(text, delimiter);
        let rows: Vec<_> = reader.byte_records().take(LOOKED_AT).collect::<Result<_, _>>().ok()?;
        let cells = rows.first()?.len();
        let few = if delimiter == b'\t' { 2 } else { 3 };
        (rows.len() > 1 && cells >= few && rows.iter().all(|row| row.len() == cells)).then_some((cells, delimiter))
    };
    BETWEEN.into_iter().filter_map(alike).max_by_key(|(cells, _)| *cells).map(|(_, delimiter)| delimiter)
}

fn rows(text: &str, delimiter: u8, builder: &mut Builder) -> Result<Vec<Vec<String>>, DocumentError> {
    let mut rows = Vec::new();
    for row in reader(text, delimiter).records() {
        let row = row.map_err(|error| DocumentError::Broken(error.to_string()))?;
        let row: Vec<String> = row.iter().map(|cell| cell.trim().to_owned()).collect();
        builder.row(&row)?;
        rows.push(row);
    }
    Ok(rows)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DocumentBlock, DocumentTable};

    fn table(text: &str) -> Option<DocumentTable> {
        read(text.as_bytes()).unwrap().tables().next().cloned()
    }

    #[test]
    fn tables_are_recognised_whatever_stands_between_their_cells() {
        for between in [',', ';', '\t'] {
            let text =
                "Mã,Tên,Lĩnh vực\n1.0,Khai sinh,Hộ tịch\n2.0,\"Kết hôn\",Hộ tịch\n".replace(',', &between.to_string());
            let table = table(&text).unwrap_or_else(|| panic!("{between:?}"));
            assert_eq!(table.rows[2], ["2.0", "Kết hôn", "Hộ tịch"], "{between:?}");
        }
        assert_eq!(table("sep=;\r\na;b\r\nc;d\r\n").unwrap().rows, [["a", "b"], ["c", "d"]]);
    }

    #[test]
    fn sentences_with_commas_are_no_table() {
        let text = "Kính mời ông, bà đến họp.\nMang theo giấy tờ, ảnh, bút.\nTrân trọng.";
        let document = read(text.as_bytes()).unwrap();
        assert_eq!(document.blocks.len(), 3);
        assert!(matches!(&document.blocks[0], DocumentBlock::Paragraph(text) if text.starts_with("Kính mời")));
    }
}
