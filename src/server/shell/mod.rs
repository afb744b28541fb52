//! What stands around every page, and what pages are made of: the shell, its words, icons, parts and messages.

mod cookie_text;
mod error_page;
mod look;
mod page;
mod page_error;
mod query;
mod section;
#[expect(clippy::module_inception, reason = "the shell itself")]
mod shell;
mod toast;
mod value;
pub mod words;

pub(super) use self::{
    cookie_text::{from_hex, hex},
    error_page::dress,
    look::{LANGUAGE_COOKIE, PageLook, SCHEME_COOKIE, Scheme, cookie, keep_look},
    page::{Go, page},
    page_error::PageError,
    query::in_query,
    section::OfficeSection,
    shell::{Banner, BannerKind, Shell},
    toast::Toast,
};
