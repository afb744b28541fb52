//! `bangtin draw-child`: draws slides for the process that started it. Not for people, and not in the help.

use std::io;

use super::Exit;
use crate::child::draw;

/// Draw slides for the process that started this one
#[derive(clap::Args)]
pub(super) struct Args {}

pub(super) fn run() -> anyhow::Result<Exit> {
    draw::draw_child(io::stdin().lock(), io::stdout().lock())?;
    Ok(Exit::Done)
}
