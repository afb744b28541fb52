//! The form of a campaign as a page asks for it: with its playlist and its hours, and without ids.

use serde_json::{Map, Value as Json, json};

use super::fields::{DraftText, Fields};
use crate::{
    approval::CampaignBody,
    form::{self, Choice, Field, FieldGroup, FieldKind, Form, FormReading, Words},
    model::{Campaign, CampaignId, Daypart, DaypartId, Zone, limits},
};

/// What a page asks of a campaign.
pub static CAMPAIGN: Form = Form {
    name: "campaign",
    title: Words::new("Chiến dịch", "Campaign"),
    about: Words::new("Phát những trang nào, khi nào, ở đâu.", "Which slides are shown, when and where."),
    called: Words::new("một chiến dịch", "a campaign"),
    fields: &[
        Field::required("title", FieldKind::LINE, Words::new("Tên chiến dịch", "Title"))
            .help("Để cán bộ nhận ra; không hiện trên màn hình.", "For officers; it is not shown on screens.")
            .example("Cải cách hành chính"),
        Field::optional("priority", FieldKind::Choice { choices: PRIORITIES }, Words::new("Mức ưu tiên", "Priority"))
            .help("Ưu tiên: lên đầu vòng phát.", "Priority: first in the loop.")
            .example("normal")
            .group(FieldGroup::Content),
        Field::optional("from", FieldKind::LocalTime, Words::new("Từ ngày", "From"))
            .help("Để trống: ngay khi duyệt.", "Left out: as soon as it is approved.")
            .example("2026-11-28")
            .group(FieldGroup::Content),
        Field::optional("until", FieldKind::LocalEnd, Words::new("Đến hết ngày", "Until the end of"))
            .help("Để trống: không hạn.", "Left out: without an end.")
            .example("2026-12-12")
            .group(FieldGroup::Content),
        Field::optional("displays", FieldKind::IDS, Words::new("Màn hình", "Displays"))
            .help("Không chọn màn hình, không chọn nhóm: phát ở mọi nơi.", "With no display and no group: everywhere.")
            .example("mh-7f3k2"),
        Field::optional("tags", FieldKind::LINES, Words::new("Nhóm màn hình", "Groups of displays"))
            .example("nha-van-hoa"),
        Field::optional(
            "slides",
            FieldKind::List { of: &FieldKind::Id, entries: limits::PLAYLIST_ENTRIES },
            Words::new("Danh sách phát", "Playlist"),
        )
        .help("Các trang theo thứ tự phát.", "The slides in the order in which they are shown.")
        .example("khau-hieu-01"),
        Field::optional(
            "daypart",
            FieldKind::Rows { form: &DAYPART, entries: limits::DAYPARTS, sheet: None },
            Words::new("Khung giờ", "Hours"),
        )
        .help("Để trống: phát cả ngày.", "Left out: all day."),
        Field::optional("clock", FieldKind::Flag, Words::new("Hiện ngày giờ", "Clock"))
            .example("on")
            .group(FieldGroup::Look),
        Field::optional("ticker", FieldKind::LINES, Words::new("Chữ chạy", "Ticker"))
            .help("Mỗi câu một dòng.", "A sentence a line.")
            .example("Thứ Năm hằng tuần có người hướng dẫn tại nhà văn hóa")
            .group(FieldGroup::Look),
    ],
};

/// One weekly window of hours.
pub static DAYPART: Form = Form {
    name: "daypart",
    title: Words::new("Khung giờ", "Hours"),
    about: Words::new("Một khung giờ trong tuần.", "A weekly window of hours."),
    called: Words::new("một khung giờ", "a window of hours"),
    fields: &[
        Field::optional(
            "days",
            FieldKind::List { of: &FieldKind::Choice { choices: form::campaign::WEEKDAYS }, entries: 7 },
            Words::new("Các thứ", "Days"),
        )
        .help("Để trống là mọi ngày.", "Left out, every day.")
        .example("sat\nsun"),
        Field::required("from", FieldKind::Time, Words::new("Từ", "From")).example("18:00"),
        Field::required("until", FieldKind::Time, Words::new("Đến", "Until")).example("21:30"),
    ],
};

/// What an officer chooses from: an emergency is put out by a verb of its own.
const PRIORITIES: &[Choice] =
    &[Choice::new("normal", "Thông thường", "Normal"), Choice::new("priority", "Ưu tiên", "Priority")];

/// Reads a campaign. `before` is what it said, whose names for its playlist and its hours are kept.
pub(super) fn read(
    id: &CampaignId,
    text: &DraftText,
    before: Option<&CampaignBody>,
    zone: &Zone,
) -> FormReading<Option<CampaignBody>> {
    let reading = form::read(&CAMPAIGN, &text.fields.table(), zone);
    let value = reading.mistakes.is_empty().then(|| body(id, reading.value, before));
    FormReading { value, mistakes: reading.mistakes, notes: reading.notes }
}

fn body(id: &CampaignId, mut values: Map<String, Json>, before: Option<&CampaignBody>) -> CampaignBody {
    let slides = values.remove("slides").and_then(|slides| serde_json::from_value(slides).ok()).unwrap_or_default();
    let rows = values.remove("daypart").and_then(|rows| if let Json::Array(rows) = rows { Some(rows) } else { None });
    let named = |n: usize| before.and_then(|before| before.dayparts.get(n)).map(|daypart| daypart.id.clone());
    let named = |n: usize| named(n).unwrap_or_else(|| daypart_id(id, n));
    let daypart = |(n, row): (usize, Json)| {
        let Json::Object(mut row) = row else { return None };
        row.insert("id".to_owned(), json!(named(n)));
        serde_json::from_value::<Daypart>(Json::Object(row)).ok()
    };
    let dayparts: Vec<Daypart> = rows.unwrap_or_default().into_iter().enumerate().filter_map(daypart).collect();
    let playlist = before.map_or_else(|| json!(id), |before| json!(before.campaign.playlist));
    values.extend([
        ("id".to_owned(), json!(id)),
        ("playlist".to_owned(), playlist),
        ("dayparts".to_owned(), json!(dayparts.iter().map(|daypart| &daypart.id).collect::<Vec<_>>())),
    ]);
    let campaign: Campaign =
        serde_json::from_value(Json::Object(values)).expect("a test holds the form against its type");
    CampaignBody { campaign, slides, dayparts }
}

/// The name of a campaign's nth window, from 0, unlike that of any other.
fn daypart_id(id: &CampaignId, n: usize) -> DaypartId {
    let ending = format!("-{}", n + 1);
    let stem: String = id.as_str().chars().take(limits::ID_CHARS - ending.len()).collect();
    format!("{stem}{ending}").parse().expect("an id and a number are an id")
}

/// What an officer would type to get that campaign.
pub(super) fn write(body: &CampaignBody, zone: &Zone) -> DraftText {
    let Ok(Json::Object(mut values)) = serde_json::to_value(&body.campaign) else { return DraftText::default() };
    values.insert("slides".to_owned(), json!(body.slides));
    values.insert("daypart".to_owned(), json!(body.dayparts));
    DraftText { fields: Fields::of(&form::write(&CAMPAIGN, &values, zone)), ..DraftText::default() }
}
