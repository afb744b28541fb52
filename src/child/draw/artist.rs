//! A request becomes a drawing: laid out, drawn and judged by what halls and `check` do it with.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    drawing::{Drawing, DrawnFinding, DrawnPage},
    held_pictures::HeldPictures,
    page_label,
    request::{DrawRequest, Encoding, Judging, PagesWanted},
};
use crate::{
    check::ViewingConditions,
    compose::{ComposeError, LaidSlide, StillComposer, built_in},
    layout::{Context, Page, Pages, Qr},
    media::{self, Picture},
    model::{self, Digest, FieldPath, Finding, FindingCode, FindingKind, Programme, Severity, Size},
    publish,
    render::RenderError,
};

/// Below this shorter side, pixels, colours are not judged: letters are too small for what is around them to be seen.
const JUDGED_SIDE: u32 = 480;

/// Slides kept laid out: the pages of one are looked at in turn, in both orientations.
const KEPT: usize = 8;

/// Lays out, draws and judges, one request after the other.
pub(super) struct Artist<'a> {
    composer: StillComposer<'a>,
    pictures: &'a HeldPictures,
    /// Laid-out slides by what was asked, most recently used last.
    laid: Vec<(Digest, Arc<LaidRequest>)>,
}

/// A slide laid out for a screen.
struct LaidRequest {
    laid: LaidSlide,
    /// What is wrong with it before it is drawn.
    findings: Vec<Finding>,
}

impl<'a> Artist<'a> {
    /// One on the graphics device of this machine.
    ///
    /// # Errors
    /// [`RenderError::NoAdapter`], [`RenderError::OpenDevice`].
    pub(super) fn open(pictures: &'a HeldPictures) -> Result<Self, RenderError> {
        Ok(Self { composer: StillComposer::open(pictures)?, pictures, laid: Vec::new() })
    }

    /// The device it draws on, for logs.
    pub(super) fn device(&self) -> String {
        self.composer.device()
    }

    /// Draws it. Pictures that are not held are missing in it.
    ///
    /// # Errors
    /// [`ComposeError`] where a page has no picture.
    pub(super) fn draw(&mut self, request: &DrawRequest) -> Result<Drawing, ComposeError> {
        let before = self.pictures.uses();
        let laid = self.lay_out(request);
        self.pictures.shrink(before);
        let (slide, pages, to) = (&laid.laid, &laid.laid.pages.pages, request.size());
        let last = pages.len().saturating_sub(1);
        let wanted = |page: usize| match request.pages {
            PagesWanted::All => true,
            PagesWanted::One(one) => page == one.min(last),
            PagesWanted::None => false,
        };
        let mut drawn: Vec<Option<Picture>> = Vec::with_capacity(pages.len());
        for page in 0..pages.len() {
            let picture = if wanted(page) {
                Some(self.composer.scaled(slide, page, request.clock, to)?.picture()?)
            } else {
                None
            };
            drawn.push(picture);
        }
        let findings = match &request.judging {
            Some(judging) => self.judge(&laid, &drawn, judging, to)?,
            None => Vec::new(),
        };
        let encoded = pages.iter().zip(&drawn).enumerate().map(|(at, (page, picture))| {
            let fields: BTreeSet<FieldPath> = page.scene.texts().filter_map(|text| text.field).collect();
            Ok(DrawnPage {
                label: if pages.len() > 1 { page_label::of(&fields) } else { Default::default() },
                fields: fields.iter().map(ToString::to_string).collect(),
                shown_ms: slide.span_of(at).shown_ms(),
                picture: picture.as_ref().map(|picture| encode(picture, request.encoding)).transpose()?.map(Arc::from),
            })
        });
        let encoded = encoded.collect::<Result<_, ComposeError>>()?;
        Ok(Drawing {
            size: to,
            pages: encoded,
            shown_ms: slide.shown_ms(),
            need_ms: slide.pages.need_ms(),
            findings,
            stand_in: slide.crashed,
        })
    }

    fn lay_out(&mut self, request: &DrawRequest) -> Arc<LaidRequest> {
        let parts = (&request.slide, &request.pictures, &request.unit, &request.time_zone);
        let parts = (parts, request.screen, &request.status_bar);
        let name = Digest::of(&serde_json::to_vec(&parts).expect("plain data has a JSON form"));
        let entry = match self.laid.iter().position(|(of, _)| *of == name) {
            Some(index) => self.laid.remove(index),
            None => (name, Arc::new(self.lay_out_afresh(request))),
        };
        let laid = entry.1.clone();
        self.laid.push(entry);
        if self.laid.len() > KEPT {
            self.laid.remove(0);
        }
        laid
    }

