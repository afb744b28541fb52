//! The other text of a slide: what somebody else, or another window, has written of it, beside what is in hand.

use std::collections::BTreeSet;

use axum::http::HeaderMap;

use super::words;
use crate::{
    approval::{Account, AccountId},
    form::{self, FieldKind, Form, Language},
    model::Digest,
    office::{
        Draft, LiveVersion, Office, OfficeError,
        item_form::{self, DraftText},
    },
    server::{shell::cookie, times::Times},
};

/// The cookie that remembers which texts were looked at and left: it holds for one slide.
pub(super) const KNOWN_COOKIE: &str = "biet";

/// Whose text it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// Somebody else's draft.
    Person(AccountId),
    /// One that another window of the same person saved; its place among those kept.
    Window(usize),
    /// What is on by now, another text than the draft was begun from.
    Live(Digest),
}

impl Whose {
    /// As a form names it.
    pub fn code(&self) -> String {
        match self {
            Self::Person(id) => format!("nguoi-{id}"),
            Self::Window(n) => format!("cua-{n}"),
            Self::Live(digest) => format!("phat-{digest}"),
        }
    }

    /// Of what a form names.
    pub fn of(code: &str) -> Option<Self> {
        match code.split_once('-')? {
            ("nguoi", id) => Some(Self::Person(AccountId(id.to_owned()))),
            ("cua", n) => n.parse().ok().map(Self::Window),
            ("phat", digest) => digest.parse().ok().map(Self::Live),
            _ => None,
        }
    }
}

/// Another text of the slide.
pub(super) struct OtherText {
    pub whose: Whose,
    pub text: DraftText,
    /// What a cookie says once it was looked at and left.
    pub mark: String,
    at: Option<crate::model::WallTime>,
}

/// The same as the page shows it.
pub(super) struct OtherView {
    pub who: String,
    /// The name of whoever wrote it.
    pub name: String,
    pub title: String,
    pub take: String,
    pub saved: String,
    pub differ: Vec<FieldDifference>,
}

/// A field of which there are two texts, each in pieces of which those that differ are marked.
pub(super) struct FieldDifference {
    pub path: String,
    pub label: String,
    pub mine: Vec<(String, bool)>,
    pub theirs: Vec<(String, bool)>,
}

/// That text of a slide, if it is there.
pub(super) async fn of(
    office: &Office,
    live: &LiveVersion,
    draft: &Draft,
    whose: &Whose,
) -> Result<Option<OtherText>, OfficeError> {
    Ok(all(office, live, draft).await?.into_iter().find(|other| other.whose == *whose))
}

/// The text that is to be looked at beside a draft, if there is one: first what another window has kept, then what is on by
/// now, then what others write.
pub(super) async fn find(
    office: &Office,
    live: &LiveVersion,
    draft: &Draft,
    headers: &HeaderMap,
) -> Result<Option<OtherText>, OfficeError> {
    let known: BTreeSet<&str> =
        cookie(headers, KNOWN_COOKIE).unwrap_or_default().split('.').filter(|mark| !mark.is_empty()).collect();
    let differs = |text: &DraftText| !text.fields.is_like(&draft.text.fields) || text.pictures != draft.text.pictures;
    let all = all(office, live, draft).await?;
    Ok(all.into_iter().find(|other| differs(&other.text) && !known.contains(other.mark.as_str())))
}

