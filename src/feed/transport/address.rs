//! Where a feed is: the type that `--feed` is read into, so that whoever mistypes an address hears of it at once, and not
//! from a screen in a hall.

use std::{fmt, io, path::PathBuf, str::FromStr};

use url::Url;

/// The base of a feed's tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedAddress {
    /// On a web server: `http` or `https`. Its path ends in `/`, so that the paths of files can be joined to it.
    Http(Url),
    /// In a folder. One that was given by its absolute path may be missing for now: a disk that is mounted later.
    Folder(PathBuf),
}

/// Text that is not the address of a feed.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// The text has the form of a URL and is none.
    #[error("`{text}` is not a URL: {source}")]
    Url {
        /// The text.
        text: String,
        /// What is wrong with it.
        source: url::ParseError,
    },
    /// A URL that no files can be fetched from.
    #[error("`{0}` is not the address of a feed: expected `http://…`, `https://…` or a folder")]
    Scheme(String),
    /// A URL with more than host, port and path.
    #[error("`{0}` cannot be the base of a feed; hint: leave out what stands before `@` and what follows `?` or `#`")]
    Superfluous(String),
    /// A host without a scheme.
    #[error("`{text}` is neither a URL nor a folder that exists; hint: for a web server write `{suggestion}`")]
    NoScheme {
        /// The text.
        text: String,
        /// What was probably meant.
        suggestion: String,
    },
    /// A path to nothing.
    #[error("there is no folder `{}`; hint: give a URL such as `http://10.0.0.2:8080`, or a folder that holds a feed", .0.display())]
    NoFolder(PathBuf),
    /// A path to something else.
    #[error("`{}` is not a folder; hint: give the folder that holds the feed's `metadata`", .0.display())]
    NotAFolder(PathBuf),
    /// The system does not say what is there.
    #[error("cannot look into `{}`", path.display())]
    Read {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl FeedAddress {
    fn folder(text: &str) -> Result<Self, AddressError> {
        let path = PathBuf::from(text);
        match path.metadata() {
            Ok(there) if there.is_dir() => Ok(Self::Folder(path)),
            Ok(_) => Err(AddressError::NotAFolder(path)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(AddressError::Read { path, source: error }),
            Err(_) if path.is_absolute() => Ok(Self::Folder(path)),
            Err(_) => Err(match likely_url(text) {
                Some(suggestion) => AddressError::NoScheme { text: text.to_owned(), suggestion },
                None => AddressError::NoFolder(path),
            }),
        }
    }

    /// Refuses a folder that is not there now; a URL passes, since only asking tells.
    ///
    /// # Errors
    /// Where the folder is missing.
    pub fn exists(self) -> Result<Self, AddressError> {
        match self {
            Self::Folder(path) if !path.is_dir() => Err(AddressError::NoFolder(path)),
            address => Ok(address),
        }
    }
}

impl FromStr for FeedAddress {
    type Err = AddressError;

    /// What has `://` in it is a URL, everything else a folder.
    ///
    /// # Errors
    /// [`AddressError`] says what is wrong, with a hint. A relative path must exist; an absolute one may be missing.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.contains("://") { base_url(text).map(Self::Http) } else { Self::folder(text) }
    }
}

impl fmt::Display for FeedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(url) => url.fmt(f),
            Self::Folder(path) => path.display().fmt(f),
        }
    }
}

/// The base of a tree on a web server.
pub(super) fn base_url(text: &str) -> Result<Url, AddressError> {
    let mut url = Url::parse(text).map_err(|source| AddressError::Url { text: text.to_owned(), source })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(AddressError::Scheme(text.to_owned()));
    }
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    if has_credentials || url.query().is_some() || url.fragment().is_some() {
        return Err(AddressError::Superfluous(text.to_owned()));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

/// The URL that somebody meant who left out the scheme: a host with a port, an IP address, `localhost` or a domain name.
fn likely_url(text: &str) -> Option<String> {
    let authority = text.split('/').next()?;
    let (host, port) = authority.rsplit_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let has_port = port.is_some_and(|port| port.parse::<u16>().is_ok());
    let is_domain = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    let url = Url::parse(&format!("http://{text}")).ok()?;
    (!host.is_empty() && (has_port || host == "localhost" || is_domain))
        .then(|| url.to_string().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn refused(text: &str) -> String {
        text.parse::<FeedAddress>().unwrap_err().to_string()
    }

    #[test]
    fn an_address_without_a_scheme_is_refused_with_the_one_that_was_meant() {
        for (text, meant) in [
            ("127.0.0.1:8080", "`http://127.0.0.1:8080`"),
            ("10.0.0.2:8080/feed", "`http://10.0.0.2:8080/feed`"),
            ("localhost", "`http://localhost`"),
            ("may-chu:8000", "`http://may-chu:8000`"),
            ("feed.example/mai-phu", "`http://feed.example/mai-phu`"),
            ("[::1]:8080", "`http://[::1]:8080`"),
        ] {
            let refused = refused(text);
            assert!(refused.contains("hint") && refused.contains(meant), "{text}: {refused}");
        }
    }

    #[test]
    fn what_is_no_feed_is_refused_with_a_hint_or_the_form_that_is_expected() {
        for (text, expected) in [
            ("ftp://feed.example", "expected `http://…`"),
            ("http://", "not a URL"),
            ("http://feed.example:99999", "not a URL"),
            ("https://user:secret@feed.example/", "hint"),
            ("https://feed.example/?a=b", "hint"),
            ("https://feed.example/#top", "hint"),
            ("no-such-folder", "hint"),
            ("Cargo.toml", "hint"),
            ("", "hint"),
        ] {
            assert!(refused(text).contains(expected), "{text}: {}", refused(text));
        }
    }

    #[test]
    fn a_url_becomes_a_base_that_paths_can_be_joined_to() {
        for text in ["https://feed.example/mai-phu", "https://feed.example/mai-phu/"] {
            assert_eq!(text.parse::<FeedAddress>().unwrap().to_string(), "https://feed.example/mai-phu/");
        }
    }

    #[test]
    fn a_folder_may_be_missing_for_now_where_its_path_is_absolute() {
        let dir = tempfile::tempdir().unwrap();
        let missing = dir.path().join("later");
        for path in [dir.path(), Path::new("src"), &missing] {
            let address: FeedAddress = path.to_str().unwrap().parse().unwrap();
            assert_eq!(address, FeedAddress::Folder(path.to_owned()));
            assert_eq!(address.exists().is_ok(), path != missing);
        }
    }
}
