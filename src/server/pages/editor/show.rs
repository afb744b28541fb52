//! `GET /trang/{id}`: the editor.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

use super::{
    drawing::{self, Looking},
    findings::{self, FindingView, GradeCounts},
    form_view::{self, FieldShape, Filling, GroupView},
    look_at::sum,
    other::{self, OtherView},
    sending::SendingView,
    words,
};
use crate::{
    approval::{ItemId, Right, SlideState},
    child::draw::Urgency,
    form::{self, Language},
    model::SlideId,
    office::{
        Draft, LiveVersion,
        item_form::{self, DraftText},
        title_of_draft,
    },
    server::{
        session::Authorised,
        shell::{PageError, Shell, page},
        state::PageState,
        times::Times,
    },
};

/// The page that is looked at, and how.
#[derive(Debug, Default, Deserialize)]
pub struct EditorQuery {
    #[serde(default)]
    trang: Option<usize>,
    #[serde(default)]
    doc: String,
    /// The campaign it is meant for, where it was made from a slide of that.
    #[serde(default, rename = "chien-dich")]
    joins: String,
    /// Say what is wrong: after a form was sent without scripts.
    #[serde(default)]
    xem: String,
}

#[derive(Template)]
#[template(path = "pages/editor/editor.html")]
struct EditorPage {
    shell: Shell,
    id: SlideId,
    title: String,
    template: String,
    state: SlideState,
    groups: Vec<GroupView>,
    /// The ids and names of fields that hold pictures.
    pictures: Vec<(String, String)>,
    /// Keys of pictures, with their files.
    files: Vec<(String, String)>,
    /// Whose words it is begun with, besides the officer's own.
    with: Vec<String>,
    texts: DraftText,
    saves: u64,
    saved: String,
    looking: Looking,
    /// Where it is seen on a screen that lies, and on one that stands.
    lying: String,
    standing: String,
    /// Its picture.
    picture: String,
    thumbs: Vec<Thumb>,
    sum: [String; 2],
    findings: Vec<FindingView>,
    counted: String,
    notes: Vec<NoteView>,
    other: Option<OtherView>,
    sending: SendingView,
    can_write: bool,
    can_drop: bool,
    language: Language,
}

/// One page of the strip.
struct Thumb {
    n: usize,
    label: String,
    href: String,
    picture: String,
    chosen: bool,
}

/// One line above the editor.
struct NoteView {
    grade: &'static str,
    words: String,
}

impl EditorPage {
    /// What is wrong with a field; with "" what belongs to none that is shown.
    fn told(&self, path: &str) -> Vec<&FindingView> {
        self.findings.iter().filter(|finding| finding.field == path).collect()
    }

    /// What stands in a field.
    fn now(&self, path: &str) -> String {
        self.texts.fields.get(path).to_owned()
    }

    /// Those that lie on the page that is looked at.
    fn spots(&self) -> Vec<(&FindingView, [f64; 4])> {
        let on = self.findings.iter().filter(|finding| finding.page == Some(self.looking.page));
        on.filter_map(|finding| Some((finding, finding.place?))).collect()
    }

    /// "6 tiếng".
    fn tieng(&self, n: &usize) -> String {
        words::TIENG.get(self.language).replace("{n}", &n.to_string())
    }

    /// "3 dòng".
    fn lines(&self, n: usize) -> String {
        words::LINES.get(self.language).replace("{n}", &n.to_string())
    }

    /// What an entry is called by those who do not see it.
    fn entry_label(&self, path: &str) -> String {
        other::label(form::template(&self.template), path, self.language)
    }
}