/// Every other text of the slide.
async fn all(office: &Office, live: &LiveVersion, draft: &Draft) -> Result<Vec<OtherText>, OfficeError> {
    let kept = (0..).zip(&draft.kept);
    let mut texts: Vec<OtherText> = kept
        .map(|(n, kept)| OtherText {
            whose: Whose::Window(n),
            text: kept.text.clone(),
            mark: String::new(),
            at: Some(kept.at),
        })
        .collect();
    let is_newer = |digest: &Digest| draft.saves > 0 && draft.base != Some(*digest);
    if let Some((digest, body)) = live.items.get(&draft.item).filter(|(digest, _)| is_newer(digest)) {
        let (text, mark) = (item_form::write(body, &live.zone()), digest.to_string()[..12].to_owned());
        texts.push(OtherText { whose: Whose::Live(*digest), text, mark, at: None });
    }
    for other in office.drafts_of(&draft.item).await?.into_iter().filter(|other| other.by != draft.by) {
        let mark = format!("{}:{}", other.by, other.saves);
        texts.push(OtherText { whose: Whose::Person(other.by), text: other.text, mark, at: Some(other.saved) });
    }
    Ok(texts)
}

/// What the person behind a text is called, where `me` looks.
pub(super) async fn name_of(office: &Office, whose: &Whose, me: &Account) -> Result<String, OfficeError> {
    Ok(match whose {
        Whose::Person(id) => office.account(id).await?.map(|entry| entry.account.name).unwrap_or_default(),
        _ => me.name.clone(),
    })
}

/// The other text as the page shows it. `name` is what the person behind it is called.
pub(super) fn view(other: &OtherText, mine: &DraftText, name: &str, times: &Times, language: Language) -> OtherView {
    let said = |words: form::Words| words.get(language).replace("{ai}", name);
    let (title, take) = match other.whose {
        Whose::Person(_) => (said(words::TWO_TITLE), said(words::TAKE_THEIRS)),
        Whose::Window(_) => (said(words::TWO_SELF), said(words::TAKE_OTHER_WINDOW)),
        Whose::Live(_) => (said(words::TWO_LIVE), said(words::TAKE_LIVE)),
    };
    let saved = match (&other.whose, other.at) {
        (Whose::Person(_), Some(at)) => said(words::THEIRS_AT).replace("{t}", &times.at(at)),
        (Whose::Window(_), Some(at)) => words::saved_at(language, &times.at(at)),
        _ => words::WHAT_IS_ON.get(language).to_owned(),
    };
    OtherView {
        who: other.whose.code(),
        name: name.to_owned(),
        title,
        take,
        saved,
        differ: differences(mine, &other.text, language),
    }
}

/// The fields in which two texts differ, in the order of the form.
fn differences(mine: &DraftText, theirs: &DraftText, language: Language) -> Vec<FieldDifference> {
    let form = form::template(mine.fields.get(form::TEMPLATE.name).trim());
    let paths: BTreeSet<&String> = mine.fields.0.keys().chain(theirs.fields.0.keys()).collect();
    let differ = |path: &&&String| mine.fields.get(path).trim() != theirs.fields.get(path).trim();
    let mut paths: Vec<&String> = paths.iter().filter(differ).copied().collect();
    paths.sort_by_key(|path| (place(form, path), (*path).clone()));
    let difference = |path: &String| {
        let (mine, theirs) = marked(mine.fields.get(path), theirs.fields.get(path));
        FieldDifference { path: path.clone(), label: label(form, path, language), mine, theirs }
    };
    paths.into_iter().map(difference).collect()
}

fn fields(form: Option<&'static Form>) -> impl Iterator<Item = &'static form::Field> {
    [&form::TEMPLATE].into_iter().chain(form.map_or(&[][..], |form| form.fields)).chain(form::COMMON)
}

fn place(form: Option<&'static Form>, path: &str) -> usize {
    let name = path.split(['[', '.']).next().unwrap_or_default();
    fields(form).position(|field| field.name == name).unwrap_or(usize::MAX)
}

/// The name of a field of a form, by its path.
pub(in crate::server) fn label_of(form: &'static Form, path: &str, language: Language) -> String {
    label(Some(form), path, language)
}

/// "Cần chuẩn bị 2", "Các thủ tục 3: Phí, lệ phí".
pub(super) fn label(form: Option<&'static Form>, path: &str, language: Language) -> String {
    let name = path.split(['[', '.']).next().unwrap_or_default();
    let Some(field) = fields(form).find(|field| field.name == name) else { return path.to_owned() };
    let mut label = field.label.get(language).to_owned();
    if let Some((number, rest)) = path[name.len()..].strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        label = format!("{label} {number}");
        if let (FieldKind::Rows { form, .. }, Some(column)) = (field.kind, rest.strip_prefix('.')) {
            let column = form.fields.iter().find(|field| field.name == column);
            label.extend(column.map(|column| format!(": {}", column.label.get(language))));
        }
    }
    label
}

