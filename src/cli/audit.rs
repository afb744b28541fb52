//! `bangtin audit`: whether an office's log, or the play records of a hall, are as they were written.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::{
    Exit, UsageError,
    office_address::OfficeAddress,
    terminal::{errln, outln},
};
use crate::{
    records::audit::{self, Verdict},
    store::{PlayVerdict, disk::RealDisk, verify_plays},
};

/// Look after an office's log of who did what, and a hall's records of what it showed
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Walk through the log and say whether anything in it was changed, taken out or cut off
    Verify(OfficeAddress),
    /// Walk through the play records that a hall keeps and say whether any was changed or taken out
    Plays {
        /// Folder of the hall
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::Verify(office) => verify(office),
        Command::Plays { data } => plays(&data),
    }
}

fn verify(office: OfficeAddress) -> anyhow::Result<Exit> {
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

fn plays(hall: &Path) -> anyhow::Result<Exit> {
    if !hall.is_dir() {
        let shown = hall.display();
        return Err(UsageError(format!(
            "there is no hall in `{shown}` (hint: the folder that `play` has as `--data`)"
        ))
        .into());
    }
    match verify_plays(&RealDisk::default(), hall).context("the play records cannot be read")? {
        PlayVerdict::Whole(kept) => {
            let (rows, shown) = (kept.rows, kept.shown);
            let span = kept.span.map_or_else(String::new, |(since, until)| format!(", from {since} to {until}"));
            outln!("whole: {rows} pages{span}; {shown} of them known to have reached the screen")?;
            if kept.lost > 0 {
                outln!("{} more were shown and not kept: the disk took none", kept.lost)?;
            }
            Ok(Exit::Done)
        }
        PlayVerdict::Broken { file, line } => {
            errln!(
                "broken: line {line} of `plays/{file}` does not follow the one before it; it or something before it was changed or taken out"
            );
            Ok(Exit::Failed)
        }
    }
}
