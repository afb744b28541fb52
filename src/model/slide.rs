//! What an officer writes: one slide, its template's fields, and how it is to be shown.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{FieldPath, SlideId, limits};

/// One slide. How many pages it makes depends on the canvas and is `layout`'s business.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slide {
    /// Its name, unique in the programme.
    pub id: SlideId,
    /// The template and its fields.
    #[serde(flatten)]
    pub content: SlideContent,
    /// The colours; `None` leaves the choice to the template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<ThemeName>,
    /// How it comes on; `None` means the campaign's choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<Transition>,
    /// Milliseconds it is shown, its transition in included. `None` only before `publish` has filled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Topic of the commune's plan it serves, for coverage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Document or place the facts come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The day the facts were last checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<Date>,
}

impl Slide {
    /// Milliseconds it is shown, within the limits; the shortest allowed where nothing was filled in.
    pub fn shown_ms(&self) -> u64 {
        self.duration_ms.unwrap_or(limits::SLIDE_MIN_MS).clamp(limits::SLIDE_MIN_MS, limits::SLIDE_MAX_MS)
    }
}

/// A template and its fields. In a text, `|` is the author's own line break and always wins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "template", rename_all = "kebab-case")]
pub enum SlideContent {
    /// A short exact sentence, large.
    Slogan(Slogan),
    /// Artwork, whole.
    Poster(Poster),
    /// Numbered steps of an online service.
    Guide(Guide),
    /// The procedure table, as cards.
    Procedures(Procedures),
    /// A heading and paragraphs.
    Notice(Notice),
    /// Something that happens at a place and hour.
    Event(Event),
    /// One-stop figures.
    Results(Results),
    /// One question, one answer.
    Question(Question),
    /// An emergency notice.
    Alert(Alert),
    /// What is shown when there is nothing else.
    Default(Default),
}

impl SlideContent {
    /// The template's name as written in files.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Slogan(_) => "slogan",
            Self::Poster(_) => "poster",
            Self::Guide(_) => "guide",
            Self::Procedures(_) => "procedures",
            Self::Notice(_) => "notice",
            Self::Event(_) => "event",
            Self::Results(_) => "results",
            Self::Question(_) => "question",
            Self::Alert(_) => "alert",
            Self::Default(_) => "default",
        }
    }
}

/// Fields of `slogan`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slogan {
    /// The words, `|` where the designer breaks the line.
    pub text: String,
    /// Small line above; the unit's own where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
}

/// Fields of `poster`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Poster {
    /// Key of the artwork in the programme's assets: the path it had in the slide folder.
    pub picture: String,
    /// Key of artwork drawn for a portrait screen, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portrait: Option<String>,
    /// The words on the poster, for reading time, reports and the loudspeaker.
    pub alt: String,
    /// Address on the poster's QR code, if it bears one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Fields of `guide`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    /// Name of the service.
    pub title: String,
    /// One line under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// What to have ready.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prepare: Vec<String>,
    /// The steps, in order.
    pub steps: Vec<String>,
    /// Fee in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<String>,
    /// Time limit in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Who decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Where the QR code leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who helps by telephone; the unit's hotline where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hotline: Option<String>,
}

/// Fields of `procedures`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Procedures {
    /// Heading of every page.
    pub title: String,
    /// The procedures, in order.
    pub rows: Vec<Procedure>,
}

/// One procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Procedure {
    /// Its name.
    pub name: String,
    /// Time limit in words.
    pub time: String,
    /// Fee in words.
    pub fee: String,
    /// Who decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Its code in the national database, such as `1.001193`: what it is known by in a newer list. No reader sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Fields of `notice`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Heading.
    pub title: String,
    /// Paragraphs.
    pub body: Vec<String>,
    /// Where the QR code leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Fields of `event`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What it is.
    pub title: String,
    /// Hour, weekday and date in words.
    pub when: String,
    /// Place in words.
    pub place: String,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// The day it happens, for checks and for taking it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// Fields of `results`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Heading.
    pub title: String,
    /// The day the figures stand for ("số liệu đến ngày").
    pub as_of: Date,
    /// The figures, most important first.
    pub figures: Vec<Figure>,
}

/// One figure of `results`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What was counted.
    pub label: String,
    /// How many.
    pub value: u64,
    /// Out of how many, where that makes sense: draws a bar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
}

