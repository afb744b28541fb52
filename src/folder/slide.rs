//! One slide file.

use jiff::tz::TimeZone;
use toml::{Spanned, de::DeTable};

use super::{
    fields::{Fields, Page},
    nearest::{did_you_mean, one_of},
    picture::Pictures,
    table,
};
use crate::model::{
    Alert, Content, DefaultContent, Event, Figure, Guide, Notice, Poster, Procedure, Procedures, Question, Results,
    Slide, SlideId, Slogan, ThemeName, Transition, limits,
};

/// The templates by the names files use.
const TEMPLATES: [&str; 10] =
    ["slogan", "poster", "guide", "procedures", "notice", "event", "results", "question", "alert", "default"];

/// What reading a slide needs besides its own file.
pub(super) struct Around<'a> {
    /// The folder's pictures and tables.
    pub pictures: &'a Pictures<'a>,
    /// The zone in which times without an offset are read.
    pub zone: &'a TimeZone,
}

/// Reads the slide `id` from its parsed file; `None` where anything in it is wrong.
pub(super) fn read(page: Page<'_>, table: &Spanned<DeTable<'_>>, id: SlideId, around: &Around<'_>) -> Option<Slide> {
    let before = page.mistakes.grave();
    let mut fields = Fields::of(page, table.get_ref(), "a slide");
    let template = template(&mut fields)?;
    let article = if template.starts_with(['a', 'e']) { "an" } else { "a" };
    fields.is(format!("{article} `{template}` slide"));
    let content = content(template, &mut fields, around);
    let seconds = fields.integer("duration_s", limits::SLIDE_MIN_MS / 1000..=limits::SLIDE_MAX_MS / 1000);
    let theme = fields.choice("theme", &ThemeName::ALL);
    let transition = fields.choice("transition", &Transition::ALL);
    let topic = fields.text("topic");
    let source = fields.text("source");
    let checked_on = fields.date("checked_on");
    fields.finish();
    let duration_ms = seconds.map(|seconds| seconds * 1000);
    let slide = Slide { id, content: content?, theme, transition, duration_ms, topic, source, checked_on };
    (page.mistakes.grave() == before).then_some(slide)
}

