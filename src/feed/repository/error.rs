//! What can go wrong with a feed that is signed here, named by the operation that failed and the file it failed on.

use std::{io, path::PathBuf};

use super::{super::tree::TreeFile, clock_doubt::ClockDoubt, tree_store::TreeError};
use crate::model::{BadDigest, Digest, DisplayId, WallTime};

/// Why a feed could not be made, read or signed. The tree's `timestamp.json`, and so what halls see, is as before.
#[derive(Debug, thiserror::Error)]
pub enum RepositoryError {
    /// There is something there already.
    #[error("`{at}` already holds a feed or its keys; nothing was changed")]
    Exists {
        /// The file that is in the way.
        at: String,
    },
    /// There is no feed.
    #[error("there is no feed: `{at}` is missing; hint: `--feed` names what `bangtin feed init` made")]
    NoFeed {
        /// The file that is missing.
        at: String,
    },
    /// There are no keys, or one of them is missing.
    #[error("`{path}` is missing; hint: `--keys` names the folder of keys that `bangtin feed init` made")]
    NoKey {
        /// The file that is missing.
        path: PathBuf,
    },
    /// A file of the tree could not be read or written.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// A file of the keys could not be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the keys could not be written.
    #[error("cannot write `{path}`")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that is to be published could not be read.
    #[error("cannot read the file to be published as `{digest}`")]
    Asset {
        /// Its name in the feed.
        digest: Digest,
        /// What the system said.
        source: io::Error,
    },
    /// A key file holds no usable key.
    #[error("`{path}` is not an Ed25519 key in PKCS#8 form")]
    BadKey {
        /// The file.
        path: PathBuf,
        /// What the cryptographic library said.
        source: aws_lc_rs::error::KeyRejected,
    },
    /// No key could be made or used.
    #[error("the cryptographic library refused to {what}")]
    Crypto {
        /// The operation.
        what: &'static str,
    },
    /// A key is not one the current root names for that role.
    #[error(
        "the key in `{path}` is not one the current root trusts for `{role}`; hint: `--feed` and `--keys` must belong \
         together"
    )]
    ForeignKey {
        /// The key file.
        path: PathBuf,
        /// The role it should sign for.
        role: &'static str,
    },
    /// Too few of the keys that may change the root are at hand.
    #[error(
        "{have} of the root's keys are at hand, {need} must sign; hint: fetch them and name their folders with \
         `--root-keys-in`"
    )]
    TooFewRootKeys {
        /// How many were found.
        have: usize,
        /// How many must sign.
        need: usize,
    },
    /// The root that everything is checked against is none.
    #[error(
        "`{at}` is not the root of a feed; hint: take the copy that lies beside the feed or in the folder of its keys, \
         or the newest `metadata/N.root.json`"
    )]
    BadRoot {
        /// The file.
        at: String,
        /// What is wrong with it.
        source: sigstore_tuf::Error,
    },
    /// The tree is not what our own keys signed.
    #[error("`{file}` of the feed is not what its keys signed; hint: is `root.json` the root of this feed?")]
    BadTree {
        /// The file, as a path below the feed's base.
        file: String,
        /// What is wrong with it.
        source: BadFile,
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
    /// Somebody else has published meanwhile.
    #[error("the next version of the feed is {next}; {wanted} has been used; nothing was signed")]
    OtherVersion {
        /// The version it was to become.
        wanted: u64,
        /// The one it would have become.
        next: u64,
    },
    /// The machine's clock is not to be signed.
    #[error(transparent)]
    Clock(#[from] ClockDoubt),
    /// The signature would end before it begins.
    #[error(
        "a timestamp that is good for {days} days would end when it is signed; hint: give `--valid-days` at least 1"
    )]
    NoLifetime {
        /// For how many days it would be good.
        days: u32,
    },
    /// The count of time corrections is as high as it can be: only somebody with a stolen key counts so far.
    #[error(
        "the time cannot be taken back once more: the number of corrections is as high as it can be, which only a thief of \
         the timestamp key can have done; hint: replace the key with `bangtin feed rotate --replace timestamp`"
    )]
    CorrectionsExhausted,
    /// The last signature was not made ahead of time, so there is nothing to heal.
    #[error("{}; nothing was signed", not_ahead(*.now, *.issued))]
    NotAhead {
        /// What the machine says.
        now: WallTime,
        /// The last signature's time.
        issued: Option<WallTime>,
    },
    /// The programme knows no such display.
    #[error("the feed knows no display `{0}`; hint: displays are named in `campaign.toml`")]
    NoDisplay(DisplayId),
}

fn not_ahead(now: WallTime, issued: Option<WallTime>) -> String {
    match issued {
        Some(issued) => format!(
            "the feed was last signed at {issued}, and this machine says it is {now}: that is not ahead; hint: set the \
             clock first"
        ),
        None => "the feed carries no time".to_owned(),
    }
}

/// What is wrong with a file of the tree.
#[derive(Debug, thiserror::Error)]
pub enum BadFile {
    /// It is no metadata, or wrongly signed, or not the version it should be.
    #[error(transparent)]
    Tuf(#[from] sigstore_tuf::Error),
    /// It is no programme.
    #[error("it is not a programme")]
    Programme(#[from] serde_json::Error),
    /// It names a file by something that is no digest.
    #[error(transparent)]
    Name(#[from] BadDigest),
    /// Its digest is not the one the metadata names.
    #[error("its digest is `{actual}`")]
    Digest {
        /// What it is.
        actual: Digest,
    },
    /// It does not say what it should.
    #[error("it names no {0}")]
    Lacks(&'static str),
    /// It is not there.
    #[error("it is missing")]
    Missing,
}

impl RepositoryError {
    pub(super) fn bad_file(file: TreeFile, source: impl Into<BadFile>) -> Self {
        Self::BadTree { file: file.to_string(), source: source.into() }
    }
}
