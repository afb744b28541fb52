//! `bangtin feed publish`: a folder of slides becomes the feed's next version.

use std::path::PathBuf;

use super::{
    Exit, UsageError,
    feed::{ClockArgs, lifetimes, repository, usage, valid_days},
    progress::Bar,
    terminal::{errln, outln},
};
use crate::{
    feed,
    folder::Folder,
    fonts::Fonts,
    model::WallTime,
    publish::{Content, Options, ProgrammeBuilder},
};

/// Check a folder of slides and sign it as the next version.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder with `campaign.toml` and the slides.
    slides: PathBuf,
    /// Folder of the feed's tree, or `s3://BUCKET/PREFIX`.
    #[arg(long, value_name = "DIR|s3://…")]
    feed: String,
    /// Folder of its keys.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Days halls accept this version without renewal [default: 90, and as `serve` does it for a feed that it renews].
    #[arg(long, value_name = "N", value_parser = valid_days())]
    valid_days: Option<u32>,
    /// Make a new version even if nothing changed.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    clock: ClockArgs,
}

pub(super) fn run(args: &Args, now: WallTime) -> anyhow::Result<Exit> {
    let folder = Folder::read(&args.slides).map_err(|errors| UsageError(errors.to_string()))?;
    let bar = Bar::new();
    let tell = |picture: &str, done, of| bar.count(picture, done, of);
    let built = ProgrammeBuilder::default().build_with_progress(
        &Content::from(&folder),
        &Options::default(),
        &mut Fonts::bundled(),
        &tell,
    );
    drop(bar);
    let built = built?;
    for warning in &built.warnings {
        errln!("warning: {}: {}\n  {}\n  hint: {}", warning.place(), warning.what, warning.why, warning.hint);
    }
    let repository = repository(&args.feed, &args.keys, &args.clock)?;
    let publication = feed::Publication {
        programme: built.programme,
        files: &built.files,
        lifetimes: lifetimes(&repository, args.valid_days),
        force: args.force,
        now,
    };
    let published = repository.publish(publication).map_err(usage)?;
    match published.changes {
        None => outln!("version {}: nothing changed, nothing published", published.version)?,
        Some(changes) => {
            let (files, bytes) = published.objects;
            outln!("version {}", published.version)?;
            outln!("{}", changes.to_string().trim_end())?;
            outln!("{files} new files, {bytes} bytes")?;
        }
    }
    outln!("good until {}", published.good_until)?;
    Ok(Exit::Done)
}
