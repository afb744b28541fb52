//! What every page says above itself while an emergency is on, or everything is stopped.

use crate::{
    approval::{AlertRecord, AlertState, Body, ItemId},
    form::Language,
    model::{Alert, Slide, SlideContent},
    office::{LiveVersion as OnNow, Office, OfficeError},
    records::{alert, version},
    server::{
        pages::emergency::words,
        shell::{Banner, BannerKind},
        times::Times,
    },
};

/// What every page says above itself; `None` on a usual day. An emergency comes before a stop: it is the more urgent.
pub(in crate::server) async fn banner(office: &Office, language: Language) -> Result<Option<Banner>, OfficeError> {
    let live = office.live().await?;
    let times = Times::new(live.zone(), office.clock().now().wall, language);
    let mut tx = office.records().read().await?;
    let on = alert::on(&mut tx, times.now()).await?;
    if let Some((record, alert)) = on.iter().find_map(|record| Some((record, alert_of(&live, record)?))) {
        let title = sentence_case(&alert.headline);
        let confirmed = record.state != AlertState::Unconfirmed;
        return Ok(Some(Banner {
            kind: BannerKind::Emergency,
            words: words::banner_on(language, &times.at(record.until)),
            second: words::banner_second(language, &title, alert.level, &times.at(record.at), confirmed),
            exercise: alert.exercise,
        }));
    }
    let Some(stopped) = live.stopped else { return Ok(None) };
    let at = version::get(&mut tx, stopped).await?.map(|version| times.at(version.at)).unwrap_or_default();
    Ok(Some(Banner {
        kind: BannerKind::Stopped,
        words: words::banner_stopped(language, &at),
        second: words::banner_stopped_second(language).to_owned(),
        exercise: false,
    }))
}

/// What the screens show of an emergency; `None` where everything is stopped.
pub(in crate::server) fn alert_of<'a>(live: &'a OnNow, record: &AlertRecord) -> Option<&'a Alert> {
    match &slide_of(live, record)?.content {
        SlideContent::Alert(alert) => Some(alert),
        _ => None,
    }
}

/// The slide of an emergency; `None` where everything is stopped.
pub(in crate::server) fn slide_of<'a>(live: &'a OnNow, record: &AlertRecord) -> Option<&'a Slide> {
    let Body::Slide(body) = &**live.body(&ItemId::Slide(record.id.parse().ok()?))? else { return None };
    Some(&body.slide)
}

/// A headline in capitals as it stands in a sentence.
fn sentence_case(headline: &str) -> String {
    let lower = headline.replace('|', " ").to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
