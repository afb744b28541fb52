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
use crate::model::SlideContent;

/// The pages of `content`, before limits.
pub(super) fn pages(content: &SlideContent, cx: &mut LayoutContext) -> Vec<PageBuilder> {
    match content {
        SlideContent::Slogan(slogan) => slogan::pages(slogan, cx),
        SlideContent::Poster(poster) => poster::pages(poster, cx),
        SlideContent::Guide(guide) => guide::pages(guide, cx),
        SlideContent::Procedures(procedures) => procedures::pages(procedures, cx),
        SlideContent::Notice(notice) => notice::pages(notice, cx),
        SlideContent::Event(event) => event::pages(event, cx),
        SlideContent::Results(results) => results::pages(results, cx),
        SlideContent::Question(question) => question::pages(question, cx),
        SlideContent::Alert(alert) => alert::pages(alert, cx),
        SlideContent::Default(default) => default::pages(default, cx),
    }
}
