//! Promises about store.

use std::{path::Path, sync::Arc};

use bangtin::{
    feed::{Collected, Collector, transport::FolderTransport},
    model::{Digest, FeedId, Size},
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
    let stick = || Arc::new(FolderTransport::at(&office.feed()));
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

/// A store as programs wrote it that knew of one feed only.
fn store_of_before() -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => copy(&entry.path(), &to.join(entry.file_name())),
                false => drop(std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores/one-feed"), dir.path());
    dir
}

#[test]
fn a_store_of_before_there_were_several_feeds_plays_on() {
    let dir = store_of_before();
    let store = Store::open(dir.path()).unwrap();
    let current = store.current().unwrap();
    assert_eq!((current.version(), current.canvas), (2, Size::new(320, 320)));
    assert!(current.missing(store.blobs()).is_empty());
    let trusted = store.trusted().unwrap();
    assert!(trusted.accepted.is_some() && trusted.seen.is_empty());
    assert_eq!(store.root_floor(trusted.origin()), 1);
    let floor = store.floor().unwrap();
    assert_eq!(store.editions(), [(FeedId::only(), current.clone())]);
    // And goes on: what is written now is read, with the edition before it kept.
    store.commit(keep(&store, &[("a", b"three")], 3), floor).unwrap();
    let lost = dir.path().join("blobs").join(Digest::of(b"three").to_string());
    assert_eq!(Store::open(dir.path()).unwrap().current().unwrap().version(), 3);
    std::fs::remove_file(lost).unwrap();
    let later = Store::open(dir.path()).unwrap();
    assert_eq!((later.current().unwrap().version(), later.trusted(), later.floor()), (2, Some(trusted), Some(floor)));
}

#[test]
fn a_hall_that_follows_one_feed_writes_what_programs_of_before_read() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let edition = store.commit(keep(&store, &[("a", b"one")], 1), MORNING).unwrap();
    let text = std::fs::read_to_string(dir.path().join("state.b")).unwrap();
    let state: serde_json::Value = serde_json::from_str(text.split_once('\n').unwrap().1).unwrap();
    assert_eq!(state["current"]["programme"], serde_json::json!(edition.digest));
    assert_eq!((state["floor_ms"].as_i64(), &state["others"]), (Some(MORNING.0), &serde_json::Value::Null));
}

