//! Promises about the schedule: two halls agree, slots tile time, emergencies pre-empt, an officer's hours are kept.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bangtin::{
    clock::Clock,
    model::{
        Campaign, Daypart, DaypartId, DefaultContent, Display, Event, FeedProgramme, Playlist, Priority, Programme,
        Programmes, Slide, SlideContent, Slogan, Transition, Unit, WallTime, Weekday,
    },
    schedule::{Schedule, Slot},
};
use jiff::civil::{DateTime, date, time};
use proptest::prelude::*;

use crate::schedule_reference::Schedule as Reference;

/// 2026-11-02T00:00 in Việt Nam, a Monday.
const MONDAY: WallTime = WallTime(1_793_552_400_000);

pub fn slide(id: &str, seconds: u64) -> Slide {
    Slide {
        id: id.parse().unwrap(),
        content: SlideContent::Slogan(Slogan { text: format!("KHẨU HIỆU {id}"), kicker: None }),
        theme: None,
        transition: None,
        duration_ms: Some(seconds * 1000),
        topic: None,
        source: None,
        checked_on: None,
    }
}

pub fn programme(slides: Vec<Slide>, playlists: Vec<(&str, &[&str])>, campaigns: Vec<Campaign>) -> Programme {
    let playlist = |(id, slides): (&str, &[&str])| Playlist {
        id: id.parse().unwrap(),
        slides: slides.iter().map(|slide| slide.parse().unwrap()).collect(),
    };
    Programme {
        version: 1,
        issued_ms: MONDAY,
        epoch_ms: MONDAY,
        time_zone: "Asia/Ho_Chi_Minh".into(),
        unit: Unit {
            name: "UBND xã Mai Phụ".into(),
            kicker: "CẢI CÁCH HÀNH CHÍNH".into(),
            hotline: "18001096".into(),
            portal: "dichvucong.gov.vn".into(),
            mark: None,
            transition: Transition::Fade,
            transition_ms: 800,
            reduced_motion: false,
        },
        displays: vec![Display {
            id: "ht-001".parse().unwrap(),
            label: "Hội trường 1".into(),
            tags: vec!["ven-bien".into()],
            size: None,
        }],
        playlists: playlists.into_iter().map(playlist).collect(),
        dayparts: Vec::new(),
        campaigns,
        slides,
        assets: BTreeMap::new(),
        in_spite: None,
        record: None,
        default_slide: Slide {
            content: SlideContent::Default(DefaultContent { text: "Bảng Tin".into(), note: None }),
            ..slide("mac-dinh", 30)
        },
    }
}

pub fn campaign(id: &str, playlist: &str, priority: Priority) -> Campaign {
    Campaign {
        id: id.parse().unwrap(),
        title: None,
        playlist: playlist.parse().unwrap(),
        priority,
        from: None,
        until: None,
        dayparts: Vec::new(),
        displays: Vec::new(),
        tags: Vec::new(),
        clock: false,
        ticker: Vec::new(),
    }
}

fn at(programme: &Programme, ms: i64) -> String {
    Schedule::new(Arc::new(programme.clone()), None).due(MONDAY + ms).slide.to_string()
}

#[test]
fn slides_follow_each_other_for_their_time_and_start_again() {
    let normal = campaign("hang-ngay", "a", Priority::Normal);
    let programme = programme(vec![slide("mot", 10), slide("hai", 20)], vec![("a", &["mot", "hai"])], vec![normal]);
    let order: Vec<_> = [0, 9_999, 10_000, 29_999, 30_000].map(|ms| at(&programme, ms)).into();
    assert_eq!(order, ["mot", "mot", "hai", "hai", "mot"]);
}

#[test]
fn with_nothing_due_the_default_slide_is() {
    let programme = programme(Vec::new(), Vec::new(), Vec::new());
    assert_eq!(at(&programme, 12_345), "mac-dinh");
}

#[test]
fn a_daypart_over_midnight_belongs_to_the_day_it_began() {
    let mut night = campaign("dem", "a", Priority::Normal);
    night.dayparts = vec!["khuya".parse().unwrap()];
    let mut programme = programme(vec![slide("mot", 10)], vec![("a", &["mot"])], vec![night]);
    programme.dayparts = vec![Daypart {
        id: "khuya".parse().unwrap(),
        days: vec![Weekday::Mon],
        from: time(22, 0, 0, 0),
        until: time(2, 0, 0, 0),
    }];
    let hour = 3_600_000;
    let on: Vec<bool> = [1, 21, 23, 25, 27].map(|hours| at(&programme, hours * hour + 60_000) == "mot").into();
    assert_eq!(on, [false, false, true, true, false], "Monday 22:00 to Tuesday 02:00");
}

