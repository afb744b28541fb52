//! The promise of the hall kit: a machine that has nothing but the downloaded file plays what the office publishes, and the
//! office knows it.

use std::{io::Cursor, path::Path, time::Duration};

use bangtin::clock::Clock;
use zip::ZipArchive;

use crate::{
    commands::{Hall, bangtin},
    office_keep::display,
    push::now,
    served_office::ServedOffice,
};

/// Waits until that page says all of that.
async fn says(desk: &ServedOffice, path: &str, words: &[&str]) {
    let begun = now();
    loop {
        let page = desk.page('a', path).await;
        let Some(missing) = words.iter().find(|words| !page.contains(**words)) else { return };
        assert!(begun.elapsed() < Duration::from_secs(60), "{path} never says {missing}: {page}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_with_nothing_but_the_kit_plays_what_is_published_and_the_office_counts_it() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    desk.led('q', "/thiet-lap/dia-chi", &[("dia-chi", &desk.url(""))]).await;
    let id = display(&desk, "Nhà văn hóa thôn Quang Phú").await;
    let version = desk.programme().version;
    says(&desk, &format!("/man-hinh/{id}"), &["Chưa gọi về"]).await;

    // Whoever goes there has the file, and nothing else of the office.
    let kit = desk.get('q', &format!("/man-hinh/{id}/bo-cai.zip")).await.bytes().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    ZipArchive::new(Cursor::new(kit)).unwrap().extract(home.path()).unwrap();
    let folder = home.path().join(format!("bangtin-{id}"));
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let config = text(&folder.join("play.toml"));
    let (screen, sticks) = (text(&home.path().join("screen")), text(&home.path().join("no-sticks")));
    let play = ["play", "--config", &config, "--offscreen", &screen, "--size", "640x360", "--sticks", &sticks];
    let hall = Hall::open(bangtin(&play));
    hall.shows(version);
    assert!(folder.join("du-lieu/blobs").is_dir(), "what it fetched lies beside its kit");
    says(&desk, &format!("/man-hinh/{id}"), &[&format!("Đang phát phiên bản {version}"), "Đang tốt"]).await;
    // Two halls there are by now: the other is set up some other day.
    let all = format!("nhà văn hóa đang phát phiên bản {version}");
    says(&desk, "/", &["1 trên 2", &all]).await;

    // The next version comes by itself, and is counted too.
    desk.approved_slide('a', 'b', "Sạch làng, tốt ruộng").await;
    says(&desk, &format!("/man-hinh/{id}"), &[&format!("Đang phát phiên bản {}", version + 1)]).await;
    says(&desk, "/", &["1 trên 2", &format!("nhà văn hóa đang phát phiên bản {}", version + 1)]).await;
}
