//! The line on which a process hears what others of the same office have signed: PostgreSQL's LISTEN.

use std::{sync::OnceLock, time::Duration};

use sqlx::{Executor as _, postgres::PgListener};
use tokio::{sync::watch, time::timeout};

/// The name under which PostgreSQL passes notices on.
pub(super) const CHANNEL: &str = "bangtin";
/// After how long a silent line is asked whether it is there still: one that was cut without a word would be silent for ever.
const SILENCE: Duration = Duration::from_secs(20);
/// How long the server may take to answer.
const ANSWER: Duration = Duration::from_secs(10);
/// How long until a line that was cut is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// What has been heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Notices {
    /// How often something was told, or may have been told while the line was cut.
    pub count: u64,
    /// Whether it would be heard if something were told now. Where not, whoever must know looks now and then.
    pub is_listening: bool,
}

/// The one line of this process; it is begun when somebody first wants to know.
#[derive(Debug, Default)]
pub(super) struct Line(OnceLock<watch::Receiver<Notices>>);

impl Line {
    /// What is heard from the database at that address; nothing ever where there is none that could tell.
    pub(super) fn heard(&self, url: Option<&str>) -> watch::Receiver<Notices> {
        let begin = || {
            let (sender, heard) = watch::channel(Notices::default());
            if let Some(url) = url {
                tokio::spawn(listen_for_ever(url.to_owned(), sender));
            }
            heard
        };
        self.0.get_or_init(begin).clone()
    }
}

/// Listens until nobody wants to know any more.
async fn listen_for_ever(url: String, heard: watch::Sender<Notices>) {
    loop {
        tokio::select! {
            () = heard.closed() => return,
            outcome = listen(&url, &heard) => if let Err(error) = outcome {
                tracing::warn!(%error, "what other processes sign is not heard at once; it is looked for meanwhile");
            },
        }
        heard.send_modify(|notices| notices.is_listening = false);
        tokio::time::sleep(AGAIN).await;
    }
}

/// Listens until the line is cut.
async fn listen(url: &str, heard: &watch::Sender<Notices>) -> Result<(), sqlx::Error> {
    let mut listener = answered(async {
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        Ok(listener)
    })
    .await?;
    // After a cut the line is begun anew here, so that what may have been missed is noticed.
    listener.eager_reconnect(false);
    heard.send_modify(|notices| *notices = Notices { count: notices.count + 1, is_listening: true });
    loop {
        match timeout(SILENCE, listener.try_recv()).await {
            Ok(Ok(Some(_))) => heard.send_modify(|notices| notices.count += 1),
            Ok(Ok(None)) => return Ok(()),
            Ok(Err(error)) => return Err(error),
            Err(_) => answered(listener.execute("SELECT 1")).await.map(drop)?,
        }
    }
}

/// Waits for the server, but not for ever.
async fn answered<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    timeout(ANSWER, work).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}
