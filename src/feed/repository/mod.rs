//! The office's side of a feed: signs programmes into a tree of files that halls collect from.
//!
//! The rules this room keeps:
//! - What halls see changes in one step, the replacement of `timestamp.json`, after everything that it names lies in the
//!   tree. A command that is cut off anywhere leaves the old or the new version, whole, and the next one succeeds.
//! - Nothing but `timestamp.json` is ever replaced; a version number that an interrupted command has used is not used again.
//! - One command signs at a time: the keys' folder is locked. Where several machines sign, an office holds a lock in its
//!   database; and an object store refuses a number that another has used, and a timestamp over one that it has not seen.
//! - No time is signed that the office cannot account for, see [`ClockDoubt`].
//!
//! All of it blocks the thread: inside async code, call it from `spawn_blocking`.

mod assets;
mod clock_doubt;
mod diff;
mod error;
mod export;
mod folder_tree;
mod init;
mod keyed_feed;
mod keys;
mod metadata;
mod object_reader;
mod object_tree;
mod office_clock;
mod publish;
mod renew;
mod rotate;
mod sign;
mod signing_time;
mod state;
mod time_source;
mod tree_address;
mod tree_store;
mod verified;

pub use assets::{AssetFiles, AssetSource};
pub use clock_doubt::{ClockDoubt, LastSignature};
pub use diff::Diff;
pub use error::{BadFile, RepositoryError};
pub use export::{Exported, export};
pub use folder_tree::FolderTree;
pub use keyed_feed::{Repository, root_file};
pub use keys::Keys;
pub use metadata::{Lifetimes, ROOT_DAYS};
pub use object_reader::ObjectReader;
pub use object_tree::ObjectTree;
pub use office_clock::OfficeClock;
pub use publish::{Publication, Published, RootKeys, put_asset};
pub use renew::{Renew, Renewed};
pub use rotate::{KeyRotation, Rotated};
pub use state::{Expires, MetadataVersions, RepositoryState, repository_state};
pub use time_source::{BadTimeSource, TimeSource, TimeSourceError};
pub use tree_address::tree_at;
pub use tree_store::{TreeError, TreeStore};
