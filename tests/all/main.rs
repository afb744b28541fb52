//! Every integration test in one binary, so that the crate is linked once.

mod bad_line;
mod band;
mod check;
mod codes;
mod collect;
mod commands;
mod courier;
mod docs;
mod folder;
mod forgetful;
mod goldens;
mod halls;
mod layout;
mod office;
mod pictures;
mod player;
mod power;
mod publish;
mod push;
mod rooms;
mod schedule;
mod server;
mod shaders;
mod store;
mod trust;
mod workflow;
