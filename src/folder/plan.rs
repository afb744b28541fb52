//! `plan.toml`: the topics and procedures the commune has resolved to speak of.

use toml::{Spanned, de::DeTable};

use super::fields::{Fields, Page};
use crate::model::{Plan, Topic};

/// The name of the file.
pub(super) const FILE: &str = "plan.toml";

/// Reads the parsed file; topics with mistakes are left out.
pub(super) fn read(page: Page<'_>, table: &Spanned<DeTable<'_>>) -> Plan {
    let mut fields = Fields::of(page, table.get_ref(), "`plan.toml`");
    let checked_on = fields.date("checked_on");
    let procedures = fields.texts("procedures");
    let topics = fields.tables("topic").into_iter().filter_map(topic).collect();
    fields.finish();
    Plan { checked_on, topics, procedures }
}

fn topic(mut fields: Fields<'_>) -> Option<Topic> {
    let id = fields.required_text("id");
    let name = fields.required_text("name");
    fields.finish();
    Some(Topic { id: id?, name: name? })
}
