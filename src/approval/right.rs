//! What may be done in the office, and by whom.

use super::{Account, Role};

/// What a route or a verb asks of whoever uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Look at everything.
    View,
    /// Write drafts, bring files, send for approval.
    Write,
    /// Approve or return what others wrote; play an earlier version again.
    Approve,
    /// Put out an emergency, and end it.
    Alert,
    /// Stop everything, and go on.
    Stop,
    /// Keep displays, settings, accounts and backups.
    Administer,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 6] = [Self::View, Self::Write, Self::Approve, Self::Alert, Self::Stop, Self::Administer];
}

impl Account {
    /// Whether the person may do that. A closed account may nothing.
    pub fn may(&self, right: Right) -> bool {
        let has = |role| self.roles.has(role);
        self.off.is_none()
            && match right {
                Right::View => true,
                Right::Write => has(Role::Author) || has(Role::Approver),
                Right::Approve => has(Role::Approver),
                Right::Alert => self.emergency,
                Right::Stop => has(Role::Approver) || has(Role::Administrator),
                Right::Administer => has(Role::Administrator),
            }
    }
}
