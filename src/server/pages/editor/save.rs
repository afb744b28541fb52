//! `POST /trang/{id}` and `POST /trang/{id}/luu`: what is typed is saved, by a press of a button or by itself.

use std::collections::BTreeSet;

use axum::{
    Form, Json,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    editor_form::EditorForm,
    lists::Deed,
    other::{self, Whose, name_of},
    split::split,
    words,
};
use crate::{
    approval::{ItemId, ItemKind},
    model::{Digest, SlideId},
    office::{DraftSave, Saved, item_form::DraftText, title_of_draft},
    server::{
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
        times::Times,
    },
};

/// Saves by itself: answers when, and whether there is another text to be looked at.
pub async fn save_itself(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let saved = save(&who, &state, &id, EditorForm::of(pairs)).await?;
    let live = state.office().live().await?;
    let times = Times::new(live.zone(), state.office().clock().now().wall, who.language());
    let other = if saved.kept > 0 || !saved.others.is_empty() {
        let draft = state.office().edit(&who.account.id, &ItemId::Slide(id)).await?;
        other::find(state.office(), &live, &draft, &headers).await?.map(|other| other.whose)
    } else {
        None
    };
    // A text kept beside the draft is one that another window has written: the page is to show both. What another person
    // writes is told.
    let two = saved.kept > 0 && other.is_some();
    let told = match &other {
        Some(whose @ Whose::Person(_)) => {
            let name = name_of(state.office(), whose, &who.account).await?;
            words::TWO_TITLE.get(who.language()).replace("{ai}", &name)
        }
        _ => String::new(),
    };
    let words = words::saved_at(who.language(), &times.hour(saved.at));
    Ok(Json(json!({ "saves": saved.saves, "words": words, "two": two, "other": told })).into_response())
}

/// Saves at the press of a button, does what the button says besides, and shows the editor again.
pub async fn save_form(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let typed = EditorForm::of(pairs);
    let (deed, looking) = (typed.deed.clone(), format!("trang={}&doc={}", typed.page, u8::from(typed.portrait)));
    if deed == Deed::Discard {
        state.office().discard_draft(&who.actor(), &ItemId::Slide(id.clone())).await?;
        let words = words::DROPPED.get(who.language());
        return Ok(Go::to(&format!("/trang/{id}")).telling(Toast::good(words)).into_response());
    }
    if deed == Deed::Split
        && let Some((first, second)) = split(&typed.text)
    {
        let (pictures, title) = (second.pictures.clone(), title_of_draft(&ItemId::Slide(id.clone()), &second));
        save(&who, &state, &id, EditorForm { text: first, ..typed }).await?;
        // Its pictures are those that the slide has: none that was only named.
        let known = state.office().edit(&who.account.id, &ItemId::Slide(id.clone())).await?.text.pictures;
        let pictures = pictures.into_iter().filter(|(key, digest)| known.get(key) == Some(digest)).collect();
        let text = DraftText { pictures, ..second };
        let other = state.office().new_draft(&who.actor(), ItemKind::Slide, &title, text).await?;
        let live = state.office().live().await?;
        let with = live.campaigns_of(&id).next().map(|body| format!("&chien-dich={}", body.campaign.id));
        let link = format!("/trang/{}?xem=1{}", other.item.own(), with.unwrap_or_default());
        let toast =
            Toast::good(words::SPLIT_DONE.get(who.language())).link(words::SPLIT_OTHER.get(who.language()), link);
        return Ok(Go::to(&format!("/trang/{id}?{looking}&xem=1")).telling(toast).into_response());
    }
    save(&who, &state, &id, typed).await?;
    let to = match deed {
        Deed::Send => format!("/trang/{id}/gui"),
        _ => format!("/trang/{id}?{looking}&xem=1"),
    };
    Ok(Go::to(&to).into_response())
}

async fn save(who: &Authorised, state: &PageState, id: &SlideId, typed: EditorForm) -> Result<Saved, PageError> {
    let item = ItemId::Slide(id.clone());
    let EditorForm { mut text, saves, with, .. } = typed;
    let draft = state.office().edit(&who.account.id, &item).await?;
    // Only what was decoded and encoded anew is shown, whatever a form names: what was kept, and what the slide had before.
    let before: BTreeSet<Digest> = draft.text.pictures.values().copied().collect();
    let named: BTreeSet<Digest> = text.pictures.values().filter(|digest| !before.contains(*digest)).copied().collect();
    let kept = state.office().known_pictures(named).await?;
    text.pictures.retain(|_, digest| before.contains(digest) || kept.contains_key(digest));
    for digest in text.pictures.values_mut() {
        *digest = kept.get(digest).copied().unwrap_or(*digest);
    }
    let save = DraftSave { item, base: draft.base, text, saves, with };
    Ok(state.office().save_draft(&who.actor(), save).await?)
}
