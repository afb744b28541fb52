//! An emergency as the three steps carry it along: all of it stands in the address, so that the way back loses nothing and
//! no script is needed.

use std::collections::BTreeSet;

use jiff::civil::DateTime;

use crate::{
    form,
    model::{Display, DisplayId, Slide, WallTime, limits},
    office::{LiveVersion, item_form::DraftText},
    server::times::Times,
};

/// The fields of template `alert` that officers write.
const FIELDS: [&str; 6] = ["headline", "level", "actions", "issuer", "contact", "next_update"];
/// The mark of something that was left to be filled in.
const GAP: char = '…';
/// The id of a slide that is only looked at.
const LOOKED_AT: &str = "khan-cap-xem";
/// Ends are rounded up to this, milliseconds.
const STEP_MS: i64 = 5 * 60_000;
const HOUR_MS: i64 = 3_600_000;

/// An emergency that is being put together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct AlertForm {
    /// Whether it is an exercise; nobody has said so far where there is none. A newer bulletin is what the one before it is.
    pub exercise: Option<bool>,
    /// The prepared notice it began with.
    pub template: String,
    /// The emergency in whose place it comes.
    pub renews: Option<String>,
    /// What is written, as it was typed.
    pub typed: Vec<(&'static str, String)>,
    /// For how long: "3", "6", "12", "sang".
    pub hours: String,
    /// Until when, as it was typed.
    pub until: String,
    /// "tat-ca", "nhom:TAG" or "chon".
    pub place: String,
    /// The displays that were chosen one by one.
    pub displays: BTreeSet<DisplayId>,
    /// Which page of it is looked at, from 1.
    pub page: usize,
}

impl AlertForm {
    /// What the pairs of an address or a form say.
    pub fn of(pairs: &[(String, String)]) -> Self {
        let mut asked = Self { page: 1, place: "tat-ca".to_owned(), ..Self::default() };
        for (name, value) in pairs {
            let short = || value.chars().take(limits::FIELD_CHARS * 4).collect::<String>();
            match name.as_str() {
                "loai" => {
                    asked.exercise = [("that", false), ("dien-tap", true)]
                        .into_iter()
                        .find(|(word, _)| word == value)
                        .map(|(_, is)| is)
                }
                "mau" => asked.template = value.chars().take(80).collect(),
                "sua" => asked.renews = Some(value.chars().take(80).collect()).filter(|id: &String| !id.is_empty()),
                "gio" => asked.hours = value.chars().take(8).collect(),
                "den" => asked.until = value.chars().take(40).collect(),
                "noi" => asked.place = value.chars().take(100).collect(),
                "o" if asked.displays.len() < limits::DISPLAYS => asked.displays.extend(value.parse::<DisplayId>()),
                "trang" => asked.page = value.parse().unwrap_or(1).clamp(1, 99),
                _ => {
                    if let Some(field) = FIELDS.iter().find(|field| **field == name) {
                        asked.typed.retain(|(known, _)| known != field);
                        asked.typed.push((field, short()));
                    }
                }
            }
        }
        asked
    }

