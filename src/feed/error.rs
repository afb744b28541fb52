//! What can go wrong with a feed, named by the operation that failed and the file it failed on.

use std::{io, path::PathBuf};

use super::transport::TransportError;
use crate::{
    model::{BadDigest, Digest, DisplayId, WallTime},
    store::StoreError,
};

/// Why a hall did not take in what the feed offers. Whatever it is, the hall keeps what it has.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The installed root file is not one.
    #[error("the root file is not a valid root of a feed: {why}")]
    BadRoot {
        /// What is wrong with it.
        why: String,
    },
    /// No answer, or none that could have come from a feed.
    #[error("the feed cannot be reached")]
    Unreachable(#[source] TransportError),
    /// The answer is not signed metadata at all: a captive portal's page, or a damaged file.
    #[error("`{file}` is refused: it is not signed metadata ({why})")]
    NotMetadata {
        /// The file, as a path below the feed's base.
        file: String,
        /// What the reader stumbled over.
        why: String,
    },
    /// Everything is signed, but too long ago.
    #[error("`{file}` is refused: the feed's {role} expired at {expires}")]
    Expired {
        /// The file.
        file: String,
        /// The role.
        role: String,
        /// When.
        expires: WallTime,
    },
    /// A file is not what trusted keys signed.
    #[error("`{file}` is refused: {why}")]
    Refused {
        /// The file, as a path below the feed's base.
        file: String,
        /// Why.
        why: String,
    },
    /// The line was cut in the middle of a file; the next cycle goes on from there.
    #[error("`{file}` was cut off: {why}")]
    Cut {
        /// The file, as a path below the feed's base.
        file: String,
        /// How far it came.
        why: String,
    },
    /// The tree lacks a file that its metadata names.
    #[error("the feed lacks `{file}`")]
    Lacks {
        /// The file, as a path below the feed's base.
        file: String,
    },
    /// The metadata names no such target.
    #[error("the feed has no target `{0}`")]
    NoTarget(String),
    /// The hall's own disk failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl CollectError {
    /// Whether this is what a dead line looks like, a captive portal's page included: nothing an operator must act on.
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::NotMetadata { .. } | Self::Cut { .. })
    }
}

/// Why a feed could not be made, read or signed. The tree's `timestamp.json`, and so what halls see, is as before.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is something there already.
    #[error("`{path}` already holds a feed or its keys; nothing was changed")]
    Exists {
        /// The file that is in the way.
        path: PathBuf,
    },
    /// A file could not be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write `{path}`")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A key file holds no usable key.
    #[error("`{path}` is not an Ed25519 key in PKCS#8 form")]
    BadKey {
        /// The file.
        path: PathBuf,
    },
    /// No key could be made or used.
    #[error("the cryptographic library refused to {what}")]
    Crypto {
        /// The operation.
        what: &'static str,
    },
    /// A key is not one the current root names for that role.
    #[error("the key in `{path}` is not one the current root trusts for `{role}`")]
    ForeignKey {
        /// The key file.
        path: PathBuf,
        /// The role it should sign for.
        role: &'static str,
    },
    /// Too few of the keys that may change the root are at hand.
    #[error("{have} of the root's keys are at hand, {need} must sign; hint: name the folders that hold them")]
    TooFewRootKeys {
        /// How many were found.
        have: usize,
        /// How many must sign.
        need: usize,
    },
    /// The tree on disk is not what our own keys signed.
    #[error("`{file}` of the feed is not what its keys signed: {why}")]
    BadTree {
        /// The file, as a path below the feed's base.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// The programme names a file that was neither handed over nor published before.
    #[error("the programme needs the file `{0}`, which is neither among the new files nor in the feed")]
    MissingObject(Digest),
    /// A file was handed over under a name that is not its digest.
    #[error("a file was handed over as `{named}` but its digest is `{actual}`")]
    WrongDigest {
        /// The name.
        named: Digest,
        /// What it is.
        actual: Digest,
    },
    /// A file is larger than halls accept.
    #[error("`{file}` has {bytes} bytes, more than the {cap} that halls accept")]
    TooLarge {
        /// The file, as a path below the feed's base.
        file: String,
        /// Its length.
        bytes: u64,
        /// The limit.
        cap: u64,
    },
    /// The machine's clock stands so far after the last signature that it is more likely wrong than the feed so old.
    #[error(
        "this machine says it is {now}, and the feed was last signed at {issued}; nothing was signed, because halls \
         that are told a time too far ahead cannot go back; hint: set the clock; if it is right, run `bangtin feed \
         resign` once"
    )]
    ClockAhead {
        /// What the machine says.
        now: WallTime,
        /// The last signature's time.
        issued: WallTime,
    },
    /// The programme knows no such display.
    #[error("the feed knows no display `{0}`; hint: displays are named in `campaign.toml`")]
    NoDisplay(DisplayId),
    /// The tree names a programme by something that is no digest.
    #[error("the feed's targets name a file wrongly")]
    BadName(#[from] BadDigest),
}
