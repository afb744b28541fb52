//! Promises about the main job in a browser: a slogan is written, seen, sent and approved, and a hall shows just that.

use std::{path::Path, time::Duration};

use bangtin::{clock::Clock, media, model::WallTime};

use crate::{
    browser::{Browser, Setup},
    commands::{Hall, bangtin, picture},
    officer::Officer,
    push::now,
    served_office::ServedOffice,
};

/// The hall of `ht-001`, whose picture is copied to `home`.
pub fn hall(office: &ServedOffice, home: &Path) -> Hall {
    let text = |inside: &str| home.join(inside).to_str().unwrap().to_owned();
    let (feed, root) = (office.url(""), office.folder.join("feed/root.json"));
    let mut play = bangtin(&["play", "--feed", &feed, "--root", root.to_str().unwrap(), "--display", "ht-001"]);
    play.args(["--data", &text("hall"), "--offscreen", &text("screen"), "--size", "640x360", "--sticks", &text("no")]);
    Hall::open(play)
}

/// Waits until the hall whose picture is copied to `home` shows just that.
pub async fn must_hang(seen: &media::Picture, home: &Path) {
    let begun = now();
    loop {
        let apart = apart(seen, &picture(&home.join("screen/screen.png")));
        if apart < 1.0 {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "the hall shows another picture, {apart} of 255 apart");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// How far two pictures are apart, mean of all values above the status bar, of 255.
fn apart(one: &media::Picture, other: &media::Picture) -> f64 {
    assert_eq!(one.size, other.size);
    let above = one.rgba.len() * 8 / 10;
    let sum: u64 = one.rgba.iter().zip(&other.rgba).take(above).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / above as f64
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slogan_that_one_wrote_and_another_approved_is_what_a_hall_shows() {
    let office = ServedOffice::with_displays(Clock::system()).await;
    let home = tempfile::tempdir().unwrap();
    let hall = hall(&office, home.path());
    hall.shows(1);
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };

    officer.log_in('a', "/trang").await;
    browser.press("Trang mới").await;
    browser.wait_for_path("/trang/moi").await;
    let item = officer.begin("slogan").await;
    // What is too long becomes too small: that is said at the field, and shown in the picture.
    let long = "Bà con làm giấy khai sinh, đăng ký kết hôn, xác nhận tạm trú và chứng thực bản sao ngay tại bộ phận một \
                cửa của xã, không phải lên huyện, không phải nhờ ai làm hộ, không mất thêm một khoản tiền nào";
    officer.say(long).await;
    browser.wait_for("nhỏ hơn mức đọc được").await;
    browser.seen("[data-field=text] .finding").await;
    browser.seen("[data-screen] .spot").await;
    let (small, ..) = officer.picture().await;
    officer.say("Hồ sơ nộp từ nhà, kết quả nhận đúng hẹn").await;
    browser.wait_until("!document.querySelector('[data-field=text] .finding')").await;
    let (first, width, height) = officer.picture().await;
    assert!(small != first && (width, height) == (960, 540), "{width} × {height}");
    officer.say("Dân biết để làm, dân giám sát để tin").await;
    let (second, ..) = officer.picture().await;
    assert_ne!(first, second, "the picture follows the words");

    // On a screen that stands on its side, and back.
    browser.press("Dọc").await;
    browser
        .wait_until("document.querySelector('[data-canvas]').height > document.querySelector('[data-canvas]').width")
        .await;
    let (upright, width, height) = officer.picture().await;
    assert!(upright != second && (width, height) == (540, 960), "{width} × {height}");
    browser.press("Ngang").await;
    browser.wait_until("document.querySelector('[data-canvas]').width === 960").await;
    // From eight metres it is smaller than from close by.
    let wide = "return document.querySelector('[data-tv]').getBoundingClientRect().width";
    let near = browser.run(wide, serde_json::json!([])).await.as_f64().unwrap();
    browser.press("8 m").await;
    browser.wait_for("cách 8 m").await;
    assert!(browser.run(wide, serde_json::json!([])).await.as_f64().unwrap() < near / 2.0);

    officer.send().await;
    browser.wait_for("Chờ duyệt").await;
    officer.log_in('c', "/").await;
    officer.approve().await;
    // The hall comes for it, and the page says so by itself.
    let record = std::iter::repeat_with(|| hall.shows(2)).take(6).find(|record| record.slide.as_str() == item.own());
    let record = record.expect("the hall shows it within a round");
    browser.wait_for("Phiên bản 2 đã đến 1 trên 2 nơi").await;

    // What the officers saw is what hangs in the hall.
    let digest = office.office.live().await.unwrap().digest(&item).unwrap();
    let seen = office.get('v', &format!("/hinh/ban/{item}/{digest}?rong=640")).await.bytes().await.unwrap();
    must_hang(&media::decode(&seen).unwrap(), home.path()).await;
    let on = record.wall().expect("the record says when");
    let late = Clock::system().now().wall - on;
    assert!(on > WallTime(0) && late < 120_000, "{late} ms");
}
