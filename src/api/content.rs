//! Slides and campaigns as they are sent: the fields of their forms by id.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use utoipa::ToSchema;

use super::{
    content_json::{of_table, to_table},
    mistake::FieldMistake,
};
use crate::{
    approval::{Body, CampaignBody, ItemId, SlideBody, Tombstone},
    form::{
        self, Field, FieldKind, Form, Language, Words,
        campaign::{CAMPAIGN, DAYPART},
    },
    model::{Campaign, Daypart, Digest, DisplayId, SlideId, Zone, limits},
    office::fold::keys_of,
};

/// Content that is sent, to be checked or to be approved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentContent {
    /// What is said of it to whoever approves.
    #[serde(default)]
    pub note: String,
    /// Slides: the field `id`, and those of its template as in a slide's TOML file. Dates are texts, such as `2026-12-12`.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub slides: Vec<Map<String, Json>>,
    /// Campaigns: the fields of a `[[campaign]]`; besides `slides`, the ids of its playlist in order, and `daypart`, a list of
    /// the windows of hours that it names.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub campaigns: Vec<Map<String, Json>>,
    /// Items to be taken away, such as `slide:khau-hieu-01` or `campaign:tet`.
    #[serde(default)]
    pub remove: Vec<String>,
    /// This is all there is: slides and campaigns that are not named in it are taken away, emergencies excepted.
    #[serde(default)]
    pub complete: bool,
    /// The SHA-256 of the picture behind each name that a slide uses.
    #[serde(default)]
    pub pictures: BTreeMap<String, String>,
}

/// What reading content needs to know of the office.
pub struct ContentContext<'a> {
    /// Where local times are.
    pub zone: &'a Zone,
    /// The displays there are.
    pub displays: &'a BTreeSet<DisplayId>,
    /// The file that is shown for each picture; one that is not there is taken by its own name.
    pub files: &'a BTreeMap<Digest, Digest>,
    /// In which language mistakes are told.
    pub language: Language,
}

/// What a campaign says besides the fields of a `[[campaign]]`.
static PLAYED: Form = Form {
    name: "campaign",
    title: Words::new("Chiến dịch", "Campaign"),
    about: Words::new("Các trang và khung giờ.", "Its slides and hours."),
    called: Words::new("một chiến dịch", "a campaign"),
    fields: &[
        Field::optional(
            "slides",
            FieldKind::List { of: &FieldKind::Id, entries: limits::PLAYLIST_ENTRIES },
            Words::new("Danh sách phát", "Playlist"),
        )
        .example("khau-hieu-01"),
        Field::optional(
            "daypart",
            FieldKind::Rows { form: &DAYPART, entries: limits::DAYPARTS, sheet: None },
            Words::new("Khung giờ", "Hours"),
        ),
    ],
};

const NO_ID: Words = Words::new("không có mã, hoặc mã không đúng", "there is no id, or it is none");
const ID: Words =
    Words::new("mã gồm a-z, 0-9 và dấu gạch nối", "an id of a-z, 0-9 and `-`, beginning with a letter or digit");
const TWICE: Words = Words::new("mã này có hai lần", "this id is there twice");
const ONCE: Words = Words::new("mỗi mã một lần", "each id once");
const NO_DIGEST: Words = Words::new("không phải mã băm SHA-256", "this is no SHA-256");
const DIGEST: Words = Words::new("64 chữ số thập lục phân", "64 hexadecimal digits");
const NO_PICTURE: Words = Words::new("không rõ tệp ảnh nào", "nothing says which picture this is");
const PICTURE: Words = Words::new("mã băm của ảnh, trong `pictures`", "its SHA-256, under `pictures`");
const NO_DISPLAY: Words = Words::new("không có màn hình này", "there is no such display");
const DISPLAY: Words =
    Words::new("một màn hình trong danh sách `/api/v1/displays`", "one that `/api/v1/displays` lists");