/// Shows what the person has in hand of a slide.
pub async fn show(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    Query(asked): Query<EditorQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), who.language());
    let item = ItemId::Slide(id.clone());
    let draft = office.edit(&who.account.id, &item).await?;
    let (live, now) = (office.live().await?, office.clock().now().wall);
    let times = Times::new(live.zone(), now, language);
    let template = draft.text.fields.get(form::TEMPLATE.name).trim().to_owned();
    let form = form::template(&template).ok_or(PageError::NotFound)?;
    let looking = Looking { page: asked.trang.unwrap_or(1).max(1), portrait: asked.doc == "1" };

    let mut found = Vec::new();
    let mut pages = (Vec::new(), Default::default());
    if asked.xem == "1" {
        let reading = item_form::read(&item, &draft.text, live.body(&item).map(AsRef::as_ref), &live.zone());
        found = findings::mistaken(&reading.mistakes.listed, language);
        if let Some(request) = drawing::judged(&live, &id, &draft.text, looking, now)
            && let Ok(drawing) = state.drawer().draw(request, Urgency::Typing(format!("{}:{id}", who.account.id))).await
        {
            found.extend(findings::drawn(&drawing, &found, language));
            findings::offer(&mut found, &draft.text);
            let thumb = |(n, page): (usize, &crate::child::draw::DrawnPage)| {
                let href = Looking { page: n, ..looking }.query();
                let picture = format!("/trang/{id}/hinh{href}&nho=1");
                Thumb { n, label: page.label.get(language).to_owned(), href, picture, chosen: n == looking.page }
            };
            pages = ((1..).zip(&drawing.pages).map(thumb).collect(), sum(&drawing, language));
        }
    }
    let title = title_of_draft(&item, &draft.text);
    let other = match other::find(office, &live, &draft, &headers).await? {
        Some(other) => {
            let name = other::name_of(office, &other.whose, &who.account).await?;
            Some(other::view(&other, &draft.text, &name, &times, language))
        }
        None => None,
    };
    let mut notes = notes(&draft, &live, language);
    let writes = office.drafts_of(&item).await?.into_iter().find(|theirs| theirs.by != draft.by);
    if let (None, Some(theirs)) = (&other, writes) {
        let name = other::name_of(office, &other::Whose::Person(theirs.by), &who.account).await?;
        notes.push(NoteView { grade: "", words: words::also_writes(language, &name) });
    }
    let plan = live.commune().map(|commune| commune.plan.clone()).unwrap_or_default();
    let groups = {
        let address = |key: &str| draft.text.pictures.get(key).map(|digest| format!("/tep/{digest}"));
        form_view::groups(form, &Filling { text: &draft.text, plan: &plan, language, picture: &address })
    };
    let is_picture = |field: &&form_view::FieldView| matches!(field.shape, FieldShape::Picture { .. });
    let pictures = groups
        .iter()
        .flat_map(|group| &group.fields)
        .filter(is_picture)
        .map(|field| (field.id.clone(), field.path.clone()))
        .collect();
    let counts = GradeCounts::of(&found);
    let state_of = state.office().slide_state(&id).await?;
    drop_unplaced(&mut found, &groups);
    let sending = SendingView::of(&state, &who, &live, (&id, &asked.joins), counts, &times).await?;
    let picture = format!("/trang/{id}/hinh{}", looking.query());
    let editor = EditorPage {
        shell: who.task(title.clone()).await?,
        id,
        title,
        template,
        state: state_of,
        groups,
        pictures,
        files: draft.text.pictures.iter().map(|(key, digest)| (format!("_anh:{key}"), digest.to_string())).collect(),
        with: draft.with.iter().map(|one| one.0.clone()).collect(),
        texts: draft.text.clone(),
        saves: draft.saves,
        saved: if draft.saves > 0 { words::saved_at(language, &times.at(draft.saved)) } else { String::new() },
        looking,
        lying: Looking { page: 1, portrait: false }.query(),
        standing: Looking { page: 1, portrait: true }.query(),
        picture,
        thumbs: pages.0,
        sum: pages.1,
        counted: counts.words(language),
        findings: found,
        notes,
        other,
        sending,
        can_write: who.account.may(Right::Write),
        can_drop: draft.saves > 0 && live.body(&item).is_some(),
        language,
    };
    Ok(page(&editor))
}

/// What is to be known before writing.
fn notes(draft: &Draft, live: &LiveVersion, language: Language) -> Vec<NoteView> {
    let mut notes = Vec::new();
    if live.body(&draft.item).is_none() && draft.base.is_some() {
        notes.push(NoteView { grade: "", words: words::WAS_TAKEN_AWAY.get(language).to_owned() });
    }
    notes
}

/// What belongs to no field of the form stands above it.
fn drop_unplaced(found: &mut [FindingView], groups: &[GroupView]) {
    let name = |path: &str| path.split(['[', '.']).next().unwrap_or_default().to_owned();
    let names: Vec<String> = groups.iter().flat_map(|group| &group.fields).map(|field| name(&field.path)).collect();
    for finding in found.iter_mut().filter(|finding| !names.contains(&name(&finding.field))) {
        finding.field = String::new();
    }
}
