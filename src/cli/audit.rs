//! `bangtin audit`: whether an office's log is as it was written.

use anyhow::Context as _;

use super::{
    Exit,
    office_address::OfficeAddress,
    terminal::{errln, outln},
};
use crate::records::audit::{self, Verdict};

/// Look after an office's log of who did what
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Walk through the log and say whether anything in it was changed, taken out or cut off
    Verify(OfficeAddress),
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let Command::Verify(office) = args.command;
    let verdict = office.work(async |office| {
        let mut tx = office.records().read().await?;
        audit::verify(&mut tx).await.context("the log cannot be read")
    })?;
    match verdict {
        Verdict::Whole { rows, newest } => {
            outln!("whole: {rows} rows, newest {newest}")?;
            Ok(Exit::Done)
        }
        Verdict::Broken { seq } => {
            errln!(
                "broken: row {seq} does not follow the one before it; it or something before it was changed or taken out"
            );
            Ok(Exit::Failed)
        }
        Verdict::Cut { version, hash } => {
            errln!(
                "cut: version {version} was signed with {hash}, which no row has; rows were taken off the end, or the log \
                 was written anew"
            );
            Ok(Exit::Failed)
        }
    }
}
