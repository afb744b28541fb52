//! `bangtin collect`.

use std::{path::PathBuf, sync::Arc};

use anyhow::Context as _;

use super::{Exit, UsageError};
use crate::{
    clock::Clock,
    feed::{CollectError, Collected, Collector, transport::Http},
    model::{DisplayId, Size},
    store::Store,
};

/// Bring a hall's store up to date once, then stop.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Address of the feed's tree.
    #[arg(long, value_name = "URL")]
    feed: String,
    /// The root file the office handed out.
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    /// Folder of the hall's store.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Name of this display.
    #[arg(long, value_name = "ID")]
    display: Option<DisplayId>,
    /// Canvas whose pictures are needed.
    #[arg(long, value_name = "WxH", default_value_t = Size::FULL_HD)]
    size: Size,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let root = std::fs::read(&args.root)
        .map_err(|error| UsageError(format!("cannot read the root file `{}`: {error}", args.root.display())))?;
    let http = Http::new(&args.feed, args.display).map_err(|error| UsageError(error.to_string()))?;
    let store = Store::open(&args.data)?;
    let collector = Collector::new(store, Arc::new(http), &root, args.size);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let collected = runtime
        .context("cannot start the runtime")?
        .block_on(collector.collect(&Clock::system(), &|step| tracing::debug!(file = step.file, "coming")));
    match collected {
        Ok(Collected::NothingPublished) => println!("version 0: nothing has been published yet"),
        Ok(Collected::Unchanged(edition)) => println!("version {}: unchanged", edition.version()),
        Ok(Collected::New { edition, files, bytes }) => {
            println!("version {}: fetched {files} files, {bytes} bytes", edition.version());
        }
        Err(error @ CollectError::BadRoot { .. }) => {
            return Err(UsageError(format!("`{}`: {error}", args.root.display())).into());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Exit::Done)
}
