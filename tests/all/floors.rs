//! Promises about floors: what a hall has once verified is the least that counts from then on, also where the rest of it
//! never came (TUF 5.4.5 and 5.5.7), while what plays and what was accepted as a whole stay as they are.

use std::{path::Path, sync::Arc};

use bangtin::{
    feed::{Client, CollectError, Collected, transport::FolderTransport},
    model::Digest,
    store::TrustedSet,
};
use serde_json::json;
use sha2::Digest as _;

use crate::{
    fixture::{DAY, Hall, MORNING, Office, programme},
    workflow::{ONLINE, Thief, pin, refusal, rotate, signed, stick},
};

/// Signs a tree's snapshot and timestamp again, so that they name the targets and the snapshot that lie there now.
fn name_again(keys: &Thief, tree: &Path, version: u64) {
    let targets = std::fs::read(tree.join(format!("metadata/{version}.targets.json"))).unwrap();
    keys.forge(tree, &format!("metadata/{version}.snapshot.json"), "snapshot", |snapshot| {
        snapshot["meta"]["targets.json"] = pin(&targets, version);
    });
    name_snapshot_again(keys, tree, version);
}

fn name_snapshot_again(keys: &Thief, tree: &Path, version: u64) {
    let snapshot = std::fs::read(tree.join(format!("metadata/{version}.snapshot.json"))).unwrap();
    keys.forge(tree, "metadata/timestamp.json", "timestamp", |timestamp| {
        timestamp["meta"]["snapshot.json"] = pin(&snapshot, version);
    });
}

fn unsign(tree: &Path, file: &str) {
    let bytes = serde_json::to_vec(&json!({"signatures": [], "signed": signed(tree, file)})).unwrap();
    std::fs::write(tree.join(file), bytes).unwrap();
}

/// Makes the third version of a tree fail in its snapshot or in its targets.
type Break = fn(&Thief, &Path);

const SNAPSHOT: &str = "metadata/3.snapshot.json";
const TARGETS: &str = "metadata/3.targets.json";

const BROKEN_SNAPSHOTS: &[(&str, Break)] = &[
    ("it is missing", |_, tree| std::fs::remove_file(tree.join(SNAPSHOT)).unwrap()),
    ("it has expired", |keys, tree| {
        keys.forge(tree, SNAPSHOT, "snapshot", |snapshot| snapshot["expires"] = json!("2026-11-01T00:00:00Z"));
        name_snapshot_again(keys, tree, 3);
    }),
    ("nobody signed it", |keys, tree| {
        unsign(tree, SNAPSHOT);
        name_snapshot_again(keys, tree, 3);
    }),
    ("its version is not that of its name", |keys, tree| {
        keys.forge(tree, SNAPSHOT, "snapshot", |snapshot| snapshot["version"] = json!(4));
        name_snapshot_again(keys, tree, 3);
    }),
    ("its digest is another", |keys, tree| {
        keys.forge(tree, "metadata/timestamp.json", "timestamp", |timestamp| {
            timestamp["meta"]["snapshot.json"]["hashes"]["sha256"] = json!(Digest::of(b"another"));
        });
    }),
];

const BROKEN_TARGETS: &[(&str, Break)] = &[
    ("they are missing", |_, tree| std::fs::remove_file(tree.join(TARGETS)).unwrap()),
    ("they have expired", |keys, tree| {
        keys.forge(tree, TARGETS, "targets", |targets| targets["expires"] = json!("2026-11-01T00:00:00Z"));
        name_again(keys, tree, 3);
    }),
    ("nobody signed them", |keys, tree| {
        unsign(tree, TARGETS);
        name_again(keys, tree, 3);
    }),
    ("their version is not that of their name", |keys, tree| {
        keys.forge(tree, TARGETS, "targets", |targets| targets["version"] = json!(4));
        name_again(keys, tree, 3);
    }),
    ("their digest is another", |keys, tree| {
        keys.forge(tree, SNAPSHOT, "snapshot", |snapshot| {
            snapshot["meta"]["targets.json"]["hashes"]["sha256"] = json!(Digest::of(b"another"));
        });
        name_snapshot_again(keys, tree, 3);
    }),
];

/// A client as it starts anew with what was kept.
async fn client(tree: &Path, root: &[u8], kept: Option<&TrustedSet>) -> Client {
    let kept: Option<TrustedSet> = kept.map(|set| serde_json::from_slice(&serde_json::to_vec(set).unwrap()).unwrap());
    Client::new(stick(tree), root, kept.as_ref(), 0).await.unwrap()
}

/// Versions of what it trusts: timestamp, snapshot, targets.
fn versions(client: &Client) -> [u64; 3] {
    let trusted = client.trusted();
    [trusted.timestamp, trusted.snapshot, trusted.targets].map(|role| role.unwrap().version)
}

