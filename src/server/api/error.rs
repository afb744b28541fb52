//! Why a program is not answered, in one shape (RFC 9457).

use std::sync::Arc;

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{language::language_of, problem_words as w};
use crate::{
    api::{FieldMistake, Problem},
    approval::Refusal,
    child::convert::ConvertError,
    form::Language,
    model::Digest,
    office::{NoCommune, OfficeError},
    server::shell::PageError,
};

/// Why a program is not answered. Handlers return it; the layer around them finds the words.
#[derive(Debug, thiserror::Error)]
pub(in crate::server) enum ApiError {
    /// There is no token.
    #[error("there is no token")]
    NoToken,
    /// The token is not good.
    #[error("the token is not good")]
    BadToken,
    /// The token's scope does not cover it.
    #[error("the token may not do that")]
    TokenMayNot,
    /// The token's person has not the right.
    #[error("the token's person may not do that")]
    PersonMayNot,
    /// The token asks too often.
    #[error("too many requests")]
    TooOften,
    /// It came over a road on which others can listen.
    #[error("a token is not for plain HTTP")]
    OpenRoad,
    /// What was sent is no such JSON.
    #[error("what was sent cannot be read: {0}")]
    BadBody(String),
    /// What stands in the address cannot be read.
    #[error("the question cannot be read: {0}")]
    BadQuery(String),
    /// Something in it is not right.
    #[error("{} mistakes", .0.len())]
    Mistakes(Vec<FieldMistake>),
    /// Pictures are to be brought first.
    #[error("{} pictures are missing", .0.len())]
    Missing(Vec<Digest>),
    /// Nothing says which version it is built on.
    #[error("there is no `If-Match`")]
    NoVersion,
    /// Another version is live.
    #[error("version {0} is live")]
    OtherVersion(u64),
    /// The file is another one.
    #[error("the file is not the one that its digest names")]
    WrongDigest,
    /// It is too large.
    #[error("it is too large")]
    TooLarge,
    /// Not all of it came.
    #[error("not all of it came")]
    CutOff,
    /// The file is no picture that is taken.
    #[error("the file is no picture that is taken")]
    NoPicture(Option<ConvertError>),
    /// So many pictures come at once that one more would have to wait.
    #[error("many pictures are coming")]
    Busy,
    /// There are more changes than anybody looks at.
    #[error("too many changes at once")]
    TooMany,
    /// A request with this key is being done.
    #[error("a request with this key is being done")]
    KeyUnderWay,
    /// This key was given to another request.
    #[error("this key was given to another request")]
    KeyOfAnother,
    /// There is no such thing.
    #[error("there is no such thing")]
    NotFound,
    /// A handler panicked.
    #[error("a handler panicked")]
    Panicked,
    /// A handler asks who it is, on a route that nobody guards.
    #[error("nobody guards this route")]
    NoGuard,
    /// The office does not do it.
    #[error(transparent)]
    Office(PageError),
}

impl From<OfficeError> for ApiError {
    fn from(error: OfficeError) -> Self {
        Self::Office(error.into())
    }
}

impl From<PageError> for ApiError {
    fn from(error: PageError) -> Self {
        Self::Office(error)
    }
}

impl ApiError {
    /// The status, and the word by which programs know it.
    fn kind(&self) -> (StatusCode, &'static str) {
        use StatusCode as S;
        match self {
            Self::NoToken => (S::UNAUTHORIZED, "no-token"),
            Self::BadToken => (S::UNAUTHORIZED, "bad-token"),
            Self::TokenMayNot => (S::FORBIDDEN, "token-may-not"),
            Self::PersonMayNot => (S::FORBIDDEN, "person-may-not"),
            Self::TooOften => (S::TOO_MANY_REQUESTS, "too-often"),
            Self::OpenRoad => (S::UPGRADE_REQUIRED, "open-road"),
            Self::BadBody(_) => (S::BAD_REQUEST, "bad-body"),
            Self::BadQuery(_) => (S::BAD_REQUEST, "bad-query"),
            Self::Mistakes(_) => (S::UNPROCESSABLE_ENTITY, "mistakes"),
            Self::Missing(_) => (S::CONFLICT, "missing-assets"),
            Self::NoVersion => (S::PRECONDITION_REQUIRED, "no-version"),
            Self::OtherVersion(_) => (S::PRECONDITION_FAILED, "other-version"),
            Self::WrongDigest => (S::UNPROCESSABLE_ENTITY, "wrong-digest"),
            Self::TooLarge => (S::PAYLOAD_TOO_LARGE, "too-large"),
            Self::CutOff => (S::BAD_REQUEST, "cut-off"),
            Self::NoPicture(_) => (S::UNSUPPORTED_MEDIA_TYPE, "no-picture"),
            Self::Busy => (S::SERVICE_UNAVAILABLE, "busy"),
            Self::TooMany => (S::PAYLOAD_TOO_LARGE, "too-many"),
            Self::KeyUnderWay => (S::CONFLICT, "key-under-way"),
            Self::KeyOfAnother => (S::UNPROCESSABLE_ENTITY, "key-of-another"),
            Self::NotFound => (S::NOT_FOUND, "not-found"),
            Self::Panicked | Self::NoGuard => (S::INTERNAL_SERVER_ERROR, "failed"),
            Self::Office(error) => (error.status(), code_of(error)),
        }
    }

