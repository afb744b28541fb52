//! Every integration test in one binary, so that the crate is linked once.

mod bad_line;
mod band;
mod check;
mod codes;
mod collect;
mod commands;
mod courier;
mod docs;
mod eye;
mod figures;
mod folder;
mod forgetful;
mod goldens;
mod halls;
mod layout;
mod mirror;
mod office;
mod pictures;
mod player;
mod power;
mod publish;
mod push;
mod quarantine;
mod renewal;
mod rooms;
mod schedule;
mod server;
mod shaders;
mod siege;
mod store;
mod tls;
mod trust;
#[cfg(target_os = "linux")]
mod window;
mod witness;
mod workflow;
