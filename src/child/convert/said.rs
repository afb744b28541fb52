//! What the child says while it opens a file.

use serde::{Deserialize, Serialize};

use super::kind::Foreign;
use crate::{
    document::{Document, DocumentError},
    media::MediaError,
    model::{MediaType, Size, limits, report},
};

/// What the child says, one frame each; a picture's bytes are the body.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ConvertMessage {
    /// It is locked in, and reads the file from here on.
    Ready,
    /// So many pages of so many are done.
    Progress {
        /// Done.
        done: usize,
        /// Of how many.
        of: usize,
    },
    /// A picture.
    Picture {
        /// Pixels.
        size: Size,
        /// What its bytes are.
        media_type: MediaType,
    },
    /// A document.
    Document(Document),
    /// The file is none that is taken.
    Refused(ConvertRefusal),
    /// That was all.
    Done,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConvertRefusal {
    /// It is of no kind that is opened.
    #[error("the file is of a kind that is not opened ({0:?})")]
    Kind(Foreign),
    /// It has more bytes than a file may have.
    #[error("the file has more than {} MB", limits::BROUGHT_FILE_BYTES >> 20)]
    TooLarge,
    /// The picture would be blurred on every screen.
    #[error("the picture is only {0} pixels")]
    TooSmall(Size),
    /// The picture has more pixels than are decoded.
    #[error("the picture is {0} pixels")]
    TooManyPixels(Size),
    /// It has more pages than are looked at.
    #[error("the file has {0} pages")]
    TooManyPages(usize),
    /// It is more than anybody puts on a screen, or a trap.
    #[error("there is too much in the file: {0}")]
    TooMuch(String),
    /// It ends before what is in it does.
    #[error("the file is cut off")]
    CutOff,
    /// It is locked with a password.
    #[error("the file is locked with a password")]
    Locked,
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It shows something that is not in it.
    #[error("the file refers to `{0}`, which is outside it")]
    Outside(String),
    /// It contradicts itself.
    #[error("the file is broken: {0}")]
    Broken(String),
}

impl From<MediaError> for ConvertRefusal {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::TooManyBytes { .. } => Self::TooLarge,
            MediaError::TooManyPixels { size } => Self::TooManyPixels(size),
            MediaError::UnknownFormat => Self::Kind(Foreign::Other),
            MediaError::Truncated => Self::CutOff,
            MediaError::PdfLocked => Self::Locked,
            MediaError::OutsideReference { href } => Self::Outside(href),
            MediaError::TooManyScans | MediaError::SvgTooLarge { .. } | MediaError::SvgTooSlow { .. } => {
                Self::TooMuch(report(&error))
            }
            error => Self::Broken(report(&error)),
        }
    }
}

impl From<DocumentError> for ConvertRefusal {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Locked => Self::Locked,
            DocumentError::Empty => Self::Empty,
            DocumentError::TooLarge { .. } => Self::TooMuch(error.to_string()),
            DocumentError::Broken(reason) => Self::Broken(reason),
        }
    }
}