/// Fields of `question`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// What people ask.
    pub question: String,
    /// The answer, in paragraphs.
    pub answer: Vec<String>,
    /// Where the QR code leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Fields of `alert`: a subset of CAP 1.2 in the words of QĐ 18/2021/QĐ-TTg.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// The danger, in capitals.
    pub headline: String,
    /// Risk level 1 to 5 of QĐ 18/2021/QĐ-TTg Điều 4; sets the colour, and is always said in words.
    pub level: u8,
    /// What to do, one action an entry.
    pub actions: Vec<String>,
    /// The issuing body.
    pub issuer: String,
    /// A drill (CAP status `Exercise`): every page bears the mark DIỄN TẬP.
    #[serde(default)]
    pub exercise: bool,
    /// When it was issued (CAP `sent`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Timestamp>,
    /// Until when it holds (CAP `expires`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// When the next bulletin is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// Whom to call, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Fields of `default`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Default {
    /// A large calm line.
    pub text: String,
    /// A small line below it: what a hall without content is waiting for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A set of colours and a ground, drawn alike in all templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    /// Yellow and white on deep red: the traditional banner.
    RedBanner,
    /// Green on warm paper.
    CalmGreen,
    /// Dark blue on cool paper.
    Paper,
    /// Light on midnight blue, for dark halls.
    Night,
}

impl ThemeName {
    /// All of them, with the names files use.
    pub const ALL: [(&'static str, Self); 4] = [
        ("red-banner", Self::RedBanner),
        ("calm-green", Self::CalmGreen),
        ("paper", Self::Paper),
        ("night", Self::Night),
    ];
}

/// How one picture gives way to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transition {
    /// At once.
    Cut,
    /// One dissolves into the other.
    Fade,
    /// The new one pushes the old one out to the left.
    Push,
    /// The new one is uncovered from left to right.
    Wipe,
}

impl Transition {
    /// All of them, with the names files use.
    pub const ALL: [(&'static str, Self); 4] =
        [("cut", Self::Cut), ("fade", Self::Fade), ("push", Self::Push), ("wipe", Self::Wipe)];
}

impl SlideContent {
    /// Every text a reader sees with its field, in the order of reading, without the page chrome.
    pub fn fields(&self) -> Vec<(FieldPath, &str)> {
        match self {
            Self::Slogan(slogan) => optional("kicker", &slogan.kicker).chain(one("text", &slogan.text)).collect(),
            Self::Poster(poster) => one("alt", &poster.alt).collect(),
            Self::Guide(guide) => one("title", &guide.title)
                .chain(optional("sub", &guide.sub))
                .chain(list("prepare", &guide.prepare))
                .chain(list("steps", &guide.steps))
                .chain(optional("fee", &guide.fee))
                .chain(optional("time", &guide.time))
                .chain(optional("authority", &guide.authority))
                .chain(optional("url", &guide.url))
                .chain(optional("hotline", &guide.hotline))
                .collect(),
            Self::Procedures(procedures) => {
                let rows = procedures.rows.iter().enumerate().flat_map(|(at, row)| {
                    let part = |part, words| (FieldPath::entry("row", at).part(part), words);
                    let always = [part("name", &*row.name), part("time", &row.time), part("fee", &row.fee)];
                    always.into_iter().chain(row.authority.as_deref().map(|office| part("authority", office)))
                });
                one("title", &procedures.title).chain(rows).collect()
            }
            Self::Notice(notice) => one("title", &notice.title)
                .chain(list("body", &notice.body))
                .chain(optional("url", &notice.url))
                .collect(),
            Self::Event(event) => one("title", &event.title)
                .chain(one("when", &event.when))
                .chain(one("place", &event.place))
                .chain(list("lines", &event.lines))
                .collect(),
            Self::Results(results) => {
                let labels = results.figures.iter().enumerate();
                let labels = labels.map(|(at, figure)| (FieldPath::entry("figure", at).part("label"), &*figure.label));
                one("title", &results.title).chain(labels).collect()
            }
            Self::Question(question) => one("question", &question.question)
                .chain(list("answer", &question.answer))
                .chain(optional("url", &question.url))
                .collect(),
            Self::Alert(alert) => one("headline", &alert.headline)
                .chain(list("actions", &alert.actions))
                .chain(one("issuer", &alert.issuer))
                .chain(optional("contact", &alert.contact))
                .collect(),
            Self::Default(default) => one("text", &default.text).chain(optional("note", &default.note)).collect(),
        }
    }

    /// The same texts without their fields.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.fields().into_iter().map(|(_, words)| words)
    }
}

fn one<'a>(name: &'static str, words: &'a str) -> impl Iterator<Item = (FieldPath, &'a str)> {
    std::iter::once((FieldPath::of(name), words))
}

fn optional<'a>(name: &'static str, words: &'a Option<String>) -> impl Iterator<Item = (FieldPath, &'a str)> {
    words.as_deref().map(|words| (FieldPath::of(name), words)).into_iter()
}

fn list<'a>(name: &'static str, entries: &'a [String]) -> impl Iterator<Item = (FieldPath, &'a str)> {
    entries.iter().enumerate().map(move |(at, words)| (FieldPath::entry(name, at), &**words))
}
