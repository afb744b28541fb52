//! Promises about putting things in order with a mouse: a playlist is dragged, many slides are sent at once, one is used again.

use std::time::Duration;

use bangtin::{
    approval::{ItemId, SubmissionState},
    records::submission,
};

use crate::{
    browser::{Browser, Setup},
    office_fixture::Content,
    officer::Officer,
    push::now,
    served_office::ServedOffice,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_playlist_is_arranged_by_dragging() {
    let office = ServedOffice::new(Content::Sample).await;
    let live = office.office.live().await.unwrap();
    let body = live.campaigns().find(|body| body.slides.len() > 3).unwrap();
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/lich").await;
    officer.open(&format!("/lich/chien-dich/{}/trang", body.campaign.id)).await;
    browser.wait_until("globalThis.Sortable?.get(document.querySelector('.order'))").await;
    browser.drag("#trang-1 .handle", "#trang-3").await;
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
    // The numbers beside the rows are the new ones, and it may be sent.
    browser.wait_until("document.querySelector('#trang-3 .n').textContent.trim() === '3'").await;
    browser.press("Gửi duyệt thứ tự mới").await;
    browser.wait_for("Đã gửi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_slides_are_ticked_and_sent_and_an_old_one_is_used_again() {
    let office = ServedOffice::new(Content::Nothing).await;
    for words in ["Sạch làng, tốt ruộng", "Gần dân, sát dân", "Nói đi đôi với làm"] {
        office.new_slide('a', words).await;
    }
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/trang").await;
    // Found without diacritics and in any order of words.
    browser.fill("[type=search]", "lang sach").await;
    browser.keys("\u{e007}").await;
    browser.wait_until("document.querySelectorAll('.slides .slide').length === 1").await;
    officer.open("/trang").await;
    browser.wait_until("document.querySelectorAll('.slides .slide').length === 3").await;
    for n in [1, 2] {
        browser.tap(&format!(".slides .slide:nth-child({n}) .pick")).await;
    }
    browser.wait_until("document.querySelector('[data-selected]').textContent.includes('2')").await;
    browser.tap("[data-many-bar] [value=gui]").await;
    browser.wait_for("Đã gửi").await;
    let mut tx = office.office.records().read().await.unwrap();
    let open = submission::in_state(&mut tx, SubmissionState::Open, 10).await.unwrap();
    drop(tx);
    assert_eq!(open.iter().map(|sent| sent.items.len()).collect::<Vec<_>>(), [2], "both together");
    office.approve('b', &open[0].id).await.unwrap();
    let on = open[0].items[0].item.clone();

    // The words of one that is out become a new draft; the old one stays as it is.
    officer.open(&format!("/trang/{}", on.own())).await;
    let words = "return document.querySelector('[name=text]').value";
    let old = browser.run(words, serde_json::json!([])).await;
    browser.press("Dùng lại").await;
    browser.wait_until(&format!("location.pathname !== '/trang/{}'", on.own())).await;
    browser.find("[data-editor]").await;
    assert_eq!(browser.run(words, serde_json::json!([])).await, old, "with the same words");
    officer.say("Nghe dân nói, làm dân tin").await;
    assert!(office.holds(&on));
    // Taken off by ticking it, it waits for another's word.
    officer.open("/trang").await;
    browser.tap(&format!(".slide:has([href='/trang/{}']) .pick", on.own())).await;
    browser.tap("[data-many-bar] [value=go]").await;
    browser.wait_until("document.querySelector('.toasts').innerText.trim() !== ''").await;
    assert!(office.holds(&on), "nobody takes anything off alone");
}
