//! Excel files to tables: what cells show, sheet by sheet.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetVisible, Xlsx, XlsxError};

use super::{Document, DocumentError, block::Builder, package::Package};
use crate::model::limits::{DOCUMENT_COLUMNS, DOCUMENT_ROWS, DOCUMENT_SHEETS};

/// Reads an Excel file. Hidden sheets are left out.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    Package::open(bytes)?.measure()?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let visible = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    if names.len() > DOCUMENT_SHEETS {
        return Err(DocumentError::TooLarge { what: "sheets", most: DOCUMENT_SHEETS as u64 });
    }
    let mut builder = Builder::default();
    for name in names {
        let rows = match sheet(&mut book, &name, &mut builder) {
            // Sheets that are charts have no cells.
            Err(XlsxOr::Xlsx(XlsxError::WorksheetNotFound(_))) => continue,
            Err(XlsxOr::Xlsx(error)) => return Err(broken(error)),
            Err(XlsxOr::Limit(error)) => return Err(error),
            Ok(rows) => rows,
        };
        builder.table(Some(name), rows);
    }
    Ok(builder.finish())
}

enum XlsxOr {
    Xlsx(XlsxError),
    Limit(DocumentError),
}

/// The cells of a sheet, read one by one: a sheet may name a cell at the end of the world, which a dense table would have
/// to reach.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, builder: &mut Builder) -> Result<Vec<Vec<String>>, XlsxOr> {
    let mut cells = book.worksheet_cells_reader(name).map_err(XlsxOr::Xlsx)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut at = None;
    while let Some(cell) = cells.next_cell().map_err(XlsxOr::Xlsx)? {
        let (row, column) = cell.get_position();
        let words = shown(cell.get_value());
        if words.is_empty() || column as usize >= DOCUMENT_COLUMNS {
            continue;
        }
        if at != Some(row) {
            if let Some(done) = rows.last() {
                builder.row(done).map_err(XlsxOr::Limit)?;
            }
            if rows.len() >= DOCUMENT_ROWS {
                return Err(XlsxOr::Limit(DocumentError::TooLarge { what: "rows", most: DOCUMENT_ROWS as u64 }));
            }
            // Rows without any cell are left out, however many there are.
            rows.push(Vec::new());
            at = Some(row);
        }
        let Some(cells) = rows.last_mut() else { continue };
        if cells.len() <= column as usize {
            cells.resize(column as usize + 1, String::new());
        }
        cells[column as usize] = words;
    }
    if let Some(done) = rows.last() {
        builder.row(done).map_err(XlsxOr::Limit)?;
    }
    Ok(rows)
}

/// A cell as a reader of Vietnamese sees it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(yes) => if *yes { "có" } else { "không" }.to_owned(),
        DataRef::DateTime(time) if time.is_duration() => time.as_f64().to_string(),
        DataRef::DateTime(time) => {
            let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
            let date = format!("{day:02}/{month:02}/{year}");
            if (hour, minute) == (0, 0) { date } else { format!("{hour:02}:{minute:02} {date}") }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn broken(error: XlsxError) -> DocumentError {
    match error {
        XlsxError::Password => DocumentError::Locked,
        error => DocumentError::Broken(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn book(sheet: &str) -> Vec<u8> {
        let parts = [
            ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
            (
                "_rels/.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
            ),
            (
                "xl/workbook.xml",
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Danh mục" sheetId="1" r:id="r1"/></sheets></workbook>"#,
            ),
            (
                "xl/styles.xml",
                r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
            ),
        ];
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let sheet = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
        );
        for (name, text) in parts.into_iter().chain([("xl/worksheets/sheet1.xml", &*sheet)]) {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn text(at: &str, words: &str) -> String {
        format!(r#"<c r="{at}" t="inlineStr"><is><t>{words}</t></is></c>"#)
    }

    #[test]
    fn cells_are_read_as_they_are_shown() {
        let sheet = [
            "<row r=\"3\">",
            &text("A3", "Mã TTHC"),
            &text("C3", "Tên TTHC "),
            "</row><row r=\"9\"><c r=\"A9\"><v>1.001193</v></c><c r=\"B9\" s=\"1\"><v>46000</v></c><c r=\"C9\"><v>7</v></c></row>",
        ];
        let document = read(&book(&sheet.concat())).unwrap();
        let table = document.tables().next().unwrap();
        assert_eq!(table.name.as_deref(), Some("Danh mục"));
        assert_eq!(table.rows, [vec!["Mã TTHC", "", "Tên TTHC"], vec!["1.001193", "09/12/2025", "7"]]);
    }

    #[test]
    fn a_cell_at_the_end_of_the_world_takes_no_room_and_a_million_cells_are_refused() {
        let far = format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", text("A1", "a"), text("XFD1048576", "z"));
        assert_eq!(read(&book(&far)).unwrap().tables().next().unwrap().rows, [["a"]]);
        let row = |n: usize| {
            let cells: String =
                (0..20).map(|at| format!("<c r=\"{}{n}\"><v>1</v></c>", char::from(b'A' + at))).collect();
            format!("<row r=\"{n}\">{cells}</row>")
        };
        let many: String = (1..=50_000).map(row).collect();
        let outcome = read(&book(&many));
        assert!(matches!(outcome, Err(DocumentError::TooLarge { .. })), "{outcome:?}");
    }
}
