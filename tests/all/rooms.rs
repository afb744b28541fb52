//! Promises about the house: who may enter which room, where each outside crate lives, and that nothing goes in a circle.
//!
//! The sources are parsed, and every path in them is followed through aliases, re-exports and macros to where it leads. What
//! is compiled for tests alone may reach further.

mod reader;
mod resolve;
mod source;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use self::resolve::{House, Place, circle};

/// Each room with the rooms it may import. A room stands below those that import it, so that there is no circle of rooms.
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
    ("compose", &["model", "clock", "schedule", "layout", "scene", "fonts", "media", "render"]),
    ("folder", &["model", "text", "form"]),
    ("publish", &["model", "clock", "text", "layout", "scene", "fonts", "check", "media", "render", "compose"]),
    ("store", &["model", "clock"]),
    ("feed", &["model", "store", "clock"]),
    ("approval", &["model"]),
    ("document", &["model"]),
    ("propose", &["model", "text", "form", "document"]),
    (
        "child",
        &[
            "model", "clock", "text", "schedule", "scene", "fonts", "layout", "check", "form", "media", "render",
            "compose", "publish", "propose", "document",
        ],
    ),
    ("records", &["model", "clock", "approval"]),
    (
        "office",
        &[
            "model", "clock", "text", "schedule", "fonts", "check", "form", "media", "compose", "folder", "publish",
            "store", "feed", "approval", "propose", "document", "child", "records",
        ],
    ),
    ("api", &["model", "clock", "form", "folder", "publish", "feed", "approval", "office"]),
    ("player", BELOW),
    ("preview", BELOW),
    ("server", BELOW),
    ("demo", DEMO),
    ("cli", ALL),
];

/// What the programs may import: everything below them, and never each other.
const BELOW: &[&str] = &[
    "model", "clock", "text", "schedule", "scene", "fonts", "layout", "check", "form", "media", "render", "compose",
    "folder", "publish", "store", "feed", "approval", "propose", "document", "child", "records", "office", "api",
];

/// What the demonstration may import: it runs a server in its own process, and halls as processes of their own.
const DEMO: &[&str] = &[
    "model", "clock", "schedule", "fonts", "compose", "folder", "publish", "feed", "approval", "records", "office",
    "server",
];

/// What the command line may import.
const ALL: &[&str] = &[
    "model", "clock", "text", "schedule", "scene", "fonts", "layout", "check", "form", "media", "render", "compose",
    "folder", "publish", "store", "feed", "approval", "propose", "document", "child", "records", "office", "api",
    "player", "preview", "server", "demo",
];

/// What the command line takes of a program: how it is started, and the words for that.
const DOORS: &[(&str, &[&str])] = &[
    (
        "player",
        &[
            "play",
            "play_picture",
            "PanelPlacement",
            "PlayError",
            "PlayOptions",
            "Rotation",
            "Screen",
            "HallOrigin",
            "HallSetup",
            "WantedMode",
            "WindowPlacement",
        ],
    ),
    ("preview", &["run", "PANEL_INCHES", "PreviewOptions", "PreviewSource", "Viewer"]),
    (
        "server",
        &[
            "reconcile_for_ever",
            "sweep",
            "told_to_stop",
            "Certificates",
            "Children",
            "Door",
            "FeedPlace",
            "Limits",
            "Outside",
            "PageState",
            "Road",
            "Secure",
            "Site",
            "StatusTo",
            "office_page",
            "outward_address",
            "own_names",
            "renew_for_ever",
            "serve",
            "serve_at",
        ],
    ),
    ("demo", &["run", "DemoOptions"]),
];