#[tokio::test]
async fn a_timestamp_or_snapshot_that_was_verified_counts_as_seen_also_when_a_later_file_fails() {
    for (broken, expected) in [(BROKEN_SNAPSHOTS, [3, 2, 2]), (BROKEN_TARGETS, [3, 3, 2])] {
        for (how, break_it) in broken {
            let office = Office::new();
            office.publish(&[("a", b"one")]);
            let second = office.copy();
            let mut first = client(second.path(), &office.root(), None).await;
            let kept = first.refresh(MORNING).await.unwrap().set.unwrap();

            office.publish(&[("a", b"two")]);
            let third = office.copy();
            break_it(&Thief::of(&office, &ONLINE), third.path());
            let mut later = client(third.path(), &office.root(), Some(&kept)).await;
            let rejected = later.refresh(MORNING).await.expect_err(how);
            let set = rejected.set.unwrap_or_else(|| panic!("{how}: nothing was seen"));
            assert_eq!(set.accepted, kept.accepted, "{how}: the accepted files stay");
            assert_eq!(versions(&later), expected, "{how}");

            // It is known after a restart, costs nothing when it fails again, and an older tree is refused by it.
            let mut again = client(third.path(), &office.root(), Some(&set)).await;
            assert_eq!(versions(&again), expected, "{how}: after a restart");
            assert_eq!(again.refresh(MORNING).await.expect_err(how).set, None, "{how}: nothing is new");
            let mut rolled_back = client(second.path(), &office.root(), Some(&set)).await;
            let refused = rolled_back.refresh(MORNING).await.expect_err(how).error.to_string();
            assert!(refused.contains("rollback detected for timestamp"), "{how}: {refused}");

            office.publish(&[("a", b"three")]);
            let mut mended = client(&office.feed(), &office.root(), Some(&set)).await;
            let set = mended.refresh(MORNING).await.unwrap().set.unwrap();
            assert_eq!((versions(&mended), set.seen.len()), ([4, 4, 4], 0), "{how}");
        }
    }
}

#[tokio::test]
async fn a_snapshot_that_was_seen_stays_a_floor_when_the_next_timestamp_comes_alone() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let mut first = client(&office.feed(), &office.root(), None).await;
    let mut kept = first.refresh(MORNING).await.unwrap().set.unwrap();
    // The third version comes without its targets, the fourth without its snapshot.
    for (version, missing) in [(3, "targets"), (4, "snapshot")] {
        office.publish(&[("a", &[version])]);
        let tree = office.copy();
        std::fs::remove_file(tree.path().join(format!("metadata/{version}.{missing}.json"))).unwrap();
        let mut later = client(tree.path(), &office.root(), Some(&kept)).await;
        kept = later.refresh(MORNING).await.unwrap_err().set.unwrap();
    }
    assert_eq!(versions(&client(&office.feed(), &office.root(), Some(&kept)).await), [4, 3, 2]);
    // Whoever holds two of the keys cannot bring the second version of the targets back.
    let thief = Thief::of(&office, &["snapshot", "timestamp"]);
    let tree = office.copy();
    let targets = std::fs::read(tree.path().join("metadata/2.targets.json")).unwrap();
    let snapshot = thief.forge(tree.path(), "metadata/4.snapshot.json", "snapshot", |snapshot| {
        snapshot["version"] = json!(50);
        snapshot["meta"]["targets.json"] = pin(&targets, 2);
    });
    std::fs::write(tree.path().join("metadata/50.snapshot.json"), &snapshot).unwrap();
    thief.forge(tree.path(), "metadata/timestamp.json", "timestamp", |timestamp| {
        timestamp["version"] = json!(50);
        timestamp["meta"]["snapshot.json"] = pin(&snapshot, 50);
    });
    let mut later = client(tree.path(), &office.root(), Some(&kept)).await;
    let refused = later.refresh(MORNING).await.unwrap_err().error.to_string();
    assert!(refused.contains("rollback detected for targets.json"), "{refused}");
}

