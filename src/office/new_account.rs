//! What a new account is made of, checked.

use std::net::IpAddr;

use super::{account_refusal::AccountRefusal, password::Password};
use crate::{
    approval::{Account, AccountId, Roles},
    model::limits,
    text::nfc,
};

/// What a new account is made of.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The name that is typed to log in.
    pub login: String,
    /// The person's name as others read it.
    pub name: String,
    /// The post held; may be empty.
    pub post: String,
    /// What the person is there for.
    pub roles: Roles,
    /// Whether the person may put out an emergency alone.
    pub emergency: bool,
    /// The tags of the displays the person may write for; empty for all of them.
    pub tags: Vec<String>,
    /// The first password.
    pub password: Password,
}

impl NewAccount {
    /// The account, cleaned and checked; its password is looked at apart.
    pub(super) fn account(&self, id: String) -> Result<Account, AccountRefusal> {
        let login = login_name(&self.login);
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
        let good = limits::LOGIN_CHARS.contains(&login.len())
            && login.starts_with(|c: char| c.is_ascii_lowercase())
            && login.chars().all(letters);
        if !good {
            return Err(AccountRefusal::BadLogin);
        }
        Ok(Account {
            id: AccountId(id),
            login,
            name: person_name(&self.name)?,
            post: post(&self.post)?,
            roles: self.roles.clone(),
            emergency: self.emergency,
            tags: tags(&self.tags)?,
            off: None,
        })
    }
}

/// A login name as it is kept: telephones begin with a capital, and put a space after.
pub(super) fn login_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// A person's name, cleaned.
pub(super) fn person_name(typed: &str) -> Result<String, AccountRefusal> {
    let name = post(typed)?;
    if name.is_empty() { Err(AccountRefusal::BadName) } else { Ok(name) }
}

/// A post, or any short line about a person; may be empty.
pub(super) fn post(typed: &str) -> Result<String, AccountRefusal> {
    let line = one_line(typed);
    if line.chars().count() > limits::PERSON_NAME_CHARS { Err(AccountRefusal::BadName) } else { Ok(line) }
}

/// Tags of displays, each once.
pub(super) fn tags(typed: &[String]) -> Result<Vec<String>, AccountRefusal> {
    let mut tags: Vec<String> = typed.iter().map(|tag| one_line(tag)).filter(|tag| !tag.is_empty()).collect();
    tags.sort_unstable();
    tags.dedup();
    let long = |tag: &String| tag.chars().count() > limits::PERSON_NAME_CHARS;
    if tags.len() > limits::TAGS || tags.iter().any(long) { Err(AccountRefusal::BadName) } else { Ok(tags) }
}

/// Text on one line, with single spaces and nothing that is not seen.
pub(super) fn one_line(typed: &str) -> String {
    let words: Vec<String> =
        typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).map(nfc).collect();
    words.join(" ")
}

/// An address as the log has it.
pub(super) fn shown(peer: IpAddr) -> String {
    peer.to_canonical().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(login: &str, name: &str) -> Result<Account, AccountRefusal> {
        let new = NewAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            post: String::new(),
            roles: Roles::default(),
            emergency: false,
            tags: vec!["b".to_owned(), " a ".to_owned(), "b".to_owned(), String::new()],
            password: Password::typed(""),
        };
        new.account("01a".to_owned())
    }

    #[test]
    fn what_is_typed_is_cleaned_and_checked() {
        let account = named(" Ngoc.Anh ", "  Nguyễn\u{0} Ngọc\n Ánh ").unwrap();
        assert_eq!((account.login.as_str(), account.name.as_str()), ("ngoc.anh", "Nguyễn Ngọc Ánh"));
        assert_eq!(account.tags, ["a", "b"]);
        for bad in ["", "a", "ánh", "1anh", "anh b", "anh@b", &"a".repeat(33)] {
            assert_eq!(named(bad, "Ánh"), Err(AccountRefusal::BadLogin), "{bad}");
        }
        for bad in ["", " \u{0} ", &"á".repeat(101)] {
            assert_eq!(named("anh", bad), Err(AccountRefusal::BadName), "{bad}");
        }
    }
}
