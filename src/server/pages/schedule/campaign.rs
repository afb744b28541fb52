//! `/lich/chien-dich/{id}`: when and where a campaign plays; what is typed is a draft, sent for approval like any other.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    campaign_form::{CampaignForm, typed},
    words as w,
};
use crate::{
    approval::{ItemId, ItemKind, Right},
    model::{CampaignId, Display},
    office::{Draft, DraftSave, OfficeError, Sending, item_form, title_of_draft},
    server::{
        session::Authorised,
        shell::{Go, OfficeSection, PageError, Shell, Toast, page},
        state::PageState,
    },
};

/// Whether what is wrong is to be said.
#[derive(Debug, Default, Deserialize)]
pub struct CampaignQuery {
    #[serde(default)]
    xem: String,
}

#[derive(Template)]
#[template(path = "pages/schedule/campaign.html")]
struct CampaignPage {
    shell: Shell,
    form: CampaignForm,
    action: String,
    saves: u64,
    base: String,
    is_new: bool,
    is_live: bool,
    has_draft: bool,
    playlist: String,
    slides: String,
    kept: usize,
    others: Vec<String>,
}

/// A new campaign, of which nothing is written yet.
pub async fn begin(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    let language = signed_in.language();
    let live = state.office().live().await?;
    let displays: Vec<Display> = live.displays().cloned().collect();
    let shell = signed_in.shell(OfficeSection::Schedule, w::NEW_CAMPAIGN.get(language)).await?;
    Ok(page(&CampaignPage {
        shell,
        form: CampaignForm::of(&item_form::DraftText::default(), &displays, language),
        action: "/lich/chien-dich/moi".to_owned(),
        saves: 0,
        base: String::new(),
        is_new: true,
        is_live: false,
        has_draft: false,
        playlist: String::new(),
        slides: String::new(),
        kept: 0,
        others: Vec::new(),
    }))
}

/// Keeps what was typed of a new campaign, and goes on to its slides.
pub async fn write_new(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let text = typed(&pairs, &item_form::DraftText::default());
    let title = text.fields.get("title").to_owned();
    let draft = state.office().new_draft(&signed_in.actor(), ItemKind::Campaign, &title, text).await?;
    let to = format!("/lich/chien-dich/{}/trang", draft.item.own());
    Ok(Go::to(&to).telling(Toast::good(w::SAVED.get(signed_in.language()))).into_response())
}

/// Shows a campaign.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<CampaignId>,
    Query(asked): Query<CampaignQuery>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let item = ItemId::Campaign(id.clone());
    let live = office.live().await?;
    let draft = office.edit(&signed_in.account.id, &item).await?;
    let displays: Vec<Display> = live.displays().cloned().collect();
    let mut form = CampaignForm::of(&draft.text, &displays, language);
    if !asked.xem.is_empty() {
        let before = live.body(&item).map(|body| &**body);
        let reading = item_form::read(&item, &draft.text, before, &live.zone());
        form = form.with_mistakes(&reading.mistakes, language);
    }
    let others = others(&state, &signed_in, &item).await?;
    let slides = super::campaign_form::list(&draft.text.fields, "slides").len();
    let shell = signed_in.shell(OfficeSection::Schedule, title_of_draft(&item, &draft.text)).await?;
    Ok(page(&CampaignPage {
        shell,
        form,
        action: format!("/lich/chien-dich/{id}"),
        saves: draft.saves,
        base: draft.base.map(|base| base.to_string()).unwrap_or_default(),
        is_new: false,
        is_live: live.body(&item).is_some(),
        has_draft: draft.saves > 0,
        playlist: format!("/lich/chien-dich/{id}/trang"),
        slides: w::slides(language, slides),
        kept: draft.kept.len(),
        others,
    }))
}

/// The names of others who write it too.
pub(super) async fn others(state: &PageState, who: &Authorised, item: &ItemId) -> Result<Vec<String>, PageError> {
    let drafts = state.office().drafts_of(item).await?;
    let mut names = Vec::new();
    for draft in drafts.iter().filter(|draft| draft.by != who.account.id) {
        names.extend(state.office().account(&draft.by).await?.map(|entry| entry.account.name));
    }
    Ok(names)
}

/// Keeps what was typed, and sends it where that was asked for.
pub async fn change(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<CampaignId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let office = state.office();
    let item = ItemId::Campaign(id.clone());
    let here = format!("/lich/chien-dich/{id}");
    let language = signed_in.language();
    let one = |name: &str| pairs.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str());
    let actor = signed_in.actor();
    match one("lam") {
        "go" => {
            let sending = Sending { remove: vec![item], note: one("loi").to_owned(), ..Sending::default() };
            let sent = office.send(&actor, &sending).await?;
            return Ok(told_sent(&signed_in, "/lich/chien-dich", &sent.0));
        }
        "bo-nhap" => {
            office.discard_draft(&actor, &item).await?;
            return Ok(Go::to("/lich/chien-dich").into_response());
        }
        "giu" => {
            office.drop_text(&actor, &item, 0).await?;
            return Ok(Go::to(&here).into_response());
        }
        "doi" => {
            office.choose_text(&actor, &item, 0).await?;
            return Ok(Go::to(&here).into_response());
        }
        _ => {}
    }
    let draft = office.edit(&signed_in.account.id, &item).await?;
    let text = typed(&pairs, &draft.text);
    keep(&state, &signed_in, &draft, text, one("saves")).await?;
    match one("lam") {
        "gui" => send(&state, &signed_in, &item, &here, one("loi")).await,
        _ => Ok(Go::to(&here).telling(Toast::good(w::SAVED.get(language))).into_response()),
    }
}

/// Saves a text over a draft; `saves` is what the page knew.
pub(super) async fn keep(
    state: &PageState,
    who: &Authorised,
    draft: &Draft,
    text: item_form::DraftText,
    saves: &str,
) -> Result<(), PageError> {
    let save = DraftSave {
        item: draft.item.clone(),
        base: draft.base,
        text,
        saves: saves.parse().unwrap_or(draft.saves),
        with: Default::default(),
    };
    state.office().save_draft(&who.actor(), save).await?;
    Ok(())
}

/// Sends a draft for approval; where it is not right yet, back to where it says so.
pub(super) async fn send(
    state: &PageState,
    who: &Authorised,
    item: &ItemId,
    here: &str,
    note: &str,
) -> Result<Response, PageError> {
    let sending = Sending { drafts: vec![item.clone()], note: note.to_owned(), ..Sending::default() };
    match state.office().send(&who.actor(), &sending).await {
        Ok(id) => Ok(told_sent(who, here, &id.0)),
        Err(OfficeError::Mistakes { item, .. }) => {
            let words = crate::server::shell::words::BAD_REQUEST_NEXT.get(who.language());
            let form = format!("/lich/chien-dich/{}?xem=1", item.own());
            Ok(Go::to(&form).telling(Toast::bad(words)).into_response())
        }
        // There is no draft where what was typed is what is on.
        Err(OfficeError::NotFound { what: "draft", .. }) => Err(OfficeError::NothingNew { item: item.clone() }.into()),
        Err(error) => Err(error.into()),
    }
}

/// That it was sent, with the way to it.
fn told_sent(who: &Authorised, to: &str, submission: &str) -> Response {
    let language = who.language();
    let toast = Toast::good(w::SENT.get(language)).link(w::SEE_IT.get(language), format!("/duyet/{submission}"));
    Go::to(to).telling(toast).into_response()
}
