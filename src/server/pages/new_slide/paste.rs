//! `POST /trang/moi/dan` and `/trang/moi/tep`: what was pasted or brought becomes slides to choose from, as true pictures.

use std::time::Duration;

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    renewal::{RenewedSlides, renewals, take},
    sketch::{packed, unpacked},
    words,
};
use crate::{
    approval::ItemKind,
    child::{
        convert::{BroughtFile, Converted},
        draw::{DrawRequest, Encoding, PagesWanted, Urgency},
    },
    document::Document,
    form::{self, Language},
    model::{Size, SlideId, limits},
    office::{
        LiveVersion,
        item_form::{DraftText, Fields},
        shown, title_of_draft,
    },
    propose::{self, Proposal, ProposalNote},
    server::{
        incoming::HowFar,
        pages::editor::{came, keep, label_of},
        session::Authorised,
        shell::{Go, PageError, Shell, Toast, page},
        state::PageState,
    },
};

/// Most pictures of one way to show a text: what lies beyond is seen in the editor.
const PICTURES: usize = 6;
/// Most fields that are shown as recognised.
const RECOGNISED: usize = 14;
/// Most changes that are listed.
const CHANGES: usize = 60;
/// Pixels across of the pictures.
const WIDTH: u32 = 480;
/// How long the page waits to be told how many pages a slide makes; without that it shows the first alone.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Template)]
#[template(path = "pages/new_slide/ways.html")]
struct WaysPage {
    shell: Shell,
    ways: Vec<WayView>,
    from: String,
}

/// One way to show the text.
struct WayView {
    n: usize,
    title: &'static str,
    about: &'static str,
    reason: String,
    sum: String,
    pictures: Vec<String>,
    /// Its slides, to be begun with.
    json: String,
    /// The slides that these are changes of, as JSON; empty where they are new ones.
    of: String,
    recognised: Vec<(String, String)>,
    notes: Vec<String>,
    left_out: Vec<String>,
}

/// What was pasted.
#[derive(Debug, Deserialize)]
pub struct Pasted {
    #[serde(default)]
    chu: String,
}

/// Makes slides of pasted words.
pub async fn paste(
    who: Authorised,
    State(state): State<PageState>,
    Form(pasted): Form<Pasted>,
) -> Result<Response, PageError> {
    let live = state.office().live().await?;
    let today = live.zone().day(state.office().clock().now().wall);
    let text = pasted.chu;
    let from = words::from_words(who.language(), text.split_whitespace().count());
    let found = tokio::task::spawn_blocking(move || propose::from_text(&text, today)).await;
    ways(&who, &state, &live, (Vec::new(), found.map_err(|_| PageError::Panicked)?), from).await
}

/// Makes slides of a file: of words and tables as of pasted ones, of each picture a poster.
pub async fn bring(
    who: Authorised,
    State(state): State<PageState>,
    headers: HeaderMap,
    parts: Multipart,
) -> Result<Response, PageError> {
    let language = who.language();
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let of = length.unwrap_or_default();
    let bringing = state.incoming().begin(who.account.id.clone(), of);
    let refused = |words: &str| Ok(Go::to("/trang/moi").telling(Toast::bad(words)).into_response());
    let Some(file) = came(parts, |bytes| bringing.is(HowFar::Coming { bytes: bytes as u64, of })).await? else {
        return refused(words::NO_FILE.get(language));
    };
    bringing.is(HowFar::Opening);
    match state.converter().convert(BroughtFile::Bytes(file.bytes), |done| bringing.is(HowFar::Drawn(done))).await {
        Err(error) => refused(&error.words(language)),
        Ok(Converted::Document(document)) => of_document(&who, &state, document, &file.name).await,
        Ok(Converted::Pictures(pictures)) => {
            let (many, mut drafts) = (pictures.len() > 1, Vec::new());
            for (n, picture) in (1..).zip(pictures) {
                let (key, digest) = keep(&who, &state, &file.name, many.then_some(n), picture).await?;
                let mut text = DraftText::default();
                text.fields.set(form::TEMPLATE.name, "poster");
                text.fields.set("picture", key.clone());
                text.pictures.insert(key, digest);
                drafts.push(text);
            }
            begin_with(&who, &state, drafts).await
        }
    }
}

