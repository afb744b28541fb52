//! Promises about the keyboard: whoever has no mouse does the whole job, and always sees where the focus is.

use std::time::Duration;

use bangtin::{approval::ItemId, clock::Clock};

use crate::{
    browser::{Browser, Setup},
    office_fixture::{Content, PASSWORD},
    officer::Officer,
    push::now,
    served_office::ServedOffice,
};

const ENTER: &str = "\u{e007}";
const ESC: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";

/// Logs in from the first field on.
async fn log_in(officer: &Officer<'_>, who: char) {
    officer.browser.forget().await;
    officer.open("/").await;
    officer.browser.wait_until("document.activeElement.id === 'ten'").await;
    officer.browser.keys(&who.to_string()).await;
    officer.browser.tab_to("#mat-khau").await;
    officer.browser.keys(PASSWORD).await;
    officer.browser.keys(ENTER).await;
    officer.browser.wait_for_path("/").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_job_is_done_by_keyboard_alone() {
    let office = ServedOffice::with_displays(Clock::system()).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    log_in(&officer, 'a').await;
    // The first stop of every page leads over the sections to its content.
    browser.tab_to("a.skip").await;
    browser.keys(ENTER).await;
    browser.tab_to("a[href='/trang/moi']").await;
    browser.keys(ENTER).await;
    browser.wait_for_path("/trang/moi").await;
    browser.tab_to("button[name=mau][value=slogan]").await;
    browser.keys(ENTER).await;
    browser.find("[data-editor].lively").await;
    browser.tab_to("[name=text]").await;
    browser.keys("Cán bộ đúng hẹn, dân yên lòng").await;
    browser.wait_until("document.querySelector('[data-canvas]').ariaLabel?.includes('dân yên lòng')").await;
    browser.tab_to("[data-send]").await;
    browser.keys(ENTER).await;
    browser.wait_until("document.getElementById('gui').open").await;
    // Esc leads back to where one was.
    browser.keys(ESC).await;
    browser.wait_until("!document.getElementById('gui').open && document.activeElement.matches('[data-send]')").await;
    browser.keys(ENTER).await;
    browser.wait_until("document.getElementById('gui').open").await;
    // Arrows choose among what belongs together.
    browser.tab_to("#gui [name=den]").await;
    browser.keys(DOWN).await;
    browser.tab_to("#gui .button.primary").await;
    browser.keys(ENTER).await;
    browser.wait_for("Đã gửi").await;

    log_in(&officer, 'c').await;
    browser.tab_to("#for-me a.row").await;
    browser.keys(ENTER).await;
    browser.find(".decide").await;
    browser.tab_to(".decide .primary").await;
    browser.keys(ENTER).await;
    browser.wait_for("Phiên bản 2 đã đến").await;
    let shown = office.programme();
    assert!(shown.slides.iter().any(|slide| slide.content.texts().any(|text| text.contains("dân yên lòng"))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_playlist_is_arranged_by_keys() {
    let office = ServedOffice::new(Content::Sample).await;
    let live = office.office.live().await.unwrap();
    let body = live.campaigns().find(|body| body.slides.len() > 2).unwrap();
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/lich").await;
    officer.open(&format!("/lich/chien-dich/{}/trang", body.campaign.id)).await;
    browser.tab_to(".order .handle").await;
    // Taken, moved two places down, and put down: the focus stays with it.
    browser.keys(ENTER).await;
    browser.keys(DOWN).await;
    browser.keys(DOWN).await;
    browser.keys(ENTER).await;
    browser.wait_until("document.activeElement.closest('li')?.id === 'trang-3'").await;
    let item = ItemId::Campaign(body.campaign.id.clone());
    let begun = now();
    let draft = loop {
        if let Some(draft) = office.office.draft(office.person('a').id(), &item).await.unwrap() {
            break draft;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "the new order is not saved");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let order = [1, 2, 3].map(|n| draft.text.fields.get(&format!("slides[{n}]")).to_owned());
    assert_eq!(order, [1, 2, 0].map(|n| body.slides[n].to_string()));
}