    /// Whether the request was refused before anything was done for it. After any other error nobody knows how far it came.
    pub(super) fn is_refusal(&self) -> bool {
        self.kind().0.is_client_error() || matches!(self, Self::Busy)
    }

    fn words(&self, language: Language) -> (&'static str, &'static str) {
        let (what, next) = match self {
            Self::NoToken => (w::NO_TOKEN, w::NO_TOKEN_NEXT),
            Self::BadToken => (w::BAD_TOKEN, w::BAD_TOKEN_NEXT),
            Self::TokenMayNot => (w::TOKEN_MAY_NOT, w::TOKEN_MAY_NOT_NEXT),
            Self::PersonMayNot => (w::PERSON_MAY_NOT, w::PERSON_MAY_NOT_NEXT),
            Self::TooOften => (w::TOO_OFTEN, w::TOO_OFTEN_NEXT),
            Self::OpenRoad => (w::OPEN_ROAD, w::OPEN_ROAD_NEXT),
            Self::BadBody(_) => (w::BAD_BODY, w::SEE_PAGE),
            Self::BadQuery(_) => (w::BAD_QUERY, w::SEE_PAGE),
            Self::Mistakes(_) => (w::MISTAKES, w::MISTAKES_NEXT),
            Self::Missing(_) => (w::MISSING, w::MISSING_NEXT),
            Self::NoVersion => (w::NO_VERSION, w::NO_VERSION_NEXT),
            Self::OtherVersion(_) => (w::OTHER_VERSION, w::OTHER_VERSION_NEXT),
            Self::WrongDigest => (w::WRONG_DIGEST, w::WRONG_DIGEST_NEXT),
            Self::TooLarge => (w::TOO_LARGE, w::TOO_LARGE_NEXT),
            Self::CutOff => (w::CUT_OFF, w::CUT_OFF_NEXT),
            Self::NoPicture(_) => (w::NO_PICTURE, w::NO_PICTURE_NEXT),
            Self::Busy => (w::BUSY, w::TOO_OFTEN_NEXT),
            Self::TooMany => (w::TOO_MANY, w::TOO_MANY_NEXT),
            Self::KeyUnderWay => (w::KEY_UNDER_WAY, w::KEY_UNDER_WAY_NEXT),
            Self::KeyOfAnother => (w::KEY_OF_ANOTHER, w::KEY_OF_ANOTHER_NEXT),
            Self::NotFound => (w::NOT_FOUND, w::SEE_PAGE),
            Self::Panicked | Self::NoGuard => (w::FAILED, w::FAILED_NEXT),
            Self::Office(error) => return error.words(language),
        };
        (what.get(language), next.get(language))
    }

    /// What a program is told.
    fn problem(&self, language: Language) -> Problem {
        let ((status, code), (title, next)) = (self.kind(), self.words(language));
        let detail = match self {
            Self::BadBody(why) | Self::BadQuery(why) => format!("{why}. {next}"),
            Self::NoPicture(Some(error)) => error.words(language),
            // What the office itself says is more exact than the page's words.
            Self::Office(PageError::Office(error)) if !status.is_server_error() => format!("{next} ({error})"),
            _ => next.to_owned(),
        };
        let mistakes = match self {
            Self::Mistakes(mistakes) => mistakes.clone(),
            Self::Office(PageError::Office(OfficeError::Mistakes { item, mistakes })) => {
                let told = |mistake| FieldMistake::of(&item.to_string(), mistake, language);
                mistakes.listed.iter().map(told).collect()
            }
            _ => Vec::new(),
        };
        let missing = if let Self::Missing(missing) = self { missing.as_slice() } else { &[] };
        Problem {
            mistakes,
            missing: missing.iter().map(Digest::to_string).collect(),
            version: if let Self::OtherVersion(n) = self { Some(*n) } else { None },
            ..bare(status, code, title, detail)
        }
    }
}