#[tokio::test]
async fn new_keys_for_the_targets_alone_take_no_floor_away() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let old = office.copy();
    office.publish(&[("a", b"two")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    rotate(&office, &["targets"], None);
    std::fs::copy(office.feed().join("metadata/2.root.json"), old.path().join("metadata/2.root.json")).unwrap();
    // At once, and after a restart with the new root already known.
    for _ in 0..2 {
        let refused = refusal(hall.collect_by(stick(old.path())).await);
        assert!(refused.contains("rollback detected for timestamp"), "{refused}");
    }
    assert_eq!(hall.plays(), 2);
    hall.collect_by(stick(&office.feed())).await.unwrap();
}

#[tokio::test]
async fn a_timestamp_that_does_not_fit_the_rest_is_not_accepted_as_a_whole() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let accepted = hall.store().trusted().unwrap().accepted.clone();
    let tree = office.copy();
    Thief::of(&office, &["timestamp"]).forge(tree.path(), "metadata/timestamp.json", "timestamp", |timestamp| {
        timestamp["version"] = json!(9);
        timestamp["meta"]["snapshot.json"]["hashes"]["sha256"] = json!(Digest::of(b"another"));
    });
    // It names the snapshot that is trusted, by its version; only a restart would find out that the digest is another.
    assert!(refusal(hall.collect_by(stick(tree.path())).await).contains("does not belong to the snapshot"));
    assert_eq!(hall.store().trusted().unwrap().accepted, accepted);
    assert_eq!(hall.plays(), 1);
}

/// Lays a programme into a tree at its second version and signs it.
pub fn lay_in(office: &Office, tree: &Path, programme: &[u8]) {
    let digest = Digest::of(programme);
    let hashes = json!({"sha256": digest});
    lay_in_named(&Thief::of(office, &ONLINE), tree, programme, &hashes, &digest.to_string());
}

/// The same, named by the digests given.
fn lay_in_named(keys: &Thief, tree: &Path, programme: &[u8], hashes: &serde_json::Value, named: &str) {
    std::fs::create_dir_all(tree.join("targets")).unwrap();
    std::fs::write(tree.join(format!("targets/{named}.programme.json")), programme).unwrap();
    keys.forge(tree, "metadata/2.targets.json", "targets", |targets| {
        targets["targets"]["programme.json"] = json!({"length": programme.len(), "hashes": hashes});
    });
    name_again(keys, tree, 2);
}

#[tokio::test]
async fn a_programme_named_by_sha_512_alone_is_checked_by_it() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let (words, _) = programme(&[]);
    let words = serde_json::to_vec(&words).unwrap();
    let sha512: String = sha2::Sha512::digest(&words).iter().map(|byte| format!("{byte:02x}")).collect();
    let tree = office.copy();
    lay_in_named(&Thief::of(&office, &ONLINE), tree.path(), &words, &json!({"sha512": sha512}), &sha512);
    let hall = Hall::new(&office);
    let Collected::New { edition, files: 1, .. } = hall.collect_by(stick(tree.path())).await.unwrap() else { panic!() };
    assert_eq!(edition.digest, Digest::of(&words));
    assert!(matches!(hall.collect_by(stick(tree.path())).await, Ok(Collected::Unchanged(_))));

    let mut forged = words.clone();
    *forged.last_mut().unwrap() = b' ';
    std::fs::write(tree.path().join(format!("targets/{sha512}.programme.json")), forged).unwrap();
    let other = Hall::new(&office);
    assert!(refusal(other.collect_by(stick(tree.path())).await).contains("sha512 mismatch"));
    lay_in_named(&Thief::of(&office, &ONLINE), tree.path(), &words, &json!({"blake2b": sha512}), &sha512);
    let other = Hall::new(&office);
    assert!(refusal(other.collect_by(stick(tree.path())).await).contains("without a SHA-256 or SHA-512 digest"));
}

#[tokio::test]
async fn a_time_of_signing_after_the_end_of_what_it_signs_is_refused() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let (floor, tree) = (hall.clock.floor(), office.copy());
    Thief::of(&office, &ONLINE).forge(tree.path(), "metadata/timestamp.json", "timestamp", |timestamp| {
        timestamp["version"] = json!(3);
        timestamp["x-issued"] = json!((MORNING + 8 * DAY).0);
    });
    let refused = hall.collect_by(stick(tree.path())).await;
    assert!(matches!(&refused, Err(CollectError::Refused { file, .. }) if file == "metadata/timestamp.json"));
    assert!(refusal(refused).contains("expired before that"));
    assert_eq!((hall.clock.floor(), hall.store().floor(), hall.plays()), (floor, Some(floor), 1));
    office.publish(&[("a", b"two")]);
    office.publish(&[("a", b"three")]);
    assert!(hall.collect_by(Arc::new(FolderTransport::at(&office.feed()))).await.is_ok());
}

/// Signs a tree's timestamp as an office whose clock stands at `now`.
pub fn sign_time(keys: &Thief, tree: &Path, version: u64, now: bangtin::model::WallTime, corrections: Option<u64>) {
    keys.forge(tree, "metadata/timestamp.json", "timestamp", |timestamp| {
        timestamp["version"] = json!(version);
        timestamp["x-issued"] = json!(now.0);
        let expires = (now + 7 * DAY).timestamp().round(jiff::Unit::Second).unwrap();
        timestamp["expires"] = json!(expires.to_string());
        if let Some(corrections) = corrections {
            timestamp["x-time-corrections"] = json!(corrections);
        }
    });
}

