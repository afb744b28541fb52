//! Which displays have asked, and what they played then: "did it arrive?".
//!
//! A display's name is whatever a request says. So the displays that the signed programme names have a place of their own
//! that nobody else can take, and all other names share a small table: few from one address, the oldest dropped first.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::http::{HeaderMap, HeaderName};

use crate::{
    feed::{DISK_HEADER, DISPLAY_HEADER, EDITION_HEADER, HALTED_HEADER},
    model::{DisplayId, WallTime, limits},
    records::seen::Claims,
};

/// The last word of each display. Cheap to clone; clones are the same table.
#[derive(Debug, Default, Clone)]
pub struct DisplayReports(Arc<Mutex<ReportTable>>);

#[derive(Debug, Default)]
struct ReportTable {
    /// The displays of the programme; `None` until one has asked.
    named: BTreeMap<DisplayId, Option<LastSeen>>,
    /// The others, with the address that said so.
    others: BTreeMap<DisplayId, (LastSeen, Option<IpAddr>)>,
    /// The displays of the programme that said something since it was last written down, each with the address it was
    /// said from: no more than the programme has displays.
    unwritten: BTreeMap<DisplayId, Option<IpAddr>>,
}

/// What a display said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSeen {
    /// When.
    pub at: WallTime,
    /// The version it played; 0 is the built-in default.
    pub version: u64,
    /// Since when it has played that version, as far as this server has heard.
    pub since: WallTime,
    /// What else it said of itself; what it says no more is forgotten.
    pub claims: Claims,
}

/// What a request says of the display it comes from. Nothing of it is trusted to be true, and nothing depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    display: DisplayId,
    version: u64,
    claims: Claims,
}

impl Claim {
    /// `None` where a request says nothing, or names what cannot be a display.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let said = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let display = said(DISPLAY_HEADER)?.parse().ok()?;
        let version = said(EDITION_HEADER).and_then(|version| version.parse().ok()).unwrap_or(0);
        let claims =
            Claims { in_memory: said(DISK_HEADER) == Some("memory"), halted: said(HALTED_HEADER) == Some("here") };
        Some(Self { display, version, claims })
    }
}

impl DisplayReports {
    /// Whether the programme names this display, as far as is known.
    pub(super) fn names(&self, claim: &Claim) -> bool {
        self.table(|table| table.named.contains_key(&claim.display))
    }

    /// Sets which displays the programme names now.
    pub(super) fn set_named(&self, named: BTreeSet<DisplayId>) {
        self.table(|table| {
            let before = std::mem::take(&mut table.named);
            for id in named {
                let seen = before.get(&id).copied().flatten();
                let claimed = table.others.remove(&id).map(|(seen, _)| seen);
                table.named.insert(id, seen.or(claimed));
            }
        });
    }

    /// Notes a claim that came from that address.
    pub(super) fn note(&self, claim: Claim, peer: Option<IpAddr>, now: WallTime) {
        let Claim { display, version, claims } = claim;
        self.table(|table| {
            let named = table.named.get_mut(&display);
            let before = match &named {
                Some(seen) => **seen,
                None => table.others.get(&display).map(|(seen, _)| *seen),
            };
            let since = before.filter(|before| before.version == version).map_or(now, |before| before.since);
            let seen = LastSeen { at: now, version, since, claims };
            match named {
                Some(named) => {
                    *named = Some(seen);
                    table.unwritten.insert(display, peer);
                }
                None => table.note_other(display, seen, peer),
            }
        });
    }

    /// What displays of the programme said since this was last asked, each with the address it was said from.
    pub fn take_unwritten(&self) -> Vec<(DisplayId, LastSeen, Option<IpAddr>)> {
        self.table(|table| {
            let said = std::mem::take(&mut table.unwritten).into_iter();
            said.filter_map(|(id, peer)| Some((id.clone(), (*table.named.get(&id)?)?, peer))).collect()
        })
    }

    /// What displays of the programme said last.
    pub fn of_programme(&self) -> Vec<(DisplayId, LastSeen)> {
        self.table(|table| table.named.iter().filter_map(|(id, seen)| Some((id.clone(), (*seen)?))).collect())
    }

    /// All that have asked, by name.
    pub fn all(&self) -> Vec<(DisplayId, LastSeen)> {
        self.table(|table| {
            let named = table.named.iter().filter_map(|(id, seen)| Some((id.clone(), (*seen)?)));
            let mut all: Vec<_> = named.chain(table.others.iter().map(|(id, (seen, _))| (id.clone(), *seen))).collect();
            all.sort_by(|a, b| a.0.cmp(&b.0));
            all
        })
    }

