//! How long whoever has failed to log in must wait: a delay that grows, and never a lock that a stranger could put on
//! somebody else's door.

use std::net::IpAddr;

use crate::{
    model::{Digest, WallTime, limits},
    records::attempt::Failures,
};

/// What failures are counted by.
pub(super) struct FailureSubject {
    /// Its name in the records. What somebody typed stands in it as a digest alone: it may be his password.
    pub(super) name: String,
    /// How many failures in a row cost nothing.
    pub(super) free: u64,
    /// How long the first delay is, milliseconds. Each failure after it doubles the delay.
    first_ms: i64,
    /// How long a delay is at most, milliseconds.
    most_ms: i64,
}

impl FailureSubject {
    /// The subjects of one log-in, the one that a page speaks of first: this name from here, this name from anywhere,
    /// any name from here.
    pub(super) fn all(login: &str, peer: IpAddr) -> [Self; 3] {
        let (login, peer) = (Digest::of(login.as_bytes()), household(peer));
        [
            Self {
                name: format!("pair:{login} {peer}"),
                free: limits::LOGIN_TRIES,
                first_ms: 30_000,
                most_ms: limits::LOGIN_DELAY_MS,
            },
            // Strangers who guess from many places must not keep the person himself out for long.
            Self {
                name: format!("login:{login}"),
                free: limits::LOGIN_TRIES_ANYWHERE,
                first_ms: 5_000,
                most_ms: 60_000,
            },
            // A whole office may come from one address.
            Self {
                name: format!("peer:{peer}"),
                free: limits::LOGIN_TRIES_OF_PEER,
                first_ms: 5_000,
                most_ms: limits::LOGIN_DELAY_MS,
            },
        ]
    }

    /// Until when it must wait, if it must.
    pub(super) fn wait(&self, failures: Option<Failures>, now: WallTime) -> Option<WallTime> {
        let Failures { count, last } = failures?;
        let beyond = count.checked_sub(self.free)?;
        let delay = self.first_ms << beyond.min(20);
        let until = last + delay.min(self.most_ms);
        // A clock that was set back must not make anybody wait for years.
        (now < until && last - now <= self.most_ms).then_some(until)
    }

    /// How many more tries cost nothing.
    pub(super) fn left(&self, failures: Option<Failures>) -> u64 {
        self.free.saturating_sub(failures.map_or(0, |failures| failures.count))
    }
}

/// A peer, or the network of its household: everybody has more IPv6 addresses than could be counted.
fn household(peer: IpAddr) -> String {
    match peer.to_canonical() {
        IpAddr::V4(peer) => peer.to_string(),
        IpAddr::V6(peer) => {
            let [a, b, c, d, ..] = peer.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: WallTime = WallTime(1_795_136_400_000);

    fn pair(peer: &str) -> FailureSubject {
        let [pair, _, _] = FailureSubject::all("anh", peer.parse().unwrap());
        pair
    }

    #[test]
    fn the_first_tries_cost_nothing_then_each_costs_twice_as_much_up_to_an_end() {
        let pair = pair("192.0.2.1");
        let wait_ms = |count| pair.wait(Some(Failures { count, last: NOW }), NOW).map(|until| until - NOW);
        assert_eq!(pair.wait(None, NOW), None);
        assert_eq!((1..5).find_map(wait_ms), None);
        assert_eq!((wait_ms(5), wait_ms(6), wait_ms(7)), (Some(30_000), Some(60_000), Some(120_000)));
        assert_eq!((wait_ms(100), wait_ms(u64::MAX)), (Some(limits::LOGIN_DELAY_MS), Some(limits::LOGIN_DELAY_MS)));
        let failures = Some(Failures { count: 5, last: NOW });
        assert_eq!(pair.wait(failures, NOW + 30_000), None, "and then one try");
        assert_eq!(pair.wait(failures, NOW + -limits::LOGIN_DELAY_MS + -1), None, "a clock that was set back");
        assert_eq!((pair.left(None), pair.left(failures)), (5, 0));
    }

    #[test]
    fn a_household_counts_as_one_and_no_name_is_written_down() {
        let same = [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("192.0.2.1", "::ffff:192.0.2.1")];
        for (one, other) in same {
            assert_eq!(pair(one).name, pair(other).name);
        }
        assert_ne!(pair("2001:db8:1:2::1").name, pair("2001:db8:1:3::1").name);
        assert!(!pair("192.0.2.1").name.contains("anh"));
    }
}
