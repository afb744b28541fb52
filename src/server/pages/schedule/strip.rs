//! The strips of a day: displays with one schedule as one row, and what each row shows when.

use std::sync::Arc;

use super::{frame::DrawnHours, hours_rows::hours, words};
use crate::{
    form::Language,
    model::{Campaign, Display, DisplayId, Priority, Programme, WallTime},
    schedule::{
        Schedule,
        day::{self, Day, Stretch},
    },
    server::times::Times,
};

/// Displays for which the same campaigns are meant.
pub(super) struct DisplayGroup<'a> {
    /// They, in the order of the programme.
    pub displays: Vec<&'a Display>,
    /// What they show.
    pub day: Day,
}

/// What every display shows between two instants; those with the same campaigns are one.
pub(super) fn groups(programme: &Arc<Programme>, from: WallTime, until: WallTime) -> Vec<DisplayGroup<'_>> {
    let mut grouped: Vec<(Vec<bool>, Vec<&Display>)> = Vec::new();
    for display in &programme.displays {
        let shown: Vec<bool> = programme.campaigns.iter().map(|campaign| display.shows(campaign)).collect();
        match grouped.iter_mut().find(|(own, _)| *own == shown) {
            Some((_, displays)) => displays.push(display),
            None => grouped.push((shown, vec![display])),
        }
    }
    // The schedule of most displays first; the sort is stable.
    grouped.sort_by_key(|(_, displays)| std::cmp::Reverse(displays.len()));
    let mut groups = Vec::with_capacity(grouped.len());
    for (_, displays) in grouped {
        let schedule = Schedule::new(programme.clone(), displays.first().map(|display| &display.id));
        groups.push(DisplayGroup { displays, day: day::between(&schedule, from, until) });
    }
    groups
}

/// A row as it is drawn.
pub(super) struct StripRow {
    pub name: String,
    pub second: String,
    /// The names of all its displays.
    pub all: String,
    pub display: DisplayId,
    pub lanes: Vec<Vec<StripBlock>>,
}

/// A block in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StripBlock {
    /// "normal", "hours", "first", "alert" or "gap"; with "hidden" where an emergency stands above it.
    pub kind: String,
    pub title: String,
    pub more: String,
    /// Its hours, for whoever hears the page.
    pub hours: String,
    /// Where it stands.
    pub place: String,
    /// Where it is told why.
    pub href: String,
    from: WallTime,
    until: WallTime,
}

/// Draws rows for one reader.
pub(super) struct StripDrawer<'a> {
    pub programme: &'a Programme,
    pub frame: DrawnHours,
    pub times: &'a Times,
    pub language: Language,
}

