//! Promises about the player: what is on screen at an instant, and what changes it.

use std::sync::Arc;

use bangtin::{
    compose::{PageSpan, Pagination, built_in},
    model::{
        Asset, Digest, FeedProgramme, MediaType, Poster, Priority, Programme, Programmes, Rendition, Size,
        SlideContent, ThemeName, Transition, WallTime, limits,
    },
    player::state::{PlayerState, TURNS_A_SECOND, Turn},
    schedule::Slot,
};
use jiff::civil::date;

use crate::schedule::{campaign, programme, slide};

/// Every slide has two pages, the first a quarter of its time.
struct Halves;

impl Pagination for Halves {
    fn span(&mut self, _: &Arc<Programme>, slot: &Slot, at: WallTime) -> PageSpan {
        let (shown_ms, quarter) = (slot.shown_ms, slot.shown_ms / 4);
        match at < slot.start + quarter as i64 {
            true => PageSpan { page: 0, of: 2, from_ms: 0, until_ms: quarter },
            false => PageSpan { page: 1, of: 2, from_ms: quarter, until_ms: shown_ms },
        }
    }
}

fn weekly(version: u64, slides: &[&str]) -> Arc<Programme> {
    let all = slides.iter().map(|id| slide(id, 20)).collect();
    let mut programme = programme(all, vec![("a", slides)], vec![campaign("hang-ngay", "a", Priority::Normal)]);
    programme.version = version;
    Arc::new(programme)
}

fn start(programme: &Arc<Programme>) -> (PlayerState, WallTime) {
    (PlayerState::new(programme.clone(), None), programme.epoch_ms)
}

fn on_screen(state: &PlayerState) -> (String, usize, u64) {
    let key = &state.current().unwrap().key;
    (key.slide.to_string(), key.page, key.programme.version)
}

fn entered(turn: &Turn) -> bool {
    turn.start.is_some()
}

#[test]
fn pages_follow_their_boundaries_and_a_still_page_is_presented_once() {
    let weekly = weekly(1, &["mot", "hai"]);
    let (mut state, start) = start(&weekly);
    let first = state.turn(start + 100, true, &mut Halves);
    assert!(entered(&first) && first.start.unwrap().from.is_none(), "the first picture comes with a cut");
    assert_eq!(first.wake, start + 5_000);
    assert!(!entered(&state.turn(start + 4_999, true, &mut Halves)));
    let second = state.turn(start + 5_000, true, &mut Halves);
    assert_eq!(on_screen(&state), ("mot".into(), 1, 1));
    let began = second.start.unwrap();
    assert_eq!((began.transition, began.lasts_ms, began.began), (Transition::Fade, 800, start + 5_000));
    assert_eq!((second.prepare.slide.as_str(), second.prepare.page), ("hai", 0), "the next page is named in time");
}

#[test]
fn where_nothing_may_move_slides_cut() {
    let mut still = Programme::clone(&weekly(1, &["mot", "hai"]));
    still.unit.reduced_motion = true;
    still.slides[1].transition = Some(Transition::Push);
    let (mut state, start) = start(&Arc::new(still));
    state.turn(start + 100, true, &mut Halves);
    for ms in [5_000, 20_000] {
        let began = state.turn(start + ms, true, &mut Halves).start.unwrap();
        assert_eq!((began.transition, began.lasts_ms), (Transition::Cut, 0));
        assert!(began.from.is_some());
    }
}

#[test]
fn a_restart_resumes_on_the_page_that_is_due() {
    let weekly = weekly(1, &["mot", "hai"]);
    let (mut state, start) = start(&weekly);
    state.turn(start + 27_000, true, &mut Halves);
    assert_eq!(on_screen(&state), ("hai".into(), 1, 1));
}

