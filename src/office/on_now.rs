//! What is on each display at an instant, worked out from a signed programme as the halls work it out.

use std::sync::Arc;

use crate::{
    model::{Display, DisplayId, Programme, Size, WallTime},
    schedule::{Schedule, Slot},
};

/// Displays that show the same thing on the same kind of screen.
#[derive(Debug, Clone, PartialEq)]
pub struct OnNow {
    /// What is due on them.
    pub slot: Slot,
    /// Their size; full HD where the office has not fixed it.
    pub screen: Size,
    /// They, in the order of the programme.
    pub displays: Vec<Display>,
}

/// Most slots that are looked at to find what comes next: of a loop of many short slides only the next few are asked for.
const LOOK_AHEAD: usize = 64;

/// What is on at that instant on those displays: the same picture once, the one on most displays first.
pub fn on_now<'a>(
    programme: &Arc<Programme>,
    displays: impl IntoIterator<Item = &'a Display>,
    at: WallTime,
) -> Vec<OnNow> {
    let mut groups: Vec<OnNow> = Vec::new();
    for display in displays {
        let slot = Schedule::new(programme.clone(), Some(&display.id)).due(at);
        let screen = display.size.unwrap_or(Size::FULL_HD);
        let same = |group: &&mut OnNow| {
            group.screen == screen && group.slot.slide == slot.slide && group.slot.start == slot.start
        };
        match groups.iter_mut().find(same) {
            Some(group) => {
                group.slot.until = group.slot.until.min(slot.until);
                group.displays.push(display.clone());
            }
            None => groups.push(OnNow { slot, screen, displays: vec![display.clone()] }),
        }
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.displays.len()), group.screen.is_portrait()));
    groups
}

/// What comes on a display after what is on, each with its time; slides that do not differ from the one before are one.
pub fn coming(programme: &Arc<Programme>, display: Option<&DisplayId>, at: WallTime, most: usize) -> Vec<Slot> {
    let schedule = Schedule::new(programme.clone(), display);
    let (mut before, mut slots) = (schedule.due(at), Vec::new());
    for _ in 0..LOOK_AHEAD {
        if slots.len() >= most {
            break;
        }
        let next = schedule.due(before.until);
        if next.slide != before.slide {
            slots.push(next.clone());
        }
        before = next;
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programme() -> Arc<Programme> {
        let json = serde_json::json!({
            "version": 3, "issued_ms": 0, "epoch_ms": 0, "time_zone": "Asia/Ho_Chi_Minh",
            "unit": {"name": "UBND", "kicker": "", "hotline": "1", "portal": "a", "transition": "cut", "transition_ms": 0},
            "displays": [
                {"id": "a", "label": "A", "size": {"width": 1920, "height": 1080}},
                {"id": "b", "label": "B", "size": {"width": 1080, "height": 1920}},
                {"id": "c", "label": "C", "tags": ["x"]},
                {"id": "d", "label": "D"},
            ],
            "playlists": [{"id": "all", "slides": ["s1", "s2"]}, {"id": "one", "slides": ["s3"]}],
            "campaigns": [
                {"id": "k", "playlist": "all", "displays": ["a", "b", "d"]},
                {"id": "l", "playlist": "one", "tags": ["x"]},
            ],
            "slides": [
                {"id": "s1", "template": "slogan", "text": "Một", "duration_ms": 10_000},
                {"id": "s2", "template": "slogan", "text": "Hai", "duration_ms": 20_000},
                {"id": "s3", "template": "slogan", "text": "Ba", "duration_ms": 10_000},
            ],
            "default_slide": {"id": "cho", "template": "default", "text": "Chào", "duration_ms": 10_000},
        });
        Arc::new(serde_json::from_value(json).unwrap())
    }

    #[test]
    fn displays_that_show_the_same_are_one_picture_and_upright_ones_another() {
        let programme = programme();
        let groups = on_now(&programme, &programme.displays, WallTime(4_000));
        let said: Vec<(String, Vec<&str>)> = groups
            .iter()
            .map(|group| (group.slot.slide.to_string(), group.displays.iter().map(|d| d.label.as_str()).collect()))
            .collect();
        let said: Vec<(&str, &[&str])> =
            said.iter().map(|(slide, labels)| (slide.as_str(), labels.as_slice())).collect();
        assert_eq!(said, [("s1", ["A", "D"].as_slice()), ("s3", &["C"]), ("s1", &["B"])]);
        assert_eq!(groups[0].slot.until, WallTime(10_000));
    }

    #[test]
    fn what_comes_next_is_what_the_schedule_says_and_a_slide_alone_never_changes() {
        let programme = programme();
        let next = |display: &str| {
            let id = display.parse().unwrap();
            let slots = coming(&programme, Some(&id), WallTime(4_000), 3);
            slots.into_iter().map(|slot| (slot.slide.to_string(), slot.since.0)).collect::<Vec<_>>()
        };
        assert_eq!(next("a"), [("s2".to_owned(), 10_000), ("s1".to_owned(), 30_000), ("s2".to_owned(), 40_000)]);
        assert_eq!(next("c"), []);
    }
}
