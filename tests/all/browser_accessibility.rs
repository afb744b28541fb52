//! Promises about whoever reads the page with other eyes or works it with other hands: every page keeps WCAG 2.2 AA by
//! axe-core, in light and in dark colours, on a PC and on a small phone.
//!
//! `BANGTIN_PICTURES=FOLDER cargo test browser_accessibility` also keeps a picture of every page there.

use std::path::{Path, PathBuf};

use bangtin::{
    clock::Clock,
    feed::{ClockDoubt, RepositoryError},
};
use serde_json::{Value as Json, json};

use crate::{
    browser::{Browser, Setup},
    browser_first_start::Fresh,
    browser_pasting::list,
    fixture::{DAY, MORNING},
    office_fixture::Content,
    officer::Officer,
    served_office::ServedOffice,
};

const AXE: &str = include_str!("../vendor/axe.min.js");

/// How a page is looked at: what its pictures are called by, its size in CSS pixels, and whether its colours are dark.
const LOOKS: [(&str, (u32, u32), bool); 3] =
    [("desktop", (1366, 768), false), ("dark", (1366, 768), true), ("phone", (360, 800), false)];

/// Sets a look, without loading the page anew.
async fn look_at(browser: &Browser, size: (u32, u32), is_dark: bool) {
    browser.resize(size).await;
    let scheme = if is_dark { "dark" } else { "light" };
    let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
    browser.devtools("Emulation.setEmulatedMedia", features).await;
}

/// What axe-core finds on the page as it is now: the rule, the elements, and why.
async fn breaches(browser: &Browser) -> Vec<String> {
    let script = "return axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})\
        .then(found => found.violations.map(rule => rule.id + ': ' + rule.nodes.slice(0, 3)\
        .map(node => node.target.join(' ') + ' (' + (node.any[0]?.message ?? node.failureSummary) + ')').join('; ')))";
    let Json::Array(told) = browser.run(script, json!([])).await else { panic!("axe-core says nothing") };
    told.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
}

