//! Promises about trust.

use std::sync::Arc;

use bangtin::{
    feed::{
        self, CollectError, Collected, Diff, Lifetimes, Publication, Repository, RootKeys, transport::FolderTransport,
    },
    model::Digest,
};

use crate::{
    fixture::{DAY, Hall, MORNING, Office, noise, programme},
    screen_probe,
};

fn stick(office: &Office) -> Arc<FolderTransport> {
    Arc::new(FolderTransport::at(&office.feed()))
}

/// The file an error is about.
fn named(error: &CollectError) -> &str {
    match error {
        CollectError::Refused { file, .. }
        | CollectError::NotMetadata { file, .. }
        | CollectError::Lacks { file }
        | CollectError::Cut { file, .. }
        | CollectError::Expired { file, .. } => file,
        other => panic!("names no file: {other}"),
    }
}

#[tokio::test]
async fn a_tampered_byte_anywhere_is_refused_named_and_changes_nothing() {
    let office = Office::new();
    office.publish(&[("a", &noise(1, 900))]);
    let before = office.files();
    let yesterday = office.copy();
    office.publish(&[("a", &noise(1, 900)), ("b", &noise(2, 900))]);
    let new: Vec<_> = office.files().into_iter().filter(|file| !before.contains(file)).collect();
    assert_eq!(new.len(), 4, "targets, snapshot, programme and picture; the timestamp was replaced: {new:?}");
    for file in new.iter().map(String::as_str).chain(["metadata/timestamp.json"]) {
        let hall = Hall::new(&office);
        hall.collect_by(Arc::new(FolderTransport::at(yesterday.path()))).await.unwrap();
        let path = office.feed().join(file);
        let good = std::fs::read(&path).unwrap();
        let flipped = (0..good.len()).step_by(1 + good.len() / 97).chain([good.len() - 1]).map(|at| {
            let mut bad = good.clone();
            bad[at] ^= 1;
            bad
        });
        let cut = [good[..good.len() / 2].to_vec(), Vec::new()];
        for (n, bad) in flipped.chain(cut).chain([[&good[..], b"}"].concat()]).enumerate() {
            std::fs::write(&path, &bad).unwrap();
            match hall.collect_by(stick(&office)).await {
                Err(error) => assert_eq!(named(&error), file, "{error}"),
                Ok(collected) => panic!("{file}: {collected:?}"),
            }
            assert_eq!(hall.plays(), 1);
            if n % 16 == 0 {
                screen_probe::look(&hall.store(), &hall.clock);
            }
        }
        std::fs::write(&path, good).unwrap();
        hall.collect_by(stick(&office)).await.unwrap();
        assert_eq!(hall.plays(), 2, "untampered it is taken in");
    }
}

#[cfg(unix)]
#[test]
fn keys_are_their_owners_only_and_never_in_the_tree() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&office.keys()), 0o700);
    assert_eq!(mode(&office.keys().join("root")), 0o700);
    for key in ["root/1.pk8", "root/2.pk8", "targets.pk8", "snapshot.pk8", "timestamp.pk8"] {
        let path = office.keys().join(key);
        assert_eq!(mode(&path), 0o600, "{key}");
        let secret = std::fs::read(&path).unwrap();
        for file in office.files() {
            let text = std::fs::read(office.feed().join(&file)).unwrap();
            // The seed of an Ed25519 key in PKCS#8 begins at its sixteenth byte.
            assert!(!text.windows(32).any(|window| window == &secret[16..48]), "{key} in {file}");
        }
    }
}

#[test]
fn a_second_init_changes_nothing_and_an_interrupted_one_is_finished() {
    let office = Office::new();
    let again = || office.repository().init(RootKeys::default(), Lifetimes::SERVED, MORNING);
    let (root, files) = (office.root(), office.files());
    assert!(matches!(again(), Err(feed::RepositoryError::Exists { .. })));
    std::fs::remove_file(office.feed().join("metadata/timestamp.json")).unwrap();
    again().unwrap();
    assert_eq!((office.root(), office.files()), (root, files));
    let elsewhere = tempfile::tempdir().unwrap();
    let other =
        Repository::in_folder(elsewhere.path(), &office.keys()).init(RootKeys::default(), Lifetimes::SERVED, MORNING);
    assert!(matches!(other, Err(feed::RepositoryError::Exists { .. })), "the keys belong to another feed");
}

#[test]
fn publishing_an_unchanged_folder_makes_no_version_unless_forced() {
    let office = Office::new();
    let first = office.publish(&[("a", b"one")]);
    assert_eq!((first.version, first.objects), (1, (1, 3)));
    let epoch = office.state().programme.unwrap().epoch_ms;
    let files = office.files();
    let second = office.publish_at(&[("a", b"one")], MORNING + DAY);
    assert_eq!((second.version, second.changes), (1, None));
    assert_eq!(office.files(), files);
    let (programme, files) = programme(&[("a", b"one")]);
    let forced = Publication {
        programme,
        files: &files,
        lifetimes: Lifetimes::all(90),
        force: true,
        version: None,
        now: MORNING + DAY,
    };
    let third = office.repository().publish(forced).unwrap();
    assert_eq!((third.version, third.changes), (2, Some(Diff::default())));
    assert_eq!(third.good_until, MORNING + 91 * DAY);
    assert_eq!(office.state().programme.unwrap().epoch_ms, epoch, "positions do not move");
}

#[test]
fn what_changed_is_told_slide_by_slide() {
    let office = Office::new();
    office.publish(&[("a", b"one"), ("b", b"two")]);
    let published = office.publish(&[("b", b"two, redrawn"), ("c", b"three")]);
    let changes = published.changes.unwrap();
    let names = |ids: &[bangtin::model::SlideId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(
        (names(&changes.added), names(&changes.changed), names(&changes.removed)),
        ("c".into(), "b".into(), "a".into())
    );
    assert!(!changes.other);
}

#[test]
fn a_programme_whose_picture_is_nowhere_is_not_published() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let (programme, _) = programme(&[("a", b"one"), ("b", b"two")]);
    let publication = Publication {
        programme,
        files: &std::collections::BTreeMap::<Digest, Vec<u8>>::new(),
        lifetimes: Lifetimes::SERVED,
        force: false,
        version: None,
        now: MORNING,
    };
    let refused = office.repository().publish(publication);
    assert!(matches!(refused, Err(feed::RepositoryError::MissingObject(digest)) if digest == Digest::of(b"two")));
    assert_eq!(office.state().programme.unwrap().version, 1);
}

#[tokio::test]
async fn expired_metadata_keeps_the_old_and_refuses_the_new() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(stick(&office)).await.unwrap();
    office.publish(&[("a", b"two")]);
    hall.clock.advance(8 * DAY);
    let refused = hall.collect_by(stick(&office)).await.unwrap_err();
    assert!(matches!(&refused, CollectError::Expired { role, .. } if role == "timestamp"), "{refused}");
    assert_eq!(hall.plays(), 1);
    office.publish_at(&[("a", b"three")], MORNING + 8 * DAY);
    assert!(matches!(hall.collect_by(stick(&office)).await, Ok(Collected::New { .. })));
    assert_eq!(hall.plays(), 3);
}