async fn of_document(
    who: &Authorised,
    state: &PageState,
    document: Document,
    name: &str,
) -> Result<Response, PageError> {
    let live = state.office().live().await?;
    let today = live.zone().day(state.office().clock().now().wall);
    let (renewals, same) = renewals(who, state, &live, &document).await?;
    let found = tokio::task::spawn_blocking(move || propose::from_document(&document, today)).await;
    let found = (renewals, found.map_err(|_| PageError::Panicked)?);
    let mut from = words::from_file(who.language(), name);
    if same {
        from = format!("{from} {}", words::SAME_LIST.get(who.language()));
    }
    ways(who, state, &live, found, from).await
}

async fn ways(
    who: &Authorised,
    state: &PageState,
    live: &LiveVersion,
    (renewals, found): (Vec<RenewedSlides>, Vec<Proposal>),
    from: String,
) -> Result<Response, PageError> {
    let language = who.language();
    if found.is_empty() {
        let toast = Toast::bad(words::NOTHING_PASTED.get(language));
        return Ok(Go::to("/trang/moi").telling(toast).into_response());
    }
    let mut ways = Vec::new();
    for (n, renewal) in (1..).zip(renewals) {
        ways.push(renewing(state, live, n, renewal, language).await);
    }
    for (n, proposal) in (ways.len() + 1..).zip(found) {
        ways.push(way(state, live, n, proposal, language).await?);
    }
    Ok(page(&WaysPage { shell: who.task(words::PASTED_TITLE.get(language)).await?, ways, from }))
}

async fn way(
    state: &PageState,
    live: &LiveVersion,
    n: usize,
    proposal: Proposal,
    language: Language,
) -> Result<WayView, PageError> {
    let form = form::template(proposal.template).ok_or(PageError::NotFound)?;
    let text = |slide: &propose::ProposedSlide| DraftText { fields: Fields::of(&slide.table), ..DraftText::default() };
    let texts: Vec<DraftText> = proposal.slides.iter().map(text).collect();
    let (pictures, sum) = seen(state, live, &texts, language).await;
    let notes = proposal.notes.iter().chain(proposal.slides.iter().flat_map(|slide| &slide.notes));
    let mut said: Vec<String> = notes.clone().map(|note| note.words(language)).collect();
    said.dedup();
    let left_out =
        notes.filter_map(|note| if let ProposalNote::LeftOut(lines) = note { Some(lines.clone()) } else { None });
    let first = texts.first().cloned().unwrap_or_default();
    let mut recognised: Vec<(String, String)> = Vec::new();
    for field in form.fields {
        let of = first.fields.0.iter().filter(|(path, _)| path.split(['[', '.']).next() == Some(field.name));
        let mut of: Vec<_> =
            of.map(|(path, typed)| (label_of(form, path, language), typed.replace('|', " "))).collect();
        of.sort();
        recognised.extend(of);
    }
    recognised.truncate(RECOGNISED);
    Ok(WayView {
        n,
        title: form.title.get(language),
        about: words::about(form.name).get(language),
        reason: proposal.reason.words(language),
        sum,
        pictures,
        of: String::new(),
        json: serde_json::to_string(&texts).unwrap_or_default(),
        recognised,
        notes: said,
        left_out: left_out.flatten().take(RECOGNISED).collect(),
    })
}

/// The way that changes slides which are there.
async fn renewing(
    state: &PageState,
    live: &LiveVersion,
    n: usize,
    renewal: RenewedSlides,
    language: Language,
) -> WayView {
    let recognised = renewal.lines(language).into_iter().take(CHANGES).collect();
    let changes = &renewal.changes;
    let reason = words::renewal(language, changes.added.len(), changes.changed.len(), changes.abolished.len());
    let notes = renewal.emptied.iter().map(|title| words::emptied(language, title)).collect();
    let (title, about) = match renewal.keeps {
        false => (words::RENEW, words::RENEW_NEXT),
        true => (words::RENEW_KEEPING, words::RENEW_KEEPING_NEXT),
    };
    let (ids, texts): (Vec<SlideId>, Vec<DraftText>) = renewal.slides.into_iter().unzip();
    let (pictures, sum) = seen(state, live, &texts, language).await;
    WayView {
        n,
        title: title.get(language),
        about: about.get(language),
        reason,
        sum,
        pictures,
        json: serde_json::to_string(&texts).unwrap_or_default(),
        of: serde_json::to_string(&ids).unwrap_or_default(),
        recognised,
        notes,
        left_out: Vec::new(),
    }
}

