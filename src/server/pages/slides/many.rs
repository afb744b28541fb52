//! `POST /trang/nhieu`: many slides at once are sent, taken off or used again.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Response},
};

use super::words;
use crate::{
    approval::ItemId,
    model::SlideId,
    office::{OfficeError, Sending},
    server::{
        pages::editor::copied,
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
    },
};

/// Does it with every slide that is ticked.
pub async fn many(
    who: Authorised,
    State(state): State<PageState>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let deed = pairs.iter().find(|(name, _)| name == "lam").map(|(_, value)| value.clone()).unwrap_or_default();
    let ticked: Vec<SlideId> =
        pairs.iter().filter(|(name, _)| name == "trang").filter_map(|(_, id)| id.parse().ok()).collect();
    let toast = match (ticked.as_slice(), deed.as_str()) {
        ([], _) => Toast::bad(words::NOTHING_SELECTED.get(who.language())),
        (ids, "gui") => send(&who, &state, ids).await?,
        (ids, "go") => take_off(&who, &state, ids).await?,
        (ids, "dung-lai") => {
            for id in ids {
                copied(state.office(), &who, id).await?;
            }
            Toast::good(words::copied(who.language(), ids.len()))
        }
        _ => return Err(PageError::BadRequest),
    };
    let to = if deed == "dung-lai" && !ticked.is_empty() { "/trang?trang-thai=draft" } else { "/trang" };
    Ok(Go::to(to).telling(toast).into_response())
}

/// Sends the person's drafts of those slides together; where they are shown stays as it is.
async fn send(who: &Authorised, state: &PageState, ids: &[SlideId]) -> Result<Toast, PageError> {
    let mine = state.office().my_drafts(&who.account.id).await?;
    let drafts: Vec<ItemId> =
        ids.iter().cloned().map(ItemId::Slide).filter(|item| mine.iter().any(|draft| draft.item == *item)).collect();
    let language = who.language();
    if drafts.is_empty() {
        return Ok(Toast::bad(words::NO_DRAFTS.get(language)));
    }
    let n = drafts.len();
    match state.office().send(&who.actor(), &Sending { drafts, ..Sending::default() }).await {
        Ok(sent) => Ok(Toast::good(words::sent(language, n)).link(words::LOOK.get(language), format!("/duyet/{sent}"))),
        Err(OfficeError::Mistakes { item, .. } | OfficeError::TwoTexts { item } | OfficeError::NothingNew { item }) => {
            let open = format!("/trang/{}?xem=1", item.own());
            Ok(Toast::bad(words::MISTAKEN.get(language)).link(words::OPEN.get(language), open))
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends the wish that those slides be taken away; like every change it waits for somebody else's word.
async fn take_off(who: &Authorised, state: &PageState, ids: &[SlideId]) -> Result<Toast, PageError> {
    let (live, language) = (state.office().live().await?, who.language());
    let remove: Vec<ItemId> = ids.iter().cloned().map(ItemId::Slide).filter(|item| live.body(item).is_some()).collect();
    if remove.is_empty() {
        return Ok(Toast::bad(words::NONE_ON.get(language)));
    }
    let n = remove.len();
    let sent = state.office().send(&who.actor(), &Sending { remove, ..Sending::default() }).await?;
    Ok(Toast::good(words::removal_sent(language, n)).link(words::LOOK.get(language), format!("/duyet/{sent}")))
}
