//! `bangtin render`: every page as a picture, without a window.

use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};

use anyhow::Context as _;

use super::{Exit, UsageError, progress::Bar};
use crate::{
    clock::Clock,
    compose::{self, LaidSlide, StillComposer},
    folder::Folder,
    fonts::Fonts,
    model::{Finding, Language, Size, SlideId},
    publish,
    schedule::{Schedule, slide_order, time_input},
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
        let instant = time_input::parse(&text, &folder.time_zone, now);
        instant.ok_or_else(|| UsageError(format!("`{text}` is not a time: expected {}", time_input::FORMS)))
    });
    let at = at.transpose()?;
    let bar = Bar::new();
    let tell = |picture: &str, done, of| bar.count(picture, done, of);
    let options = publish::PublishOptions::for_canvas(args.size);
    let built = publish::ProgrammeBuilder::default().build_with_progress(
        &publish::Content::from(&folder),
        &options,
        &mut Fonts::bundled(),
        &tell,
    )?;
    let programme = Arc::new(built.programme);
    let order = match at {
        Some(at) => slide_order::from(&Schedule::new(programme.clone(), None), at),
        None => slide_order::everything(&programme),
    };
    fs::create_dir_all(&args.out).with_context(|| format!("cannot make `{}`", args.out.display()))?;
    let numbers: BTreeMap<&SlideId, usize> = order.iter().enumerate().map(|(index, id)| (id, index + 1)).collect();
    let write = |composer: &mut StillComposer<'_>, laid: &LaidSlide| -> anyhow::Result<Written> {
        let mut files = Vec::new();
        for page in 0..laid.pages.pages.len() {
            let file = composer.png(laid, page, Some(at.unwrap_or(now)));
            let file = file.with_context(|| format!("slide `{}`, page {}", laid.slide, page + 1))?;
            let path = args.out.join(file_name(numbers[&laid.slide], &laid.slide, page + 1));
            fs::write(&path, file).with_context(|| format!("cannot write `{}`", path.display()))?;
            files.push(path);
        }
        Ok(Written { files, findings: laid.pages.findings.clone() })
    };
    compose::for_each_slide(&programme, &order, args.size, &built.files, write, |index, written| {
        bar.count(order[index].as_str(), index, order.len());
        for path in written.files {
            bar.line(&path.display().to_string())?;
        }
        for finding in written.findings {
            let said = finding.explain(Language::En);
            tracing::warn!(slide = %order[index], what = %said.what, hint = %said.hint, "{}", finding.code());
        }
        Ok(())
    })?;
    Ok(Exit::Done)
}

/// What became of one slide.
struct Written {
    files: Vec<PathBuf>,
    findings: Vec<Finding>,
}

fn file_name(number: usize, slide: &SlideId, page: usize) -> String {
    format!("{number:02}-{slide}-{page}.png")
}
