//! What a mistyped word was meant to be.

/// Longest word for which a near one is looked for, characters: the work grows with the square of it.
const LONGEST: usize = 64;

/// The candidate fewest edits away from `word`, if it is near enough to be what was meant.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let near = (length / 3).max(1) + 1;
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 4 * LONGEST && candidate.chars().count().abs_diff(length) <= near)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|&(edits, candidate)| edits > 0 && edits <= near && edits < candidate.chars().count())
        .min_by_key(|&(edits, _)| edits)
        .map(|(_, candidate)| candidate)
}

/// Edits (a letter more, less, other, or two swapped) from one word to the other: optimal string alignment.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_guessed_and_another_word_is_not() {
        let known = ["slogan", "poster", "guide", "procedures"];
        assert_eq!(suggest("slogna", known), Some("slogan"));
        assert_eq!(suggest("posters", known), Some("poster"));
        assert_eq!(suggest("banner", known), None);
        assert_eq!(suggest("khau-hieu-1", ["khau-hieu-01", "khau-hieu-10"]), Some("khau-hieu-01"));
        assert_eq!(suggest(&"x".repeat(1_000_000), known), None, "and nobody waits for nonsense");
    }
}
