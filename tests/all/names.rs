//! The promise that a type's name says one thing: whoever meets it anywhere in the house knows which one is meant.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use syn::{Attribute, Item, Visibility};

/// Names that a role gives, and that stay in the file of whoever plays it: the arguments of a command, and what stands behind a
/// handle that is cheap to clone.
const ROLES: &[&str] = &["Args", "Inner"];

/// A type's name, the files that define it, and whether anybody outside one of them sees it.
type Definitions = BTreeMap<String, (BTreeSet<String>, bool)>;

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// Adds the types that `items` of `file` define. Aliases inside `impl` blocks are not names of ours.
fn define(items: &[Item], file: &str, definitions: &mut Definitions) {
    for item in items {
        let (attributes, visibility, name) = match item {
            Item::Struct(item) => (&item.attrs, &item.vis, &item.ident),
            Item::Enum(item) => (&item.attrs, &item.vis, &item.ident),
            Item::Trait(item) => (&item.attrs, &item.vis, &item.ident),
            Item::Type(item) => (&item.attrs, &item.vis, &item.ident),
            Item::Mod(item) => {
                if !is_test(&item.attrs)
                    && let Some((_, items)) = &item.content
                {
                    define(items, file, definitions);
                }
                continue;
            }
            _ => continue,
        };
        if is_test(attributes) {
            continue;
        }
        let (files, seen) = definitions.entry(name.to_string()).or_default();
        files.insert(file.to_owned());
        *seen |= !matches!(visibility, Visibility::Inherited);
    }
}

fn read(folder: &Path, root: &Path, definitions: &mut Definitions) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, root, definitions);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let parsed = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
            define(&parsed.items, &path.strip_prefix(root).unwrap().display().to_string(), definitions);
        }
    }
}

/// Names that stand for more than one type, where at least one of them is seen outside its file.
fn with_two_meanings(definitions: Definitions) -> Vec<String> {
    let twice = |(name, (files, seen)): (String, (BTreeSet<String>, bool))| {
        (seen && files.len() > 1 && !ROLES.contains(&name.as_str()))
            .then(|| format!("{name}: {}", Vec::from_iter(files).join(", ")))
    };
    definitions.into_iter().filter_map(twice).collect()
}

#[test]
fn a_types_name_has_one_meaning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut definitions = Definitions::new();
    read(&root, &root, &mut definitions);
    assert!(definitions.len() > 500, "{}", definitions.len());
    let twice = with_two_meanings(definitions);
    assert!(
        twice.is_empty(),
        "these names say more than one thing; give each type one of its own:\n{}",
        twice.join("\n")
    );
}

#[test]
fn a_second_meaning_is_found() {
    let mut definitions = Definitions::new();
    for (file, text) in [
        ("a.rs", "pub struct Row; struct Own; struct Args; #[cfg(test)] mod tests { pub struct Told; }"),
        (
            "b.rs",
            "struct Own; pub struct Args; pub struct Told; mod inner { pub(super) enum Row {} } impl Iterator for X { type Y = u8; }",
        ),
    ] {
        define(&syn::parse_file(text).unwrap().items, file, &mut definitions);
    }
    assert_eq!(with_two_meanings(definitions), ["Row: a.rs, b.rs"]);
}
