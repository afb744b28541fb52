//! What a hall would show, as it stands in the window: scaled to it or seen from afar, with panels over it.

use std::ops::Range;

use super::{
    panels::Panels,
    state::{OverlayPanel, View},
};
use crate::{
    compose::FrameSink,
    fonts::Fonts,
    model::Size,
    render::{
        ComposedPage, DecodedImages, FrameInput, Output, Presented, RenderError, Renderer, StatusBarLayer, TickerLayer,
    },
    scene::{Color, Paint, Scene},
};

/// Around a page that is not the window's shape.
const SURROUND: Color = Color::hex(0x16181D);

/// Metres from which a laptop's screen is looked at.
const DESK_M: f32 = 0.6;
/// Pixels to the inch of a screen of scale 1, as every desktop system takes it.
const PIXELS_PER_INCH: f32 = 96.0;

/// What the window is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowGeometry {
    /// Pixels.
    pub size: Size,
    /// Density: 2 on a screen of twice the usual.
    pub scale: f32,
}

/// A page and the status bar below it, by the identities of their pictures.
type Ids = (u64, Option<u64>);

/// Pages as they stand in the window, each made once.
pub(super) struct Framing {
    fonts: Fonts,
    panel_inches: f32,
    /// What everything below was made for.
    look: Option<(WindowGeometry, Option<u32>, Vec<OverlayPanel>)>,
    /// Pages without panels, and with those of `look`.
    bare: Vec<(Ids, ComposedPage)>,
    covered: Vec<(Ids, ComposedPage)>,
    bar: Option<FramedBar>,
    /// The page that was presented last, unless something over it has changed since.
    presented: Option<Ids>,
}

/// A status bar scaled to the window.
struct FramedBar {
    /// The identities of what it was made from.
    of: Vec<u64>,
    strip: ComposedPage,
    /// Its left upper corner, pixels of the window.
    at: (u32, u32),
    pieces: Vec<ComposedPage>,
    /// Pixels across through which the pieces are seen.
    seen: Range<u32>,
    /// Pixels of the window a pixel of the canvas.
    scale: f64,
}

impl Framing {
    /// For a panel of so many inches in the hall.
    pub fn new(panel_inches: f32) -> Self {
        let (fonts, bare, covered) = (Fonts::bundled(), Vec::new(), Vec::new());
        Self { fonts, panel_inches, look: None, bare, covered, bar: None, presented: None }
    }

    /// Takes on how the window looks now; whether that is otherwise than before.
    pub fn look(&mut self, view: &View, window: WindowGeometry) -> bool {
        let look = (window, view.distance_m, view.panels.clone());
        if self.look.as_ref() == Some(&look) {
            return false;
        }
        if self.look.as_ref().is_none_or(|(window, distance_m, _)| (*window, *distance_m) != (look.0, look.1)) {
            self.bare.clear();
            self.bar = None;
        }
        self.covered.clear();
        (self.look, self.presented) = (Some(look), None);
        true
    }

    /// Forgets everything made on a device that is gone.
    pub fn clear(&mut self) {
        *self = Self::new(self.panel_inches);
    }

    /// The panels alone, where there is no page.
    ///
    /// # Errors
    /// Those of the GPU.
    pub fn show_panels(&mut self, renderer: &mut Renderer, output: &mut dyn Output) -> Result<(), RenderError> {
        let scene = Scene { ground: Paint::Solid(SURROUND), ..self.panels(output.size()) };
        let picture = renderer.compose_prepared(&scene, &mut self.fonts, &DecodedImages::default())?;
        renderer.present(output, None, &picture, crate::model::Transition::Cut, 1_000).map(|_| ())
    }

    fn panels(&mut self, window: Size) -> Scene {
        let (panels, scale) = match &self.look {
            Some((window, _, panels)) => (&panels[..], window.scale),
            None => (&[][..], 1.0),
        };
        Panels::scene(panels, window, scale, &mut self.fonts)
    }

    /// Makes the picture of `page` above `strip` in a window of that size, if it is not made yet.
    fn make(
        &mut self,
        renderer: &mut Renderer,
        page: &ComposedPage,
        strip: Option<&ComposedPage>,
        (window, place): (Size, Size),
    ) -> Result<Ids, RenderError> {
        let ids = (page.id(), strip.map(ComposedPage::id));
        let is_made = |made: &[(Ids, ComposedPage)]| made.iter().any(|(known, _)| *known == ids);
        if !is_made(&self.bare) {
            let framed = match strip {
                Some(strip) => page.above(strip)?.framed(window, place, SURROUND)?,
                None => page.framed(window, place, SURROUND)?,
            };
            self.bare.push((ids, framed));
        }
        let has_panels = self.look.as_ref().is_some_and(|(.., panels)| !panels.is_empty());
        if has_panels && !is_made(&self.covered) {
            let panels = self.panels(window);
            let (_, bare) = self.bare.iter().find(|(known, _)| *known == ids).expect("it was just made");
            let covered = renderer.compose_over(bare, &panels, &mut self.fonts, &DecodedImages::default())?;
            self.covered.push((ids, covered));
        }
        Ok(ids)
    }
}

/// Frames on their way into the window.
pub(super) struct WindowSink<'a> {
    pub framing: &'a mut Framing,
    pub output: &'a mut dyn Output,
    /// Whether one was shown.
    pub presented: bool,
}

