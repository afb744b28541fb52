//! The picture in the window: the page scaled to it, with panels over it, moving from one to the next.

use std::{ops::Range, sync::Arc, time::Duration};

use super::{
    deck::Deck,
    panels::Panels,
    state::{Foot, Panel, View},
};
use crate::{
    fonts::Fonts,
    layout::{self, Pages, StatusBarScene},
    media::Picture,
    model::{self, Size, Transition},
    render::{
        ComposedPage, DecodedImages, FrameInput, Output, Presented, RenderError, Renderer, StatusBarLayer, TickerLayer,
    },
    scene::{Color, Paint, Scene},
};

/// Around a page that is not the window's shape.
const SURROUND: Color = Color::hex(0x16181D);

/// Inches of the diagonal of the panel that is thought to hang in the hall.
pub const PANEL_INCHES: f32 = 43.0;
/// Metres from which a laptop's screen is looked at.
const DESK_M: f32 = 0.6;
/// Pixels to the inch of a screen of scale 1, as every desktop system takes it.
const PIXELS_PER_INCH: f32 = 96.0;

/// What the window is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Pixels.
    pub size: Size,
    /// Density: 2 on a screen of twice the usual.
    pub scale: f32,
}

/// Draws views.
pub struct Easel {
    renderer: Renderer,
    fonts: Fonts,
    panel_inches: f32,
    /// The page, before panels: as composed, and as it stands in the window.
    page: Option<PageOn>,
    shown: Option<ComposedPage>,
    before: Option<ComposedPage>,
    /// What was drawn last.
    last: Option<(View, Room, Option<Arc<Pages>>)>,
    /// The page that was asked for last, and why it could not be composed.
    asked: Option<(Arc<Pages>, usize, Option<Foot>)>,
    trouble: Option<String>,
}

struct PageOn {
    pages: Arc<Pages>,
    composed: ComposedPage,
    ribbon: Option<Ribbon>,
    framed: Option<Framed>,
}

/// A page as it stands in that window from that distance.
struct Framed {
    room: Room,
    distance_m: Option<u32>,
    picture: ComposedPage,
    ribbon: Option<Ribbon>,
}

/// A status bar whose ticker runs.
struct Ribbon {
    strip: ComposedPage,
    /// Its left upper corner, pixels of whatever it lies on.
    at: (u32, u32),
    pieces: Vec<ComposedPage>,
    /// Pixels across the strip through which they are seen.
    seen: Range<u32>,
    /// Pixels a second.
    pace: f32,
}

impl Ribbon {
    /// The same on a canvas that is scaled from `canvas` to `place`, its left upper corner at `corner`.
    fn framed(&self, canvas: Size, place: Size, corner: (u32, u32)) -> Result<Self, RenderError> {
        let scale = place.width as f32 / canvas.width.max(1) as f32;
        let scaled = |length: u32| (length as f32 * scale).round() as u32;
        let top = scaled(self.at.1).min(place.height - 1);
        let high = place.height - top;
        let whole = |piece: &ComposedPage, width: u32| {
            let size = Size::new(width.max(1), high);
            piece.framed(size, size, SURROUND)
        };
        Ok(Self {
            strip: whole(&self.strip, place.width)?,
            at: (corner.0, corner.1 + top),
            pieces: self
                .pieces
                .iter()
                .map(|piece| whole(piece, scaled(piece.size().width)))
                .collect::<Result<_, _>>()?,
            seen: scaled(self.seen.start)..scaled(self.seen.end).min(place.width),
            pace: self.pace * scale,
        })
    }

    fn status_bar(&self, running: Duration) -> StatusBarLayer<'_> {
        let offset = (running.as_secs_f64() * f64::from(self.pace)) as u64;
        let ticker = Some(TickerLayer { pieces: &self.pieces, room: self.seen.clone(), offset });
        StatusBarLayer { strip: &self.strip, at: self.at, ticker }
    }
}

impl Easel {
    /// An easel on that renderer, for a panel of so many inches.
    pub fn new(renderer: Renderer, panel_inches: f32) -> Self {
        let fonts = Fonts::bundled();
        let (page, shown, before, last, asked, trouble) = (None, None, None, None, None, None);
        Self { renderer, fonts, panel_inches, page, shown, before, last, asked, trouble }
    }

