//! The ten templates, one file each.

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

use super::Form;

/// The forms of the templates, in the order in which they are offered.
pub const TEMPLATES: [&Form; 10] = [
    &slogan::FORM,
    &poster::FORM,
    &guide::FORM,
    &procedures::FORM,
    &notice::FORM,
    &event::FORM,
    &results::FORM,
    &question::FORM,
    &alert::FORM,
    &default::FORM,
];
