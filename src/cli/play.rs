//! `bangtin play`: the unattended display.

use std::path::{Path, PathBuf};

use super::{Exit, UsageError, network};
use crate::{
    clock::Clock,
    feed::transport::FeedAddress,
    model::{DisplayId, Size},
    player::{self, PlayError, PlayOptions, Screen, WindowPlacement},
    store::Store,
};

/// Play the programme of a feed, unattended, full screen
#[derive(clap::Args)]
pub(super) struct Args {
    /// Address of the feed, such as http://10.0.0.2:8080/feed, or a folder that holds one
    #[arg(long, value_name = "URL")]
    feed: FeedAddress,
    /// The feed's root file, handed out when the hall was set up
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    /// Folder for everything this hall keeps
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Which of the feed's displays this is
    #[arg(long, value_name = "ID")]
    display: Option<DisplayId>,
    #[command(flatten)]
    network: network::Args,
    /// A folder below which sticks with a feed appear; may be given again [default: where the system puts them]
    #[arg(long, value_name = "DIR")]
    sticks: Vec<PathBuf>,
    /// Play without a window, keeping DIR/screen.png a copy of the picture
    #[arg(long, value_name = "DIR")]
    offscreen: Option<PathBuf>,
    /// Canvas of an offscreen display
    #[arg(long, value_name = "WxH", default_value = "1920x1080", requires = "offscreen")]
    size: Size,
    /// A window at a place instead of the whole screen, such as 960x540+0+0
    #[arg(long, value_name = "WxH+X+Y", value_parser = place, conflicts_with = "offscreen")]
    window: Option<WindowPlacement>,
}

fn place(text: &str) -> Result<WindowPlacement, String> {
    let mut parts = text.split('+');
    let size = parts.next().unwrap_or_default().parse::<Size>()?;
    let mut offset = || parts.next().unwrap_or("0").parse::<i32>().map_err(|error| format!("`{text}`: {error}"));
    Ok(WindowPlacement::At(size, offset()?, offset()?))
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let root = std::fs::read(&args.root).map_err(|error| {
        let path = args.root.display();
        UsageError(format!("cannot read the root file `{path}`: {error}\nhint: it is `root.json` of the feed's folder"))
    })?;
    let screen = match args.offscreen {
        Some(dir) => Screen::Offscreen { dir, size: args.size },
        None => Screen::Window(args.window.unwrap_or(WindowPlacement::Full)),
    };
    let (line, sticks) = (args.network.policy()?, args.sticks);
    let options = PlayOptions { feed: args.feed, root, data: args.data, display: args.display, line, sticks, screen };
    let (data, display) = (options.data.clone(), options.display.clone());
    match player::play(options, Clock::system()) {
        Ok(()) => Ok(if is_unknown(&data, display.as_ref()) { Exit::NotAuthorised } else { Exit::Done }),
        Err(error @ PlayError::Setup(_)) => {
            let hint = "the root file is `root.json` beside the office's feed, as `bangtin feed init` wrote it";
            let context = UsageError(format!("this display cannot start; hint: {hint}"));
            Err(anyhow::Error::from(error).context(context))
        }
        Err(error @ (PlayError::Transport(_) | PlayError::Store(_) | PlayError::Screen { .. })) => {
            Err(anyhow::Error::from(error).context(UsageError("this display cannot start".to_owned())))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the programme this display played until its end does not know it.
fn is_unknown(data: &Path, display: Option<&DisplayId>) -> bool {
    let edition = Store::open(data).ok().and_then(|store| store.current());
    display.zip(edition).is_some_and(|(display, edition)| edition.programme.display(display).is_none())
}
