//! `GET /trang`: every slide as its true picture, with its state.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{
    filter::{Filter, OTHERS, OWN},
    words,
};
use crate::{
    approval::{ItemId, Right, SlideState},
    form::{self, Language},
    office::{LiveVersion, Looks, SlideEntry, prolong::LastsLonger},
    server::{
        pages::prolong::CampaignEnd,
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page},
        state::PageState,
        times::Times,
    },
};

/// Slides of one part of the list: six rows of four, so that a page of 500 slides stays light.
const PART: usize = 48;
/// The width of the pictures, pixels: twice that of a card on most screens.
const WIDTH: u32 = 480;

#[derive(Template)]
#[template(path = "pages/slides/list.html")]
struct SlideListPage {
    shell: Shell,
    how_many: String,
    filter: Filter,
    states: Vec<StateView>,
    templates: Vec<OptionView>,
    topics: Vec<OptionView>,
    slides: Vec<SlideView>,
    next: Option<String>,
    earlier: Option<String>,
    is_empty: bool,
    can_write: bool,
}

/// A button of the filter.
struct StateView {
    href: String,
    label: String,
    n: usize,
    chosen: bool,
}

/// One of a few to choose from.
struct OptionView {
    value: String,
    label: String,
    chosen: bool,
}

/// One slide.
struct SlideView {
    id: String,
    title: String,
    picture: Option<String>,
    class: &'static str,
    state: SlideState,
    second: String,
    /// Where it is shown and ends soon.
    end: Option<CampaignEnd>,
}

/// Shows the list.
pub async fn list(
    who: Authorised,
    State(state): State<PageState>,
    Query(filter): Query<Filter>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), who.language());
    let (all, live) = (office.slides().await?, office.live().await?);
    let times = Times::new(live.zone(), office.clock().now().wall, language);
    let taken: Vec<&SlideEntry> = all.iter().filter(|entry| filter.takes(entry)).collect();
    let shown: Vec<&SlideEntry> = taken.iter().copied().filter(|entry| filter.takes_state(entry)).collect();
    let part = filter.phan.max(1);
    let from = (part - 1) * PART;
    let commune = live.digest(&ItemId::Commune).map(|digest| digest.to_string()).unwrap_or_default();
    let longer = office.lasts_longer().await?;
    let slides = shown.iter().skip(from).take(PART).map(|entry| view(entry, &longer, &commune, &times, language));
    let unit = live.commune().map(|commune| commune.unit.name.clone()).unwrap_or_default();
    let shell = who.shell(OfficeSection::Slides, words::TITLE.get(language)).await?;
    Ok(page(&SlideListPage {
        how_many: words::how_many(language, all.len(), &unit),
        states: states(&shell, &filter, &taken),
        templates: templates(&filter, &all, language),
        topics: topics(&filter, &live, &all),
        slides: slides.collect(),
        next: (shown.len() > from + PART).then(|| filter.with_part(part + 1)),
        earlier: (part > 1).then(|| filter.with_part(part - 1)),
        is_empty: all.is_empty(),
        can_write: who.account.may(Right::Write),
        shell,
        filter,
    }))
}

fn states(shell: &Shell, filter: &Filter, taken: &[&SlideEntry]) -> Vec<StateView> {
    let view = |code: &str, label: &str| {
        let of = Filter { state: code.to_owned(), ..Filter::default() };
        StateView {
            href: filter.with_state(code),
            label: label.to_owned(),
            n: taken.iter().filter(|entry| of.takes_state(entry)).count(),
            chosen: filter.state == code,
        }
    };
    let own = OWN.map(|state| view(&state.to_string(), shell.state(state).1));
    let all = view("", shell.t(words::ALL));
    [all].into_iter().chain(own).chain([view(OTHERS, shell.t(words::OTHERS))]).collect()
}

fn templates(filter: &Filter, all: &[SlideEntry], language: Language) -> Vec<OptionView> {
    let n = |name: &str| all.iter().filter(|entry| entry.template == name).count();
    let view = |form: &&'static form::Form| OptionView {
        value: form.name.to_owned(),
        label: format!("{} {}", form.title.get(language), n(form.name)),
        chosen: filter.mau == form.name,
    };
    form::TEMPLATES.iter().filter(|form| n(form.name) > 0).map(view).collect()
}

fn topics(filter: &Filter, live: &LiveVersion, all: &[SlideEntry]) -> Vec<OptionView> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    all.iter().filter_map(|entry| entry.topic.as_deref()).for_each(|topic| *counted.entry(topic).or_default() += 1);
    let topics = live.commune().map(|commune| commune.plan.topics.as_slice()).unwrap_or_default();
    let name = |id: &str| topics.iter().find(|topic| topic.id == id).map_or(id, |topic| topic.name.as_str()).to_owned();
    let view = |(id, n): (&str, usize)| OptionView {
        value: id.to_owned(),
        label: format!("{} {n}", name(id)),
        chosen: filter.topic == id,
    };
    counted.into_iter().map(view).collect()
}

fn view(entry: &SlideEntry, longer: &LastsLonger, commune: &str, times: &Times, language: Language) -> SlideView {
    let id = entry.id.to_string();
    let until = entry.until.filter(|_| entry.state == SlideState::Playing);
    let end = until.and_then(|until| {
        CampaignEnd::soon(&format!("/trang/{id}"), until, longer.slide(&entry.id, until), times, language)
    });
    let picture = match &entry.looks {
        Looks::Revision(digest) => Some(format!("/hinh/ban/slide:{id}/{digest}?rong={WIDTH}&xa={commune}")),
        Looks::Draft(account, saves) => Some(format!("/trang/{id}/hinh?nho=1&cua={account}&lan={saves}")),
        Looks::Nothing => None,
    };
    let class = match entry.state {
        SlideState::Expired | SlideState::Removed => "grey",
        _ => "",
    };
    let second = match (entry.state, entry.sent, entry.until) {
        (_, Some(sent), _) => words::since(language, &times.at(sent)),
        (SlideState::Playing, _, None) if !entry.has_draft => words::NO_END.get(language).to_owned(),
        (SlideState::Playing | SlideState::Expired, _, Some(until)) if !entry.has_draft => {
            let last = until.checked_sub(jiff::Span::new().seconds(1)).unwrap_or(until);
            words::until(language, &last.strftime("%d/%m").to_string())
        }
        _ if entry.has_draft && entry.state != SlideState::Draft => words::HAS_DRAFT.get(language).to_owned(),
        _ => times.was(entry.changed),
    };
    SlideView { id, title: entry.title.clone(), picture, class, state: entry.state, second, end }
}
