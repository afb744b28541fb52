//! Promises about what a person takes along from the page: a press, the file arrives, and the page says what to do with it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use bangtin::clock::Clock;

use crate::{
    browser::{Browser, Setup},
    commands::bangtin,
    fixture::MORNING,
    office_fixture::PASSWORD,
    officer::Officer,
    push::now,
    served_office::ServedOffice,
};

/// The one file in that folder, once all of it has come.
async fn arrived(folder: &Path) -> PathBuf {
    let begun = now();
    loop {
        let there: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let whole = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            // What is on its way bears another name until it is whole.
            !name.ends_with(".crdownload") && !name.starts_with(".")
        };
        if let [path] = &there[..]
            && whole(path)
        {
            return path.clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "no file arrives: {there:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// The names in a ZIP.
fn names(zip: &Path) -> Vec<String> {
    let zip = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    zip.file_names().map(|name| name.unwrap().into_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_arrives_by_the_password_and_the_page_says_where_to_keep_it() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let home = tempfile::tempdir().unwrap();
    let came = home.path().join("came");
    fs::create_dir(&came).unwrap();
    let browser = Browser::open(Setup::DESKTOP).await;
    browser.downloads_to(&came).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('q', "/thiet-lap").await;
    browser.press("Sao lưu").await;
    browser.wait_for_path("/thiet-lap/sao-luu").await;
    // The page says first what is in it, and what is not.
    for words in ["mọi phiên bản, tài khoản và nhật ký", "Khóa ký không nằm trong tệp này"] {
        assert!(browser.text().await.contains(words), "{words}");
    }
    browser.fill("#mat-khau", "không phải mật khẩu này").await;
    browser.press("Tải tệp sao lưu").await;
    browser.wait_for("Mật khẩu chưa đúng").await;
    assert!(fs::read_dir(&came).unwrap().next().is_none(), "nothing is handed out for a wrong one");

    browser.fill("#mat-khau", PASSWORD).await;
    browser.press("Tải tệp sao lưu").await;
    browser.wait_for("Chép sang ổ khác, cất xa máy này").await;
    let file = arrived(&came).await;
    assert!(name(&file).starts_with("bangtin-2026-11-20-") && name(&file).ends_with("-phien-ban-1.tar"), "{file:?}");
    assert!(browser.text().await.contains(name(&file)), "the page calls it by its name");
    // The page is where it was, and may be pressed again.
    browser.wait_for_path("/thiet-lap/sao-luu").await;
    assert!(browser.is_true("!document.querySelector('.button.busy, form[data-sent]')").await);
    let restored = home.path().join("other");
    let done = bangtin(&["restore", file.to_str().unwrap(), "--data", restored.to_str().unwrap()]).output().unwrap();
    let told = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && told.contains("version 1"), "{told}");
    // Who took it is in the log.
    browser.press("Nhật ký").await;
    browser.wait_for_path("/thiet-lap/nhat-ky").await;
    browser.wait_until("document.querySelector('main table, main .rows').innerText.includes('Sao lưu')").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_silent_hall_needs_arrives_from_the_first_page_on() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let came = tempfile::tempdir().unwrap();
    office.heard("ht-001", 1).await;
    office.clock.advance(2 * 3_600_000);
    let browser = Browser::open(Setup::DESKTOP).await;
    browser.downloads_to(came.path()).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/").await;
    browser.tap("#arrived a.row[href*='ht-001']").await;
    browser.wait_for_path("/man-hinh/ht-001").await;
    browser.press("Mang bằng USB").await;
    browser.wait_for_path("/man-hinh/ht-001/usb").await;
    for words in ["giải nén vào USB", "Đẩy USB ra rồi mới rút", "Máy tự nhận sau vài giây"] {
        assert!(browser.text().await.contains(words), "{words}");
    }
    browser.press("Tải tệp mang bằng USB").await;
    browser.wait_for("Giải nén vào USB rồi mang đi").await;
    let file = arrived(came.path()).await;
    assert_eq!(name(&file), "mang-usb-ht-001-phien-ban-1.zip");
    let inside = names(&file);
    for part in ["metadata/timestamp.json", "HUONG-DAN.html"] {
        assert!(inside.iter().any(|name| name == part), "{part}: {inside:?}");
    }
    browser.wait_for_path("/man-hinh/ht-001/usb").await;
    assert!(browser.is_true("!document.querySelector('.button.busy')").await, "it may be pressed again");
    browser.tap("a.back").await;
    browser.wait_for_path("/man-hinh/ht-001").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hall_kit_arrives_and_the_page_says_what_goes_with_it() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let came = tempfile::tempdir().unwrap();
    let browser = Browser::open(Setup::DESKTOP).await;
    browser.downloads_to(came.path()).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('q', "/man-hinh").await;
    browser.press("Thôn Hữu Ninh").await;
    browser.wait_for_path("/man-hinh/ht-001").await;
    browser.tap("a[href='/man-hinh/ht-001/bo-cai']").await;
    browser.wait_for_path("/man-hinh/ht-001/bo-cai").await;
    browser.press("Tải bộ cài").await;
    browser.wait_for("in tờ hướng dẫn rồi mang đi").await;
    let file = arrived(came.path()).await;
    assert_eq!(name(&file), "bo-cai-ht-001.zip");
    let mut inside = names(&file);
    inside.sort();
    let own = ["play.toml", "root.json", "to-huong-dan.html"];
    assert_eq!(inside, own.map(|name| format!("bangtin-ht-001/{name}")));
}
