//! A client of one feed: asks, verifies by the full workflow of the TUF specification, and hands over targets.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::Deserialize;
use sigstore_tuf::{Error, TrustedMetadataSet, Updater};

use super::{
    replay::Replay,
    trusted_cache::{TrustedCache, VerifiedFiles},
};
use crate::{
    clock::TimeSample,
    feed::{
        CollectError,
        signed_time::{TimeKeys, TimeResponse},
        transport::{Transport, TransportError},
        tree::{ISSUED, TIME_CORRECTIONS, TreeFile},
    },
    model::{Digest, WallTime},
    store::{Accepted, Seen, TrustedSet},
};

/// A client of one feed.
///
/// It starts from a root that was installed by hand, or from the set of metadata it accepted last, and knows no time of
/// its own.
pub struct Client {
    transport: Arc<dyn Transport>,
    updater: Updater,
    cache: TrustedCache,
    set: TrustedSet,
    root_floor: u64,
    times: Vec<TimeResponse>,
}

/// What a refresh found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// The set to keep in place of the last one; `None` where nothing is new.
    pub set: Option<TrustedSet>,
    /// When the feed signed its timestamp: an instant that is certainly past.
    pub issued: Option<WallTime>,
}

/// A refresh that failed, and what of it counts all the same.
#[derive(Debug)]
pub struct Rejected {
    /// Why.
    pub error: CollectError,
    /// The set to keep in place of the last one, where roots, a timestamp or a snapshot in it are newer: they were verified
    /// and are the least that counts from now on, while the accepted files stay.
    pub set: Option<TrustedSet>,
}

/// A target as the trusted metadata names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetFile {
    /// The digest to check its bytes by.
    pub digest: TargetDigest,
    /// Its length in bytes.
    pub bytes: u64,
}

/// A digest that a feed names a target by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetDigest {
    /// SHA-256, which the store names files by.
    Sha256(Digest),
    /// SHA-512 alone, 128 lower-case hexadecimal digits.
    Sha512(String),
}

/// What a client trusts of each role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedRoles {
    /// The newest root.
    pub root: TrustedRole,
    /// The newest timestamp that was verified, if any; likewise below.
    pub timestamp: Option<TrustedRole>,
    /// The newest snapshot.
    pub snapshot: Option<TrustedRole>,
    /// The newest targets.
    pub targets: Option<TrustedRole>,
    /// Roles that the targets delegate to and that a question for a target led to since this client began, by their
    /// names in the feed.
    pub delegated: BTreeMap<String, TrustedRole>,
}

/// One trusted metadata file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedRole {
    /// Its version.
    pub version: u64,
    /// When it expires.
    pub expires: WallTime,
    /// The file as it was signed.
    pub text: String,
}

impl TrustedRole {
    /// `None` where the text is no metadata, which no verified file is.
    fn of(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            signed: Signed,
        }
        #[derive(Deserialize)]
        struct Signed {
            version: u64,
            expires: jiff::Timestamp,
        }
        let Envelope { signed: Signed { version, expires } } = serde_json::from_str(text).ok()?;
        Some(Self { version, expires: expires.into(), text: text.to_owned() })
    }
}

impl Client {
    /// A client that trusts `root`, the root file installed by hand, and whatever `last` proves to have grown from it.
    ///
    /// `root_floor` is the newest root version this hall has ever accepted; older ones may list keys that were stolen.
    ///
    /// # Errors
    /// [`CollectError::BadRoot`] where `root` is not a root file.
    pub async fn new(
        transport: Arc<dyn Transport>,
        root: &[u8],
        last: Option<&TrustedSet>,
        root_floor: u64,
    ) -> Result<Self, CollectError> {
        let installed = || TrustedSet::from_root(String::from_utf8_lossy(root).into_owned());
        // A root file that the last set did not grow from is the operator's word: it begins a new history, and what was
        // accepted before counts only if its keys did sign it.
        let set = match last {
            Some(last) if last.grew_from(root) => last.clone(),
            Some(last) => TrustedSet { accepted: last.accepted.clone(), seen: last.seen.clone(), ..installed() },
            None => installed(),
        };
        let Replay { updater, cache, set } = Replay::of(&transport, set).await.map_err(bad_root)?;
        let version = updater.trusted().root().version;
        if version < root_floor {
            tracing::warn!(version, root_floor, "starting again from an old root; the newer ones must come first");
        }
        Ok(Self { transport, updater, cache, set, root_floor, times: Vec::new() })
    }

