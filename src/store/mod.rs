//! What a hall keeps on disk: blobs, editions, trusted metadata; survives a power cut at any write.
//!
//! The rules it keeps:
//! - bytes are named by their digest, and checked before their first use after a start;
//! - what plays changes in one step, and only to an edition that is whole;
//! - the edition before it is kept, so that damage to one does not take the picture away;
//! - a failure of any write leaves what was committed before;
//! - memory holds a few pieces of a file at a time, however large it is.

mod blobs;
pub mod disk;
mod edition;
mod errand;
mod error;
mod gc;
mod hall_store;
mod halt;
mod owner;
mod play_history;
mod play_verdict;
mod read_only;
mod spill;
mod state;
mod trusted;

pub use blobs::{Blobs, Download};
pub use edition::Edition;
pub use errand::{Errand, ErrandOutcome, Errands, PostedErrand};
pub use error::StoreError;
pub use gc::GcMode;
pub use hall_store::{DISK_BUDGET_BYTES, Store, TimeAuthority};
pub use owner::Owner;
pub use play_history::PlayHistory;
pub use play_verdict::{PlayVerdict, PlaysKept, verify_plays};
pub use read_only::ReadOnlyDisk;
pub use spill::SpillDisk;
pub use trusted::{Accepted, Seen, TrustedSet};
