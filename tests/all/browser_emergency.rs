//! Promises about emergencies in a browser: out by two presses and read back from a hall, confirmed and ended by two;
//! everything stops and goes on; an older version is played again.

use bangtin::{
    approval::ItemId,
    clock::Clock,
    media,
    model::{Priority, Programme, SlideContent, SlideId},
};

use crate::{
    browser::{Browser, Setup},
    browser_writing::{hall, must_hang},
    fixture::MORNING,
    officer::Officer,
    served_office::ServedOffice,
};

fn is_on(programme: &Programme) -> bool {
    programme.campaigns.iter().any(|campaign| campaign.priority == Priority::Emergency)
}

/// Whether what is on bears the words DIỄN TẬP.
fn is_exercise(programme: &Programme) -> bool {
    programme.slides.iter().any(|slide| matches!(&slide.content, SlideContent::Alert(alert) if alert.exercise))
}

/// The button that sends the notice about heat.
fn sends(kind: &str) -> String {
    format!("button[name=loai][value={kind}][formaction='/khan-cap/phat?mau=nang-nong']")
}

/// The buttons that send wake a moment after the page, so that none is the end of a double press.
const AWAKE: &str = "getComputedStyle(document.querySelector('.arms')).pointerEvents !== 'none'";

/// The picture of a slide as the office has it.
async fn drawn(office: &ServedOffice, slide: &SlideId) -> media::Picture {
    let item = ItemId::Slide(slide.clone());
    let digest = office.office.live().await.unwrap().digest(&item).expect("it is live");
    let picture = office.get('v', &format!("/hinh/ban/{item}/{digest}?rong=640")).await.bytes().await.unwrap();
    media::decode(&picture).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_is_two_presses_from_any_page_and_hangs_in_a_hall_until_two_people_end_it() {
    let office = ServedOffice::with_displays(Clock::system()).await;
    let home = tempfile::tempdir().unwrap();
    let hall = hall(&office, home.path());
    hall.shows(1);
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('b', "/phien-ban").await;
    // The first press. Where and until when the second one will send is chosen, and can be read; whether it is real, no: which
    // button is pressed says that.
    browser.press("Khẩn cấp").await;
    browser.wait_for_path("/khan-cap").await;
    for chosen in ["noi][value=tat-ca", "gio][value='3'"] {
        browser.find(&format!("[name={chosen}]:checked")).await;
    }
    assert!(browser.find_all("input[name=loai]").await.is_empty());
    assert!(!is_on(&office.programme()));
    // The second one.
    browser.wait_until(AWAKE).await;
    browser.tap(&sends("that")).await;
    browser.wait_for("Người thứ hai xác nhận sau").await;
    assert!(is_on(&office.programme()));
    assert!(!is_exercise(&office.programme()), "it is real, because that button was pressed");
    let record = hall.shows(2);
    assert!(record.slide.as_str().starts_with("khan-cap-"), "{record:?}");
    must_hang(&drawn(&office, &record.slide).await, home.path()).await;
    // It is on every page, and whoever put it out cannot confirm it.
    for path in ["/", "/trang", "/lich"] {
        officer.open(path).await;
        browser.seen("#banner .red").await;
    }
    browser.tap("#banner a").await;
    browser.wait_for("Chờ người thứ hai xác nhận").await;
    assert!(!browser.text().await.contains("Xác nhận tin đúng"));

    officer.log_in('c', "/").await;
    browser.tap("#banner a").await;
    browser.press("Xác nhận tin đúng").await;
    browser.wait_for("Đã xác nhận tin khẩn").await;
    browser.press("Hết nguy hiểm").await;
    browser.wait_for("Cần thêm một người xác nhận").await;
    assert!(is_on(&office.programme()), "one alone does not end it");

    officer.log_in('b', "/khan-cap").await;
    browser.wait_for("Lê Thị Cúc").await;
    browser.press("Xác nhận hết nguy hiểm").await;
    browser.wait_for("Xác nhận đã hết nguy hiểm?").await;
    browser.press("Xác nhận hết nguy hiểm").await;
    browser.wait_for("Đã hết").await;
    officer.open("/").await;
    assert!(browser.find_all("#banner .red").await.is_empty());
    // The hall says so too.
    let record = hall.shows(3);
    assert!(record.slide.as_str().ends_with("-het"), "{record:?}");
    must_hang(&drawn(&office, &record.slide).await, home.path()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exercise_is_looked_at_first_and_no_key_sends_it_by_itself() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    // From a page of one task too.
    officer.log_in('b', "/trang/moi").await;
    browser.press("Khẩn cấp").await;
    browser.wait_for_path("/khan-cap").await;
    // Enter in the form looks at the first notice, and does not put it out.
    browser.find("[name=gio]:checked").await;
    browser.run("document.querySelector('[name=gio]:checked').focus()", serde_json::json!([])).await;
    browser.keys("\u{e007}").await;
    browser.wait_for_path("/khan-cap/xem").await;
    browser.wait_until("document.querySelector('.look-picture img').naturalWidth > 0").await;
    browser.wait_for("mọi trang mang chữ DIỄN TẬP").await;
    assert!(!is_on(&office.programme()));
    browser.wait_until(AWAKE).await;
    browser.press("Phát diễn tập").await;
    browser.wait_for("Người thứ hai xác nhận sau").await;
    assert!(is_on(&office.programme()) && is_exercise(&office.programme()));
    // Its newer bulletin is an exercise too: the other button is not there.
    browser.press("Cập nhật tin").await;
    browser.press("Xem trước").await;
    browser.wait_for_path("/khan-cap/xem").await;
    browser.called("Phát diễn tập").await;
    assert!(browser.find_all("button[name=loai][value=that]").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exercise_is_two_presses_without_a_script_too() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup { scripts: false, ..Setup::PHONE }).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('b', "/").await;
    browser.tap(".topbar a.sos").await;
    browser.wait_for_path("/khan-cap").await;
    browser.wait_until(AWAKE).await;
    browser.tap(&sends("dien-tap")).await;
    browser.wait_for("Người thứ hai xác nhận sau").await;
    assert!(is_on(&office.programme()) && is_exercise(&office.programme()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_stops_goes_on_and_an_older_version_comes_back() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let slide = office.approved_slide('a', 'b', "Sẽ bị lấy lại").await;
    let before = office.programme();
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('c', "/").await;
    browser.press("Khẩn cấp").await;
    browser.press("Dừng tất cả màn hình").await;
    browser.seen("dialog[open] #vi-sao").await;
    browser.fill("dialog[open] #vi-sao", "Trang ghi sai ngày").await;
    browser.tap("dialog[open] .button.dark").await;
    browser.wait_for("Lê Thị Cúc dừng tất cả: “Trang ghi sai ngày”").await;
    assert!(office.programme().campaigns.is_empty(), "only the greeting is left");
    officer.open("/trang").await;
    browser.seen("#banner .ink").await;
    browser.tap("#banner a").await;
    browser.press("Phát tiếp").await;
    browser.wait_for("Đang phát tiếp").await;
    assert_eq!(office.programme().campaigns.len(), before.campaigns.len(), "what was on is on again");
    assert!(office.holds(&slide));

    // The first version, again.
    officer.open("/phien-ban").await;
    browser.tap("#v1 .act .button").await;
    browser.wait_for("Phát lại nội dung của phiên bản 1?").await;
    browser.tap("#v1 .question .primary").await;
    browser.wait_for("Phát lại phiên bản 1").await;
    assert!(!office.holds(&slide));
    assert_eq!(office.programme().version, before.version + 3, "as a new version after stop and resume");
}