/// A text in pieces, each with whether it is marked.
type MarkedText = Vec<(String, bool)>;

/// Both texts in pieces: what they begin and end with alike is not marked.
fn marked(mine: &str, theirs: &str) -> (MarkedText, MarkedText) {
    let (a, b): (Vec<&str>, Vec<&str>) = (mine.split_whitespace().collect(), theirs.split_whitespace().collect());
    let first = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - first;
    let last = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let pieces = |words: &[&str]| {
        let parts = [
            (&words[..first], false),
            (&words[first..words.len() - last], true),
            (&words[words.len() - last..], false),
        ];
        parts.into_iter().filter(|(words, _)| !words.is_empty()).map(|(words, is)| (words.join(" "), is)).collect()
    };
    (pieces(&a), pieces(&b))
}

/// Mine, but for the fields in which theirs was chosen.
pub(super) fn merged(mine: &DraftText, theirs: &DraftText, chosen: &BTreeSet<String>) -> DraftText {
    let mut text = mine.clone();
    for path in chosen {
        match theirs.fields.0.get(path) {
            Some(typed) => text.fields.set(path.clone(), typed.clone()),
            None => drop(text.fields.0.remove(path)),
        }
    }
    // A picture comes with the key that names it.
    for (key, digest) in &theirs.pictures {
        if text.fields.0.values().any(|typed| typed == key) {
            text.pictures.entry(key.clone()).or_insert(*digest);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(fields: &[(&str, &str)]) -> DraftText {
        let mut text = DraftText::default();
        fields.iter().for_each(|(path, typed)| text.fields.set(*path, *typed));
        text
    }

    #[test]
    fn what_differs_is_marked_and_what_is_alike_is_not() {
        let mine = text(&[("template", "guide"), ("title", "A"), ("prepare[2]", "Giấy chứng sinh do viện cấp")]);
        let theirs =
            text(&[("template", "guide"), ("title", "A"), ("prepare[2]", "Giấy chứng sinh hoặc ảnh viện cấp")]);
        let differ = differences(&mine, &theirs, Language::Vi);
        assert_eq!(differ.len(), 1);
        assert_eq!(differ[0].label, "Cần chuẩn bị 2");
        let pieces =
            |pieces: &[(&str, bool)]| pieces.iter().map(|(text, is)| ((*text).to_owned(), *is)).collect::<Vec<_>>();
        assert_eq!(differ[0].mine, pieces(&[("Giấy chứng sinh", false), ("do", true), ("viện cấp", false)]));
        assert_eq!(differ[0].theirs, pieces(&[("Giấy chứng sinh", false), ("hoặc ảnh", true), ("viện cấp", false)]));
    }

    #[test]
    fn a_merge_takes_just_what_was_chosen() {
        let mine = text(&[("title", "A"), ("sub", "a"), ("fee", "x")]);
        let theirs = text(&[("title", "B"), ("sub", "b")]);
        let merged = merged(&mine, &theirs, &["sub".to_owned(), "fee".to_owned()].into());
        assert_eq!((merged.fields.get("title"), merged.fields.get("sub"), merged.fields.get("fee")), ("A", "b", ""));
    }

    #[test]
    fn a_text_is_named_and_found_again() {
        for whose in [Whose::Person(AccountId("01a-b".into())), Whose::Window(2), Whose::Live(Digest::of(b"x"))] {
            assert_eq!(Whose::of(&whose.code()), Some(whose));
        }
        assert_eq!(Whose::of("gì"), None);
    }
}