impl FrameSink for WindowSink<'_> {
    fn show(&mut self, renderer: &mut Renderer, frame: &FrameInput<'_>) -> Result<Presented, RenderError> {
        let Self { framing, output, presented } = self;
        *presented = true;
        let window = output.size();
        let strip = frame.status_bar.as_ref().map(|status_bar| status_bar.strip);
        let page = frame.to.size();
        let canvas = Size::new(page.width, page.height + strip.map_or(0, |strip| strip.size().height));
        let (scale, distance_m, has_panels) = match &framing.look {
            Some((window, distance_m, panels)) => (window.scale, *distance_m, !panels.is_empty()),
            None => (1.0, None, false),
        };
        let place = place(canvas, distance_m, framing.panel_inches, WindowGeometry { size: window, scale });
        let ids = (frame.to.id(), strip.map(ComposedPage::id));
        let page_stays = frame.page_stays && framing.presented == Some(ids);
        framing.presented = Some(ids);
        if place == window && canvas == window && !has_panels {
            return renderer.present_frame(*output, &FrameInput { page_stays, ..frame.clone() });
        }
        let to = framing.make(renderer, frame.to, strip, (window, place))?;
        let from = frame.from.map(|from| framing.make(renderer, from, strip, (window, place))).transpose()?;
        let wanted = |ids: &Ids| *ids == to || Some(*ids) == from;
        framing.bare.retain(|(ids, _)| wanted(ids));
        framing.covered.retain(|(ids, _)| wanted(ids));
        // Panels lie over the status bar too, which rests below them and is part of the picture then.
        let layer = frame.status_bar.as_ref().filter(|_| !has_panels);
        if let Some(layer) = layer
            && framing.bar.as_ref().is_none_or(|bar| bar.of != FramedBar::ids(layer))
        {
            framing.bar = Some(FramedBar::new(layer, canvas, place, window)?);
        }
        let made = if has_panels { &framing.covered } else { &framing.bare };
        let find = |ids: Ids| made.iter().find(|(known, _)| *known == ids).map(|(_, picture)| picture);
        let Some(to) = find(to) else { return Ok(Presented::Shown) };
        let status_bar = layer.and_then(|layer| Some(framing.bar.as_ref()?.layer(layer)));
        let frame = FrameInput { from: from.and_then(find), to, status_bar, page_stays, ..frame.clone() };
        renderer.present_frame(*output, &frame)
    }
}

impl FramedBar {
    fn ids(layer: &StatusBarLayer<'_>) -> Vec<u64> {
        let pieces = layer.ticker.iter().flat_map(|ticker| ticker.pieces);
        [layer.strip].into_iter().chain(pieces).map(ComposedPage::id).collect()
    }

    /// `layer`, which stands at the foot of `canvas`, on one that is scaled to `place` in the middle of `window`.
    fn new(layer: &StatusBarLayer<'_>, canvas: Size, place: Size, window: Size) -> Result<Self, RenderError> {
        let scale = place.width as f32 / canvas.width.max(1) as f32;
        let scaled = |length: u32| (length as f32 * scale).round() as u32;
        let top = scaled(layer.at.1).min(place.height - 1);
        let high = place.height - top;
        let whole = |piece: &ComposedPage, width: u32| {
            let size = Size::new(width.max(1), high);
            piece.framed(size, size, SURROUND)
        };
        let pieces = layer.ticker.iter().flat_map(|ticker| ticker.pieces);
        let pieces = pieces.map(|piece| whole(piece, scaled(piece.size().width)));
        let seen = layer.ticker.as_ref().map_or(0..0, |ticker| ticker.room.clone());
        Ok(Self {
            of: Self::ids(layer),
            strip: whole(layer.strip, place.width)?,
            at: ((window.width - place.width) / 2, (window.height - place.height) / 2 + top),
            pieces: pieces.collect::<Result<_, _>>()?,
            seen: scaled(seen.start)..scaled(seen.end).min(place.width),
            scale: f64::from(place.width) / f64::from(canvas.width.max(1)),
        })
    }

    /// It as `layer` is at this moment.
    fn layer(&self, layer: &StatusBarLayer<'_>) -> StatusBarLayer<'_> {
        let ticker = layer.ticker.as_ref().map(|ticker| TickerLayer {
            pieces: &self.pieces,
            room: self.seen.clone(),
            offset: (ticker.offset as f64 * self.scale) as u64,
        });
        StatusBarLayer { strip: &self.strip, at: self.at, ticker }
    }
}

/// In what size a page stands in the window: as large as fits, or as large as the panel in the hall looks from that
/// far, seen from a desk.
fn place(canvas: Size, distance_m: Option<u32>, panel_inches: f32, window: WindowGeometry) -> Size {
    let whole = canvas.contained_in(window.size);
    let Some(distance_m) = distance_m else { return whole };
    let diagonal = (canvas.width as f32).hypot(canvas.height as f32);
    let inches_to_pixels = PIXELS_PER_INCH * window.scale * DESK_M / distance_m as f32;
    let share = |side: u32| (panel_inches * side as f32 / diagonal * inches_to_pixels).round().max(1.0) as u32;
    let seen = Size::new(share(canvas.width), share(canvas.height));
    if seen.width < whole.width { seen } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_back_row_sees_the_panel_as_small_as_it_is() {
        let window = WindowGeometry { size: Size::new(1600, 900), scale: 1.0 };
        let seen = |distance| place(Size::FULL_HD, distance, 43.0, window);
        assert_eq!(seen(None), window.size);
        // 43 inches are 0.952 m across: 37.5 inches × 96 × 0.6 / 5.
        assert!(seen(Some(5)).width.abs_diff(432) <= 1, "{}", seen(Some(5)));
        assert!(seen(Some(3)).width > seen(Some(5)).width && seen(Some(5)).width > seen(Some(8)).width);
        let dense = WindowGeometry { scale: 2.0, ..window };
        let twice = place(Size::FULL_HD, Some(5), 43.0, dense).width;
        assert!(twice.abs_diff(2 * seen(Some(5)).width) <= 1);
    }
}
