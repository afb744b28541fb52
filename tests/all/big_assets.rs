//! Promises about assets that are larger than memory should be.

use std::{fs, io::Write as _, path::Path, process::Command};

use bangtin::{
    feed::{FolderTree, Lifetimes, Publication, Repository, RootKeys, TreeFile, TreeStore as _, export},
    model::{Digest, Hasher},
};

use crate::fixture::{MORNING, noise, programme};

/// Bytes of the asset; a file of 2 GiB was tried by hand.
const BYTES: usize = 256 << 20;
/// By how much memory may grow meanwhile.
const GROWTH: usize = 32 << 20;
const HERE: &str = "BANGTIN_BIG_ASSET";

/// The most memory this process has had, and what it has now, bytes.
fn memory() -> (usize, usize) {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
    };
    (field("VmHWM:"), field("VmRSS:"))
}

fn publish_in(dir: &Path) {
    let bytes = std::env::var("BANGTIN_BIG_ASSET_BYTES").ok().and_then(|bytes| bytes.parse().ok()).unwrap_or(BYTES);
    let path = dir.join("video");
    let mut file = fs::File::create(&path).unwrap();
    let (piece, mut hasher) = (noise(1, 1 << 20), Hasher::default());
    for _ in 0..bytes >> 20 {
        file.write_all(&piece).unwrap();
        hasher.update(&piece);
    }
    let digest = hasher.finish();
    let (feed, keys, stick) = (dir.join("feed"), dir.join("keys"), dir.join("stick"));
    let repository = Repository::in_folder(&feed, &keys);
    repository.init(RootKeys::default(), Lifetimes::SERVED, MORNING).unwrap();
    // A picture as large as one may be goes the same way.
    let photo = noise(2, 60 << 20);
    let photo_path = dir.join("photo");
    fs::write(&photo_path, &photo).unwrap();
    let (programme, _) = programme(&[("a", &photo)]);
    let files = std::collections::BTreeMap::from([(Digest::of(&photo), photo_path)]);
    drop(photo);

    let (_, before) = memory();
    fs::write("/proc/self/clear_refs", "5").unwrap();
    assert!(repository.put_asset(&digest, &path).unwrap());
    let publication = Publication {
        programme,
        files: &files,
        lifetimes: Lifetimes::SERVED,
        force: false,
        version: None,
        now: MORNING,
    };
    repository.publish(publication).unwrap();
    export(&FolderTree::at(&feed), &FolderTree::at(&stick), None, &|_| {}).unwrap();
    let (most, _) = memory();
    assert_eq!(FolderTree::at(&feed).size(TreeFile::Object(digest)).unwrap(), Some(bytes as u64));
    println!("grew by {} bytes", most.saturating_sub(before));
}

#[cfg(target_os = "linux")]
#[test]
fn a_big_asset_is_published_with_the_memory_of_a_few_pieces() {
    // Memory is a whole process's: the work is done in one of its own.
    if let Some(dir) = std::env::var_os(HERE) {
        return publish_in(Path::new(&dir));
    }
    let dir = tempfile::tempdir().unwrap();
    let name = "big_assets::a_big_asset_is_published_with_the_memory_of_a_few_pieces";
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(HERE, dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    let grew = said.lines().find_map(|line| line.strip_prefix("grew by ")?.strip_suffix(" bytes")).unwrap();
    println!("grew by {grew} bytes");
    assert!(grew.parse::<usize>().unwrap() < GROWTH, "{grew}");
}

#[test]
fn an_asset_that_is_not_what_its_name_says_does_not_come_into_the_tree() {
    let dir = tempfile::tempdir().unwrap();
    let repository = Repository::in_folder(&dir.path().join("feed"), &dir.path().join("keys"));
    repository.init(RootKeys::default(), Lifetimes::SERVED, MORNING).unwrap();
    let digest = Digest::of(b"one");
    assert!(repository.put_asset(&digest, &b"two".to_vec()).is_err());
    assert_eq!(repository.tree().size(TreeFile::Object(digest)).unwrap(), None);
    assert!(repository.put_asset(&digest, &b"one".to_vec()).unwrap());
    assert!(!repository.put_asset(&digest, &b"one".to_vec()).unwrap(), "it is there already");
}