    fn table<T>(&self, work: impl FnOnce(&mut ReportTable) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ReportTable {
    fn note_other(&mut self, display: DisplayId, seen: LastSeen, peer: Option<IpAddr>) {
        if !self.others.contains_key(&display) {
            let of_peer = |(_, by): &&(LastSeen, Option<IpAddr>)| *by == peer;
            if self.others.values().filter(of_peer).count() >= limits::OTHER_DISPLAYS_PER_PEER {
                self.drop_oldest(|by| by == peer);
            } else if self.others.len() >= limits::OTHER_DISPLAYS {
                self.drop_oldest(|_| true);
            }
        }
        self.others.insert(display, (seen, peer));
    }

    fn drop_oldest(&mut self, of: impl Fn(Option<IpAddr>) -> bool) {
        let those = self.others.iter().filter(|(_, (_, by))| of(*by));
        let oldest = those.min_by_key(|(_, (seen, _))| seen.at).map(|(id, _)| id.clone());
        if let Some(oldest) = oldest {
            self.others.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(display: &str, version: u64) -> Claim {
        Claim { display: display.parse().unwrap(), version, claims: Claims::default() }
    }

    fn peer(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    fn names(displays: &DisplayReports) -> Vec<String> {
        displays.all().into_iter().map(|(id, _)| id.to_string()).collect()
    }

    #[test]
    fn invented_names_push_out_no_display_of_the_programme() {
        let displays = DisplayReports::default();
        displays.set_named(["nha-van-hoa-1", "nha-van-hoa-2"].map(|id| id.parse().unwrap()).into());
        displays.note(claim("nha-van-hoa-1", 7), peer(1), WallTime(1));
        for n in 0..20_100_u64 {
            displays.note(claim(&format!("a-{n}"), 1), peer((n % 200) as u8), WallTime(2 + n as i64));
        }
        displays.note(claim("nha-van-hoa-2", 7), peer(1), WallTime(3));
        let names = names(&displays);
        assert!(names.contains(&"nha-van-hoa-1".into()) && names.contains(&"nha-van-hoa-2".into()));
        assert!(names.len() <= 2 + limits::OTHER_DISPLAYS, "{}", names.len());
        assert!(names.contains(&"a-20099".into()), "the oldest are dropped, not the newest");
    }

    #[test]
    fn what_is_to_be_written_down_is_of_the_programmes_displays_and_told_once() {
        let displays = DisplayReports::default();
        displays.set_named(["nha-van-hoa-1".parse().unwrap()].into());
        displays.note(claim("nha-van-hoa-1", 7), peer(1), WallTime(5));
        displays.note(claim("nha-van-hoa-1", 8), peer(1), WallTime(6));
        displays.note(claim("invented", 8), peer(2), WallTime(6));
        let said = displays.take_unwritten();
        let seen = LastSeen { at: WallTime(6), version: 8, since: WallTime(6), claims: Claims::default() };
        assert_eq!(said, [("nha-van-hoa-1".parse().unwrap(), seen, peer(1))]);
        assert_eq!(displays.take_unwritten(), []);
        assert_eq!(displays.of_programme().len(), 1);
    }

    #[test]
    fn one_address_takes_no_more_than_its_share() {
        let displays = DisplayReports::default();
        displays.note(claim("an-honest-one", 1), peer(1), WallTime(0));
        for n in 0..1_000 {
            displays.note(claim(&format!("a-{n}"), 1), peer(2), WallTime(1 + n));
        }
        let names = names(&displays);
        assert_eq!(names.len(), 1 + limits::OTHER_DISPLAYS_PER_PEER);
        assert!(names.contains(&"an-honest-one".into()));
    }

    #[test]
    fn a_display_that_the_next_programme_names_keeps_what_it_has_said() {
        let displays = DisplayReports::default();
        displays.note(claim("nha-van-hoa-1", 7), peer(1), WallTime(5));
        displays.set_named(["nha-van-hoa-1".parse().unwrap()].into());
        displays.note(claim("nha-van-hoa-1", 7), peer(1), WallTime(9));
        let seen = LastSeen { at: WallTime(9), version: 7, since: WallTime(5), claims: Claims::default() };
        assert_eq!(displays.all(), [("nha-van-hoa-1".parse().unwrap(), seen)]);
    }

    #[test]
    fn what_a_hall_says_of_its_disk_is_one_word_and_holds_until_it_says_otherwise() {
        let displays = DisplayReports::default();
        displays.set_named(["nha-van-hoa-1".parse().unwrap()].into());
        let says = |disk: Option<&str>, at| {
            let mut headers = HeaderMap::new();
            headers.insert(DISPLAY_HEADER, "nha-van-hoa-1".parse().unwrap());
            if let Some(disk) = disk {
                headers.insert(DISK_HEADER, disk.parse().unwrap());
            }
            displays.note(Claim::of(&headers).unwrap(), peer(1), WallTime(at));
            displays.of_programme()[0].1.claims.in_memory
        };
        assert!(!says(None, 1));
        assert!(says(Some("memory"), 2));
        assert!(!says(None, 3));
        assert!(!says(Some("on fire"), 4));
        assert!(!says(Some(&"memory".repeat(1_000)), 5));
    }
}
