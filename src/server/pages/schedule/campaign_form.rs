//! The form of a campaign as the page draws it, from what was typed and back.

use std::collections::BTreeSet;

use super::hours_rows::DAYS;
use crate::{
    form::{Language, Mistakes},
    model::Display,
    office::item_form::{DraftText, Fields},
};

/// Most windows of hours of a campaign that the page asks for: more belong into another campaign.
const HOURS_ROWS: usize = 12;

/// The form.
#[derive(Debug, Clone, Default)]
pub(super) struct CampaignForm {
    pub title: String,
    pub first: bool,
    pub from: FormMoment,
    pub until: FormMoment,
    pub displays: Vec<TickBox>,
    pub tags: Vec<TickBox>,
    pub hours: Vec<HoursRow>,
    pub clock: bool,
    pub ticker: String,
    wrong: Vec<(String, String)>,
}

/// A day, or a day and an hour.
#[derive(Debug, Clone, Default)]
pub(super) struct FormMoment {
    pub value: String,
    /// The type of its field.
    pub kind: &'static str,
}

/// Something to be ticked.
#[derive(Debug, Clone)]
pub(super) struct TickBox {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// One window of hours.
#[derive(Debug, Clone)]
pub(super) struct HoursRow {
    pub n: usize,
    pub days: Vec<TickBox>,
    pub from: String,
    pub until: String,
}

impl CampaignForm {
    /// Of what was typed.
    pub fn of(text: &DraftText, displays: &[Display], language: Language) -> Self {
        let fields = &text.fields;
        let (chosen, tagged) = (list(fields, "displays"), list(fields, "tags"));
        let mut tags: BTreeSet<String> = displays.iter().flat_map(|display| display.tags.iter().cloned()).collect();
        tags.extend(tagged.iter().cloned());
        let mut own: Vec<TickBox> = displays
            .iter()
            .map(|display| TickBox {
                value: display.id.to_string(),
                label: display.label.clone(),
                chosen: chosen.contains(&display.id.to_string()),
            })
            .collect();
        // A display that is not there any more stays chosen until somebody takes it off.
        let gone = chosen.iter().filter(|id| !displays.iter().any(|display| display.id.as_str() == *id));
        own.extend(gone.map(|id| TickBox { value: id.clone(), label: id.clone(), chosen: true }));
        let rows = (1..=HOURS_ROWS).take_while(|n| has_row(fields, *n)).count();
        let row = |n: usize| {
            let days = list(fields, &format!("daypart[{n}].days"));
            let day = |(code, words): &(&str, crate::form::Words)| TickBox {
                value: (*code).to_owned(),
                label: words.get(language).to_owned(),
                chosen: days.iter().any(|day| day == code),
            };
            HoursRow {
                n,
                days: DAYS.iter().map(day).collect(),
                from: fields.get(&format!("daypart[{n}].from")).to_owned(),
                until: fields.get(&format!("daypart[{n}].until")).to_owned(),
            }
        };
        Self {
            title: fields.get("title").to_owned(),
            first: fields.get("priority") == "priority",
            from: FormMoment::of(fields.get("from")),
            until: FormMoment::of(fields.get("until")),
            displays: own,
            tags: tags
                .into_iter()
                .map(|tag| TickBox { chosen: tagged.contains(&tag), label: tag.clone(), value: tag })
                .collect(),
            hours: (1..=(rows + 1).min(HOURS_ROWS)).map(row).collect(),
            clock: !fields.get("clock").is_empty(),
            ticker: list(fields, "ticker").join("\n"),
            wrong: Vec::new(),
        }
    }

    /// With what is wrong with it.
    pub fn with_mistakes(mut self, mistakes: &Mistakes, language: Language) -> Self {
        let say = |mistake: &crate::form::Mistake| {
            let hint = mistake.hint(language).map(|hint| format!(" {hint}")).unwrap_or_default();
            (mistake.path.clone(), format!("{}{hint}", mistake.what(language)))
        };
        self.wrong = mistakes.listed.iter().map(say).collect();
        self
    }

    /// What is wrong with a field; empty where nothing is.
    pub fn wrong(&self, path: &str) -> &str {
        self.wrong.iter().find(|(own, _)| own == path).map_or("", |(_, words)| words.as_str())
    }

    /// What is wrong with a window of hours.
    pub fn wrong_hours(&self, n: &usize) -> &str {
        let of = format!("daypart[{n}]");
        self.wrong.iter().find(|(own, _)| own.starts_with(&of)).map_or("", |(_, words)| words.as_str())
    }

