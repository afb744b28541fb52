//! `terms.toml`: words of the administration that are no longer right.

use toml::{Spanned, de::DeTable};

use super::fields::{Fields, Page};
use crate::model::{Term, Terms};

/// The name of the file.
pub(super) const FILE: &str = "terms.toml";

/// Reads the parsed file; rows with mistakes are left out.
pub(super) fn read(page: Page<'_>, table: &Spanned<DeTable<'_>>) -> Terms {
    let mut fields = Fields::of(page, table.get_ref(), "`terms.toml`");
    let checked_on = fields.date("checked_on");
    let rows = fields.tables("term").into_iter().filter_map(term).collect();
    fields.finish();
    Terms { checked_on, rows }
}

fn term(mut fields: Fields<'_>) -> Option<Term> {
    let found = fields.required_texts("found");
    let instead = fields.required_text("instead");
    let since = fields.date("since");
    let because = fields.text("because");
    fields.finish();
    Some(Term { found: found?, instead: instead?, since, because })
}
