//! Promises about a browser without scripts: the whole job is done by links and forms.

use bangtin::clock::Clock;
use serde_json::json;

use crate::{
    browser::{Browser, Setup},
    officer::Officer,
    served_office::ServedOffice,
};

/// The picture of the editor: where it is, and how many bytes it has.
async fn picture(browser: &Browser) -> String {
    browser.wait_until("document.querySelector('[data-picture]').naturalWidth >= 480").await;
    let drawn = "const i=document.querySelector('[data-picture]'); const c=document.createElement('canvas');\
         c.width=i.naturalWidth; c.height=i.naturalHeight; c.getContext('2d').drawImage(i,0,0); return c.toDataURL()";
    browser.run(drawn, json!([])).await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_job_is_done_without_scripts() {
    let office = ServedOffice::with_displays(Clock::system()).await;
    let browser = Browser::open(Setup { scripts: false, ..Setup::DESKTOP }).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/trang").await;
    assert!(!browser.is_true("document.querySelector('[data-editor].lively')").await);
    let item = officer.begin("slogan").await;
    let empty = picture(&browser).await;
    browser.fill("[name=text]", "Thủ tục rõ ràng, cán bộ tận tình").await;
    browser.press("Lưu và xem trước").await;
    browser.wait_until("document.querySelector('[name=text]').value.startsWith('Thủ tục')").await;
    assert!(!browser.is_true("document.querySelector('.lively')").await, "no script has run");
    assert_ne!(picture(&browser).await, empty, "the picture says what was written");
    browser.press("Dọc").await;
    browser.wait_until("document.querySelector('[data-picture]').naturalHeight > 480").await;
    browser.press("Gửi duyệt").await;
    browser.wait_for_path(&format!("/trang/{}/gui", item.own())).await;
    browser.tap("form.sending .button.primary").await;
    browser.wait_for("Đã gửi").await;

    officer.log_in('b', "/").await;
    officer.approve().await;
    assert!(office.holds(&item));
    // An emergency, too.
    browser.press("Khẩn cấp").await;
    browser.tap("button.notice[value=nang-nong]").await;
    browser.wait_for_path("/khan-cap/xem").await;
    browser.wait_until("getComputedStyle(document.querySelector('.arms')).pointerEvents !== 'none'").await;
    browser.press("Phát ngay: tin thật").await;
    browser.wait_for("Đang phát tin khẩn").await;
}
