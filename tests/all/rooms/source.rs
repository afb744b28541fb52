//! Reads the sources of a crate into modules: the names each one has, and every path that it mentions.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::{
    Attribute, Item, Meta, UseTree, Visibility,
    spanned::Spanned as _,
    visit::{self, Visit},
};

/// A module: a file, or a block `mod name { … }` in one.
#[derive(Debug, Default)]
pub struct Module {
    /// Where it is written.
    pub file: PathBuf,
    /// A module and a function may share a name.
    pub names: BTreeMap<String, Vec<Name>>,
    /// What `use path::*` brings in.
    pub globs: Vec<Vec<String>>,
    pub mentions: Vec<Mention>,
    /// Rules for writing sources that the reader depends on, where they are broken.
    pub refused: Vec<String>,
}

/// What a name means in a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    Child,
    Item,
    /// `use path as name`.
    Alias(Vec<String>),
}

/// A path as it is written; a leading `::` is an empty first segment.
#[derive(Debug, Clone)]
pub struct Mention {
    pub path: Vec<String>,
    pub line: usize,
    /// `pub use` only hands a name on: by itself it is no use of it.
    pub exported: bool,
}

/// All modules below `src`, by their path from the crate's root (`feed::keys`; the root itself is empty). Modules that are
/// compiled for tests alone are left out.
pub fn read(src: &Path) -> BTreeMap<String, Module> {
    let mut modules = BTreeMap::new();
    read_file(&src.join("lib.rs"), src, String::new(), &mut modules);
    modules
}

fn read_file(file: &Path, children: &Path, path: String, modules: &mut BTreeMap<String, Module>) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    for child in parse(&text, file, path.clone(), modules) {
        // A block's children lie in folders of the block's name, which the path below this module's tells.
        let inside = child.strip_prefix(&path).unwrap_or(&child).trim_start_matches("::").replace("::", "/");
        let (flat, folder) = (children.join(format!("{inside}.rs")), children.join(&inside));
        if flat.is_file() {
            read_file(&flat, &folder, child, modules);
        } else {
            read_file(&folder.join("mod.rs"), &folder, child, modules);
        }
    }
}

/// Adds the module in that text and those in its blocks; answers with the paths of the modules it says are in other files.
pub fn parse(text: &str, file: &Path, path: String, modules: &mut BTreeMap<String, Module>) -> Vec<String> {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut reader = Reader { file, path, module: Module::default(), modules, elsewhere: Vec::new() };
    reader.module.file = file.to_owned();
    for item in &parsed.items {
        reader.visit_item(item);
    }
    let Reader { path, module, elsewhere, .. } = reader;
    modules.insert(path, module);
    elsewhere
}

struct Reader<'a> {
    file: &'a Path,
    path: String,
    module: Module,
    modules: &'a mut BTreeMap<String, Module>,
    elsewhere: Vec<String>,
}

