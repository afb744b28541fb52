//! Promises about emergencies in a browser: out in a few presses, confirmed and ended by two; everything stops and goes on; an
//! older version is played again.

use bangtin::{
    clock::Clock,
    model::{Priority, Programme},
};

use crate::{
    browser::{Browser, Setup},
    fixture::MORNING,
    officer::Officer,
    served_office::ServedOffice,
};

fn is_on(programme: &Programme) -> bool {
    programme.campaigns.iter().any(|campaign| campaign.priority == Priority::Emergency)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_is_a_few_presses_from_any_page_and_ends_by_two_people() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('b', "/phien-ban").await;
    // One press leads there from every page; real or exercise has no default, for nobody may send the wrong one in haste.
    browser.press("Khẩn cấp").await;
    browser.wait_for_path("/khan-cap").await;
    assert!(!browser.is_true("document.querySelector('[name=loai]:checked')").await, "nobody has said if it is real");
    browser.press("Diễn tập").await;
    browser.press("Nắng nóng gay gắt").await;
    browser.wait_for_path("/khan-cap/xem").await;
    browser.wait_until("document.querySelector('.look-picture img').naturalWidth > 0").await;
    assert!(!is_on(&office.programme()));
    browser.press("Phát ngay").await;
    browser.wait_for_path("/khan-cap").await;
    browser.wait_for("Người thứ hai xác nhận sau").await;
    assert!(is_on(&office.programme()));
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
