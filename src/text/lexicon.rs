//! Words of several syllables, so that a line break does not tear them apart.

use std::{collections::HashSet, sync::LazyLock};

/// The entries, split into syllables joined by one space.
static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("lexicon.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Syllables of the longest entry.
static LONGEST: LazyLock<usize> = LazyLock::new(|| WORDS.iter().map(|word| word.split(' ').count()).max().unwrap_or(1));

/// Tearing a compound at a seam between smaller compounds.
const SEAM: i32 = 60;
/// Tearing a compound where nothing holds it but itself.
const INSIDE: i32 = 150;

/// For each gap between neighbouring syllables, how bad a break there is to the compound across it; 0 where there is
/// none. The syllables are lower case and bare of the punctuation round them.
pub(super) fn bonds(syllables: &[String]) -> Vec<i32> {
    let mut bonds = vec![0; syllables.len().saturating_sub(1)];
    bind(syllables, usize::MAX, &mut bonds);
    bonds
}

/// Longest match from the left; inside a match, shorter matches show its seams.
fn bind(syllables: &[String], shorter_than: usize, bonds: &mut [i32]) {
    let mut at = 0;
    while at < syllables.len() {
        let most = (*LONGEST).min(syllables.len() - at).min(shorter_than.saturating_sub(1));
        let found = (2..=most).rev().find(|&n| WORDS.contains(syllables[at..at + n].join(" ").as_str()));
        let Some(n) = found else {
            at += 1;
            continue;
        };
        if n == 2 {
            bonds[at] = INSIDE;
        } else {
            let inner = &mut bonds[at..at + n - 1];
            inner.fill(0);
            bind(&syllables[at..at + n], n, inner);
            let seamless = inner.iter().all(|bond| *bond == 0);
            inner.iter_mut().filter(|bond| **bond == 0).for_each(|bond| *bond = if seamless { INSIDE } else { SEAM });
        }
        at += n;
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::is_nfc;

    use super::*;

    #[test]
    fn the_list_is_long_lower_case_and_composed() {
        assert!(WORDS.len() >= 150, "{}", WORDS.len());
        for word in WORDS.iter() {
            assert!(is_nfc(word) && *word == word.to_lowercase() && word.contains(' '), "{word}");
        }
    }

    #[test]
    fn a_long_compound_is_torn_at_its_seams_before_anywhere_else() {
        let syllables: Vec<String> = "nộp thủ tục hành chính ngay".split(' ').map(str::to_owned).collect();
        assert_eq!(bonds(&syllables), [0, INSIDE, SEAM, INSIDE, 0]);
    }
}
