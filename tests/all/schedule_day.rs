//! Promises about the day strip and the question "why is this on?".

use std::sync::Arc;

use bangtin::{
    model::{Campaign, Daypart, Display, Priority, Programme, WallTime, Weekday},
    schedule::{
        Schedule,
        day::{self, Clash},
        why::{self, Otherwise, PlayedBy},
    },
};
use jiff::civil::{date, time};

use super::schedule::{campaign, programme, slide};

/// Monday, 2026-11-02T00:00 in Vietnam.
const MONDAY: WallTime = WallTime(1_793_552_400_000);
const HOUR: i64 = 3_600_000;

/// All day `hang-ngay`, in the evening `toi`, and in the evening of Monday from 18:00 to 19:00 two that want to be first.
fn week() -> Programme {
    let normal = campaign("hang-ngay", "a", Priority::Normal);
    let first = |id: &str| Campaign {
        from: Some(date(2026, 11, 2).at(18, 0, 0, 0)),
        until: Some(date(2026, 11, 2).at(19, 0, 0, 0)),
        ..campaign(id, "b", Priority::Priority)
    };
    let evening = Campaign { dayparts: vec!["toi".parse().unwrap()], ..campaign("toi", "c", Priority::Normal) };
    let elsewhere = Campaign { tags: vec!["khac".into()], ..campaign("noi-khac", "a", Priority::Normal) };
    let slides = vec![slide("mot", 20), slide("hai", 20), slide("tin", 20), slide("toi", 20)];
    let lists = vec![("a", &["mot", "hai"][..]), ("b", &["tin"]), ("c", &["toi"])];
    let mut programme = programme(slides, lists, vec![normal, first("uu-tien"), first("cung-gio"), evening, elsewhere]);
    programme.dayparts = vec![Daypart {
        id: "toi".parse().unwrap(),
        days: vec![Weekday::Mon],
        from: time(18, 0, 0, 0),
        until: time(21, 30, 0, 0),
    }];
    let own = Display { id: "mh-1".parse().unwrap(), label: String::new(), tags: Vec::new(), size: None };
    programme.displays = vec![own];
    programme
}

fn schedule(programme: &Programme) -> Schedule {
    Schedule::new(Arc::new(programme.clone()), Some(&"mh-1".parse().unwrap()))
}

#[test]
fn a_day_strip_is_what_the_schedule_of_halls_says() {
    let programme = week();
    let day = day::between(&schedule(&programme), MONDAY + 5 * HOUR, MONDAY + 22 * HOUR);
    let found: Vec<_> = day
        .stretches
        .iter()
        .map(|of| {
            (
                programme.campaigns[of.campaign].id.as_str(),
                (of.from - MONDAY) / HOUR,
                (of.until - MONDAY) as f64 / HOUR as f64,
            )
        })
        .collect();
    assert_eq!(
        found,
        [("hang-ngay", 5, 22.0), ("uu-tien", 18, 19.0), ("cung-gio", 18, 19.0), ("toi", 18, 21.5)],
        "`noi-khac` is for other displays"
    );
    assert!(day.gaps.is_empty() && day.stretches.iter().all(|of| of.plays));
    let clash = Clash { campaigns: vec![(0, 1), (0, 2)], from: MONDAY + 18 * HOUR, until: MONDAY + 19 * HOUR };
    assert_eq!(day.clashes, [clash]);
}

#[test]
fn where_nothing_is_due_there_is_a_gap_and_an_emergency_hides_the_rest() {
    let mut programme = week();
    programme.campaigns.remove(0);
    let storm = Campaign {
        from: Some(date(2026, 11, 2).at(20, 0, 0, 0)),
        until: Some(date(2026, 11, 2).at(21, 0, 0, 0)),
        ..campaign("bao", "b", Priority::Emergency)
    };
    programme.campaigns.push(storm);
    let day = day::between(&schedule(&programme), MONDAY, MONDAY + 24 * HOUR);
    assert_eq!(day.gaps, [(MONDAY, MONDAY + 18 * HOUR), (MONDAY + 21 * HOUR + HOUR / 2, MONDAY + 24 * HOUR)]);
    let evening: Vec<_> = day
        .stretches
        .iter()
        .filter(|of| programme.campaigns[of.campaign].id.as_str() == "toi")
        .map(|of| ((of.from - MONDAY) / HOUR, of.plays))
        .collect();
    assert_eq!(evening, [(18, true), (20, false), (21, true)]);
}

#[test]
fn a_campaign_whose_every_slide_is_over_leaves_a_gap() {
    let mut programme = week();
    programme.campaigns.truncate(1);
    programme.slides.clear();
    let day = day::between(&schedule(&programme), MONDAY, MONDAY + HOUR);
    assert_eq!((day.gaps, day.stretches), (vec![(MONDAY, MONDAY + HOUR)], vec![]));
}

#[test]
fn why_names_the_campaign_and_what_keeps_every_other_away() {
    let programme = week();
    let schedule = schedule(&programme);
    let id = "mh-1".parse().unwrap();
    let why = why::at(&schedule, Some(&id), MONDAY + 10 * HOUR);
    let playing = why.from.unwrap();
    assert_eq!((playing.campaign, playing.slides), (0, 2));
    let place = programme.playlists[0].slides.iter().position(|slide| *slide == why.slot.slide).unwrap() + 1;
    assert_eq!(playing.place, place);
    let begins = date(2026, 11, 2).at(18, 0, 0, 0);
    assert_eq!(
        why.others,
        [
            (1, Otherwise::NotYet(begins)),
            (2, Otherwise::NotYet(begins)),
            (3, Otherwise::OtherHours),
            (4, Otherwise::Elsewhere)
        ]
    );
    let over = why::at(&schedule, Some(&id), MONDAY + 20 * HOUR);
    let ended = Otherwise::Over(date(2026, 11, 2).at(19, 0, 0, 0));
    assert!(over.others.contains(&(1, ended)));
    let is_turn =
        |(campaign, otherwise): &(usize, Otherwise)| [0, 3].contains(campaign) && *otherwise == Otherwise::TakesTurns;
    assert_eq!(
        over.others.iter().filter(|other| is_turn(other)).count(),
        1,
        "one plays, the other takes turns with it"
    );
}

#[test]
fn what_waits_shows_because_nothing_is_due() {
    let mut programme = week();
    programme.campaigns.retain(|campaign| campaign.id.as_str() == "toi");
    let why = why::at(&schedule(&programme), Some(&"mh-1".parse().unwrap()), MONDAY + 10 * HOUR);
    assert_eq!(why.slot.slide, programme.default_slide.id);
    assert_eq!((why.from, why.others), (None::<PlayedBy>, vec![(0, Otherwise::OtherHours)]));
}
