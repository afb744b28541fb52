//! People who work in the office, and what they are there for.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::model::WallTime;

/// One person; kept for life, whatever happens to the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub String);

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a person is there for. Everybody who may log in may look.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Role {
    /// Writes slides and campaigns and sends them for approval.
    Author,
    /// Approves what others wrote, and writes.
    Approver,
    /// Keeps displays, settings and accounts.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Author, Self::Approver, Self::Administrator];
}

/// The roles of one person: in a small commune the one who keeps the accounts also approves. None is a viewer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(pub BTreeSet<Role>);

impl Roles {
    /// Those roles.
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Self {
        Self(roles.into_iter().collect())
    }

    /// Whether that role is among them.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for role in &self.0 {
            write!(f, "{between}{role}")?;
            between = ",";
        }
        Ok(())
    }
}

impl FromStr for Roles {
    type Err = strum::ParseError;

    /// Reads what [`fmt::Display`] writes: names with commas between them; nothing for a viewer.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// A person's account, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub id: AccountId,
    /// The name that is typed to log in.
    pub login: String,
    /// The name as others read it, such as "Nguyễn Thị A".
    pub name: String,
    /// The post held, such as "Cán bộ văn hóa"; may be empty.
    pub post: String,
    /// What the person is there for.
    pub roles: Roles,
    /// Whether the person may put out an emergency alone.
    pub emergency: bool,
    /// The tags of the displays the person may write for; empty for all of them.
    pub tags: Vec<String>,
    /// Since when the account is closed.
    pub off: Option<WallTime>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_as_they_are_written() {
        let roles = Roles::of([Role::Administrator, Role::Approver]);
        assert_eq!(roles.to_string(), "approver,administrator");
        assert_eq!(roles.to_string().parse::<Roles>().unwrap(), roles);
        assert_eq!("".parse::<Roles>().unwrap(), Roles::default());
        assert!("king".parse::<Roles>().is_err());
    }
}