    /// Asks the feed for what is new and verifies it as of `now`.
    ///
    /// # Errors
    /// [`Rejected`] where the feed does not answer or a file is refused. The accepted files then stay; newer roots, and a
    /// newer timestamp or snapshot that did verify, are the least that counts from then on.
    pub async fn refresh(&mut self, now: WallTime) -> Result<Refreshed, Rejected> {
        let before = self.set.clone();
        let outcome = self.verify(now).await;
        let set = (self.set != before).then(|| self.set.clone());
        match outcome {
            Ok(()) => Ok(Refreshed { set, issued: self.issued() }),
            Err(error) => Err(Rejected { error, set }),
        }
    }

    async fn verify(&mut self, now: WallTime) -> Result<(), CollectError> {
        let outcome = loop {
            let outcome = self.updater.refresh(now.timestamp()).await.map_err(|error| self.explain(error));
            self.times.extend(self.cache.take_times());
            let new = self.cache.take_new_roots();
            if new.files.is_empty() {
                break outcome;
            }
            adopt(&mut self.set, new.files);
            // Under the new root, what was verified before is verified again.
            let replay = Replay::of(&self.transport, self.set.clone()).await;
            let replay = replay.map_err(bad_root)?;
            (self.updater, self.cache, self.set) = (replay.updater, replay.cache, replay.set);
            if !new.ended_refresh {
                break outcome;
            }
        };
        if matches!(outcome, Err(CollectError::Expired { .. })) && self.cache.asked().timestamp.is_none() {
            // By a clock that was led far astray even the root has expired, and nothing below it is asked for. That the office
            // took its time back must be heard all the same.
            self.cache.ask_for_timestamp(&*self.transport).await;
            self.times.extend(self.cache.take_times());
        }
        if self.root_version() < self.root_floor {
            outcome?;
            return Err(CollectError::Lacks { file: TreeFile::Root(self.root_version() + 1).to_string() });
        }
        let verified = self.cache.verified();
        match outcome.and_then(|()| self.check_issue_time()) {
            Ok(()) => self.accept(verified, now).await,
            Err(error) => {
                self.set.seen = seen(verified, self.set.accepted.as_ref());
                Err(error)
            }
        }
    }

    /// A time of signing after the end of what it signs is a mistake or a lie, and halls would keep to it.
    fn check_issue_time(&self) -> Result<(), CollectError> {
        let Some(timestamp) = self.updater.trusted().timestamp() else { return Ok(()) };
        let expires = WallTime::from(timestamp.expires);
        match self.issued() {
            Some(issued) if issued > expires => {
                let why = format!("it says that it was signed at {issued} and expired before that, at {expires}");
                Err(CollectError::Refused { file: TreeFile::Timestamp.to_string(), why })
            }
            _ => Ok(()),
        }
    }

    /// Keeps the whole set, once it is sure to verify again after a restart: one that does not would be forgotten then,
    /// and all floors with it.
    async fn accept(&mut self, verified: VerifiedFiles, now: WallTime) -> Result<(), CollectError> {
        let VerifiedFiles { timestamp: Some(timestamp), snapshot: Some((_, snapshot)), targets: Some(targets), .. } =
            verified
        else {
            let why = "the feed has no timestamp, snapshot and targets that belong together".to_owned();
            return Err(CollectError::Refused { file: TreeFile::Timestamp.to_string(), why });
        };
        let unchanged = self.set.accepted.as_ref().is_some_and(|accepted| {
            (&accepted.timestamp, &accepted.snapshot, &accepted.targets) == (&timestamp, &snapshot, &targets)
        });
        if unchanged {
            return Ok(());
        }
        let accepted = Some(Accepted { timestamp, snapshot, targets, at: now });
        let set = TrustedSet { roots: self.set.roots.clone(), accepted, seen: Vec::new() };
        match Replay::of(&self.transport, set.clone()).await {
            Ok(replay) if replay.set == set => {
                self.set = set;
                Ok(())
            }
            _ => {
                let why = "it does not belong to the snapshot and targets it was verified with".to_owned();
                Err(CollectError::Refused { file: TreeFile::Timestamp.to_string(), why })
            }
        }
    }

