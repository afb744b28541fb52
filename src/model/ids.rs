//! Identifiers that people write: checked on the way in, so that none of them can become a path or a header.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::limits::ID_CHARS;

/// Text that should have been an identifier and is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an id: expected 1 to {ID_CHARS} of the characters a-z, 0-9 and `-`, starting with a letter or digit"
)]
pub struct BadId(String);

fn checked(text: String) -> Result<String, BadId> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good = !text.is_empty() && text.len() <= ID_CHARS && text.chars().all(allowed) && !text.starts_with('-');
    if good { Ok(text) } else { Err(BadId(text.chars().take(ID_CHARS + 8).collect())) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                checked(text).map(Self)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                checked(text.to_owned()).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// One slide; the name of its file without `.toml`.
    SlideId
);
id!(
    /// One screen known to the feed. Never built from a village's name: villages are merged and renamed.
    DisplayId
);
id!(
    /// One playlist.
    PlaylistId
);
id!(
    /// One daypart.
    DaypartId
);
id!(
    /// One campaign.
    CampaignId
);
id!(
    /// One feed, as a hall that follows several names it.
    FeedId
);

impl FeedId {
    /// The feed of a hall that follows one only and has no name for it.
    pub fn only() -> Self {
        Self("feed".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_never_holds_what_a_path_is_made_of() {
        for bad in ["", "..", "a/b", "A", "nhà", "-x", &"x".repeat(ID_CHARS + 1)] {
            assert!(bad.parse::<SlideId>().is_err(), "{bad}");
        }
        assert_eq!("khai-sinh-2".parse::<SlideId>().unwrap().as_str(), "khai-sinh-2");
    }
}
