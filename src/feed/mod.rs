//! Signs finished programmes into a tree; verifies and fetches them.
//!
//! A feed is a tree of files that any web server or stick can carry and that none of them has to be trusted for: every
//! byte a hall acts on is signed, by keys the root it was installed with names (TUF, <https://theupdateframework.io>).

mod changes;
mod client;
mod collect;
mod error;
mod export;
mod hours;
mod keys;
mod latest;
mod line;
mod publish;
mod renew;
mod replay;
mod rotate;
mod signed;
mod token;
pub mod transport;
mod tree;
mod watch;

pub use changes::Changes;
pub use client::{Client, Refreshed, Rejected, Target};
pub use collect::{Collected, Collector, Progress};
pub use error::{CollectError, PublishError};
pub use export::{Exported, export};
pub use hours::Hours;
pub use latest::{Expires, Latest, Versions, latest};
pub use line::Line;
pub use publish::{Publication, Published, RootKeys, init, publish, root_file};
pub use renew::{Renew, Renewed, renew};
pub use rotate::{Rotated, Rotation, rotate};
pub use signed::{Lifetimes, ROOT_DAYS};
pub use token::{Heard, NONCE_HEADER, TIME_HEADER, answer as signed_time};
pub use transport::{DISPLAY_HEADER, EDITION_HEADER, SPREAD_HEADER};
pub use tree::{NotInTree, PROGRAMME, TreeFile, TreePath};
pub use watch::Watch;
