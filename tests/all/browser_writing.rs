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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_too_long_is_shortened_when_the_officer_says_so_or_becomes_two_slides() {
    let office = ServedOffice::with_displays(Clock::system()).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/trang").await;
    officer.begin("slogan").await;
    officer
        .say(
            "Bà con vui lòng đến Ủy ban nhân dân xã làm thủ tục hành chính, mang theo căn cước công dân và thẻ bảo hiểm y \
              tế, không phải lên huyện, không phải nhờ ai làm hộ, không mất thêm một khoản tiền nào",
        )
        .await;
    // It is proposed beside what there is, and nothing changes until it is taken.
    browser.press("Rút gọn giúp").await;
    browser.wait_for("Bà con đến UBND xã làm TTHC, mang theo CCCD và thẻ BHYT").await;
    let value = "document.querySelector('[name=text]').value";
    assert!(browser.is_true(&format!("{value}.includes('Ủy ban nhân dân')")).await);
    browser.press("Lấy câu này").await;
    browser.wait_until(&format!("{value}.startsWith('Bà con đến UBND xã')")).await;
    browser.press("Hoàn tác").await;
    browser.wait_until(&format!("{value}.includes('Ủy ban nhân dân')")).await;

    // A guide that takes too long is made two, of the campaign that plays it.
    let item = officer.begin("guide").await;
    let id = item.own().to_owned();
    let step = "Mở trang dịch vụ công, bấm Đăng nhập, chọn VNeID rồi ghi số căn cước và mật khẩu của mình";
    browser.fill("[name=title]", "Nộp hồ sơ từ nhà").await;
    for n in 1..=4 {
        browser.fill(&format!("[name='steps[{n}]']"), step).await;
        if n < 4 && browser.find_all(&format!("[name='steps[{}]']", n + 1)).await.is_empty() {
            browser.tap("[data-many=steps] [data-add]").await;
        }
    }
    let duration = "const d=document.querySelector('[name=duration_s]'); d.closest('details')?.setAttribute('open','');\
                    d.value='10'; d.dispatchEvent(new Event('input',{bubbles:true}))";
    browser.run(duration, serde_json::json!([])).await;
    browser.press("Tách thành trang riêng").await;
    browser.wait_for("Đã tách làm hai trang").await;
    assert!(browser.is_true("document.querySelector('[name=title]').value.endsWith('(1/2)')").await);
    assert_eq!(browser.find_all("[data-entries] [name^='steps[']").await.len(), 2);
    browser.press("Mở trang 2/2").await;
    browser.wait_until(&format!("!location.pathname.endsWith('/{id}')")).await;
    browser.wait_until("document.querySelector('[name=title]').value.endsWith('(2/2)')").await;
    assert_eq!(browser.find_all("[data-entries] [name^='steps[']").await.len(), 2);
}