#[test]
fn a_new_campaign_waits_for_the_slide_on_screen_to_end() {
    let normal = campaign("hang-ngay", "a", Priority::Normal);
    let mut urgent = campaign("uu-tien", "b", Priority::Priority);
    urgent.from = Some(date(2026, 11, 2).at(0, 0, 5, 0));
    let slides = vec![slide("mot", 20), slide("hai", 20), slide("tin", 20)];
    let programme = programme(slides, vec![("a", &["mot", "hai"]), ("b", &["tin"])], vec![normal, urgent]);
    let schedule = Schedule::new(Arc::new(programme), None);
    let first = schedule.due(MONDAY + 6_000);
    assert_eq!((first.slide.as_str(), first.until), ("mot", MONDAY + 20_000), "not cut off by the new campaign");
    let next = schedule.due(MONDAY + 20_000);
    assert_eq!((next.slide.as_str(), next.since), ("mot", MONDAY + 20_000), "the new cycle's own position");
}

#[test]
fn an_emergency_comes_at_once_and_alone_and_leaves_at_once() {
    let normal = campaign("hang-ngay", "a", Priority::Normal);
    let mut storm = campaign("bao", "b", Priority::Emergency);
    storm.from = Some(date(2026, 11, 2).at(0, 0, 5, 0));
    storm.until = Some(date(2026, 11, 2).at(0, 1, 0, 0));
    let slides = vec![slide("mot", 20), slide("tin-bao", 30)];
    let programme = programme(slides, vec![("a", &["mot"]), ("b", &["tin-bao"])], vec![normal, storm]);
    let schedule = Schedule::new(Arc::new(programme), None);
    assert_eq!(schedule.due(MONDAY + 4_999).until, MONDAY + 5_000);
    let alert = schedule.due(MONDAY + 5_000);
    assert!(alert.emergency && alert.slide.as_str() == "tin-bao");
    assert_eq!(schedule.due(MONDAY + 59_999).slide.as_str(), "tin-bao");
    assert_eq!(schedule.due(MONDAY + 60_000).slide.as_str(), "mot");
}

#[test]
fn a_hall_that_does_not_know_the_time_plays_what_has_no_date_and_any_emergency() {
    let mut dated = campaign("co-ngay", "a", Priority::Normal);
    dated.from = Some(date(2026, 1, 1).at(0, 0, 0, 0));
    let undated = campaign("khong-ngay", "b", Priority::Normal);
    let mut storm = campaign("bao", "c", Priority::Emergency);
    storm.from = Some(date(2031, 1, 1).at(0, 0, 0, 0));
    let slides = vec![slide("mot", 10), slide("hai", 10), slide("tin-bao", 10)];
    let lists: Vec<(&str, &[&str])> = vec![("a", &["mot"]), ("b", &["hai"]), ("c", &["tin-bao"])];
    let calm = programme(slides.clone(), lists.clone(), vec![dated.clone(), undated.clone()]);
    let held = |programme: Programme| {
        let schedule = Schedule::new(Arc::new(programme), None).holding_dated();
        [0, 10_000, 20_000].map(|ms| schedule.due(MONDAY + ms).slide.to_string())
    };
    assert_eq!(held(calm), ["hai", "hai", "hai"]);
    let stormy = programme(slides, lists, vec![dated, undated, storm]);
    assert_eq!(held(stormy), ["tin-bao", "tin-bao", "tin-bao"]);
}

#[test]
fn a_campaign_for_a_tag_or_a_display_is_shown_there_and_nowhere_else() {
    let mut coast = campaign("ven-bien", "a", Priority::Normal);
    coast.tags = vec!["ven-bien".into()];
    let mut one = campaign("rieng", "b", Priority::Normal);
    one.displays = vec!["ht-009".parse().unwrap()];
    let slides = vec![slide("bien", 10), slide("rieng", 10)];
    let programme = Arc::new(programme(slides, vec![("a", &["bien"]), ("b", &["rieng"])], vec![coast, one]));
    let due = |display: Option<&str>| {
        let display = display.map(|id| id.parse().unwrap());
        Schedule::new(programme.clone(), display.as_ref()).due(MONDAY).slide.to_string()
    };
    assert_eq!(due(Some("ht-001")), "bien");
    assert_eq!(due(Some("ht-009")), "rieng", "a display may be named before the feed knows its tags");
    assert_eq!(due(None), "mac-dinh");
}

