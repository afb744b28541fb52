//! `bangtin check`: what a villager could not read, what is wrong or out of date.

use std::path::PathBuf;

use super::{
    Exit, UsageError,
    terminal::{StdoutError, outln},
};
use crate::{
    check::{self, Code, RenderedPage, Running, ViewingConditions},
    clock::Clock,
    folder::Folder,
    fonts::Fonts,
    layout::{self, Canvas},
    media,
    model::{Severity, Size, Warning},
    publish,
    render::{Gpu, Renderer},
    schedule::time_input,
    text,
};

/// Check a folder of slides: is it large, slow and clear enough, and still true?
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder of slides
    dir: PathBuf,
    /// From the screen to the back bench, metres
    #[arg(long, value_name = "M", default_value_t = 5.0)]
    distance: f64,
    /// Diagonal of the screen, inches
    #[arg(long, value_name = "INCHES", default_value_t = 43.0)]
    panel: f64,
    /// Canvas
    #[arg(long, value_name = "WxH", default_value = "1920x1080")]
    size: Size,
    /// As if it were this time, such as "2026-11-30 19:30"
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// One JSON array for machines
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    for (name, value) in [("distance", args.distance), ("panel", args.panel)] {
        if !value.is_finite() || value <= 0.0 {
            return Err(UsageError(format!("`--{name} {value}` must be more than nothing")).into());
        }
    }
    let folder = Folder::read(&args.dir).map_err(|error| UsageError(error.to_string()))?;
    let now = Clock::system().now().wall;
    let at = match &args.at {
        None => now,
        Some(text) => time_input::parse(text, &folder.time_zone, now)
            .ok_or_else(|| UsageError(format!("`{text}` is not a time: expected {}", time_input::FORMS)))?,
    };
    let today = folder.time_zone.day(at);
    let viewing = ViewingConditions {
        panel_inches: args.panel,
        distance_m: args.distance,
        ..ViewingConditions::usual(args.size, today, folder.terms.clone())
    };
    let warnings = warnings(&folder, &viewing)?;
    let errors = warnings.iter().filter(|warning| warning.severity == Severity::Error).count();
    if args.json {
        outln!("{}", serde_json::to_string_pretty(&warnings)?)?;
    } else {
        warnings.iter().try_for_each(say)?;
        let (distance, panel) = (args.distance, args.panel);
        outln!("{errors} errors, {} warnings at {distance} m on {panel}″", warnings.len() - errors)?;
    }
    Ok(if errors == 0 { Exit::Done } else { Exit::Failed })
}

fn warnings(folder: &Folder, viewing: &ViewingConditions) -> anyhow::Result<Vec<Warning>> {
    let mut fonts = Fonts::bundled();
    let built =
        publish::build(&publish::Content::from(folder), &publish::Options::for_canvas(viewing.screen), &mut fonts)?;
    let programme = built.programme;
    let context = layout::Context::of(&programme);
    let mut renderer = Renderer::new(&Gpu::offscreen()?);
    let mut warnings = built.warnings;
    for slide in programme.slides.iter().chain([&programme.default_slide]) {
        let canvas =
            Canvas { screen: viewing.screen, has_status_bar: !programme.status_bar_beside(&slide.id).is_empty() };
        let laid = layout::lay_out(slide, &context, canvas, &mut fonts);
        let mut pictures = Vec::new();
        for page in &laid.pages {
            let picture = renderer.compose(&page.scene, &mut fonts, &built.files)?.picture()?;
            let decoded = if page.qr.is_some() { media::read_codes(&picture) } else { Vec::new() };
            pictures.push((picture, decoded));
        }
        let drawn: Vec<RenderedPage<'_>> = laid
            .pages
            .iter()
            .zip(&pictures)
            .enumerate()
            .map(|(index, (page, (picture, decoded)))| {
                let (from_ms, until_ms) = layout::span_of(&laid.pages, index, slide.shown_ms());
                RenderedPage {
                    number: index + 1,
                    scene: &page.scene,
                    rgba: &picture.rgba,
                    need_ms: page.need_ms,
                    shown_ms: until_ms - from_ms,
                    code: page.qr.as_ref().map(|qr| Code {
                        url: &qr.url,
                        area: (qr.module > 0.0).then_some(qr.area),
                        decoded,
                    }),
                }
            })
            .collect();
        warnings.append(&mut check::slide(slide, programme.is_scheduled(&slide.id, viewing.today), &drawn, viewing));
    }
    for campaign in &programme.campaigns {
        let running = running(&campaign.ticker, viewing.screen, &mut fonts);
        warnings.append(&mut check::ticker(campaign, &running));
    }
    warnings.append(&mut check::programme(&programme, &folder.plan, &folder.terms, viewing.today));
    warnings.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.slide.cmp(&b.slide)));
    Ok(warnings)
}

/// How the sentences of a ticker go by on that canvas.
fn running(sentences: &[String], canvas: Size, fonts: &mut Fonts) -> Vec<Running> {
    let one = |words: &String| {
        let passes_s = f64::from(layout::sentence_width(words, canvas, fonts) / layout::ticker_pace(canvas));
        Running { words: words.clone(), syllables: text::count(words), passes_s }
    };
    sentences.iter().map(one).collect()
}

fn say(warning: &Warning) -> Result<(), StdoutError> {
    let word = match warning.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    outln!("{word}: {}: {} [{}]", warning.place(), warning.what, warning.rule)?;
    outln!("  why: {}", warning.why)?;
    outln!("  hint: {}", warning.hint)
}
