//! The main job, whole, on one machine: an office with its feed, two people who may log in, and two
//! halls as processes of their own that play it.

mod error;
mod hall;
mod office;
mod run;
mod scratch;
mod verdict;

pub use self::{
    error::DemoError,
    run::{DemoOptions, run},
};
