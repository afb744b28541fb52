//! Promises about limits: a programme beyond them is refused, precisely and at once, and one within them is not.

use std::collections::BTreeMap;

use bangtin::{
    clock::Clock,
    model::{
        Asset, Daypart, Digest, Display, LimitExceeded, Notice, Playlist, Priority, Programme, Size, SlideContent,
        StatusBar, WallTime, Zone, limits,
    },
};
use jiff::civil::time;

use crate::schedule::{campaign, programme, slide};

/// One slide in one playlist in one campaign, everything within the limits.
fn plain() -> Programme {
    let normal = campaign("hang-ngay", "a", Priority::Normal);
    programme(vec![slide("mot", 10)], vec![("a", &["mot"])], vec![normal])
}

fn refused(change: impl FnOnce(&mut Programme)) -> String {
    let mut programme = plain();
    change(&mut programme);
    programme.within_limits().expect_err("it is beyond a limit").to_string()
}

#[test]
fn a_programme_within_the_limits_is_taken() {
    assert_eq!(plain().within_limits(), Ok(()));
}

#[test]
fn what_is_beyond_a_limit_is_named_with_its_place() {
    let beyond = limits::FIELD_CHARS + 1;
    let notice = |body: Vec<String>| SlideContent::Notice(Notice { title: "TIN".into(), body, url: None });
    for (said, change) in [
        (
            "slide `mot`, `body`: 2001 characters",
            Box::new(|p: &mut Programme| {
                p.slides[0].content = notice(vec!["x".into(), "ệ".repeat(beyond)]);
            }) as Box<dyn FnOnce(&mut Programme)>,
        ),
        ("slide `mot`, `body`: 201 entries", Box::new(|p| p.slides[0].content = notice(vec!["x".into(); 201]))),
        (
            "slide `mot`: 40006 characters",
            Box::new(|p| {
                let words = (limits::SLIDE_CHARS - "mot".len() - "notice".len() - "TIN".len()) / 2_000;
                let rest = limits::SLIDE_CHARS + 6 - "motnoticeTIN".len() - words * 2_000;
                p.slides[0].content = notice([vec!["x".repeat(2_000); words], vec!["x".repeat(rest)]].concat());
            }),
        ),
        (
            "slide `mac-dinh`, `duration_ms`: 1; allowed are 8000 to 900000",
            Box::new(|p| {
                p.default_slide.duration_ms = Some(1);
            }),
        ),
        ("unit, `name`: 2001 characters", Box::new(|p| p.unit.name = "x".repeat(beyond))),
        ("transition_ms: 3001", Box::new(|p| p.unit.transition_ms = 3_001)),
        (
            "campaign `hang-ngay`, `ticker`: 4001 characters; at most 3000",
            Box::new(|p| {
                p.campaigns[0].ticker = vec!["x".repeat(2_000), "x".repeat(2_001)];
            }),
        ),
        (
            "campaign `hang-ngay`: 101 dayparts",
            Box::new(|p| {
                p.campaigns[0].dayparts = vec!["toi".parse().unwrap(); 101];
            }),
        ),
        ("playlist `a`: 2001 slides", Box::new(|p| p.playlists[0].slides = vec!["mot".parse().unwrap(); 2_001])),
        ("epoch_ms: 9223372036854775807", Box::new(|p| p.epoch_ms = WallTime(i64::MAX))),
        ("issued_ms: -9223372036854775808", Box::new(|p| p.issued_ms = WallTime(i64::MIN))),
        ("version: 18446744073709551615", Box::new(|p| p.version = u64::MAX)),
        ("time_zone: `Asia/Mai_Phu`", Box::new(|p| p.time_zone = Zone::named("Asia/Mai_Phu"))),
        ("display `ht-001`: 90000", Box::new(|p| p.displays[0].size = Some(Size::new(90_000, 1_080)))),
        (
            "programme: 2001 pictures",
            Box::new(|p| {
                let asset = Asset { original: Digest::of(b""), renditions: Vec::new() };
                p.assets = (0..2_001).map(|n| (n.to_string(), asset.clone())).collect::<BTreeMap<_, _>>();
            }),
        ),
    ] {
        let words = refused(change);
        assert!(words.starts_with(said), "`{words}` begins with `{said}`");
    }
}

#[test]
fn a_hostile_size_is_refused_before_anything_is_walked_through() {
    let mut programme = plain();
    programme.slides = (0..90_000).map(|n| slide(&format!("s{n}"), 10)).collect();
    let hours = |n: i32| Daypart {
        id: format!("d{n}").parse().unwrap(),
        days: Vec::new(),
        from: time(0, 0, 0, n),
        until: time(1, 0, 0, 0),
    };
    programme.dayparts = (0..43_200).map(hours).collect();
    programme.campaigns[0].ticker = vec!["x".repeat(2_000_000)];
    let entries = vec!["mot".parse().unwrap(); 100_000];
    programme.playlists = vec![Playlist { id: "a".parse().unwrap(), slides: entries }; 100];
    programme.displays = (0..20_000)
        .map(|n| Display { id: format!("m{n}").parse().unwrap(), label: String::new(), tags: Vec::new(), size: None })
        .collect();
    let began = Clock::system().now().mono;
    for _ in 0..1_000 {
        assert!(matches!(programme.within_limits(), Err(LimitExceeded::TooMany { .. })));
    }
    // Walking through it a thousand times would take minutes.
    let took = Clock::system().now().mono - began;
    assert!(took.as_secs() < 10, "{took:?}");
}

#[test]
fn a_status_bar_runs_no_more_letters_than_the_limit_whatever_campaigns_there_are() {
    let ticking = |words: &str| {
        let mut campaign = campaign("c", "a", Priority::Normal);
        (campaign.ticker, campaign.clock) = (vec![words.to_owned()], words.len() < 10);
        campaign
    };
    let long = "x".repeat(2_000);
    let campaigns = [ticking(&long), ticking("một"), ticking(&long), ticking("hai"), ticking(&"x".repeat(5_000_000))];
    let bar = StatusBar::of(campaigns.iter());
    assert_eq!(bar.ticker, [long, "một".to_owned()], "what follows the limit is not shown in part");
    assert!(bar.clock);
}
