//! What somebody pastes or brings becomes slides to choose from: rules, no network, and nothing that is not in the text.
//!
//! Rules: several proposals, the best first, and a notice always among them; words are the author's own, freed of what is
//! not for a screen (letterheads, signatures, pictures of fingers); what was assumed or left out is said in a note; a
//! weekday that does not go with its date is never put right in silence.

mod changes;
mod event;
mod figures;
mod guide;
mod label;
mod letterhead;
mod line;
mod material;
mod moment;
mod notice;
mod procedure;
mod procedures;
mod proposal;
mod question;
mod renewal;
mod scan;
mod shorten;
mod slogan;
mod source;
mod title;

use jiff::civil::Date;

pub use changes::{ChangedProcedure, ProcedureChanges, compare};
pub use procedures::{ListedProcedure, procedures_in};
pub use proposal::{Proposal, ProposalNote, ProposedSlide, TemplateReason};
pub use renewal::{Renewal, renew};
pub use shorten::shorten;

use self::material::Material;
use crate::document::Document;

/// Slides for a text that was pasted: from Zalo, Word, a web page, a decision. `today` says which day "tomorrow" is.
/// Nothing comes of a text without words.
pub fn from_text(text: &str, today: Date) -> Vec<Proposal> {
    proposals(&Material::of_text(text, today))
}

/// Slides for a document that was brought.
pub fn from_document(document: &Document, today: Date) -> Vec<Proposal> {
    proposals(&Material::of_document(document, today))
}

/// The rules, in the order of their claim: what speaks plainly for one template comes before what may be many things.
fn proposals(material: &Material) -> Vec<Proposal> {
    let found = [
        procedures::propose(material),
        procedure::propose(material),
        question::asked_and_answered(material),
        guide::propose(material),
        figures::propose(material),
        event::propose(material),
        question::propose(material),
        slogan::propose(material),
        notice::propose(material),
    ];
    let mut found: Vec<Proposal> = found.into_iter().flatten().collect();
    for proposal in &mut found {
        material.add_notes(proposal);
    }
    found
}

#[cfg(test)]
mod tests;
