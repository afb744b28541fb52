//! Whether the office's clock may be signed as the time.
//!
//! Halls never believe a time before one that was signed, so an office whose clock runs ahead for a minute would take
//! every hall along. Rules:
//! 1. A time before the last signature is never signed; the last signature's time is signed again instead.
//! 2. Where other sources of time were named and answer, the clock must not be ahead of them by more than
//!    [`limits::CLOCK_TOLERANCE_MS`]; if it is not, it may be signed however long the feed lay idle.
//! 3. Where no other source answers, the clock must not be further after the last signature than
//!    [`limits::CLOCK_JUMP_MS`], or than the end of that signature, whichever is later.

use crate::model::{WallTime, limits};

/// When a feed was last signed, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSignature {
    /// The signed time.
    pub issued: WallTime,
    /// When the timestamp expires.
    pub until: WallTime,
}

/// What another source of time said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading {
    /// The source, as it was named.
    pub source: String,
    /// The time it told.
    pub time: WallTime,
}

/// Why the machine's clock is not signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockDoubt {
    /// The clock stands so far after the last signature that it is more likely wrong than the feed so old.
    #[error(
        "this machine says it is {now}, and the feed was last signed at {issued}; nothing was signed, because halls \
         that are told a time too far ahead cannot go back; hint: set the clock; if it is right, run `bangtin feed \
         resign` once, or name another source of time with `--time-source`"
    )]
    Jump {
        /// What the machine says.
        now: WallTime,
        /// The last signature's time.
        issued: WallTime,
    },
    /// Another source says that it is earlier.
    #[error(
        "this machine says it is {now}, and `{told_by}` says it is {time}; nothing was signed, because halls that are \
         told a time too far ahead cannot go back; hint: set the clock"
    )]
    Disagrees {
        /// What the machine says.
        now: WallTime,
        /// The other source.
        told_by: String,
        /// What it says.
        time: WallTime,
    },
}

/// Judges the clock by the rules above.
pub(super) fn judge(now: WallTime, last: Option<LastSignature>, readings: &[ClockReading]) -> Result<(), ClockDoubt> {
    let mut sorted: Vec<&ClockReading> = readings.iter().collect();
    sorted.sort_by_key(|reading| reading.time);
    // The middle one, so that one source that is wrong does not decide; the earlier of two.
    if let Some(middle) = sorted.get(sorted.len().saturating_sub(1) / 2) {
        if now - middle.time > limits::CLOCK_TOLERANCE_MS {
            return Err(ClockDoubt::Disagrees { now, told_by: middle.source.clone(), time: middle.time });
        }
        return Ok(());
    }
    match last {
        Some(LastSignature { issued, until }) if now > until && now - issued > limits::CLOCK_JUMP_MS => {
            Err(ClockDoubt::Jump { now, issued })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;
    const SIGNED: WallTime = WallTime(1_795_136_400_000);

    fn last(days: i64) -> Option<LastSignature> {
        Some(LastSignature { issued: SIGNED, until: SIGNED + days * DAY })
    }

    fn told(source: &str, time: WallTime) -> ClockReading {
        ClockReading { source: source.to_owned(), time }
    }

    #[test]
    fn a_jump_that_nothing_explains_is_refused_and_a_month_of_holidays_is_not() {
        for days in [0, 10, 31] {
            assert_eq!(judge(SIGNED + days * DAY, last(7), &[]), Ok(()), "{days}");
        }
        assert!(matches!(judge(SIGNED + 32 * DAY, last(7), &[]), Err(ClockDoubt::Jump { .. })));
        assert_eq!(judge(SIGNED + 89 * DAY, last(90), &[]), Ok(()), "its owner said that it may lie for so long");
        assert!(matches!(judge(SIGNED + 180 * DAY, last(90), &[]), Err(ClockDoubt::Jump { .. })));
        assert_eq!(judge(SIGNED + -DAY, last(7), &[]), Ok(()), "behind is no harm");
    }

    #[test]
    fn other_sources_go_before_the_last_signature_both_ways() {
        let later = SIGNED + 900 * DAY;
        assert_eq!(judge(later, last(7), &[told("a", later)]), Ok(()));
        let now = SIGNED + DAY;
        let refused = judge(now, last(7), &[told("a", SIGNED)]);
        assert!(matches!(refused, Err(ClockDoubt::Disagrees { told_by, .. }) if told_by == "a"));
        assert_eq!(
            judge(now, None, &[told("a", SIGNED), told("b", now), told("c", now)]),
            Ok(()),
            "one of three is wrong"
        );
        assert!(judge(now, None, &[told("a", SIGNED), told("b", now)]).is_err());
    }
}
