//! `bangtin render`: every page as a picture, without a window.

use std::{fs, path::PathBuf, sync::Arc};

use anyhow::Context as _;

use super::{Exit, UsageError};
use crate::{
    clock::Clock,
    folder::Folder,
    fonts::Fonts,
    layout::{self, Canvas},
    media,
    model::{Size, SlideId},
    preview::{moment, rounds},
    publish,
    render::{Gpu, Renderer},
    schedule::Schedule,
};

/// Write every page of a folder of slides as `NN-<slide>-<page>.png`
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder of slides
    dir: PathBuf,
    /// Folder the pictures are written to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Canvas
    #[arg(long, value_name = "WxH", default_value = "1920x1080")]
    size: Size,
    /// Only what is shown from this time on, in that order; such as "2026-11-30 19:30"
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let folder = Folder::read(&args.dir).map_err(|error| UsageError(error.to_string()))?;
    let now = Clock::system().now().wall;
    let at = args.at.map(|text| {
        let instant = moment::parse(&text, &folder.time_zone, now);
        instant.ok_or_else(|| UsageError(format!("`{text}` is not a time: expected {}", moment::FORMS)))
    });
    let at = at.transpose()?;
    let mut fonts = Fonts::bundled();
    let built = publish::build(&folder, &publish::Options::for_canvas(args.size), &mut fonts)?;
    let programme = Arc::new(built.programme);
    let order = match at {
        Some(at) => rounds::from(&Schedule::new(programme.clone(), None), at),
        None => rounds::everything(&programme),
    };
    let mut renderer = Renderer::new(&Gpu::offscreen()?);
    let context = layout::Context::of(&programme);
    let (date, hour) = layout::clock_words(Some(at.unwrap_or(now)), &programme.time_zone);
    fs::create_dir_all(&args.out).with_context(|| format!("cannot make `{}`", args.out.display()))?;
    for (number, id) in order.iter().enumerate() {
        let slide = programme.slide(id).with_context(|| format!("slide `{id}` is not in the programme"))?;
        let status_bar = programme.status_bar_beside(id);
        let canvas = Canvas { screen: args.size, has_status_bar: !status_bar.is_empty() };
        let laid = layout::lay_out(slide, &context, canvas, &mut fonts);
        for (index, page) in laid.pages.iter().enumerate() {
            let clock = status_bar.clock.then_some((date.as_str(), hour.as_str()));
            let scene = layout::screenful(page.scene.clone(), &status_bar, clock, 0, args.size, &mut fonts);
            let composed = renderer.compose(&scene, &mut fonts, &built.files)?;
            let path = args.out.join(file_name(number + 1, id, index + 1));
            let file = media::encode_png(&composed.picture()?)?;
            fs::write(&path, file).with_context(|| format!("cannot write `{}`", path.display()))?;
            println!("{}", path.display());
        }
        for warning in &laid.warnings {
            tracing::warn!(slide = %id, what = %warning.what, hint = %warning.hint, "{}", warning.rule);
        }
    }
    Ok(Exit::Done)
}

fn file_name(number: usize, slide: &SlideId, page: usize) -> String {
    format!("{number:02}-{slide}-{page}.png")
}