impl StripDrawer<'_> {
    /// The row of a group.
    pub fn row(&self, group: &DisplayGroup<'_>) -> StripRow {
        let first = group.displays[0];
        let (name, second) = match group.displays.len() {
            1 if first.size.is_some_and(|size| size.is_portrait()) => {
                (first.label.clone(), words::UPRIGHT.get(self.language).to_owned())
            }
            1 => (first.label.clone(), first.tags.join(", ")),
            n => (words::displays(self.language, n), words::SAME_SCHEDULE.get(self.language).to_owned()),
        };
        let labels: Vec<&str> = group.displays.iter().map(|display| display.label.as_str()).collect();
        StripRow { name, second, all: labels.join(", "), display: first.id.clone(), lanes: lanes(self.blocks(group)) }
    }

    fn blocks(&self, group: &DisplayGroup<'_>) -> Vec<StripBlock> {
        let display = &group.displays[0].id;
        let gaps = group.day.gaps.iter().filter_map(|(from, until)| {
            let is_long = *until - *from >= 3 * super::frame::HOUR_MS;
            let title = if is_long { words::GAP } else { words::GAP_SHORT }.get(self.language);
            self.block("gap", title, String::new(), *from, *until, display)
        });
        let mut blocks: Vec<StripBlock> = gaps.collect();
        blocks.extend(group.day.stretches.iter().filter_map(|stretch| self.stretch(stretch, display)));
        blocks.sort_by_key(|block| (rank(&block.kind), block.from));
        blocks
    }

    fn stretch(&self, stretch: &Stretch, display: &DisplayId) -> Option<StripBlock> {
        let campaign = self.programme.campaigns.get(stretch.campaign)?;
        let kind = kind_of(campaign);
        let slides = self.programme.slides_of(campaign).filter(|id| self.programme.slide(id).is_some()).count();
        let more = if kind == "normal" { words::slides(self.language, slides) } else { String::new() };
        let mut block = self.block(kind, &title_of(campaign), more, stretch.from, stretch.until, display)?;
        if !stretch.plays {
            block.kind.push_str(" hidden-block");
            block.more = words::HIDDEN.get(self.language).to_owned();
        }
        Some(block)
    }

    fn block(
        &self,
        kind: &str,
        title: &str,
        more: String,
        from: WallTime,
        until: WallTime,
        display: &DisplayId,
    ) -> Option<StripBlock> {
        let (shown_from, shown_until) = (from.max(self.frame.from()), until.min(self.frame.until()));
        if shown_from >= shown_until {
            return None;
        }
        let (left, right) = (self.frame.percent(shown_from), self.frame.percent(shown_until));
        let now = self.times.now();
        let (begins, ends) = (self.times.hour(from), self.times.hour(until));
        let hours = if begins == ends { hours(&[], self.language) } else { format!("{begins}–{ends}") };
        let asked = if from <= now && now < until { now } else { shown_from };
        Some(StripBlock {
            kind: kind.to_owned(),
            title: title.to_owned(),
            more,
            hours,
            place: format!("left {left:.3}%; width {:.3}%", right - left),
            href: format!("/lich/vi-sao?o={display}&luc={}", asked.0),
            from,
            until,
        })
    }
}

/// What kind of block a campaign is.
pub(super) fn kind_of(campaign: &Campaign) -> &'static str {
    match campaign.priority {
        Priority::Emergency => "alert",
        Priority::Priority => "first",
        Priority::Normal if campaign.dayparts.is_empty() => "normal",
        Priority::Normal => "hours",
    }
}

/// What officers call a campaign.
pub(super) fn title_of(campaign: &Campaign) -> String {
    campaign.title.clone().unwrap_or_else(|| campaign.id.to_string())
}

fn rank(kind: &str) -> u8 {
    match kind.split(' ').next() {
        Some("gap" | "normal") => 0,
        Some("alert") => 2,
        _ => 1,
    }
}

/// Blocks in as few lanes as do without one over another.
fn lanes(blocks: Vec<StripBlock>) -> Vec<Vec<StripBlock>> {
    let mut lanes: Vec<Vec<StripBlock>> = Vec::new();
    for block in blocks {
        let is_free = |lane: &&mut Vec<StripBlock>| {
            lane.iter().all(|other| other.until <= block.from || block.until <= other.from)
        };
        match lanes.iter_mut().find(is_free) {
            Some(lane) => lane.push(block),
            None => lanes.push(vec![block]),
        }
    }
    lanes.iter_mut().for_each(|lane| lane.sort_by_key(|block| block.from));
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_share_a_lane_where_none_stands_over_another() {
        let block = |title: &str, from, until| StripBlock {
            kind: "normal".to_owned(),
            title: title.to_owned(),
            more: String::new(),
            hours: String::new(),
            place: String::new(),
            href: String::new(),
            from: WallTime(from),
            until: WallTime(until),
        };
        let lanes = lanes(vec![block("a", 0, 10), block("b", 2, 4), block("c", 4, 6), block("d", 3, 5)]);
        let titles: Vec<Vec<&str>> =
            lanes.iter().map(|lane| lane.iter().map(|block| block.title.as_str()).collect()).collect();
        assert_eq!(titles, [vec!["a"], vec!["b", "c"], vec!["d"]]);
    }
}
