//! `/lich/chien-dich/{id}/trang`: the slides of a campaign in their order. They are moved by drag, by buttons and by keys;
//! without scripts each button sends the whole order.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};

use super::{
    campaign::{keep, send},
    campaign_form::list,
    words as w,
};
use crate::{
    approval::{Body, ItemId, Right},
    form::Language,
    model::{CampaignId, SlideContent, SlideId},
    office::{LiveVersion, item_form::DraftText, title_of, title_of_draft},
    server::{
        session::Authorised,
        shell::{Go, OfficeSection, PageError, Shell, Toast, page},
        state::PageState,
    },
};

/// A loop beyond which people wait too long for a slide to come again, milliseconds.
const LONG_LOOP_MS: u64 = 7 * 60_000;

/// One slide of the list.
struct PlaylistEntry {
    n: usize,
    id: SlideId,
    title: String,
    picture: String,
    seconds: String,
    is_gone: bool,
}

/// One piece of the loop's bar.
struct Piece {
    kind: &'static str,
    place: String,
}

/// A slide that may be added.
struct Other {
    id: SlideId,
    title: String,
}

#[derive(Template)]
#[template(path = "pages/schedule/playlist.html")]
struct PlaylistPage {
    shell: Shell,
    action: String,
    form: String,
    lead: String,
    saves: u64,
    entries: Vec<PlaylistEntry>,
    pieces: Vec<Piece>,
    total: String,
    long: Option<String>,
    is_spread: bool,
    others: Vec<Other>,
    has_draft: bool,
}

/// Shows the list.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<CampaignId>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let item = ItemId::Campaign(id.clone());
    let live = office.live().await?;
    let draft = office.edit(&signed_in.account.id, &item).await?;
    let ids: Vec<SlideId> = list(&draft.text.fields, "slides").iter().filter_map(|id| id.parse().ok()).collect();
    // How long a slide is shown is worked out when it is published, and stands in the signed programme.
    let programme = state.programmes().newest(office).await?.map(|(_, programme)| programme);
    let shown_ms =
        |id: &SlideId| programme.as_ref().and_then(|programme| programme.slide(id)).map_or(0, |s| s.shown_ms());
    let entries: Vec<PlaylistEntry> =
        (1..).zip(&ids).map(|(n, id)| entry(&live, n, id, shown_ms(id), language)).collect();
    let times: Vec<u64> = ids.iter().map(shown_ms).collect();
    let total_ms: u64 = times.iter().sum();
    let kinds: Vec<&'static str> = ids.iter().map(|id| kind(&live, id)).collect();
    let pieces = kinds
        .iter()
        .zip(&times)
        .map(|(kind, ms)| Piece { kind, place: format!("width {:.3}%", *ms as f64 * 100.0 / total_ms.max(1) as f64) });
    let others = live
        .slides()
        .filter(|body| !ids.contains(&body.slide.id) && !matches!(body.slide.content, SlideContent::Alert(_)));
    let others = others.map(|body| Other { id: body.slide.id.clone(), title: title_of(&Body::Slide(body.clone())) });
    let shell = signed_in.shell(OfficeSection::Schedule, title_of_draft(&item, &draft.text)).await?;
    Ok(page(&PlaylistPage {
        shell,
        action: format!("/lich/chien-dich/{id}/trang"),
        form: format!("/lich/chien-dich/{id}"),
        lead: w::playlist_lead(language, ids.len()),
        saves: draft.saves,
        pieces: pieces.collect(),
        total: w::span(language, total_ms),
        long: (total_ms > LONG_LOOP_MS).then(|| w::long_loop(language, total_ms / 60_000)),
        is_spread: is_spread(&kinds),
        others: others.collect(),
        has_draft: draft.saves > 0,
        entries,
    }))
}

fn entry(live: &LiveVersion, n: usize, id: &SlideId, shown_ms: u64, language: Language) -> PlaylistEntry {
    let item = ItemId::Slide(id.clone());
    let body = live.items.get(&item);
    PlaylistEntry {
        n,
        id: id.clone(),
        title: body.map_or_else(|| id.to_string(), |(_, body)| title_of(body)),
        picture: body.map(|(digest, _)| format!("/hinh/ban/{item}/{digest}?rong=160")).unwrap_or_default(),
        seconds: if shown_ms > 0 { w::span(language, shown_ms) } else { String::new() },
        is_gone: body.is_none(),
    }
}

