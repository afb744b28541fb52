//! Did it arrive? What displays say they play, put beside what is out. All of it is only claimed: a request says which
//! display it comes from, and nobody signs that yet.

use crate::{
    model::{Display, DisplayId, WallTime},
    records::seen::SeenRow,
};

/// After so long without a word a display has no contact, milliseconds: its questions are held for five minutes at most,
/// and one of them may be lost.
pub const SILENT_MS: i64 = 11 * 60_000;

/// Where a display stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It plays the newest version.
    Playing,
    /// It is in contact and has not taken the newest version in yet.
    Fetching,
    /// It has not been heard for a while; what it has goes on playing.
    Silent,
    /// It was never heard.
    Never,
}

/// One display.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The display.
    pub display: Display,
    /// Where it stands.
    pub standing: Standing,
    /// The version it plays, as far as was heard; 0 for what is built into the program.
    pub version: u64,
    /// Since when it plays that.
    pub since: Option<WallTime>,
    /// When it was last heard.
    pub at: Option<WallTime>,
    /// Whether it said then that its disk cannot be written.
    pub in_memory: bool,
    /// Whether it said then that somebody on the spot has halted it.
    pub halted: bool,
}

/// How far a version has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The newest version.
    pub version: u64,
    /// Every display of it, in the programme's order.
    pub displays: Vec<Heard>,
}

impl Arrival {
    /// What was heard of the displays of that version.
    pub fn new(version: u64, displays: &[Display], seen: &[SeenRow], now: WallTime) -> Self {
        let heard = |display: &Display| {
            let seen = seen.iter().find(|seen| seen.display == display.id);
            let standing = match seen {
                None => Standing::Never,
                Some(seen) if now - seen.at > SILENT_MS => Standing::Silent,
                Some(seen) if seen.version >= version => Standing::Playing,
                Some(_) => Standing::Fetching,
            };
            Heard {
                display: display.clone(),
                standing,
                version: seen.map_or(0, |seen| seen.version),
                since: seen.map(|seen| seen.since),
                at: seen.map(|seen| seen.at),
                in_memory: seen.is_some_and(|seen| seen.claims.in_memory),
                halted: seen.is_some_and(|seen| seen.claims.halted),
            }
        };
        Self { version, displays: displays.iter().map(heard).collect() }
    }

    /// How many stand so.
    pub fn count(&self, standing: Standing) -> usize {
        self.displays.iter().filter(|heard| heard.standing == standing).count()
    }

    /// How many displays play the newest version, those without contact too: they have it, and go on.
    pub fn playing(&self) -> usize {
        self.displays.iter().filter(|heard| heard.has(self.version)).count()
    }

    /// Since when the first of those that play it has played it.
    pub fn since(&self) -> Option<WallTime> {
        self.displays.iter().filter(|heard| heard.has(self.version)).filter_map(|heard| heard.since).min()
    }

    /// Those that do not play it, or have no contact: first those that can be waited for.
    pub fn lagging(&self) -> Vec<&Heard> {
        self.in_order(|heard| heard.standing != Standing::Playing)
    }

    /// The same, with those that play it and are not well.
    pub fn to_look_at(&self) -> Vec<&Heard> {
        self.in_order(|heard| !heard.is_well())
    }

    fn in_order(&self, wanted: impl Fn(&Heard) -> bool) -> Vec<&Heard> {
        let order = |standing| match standing {
            Standing::Fetching => 0,
            Standing::Silent => 1,
            Standing::Playing => 2,
            Standing::Never => 3,
        };
        let mut found: Vec<&Heard> = self.displays.iter().filter(|heard| wanted(heard)).collect();
        found.sort_by_key(|heard| order(heard.standing));
        found
    }

    /// The same of some of the displays only.
    pub fn of(&self, those: impl Fn(&Display) -> bool) -> Self {
        let displays = self.displays.iter().filter(|heard| those(&heard.display)).cloned().collect();
        Self { version: self.version, displays }
    }

    /// The display of that name.
    pub fn display(&self, id: &DisplayId) -> Option<&Heard> {
        self.displays.iter().find(|heard| heard.display.id == *id)
    }
}

impl Heard {
    /// Whether nobody has to look at it: it plays the newest version, can keep it, and nobody has halted it.
    pub fn is_well(&self) -> bool {
        self.standing == Standing::Playing && !self.in_memory && !self.halted
    }

    /// Whether it plays that version or a newer one, as far as was heard.
    pub fn has(&self, version: u64) -> bool {
        self.at.is_some() && self.version >= version
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::seen::Claims;

    #[test]
    fn a_display_stands_where_it_was_last_heard() {
        let display =
            |id: &str| Display { id: id.parse().unwrap(), label: id.to_owned(), tags: Vec::new(), size: None };
        let seen = |id: &str, version, at| SeenRow {
            display: id.parse().unwrap(),
            version,
            since: WallTime(at - 5),
            at: WallTime(at),
            peer: String::new(),
            claims: Claims { in_memory: id == "cannot-keep-it", halted: id == "halted" },
        };
        let now = WallTime(10_000_000);
        let displays =
            ["plays", "fetches", "silent", "has-it-and-is-silent", "never", "cannot-keep-it", "halted"].map(display);
        let heard = [
            seen("plays", 7, now.0 - 1_000),
            seen("fetches", 6, now.0 - 2_000),
            seen("silent", 6, now.0 - SILENT_MS - 1),
            seen("has-it-and-is-silent", 7, now.0 - SILENT_MS - 1),
            seen("cannot-keep-it", 7, now.0 - 1_000),
            seen("halted", 7, now.0 - 1_000),
            seen("invented", 7, now.0),
        ];
        let arrival = Arrival::new(7, &displays, &heard, now);
        use Standing::{Fetching, Never, Playing, Silent};
        let standings: Vec<Standing> = arrival.displays.iter().map(|heard| heard.standing).collect();
        assert_eq!(standings, [Playing, Fetching, Silent, Silent, Never, Playing, Playing]);
        assert_eq!((arrival.playing(), arrival.since()), (4, Some(WallTime(now.0 - SILENT_MS - 6))));
        let names = |found: Vec<&Heard>| found.iter().map(|heard| heard.display.id.to_string()).collect::<Vec<_>>();
        assert_eq!(names(arrival.lagging()), ["fetches", "silent", "has-it-and-is-silent", "never"]);
        let all = ["fetches", "silent", "has-it-and-is-silent", "cannot-keep-it", "halted", "never"];
        assert_eq!(names(arrival.to_look_at()), all);
    }
}
