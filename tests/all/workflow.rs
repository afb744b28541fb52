//! Promises about the client workflow of the TUF specification: what a thief, a mirror or a dead line can make of a feed.

use std::{path::Path, sync::Arc};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use bangtin::{
    feed::{
        CollectError, Collected, KeyRotation, Lifetimes, Renew, Repository, RepositoryError, RootKeys,
        transport::FolderTransport,
    },
    model::Digest,
};
use serde_json::{Value, json};

use crate::fixture::{DAY, Hall, MORNING, Office};

pub const ONLINE: [&str; 3] = ["targets", "snapshot", "timestamp"];

pub fn stick(dir: &Path) -> Arc<FolderTransport> {
    Arc::new(FolderTransport::at(dir))
}

fn rotation(online: &[&'static str], root: Option<RootKeys>) -> KeyRotation {
    let online = online.to_vec();
    KeyRotation { online, root, root_keys_in: Vec::new(), lifetimes: Lifetimes::SERVED, now: MORNING }
}

pub fn rotate(office: &Office, online: &[&'static str], root: Option<RootKeys>) {
    office.repository().rotate(&rotation(online, root)).unwrap();
}

pub fn refusal(outcome: Result<Collected, CollectError>) -> String {
    outcome.expect_err("it must be refused").to_string()
}

/// Somebody who holds keys and signs whatever he likes.
pub struct Thief(Vec<(&'static str, Ed25519KeyPair)>);

impl Thief {
    /// Steals these keys.
    pub fn of(office: &Office, roles: &[&'static str]) -> Self {
        let steal = |role: &'static str| {
            let path = office.keys().join(format!("{role}.pk8"));
            (role, Ed25519KeyPair::from_pkcs8(&std::fs::read(path).unwrap()).unwrap())
        };
        Self(roles.iter().copied().map(steal).collect())
    }

    pub fn sign(&self, signed: &Value, by: &str) -> Vec<u8> {
        let pair = &self.0.iter().find(|(role, _)| *role == by).unwrap().1;
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let public = hex(pair.public_key().as_ref());
        let key = json!({"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": public}});
        let id = serde_json::from_value::<sigstore_tuf::Key>(key).unwrap().key_id().unwrap();
        let message = sigstore_tuf::canonical_json::to_canonical_bytes(signed).unwrap();
        let signature = hex(pair.sign(&message).as_ref());
        serde_json::to_vec(&json!({"signatures": [{"keyid": id, "sig": signature}], "signed": signed})).unwrap()
    }

    /// Changes a file of the tree and signs it again; answers its new bytes.
    pub fn forge(&self, tree: &Path, file: &str, by: &str, change: impl FnOnce(&mut Value)) -> Vec<u8> {
        let mut signed = self::signed(tree, file);
        change(&mut signed);
        let bytes = self.sign(&signed, by);
        std::fs::write(tree.join(file), &bytes).unwrap();
        bytes
    }
}

pub fn signed(tree: &Path, file: &str) -> Value {
    serde_json::from_slice::<Value>(&std::fs::read(tree.join(file)).unwrap()).unwrap()["signed"].take()
}

pub fn pin(bytes: &[u8], version: u64) -> Value {
    json!({"version": version, "length": bytes.len(), "hashes": {"sha256": Digest::of(bytes)}})
}

#[tokio::test]
async fn a_hall_that_was_off_through_a_hundred_changes_of_keys_follows_them_all() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let (asleep, fresh) = (Hall::new(&office), Hall::new(&office));
    asleep.collect_by(stick(&office.feed())).await.unwrap();
    for n in 0..100 {
        rotate(&office, if n % 3 == 0 { &ONLINE } else { &[] }, (n % 10 == 0).then(RootKeys::default));
    }
    office.publish(&[("a", b"two")]);
    for hall in [asleep, fresh] {
        hall.collect_by(stick(&office.feed())).await.unwrap();
        assert_eq!(hall.plays(), 2);
        assert_eq!(hall.store().trusted().unwrap().roots.len(), 101);
    }
    let later = Hall::new(&office);
    assert!(later.collect_by(stick(&office.feed())).await.is_ok(), "the newest root file is as good as the first");
}

#[tokio::test]
async fn what_stolen_keys_sign_is_refused_once_they_are_replaced() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let thief = Thief::of(&office, &ONLINE);
    let stale = office.copy();
    rotate(&office, &ONLINE, None);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    thief.forge(stale.path(), "metadata/timestamp.json", "timestamp", |signed| signed["version"] = json!(99));
    // With the new root in sight, with it hidden, and after a restart with the metadata lost from the card.
    std::fs::copy(office.feed().join("metadata/2.root.json"), stale.path().join("metadata/2.root.json")).unwrap();
    let refused = refusal(hall.collect_by(stick(stale.path())).await);
    assert!(refused.contains("timestamp.json` is refused: signature threshold not met"), "{refused}");
    std::fs::remove_file(stale.path().join("metadata/2.root.json")).unwrap();
    assert!(refusal(hall.collect_by(stick(stale.path())).await).contains("threshold not met"));
    for blob in std::fs::read_dir(hall.dir().join("blobs")).unwrap() {
        let path = blob.unwrap().path();
        if std::fs::read_to_string(&path).is_ok_and(|text| text.starts_with("{\"roots\"")) {
            std::fs::write(path, b"rotten").unwrap();
        }
    }
    assert!(hall.store().trusted().is_none());
    let refused = refusal(hall.collect_by(stick(stale.path())).await);
    assert!(refused.contains("lacks `metadata/2.root.json`"), "{refused}");
    assert_eq!(hall.plays(), 1);
    hall.collect_by(stick(&office.feed())).await.unwrap();
}

#[tokio::test]
async fn versions_a_thief_ran_ahead_to_do_not_lock_the_office_out() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    let thief = Thief::of(&office, &ONLINE);
    let forged = office.copy();
    let tree = forged.path();
    let huge = (1_u64 << 53) - 1;
    let targets = thief.forge(tree, "metadata/2.targets.json", "targets", |signed| signed["version"] = json!(huge));
    std::fs::write(tree.join(format!("metadata/{huge}.targets.json")), &targets).unwrap();
    let snapshot = thief.forge(tree, "metadata/2.snapshot.json", "snapshot", |signed| {
        signed["version"] = json!(huge);
        signed["meta"]["targets.json"] = pin(&targets, huge);
    });
    std::fs::write(tree.join(format!("metadata/{huge}.snapshot.json")), &snapshot).unwrap();
    thief.forge(tree, "metadata/timestamp.json", "timestamp", |signed| {
        signed["version"] = json!(huge);
        signed["meta"]["snapshot.json"] = pin(&snapshot, huge);
    });
    hall.collect_by(stick(tree)).await.unwrap();
    office.publish(&[("a", b"two")]);
    assert!(refusal(hall.collect_by(stick(&office.feed())).await).contains("rollback"));
    rotate(&office, &ONLINE, None);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert_eq!(hall.plays(), 2);
}

