//! Follows the paths that modules mention, through aliases, re-exports and globs, to where they lead.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Mention, Module, Name};

/// The modules of a crate, and the names of the crates that it depends on.
pub struct House {
    pub modules: BTreeMap<String, Module>,
    pub crates: BTreeSet<String>,
}

/// A place that a path passes or ends at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A module of this crate, by its path.
    Inside(String),
    /// A path of another crate, the crate's name first.
    Outside(Vec<String>),
}

/// Aliases that are followed before a path is given up: `use a as b` and `use b as a` would never end.
const ALIASES: usize = 32;

impl House {
    /// Every place that the mention passes on its way, the last of them where its name is defined.
    pub fn places(&self, module: &str, mention: &Mention) -> Vec<Place> {
        let mut places = Vec::new();
        self.follow(module, &mention.path, ALIASES, &mut places);
        places
    }

    fn follow(&self, module: &str, path: &[String], left: usize, places: &mut Vec<Place>) {
        let Some((first, rest)) = path.split_first() else { return };
        match first.as_str() {
            "" => places.push(Place::Outside(rest.to_vec())),
            "crate" => self.walk("", rest, left, places),
            "self" => self.walk(module, rest, left, places),
            "super" => {
                let ups = path.iter().take_while(|segment| *segment == "super").count();
                let parts: Vec<&str> = module.split("::").filter(|part| !part.is_empty()).collect();
                let parent = parts[..parts.len().saturating_sub(ups)].join("::");
                self.walk(&parent, &path[ups..], left, places);
            }
            _ if self.meaning(module, first, !rest.is_empty(), left).is_some() => self.walk(module, path, left, places),
            name if self.crates.contains(name) && rest.is_empty() => {}
            name if self.crates.contains(name) => places.push(Place::Outside(path.to_vec())),
            _ => {}
        }
    }

    fn walk(&self, module: &str, path: &[String], left: usize, places: &mut Vec<Place>) {
        let Some((first, rest)) = path.split_first() else {
            places.push(Place::Inside(module.to_owned()));
            return;
        };
        match self.meaning(module, first, !rest.is_empty(), left) {
            Some((owner, Name::Child)) => self.walk(&joined(&owner, first), rest, left, places),
            Some((owner, Name::Alias(target))) if left > 0 => {
                places.push(Place::Inside(owner.clone()));
                // `use tokio;` in an alias's own module: a crate's name leads outside, not to itself.
                let path: Vec<String> = target.iter().chain(rest).cloned().collect();
                self.follow(&owner, &path, left - 1, places);
            }
            Some((owner, _)) => places.push(Place::Inside(owner)),
            // A name that a macro made.
            None => places.push(Place::Inside(module.to_owned())),
        }
    }

    /// What a name means in a module, and the module it stands in: its own, or one that a glob brings in. Where more
    /// follows in the path, a module of that name is meant rather than a function.
    fn meaning(&self, module: &str, name: &str, more: bool, left: usize) -> Option<(String, Name)> {
        let inside = self.modules.get(module)?;
        if let Some(meanings) = inside.names.get(name) {
            let fits = |meaning: &&Name| (**meaning == Name::Child) == more;
            let meaning = meanings.iter().find(fits).or_else(|| meanings.first())?;
            return Some((module.to_owned(), meaning.clone()));
        }
        let left = left.checked_sub(1)?;
        inside.globs.iter().find_map(|glob| {
            let mut places = Vec::new();
            self.follow(module, glob, left, &mut places);
            match places.pop() {
                Some(Place::Inside(brought)) if brought != module => self.meaning(&brought, name, more, left),
                _ => None,
            }
        })
    }
}

fn joined(module: &str, child: &str) -> String {
    if module.is_empty() { child.to_owned() } else { format!("{module}::{child}") }
}

/// One circle in a graph, if it has any: its nodes in order, each pointing to the next and the last to the first.
pub fn circle<'a>(graph: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Option<Vec<&'a str>> {
    let mut done = BTreeSet::new();
    graph.keys().find_map(|node| circle_from(node, graph, &mut Vec::new(), &mut done))
}

fn circle_from<'a>(
    node: &'a str,
    graph: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
) -> Option<Vec<&'a str>> {
    if let Some(at) = way.iter().position(|passed| *passed == node) {
        return Some(way[at..].to_vec());
    }
    if done.contains(node) {
        return None;
    }
    way.push(node);
    let found = graph.get(node).into_iter().flatten().find_map(|next| circle_from(next, graph, way, done));
    way.pop();
    done.insert(node);
    found
}
