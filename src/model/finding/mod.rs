//! What is not right with a slide or a programme, as data: words in each language are made from it when they are asked for.
//!
//! Rules: a [`FindingKind`] holds every figure and quotation that its words need; its code is stable, because files, scripts
//! and reports name it; the words of both languages are matches without a wildcard, so that none can be forgotten.

mod english;
mod explanation;
mod kind;
mod vietnamese;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use explanation::Explanation;
pub use kind::{FindingCode, FindingKind, Quantity};

use super::{CampaignId, FieldPath, Language, Size, SlideId};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It could be better.
    Suggestion,
    /// A reader loses something.
    Warning,
    /// A reader cannot read it, or is told something wrong.
    Error,
}

impl Severity {
    /// Its name for a person: in Vietnamese what is to be done about it.
    pub const fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Suggestion, Language::Vi) => "gợi ý",
            (Self::Warning, Language::Vi) => "nên sửa",
            (Self::Error, Language::Vi) => "phải sửa",
            (Self::Suggestion, Language::En) => "suggestion",
            (Self::Warning, Language::En) => "warning",
            (Self::Error, Language::En) => "error",
        }
    }
}

/// An area of a picture, in whole pixels from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PixelArea {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// One thing that is not right.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What it is, with its figures.
    pub kind: FindingKind,
    /// The slide it is about; `None` where it is about a campaign or the whole programme.
    pub slide: Option<SlideId>,
    /// The campaign it is about.
    pub campaign: Option<CampaignId>,
    /// The page of the slide, from 1, where it is about one page.
    pub page: Option<usize>,
    /// The screen on which that page was drawn, pixels.
    pub screen: Option<Size>,
    /// The field of the slide or campaign that is to be changed.
    pub field: Option<FieldPath>,
    /// Where it is seen on the picture of that page.
    pub place: Option<PixelArea>,
}

impl Finding {
    /// A finding about the programme as a whole.
    pub fn new(severity: Severity, kind: FindingKind) -> Self {
        let (slide, campaign, page, screen, field, place) = (None, None, None, None, None, None);
        Self { severity, kind, slide, campaign, page, screen, field, place }
    }

    /// The same about a slide.
    pub fn about(self, slide: &SlideId) -> Self {
        Self { slide: Some(slide.clone()), ..self }
    }

    /// The same about a field.
    pub fn in_field(self, field: FieldPath) -> Self {
        Self { field: Some(field), ..self }
    }

    /// Its stable name, such as `text-too-small`.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// What, why, and what to do.
    pub fn explain(&self, language: Language) -> Explanation {
        match language {
            Language::Vi => vietnamese::explain(&self.kind),
            Language::En => english::explain(&self.kind),
        }
    }

    /// What it is about, in words: slide and page, or campaign, or the programme. The screen is named where
    /// `with_screen` says that there are several.
    pub fn subject(&self, language: Language, with_screen: bool) -> String {
        let (page_word, on, campaign_word, whole) = match language {
            Language::Vi => ("màn", "trên", "chiến dịch", "chương trình"),
            Language::En => ("page", "on", "campaign", "the programme"),
        };
        let mut words = match (&self.slide, &self.campaign) {
            (Some(slide), _) => format!("`{slide}`"),
            (None, Some(campaign)) => format!("{campaign_word} `{campaign}`"),
            (None, None) => whole.to_owned(),
        };
        if let Some(page) = self.page {
            words += &format!(" {page_word} {page}");
        }
        if let Some(screen) = self.screen.filter(|_| with_screen) {
            words += &format!(" {on} {screen}");
        }
        words
    }

    /// It in words of that language beside its data, for machines and pages.
    pub fn report(&self, language: Language) -> FindingReport<'_> {
        let Explanation { what, why, hint } = self.explain(language);
        FindingReport {
            severity: self.severity,
            slide: self.slide.as_ref(),
            campaign: self.campaign.as_ref(),
            page: self.page,
            screen: self.screen.map(|screen| screen.to_string()),
            rule: self.code(),
            field: self.field,
            place: self.place,
            figures: self.kind.quantities(),
            what,
            why,
            hint,
        }
    }
}

/// A finding as it is written to JSON. What does not apply is `null`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields of `Finding` and `Explanation`; `rule` is the code")]
pub struct FindingReport<'a> {
    pub severity: Severity,
    pub slide: Option<&'a SlideId>,
    pub campaign: Option<&'a CampaignId>,
    pub page: Option<usize>,
    pub screen: Option<String>,
    pub rule: &'static str,
    pub field: Option<FieldPath>,
    pub place: Option<PixelArea>,
    pub figures: Vec<Quantity>,
    pub what: String,
    pub why: &'static str,
    pub hint: Cow<'static, str>,
}

#[cfg(test)]
mod tests;