#[test]
fn an_event_is_not_announced_once_its_day_is_over() {
    let mut announced = slide("su-kien", 10);
    announced.content = SlideContent::Event(Event {
        title: "TẬP HUẤN".into(),
        when: "19 giờ 30".into(),
        place: "Nhà văn hóa".into(),
        lines: Vec::new(),
        date: Some(date(2026, 11, 2)),
    });
    let normal = campaign("hang-ngay", "a", Priority::Normal);
    let programme = programme(vec![announced], vec![("a", &["su-kien"])], vec![normal]);
    let day = 24 * 3_600_000;
    assert_eq!(at(&programme, day - 11_000), "su-kien");
    assert_eq!(at(&programme, day + 60_000), "mac-dinh");
}

fn minute(minute: i64) -> DateTime {
    date(2026, 11, 2).at(0, 0, 0, 0).checked_add(jiff::Span::new().seconds(minute * 17)).unwrap()
}

prop_compose! {
    fn any_campaign()(
        priority in prop_oneof![4 => Just(Priority::Normal), 2 => Just(Priority::Priority), 1 => Just(Priority::Emergency)],
        playlist in 0..3usize,
        from in proptest::option::of(0i64..200),
        length in proptest::option::of(1i64..60),
        hours in any::<bool>(),
    ) -> Campaign {
        let name = format!("c{playlist}-{}-{}", from.unwrap_or(0), length.unwrap_or(0));
        Campaign {
            from: from.map(minute),
            until: length.map(|length| minute(from.unwrap_or(0) + length)),
            dayparts: if hours { vec!["gio".parse().unwrap()] } else { Vec::new() },
            ..campaign(&name, ["p0", "p1", "p2"][playlist], priority)
        }
    }
}

