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

use super::{
    layout_context::{LayoutContext, PageBuilder},
    page_label::page_label,
};
use crate::model::Content;

/// The pages of `content`, before limits.
pub(super) fn pages(content: &Content, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    match content {
        Content::Slogan(slogan) => slogan::pages(slogan, cx),
        Content::Poster(poster) => poster::pages(poster, cx),
        Content::Guide(guide) => guide::pages(guide, cx),
        Content::Procedures(procedures) => procedures::pages(procedures, cx),
        Content::Notice(notice) => notice::pages(notice, cx),
        Content::Event(event) => event::pages(event, cx),
        Content::Results(results) => results::pages(results, cx),
        Content::Question(question) => question::pages(question, cx),
        Content::Alert(alert) => alert::pages(alert, cx),
        Content::Default(default) => default::pages(default, cx),
    }
}