#[tokio::test]
async fn an_office_that_takes_back_a_wrong_time_heals_its_halls_without_new_keys() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let mut hall = Hall::new(&office);
    hall.clock = bangtin::clock::Clock::machine(MORNING, MORNING + -30 * DAY);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let (keys, tree) = (Thief::of(&office, &ONLINE), office.copy());
    // Twenty days ahead, for as long as it takes to sign once.
    sign_time(&keys, tree.path(), 3, MORNING + 20 * DAY, None);
    hall.collect_by(stick(tree.path())).await.unwrap();
    sign_time(&keys, tree.path(), 4, MORNING, None);
    assert!(matches!(hall.collect_by(stick(tree.path())).await, Err(CollectError::Expired { .. })), "it is too late");
    sign_time(&keys, tree.path(), 5, MORNING, Some(1));
    hall.collect_by(stick(tree.path())).await.unwrap();
    assert_eq!((hall.clock.floor(), hall.store().floor()), (MORNING, Some(MORNING)));
    assert!(hall.clock.now().certain);
    // What counts is that the number rises: the same again takes nothing back.
    sign_time(&keys, tree.path(), 6, MORNING + 2 * DAY, Some(1));
    hall.collect_by(stick(tree.path())).await.unwrap();
    sign_time(&keys, tree.path(), 7, MORNING + DAY, Some(1));
    hall.collect_by(stick(tree.path())).await.unwrap();
    assert_eq!(hall.clock.floor(), MORNING + 2 * DAY);
}

#[tokio::test]
async fn a_signed_programme_beyond_the_limits_is_refused_at_once_and_what_plays_stays() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    office.publish(&[("a", b"two")]);
    let tree = office.copy();
    let (mut words, _) = programme(&[]);
    let slide = serde_json::to_value(&words.default_slide).unwrap();
    let numbered = |n: usize| {
        let mut slide = slide.clone();
        slide["id"] = json!(format!("s-{n}"));
        serde_json::from_value(slide).unwrap()
    };
    words.slides = (0..90_000).map(numbered).collect();
    words.version = 3;
    let words = serde_json::to_vec(&words).unwrap();
    assert!((words.len() as u64) < bangtin::model::limits::PROGRAMME_BYTES);
    let keys = Thief::of(&office, &ONLINE);
    let digest = Digest::of(&words);
    std::fs::write(tree.path().join(format!("targets/{digest}.programme.json")), &words).unwrap();
    keys.forge(tree.path(), TARGETS, "targets", |targets| {
        targets["targets"]["programme.json"] = json!({"length": words.len(), "hashes": {"sha256": digest}});
    });
    name_again(&keys, tree.path(), 3);
    let begun = crate::push::now();
    let refused = hall.collect_by(stick(tree.path())).await.unwrap_err();
    assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{:?}", begun.elapsed());
    assert!(matches!(&refused, CollectError::Exceeds { file, .. } if file.starts_with("targets/")), "{refused}");
    let why = std::error::Error::source(&refused).unwrap().to_string();
    assert!(why.contains("90000 slides"), "{why}");
    assert_eq!(hall.plays(), 1);
}

#[tokio::test]
async fn a_time_taken_back_by_another_program_on_the_store_is_forgotten_by_this_one_too() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let keys = Thief::of(&office, &ONLINE);
    let ahead = office.copy();
    sign_time(&keys, ahead.path(), 3, MORNING + 20 * DAY, None);
    let corrected = office.copy();
    sign_time(&keys, corrected.path(), 5, MORNING, Some(1));
    let dir = tempfile::tempdir().unwrap();
    let open = || bangtin::store::Store::open(dir.path()).unwrap();
    let clock = || bangtin::clock::Clock::machine(MORNING, MORNING + -30 * DAY);
    let collector = |store: &bangtin::store::Store, tree: &Path| {
        bangtin::feed::Collector::new(store.clone(), stick(tree), &office.root(), bangtin::model::Size::FULL_HD)
    };
    let (playing, its_clock) = (open(), clock());
    collector(&playing, ahead.path()).collect(&its_clock, &|_| {}).await.unwrap();
    assert_eq!(its_clock.floor(), MORNING + 20 * DAY);
    collector(&open(), corrected.path()).collect(&clock(), &|_| {}).await.unwrap();
    collector(&playing, corrected.path()).collect(&its_clock, &|_| {}).await.unwrap();
    assert_eq!((its_clock.floor(), playing.floor()), (MORNING, Some(MORNING)));
}