/// Judges the page in every look; `name` is what its pictures are called.
async fn judge(browser: &Browser, name: &str, wrong: &mut Vec<String>) {
    browser.devtools("Runtime.evaluate", json!({"expression": AXE})).await;
    for (look, size, is_dark) in LOOKS {
        look_at(browser, size, is_dark).await;
        // What fades in is judged when it is there: on a busy machine the first look would fall in between.
        let moves = "a => a.playState === 'running' && a.effect.getComputedTiming().iterations !== Infinity";
        browser.wait_until(&format!("!document.getAnimations().some({moves})")).await;
        wrong.extend(breaches(browser).await.into_iter().map(|breach| format!("{name}, {look}: {breach}")));
        if let Some(folder) = std::env::var_os("BANGTIN_PICTURES").map(PathBuf::from) {
            // What comes when it is looked at, comes.
            browser
                .wait_until(
                    "[...document.images].every(i => i.complete || i.getBoundingClientRect().top > innerHeight)",
                )
                .await;
            std::fs::write(folder.join(format!("{name}-{look}.png")), browser.screenshot(false).await).unwrap();
        }
    }
    look_at(browser, Setup::DESKTOP.size, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_can_be_read_and_worked_by_everybody() {
    let slides = Path::new(env!("CARGO_MANIFEST_DIR")).join("slides");
    let office = ServedOffice::at(Clock::fixed(MORNING), Content::Folder(&slides)).await;
    let slide = office.programme().slides[0].id.to_string();
    let campaign = office.programme().campaigns[0].id.to_string();
    let written = office.new_slide('a', "Sạch làng, tốt ruộng").await;
    let sent = office.send('a', &[&written]).await.unwrap();
    let draft = office.new_slide('a', "Mỗi nhà một tài khoản VNeID").await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    let mut wrong = Vec::new();

    officer.open("/dang-nhap").await;
    judge(&browser, "dang-nhap", &mut wrong).await;
    officer.log_in('a', "/").await;
    let own = draft.to_string();
    let own = own.trim_start_matches("slide:");
    for (name, path) in [
        ("soan-trang", format!("/trang/{own}")),
        ("gui-duyet", format!("/trang/{own}/gui")),
        ("trang-moi", "/trang/moi".into()),
    ] {
        officer.open(&path).await;
        judge(&browser, name, &mut wrong).await;
    }
    for display in office.programme().displays {
        office.heard(display.id.as_str(), 1).await;
    }
    officer.log_in('b', "/").await;
    for (name, path) in [
        ("hom-nay", "/".to_owned()),
        ("trang", "/trang".into()),
        ("xem-trang", format!("/trang/{slide}")),
        ("lich-ngay", "/lich".into()),
        ("lich-tuan", "/lich/tuan".into()),
        ("vi-sao", "/lich/vi-sao".into()),
        ("chien-dich-ds", "/lich/chien-dich".into()),
        ("chien-dich", format!("/lich/chien-dich/{campaign}")),
        ("danh-sach-phat", format!("/lich/chien-dich/{campaign}/trang")),
        ("duyet-ds", "/duyet".into()),
        ("duyet", format!("/duyet/{sent}")),
        ("phien-ban", "/phien-ban".into()),
        ("man-hinh", "/man-hinh".into()),
        ("khan-cap", "/khan-cap".into()),
        ("khan-cap-noi", "/khan-cap/noi-gio?mau=bao&gio=6".into()),
        ("khan-cap-xem", "/khan-cap/xem?mau=nang-nong&gio=6".into()),
        ("dung", "/khan-cap/dung".into()),
        ("thiet-lap", "/thiet-lap".into()),
        ("toi", "/thiet-lap/toi".into()),
        ("them", "/them".into()),
        ("thanh-phan", "/thiet-lap/thanh-phan".into()),
        ("khong-co", "/khong-co".into()),
    ] {
        officer.open(&path).await;
        if name == "xem-trang" {
            // Those of a folder that was brought in are there as well as those that somebody brought.
            let whole = "(all => all.length === 2 && all.every(i => i.complete && i.naturalWidth > 0))";
            browser.wait_until(&format!("{whole}([...document.querySelectorAll('.picture img')])")).await;
        }
        judge(&browser, name, &mut wrong).await;
    }
    let display = office.programme().displays[0].id.to_string();
    officer.log_in('q', "/man-hinh/them").await;
    for (name, path) in [
        ("man-hinh-them", "/man-hinh/them".to_owned()),
        ("mot-man-hinh", format!("/man-hinh/{display}")),
        ("bo-cai", format!("/man-hinh/{display}/bo-cai")),
        ("mang-usb", format!("/man-hinh/{display}/usb")),
        ("sao-luu", "/thiet-lap/sao-luu".into()),
        ("to-huong-dan", format!("/man-hinh/{display}/to-huong-dan")),
        ("nguoi-dung", "/thiet-lap/nguoi-dung".into()),
        ("nguoi-dung-moi", "/thiet-lap/nguoi-dung/moi".into()),
        ("mot-nguoi", "/thiet-lap/nguoi-dung/a".into()),
        ("nhat-ky", "/thiet-lap/nhat-ky".into()),
    ] {
        officer.open(&path).await;
        judge(&browser, name, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_and_a_stop_can_be_read_and_worked_by_everybody() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    let mut wrong = Vec::new();
    officer.log_in('b', "/khan-cap/xem?mau=nang-nong&gio=6").await;
    browser.wait_until("getComputedStyle(document.querySelector('.arms')).pointerEvents !== 'none'").await;
    browser.press("Phát diễn tập").await;
    browser.wait_for("Người thứ hai xác nhận sau").await;
    judge(&browser, "khan-cap-dang", &mut wrong).await;
    officer.log_in('c', "/khan-cap").await;
    judge(&browser, "khan-cap-thu-hai", &mut wrong).await;
    officer.open("/").await;
    judge(&browser, "hom-nay-khan", &mut wrong).await;
    office.office.stop(office.person('c'), "Trang ghi sai ngày").await.unwrap();
    officer.open("/").await;
    judge(&browser, "hom-nay-dung", &mut wrong).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_wrong_can_be_read_and_worked_by_everybody() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    let mut wrong = Vec::new();
    let doubt = ClockDoubt::Jump { now: MORNING, issued: MORNING + -180 * DAY };
    office.office_clock.note(&Err(RepositoryError::Clock(doubt)));
    let says = reqwest::Client::new().get(office.url("/metadata/timestamp.json"));
    let says = says.header("bangtin-display", "ht-001").header("bangtin-edition", "1").header("bangtin-disk", "memory");
    assert!(says.send().await.unwrap().status().is_success());
    officer.log_in('q', "/").await;
    for (name, path) in
        [("hom-nay-dong-ho", "/"), ("man-hinh-dia", "/man-hinh"), ("mot-man-hinh-dia", "/man-hinh/ht-001")]
    {
        officer.open(path).await;
        judge(&browser, name, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_start_can_be_read_and_worked_by_everybody() {
    let fresh = Fresh::open();
    let browser = Browser::open(Setup::DESKTOP).await;
    let mut wrong = Vec::new();
    browser.go(&fresh.link).await;
    let steps: [(&str, &[(&str, &str)]); 4] = [
        ("bat-dau-xa", &[("don-vi", "UBND xã Mai Phụ")]),
        (
            "bat-dau-quan-tri",
            &[("ho-ten", "Phạm Thị Quý"), ("ten", "quy.vp"), ("mat-khau", "con trâu đi trước cái cày")],
        ),
        ("bat-dau-thu-hai", &[("ho-ten", "Trần Văn Bình"), ("ten", "binh.ct"), ("mat-khau", "lúa chín vàng đồng")]),
        ("bat-dau-mau", &[]),
    ];
    for (n, (name, fields)) in (1..).zip(steps) {
        browser.wait_until(&format!("document.querySelector('ol li:nth-child({n})[aria-current=step]')")).await;
        for (field, words) in fields {
            browser.fill(&format!("#{field}"), words).await;
        }
        // The picture follows what was typed, and the sample's are drawn.
        let drawn = match name {
            "bat-dau-xa" => "document.getElementById('hinh-xa').src.includes('don-vi=UBND')",
            "bat-dau-mau" => "document.querySelectorAll('.sample-pictures img').length > 6",
            _ => "true",
        };
        browser.wait_until(drawn).await;
        browser.wait_until("[...document.images].every(i => i.complete && i.naturalWidth > 0)").await;
        judge(&browser, name, &mut wrong).await;
        browser.tap("main .go .button.primary").await;
    }
    browser.wait_for_path("/").await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_asked_again_or_written_twice_can_be_read_and_worked_by_everybody() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let sent = office.new_slide('a', "Sạch làng, tốt ruộng").await;
    let sent = office.send('a', &[&sent]).await.unwrap();
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    let mut wrong = Vec::new();
    officer.open("/dang-nhap").await;
    browser.fill("#ten", "a").await;
    browser.fill("#mat-khau", "không phải mật khẩu này").await;
    browser.tap("main .button.primary").await;
    browser.wait_for("Mật khẩu chưa đúng").await;
    judge(&browser, "dang-nhap-sai", &mut wrong).await;
    officer.open("/api").await;
    judge(&browser, "api", &mut wrong).await;

    // One slide in two hands.
    officer.log_in('a', "/trang").await;
    let item = officer.begin("slogan").await;
    officer.say("Gần dân để hiểu dân").await;
    let mine = office.office.edit(office.person('d').id(), &item).await.unwrap();
    let mut text = mine.text;
    text.fields.set("text", "Sát dân để giúp dân");
    office.write('d', &item, text).await;
    officer.open(&format!("/trang/{}", item.own())).await;
    browser.find("[data-two]").await;
    judge(&browser, "hai-ban", &mut wrong).await;

    officer.log_in('b', "/").await;
    for (name, path) in
        [("duyet-tra-lai", format!("/duyet/{sent}?tra-lai=1")), ("phat-lai", "/phien-ban?phat-lai=1".to_owned())]
    {
        officer.open(&path).await;
        judge(&browser, name, &mut wrong).await;
    }
    officer.open("/khan-cap/xem?mau=nang-nong&gio=6").await;
    browser.wait_until("getComputedStyle(document.querySelector('.arms')).pointerEvents !== 'none'").await;
    browser.press("Phát diễn tập").await;
    browser.wait_for("Người thứ hai xác nhận sau").await;
    officer.log_in('c', "/khan-cap").await;
    let over = browser.find("a[href$='/het'], form[action$='/het']").await;
    let over = match browser.attribute(&over, "href").await {
        href if href.is_empty() => browser.attribute(&over, "action").await,
        href => href,
    };
    officer.open(&over).await;
    judge(&browser, "khan-cap-het", &mut wrong).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_list_and_a_shorter_text_can_be_read_and_worked_by_everybody() {
    let office = ServedOffice::new(Content::Nothing).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    let mut wrong = Vec::new();
    let head = ["Mã TTHC", "Tên TTHC", "Lĩnh vực"];
    let bring = async |rows: &[[&str; 3]]| {
        let file = office.folder.join("Danh mục thủ tục.xlsx");
        std::fs::write(&file, list(&[&[head], rows].concat())).unwrap();
        officer.open("/trang/moi").await;
        browser.choose_file("#tep", &file).await;
    };
    officer.log_in('a', "/trang/moi").await;
    let birth = ["1.001193", "Đăng ký khai sinh", "Hộ tịch"];
    bring(&[birth, ["1.000894", "Đăng ký kết hôn", "Hộ tịch"], ["1.000656", "Đăng ký khai tử", "Hộ tịch"]]).await;
    browser.press("Dùng cách này").await;
    browser.find("[data-editor]").await;
    let saved = "[...document.querySelectorAll('textarea,input')].some(f=>f.value==='Đăng ký kết hôn')";
    browser.wait_until(saved).await;
    let marriage = ["1.000894", "Đăng ký kết hôn tại Ủy ban nhân dân cấp xã", "Hộ tịch"];
    bring(&[birth, marriage, ["1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch"]]).await;
    browser.wait_for("Thêm 1, đổi 1, bãi bỏ 1").await;
    browser.wait_until("[...document.querySelectorAll('.ways img')].some(i=>i.complete&&i.naturalWidth>=480)").await;
    judge(&browser, "cap-nhat-bang", &mut wrong).await;

    officer.begin("slogan").await;
    let long = "Bà con vui lòng đến Ủy ban nhân dân xã làm thủ tục hành chính, mang theo căn cước công dân và thẻ bảo hiểm y \
                tế, không phải lên huyện, không phải nhờ ai làm hộ, không mất thêm một khoản tiền nào";
    officer.say(long).await;
    browser.press("Rút gọn giúp").await;
    browser.wait_for("Lấy câu này").await;
    judge(&browser, "rut-gon", &mut wrong).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
