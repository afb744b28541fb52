//! An eye on the screen: what a hall with this store would show is never of one colour.

use std::sync::{Arc, OnceLock};

use bangtin::{
    clock::Clock,
    compose::{Presenter, built_in},
    model::Size,
    player::{Engine, NextTurn, PlayLog, StorePictures, state::PlayerState},
    render::{Gpu, Renderer, TextureOutput},
    store::Store,
};

const CANVAS: Size = Size::new(320, 320);

/// One device for all looks.
static GPU: OnceLock<Gpu> = OnceLock::new();

/// Whether all pixels are alike.
pub fn is_blank(rgba: &[u8]) -> bool {
    let pixels = rgba.as_chunks::<4>().0;
    pixels.iter().all(|pixel| pixel == &pixels[0])
}

/// Starts a display on the store, as after a power cut, and looks at its first pictures.
pub fn look(store: &Store, clock: &Clock) {
    let gpu = GPU.get_or_init(|| Gpu::offscreen().unwrap());
    let programme =
        store.current().map_or_else(|| built_in::programme("Đang chờ"), |edition| edition.programme.clone());
    let pictures = Arc::new(StorePictures(store.clone()));
    let presenter = Presenter::new(Renderer::new(gpu), pictures, CANVAS);
    let state = PlayerState::new(programme, None);
    let mut engine = Engine::new(clock.clone(), state, presenter, PlayLog::to(std::io::sink()));
    let mut screen = TextureOutput::new(gpu, CANVAS).unwrap();
    for _ in 0..5 {
        let next = engine.turn(&mut screen).unwrap();
        assert!(!is_blank(&screen.picture().unwrap().rgba), "the screen is blank");
        if next != NextTurn::Frame {
            return;
        }
    }
}
