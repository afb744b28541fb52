//! What the editor's form sends: the fields by their names, and beside them, under names that begin with `_`, what the page
//! itself has to say.

use std::collections::BTreeSet;

use super::lists::Deed;
use crate::{
    approval::AccountId,
    model::{Digest, limits::ID_CHARS},
    office::item_form::DraftText,
    propose,
    server::pages::editor::lists,
};

/// Most people whose words one form is begun with.
const WITH: usize = 16;

/// What a form was sent with.
#[derive(Debug, Default)]
pub(in crate::server) struct EditorForm {
    /// What the officer typed.
    pub text: DraftText,
    /// How often the window knows it to have been saved.
    pub saves: u64,
    /// What is to be done with it.
    pub deed: Deed,
    /// The page that is looked at, from 1.
    pub page: usize,
    /// On a screen that stands.
    pub portrait: bool,
    /// All pages, small.
    pub small: bool,
    /// Which window asks.
    pub window: String,
    /// Whose words the form was begun with, besides the officer's own.
    pub with: BTreeSet<AccountId>,
}

impl EditorForm {
    /// Of the pairs of a form.
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            match name.as_str() {
                "_lan" => typed.saves = value.parse().unwrap_or_default(),
                "_lam" => typed.deed = Deed::of(&value),
                "_trang" => typed.page = value.parse().unwrap_or(1),
                "_doc" => typed.portrait = value == "1",
                "_nho" => typed.small = value == "1",
                "_voi" if value.len() <= ID_CHARS && typed.with.len() < WITH => {
                    typed.with.insert(AccountId(value));
                }
                "_cua" => typed.window = value.chars().take(16).collect(),
                _ => match name.strip_prefix("_anh:") {
                    Some(key) => {
                        if let Ok(digest) = value.parse::<Digest>() {
                            typed.text.pictures.insert(key.to_owned(), digest);
                        }
                    }
                    None if name.starts_with('_') => {}
                    // A browser ends lines as letters do.
                    None => typed.text.fields.set(name, value.replace("\r\n", "\n")),
                },
            }
        }
        if let Deed::Change(change, path) = &typed.deed {
            lists::change(&mut typed.text.fields, *change, path);
        }
        if let Deed::Shorten(path) = &typed.deed
            && let Some(shorter) = propose::shorten(typed.text.fields.get(path))
        {
            typed.text.fields.set(path.clone(), shorter);
        }
        typed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_says_is_told_from_what_the_officer_typed() {
        let digest = Digest::of(b"a");
        let pairs = [
            ("title", "Khai sinh"),
            ("steps[1]", "một\r\nhai"),
            ("_lan", "7"),
            ("_doc", "1"),
            ("_la", "gì đó"),
            ("_anh:a.png", &digest.to_string()),
            ("_anh:b.png", "không phải"),
            ("_voi", "01HB"),
        ];
        let typed = EditorForm::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        assert_eq!((typed.saves, typed.portrait, typed.page), (7, true, 1));
        assert_eq!(typed.with.into_iter().collect::<Vec<_>>(), [AccountId("01HB".to_owned())]);
        assert_eq!(typed.text.fields.0.len(), 2);
        assert_eq!(typed.text.fields.get("steps[1]"), "một\nhai");
        assert_eq!(typed.text.pictures.into_iter().collect::<Vec<_>>(), [("a.png".to_owned(), digest)]);
    }
}
