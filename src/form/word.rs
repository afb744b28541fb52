//! Texts that must have a shape of their own: addresses, pictures, ids, choices, sizes, time zones.

use serde_json::Value as Json;

use super::{Choice, FieldKind, FieldProblem, found::shortened, plain_id, suggest};
use crate::model::{Size, SlideId, Zone};

/// The picture formats that can be shown, by the ends of their names.
const PICTURES: [&str; 5] = ["svg", "png", "jpg", "jpeg", "webp"];

/// Reads a cleaned text as a field of that kind; `typed` says that a person wrote it into a page or a cell, where
/// choices go by the names that a page shows.
pub(super) fn word(kind: &FieldKind, text: &str, typed: bool) -> Result<Json, FieldProblem> {
    let same = || Json::String(text.to_owned());
    let (good, problem) = match *kind {
        FieldKind::Url => {
            (is_url(text).then(same), FieldProblem::NoUrl { text: shortened(text), meant: url_meant(text) })
        }
        FieldKind::Picture if !is_picture(text) => (None, FieldProblem::NoPicture { name: shortened(text) }),
        FieldKind::Picture => (is_inside(text).then(same), FieldProblem::Elsewhere { path: shortened(text) }),
        FieldKind::Id => {
            let good = text.parse::<SlideId>().is_ok();
            (good.then(same), FieldProblem::NoId { word: shortened(text), plain: shortened(&plain_id(text)) })
        }
        FieldKind::Choice { choices } => {
            let names: Vec<&'static str> = choices.iter().map(|choice| choice.name).collect();
            let labelled =
                |choice: &&Choice| choice.name == text || typed && [choice.label.vi, choice.label.en].contains(&text);
            let like = suggest(text, names.iter().copied());
            let like = like.and_then(|like| names.iter().copied().find(|name| *name == like));
            let found = choices.iter().find(labelled).map(|choice| Json::String(choice.name.to_owned()));
            (found, FieldProblem::NoChoice { word: shortened(text), names, like })
        }
        FieldKind::Size => {
            let size = text.parse::<Size>().ok();
            let size = size.and_then(|size| serde_json::to_value(size).ok());
            (size, FieldProblem::NoSize { text: shortened(text) })
        }
        _ => {
            let like = suggest(text, [Zone::VIETNAM]).map(|_| Zone::VIETNAM);
            (text.parse::<Zone>().is_ok().then(same), FieldProblem::NoZone { name: shortened(text), like })
        }
    };
    good.ok_or(problem)
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.contains('.') && !text.contains(' '))
}

fn url_meant(text: &str) -> Option<String> {
    let bare = !text.contains([' ', ':']);
    bare.then(|| format!("https://{}", shortened(text)))
}

fn is_picture(key: &str) -> bool {
    key.rsplit_once('.').is_some_and(|(_, kind)| PICTURES.contains(&kind.to_lowercase().as_str()))
}

/// Whether a path of parts between `/` stays below where it begins.
pub fn is_inside(key: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    key.split('/').all(plain)
}