#[tokio::test]
async fn an_older_tree_is_refused_also_after_a_restart() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let old = office.copy();
    office.publish(&[("a", b"two")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let refused = refusal(hall.collect_by(stick(old.path())).await);
    assert!(refused.contains("`metadata/timestamp.json` is refused: rollback"), "{refused}");
    assert_eq!(hall.plays(), 2);
}

#[tokio::test]
async fn an_interrupted_refresh_opens_no_way_to_roll_back() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let old = office.copy();
    office.publish(&[("a", b"two")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    // The line dies between timestamp and snapshot, the mains goes, and then comes a thief with two of the keys.
    office.publish(&[("a", b"three")]);
    let snapshot = office.feed().join("metadata/4.snapshot.json");
    std::fs::rename(&snapshot, office.feed().join("metadata/gone")).unwrap();
    assert!(matches!(hall.collect_by(stick(&office.feed())).await, Err(CollectError::Lacks { .. })));
    let thief = Thief::of(&office, &["snapshot", "timestamp"]);
    let tree = old.path();
    let snapshot = thief.forge(tree, "metadata/2.snapshot.json", "snapshot", |signed| signed["version"] = json!(50));
    std::fs::write(tree.join("metadata/50.snapshot.json"), &snapshot).unwrap();
    thief.forge(tree, "metadata/timestamp.json", "timestamp", |signed| {
        signed["version"] = json!(50);
        signed["meta"]["snapshot.json"] = pin(&snapshot, 50);
    });
    let refused = refusal(hall.collect_by(stick(tree)).await);
    assert!(refused.contains("rollback detected for targets.json"), "{refused}");
    assert_eq!(hall.plays(), 2);
}

#[tokio::test]
async fn files_of_different_versions_do_not_mix() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let old = office.copy();
    office.publish(&[("a", b"two")]);
    let read = |tree: &Path, file: &str| std::fs::read(tree.join(file)).unwrap();
    for (file, stale) in [
        ("metadata/3.snapshot.json", "metadata/2.snapshot.json"),
        ("metadata/3.targets.json", "metadata/2.targets.json"),
        ("metadata/3.targets.json", "metadata/3.snapshot.json"),
        ("metadata/timestamp.json", "metadata/3.snapshot.json"),
    ] {
        let mixed = office.copy();
        let swapped = if old.path().join(stale).exists() { read(old.path(), stale) } else { read(mixed.path(), stale) };
        std::fs::write(mixed.path().join(file), swapped).unwrap();
        let refused = refusal(hall.collect_by(stick(mixed.path())).await);
        assert!(refused.starts_with(&format!("`{file}` is refused")), "{refused}");
        assert_eq!(hall.plays(), 1);
    }
}

#[tokio::test]
async fn a_frozen_feed_is_noticed_when_its_timestamp_runs_out() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let frozen = office.copy();
    office.publish(&[("a", b"two")]);
    hall.clock.advance(6 * DAY);
    assert!(matches!(hall.collect_by(stick(frozen.path())).await, Ok(Collected::Unchanged(_))));
    hall.clock.advance(2 * DAY);
    let frozen = hall.collect_by(stick(frozen.path())).await;
    assert!(matches!(frozen, Err(CollectError::Expired { role, .. }) if role == "timestamp"));
    assert_eq!(hall.plays(), 1);
}

