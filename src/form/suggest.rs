//! What an id looks like, and how names are listed in a sentence.

use unicode_normalization::UnicodeNormalization;

use super::Language;
use crate::model::limits::ID_CHARS;
pub use crate::model::suggest;

/// Most names that a sentence lists.
const NAMES: usize = 40;

/// What an id would look like that was typed as Vietnamese words.
pub fn plain_id(words: &str) -> String {
    let plain: String = words
        .nfd()
        .filter_map(|c| match c {
            'đ' | 'Đ' => Some('d'),
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            c if c.is_whitespace() || matches!(c, '-' | '_' | '.' | '/') => Some('-'),
            _ => None,
        })
        .take(ID_CHARS)
        .collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Names as they are listed in a sentence: in backticks, the last joined by "or".
pub fn one_of<'a>(names: impl IntoIterator<Item = &'a str>, language: Language) -> String {
    let mut names = names.into_iter();
    let mut quoted: Vec<_> = names.by_ref().take(NAMES).map(|name| format!("`{name}`")).collect();
    if names.next().is_some() {
        quoted.push("…".to_owned());
    }
    match (quoted.as_slice(), language) {
        ([], Language::Vi) => "không có gì ở đây".to_owned(),
        ([], Language::En) => "nothing here".to_owned(),
        ([only], _) => only.clone(),
        ([most @ .., last], Language::Vi) => format!("{} hoặc {last}", most.join(", ")),
        ([most @ .., last], Language::En) => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_words_become_an_id_one_can_type() {
        assert_eq!(plain_id("Khẩu hiệu 01"), "khau-hieu-01");
        assert_eq!(plain_id("Đăng_ký khai-sinh"), "dang-ky-khai-sinh");
    }
}