#[test]
fn a_new_edition_waits_for_the_page_boundary() {
    let (mut state, start) = start(&weekly(1, &["mot", "hai"]));
    state.turn(start + 1_000, true, &mut Halves);
    let mut other = Programme::clone(&weekly(2, &["ba", "mot"]));
    // How long a slide is shown and how it comes on are not on its page.
    other.slides[1].transition = Some(Transition::Push);
    other.slides[1].duration_ms = Some(15_000);
    other.slides[1].source = Some("Quyết định 12".to_owned());
    other.unit.transition_ms += 100;
    state.offer(Arc::new(other));
    assert!(!entered(&state.turn(start + 2_000, true, &mut Halves)));
    assert_eq!(on_screen(&state).2, 1);
    assert!(entered(&state.turn(start + 5_000, true, &mut Halves)));
    assert_eq!(on_screen(&state), ("ba".into(), 1, 2), "in mid-slide, because position is never shifted");
}

/// What comes on at once where `change` makes another programme of the one that plays; nothing where the page stays.
fn at_once(change: impl FnOnce(&mut Programme)) -> Option<(String, usize, u64)> {
    let before = weekly(1, &["mot", "hai"]);
    let mut after = Programme::clone(&before);
    after.version = 2;
    change(&mut after);
    let (mut state, start) = start(&before);
    state.turn(start + 1_000, true, &mut Halves);
    state.offer(Arc::new(after));
    let turn = state.turn(start + 2_000, true, &mut Halves);
    let from = turn.start?;
    assert_eq!(from.from.unwrap().slide.as_str(), "mot");
    assert_eq!(from.transition, Transition::Fade, "by its transition, as ever");
    Some(on_screen(&state))
}

#[test]
fn a_page_that_is_itself_corrected_or_taken_away_gives_way_at_once() {
    let says = |words: &str| slide(words, 20).content;
    let mot = |page| Some(("mot".to_owned(), page, 2));
    assert_eq!(at_once(|_| ()), None, "nothing is new");
    assert_eq!(at_once(|after| after.slides[1].content = says("khac")), None, "another slide is corrected");
    assert_eq!(at_once(|after| after.slides[0].content = says("khac")), mot(0), "its words");
    assert_eq!(at_once(|after| after.slides[0].theme = Some(ThemeName::Night)), mot(0), "its colours");
    assert_eq!(at_once(|after| after.unit.hotline = "1022".to_owned()), mot(0), "the foot of each page");
    let hai = Some(("hai".to_owned(), 0, 2));
    assert_eq!(at_once(|after| drop(after.playlists[0].slides.remove(0))), hai, "it is off the playlist");
    assert_eq!(at_once(|after| drop(after.slides.remove(0))), hai, "it is gone");
    let ended = |after: &mut Programme| after.campaigns[0].until = Some(date(2000, 1, 1).at(0, 0, 0, 0));
    assert_eq!(at_once(ended).unwrap().0, "mac-dinh", "its campaign was ended");
    let elsewhere = |after: &mut Programme| after.campaigns[0].tags = vec!["cho".to_owned()];
    assert_eq!(at_once(elsewhere).unwrap().0, "mac-dinh", "its campaign is for others now");
}

#[test]
fn a_picture_that_is_replaced_is_seen_at_once() {
    let asset = |n: u8| {
        let digest = Digest::of(&[n]);
        let size = Size::FULL_HD;
        Asset { original: digest, renditions: vec![Rendition { digest, bytes: 9, size, media_type: MediaType::Png }] }
    };
    let poster = |picture: u8, other: u8| {
        let mut programme = Programme::clone(&weekly(1 + u64::from(picture), &["mot", "hai"]));
        let alt = "Một cửa".to_owned();
        programme.slides[0].content =
            SlideContent::Poster(Poster { picture: "a.png".into(), portrait: None, alt, url: None });
        programme.assets = [("a.png".to_owned(), asset(picture)), ("b.png".to_owned(), asset(other))].into();
        Arc::new(programme)
    };
    for (after, version) in [(poster(0, 8), 1), (poster(1, 9), 2)] {
        let (mut state, start) = start(&poster(0, 9));
        state.turn(start + 1_000, true, &mut Halves);
        state.offer(after);
        state.turn(start + 2_000, true, &mut Halves);
        assert_eq!(on_screen(&state), ("mot".into(), 0, version));
    }
}

