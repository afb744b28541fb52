//! What a page that is looked at must hear of, as a few values: when one of them changes, the parts of the page that show
//! it are asked for again.

use std::hash::{DefaultHasher, Hasher as _};

use crate::{
    approval::{AlertRecord, Submission, VersionKind},
    model::{DisplayId, WallTime},
    records::seen::Claims,
};

/// What pages watch. Each value says only whether something is another than before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pulse {
    /// What is out.
    version: u64,
    /// What waits for somebody's word.
    submissions: u64,
    /// Emergencies, and whether everything is stopped.
    banner: u64,
    /// Which display plays what, and which have no contact.
    arrival: u64,
}

impl Pulse {
    /// Of what is known at an instant; of each display its version, whether it is silent, and what else it says of itself.
    pub fn of(
        version: Option<(u64, VersionKind)>,
        open: &[Submission],
        alerts: &[AlertRecord],
        heard: &[(DisplayId, u64, bool, Claims)],
        now: WallTime,
    ) -> Self {
        let alert = |alert: &AlertRecord| (alert.id.clone(), alert.until, alert.state.to_string(), alert.is_on(now));
        let stopped = version.is_some_and(|(_, kind)| kind == VersionKind::Stop);
        Self {
            version: version.map_or(0, |(n, _)| n),
            submissions: digest(&open.iter().map(|submission| &submission.id.0).collect::<Vec<_>>()),
            banner: digest(&(alerts.iter().map(alert).collect::<Vec<_>>(), stopped)),
            arrival: digest(&heard),
        }
    }

    /// The names of what is another than it was.
    pub fn changes_since(&self, before: &Self) -> Vec<&'static str> {
        let parts = |pulse: &Self| {
            [
                ("version", pulse.version),
                ("submissions", pulse.submissions),
                ("banner", pulse.banner),
                ("arrival", pulse.arrival),
            ]
        };
        let both = parts(self).into_iter().zip(parts(before));
        both.filter(|((_, now), (_, before))| now != before).map(|((name, _), _)| name).collect()
    }
}

fn digest(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_hears_of_what_changed_and_of_nothing_else() {
        let says = |version, in_memory| [("a".parse().unwrap(), version, true, Claims { in_memory, halted: false })];
        let heard = |version| says(version, false);
        let now = WallTime(0);
        let before = Pulse::of(Some((3, VersionKind::Publish)), &[], &[], &heard(3), now);
        assert_eq!(before.changes_since(&before), [""; 0]);
        let after = Pulse::of(Some((4, VersionKind::Stop)), &[], &[], &heard(3), now);
        assert_eq!(after.changes_since(&before), ["version", "banner"]);
        let arrived = Pulse::of(Some((4, VersionKind::Stop)), &[], &[], &heard(4), now);
        assert_eq!(arrived.changes_since(&after), ["arrival"]);
        let refused = Pulse::of(Some((4, VersionKind::Stop)), &[], &[], &says(4, true), now);
        assert_eq!(refused.changes_since(&arrived), ["arrival"]);
    }
}