#[tokio::test]
async fn a_hall_may_follow_several_feeds_each_with_its_own_editions_and_trust() {
    let (province, commune) = (Office::new(), Office::new());
    province.publish(&[("p", b"province")]);
    commune.publish(&[("c", b"commune")]);
    let ids: [FeedId; 2] = ["province", "commune"].map(|id| id.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let clock = bangtin::clock::Clock::fixed(MORNING);
    let store = Store::open(dir.path()).unwrap();
    store.follow(&ids).unwrap();
    let collect = async |store: &Store| {
        for (id, office) in ids.iter().zip([&province, &commune]) {
            let stick = Arc::new(FolderTransport::at(&office.feed()));
            let collector = Collector::new(store.of_feed(id.clone()), stick, &office.root(), Size::FULL_HD);
            collector.collect(&clock, &|_| {}).await.unwrap();
        }
    };
    collect(&store).await;
    commune.publish(&[("c", b"commune again")]);
    collect(&store).await;
    let store = Store::open(dir.path()).unwrap();
    let versions = |store: &Store| {
        let editions = store.editions();
        editions.iter().map(|(id, edition)| format!("{id} {}", edition.version())).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(versions(&store), "province 1, commune 2", "highest authority first");
    let programmes = store.programmes().unwrap();
    let said: Vec<_> = programmes.iter().map(|said| (said.feed.as_str(), said.programme.version)).collect();
    assert_eq!(said, [("province", 1), ("commune", 2)], "a player is given both");
    for (id, office) in ids.iter().zip([&province, &commune]) {
        assert_eq!(store.of_feed(id.clone()).trusted().unwrap().origin(), Digest::of(&office.root()));
        let edition = store.of_feed(id.clone()).current().unwrap();
        assert!(edition.missing(store.blobs()).is_empty(), "what one feed needs is not removed for the other");
    }
    store.follow(&ids[1..]).unwrap();
    assert_eq!(versions(&Store::open(dir.path()).unwrap()), "commune 2");
}

/// The most memory a child process has had, bytes.
#[cfg(target_os = "linux")]
fn peak_memory(mut child: std::process::Child) -> u64 {
    let mut peak = 0;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        peak = peak.max(kib.unwrap_or(0) * 1024);
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success());
            return peak;
        }
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_file_is_collected_and_checked_again_in_little_memory() {
    use std::io::Write as _;
    let bytes: u64 = std::env::var("BANGTIN_LARGE_FILE").ok().and_then(|mib| mib.parse().ok()).unwrap_or(192) << 20;
    // The command has the machine's own clock: what it fetches must be signed now.
    let office = Office::new();
    office.publish_at(&[("a", b"one")], bangtin::clock::Clock::system().now().wall);
    let large = office.copy();
    let piece = noise(7, 1 << 20);
    let object = large.path().join("objects/large");
    let mut file = std::fs::File::create(&object).unwrap();
    let mut hasher = bangtin::model::Hasher::default();
    for _ in 0..bytes >> 20 {
        file.write_all(&piece).unwrap();
        hasher.update(&piece);
    }
    let digest = hasher.finish();
    std::fs::rename(&object, large.path().join(format!("objects/{digest}"))).unwrap();
    let (mut words, _) = programme(&[("a", b"one")]);
    words.version = 1;
    let rendition = &mut words.assets.values_mut().next().unwrap().renditions[0];
    (rendition.digest, rendition.bytes) = (digest, bytes);
    crate::floors::lay_in(&office, large.path(), &serde_json::to_vec(&words).unwrap());

    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("root.json"), office.root()).unwrap();
    let collect = |tree: &Path, store: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bangtin"));
        command.arg("collect").arg("--from").arg(tree).arg("--root").arg(data.path().join("root.json"));
        command.arg("--data").arg(data.path().join(store)).stdout(std::process::Stdio::null());
        peak_memory(command.stderr(std::process::Stdio::null()).spawn().unwrap())
    };
    let idle = collect(&office.feed(), "idle");
    let fetched = collect(large.path(), "large");
    // Half of it is here already: that is hashed before the rest is asked for.
    let (whole, part) =
        (data.path().join(format!("large/blobs/{digest}")), data.path().join(format!("large/blobs/{digest}.part")));
    std::fs::rename(&whole, &part).unwrap();
    std::fs::OpenOptions::new().write(true).open(&part).unwrap().set_len(bytes / 2).unwrap();
    let resumed = collect(large.path(), "large");
    assert!(whole.exists());
    let checked = collect(large.path(), "large");
    println!("memory at most: {idle} idle, {fetched} fetching, {resumed} going on, {checked} checking {bytes} bytes");
    for peak in [fetched, resumed, checked] {
        assert!(peak < idle + (64 << 20), "{peak} bytes, {idle} for a small programme");
    }
    let store = Store::open(&data.path().join("large")).unwrap();
    for _ in 0..store.blobs().list().unwrap().len() {
        assert_eq!(store.scrub_one().unwrap(), None);
    }
}

#[tokio::test]
async fn a_programme_that_rots_on_the_card_is_fetched_again_while_it_plays() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    let stick = || Arc::new(FolderTransport::at(&office.feed()));
    hall.collect_by(stick()).await.unwrap();
    let store = hall.store();
    let current = store.current().unwrap();
    let path = hall.dir().join("blobs").join(current.digest.to_string());
    let mut rotten = std::fs::read(&path).unwrap();
    rotten[20] ^= 1;
    std::fs::write(&path, &rotten).unwrap();
    while store.scrub_one().unwrap() != Some(current.digest) {}
    assert!(!path.exists(), "what is damaged is dropped");
    let collector = Collector::new(store, stick(), &office.root(), Size::FULL_HD);
    assert!(matches!(collector.collect(&hall.clock, &|_| {}).await, Ok(Collected::New { files: 1, .. })));
    assert!(path.exists());
    assert_eq!(hall.plays(), 1);
}
