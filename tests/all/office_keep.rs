//! Promises about the schedule, the displays and the settings, over a real socket.

use std::{io::Read as _, net::IpAddr};

use bangtin::{
    approval::{Decision, ItemId, Role, SubmissionState},
    folder::HallConfig,
    model::Campaign,
    records::submission,
};
use reqwest::StatusCode;

use crate::{office_fixture::Content, served_office::ServedOffice};

/// `b` approves the newest of what waits.
async fn approve(desk: &ServedOffice) {
    let mut tx = desk.office.records().read().await.unwrap();
    let sent = submission::in_state(&mut tx, SubmissionState::Open, 10).await.unwrap();
    drop(tx);
    desk.office.decide(desk.person('b'), &sent.first().expect("something waits").id, Decision::Approve).await.unwrap();
}

/// Adds a display and has it approved; its id.
pub async fn display(desk: &ServedOffice, label: &str) -> String {
    let form = [("label", label), ("inch", "43"), ("chieu", "ngang"), ("tags", "nha-van-hoa")];
    let led = desk.led('q', "/man-hinh/them", &form).await;
    approve(desk).await;
    led.trim_start_matches("/man-hinh/").trim_end_matches("/bo-cai").to_owned()
}

async fn campaigns(desk: &ServedOffice) -> Vec<Campaign> {
    desk.office.live().await.unwrap().campaigns().map(|body| body.campaign.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_display_is_added_by_one_and_approved_by_another_and_its_kit_says_all_that_a_hall_needs() {
    let desk = ServedOffice::new(Content::Sample).await;
    let forbidden = desk.post('a', "/man-hinh/them", &[("label", "Nhà văn hóa")]).await;
    assert_eq!(forbidden.status(), StatusCode::FORBIDDEN, "displays are the administrator's");
    let form = [("label", "Nhà văn hóa thôn Quang Phú"), ("inch", "43"), ("chieu", "doc"), ("tags", "nha-van-hoa")];
    let led = desk.led('q', "/man-hinh/them", &form).await;
    let id = led.trim_start_matches("/man-hinh/").trim_end_matches("/bo-cai").to_owned();
    assert!(id.starts_with("mh-") && !id.contains("quang"), "{id} is given, and no village's name");
    let list = desk.page('a', "/man-hinh").await;
    assert!(list.contains("Nhà văn hóa thôn Quang Phú") && list.contains("Chờ duyệt") && list.contains("43 inch, dọc"));
    assert!(desk.office.live().await.unwrap().displays().next().is_none(), "nothing is on before somebody else agrees");
    assert!(desk.page('q', &led).await.contains("người thứ hai duyệt"));
    approve(&desk).await;
    let list = desk.page('a', "/man-hinh").await;
    assert!(list.contains("Chưa gọi về") && !list.contains("Chờ duyệt"));

    let wrong = desk.led('q', "/thiet-lap/dia-chi", &[("dia-chi", "10.0.0.2")]).await;
    assert_eq!(wrong, "/thiet-lap");
    desk.led('q', "/thiet-lap/dia-chi", &[("dia-chi", &desk.url(""))]).await;
    let sheet = desk.page('q', &format!("/man-hinh/{id}/to-huong-dan")).await;
    assert!(sheet.contains(&id) && sheet.contains("<path class=\"code\" d=\"M4,4h7"), "the sheet has its QR code");
    let kit = desk.get('q', &format!("/man-hinh/{id}/bo-cai.zip")).await.bytes().await.unwrap();
    let mut kit = zip::ZipArchive::new(std::io::Cursor::new(kit.to_vec())).unwrap();
    let home = desk.folder.join("hall");
    std::fs::create_dir(&home).unwrap();
    for file in 0..kit.len() {
        let mut file = kit.by_index(file).unwrap();
        let name = file.name().unwrap().rsplit('/').next().unwrap().to_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        std::fs::write(home.join(name), bytes).unwrap();
    }
    let sheet = std::fs::read_to_string(home.join("to-huong-dan.html")).unwrap();
    assert!(sheet.contains("Quang Phú") && !sheet.contains("/assets/"), "the sheet needs nothing beside it");
    let config = home.join("play.toml");
    let read = HallConfig::read(&config).unwrap();
    assert_eq!((read.display.unwrap().to_string(), read.feed.as_deref()), (id.clone(), Some(desk.url("").as_str())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_display_is_used_no_longer_once_a_second_person_has_agreed() {
    let desk = ServedOffice::new(Content::Sample).await;
    let id = display(&desk, "Thôn Đức Thắng").await;
    assert!(desk.page('q', &format!("/man-hinh/{id}")).await.contains("Ngừng dùng màn hình Thôn Đức Thắng?"));
    desk.led('q', &format!("/man-hinh/{id}/ngung"), &[]).await;
    assert_eq!(desk.office.live().await.unwrap().displays().count(), 1, "it is still there");
    approve(&desk).await;
    assert_eq!(desk.office.live().await.unwrap().displays().count(), 0);
    assert_eq!(desk.get('q', &format!("/man-hinh/{id}")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_says_what_plays_where_and_why() {
    let desk = ServedOffice::new(Content::Sample).await;
    assert!(desk.page('a', "/lich").await.contains("Chưa có màn hình nào"));
    let (one, _) = (display(&desk, "Thôn Minh Tân").await, display(&desk, "Thôn Châu Hạ").await);
    let day = desk.page('a', "/lich").await;
    assert!(day.contains("2 màn hình") && day.contains("cùng một lịch"), "displays with one schedule are one row");
    let title = campaigns(&desk).await.iter().find_map(|campaign| campaign.title.clone()).unwrap();
    assert!(day.contains(&title), "{title}");
    let why = desk.page('a', &format!("/lich/vi-sao?o={one}&luc=2026-11-24T10:00")).await;
    for words in
        ["Vì sao trang này", "của chiến dịch", "trong danh sách", "Có sẵn khi cài đặt", "Vì sao không phải trang khác?"]
    {
        assert!(why.contains(words), "{words}");
    }
    let week = desk.page('a', &format!("/lich/tuan?o={one}")).await;
    assert!(week.contains("T2") && week.contains("CN"));
    for odd in
        ["/lich?ngay=mai", "/lich?ngay=9999-12-31", "/lich/vi-sao?o=khong-co&luc=x", "/lich/tuan?ngay=-9999-01-01"]
    {
        assert_eq!(desk.get('a', odd).await.status(), StatusCode::OK, "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_is_written_with_nothing_but_forms_and_counts_once_it_is_approved() {
    let desk = ServedOffice::new(Content::Sample).await;
    let id = display(&desk, "Thôn Kim Ngọc").await;
    let form = [
        ("title", "Hỗ trợ buổi tối"),
        ("priority", "priority"),
        ("until", "2026-12-31"),
        ("displays", id.as_str()),
        ("gio-1-tu", "18:00"),
        ("gio-1-den", "21:30"),
        ("gio-1-ngay", "sat"),
        ("gio-1-ngay", "sun"),
    ];
    let playlist = desk.led('a', "/lich/chien-dich/moi", &form).await;
    assert_eq!(playlist, "/lich/chien-dich/ho-tro-buoi-toi-2/trang", "the sample has one of that name");
    let slide = desk.office.live().await.unwrap().slides().next().unwrap().slide.id.to_string();
    desk.led('a', &playlist, &[("lam", "them"), ("them", &slide)]).await;
    let before = campaigns(&desk).await.len();
    let led = desk.led('a', &playlist, &[("lam", "gui"), ("slides", &slide)]).await;
    assert_eq!(led, playlist);
    assert_eq!(campaigns(&desk).await.len(), before, "nobody approves what they wrote");
    assert!(desk.page('a', "/lich/chien-dich").await.contains("Danh sách phát"));
    approve(&desk).await;
    let live = desk.office.live().await.unwrap();
    let body = live.campaigns().find(|body| body.campaign.id.as_str() == "ho-tro-buoi-toi-2").unwrap();
    assert_eq!((body.slides.len(), body.dayparts.len(), body.dayparts[0].days.len()), (1, 1, 2));
    assert_eq!(body.campaign.displays[0].to_string(), id);
    let shown = desk.page('a', "/lich/chien-dich/ho-tro-buoi-toi-2").await;
    assert!(shown.contains("value=\"18:00\"") && shown.contains("Hỗ trợ buổi tối"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_campaign_is_said_where_it_is() {
    let desk = ServedOffice::new(Content::Sample).await;
    let led = desk.led('a', "/lich/chien-dich/moi", &[("title", "Thử"), ("gio-1-tu", "18:00")]).await;
    let form = led.trim_end_matches("/trang").to_owned();
    let led = desk.led('a', &form, &[("lam", "gui"), ("title", "Thử"), ("gio-1-tu", "18:00"), ("saves", "1")]).await;
    assert_eq!(led, format!("{form}?xem=1"));
    let shown = desk.page('a', &led).await;
    assert!(shown.contains("finding bad") && shown.contains("value=\"18:00\""), "what was typed is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_playlist_is_arranged_by_buttons_and_keeps_what_it_had() {
    let desk = ServedOffice::new(Content::Sample).await;
    let live = desk.office.live().await.unwrap();
    let body = live.campaigns().find(|body| body.slides.len() > 2).unwrap().clone();
    let path = format!("/lich/chien-dich/{}/trang", body.campaign.id);
    let slides: Vec<String> = body.slides.iter().map(ToString::to_string).collect();
    let mut form: Vec<(&str, &str)> = slides.iter().map(|id| ("slides", id.as_str())).collect();
    form.push(("lam", "xuong:1"));
    let led = desk.led('a', &path, &form).await;
    assert_eq!(led, format!("{path}#trang-2"), "the moved one is looked at");
    let item = ItemId::Campaign(body.campaign.id.clone());
    let draft = desk.office.draft(desk.person('a').id(), &item).await.unwrap().unwrap();
    assert_eq!(draft.text.fields.get("slides[1]"), slides[1]);
    assert_eq!(draft.text.fields.get("slides[2]"), slides[0]);
    let shown = desk.page('a', &path).await;
    assert!(shown.contains("Gửi duyệt thứ tự mới") && shown.contains("Một vòng phát"));
    form.truncate(slides.len());
    form.swap(0, 1);
    form.push(("lam", "gui"));
    desk.led('a', &path, &form).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_kept_by_the_administrator_alone() {
    let desk = ServedOffice::new(Content::Sample).await;
    for path in ["/thiet-lap/nguoi-dung", "/thiet-lap/nhat-ky", "/thiet-lap/nguoi-dung/a"] {
        assert_eq!(desk.get('b', path).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    let form = [
        ("ho-ten", "Đinh Thị E"),
        ("chuc-vu", "Cán bộ văn hóa"),
        ("ten", "d.vhxh"),
        ("mat-khau", "con trâu đi trước"),
        ("vai", "author"),
    ];
    desk.led('q', "/thiet-lap/nguoi-dung/moi", &form).await;
    let short =
        desk.post('q', "/thiet-lap/nguoi-dung/moi", &[("ho-ten", "E"), ("ten", "e.x"), ("mat-khau", "ngắn")]).await;
    assert_eq!(short.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text().await.unwrap().contains("Mật khẩu còn ngắn"));
    let made = desk.office.account_named("d.vhxh").await.unwrap().unwrap().account;
    let path = format!("/thiet-lap/nguoi-dung/{}", made.id);
    desk.led('q', &path, &[("ho-ten", "Đinh Thị E"), ("vai", "author"), ("vai", "approver"), ("khan", "on")]).await;
    let changed = desk.office.account(&made.id).await.unwrap().unwrap().account;
    assert!(changed.emergency && changed.roles.has(Role::Approver));
    desk.led('q', &path, &[("lam", "khoa")]).await;
    assert!(desk.office.account(&made.id).await.unwrap().unwrap().account.off.is_some());
    let last = desk.post('q', "/thiet-lap/nguoi-dung/q", &[("lam", "khoa")]).await;
    assert_eq!(last.status(), StatusCode::UNPROCESSABLE_ENTITY, "the last administrator stays");
    let log = desk.page('q', "/thiet-lap/nhat-ky?kiem=1").await;
    assert!(log.contains("Nhật ký còn nguyên") && log.contains("Khóa tài khoản") && log.contains("Đinh Thị E"));
    let few = desk.page('q', "/thiet-lap/nhat-ky?viec=account-close").await;
    assert!(!few.contains("<td>Tạo tài khoản"), "what does not fit the filter is left out");
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_sessions_and_tokens_are_everybodys_own() {
    let desk = ServedOffice::new(Content::Sample).await;
    let codes = desk.post('a', "/thiet-lap/toi/ma", &[]).await.text().await.unwrap();
    assert!(codes.contains("class=\"qr\"") && codes.contains("class=\"secret\""));
    let wrong = desk.post('a', "/thiet-lap/toi/ma/xac-nhan", &[("ma", "000000")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let token =
        desk.post('a', "/thiet-lap/toi/chia", &[("viec", "Máy quét"), ("duoc", "write"), ("so-ngay", "30")]).await;
    let shown = token.text().await.unwrap();
    let start = shown.find("bangtin_").expect("the token is shown once");
    let token: String = shown[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    assert!(desk.office.program(&token).await.unwrap().is_some());
    assert!(!desk.page('a', "/thiet-lap/toi").await.contains(&token), "and never again");
    let peer = IpAddr::from([127, 0, 0, 1]);
    let other = desk.office.log_in_first(&desk.person('a').account, peer, "Firefox/1 Windows").await.unwrap().token;
    assert!(desk.page('a', "/thiet-lap/toi").await.contains("Firefox, Windows"));
    desk.led('a', "/thiet-lap/toi/may-khac", &[]).await;
    assert!(desk.office.who(other.as_str()).await.unwrap().is_none());
    assert_eq!(desk.get('a', "/thiet-lap/toi").await.status(), StatusCode::OK, "this one goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_communes_name_changes_once_a_second_person_has_agreed() {
    let desk = ServedOffice::new(Content::Sample).await;
    let name = "UBND xã Mai Phụ mới";
    let form = [("name", name), ("kicker", "CẢI CÁCH"), ("hotline", "18001096"), ("portal", "dichvucong.gov.vn")];
    assert_eq!(desk.post('b', "/thiet-lap", &form).await.status(), StatusCode::FORBIDDEN);
    let wrong = desk.post('q', "/thiet-lap", &[("name", ""), ("kicker", "X")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    desk.led('q', "/thiet-lap", &form).await;
    let named = |live: &bangtin::office::LiveVersion| live.commune().unwrap().unit.name.clone();
    assert_ne!(named(&desk.office.live().await.unwrap()), name);
    approve(&desk).await;
    assert_eq!(named(&desk.office.live().await.unwrap()), name);
}
