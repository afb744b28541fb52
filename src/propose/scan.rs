//! A text as words, numbers and signs, each with its place, so that dates and numbers of documents can be looked for.

use std::ops::Range;

use crate::text::folded;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Its bytes in the text.
    pub(super) at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A run of letters, without diacritics and capitals.
    Word(String),
    /// A run of at most six digits, and how many they are.
    Number(u32, usize),
    /// Any other character that is not a space.
    Sign(char),
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((from, first)) = chars.next() {
        let mut until = from + first.len_utf8();
        let mut run = |goes_on: &dyn Fn(char) -> bool| {
            while let Some((at, c)) = chars.next_if(|(_, c)| goes_on(*c)) {
                until = at + c.len_utf8();
            }
            until
        };
        if first.is_ascii_digit() {
            let until = run(&|c| c.is_ascii_digit());
            let digits = &text[from..until];
            // Longer ones are telephone numbers, and no part of a date.
            let number = if digits.len() <= 6 { digits.parse().unwrap_or(u32::MAX) } else { u32::MAX };
            tokens.push(Token { kind: TokenKind::Number(number, digits.len()), at: from..until });
        } else if first.is_alphabetic() {
            let mark = |c: char| c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c);
            let until = run(&mark);
            tokens.push(Token { kind: TokenKind::Word(folded(&text[from..until])), at: from..until });
        } else if !first.is_whitespace() {
            tokens.push(Token { kind: TokenKind::Sign(first), at: from..until });
        }
    }
    tokens
}

impl Token {
    /// Whether it is one of those words.
    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        matches!(&self.kind, TokenKind::Word(word) if words.contains(&word.as_str()))
    }

    /// Whether it is one of those signs.
    pub(super) fn is_sign(&self, signs: &[char]) -> bool {
        matches!(self.kind, TokenKind::Sign(sign) if signs.contains(&sign))
    }

    /// The number, if it is one.
    pub(super) fn number(&self) -> Option<u32> {
        match self.kind {
            TokenKind::Number(number, _) => Some(number),
            _ => None,
        }
    }

    /// The digits it has, if it is a number.
    pub(super) fn digits(&self) -> usize {
        match self.kind {
            TokenKind::Number(_, digits) => digits,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_words_numbers_and_signs() {
        let text = "19h30, Thứ 7: 0912345678";
        let kinds: Vec<TokenKind> = tokens(text).into_iter().map(|token| token.kind).collect();
        let word = |word: &str| TokenKind::Word(word.to_owned());
        let expected = [
            TokenKind::Number(19, 2),
            word("h"),
            TokenKind::Number(30, 2),
            TokenKind::Sign(','),
            word("thu"),
            TokenKind::Number(7, 1),
            TokenKind::Sign(':'),
            TokenKind::Number(u32::MAX, 10),
        ];
        assert_eq!(kinds, expected);
    }
}
