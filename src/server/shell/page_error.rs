//! Why a page is not shown or a form not taken.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::words;
use crate::{
    approval::Refusal,
    form::{Language, Words},
    office::{AccountRefusal, OfficeError},
};

/// Why a page is not shown or a form not taken. Handlers return it; the layer around them finds the words.
#[derive(Debug, thiserror::Error)]
pub(in crate::server) enum PageError {
    /// There is no such thing.
    #[error("there is no such page")]
    NotFound,
    /// What came cannot be read.
    #[error("what came cannot be read")]
    BadRequest,
    /// The session is over.
    #[error("nobody is logged in")]
    SignedOut,
    /// It came over a road on which others can listen.
    #[error("the page is not for plain HTTP")]
    OpenRoad,
    /// Too much came too fast from one address.
    #[error("too many requests")]
    TooOften,
    /// The link of the first start is not good.
    #[error("the link of the first start is not good")]
    NoFirstStart,
    /// A handler panicked.
    #[error("a handler panicked")]
    Panicked,
    /// A handler asks who is logged in, on a route that lets everybody in.
    #[error("this route lets everybody in, and its handler asks who it is")]
    NoGuard,
    /// The office does not do it.
    #[error(transparent)]
    Office(#[from] OfficeError),
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        Self::Office(refusal.into())
    }
}

impl PageError {
    /// The status of the answer. 403 says that the right is missing, and nothing else does.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::NoFirstStart | Self::Office(OfficeError::NotFound { .. }) => StatusCode::NOT_FOUND,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::OpenRoad => StatusCode::UPGRADE_REQUIRED,
            Self::TooOften | Self::Office(OfficeError::Account(AccountRefusal::Busy)) => StatusCode::TOO_MANY_REQUESTS,
            Self::Office(OfficeError::Refused(Refusal::NoRight { .. })) => StatusCode::FORBIDDEN,
            Self::Office(OfficeError::TooLong) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Office(
                OfficeError::Refused(_)
                | OfficeError::Account(_)
                | OfficeError::Mistakes { .. }
                | OfficeError::NothingNew { .. }
                | OfficeError::TwoTexts { .. }
                | OfficeError::Found { .. }
                | OfficeError::Begun
                | OfficeError::NoCommune(_),
            ) => StatusCode::CONFLICT,
            Self::Panicked | Self::NoGuard | Self::Office(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is so, and what to do next.
    pub fn words(&self, language: Language) -> (&'static str, &'static str) {
        let (what, next) = match self {
            Self::SignedOut => (words::SIGNED_OUT, words::SIGNED_OUT_NEXT),
            Self::NoFirstStart => (words::LINK_OVER, words::LINK_OVER_NEXT),
            Self::OpenRoad => (words::OPEN_ROAD, words::OPEN_ROAD_NEXT),
            Self::Office(OfficeError::Refused(refusal)) => refusal_words(refusal),
            Self::Office(OfficeError::TwoTexts { .. }) => (words::TWO_TEXTS, words::TWO_TEXTS_NEXT),
            Self::Office(OfficeError::NothingNew { .. }) => (words::NOTHING_NEW, words::NOTHING_NEW_NEXT),
            Self::Office(OfficeError::Found { .. }) => (words::FOUND, words::FOUND_NEXT),
            _ => words::of_status(self.status()),
        };
        (what.get(language), next.get(language))
    }
}

/// What a refusal says, and what to do next.
fn refusal_words(refusal: &Refusal) -> (Words, Words) {
    match refusal {
        Refusal::NoRight { .. } => (words::FORBIDDEN, words::FORBIDDEN_NEXT),
        Refusal::OwnWork => (words::OWN_WORK, words::OWN_WORK_NEXT),
        Refusal::NotYours => (words::NOT_YOURS, words::NOT_YOURS_NEXT),
        Refusal::NoReason => (words::NO_REASON, words::NO_REASON_NEXT),
        Refusal::Decided { .. } => (words::DECIDED, words::DECIDED_NEXT),
        Refusal::NoEnd => (words::NO_END, words::NO_END_NEXT),
        Refusal::Overtaken => (words::OVERTAKEN, words::OVERTAKEN_NEXT),
        Refusal::Stopped => (words::STOPPED, words::STOPPED_NEXT),
        Refusal::NotStopped => (words::NOT_STOPPED, words::NOT_STOPPED_NEXT),
        Refusal::OtherDisplays => (words::OTHER_DISPLAYS, words::OTHER_DISPLAYS_NEXT),
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            tracing::error!(error = %self, cause = ?std::error::Error::source(&self), "a page failed");
        }
        let mut response = status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
