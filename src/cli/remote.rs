//! How commands reach an office elsewhere: its address, a token, an authority.

use std::path::{Path, PathBuf};

use super::exit::UsageError;
use crate::{
    api::{Remote, RemoteError, RemoteOptions},
    clock::Clock,
    form::Language,
};

/// The variable that holds the token where no file does.
const VARIABLE: &str = "BANGTIN_TOKEN";

/// How an office elsewhere is reached
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct RemoteArgs {
    /// File with the token; without it the token is in the variable BANGTIN_TOKEN
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A certificate authority beside those the system trusts: a PEM file, such as the one that `serve` names
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Send the token over `http://` too: for a network of one's own, on which nobody can listen
    #[arg(long)]
    plain_http: bool,
    /// Language of what the office says: `vi` or `en`
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: Language,
}

impl RemoteArgs {
    /// The office at that address. Nothing is asked yet.
    ///
    /// # Errors
    /// A file that cannot be read, no token, or an address that is none.
    pub(super) fn open(self, address: String) -> anyhow::Result<Remote> {
        let authority = self.ca.as_deref().map(|path| read(path, "the authority")).transpose()?;
        let token = match &self.token_file {
            Some(path) => String::from_utf8_lossy(&read(path, "the token")?).into_owned(),
            None => std::env::var(VARIABLE).unwrap_or_default(),
        };
        if token.trim().is_empty() {
            let said = format!(
                "there is no token: put it into the variable `{VARIABLE}`, or name a file with `--token-file`\n\
                 hint: make one under Settings → Mine of the office's page, or with \
                 `bangtin account token LOGIN --data DIR --name \"push\" --scope write`"
            );
            return Err(UsageError(said).into());
        }
        let options = RemoteOptions {
            address,
            token,
            authority,
            plain_http: self.plain_http,
            language: self.lang,
            clock: Clock::system(),
        };
        Remote::new(options).map_err(usage)
    }
}

fn read(path: &Path, what: &str) -> Result<Vec<u8>, UsageError> {
    std::fs::read(path).map_err(|error| UsageError(format!("cannot read {what} `{}`: {error}", path.display())))
}

/// What a person must mend first; the rest is failure.
pub(super) fn usage(error: RemoteError) -> anyhow::Error {
    let is_usage = match &error {
        RemoteError::Address(_)
        | RemoteError::OpenRoad
        | RemoteError::Token
        | RemoteError::Tls(_)
        | RemoteError::Folder(_)
        | RemoteError::Picture { .. }
        | RemoteError::LargePicture { .. } => true,
        RemoteError::Refused { problem } => matches!(problem.status, 401 | 403),
        _ => false,
    };
    if is_usage { UsageError(crate::model::report(&error)).into() } else { error.into() }
}
