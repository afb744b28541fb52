//! Promises about the mains: whenever it goes, the screen plays the old or the new edition, whole, and the next collect
//! succeeds.

use std::{io, path::Path, sync::Arc};

use bangtin::{
    clock::Clock,
    feed::{CollectError, Collected, Collector, transport::FolderTransport},
    model::{Digest, Size, limits},
    store::{Store, StoreError},
};

use crate::{
    fault_disk::{Chance, ForgetfulDisk},
    fixture::{MORNING, Office, noise},
    screen_probe,
};

const HALL: &str = "/hall";

/// How many crash points are tried: at least a thousand, more where `BANGTIN_CRASHES` says so.
fn crash_points() -> usize {
    std::env::var("BANGTIN_CRASHES").ok().and_then(|count| count.parse().ok()).unwrap_or(1_200)
}

/// A store so tight that everything unneeded is thrown away at once.
fn open(disk: &ForgetfulDisk) -> Result<Store, StoreError> {
    Store::on(Arc::new(disk.clone()), Path::new(HALL), 0)
}

async fn collect(disk: &ForgetfulDisk, office: &Office) -> Result<Collected, CollectError> {
    let store = open(disk)?;
    let stick = Arc::new(FolderTransport::at(&office.feed()));
    Collector::new(store, stick, &office.root(), Size::FULL_HD).collect(&Clock::fixed(MORNING), &|_| {}).await
}

/// The version that plays, after making sure that each of its files is there and sound.
fn plays_whole(disk: &ForgetfulDisk) -> u64 {
    let store = open(disk).unwrap();
    let Some(edition) = store.current() else { return 0 };
    for digest in edition.programme.needed(edition.canvas).keys() {
        store.blobs().read(digest, limits::OBJECT_BYTES).unwrap();
    }
    edition.version()
}

/// An office on its second version, and the disk of a hall that has the first.
async fn between_two_versions() -> (Office, ForgetfulDisk) {
    let office = Office::new();
    let (a, b, c) = (noise(1, 3_000), noise(2, 600_000), noise(3, 5_000));
    office.publish(&[("a", &a), ("b", &b)]);
    let disk = ForgetfulDisk::new();
    collect(&disk, &office).await.unwrap();
    office.publish(&[("b", &b), ("c", &c), ("d", &noise(4, 400_000))]);
    (office, disk)
}

#[tokio::test]
async fn a_power_cut_at_any_write_leaves_the_old_or_the_new_edition_whole() {
    let (office, first) = between_two_versions().await;
    let empty = ForgetfulDisk::new();
    let mut chance = Chance::new(42);
    let (mut tried, mut seed, mut seen) = (0, 0, [0; 3]);
    while tried < crash_points() {
        for (start, before) in [(&first, 1), (&empty, 0)] {
            seed += 1;
            let undisturbed = start.copy(seed, None);
            collect(&undisturbed, &office).await.unwrap();
            for nth in 1..=undisturbed.changes() {
                tried += 1;
                let mut disk = start.copy(seed * 10_000 + nth as u64, Some(nth));
                // An error, unless the power goes while the hall tidies up behind an edition that is committed.
                collect(&disk, &office).await.ok();
                disk = disk.after_the_cut();
                let version = plays_whole(&disk);
                assert!(version == before || version == 2, "seed {seed}, change {nth}: {version}");
                if tried % 8 == 0 {
                    screen_probe::look(&open(&disk).unwrap(), &Clock::fixed(MORNING));
                }
                seen[version as usize] += 1;
                // Now and then the power goes again while the hall is catching up.
                if chance.below(4) == 0 {
                    let again = disk.copy(seed, Some(1 + chance.below(undisturbed.changes())));
                    collect(&again, &office).await.ok();
                    disk = again.after_the_cut();
                    let version = plays_whole(&disk);
                    assert!(version == before || version == 2, "seed {seed}, change {nth}, again: {version}");
                }
                collect(&disk, &office).await.unwrap_or_else(|error| panic!("seed {seed}, change {nth}: {error:?}"));
                assert_eq!(plays_whole(&disk), 2);
            }
        }
    }
    assert!(seen.iter().all(|&count| count > 0), "{seen:?}");
    println!("{tried} crash points; then version 0, 1 or 2 played: {seen:?}");
}

