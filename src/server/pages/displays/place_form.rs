//! The form of a display as the page draws it, from what was typed and back.

use super::looks::{INCHES, inches_in, inches_tag};
use crate::{
    model::{Display, Size},
    office::item_form::{DraftText, Fields},
};

/// The form.
#[derive(Debug, Clone, Default)]
pub(super) struct PlaceForm {
    pub label: String,
    /// Inches, "" where they are not known.
    pub inches: String,
    pub portrait: bool,
    /// Groups, one a line.
    pub tags: String,
    /// The size it had: another than the usual one is kept while it stands the same way.
    size: Option<Size>,
}

impl PlaceForm {
    /// Of a display.
    pub fn of(display: &Display) -> Self {
        let tags: Vec<&str> = super::looks::groups(display);
        Self {
            label: display.label.clone(),
            inches: super::looks::inches(display).map(|inches| inches.to_string()).unwrap_or_default(),
            portrait: super::looks::is_portrait(display),
            tags: tags.join("\n"),
            size: display.size,
        }
    }

    /// What a page has sent of a display that was `before`.
    pub fn sent(pairs: &[(String, String)], before: Option<&Display>) -> Self {
        let one = |name: &str| pairs.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim());
        Self {
            label: one("label").to_owned(),
            inches: one("inch").to_owned(),
            portrait: one("chieu") == "doc",
            tags: one("tags").to_owned(),
            size: before.and_then(|display| display.size),
        }
    }

    /// The sizes that are offered, and which is chosen.
    pub fn offered(&self) -> Vec<(String, bool)> {
        INCHES.iter().map(|inches| (inches.to_string(), *inches.to_string() == self.inches)).collect()
    }

    /// What the form of the item is filled in with.
    pub fn text(&self) -> DraftText {
        let usual = if self.portrait { Size::FULL_HD_PORTRAIT } else { Size::FULL_HD };
        let size = self.size.filter(|size| size.is_portrait() == self.portrait).unwrap_or(usual);
        let mut fields = Fields::default();
        fields.set("label", self.label.clone());
        fields.set("size", size.to_string());
        let lines = self.tags.lines().map(str::trim).filter(|tag| !tag.is_empty() && inches_in(tag).is_none());
        let inches = self.inches.parse().ok().map(inches_tag);
        for (n, tag) in (1..).zip(lines.map(str::to_owned).chain(inches)) {
            fields.set(format!("tags[{n}]"), tag);
        }
        DraftText { fields, ..DraftText::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_comes_back_from_its_form_as_it_was() {
        let size = Some(Size::new(3840, 2160));
        let tags = ["nha-van-hoa", "55 inch"].map(str::to_owned).to_vec();
        let display = Display { id: "mh-1".parse().unwrap(), label: "Thôn Châu Hạ".into(), tags, size };
        let text = PlaceForm::of(&display).text();
        assert_eq!(text.fields.get("size"), "3840x2160", "a size nobody asked about is kept");
        assert_eq!((text.fields.get("tags[1]"), text.fields.get("tags[2]")), ("nha-van-hoa", "55 inch"));
        let upright = PlaceForm { portrait: true, ..PlaceForm::of(&display) };
        assert_eq!(upright.text().fields.get("size"), "1080x1920");
    }
}
