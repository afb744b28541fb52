//! The end of a display, when the process is asked to end (SIGTERM, SIGINT).
//!
//! The request is heard on a thread of its own, so that it is heard whatever the others wait for: a disk that hangs, a
//! server that trickles, a page that takes long to lay out.

use std::{io, thread, time::Duration};

use super::event::{EventSender, HallEvent};

/// How long the display may take to end by itself. Everything it keeps survives a power cut, so it survives this as well.
const GRACE: Duration = Duration::from_secs(2);

/// Starts listening. When the process is asked to end, the display is told to stop; if it has not after [`GRACE`], the
/// process ends all the same.
///
/// # Errors
/// Where no thread can be started or the system does not tell of signals.
pub(super) fn listen(events: EventSender<HallEvent>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listen = move || {
        runtime.block_on(requested());
        events.send(HallEvent::Stop);
        thread::sleep(GRACE);
        tracing::warn!("the display did not stop by itself; ending the process");
        std::process::exit(0);
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listen).map(drop)
}

#[cfg(unix)]
async fn requested() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    // A terminal that was closed is no reason to leave a screen; once asked for, the signal ends nobody.
    let _hang_up = signal(SignalKind::hangup());
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn requested() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