/// The colour of a slide in the loop's bar.
fn kind(live: &LiveVersion, id: &SlideId) -> &'static str {
    match live.body(&ItemId::Slide(id.clone())).map(|body| &**body) {
        Some(Body::Slide(body)) => match body.slide.content {
            SlideContent::Slogan(_) => "slogan",
            SlideContent::Guide(_) | SlideContent::Procedures(_) => "guide",
            _ => "other",
        },
        _ => "other",
    }
}

/// Whether no two slogans follow each other, round the loop too.
fn is_spread(kinds: &[&str]) -> bool {
    let slogans = kinds.iter().filter(|kind| **kind == "slogan").count();
    let next = kinds.iter().cycle().skip(1);
    slogans > 1 && kinds.iter().zip(next).all(|pair| pair != (&"slogan", &"slogan"))
}

/// Keeps the order that a form says, and sends it where that was asked for.
pub async fn arrange(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<CampaignId>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let item = ItemId::Campaign(id.clone());
    let here = format!("/lich/chien-dich/{id}/trang");
    let draft = state.office().edit(&signed_in.account.id, &item).await?;
    let one = |name: &str| pairs.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str());
    let (order, moved) = arranged(&pairs);
    let text = with_order(&draft.text, &order);
    keep(&state, &signed_in, &draft, text, one("saves")).await?;
    if headers.contains_key("hx-request") {
        let saves = state.office().draft(&signed_in.account.id, &item).await?.map_or(0, |draft| draft.saves);
        return Ok(saves.to_string().into_response());
    }
    if one("lam") == "gui" {
        return send(&state, &signed_in, &item, &here, "").await;
    }
    let at = moved.map(|place| format!("#trang-{place}")).unwrap_or_default();
    let saved = Toast::good(w::SAVED.get(signed_in.language()));
    Ok(Go::to(&format!("{here}{at}")).telling(saved).into_response())
}

/// The order that a form says, and which place is to be looked at then: "len:3" moves the third up, "xuong:3" down, "bo:3"
/// takes it out; "them" adds what was chosen.
fn arranged(pairs: &[(String, String)]) -> (Vec<String>, Option<usize>) {
    let one = |name: &str| pairs.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str());
    let mut order: Vec<String> =
        pairs.iter().filter(|(own, _)| own == "slides").map(|(_, value)| value.clone()).collect();
    let (act, place) = one("lam").split_once(':').unwrap_or((one("lam"), ""));
    let place = place.parse::<usize>().ok().filter(|place| (1..=order.len()).contains(place));
    match (act, place) {
        ("len", Some(place)) if place > 1 => {
            order.swap(place - 1, place - 2);
            (order, Some(place - 1))
        }
        ("xuong", Some(place)) if place < order.len() => {
            order.swap(place - 1, place);
            (order, Some(place + 1))
        }
        ("bo", Some(place)) => {
            order.remove(place - 1);
            (order, Some(place.min(1)))
        }
        ("them", _) if !one("them").is_empty() => {
            order.push(one("them").to_owned());
            let last = order.len();
            (order, Some(last))
        }
        _ => (order, None),
    }
}

/// The text with another order of slides.
fn with_order(text: &DraftText, order: &[String]) -> DraftText {
    let mut text = text.clone();
    text.fields.0.retain(|path, _| path != "slides" && !path.starts_with("slides["));
    for (n, id) in (1..).zip(order) {
        text.fields.set(format!("slides[{n}]"), id.clone());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_move_one_slide_and_say_where_it_is_now() {
        let pairs = |act: &str| {
            let slides = ["a", "b", "c"].map(|id| ("slides".to_owned(), id.to_owned()));
            slides
                .into_iter()
                .chain([("lam".to_owned(), act.to_owned()), ("them".to_owned(), "d".to_owned())])
                .collect::<Vec<_>>()
        };
        let order = |act: &str| {
            let (order, at) = arranged(&pairs(act));
            (order.concat(), at)
        };
        assert_eq!(order("len:2"), ("bac".into(), Some(1)));
        assert_eq!(order("xuong:2"), ("acb".into(), Some(3)));
        assert_eq!(order("bo:3"), ("ab".into(), Some(1)));
        assert_eq!(order("them"), ("abcd".into(), Some(4)));
        for nothing in ["len:1", "xuong:3", "bo:4", "luu", "len:x"] {
            assert_eq!(order(nothing), ("abc".into(), None), "{nothing}");
        }
    }

    #[test]
    fn slogans_are_spread_where_none_follows_another_round_the_loop() {
        assert!(is_spread(&["slogan", "guide", "slogan", "other"]));
        assert!(!is_spread(&["slogan", "guide", "slogan"]), "the last is followed by the first");
        assert!(!is_spread(&["guide", "other"]));
    }
}