#[tokio::test]
async fn each_role_answers_to_its_own_key_only() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let thief = Thief::of(&office, &ONLINE);
    for (file, wrong) in [
        ("metadata/timestamp.json", "snapshot"),
        ("metadata/timestamp.json", "targets"),
        ("metadata/2.snapshot.json", "timestamp"),
        ("metadata/2.targets.json", "snapshot"),
    ] {
        // One for each: a timestamp of the same version counts as the same, and the first that was verified stays.
        let hall = Hall::new(&office);
        let forged = office.copy();
        let tree = forged.path();
        let bytes = thief.forge(tree, file, wrong, |_| {});
        if file == "metadata/2.targets.json" {
            let snapshot = thief.forge(tree, "metadata/2.snapshot.json", "snapshot", |signed| {
                signed["meta"]["targets.json"] = pin(&bytes, 2);
            });
            thief.forge(tree, "metadata/timestamp.json", "timestamp", |signed| {
                signed["meta"]["snapshot.json"] = pin(&snapshot, 2);
            });
        } else if file == "metadata/2.snapshot.json" {
            thief.forge(tree, "metadata/timestamp.json", "timestamp", |signed| {
                signed["meta"]["snapshot.json"] = pin(&bytes, 2);
            });
        }
        let refused = refusal(hall.collect_by(stick(tree)).await);
        assert!(refused.starts_with(&format!("`{file}` is refused: signature threshold not met")), "{refused}");
        assert_eq!(hall.plays(), 0);
    }
}

