//! The player's loop without a window: the same turns, a texture for a screen, and a copy of it in a file.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use super::{
    PlayError,
    engine::{Engine, Light, NextTurn},
    event::PlayerEvent,
    heart::Heart,
};
use crate::{
    compose::{RETRY, recover},
    media,
    render::{Renderer, TextureOutput, show_black},
};

/// Pause between two frames of a transition. Nobody sees these frames one by one, and two halls share a machine.
const FRAME: Duration = Duration::from_millis(50);

/// Between two looks while the screen is off.
const LOOK: Duration = Duration::from_secs(1);

/// Plays until told to stop, keeping `dir/screen.png` a copy of the picture at rest.
///
/// # Errors
/// [`PlayError::Screen`].
pub fn play(
    mut engine: Engine,
    inbox: &Receiver<PlayerEvent>,
    mut output: TextureOutput,
    dir: &Path,
    mut heart: Heart,
    rebuild: impl Fn() -> Result<(Renderer, TextureOutput), PlayError>,
) -> Result<(), PlayError> {
    fs::create_dir_all(dir).map_err(|source| PlayError::Screen { path: dir.to_owned(), source })?;
    engine.set_interval(FRAME);
    loop {
        let light = engine.light();
        let pause = if light == Light::On {
            turn(&mut engine, &mut output, &mut heart, &rebuild)
        } else {
            let goes_out = light == Light::GoesOut;
            if goes_out {
                match show_black(engine.presenter().gpu(), &mut output) {
                    Ok(_) => keep(&output, dir),
                    Err(error) => tracing::warn!(%error, "the screen could not be made black"),
                }
            }
            heart.dark(&mut engine, goes_out);
            LOOK
        };
        if engine.take_settled() {
            keep(&output, dir);
        }
        match inbox.recv_timeout(pause) {
            Ok(PlayerEvent::Programmes(programmes)) => engine.offer(programmes),
            Ok(PlayerEvent::Stop) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
            // The background is gone, which only a bug can do; what is on disk plays on.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(pause),
        }
    }
}

/// Takes a turn; how long until the next.
fn turn(
    engine: &mut Engine,
    output: &mut TextureOutput,
    heart: &mut Heart,
    rebuild: impl Fn() -> Result<(Renderer, TextureOutput), PlayError>,
) -> Duration {
    let turn = engine.turn(output);
    heart.beat(engine, turn.as_ref().ok().copied());
    match turn {
        Ok(NextTurn::Frame) => engine.next_frame().saturating_duration_since(engine.now().mono),
        Ok(NextTurn::At(wall)) => {
            let now = engine.now();
            now.instant_of(wall).saturating_duration_since(now.mono)
        }
        Err(error) => match recover(&error, rebuild) {
            Some((renderer, fresh)) => {
                *output = fresh;
                engine.replace_renderer(renderer);
                Duration::ZERO
            }
            None => RETRY,
        },
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

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        sync::{Arc, Mutex, mpsc},
    };

    use super::*;
    use crate::{
        clock::Clock,
        compose::{Presenter, built_in},
        model::{Digest, Size},
        player::{PlayLog, state::PlayerState},
        render::{Gpu, RenderError},
    };

    /// Waits until the copy of the screen is there again after `gone` took it away, and answers with it.
    fn next_copy(path: &Path, gone: impl FnOnce()) -> Vec<u8> {
        fs::remove_file(path).ok();
        gone();
        for _ in 0..1_000 {
            if let Ok(png) = fs::read(path) {
                return png;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("no picture came back");
    }

    #[test]
    fn a_gpu_that_goes_away_is_replaced_and_the_picture_is_the_same() {
        let size = Size::new(320, 320);
        let dir = tempfile::tempdir().unwrap();
        let (tell, inbox) = mpsc::channel();
        let newest = Arc::new(Mutex::new(None::<Gpu>));
        let failures = Arc::new(Mutex::new(0));
        let open = {
            let (newest, failures) = (newest.clone(), failures.clone());
            move || -> Result<(Renderer, TextureOutput), PlayError> {
                let mut left = failures.lock().unwrap();
                if *left > 0 {
                    *left -= 1;
                    return Err(PlayError::Render(RenderError::NoAdapter { tried: "the driver is restarting".into() }));
                }
                let gpu = Gpu::offscreen()?;
                *newest.lock().unwrap() = Some(gpu.clone());
                Ok((Renderer::new(&gpu), TextureOutput::new(&gpu, size)?))
            }
        };
        let path = dir.path().join("screen.png");
        let hall = {
            let dir = dir.path().to_owned();
            std::thread::spawn(move || {
                let (renderer, output) = open().unwrap();
                let pictures: Arc<BTreeMap<Digest, Vec<u8>>> = Arc::default();
                let state = PlayerState::new(built_in::programme("Đang chờ"), None);
                let presenter = Presenter::new(renderer, pictures, size);
                let engine = Engine::new(Clock::system(), state, presenter, PlayLog::to(io::sink()));
                play(engine, &inbox, output, &dir, Heart::default(), open)
            })
        };
        let before = next_copy(&path, || {});
        let lose = || newest.lock().unwrap().take().unwrap().lose();
        // A screen at rest draws nothing; other words make it notice.
        let after = next_copy(&path, || {
            *failures.lock().unwrap() = 1;
            lose();
            tell.send(PlayerEvent::Programmes(built_in::programme("Đã kết nối").into())).unwrap();
        });
        assert_ne!(before, after, "the new words came with the new device");
        let again = next_copy(&path, || {
            lose();
            tell.send(PlayerEvent::Programmes(built_in::programme("Đang chờ").into())).unwrap();
        });
        assert_eq!(before, again, "the same page on another device is the same picture");
        tell.send(PlayerEvent::Stop).unwrap();
        hall.join().unwrap().unwrap();
    }
}
