//! `POST /trang/{id}/chon`: which of two texts goes on. The one that is not chosen is kept wherever it was written.

use std::collections::BTreeSet;

use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue},
    response::{IntoResponse, Response},
};

use super::{
    other::{self, KNOWN_COOKIE, Whose},
    words,
};
use crate::{
    approval::ItemId,
    model::SlideId,
    office::{Draft, DraftSave},
    server::{
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
    },
};

/// Seconds for which it is remembered that a text was looked at and left: a month.
const REMEMBERED: u32 = 30 * 86_400;

/// What a form says.
#[derive(Default)]
struct ChoiceForm {
    whose: Option<Whose>,
    take: String,
    /// The fields in which the other text was chosen.
    theirs: BTreeSet<String>,
}

impl ChoiceForm {
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut chosen = Self::default();
        for (name, value) in pairs {
            match (name.as_str(), name.strip_prefix("c:")) {
                ("ai", _) => chosen.whose = Whose::of(&value),
                ("lay", _) => chosen.take = value,
                (_, Some(path)) if value == "ho" => drop(chosen.theirs.insert(path.to_owned())),
                _ => {}
            }
        }
        chosen
    }
}

/// Chooses.
pub async fn choose(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let chosen = ChoiceForm::of(pairs);
    let whose = chosen.whose.clone().ok_or(PageError::BadRequest)?;
    let (office, actor, item) = (state.office(), who.actor(), ItemId::Slide(id.clone()));
    let live = office.live().await?;
    let draft = office.edit(&who.account.id, &item).await?;
    let theirs = other::of(office, &live, &draft, &whose).await?.ok_or(PageError::NotFound)?;
    let mark = theirs.mark.clone();
    match (chosen.take.as_str(), &whose) {
        ("ho", Whose::Person(from)) => drop(office.take_text(&actor, &item, from).await?),
        ("ho", Whose::Window(n)) => {
            office.choose_text(&actor, &item, *n).await?;
            office.drop_text(&actor, &item, *n).await?;
        }
        ("ho", Whose::Live(_)) => office.discard_draft(&actor, &item).await?,
        (take, whose) => {
            let text = match take {
                "gop" => other::merged(&draft.text, &theirs.text, &chosen.theirs),
                _ => draft.text.clone(),
            };
            let with = match whose {
                Whose::Person(other) if !chosen.theirs.is_empty() => [other.clone()].into(),
                _ => BTreeSet::new(),
            };
            let base = match whose {
                Whose::Live(digest) => Some(*digest),
                _ => draft.base,
            };
            let Draft { saves, .. } = draft;
            office.save_draft(&actor, DraftSave { item: item.clone(), base, text, saves, with }).await?;
            if let Whose::Window(n) = whose {
                office.drop_text(&actor, &item, *n).await?;
            }
        }
    }
    let said = match chosen.take.as_str() {
        "ho" => words::TOOK_THEIRS,
        "gop" => words::MERGED,
        _ => words::KEPT_MINE,
    };
    let to = Go::to(&format!("/trang/{id}?xem=1")).telling(Toast::good(said.get(who.language())));
    Ok(if mark.is_empty() { to } else { to.with_cookie(known(&headers, &id, &mark)) }.into_response())
}

/// The cookie that says which texts of the slide were looked at.
fn known(headers: &HeaderMap, id: &SlideId, mark: &str) -> HeaderValue {
    let before = crate::server::shell::cookie(headers, KNOWN_COOKIE).unwrap_or_default();
    let mut marks: Vec<&str> = before.split('.').filter(|known| !known.is_empty() && *known != mark).collect();
    marks.push(mark);
    let marks = marks[marks.len().saturating_sub(12)..].join(".");
    let line = format!("{KNOWN_COOKIE}={marks}; Path=/trang/{id}; Max-Age={REMEMBERED}; HttpOnly; SameSite=Strict");
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static("biet=; Path=/trang; Max-Age=0"))
}
