//! What is not right with a slide or a programme, as data: words in each language are made from it when they are asked for.
//!
//! Rules: a [`FindingKind`] holds every figure and quotation that its words need; its code is stable, because files, scripts
//! and reports name it; the words of both languages are matches without a wildcard, so that none can be forgotten; what
//! has one cause is told once ([`merged`]); each code has its grades ([`FindingCode::grades`]) and a reason for them.

mod english;
mod explanation;
mod found;
mod grade;
mod kind;
mod merge;
mod place;
mod severity;
mod vietnamese;

pub use explanation::Explanation;
pub use found::{Finding, FindingReport};
pub use kind::{FindingCode, FindingKind, Quantity, Shortening};
pub use merge::merged;
pub use place::{FindingPlace, PixelArea};
pub use severity::Severity;

#[cfg(test)]
mod tests;