const NO_DAYPART: Words = Words::new("không có khung giờ này", "there are no such hours");
const HOURS: Words = Words::new("một khung giờ trong `daypart`", "one that `daypart` describes");
const ENDS_FIRST: Words = Words::new("kết thúc trước khi bắt đầu", "it ends before it begins");
const LATER: Words = Words::new("một lúc sau `from`", "a time after `from`");
const NO_ITEM: Words = Words::new("không phải mã của trang hay chiến dịch", "this names no slide and no campaign");
const ITEM: Words = Words::new("`slide:…` hoặc `campaign:…`", "`slide:…` or `campaign:…`");

impl SentContent {
    /// What slides and campaigns say, with the picture behind each name. Other bodies are passed over: displays and the commune
    /// are not sent by programs. `zone` is where local times stand for instants.
    pub fn of<'a>(bodies: impl IntoIterator<Item = &'a Body>, zone: &Zone) -> Self {
        let mut sent = Self::default();
        for body in bodies {
            match body {
                Body::Slide(body) => {
                    let mut fields = of_table(&form::write_slide(&body.slide, zone));
                    fields.insert("id".to_owned(), json!(body.slide.id));
                    sent.slides.push(fields);
                    let pictures = body.pictures.iter().map(|(key, digest)| (key.clone(), digest.to_string()));
                    sent.pictures.extend(pictures);
                }
                Body::Campaign(body) => sent.campaigns.push(of_campaign(body, zone)),
                Body::Removed(tombstone) => sent.remove.push(tombstone.item.to_string()),
                Body::Display(_) | Body::Commune(_) => {}
            }
        }
        sent
    }

    /// The digests of all pictures that it names.
    ///
    /// # Errors
    /// Those that are none.
    pub fn digests(&self, language: Language) -> Result<BTreeMap<String, Digest>, Vec<FieldMistake>> {
        let (mut digests, mut wrong) = (BTreeMap::new(), Vec::new());
        for (key, text) in &self.pictures {
            match text.parse() {
                Ok(digest) => drop(digests.insert(key.clone(), digest)),
                Err(_) => {
                    let field = format!("pictures.{key}");
                    wrong.push(FieldMistake::new("content", &field, NO_DIGEST.get(language), DIGEST.get(language)));
                }
            }
        }
        if wrong.is_empty() { Ok(digests) } else { Err(wrong) }
    }

    /// What it says and takes away, or everything that is wrong with it.
    ///
    /// # Errors
    /// The mistakes.
    pub fn read(&self, around: &ContentContext<'_>) -> Result<Vec<Body>, Vec<FieldMistake>> {
        let digests = self.digests(around.language)?;
        let mut reader =
            ContentReader { around, digests, mistakes: Vec::new(), seen: BTreeSet::new(), bodies: Vec::new() };
        for (n, fields) in (1..).zip(&self.slides) {
            reader.slide(&format!("slides[{n}]"), fields);
        }
        for (n, fields) in (1..).zip(&self.campaigns) {
            reader.campaign(&format!("campaigns[{n}]"), fields);
        }
        for (n, text) in (1..).zip(&self.remove) {
            reader.removed(&format!("remove[{n}]"), text);
        }
        let ContentReader { mistakes, bodies, .. } = reader;
        if mistakes.is_empty() { Ok(bodies) } else { Err(mistakes) }
    }
}

fn of_campaign(body: &CampaignBody, zone: &Zone) -> Map<String, Json> {
    let object = |value: Json| if let Json::Object(values) = value { values } else { Map::new() };
    let values = object(json!(body.campaign));
    let mut fields = of_table(&form::write(&CAMPAIGN, &values, zone));
    let played = object(json!({ "slides": body.slides, "daypart": body.dayparts }));
    fields.extend(of_table(&form::write(&PLAYED, &played, zone)));
    fields
}

struct ContentReader<'a> {
    around: &'a ContentContext<'a>,
    digests: BTreeMap<String, Digest>,
    mistakes: Vec<FieldMistake>,
    seen: BTreeSet<ItemId>,
    bodies: Vec<Body>,
}