fn template(fields: &mut Fields<'_>) -> Option<&'static str> {
    let expected = || one_of(TEMPLATES);
    let Some(value) = fields.value("template") else {
        fields.missing("template", &expected());
        return None;
    };
    let name = fields.one_text("template", value)?;
    let known = TEMPLATES.into_iter().find(|known| *known == name);
    if known.is_none() {
        let hint = did_you_mean(&name, TEMPLATES);
        fields.wrong("template", value, format!("there is no template `{name}`"), expected(), hint);
    }
    known
}

fn content(template: &str, fields: &mut Fields<'_>, around: &Around<'_>) -> Option<Content> {
    match template {
        "slogan" => slogan(fields).map(Content::Slogan),
        "poster" => poster(fields, around).map(Content::Poster),
        "guide" => guide(fields).map(Content::Guide),
        "procedures" => procedures(fields, around).map(Content::Procedures),
        "notice" => notice(fields).map(Content::Notice),
        "event" => event(fields).map(Content::Event),
        "results" => results(fields).map(Content::Results),
        "question" => question(fields).map(Content::Question),
        "alert" => alert(fields, around).map(Content::Alert),
        _ => default(fields).map(Content::Default),
    }
}

fn default(fields: &mut Fields<'_>) -> Option<DefaultContent> {
    let text = fields.required_text("text");
    let note = fields.text("note");
    Some(DefaultContent { text: text?, note })
}

fn slogan(fields: &mut Fields<'_>) -> Option<Slogan> {
    let text = fields.required_text("text");
    let kicker = fields.text("kicker");
    Some(Slogan { text: text?, kicker })
}

fn poster(fields: &mut Fields<'_>, around: &Around<'_>) -> Option<Poster> {
    let picture = fields.value("picture");
    if picture.is_none() {
        fields.missing("picture", "the path of a picture in the folder, such as `posters/ba-viec.svg`");
    }
    let picture = picture.and_then(|value| around.pictures.key(fields, "picture", value));
    let portrait = fields.value("portrait").map(|value| around.pictures.key(fields, "portrait", value));
    let alt = fields.required_text("alt");
    let url = fields.url("url");
    Some(Poster { picture: picture?, portrait: portrait.flatten(), alt: alt?, url })
}

fn guide(fields: &mut Fields<'_>) -> Option<Guide> {
    let title = fields.required_text("title");
    let sub = fields.text("sub");
    let prepare = fields.texts("prepare");
    let steps = fields.required_texts("steps");
    let fee = fields.text("fee");
    let time = fields.text("time");
    let authority = fields.text("authority");
    let url = fields.url("url");
    let hotline = fields.text("hotline");
    Some(Guide { title: title?, sub, prepare, steps: steps?, fee, time, authority, url, hotline })
}

fn procedures(fields: &mut Fields<'_>, around: &Around<'_>) -> Option<Procedures> {
    let title = fields.required_text("title");
    let csv = fields.value("csv");
    let rows = fields.tables("row");
    let rows = match csv {
        Some(value) if !rows.is_empty() => {
            fields.wrong("csv", value, "the rows are given twice", "either `csv` or `[[row]]` tables", None);
            None
        }
        Some(value) => {
            fields.one_text("csv", value).and_then(|file| table::read(fields, value, &file, around.pictures))
        }
        None if rows.is_empty() => {
            fields.missing("csv", "the name of a CSV file, or `[[row]]` tables");
            None
        }
        None => Some(rows.into_iter().filter_map(row).collect()),
    };
    Some(Procedures { title: title?, rows: rows? })
}

fn row(mut fields: Fields<'_>) -> Option<Procedure> {
    let name = fields.required_text("name");
    let time = fields.required_text("time");
    let fee = fields.required_text("fee");
    let authority = fields.text("authority");
    fields.finish();
    Some(Procedure { name: name?, time: time?, fee: fee?, authority })
}

fn notice(fields: &mut Fields<'_>) -> Option<Notice> {
    let title = fields.required_text("title");
    let body = fields.required_texts("body");
    let url = fields.url("url");
    Some(Notice { title: title?, body: body?, url })
}

fn event(fields: &mut Fields<'_>) -> Option<Event> {
    let title = fields.required_text("title");
    let when = fields.required_text("when");
    let place = fields.required_text("place");
    let lines = fields.texts("lines");
    let date = fields.date("date");
    Some(Event { title: title?, when: when?, place: place?, lines, date })
}

fn results(fields: &mut Fields<'_>) -> Option<Results> {
    let title = fields.required_text("title");
    if fields.value("as_of").is_none() {
        fields.missing("as_of", "a date such as 2026-12-31");
    }
    let as_of = fields.date("as_of");
    let figures = fields.tables("figure");
    if figures.is_empty() {
        fields.missing("figure", "at least one `[[figure]]`");
    }
    let figures: Vec<_> = figures.into_iter().filter_map(figure).collect();
    Some(Results { title: title?, as_of: as_of?, figures })
}

fn figure(mut fields: Fields<'_>) -> Option<Figure> {
    let label = fields.required_text("label");
    if fields.value("value").is_none() {
        fields.missing("value", "a whole number");
    }
    let value = fields.integer("value", 0..=u64::MAX);
    let of = fields.integer("of", 1..=u64::MAX);
    fields.finish();
    Some(Figure { label: label?, value: value?, of })
}

fn question(fields: &mut Fields<'_>) -> Option<Question> {
    let question = fields.required_text("question");
    let answer = fields.required_texts("answer");
    let url = fields.url("url");
    Some(Question { question: question?, answer: answer?, url })
}

fn alert(fields: &mut Fields<'_>, around: &Around<'_>) -> Option<Alert> {
    let headline = fields.required_text("headline");
    if fields.value("level").is_none() {
        fields.missing("level", "the risk level, a whole number from 1 to 5");
    }
    let level = fields.integer("level", 1..=5);
    let actions = fields.required_texts("actions");
    let issuer = fields.required_text("issuer");
    let exercise = fields.flag("exercise");
    let [issued, expires, next_update] =
        ["issued", "expires", "next_update"].map(|name| fields.instant(name, around.zone));
    let contact = fields.text("contact");
    let level = u8::try_from(level?).ok()?;
    let (headline, actions, issuer) = (headline?, actions?, issuer?);
    Some(Alert { headline, level, actions, issuer, exercise, issued, expires, next_update, contact })
}
