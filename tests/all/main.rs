//! Every integration test in one binary, so that the crate is linked once.

mod chaos;
mod check;
mod codes;
mod collect;
mod commands;
mod docs;
mod endless_mirror;
mod fault_disk;
mod fault_proxy;
mod figures;
mod fixture;
mod folder;
mod goldens;
mod halls;
mod layout;
mod pictures;
mod player;
mod power;
mod publish;
mod push;
mod python_tuf;
mod quarantine;
mod renewal;
mod rooms;
mod schedule;
mod screen_probe;
mod server;
mod shaders;
mod status_bar;
mod store;
mod tls;
mod trust;
mod usb_export;
#[cfg(target_os = "linux")]
mod window;
mod workflow;
