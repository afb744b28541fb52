//! `bangtin play`: the unattended display.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

#[cfg(target_os = "linux")]
use super::panel;
use super::{Exit, UsageError, network};
use crate::{
    clock::Clock,
    feed::transport::FeedAddress,
    folder::HallConfig,
    model::{DisplayId, ScreenHours, Size},
    player::{self, HallOrigin, HallSetup, PlayError, PlayOptions, Screen, WindowPlacement},
    store::{Store, StoreError},
};

/// Play the programme of a feed, unattended, full screen
#[derive(clap::Args)]
pub(super) struct Args {
    /// The `play.toml` of a hall kit, which says feed, root file, display and folder; what is given beside it goes first.
    /// One without feed and root file waits for a stick with a hall kit
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address of the feed, such as http://10.0.0.2:8080/feed, or a folder that holds one
    #[arg(long, value_name = "URL", required_unless_present = "config")]
    feed: Option<FeedAddress>,
    /// The feed's root file, handed out when the hall was set up
    #[arg(long, value_name = "FILE", required_unless_present = "config")]
    root: Option<PathBuf>,
    /// Folder for everything this hall keeps
    #[arg(long, value_name = "DIR", required_unless_present = "config")]
    data: Option<PathBuf>,
    /// Which of the feed's displays this is
    #[arg(long, value_name = "ID")]
    display: Option<DisplayId>,
    #[command(flatten)]
    network: network::Args,
    /// A folder below which sticks with a feed appear; may be given again [default: where the system puts them]
    #[arg(long, value_name = "DIR")]
    sticks: Vec<PathBuf>,
    /// Seconds for which the screen of a hall that is being set up shows the code of its kit, before anything else
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    code_seconds: u64,
    /// Play without a window, keeping DIR/screen.png a copy of the picture
    #[arg(long, value_name = "DIR")]
    offscreen: Option<PathBuf>,
    /// Canvas of an offscreen display
    #[arg(long, value_name = "WxH", default_value = "1920x1080", requires = "offscreen")]
    size: Size,
    /// A window at a place instead of the whole screen, such as 960x540+0+0
    #[arg(long, value_name = "WxH+X+Y", value_parser = place, conflicts_with = "offscreen")]
    window: Option<WindowPlacement>,
    #[cfg(target_os = "linux")]
    #[command(flatten)]
    panel: panel::Args,
}

fn place(text: &str) -> Result<WindowPlacement, String> {
    let mut parts = text.split('+');
    let size = parts.next().unwrap_or_default().parse::<Size>()?;
    let mut offset = || parts.next().unwrap_or("0").parse::<i32>().map_err(|error| format!("`{text}`: {error}"));
    Ok(WindowPlacement::At(size, offset()?, offset()?))
}

/// What a hall is started with, from the command line and the file of a hall kit.
struct HallStart {
    setup: HallSetup,
    data: PathBuf,
    hours: ScreenHours,
}

impl HallStart {
    fn of(args: &Args) -> Result<Self, UsageError> {
        let config = args.config.as_deref().map(HallConfig::read).transpose().map_err(|error| {
            let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
            UsageError(format!("{error}{source}"))
        })?;
        let said = |config: &HallConfig| {
            let address = config.feed.as_deref().map(str::parse::<FeedAddress>).transpose();
            address.map_err(|error| UsageError(format!("`feed` in the file of the hall kit: {error}")))
        };
        let feed = match (args.feed.clone(), &config) {
            (None, Some(config)) => said(config)?,
            (given, _) => given,
        };
        let root = args.root.clone().or_else(|| config.as_ref().and_then(|config| config.root.clone()));
        let data = args.data.clone().or_else(|| config.as_ref().map(|config| config.data.clone()));
        let data = data.expect("without `--config`, clap asks for it");
        let hours = config.as_ref().map(|config| config.screen_on.clone()).unwrap_or_default();
        let display = args.display.clone().or_else(|| config.and_then(|config| config.display));
        let setup = match (feed, root) {
            (Some(feed), Some(root)) => HallSetup::Given(HallOrigin { feed, root: root_file(&root)?, display }),
            (None, None) if display.is_none() => HallSetup::Kit(Duration::from_secs(args.code_seconds)),
            (None, None) => {
                let hint = "say `feed` and `root` too, or leave `display` to the kit on the stick";
                return Err(UsageError(format!("a display without a feed\nhint: {hint}")));
            }
            _ => return Err(UsageError("`feed` and its root file go together: one of them is missing".to_owned())),
        };
        Ok(Self { setup, data, hours })
    }
}

fn root_file(path: &Path) -> Result<Vec<u8>, UsageError> {
    std::fs::read(path).map_err(|error| {
        let path = path.display();
        UsageError(format!("cannot read the root file `{path}`: {error}\nhint: it is `root.json` of the feed's folder"))
    })
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let HallStart { setup, data, hours } = HallStart::of(&args)?;
    let display = match &setup {
        HallSetup::Given(origin) => origin.display.clone(),
        HallSetup::Kit(_) => None,
    };
    let screen = match args.offscreen {
        Some(dir) => Screen::Offscreen { dir, size: args.size },
        #[cfg(target_os = "linux")]
        None if args.window.is_none() && args.panel.is_wanted()? => args.panel.screen(),
        None => Screen::Window(args.window.unwrap_or(WindowPlacement::Full)),
    };
    let (line, sticks) = (args.network.policy()?, args.sticks);
    let options = PlayOptions { setup, data: data.clone(), line, sticks, screen, hours };
    match player::play(options, Clock::system()) {
        Ok(()) => Ok(if is_unknown(&data, display.as_ref()) { Exit::NotAuthorised } else { Exit::Done }),
        Err(error @ PlayError::Setup(_)) => {
            let hint = "the root file is `root.json` beside the office's feed, as `bangtin feed init` wrote it";
            let context = UsageError(format!("this display cannot start; hint: {hint}"));
            Err(anyhow::Error::from(error).context(context))
        }
        Err(error @ PlayError::Store(StoreError::Owned { .. })) => {
            Err(anyhow::Error::from(error).context("this hall already plays; hint: stop that process first"))
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
