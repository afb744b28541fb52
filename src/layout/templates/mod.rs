//! One file a template: the fields of one kind of slide become pages.

mod alert;
mod default;
mod event;
mod guide;
mod notice;
mod poster;
mod procedures;
mod question;
mod results;
mod slogan;

use super::desk::{Desk, Draft};
use crate::model::Content;

/// The pages of `content`, before limits.
pub(super) fn pages(content: &Content, desk: &mut Desk) -> Vec<Draft> {
    match content {
        Content::Slogan(slogan) => slogan::pages(slogan, desk),
        Content::Poster(poster) => poster::pages(poster, desk),
        Content::Guide(guide) => guide::pages(guide, desk),
        Content::Procedures(procedures) => procedures::pages(procedures, desk),
        Content::Notice(notice) => notice::pages(notice, desk),
        Content::Event(event) => event::pages(event, desk),
        Content::Results(results) => results::pages(results, desk),
        Content::Question(question) => question::pages(question, desk),
        Content::Alert(alert) => alert::pages(alert, desk),
        Content::Default(default) => default::pages(default, desk),
    }
}

/// "Trang 2 trên 5"; nothing for a single page.
fn page_label(page: usize, count: usize) -> String {
    if count < 2 { String::new() } else { format!("Trang {} trên {count}", page + 1) }
}
