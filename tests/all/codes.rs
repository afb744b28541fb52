//! Promises about QR codes: what stands on a page is read from its pixels, as a telephone would.

use std::path::Path;

use bangtin::{
    folder::Folder,
    fonts::Fonts,
    layout::{Context, lay_out},
    media,
    model::Size,
    publish,
    render::{Gpu, Renderer},
};

#[test]
fn every_code_of_the_sample_campaign_is_read_from_the_rendered_page() {
    let folder = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("slides")).unwrap();
    let mut fonts = Fonts::bundled();
    let mut renderer = Renderer::new(&Gpu::offscreen().unwrap());
    for canvas in [Size::FULL_HD, Size::FULL_HD_PORTRAIT] {
        let built =
            publish::build(&publish::Content::from(&folder), &publish::PublishOptions::for_canvas(canvas), &mut fonts)
                .unwrap();
        let context = Context::of(&built.programme);
        let mut read = 0;
        for slide in &built.programme.slides {
            for (number, page) in lay_out(slide, &context, canvas, &mut fonts).pages.iter().enumerate() {
                let Some(code) = &page.qr else { continue };
                let picture = renderer.compose(&page.scene, &mut fonts, &built.files).unwrap().picture().unwrap();
                let found = media::read_codes(&picture);
                assert!(found.contains(&code.url), "{} page {} on {canvas}: {found:?}", slide.id, number + 1);
                read += 1;
            }
        }
        assert!(read >= 5, "the sample has codes to read: {read}");
    }
}
