//! Where an emergency can be shown, to be chosen from: everywhere, a group, one by one.

use std::collections::BTreeSet;

use super::{alert_form::AlertForm, words as w};
use crate::{form::Language, model::Display, office::LiveVersion};

/// What the field "Phát ở đâu?" offers.
pub(super) struct WhereTo {
    /// How many displays there are.
    pub places: usize,
    /// Groups, with their words.
    pub tags: Vec<(String, String)>,
    /// Each display, and whether it is chosen.
    pub displays: Vec<(Display, bool)>,
}

impl WhereTo {
    /// All that is live, with what was asked for chosen.
    pub fn of(asked: &AlertForm, live: &LiveVersion, language: Language) -> Self {
        let tags: BTreeSet<&String> = live.displays().flat_map(|display| &display.tags).collect();
        Self {
            places: live.displays().count(),
            tags: tags.into_iter().map(|tag| (format!("nhom:{tag}"), w::group(language, tag))).collect(),
            displays: live.displays().map(|one| (one.clone(), asked.displays.contains(&one.id))).collect(),
        }
    }
}
