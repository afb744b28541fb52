//! Promises about the reader of the sources itself: it sees every import, however it is written, and none where there is none.

use super::{files, made_of, resolve::circle, wrong_entries, wrong_homes};

const PLAIN: &[(&str, &str)] = &[
    ("", "pub mod model; pub mod store; pub mod feed; pub mod fonts; pub mod text;"),
    ("model", "pub struct Digest;"),
    ("feed", "pub mod keys; pub struct Feed;"),
    ("feed::keys", "pub struct Key;"),
    ("fonts", "pub use cosmic_text;"),
    ("text", ""),
];

/// The entries of rooms that one more module's text makes wrong.
fn entries_of(path: &str, text: &str) -> usize {
    let house = made_of(&[PLAIN, &[(path, text)]].concat());
    wrong_entries(&house).len()
}

#[test]
fn the_reader_sees_an_import_however_it_is_written() {
    for text in [
        "use crate::feed::Feed;",
        "use crate::{model::Digest, feed::{self, keys}};",
        "use super::feed::Feed;",
        "use crate::feed as other; fn f(_: other::Feed) {}",
        "fn f() { let a = crate::feed::Feed; }",
        "fn f(a: Option<super::feed::keys::Key>) {}",
        "fn f() { use super::feed::Feed as F; }",
        "mod inner { use super::super::feed::Feed; }",
        "#[cfg(test)] mod tests; use crate::feed::Feed;",
        "#[cfg(test)] mod tests { } fn f(_: crate::feed::Feed) {}",
        "#[cfg(any(test, unix))] use crate::feed::Feed;",
        "macro_rules! m { () => { $crate::feed::Feed } }",
        "fn f() { println!(\"{}\", crate::feed::keys::ROLE); }",
        "fn f() { vec![super::feed::Feed]; }",
        "fn f() { matches!(1, crate::{model::Digest, feed::Feed}); }",
        "#[derive(serde::Serialize)] struct S { #[serde(with = \"crate::feed::keys\")] a: u8 }",
        "#[doc = \"x\"] #[crate::feed::attribute] struct S;",
        "impl crate::feed::Feed {}",
        "impl<T: crate::feed::Feed> From<T> for u8 {}",
        "pub use crate::feed::*;",
        "use crate::*; fn f(_: feed::Feed) {}",
        "const A: fn() = || { crate::feed::f(); };",
        "fn f() { match 1 { crate::feed::A => {} _ => {} } }",
        "extern crate self as me; use crate::feed::Feed;",
    ] {
        assert!(entries_of("store", text) > 0, "not seen: {text}");
    }
}

#[test]
fn the_reader_sees_no_import_where_there_is_none() {
    for text in [
        "use crate::model::Digest;",
        "// crate::feed::Feed\n/// [`crate::feed::Feed`]\nfn f() {}",
        "const A: &str = \"crate::feed::Feed\";",
        "#[cfg(test)] mod tests { use crate::feed::Feed; }",
        "#[cfg(test)] use crate::feed::Feed;",
        "#[cfg(all(test, unix))] mod tests { use crate::feed::Feed; }",
        "#[cfg(test)] fn f() { crate::feed::f(); }",
        "struct S; impl S { #[cfg(test)] fn f() { crate::feed::f(); } }",
        "mod feed { pub struct Feed; } use self::feed::Feed; fn f(_: feed::Feed) {}",
        "fn feed() {} fn f() { feed(); let feed = 1; }",
    ] {
        assert_eq!(entries_of("store", text), 0, "seen: {text}");
    }
}

#[test]
fn the_reader_follows_re_exports_to_where_a_thing_comes_from() {
    // `store` may take from `clock`, but not what `clock` has from `feed`.
    let house = made_of(
        &[
            PLAIN,
            &[
                ("", "pub mod model; pub mod store; pub mod feed; pub mod clock;"),
                ("clock", "pub use crate::model::*; pub use crate::feed::keys::Key as Handed;"),
                ("store", "use crate::clock::Handed;"),
            ],
        ]
        .concat(),
    );
    let wrong = wrong_entries(&house);
    assert!(wrong.iter().any(|line| line.contains("`store` imports `feed`")), "{wrong:?}");
}

#[test]
fn the_reader_sees_a_crate_however_it_is_reached() {
    let homes = |room: &str, text: &str| wrong_homes(&made_of(&[PLAIN, &[(room, text)]].concat())).len();
    for text in [
        "use cosmic_text::Buffer;",
        "use ::cosmic_text::Buffer;",
        "use cosmic_text as ct; fn f(_: ct::Buffer) {}",
        "use glyphon::cosmic_text::Buffer;",
        "use crate::fonts::cosmic_text::Buffer;",
        "fn f() { cosmic_text::Buffer::new(); }",
        "extern crate cosmic_text;",
        "fn f() { tokio::select! { _ = a => {} } }",
        "#[tokio::main] async fn f() {}",
        "macro_rules! m { () => { ::wgpu::Device } }",
    ] {
        assert!(homes("text", text) > 0, "not seen: {text}");
    }
    for text in ["mod wgpu { pub struct A; } fn f(_: wgpu::A) {}", "fn f(tokio: u8) -> u8 { tokio.count() }"] {
        assert_eq!(homes("text", text), 0, "seen: {text}");
    }
    assert_eq!(homes("render", "use wgpu::Device; use glyphon::Cache;"), 0);
    assert!(homes("render", "use crate::fonts::cosmic_text::Buffer;") > 0);
}

#[test]
fn the_reader_finds_a_circle_of_files_and_only_a_circle() {
    let circle_of = |sources: &[(&str, &str)]| {
        let house = made_of(sources);
        let graph = files(&house);
        circle(&graph).map(|files| files.len())
    };
    let root = ("", "mod a;");
    // Handing a child's name on is no use of it.
    let handed = ("a", "mod b; mod c; pub use b::B; pub use c::C;");
    assert_eq!(circle_of(&[root, handed, ("a::b", "pub struct B;"), ("a::c", "pub struct C(super::B);")]), None);
    let b = ("a::b", "pub struct B(Option<super::C>);");
    assert_eq!(circle_of(&[root, handed, b, ("a::c", "pub struct C(super::B);")]), Some(2));
    let used = ("a", "mod b; pub use b::B; pub struct A; fn f(_: B) {}");
    assert_eq!(circle_of(&[root, used, ("a::b", "use super::A; pub struct B;")]), Some(2));
    let shown = ("a::b", "pub(super) struct B;");
    assert_eq!(circle_of(&[root, used, shown]), None, "`pub(super)` uses nothing");
    let long = ("a", "mod b; mod c; mod d;");
    let way = [("a::b", "use super::c;"), ("a::c", "use crate::a::d::D;"), ("a::d", "fn f() { super::b::f(); }")];
    assert_eq!(circle_of(&[&[root, long][..], &way].concat()), Some(3));
}
