//! The pages of the settings, as the switch above them names them.

use super::words as w;
use crate::{approval::Right, form::Words};

/// One page of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// The commune.
    Commune,
    /// Accounts.
    People,
    /// The audit log.
    Audit,
    /// A copy of everything.
    Backup,
    /// One's own account.
    Mine,
}

impl Tab {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [Self::Commune, Self::People, Self::Audit, Self::Backup, Self::Mine];

    /// Its address.
    pub fn href(self) -> &'static str {
        match self {
            Self::Commune => "/thiet-lap",
            Self::People => "/thiet-lap/nguoi-dung",
            Self::Audit => "/thiet-lap/nhat-ky",
            Self::Backup => "/thiet-lap/sao-luu",
            Self::Mine => "/thiet-lap/toi",
        }
    }

    /// Its word.
    pub fn words(self) -> Words {
        match self {
            Self::Commune => w::COMMUNE,
            Self::People => w::PEOPLE,
            Self::Audit => w::AUDIT,
            Self::Backup => w::BACKUP,
            Self::Mine => w::MINE,
        }
    }

    /// What it asks of whoever looks.
    pub fn right(self) -> Right {
        match self {
            Self::Commune | Self::Mine => Right::View,
            Self::People | Self::Audit | Self::Backup => Right::Administer,
        }
    }
}
