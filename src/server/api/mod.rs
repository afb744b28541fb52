//! The interface for programs, `/api/v1`: a token instead of a person, JSON instead of pages.
//!
//! Rules: a token opens nothing but this, and a cookie nothing of this; what a token may do is never more than its person
//! may, and never approving; every error has one shape; whatever is sent twice does the same as sent once, but for
//! `POST alerts` without an `Idempotency-Key`: each puts an emergency out, for the same words may be meant twice.

mod alerts;
mod asking;
mod assets;
mod check;
mod displays;
mod document;
mod error;
mod export;
mod guard;
mod language;
mod now;
mod once;
mod page;
mod page_words;
mod problem_words;
mod read;
mod submissions;
mod versions;

pub use self::assets::sweep;
pub(super) use self::{
    alerts::put_out,
    assets::{ask_for_asset, bring_asset},
    check::check,
    displays::displays,
    document::document,
    error::{ApiError, dress},
    export::export,
    guard::{InterfaceState, guard},
    now::now,
    page::show,
    submissions::{submission, submit},
    versions::{arrivals, versions},
};

#[cfg(test)]
pub(super) use self::document::described;
