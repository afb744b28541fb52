//! `bangtin picture-child`: has the picture of the hall that started it. Not for people, and not in the help.

use super::Exit;
use crate::player;

/// Show the picture for the process that started this one
#[derive(clap::Args)]
pub(super) struct Args {}

pub(super) fn run() -> anyhow::Result<Exit> {
    player::play_picture()?;
    Ok(Exit::Done)
}
