//! Promises about the officer's page, over real sockets: what another approves is on, nobody approves his own by any route,
//! emergencies go out and end, everything stops and goes on, and what halls say is told.

use std::time::Duration;

use bangtin::{
    approval::{ItemId, ItemKind, SubmissionId},
    clock::Clock,
    model::Programme,
    office::Sending,
};
use reqwest::StatusCode;

use crate::{office_fixture::slogan, served_office::ServedOffice};

/// A slogan that somebody wrote and sent.
async fn sent(desk: &ServedOffice, who: char, words: &str) -> (ItemId, SubmissionId) {
    let writer = desk.person(who);
    let draft = desk.office.new_draft(writer, ItemKind::Slide, words, slogan(words)).await.unwrap();
    let sending =
        Sending { drafts: vec![draft.item.clone()], note: "Bà con cần biết".to_owned(), ..Sending::default() };
    (draft.item, desk.office.send(writer, &sending).await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_approves_is_in_the_newest_programme_and_its_arrival_is_told() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    let (item, id) = sent(&desk, 'a', "Hồ sơ nộp từ nhà").await;
    let card = desk.page('b', &format!("/duyet/{id}")).await;
    for words in ["Hồ sơ nộp từ nhà", "Duyệt và phát", "Bà con cần biết", "Nguyễn Thị An", "thành phiên bản 2"]
    {
        assert!(card.contains(words), "{words}: {card}");
    }
    assert!(desk.page('b', "/").await.contains(&format!("/duyet/{id}")), "it waits on the first page");
    assert!(!desk.holds(&item));
    assert_eq!(desk.led('b', &format!("/duyet/{id}/duyet"), &[]).await, format!("/duyet/{id}"));
    assert!(desk.holds(&item), "approving publishes");
    let done = desk.page('b', &format!("/duyet/{id}")).await;
    assert!(done.contains("Phiên bản 2 đã đến 0 trên 2 nơi"), "{done}");
    desk.heard("ht-001", 1).await;
    desk.heard("tt-001", 2).await;
    desk.heard("bia-dat", 2).await;
    let done = desk.page('c', &format!("/duyet/{id}")).await;
    assert!(done.contains("Phiên bản 2 đã đến 1 trên 2 nơi"), "{done}");
    let today = desk.page('v', "/").await;
    for words in [
        "0 trên 1",
        "nhà văn hóa đang phát phiên bản 2",
        "Trung tâm xã cũng đã phát phiên bản 2",
        "Thôn Hữu Ninh đang tải",
    ] {
        assert!(today.contains(words), "{words}: {today}");
    }
    assert!(!today.contains("bia-dat"), "an invented name is nobody's hall");
    // What was heard is written down for the next start, and once for each version.
    let written = async || {
        let mut tx = desk.office.records().read().await.unwrap();
        bangtin::records::arrival::of_version(&mut tx, 2).await.unwrap().len()
    };
    for _ in 0..100 {
        if written().await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(written().await, 1);
    assert!(desk.page('b', "/phien-ban").await.contains("1 trên 2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_approves_what_he_wrote_by_any_route() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    // B may approve, and wrote this one himself.
    let (item, id) = sent(&desk, 'b', "Cần kiệm liêm chính").await;
    let card = desk.page('b', &format!("/duyet/{id}")).await;
    assert!(card.contains("Người viết không tự duyệt được. Chờ Lê Thị Cúc."), "{card}");
    assert!(!card.contains("Duyệt và phát"));
    for form in [&[][..], &[("ly-do", "Sai số liệu")]] {
        for verb in ["duyet", "tra-lai"] {
            desk.post('b', &format!("/duyet/{id}/{verb}"), form).await;
        }
    }
    // A wrote nothing of it and may not approve; D only looks; a stranger is not even asked.
    for who in ['a', 'v'] {
        assert_eq!(desk.post(who, &format!("/duyet/{id}/duyet"), &[]).await.status(), StatusCode::FORBIDDEN, "{who}");
    }
    let stranger = desk.request("POST", &format!("/duyet/{id}/duyet"), None, &[]).await;
    assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
    // From a page elsewhere a browser says so, and nothing is done in C's name.
    let elsewhere = reqwest::Client::new().post(desk.url(&format!("/duyet/{id}/duyet")));
    let elsewhere = elsewhere.header("cookie", desk.cookie('c')).header("sec-fetch-site", "cross-site");
    assert_eq!(elsewhere.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    assert!(!desk.holds(&item));
    assert!(desk.page('c', &format!("/duyet/{id}")).await.contains("Duyệt và phát"), "it waits still");
    desk.post('c', &format!("/duyet/{id}/duyet"), &[]).await;
    assert!(desk.holds(&item));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_back_says_why_and_waits_on_its_authors_first_page() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    let (_, id) = sent(&desk, 'a', "Đăng ký khai sinh").await;
    let to = desk.led('b', &format!("/duyet/{id}/tra-lai"), &[("can-sua", "  ")]).await;
    assert_eq!(to, format!("/duyet/{id}?tra-lai=1"), "a reason is asked for");
    assert!(desk.page('b', &to).await.contains("Cần sửa gì?"), "and the form stands on the page, without any script");
    let form = [("ly-do", "Sai ngày giờ"), ("can-sua", "Ghi rõ trạm nào")];
    assert_eq!(desk.led('b', &format!("/duyet/{id}/tra-lai"), &form).await, "/duyet");
    let today = desk.page('a', "/").await;
    assert!(today.contains("Trần Văn Bình trả lại: “Sai ngày giờ: Ghi rõ trạm nào”"), "{today}");
    let (_, again) = sent(&desk, 'a', "Đăng ký kết hôn").await;
    desk.post('a', &format!("/duyet/{again}/rut-lai"), &[]).await;
    assert!(desk.page('b', &format!("/duyet/{again}")).await.contains("Người gửi đã rút lại"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_goes_out_at_once_is_confirmed_and_ends_by_two() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    let choose = desk.page('b', "/khan-cap").await;
    // Two presses: the page, and a button under a notice without gaps, which says whether it is real: nothing else does.
    assert!(choose.contains("Phát ngay: tin thật") && choose.contains("Phát diễn tập"));
    assert!(!choose.contains(r#"type="radio" name="loai""#), "neither is chosen beforehand");
    assert!(choose.contains(r#"name="noi" value="tat-ca" checked"#));
    assert!(choose.contains(r#"name="gio" value="3" required checked"#), "until when stands there, and can be changed");
    for kind in ["that", "dien-tap"] {
        let sends =
            format!(r#"name="loai" value="{kind}" formaction="/khan-cap/phat?mau=nang-nong" formmethod="post""#);
        assert!(choose.contains(&sends), "{sends}");
    }
    assert!(!choose.contains("/khan-cap/phat?mau=bao"), "what has a gap does not go out");
    for said in [[("mau", "nang-nong"), ("gio", "3")], [("mau", "nang-nong"), ("loai", "that")]] {
        desk.post('b', "/khan-cap/phat", &said).await;
    }
    assert_eq!(desk.programme().version, 1, "without an end, or a word whether it is real, nothing goes out");
    // Or it is looked at first; no address says beforehand which it will be.
    let look = desk.page('b', "/khan-cap/xem?loai=that&mau=nang-nong&gio=3").await;
    assert!(look.contains("Phát ngay lên cả 2 màn hình?") && look.contains("DIỄN TẬP"), "{look}");
    assert!(look.contains("Phát ngay: tin thật") && look.contains("Phát diễn tập"), "{look}");
    let form =
        [("mau", "nang-nong"), ("gio", "3"), ("headline", "NẮNG NÓNG"), ("level", "1"), ("actions", "Uống nước.")];
    let to = desk.led('b', "/khan-cap/phat", &form).await;
    assert!(to.starts_with("/khan-cap/xem"), "what does not say which it is goes back to where it is asked: {to}");
    // One with a gap leads to where it is filled in.
    let gap = desk.page('b', "/khan-cap/xem?loai=that&mau=bao&gio=3").await;
    assert!(gap.contains("Còn chỗ để dấu “…”"), "{gap}");
    let form = |until: &'static str| {
        vec![
            ("loai", "dien-tap"),
            ("mau", "nang-nong"),
            ("headline", "NẮNG NÓNG GAY GẮT"),
            ("level", "1"),
            ("actions", "Uống đủ nước."),
            ("issuer", "Ban Chỉ huy xã"),
            ("contact", "Gọi 112"),
            ("noi", "nhom:nha-van-hoa"),
            ("gio", until),
        ]
    };
    assert_eq!(
        desk.post('c', "/khan-cap/phat", &form("3")).await.status(),
        StatusCode::FORBIDDEN,
        "C has not that right"
    );
    let to = desk.led('b', "/khan-cap/phat", &form("")).await;
    assert!(to.starts_with("/khan-cap/noi-gio"), "without an end it does not go out: {to}");
    assert_eq!(desk.programme().version, 1);
    assert_eq!(desk.led('b', "/khan-cap/phat", &form("3")).await, "/khan-cap");
    let programme = desk.programme();
    let emergency = |programme: &Programme| {
        programme.campaigns.iter().find(|campaign| campaign.priority == bangtin::model::Priority::Emergency).cloned()
    };
    let campaign = emergency(&programme).expect("it is on");
    assert!(campaign.until.is_some() && campaign.tags == ["nha-van-hoa"]);
    let id = campaign.id.to_string();
    assert!(desk.page('v', "/phien-ban").await.contains("Đang phát tin khẩn"), "on every page");
    // B put it out: the second person is C.
    assert!(!desk.page('b', "/khan-cap").await.contains("Xác nhận tin đúng"));
    desk.post('b', &format!("/khan-cap/{id}/xac-nhan"), &[]).await;
    assert!(desk.page('c', "/khan-cap").await.contains("Xác nhận tin đúng"));
    assert_eq!(desk.post('d', &format!("/khan-cap/{id}/xac-nhan"), &[]).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(desk.led('c', &format!("/khan-cap/{id}/xac-nhan"), &[]).await, "/khan-cap");
    assert!(desk.page('c', "/khan-cap").await.contains("Đã xác nhận tin khẩn"));
    // One alone does not end it.
    desk.post('b', &format!("/khan-cap/{id}/het"), &[]).await;
    desk.post('b', &format!("/khan-cap/{id}/het"), &[]).await;
    assert!(desk.page('a', "/").await.contains("Đang phát tin khẩn"));
    assert!(desk.page('c', &format!("/khan-cap/{id}/het")).await.contains("Xác nhận đã hết nguy hiểm?"));
    desk.post('c', &format!("/khan-cap/{id}/het"), &[]).await;
    assert!(!desk.page('a', "/").await.contains("Đang phát tin khẩn"));
    let over = desk.programme();
    let now = desk.office.clock().now().wall;
    let shown = bangtin::schedule::Schedule::new(std::sync::Arc::new(over), Some(&"ht-001".parse().unwrap())).due(now);
    assert!(shown.emergency && shown.slide.as_str().ends_with("-het"), "halls are told that it is over: {shown:?}");
    assert!(shown.until - now <= 10 * 60_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_stops_at_once_and_goes_on_with_what_was_on() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    let (item, id) = sent(&desk, 'a', "Gần dân sát việc").await;
    desk.post('b', &format!("/duyet/{id}/duyet"), &[]).await;
    assert_eq!(desk.post('a', "/khan-cap/dung", &[("vi-sao", "")]).await.status(), StatusCode::FORBIDDEN);
    desk.post('c', "/khan-cap/dung", &[("vi-sao", "Trang ghi sai ngày")]).await;
    let stopped = desk.programme();
    assert!(stopped.campaigns.is_empty() && stopped.displays.len() == 2, "only the greeting is left");
    let page = desk.page('b', "/khan-cap").await;
    for words in ["Đã dừng tất cả", "Phát tiếp phiên bản 2?", "Lê Thị Cúc dừng tất cả: “Trang ghi sai ngày”"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(desk.page('a', "/").await.contains("Đã dừng tất cả"), "on every page");
    // Nothing is published meanwhile.
    let (_, waits) = sent(&desk, 'a', "Chờ đã").await;
    desk.post('b', &format!("/duyet/{waits}/duyet"), &[]).await;
    assert_eq!(desk.programme().version, stopped.version);
    desk.post('b', "/khan-cap/phat-tiep", &[("bo", "slide:khau-hieu")]).await;
    let on = desk.programme();
    assert!(!on.campaigns.is_empty() && desk.holds(&item), "what was on is on again");
    assert!(!on.slides.iter().any(|slide| slide.id.as_str() == "khau-hieu"), "but for what was taken off");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earlier_version_is_played_again_as_a_new_one() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    let (item, id) = sent(&desk, 'a', "Sẽ bị lấy lại").await;
    desk.post('b', &format!("/duyet/{id}/duyet"), &[]).await;
    assert!(desk.page('b', "/phien-ban?phat-lai=1").await.contains("Phát lại nội dung của phiên bản 1?"));
    assert!(!desk.page('a', "/phien-ban?phat-lai=1").await.contains("Phát lại nội dung"), "A may not");
    assert_eq!(desk.post('a', "/phien-ban/1/phat-lai", &[]).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(desk.led('b', "/phien-ban/1/phat-lai", &[]).await, "/phien-ban");
    assert_eq!(desk.programme().version, 3);
    assert!(!desk.holds(&item));
    assert!(desk.page('v', "/phien-ban").await.contains("Phát lại phiên bản 1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_looked_at_hears_what_changes_and_who_is_out_hears_nothing() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    assert_ne!(desk.request("GET", "/su-kien", None, &[]).await.status(), StatusCode::OK);
    let mut stream = desk.request("GET", "/su-kien", Some('c'), &[]).await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut heard = String::new();
    let mut until = async |words: &str| {
        while !heard.contains(words) {
            let next = tokio::time::timeout(Duration::from_secs(20), stream.chunk()).await;
            let chunk = next.unwrap_or_else(|_| panic!("{words} never came: {heard}")).unwrap().unwrap();
            heard.push_str(std::str::from_utf8(&chunk).unwrap());
        }
        heard.clear();
    };
    until("change").await;
    let (_, id) = sent(&desk, 'a', "Có đề nghị mới").await;
    until("submissions").await;
    desk.post('b', &format!("/duyet/{id}/duyet"), &[]).await;
    until("version").await;
    desk.heard("ht-001", 2).await;
    until("arrival").await;
    desk.post('c', "/khan-cap/dung", &[("vi-sao", "thử")]).await;
    until("banner").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_are_the_halls_own_and_only_for_those_who_are_logged_in() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    let live = desk.office.live().await.unwrap();
    let item: ItemId = "slide:khau-hieu".parse().unwrap();
    let digest = live.digest(&item).unwrap();
    let path = format!("/hinh/ban/{item}/{digest}?rong=640");
    assert_ne!(desk.request("GET", &path, None, &[]).await.status(), StatusCode::OK);
    let answer = desk.request("GET", &path, Some('v'), &[]).await;
    assert_eq!((answer.status(), &answer.headers()["content-type"]), (StatusCode::OK, &"image/png".parse().unwrap()));
    let bytes = answer.bytes().await.unwrap();
    let size = bangtin::media::probe(&bytes).expect("a picture").size;
    assert_eq!((size.width, size.height), (640, 360));
    let programme = live.version.as_ref().unwrap().programme.unwrap();
    let now = desk.office.clock().now().wall.0;
    let path = format!("/hinh/luc/{programme}?o=tt-001&luc={now}&rong=320");
    let answer = desk.request("GET", &path, Some('v'), &[]).await;
    assert_eq!((answer.status(), &answer.headers()["content-type"]), (StatusCode::OK, &"image/jpeg".parse().unwrap()));
    let size = bangtin::media::probe(&answer.bytes().await.unwrap()).expect("a picture").size;
    assert!(size.height > size.width, "a screen on its side stands upright");
}
