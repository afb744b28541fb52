//! A newer list of procedures for slides that were made of an earlier one: what is new, otherwise and gone, and the slides as
//! they would be.

use crate::{
    approval::{ItemId, Right},
    document::Document,
    form::{self, Language},
    model::{SlideContent, SlideId, limits},
    office::{Draft, DraftSave, LiveVersion, item_form::DraftText},
    propose::{ListedProcedure, ProcedureChanges, procedures_in, renew},
    server::{session::Authorised, shell::PageError, state::PageState},
};

use super::words;

/// What stands where a list says nothing.
const OPEN: &str = "…";

/// Slides that are there, as a newer list would have them.
pub(super) struct RenewedSlides {
    /// The slides that change, and their texts.
    pub slides: Vec<(SlideId, DraftText)>,
    /// What differs.
    pub changes: ProcedureChanges,
    /// Slides of which nothing would be left; they stay as they are.
    pub emptied: Vec<String>,
    /// Whether procedures that the newer list does not have stay.
    pub keeps: bool,
}

impl RenewedSlides {
    /// What differs, line by line: what has become of it, and the procedure.
    pub fn lines(&self, language: Language) -> Vec<(String, String)> {
        let line = |what: form::Words, text: String| (what.get(language).to_owned(), text);
        let added = self.changes.added.iter().map(|one| line(words::ADDED, one.name.clone()));
        let changed = self.changes.changed.iter().map(|one| line(words::CHANGED, differs(&one.before, &one.after)));
        let gone = self.changes.abolished.iter().map(|one| line(words::ABOLISHED, one.name.clone()));
        added.chain(changed).chain(gone).collect()
    }
}

/// "Đăng ký kết hôn: 5 ngày → 3 ngày".
fn differs(before: &ListedProcedure, after: &ListedProcedure) -> String {
    let parts = |one: &ListedProcedure| [one.name.clone(), one.time.clone(), one.fee.clone(), one.authority.clone()];
    let open = |text: &str| if text.is_empty() { OPEN.to_owned() } else { text.to_owned() };
    let pairs = parts(before).into_iter().zip(parts(after)).filter(|(old, new)| old != new);
    let pairs: Vec<String> = pairs.map(|(old, new)| format!("{} → {}", open(&old), open(&new))).collect();
    let said = pairs.join("; ");
    // A new name says itself of which procedure it is.
    if before.name == after.name { format!("{}: {said}", before.name) } else { said }
}

/// What a document makes of the slides that this person may change: the ways in which it can be done, none where it is no
/// list of what they show; and whether it says just what they show.
pub(super) async fn renewals(
    who: &Authorised,
    state: &PageState,
    live: &LiveVersion,
    document: &Document,
) -> Result<(Vec<RenewedSlides>, bool), PageError> {
    let newer = procedures_in(document);
    if newer.is_empty() || !who.account.may(Right::Write) {
        return Ok((Vec::new(), false));
    }
    let drafts = in_hand(who, state, live).await?;
    let rows: Vec<Vec<ListedProcedure>> = drafts.iter().map(|draft| rows(&draft.text)).collect();
    let found = tokio::task::spawn_blocking(move || [false, true].map(|keep| renew(&rows, &newer, keep)));
    let (mut ways, mut same): (Vec<RenewedSlides>, bool) = (Vec::new(), false);
    for (keeps, renewal) in [false, true].into_iter().zip(found.await.map_err(|_| PageError::Panicked)?) {
        let Some(renewal) = renewal else { continue };
        let (mut slides, mut emptied) = (Vec::new(), Vec::new());
        for (draft, rows) in drafts.iter().zip(renewal.slides) {
            let Some(rows) = rows else { continue };
            let ItemId::Slide(id) = &draft.item else { continue };
            match rows.is_empty() {
                true => emptied.push(draft.text.fields.get("title").to_owned()),
                false => slides.push((id.clone(), with_rows(&draft.text, &rows))),
            }
        }
        same |= slides.is_empty() && emptied.is_empty() && !keeps;
        if !slides.is_empty() && !ways.iter().any(|way| way.slides == slides) {
            ways.push(RenewedSlides { slides, changes: renewal.changes, emptied, keeps });
        }
    }
    Ok((ways, same))
}

