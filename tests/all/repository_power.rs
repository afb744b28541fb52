//! Promises about the mains of the office: whenever it goes, halls collect the old or the new version, whole, and the next
//! publish succeeds.

use std::{path::Path, sync::Arc};

use bangtin::{
    clock::Clock,
    feed::{
        Collector, FolderTree, KeyRotation, Keys, Lifetimes, Publication, Renew, Repository, RepositoryError, RootKeys,
        transport::FolderTransport,
    },
    model::{Size, WallTime, limits},
    store::Store,
};
use tempfile::TempDir;

use crate::{
    fault_disk::ForgetfulDisk,
    fixture::{DAY, MORNING, noise, programme},
};

/// How often each command is cut off at each of its disk operations, each time with other luck.
const SEEDS: u64 = 3;

fn repository(disk: &ForgetfulDisk) -> Repository {
    let tree = FolderTree::on(Arc::new(disk.clone()), Path::new("/office/feed"));
    Repository::new(Arc::new(tree), Keys::on(Arc::new(disk.clone()), Path::new("/office/keys")))
}

fn publish(disk: &ForgetfulDisk, n: u64, now: WallTime) -> Result<u64, RepositoryError> {
    let (one, two) = (noise(n, 2_000), noise(99, 3_000));
    let (programme, files) = programme(&[("a", &one), ("b", &two)]);
    let publication =
        Publication { programme, files: &files, lifetimes: Lifetimes::SERVED, force: false, version: None, now };
    repository(disk).publish(publication).map(|published| published.version)
}

fn rotation(online: &[&'static str], root: Option<RootKeys>, now: WallTime) -> KeyRotation {
    KeyRotation { online: online.to_vec(), root, root_keys_in: Vec::new(), lifetimes: Lifetimes::SERVED, now }
}

/// What is on the disk, where a hall can collect it.
fn carried(disk: &ForgetfulDisk) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    disk.copy_out(Path::new("/office/feed"), dir.path());
    dir
}

/// A hall that remembers what it collected.
struct Hall {
    disk: ForgetfulDisk,
    root: Vec<u8>,
}

impl Hall {
    fn new(root: &[u8]) -> Self {
        Self { disk: ForgetfulDisk::new(), root: root.to_vec() }
    }

    fn copy(&self) -> Self {
        Self { disk: self.disk.copy(1, None), root: self.root.clone() }
    }

    /// Collects from what is left of the office's disk; answers the version that plays then, whole.
    async fn collect(&self, office: &ForgetfulDisk, now: WallTime) -> Result<u64, bangtin::feed::CollectError> {
        let dir = carried(office);
        let store = Store::on(Arc::new(self.disk.clone()), Path::new("/hall"), 0)?;
        let stick = Arc::new(FolderTransport::at(dir.path()));
        let collector = Collector::new(store.clone(), stick, &self.root, Size::FULL_HD);
        collector.collect(&Clock::machine(now, MORNING + -DAY), &|_| {}).await?;
        let Some(edition) = store.current() else { return Ok(0) };
        for digest in edition.programme.needed(edition.canvas).keys() {
            store.blobs().read(digest, limits::OBJECT_BYTES).unwrap();
        }
        Ok(edition.version())
    }
}

fn root(disk: &ForgetfulDisk) -> Vec<u8> {
    std::fs::read(carried(disk).path().join("root.json")).unwrap()
}

type Change<'a> = &'a dyn Fn(&ForgetfulDisk) -> Result<(), RepositoryError>;

/// Cuts the command off at each of its disk operations. What is left must give halls version `before` or `after`, and the
/// next publish must succeed and reach every hall.
async fn cut_everywhere(name: &str, office: &ForgetfulDisk, change: Change<'_>, after: u64, reachable: bool) {
    let first = root(office);
    let old = Hall::new(&first);
    let before = old.collect(office, MORNING).await.unwrap();
    let later = MORNING + 60_000;
    let undisturbed = office.copy(0, None);
    change(&undisturbed).unwrap();
    assert_eq!(old.copy().collect(&undisturbed, later).await.unwrap(), after, "{name}");
    let mut tried = 0;
    for (seed, nth) in (1..=SEEDS).flat_map(|seed| (1..=undisturbed.changes()).map(move |nth| (seed, nth))) {
        tried += 1;
        let disk = office.copy(seed * 10_000 + nth as u64, Some(nth));
        change(&disk).ok();
        let disk = disk.after_the_cut();
        let place = format!("{name}, seed {seed}, change {nth}");
        let (known, fresh) = (old.copy(), Hall::new(&first));
        for (hall, least) in [(&known, before), (&fresh, before)] {
            match hall.collect(&disk, later).await {
                Ok(version) => assert!(version == least || version == after, "{place}: {version}"),
                Err(error) => assert!(!reachable, "{place}: {error:?}"),
            }
        }
        let next = publish(&disk, 1_000 + seed, later).unwrap_or_else(|error| panic!("{place}: {error:?}"));
        assert!(next > before, "{place}");
        for hall in [&known, &fresh, &Hall::new(&root(&disk))] {
            let version = hall.collect(&disk, later).await.unwrap_or_else(|error| panic!("{place}: {error:?}"));
            assert_eq!(version, next, "{place}");
        }
    }
    println!("{name}: {tried} crash points");
}

