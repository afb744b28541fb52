//! A table with names of procedures: as the national portal exports it, or as an officer keeps it.

use serde::{Deserialize, Serialize};

use super::{
    material::Material,
    proposal::{Filled, Proposal, ProposalNote, ProposedSlide, TemplateReason},
};
use crate::{
    document::Document,
    form::{FieldValues, Origin, Value, Words},
    model::limits::{FIELD_CHARS, PROPOSED_SLIDES},
    text::folded,
};

/// One procedure of a list, as it was brought. Its code is its identity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedProcedure {
    /// Its code in the national database, such as `1.001193`; empty where the list has none.
    #[serde(default)]
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its field, such as "Hộ tịch".
    #[serde(default)]
    pub field: String,
    /// Its time limit in words.
    #[serde(default)]
    pub time: String,
    /// Its fee in words.
    #[serde(default)]
    pub fee: String,
    /// Who decides.
    #[serde(default)]
    pub authority: String,
}

/// Rows of a table that are looked through for its head: lists have titles above.
const HEAD_ROWS: usize = 20;
/// Most procedures on one slide: what makes a dozen pages.
pub(super) const ROWS: usize = 40;
/// What stands where a list says nothing.
pub(super) const OPEN: &str = "…";

/// What a column is, by its head without diacritics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Name,
    Field,
    Time,
    Fee,
    Authority,
}

const HEADS: [(Column, &[&str]); 6] = [
    (Column::Code, &["ma tthc", "ma thu tuc", "ma thu tuc hanh chinh", "ma so", "ma so tthc", "ma ho so tthc", "ma"]),
    (
        Column::Name,
        &[
            "ten tthc",
            "ten thu tuc",
            "ten thu tuc hanh chinh",
            "thu tuc",
            "thu tuc hanh chinh",
            "ten",
            "noi dung thu tuc",
            "ten dich vu cong",
        ],
    ),
    (Column::Field, &["linh vuc", "ten linh vuc", "nhom thu tuc"]),
    (Column::Time, &["thoi han giai quyet", "thoi han", "thoi gian giai quyet", "thoi gian"]),
    (Column::Fee, &["phi le phi", "le phi", "phi", "muc phi", "phi le phi neu co"]),
    (
        Column::Authority,
        &[
            "co quan thuc hien",
            "co quan giai quyet",
            "co quan co tham quyen",
            "co quan cong khai",
            "co quan",
            "noi giai quyet",
            "don vi thuc hien",
            "noi tiep nhan",
            "cap thuc hien",
        ],
    ),
];

/// The procedures in a document's tables; none where it has no such table.
pub fn procedures_in(document: &Document) -> Vec<ListedProcedure> {
    document.tables().flat_map(|table| listed(&table.rows)).collect()
}

/// The procedures of a table with a head that names them.
fn listed(rows: &[Vec<String>]) -> Vec<ListedProcedure> {
    let Some((head, columns)) = rows.iter().take(HEAD_ROWS).enumerate().find_map(|(at, row)| Some((at, columns(row)?)))
    else {
        return Vec::new();
    };
    let cell = |row: &[String], column: Column| {
        let at = columns.iter().position(|own| *own == Some(column));
        let text = at.and_then(|at| row.get(at)).map(String::as_str).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").chars().take(FIELD_CHARS).collect::<String>()
    };
    let procedure = |row: &Vec<String>| ListedProcedure {
        code: code(&cell(row, Column::Code)),
        name: cell(row, Column::Name),
        field: cell(row, Column::Field),
        time: cell(row, Column::Time),
        fee: cell(row, Column::Fee),
        authority: cell(row, Column::Authority),
    };
    // Numbers under the head (1, 2, 3), rows that name a group, and rows of nothing are no procedures.
    let is_one = |row: &ListedProcedure| row.name.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    rows[head + 1..].iter().map(procedure).filter(is_one).collect()
}

