//! One slide file: its values, the rows of its table, and the pictures it names.

use super::{
    diagnostics::Diagnostics,
    picture::FolderPictures,
    sheet,
    source::{SourceFile, SourcePlaces},
};
use crate::{
    form::{self, CsvSheet, Field, FieldKind, FieldValues, Form, Value},
    model::{Slide, SlideId, Zone},
};

/// What reading a slide needs besides its own file.
pub(super) struct SlideContext<'a> {
    /// The folder's pictures and tables.
    pub pictures: &'a FolderPictures<'a>,
    /// The zone in which times without an offset are read.
    pub zone: &'a Zone,
    /// Where mistakes go.
    pub diagnostics: &'a Diagnostics,
}

/// Reads the slide `id` from the text of its file; `None` where anything in it is wrong.
pub(super) fn read(file: &str, text: &str, id: SlideId, around: &SlideContext<'_>) -> Option<Slide> {
    let diagnostics = around.diagnostics;
    let before = diagnostics.count();
    let mut places = SourcePlaces::default();
    let table = SourceFile::new(file, text).table(&mut places);
    let mut table = table.map_err(|error| diagnostics.add(*error)).ok()?;
    let form = form::template_of(&table);
    if let Some((rows, sheet)) = form.and_then(sheet_of) {
        rows_from_file(&mut table, rows, sheet, &mut places, around);
    }
    let reading = form::read_slide(id.clone(), &table, around.zone);
    let wrong: Vec<String> = reading.mistakes.listed.iter().map(|mistake| mistake.path.clone()).collect();
    let slide = diagnostics.take(file, Some(&id), &places, reading);
    let right = |field: &&Field| !wrong.iter().any(|path| path == field.name);
    for field in form.into_iter().flat_map(|form| form.fields).filter(right) {
        if let (FieldKind::Picture, Some(input)) = (field.kind, table.get(field.name))
            && let (Value::Text(key), Some(place)) = (&input.value, places.get(input.origin))
        {
            around.pictures.find(&form::cleaned(key), field.name, place, diagnostics);
        }
    }
    slide.filter(|_| diagnostics.count() == before)
}

/// The field of a form whose rows may come from a spreadsheet, and how.
fn sheet_of(form: &'static Form) -> Option<(&'static Form, CsvSheet)> {
    form.fields.iter().find_map(|field| match field.kind {
        FieldKind::Rows { form, sheet: Some(sheet), .. } => Some((form, sheet)),
        _ => None,
    })
}

/// Puts the rows of the file that a slide names in the place of the name.
fn rows_from_file(
    table: &mut FieldValues,
    rows: &'static Form,
    sheet: CsvSheet,
    places: &mut SourcePlaces,
    around: &SlideContext<'_>,
) {
    // With rows beside it or without a name the form says what is wrong.
    let Some(input) = table.get(sheet.field).filter(|_| table.get(rows.name).is_none()) else { return };
    let (Value::Text(named), origin) = (&input.value, input.origin) else { return };
    let (named, place) = (form::cleaned(named), places.get(origin).cloned());
    let Some(place) = place else { return };
    let (read, errors) = match around.pictures.look(&named) {
        Ok(()) => sheet::read(around.pictures.dir(), &named, rows, sheet, places),
        Err(refused) => (Vec::new(), vec![refused.at(&place, sheet.field)]),
    };
    errors.into_iter().for_each(|error| around.diagnostics.add(error));
    table.remove(sheet.field);
    // Without any row the form would only say so again.
    table.set(rows.name, if read.is_empty() { Value::Spoiled } else { Value::List(read) }, origin);
}
