//! Measurements, not promises: run by `scripts/bench`, on an idle machine.

use std::{path::Path, time::Duration};

use bangtin::{
    folder::Folder,
    fonts::Fonts,
    layout::{Context, lay_out},
    model::Size,
    publish::{self, Options},
    render::{Gpu, Renderer},
};

use crate::push::now;

/// Each is timed so often, and the quickest counts: the machine's other work is not ours.
const TIMES: usize = 5;

#[test]
#[ignore = "a measurement"]
fn the_heaviest_page_of_the_sample() {
    let folder = Folder::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/slides"))).unwrap();
    let mut fonts = Fonts::bundled();
    let built = publish::build(&folder, &Options::for_canvas(Size::FULL_HD), &mut fonts).unwrap();
    let context = Context::of(&built.programme);
    let mut renderer = Renderer::new(&Gpu::offscreen().unwrap());
    let (mut layouts, mut composes) = (Vec::new(), Vec::new());
    for slide in built.programme.slides.iter().chain([&built.programme.default_slide]) {
        let mut quickest = Duration::MAX;
        let mut laid = None;
        for _ in 0..TIMES {
            let begun = now();
            let pages = lay_out(slide, &context, Size::FULL_HD, &mut fonts);
            quickest = quickest.min(begun.elapsed() / u32::try_from(pages.pages.len()).unwrap());
            laid = Some(pages);
        }
        layouts.push((quickest, slide.id.clone(), 0));
        for (number, page) in laid.unwrap().pages.iter().enumerate() {
            let mut quickest = Duration::MAX;
            for _ in 0..TIMES {
                let begun = now();
                // Asking for the digest waits until the last pixel is drawn.
                renderer.compose(&page.scene, &mut fonts, &built.files).unwrap().digest().unwrap();
                quickest = quickest.min(begun.elapsed());
            }
            composes.push((quickest, slide.id.clone(), number + 1));
        }
    }
    println!("\n| a page of the sample at 1920x1080 | median ms | heaviest ms | which |\n|---|---|---|---|");
    for (what, mut all) in [("layout", layouts), ("compose, pixels read back", composes)] {
        all.sort();
        let ((median, ..), (most, slide, page)) = (&all[all.len() / 2], &all[all.len() - 1]);
        let ms = |time: &Duration| time.as_secs_f64() * 1_000.0;
        println!("| {what} | {:.1} | {:.1} | {slide} {page} |", ms(median), ms(most));
    }
}