    /// The set as it is trusted now.
    pub fn set(&self) -> &TrustedSet {
        &self.set
    }

    /// Versions, ends and files of what is trusted now.
    pub fn trusted(&self) -> TrustedRoles {
        let trusted = self.updater.trusted().root();
        let root =
            TrustedRole { version: trusted.version, expires: trusted.expires.into(), text: self.set.root().to_owned() };
        let accepted = self.set.accepted.as_ref();
        let seen = |file: fn(&Seen) -> Option<&String>| self.set.seen.iter().rev().find_map(file);
        let timestamp = seen(|seen| Some(&seen.timestamp)).or(accepted.map(|accepted| &accepted.timestamp));
        let snapshot = seen(|seen| seen.snapshot.as_ref()).or(accepted.map(|accepted| &accepted.snapshot));
        let targets = accepted.map(|accepted| &accepted.targets);
        let role = |text: Option<&String>| TrustedRole::of(text?);
        let delegated = self.cache.verified().delegated;
        let delegated =
            delegated.into_iter().filter_map(|(name, text)| Some((name, TrustedRole::of(&text)?))).collect();
        TrustedRoles { root, timestamp: role(timestamp), snapshot: role(snapshot), targets: role(targets), delegated }
    }

    /// When the feed signed the timestamp that is trusted now.
    pub fn issued(&self) -> Option<WallTime> {
        let issued = self.updater.trusted().timestamp()?.extra.get(ISSUED)?.as_i64()?;
        Some(WallTime(issued))
    }

    /// How often the feed has taken back what it said of the time, as its newest timestamp says; also one that was refused
    /// as expired, for the clock may be what is wrong.
    pub fn time_corrections(&self) -> u64 {
        let mut trusted = self.updater.trusted().clone();
        if let Some(newest) = self.cache.asked().timestamp {
            // Nothing has expired in 1970. One that is refused leaves what was trusted.
            trusted.update_timestamp(&newest, jiff::Timestamp::UNIX_EPOCH).ok();
        }
        let count = trusted.timestamp().and_then(|timestamp| timestamp.extra.get(TIME_CORRECTIONS)?.as_u64());
        count.unwrap_or(0)
    }

    /// The feed's time as the answers to [`Client::refresh`] told it since this was last asked, where they are signed by a
    /// key that signs the feed's timestamps.
    pub fn take_samples(&mut self) -> Vec<TimeSample> {
        let keys = TimeKeys::of(self.updater.trusted().root());
        std::mem::take(&mut self.times).iter().filter_map(|time| keys.verify(time)).collect()
    }

    /// Names the keys by which the newest root has timestamps, and so the time, signed.
    pub fn timekeepers(&self) -> Digest {
        let role = self.updater.trusted().root().role("timestamp");
        let mut ids: Vec<String> = role.iter().flat_map(|role| &role.keyids).map(ToString::to_string).collect();
        ids.sort();
        Digest::of(ids.join(" ").as_bytes())
    }

    /// Version of the newest root.
    pub fn root_version(&self) -> u64 {
        self.updater.trusted().root().version
    }

    /// The target of that name, if the feed has one.
    ///
    /// # Errors
    /// [`CollectError`] where the metadata is not, or no longer, good for an answer.
    pub async fn target(&mut self, name: &str, now: WallTime) -> Result<Option<TargetFile>, CollectError> {
        let listed = self.updater.get_target_info(name, now.timestamp()).await;
        let Some(listed) = listed.map_err(|error| self.explain(error))? else { return Ok(None) };
        let sha256 = listed.hashes.get("sha256").and_then(|digest| digest.parse().ok()).map(TargetDigest::Sha256);
        let sha512 = || {
            let is_digest = |text: &&String| text.len() == 128 && text.bytes().all(|c| c.is_ascii_hexdigit());
            listed.hashes.get("sha512").filter(is_digest).map(|text| TargetDigest::Sha512(text.to_ascii_lowercase()))
        };
        let digest = sha256.or_else(sha512).ok_or_else(|| CollectError::Refused {
            file: "metadata/targets.json".to_owned(),
            why: format!("it names `{name}` without a SHA-256 or SHA-512 digest"),
        })?;
        Ok(Some(TargetFile { digest, bytes: listed.length }))
    }

