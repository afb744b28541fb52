//! The main job, whole, on one machine: a feed, its server, and two halls as processes of their own that play it.

mod error;
mod feed;
mod hall;
mod run;
mod scratch;
mod verdict;

pub use self::{
    error::DemoError,
    run::{Options, run},
};
