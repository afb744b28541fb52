//! What the office remembers, in a database: SQLite, or PostgreSQL by address.
//!
//! Rules: all of sqlx is here; columns are TEXT and BIGINT only, binds are `$1`, every statement is a constant that a test
//! prepares on both engines; whatever reads takes a [`ReadTransaction`] and whatever changes a [`WriteTransaction`], so that
//! several things happen in one or not at all; writes go one after another on both engines, so that what one has read
//! nobody changes before it ends. One file a table.

#[macro_use]
mod statements;

pub mod account;
pub mod alert;
pub mod arrival;
pub mod asset;
pub mod attempt;
pub mod audit;
mod copy;
pub mod draft;
mod engine;
mod error;
mod id;
pub mod idempotency;
pub mod item;
pub mod job;
mod line;
mod lock;
mod migrations;
mod notices;
mod open;
pub mod original;
pub mod revision;
mod row;
pub mod rows;
pub mod seen;
pub mod session;
pub mod setting;
pub mod submission;
pub mod token;
mod transaction;
pub mod version;

pub use engine::DatabaseEngine;
pub use error::RecordsError;
pub use id::new_id;
pub use line::Notices;
pub use lock::{HeldLock, LockName};
pub use open::Records;
pub use transaction::{ReadTransaction, WriteTransaction};

/// Every statement of this room, by table: what a test prepares on both engines.
pub const STATEMENTS: &[(&str, &[&str])] = &[
    ("account", account::STATEMENTS),
    ("session", session::STATEMENTS),
    ("token", token::STATEMENTS),
    ("attempt", attempt::STATEMENTS),
    ("idempotency", idempotency::STATEMENTS),
    ("item", item::STATEMENTS),
    ("revision", revision::STATEMENTS),
    ("draft", draft::STATEMENTS),
    ("submission", submission::STATEMENTS),
    ("version", version::STATEMENTS),
    ("alert", alert::STATEMENTS),
    ("asset", asset::STATEMENTS),
    ("original", original::STATEMENTS),
    ("seen", seen::STATEMENTS),
    ("arrival", arrival::STATEMENTS),
    ("job", job::STATEMENTS),
    ("setting", setting::STATEMENTS),
    ("audit", audit::STATEMENTS),
    ("migration", migrations::STATEMENTS),
];