impl ContentReader<'_> {
    fn wrong(&mut self, item: &str, field: &str, what: Words, expected: Words) {
        if self.mistakes.len() < limits::MISTAKES {
            let language = self.around.language;
            self.mistakes.push(FieldMistake::new(item, field, what.get(language), expected.get(language)));
        }
    }

    /// The mistakes of a form; whether there were none.
    fn took(&mut self, item: &str, mistakes: &form::Mistakes) -> bool {
        let language = self.around.language;
        let room = limits::MISTAKES.saturating_sub(self.mistakes.len());
        let told = mistakes.listed.iter().take(room).map(|mistake| FieldMistake::of(item, mistake, language));
        self.mistakes.extend(told);
        mistakes.is_empty()
    }

    /// The id of an item, which nothing else in the content has.
    fn id<I: std::str::FromStr>(
        &mut self,
        place: &str,
        fields: &Map<String, Json>,
        item: impl Fn(I) -> ItemId,
    ) -> Option<ItemId> {
        let id = fields.get("id").and_then(Json::as_str).and_then(|id| id.parse().ok()).map(item);
        let Some(id) = id else {
            self.wrong(place, "id", NO_ID, ID);
            return None;
        };
        if !self.seen.insert(id.clone()) {
            self.wrong(place, "id", TWICE, ONCE);
            return None;
        }
        Some(id)
    }

    fn slide(&mut self, place: &str, fields: &Map<String, Json>) {
        let Some(ItemId::Slide(id)) = self.id(place, fields, ItemId::Slide) else { return };
        let name = ItemId::Slide(id.clone()).to_string();
        let mut fields = fields.clone();
        fields.remove("id");
        let reading = form::read_slide(id, &to_table(&fields), self.around.zone);
        if !self.took(&name, &reading.mistakes) {
            return;
        }
        let Some(slide) = reading.value else { return };
        let (mut pictures, mut gone) = (BTreeMap::new(), false);
        for key in keys_of(&slide) {
            match self.digests.get(key) {
                Some(digest) => {
                    let file = self.around.files.get(digest).unwrap_or(digest);
                    pictures.insert(key.clone(), *file);
                }
                None => gone = true,
            }
        }
        if gone {
            return self.wrong(&name, "picture", NO_PICTURE, PICTURE);
        }
        self.bodies.push(Body::Slide(SlideBody { slide, pictures }));
    }

    fn campaign(&mut self, place: &str, fields: &Map<String, Json>) {
        let Some(item) = self.id(place, fields, ItemId::Campaign) else { return };
        let name = item.to_string();
        let is_played = |name: &String| PLAYED.fields.iter().any(|field| field.name == name);
        let (played, own): (Map<String, Json>, Map<String, Json>) =
            fields.clone().into_iter().partition(|(name, _)| is_played(name));
        let reading = form::read(&CAMPAIGN, &to_table(&own), self.around.zone);
        let lists = form::read(&PLAYED, &to_table(&played), self.around.zone);
        if !(self.took(&name, &reading.mistakes) & self.took(&name, &lists.mistakes)) {
            return;
        }
        let campaign: Campaign =
            serde_json::from_value(Json::Object(reading.value)).expect("a test holds the form against its type");
        let list = |field: &str| lists.value.get(field).cloned().unwrap_or_else(|| json!([]));
        let slides: Vec<SlideId> = serde_json::from_value(list("slides")).unwrap_or_default();
        let dayparts: Vec<Daypart> = serde_json::from_value(list("daypart")).unwrap_or_default();
        if campaign.from.zip(campaign.until).is_some_and(|(from, until)| until <= from) {
            return self.wrong(&name, "until", ENDS_FIRST, LATER);
        }
        if campaign.dayparts.iter().any(|id| dayparts.iter().all(|daypart| daypart.id != *id)) {
            return self.wrong(&name, "dayparts", NO_DAYPART, HOURS);
        }
        if let Some(n) = campaign.displays.iter().position(|id| !self.around.displays.contains(id)) {
            return self.wrong(&name, &format!("displays[{}]", n + 1), NO_DISPLAY, DISPLAY);
        }
        self.bodies.push(Body::Campaign(CampaignBody { campaign, slides, dayparts }));
    }

    fn removed(&mut self, place: &str, text: &str) {
        match text.parse::<ItemId>() {
            Ok(item @ (ItemId::Slide(_) | ItemId::Campaign(_))) => {
                if !self.seen.insert(item.clone()) {
                    return self.wrong(place, "", TWICE, ONCE);
                }
                self.bodies.push(Body::Removed(Tombstone { item }));
            }
            _ => self.wrong(place, "", NO_ITEM, ITEM),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sent: &SentContent) -> Result<Vec<Body>, Vec<FieldMistake>> {
        let (displays, files) = (["ht-001".parse().unwrap()].into(), BTreeMap::new());
        let around =
            ContentContext { zone: &Zone::default(), displays: &displays, files: &files, language: Language::En };
        sent.read(&around)
    }

    fn object(json: Json) -> Map<String, Json> {
        json.as_object().unwrap().clone()
    }

    #[test]
    fn what_is_sent_in_the_terms_of_the_forms_is_read_and_written_the_same() {
        let digest = Digest::of(b"x");
        let sent = SentContent {
            slides: vec![
                object(json!({"id": "a", "template": "slogan", "text": "Gần dân", "duration_s": 20})),
                object(
                    json!({"id": "b", "template": "poster", "picture": "tranh/b.svg", "alt": "Tranh", "checked_on": "2026-11-23"}),
                ),
            ],
            campaigns: vec![object(json!({
                "id": "tet", "title": "Tết", "playlist": "tet", "from": "2026-11-28", "until": "2026-12-12",
                "displays": ["ht-001"], "dayparts": ["toi"], "slides": ["a", "b", "a"], "clock": true,
                "daypart": [{"id": "toi", "days": ["sat"], "from": "18:00", "until": "21:30"}],
            }))],
            remove: vec!["slide:c".to_owned()],
            pictures: [("tranh/b.svg".to_owned(), digest.to_string())].into(),
            ..SentContent::default()
        };
        let bodies = read(&sent).unwrap();
        assert_eq!(bodies.len(), 4);
        let again = SentContent::of(&bodies, &Zone::default());
        assert_eq!(read(&again).unwrap(), bodies);
        let Body::Campaign(campaign) = &bodies[2] else { panic!("{:?}", bodies[2]) };
        assert_eq!((campaign.slides.len(), campaign.dayparts.len()), (3, 1));
    }

    #[test]
    fn every_mistake_is_told_by_its_item_and_field() {
        let sent = SentContent {
            slides: vec![
                object(json!({"id": "a", "template": "slogan"})),
                object(json!({"template": "slogan", "text": "x"})),
                object(json!({"id": "p", "template": "poster", "picture": "p.png", "alt": "x"})),
                object(json!({"id": "a", "template": "slogan", "text": "x"})),
            ],
            campaigns: vec![
                object(json!({"id": "k", "playlist": "k", "displays": ["nowhere"]})),
                object(json!({"id": "l", "playlist": "l", "from": "2026-12-01", "until": "2026-11-01"})),
                object(json!({"id": "m", "playlist": "m", "dayparts": ["toi"]})),
            ],
            remove: vec!["display:ht-001".to_owned()],
            ..SentContent::default()
        };
        let wrong = read(&sent).unwrap_err();
        let places: Vec<(&str, &str)> = wrong.iter().map(|one| (one.item.as_str(), one.field.as_str())).collect();
        assert_eq!(
            places,
            [
                ("slide:a", "text"),
                ("slides[2]", "id"),
                ("slide:p", "picture"),
                ("slides[4]", "id"),
                ("campaign:k", "displays[1]"),
                ("campaign:l", "until"),
                ("campaign:m", "dayparts"),
                ("remove[1]", ""),
            ]
        );
        let sent = SentContent { pictures: [("a.png".to_owned(), "x".to_owned())].into(), ..SentContent::default() };
        assert_eq!(read(&sent).unwrap_err()[0].field, "pictures.a.png");
    }
}
