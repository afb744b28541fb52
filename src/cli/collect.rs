//! `bangtin collect`.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context as _;

use super::{
    Exit, UsageError,
    hand_over::{self, OwnerOrAnswer},
    network,
    progress::Bar,
    terminal::outln,
};
use crate::{
    clock::Clock,
    feed::{
        CollectError, Collected, Collector,
        transport::{FeedAddress, FolderTransport, Transport},
    },
    model::{DisplayId, Size},
    store::Store,
};

/// Bring a hall's store up to date once, then stop.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Address of the feed, such as http://10.0.0.2:8080/feed, or a folder that holds one.
    #[arg(long, value_name = "URL", required_unless_present = "from", conflicts_with = "from")]
    feed: Option<FeedAddress>,
    /// A stick the office wrote with `bangtin feed export`, or any folder with a tree.
    #[arg(long, value_name = "FOLDER")]
    from: Option<PathBuf>,
    /// The root file the office handed out.
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    /// Folder of the hall's store.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Name of this display.
    #[arg(long, value_name = "ID")]
    display: Option<DisplayId>,
    #[command(flatten)]
    network: network::Args,
    /// Canvas whose pictures are needed.
    #[arg(long, value_name = "WxH", default_value_t = Size::FULL_HD)]
    size: Size,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let root = std::fs::read(&args.root)
        .map_err(|error| UsageError(format!("cannot read the root file `{}`: {error}", args.root.display())))?;
    let clock = Clock::system();
    let display = args.display.clone();
    let network = args.network.policy()?;
    let transport: Arc<dyn Transport> = match (&args.feed, &args.from) {
        (Some(feed), _) => {
            let feed = feed.clone().exists().map_err(|error| UsageError(error.to_string()))?;
            network.connect(&feed, args.display, &clock).map_err(|error| UsageError(error.to_string()))?
        }
        (None, Some(folder)) => Arc::new(stick(folder)?),
        (None, None) => return Err(UsageError("`--feed URL` or `--from FOLDER` is needed".to_owned()).into()),
    };
    // Held until the end.
    let _owner = match hand_over::owner_or_answer(&args.data, args.from.as_deref(), &root)? {
        OwnerOrAnswer::Owner(owner) => owner,
        OwnerOrAnswer::Answer { version, files, bytes } => {
            outln!("version {version}: taken in by the hall that plays, {files} files, {bytes} bytes")?;
            return Ok(Exit::Done);
        }
    };
    let store = Store::open(&args.data)?;
    let collector = Collector::new(store, transport, &root, args.size).in_hours(network.hours);
    let bar = Mutex::new(Bar::new());
    let show = |step| bar.lock().unwrap_or_else(PoisonError::into_inner).show(&step);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("cannot start the runtime")?;
    let collected = runtime.block_on(collector.collect(&clock, &show));
    // A disk that hangs is not waited for.
    runtime.shutdown_background();
    drop(bar);
    match &collected {
        Ok(Collected::NothingPublished) => outln!("version 0: nothing has been published yet")?,
        Ok(Collected::Unchanged(edition)) => outln!("version {}: unchanged", edition.version())?,
        Ok(Collected::Waiting { version, bytes, from }) => {
            outln!("version {version}: {bytes} bytes of pictures wait for {from}")?;
        }
        Ok(Collected::New { edition, files, bytes }) => {
            outln!("version {}: fetched {files} files, {bytes} bytes", edition.version())?;
        }
        Err(_) => {}
    }
    let collected = collected.map_err(|error| match error {
        CollectError::BadRoot { .. } => {
            let hint = "it is `root.json` beside the office's feed, as `bangtin feed init` wrote it";
            anyhow::Error::from(error)
                .context(UsageError(format!("cannot use `{}`; hint: {hint}", args.root.display())))
        }
        error => error.into(),
    })?;
    let edition = match collected {
        Collected::Unchanged(edition) | Collected::New { edition, .. } => Some(edition),
        Collected::NothingPublished | Collected::Waiting { .. } => None,
    };
    match display.zip(edition).map(|(display, edition)| edition.programme.known_display(&display).map(drop)) {
        Some(Err(unknown)) => {
            tracing::warn!("{unknown}");
            Ok(Exit::NotAuthorised)
        }
        _ => Ok(Exit::Done),
    }
}

fn stick(folder: &Path) -> Result<FolderTransport, UsageError> {
    let found =
        FolderTransport::tree_in(folder).ok_or_else(|| UsageError(format!("`{}` holds no feed", folder.display())))?;
    Ok(FolderTransport::at(&found))
}