/// What the columns of a head are; `None` where it is the head of something else.
fn columns(row: &[String]) -> Option<Vec<Option<Column>>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for cell in row {
        let words = folded(cell);
        let known = HEADS.iter().find(|(_, heads)| heads.contains(&words.as_str())).map(|(column, _)| *column);
        columns.push(known.filter(|column| !columns.contains(&Some(*column))));
    }
    let has = |column: Column| columns.contains(&Some(column));
    let others = columns.iter().flatten().count();
    (has(Column::Name) && others >= 2).then_some(columns)
}

/// The code; one that a spreadsheet took for a number has lost the zeros at its end.
fn code(text: &str) -> String {
    match text.split_once('.') {
        Some((group, number)) if group.len() == 1 && number.len() < 6 && number.chars().all(|c| c.is_ascii_digit()) => {
            format!("{group}.{number:0<6}")
        }
        _ => text.to_owned(),
    }
}

/// The list, field by field.
pub(super) fn propose(material: &Material) -> Option<Proposal> {
    let procedures: Vec<ListedProcedure> = material.tables.iter().flat_map(|rows| listed(rows)).collect();
    if procedures.is_empty() {
        return None;
    }
    let mut groups: Vec<(String, Vec<&ListedProcedure>)> = Vec::new();
    // A short list is one slide, whatever its fields.
    let by_field = procedures.len() > ROWS / 2;
    for procedure in &procedures {
        let field = if by_field { procedure.field.as_str() } else { "" };
        match groups.iter_mut().find(|(own, _)| own == field) {
            Some((_, rows)) => rows.push(procedure),
            None => groups.push((field.to_owned(), vec![procedure])),
        }
    }
    let mut slides: Vec<ProposedSlide> = Vec::new();
    for (field, rows) in &groups {
        let parts = rows.chunks(ROWS);
        let of = parts.len();
        for (n, part) in parts.enumerate() {
            let title = if field.is_empty() {
                "Thủ tục làm tại xã".to_owned()
            } else {
                format!("Thủ tục: {field}")
            };
            let title = if of > 1 { format!("{title} ({}/{of})", n + 1) } else { title };
            slides.push(slide(&title, part));
        }
    }
    let mut notes = Vec::new();
    if slides.len() > PROPOSED_SLIDES {
        slides.truncate(PROPOSED_SLIDES);
        notes.push(ProposalNote::Shortened { slides: slides.len() });
    } else if slides.len() > 1 {
        notes.push(ProposalNote::Split(slides.len()));
    }
    Some(Proposal { template: "procedures", reason: TemplateReason::Procedures(procedures.len()), slides, notes })
}

fn slide(title: &str, procedures: &[&ListedProcedure]) -> ProposedSlide {
    const TIME: Words = Words::new("thời hạn", "time limit");
    const FEE: Words = Words::new("phí, lệ phí", "fee");
    const MISSING: [&[Words]; 4] = [&[], &[TIME], &[FEE], &[TIME, FEE]];
    let mut filled = Filled::new("procedures");
    filled.text("title", title);
    let row = |procedure: &&ListedProcedure| {
        let mut row = FieldValues::default();
        let mut set = |field: &str, text: &str| row.set(field, Value::Text(text.to_owned()), Origin::default());
        let open = |text: &str| if text.is_empty() { OPEN.to_owned() } else { text.to_owned() };
        set("name", &procedure.name);
        set("time", &open(&procedure.time));
        set("fee", &open(&procedure.fee));
        for (field, text) in [("authority", &procedure.authority), ("code", &procedure.code)] {
            if !text.is_empty() {
                set(field, text);
            }
        }
        row
    };
    filled.rows("row", procedures.iter().map(row).collect());
    let lacks = |part: fn(&ListedProcedure) -> &str| procedures.iter().any(|procedure| part(procedure).is_empty());
    let missing = usize::from(lacks(|procedure| &procedure.time)) + 2 * usize::from(lacks(|procedure| &procedure.fee));
    if missing > 0 {
        filled.notes.push(ProposalNote::Missing(MISSING[missing]));
    }
    filled.slide()
}
