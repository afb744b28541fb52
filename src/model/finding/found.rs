//! One finding: what it is, what it is about, where it is seen, and how it is written down.

use std::borrow::Cow;

use serde::Serialize;

use super::{
    english,
    explanation::Explanation,
    kind::{FindingKind, Quantity},
    place::{FindingPlace, PixelArea},
    severity::Severity,
    vietnamese,
};
use crate::model::{CampaignId, FieldPath, Language, Size, SlideId};

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
    /// Where else the same is seen, of the same cause: on other pages and screens, in other entries of the list.
    pub also: Vec<FindingPlace>,
}

impl Finding {
    /// A finding about the programme as a whole.
    pub fn new(severity: Severity, kind: FindingKind) -> Self {
        let (slide, campaign, page, screen, field, place) = (None, None, None, None, None, None);
        Self { severity, kind, slide, campaign, page, screen, field, place, also: Vec::new() }
    }

    /// Where it is seen, apart from [`Finding::also`].
    pub fn place_on_page(&self) -> Option<FindingPlace> {
        Some(FindingPlace { page: self.page?, screen: self.screen?, field: self.field, area: self.place })
    }

    /// The pages on which it is seen on that screen of its own, from 1, in order, each once.
    pub fn pages(&self) -> Vec<usize> {
        let others = self.also.iter().filter(|place| Some(place.screen) == self.screen).map(|place| place.page);
        let mut pages: Vec<usize> = self.page.into_iter().chain(others).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
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
        let pages = self.pages();
        let (page_word, on, campaign_word, whole) = match language {
            Language::Vi => ("màn", "trên", "chiến dịch", "chương trình"),
            Language::En if pages.len() > 1 => ("pages", "on", "campaign", "the programme"),
            Language::En => ("page", "on", "campaign", "the programme"),
        };
        let mut words = match (&self.slide, &self.campaign) {
            (Some(slide), _) => format!("`{slide}`"),
            (None, Some(campaign)) => format!("{campaign_word} `{campaign}`"),
            (None, None) => whole.to_owned(),
        };
        if !pages.is_empty() {
            let pages: Vec<String> = pages.iter().map(ToString::to_string).collect();
            words += &format!(" {page_word} {}", pages.join(", "));
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
            pages: self.pages(),
            also: &self.also,
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
    pub pages: Vec<usize>,
    pub also: &'a [FindingPlace],
    pub figures: Vec<Quantity>,
    pub what: String,
    pub why: &'static str,
    pub hint: Cow<'static, str>,
}
