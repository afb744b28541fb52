//! The numbers that Word writes before paragraphs and that stand nowhere in its text.

use std::collections::HashMap;

use super::{
    styles::number,
    xml::{Xml, XmlItem},
};
use crate::document::DocumentError;

/// Levels that a list has.
const LEVELS: usize = 9;

/// Every list of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each abstract list.
    lists: HashMap<String, [Level; LEVELS]>,
    /// The abstract list behind each list that paragraphs name.
    of: HashMap<String, String>,
    /// How far each abstract list has counted.
    counted: HashMap<String, [u32; LEVELS]>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    /// Such as `decimal`, `lowerLetter`, `bullet`.
    format: String,
    /// Such as `%1.` or `%1.%2`.
    pattern: String,
    start: u32,
}

/// Reads `word/numbering.xml`.
///
/// # Errors
/// As [`Xml::next`].
pub(super) fn read(part: &[u8]) -> Result<Numbering, DocumentError> {
    let mut xml = Xml::new(part);
    let mut numbering = Numbering::default();
    let (mut list, mut concrete, mut at) = (None::<String>, None::<String>, 0);
    loop {
        match xml.next()? {
            XmlItem::Begins(name, attributes) => {
                let val = || attributes.val().unwrap_or_default().to_owned();
                let mut level = |set: &mut dyn FnMut(&mut Level)| {
                    if let Some(level) = list.as_ref().and_then(|list| numbering.lists.get_mut(list)?.get_mut(at)) {
                        set(level);
                    }
                };
                match name.as_str() {
                    "abstractNum" => {
                        list = attributes.get("abstractNumId").map(str::to_owned);
                        let empty = || std::array::from_fn(|_| Level { start: 1, ..Level::default() });
                        list.iter().for_each(|list| drop(numbering.lists.insert(list.clone(), empty())));
                    }
                    "lvl" => at = number(attributes.get("ilvl")).unwrap_or(0),
                    "start" => level(&mut |level| level.start = val().parse().unwrap_or(1)),
                    "numFmt" => level(&mut |level| level.format = val()),
                    "lvlText" => level(&mut |level| level.pattern = val()),
                    "num" => concrete = attributes.get("numId").map(str::to_owned),
                    "abstractNumId" => {
                        concrete.iter().for_each(|number| drop(numbering.of.insert(number.clone(), val())));
                    }
                    _ => {}
                }
            }
            XmlItem::Ends(name) if name == "abstractNum" => list = None,
            XmlItem::Over => return Ok(numbering),
            _ => {}
        }
    }
}

impl Numbering {
    /// What stands before the next paragraph of that list at that level, such as `1. `, with a space after it; nothing
    /// where there is no such list.
    pub(super) fn next(&mut self, list: &str, level: usize) -> String {
        let Some(of) = self.of.get(list) else { return String::new() };
        let (Some(levels), Some(own)) = (self.lists.get(of), self.lists.get(of).and_then(|levels| levels.get(level)))
        else {
            return String::new();
        };
        if own.format == "none" {
            return String::new();
        }
        if own.format == "bullet" {
            return "- ".to_owned();
        }
        let counted = self.counted.entry(of.clone()).or_insert([0; LEVELS]);
        counted[level] = if counted[level] == 0 { own.start } else { counted[level].saturating_add(1) };
        counted[level + 1..].fill(0);
        let mut shown = own.pattern.clone();
        for (at, of) in levels.iter().enumerate().take(level + 1) {
            let n = if counted[at] == 0 { of.start } else { counted[at] };
            shown = shown.replace(&format!("%{}", at + 1), &in_format(n, &of.format));
        }
        format!("{} ", shown.trim())
    }
}

fn in_format(n: u32, format: &str) -> String {
    let letter = |first: u8| char::from(first + u8::try_from((n.max(1) - 1) % 26).unwrap_or(0)).to_string();
    match format {
        "lowerLetter" => letter(b'a'),
        "upperLetter" => letter(b'A'),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperRoman" => roman(n),
        "decimalZero" => format!("{n:02}"),
        _ => n.to_string(),
    }
}

fn roman(n: u32) -> String {
    const SIGNS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let (mut left, mut sign) = (n.min(399), String::new());
    for (value, letters) in SIGNS {
        while left >= value {
            sign += letters;
            left -= value;
        }
    }
    sign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numbers_are_those_of_plans() {
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["I", "IV", "IX", "XIV", "XL"]);
    }
}
