//! Notes the time of the build, the oldest instant a hall without a battery clock can believe; and lists the files of the
//! sample campaign, which every office is offered.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

#[expect(clippy::disallowed_methods, reason = "the build runs outside the program and its clock")]
fn main() {
    println!("cargo::rerun-if-changed=Cargo.toml");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let reproducible = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    println!("cargo::rustc-env=BANGTIN_BUILD_MS={}", reproducible.unwrap_or_else(now) * 1000);
    list_sample();
}

/// Writes the files of `slides/` into one, each after a line with its length and its name.
fn list_sample() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is")).join("slides");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write")).join("sample");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    find(&root, &root, &mut files);
    files.sort();
    let mut all = Vec::new();
    for name in &files {
        let bytes = fs::read(root.join(name)).expect("the sample campaign can be read");
        all.extend(format!("{} {name}\n", bytes.len()).into_bytes());
        all.extend(bytes);
    }
    fs::write(out, all).expect("the build's own folder can be written");
}

fn find(root: &Path, dir: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(dir).expect("the sample campaign is part of the source") {
        let path = entry.expect("the sample campaign can be read").path();
        if path.is_dir() {
            find(root, &path, files);
        } else {
            let inside = path.strip_prefix(root).expect("it lies inside");
            files.push(inside.to_str().expect("names of the sample are plain").replace('\\', "/"));
        }
    }
}
