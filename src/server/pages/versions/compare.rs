//! What one version says otherwise than another, by items.

use std::collections::BTreeMap;

use super::words::VersionDifference;
use crate::{approval::ItemId, model::Digest};

/// The revisions of a version by their items.
pub(super) type VersionItems = BTreeMap<ItemId, Digest>;

/// What `after` says otherwise than `before`; `called` gives what lists call an item.
pub(super) fn compare(
    before: &VersionItems,
    after: &VersionItems,
    called: &dyn Fn(&ItemId) -> String,
) -> VersionDifference {
    let mut difference = VersionDifference::default();
    for (item, digest) in after {
        match (item, before.get(item)) {
            (_, Some(same)) if same == digest => {}
            (ItemId::Slide(_), None) => difference.slides_added += 1,
            (ItemId::Slide(_), Some(_)) => difference.slides_changed += 1,
            (ItemId::Campaign(_), None) => difference.campaigns_added.push(called(item)),
            (ItemId::Campaign(_), Some(_)) => difference.campaigns_changed += 1,
            (ItemId::Display(_), _) => difference.displays += 1,
            (ItemId::Commune, _) => difference.commune = true,
        }
    }
    for item in before.keys().filter(|item| !after.contains_key(item)) {
        match item {
            ItemId::Slide(_) => difference.slides_removed += 1,
            ItemId::Campaign(_) => difference.campaigns_removed += 1,
            ItemId::Display(_) => difference.displays += 1,
            ItemId::Commune => difference.commune = true,
        }
    }
    difference
}

/// The slides of which there is something new to see: those that were added or changed, else those that went.
pub(super) fn seen(before: &VersionItems, after: &VersionItems) -> Vec<(ItemId, Digest)> {
    let other = |of: &VersionItems, than: &VersionItems| -> Vec<(ItemId, Digest)> {
        let slides = of.iter().filter(|(item, _)| matches!(item, ItemId::Slide(_)));
        slides
            .filter(|(item, digest)| than.get(*item) != Some(*digest))
            .map(|(item, digest)| (item.clone(), *digest))
            .collect()
    };
    let new = other(after, before);
    if new.is_empty() { other(before, after) } else { new }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_by_what_it_says_otherwise() {
        let items = |list: &[(&str, &str)]| -> VersionItems {
            list.iter().map(|(item, text)| (item.parse().unwrap(), Digest::of(text.as_bytes()))).collect()
        };
        let before = items(&[("commune", "a"), ("slide:a", "1"), ("slide:b", "1"), ("campaign:k", "1")]);
        let after = items(&[("commune", "a"), ("slide:a", "2"), ("slide:c", "1"), ("campaign:l", "1")]);
        let difference = compare(&before, &after, &|item| item.own().to_owned());
        let told = VersionDifference {
            slides_added: 1,
            slides_changed: 1,
            slides_removed: 1,
            campaigns_added: vec!["l".to_owned()],
            campaigns_removed: 1,
            ..VersionDifference::default()
        };
        assert_eq!(difference, told);
        let seen: Vec<String> = seen(&before, &after).into_iter().map(|(item, _)| item.to_string()).collect();
        assert_eq!(seen, ["slide:a", "slide:c"]);
    }
}
