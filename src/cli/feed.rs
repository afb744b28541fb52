//! `bangtin feed`.

use std::path::PathBuf;

use super::{Exit, UsageError};
use crate::{
    clock::Clock,
    feed::{self, Lifetimes, PublishError, RootKeys},
};

/// Make and sign a feed.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Init(Init),
}

/// Make an empty signed feed and its keys.
#[derive(clap::Args)]
struct Init {
    /// Folder of the feed's tree.
    feed: PathBuf,
    /// Folder of its keys; `root/` in it is the part to take offline.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// How many root keys to make.
    #[arg(long, value_name = "N", default_value_t = RootKeys::default().keys)]
    root_keys: usize,
    /// How many of them must sign a change of keys.
    #[arg(long, value_name = "N", default_value_t = RootKeys::default().threshold)]
    root_threshold: usize,
    /// Days the signatures are good without renewal.
    #[arg(long, value_name = "N", default_value_t = 90)]
    valid_days: u32,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::Init(args) => init(&args),
    }
}

fn init(args: &Init) -> anyhow::Result<Exit> {
    let root_keys = RootKeys { keys: args.root_keys, threshold: args.root_threshold };
    if !(1..=root_keys.keys).contains(&root_keys.threshold) {
        let (keys, threshold) = (root_keys.keys, root_keys.threshold);
        return Err(UsageError(format!("`--root-threshold {threshold}` cannot be met with {keys} root keys")).into());
    }
    let now = Clock::system().freeze().wall;
    feed::init(&args.feed, &args.keys, root_keys, Lifetimes::all(args.valid_days), now).map_err(
        |error| match error {
            PublishError::Exists { .. } => UsageError(error.to_string()).into(),
            error => anyhow::Error::from(error),
        },
    )?;
    println!("feed {}", args.feed.display());
    println!("root {}", feed::root_file(&args.feed).display());
    eprintln!("hint: take `{}` offline; halls are installed with the root file", args.keys.join("root").display());
    Ok(Exit::Done)
}
