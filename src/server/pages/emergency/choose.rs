//! `/khan-cap`: what is on, where something is; where nothing is, what can be put out, by one press each.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{
    alert_form::AlertForm,
    on::{EmergencyOnNow, on_now},
    stopped::{Stopped, stopped},
    where_to::WhereTo,
    words as w,
};
use crate::{
    approval::Right,
    form::{Language, Words},
    office::{AlertTemplate, OfficeError},
    records::{account, alert},
    server::{
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page, words},
        state::PageState,
        times::Times,
    },
};

/// Until when a notice holds unless somebody says otherwise: it stands on the page, chosen and to be changed.
const USUAL_HOURS: &str = "3";
/// When the next bulletin is due.
const NEXT_MS: i64 = 2 * 3_600_000;
const HOUR_MS: i64 = 3_600_000;

#[derive(Template)]
#[template(path = "pages/emergency/choose.html")]
struct ChoosePage {
    shell: Shell,
    /// What is chosen for whichever notice is pressed: everywhere and for the usual time, unless somebody says otherwise.
    /// Whether it is real is never chosen beforehand: the press that sends it says so.
    asked: AlertForm,
    where_to: WhereTo,
    /// The ends that can be chosen, with the hour each comes to.
    ends: Vec<(&'static str, String)>,
    notices: Vec<PreparedNotice>,
    may: bool,
    may_stop: bool,
    others: Vec<String>,
}

/// A prepared notice.
struct PreparedNotice {
    id: String,
    name: String,
    level: u8,
    src: String,
    /// Something is left to be filled in: it does not go out as it is.
    has_gap: bool,
}

#[derive(Template)]
#[template(path = "pages/emergency/on.html")]
struct OnPage {
    shell: Shell,
    on: EmergencyOnNow,
}

#[derive(Template)]
#[template(path = "pages/emergency/stopped.html")]
struct StoppedPage {
    shell: Shell,
    stopped: Stopped,
}

/// What is on; or everything that can be put out. `?moi=1` asks for the latter whatever is on.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let live = office.live().await?;
    let times = Times::new(live.zone(), office.clock().now().wall, language);
    let said = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    if said("moi") != Some("1") {
        let mut tx = office.records().read().await.map_err(OfficeError::from)?;
        let on = alert::on(&mut tx, times.now()).await.map_err(OfficeError::from)?;
        drop(tx);
        let chosen = on.iter().find(|record| Some(record.id.as_str()) == said("tin")).or(on.first());
        if let Some(record) = chosen
            && let Some(on) = on_now(&signed_in, &state, &live, record, &times).await?
        {
            let shell = signed_in.shell(OfficeSection::Emergency, words::EMERGENCY.get(language)).await?;
            return Ok(page(&OnPage { shell, on }));
        }
        if live.stopped.is_some() {
            let stopped = stopped(&signed_in, &state, &live, &times).await?;
            let shell = signed_in.shell(OfficeSection::Emergency, words::EMERGENCY.get(language)).await?;
            return Ok(page(&StoppedPage { shell, stopped }));
        }
    }
    let mut asked = AlertForm::of(&pairs);
    asked.exercise = None;
    if asked.until(&times).is_none() {
        asked.hours = USUAL_HOURS.to_owned();
    }
    let templates = office.alert_templates().await?;
    let notice = |template: &AlertTemplate| {
        let asked = begun(template, &asked, &times);
        PreparedNotice {
            id: template.id.clone(),
            name: template.name.clone(),
            level: asked.get("level").parse().unwrap_or(1),
            has_gap: asked.has_gap(),
            src: format!("/khan-cap/hinh?{}&rong=480", asked.query()),
        }
    };
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let accounts = account::list(&mut tx).await.map_err(OfficeError::from)?;
    drop(tx);
    let others = accounts.into_iter().filter(|row| row.account.may(Right::Alert)).map(|row| row.account.name).collect();
    let shell = signed_in.task(words::EMERGENCY.get(language)).await?;
    Ok(page(&ChoosePage {
        where_to: WhereTo::of(&asked, &live, language),
        ends: ends(&asked, &times, language),
        notices: templates.iter().map(notice).collect(),
        may: shell.may(Right::Alert),
        may_stop: shell.may(Right::Stop) && live.stopped.is_none(),
        others,
        asked,
        shell,
    }))
}

/// The ends that can be chosen, with the hour each comes to.
fn ends(asked: &AlertForm, times: &Times, language: Language) -> Vec<(&'static str, String)> {
    let end = |(hours, words): &(&'static str, Words)| {
        let asked = AlertForm { hours: (*hours).to_owned(), until: String::new(), ..asked.clone() };
        let until = asked.until(times).map(|until| times.hour(until)).unwrap_or_default();
        (*hours, w::end(language, words.get(language), &until))
    };
    w::HOURS.iter().map(end).collect()
}

/// A prepared notice as it is begun with: its own words; where and until when as it was asked; the next bulletin after a while.
pub(super) fn begun(template: &AlertTemplate, asked: &AlertForm, times: &Times) -> AlertForm {
    let fields = &template.text.fields;
    let mut asked = AlertForm { template: template.id.clone(), ..asked.clone() };
    for name in ["headline", "level", "issuer", "contact"] {
        asked.set(name, fields.get(name));
    }
    let listed: Vec<&str> = (1..).map_while(|n| fields.0.get(&format!("actions[{n}]"))).map(String::as_str).collect();
    let actions = if listed.is_empty() { fields.get("actions").to_owned() } else { listed.join("\n") };
    asked.set("actions", actions);
    let next = (times.now().0 + NEXT_MS).div_euclid(HOUR_MS) * HOUR_MS;
    let next = times.zone().local(crate::model::WallTime(next));
    asked.set("next_update", next.strftime("%Y-%m-%dT%H:%M").to_string());
    asked
}

/// Why nothing can be looked at yet, in words.
pub(super) fn lacks(asked: &AlertForm, times: &Times, places: usize) -> Option<Words> {
    match asked {
        asked if asked.until(times).is_none_or(|until| until <= times.now()) => Some(w::NO_END),
        asked if asked.has_gap() => Some(w::GAP),
        _ if places == 0 => Some(w::NOWHERE),
        _ => None,
    }
}
