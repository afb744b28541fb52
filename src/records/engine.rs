//! Which engine an address names.

use std::{fmt::Write as _, path::Path};

use super::error::RecordsError;

/// What keeps the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
pub enum DatabaseEngine {
    /// A file, written by this machine alone.
    #[strum(serialize = "SQLite")]
    Sqlite,
    /// A server, shared by several machines.
    #[strum(serialize = "PostgreSQL")]
    Postgres,
}

/// An address taken apart.
pub(super) struct Address {
    pub(super) engine: DatabaseEngine,
    /// As sqlx reads it.
    pub(super) url: String,
    /// As people read it, without its password.
    pub(super) shown: String,
}

impl Address {
    /// Reads an address: `postgres://…` or the path of a file.
    pub(super) fn read(address: &str) -> Result<Self, RecordsError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let (engine, url) = (DatabaseEngine::Postgres, address.to_owned());
            return Ok(Self { engine, url, shown: without_password(address) });
        }
        if address.is_empty() || address.contains("://") {
            return Err(RecordsError::Address { address: without_password(address) });
        }
        let url = format!("sqlite://{}?mode=rwc", escaped(Path::new(address)));
        Ok(Self { engine: DatabaseEngine::Sqlite, url, shown: address.to_owned() })
    }
}

/// A path as it stands in a URL: a village's folder may have any name.
fn escaped(path: &Path) -> String {
    let mut out = String::new();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("a String takes every character"),
        }
    }
    out
}

/// An address without its password, for messages: also one in the query.
fn without_password(address: &str) -> String {
    let (front, _) = address.split_once('?').unwrap_or((address, ""));
    let Some((scheme, rest)) = front.split_once("://") else { return front.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => front.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_in_no_message() {
        let shown = |address: &str| match Address::read(address) {
            Ok(address) => address.shown,
            Err(error) => error.to_string(),
        };
        for address in [
            "postgres://office:geheim@db.local/bangtin",
            "postgres://office:ge@heim@db.local/bangtin?sslmode=require",
            "postgres://office@db.local/bangtin?password=geheim",
            "mysql://office:geheim@db.local/bangtin",
        ] {
            assert!(!shown(address).contains("heim"), "{}", shown(address));
        }
        assert_eq!(shown("postgres://office:geheim@db.local/bangtin"), "postgres://office@db.local/bangtin");
    }

    #[test]
    fn a_folder_may_have_any_name() {
        let address = Address::read("/srv/Xã Bình An?/bảng tin#1.db").unwrap();
        assert_eq!(address.engine, DatabaseEngine::Sqlite);
        assert!(address.url.is_ascii());
        assert!(address.url.starts_with("sqlite:///srv/X%C3%A3%20B"), "{}", address.url);
        assert_eq!(address.url.matches('?').count(), 1);
    }
}
