//! `bangtin convert-child`: opens one stranger's file for the process that started it. Not for people, and not in the help.

use std::{io, path::PathBuf};

use super::{Exit, terminal::outln};
use crate::child::convert;

/// Open the file that comes by stdin for the process that started this one
#[derive(clap::Args)]
pub(super) struct Args {
    /// Try what must not be possible instead, with this file, folder and port, and say what was
    #[arg(long, num_args = 2, value_names = ["FILE", "FOLDER"], requires = "port")]
    probe: Vec<PathBuf>,
    /// A port of this machine that listens
    #[arg(long)]
    port: Option<u16>,
    /// Try it without being locked in
    #[arg(long, requires = "probe")]
    free: bool,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    if let ([file, folder], Some(port)) = (&*args.probe, args.port) {
        for done in convert::probe(!args.free, file, folder, port)? {
            outln!("{done}")?;
        }
        return Ok(Exit::Done);
    }
    convert::convert_child(io::stdin().lock(), io::stdout())?;
    Ok(Exit::Done)
}
