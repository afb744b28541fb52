//! The player's loop without a window: the same turns, a texture for a screen, and a copy of it in a file.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use super::{
    PlayError,
    engine::{Engine, Next},
    news::News,
};
use crate::{
    media,
    render::{RenderError, Renderer, TextureOutput},
};

/// Pause between two frames of a transition. Nobody sees these frames one by one, and two halls share a machine.
const FRAME: Duration = Duration::from_millis(50);

/// Plays until told to stop, keeping `dir/screen.png` a copy of the picture at rest.
pub fn play(
    mut engine: Engine,
    inbox: &Receiver<News>,
    mut output: TextureOutput,
    dir: &Path,
    rebuild: impl Fn() -> Result<(Renderer, TextureOutput), PlayError>,
) -> Result<(), PlayError> {
    fs::create_dir_all(dir).map_err(|source| PlayError::Screen { path: dir.to_owned(), source })?;
    engine.set_interval(FRAME);
    loop {
        let pause = match engine.turn(&mut output) {
            Ok(Next::Frame) => engine.next_frame().saturating_duration_since(engine.now().mono),
            Ok(Next::At(wall)) => {
                let now = engine.now();
                now.instant_of(wall).saturating_duration_since(now.mono)
            }
            Err(RenderError::DeviceLost) => {
                tracing::warn!("the GPU went away; starting over on a new one");
                let (renderer, fresh) = rebuild()?;
                output = fresh;
                engine.stage().replace_renderer(renderer);
                engine.begin_again();
                Duration::ZERO
            }
            Err(error) => {
                tracing::warn!(%error, "this turn failed; the picture stays");
                Duration::from_secs(1)
            }
        };
        if engine.take_settled() {
            keep(&output, dir);
        }
        match inbox.recv_timeout(pause) {
            Ok(News::Programme(programme)) => engine.offer(programme),
            Ok(News::Stop) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
            // The background is gone, which only a bug can do; what is on disk plays on.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(pause),
        }
    }
}

/// Writes the picture beside its final name and renames it, so that nobody ever reads half of one.
fn keep(output: &TextureOutput, dir: &Path) {
    let path = dir.join("screen.png");
    let written = output.picture().map_err(io::Error::other).and_then(|picture| {
        let png = media::encode_png(&picture).map_err(io::Error::other)?;
        let part: PathBuf = dir.join(".screen.png.part");
        fs::write(&part, png)?;
        fs::rename(&part, &path)
    });
    if let Err(error) = written {
        tracing::warn!(path = %path.display(), %error, "the copy of the screen was not written");
    }
}