    /// The bytes of the target of that name, verified. They are held in memory: at most
    /// [`PROGRAMME_BYTES`](crate::model::limits::PROGRAMME_BYTES).
    ///
    /// # Errors
    /// [`CollectError`] where there is no such target, or its bytes do not come or are not those that were signed.
    pub async fn fetch(&mut self, name: &str, now: WallTime) -> Result<Vec<u8>, CollectError> {
        let listed = self.updater.get_target_info(name, now.timestamp()).await;
        let listed = listed.map_err(|error| self.explain(error))?;
        let listed = listed.ok_or_else(|| CollectError::NoTarget(name.to_owned()))?;
        self.updater.download_target(&listed, name).await.map_err(|error| self.explain(error))
    }

    /// An error of the library in our words, with the file it is about.
    fn explain(&self, error: Error) -> CollectError {
        let asked = self.cache.asked();
        let file = asked.file;
        match error {
            Error::Transport { message, source } => match source.map(|source| source.downcast::<TransportError>()) {
                Some(Ok(error)) => match *error {
                    TransportError::TooLarge { .. } => CollectError::Refused { file, why: error.to_string() },
                    error => CollectError::Unreachable(error),
                },
                None if asked.lacking => CollectError::Lacks { file },
                _ => CollectError::Refused { file, why: message },
            },
            Error::Json(source) => CollectError::NotMetadata { file, source },
            Error::Expired { role, expires } => CollectError::Expired { file, role, expires: expires.into() },
            Error::TargetNotFound(name) => CollectError::NoTarget(name),
            // Where nothing was ever accepted under this root, it may be that of another feed.
            error @ Error::ThresholdNotMet { .. } if self.set.accepted.is_none() && self.set.roots.len() == 1 => {
                let why = format!("{error}; hint: is the root file that of this feed?");
                CollectError::Refused { file, why }
            }
            error => CollectError::Refused { file, why: chain(&error) },
        }
    }
}

fn bad_root(source: Error) -> CollectError {
    CollectError::BadRoot { source: Box::new(source) }
}

/// Takes newer roots in. Where one of them replaces the keys of timestamps or snapshots, nothing that the old keys signed
/// counts any more (TUF 5.3.11): a thief may have run ahead with the versions.
fn adopt(set: &mut TrustedSet, roots: Vec<String>) {
    for root in roots {
        if floor_keys(set.root()) != floor_keys(&root) {
            set.accepted = None;
            set.seen.clear();
        }
        set.roots.push(root);
    }
}

/// The keys that sign timestamps and snapshots.
fn floor_keys(root: &str) -> Option<[BTreeSet<String>; 2]> {
    let trusted = TrustedMetadataSet::from_root(root.as_bytes()).ok()?;
    let ids = |role| trusted.root().role(role).map(|role| role.keyids.iter().map(ToString::to_string).collect());
    Some([ids("timestamp")?, ids("snapshot")?])
}

/// What was verified beyond the accepted files, in the order in which it can be verified again.
fn seen(verified: VerifiedFiles, accepted: Option<&Accepted>) -> Vec<Seen> {
    let mut seen = Vec::new();
    if let Some((timestamp, snapshot)) = verified.snapshot
        && accepted.is_none_or(|accepted| accepted.snapshot != snapshot)
    {
        seen.push(Seen { timestamp, snapshot: Some(snapshot) });
    }
    if let Some(timestamp) = verified.timestamp
        && accepted.is_none_or(|accepted| accepted.timestamp != timestamp)
        && seen.last().is_none_or(|last| last.timestamp != timestamp)
    {
        seen.push(Seen { timestamp, snapshot: None });
    }
    seen
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}