    /// The pairs that say it again.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut pairs: Vec<_> = self.kind().into_iter().map(|kind| one("loai", kind)).collect();
        pairs.push(one("mau", &self.template));
        pairs.extend(self.renews.iter().map(|id| one("sua", id)));
        pairs.extend(self.typed.iter().map(|(name, text)| one(name, text)));
        pairs.extend([one("gio", &self.hours), one("den", &self.until), one("noi", &self.place)]);
        pairs.extend(self.displays.iter().map(|id| one("o", id.as_str())));
        pairs
    }

    /// It as a step before the last carries it along: whether it is real is said by the press that sends it, and by no address;
    /// only a newer bulletin is what the one before it is.
    pub fn unsaid(self) -> Self {
        let exercise = self.exercise.filter(|_| self.renews.is_some());
        Self { exercise, ..self }
    }

    /// Whether it is real or an exercise, as addresses and forms say it.
    pub fn kind(&self) -> Option<&'static str> {
        self.exercise.map(|exercise| if exercise { "dien-tap" } else { "that" })
    }

    /// It as the query of an address.
    pub fn query(&self) -> String {
        let pair = |(name, value): (String, String)| format!("{}={}", escaped(&name), escaped(&value));
        self.pairs().into_iter().map(pair).collect::<Vec<_>>().join("&")
    }

    /// What was typed into a field.
    pub fn get(&self, field: &str) -> &str {
        self.typed.iter().find(|(name, _)| *name == field).map_or("", |(_, text)| text)
    }

    /// Types a text into a field.
    pub fn set(&mut self, field: &'static str, text: impl Into<String>) {
        self.typed.retain(|(name, _)| *name != field);
        self.typed.push((field, text.into()));
    }

    /// Until when it holds; `None` where nobody has said so.
    pub fn until(&self, times: &Times) -> Option<WallTime> {
        let zone = times.zone();
        if let Ok(typed) = self.until.parse::<DateTime>() {
            return Some(zone.instant(typed));
        }
        let rounded = |ms: i64| WallTime((times.now().0 + ms + STEP_MS - 1).div_euclid(STEP_MS) * STEP_MS);
        match self.hours.as_str() {
            "3" => Some(rounded(3 * HOUR_MS)),
            "6" => Some(rounded(6 * HOUR_MS)),
            "12" => Some(rounded(12 * HOUR_MS)),
            "sang" => {
                let tomorrow = zone.day(times.now()).tomorrow().ok()?;
                Some(zone.instant(tomorrow.at(6, 0, 0, 0)))
            }
            _ => None,
        }
    }

    /// When the next bulletin is due.
    pub fn next(&self, times: &Times) -> Option<WallTime> {
        self.get("next_update").parse::<DateTime>().ok().map(|local| times.zone().instant(local))
    }

    /// The fields of template `alert`.
    pub fn text(&self) -> DraftText {
        let mut text = DraftText::default();
        for (name, typed) in self.typed.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
            text.fields.set(*name, typed.clone());
        }
        if self.exercise == Some(true) {
            text.fields.set("exercise", "on");
        }
        text
    }

    /// The slide it would be, to be looked at: gaps show, and so does that the end is still missing.
    pub fn slide(&self, times: &Times) -> Option<Slide> {
        let mut fields = self.text().fields;
        fields.set("template", "alert");
        fields.set("issued", times.now().timestamp().to_string());
        if let Some(until) = self.until(times) {
            fields.set("expires", until.timestamp().to_string());
        }
        for (name, gap) in [("headline", "…"), ("actions", "…"), ("issuer", "…"), ("level", "1")] {
            if fields.get(name).trim().is_empty() {
                fields.set(name, gap);
            }
        }
        let id = LOOKED_AT.parse().ok()?;
        form::read_slide(id, &fields.table(), times.zone()).value
    }

    /// Whether something was left to be filled in.
    pub fn has_gap(&self) -> bool {
        self.typed.iter().any(|(_, text)| text.contains(GAP))
    }

    /// The displays it would be on.
    pub fn shown_on<'a>(&self, live: &'a LiveVersion) -> Vec<&'a Display> {
        let is_in = |display: &&Display| match self.place.strip_prefix("nhom:") {
            Some(tag) => display.tags.iter().any(|own| own == tag),
            None if self.place == "chon" => self.displays.contains(&display.id),
            None => true,
        };
        live.displays().filter(is_in).collect()
    }

    /// Displays and tags as the office has them: both empty for all.
    pub fn targets(&self) -> (Vec<DisplayId>, Vec<String>) {
        match self.place.strip_prefix("nhom:") {
            Some(tag) => (Vec::new(), vec![tag.to_owned()]),
            None if self.place == "chon" => (self.displays.iter().cloned().collect(), Vec::new()),
            None => (Vec::new(), Vec::new()),
        }
    }
}

/// A text as it stands in the query of an address.
fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::Language, model::Zone};

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn times() -> Times {
        let zone = Zone::default();
        let now = zone.instant("2026-12-05T14:03".parse().unwrap());
        Times::new(zone, now, Language::Vi)
    }

    #[test]
    fn an_emergency_is_carried_along_whole() {
        let said = pairs(&[
            ("loai", "dien-tap"),
            ("mau", "bao"),
            ("headline", "BÃO SỐ 12 & MƯA"),
            ("level", "3"),
            ("actions", "Một.\nHai."),
            ("gio", "6"),
            ("noi", "chon"),
            ("o", "ht-001"),
            ("o", "ht-002"),
            ("la", "gì đó"),
        ]);
        let asked = AlertForm::of(&said);
        assert_eq!(AlertForm::of(&asked.pairs()), asked);
        assert!(asked.query().contains("headline=B%C3%83O%20S%E1%BB%90%2012%20%26%20M%C6%AFA"), "{}", asked.query());
        assert_eq!(asked.until(&times()).map(|at| times().at(at)).as_deref(), Some("20:05"));
        let slide = asked.slide(&times()).expect("it can be looked at");
        let crate::model::SlideContent::Alert(alert) = slide.content else { panic!("no alert") };
        assert_eq!((alert.level, alert.actions.len(), alert.exercise), (3, 2, true));
        assert!(alert.issuer.contains('…'), "what is missing is a gap, and not a refusal to show it");
    }

    #[test]
    fn no_address_says_beforehand_whether_it_is_real() {
        let said = pairs(&[("loai", "that"), ("mau", "bao")]);
        assert_eq!(AlertForm::of(&said).unsaid().exercise, None);
        let newer = pairs(&[("loai", "dien-tap"), ("sua", "khan-cap-1")]);
        assert_eq!(AlertForm::of(&newer).unsaid().exercise, Some(true), "the newer bulletin of an exercise is one");
    }

    #[test]
    fn nobody_has_said_whether_it_is_real_or_until_when_before_they_do() {
        let asked = AlertForm::of(&pairs(&[("mau", "bao")]));
        assert_eq!((asked.exercise, asked.until(&times())), (None, None));
        let typed = AlertForm::of(&pairs(&[("gio", "3"), ("den", "2026-12-06T07:30")]));
        assert_eq!(typed.until(&times()).map(|at| times().at(at)).as_deref(), Some("07:30 ngày mai"));
    }
}
