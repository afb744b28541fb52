//! `bangtin feed`.

use std::path::PathBuf;

use super::{
    Exit, UsageError,
    progress::Bar,
    publish,
    signing::{ClockArgs, VALID_DAYS, lifetimes, repository, tree, usage, valid_days},
    terminal::{StdoutError, errln, outln},
};
use crate::{
    clock::Clock,
    feed::{self, Expires, FolderTree, HALT_NOTE, HaltNote, KeyRotation, Lifetimes, OfficeClock, Renew, RootKeys},
    model::{DisplayId, WallTime, limits},
};

/// Days before a root's end at which whoever keeps its keys is told: a year and a half.
const ROOT_ALARM_DAYS: i64 = 548;
const DAY_MS: i64 = 86_400_000;
const HEAL_HINT: &str = "hint: if that clock was wrong, `bangtin feed resign --time-was-wrong` heals it";

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
    Export(ExportArgs),
    Halt(HaltArgs),
}

/// Make an empty signed feed and its keys.
#[derive(clap::Args)]
struct Init {
    /// The same as `--feed`.
    #[arg(value_name = "DIR", required_unless_present = "feed", conflicts_with = "feed")]
    folder: Option<String>,
    /// Folder of the feed's tree, or `s3://BUCKET/PREFIX`.
    #[arg(long, value_name = "DIR|s3://…")]
    feed: Option<String>,
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
    #[arg(long, value_name = "N", default_value_t = VALID_DAYS, value_parser = valid_days())]
    valid_days: u32,
    #[command(flatten)]
    clock: ClockArgs,
}

/// Say what a feed holds and until when it is good.
#[derive(clap::Args)]
struct Status {
    /// Folder of the feed's tree, or `s3://BUCKET/PREFIX`.
    #[arg(long, value_name = "DIR|s3://…")]
    feed: String,
}

/// Sign again what a feed already says, before its signatures run out.
#[derive(clap::Args)]
struct Resign {
    /// Folder of the feed's tree, or `s3://BUCKET/PREFIX`.
    #[arg(long, value_name = "DIR|s3://…")]
    feed: String,
    /// Folder of its keys.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Days the signatures are good without renewal [default: 90, and as `serve` does it for a feed that it renews].
    #[arg(long, value_name = "N", value_parser = valid_days())]
    valid_days: Option<u32>,
    /// The last signature was made by a clock that ran ahead: sign the true time, and that halls are to forget the other.
    #[arg(long)]
    time_was_wrong: bool,
    #[command(flatten)]
    clock: ClockArgs,
}

/// Change the keys: after a theft, after a loss, or because the root grows old.
#[derive(clap::Args)]
struct Rotate {
    /// Folder of the feed's tree, or `s3://BUCKET/PREFIX`.
    #[arg(long, value_name = "DIR|s3://…")]
    feed: String,
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
    #[arg(long, value_name = "N", value_parser = valid_days())]
    valid_days: Option<u32>,
    #[command(flatten)]
    clock: ClockArgs,
}

/// Write the feed onto a stick, for a hall without a line.
#[derive(clap::Args)]
struct ExportArgs {
    /// Folder of the feed's tree, or `s3://BUCKET/PREFIX`.
    #[arg(long, value_name = "DIR|s3://…")]
    feed: String,
    /// Folder on the stick.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// Only what this display needs.
    #[arg(long, value_name = "ID")]
    display: Option<DisplayId>,
}

/// Write a signed note onto a stick that has a hall show its default slide alone, at once, or lets it go on.
#[derive(clap::Args)]
struct HaltArgs {
    /// Folder of the feed's keys.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Folder on the stick.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// Only this display; without it, whichever it is plugged into.
    #[arg(long, value_name = "ID")]
    display: Option<DisplayId>,
    /// Let it go on.
    #[arg(long)]
    go_on: bool,
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
        Command::Halt(args) => halt(args, now),
    }
}

fn init(args: &Init, now: WallTime) -> anyhow::Result<Exit> {
    let root_keys = root_keys(args.root_keys, args.root_threshold)?;
    let feed = args.feed.as_ref().or(args.folder.as_ref()).map_or("", String::as_str);
    let repository = repository(feed, &args.keys, &args.clock)?;
    repository.init(root_keys, Lifetimes::all(args.valid_days), now).map_err(usage)?;
    outln!("feed {feed}")?;
    outln!("root {}", repository.tree().root_location())?;
    errln!("hint: take `{}` offline; halls are installed with the root file", args.keys.join("root").display());
    Ok(Exit::Done)
}