    fn lay_out_afresh(&mut self, request: &DrawRequest) -> LaidRequest {
        let mut findings = Vec::new();
        let mut assets = BTreeMap::new();
        for (key, file) in &request.pictures {
            match self.pictures.asset(*file, request.screen) {
                Ok(asset) => drop(assets.insert(key.clone(), asset)),
                Err(error) => {
                    let kind = FindingKind::CannotBeDrawn { reason: error.to_string() };
                    findings.push(Finding::new(Severity::Error, kind).about(&request.slide.id));
                }
            }
        }
        let mut programme = Programme {
            unit: request.unit.clone(),
            time_zone: request.time_zone.clone(),
            assets,
            ..Programme::clone(&built_in::programme(""))
        };
        let mut slide = request.slide.clone();
        let (has_status_bar, fonts) = (!request.status_bar.is_empty(), self.composer.fonts());
        findings.append(&mut publish::fill_time(&mut slide, has_status_bar, &Context::of(&programme), fonts));
        let id = slide.id.clone();
        programme.slides.push(slide);
        let programme = Arc::new(programme);
        let laid = LaidSlide::above(request.status_bar.clone(), &programme, &id, request.screen, fonts);
        findings.retain(|finding| !laid.pages.findings.contains(finding));
        LaidRequest { laid, findings }
    }

    /// What is wrong with it, with places in pictures of `to` pixels.
    fn judge(
        &mut self,
        of: &LaidRequest,
        drawn: &[Option<Picture>],
        judging: &Judging,
        to: Size,
    ) -> Result<Vec<DrawnFinding>, ComposeError> {
        let laid = &of.laid;
        let Some(slide) = laid.programme.slide(&laid.slide) else { return Ok(Vec::new()) };
        let viewing = |screen| ViewingConditions {
            screen,
            panel_inches: judging.panel_inches,
            distance_m: judging.distance_m,
            at: judging.at,
            zone: laid.programme.time_zone.clone(),
            terms: judging.terms.clone(),
        };
        let blind = vec![None; drawn.len()];
        let judged = if to.short_side() >= JUDGED_SIDE { drawn } else { &blind };
        let pages = scaled(&laid.pages, laid.canvas.screen, to);
        let mut found = of.findings.clone();
        found.append(&mut publish::inspect_written(slide, judging.scheduled, &pages, judged, &viewing(to)));
        // A code that is too fine for a small picture may be well on the screen itself.
        let scans = |finding: &Finding| FindingCode::from(&finding.kind) != FindingCode::CodeDoesNotScan;
        let doubtful: Vec<usize> =
            found.iter().filter(|finding| !scans(finding)).filter_map(|finding| Some(finding.page? - 1)).collect();
        for page in doubtful.into_iter().filter(|_| to != laid.canvas.screen) {
            let picture = self.composer.page(laid, page)?.picture()?;
            let whole = publish::inspect_page(slide, &laid.pages, page, &picture, &viewing(laid.canvas.screen));
            if whole.iter().all(scans) {
                found.retain(|finding| finding.page != Some(page + 1) || scans(finding));
            }
        }
        let mut found = model::merged(found);
        let context = Context::of(&laid.programme);
        publish::find_shortenings(&mut found, slide, &context, &viewing(to), self.composer.fonts());
        found.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.page));
        Ok(found.iter().map(DrawnFinding::of).collect())
    }
}

/// The pages as they lie in pictures of `to` pixels of a whole `screen`.
fn scaled(laid: &Pages, screen: Size, to: Size) -> Pages {
    let rows = |height: u32| {
        let scaled = u64::from(height) * u64::from(to.height) / u64::from(screen.height.max(1));
        u32::try_from(scaled).unwrap_or(to.height).clamp(1, to.height)
    };
    let page = |page: &Page| Page {
        scene: page.scene.scaled(Size::new(to.width, rows(page.scene.size.height))),
        need_ms: page.need_ms,
        qr: page.qr.as_ref().map(|qr| Qr {
            url: qr.url.clone(),
            area: qr.area.scaled(screen, to),
            module: qr.module * to.width as f32 / screen.width.max(1) as f32,
        }),
    };
    Pages { pages: laid.pages.iter().map(page).collect(), findings: laid.findings.clone() }
}

fn encode(picture: &Picture, encoding: Encoding) -> Result<Vec<u8>, ComposeError> {
    Ok(match encoding {
        Encoding::Png => media::encode_png(picture)?,
        Encoding::Jpeg(quality) => media::encode_jpeg(picture, quality.clamp(1, 100))?,
    })
}
