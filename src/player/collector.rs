//! The background of a display: asks the feed again and again, and tells the loop what came of it.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use super::{
    PlayError, builtin,
    news::{News, Teller},
};
use crate::{
    clock::Clock,
    feed::{
        Client, CollectError, Collected, Collector, Watch,
        transport::{Folder, Http, Transport},
    },
    model::{DisplayId, Size},
    store::Store,
};

/// Which feed, for which screen.
#[derive(Debug, Clone)]
pub struct Target {
    /// Base address, or a folder that holds a tree.
    pub feed: String,
    /// The feed's root file, as it was handed out.
    pub root: Vec<u8>,
    /// This display's name.
    pub display: Option<DisplayId>,
    /// The canvas pictures are fetched for. A loop whose window changes size changes it here.
    pub canvas: Arc<Mutex<Size>>,
}

/// Starts collecting on a thread of its own; it ends with the program or when nobody listens any more.
///
/// A root file or an address that cannot be one is refused here, while somebody is still looking.
pub(super) fn start(store: Store, clock: Clock, target: Target, teller: Teller) -> Result<(), PlayError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(PlayError::Background)?;
    let transport = runtime.block_on(async {
        let transport = transport(&target, &clock)?;
        Client::new(transport.clone(), &target.root, None, 0).await.map_err(PlayError::Setup)?;
        Ok::<_, PlayError>(transport)
    })?;
    let run = move || runtime.block_on(stop_or(teller.clone(), follow(store, clock, transport, target, teller)));
    std::thread::Builder::new().name("collect".to_owned()).spawn(run).map_err(PlayError::Background)?;
    Ok(())
}

/// Follows the feed until the process is asked to end.
async fn stop_or(teller: Teller, follow: impl Future<Output = ()>) {
    tokio::select! {
        () = asked_to_end() => { teller.tell(News::Stop); }
        () = follow => {}
    }
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn follow(store: Store, clock: Clock, transport: Arc<dyn Transport>, target: Target, teller: Teller) {
    let mut watch = Watch::default();
    let mut failures = 0;
    let mut told = String::new();
    let mut on_screen = "";
    loop {
        let canvas = *target.canvas.lock().expect("no holder of this lock panics");
        let collector = Collector::new(store.clone(), transport.clone(), &target.root, canvas);
        let outcome = collector.collect(&clock, &|_| {}).await;
        let waiting_for = match &outcome {
            Ok(Collected::New { edition, files, bytes }) => {
                tracing::info!(version = edition.version(), files, bytes, "new edition");
                if !teller.tell(News::Programme(edition.programme.clone())) {
                    return;
                }
                None
            }
            Ok(Collected::Unchanged(_)) => None,
            Ok(Collected::NothingPublished) => Some("Đã kết nối. Xã chưa phát hành nội dung nào."),
            Err(error) => Some(in_words(error)),
        };
        failures = if outcome.is_ok() { 0 } else { failures + 1 };
        if let Err(error) = &outcome {
            // The same failure is said once, not at every try: a dead line must not fill the log.
            let words = chain(error);
            if words != told {
                tracing::warn!(offline = error.is_offline(), failures, "{words}; what is on screen stays");
                told = words;
            }
        } else {
            told.clear();
        }
        if let Some(words) = waiting_for.filter(|words| *words != on_screen && store.current().is_none()) {
            on_screen = words;
            if !teller.tell(News::Programme(builtin::programme(words))) {
                return;
            }
        }
        watch.wait(&outcome, &store, &*transport, &clock).await;
    }
}

fn transport(target: &Target, clock: &Clock) -> Result<Arc<dyn Transport>, PlayError> {
    if target.feed.contains("://") {
        let http = Http::new(&target.feed, target.display.clone()).map_err(PlayError::Address)?;
        return Ok(Arc::new(http.asking_the_time(clock.clone())));
    }
    Ok(Arc::new(Folder::at(Path::new(&target.feed))))
}

/// What a villager or whoever passes by may read of it, small, on a screen that has nothing else yet.
fn in_words(error: &CollectError) -> &'static str {
    match error {
        error if error.is_offline() => "Đang chờ mạng để nhận nội dung đầu tiên…",
        CollectError::Expired { .. } => "Nguồn tin đã quá hạn. Đang chờ xã gia hạn.",
        CollectError::Store(_) => "Bộ nhớ của máy không ghi được. Cần người kiểm tra.",
        _ => "Nội dung nhận được không đúng chữ ký nên không hiển thị.",
    }
}

/// An error with its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}
