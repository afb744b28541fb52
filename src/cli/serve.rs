//! `bangtin serve`.

use super::Exit;

#[derive(clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("`bangtin serve` is being built")
}
