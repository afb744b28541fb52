//! The two languages of the program.

/// In which language something is said to a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// What officers and villagers read.
    Vi,
    /// The command line's.
    #[default]
    En,
}

impl Language {
    /// All of them, with their ISO 639-1 codes.
    pub const ALL: [(&'static str, Self); 2] = [("vi", Self::Vi), ("en", Self::En)];
}

impl std::str::FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|(code, _)| *code == text);
        known
            .map(|(_, language)| language)
            .ok_or_else(|| format!("`{text}` is no language here: expected `vi` or `en`"))
    }
}
