//! A client under test for the conformance suite of the TUF project
//! (<https://github.com/theupdateframework/tuf-conformance>), made of this crate's public interface alone.
//!
//! `tuf_conformance --metadata-dir DIR [--metadata-url URL] [--target-name NAME]… [--target-base-url URL]
//! [--target-dir DIR] (init ROOT | refresh | download)`; it ends with 0 where all of it succeeded, else with 1.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use bangtin::{
    clock::Clock,
    feed::{
        Client, Rejected, TargetDigest, TrustedRole, TrustedRoles,
        transport::{Http, Tls},
    },
    model::{Digest, WallTime},
    store::TrustedSet,
};

#[derive(Default)]
struct Args {
    command: String,
    root: PathBuf,
    metadata_dir: PathBuf,
    metadata_url: String,
    target_names: Vec<String>,
    target_base_url: String,
    target_dir: PathBuf,
}

impl Args {
    fn read() -> Option<Self> {
        let mut args = Self::default();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--metadata-dir" => args.metadata_dir = words.next()?.into(),
                "--metadata-url" => args.metadata_url = words.next()?,
                "--target-name" => args.target_names.push(words.next()?),
                "--target-base-url" => args.target_base_url = words.next()?,
                "--target-dir" => args.target_dir = words.next()?.into(),
                "init" => (args.command, args.root) = (word, words.next()?.into()),
                "refresh" | "download" => args.command = word,
                _ => return None,
            }
        }
        Some(args)
    }

    fn kept(&self) -> PathBuf {
        self.metadata_dir.join("trusted.set")
    }
}

fn main() -> ExitCode {
    let Some(args) = Args::read() else {
        eprintln!("error: see the head of examples/tuf_conformance.rs for the arguments");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match args.command.as_str() {
        "init" => init(&args),
        _ => runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(refresh_and_download(&args))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn init(args: &Args) -> Result<(), Box<dyn Error>> {
    let root = fs::read_to_string(&args.root)?;
    fs::write(args.metadata_dir.join("root.json"), &root)?;
    Ok(fs::write(args.kept(), serde_json::to_vec(&TrustedSet::from_root(root))?)?)
}

async fn refresh_and_download(args: &Args) -> Result<(), Box<dyn Error>> {
    let (clock, now) = (Clock::system(), now());
    let kept: TrustedSet = serde_json::from_slice(&fs::read(args.kept())?)?;
    let targets_url = if args.target_base_url.is_empty() { &args.metadata_url } else { &args.target_base_url };
    let http = Http::new(&args.metadata_url, None, Tls::by(&clock))?.with_addresses(&args.metadata_url, targets_url)?;
    let installed = kept.roots.first().cloned().unwrap_or_default();
    let mut client = Client::new(Arc::new(http), installed.as_bytes(), Some(&kept), 0).await?;
    let outcome = client.refresh(now).await;
    fs::write(args.kept(), serde_json::to_vec(client.set())?)?;
    write_roles(&args.metadata_dir, client.trusted())?;
    outcome.map_err(|Rejected { error, .. }| error)?;
    for name in &args.target_names {
        let downloaded = download(&mut client, name, &args.target_dir, now).await;
        write_roles(&args.metadata_dir, client.trusted())?;
        downloaded?;
    }
    Ok(())
}

/// The machine's time as it is: the suite sets it back, to before this program was built.
#[expect(clippy::disallowed_methods, reason = "a clock of the house would not go back")]
fn now() -> WallTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    WallTime(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The suite reads what is trusted from one file a role.
fn write_roles(dir: &Path, trusted: TrustedRoles) -> Result<(), Box<dyn Error>> {
    let TrustedRoles { root, timestamp, snapshot, targets, delegated } = trusted;
    let roles = [("root", Some(root)), ("timestamp", timestamp), ("snapshot", snapshot), ("targets", targets)];
    let roles = roles.map(|(role, file)| (role.to_owned(), file)).into_iter();
    for (role, file) in roles.chain(delegated.into_iter().map(|(role, file)| (role, Some(file)))) {
        let path = dir.join(format!("{role}.json"));
        match file {
            Some(TrustedRole { text, .. }) => fs::write(path, text)?,
            None if path.exists() => fs::remove_file(path)?,
            None => {}
        }
    }
    Ok(())
}

async fn download(client: &mut Client, name: &str, dir: &Path, now: WallTime) -> Result<(), Box<dyn Error>> {
    let target = client.target(name, now).await?.ok_or_else(|| format!("no target `{name}`"))?;
    let path = dir.join(name.replace('%', "%25").replace('/', "%2F"));
    let here = fs::read(&path).is_ok_and(|bytes| target.digest == TargetDigest::Sha256(Digest::of(&bytes)));
    if !here {
        fs::write(path, client.fetch(name, now).await?)?;
    }
    Ok(())
}
