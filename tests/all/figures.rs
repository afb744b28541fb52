//! Measurements, not promises: run by `scripts/bench`, on an idle machine.

use std::{path::Path, time::Duration};

use bangtin::{
    folder::Folder,
    fonts::Fonts,
    layout::{Context, lay_out},
    model::Size,
    publish::{self, PublishOptions},
    render::{DecodedImages, Gpu, Renderer},
};

use crate::push::now;

/// Each is timed so often, and the quickest counts: the machine's other work is not ours.
const TIMES: usize = 5;

#[test]
#[ignore = "a measurement"]
fn the_heaviest_page_of_the_sample() {
    let folder = Folder::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/slides"))).unwrap();
    let mut fonts = Fonts::bundled();
    let built =
        publish::build(&publish::Content::from(&folder), &PublishOptions::for_canvas(Size::FULL_HD), &mut fonts)
            .unwrap();
    let context = Context::of(&built.programme);
    let mut renderer = Renderer::new(&Gpu::offscreen().unwrap());
    let (mut layouts, mut decodes, mut composes, mut digests) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
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
            let mut quickest = [Duration::MAX; 3];
            for _ in 0..TIMES {
                let begun = now();
                let prepared = DecodedImages::load(&page.scene, &built.files).unwrap();
                let decoded = begun.elapsed();
                // On a software adapter the pixels are read back as part of it, which waits until the last is drawn.
                let composed = renderer.compose_prepared(&page.scene, &mut fonts, &prepared).unwrap();
                let drawn = begun.elapsed();
                composed.digest().unwrap();
                let steps = [decoded, drawn - decoded, begun.elapsed() - drawn];
                quickest.iter_mut().zip(steps).for_each(|(quickest, step)| *quickest = step.min(*quickest));
            }
            for (all, quickest) in [&mut decodes, &mut composes, &mut digests].into_iter().zip(quickest) {
                all.push((quickest, slide.id.clone(), number + 1));
            }
        }
    }
    let steps = [
        ("layout", layouts),
        ("decoding its pictures", decodes),
        ("compose, pixels read back", composes),
        ("digest of its pixels", digests),
    ];
    println!();
    for (what, mut all) in steps {
        all.sort();
        let ((median, ..), (most, slide, page)) = (&all[all.len() / 2], &all[all.len() - 1]);
        let ms = |time: &Duration| time.as_secs_f64() * 1_000.0;
        let figures = format!("{:.1}, {:.1} ms ({slide} {page})", ms(median), ms(most));
        println!("| {what} of a page of the sample, 1920×1080: median, heaviest | {figures} |");
    }
}
