//! A display's screen as officers say it: inches and which way up.
//!
//! Halls need the pixels alone, so inches are kept as one of the display's groups, such as `43 inch`: a campaign may then
//! also be meant for all screens of a size.

use super::words as w;
use crate::{form::Language, model::Display};

/// The sizes that are offered, inches.
pub(super) const INCHES: [u16; 9] = [32, 40, 43, 50, 55, 65, 75, 86, 98];
const ENDING: &str = " inch";

/// The group that says so many inches.
pub(super) fn inches_tag(inches: u16) -> String {
    format!("{inches}{ENDING}")
}

/// The inches that a group says; `None` for any other group.
pub(super) fn inches_in(tag: &str) -> Option<u16> {
    tag.strip_suffix(ENDING)?.parse().ok()
}

/// The display's inches, where they are known.
pub(super) fn inches(display: &Display) -> Option<u16> {
    display.tags.iter().find_map(|tag| inches_in(tag))
}

/// Whether it stands on its side.
pub(super) fn is_portrait(display: &Display) -> bool {
    display.size.is_some_and(|size| size.is_portrait())
}

/// Its groups but for the inches.
pub(super) fn groups(display: &Display) -> Vec<&str> {
    display.tags.iter().map(String::as_str).filter(|tag| inches_in(tag).is_none()).collect()
}

/// "43 inch, ngang".
pub(super) fn screen(display: &Display, language: Language) -> String {
    w::screen(language, inches(display), is_portrait(display))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inches_are_a_group_like_any_other() {
        let tags = ["nha-van-hoa", "43 inch"].map(str::to_owned).to_vec();
        let display = Display { id: "mh-1".parse().unwrap(), label: "Thôn".into(), tags, size: None };
        assert_eq!((inches(&display), groups(&display)), (Some(43), vec!["nha-van-hoa"]));
        assert_eq!(screen(&display, Language::Vi), "43 inch, ngang");
        assert_eq!([inches_in("inch"), inches_in("to inch")], [None; 2]);
    }
}
