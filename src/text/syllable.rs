//! What a well-formed Vietnamese syllable looks like: an onset, a rhyme, at most one tone.

use unicode_normalization::UnicodeNormalization;

const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
];

/// Vowel groups that may stand without a final, and those that may or must take one.
const OPEN: [&str; 54] = [
    "a", "ai", "ao", "au", "ay", "âu", "ây", "e", "eo", "ê", "êu", "i", "ia", "iêu", "iu", "o", "oa", "oai", "oao",
    "oay", "oe", "oeo", "oi", "ô", "ôi", "ơ", "ơi", "u", "ua", "uê", "ui", "uơ", "uy", "uya", "uyu", "ư", "ưa", "ưi",
    "ưu", "ươi", "ươu", "uôi", "y", "ya", "yêu", "uây", "uâ", "ưở", "uai", "uao", "uay", "ue", "ieu", "uo",
];
const CLOSED: [&str; 25] = [
    "a", "ă", "â", "e", "ê", "i", "iê", "o", "oa", "oă", "oe", "ô", "ơ", "u", "uâ", "uê", "uô", "uy", "uyê", "ư", "ươ",
    "yê", "y", "oo", "ua",
];
const FINALS: [&str; 8] = ["ng", "nh", "ch", "c", "m", "n", "p", "t"];

/// The five tone marks, decomposed.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether `word` can be read as one Vietnamese syllable, whatever its capitals.
pub(super) fn is_syllable(word: &str) -> bool {
    let lower = word.to_lowercase();
    let mut tones = 0;
    let letters = lower.nfd().filter(|c| {
        let tone = TONES.contains(c);
        tones += u32::from(tone);
        !tone
    });
    let letters: String = letters.nfc().collect();
    if tones > 1 {
        return false;
    }
    ONSETS.iter().filter_map(|onset| letters.strip_prefix(onset)).any(is_rhyme)
        // In "gì" and "giếng" the vowel of the onset is the rhyme's own.
        || letters.strip_prefix('g').is_some_and(is_rhyme)
}

fn is_rhyme(rhyme: &str) -> bool {
    OPEN.contains(&rhyme)
        || FINALS.iter().filter_map(|end| rhyme.strip_suffix(end)).any(|vowels| CLOSED.contains(&vowels))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_plan_are_syllables_and_scrambled_ones_are_not() {
        for word in ["Nghiêng", "quyền", "giếng", "gì", "thuở", "khuya", "ươm", "UỶ", "ủy", "hoà", "đường", "xã", "yêu"]
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["truyÒn", "c¶i", "haønh", "VNeID", "wifi", "zô", "ngq", "áà"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