/// The slides with procedures that are on, as this person has them in hand, and this person's own that are not on yet.
async fn in_hand(who: &Authorised, state: &PageState, live: &LiveVersion) -> Result<Vec<Draft>, PageError> {
    let office = state.office();
    let shows = |body: &&crate::approval::SlideBody| matches!(body.slide.content, SlideContent::Procedures(_));
    let mut items: Vec<ItemId> = live.slides().filter(shows).map(|body| ItemId::Slide(body.slide.id.clone())).collect();
    for draft in office.my_drafts(&who.account.id).await? {
        if draft.text.fields.get(form::TEMPLATE.name) == "procedures" && !items.contains(&draft.item) {
            items.push(draft.item);
        }
    }
    items.truncate(limits::SUBMITTED_ITEMS);
    let mut drafts = Vec::new();
    for item in items {
        drafts.push(office.edit(&who.account.id, &item).await?);
    }
    Ok(drafts)
}

/// The procedures that a text lists.
fn rows(text: &DraftText) -> Vec<ListedProcedure> {
    let get = |n: usize, field: &str| text.fields.get(&format!("row[{n}].{field}")).trim().to_owned();
    let row = |n: usize| ListedProcedure {
        code: get(n, "code"),
        name: get(n, "name"),
        field: String::new(),
        time: get(n, "time"),
        fee: get(n, "fee"),
        authority: get(n, "authority"),
    };
    let last = (1..=limits::LIST_ENTRIES).rev().find(|n| !get(*n, "name").is_empty()).unwrap_or(0);
    (1..=last).map(row).filter(|row| !row.name.is_empty()).collect()
}

/// The text with these procedures in place of its own.
fn with_rows(text: &DraftText, rows: &[ListedProcedure]) -> DraftText {
    let mut text = text.clone();
    text.fields.0.retain(|path, _| !path.starts_with("row["));
    let open = |text: &str| if text.is_empty() { OPEN.to_owned() } else { text.to_owned() };
    for (n, row) in (1..).zip(rows) {
        let mut set = |field: &str, value: &str| text.fields.set(format!("row[{n}].{field}"), value);
        set("name", &row.name);
        set("time", &open(&row.time));
        set("fee", &open(&row.fee));
        set("authority", &row.authority);
        set("code", &row.code);
    }
    text
}

/// Has these texts as this person's drafts of the slides that are there. A draft that is there already is kept beside it.
pub(super) async fn take(
    who: &Authorised,
    state: &PageState,
    slides: Vec<(SlideId, DraftText)>,
) -> Result<(), PageError> {
    let office = state.office();
    for (id, text) in slides {
        let item = ItemId::Slide(id);
        let draft = office.edit(&who.account.id, &item).await?;
        let save = DraftSave { item, base: draft.base, text, saves: 0, with: draft.with };
        office.save_draft(&who.actor(), save).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn procedures_are_read_out_of_a_text_and_written_back_into_it() {
        let mut text = DraftText::default();
        for (path, typed) in
            [("title", "Thủ tục"), ("row[1].name", "Khai sinh"), ("row[1].time", "…"), ("row[3].name", "Kết hôn")]
        {
            text.fields.set(path, typed);
        }
        let read = rows(&text);
        assert_eq!(read.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Khai sinh", "Kết hôn"]);
        let written = with_rows(&text, &read[1..]);
        assert_eq!(written.fields.get("row[1].name"), "Kết hôn");
        assert_eq!(written.fields.get("row[1].fee"), "…", "what is not known is left open");
        assert_eq!((written.fields.get("row[3].name"), written.fields.get("title")), ("", "Thủ tục"));
    }
}
