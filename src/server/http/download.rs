//! A file that is made for somebody to download: written to the disk first, so that it is whole and costs no memory, then sent
//! piece by piece.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse as _, Response},
};
use tokio::{
    fs::{self, File},
    io::AsyncReadExt as _,
};

use crate::model::limits;

/// Bytes of a file that are in memory at a time.
const PIECE: usize = 64 << 10;

/// Seconds for which a page may hear that its file comes.
const TOLD_SECONDS: u32 = 60;

/// Tells the page that asked for a file that it comes. Its script reads it, and it opens nothing.
pub(in crate::server) fn comes(name: &str) -> String {
    format!("tai-ve={name}; Path=/; Max-Age={TOLD_SECONDS}; SameSite=Strict")
}

/// Places for files that are being made and sent.
#[derive(Debug)]
pub(in crate::server) struct Downloads {
    backups: DownloadSlots,
    exports: DownloadSlots,
}

/// Which places are taken.
type DownloadSlots = Arc<Mutex<Vec<bool>>>;

impl Default for Downloads {
    fn default() -> Self {
        let places = |n: usize| Arc::new(Mutex::new(vec![false; n]));
        Self { backups: places(limits::BACKUPS_SENT), exports: places(limits::STICKS_SENT) }
    }
}

impl Downloads {
    /// A backup that is to be made in that folder; `None` where every place is taken.
    pub fn backup(&self, folder: &Path) -> Option<Making> {
        Making::begin(&self.backups, |n| folder.join(format!("sao-luu-{n}.tar")))
    }

    /// What one display needs, to be made in that folder; `None` where every place is taken.
    pub fn export(&self, folder: &Path) -> Option<Making> {
        Making::begin(&self.exports, |n| folder.join(format!("mang-usb-{n}.zip")))
    }
}

/// A file that is being made or sent. Whatever becomes of it, nothing of it stays on the disk.
#[derive(Debug)]
pub(in crate::server) struct Making {
    path: PathBuf,
    places: DownloadSlots,
    place: usize,
}

impl Making {
    fn begin(places: &DownloadSlots, path: impl FnOnce(usize) -> PathBuf) -> Option<Self> {
        let mut taken = places.lock().unwrap_or_else(PoisonError::into_inner);
        let place = taken.iter().position(|taken| !taken)?;
        taken[place] = true;
        drop(taken);
        let making = Self { path: path(place), places: places.clone(), place };
        // What an earlier process was cut off in.
        making.remove();
        Some(making)
    }

    /// Where it is to be written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn remove(&self) {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(path = %self.path.display(), %error, "a file that was made for a download stays");
            }
            _ => {}
        }
    }

    /// Sends it under that name.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn send(self, name: &str, kind: &'static str) -> io::Result<Response> {
        let file = File::open(&self.path).await?;
        let length = file.metadata().await?.len();
        // Its name goes at once: the file is gone with whoever reads it, even where this process is killed. Where an open file
        // keeps its name, it goes at the end.
        fs::remove_file(&self.path).await.ok();
        let pieces = futures_util::stream::try_unfold((file.take(length), self), |(mut file, making)| async move {
            let mut piece = vec![0; PIECE];
            let read = file.read(&mut piece).await?;
            piece.truncate(read);
            Ok::<_, io::Error>((read > 0).then_some((piece, (file, making))))
        });
        let headers = [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_LENGTH, length.to_string()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
            (header::CACHE_CONTROL, "no-store".to_owned()),
            (header::SET_COOKIE, comes(name)),
        ];
        Ok((headers, Body::from_stream(pieces)).into_response())
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        self.remove();
        self.places.lock().unwrap_or_else(PoisonError::into_inner)[self.place] = false;
    }
}
