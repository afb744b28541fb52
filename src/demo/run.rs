//! The run of a demonstration, from the empty folder to the verdict.

use std::{ffi::OsString, path::PathBuf, time::Duration};

use super::{error::DemoError, hall::Hall, office, scratch::DemoFolder, verdict};
use crate::{clock::Clock, model::Size, server};

/// What to demonstrate.
#[derive(Debug, Clone)]
pub struct DemoOptions {
    /// The folder of slides to publish.
    pub slides: PathBuf,
    /// Play without windows, each hall keeping a picture of its screen in this folder.
    pub offscreen: Option<PathBuf>,
    /// Stop after so many seconds and judge what was shown; `None`: go on until it is interrupted.
    pub seconds: Option<u64>,
}

/// Canvas of a hall without a window. Both halls have the same, so that they must show the same pages.
const OFFSCREEN: Size = Size::FULL_HD;
/// Windows of the halls where there is a display: half a screen each.
const WINDOW: Size = Size::new(960, 540);

/// Runs it, tells what it does line by line, and answers whether both halls showed what was due. Halls are stopped however
/// it ends.
///
/// # Errors
/// [`DemoError`], and whatever `say` answers with.
pub fn run<E: From<DemoError>>(
    options: &DemoOptions,
    clock: &Clock,
    mut say: impl FnMut(String) -> Result<(), E>,
) -> Result<bool, E> {
    let scratch = DemoFolder::new()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(DemoError::Server)?;
    let office = runtime.block_on(office::open(&options.slides, &scratch.0, clock))?;
    let router = server::office_page(office.site, office.pages, server::Outside::default());
    let address = runtime.block_on(server::serve_here(router)).map_err(DemoError::Server)?;
    let (version, slides) = (office.programme.version, office.programme.slides.len());
    say(format!("office   http://{address}/  (version {version}, {slides} slides)"))?;
    for person in &office.people {
        say(format!("log in   {} {}  ({})", person.login, person.password, person.may))?;
    }
    let twins = office::twins(&office.programme);

    let windows = options.offscreen.is_none() && has_display();
    let pictures = options.offscreen.clone().unwrap_or_else(|| scratch.0.join("screens"));
    let mut halls = Vec::new();
    for number in 1..=2_usize {
        let screen = (!windows).then(|| pictures.join(format!("hall-{number}")));
        let mut arguments: Vec<OsString> = vec!["--feed".into(), format!("http://{address}").into()];
        arguments.extend(["--root".into(), office.root.clone().into_os_string()]);
        arguments.extend(["--data".into(), scratch.0.join(format!("hall-{number}")).into_os_string()]);
        if let Some(twins) = &twins {
            arguments.extend(["--display".into(), twins[number - 1].to_string().into()]);
        }
        match &screen {
            Some(dir) => {
                arguments.extend(["--offscreen".into(), dir.clone().into_os_string()]);
                arguments.extend(["--size".into(), OFFSCREEN.to_string().into()]);
            }
            None => {
                let place = format!("{WINDOW}+{}+0", if number == 1 { 0 } else { WINDOW.width });
                arguments.extend(["--window".into(), place.into()]);
            }
        }
        halls.push(Hall::open(format!("Nhà văn hóa {number}"), screen, arguments)?);
    }
    let screens: Vec<server::NamedScreen> =
        halls.iter().filter_map(|hall| Some((hall.name.clone(), hall.screen.as_ref()?.join("screen.png")))).collect();
    if !screens.is_empty() {
        let watched = runtime.block_on(server::serve_here(server::screens(screens))).map_err(DemoError::Server)?;
        say(format!("screens  http://{watched}/  (open it in a browser to watch both halls)"))?;
    }
    say(if options.seconds.is_some() { "playing…" } else { "playing… stop with Ctrl+C" }.to_owned())?;

    let ended = runtime.block_on(wait(options.seconds, &mut halls));
    let end = clock.now().wall;
    halls.iter_mut().for_each(Hall::stop);
    ended?;
    if options.seconds.is_none() {
        return Ok(true);
    }
    let display = twins.as_ref().map(|[first, _]| first);
    verdict::both_played(&halls, &office.programme, display, if windows { WINDOW } else { OFFSCREEN }, end, say)
}

/// Waits for the time to be up, to be told to end, or for a hall that ended by itself, which none should.
async fn wait(seconds: Option<u64>, halls: &mut [Hall]) -> Result<(), DemoError> {
    let up = async {
        match seconds {
            Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
            None => std::future::pending().await,
        }
    };
    let ended = async {
        loop {
            tokio::time::sleep(Duration::from_millis(250)).await;
            if let Some((name, status)) = halls.iter_mut().find_map(|hall| Some((hall.name.clone(), hall.ended()?))) {
                return DemoError::Ended { name, status };
            }
        }
    };
    tokio::select! {
        () = up => Ok(()),
        () = server::told_to_stop() => Ok(()),
        ended = ended => Err(ended),
    }
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
