//! Promises about the feed in the eyes of somebody else's client: python-tuf, the reference implementation of the TUF
//! specification. `scripts/test` installs it and names its Python in `BANGTIN_PYTHON_TUF`.

use std::{path::Path, process::Command};

use bangtin::feed;

use crate::commands::{Commune, Server, done};

/// What python-tuf says of the feed: the digest of its programme, or why it refuses it. `None` where it is not installed.
fn ask(server: &Server, root: &Path, memory: &Path) -> Option<Result<String, String>> {
    let python = std::env::var_os("BANGTIN_PYTHON_TUF").filter(|python| !python.is_empty())?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/python_tuf.py");
    let output = Command::new(python).arg(script).arg(&server.address).arg(root).arg(memory).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim().to_owned();
    Some(if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) })
}

#[test]
fn the_reference_client_reads_what_a_hall_reads_and_refuses_what_it_refuses() {
    let commune = Commune::new();
    let (first_root, memory) = (commune.path("first.json"), commune.path("trusted"));
    std::fs::copy(commune.path("feed/root.json"), &first_root).unwrap();
    let server = Server::open(&commune);
    let Some(said) = ask(&server, &first_root, &memory) else {
        eprintln!("not tried: BANGTIN_PYTHON_TUF names no Python that has python-tuf");
        return;
    };
    let programme =
        || feed::repository_state(&feed::FolderTree::at(&commune.path("feed"))).unwrap().target.unwrap().0.to_string();
    assert_eq!(said, Ok(programme()));

    // It follows new editions, and changes of every key, from what it remembers and from the first root.
    let feed_and_keys = ["--feed", &commune.text("feed"), "--keys", &commune.text("keys")];
    for replaced in ["online", "root", "none"] {
        let words = format!("template = \"slogan\"\ntext = \"THAY KHÓA: {replaced}\"\n");
        commune.write("slides/mot.toml", &words);
        done(&[&["feed", "rotate", "--replace", replaced][..], &feed_and_keys].concat());
        commune.publish();
        assert_eq!(ask(&server, &first_root, &memory), Some(Ok(programme())), "after `{replaced}`");
    }
    assert_eq!(ask(&server, &first_root, &commune.path("newly trusted")), Some(Ok(programme())));

    // One byte of the newest targets is another.
    let metadata = commune.path("feed/metadata");
    let version = |name: &str| name.strip_suffix(".targets.json")?.parse::<u64>().ok();
    let names = std::fs::read_dir(&metadata).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let newest = names.filter_map(|name| version(&name)).max().unwrap();
    let targets = metadata.join(format!("{newest}.targets.json"));
    let mut bytes = std::fs::read(&targets).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&targets, bytes).unwrap();
    let refused = ask(&server, &first_root, &commune.path("trusted elsewhere")).unwrap().unwrap_err();
    assert!(refused.contains("RepositoryError") || refused.contains("LengthOrHashMismatch"), "{refused}");
}