impl Reader<'_> {
    fn mention(&mut self, path: Vec<String>, line: usize, exported: bool) {
        self.module.mentions.push(Mention { path, line, exported });
    }

    fn name(&mut self, name: &syn::Ident, meaning: Name) {
        self.module.names.entry(name.to_string()).or_default().push(meaning);
    }

    fn import(&mut self, tree: &UseTree, mut path: Vec<String>, exported: bool) {
        let line = tree.span().start().line;
        match tree {
            UseTree::Path(inner) => {
                path.push(inner.ident.to_string());
                self.import(&inner.tree, path, exported);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, path.clone(), exported)),
            UseTree::Glob(_) => {
                self.module.globs.push(path.clone());
                self.mention(path, line, exported);
            }
            UseTree::Name(_) | UseTree::Rename(_) => {
                let (ident, rename) = match tree {
                    UseTree::Rename(rename) => (&rename.ident, Some(&rename.rename)),
                    UseTree::Name(name) => (&name.ident, None),
                    _ => unreachable!("matched above"),
                };
                if ident != "self" {
                    path.push(ident.to_string());
                }
                let name = rename.map_or_else(|| path.last().cloned().unwrap_or_default(), ToString::to_string);
                if name != "_" {
                    // `use serde;` names a crate; as a path of this module it would lead to itself for ever.
                    let outside = (path == [name.as_str()]).then(String::new);
                    let alias = Name::Alias(outside.into_iter().chain(path.clone()).collect());
                    self.module.names.entry(name).or_default().push(alias);
                }
                self.mention(path, line, exported);
            }
        }
    }

    /// Paths in what a macro is given or is made of, where only the order of the tokens is known.
    fn tokens(&mut self, tokens: TokenStream, prefix: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let colons = |at: usize| {
            matches!(&tokens[at..], [TokenTree::Punct(a), TokenTree::Punct(b), ..]
                if a.as_char() == ':' && a.spacing() == Spacing::Joint && b.as_char() == ':')
        };
        let mut at = 0;
        while at < tokens.len() {
            let mut path = prefix.to_vec();
            let line = tokens[at].span().start().line;
            if colons(at) {
                path.push(String::new());
                at += 2;
            }
            let mut found = false;
            while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
                path.push(ident.to_string());
                found = true;
                at += 1;
                if at < tokens.len() && colons(at) {
                    at += 2;
                } else {
                    break;
                }
            }
            match tokens.get(at) {
                Some(TokenTree::Group(group)) => {
                    let listed = group.delimiter() == Delimiter::Brace && found && at >= 2 && colons(at - 2);
                    if found && !listed {
                        self.mention(path.clone(), line, false);
                    }
                    self.tokens(group.stream(), if listed { &path } else { &[] });
                    at += 1;
                }
                _ if found => self.mention(path, line, false),
                _ => at += 1,
            }
        }
    }

    /// `#[serde(with = "crate::…")]` names a path in a string.
    fn strings(&mut self, tokens: TokenStream) {
        for token in tokens {
            let line = token.span().start().line;
            match token {
                TokenTree::Group(group) => self.strings(group.stream()),
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let Ok(path) = syn::parse_str::<syn::Path>(text.trim_matches('"')) else { continue };
                    if text.starts_with('"') && path.segments.len() > 1 {
                        self.mention(written(&path), line, false);
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    /// `pub(super)` says who may see a thing, and uses nothing.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_item(&mut self, item: &'ast Item) {
        if attributes(item).iter().any(only_for_tests) {
            return;
        }
        match item {
            Item::Fn(item) => self.name(&item.sig.ident, Name::Item),
            Item::Struct(item) => self.name(&item.ident, Name::Item),
            Item::Enum(item) => self.name(&item.ident, Name::Item),
            Item::Union(item) => self.name(&item.ident, Name::Item),
            Item::Trait(item) => self.name(&item.ident, Name::Item),
            Item::Type(item) => self.name(&item.ident, Name::Item),
            Item::Const(item) => self.name(&item.ident, Name::Item),
            Item::Static(item) => self.name(&item.ident, Name::Item),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Fn(item) => &item.attrs[..],
            syn::ImplItem::Const(item) => &item.attrs,
            _ => &[],
        };
        if !attributes.iter().any(only_for_tests) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.name(&item.ident, Name::Child);
        let path = if self.path.is_empty() { item.ident.to_string() } else { format!("{}::{}", self.path, item.ident) };
        if item.attrs.iter().any(|attribute| attribute.path().is_ident("path")) {
            self.module.refused.push(format!("`mod {}` has its file in a `#[path]`", item.ident));
        }
        let Some((_, items)) = &item.content else {
            self.elsewhere.push(path);
            return;
        };
        let module = Module { file: self.file.to_owned(), ..Module::default() };
        let mut inner = Reader { file: self.file, path, module, modules: self.modules, elsewhere: Vec::new() };
        items.iter().for_each(|item| inner.visit_item(item));
        let Reader { path, module, elsewhere, .. } = inner;
        self.modules.insert(path, module);
        self.elsewhere.extend(elsewhere);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let start = if item.leading_colon.is_some() { vec![String::new()] } else { Vec::new() };
        self.import(&item.tree, start, !matches!(item.vis, Visibility::Inherited));
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        self.mention(vec![String::new(), item.ident.to_string()], item.span().start().line, false);
        if let Some((_, name)) = &item.rename {
            self.name(name, Name::Alias(vec![String::new(), item.ident.to_string()]));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.mention(written(path), path.span().start().line, false);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        if item.path.is_ident("include") {
            self.module.refused.push("`include!` brings in sources that nobody reads".to_owned());
        }
        self.mention(written(&item.path), item.span().start().line, false);
        self.tokens(item.tokens.clone(), &[]);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        self.mention(written(attribute.path()), attribute.span().start().line, false);
        if let Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone(), &[]);
            self.strings(list.tokens.clone());
        }
    }
}

fn written(path: &syn::Path) -> Vec<String> {
    let start = path.leading_colon.is_some().then(String::new);
    start.into_iter().chain(path.segments.iter().map(|segment| segment.ident.to_string())).collect()
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]`, alone or with more that must also hold.
fn only_for_tests(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let said: String = list.tokens.to_string().split_whitespace().collect();
    let all: BTreeSet<&str> =
        said.strip_prefix("all(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(&said).split(',').collect();
    list.path.is_ident("cfg") && all.contains("test") && !said.starts_with("any(")
}
