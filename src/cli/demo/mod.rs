//! `bangtin demo`: the main job, whole, on one machine.

mod feed;
mod hall;
mod verdict;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;

use self::hall::Hall;
use super::{Exit, UsageError, terminal::outln};
use crate::{
    clock::Clock,
    model::Size,
    server::{self, watch},
};

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

/// Canvas of a hall without a window. Both halls have the same, so that they must show the same pages.
const OFFSCREEN: Size = Size::FULL_HD;
/// Windows of the halls where there is a display: half a screen each.
const WINDOW: Size = Size::new(960, 540);

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    if !args.slides.join("campaign.toml").is_file() {
        let slides = args.slides.display();
        let hint = "hint: run this in the project's folder, or name a folder of slides with `--slides DIR`";
        return Err(UsageError(format!("`{slides}` holds no `campaign.toml`\n{hint}")).into());
    }
    let scratch = Scratch::new()?;
    let clock = Clock::system();
    let feed = feed::publish(&args.slides, &scratch.0, clock.now().wall)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let address = runtime.block_on(spawn(server::router(&feed.tree)))?;
    outln!("feed     http://{address}/  (version {}, {} slides)", feed.programme.version, feed.programme.slides.len())?;

    let windows = args.offscreen.is_none() && has_display();
    let pictures = args.offscreen.clone().unwrap_or_else(|| scratch.0.join("screens"));
    let mut halls = Vec::new();
    for number in 1..=2 {
        let mut arguments = vec!["--feed".into(), format!("http://{address}").into()];
        arguments.extend(["--root".into(), feed.root.clone().into_os_string()]);
        arguments.extend(["--data".into(), scratch.0.join(format!("hall-{number}")).into_os_string()]);
        let screen = (!windows).then(|| pictures.join(format!("hall-{number}")));
        match &screen {
            Some(dir) => {
                arguments.extend(["--offscreen".into(), dir.clone().into_os_string()]);
                arguments.extend(["--size".into(), OFFSCREEN.to_string().into()]);
            }
            None => {
                let place = format!("{WINDOW}+{}+0", (number - 1) * WINDOW.width);
                arguments.extend(["--window".into(), place.into()]);
            }
        }
        halls.push(Hall::open(format!("Nhà văn hóa {number}"), screen, arguments)?);
    }
    let screens: Vec<watch::Screen> =
        halls.iter().filter_map(|hall| Some((hall.name.clone(), hall.screen.as_ref()?.join("screen.png")))).collect();
    if !screens.is_empty() {
        let watched = runtime.block_on(spawn(watch::router(screens)))?;
        outln!("screens  http://{watched}/  (open it in a browser to watch both halls)")?;
    }
    outln!("{}", if args.seconds.is_some() { "playing…" } else { "playing… stop with Ctrl+C" })?;

    let ended = runtime.block_on(wait(args.seconds, &mut halls));
    let end = clock.now().wall;
    halls.iter_mut().for_each(Hall::stop);
    if let Some(ended) = ended {
        anyhow::bail!("{ended}");
    }
    if args.seconds.is_none() {
        return Ok(Exit::Done);
    }
    let canvas = if windows { WINDOW } else { OFFSCREEN };
    Ok(if verdict::both_played(&halls, &feed.programme, canvas, end)? { Exit::Done } else { Exit::Failed })
}

/// Waits for the time to be up, for Ctrl+C, or for a hall that ended by itself, which none should: says which.
async fn wait(seconds: Option<u64>, halls: &mut [Hall]) -> Option<String> {
    let up = async {
        match seconds {
            Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
            None => std::future::pending().await,
        }
    };
    let ended = async {
        loop {
            tokio::time::sleep(Duration::from_millis(250)).await;
            if let Some((name, how)) = halls.iter_mut().find_map(|hall| Some((hall.name.clone(), hall.ended()?))) {
                return format!("{name} ended by itself: {how}");
            }
        }
    };
    tokio::select! {
        () = up => None,
        _ = tokio::signal::ctrl_c() => None,
        ended = ended => Some(ended),
    }
}

/// Serves on a free port of this machine, in the background.
async fn spawn(router: axum::Router) -> anyhow::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(server::serve(listener, router, std::future::pending()));
    Ok(address)
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// A folder of the demonstration's own, gone when it ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("bangtin-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path).with_context(|| format!("cannot make `{}`", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let path: &Path = &self.0;
        if let Err(error) = std::fs::remove_dir_all(path) {
            tracing::warn!(path = %path.display(), %error, "the demonstration's folder was left behind");
        }
    }
}