    /// What is wrong with anything that has no place of its own.
    pub fn wrong_elsewhere(&self) -> Vec<&str> {
        let placed = ["title", "from", "until", "ticker"];
        let is_placed = |path: &String| placed.iter().any(|own| path == own) || path.starts_with("daypart[");
        self.wrong.iter().filter(|(path, _)| !is_placed(path)).map(|(_, words)| words.as_str()).collect()
    }
}

impl FormMoment {
    fn of(text: &str) -> Self {
        let midnight = text.strip_suffix("T00:00");
        let value = midnight.unwrap_or(text).to_owned();
        let kind = if value.contains('T') { "datetime-local" } else { "date" };
        Self { value, kind }
    }
}

/// The entries of a list, one a box or one a line.
pub(super) fn list(fields: &Fields, name: &str) -> Vec<String> {
    let lines = fields.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    let boxes = (1..).map_while(|n| fields.0.get(&format!("{name}[{n}]"))).filter(|text| !text.trim().is_empty());
    lines.chain(boxes.cloned()).collect()
}

fn has_row(fields: &Fields, n: usize) -> bool {
    let of = format!("daypart[{n}].");
    fields.0.iter().any(|(path, text)| path.starts_with(&of) && !text.trim().is_empty())
}

/// What a form says, with the playlist of the text before it.
pub(super) fn typed(pairs: &[(String, String)], before: &DraftText) -> DraftText {
    let mut fields = Fields::default();
    let slides = before.fields.0.iter().filter(|(path, _)| *path == "slides" || path.starts_with("slides["));
    fields.0.extend(slides.map(|(path, text)| (path.clone(), text.clone())));
    let all = |name: &str| -> Vec<String> {
        pairs.iter().filter(|(own, _)| own == name).map(|(_, value)| value.trim().to_owned()).collect()
    };
    let one = |name: &str| all(name).into_iter().next().unwrap_or_default();
    for name in ["title", "priority", "from", "until", "clock", "ticker"] {
        fields.set(name, one(name));
    }
    for name in ["displays", "tags"] {
        for (n, value) in (1..).zip(all(name)) {
            fields.set(format!("{name}[{n}]"), value);
        }
    }
    let mut row = 0;
    for n in 1..=HOURS_ROWS {
        let (from, until) = (one(&format!("gio-{n}-tu")), one(&format!("gio-{n}-den")));
        if from.is_empty() && until.is_empty() {
            continue;
        }
        row += 1;
        fields.set(format!("daypart[{row}].from"), from);
        fields.set(format!("daypart[{row}].until"), until);
        for (k, day) in (1..).zip(all(&format!("gio-{n}-ngay"))) {
            fields.set(format!("daypart[{row}].days[{k}]"), day);
        }
    }
    fields.0.retain(|_, text| !text.is_empty());
    DraftText { fields, pictures: before.pictures.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_form_says_is_drawn_again_as_it_was_and_the_playlist_stays() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut before = DraftText::default();
        before.fields.set("slides[1]", "khau-hieu-01");
        before.fields.set("title", "cũ");
        let pairs = [
            pair("title", "Hỗ trợ buổi tối"),
            pair("priority", "priority"),
            pair("until", "2026-12-12"),
            pair("displays", "mh-1"),
            pair("gio-1-tu", ""),
            pair("gio-1-den", ""),
            pair("gio-2-tu", "18:00"),
            pair("gio-2-den", "21:30"),
            pair("gio-2-ngay", "sat"),
            pair("ticker", "Một\nHai"),
        ];
        let text = typed(&pairs, &before);
        assert_eq!(text.fields.get("slides[1]"), "khau-hieu-01");
        let display =
            |id: &str| Display { id: id.parse().unwrap(), label: id.into(), tags: vec!["thon".into()], size: None };
        let form = CampaignForm::of(&text, &[display("mh-1"), display("mh-2")], Language::Vi);
        assert_eq!(
            (form.title.as_str(), form.first, form.until.value.as_str()),
            ("Hỗ trợ buổi tối", true, "2026-12-12")
        );
        assert_eq!(form.displays.iter().map(|choice| choice.chosen).collect::<Vec<_>>(), [true, false]);
        assert_eq!((form.tags.len(), form.tags[0].chosen, form.ticker.as_str()), (1, false, "Một\nHai"));
        assert_eq!(form.hours.len(), 2, "one more to be filled in");
        assert_eq!((form.hours[0].from.as_str(), form.hours[0].days[5].chosen), ("18:00", true));
    }
}
