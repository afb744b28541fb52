//! Promises about the mains: whenever it goes, the screen plays the old or the new edition, whole, and the next collect
//! succeeds.

use std::{io, path::Path, sync::Arc};

use bangtin::{
    clock::Clock,
    feed::{CollectError, Collected, Collector, transport::Folder},
    model::{Size, limits},
    store::Store,
};

use crate::{
    forgetful::{Chance, ForgetfulDisk},
    office::{MORNING, Office, noise},
};

const HALL: &str = "/hall";

/// How many crash points are tried: at least a thousand, more where `BANGTIN_CRASHES` says so.
fn crash_points() -> usize {
    std::env::var("BANGTIN_CRASHES").ok().and_then(|count| count.parse().ok()).unwrap_or(1_200)
}

async fn collect(disk: &ForgetfulDisk, office: &Office) -> Result<Collected, CollectError> {
    let store = Store::on(Arc::new(disk.clone()), Path::new(HALL))?;
    let stick = Arc::new(Folder::at(&office.feed()));
    Collector::new(store, stick, &office.root(), Size::FULL_HD).collect(&Clock::fixed(MORNING), &|_| {}).await
}

/// The version that plays, after making sure that each of its files is there and sound.
fn plays_whole(disk: &ForgetfulDisk) -> u64 {
    let store = Store::on(Arc::new(disk.clone()), Path::new(HALL)).unwrap();
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
                assert!(collect(&disk, &office).await.is_err());
                disk = disk.after_the_cut();
                let version = plays_whole(&disk);
                assert!(version == before || version == 2, "seed {seed}, change {nth}: {version}");
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
            assert!(version == 1 || version == 2, "{kind:?} at change {nth}");
            if let Err(CollectError::Store(error)) = &outcome {
                assert_eq!(error.is_disk_full(), kind == io::ErrorKind::StorageFull, "{error:?}");
            }
            collect(&disk, &office).await.unwrap();
            assert_eq!(plays_whole(&disk), 2, "{kind:?} at change {nth}");
        }
    }
}
