//! `bangtin restore`: an office made again from a backup.

use std::path::PathBuf;

use super::{
    Exit,
    office_address::{OfficeAddress, on_a_runtime, usage},
    terminal::{errln, outln},
};
use crate::{
    office::{Office, OfficeOptions},
    records::audit::Verdict,
};

/// Make an office again from a backup, in an empty folder
#[derive(clap::Args)]
pub(super) struct Args {
    /// The file that `bangtin backup` wrote
    #[arg(value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    office: OfficeAddress,
    /// Address for its feed and its files, `s3://BUCKET/PREFIX`; without one they come into the folder
    #[arg(long, value_name = "ADDRESS")]
    objects: Option<String>,
    /// Folder of its keys, instead of `keys` in the folder
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let Args { from, office, objects, keys } = args;
    let keys = keys.unwrap_or_else(|| office.data.join("keys"));
    let options = OfficeOptions { objects, keys: Some(keys.clone()), ..office.options() };
    let done = on_a_runtime(async { Office::restore(options, &from).await.map_err(usage) })?;
    outln!("version {} of {}, {} rows", done.version, done.made, done.rows)?;
    if !done.has_keys {
        errln!("the keys were not in the backup: put them into `{}` before anything is published", keys.display());
    }
    for digest in &done.missing {
        errln!("warning: the file {digest} was missing already when the backup was made");
    }
    match done.log {
        Verdict::Whole { .. } => Ok(Exit::Done),
        Verdict::Broken { seq } => {
            errln!("warning: the log was changed before the backup was made, at row {seq} or before it");
            Ok(Exit::Failed)
        }
        Verdict::Cut { version, .. } => {
            errln!(
                "warning: the log was cut off before the backup was made: what version {version} was signed with is gone"
            );
            Ok(Exit::Failed)
        }
    }
}