#[tokio::test]
async fn two_of_three_root_keys_must_sign_a_change_and_one_is_not_enough() {
    let office = Office::with(RootKeys { keys: 3, threshold: 2 }, Lifetimes::SERVED);
    let hall = Hall::new(&office);
    let safe = tempfile::tempdir().unwrap();
    for key in ["1.pk8", "2.pk8"] {
        std::fs::rename(office.keys().join("root").join(key), safe.path().join(key)).unwrap();
    }
    let alone = office.repository().rotate(&rotation(&ONLINE, None));
    assert!(matches!(alone, Err(RepositoryError::TooFewRootKeys { have: 1, need: 2 })));
    let together = KeyRotation { root_keys_in: vec![safe.path().to_owned()], ..rotation(&ONLINE, None) };
    office.repository().rotate(&together).unwrap();
    let root = office.feed().join("metadata/2.root.json");
    let good = std::fs::read(&root).unwrap();
    let mut lone: Value = serde_json::from_slice(&good).unwrap();
    lone["signatures"].as_array_mut().unwrap().truncate(1);
    std::fs::write(&root, serde_json::to_vec(&lone).unwrap()).unwrap();
    let refused = refusal(hall.collect_by(stick(&office.feed())).await);
    assert!(refused.starts_with("`metadata/2.root.json` is refused: signature threshold not met"), "{refused}");
    let doubled = json!([lone["signatures"][0], lone["signatures"][0]]);
    lone["signatures"] = doubled;
    std::fs::write(&root, serde_json::to_vec(&lone).unwrap()).unwrap();
    assert!(refusal(hall.collect_by(stick(&office.feed())).await).contains("duplicate signature"));
    std::fs::write(&root, good).unwrap();
    hall.collect_by(stick(&office.feed())).await.unwrap();
}

#[tokio::test]
async fn keys_that_were_lost_with_the_disk_are_replaced_from_the_safe() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let (keys, safe) = (office.keys(), tempfile::tempdir().unwrap());
    let in_the_safe = safe.path().join("root");
    std::fs::rename(keys.join("root"), &in_the_safe).unwrap();
    let root = std::fs::read(keys.join("root.json")).unwrap();
    std::fs::remove_dir_all(&keys).unwrap();
    // The root file of a hall is at hand; not that of the feed, which whoever broke in may have changed.
    std::fs::create_dir(&keys).unwrap();
    std::fs::write(keys.join("root.json"), root).unwrap();
    let from_the_safe = |online: &[&'static str], root| KeyRotation {
        root_keys_in: vec![in_the_safe.clone()],
        ..rotation(online, root)
    };
    let some = Repository::in_folder(&office.feed(), &keys).rotate(&from_the_safe(&["targets"], None));
    assert!(matches!(some, Err(RepositoryError::NoKey { .. })), "the others must be there: {some:?}");
    Repository::in_folder(&office.feed(), &keys).rotate(&from_the_safe(&ONLINE, None)).unwrap();
    office.publish(&[("a", b"two")]);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert_eq!(hall.plays(), 2);
    // And the root keys themselves, one of which is lost too.
    std::fs::remove_file(in_the_safe.join("1.pk8")).unwrap();
    Repository::in_folder(&office.feed(), &keys).rotate(&from_the_safe(&[], Some(RootKeys::default()))).unwrap();
    assert_eq!(std::fs::read_dir(keys.join("root")).unwrap().count(), 2);
    office.publish(&[("a", b"three")]);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert_eq!(hall.plays(), 3);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o700, "closed to others again");
    }
}

#[tokio::test]
async fn a_root_comes_in_its_turn_or_not_at_all() {
    let office = Office::with(RootKeys { keys: 1, threshold: 1 }, Lifetimes::SERVED);
    let hall = Hall::new(&office);
    rotate(&office, &[], None);
    rotate(&office, &[], None);
    let (second, third) = (office.feed().join("metadata/2.root.json"), office.feed().join("metadata/3.root.json"));
    let good = std::fs::read(&second).unwrap();
    std::fs::copy(&third, &second).unwrap();
    let refused = refusal(hall.collect_by(stick(&office.feed())).await);
    assert!(refused.starts_with("`metadata/2.root.json` is refused: root version must increment by one"), "{refused}");
    for at in (0..good.len()).step_by(17) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        std::fs::write(&second, bad).unwrap();
        let refused = refusal(hall.collect_by(stick(&office.feed())).await);
        assert!(refused.starts_with("`metadata/2.root.json` is refused"), "{refused}");
    }
    std::fs::write(&second, good).unwrap();
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert_eq!(hall.store().trusted().unwrap().roots.len(), 3);
}

