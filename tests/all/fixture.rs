//! A commune office with a real feed and a real server, and halls with real stores, in temporary folders.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use bangtin::{
    clock::Clock,
    feed::{
        self, CollectError, Collected, Collector, Lifetimes, Publication, Published, Repository, RepositoryState,
        RootKeys,
        transport::{Http, Tls, Transport},
    },
    model::{Digest, Programme, Size, WallTime},
    server,
    store::Store,
};
use serde_json::json;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot};

/// 2026-11-20T08:00:00+07:00.
pub const MORNING: WallTime = WallTime(1_795_136_400_000);
pub const DAY: i64 = 86_400_000;

/// A feed with its keys.
pub struct Office {
    home: TempDir,
}

impl Office {
    /// An office with an empty feed, made in the [`MORNING`].
    pub fn new() -> Self {
        Self::with(RootKeys::default(), Lifetimes::SERVED)
    }

    /// A folder in which an office will be made.
    pub fn empty() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    pub fn with(root_keys: RootKeys, lifetimes: Lifetimes) -> Self {
        let office = Self { home: tempfile::tempdir().unwrap() };
        office.repository().init(root_keys, lifetimes, MORNING).unwrap();
        office
    }

    /// An office of somebody who took feed and keys of this one.
    pub fn stolen_from(office: &Self) -> Self {
        let stolen = Self { home: tempfile::tempdir().unwrap() };
        for (from, to) in [(office.feed(), stolen.feed()), (office.keys(), stolen.keys())] {
            copy_all(&from, &to);
        }
        stolen
    }

    pub fn feed(&self) -> PathBuf {
        self.home.path().join("feed")
    }

    pub fn keys(&self) -> PathBuf {
        self.home.path().join("keys")
    }

    pub fn repository(&self) -> Repository {
        Repository::in_folder(&self.feed(), &self.keys())
    }

    /// What the feed says now.
    pub fn state(&self) -> RepositoryState {
        self.repository().state().unwrap()
    }

    pub fn root(&self) -> Vec<u8> {
        std::fs::read(feed::root_file(&self.feed())).unwrap()
    }

    /// Publishes posters with these pictures, by the names of their slides.
    pub fn publish(&self, posters: &[(&str, &[u8])]) -> Published {
        self.publish_at(posters, MORNING)
    }

    pub fn publish_at(&self, posters: &[(&str, &[u8])], now: WallTime) -> Published {
        let (programme, files) = programme(posters);
        let lifetimes = Lifetimes::SERVED;
        let publication = Publication { programme, files: &files, lifetimes, force: false, version: None, now };
        self.repository().publish(publication).unwrap()
    }

    /// Every file of the tree that halls read, as a path below the feed's base.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        for folder in ["metadata", "targets", "objects"] {
            for entry in std::fs::read_dir(self.feed().join(folder)).unwrap() {
                files.push(format!("{folder}/{}", entry.unwrap().file_name().into_string().unwrap()));
            }
        }
        files.sort();
        files
    }

    /// The tree as it is now, to go back to.
    pub fn copy(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        for file in self.files() {
            let to = copy.path().join(&file);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(self.feed().join(file), to).unwrap();
        }
        copy
    }

    pub async fn serve(&self) -> Served {
        Served::start(server::router(&self.feed())).await
    }
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A programme of posters, and the files it names.
pub fn programme(posters: &[(&str, &[u8])]) -> (Programme, BTreeMap<Digest, Vec<u8>>) {
    let mut files = BTreeMap::new();
    let mut slides = Vec::new();
    let mut assets = serde_json::Map::new();
    for (name, picture) in posters {
        let digest = Digest::of(picture);
        files.insert(digest, picture.to_vec());
        let key = format!("posters/{name}.png");
        slides.push(json!({"id": name, "template": "poster", "picture": key, "alt": name, "duration_ms": 15_000}));
        let size = json!({"width": 1920, "height": 1080});
        let rendition = json!({"digest": digest, "bytes": picture.len(), "size": size, "media_type": "image/png"});
        assets.insert(key, json!({"original": digest, "renditions": [rendition]}));
    }
    let unit = json!({
        "name": "UBND xã Mai Phụ", "kicker": "CẢI CÁCH HÀNH CHÍNH", "hotline": "0239", "portal": "maiphu.gov.vn",
        "transition": "fade", "transition_ms": 800,
    });
    let programme = json!({
        "version": 0, "issued_ms": 0, "epoch_ms": MORNING, "time_zone": "Asia/Ho_Chi_Minh", "unit": unit,
        "slides": slides, "assets": assets,
        "default_slide": {"id": "default", "template": "default", "text": "Xin chào"},
    });
    (serde_json::from_value(programme).unwrap(), files)
}

/// A server on a free port. Dropped, it stops, connections and all.
pub struct Served {
    pub url: String,
    _stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Served {
    pub async fn start(router: axum::Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { stopped.await.unwrap_or(()) };
        let task = tokio::spawn(async move { server::serve(listener, router, shutdown).await.unwrap() });
        Self { url: format!("http://{address}"), _stop: stop, task }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A hall: a store, the root it was installed with, and a clock.
pub struct Hall {
    home: TempDir,
    pub root: Vec<u8>,
    pub clock: Clock,
}

impl Hall {
    pub fn new(office: &Office) -> Self {
        Self { home: tempfile::tempdir().unwrap(), root: office.root(), clock: Clock::fixed(MORNING) }
    }

    pub fn dir(&self) -> &Path {
        self.home.path()
    }

    /// The store as a restart finds it.
    pub fn store(&self) -> Store {
        Store::open(self.dir()).unwrap()
    }

    /// The version that would play after a restart; 0 for the built-in default.
    pub fn plays(&self) -> u64 {
        self.store().current().map_or(0, |edition| edition.version())
    }

    pub async fn collect(&self, url: &str) -> Result<Collected, CollectError> {
        self.collect_by(Arc::new(Http::new(url, Some("nha-van-hoa-1".parse().unwrap()), tls()).unwrap())).await
    }

    pub async fn collect_by(&self, transport: Arc<dyn Transport>) -> Result<Collected, CollectError> {
        let collector = Collector::new(self.store(), transport, &self.root, Size::FULL_HD);
        collector.collect(&self.clock, &|_| {}).await
    }
}

/// Lines that are not encrypted need none.
pub fn tls() -> Tls {
    Tls::by(&Clock::system())
}

/// Bytes that look like nothing, the same for the same seed.
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(length).collect()
}
