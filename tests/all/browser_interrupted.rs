//! Promises about a line that is cut and a session that ends while somebody writes: it is said, and no word is lost.

use bangtin::{clock::Clock, model::limits};
use serde_json::json;

use crate::{
    browser::{Browser, Setup},
    fixture::MORNING,
    office_fixture::PASSWORD,
    officer::Officer,
    served_office::ServedOffice,
};

/// Cuts the browser's line, or joins it again.
async fn cut(browser: &Browser, offline: bool) {
    browser.devtools("Network.enable", json!({})).await;
    let none = json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    browser.devtools("Network.emulateNetworkConditions", none).await;
}

const SAID: &str = "document.querySelector('[data-saved] > span').textContent";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_while_the_line_is_cut_is_saved_by_itself_when_it_is_back() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup::PHONE).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/").await;
    let item = officer.begin("slogan").await;
    officer.say("Gần dân").await;
    cut(&browser, true).await;
    browser.type_into("[name=text]", ", sát dân").await;
    browser.wait_until(&format!("{SAID}.startsWith('Mất mạng. Chữ vẫn giữ trong máy này')")).await;
    browser.must_fit().await;
    let saved = async || {
        let draft = office.office.draft(office.person('a').id(), &item).await.unwrap().unwrap();
        draft.text.fields.get("text").to_owned()
    };
    assert_eq!(saved().await, "Gần dân");
    cut(&browser, false).await;
    browser.wait_until(&format!("{SAID}.startsWith('Đã lưu lúc')")).await;
    assert_eq!(saved().await, "Gần dân, sát dân");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_away_too_long_logs_in_from_where_she_writes_and_finds_every_word() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup::PHONE).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/").await;
    let item = officer.begin("slogan").await;
    officer.say("Nói đi đôi").await;
    office.clock.advance(limits::SESSION_IDLE_MS + 1);
    browser.type_into("[name=text]", " với làm").await;
    browser.wait_until(&format!("{SAID}.startsWith('Lâu không dùng nên đã khóa')")).await;
    browser.must_fit().await;
    // The password is all that is asked for, and the editor comes back with what this machine kept.
    browser.press("Đăng nhập lại").await;
    browser.wait_for_path("/dang-nhap").await;
    browser.fill("#ten", "a").await;
    browser.fill("#mat-khau", PASSWORD).await;
    browser.tap("main .button.primary").await;
    browser.wait_for_path(&format!("/trang/{}", item.own())).await;
    browser.tap("[data-take-kept]").await;
    browser.wait_until("document.querySelector('[name=text]').value === 'Nói đi đôi với làm'").await;
    let draft = office.office.draft(office.person('a').id(), &item).await.unwrap().unwrap();
    assert_eq!(draft.text.fields.get("text"), "Nói đi đôi với làm");
}
