//! Signs finished programmes into a tree (`repository`); verifies and fetches them (the rest).
//!
//! A feed is a tree of files that any web server or stick can carry and that none of them has to be trusted for: every
//! byte a hall acts on is signed, by keys the root it was installed with names (TUF, <https://theupdateframework.io>).

mod back_off;
mod collect;
mod download_window;
mod halt_note;
mod long_poll;
mod network_policy;
mod progress;
pub mod repository;
mod signed_time;
pub mod transport;
mod tree;

pub use collect::{
    Client, CollectError, Collected, Collector, Refreshed, Rejected, TargetDigest, TargetFile, TrustedRole,
    TrustedRoles,
};
pub use download_window::{BadDownloadWindow, DownloadWindow};
pub use halt_note::{HALT_NOTE, HaltNote};
pub use long_poll::LongPoll;
pub use network_policy::NetworkPolicy;
pub use progress::CollectProgress;
pub use repository::{
    ClockDoubt, Diff, Expires, Exported, FolderTree, KeyRotation, Keys, Lifetimes, MetadataVersions, ObjectReader,
    OfficeClock, Publication, Published, ROOT_DAYS, Renew, Renewed, Repository, RepositoryError, RepositoryState,
    RootKeys, Rotated, TimeSource, TreeError, TreeStore, export, repository_state, root_file, tree_at,
};
pub use signed_time::{NONCE_HEADER, TIME_HEADER, TimeResponse, sign as sign_time};
pub use transport::{DISK_HEADER, DISPLAY_HEADER, EDITION_HEADER, HALTED_HEADER, SPREAD_HEADER};
pub use tree::{NotInTree, PROGRAMME, TreeFile, TreePath};
