//! Promises about export: a feed carried on removable media.

use std::{path::Path, sync::Arc};

use bangtin::{
    feed::{
        self, CollectError, Collected, FolderTree, Lifetimes, Publication, RepositoryError, transport::FolderTransport,
    },
    model::{Digest, DisplayId, Programme},
};
use serde_json::json;

use crate::fixture::{DAY, Hall, MORNING, Office, noise, programme};

fn carry(office: &Office, to: &Path) -> feed::Exported {
    feed::export(&FolderTree::at(&office.feed()), &FolderTree::at(to), None, &|_| {}).unwrap()
}

fn stick(dir: &Path) -> Arc<FolderTransport> {
    Arc::new(FolderTransport::at(dir))
}

#[tokio::test]
async fn a_hall_without_a_line_is_kept_up_by_a_stick() {
    let office = Office::new();
    let dir = tempfile::tempdir().unwrap();
    let hall = Hall::new(&office);
    office.publish(&[("a", &noise(1, 5_000))]);
    let first = carry(&office, dir.path());
    assert_eq!((first.version, first.files, first.good_until), (1, 6, MORNING + 7 * DAY));
    hall.collect_by(stick(dir.path())).await.unwrap();
    assert_eq!(hall.plays(), 1);
    assert!(matches!(hall.collect_by(stick(dir.path())).await, Ok(Collected::Unchanged(_))));
    office.publish(&[("a", &noise(1, 5_000)), ("b", &noise(2, 6_000))]);
    let second = carry(&office, dir.path());
    assert_eq!((second.version, second.files), (2, 5), "what is on the stick is not written again");
    hall.collect_by(stick(dir.path())).await.unwrap();
    assert_eq!(hall.plays(), 2);
    assert!(!dir.path().join("root.json").exists(), "a hall must not take its root from a stick");
}

#[tokio::test]
async fn an_old_stick_changes_nothing_in_a_hall_that_is_ahead() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let old = tempfile::tempdir().unwrap();
    carry(&office, old.path());
    office.publish(&[("a", b"two")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert!(matches!(hall.collect_by(stick(old.path())).await, Err(CollectError::Refused { .. })));
    assert_eq!(hall.plays(), 2);
}

#[tokio::test]
async fn a_stick_that_was_pulled_out_too_early_still_holds_the_version_before() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let dir = tempfile::tempdir().unwrap();
    carry(&office, dir.path());
    office.publish(&[("a", b"two")]);
    // The timestamp comes last: take it back, and it is as if the stick had been pulled out before.
    let timestamp = dir.path().join("metadata/timestamp.json");
    let before = std::fs::read(&timestamp).unwrap();
    carry(&office, dir.path());
    std::fs::write(timestamp, before).unwrap();
    let hall = Hall::new(&office);
    hall.collect_by(stick(dir.path())).await.unwrap();
    assert_eq!(hall.plays(), 1);
}

#[tokio::test]
async fn a_display_gets_only_the_pictures_its_screen_needs() {
    let office = Office::new();
    let (small, large) = (noise(1, 20_000), noise(2, 80_000));
    let (programme, _) = programme(&[("a", &small)]);
    let mut value = serde_json::to_value(programme).unwrap();
    let renditions = value["assets"]["posters/a.png"]["renditions"].as_array_mut().unwrap();
    renditions.push(json!({
        "digest": Digest::of(&large), "bytes": large.len(), "size": {"width": 3840, "height": 2160},
        "media_type": "image/png",
    }));
    let size = json!({"width": 1920, "height": 1080});
    value["displays"] = json!([{"id": "nha-van-hoa-1", "label": "Nhà văn hóa 1", "size": size}]);
    let programme: Programme = serde_json::from_value(value).unwrap();
    let files: std::collections::BTreeMap<_, _> =
        [small.clone(), large.clone()].map(|bytes| (Digest::of(&bytes), bytes)).into();
    let publication = Publication {
        programme,
        files: &files,
        lifetimes: Lifetimes::SERVED,
        force: false,
        version: None,
        now: MORNING,
    };
    office.repository().publish(publication).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let display: DisplayId = "nha-van-hoa-1".parse().unwrap();
    feed::export(&FolderTree::at(&office.feed()), &FolderTree::at(dir.path()), Some(&display), &|_| {}).unwrap();
    let has = |bytes: &[u8]| dir.path().join("objects").join(Digest::of(bytes).to_string()).exists();
    assert!(has(&small) && !has(&large));
    let hall = Hall::new(&office);
    hall.collect_by(stick(dir.path())).await.unwrap();
    assert_eq!(hall.plays(), 1);
    let stranger: DisplayId = "khong-co".parse().unwrap();
    let refused = feed::export(&FolderTree::at(&office.feed()), &FolderTree::at(dir.path()), Some(&stranger), &|_| {});
    assert!(matches!(refused, Err(RepositoryError::NoDisplay(id)) if id == stranger));
}
