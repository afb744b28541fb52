//! `bangtin feed`.

use std::path::{Path, PathBuf};

use super::{
    Exit, UsageError,
    progress::Bar,
    publish,
    terminal::{StdoutError, errln, outln},
};
use crate::{
    clock::Clock,
    feed::{self, Expires, Lifetimes, PublishError, Renew, RootKeys, Rotation},
    model::{DisplayId, WallTime},
};

/// Days before a root's end at which whoever keeps its keys is told: a year and a half.
const ROOT_ALARM_DAYS: i64 = 548;
const DAY_MS: i64 = 86_400_000;
/// For how many days a feed is signed that nobody renews.
const VALID_DAYS: u32 = 90;

/// Make, sign and look after a feed.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Init(Init),
    Publish(publish::Args),
    Status(Status),
    Resign(Resign),
    Rotate(Rotate),
    Export(Export),
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
    #[arg(long, value_name = "N", default_value_t = VALID_DAYS)]
    valid_days: u32,
}

/// Say what a feed holds and until when it is good.
#[derive(clap::Args)]
struct Status {
    /// Folder of the feed's tree.
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
}

/// Sign again what a feed already says, before its signatures run out.
#[derive(clap::Args)]
struct Resign {
    /// Folder of the feed's tree.
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
    /// Folder of its keys.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Days the signatures are good without renewal [default: 90, and as `serve` does it for a feed that it renews].
    #[arg(long, value_name = "N")]
    valid_days: Option<u32>,
}

/// Change the keys: after a theft, after a loss, or because the root grows old.
#[derive(clap::Args)]
struct Rotate {
    /// Folder of the feed's tree.
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
    /// Folder of its keys.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Which keys to replace: `online` is targets, snapshot and timestamp together; `none` only makes a new root of the
    /// same keys, good for five more years.
    #[arg(long, value_delimiter = ',', value_name = "ROLES", default_value = "online")]
    replace: Vec<Replace>,
    /// A folder with root keys that were kept elsewhere; may be given more than once.
    #[arg(long, value_name = "DIR")]
    root_keys_in: Vec<PathBuf>,
    /// How many new root keys to make, where root keys are replaced.
    #[arg(long, value_name = "N", default_value_t = RootKeys::default().keys)]
    root_keys: usize,
    /// How many of them must sign the next change.
    #[arg(long, value_name = "N", default_value_t = RootKeys::default().threshold)]
    root_threshold: usize,
    /// Days the other signatures are good without renewal [default: as for `resign`].
    #[arg(long, value_name = "N")]
    valid_days: Option<u32>,
}

