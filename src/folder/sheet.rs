//! A table as a spreadsheet saves it: a CSV file.

use std::{path::Path, rc::Rc};

use super::{
    FolderError,
    file::read_text,
    source::{SourcePlace, SourcePlaces},
};
use crate::{
    form::{CsvSheet, FieldValues, Form, Input, Language, Value, cleaned, one_of, suggest},
    model::limits::LIST_ENTRIES,
};

/// Reads the rows of `dir/file` as rows of `form`: those that could be read, and what is wrong with the others.
pub(super) fn read(
    dir: &Path,
    file: &str,
    form: &'static Form,
    sheet: CsvSheet,
    places: &mut SourcePlaces,
) -> (Vec<Input>, Vec<FolderError>) {
    let mut errors = Vec::new();
    let text = read_text(dir, file).map_err(|error| vec![*error]);
    let rows = text.and_then(|text| rows(file, &text, form, sheet, places, &mut errors));
    let rows = rows.unwrap_or_else(|mut fatal| {
        errors.append(&mut fatal);
        Vec::new()
    });
    (rows, errors)
}

/// Rows of a table that is separated by commas or, as a Vietnamese Excel saves it, by semicolons.
fn rows(
    file: &str,
    text: &str,
    form: &'static Form,
    sheet: CsvSheet,
    places: &mut SourcePlaces,
    errors: &mut Vec<FolderError>,
) -> Result<Vec<Input>, Vec<FolderError>> {
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
    let reader = || csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let broken = |error: &csv::Error| FolderError::in_file(file, error.to_string(), "a CSV table");
    // Counted before any row is looked at: a pasted register has a mistake in every one.
    let count = reader().records().count();
    if count > LIST_ENTRIES {
        let what = format!("the table has {count} rows");
        let long = FolderError::in_file(file, what, format!("at most {LIST_ENTRIES}"));
        return Err(vec![long.hint("make two slides of it")]);
    }
    if count == 0 {
        let none = FolderError::in_file(file, "the table has no rows", "at least one row below the header");
        return Err(vec![none]);
    }
    let mut reader = reader();
    let names = reader.headers().map_err(|error| vec![broken(&error).at(1)])?;
    let names: Vec<String> = names.iter().map(cleaned).collect();
    let columns = columns(file, &names, sheet)?;
    let shared: Rc<str> = file.into();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                errors.push(broken(&error));
                break;
            }
        };
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        if record.len() != names.len() {
            let what = format!("the row has {} columns", record.len());
            let error = FolderError::in_file(file, what, format!("{} as in the header", names.len())).at(line);
            errors.push(error.hint("put a text that contains the separator in double quotes"));
            continue;
        }
        let mut place = |column| places.add(SourcePlace { file: shared.clone(), line, column });
        let origin = place(None);
        let mut row = FieldValues::at(origin);
        for (field, (column, at)) in form.fields.iter().zip(&columns) {
            let cell = record.get(*at).unwrap_or_default().to_owned();
            row.push(field.name, Value::Typed(cell), place(Some(*column)));
        }
        rows.push(Input { value: Value::Table(row), origin });
    }
    Ok(rows)
}

/// Where each column stands that a sheet must have.
fn columns(file: &str, names: &[String], sheet: CsvSheet) -> Result<Vec<(&'static str, usize)>, Vec<FolderError>> {
    let place = |column: &str| names.iter().position(|name| name == column);
    let found: Vec<_> = sheet.columns.iter().filter_map(|column| Some((*column, place(column)?))).collect();
    if found.len() == sheet.columns.len() {
        return Ok(found);
    }
    let missing = sheet.columns.iter().filter(|column| place(column).is_none());
    let error = |column: &&'static str| {
        let unknown = names.iter().map(String::as_str).filter(|name| !sheet.columns.contains(name));
        let hint = suggest(column, unknown).map(|name| format!("is the column `{name}` meant to be it?"));
        let expected = one_of(sheet.columns.iter().copied(), Language::En).replace(" or ", " and ");
        FolderError::in_file(file, format!("the header has no column `{column}`"), expected).at(1).hint_if(hint)
    };
    Err(missing.map(error).collect())
}