#[tokio::test]
async fn a_disk_that_is_full_or_broken_for_a_moment_keeps_the_old_and_catches_up() {
    let (office, first) = between_two_versions().await;
    let undisturbed = first.copy(1, None);
    collect(&undisturbed, &office).await.unwrap();
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::Other] {
        for nth in 1..=undisturbed.changes() {
            let disk = first.failing(nth, kind);
            let outcome = collect(&disk, &office).await;
            let version = plays_whole(&disk);
            screen_probe::look(&open(&disk).unwrap(), &Clock::fixed(MORNING));
            assert!(version == 1 || version == 2, "{kind:?} at change {nth}");
            if let Err(CollectError::Store(error)) = &outcome {
                assert_eq!(error.is_disk_full(), kind == io::ErrorKind::StorageFull, "{error:?}");
            }
            collect(&disk, &office).await.unwrap();
            assert_eq!(plays_whole(&disk), 2, "{kind:?} at change {nth}");
        }
    }
}

#[tokio::test]
async fn a_disk_that_only_pretends_to_sync_is_found_out_by_these_cuts() {
    let (office, first) = between_two_versions().await;
    let liar = first.lying();
    let undisturbed = liar.copy(1, None);
    collect(&undisturbed, &office).await.unwrap();
    let mut found_out = false;
    'search: for seed in 0..20 {
        for nth in 1..=undisturbed.changes() {
            let disk = liar.copy(seed * 10_000 + nth as u64, Some(nth));
            collect(&disk, &office).await.ok();
            let disk = disk.after_the_cut();
            found_out = match open(&disk).ok().and_then(|store| Some((store.current()?, store))) {
                None => true,
                Some((edition, store)) => {
                    let mut needed = edition.programme.needed(edition.canvas).into_keys();
                    needed.any(|digest| store.blobs().read(&digest, limits::OBJECT_BYTES).is_err())
                }
            };
            if found_out {
                break 'search;
            }
        }
    }
    assert!(found_out);
}

#[tokio::test]
async fn what_no_edition_needs_is_thrown_away_and_what_plays_never_is() {
    let (office, disk) = between_two_versions().await;
    for version in 2..6 {
        collect(&disk, &office).await.unwrap();
        assert_eq!(plays_whole(&disk), version);
        let store = open(&disk).unwrap();
        let current = store.current().unwrap();
        let kept = store.blobs().list().unwrap();
        // This edition and the one before it, a programme each, and the metadata of both pointers.
        let pictures = current.programme.needed(current.canvas).len();
        assert!(kept.len() <= 2 * (pictures + 1) + 2, "{} files", kept.len());
        office.publish(&[("v", &noise(100 + version, 50_000)), ("w", &noise(200 + version, 70_000))]);
    }
}

#[tokio::test]
async fn a_full_disk_gives_up_the_past_for_the_future_but_never_the_present() {
    let (office, first) = between_two_versions().await;
    collect(&first, &office).await.unwrap();
    office.publish(&[("e", &noise(9, 900_000))]);
    // Version 2 plays and has about 1 MB, version 1 is kept; there is room for the new picture only without the old one.
    let tight = first.with_room(1_950_000);
    collect(&tight, &office).await.unwrap();
    assert_eq!(plays_whole(&tight), 3);
    // Where even that is not enough, the new is refused and the old plays on.
    let tighter = first.with_room(1_700_000);
    let refused = collect(&tighter, &office).await.unwrap_err();
    assert!(matches!(&refused, CollectError::Store(error) if error.is_disk_full()), "{refused:?}");
    assert_eq!(plays_whole(&tighter), 2);
    // What was half fetched fills the disk; it must not keep the hall from learning of an edition that fits.
    office.publish(&[("f", &noise(4, 5_000))]);
    collect(&tighter, &office).await.unwrap();
    assert_eq!(plays_whole(&tighter), 4);
}

#[tokio::test]
async fn a_slow_look_over_the_card_finds_every_rotten_file_in_one_round() {
    let (office, disk) = between_two_versions().await;
    let store = open(&disk).unwrap();
    let files = store.blobs().list().unwrap();
    let picture = Digest::of(&noise(1, 3_000));
    for _ in 0..files.len() {
        assert_eq!(store.scrub_one().unwrap(), None);
    }
    disk.rot(&Path::new(HALL).join("blobs").join(picture.to_string()));
    let found: Vec<_> = (0..files.len()).filter_map(|_| store.scrub_one().unwrap()).collect();
    assert_eq!(found, [picture]);
    office.publish(&[("a", &noise(1, 3_000))]);
    collect(&disk, &office).await.unwrap();
    assert_eq!(plays_whole(&disk), 3);
}