#[test]
fn a_page_whose_campaign_ended_by_itself_is_read_to_its_end_by_another_edition_too() {
    let mut before = Programme::clone(&weekly(1, &["mot", "hai"]));
    before.campaigns[0].until = Some(before.time_zone.local(before.epoch_ms + 22_000));
    let (mut state, start) = start(&Arc::new(before.clone()));
    state.turn(start + 21_000, true, &mut Halves);
    state.offer(Arc::new(Programme { version: 2, ..before }));
    assert!(!entered(&state.turn(start + 23_000, true, &mut Halves)));
    assert_eq!(on_screen(&state), ("hai".into(), 0, 1));
}

#[test]
fn of_several_feeds_only_the_one_whose_page_is_on_cuts_it() {
    let feed = |name: &str, programme: Arc<Programme>| FeedProgramme { feed: name.parse().unwrap(), programme };
    let both = |of: &Arc<Programme>, own| Programmes::new(vec![feed("tinh", of.clone()), feed("xa", own)]).unwrap();
    let province = weekly(4, &["mot"]);
    let mut state = PlayerState::new(both(&province, weekly(9, &["hai"])), None);
    let start = province.epoch_ms;
    state.turn(start + 1_000, true, &mut Halves);
    state.offer(both(&province, weekly(10, &["ba"])));
    assert!(!entered(&state.turn(start + 2_000, true, &mut Halves)));
    state.offer(Programmes::new(vec![feed("xa", weekly(10, &["ba"]))]).unwrap());
    assert!(entered(&state.turn(start + 2_100, true, &mut Halves)), "the province says nothing any more");
    assert_eq!(on_screen(&state).2, 10);
}

#[test]
fn the_first_edition_replaces_the_built_in_slide_at_once() {
    let mut state = PlayerState::new(built_in::programme("Đang chờ mạng"), None);
    let weekly = weekly(1, &["mot"]);
    let now = weekly.epoch_ms + 1_000;
    state.turn(now, true, &mut Halves);
    state.offer(weekly);
    assert!(entered(&state.turn(now + 10, true, &mut Halves)));
    assert_eq!(on_screen(&state).2, 1);
}

#[test]
fn an_emergency_edition_begins_at_once_with_a_cut_and_is_left_at_once() {
    let calm = weekly(1, &["mot"]);
    let (mut state, start) = start(&calm);
    state.turn(start + 1_000, true, &mut Halves);
    let storm = vec![campaign("bao", "a", Priority::Emergency)];
    let mut storm = programme(vec![slide("tin-bao", 30)], vec![("a", &["tin-bao"])], storm);
    storm.version = 2;
    state.offer(Arc::new(storm));
    let turn = state.turn(start + 1_500, true, &mut Halves);
    assert_eq!(turn.start.unwrap().transition, Transition::Cut);
    assert_eq!(on_screen(&state), ("tin-bao".into(), 0, 2));
    state.offer(weekly(3, &["mot"]));
    state.turn(start + 1_600, true, &mut Halves);
    assert_eq!(on_screen(&state).2, 3);
}

#[test]
fn a_clock_that_steps_in_mid_play_moves_to_the_page_due_then() {
    let weekly = weekly(1, &["mot", "hai"]);
    let (mut state, start) = start(&weekly);
    state.turn(start + 30_000, true, &mut Halves);
    assert_eq!(on_screen(&state).0, "hai");
    state.turn(start + 2_000, true, &mut Halves);
    assert_eq!(on_screen(&state), ("mot".into(), 0, 1));
    state.turn(start + 400_000_000_000, true, &mut Halves);
    assert!(state.current().unwrap().until > start + 400_000_000_000);
}