fn office() -> ForgetfulDisk {
    let disk = ForgetfulDisk::new();
    repository(&disk).init(RootKeys::default(), Lifetimes::SERVED, MORNING).unwrap();
    publish(&disk, 1, MORNING).unwrap();
    disk
}

#[tokio::test]
async fn a_publish_cut_anywhere_leaves_the_old_or_the_new_version_whole() {
    cut_everywhere("publish", &office(), &|disk| publish(disk, 2, MORNING + 1_000).map(drop), 2, true).await;
}

#[tokio::test]
async fn a_renewal_cut_anywhere_leaves_a_feed_that_halls_collect() {
    let renew = |disk: &ForgetfulDisk| repository(disk).renew(Renew::All, Lifetimes::SERVED, MORNING + 1_000).map(drop);
    cut_everywhere("renew", &office(), &renew, 1, true).await;
}

#[tokio::test]
async fn a_change_of_keys_cut_anywhere_leaves_a_feed_that_halls_collect() {
    let online = ["targets", "snapshot", "timestamp"];
    for (name, rotation) in [
        ("rotate the online keys", rotation(&online, None, MORNING + 1_000)),
        ("rotate the timestamp key", rotation(&["timestamp"], None, MORNING + 1_000)),
        ("rotate the root keys", rotation(&[], Some(RootKeys::default()), MORNING + 1_000)),
    ] {
        let rotate = |disk: &ForgetfulDisk| repository(disk).rotate(&rotation).map(drop);
        cut_everywhere(name, &office(), &rotate, 1, true).await;
    }
}

#[tokio::test]
async fn the_true_time_given_back_cut_anywhere_is_finished_by_the_next_publish() {
    let disk = office();
    let ahead = MORNING + 180 * DAY;
    repository(&disk).renew(Renew::All, Lifetimes::SERVED, ahead).unwrap();
    let correct = |disk: &ForgetfulDisk| repository(disk).correct_time(Lifetimes::SERVED, MORNING + 1_000).map(drop);
    cut_everywhere("correct the time", &disk, &correct, 1, false).await;
}

#[tokio::test]
async fn a_first_start_cut_anywhere_is_finished_by_the_next() {
    let empty = ForgetfulDisk::new();
    let init = |disk: &ForgetfulDisk| repository(disk).init(RootKeys::default(), Lifetimes::SERVED, MORNING);
    let undisturbed = empty.copy(0, None);
    init(&undisturbed).unwrap();
    for (seed, nth) in (1..=SEEDS).flat_map(|seed| (1..=undisturbed.changes()).map(move |nth| (seed, nth))) {
        let disk = empty.copy(seed * 10_000 + nth as u64, Some(nth));
        init(&disk).ok();
        let disk = disk.after_the_cut();
        match init(&disk) {
            Ok(()) | Err(RepositoryError::Exists { .. }) => {}
            Err(error) => panic!("seed {seed}, change {nth}: {error:?}"),
        }
        let version = publish(&disk, 1, MORNING).unwrap_or_else(|error| panic!("seed {seed}, change {nth}: {error:?}"));
        assert_eq!(Hall::new(&root(&disk)).collect(&disk, MORNING).await.unwrap(), version);
    }
}

#[test]
fn a_disk_that_only_pretends_to_sync_is_found_out_by_these_cuts() {
    let liar = office().lying();
    let undisturbed = liar.copy(0, None);
    publish(&undisturbed, 2, MORNING).unwrap();
    let found_out =
        (1..=20).flat_map(|seed| (1..=undisturbed.changes()).map(move |nth| (seed, nth))).any(|(seed, nth)| {
            let disk = liar.copy(seed * 10_000 + nth as u64, Some(nth));
            publish(&disk, 2, MORNING).ok();
            publish(&disk.after_the_cut(), 3, MORNING).is_err()
        });
    assert!(found_out);
}