/// Write the feed onto a stick, for a hall without a line.
#[derive(clap::Args)]
struct Export {
    /// Folder of the feed's tree.
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
    /// Folder on the stick.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// Only what this display needs.
    #[arg(long, value_name = "ID")]
    display: Option<DisplayId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Replace {
    Online,
    Targets,
    Snapshot,
    Timestamp,
    Root,
    None,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let now = Clock::system().now().wall;
    match args.command {
        Command::Init(args) => init(&args, now),
        Command::Publish(args) => publish::run(&args, now),
        Command::Status(args) => status(&args, now),
        Command::Resign(args) => resign(&args, now),
        Command::Rotate(args) => rotate(args, now),
        Command::Export(args) => export(&args, now),
    }
}

fn init(args: &Init, now: WallTime) -> anyhow::Result<Exit> {
    let root_keys = root_keys(args.root_keys, args.root_threshold)?;
    feed::init(&args.feed, &args.keys, root_keys, Lifetimes::all(args.valid_days), now).map_err(usage)?;
    outln!("feed {}", args.feed.display())?;
    outln!("root {}", feed::root_file(&args.feed).display())?;
    errln!("hint: take `{}` offline; halls are installed with the root file", args.keys.join("root").display());
    Ok(Exit::Done)
}

fn status(args: &Status, now: WallTime) -> anyhow::Result<Exit> {
    let latest = feed::repository_state(&args.feed)?;
    outln!("version {}", latest.programme.as_ref().map_or(0, |programme| programme.version))?;
    if let Some(issued) = latest.issued {
        outln!("signed {issued}")?;
    }
    let (versions, expires) = (latest.versions, latest.expires);
    for (role, version, until) in [
        ("root", versions.root, expires.root),
        ("targets", versions.targets, expires.targets),
        ("snapshot", versions.snapshot, expires.snapshot),
        ("timestamp", versions.timestamp, expires.timestamp),
    ] {
        outln!("{role} {version} until {until}")?;
    }
    outln!("root-file {}", feed::root_file(&args.feed).display())?;
    say_good_until(expires.good_until(), now)?;
    warn_of_root(&expires, now);
    if latest.superseded {
        errln!("warning: a change of keys was cut off; hint: `bangtin feed resign` finishes it");
    }
    Ok(if expires.good_until() > now && !latest.superseded { Exit::Done } else { Exit::Failed })
}

fn resign(args: &Resign, now: WallTime) -> anyhow::Result<Exit> {
    let renewed = feed::renew(&args.feed, &args.keys, Renew::All, lifetimes(&args.feed, args.valid_days), now)?;
    say_good_until(renewed.good_until, now)?;
    Ok(Exit::Done)
}

fn rotate(args: Rotate, now: WallTime) -> anyhow::Result<Exit> {
    let wants = |role| args.replace.contains(&role);
    let all = [("targets", Replace::Targets), ("snapshot", Replace::Snapshot), ("timestamp", Replace::Timestamp)];
    let online = all.into_iter().filter(|&(_, role)| wants(role) || wants(Replace::Online)).map(|(name, _)| name);
    let root = match wants(Replace::Root) {
        true => Some(root_keys(args.root_keys, args.root_threshold)?),
        false => None,
    };
    let lifetimes = lifetimes(&args.feed, args.valid_days);
    let rotation = Rotation { online: online.collect(), root, root_keys_in: args.root_keys_in, lifetimes, now };
    let rotated = feed::rotate(&args.feed, &args.keys, &rotation).map_err(usage)?;
    outln!("root {} signed by {} keys", rotated.root_version, rotated.signatures)?;
    outln!("root-file {}", feed::root_file(&args.feed).display())?;
    say_good_until(rotated.good_until, now)?;
    errln!("hint: halls follow by themselves; new halls are installed with the new root file");
    Ok(Exit::Done)
}

fn export(args: &Export, now: WallTime) -> anyhow::Result<Exit> {
    let bar = Bar::new();
    let exported = feed::export(&args.feed, &args.to, args.display.as_ref(), &|step| bar.show(&step));
    drop(bar);
    let exported = exported.map_err(usage)?;
    outln!("version {}: {} files, {} bytes written", exported.version, exported.files, exported.bytes)?;
    say_good_until(exported.good_until, now)?;
    Ok(Exit::Done)
}

/// For how long to sign: as asked, or else as the feed is signed now. A feed that cannot be read says so to the signer.
pub(super) fn lifetimes(feed: &Path, days: Option<u32>) -> Lifetimes {
    match days {
        Some(days) => Lifetimes::all(days),
        None => {
            feed::repository_state(feed).map_or(Lifetimes::all(VALID_DAYS), |latest| latest.lifetimes_or(VALID_DAYS))
        }
    }
}

fn root_keys(keys: usize, threshold: usize) -> Result<RootKeys, UsageError> {
    if (1..=keys).contains(&threshold) {
        return Ok(RootKeys { keys, threshold });
    }
    Err(UsageError(format!("`--root-threshold {threshold}` cannot be met with {keys} root keys")))
}

/// A folder that is in the way or a key that is missing is for a person to mend; the rest is failure.
fn usage(error: PublishError) -> anyhow::Error {
    match error {
        PublishError::Exists { .. } | PublishError::TooFewRootKeys { .. } | PublishError::NoDisplay(_) => {
            UsageError(error.to_string()).into()
        }
        error => error.into(),
    }
}

fn say_good_until(until: WallTime, now: WallTime) -> Result<(), StdoutError> {
    let days = (until - now).div_euclid(DAY_MS);
    outln!("good until {until} ({days} days)")?;
    if until <= now {
        errln!("warning: halls refuse this feed as it is and keep what they have; hint: `bangtin feed resign`");
    }
    Ok(())
}

fn warn_of_root(expires: &Expires, now: WallTime) {
    let days = (expires.root - now).div_euclid(DAY_MS);
    if days < ROOT_ALARM_DAYS {
        errln!(
            "warning: the root ends in {days} days; hint: fetch its keys and run `bangtin feed rotate --replace none`"
        );
    }
}

/// Where a command finds the tree and the keys of `serve --data DIR`.
pub(super) fn folders(data: &Path) -> (PathBuf, PathBuf) {
    (data.join("feed"), data.join("keys"))
}