/// Every kind of error: its word, its status, what is so and what to do next. The address of each leads to the page that
/// lists them.
pub(super) fn kinds(language: Language) -> Vec<(&'static str, u16, &'static str, &'static str)> {
    use ApiError as E;
    let refused = |refusal: Refusal| E::from(OfficeError::from(refusal));
    let errors = [
        E::NoToken,
        E::BadToken,
        E::TokenMayNot,
        E::PersonMayNot,
        E::OpenRoad,
        E::TooOften,
        E::BadBody(String::new()),
        E::BadQuery(String::new()),
        E::Mistakes(Vec::new()),
        E::Missing(Vec::new()),
        E::NoVersion,
        E::OtherVersion(0),
        E::WrongDigest,
        E::TooLarge,
        E::CutOff,
        E::NoPicture(None),
        E::Busy,
        E::TooMany,
        E::KeyUnderWay,
        E::KeyOfAnother,
        E::NotFound,
        refused(Refusal::OtherDisplays),
        refused(Refusal::NoEnd),
        refused(Refusal::Stopped),
        E::from(OfficeError::NoCommune(NoCommune)),
        E::Panicked,
    ];
    let told = errors.iter().map(|error| {
        let ((status, code), (what, next)) = (error.kind(), error.words(language));
        (code, status.as_u16(), what, next)
    });
    let bare = [
        ("wrong-method", StatusCode::METHOD_NOT_ALLOWED, w::WRONG_METHOD),
        ("refused", StatusCode::CONFLICT, w::REFUSED),
    ];
    let bare = bare.map(|(code, status, what)| (code, status.as_u16(), what.get(language), w::SEE_PAGE.get(language)));
    told.chain(bare).collect()
}

/// The word for what the office does not do.
fn code_of(error: &PageError) -> &'static str {
    match error {
        PageError::Office(OfficeError::NotFound { .. }) => "not-found",
        PageError::Office(OfficeError::Mistakes { .. }) => "mistakes",
        PageError::Office(OfficeError::TooLong) => "too-large",
        PageError::Office(OfficeError::NoCommune(_)) => "not-begun",
        PageError::Office(OfficeError::Refused(refusal)) => match refusal {
            Refusal::NoRight { .. } => "person-may-not",
            Refusal::OtherDisplays => "other-displays",
            Refusal::NoEnd => "no-end",
            Refusal::Stopped => "stopped",
            _ => "refused",
        },
        error if error.status().is_server_error() => "failed",
        _ => "refused",
    }
}

fn bare(status: StatusCode, code: &str, title: &str, detail: impl Into<String>) -> Problem {
    Problem {
        kind: format!("/api#{code}"),
        title: title.to_owned(),
        status: status.as_u16(),
        detail: detail.into(),
        code: code.to_owned(),
        ..Problem::default()
    }
}

/// What is said of an error that no handler has made.
fn of_status(status: StatusCode, language: Language) -> Problem {
    let (code, what, next) = match status {
        StatusCode::NOT_FOUND => ("not-found", w::NOT_FOUND, w::SEE_PAGE),
        StatusCode::METHOD_NOT_ALLOWED => ("wrong-method", w::WRONG_METHOD, w::SEE_PAGE),
        StatusCode::PAYLOAD_TOO_LARGE => ("too-large", w::TOO_LARGE, w::TOO_LARGE_NEXT),
        StatusCode::TOO_MANY_REQUESTS => ("too-often", w::TOO_OFTEN, w::TOO_OFTEN_NEXT),
        StatusCode::BAD_REQUEST => ("bad-query", w::BAD_QUERY, w::SEE_PAGE),
        status if status.is_server_error() => ("failed", w::FAILED, w::FAILED_NEXT),
        _ => ("refused", w::REFUSED, w::SEE_PAGE),
    };
    bare(status, code, what.get(language), next.get(language))
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.kind().0;
        if status.is_server_error() && !matches!(self, Self::Busy) {
            tracing::error!(error = %self, cause = ?std::error::Error::source(&self), "a question of a program failed");
        }
        let mut response = status.into_response();
        match self {
            Self::NoToken => {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::BadToken => {
                let said = HeaderValue::from_static("Bearer error=\"invalid_token\"");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, said);
            }
            Self::TooOften | Self::Busy | Self::KeyUnderWay => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
            }
            _ => {}
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Gives every error one shape, whoever has made it.
pub(in crate::server) async fn dress(request: Request, next: Next) -> Response {
    let language = language_of(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let problem = match response.extensions().get::<Arc<ApiError>>() {
        Some(error) => error.problem(language),
        None => of_status(status, language),
    };
    let mut dressed = (status, Json(problem)).into_response();
    // What the answer says besides its words: `Retry-After`, `Allow`, `WWW-Authenticate`; and who asked.
    for (name, value) in response.headers() {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    let kind = HeaderValue::from_static("application/problem+json");
    dressed.headers_mut().insert(header::CONTENT_TYPE, kind);
    *dressed.extensions_mut() = response.extensions().clone();
    dressed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_error_is_told_once_with_what_to_do_next() {
        for language in [Language::Vi, Language::En] {
            let kinds = kinds(language);
            let codes: std::collections::BTreeSet<&str> = kinds.iter().map(|(code, ..)| *code).collect();
            assert_eq!(codes.len(), kinds.len());
            for (code, status, what, next) in kinds {
                assert!((400..600).contains(&status) && !what.is_empty() && !next.is_empty(), "{code}");
            }
        }
        let found = ApiError::from(OfficeError::NotFound { what: "version", name: "9".to_owned() });
        assert!(kinds(Language::En).iter().any(|(code, ..)| *code == found.kind().1));
    }
}
