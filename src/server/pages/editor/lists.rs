//! Lists changed by buttons: for a browser without scripts, where each press sends the form.

use std::collections::BTreeMap;

use crate::{model::limits::LIST_ENTRIES, office::item_form::Fields};

/// What a button of the editor does with what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::server) enum Deed {
    /// Save it and look at it.
    #[default]
    Save,
    /// Save it and go on to sending.
    Send,
    /// Give the draft up.
    Discard,
    /// Say the field at that path with fewer words, and save.
    Shorten(String),
    /// Make two slides of it.
    Split,
    /// Change the list at that path, or the entry at it, and save.
    Change(ListChange, String),
}

/// What is done with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum ListChange {
    /// An entry more at its end.
    Add,
    /// The entry is taken out.
    Remove,
    /// The entry goes before the one above.
    Up,
    /// The entry goes behind the one below.
    Down,
}

impl Deed {
    /// What a button says; any other word saves.
    pub fn of(value: &str) -> Self {
        let change = |change, path: &str| Self::Change(change, path.to_owned());
        match value.split_once(' ') {
            Some(("them", path)) => change(ListChange::Add, path),
            Some(("bo", path)) => change(ListChange::Remove, path),
            Some(("len", path)) => change(ListChange::Up, path),
            Some(("xuong", path)) => change(ListChange::Down, path),
            Some(("rut-gon", path)) => Self::Shorten(path.to_owned()),
            _ if value == "tach" => Self::Split,
            _ if value == "gui" => Self::Send,
            _ if value == "bo-nhap" => Self::Discard,
            _ => Self::Save,
        }
    }
}

/// Changes a list: of `Add` the path is the list's, of all others an entry's.
pub(super) fn change(fields: &mut Fields, change: ListChange, path: &str) {
    let (list, place) = match path.strip_suffix(']').and_then(|path| path.rsplit_once('[')) {
        Some((list, number)) => (list, number.parse::<usize>().unwrap_or(0)),
        None => (path, 0),
    };
    let mut entries = take(fields, list);
    match change {
        ListChange::Add if entries.len() < LIST_ENTRIES => entries.push(vec![(String::new(), String::new())]),
        ListChange::Remove if (1..=entries.len()).contains(&place) => drop(entries.remove(place - 1)),
        ListChange::Up if (2..=entries.len()).contains(&place) => entries.swap(place - 1, place - 2),
        ListChange::Down if (1..entries.len()).contains(&place) => entries.swap(place - 1, place),
        _ => {}
    }
    for (n, entry) in (1..).zip(entries) {
        for (rest, text) in entry {
            fields.set(format!("{list}[{n}]{rest}"), text);
        }
    }
}

/// One entry: what follows its number in each path, and the text.
type ListEntry = Vec<(String, String)>;

/// Takes the entries of a list out, in order.
fn take(fields: &mut Fields, list: &str) -> Vec<ListEntry> {
    let mut entries: BTreeMap<usize, ListEntry> = BTreeMap::new();
    fields.0.retain(|path, text| {
        let within = path.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')?.split_once(']'));
        let Some((number, rest)) = within.and_then(|(number, rest)| Some((number.parse().ok()?, rest))) else {
            return true;
        };
        entries.entry(number).or_default().push((rest.to_owned(), std::mem::take(text)));
        false
    });
    entries.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(deed: &str) -> Vec<String> {
        let mut fields = Fields::default();
        for (path, text) in [("t", "x"), ("s[1]", "a"), ("s[2]", "b"), ("s[10]", "c"), ("sub", "y")] {
            fields.set(path, text);
        }
        let Deed::Change(what, path) = Deed::of(deed) else { panic!("`{deed}` changes nothing") };
        change(&mut fields, what, &path);
        assert_eq!((fields.get("t"), fields.get("sub")), ("x", "y"));
        (1..=9).map(|n| fields.get(&format!("s[{n}]")).to_owned()).filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn buttons_move_entries_without_losing_a_word() {
        assert_eq!(changed("them s"), ["a", "b", "c"]);
        assert_eq!(changed("bo s[2]"), ["a", "c"]);
        assert_eq!(changed("len s[3]"), ["a", "c", "b"]);
        assert_eq!(changed("xuong s[1]"), ["b", "a", "c"]);
        assert_eq!(changed("len s[1]"), ["a", "b", "c"]);
        assert_eq!(changed("xuong s[99]"), ["a", "b", "c"]);
        assert_eq!(changed("bo s[0]"), ["a", "b", "c"]);
    }

    #[test]
    fn rows_move_whole() {
        let mut fields = Fields::default();
        for (path, text) in [("row[1].name", "a"), ("row[1].fee", "1"), ("row[2].name", "b")] {
            fields.set(path, text);
        }
        change(&mut fields, ListChange::Down, "row[1]");
        assert_eq!((fields.get("row[2].name"), fields.get("row[2].fee"), fields.get("row[1].fee")), ("a", "1", ""));
    }
}
