//! A panel driven through the kernel's own display interface (KMS): no window system, no cursor, nothing that can pop up.

mod card;
mod choice;
#[cfg(test)]
mod fake_card;
mod hotplug;
mod keeper;
mod kernel_card;
mod output;

pub use card::Card;
pub use choice::PanelChoice;
pub use keeper::{CardKeeper, Regained};
pub use kernel_card::KernelCard;
pub use output::KmsOutput;

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use hotplug::Hotplug;
use rustix::io::Errno;

use super::{
    PlayError,
    engine::{Engine, Light, NextTurn},
    event::PlayerEvent,
    heart::Heart,
};
use crate::{
    compose::{RETRY, recover},
    render::{Output as _, Presented, Renderer, show_black},
};

/// Between two looks at what is plugged in. The kernel answers from memory, unless it has said before that something was
/// plugged in or pulled out.
const LOOK: Duration = Duration::from_secs(1);

/// Plays on a panel until told to stop. What fails is tried again, and what is on the panel stays there.
pub fn play<C: Card>(
    mut engine: Engine,
    inbox: &Receiver<PlayerEvent>,
    mut output: KmsOutput<C>,
    mut heart: Heart,
    rebuild: impl Fn() -> Result<Renderer, PlayError>,
) {
    let mut looked: Option<Instant> = None;
    let mut hotplug = Hotplug::listen();
    fit(&mut engine, &output, &heart);
    loop {
        let now = engine.now().mono;
        if looked.is_none_or(|looked| now.saturating_duration_since(looked) >= LOOK) {
            looked = Some(now);
            match output.look(hotplug.asks()) {
                // One that is plugged in while the screen is off stays without a signal: televisions in standby come and go.
                Ok(true) => fit(&mut engine, &output, &heart),
                Ok(false) => keep(&mut engine, &mut output),
                Err(error) if error.raw_os_error() == Some(Errno::NODEV.raw_os_error()) => {
                    // As when the firmware's framebuffer gives way to the card's own driver: the hall opens the new one.
                    tracing::warn!("the graphics card is gone");
                    return;
                }
                Err(error) => tracing::warn!(%error, "the graphics card does not say what is plugged in"),
            }
            if output.is_taken() {
                heart.card_is_taken();
            }
        }
        let light = if output.has_panel() { engine.light() } else { Light::On };
        let pause = if light != Light::On {
            darken(&mut engine, &mut output, &mut heart, light);
            LOOK
        } else if output.has_panel() {
            turn(&mut engine, &mut output, &mut heart, &rebuild)
        } else {
            heart.without_screen(&mut engine);
            LOOK
        };
        match inbox.recv_timeout(pause) {
            Ok(PlayerEvent::Programmes(programmes)) => engine.offer(programmes),
            Ok(PlayerEvent::Stop) => return,
            Err(RecvTimeoutError::Timeout) => {}
            // The background is gone, which only a bug can do; what is on disk plays on.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(pause),
        }
    }
}

/// The screen is off by its hours: black, for panels that know no standby, and then standby.
fn darken<C: Card>(engine: &mut Engine, output: &mut KmsOutput<C>, heart: &mut Heart, light: Light) {
    let goes_out = light == Light::GoesOut;
    if goes_out {
        match show_black(engine.presenter().gpu(), output) {
            // Another program has the card: it is asked again.
            Ok(Presented::Skipped) => engine.darken_again(),
            Ok(Presented::Shown) => {
                if let Err(error) = output.sleep() {
                    tracing::info!(%error, "the panel cannot be switched to standby; it is black");
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the panel could not be made black");
                engine.darken_again();
            }
        }
    }
    heart.dark(engine, goes_out);
}

/// Takes a turn; how long until the next.
fn turn<C: Card>(
    engine: &mut Engine,
    output: &mut KmsOutput<C>,
    heart: &mut Heart,
    rebuild: impl Fn() -> Result<Renderer, PlayError>,
) -> Duration {
    let turn = engine.turn(output);
    if output.is_taken() {
        // Nothing can be due on a panel that is another program's.
        heart.without_screen(engine);
    } else {
        heart.beat(engine, turn.as_ref().ok().copied());
    }
    match turn {
        Ok(NextTurn::Frame) => engine.next_frame().saturating_duration_since(engine.now().mono),
        Ok(NextTurn::At(wall)) => {
            let now = engine.now();
            now.instant_of(wall).saturating_duration_since(now.mono).min(LOOK)
        }
        Err(error) => match recover(&error, rebuild) {
            Some(renderer) => {
                engine.replace_renderer(renderer);
                Duration::ZERO
            }
            None => RETRY,
        },
    }
}

/// Lays out for the panel that is there now.
fn fit<C: Card>(engine: &mut Engine, output: &KmsOutput<C>, heart: &Heart) {
    if let Some(refresh) = output.refresh() {
        engine.set_interval(refresh);
    }
    engine.presenter().set_screen(output.size());
    heart.resized(output.size());
    engine.begin_again();
}

/// Shows the picture again where the panel shows something else: another program's, or the console's.
fn keep<C: Card>(engine: &mut Engine, output: &mut KmsOutput<C>) {
    if engine.state().current().is_some() && output.has_panel() && !output.is_on_panel().unwrap_or(false) {
        if !output.is_taken() {
            tracing::warn!("the panel shows another picture than ours; showing ours again");
        }
        output.take_back();
        engine.begin_again();
    }
}
