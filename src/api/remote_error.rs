//! Why an office did not do what a program asked, or was not reached.

use std::path::PathBuf;

use super::{said::Problem, unpack::UnpackError};
use crate::{
    feed::transport::TransportError,
    folder::FolderErrors,
    model::{limits, report},
};

/// Why an office did not do what a program asked, or was not reached.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// What was given as its address is none.
    #[error("`{0}` is not the address of an office; hint: it looks like `https://10.0.0.2:8443`")]
    Address(String),
    /// Whoever listens on the way would read the token.
    #[error(
        "over `http://` others could read the token on its way; hint: use the `https://` address that `serve` prints, \
         with `--ca` and the authority it names, or say `--plain-http` on a network of your own"
    )]
    OpenRoad,
    /// The token is not one.
    #[error("the token is empty or has other characters than a token has; hint: `bangtin account token` makes one")]
    Token,
    /// TLS cannot be set up.
    #[error(transparent)]
    Tls(#[from] TransportError),
    /// There is no answer.
    #[error("the office does not answer: {}; hint: nothing is lost, run the same again", report(source))]
    Line {
        /// What the line says.
        source: reqwest::Error,
    },
    /// The office was reached, and says nothing.
    #[error("the office has said nothing for {seconds} s; hint: nothing is lost, run the same again")]
    Silent {
        /// For how long.
        seconds: u64,
    },
    /// The office answers something that it does not say.
    #[error(
        "`{url}` answers, and not as an office does (status {status}); hint: is this the address of the office's page?"
    )]
    NoOffice {
        /// What was asked for.
        url: String,
        /// The status of the answer.
        status: u16,
    },
    /// The office refuses.
    #[error("{}", refused(problem))]
    Refused {
        /// What it says.
        problem: Box<Problem>,
    },
    /// The answer is too long.
    #[error("the office's answer is longer than {} MiB", limits::ANSWER_BYTES >> 20)]
    TooLong,
    /// The folder of slides cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderErrors),
    /// A picture of the folder cannot be read.
    #[error("cannot read `{key}`")]
    Picture {
        /// Its name in the folder.
        key: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A picture of the folder is too large.
    #[error("`{key}` has more than {} MiB; hint: save it smaller, 3840 pixels across are enough", limits::BROUGHT_FILE_BYTES >> 20)]
    LargePicture {
        /// Its name in the folder.
        key: String,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// What came is no content.
    #[error(transparent)]
    Unpack(#[from] UnpackError),
}

impl RemoteError {
    /// What the office refuses, if it is that.
    pub fn problem(&self) -> Option<&Problem> {
        if let Self::Refused { problem } = self { Some(problem) } else { None }
    }

    /// Whether it passes by itself, so that whoever waits anyway may ask the same again a little later: the line is cut, the
    /// office is asked too often, or it or a proxy before it is being started.
    pub fn may_pass(&self) -> bool {
        let status = match self {
            Self::Line { .. } | Self::Silent { .. } => return true,
            Self::Refused { problem } => problem.status,
            Self::NoOffice { status, .. } => *status,
            _ => return false,
        };
        status == 429 || status >= 500
    }
}

impl From<reqwest::Error> for RemoteError {
    fn from(source: reqwest::Error) -> Self {
        // The address of the question says nothing to whoever typed the office's.
        Self::Line { source: source.without_url() }
    }
}

fn refused(problem: &Problem) -> String {
    let mut said = problem.title.trim_end_matches('.').to_owned();
    if !problem.detail.is_empty() {
        said.push_str(". ");
        said.push_str(&problem.detail);
    }
    for mistake in &problem.mistakes {
        said.push_str(&format!("\n  {mistake}"));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_office_cannot_do_now_passes_and_what_it_refuses_does_not() {
        for (status, passes) in [(429, true), (500, true), (502, true), (503, true), (401, false), (404, false)] {
            let error = RemoteError::NoOffice { url: String::new(), status };
            assert_eq!(error.may_pass(), passes, "{status}");
        }
        assert!(!RemoteError::TooLong.may_pass());
    }
}