/// Outside crates with a home of their own.
const HOMES: &[(&str, &[&str])] = &[
    // the picture
    ("wgpu", &["render"]),
    ("bytemuck", &["render"]),
    ("bangtin_pixels", &["media", "render", "player"]),
    ("glyphon", &["render"]),
    ("cosmic_text", &["fonts"]),
    ("softbuffer", &["render"]),
    ("winit", &["player", "preview"]),
    ("sd_notify", &["player"]),
    ("x11rb", &["player"]),
    ("drm", &["player"]),
    ("image", &["media"]),
    ("fast_image_resize", &["media"]),
    ("resvg", &["media"]),
    ("rqrr", &["media"]),
    ("qrcodegen", &["layout", "server"]),
    ("notify", &["preview"]),
    // the wire
    ("reqwest", &["feed", "api"]),
    ("rustls", &["feed", "server"]),
    ("rustls_platform_verifier", &["feed"]),
    ("sigstore_tuf", &["feed"]),
    ("aws_lc_rs", &["feed", "office", "server"]),
    ("getrandom", &["feed"]),
    ("object_store", &["feed", "office"]),
    ("rsntp", &["feed"]),
    ("url", &["feed"]),
    ("utoipa", &["api", "server"]),
    ("async_trait", &["feed"]),
    ("flate2", &["feed", "server"]),
    ("tokio", &["feed", "player", "child", "records", "office", "api", "server", "demo", "cli"]),
    ("futures_util", &["feed", "render", "records", "office", "server"]),
    ("axum", &["server"]),
    ("hyper", &["server"]),
    ("hyper_util", &["server"]),
    ("tokio_io_timeout", &["server"]),
    ("socket2", &["server"]),
    ("sqlx", &["records"]),
    ("argon2", &["office", "folder"]),
    ("totp_rs", &["office"]),
    ("askama", &["server"]),
    ("tower_http", &["server"]),
    ("governor", &["server"]),
    ("tokio_rustls", &["server"]),
    ("rcgen", &["server"]),
    // what people bring
    ("calamine", &["document"]),
    ("quick_xml", &["document"]),
    ("zip", &["document", "server"]),
    ("tar", &["office", "server", "api", "cli"]),
    ("hayro", &["media"]),
    ("seccompiler", &["child"]),
    ("landlock", &["child"]),
    // words and files
    ("toml", &["folder"]),
    ("csv", &["folder", "document"]),
    ("sha2", &["model"]),
    ("unicode_normalization", &["text", "form", "folder"]),
    ("unicode_segmentation", &["text"]),
    ("rustix", &["folder", "store", "feed", "child", "player", "server", "cli"]),
    // the door
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("tracing_subscriber", &["cli"]),
];

/// Outside crates that are welcome everywhere.
const EVERYWHERE: &[&str] = &["jiff", "serde", "serde_json", "strum", "thiserror", "tracing"];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

static HOUSE: LazyLock<House> = LazyLock::new(|| House { modules: source::read(&src()), crates: dependencies() });

/// The crates the program depends on, on any system, by the names that sources call them.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-") && !line.contains("build-");
        } else if inside && let Some((name, _)) = line.split_once('=') {
            found.insert(name.trim().replace('-', "_"));
        }
    }
    found
}

/// The room a module stands in; the crate's root stands in none.
fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

/// Calls `check` with every mention in the house: where it stands (room and `file:line`) and the places it leads to.
fn each(house: &House, mut check: impl FnMut(&str, &str, &[Place])) {
    for (path, module) in &house.modules {
        for mention in &module.mentions {
            let file = module.file.strip_prefix(src()).unwrap_or(&module.file).display();
            let places = house.places(path, mention);
            check(room(path), &format!("{file}:{} `{}`", mention.line, mention.path.join("::")), &places);
        }
    }
}

/// What is wrong with imports of rooms.
fn wrong_entries(house: &House) -> BTreeSet<String> {
    let allowed: BTreeMap<_, _> = ROOMS.iter().copied().collect();
    let mut wrong = BTreeSet::new();
    each(house, |from, at, places| {
        for place in places {
            let Place::Inside(module) = place else { continue };
            let entered = room(module);
            let may = allowed.get(from).copied().unwrap_or_default();
            if !entered.is_empty() && !from.is_empty() && entered != from && !may.contains(&entered) {
                wrong.insert(format!("{at}: `{from}` imports `{entered}`"));
            }
        }
    });
    wrong
}

/// What is wrong with uses of outside crates.
fn wrong_homes(house: &House) -> BTreeSet<String> {
    let homes: BTreeMap<_, _> = HOMES.iter().copied().collect();
    let mut wrong = BTreeSet::new();
    each(house, |from, at, places| {
        for place in places {
            // A crate may be reached through another that hands it on, as `glyphon::cosmic_text`.
            let Place::Outside(path) = place else { continue };
            // `sd_notify` has a function that is called like a crate.
            let own = path.first().is_some_and(|name| name == "sd_notify");
            let named = path.iter().enumerate().filter(|(n, name)| *n == 0 || !own && house.crates.contains(*name));
            for (_, name) in named {
                if let Some(homes) = homes.get(name.as_str())
                    && !from.is_empty()
                    && !homes.contains(&from)
                {
                    wrong.insert(format!("{at}: `{name}` is at home in {homes:?}, not in `{from}`"));
                }
            }
        }
    });
    wrong
}

/// Which file takes something from which other, within one room. To hand a name on is no use of it.
fn files(house: &House) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut graph: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, module) in &house.modules {
        for mention in module.mentions.iter().filter(|mention| !mention.exported) {
            let Some(Place::Inside(taken)) = house.places(path, mention).pop() else { continue };
            let (from, to) = (&module.file, &house.modules[&taken].file);
            if room(path) == room(&taken) && from != to {
                let (from, to) = (from.to_str().expect("UTF-8"), to.to_str().expect("UTF-8"));
                graph.entry(from).or_default().insert(to);
            }
        }
    }
    graph
}

