//! `bangtin preview`: a window on a folder of slides.

use std::path::PathBuf;

use super::{Exit, UsageError};
use crate::{
    clock::Clock,
    folder::Folder,
    model::{DisplayId, Size, Zone},
    preview::{self, PANEL_INCHES, PreviewOptions, PreviewSource, Viewer},
    schedule::time_input,
};

/// See a folder of slides as a hall would, while it is being written; `?` shows the keys
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder of slides
    #[arg(default_value = "slides")]
    dir: PathBuf,
    /// Start at this time, such as "2026-11-30 19:30", and show what a hall would
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// As this display gets it
    #[arg(long, value_name = "ID")]
    display: Option<DisplayId>,
    /// As a display with this tag gets it; may be given more than once
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Canvas; without it the display's own, or 1920x1080
    #[arg(long, value_name = "WxH")]
    size: Option<Size>,
    /// Diagonal of the panel in the hall, for looking at it from a distance
    #[arg(long, value_name = "INCHES", default_value_t = PANEL_INCHES, value_parser = inches)]
    panel: f32,
}

fn inches(text: &str) -> Result<f32, String> {
    let inches = text.parse::<f32>().ok().filter(|inches| (5.0..=300.0).contains(inches));
    inches.ok_or_else(|| format!("`{text}` is no panel: expected its diagonal in inches, such as 43"))
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    // The folder may be full of mistakes, which the window will show; only what the flags ask of it is read here.
    let folder = Folder::read_what_is_good(&args.dir).map_err(|error| UsageError(error.to_string()))?.0;
    let clock = Clock::system();
    let time_zone = folder.as_ref().map_or_else(Zone::default, |folder| folder.time_zone.clone());
    let at = args.at.map(|text| {
        let instant = time_input::parse(&text, &time_zone, clock.now().wall);
        instant.ok_or_else(|| UsageError(format!("`{text}` is not a time: expected {}", time_input::FORMS)))
    });
    let displays = folder.as_ref().map_or(&[][..], |folder| &folder.displays);
    let display = args.display.as_ref().map(|id| {
        let known = displays.iter().find(|display| display.id == *id);
        known.ok_or_else(|| {
            let names: Vec<&str> = displays.iter().map(|display| display.id.as_str()).collect();
            UsageError(format!("`{id}` is not a display of this folder; hint: it has {}", names.join(", ")))
        })
    });
    let own = display.transpose()?.and_then(|display| display.size);
    preview::run(
        PreviewOptions {
            at: at.transpose()?,
            canvas: args.size.or(own).unwrap_or(Size::FULL_HD),
            source: PreviewSource { dir: args.dir, viewer: Viewer { display: args.display, tags: args.tag } },
            panel_inches: args.panel,
        },
        clock,
    )?;
    Ok(Exit::Done)
}