/// Pictures of those texts, not too many, and how long all of them take.
async fn seen(state: &PageState, live: &LiveVersion, texts: &[DraftText], language: Language) -> (Vec<String>, String) {
    let (mut pictures, mut pages, mut shown_ms) = (Vec::new(), 0, 0);
    for text in texts {
        let drawn = match request(state, live, text, PagesWanted::None) {
            Some(request) => tokio::time::timeout(PATIENCE, state.drawer().draw(request, Urgency::Listing)).await.ok(),
            None => None,
        };
        let of = match drawn {
            Some(Ok(drawing)) => {
                shown_ms += drawing.shown_ms;
                drawing.pages.len()
            }
            _ => 1,
        };
        pages += of;
        if let Some(part) = packed(text) {
            let left = PICTURES.saturating_sub(pictures.len());
            pictures.extend((1..=of).take(left).map(|page| format!("/trang/moi/hinh/{part}/{page}")));
        }
    }
    (pictures, words::pages_and_seconds(language, pages, shown_ms / 1_000))
}

fn request(state: &PageState, live: &LiveVersion, text: &DraftText, pages: PagesWanted) -> Option<DrawRequest> {
    let commune = live.commune()?;
    let zone = &commune.time_zone;
    let today = zone.day(state.office().clock().now().wall);
    let body = shown(&"trang-moi".parse().ok()?, text, today, zone)?;
    Some(DrawRequest {
        time_zone: zone.clone(),
        pages,
        encoding: Encoding::Jpeg(86),
        ..DrawRequest::new(body.slide, commune.unit.clone(), Size::new(WIDTH, WIDTH))
    })
}

/// A page of a slide that is in nobody's hand yet.
pub async fn sketch_picture(
    _who: Authorised,
    State(state): State<PageState>,
    Path((part, page)): Path<(String, usize)>,
) -> Result<Response, PageError> {
    let text = unpacked(&part).map_err(|_| PageError::NotFound)?;
    let live = state.office().live().await?;
    let request = request(&state, &live, &text, PagesWanted::One(page.saturating_sub(1))).ok_or(PageError::NotFound)?;
    let media_type = request.encoding.media_type();
    let Ok(drawing) = state.drawer().draw(request, Urgency::Listing).await else {
        return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
    };
    let bytes = drawing.pages.iter().find_map(|page| page.picture.as_ref()).ok_or(PageError::NotFound)?.to_vec();
    Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "private, max-age=600")], bytes).into_response())
}

/// Begins with the way that was chosen.
pub async fn use_way(
    who: Authorised,
    State(state): State<PageState>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let value = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let chosen = value("cach").and_then(|n| value(&format!("trang-{n}"))).ok_or(PageError::BadRequest)?;
    let texts: Vec<DraftText> = serde_json::from_str(chosen).map_err(|_| PageError::BadRequest)?;
    if texts.is_empty() || texts.len() > limits::SUBMITTED_ITEMS {
        return Err(PageError::BadRequest);
    }
    let of = value("cach").and_then(|n| value(&format!("muc-{n}"))).filter(|of| !of.is_empty());
    let Some(of) = of else { return begin_with(&who, &state, texts).await };
    let ids: Vec<SlideId> = serde_json::from_str(of).map_err(|_| PageError::BadRequest)?;
    if ids.len() != texts.len() {
        return Err(PageError::BadRequest);
    }
    let (many, first) = (ids.len(), ids[0].clone());
    take(&who, &state, ids.into_iter().zip(texts).collect()).await?;
    let to = if many == 1 { format!("/trang/{first}?xem=1") } else { "/trang?trang-thai=draft".to_owned() };
    Ok(Go::to(&to).telling(Toast::good(words::renewed(who.language(), many))).into_response())
}

/// Drafts of those texts: a single one is opened, several are shown in the list.
async fn begin_with(who: &Authorised, state: &PageState, texts: Vec<DraftText>) -> Result<Response, PageError> {
    let (many, mut first) = (texts.len(), None);
    for text in texts {
        let title = title_of_draft(&crate::approval::ItemId::Commune, &text);
        let draft = state.office().new_draft(&who.actor(), ItemKind::Slide, &title, text).await?;
        first.get_or_insert(draft.item);
    }
    let Some(first) = first else { return Err(PageError::BadRequest) };
    if many == 1 {
        return Ok(Go::to(&format!("/trang/{}?xem=1", first.own())).into_response());
    }
    let toast = Toast::good(words::drafts_made(who.language(), many));
    Ok(Go::to("/trang?trang-thai=draft").telling(toast).into_response())
}