/// A house of the modules in that order of pairs: path and text.
fn made_of(sources: &[(&str, &str)]) -> House {
    let mut modules = BTreeMap::new();
    for (path, text) in sources {
        source::parse(text, &src().join(path.replace("::", "/")), (*path).to_owned(), &mut modules);
    }
    let crates = ["cosmic_text", "wgpu", "tokio", "glyphon", "serde"].map(str::to_owned).into();
    House { modules, crates }
}

fn listed(wrong: &BTreeSet<String>) -> String {
    wrong.iter().map(|line| format!("\n  {line}")).collect()
}

#[test]
fn every_room_imports_only_what_lies_below_it() {
    let allowed: BTreeSet<_> = ROOMS.iter().map(|(room, _)| *room).collect();
    for path in HOUSE.modules.keys().map(|path| room(path)).filter(|room| !room.is_empty()) {
        assert!(allowed.contains(path), "`{path}` has no place in the layers: add it to the table");
    }
    let wrong = wrong_entries(&HOUSE);
    assert!(wrong.is_empty(), "{}", listed(&wrong));
}

/// What is wrong between the two rooms of `feed`: the office's and the hall's.
fn wrong_in_feed(house: &House) -> BTreeSet<String> {
    let halves = ["feed::repository", "feed::collect"];
    let half =
        |module: &str| halves.iter().position(|half| module == *half || module.starts_with(&format!("{half}::")));
    let mut wrong = BTreeSet::new();
    for (path, module) in &house.modules {
        let Some(from) = half(path) else { continue };
        for mention in &module.mentions {
            for place in house.places(path, mention) {
                if let Place::Inside(to) = place
                    && half(&to).is_some_and(|to| to != from)
                {
                    wrong.insert(format!("{path}:{}: takes `{to}`", mention.line));
                }
            }
        }
    }
    wrong
}

#[test]
fn the_office_and_the_hall_of_a_feed_import_nothing_of_each_other() {
    let wrong = wrong_in_feed(&HOUSE);
    assert!(wrong.is_empty(), "{}", listed(&wrong));
    for (from, to) in [("collect", "repository"), ("repository", "collect")] {
        let text = format!("use super::{to}::A;");
        let house = made_of(&[
            ("", "pub mod feed;"),
            ("feed", "pub mod repository; pub mod collect;"),
            (&format!("feed::{from}"), &text),
            (&format!("feed::{to}"), "pub struct A;"),
        ]);
        assert_eq!(wrong_in_feed(&house).len(), 1, "it is seen");
    }
}

#[test]
fn the_rooms_lie_in_layers() {
    let graph = ROOMS.iter().map(|(room, below)| (*room, below.iter().copied().collect())).collect();
    assert_eq!(circle(&graph), None);
}

#[test]
fn outside_crates_stay_in_their_homes() {
    let known: BTreeSet<&str> = HOMES.iter().map(|(name, _)| *name).chain(EVERYWHERE.iter().copied()).collect();
    for name in &HOUSE.crates {
        assert!(known.contains(name.as_str()), "`{name}` has no home yet: add it to the table");
    }
    let wrong = wrong_homes(&HOUSE);
    assert!(wrong.is_empty(), "{}", listed(&wrong));
}

#[test]
fn no_file_imports_itself_by_a_detour() {
    assert_eq!(circle(&files(&HOUSE)), None, "these files import each other in a circle");
}

#[test]
fn the_command_line_enters_a_program_by_its_door() {
    let doors: BTreeMap<_, _> = DOORS.iter().copied().collect();
    let mut wrong = BTreeSet::new();
    for (path, module) in HOUSE.modules.iter().filter(|(path, _)| room(path) == "cli") {
        for mention in &module.mentions {
            let written: Vec<&str> = mention.path.iter().map(String::as_str).collect();
            let (program, taken) = match written[..] {
                ["crate", program, taken, ..] => (program, taken),
                // `use crate::player;` and then `player::play`.
                [program, taken, ..] if module.names.contains_key(program) => (program, taken),
                _ => continue,
            };
            if let Some(door) = doors.get(program)
                && !door.contains(&taken)
                && HOUSE
                    .places(path, mention)
                    .iter()
                    .any(|place| matches!(place, Place::Inside(to) if room(to) == program))
            {
                wrong.insert(format!("{path}:{}: takes `{program}::{taken}`", mention.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", listed(&wrong));
}

#[test]
fn the_sources_hide_nothing_from_this_test() {
    let refused: BTreeSet<String> = HOUSE
        .modules
        .iter()
        .flat_map(|(path, module)| module.refused.iter().map(move |why| format!("`{path}`: {why}")))
        .collect();
    assert!(refused.is_empty(), "{}", listed(&refused));
}
