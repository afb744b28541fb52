//! `bangtin backup`: everything an office would need to begin again, in one file.

use std::path::PathBuf;

use super::{
    Exit,
    office_address::{OfficeAddress, usage},
    terminal::{errln, outln},
};
use crate::office::Keeper;

/// Write everything an office needs to begin again into one file, while it goes on working
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    office: OfficeAddress,
    /// Address of its feed and its files, `s3://BUCKET/PREFIX`; without one they are in the folder
    #[arg(long, value_name = "ADDRESS")]
    objects: Option<String>,
    /// Folder of its keys, instead of `keys` in the folder
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// The file, a tar, that is made; nothing may be there
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// With the keys that sign: whoever gets the file can then publish to every hall
    #[arg(long)]
    with_keys: bool,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let Args { office, objects, keys, to, with_keys } = args;
    let done = office
        .work_at(objects, keys, async |office| office.backup(Keeper::Console, &to, with_keys).await.map_err(usage))?;
    outln!(
        "{}: version {}, {} rows, {} files, {} bytes",
        to.display(),
        done.version,
        done.rows,
        done.objects,
        done.bytes
    )?;
    for digest in &done.missing {
        errln!("warning: the file {digest} is named in the database and was not there");
    }
    Ok(if done.missing.is_empty() { Exit::Done } else { Exit::Failed })
}