/// Turns a loop takes from `now` until `ms` later if it sleeps as it is told.
fn turns(state: &mut PlayerState, now: WallTime, ms: i64) -> i64 {
    let (mut slept, mut turns) = (0, 0);
    while slept < ms {
        let at = (now + slept).in_calendar();
        let turn = state.turn(now + slept, true, &mut Halves);
        let on = state.current().unwrap();
        assert!(on.since <= at && at < on.until, "what is on screen is due: {on:?} at {at:?}");
        assert!(turn.wake > at);
        slept += turn.wake - at;
        turns += 1;
    }
    turns
}

#[test]
fn a_clock_at_the_end_of_the_calendar_leaves_a_page_on_screen_and_costs_nothing() {
    let mut forever = Programme::clone(&weekly(1, &["mot", "hai"]));
    forever.campaigns[0].until = Some(date(9999, 12, 31).at(23, 59, 59, 0));
    for programme in [Arc::new(forever), weekly(1, &["mot", "hai"])] {
        for now in
            [WallTime(i64::MAX), WallTime(i64::MIN), WallTime::LAST, WallTime::LAST + -3_600_000, WallTime::FIRST]
        {
            let (mut state, _) = start(&programme);
            let taken = turns(&mut state, now, 60_000);
            assert!(taken <= 60, "{taken} turns a minute at {now:?}");
            assert!(on_screen(&state).0 != "mac-dinh", "and it is not even the default slide");
            // After a restart it is the same.
            let (mut again, _) = start(&programme);
            let now = now + 60_000;
            again.turn(now, true, &mut Halves);
            state.turn(now, true, &mut Halves);
            assert_eq!(on_screen(&again), on_screen(&state));
        }
    }
}

#[test]
fn emergencies_that_come_and_go_every_millisecond_cost_no_more_turns_than_the_limit() {
    let mut storm = Programme::clone(&weekly(1, &["mot", "hai"]));
    let on = |ms: i32| date(2026, 11, 2).at(0, 0, (ms / 1_000) as i8, ms % 1_000 * 1_000_000);
    storm.campaigns = (0..limits::CAMPAIGNS as i32)
        .map(|n| bangtin::model::Campaign {
            from: Some(on(2 * n)),
            until: Some(on(2 * n + 1)),
            ..campaign(&format!("c{n}"), "a", Priority::Emergency)
        })
        .collect();
    let (mut state, start) = start(&Arc::new(storm));
    let taken = turns(&mut state, start, 1_000);
    assert!(taken <= TURNS_A_SECOND, "{taken}");
}

#[test]
fn a_stored_programme_beyond_the_limits_is_not_played_and_the_screen_is_not_black() {
    let mut huge = Programme::clone(&weekly(7, &["mot"]));
    huge.slides = vec![huge.slides[0].clone(); limits::SLIDES + 1];
    let huge = Arc::new(huge);
    let (mut state, start) = start(&huge);
    state.turn(start, true, &mut Halves);
    assert_eq!(on_screen(&state).2, 0, "the built-in slide");
    let feed = |name: &str, programme: Arc<Programme>| FeedProgramme { feed: name.parse().unwrap(), programme };
    state.offer(Programmes::new(vec![feed("tinh", huge), feed("xa", weekly(2, &["hai"]))]).unwrap());
    state.turn(start + 10, true, &mut Halves);
    assert_eq!(on_screen(&state), ("hai".into(), 0, 2), "one feed's mistake does not silence another");
}

#[test]
fn pages_of_several_feeds_bear_their_own_programme() {
    let feed = |name: &str, programme: Arc<Programme>| FeedProgramme { feed: name.parse().unwrap(), programme };
    let both = Programmes::new(vec![feed("tinh", weekly(4, &["mot"])), feed("xa", weekly(9, &["hai"]))]).unwrap();
    let mut state = PlayerState::new(both, None);
    let start = weekly(1, &[]).epoch_ms;
    let played: Vec<_> = [0, 5_000, 20_000]
        .map(|ms| {
            state.turn(start + ms, true, &mut Halves);
            on_screen(&state)
        })
        .into();
    assert_eq!(played, [("mot".into(), 0, 4), ("mot".into(), 1, 4), ("hai".into(), 0, 9)]);
}
