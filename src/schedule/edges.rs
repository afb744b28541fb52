//! The instants near another at which what is active may change.

use crate::model::WallTime;

/// All such instants from a week before to a week after the one they were looked up for.
pub(super) struct Edges<'a> {
    /// Beginnings and ends by date, ascending: of all time.
    pub(super) dates: &'a [WallTime],
    /// Beginnings and ends of dayparts, ascending.
    pub(super) hours: Vec<WallTime>,
}

impl Edges<'_> {
    /// The last one at or before `at`.
    pub(super) fn last(&self, at: WallTime) -> Option<WallTime> {
        let last = |edges: &[WallTime]| edges[..edges.partition_point(|edge| *edge <= at)].last().copied();
        last(self.dates).max(last(&self.hours))
    }

    /// The first one after `at`.
    pub(super) fn next(&self, at: WallTime) -> Option<WallTime> {
        let next = |edges: &[WallTime]| edges.get(edges.partition_point(|edge| *edge <= at)).copied();
        [next(self.dates), next(&self.hours)].into_iter().flatten().min()
    }

    /// Those after `after` and before `end`, in order. Some may come twice.
    pub(super) fn between(&self, after: WallTime, end: WallTime) -> Vec<WallTime> {
        let lies = |edge: &&WallTime| **edge > after && **edge < end;
        let mut between: Vec<WallTime> = self.dates.iter().chain(&self.hours).filter(lies).copied().collect();
        between.sort_unstable();
        between
    }
}
