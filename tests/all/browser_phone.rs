//! Promises about a small phone: the whole job can be done on it, and nothing lies beside the screen.

use bangtin::clock::Clock;

use crate::{
    browser::{Browser, Setup},
    office_fixture::{Content, PASSWORD},
    officer::Officer,
    served_office::ServedOffice,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_job_is_done_on_a_small_phone() {
    let office = ServedOffice::with_displays(Clock::system()).await;
    let browser = Browser::open(Setup::PHONE).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/").await;
    browser.must_fit().await;
    browser.tap(".tabs a.new").await;
    browser.wait_for_path("/trang/moi").await;
    browser.must_fit().await;
    let item = officer.begin("slogan").await;
    browser.must_fit().await;
    officer.say("Mỗi nhà một tài khoản VNeID").await;
    browser.must_fit().await;
    browser.tap("[data-send]").await;
    browser.seen("#gui .button.primary").await;
    browser.must_fit().await;
    browser.tap("#gui .button.primary").await;
    browser.wait_for("Đã gửi").await;
    browser.must_fit().await;
    officer.log_in('b', "/").await;
    browser.must_fit().await;
    browser.tap("#for-me a.row").await;
    browser.seen(".decide .primary").await;
    browser.must_fit().await;
    browser.tap(".decide .primary").await;
    browser.wait_for("Phiên bản 2 đã đến").await;
    browser.must_fit().await;
    assert!(office.holds(&item));
    // An emergency, with a thumb.
    browser.tap(".topbar a.sos").await;
    browser.wait_for_path("/khan-cap").await;
    browser.must_fit().await;
    browser.tap("button.notice[value=nang-nong]").await;
    browser.seen(".go .sos-fill").await;
    browser.must_fit().await;
    browser.wait_until("getComputedStyle(document.querySelector('.arms')).pointerEvents !== 'none'").await;
    browser.press("Phát diễn tập").await;
    browser.seen("#banner .red").await;
    browser.must_fit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whether_it_is_saved_is_read_whole_on_a_small_phone() {
    let office = ServedOffice::new(Content::Nothing).await;
    let browser = Browser::open(Setup::PHONE).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/").await;
    officer.begin("slogan").await;
    officer.say("Mỗi nhà một tài khoản VNeID").await;
    browser.wait_until("document.querySelector('[data-saved] > span').textContent.startsWith('Đã lưu lúc')").await;
    let whole = "(() => { const words = document.querySelector('[data-saved] > span'); const at = words.getBoundingClientRect();\
         const sos = document.querySelector('.task-bar > .sos').getBoundingClientRect();\
         return words.scrollWidth <= words.clientWidth + 1 && at.width > 60 && at.right <= sos.left && at.bottom <= 90; })()";
    assert!(browser.is_true(whole).await, "nothing of it is cut, and nothing lies over it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_in_a_message_leads_whoever_is_logged_in_straight_to_the_card() {
    let office = ServedOffice::with_displays(Clock::system()).await;
    let slide = office.new_slide('a', "Sạch làng, tốt ruộng").await;
    let sent = office.send('a', &[&slide]).await.unwrap();
    let browser = Browser::open(Setup::PHONE).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('b', "/").await;
    // The message is a page of somebody else's: from there no cookie is sent along.
    let card = format!("/duyet/{sent}");
    let message = |path: &str| format!("data:text/html,<a href='{}'>Xem</a>", office.url(path));
    browser.go(&message(&card)).await;
    browser.press("Xem").await;
    browser.wait_for_path(&card).await;
    browser.seen(".decide .primary").await;
    // From there on the forms are our own.
    browser.press("Duyệt và phát").await;
    browser.wait_for("Phiên bản 2 đã đến").await;
    // Whoever is not logged in comes to the same card after the log-in.
    browser.forget().await;
    browser.go(&message(&card)).await;
    browser.press("Xem").await;
    browser.wait_for_path("/dang-nhap").await;
    browser.fill("#ten", "c").await;
    browser.fill("#mat-khau", PASSWORD).await;
    browser.tap("main .button.primary").await;
    browser.wait_for_path(&card).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_is_wider_than_what_it_is_looked_at_on() {
    let office = ServedOffice::new(Content::Sample).await;
    let browser = Browser::open(Setup::PHONE).await;
    let officer = Officer { office: &office, browser: &browser };
    let slide = office.programme().slides[0].id.to_string();
    let campaign = office.programme().campaigns[0].id.to_string();
    officer.log_in('b', "/").await;
    let editor = format!("/trang/{slide}");
    let playlist = format!("/lich/chien-dich/{campaign}/trang");
    let terms = format!("/lich/chien-dich/{campaign}");
    for path in [
        "/",
        "/trang",
        "/trang/moi",
        &editor,
        "/lich",
        "/lich/tuan",
        "/lich/chien-dich",
        &terms,
        &playlist,
        "/duyet",
        "/phien-ban",
        "/man-hinh",
        "/khan-cap",
        "/khan-cap/noi-gio?mau=bao&gio=6",
        "/khan-cap/xem?mau=nang-nong&gio=6",
        "/khan-cap/dung",
        "/thiet-lap",
        "/thiet-lap/toi",
        "/them",
        "/khong-co",
    ] {
        officer.open(path).await;
        fits_everywhere(&browser).await;
    }
    officer.log_in('q', "/man-hinh/them").await;
    for path in [
        "/man-hinh/them",
        "/thiet-lap",
        "/thiet-lap/nguoi-dung",
        "/thiet-lap/nguoi-dung/a",
        "/thiet-lap/nhat-ky",
        "/thiet-lap/sao-luu",
    ] {
        officer.open(path).await;
        fits_everywhere(&browser).await;
    }
}

/// From a small phone over a tablet, either way round, to a large screen.
async fn fits_everywhere(browser: &Browser) {
    for size in [Setup::PHONE.size, (600, 960), (768, 1024), (1024, 768), (1920, 1080)] {
        browser.resize(size).await;
        browser.must_fit().await;
    }
    browser.resize(Setup::PHONE.size).await;
}
