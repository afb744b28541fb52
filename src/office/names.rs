//! Names for things that are shared where they are alike and parted where they are not.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use crate::model::limits::ID_CHARS;

/// Names that are given out, each with what it stands for.
pub(super) struct GivenNames<I, V> {
    given: BTreeMap<I, V>,
    reserved: BTreeSet<I>,
}

/// A name, and whether it was given out for the first time.
pub(super) struct GivenName<I> {
    pub(super) id: I,
    pub(super) is_new: bool,
}

impl<I: Ord + Clone + FromStr, V: PartialEq> GivenNames<I, V> {
    /// None yet. `reserved` are never given to what asked for another.
    pub(super) fn reserving(reserved: impl IntoIterator<Item = I>) -> Self {
        Self { given: BTreeMap::new(), reserved: reserved.into_iter().collect() }
    }

    /// The name of what asks for `wanted`: that one, if it stands for nothing else yet; otherwise one made from `own`.
    pub(super) fn name(&mut self, wanted: &I, own: &str, value: V) -> GivenName<I> {
        let id = match self.given.get(wanted) {
            Some(same) if *same == value => return GivenName { id: wanted.clone(), is_new: false },
            None => wanted.clone(),
            Some(_) => self.free(own),
        };
        self.given.insert(id.clone(), value);
        GivenName { id, is_new: true }
    }

    /// A name made from `own` that nothing has and nothing asks for.
    fn free(&self, own: &str) -> I {
        let numbered = |n: usize| {
            let ending = if n == 1 { String::new() } else { format!("-{n}") };
            let stem: String = own.chars().take(ID_CHARS - ending.len()).collect();
            format!("{stem}{ending}")
        };
        let is_free = |id: &I| !self.given.contains_key(id) && !self.reserved.contains(id);
        let mut free = (1..).map(numbered).filter_map(|name| name.parse::<I>().ok()).filter(is_free);
        free.next().expect("there are more numbers than names")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PlaylistId;

    #[test]
    fn what_is_alike_shares_a_name_and_what_is_not_has_one_of_its_own() {
        let id = |text: &str| text.parse::<PlaylistId>().unwrap();
        let mut names = GivenNames::reserving([id("a"), id("tet")]);
        assert_eq!(names.name(&id("a"), "xuan", 1).id, id("a"));
        assert!(!names.name(&id("a"), "ha", 1).is_new);
        assert_eq!(names.name(&id("a"), "tet", 2).id, id("tet-2"), "`tet` is what somebody else asks for");
        assert_eq!(names.name(&id("tet"), "tet", 3).id, id("tet"));
        let long = "x".repeat(ID_CHARS);
        names.name(&id(&long), "x", 4);
        assert_eq!(names.name(&id(&long), &long, 5).id.as_str().len(), ID_CHARS);
    }
}