    /// The renderer, for an output that changes size.
    pub fn renderer(&self) -> &Renderer {
        &self.renderer
    }

    /// Composes that page unless it is up already; answers whether it changed. A page that cannot be composed leaves
    /// the last good one up, and a word about it over it.
    pub fn put_up(&mut self, view: &View, deck: Option<&Deck>) -> Result<bool, RenderError> {
        let (Some((slide, index)), Some(deck), foot) = (&view.page, deck, &view.foot) else { return Ok(false) };
        let Some(pages) = deck.laid(slide, foot.is_some()) else { return Ok(false) };
        let up = |(last, at, under): &(Arc<Pages>, usize, Option<Foot>)| {
            Arc::ptr_eq(last, pages) && at == index && under == foot
        };
        if self.asked.as_ref().is_some_and(up) {
            return Ok(false);
        }
        self.asked = Some((pages.clone(), *index, foot.clone()));
        self.trouble = None;
        match self.compose(pages, *index, foot.as_ref(), deck) {
            Ok(on) => self.page = Some(on),
            Err(RenderError::DeviceLost) => return Err(RenderError::DeviceLost),
            Err(error) => self.trouble = Some(error.to_string()),
        }
        Ok(true)
    }

    /// Draws `view` unless it is what was drawn last. Answers whether there is something new to present.
    pub fn draw(&mut self, view: &View, deck: Option<&Deck>, room: Room) -> Result<bool, RenderError> {
        let changed = self.put_up(view, deck)?;
        let same = |(last, at, pages): &(View, Room, Option<Arc<Pages>>)| {
            let on = self.page.as_ref().map(|on| &on.pages);
            let same_pages = match (pages, on) {
                (Some(pages), Some(on)) => Arc::ptr_eq(pages, on),
                (pages, on) => pages.is_none() && on.is_none(),
            };
            last == view && *at == room && same_pages
        };
        if !changed && self.last.as_ref().is_some_and(same) {
            return Ok(false);
        }
        let trouble = self.trouble.clone().map(|trouble| Panel::Mistakes(vec![trouble]));
        let panels: Vec<Panel> = view.panels.iter().cloned().chain(trouble).collect();
        let drawn = self.over(view.distance_m, &panels, room)?;
        self.before = self.shown.replace(drawn);
        self.last = Some((view.clone(), room, self.page.as_ref().map(|on| on.pages.clone())));
        Ok(true)
    }

    fn compose(
        &mut self,
        pages: &Arc<Pages>,
        index: usize,
        foot: Option<&Foot>,
        deck: &Deck,
    ) -> Result<PageOn, RenderError> {
        let page = pages.pages.get(index).or(pages.pages.last()).map(|page| page.scene.clone());
        let mut scene = page.unwrap_or_else(|| Scene::new(deck.canvas, SURROUND.into()));
        let mut ribbon = None;
        if let Some(Foot { status_bar, clock, turn }) = foot {
            let clock = clock.as_ref().map(|(date, hour)| (date.as_str(), hour.as_str()));
            match turn {
                None if !status_bar.ticker.is_empty() => {
                    let strip = layout::status_bar_scene(clock, true, None, deck.canvas, &mut self.fonts);
                    ribbon = Some(self.ribbon(&strip, status_bar, scene.size.height, deck.canvas)?);
                    scene = scene.above(strip.scene);
                }
                turn => {
                    let turn = turn.unwrap_or_default();
                    scene = layout::screenful(scene, status_bar, clock, turn, deck.canvas, &mut self.fonts);
                }
            }
        }
        let composed = self.renderer.compose(&scene, &mut self.fonts, deck)?;
        Ok(PageOn { pages: pages.clone(), composed, ribbon, framed: None })
    }

    /// The status bar below a page `top` pixels high, as it runs in the hall.
    fn ribbon(
        &mut self,
        strip: &StatusBarScene,
        status_bar: &model::StatusBar,
        top: u32,
        canvas: Size,
    ) -> Result<Ribbon, RenderError> {
        let Self { renderer, fonts, .. } = self;
        let seen = strip.ticker.clone();
        let scenes = layout::ticker(&status_bar.ticker, seen.end, canvas, fonts);
        let mut compose = |scene: &Scene| renderer.compose_prepared(scene, fonts, &DecodedImages::default());
        let pieces = scenes.iter().map(&mut compose).collect::<Result<_, _>>()?;
        Ok(Ribbon { strip: compose(&strip.scene)?, at: (0, top), pieces, seen, pace: layout::ticker_pace(canvas) })
    }

