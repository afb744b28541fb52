//! Promises about the house: who may enter which room, and where each outside crate lives.
//!
//! The layers are those of the design: words, pure middle, services, programs, door. Reading the sources as text is
//! enough, because every path to another room begins with `crate::` or stands in a `use`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Each room with the rooms it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("clock", &["model"]),
    ("text", &["model"]),
    ("schedule", &["model"]),
    ("scene", &["model"]),
    ("fonts", &["scene"]),
    ("layout", &["model", "text", "scene", "fonts"]),
    ("check", &["model", "text", "scene"]),
    ("form", &["model", "text"]),
    ("media", &["model"]),
    ("render", &["model", "scene", "fonts", "media"]),
    ("compose", &["model", "clock", "schedule", "layout", "scene", "fonts", "media", "render", "store"]),
    ("folder", &["model", "text", "form"]),
    ("publish", &["model", "text", "layout", "scene", "fonts", "check", "media", "render"]),
    ("store", &["model", "clock"]),
    ("feed", &["model", "store", "clock"]),
    ("player", BELOW),
    ("preview", BELOW),
    ("server", BELOW),
];

/// What the programs may import: everything below them, and never each other.
const BELOW: &[&str] = &[
    "model", "clock", "text", "schedule", "scene", "fonts", "layout", "check", "form", "media", "render", "compose",
    "folder", "publish", "store", "feed",
];

/// Outside crates with a home of their own. The door may enter everywhere.
const HOMES: &[(&str, &[&str])] = &[
    ("wgpu", &["render"]),
    ("glyphon", &["render"]),
    ("cosmic_text", &["fonts"]),
    ("softbuffer", &["render"]),
    ("winit", &["player", "preview"]),
    ("x11rb", &["player"]),
    ("reqwest", &["feed"]),
    ("sigstore_tuf", &["feed"]),
    ("axum", &["server"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("image", &["media"]),
    ("resvg", &["media"]),
    ("qrcodegen", &["layout"]),
    ("rqrr", &["media"]),
    ("notify", &["preview"]),
    ("csv", &["folder"]),
    ("toml", &["folder"]),
];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without comments and without its test module, which may reach further.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let product = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    product.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn rooms() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut rooms: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let Some(room) = inside.parent().and_then(|dir| dir.iter().next()) else { continue };
        rooms.entry(room.to_string_lossy().into_owned()).or_default().push((file.clone(), code(&file)));
    }
    rooms
}

/// The words that follow `prefix` anywhere in the code, a `{a, b::c}` group taken apart at its top level.
fn words_after<'a>(code: &'a str, prefix: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let word = |text: &'a str| {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
        &text[..end]
    };
    for (at, _) in code.match_indices(prefix) {
        let whole = at == 0 || !code.as_bytes()[at - 1].is_ascii_alphanumeric() && code.as_bytes()[at - 1] != b'_';
        if !whole {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let (mut depth, mut expecting) = (1, true);
        for (n, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => expecting = true,
                c if expecting && depth == 1 && !c.is_whitespace() => {
                    found.insert(word(&group[n..]));
                    expecting = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn every_room_imports_only_what_lies_below_it() {
    let allowed: BTreeMap<_, _> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (room, files) in rooms().iter().filter(|(room, _)| *room != "cli") {
        let may = allowed.get(room.as_str()).unwrap_or_else(|| panic!("`{room}` has no place in the layers: add it"));
        for (file, code) in files {
            for entered in words_after(code, "crate::") {
                let is_room = allowed.contains_key(entered) || entered == "cli";
                if is_room && entered != room && !may.contains(&entered) {
                    wrong.push(format!("{}: `{room}` imports `{entered}`", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_homes() {
    let mut wrong = Vec::new();
    for (room, files) in rooms().iter().filter(|(room, _)| *room != "cli") {
        for (file, code) in files {
            for (name, homes) in HOMES {
                let used =
                    code.contains(&format!("use {name}::")) || !words_after(code, &format!("{name}::")).is_empty();
                if used && !homes.contains(&room.as_str()) && !code.contains(&format!("::{name}::")) {
                    wrong.push(format!("{}: `{name}` is at home in {homes:?}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_what_it_should() {
    let code = "use crate::{model::{A, B}, store, feed::x};\nlet a = crate::clock::Now;\n";
    assert_eq!(words_after(code, "crate::").into_iter().collect::<Vec<_>>(), ["clock", "feed", "model", "store"]);
}
