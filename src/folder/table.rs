//! The procedure table: a CSV file as a spreadsheet saves it.

use toml::{Spanned, de::DeValue};

use super::{
    FolderError,
    fields::{Fields, cleaned},
    file::read_text,
    nearest::{did_you_mean, one_of},
    picture::Pictures,
};
use crate::model::{
    Procedure,
    limits::{FIELD_CHARS, LIST_ENTRIES},
};

/// The columns that are read, in the order of [`Procedure`]'s fields; others may stand beside them.
const COLUMNS: [&str; 4] = ["ten_thu_tuc", "thoi_han", "phi_le_phi", "co_quan"];

/// Reads the rows of the CSV file that a slide's field names; `None` where anything is wrong with it.
pub(super) fn read(
    fields: &Fields<'_>,
    value: &Spanned<DeValue<'_>>,
    file: &str,
    pictures: &Pictures<'_>,
) -> Option<Vec<Procedure>> {
    pictures.file(fields, "csv", value, file)?;
    let mistakes = fields.page().mistakes;
    let text = |raw: &str| mistakes.unicode(fields.page().file, file, raw);
    match read_text(pictures.dir(), file).map_err(|error| vec![*error]).and_then(|table| rows(file, &table, &text)) {
        Ok(rows) => Some(rows),
        Err(errors) => {
            errors.into_iter().for_each(|error| mistakes.add(error));
            None
        }
    }
}

/// Rows of a table that is separated by commas or, as a Vietnamese Excel saves it, by semicolons; `text` cleans a cell.
fn rows(file: &str, table: &str, text: &impl Fn(&str) -> String) -> Result<Vec<Procedure>, Vec<FolderError>> {
    let header = table.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(table.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(cleaned).collect(),
        Err(error) => return Err(vec![FolderError::in_file(file, error.to_string(), "a CSV table").at(1)]),
    };
    let places = columns(file, &names)?;
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                errors.push(FolderError::in_file(file, error.to_string(), "a CSV table"));
                break;
            }
        };
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        if record.len() != names.len() {
            let what = format!("the row has {} columns", record.len());
            let hint = "put a text that contains the separator in double quotes";
            errors.push(
                FolderError::in_file(file, what, format!("{} as in the header", names.len())).at(line).hint(hint),
            );
            continue;
        }
        match procedure(&record, places, text) {
            Ok(row) => rows.push(row),
            Err((column, what, expected)) => {
                let error = FolderError::in_file(file, what, expected).at(line);
                errors.push(FolderError { field: Some(column.to_owned()), ..error });
            }
        }
    }
    if rows.is_empty() && errors.is_empty() {
        errors.push(FolderError::in_file(file, "the table has no rows", "at least one procedure below the header"));
    }
    if rows.len() > LIST_ENTRIES {
        let what = format!("the table has {} rows", rows.len());
        errors.push(FolderError::in_file(file, what, format!("at most {LIST_ENTRIES}")).hint("make two slides of it"));
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

/// Where each column of [`COLUMNS`] stands.
fn columns(file: &str, names: &[String]) -> Result<[usize; 4], Vec<FolderError>> {
    let place = |column: &str| names.iter().position(|name| name == column);
    let missing: Vec<_> = COLUMNS.into_iter().filter(|column| place(column).is_none()).collect();
    if missing.is_empty() {
        return Ok(COLUMNS.map(|column| place(column).unwrap_or_default()));
    }
    let error = |column: &str| {
        let unknown = names.iter().map(String::as_str).filter(|name| !COLUMNS.contains(name));
        let hint = did_you_mean(column, unknown)
            .map(|hint| hint.replace("did you mean", "is the column").replace('?', " meant to be it?"));
        FolderError::in_file(
            file,
            format!("the header has no column `{column}`"),
            one_of(COLUMNS).replace(" or ", " and "),
        )
        .at(1)
        .hint_if(hint)
    };
    Err(missing.into_iter().map(error).collect())
}

/// The column, what is wrong with it, and what was expected.
type BadCell = (&'static str, String, String);

fn procedure(
    record: &csv::StringRecord,
    places: [usize; 4],
    text: &impl Fn(&str) -> String,
) -> Result<Procedure, BadCell> {
    let cell = |column: usize| {
        let text = text(record.get(places[column]).unwrap_or_default());
        let chars = text.chars().count();
        let long = || (COLUMNS[column], format!("the text has {chars} characters"), format!("at most {FIELD_CHARS}"));
        if chars > FIELD_CHARS { Err(long()) } else { Ok(text) }
    };
    let needed = |column: usize| {
        let text = cell(column)?;
        let empty = || (COLUMNS[column], "the cell is empty".to_owned(), "a text".to_owned());
        if text.is_empty() { Err(empty()) } else { Ok(text) }
    };
    let authority = Some(cell(3)?).filter(|text| !text.is_empty());
    Ok(Procedure { name: needed(0)?, time: needed(1)?, fee: needed(2)?, authority })
}
