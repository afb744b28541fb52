//! `bangtin pull`: what an office shows, written as a folder of slides.

use std::{fs, path::PathBuf};

use super::{
    Exit, UsageError,
    office_address::{OfficeAddress, on_a_runtime, usage as office_usage},
    remote::{RemoteArgs, usage},
    terminal::outln,
};
use crate::api::pull;

/// Write what an office shows as a folder of slides, the same as was brought in but for comments
#[derive(clap::Args)]
pub(super) struct Args {
    /// Address of the office's page, such as https://10.0.0.2:8443
    #[arg(long, value_name = "URL", required_unless_present = "data", conflicts_with = "data")]
    from: Option<String>,
    /// Folder of an office on this machine
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// With `--data`: address of its database, `postgres://USER@HOST/NAME`
    #[arg(long, value_name = "ADDRESS", requires = "data")]
    database: Option<String>,
    /// With `--data`: address of its files, `s3://BUCKET/PREFIX`
    #[arg(long, value_name = "ADDRESS", requires = "data")]
    objects: Option<String>,
    /// The folder that is written; it must be empty or not be there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write into a folder that is not empty: files of the same names are written over, others stay
    #[arg(long)]
    over: bool,
    /// An earlier version, by its number
    #[arg(long, value_name = "N")]
    version: Option<u64>,
    #[command(flatten)]
    remote: RemoteArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let Args { from, data, database, objects, out, over, version, remote } = args;
    if !over && fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_some()) {
        let said = format!(
            "`{}` is not empty, and slides that lie there would be taken for the office's\n\
             hint: name a new folder, or say `--over`",
            out.display()
        );
        return Err(UsageError(said).into());
    }
    let files = match (data, from) {
        (Some(data), _) => OfficeAddress { data, database }.work_at(objects, None, async |office| {
            let export = office.export(version).await.map_err(office_usage)?;
            let files = export.texts.len() + export.pictures.len();
            office.write_export(export, &out).await.map_err(office_usage)?;
            Ok(files)
        })?,
        (None, Some(address)) => {
            let remote = remote.open(address)?;
            on_a_runtime(async { Ok(pull(&remote, version, &out).await.map_err(usage)?.files) })?
        }
        (None, None) => return Err(UsageError("`--from URL` or `--data DIR` is needed".to_owned()).into()),
    };
    outln!("{}: {files} files", out.display())?;
    Ok(Exit::Done)
}