#[tokio::test]
async fn a_new_root_counts_even_if_the_line_dies_behind_it() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let stale = office.copy();
    rotate(&office, &ONLINE, None);
    std::fs::remove_file(office.feed().join("metadata/timestamp.json")).unwrap();
    assert!(matches!(hall.collect_by(stick(&office.feed())).await, Err(CollectError::Lacks { .. })));
    assert_eq!(hall.store().trusted().unwrap().roots.len(), 2);
    assert_eq!(hall.plays(), 1);
    assert!(refusal(hall.collect_by(stick(stale.path())).await).contains("threshold not met"), "stolen keys are out");
}

#[tokio::test]
async fn an_expired_root_refuses_the_new_and_its_successor_is_taken() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    let later = MORNING + 6 * 365 * DAY;
    hall.clock.advance(later - MORNING);
    office.repository().renew(Renew::All, Lifetimes::SERVED, later).unwrap();
    office.publish_at(&[("a", b"two")], later);
    let refused = hall.collect_by(stick(&office.feed())).await;
    assert!(matches!(refused, Err(CollectError::Expired { role, .. }) if role == "root"));
    let renewed = KeyRotation { now: later, ..rotation(&[], None) };
    office.repository().rotate(&renewed).unwrap();
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert_eq!(hall.plays(), 2);
}

#[tokio::test]
async fn a_thief_who_changed_the_root_first_is_put_out_by_a_root_installed_by_hand() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let mut hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    // He has everything, a root key too, changes all keys to his own, and says that it is four years later.
    let thief = Office::stolen_from(&office);
    let everything = KeyRotation { now: MORNING, ..rotation(&ONLINE, Some(RootKeys::default())) };
    thief.repository().rotate(&everything).unwrap();
    let far = MORNING + 4 * 365 * DAY;
    thief.repository().renew(Renew::All, Lifetimes::all(300), far).unwrap();
    thief.publish_at(&[("a", b"forged")], far);
    thief.publish_at(&[("b", b"forged again")], far);
    hall.collect_by(stick(&thief.feed())).await.unwrap();
    assert_eq!(hall.plays(), 3, "a root key is the feed: nothing tells him from its owner");

    office.repository().rotate(&everything).unwrap();
    office.publish(&[("a", b"two")]);
    assert!(hall.collect_by(stick(&office.feed())).await.is_err(), "he was quicker");
    hall.root = office.root();
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert_eq!(hall.plays(), 2);
    assert!(hall.clock.now().certain && hall.clock.now().wall < MORNING + DAY, "nor does his time count");
    assert!(hall.collect_by(stick(&thief.feed())).await.is_err());
    assert_eq!(hall.plays(), 2);
}

#[tokio::test]
async fn a_time_that_stolen_keys_signed_is_forgotten_once_they_are_replaced() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    // The thief says that it is thirty years later, and that this is good for another thirty.
    let (thief, forged) = (Thief::of(&office, &ONLINE), office.copy());
    let far = MORNING + 30 * 365 * DAY;
    thief.forge(forged.path(), "metadata/timestamp.json", "timestamp", |signed| {
        signed["version"] = json!(99);
        signed["x-issued"] = json!(far.0);
        signed["expires"] = json!("2090-01-01T00:00:00Z");
    });
    hall.collect_by(stick(forged.path())).await.ok();
    assert_eq!((hall.clock.floor(), hall.store().floor()), (far, Some(far)));
    office.publish(&[("a", b"two")]);
    assert!(hall.collect_by(stick(&office.feed())).await.is_err(), "to this hall all that is signed has expired");
    assert_eq!(hall.plays(), 1);
    rotate(&office, &ONLINE, None);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert_eq!(hall.plays(), 2);
    assert!(hall.clock.floor() < MORNING + DAY && hall.store().floor() < Some(MORNING + DAY));
    assert!(hall.clock.now().certain && hall.clock.now().wall < MORNING + DAY);
    // Other keys changed, the one for the time did not: nothing is forgotten.
    let floor = hall.clock.floor();
    rotate(&office, &["targets"], None);
    hall.collect_by(stick(&office.feed())).await.unwrap();
    assert_eq!(hall.clock.floor(), floor);
}