fn status(args: &Status, now: WallTime) -> anyhow::Result<Exit> {
    let tree = tree(&args.feed)?;
    let state = feed::repository_state(&*tree).map_err(usage)?;
    outln!("version {}", state.programme.as_ref().map_or(0, |programme| programme.version))?;
    if let Some(reason) = state.programme.as_ref().and_then(|programme| programme.in_spite.as_ref()) {
        outln!("in-spite {reason}")?;
    }
    if let Some(issued) = state.issued {
        outln!("signed {issued}")?;
    }
    let (versions, expires) = (state.versions, state.expires);
    for (role, version, until) in [
        ("root", versions.root, expires.root),
        ("targets", versions.targets, expires.targets),
        ("snapshot", versions.snapshot, expires.snapshot),
        ("timestamp", versions.timestamp, expires.timestamp),
    ] {
        outln!("{role} {version} until {until}")?;
    }
    outln!("root-file {}", tree.root_location())?;
    say_good_until(expires.good_until(), now)?;
    warn_of_root(&expires, now);
    let clock = OfficeClock::of(&state);
    if let Some(doubt) = clock.doubt(now) {
        errln!("warning: {doubt}");
    }
    if let Some(ahead) = clock.signed_ahead_ms(now) {
        errln!("warning: the feed was signed {} ahead of this machine's clock; {HEAL_HINT}", span(ahead));
    }
    if state.superseded {
        errln!("warning: a change of keys was cut off; hint: `bangtin feed resign` finishes it");
    }
    Ok(if expires.good_until() > now && !state.superseded { Exit::Done } else { Exit::Failed })
}

fn resign(args: &Resign, now: WallTime) -> anyhow::Result<Exit> {
    let repository = repository(&args.feed, &args.keys, &args.clock)?;
    let lifetimes = lifetimes(&repository, args.valid_days);
    if args.time_was_wrong {
        let good_until = repository.correct_time(lifetimes, now).map_err(usage)?;
        outln!("signed {now}")?;
        say_good_until(good_until, now)?;
        errln!("hint: halls follow by themselves and forget the time they were told before");
        return Ok(Exit::Done);
    }
    let renewed = repository.renew(Renew::All, lifetimes, now).map_err(usage)?;
    say_good_until(renewed.good_until, now)?;
    if let Some(ahead) = renewed.last.map(|last| last.issued - now).filter(|&ahead| ahead > limits::CLOCK_TOLERANCE_MS)
    {
        errln!("warning: signed {} ahead of this machine's clock, as before; {HEAL_HINT}", span(ahead));
    }
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
    let repository = repository(&args.feed, &args.keys, &args.clock)?;
    let lifetimes = lifetimes(&repository, args.valid_days);
    let rotation = KeyRotation { online: online.collect(), root, root_keys_in: args.root_keys_in, lifetimes, now };
    let rotated = repository.rotate(&rotation).map_err(usage)?;
    outln!("root {} signed by {} keys", rotated.root_version, rotated.signatures)?;
    outln!("root-file {}", repository.tree().root_location())?;
    say_good_until(rotated.good_until, now)?;
    errln!("hint: halls follow by themselves; new halls are installed with the new root file");
    Ok(Exit::Done)
}

fn export(args: &ExportArgs, now: WallTime) -> anyhow::Result<Exit> {
    let (from, to) = (tree(&args.feed)?, FolderTree::at(&args.to));
    let bar = Bar::new();
    let exported = feed::export(&*from, &to, args.display.as_ref(), &|step| bar.show(&step));
    drop(bar);
    let exported = exported.map_err(usage)?;
    outln!("version {}: {} files, {} bytes written", exported.version, exported.files, exported.bytes)?;
    say_good_until(exported.good_until, now)?;
    Ok(Exit::Done)
}

fn halt(args: HaltArgs, now: WallTime) -> anyhow::Result<Exit> {
    let note = HaltNote { display: args.display, halt: !args.go_on, issued: now };
    let text = note.sign(&args.keys).map_err(usage)?;
    let file = args.to.join(HALT_NOTE);
    std::fs::write(&file, text).map_err(|error| UsageError(format!("cannot write `{}`: {error}", file.display())))?;
    outln!("note {}", file.display())?;
    Ok(Exit::Done)
}

fn root_keys(keys: usize, threshold: usize) -> Result<RootKeys, UsageError> {
    if (1..=keys).contains(&threshold) {
        return Ok(RootKeys { keys, threshold });
    }
    Err(UsageError(format!("`--root-threshold {threshold}` cannot be met with {keys} root keys")))
}

/// A span of milliseconds as a person says it.
fn span(ms: i64) -> String {
    match ms / DAY_MS {
        0 => format!("{} minutes", ms / 60_000),
        days => format!("{days} days"),
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