prop_compose! {
    fn any_programme()(
        seconds in proptest::collection::vec(8u64..90, 6),
        campaigns in proptest::collection::vec(any_campaign(), 0..6),
        start in 0i8..59,
        minutes in 1i8..30,
    ) -> Programme {
        let slides = seconds.iter().enumerate().map(|(n, &s)| slide(&format!("s{n}"), s)).collect();
        let lists: Vec<(&str, &[&str])> = vec![("p0", &["s0", "s1", "s2"]), ("p1", &["s3", "s4"]), ("p2", &["s5"])];
        let mut programme = programme(slides, lists, campaigns);
        programme.dayparts = vec![Daypart {
            id: "gio".parse().unwrap(),
            days: Vec::new(),
            from: time(0, start, 0, 0),
            until: time(0, (start + minutes) % 60, 11, 0),
        }];
        programme
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn slots_tile_time_and_every_instant_of_one_agrees(programme in any_programme(), at in 0i64..4_000_000) {
        let schedule = Schedule::new(Arc::new(programme), None);
        let at = MONDAY + at;
        let slot = schedule.due(at);
        prop_assert!(slot.since <= at && at < slot.until, "{slot:?} at {at:?}");
        prop_assert!(slot.start <= slot.since && slot.until <= slot.start + slot.shown_ms as i64);
        prop_assert_eq!(&schedule.due(slot.since), &slot);
        prop_assert_eq!(&schedule.due(slot.until + -1), &slot);
        prop_assert_eq!(schedule.due(slot.until).since, slot.until);
        prop_assert_eq!(schedule.due(slot.since + -1).until, slot.since);
    }

    #[test]
    fn what_was_due_does_not_depend_on_how_it_was_come_upon(programme in any_programme()) {
        let schedule = Schedule::new(Arc::new(programme), None);
        let mut walked = schedule.due(MONDAY);
        while walked.until < MONDAY + 1_200_000 {
            walked = schedule.due(walked.until);
            let middle = WallTime((walked.since.0 + walked.until.0) / 2);
            prop_assert_eq!(&schedule.due(middle), &walked);
        }
    }
}

/// A feed's programme among several.
fn feed(name: &str, programme: Programme) -> FeedProgramme {
    FeedProgramme { feed: name.parse().unwrap(), programme: Arc::new(programme) }
}

/// What is due under several feeds, highest authority first: the slide and whose it is.
fn due_of(feeds: &[Programme], ms: i64) -> (usize, String) {
    let feeds = feeds.iter().enumerate().map(|(n, programme)| feed(&format!("f{n}"), programme.clone())).collect();
    let slot = Schedule::new(Programmes::new(feeds).unwrap(), None).due(MONDAY + ms);
    (slot.feed, slot.slide.to_string())
}

/// A programme of one slide of ten seconds, in a campaign of that priority.
fn speaking(id: &str, priority: Priority) -> Programme {
    programme(vec![slide(id, 10)], vec![("a", &[id])], vec![campaign("c", "a", priority)])
}

#[test]
fn loops_of_several_feeds_follow_each_other_in_the_order_of_authority() {
    let feeds = [speaking("tinh", Priority::Normal), speaking("xa", Priority::Normal)];
    let order: Vec<_> = [0, 9_999, 10_000, 20_000].map(|ms| due_of(&feeds, ms)).into();
    assert_eq!(order, [(0, "tinh".into()), (0, "tinh".into()), (1, "xa".into()), (0, "tinh".into())]);
    let pressing = [speaking("tinh", Priority::Normal), speaking("xa", Priority::Priority)];
    assert_eq!(due_of(&pressing, 0), (1, "xa".into()), "what is pressing comes first, whoever says it");
}

#[test]
fn of_emergencies_only_those_of_the_highest_authority_play() {
    let silent = programme(Vec::new(), Vec::new(), Vec::new());
    let feeds = [silent, speaking("bao-tinh", Priority::Emergency), speaking("bao-xa", Priority::Emergency)];
    for ms in [0, 10_000, 25_000] {
        assert_eq!(due_of(&feeds, ms), (1, "bao-tinh".into()));
    }
    let mut own = speaking("xa", Priority::Normal);
    own.campaigns[0].from = Some(date(2026, 11, 3).at(0, 0, 0, 0));
    let feeds = [own.clone(), programme(Vec::new(), Vec::new(), Vec::new())];
    assert_eq!(due_of(&feeds, 0), (1, "mac-dinh".into()), "the default slide is the lowest authority's");
}

#[test]
fn a_higher_authoritys_emergency_takes_over_at_once_and_hands_back() {
    let mut above = speaking("bao", Priority::Emergency);
    above.campaigns[0].from = Some(date(2026, 11, 2).at(0, 0, 5, 0));
    above.campaigns[0].until = Some(date(2026, 11, 2).at(0, 0, 8, 0));
    // The same hour read in another zone is another instant.
    above.time_zone = "UTC".into();
    above.campaigns[0].from = above.campaigns[0].from.map(|from| from.checked_sub(jiff::Span::new().hours(7)).unwrap());
    above.campaigns[0].until = above.campaigns[0].until.map(|to| to.checked_sub(jiff::Span::new().hours(7)).unwrap());
    let feeds = [above, speaking("lu", Priority::Emergency)];
    let on: Vec<_> = [4_999, 5_000, 7_999, 8_000].map(|ms| due_of(&feeds, ms).1).into();
    assert_eq!(on, ["lu", "bao", "bao", "lu"]);
}

/// The instants at which clocks and officers' dates go wrong.
fn extreme() -> impl Strategy<Value = i64> {
    let (first, last) = (WallTime::FIRST.0, WallTime::LAST.0);
    prop_oneof![
        Just(i64::MIN),
        Just(i64::MAX),
        Just(0),
        (-100_000_000..100_000_000i64).prop_map(move |ms| first + ms),
        (-100_000_000..100_000_000i64).prop_map(move |ms| last + ms),
        any::<i64>(),
        MONDAY.0..MONDAY.0 + 4_000_000,
    ]
}

/// Campaigns and dayparts at the limits, as close together and as far apart as can be written.
fn hostile() -> impl Strategy<Value = Programme> {
    let civil = || {
        prop_oneof![
            Just(DateTime::MIN),
            Just(DateTime::MAX),
            Just(date(9999, 12, 31).at(23, 59, 59, 0)),
            (0..2_000i32).prop_map(|ms| date(2026, 11, 2).at(0, (ms / 40) as i8, (ms % 40) as i8, ms * 1_000)),
        ]
    };
    let campaigns = proptest::collection::vec((option(civil()), option(civil()), 0..3usize, any::<bool>()), 0..200);
    let hours = proptest::collection::vec((0..86_400i32, 0..86_400i32), 0..100);
    let shown =
        proptest::collection::vec(prop_oneof![Just(None), Just(Some(0)), Just(Some(u64::MAX)), Just(Some(9_000))], 3);
    (campaigns, hours, shown, extreme(), any::<bool>()).prop_map(|(campaigns, hours, shown, epoch, cross)| {
        let priorities = [Priority::Normal, Priority::Priority, Priority::Emergency];
        let slides: Vec<_> = shown
            .into_iter()
            .enumerate()
            .map(|(n, duration_ms)| Slide { duration_ms, ..slide(&format!("s{n}"), 10) })
            .collect();
        let mut programme = programme(slides, vec![("a", &["s0", "s1", "s2", "s1"])], Vec::new());
        let clock = |second: i32| time((second / 3_600) as i8, (second / 60 % 60) as i8, (second % 60) as i8, second);
        programme.dayparts = hours
            .iter()
            .enumerate()
            .map(|(n, (from, until))| Daypart {
                id: format!("d{n}").parse().unwrap(),
                days: if cross { vec![Weekday::Mon] } else { Vec::new() },
                from: clock(*from),
                until: clock(*until),
            })
            .collect();
        let names: Vec<DaypartId> = programme.dayparts.iter().map(|daypart| daypart.id.clone()).collect();
        programme.campaigns = campaigns
            .into_iter()
            .enumerate()
            .map(|(n, (from, until, priority, timed))| Campaign {
                from,
                until,
                dayparts: if timed { names.clone() } else { Vec::new() },
                ..campaign(&format!("c{n}"), "a", priorities[priority])
            })
            .collect();
        programme.epoch_ms = WallTime(epoch);
        programme
    })
}

fn option<T: std::fmt::Debug + Clone>(some: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(some)
}

/// No answer takes longer, however slow the machine is and whatever else it does. One takes a hundredth of it.
const AT_MOST: Duration = Duration::from_secs(20);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn at_any_instant_under_any_programme_something_is_due_and_soon_found(programme in hostile(), at in extreme()) {
        let schedule = Schedule::new(Arc::new(programme), None);
        let mut at = WallTime(at).in_calendar();
        for _ in 0..3 {
            let clock = Clock::system();
            let began = clock.now().mono;
            let slot = schedule.due(at);
            let took = clock.now().mono - began;
            prop_assert!(took < AT_MOST, "{took:?}");
            prop_assert!(slot.since <= at && at < slot.until, "{slot:?} at {at:?}");
            prop_assert!(slot.start <= slot.since && slot.until - slot.start <= 900_000);
            at = slot.until.in_calendar();
        }
        prop_assert_eq!(schedule.due(WallTime(i64::MAX)), schedule.due(WallTime::LAST));
        prop_assert_eq!(schedule.due(WallTime(i64::MIN)), schedule.due(WallTime::FIRST));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn one_feed_is_answered_as_it_always_was(programme in any_programme(), at in 0i64..4_000_000, held in any::<bool>()) {
        let programme = Arc::new(programme);
        let (schedule, reference) =
            (Schedule::new(programme.clone(), None), Reference::new(programme, None));
        let (schedule, reference) =
            if held { (schedule.holding_dated(), reference.holding_dated()) } else { (schedule, reference) };
        prop_assert_eq!(schedule.due(MONDAY + at), reference.due(MONDAY + at));
    }

    #[test]
    fn a_feed_that_says_nothing_changes_nothing(programme in any_programme(), at in 0i64..4_000_000, above in any::<bool>()) {
        let silent = Programme { campaigns: Vec::new(), ..programme.clone() };
        let alone = Schedule::new(Arc::new(programme.clone()), None).due(MONDAY + at);
        let feeds = if above { [silent, programme] } else { [programme, silent] };
        let feeds = feeds.into_iter().map(|programme| feed("f", programme)).collect();
        let both = Schedule::new(Programmes::new(feeds).unwrap(), None).due(MONDAY + at);
        prop_assert_eq!(Slot { feed: 0, ..both }, Slot { feed: 0, ..alone });
    }

    #[test]
    fn slots_of_several_feeds_tile_time_too(
        one in any_programme(), two in any_programme(), three in any_programme(), at in 0i64..4_000_000,
    ) {
        let feeds = [one, two, three].into_iter().map(|programme| feed("f", programme)).collect();
        let schedule = Schedule::new(Programmes::new(feeds).unwrap(), None);
        let at = MONDAY + at;
        let slot = schedule.due(at);
        prop_assert!(slot.since <= at && at < slot.until, "{slot:?} at {at:?}");
        prop_assert_eq!(&schedule.due(slot.since), &slot);
        prop_assert_eq!(&schedule.due(slot.until + -1), &slot);
        prop_assert_eq!(schedule.due(slot.until).since, slot.until);
    }
}
