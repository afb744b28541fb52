//! `POST /trang/{id}/xem`: the picture of what is typed, and all there is to say about it, in one answer.

use axum::{
    Form,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{
    drawing::{self, Looking},
    editor_form::EditorForm,
    findings::{self, FindingView, GradeCounts},
    words,
};
use crate::{
    approval::ItemId,
    child::draw::{DrawError, Drawing, Urgency},
    form::Language,
    model::SlideId,
    office::{item_form, title_of_draft},
    server::{session::Authorised, shell::PageError, state::PageState},
};

/// What is said besides the pictures.
#[derive(Serialize)]
struct PagesHead {
    /// The page that is drawn, from 1.
    page: usize,
    pages: Vec<PageHead>,
    /// Bytes of the picture of each page; 0 where there is none.
    pictures: Vec<usize>,
    findings: Vec<LookTold>,
    must: usize,
    counted: String,
    left: String,
    sum: [String; 2],
    title: String,
    alt: String,
}

#[derive(Serialize)]
struct PageHead {
    label: String,
    fields: Vec<String>,
    found: bool,
}

#[derive(Serialize)]
struct LookTold {
    grade: &'static str,
    field: String,
    page: Option<usize>,
    place: Option<[f64; 4]>,
    words: String,
    short: String,
    shorter: String,
    splits: bool,
}

impl From<FindingView> for LookTold {
    fn from(finding: FindingView) -> Self {
        let FindingView { grade, field, page, place, words, short, too_much: _, shorter, splits } = finding;
        Self { grade, field, page, place, words, short, shorter, splits }
    }
}

/// Draws what the form says, as a hall would show it. Nothing is saved.
pub async fn look_at(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (typed, language) = (EditorForm::of(pairs), who.language());
    let (live, now) = (state.office().live().await?, state.office().clock().now().wall);
    let item = ItemId::Slide(id.clone());
    let looking = Looking { page: typed.page, portrait: typed.portrait };
    let wanted = if typed.small { drawing::small } else { drawing::large };
    let request = wanted(&live, &id, &typed.text, looking, now).ok_or(PageError::BadRequest)?;
    let key = format!("{}:{id}:{}:{}", who.account.id, typed.window, typed.small);
    let drawn = state.drawer().draw(request, Urgency::Typing(key)).await;
    let reading = item_form::read(&item, &typed.text, live.body(&item).map(AsRef::as_ref), &live.zone());
    let mut found = findings::mistaken(&reading.mistakes.listed, language);
    let title = title_of_draft(&item, &typed.text);
    match drawn {
        Ok(drawing) => {
            found.extend(findings::drawn(&drawing, &found, language));
            findings::offer(&mut found, &typed.text);
            Ok(answer(head(&drawing, looking, found, title, language), &drawing))
        }
        Err(DrawError::Superseded) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => {
            tracing::warn!(%error, slide = %id, "the editor has no picture");
            let words = error.words().get(language).to_owned();
            found.push(FindingView {
                grade: "",
                field: String::new(),
                page: None,
                place: None,
                words,
                short: String::new(),
                too_much: false,
                shorter: String::new(),
                splits: false,
            });
            let none = Drawing {
                size: looking.screen(),
                pages: Vec::new(),
                shown_ms: 0,
                need_ms: 0,
                findings: Vec::new(),
                stand_in: true,
            };
            Ok(answer(head(&none, looking, found, title, language), &none))
        }
    }
}

/// "5 trang" and "chiếu 58 giây".
pub(super) fn sum(drawing: &Drawing, language: Language) -> [String; 2] {
    let said = words::PAGES_AND_SECONDS.get(language);
    let said = said.replace("{n}", &drawing.pages.len().to_string());
    let said = said.replace("{s}", &(drawing.shown_ms / 1_000).to_string());
    let (many, long) = said.split_once('|').unwrap_or((&said, ""));
    [many.to_owned(), long.to_owned()]
}

fn head(drawing: &Drawing, looking: Looking, found: Vec<FindingView>, title: String, language: Language) -> PagesHead {
    let counts = GradeCounts::of(&found);
    let found_on = |page: usize| found.iter().any(|finding| finding.page == Some(page) && !finding.grade.is_empty());
    let page = |(n, page): (usize, &crate::child::draw::DrawnPage)| PageHead {
        label: page.label.get(language).to_owned(),
        fields: page.fields.clone(),
        found: found_on(n),
    };
    PagesHead {
        page: looking.page.clamp(1, drawing.pages.len().max(1)),
        pages: (1..).zip(&drawing.pages).map(page).collect(),
        pictures: drawing.pages.iter().map(|page| page.picture.as_ref().map_or(0, |picture| picture.len())).collect(),
        must: counts.must,
        counted: counts.words(language),
        left: counts.left(language),
        sum: sum(drawing, language),
        alt: format!("{}: {title}", words::PICTURE_OF.get(language)),
        title,
        findings: found.into_iter().map(LookTold::from).collect(),
    }
}

/// The length of the head, the head, and the pictures.
fn answer(head: PagesHead, drawing: &Drawing) -> Response {
    let head = serde_json::to_vec(&head).expect("texts and numbers are always written");
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
    let pictures = drawing.pages.iter().filter_map(|page| page.picture.as_ref());
    let mut body = length.to_le_bytes().to_vec();
    body.extend(head);
    pictures.for_each(|picture| body.extend_from_slice(picture));
    ([(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, "no-store")], body).into_response()
}
