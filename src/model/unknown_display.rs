//! A display that a feed does not know: whatever is for certain displays or groups passes it by.

use super::{Display, DisplayId, Programme, suggest};

/// A programme names no such display.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the feed knows no display `{display}`, so that nothing meant for certain displays is shown; hint: {}", self.hint())]
pub struct UnknownDisplay {
    /// The name that was given.
    pub display: DisplayId,
    /// The one that may have been meant.
    pub suggestion: Option<DisplayId>,
}

impl UnknownDisplay {
    fn hint(&self) -> String {
        match &self.suggestion {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "displays are named in `campaign.toml`, and known from the next publish on".to_owned(),
        }
    }
}

impl Programme {
    /// The display of that name.
    ///
    /// # Errors
    /// [`UnknownDisplay`] where the programme names none.
    pub fn known_display(&self, id: &DisplayId) -> Result<&Display, UnknownDisplay> {
        self.display(id).ok_or_else(|| {
            let names = self.displays.iter().map(|display| display.id.as_str());
            let suggestion = suggest(id.as_str(), names).and_then(|name| name.parse().ok());
            UnknownDisplay { display: id.clone(), suggestion }
        })
    }
}
