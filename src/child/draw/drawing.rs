//! What was drawn: pictures of pages, and all there is to say about them.

use std::{io, ops::Range, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    child::frame::Frame,
    model::{Explanation, Finding, FindingPlace, Language, PixelArea, Severity, Size},
};

/// A slide as it was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Of every picture, pixels.
    pub size: Size,
    /// The pages, at least one.
    pub pages: Vec<DrawnPage>,
    /// Milliseconds the slide is shown.
    pub shown_ms: u64,
    /// Milliseconds that reading it takes on this screen.
    pub need_ms: u64,
    /// What is wrong with it, the most serious first; nothing where nobody asked.
    pub findings: Vec<DrawnFinding>,
    /// It could not be laid out, and the pages are a stand-in's.
    pub stand_in: bool,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnPage {
    /// What is on it, such as "Bước 3–4"; empty where it has the whole slide, or no parts that are counted.
    pub label: BilingualText,
    /// The fields of which there are words on it, such as `steps[3]`.
    pub fields: Vec<String>,
    /// Milliseconds it is shown.
    pub shown_ms: u64,
    /// Its picture, where one was asked for.
    pub picture: Option<Arc<[u8]>>,
}

/// The same words in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilingualText {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl BilingualText {
    /// The words in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

/// One thing that is not right, in words of both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnFinding {
    /// How much it matters.
    pub severity: Severity,
    /// Its stable name, such as `text-too-small`.
    pub code: String,
    /// The page, from 1, where it is about one page or is seen on one.
    pub page: Option<usize>,
    /// The field that is to be changed, such as `steps[2]`.
    pub field: Option<String>,
    /// Where it lies in the picture of that page, pixels of it.
    pub place: Option<PixelArea>,
    /// Where else the same lies, of the same cause.
    pub also: Vec<DrawnPlace>,
    /// What was found.
    pub what: BilingualText,
    /// Why it matters.
    pub why: BilingualText,
    /// What to do about it.
    pub hint: BilingualText,
}

/// One more place in which a finding is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnPlace {
    /// The page, from 1.
    pub page: usize,
    /// The field that is shown there.
    pub field: Option<String>,
    /// Where it lies in the picture of that page, pixels of it.
    pub place: Option<PixelArea>,
}

impl DrawnFinding {
    /// The finding in words; its place is one in the picture.
    pub(super) fn of(finding: &Finding) -> Self {
        let Explanation { what, why, hint } = finding.explain(Language::Vi);
        let english = finding.explain(Language::En);
        Self {
            severity: finding.severity,
            code: finding.code().to_owned(),
            page: finding.page,
            field: finding.field.map(|field| field.to_string()),
            place: finding.place,
            also: finding.also.iter().map(DrawnPlace::of).collect(),
            what: BilingualText { vi: what, en: english.what },
            why: BilingualText { vi: why.to_owned(), en: english.why.to_owned() },
            hint: BilingualText { vi: hint.into_owned(), en: english.hint.into_owned() },
        }
    }
}

impl DrawnPlace {
    fn of(place: &FindingPlace) -> Self {
        let FindingPlace { page, field, area, .. } = *place;
        Self { page, field: field.map(|field| field.to_string()), place: area }
    }
}

/// A drawing but for the bytes of its pictures.
#[derive(Serialize, Deserialize)]
pub(super) struct DrawingHead {
    size: Size,
    pages: Vec<PageHead>,
    shown_ms: u64,
    need_ms: u64,
    findings: Vec<DrawnFinding>,
    stand_in: bool,
}

#[derive(Serialize, Deserialize)]
struct PageHead {
    label: BilingualText,
    fields: Vec<String>,
    shown_ms: u64,
    /// Where its picture lies among the bytes.
    picture: Option<Range<usize>>,
}

impl Drawing {
    /// Head and body of a frame that holds it.
    pub(super) fn split(&self) -> (DrawingHead, Vec<u8>) {
        let mut body = Vec::new();
        let mut place = |picture: &Arc<[u8]>| {
            let from = body.len();
            body.extend_from_slice(picture);
            from..body.len()
        };
        let pages = self.pages.iter().map(|page| PageHead {
            label: page.label.clone(),
            fields: page.fields.clone(),
            shown_ms: page.shown_ms,
            picture: page.picture.as_ref().map(&mut place),
        });
        let pages = pages.collect();
        let Self { size, shown_ms, need_ms, ref findings, stand_in, .. } = *self;
        (DrawingHead { size, pages, shown_ms, need_ms, findings: findings.clone(), stand_in }, body)
    }

    /// The drawing whose parts these are.
    ///
    /// # Errors
    /// `InvalidData` where they do not belong together.
    pub(super) fn join(head: DrawingHead, body: &[u8]) -> io::Result<Self> {
        let bytes = |range: Range<usize>| body.get(range).map(Arc::from).ok_or(io::ErrorKind::InvalidData);
        let page = |page: PageHead| {
            let PageHead { label, fields, shown_ms, picture } = page;
            Ok::<_, io::ErrorKind>(DrawnPage { label, fields, shown_ms, picture: picture.map(bytes).transpose()? })
        };
        let pages = head.pages.into_iter().map(page).collect::<Result<_, _>>()?;
        let DrawingHead { size, shown_ms, need_ms, findings, stand_in, .. } = head;
        Ok(Self { size, pages, shown_ms, need_ms, findings, stand_in })
    }

    /// It as a file.
    ///
    /// # Errors
    /// As [`Frame::to_bytes`].
    pub(super) fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let (head, body) = self.split();
        Frame::new(&head, body).to_bytes()
    }

    /// The drawing in such a file.
    ///
    /// # Errors
    /// Where it is none.
    pub(super) fn from_bytes(bytes: &[u8]) -> io::Result<Self> {
        let frame = Frame::from_bytes(bytes)?;
        Self::join(frame.head()?, &frame.body)
    }

    /// The memory it takes, bytes, near enough.
    pub(super) fn weight(&self) -> usize {
        let pictures = self.pages.iter().filter_map(|page| page.picture.as_ref()).map(|picture| picture.len());
        pictures.sum::<usize>() + 256 * self.pages.len() + 1_024 * self.findings.len() + 256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_comes_back_from_its_file() {
        let picture = |byte: u8| Some(Arc::from(vec![byte; 3]));
        let page = |picture| DrawnPage {
            label: BilingualText { vi: "Bước 1–2".to_owned(), en: "Steps 1–2".to_owned() },
            fields: vec!["steps[1]".to_owned()],
            shown_ms: 8_000,
            picture,
        };
        let pages = vec![page(picture(1)), page(None), page(picture(2))];
        let size = Size::new(960, 540);
        let drawing = Drawing { size, pages, shown_ms: 24_000, need_ms: 20_000, findings: Vec::new(), stand_in: false };
        assert_eq!(Drawing::from_bytes(&drawing.to_bytes().unwrap()).unwrap(), drawing);
        let (head, body) = drawing.split();
        assert!(Drawing::join(head, &body[1..]).is_err(), "a picture that is cut off is none");
    }
}
