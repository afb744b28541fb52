//! Promises about what goes wrong without anybody's doing: the officer's page says so, and what to do, until it is over.

use std::{fs, os::unix::fs::symlink, sync::Arc, time::Duration};

use bangtin::{
    clock::Clock,
    feed::{
        Collector, Lifetimes, Renew, TimeSource,
        transport::{Http, Transport},
    },
    model::Size,
    records::seen,
    store::{SpillDisk, Store},
};
use reqwest::StatusCode;

use crate::{
    fixture::{DAY, MORNING, Served, tls},
    push::now,
    served_office::ServedOffice,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_page_says_that_the_offices_clock_is_in_doubt_until_it_is_not() {
    let mut office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let is_told = |page: &str| page.contains("class=\"alarm\"");
    assert!(!is_told(&office.page('a', "/").await));

    // The machine's battery is empty: after a start it is half a year ahead.
    office.clock.advance(180 * DAY);
    office.log_in_anew().await;
    let page = office.page('v', "/").await;
    for words in
        ["Đồng hồ máy của xã có thể sai", "nhanh 180 ngày", "Chỉnh lại ngày giờ", "<code>bangtin feed resign</code>"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    // It is so: what is approved now is not signed.
    let slide = office.new_slide('a', "Sạch làng, tốt ruộng").await;
    let sent = office.send('a', &[&slide]).await.unwrap();
    let version = office.programme().version;
    let approved = office.post('b', &format!("/duyet/{sent}/duyet"), &[]).await;
    let toast = approved.headers()["set-cookie"].to_str().unwrap();
    let hex = toast.split(['=', ';']).nth(1).unwrap();
    let bytes: Vec<u8> = (0..hex.len() / 2).map(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).unwrap()).collect();
    assert!(String::from_utf8(bytes).unwrap().contains("Đã duyệt, nhưng chưa phát đi được"), "{toast}");
    assert_eq!(office.programme().version, version);

    // An administrator says that the clock is right.
    let (repository, signed) = (office.office.repository().clone(), office.now());
    let renewed = tokio::task::spawn_blocking(move || repository.renew(Renew::All, Lifetimes::SERVED, signed)).await;
    office.office_clock.note(&renewed.unwrap());
    assert!(!is_told(&office.page('v', "/").await));

    // He was wrong: once the clock is set, halls live ahead of time.
    office.clock.set(MORNING + DAY);
    let page = office.page('v', "/").await;
    assert!(page.contains("Các màn hình đang chạy giờ nhanh 179 ngày"), "{page}");
    assert!(page.contains("<code>bangtin feed resign --time-was-wrong</code>"), "{page}");

    // Another source of time contradicts: there is nothing to confirm, the clock is to be set.
    let source = Served::start(axum::Router::new()).await;
    let address: TimeSource = format!("{}/", source.url).parse().unwrap();
    let repository = office.office.repository().clone().with_time_sources(vec![address]);
    let ahead = Clock::system().now().wall + DAY;
    let doubt = tokio::task::spawn_blocking(move || repository.renew(Renew::All, Lifetimes::SERVED, ahead)).await;
    office.office_clock.note(&doubt.unwrap());
    let page = office.page('v', "/").await;
    assert!(page.contains("Đồng hồ máy của xã chạy sai") && page.contains(&source.url), "{page}");
    assert!(!page.contains("bangtin feed resign"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hall_whose_disk_refuses_is_named_with_what_to_do_until_its_disk_takes_again() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let (home, memory) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // A folder in which nobody can make anything, whoever runs the test.
    let card = home.path().join("card");
    symlink("/proc", &card).unwrap();
    let dir = card.join("bangtin-store");
    let disk = SpillDisk::at(&dir, Some(memory.path().to_owned()));
    let store = Store::on(Arc::new(disk), &dir, 1 << 30).unwrap();
    let root = fs::read(office.folder.join("feed/metadata/1.root.json")).unwrap();
    let line: Arc<dyn Transport> =
        Arc::new(Http::new(&office.url("/"), Some("ht-001".parse().unwrap()), tls()).unwrap());
    let collector = Collector::new(store, line, &root, Size::FULL_HD);
    let collect = async || {
        collector.collect(&office.clock, &|_| {}).await.unwrap();
        // What it has come to is said with the next question.
        collector.collect(&office.clock, &|_| {}).await.unwrap();
    };
    let figure = async || {
        let metrics = office.request("GET", "/metrics", None, &[]).await;
        assert_eq!(metrics.status(), StatusCode::OK);
        let text = metrics.text().await.unwrap();
        let line = text.lines().find(|line| line.starts_with("bangtin_displays_in_memory "));
        line.unwrap_or_else(|| panic!("{text}")).to_owned()
    };
    collect().await;
    let one = office.page('v', "/man-hinh/ht-001").await;
    for words in ["Đĩa của máy không ghi được", "mất điện là mất", "tắt máy ở đó rồi bật lại", "thay thẻ nhớ"]
    {
        assert!(one.contains(words), "{words} in {one}");
    }
    assert!(one.contains("Đang phát phiên bản"), "it plays all the same: {one}");
    assert!(office.page('v', "/man-hinh").await.contains("Đĩa của máy không ghi được"));
    assert!(office.page('v', "/").await.contains("Thôn Hữu Ninh: đĩa của máy không ghi được"));
    assert!(office.page('v', "/man-hinh?loc=can-xem").await.contains("Thôn Hữu Ninh"));
    assert!(!office.page('v', "/man-hinh/tt-001").await.contains("Đĩa của máy"), "of the one alone");
    assert_eq!(figure().await, "bangtin_displays_in_memory 1");
    // Whoever else serves the same office knows it too.
    let begun = now();
    loop {
        let said = seen::list(&mut office.office.records().read().await.unwrap()).await.unwrap();
        if said.iter().any(|row| row.display.as_str() == "ht-001" && row.claims.in_memory) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "never written down: {said:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    // Another card.
    fs::remove_file(&card).unwrap();
    fs::create_dir_all(dir.join("blobs")).unwrap();
    office.approved_slide('a', 'b', "Sạch làng, tốt ruộng").await;
    collect().await;
    assert!(!office.page('v', "/man-hinh/ht-001").await.contains("Đĩa của máy"));
    assert!(!office.page('v', "/man-hinh").await.contains("Đĩa của máy"));
    assert!(!office.page('v', "/").await.contains("đĩa của máy"));
    assert_eq!(figure().await, "bangtin_displays_in_memory 0");
}