    /// The page in its place in the window, and the panels over it.
    fn over(&mut self, distance_m: Option<u32>, panels: &[Panel], room: Room) -> Result<ComposedPage, RenderError> {
        let panels = Panels::scene(panels, room.size, room.scale, &mut self.fonts);
        let Some(on) = &mut self.page else {
            let ground = Paint::Solid(SURROUND);
            return self.renderer.compose_prepared(
                &Scene { ground, ..panels },
                &mut self.fonts,
                &DecodedImages::default(),
            );
        };
        let wanted = |framed: &Framed| framed.room == room && framed.distance_m == distance_m;
        if !on.framed.as_ref().is_some_and(wanted) {
            let canvas = on.composed.size();
            let place = place(canvas, distance_m, self.panel_inches, room);
            let picture = on.composed.framed(room.size, place, SURROUND)?;
            let corner = ((room.size.width - place.width) / 2, (room.size.height - place.height) / 2);
            let ribbon = on.ribbon.as_ref().map(|ribbon| ribbon.framed(canvas, place, corner)).transpose()?;
            on.framed = Some(Framed { room, distance_m, picture, ribbon });
        }
        let framed = on.framed.as_ref().expect("it was just put there");
        self.renderer.compose_over(&framed.picture, &panels, &mut self.fonts, &DecodedImages::default())
    }

    /// Whether something moves while nothing changes.
    pub fn runs(&self) -> bool {
        self.page.as_ref().is_some_and(|on| on.framed.as_ref().is_some_and(|framed| framed.ribbon.is_some()))
    }

    /// Presents what was drawn last, or the way to it from what was drawn before, with a ticker that has been `running`
    /// for so long. `page_stays` where only the ticker has moved.
    pub fn present(
        &mut self,
        output: &mut dyn Output,
        transition: Transition,
        thousandths: u32,
        running: Duration,
        page_stays: bool,
    ) -> Result<Presented, RenderError> {
        let Self { renderer, page, shown: Some(to), before, .. } = self else { return Ok(Presented::Skipped) };
        let ribbon = page.as_ref().and_then(|on| on.framed.as_ref()?.ribbon.as_ref());
        let (from, status_bar) = (before.as_ref(), ribbon.map(|ribbon| ribbon.status_bar(running)));
        renderer.present_frame(output, &FrameInput { from, to, transition, thousandths, status_bar, page_stays })
    }

    /// The page that is on, as composed; for a file.
    pub fn picture(&self) -> Option<Result<Picture, RenderError>> {
        self.page.as_ref().map(|on| on.composed.picture())
    }
}

/// In what size a page stands in the window: as large as fits, or as large as the panel in the hall looks from that
/// far, seen from a desk.
fn place(canvas: Size, distance_m: Option<u32>, panel_inches: f32, room: Room) -> Size {
    let whole = canvas.contained_in(room.size);
    let Some(distance_m) = distance_m else { return whole };
    let diagonal = (canvas.width as f32).hypot(canvas.height as f32);
    let inches_to_pixels = PIXELS_PER_INCH * room.scale * DESK_M / distance_m as f32;
    let share = |side: u32| (panel_inches * side as f32 / diagonal * inches_to_pixels).round().max(1.0) as u32;
    let seen = Size::new(share(canvas.width), share(canvas.height));
    if seen.width < whole.width { seen } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_back_row_sees_the_panel_as_small_as_it_is() {
        let room = Room { size: Size::new(1600, 900), scale: 1.0 };
        let seen = |distance| place(Size::FULL_HD, distance, PANEL_INCHES, room);
        assert_eq!(seen(None), room.size);
        // 43 inches are 0.952 m across: 37.5 inches × 96 × 0.6 / 5.
        assert!(seen(Some(5)).width.abs_diff(432) <= 1, "{}", seen(Some(5)));
        assert!(seen(Some(3)).width > seen(Some(5)).width && seen(Some(5)).width > seen(Some(8)).width);
        let dense = Room { scale: 2.0, ..room };
        let twice = place(Size::FULL_HD, Some(5), PANEL_INCHES, dense).width;
        assert!(twice.abs_diff(2 * seen(Some(5)).width) <= 1);
    }
}
