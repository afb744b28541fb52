//! The picture in the window: the page scaled to it, with panels over it, moving from one to the next.

use std::sync::Arc;

use super::{
    deck::Deck,
    panels::Panels,
    state::{Foot, Panel, View},
};
use crate::{
    fonts::Fonts,
    layout::{self, Pages},
    media::Picture,
    model::{Size, Transition},
    render::{Composed, Output, Prepared, Presented, RenderError, Renderer},
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
    shown: Option<Composed>,
    before: Option<Composed>,
    /// What was drawn last.
    last: Option<(View, Room, Option<Arc<Pages>>)>,
    /// The page that was asked for last, and why it could not be composed.
    asked: Option<(Arc<Pages>, usize, Option<Foot>)>,
    trouble: Option<String>,
}

struct PageOn {
    pages: Arc<Pages>,
    composed: Composed,
    framed: Option<(Room, Option<u32>, Composed)>,
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
        if let Some(Foot { band, clock, turn }) = foot {
            let clock = clock.as_ref().map(|(date, hour)| (date.as_str(), hour.as_str()));
            scene = layout::screenful(scene, band, clock, *turn, deck.canvas, &mut self.fonts);
        }
        let composed = self.renderer.compose(&scene, &mut self.fonts, deck)?;
        Ok(PageOn { pages: pages.clone(), composed, framed: None })
    }

    /// The page in its place in the window, and the panels over it.
    fn over(&mut self, distance_m: Option<u32>, panels: &[Panel], room: Room) -> Result<Composed, RenderError> {
        let panels = Panels::scene(panels, room.size, room.scale, &mut self.fonts);
        let Some(on) = &mut self.page else {
            let ground = Paint::Solid(SURROUND);
            return self.renderer.compose_prepared(&Scene { ground, ..panels }, &mut self.fonts, &Prepared::default());
        };
        let wanted = |(at, from, _): &(Room, Option<u32>, Composed)| *at == room && *from == distance_m;
        if !on.framed.as_ref().is_some_and(wanted) {
            let place = place(on.composed.size(), distance_m, self.panel_inches, room);
            on.framed = Some((room, distance_m, on.composed.framed(room.size, place, SURROUND)?));
        }
        let (_, _, framed) = on.framed.as_ref().expect("it was just put there");
        self.renderer.compose_over(framed, &panels, &mut self.fonts, &Prepared::default())
    }

    /// Presents what was drawn last, or the way to it from what was drawn before.
    pub fn present(
        &mut self,
        output: &mut dyn Output,
        transition: Transition,
        thousandths: u32,
    ) -> Result<Presented, RenderError> {
        let Some(shown) = &self.shown else { return Ok(Presented::Skipped) };
        self.renderer.present(output, self.before.as_ref(), shown, transition, thousandths)
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
