//! `bangtin check`: what a villager could not read, what is wrong or out of date.

use std::{path::PathBuf, sync::Arc};

use super::{
    Exit, UsageError,
    findings::{InFull, SeverityCounts},
    progress::Bar,
    terminal::outln,
};
use crate::{
    check::ViewingConditions,
    clock::Clock,
    folder::Folder,
    fonts::Fonts,
    model::{Language, Size},
    publish::{self, Inspected, InspectedScreen, ProgrammeBuilder},
    schedule::time_input,
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
    /// Language of the findings: `vi` or `en`
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: Language,
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
    let bar = Bar::new();
    let on_picture = |picture: &str, done, of| bar.count(picture, done, of);
    let options = publish::PublishOptions::for_canvas(args.size);
    let content = publish::Content::from(&folder);
    let built =
        ProgrammeBuilder::default().build_with_progress(&content, &options, &mut Fonts::bundled(), &on_picture)?;
    let programme = Arc::new(built.programme);
    let viewing = ViewingConditions {
        panel_inches: args.panel,
        distance_m: args.distance,
        ..publish::usual_viewing(&programme, at, folder.terms.clone())
    };
    let subject = Inspected { programme: &programme, files: &built.files, plan: &folder.plan, found: &built.findings };
    let screen = InspectedScreen::showing_all(&programme, args.size);
    let findings = publish::inspect(subject, &[screen], &viewing, &|done, of| bar.items("slides", done, of))?;
    drop(bar);
    let counts = SeverityCounts::of(&findings);
    let language = args.lang;
    if args.json {
        let reports: Vec<_> = findings.iter().map(|finding| finding.report(language)).collect();
        outln!("{}", serde_json::to_string_pretty(&reports)?)?;
    } else {
        for finding in &findings {
            outln!("{}", InFull { finding, language, with_screen: false })?;
        }
        let (counts, distance, panel) = (counts.in_words(language), args.distance, args.panel);
        match language {
            Language::En => outln!("{counts} at {distance} m on {panel}″")?,
            Language::Vi => outln!("{counts}, nhìn từ {distance} m trên màn hình {panel} inch")?,
        }
    }
    Ok(if counts.errors == 0 { Exit::Done } else { Exit::Failed })
}
