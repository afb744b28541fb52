//! Promises about store.

use std::sync::Arc;

use bangtin::{
    feed::{Collected, transport::Folder},
    model::Size,
    store::{Edition, Store, StoreError},
};

use crate::fixture::{Hall, MORNING, Office, noise, programme};

fn keep(store: &Store, posters: &[(&str, &[u8])], version: u64) -> Edition {
    let (mut programme, files) = programme(posters);
    programme.version = version;
    let digest = store.blobs().put(&serde_json::to_vec(&programme).unwrap()).unwrap();
    for bytes in files.values() {
        store.blobs().put(bytes).unwrap();
    }
    Edition::of(store.blobs(), digest, Size::FULL_HD).unwrap()
}

#[test]
fn an_edition_that_lacks_a_file_is_never_committed() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (programme, files) = programme(&[("a", b"picture")]);
    let digest = store.blobs().put(&serde_json::to_vec(&programme).unwrap()).unwrap();
    let edition = Edition::of(store.blobs(), digest, Size::FULL_HD).unwrap();
    let refused = store.commit(edition.clone(), MORNING).unwrap_err();
    assert!(matches!(refused, StoreError::Incomplete(missing) if missing == [*files.keys().next().unwrap()]));
    assert!(store.current().is_none());
    store.blobs().put(b"picture").unwrap();
    store.commit(edition, MORNING).unwrap();
    assert!(Store::open(dir.path()).unwrap().current().is_some());
}

#[test]
fn damage_to_the_current_edition_brings_back_the_one_before_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.commit(keep(&store, &[("a", b"one")], 1), MORNING).unwrap();
    let second = store.commit(keep(&store, &[("a", b"two"), ("b", b"three")], 2), MORNING).unwrap();
    let lost = *second.programme.needed(Size::FULL_HD).keys().next().unwrap();
    drop(store);
    std::fs::remove_file(dir.path().join("blobs").join(lost.to_string())).unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.current().unwrap().version(), 1);
    // And a third edition is kept beside the one that plays, not beside the damaged one.
    store.commit(keep(&store, &[("c", b"four")], 3), MORNING).unwrap();
    std::fs::remove_file(dir.path().join("blobs").join(bangtin::model::Digest::of(b"four").to_string())).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap().current().unwrap().version(), 1);
}

#[test]
fn a_flipped_bit_in_the_pointer_loses_one_step_at_most() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.commit(keep(&store, &[("a", b"one")], 1), MORNING).unwrap();
    store.commit(keep(&store, &[("a", b"two")], 2), MORNING).unwrap();
    for slot in ["state.a", "state.b"] {
        let path = dir.path().join(slot);
        let good = std::fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            std::fs::write(&path, &bad).unwrap();
            let version = Store::open(dir.path()).unwrap().current().unwrap().version();
            assert!((1..=2).contains(&version));
        }
        std::fs::write(&path, good).unwrap();
    }
}

#[test]
fn the_clocks_floor_is_written_at_most_every_six_hours() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let hour = 3_600_000;
    store.note_floor(MORNING).unwrap();
    store.note_floor(MORNING + 5 * hour).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap().floor(), Some(MORNING));
    store.note_floor(MORNING + 6 * hour).unwrap();
    store.note_floor(MORNING).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap().floor(), Some(MORNING + 6 * hour));
}

#[test]
fn two_programs_on_one_folder_see_each_others_commits() {
    let dir = tempfile::tempdir().unwrap();
    let (player, collector) = (Store::open(dir.path()).unwrap(), Store::open(dir.path()).unwrap());
    player.commit(keep(&player, &[("a", b"one")], 1), MORNING).unwrap();
    collector.commit(keep(&collector, &[("a", b"two")], 2), MORNING).unwrap();
    assert_eq!(player.current().unwrap().version(), 1);
    player.reload().unwrap();
    assert_eq!(player.current().unwrap().version(), 2);
    player.note_floor(MORNING + 30 * 3_600_000).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap().current().unwrap().version(), 2);
}

#[tokio::test]
async fn a_picture_that_rots_on_the_card_is_noticed_dropped_and_fetched_again() {
    let office = Office::new();
    let picture = noise(1, 10_000);
    office.publish(&[("a", &picture)]);
    let hall = Hall::new(&office);
    let stick = || Arc::new(Folder::at(&office.feed()));
    hall.collect_by(stick()).await.unwrap();
    let digest = bangtin::model::Digest::of(&picture);
    let path = hall.dir().join("blobs").join(digest.to_string());
    let mut rotten = picture.clone();
    rotten[5_000] ^= 1;
    std::fs::write(&path, rotten).unwrap();
    let store = hall.store();
    assert!(matches!(store.blobs().read(&digest, 1 << 20), Err(StoreError::Damaged(_))));
    assert_eq!(hall.plays(), 1, "the other slides still play");
    assert!(matches!(hall.collect_by(stick()).await, Ok(Collected::New { files: 1, .. })));
    assert_eq!(hall.store().blobs().read(&digest, 1 << 20).unwrap(), picture);
}
