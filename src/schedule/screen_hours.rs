//! Whether a screen is on at an instant.

use super::window;
use crate::model::{ScreenHours, WallTime, Zone};

/// Whether a screen with these hours, read in that zone, is on. One without hours always is.
pub fn is_on(hours: &ScreenHours, zone: &Zone, at: WallTime) -> bool {
    let local = zone.local(at.in_calendar());
    hours.0.is_empty() || hours.0.iter().any(|on| window::covers(&on.days, on.from, on.until, &local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_is_on_within_its_hours_on_their_days_and_past_midnight() {
        let hours: ScreenHours = serde_json::from_str(
            r#"[{"days": ["mon", "fri"], "from": "06:00", "until": "21:30"}, {"days": ["sat"], "from": "19:00", "until": "01:00"}]"#,
        )
        .unwrap();
        let zone = Zone::default();
        let on = |local: &str| is_on(&hours, &zone, zone.instant(local.parse().unwrap()));
        // The 30th of November 2026 is a Monday.
        assert!(on("2026-11-30T06:00:00") && on("2026-11-30T21:29:59"));
        assert!(!on("2026-11-30T05:59:59") && !on("2026-11-30T21:30:00") && !on("2026-12-01T12:00:00"));
        assert!(on("2026-12-05T19:00:00") && on("2026-12-06T00:59:59") && !on("2026-12-06T01:00:00"));
        assert!(!on("2026-12-05T00:30:00"), "Friday's window ends on Friday");
        assert!(is_on(&ScreenHours::default(), &zone, WallTime(0)), "without hours it is always on");
    }
}
