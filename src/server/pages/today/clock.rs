//! The office's doubt of its own clock: nothing is signed while it lasts, so it stands above everything else.

use super::words;
use crate::{
    feed::{ClockDoubt, OfficeClock},
    form::Language,
    server::times::Times,
};

const DAY_MS: i64 = 86_400_000;

/// What is wrong with the clock, and what to do.
pub(super) struct ClockTold {
    pub what: String,
    pub next: String,
    /// What the administrator runs where the clock is right after all.
    pub command: Option<&'static str>,
}

/// What is to be told of the office's clock; `None` where all is well.
pub(super) fn clock_told(clock: &OfficeClock, times: &Times, language: Language) -> Option<ClockTold> {
    let now = times.now();
    let days = |ms: i64| ms.unsigned_abs().div_ceil(DAY_MS.unsigned_abs());
    let pattern = if language == Language::Vi { "%H:%M ngày %d/%m/%Y" } else { "%H:%M on %d/%m/%Y" };
    let says = times.zone().local(now).strftime(pattern).to_string();
    match (clock.doubt(now), clock.signed_ahead_ms(now)) {
        (Some(ClockDoubt::Jump { now, issued }), _) => Some(ClockTold {
            what: words::clock_jumped(language, &says, days(now - issued)),
            next: words::clock_jumped_next(language),
            command: Some("bangtin feed resign"),
        }),
        (Some(ClockDoubt::Disagrees { now, told_by, time }), _) => Some(ClockTold {
            what: words::clock_contradicted(language, &says, &told_by, &times.left(times.now() + (now - time))),
            next: words::clock_contradicted_next(language),
            command: None,
        }),
        (None, Some(ahead)) => Some(ClockTold {
            what: words::clock_signed_ahead(language, &times.left(now + ahead)),
            next: words::clock_signed_ahead_next(language, &says),
            command: Some("bangtin feed resign --time-was-wrong"),
        }),
        (None, None) => None,
    }
}
