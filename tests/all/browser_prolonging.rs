//! Promises about what ends soon, in a browser: one press on the first page proposes a month more, another person approves.

use bangtin::clock::Clock;

use crate::{
    browser::{Browser, Setup},
    fixture::MORNING,
    officer::Officer,
    prolonging::ending,
    served_office::ServedOffice,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_more_is_one_press_on_the_first_page_and_stands_once_another_approves() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    ending(&office, &["Đăng ký tạm trú"]).await;
    let browser = Browser::open(Setup::PHONE).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('b', "/").await;
    let row = "document.querySelector('#ends-soon .row')";
    browser.wait_until(&format!("{row}.innerText.includes('Đăng ký tạm trú')")).await;
    let before = office.programme();
    browser.tap("#ends-soon button.prolongs").await;
    browser.wait_for("Đã gửi đề nghị gia hạn đến hết ngày 31/12").await;
    browser.wait_for_path("/").await;
    browser.must_fit().await;
    // The row says that it waits now, and nothing has changed in the halls.
    browser.wait_until(&format!("{row}.querySelector('a.prolongs').innerText.includes('Chờ duyệt')")).await;
    assert!(browser.find_all("#ends-soon button.prolongs").await.is_empty(), "it is proposed once");
    assert_eq!(office.programme(), before);
    browser.press("Xem đề nghị").await;
    browser.wait_for("Gia hạn đến hết ngày 31/12").await;
    browser.wait_for("Người viết không tự duyệt được").await;
    assert!(!browser.text().await.contains("Duyệt và phát"), "whoever pressed does not approve");

    officer.log_in('c', "/").await;
    officer.approve().await;
    officer.open("/").await;
    browser.wait_for("Không có gì hết hạn trong 30 ngày").await;
    let ends = |campaign: &bangtin::model::Campaign| campaign.until.map(|until| until.to_string());
    assert!(office.programme().campaigns.iter().any(|one| ends(one).as_deref() == Some("2027-01-01T00:00:00")));
}
