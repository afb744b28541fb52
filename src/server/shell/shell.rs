//! What a page hands to the template around it.

use super::{
    look::{PageLook, Scheme},
    section::OfficeSection,
    toast::Toast,
    value::ValueOf,
    words,
};
use crate::{
    approval::{Account, Right, SlideState},
    form::{Language, Words},
    server::assets,
};

/// What stands around a page. Templates reach it as `shell`.
#[derive(Debug, Clone)]
pub(in crate::server) struct Shell {
    /// The page's name, in the window's title and at the head of a phone.
    pub title: String,
    /// Where it belongs; `None` for a page of one task.
    pub section: Option<OfficeSection>,
    /// Whether it is the page behind "Thêm".
    pub is_more: bool,
    /// How the page is read.
    pub look: PageLook,
    /// Who looks; `None` before the log-in.
    pub account: Option<Account>,
    /// The commune, such as "UBND xã Mai Phụ".
    pub unit: String,
    /// How many submissions wait for this person's word.
    pub waiting: usize,
    /// An emergency is on, or everything is stopped.
    pub banner: Option<Banner>,
    /// What has just happened.
    pub toast: Option<Toast>,
}

/// What every page says above itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) struct Banner {
    /// What of.
    pub kind: BannerKind,
    /// The one sentence.
    pub words: String,
    /// What it is, and since when.
    pub second: String,
    /// Whether it is an exercise.
    pub exercise: bool,
}

/// What a banner is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum BannerKind {
    /// An emergency is on.
    Emergency,
    /// Everything is stopped.
    Stopped,
}

impl Shell {
    /// For a page before the log-in, or one that failed.
    pub fn bare(look: PageLook, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            section: None,
            is_more: false,
            look,
            account: None,
            unit: String::new(),
            waiting: 0,
            banner: None,
            toast: None,
        }
    }

    /// The words in the page's language.
    pub fn t(&self, words: impl ValueOf<Words>) -> &'static str {
        words.value().get(self.look.language)
    }

    /// The page's language.
    pub fn language(&self) -> Language {
        self.look.language
    }

    /// "vi" or "en".
    pub fn lang(&self) -> &'static str {
        match self.look.language {
            Language::Vi => "vi",
            Language::En => "en",
        }
    }

    /// The language that the switch leads to.
    pub fn other_lang(&self) -> &'static str {
        match self.look.language {
            Language::Vi => "en",
            Language::En => "vi",
        }
    }

    /// Where a file of the page is.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// Whether the person may do that: what nobody may is not shown.
    pub fn may(&self, right: Right) -> bool {
        self.account.as_ref().is_some_and(|account| account.may(right))
    }

    /// Whether this section is the page's.
    pub fn is_in(&self, section: impl ValueOf<OfficeSection>) -> bool {
        self.section == Some(section.value())
    }

    /// Whether the page belongs to one of the sections that a phone finds under "Thêm".
    pub fn is_under_more(&self) -> bool {
        use OfficeSection::{Approve, Slides, Today};
        self.is_more || self.section.is_some_and(|section| ![Today, Slides, Approve].contains(&section))
    }

    /// The colours chosen, or "auto".
    pub fn scheme(&self) -> &'static str {
        self.look.scheme.code()
    }

    /// The colours that can be chosen, with their words.
    pub fn schemes(&self) -> [(Scheme, Words); 3] {
        [(Scheme::Auto, words::SCHEME_AUTO), (Scheme::Light, words::SCHEME_LIGHT), (Scheme::Dark, words::SCHEME_DARK)]
    }

    /// The first letters of the last two words of a name: "NA" of "Nguyễn Thị A" would be two people's in one; it is the
    /// family's and the given name's.
    pub fn initials(&self, name: &str) -> String {
        initials(name)
    }

    /// The icon and the words of a slide's state.
    pub fn state(&self, state: impl ValueOf<SlideState>) -> (&'static str, &'static str) {
        let (icon, words) = match state.value() {
            SlideState::Draft => ("pencil", words::DRAFT),
            SlideState::Waiting => ("hourglass", words::AWAITS),
            SlideState::Playing => ("play", words::PLAYING),
            SlideState::Unscheduled => ("calendar-x", words::UNSCHEDULED),
            SlideState::Expired => ("clock-x", words::EXPIRED),
            SlideState::Removed => ("minus", words::REMOVED),
        };
        (icon, self.t(words))
    }
}

/// The first letters of the family name and the given name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_letters_of_the_family_and_the_given_name() {
        for (name, letters) in [("Nguyễn Thị Ánh", "NÁ"), ("đặng", "Đ"), ("", ""), ("Trần Văn B", "TB")] {
            assert_eq!(initials(name), letters);
        }
    }
}
