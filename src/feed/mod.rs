//! Signs finished programmes into a tree; verifies and fetches them.
//!
//! A feed is a tree of files that any web server or stick can carry and that none of them has to be trusted for: every
//! byte a hall acts on is signed, by keys the root it was installed with names (TUF, <https://theupdateframework.io>).

mod back_off;
mod client;
mod collect;
mod diff;
mod download_window;
mod error;
mod export;
mod keys;
mod long_poll;
mod metadata;
mod network_policy;
mod publish;
mod renew;
mod repository_state;
mod rotate;
mod signed_time;
pub mod transport;
mod tree;
mod trusted_cache;

pub use client::{Client, Refreshed, Rejected, TargetFile};
pub use collect::{Collected, Collector, Progress};
pub use diff::Diff;
pub use download_window::{BadDownloadWindow, DownloadWindow};
pub use error::{CollectError, PublishError};
pub use export::{Exported, export};
pub use long_poll::LongPoll;
pub use metadata::{Lifetimes, ROOT_DAYS};
pub use network_policy::NetworkPolicy;
pub use publish::{Publication, Published, RootKeys, init, publish, root_file};
pub use renew::{Renew, Renewed, renew};
pub use repository_state::{Expires, RepositoryState, Versions, repository_state};
pub use rotate::{Rotated, Rotation, rotate};
pub use signed_time::{NONCE_HEADER, TIME_HEADER, TimeResponse, sign as sign_time};
pub use transport::{DISPLAY_HEADER, EDITION_HEADER, SPREAD_HEADER};
pub use tree::{NotInTree, PROGRAMME, TreeFile, TreePath};
