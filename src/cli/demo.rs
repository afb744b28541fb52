//! `bangtin demo`: the main job, whole, on one machine.

use std::path::PathBuf;

use super::{Exit, UsageError, terminal::outln};
use crate::{clock::Clock, demo};

/// Run a feed server with the sample campaign and two halls that play it
#[derive(clap::Args)]
pub(super) struct Args {
    /// Stop after so many seconds; then fail unless both halls showed the page that was due, and the same one
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
    /// Play without windows, each hall keeping a picture of its screen under DIR
    #[arg(long, value_name = "DIR")]
    offscreen: Option<PathBuf>,
    /// The folder of slides to publish
    #[arg(long, value_name = "DIR", default_value = "slides")]
    slides: PathBuf,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    if !args.slides.join("campaign.toml").is_file() {
        let slides = args.slides.display();
        let hint = "hint: run this in the project's folder, or name a folder of slides with `--slides DIR`";
        return Err(UsageError(format!("`{slides}` holds no `campaign.toml`\n{hint}")).into());
    }
    let options = demo::DemoOptions { slides: args.slides, offscreen: args.offscreen, seconds: args.seconds };
    let good = demo::run(&options, &Clock::system(), |line| -> anyhow::Result<()> { Ok(outln!("{line}")?) })?;
    Ok(if good { Exit::Done } else { Exit::Failed })
}
