//! `bangtin serve`.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::{
    Exit, UsageError,
    serve_tls::{TlsArgs, TlsDoor},
    signing::{self, ClockArgs},
    terminal::outln,
};
use crate::{
    clock::Clock,
    feed::OfficeClock,
    office::{Office, OfficeError, OfficeOptions},
    server,
};

/// Run the office: the page for officers, and the feed for halls.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Folder of the office; what is missing in it is made: database, feed, keys, certificates.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "0.0.0.0:8080")]
    listen: SocketAddr,
    /// Who may see `/tinh-trang`, the state of the feed and its halls, and the figures at `/metrics`; behind a proxy on this machine, say `nobody`.
    #[arg(long, value_name = "WHO", value_enum, default_value_t = StatusToArg::Loopback)]
    status_to: StatusToArg,
    #[command(flatten)]
    tls: TlsArgs,
    /// Bring a folder of slides in at the start, in the place of everything that is on; not for a service that is started again
    /// and again.
    #[arg(long, value_name = "SLIDES")]
    import: Option<PathBuf>,
    /// Bring the folder in although something was approved or put out since a folder was last brought in: that is undone.
    #[arg(long, requires = "import")]
    import_anyway: bool,
    /// Keep records in a PostgreSQL database, `postgres://USER@HOST/NAME`, instead of `bangtin.db` in the folder.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Keep the feed and the files that officers bring in a bucket, `s3://BUCKET/PREFIX`, instead of the folder. Several servers
    /// with one database and one bucket are one office.
    #[arg(long, value_name = "ADDRESS")]
    objects: Option<String>,
    /// Folder of the keys that sign, instead of `keys` in the folder; servers of one office have the same keys.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    #[command(flatten)]
    clock: ClockArgs,
}

/// [`server::StatusTo`] as it is written on the command line.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum StatusToArg {
    /// No one.
    Nobody,
    /// Whoever asks on this machine itself.
    Loopback,
    /// Everyone who can reach this server.
    Everybody,
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let clock = Clock::system();
    let limits = server::Limits { clients: many_connections(), ..server::Limits::default() };
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        let options = OfficeOptions {
            time_sources: args.clock.time_source,
            database: args.database,
            objects: args.objects,
            keys: args.keys,
            ..OfficeOptions::in_folder(&args.data, clock.clone())
        };
        let office = Office::open(options).await?;
        if office.begin_feed().await.map_err(usage)? {
            let keys = office.repository().keys_dir().display();
            tracing::info!(feed = office.repository().tree().location(""), %keys, "made an empty feed and its keys");
        }
        if let Err(error) = server::sweep(&office) {
            tracing::warn!(%error, "pictures that never came whole stay in the office's folder");
        }
        let repository = office.repository().clone();
        let state = tokio::task::spawn_blocking(move || repository.state()).await??;
        let office_clock = OfficeClock::of(&state);
        // What a cut left half done is finished before anybody looks. What cannot be signed now, as by a clock in doubt, must not
        // keep halls from what is signed already.
        if let Err(error) = office.reconcile().await {
            tracing::warn!(%error, "what was decided cannot be signed yet; it is tried again");
        }
        if let Some(slides) = &args.import {
            if let Some(n) = office.published_since_import().await?.filter(|_| !args.import_anyway) {
                return Err(would_undo(slides, n, &args.data).into());
            }
            match office.import_folder(slides).await? {
                Some(version) => outln!("imported {} as version {}", slides.display(), version.n).ok(),
                None => outln!("imported nothing: {} is what is on already", slides.display()).ok(),
            };
        }
        let listener = tokio::net::TcpListener::bind(args.listen)
            .await
            .map_err(|error| UsageError(format!("cannot listen on `{}`: {error}", args.listen)))?;
        let tls = args.tls.open(listener.local_addr()?, &args.data, &clock).await?;
        let address = reachable(listener.local_addr()?);
        // Whoever reads these lines may leave: the server goes on.
        outln!("feed {address}").ok();
        outln!("root {}", root_file(&office)).ok();
        let page = tls.as_ref().map_or(&address, |door| &door.page);
        outln!("page {page}").ok();
        if let Some(authority) = tls.as_ref().and_then(|door| door.secure.authority()) {
            outln!("authority {}", authority.display()).ok();
        }
        if let Some(code) = office.first_start_code().await? {
            outln!("first-start {page}/bat-dau?ma={code}").ok();
        }
        let finishing = tokio::spawn(server::reconcile_for_ever(office.clone()));
        let renewal = tokio::spawn(server::renew_for_ever(office.clone(), office_clock.clone()));
        let status_to = match args.status_to {
            StatusToArg::Nobody => server::StatusTo::Nobody,
            StatusToArg::Loopback => server::StatusTo::Loopback,
            StatusToArg::Everybody => server::StatusTo::Everybody,
        };
        let tls_port = tls.as_ref().map(|door| door.listener.local_addr()).transpose()?.map(|address| address.port());
        let road = server::Road { plain_http: args.tls.plain_http, tls_port };
        let children = server::Children::of(&office, None);
        let (feed, keys_dir) = (server::FeedPlace::of(&office), Some(office.repository().keys_dir().to_owned()));
        let pages = server::PageState::new(office, office_clock.clone(), children, road);
        let site = server::Site { feed, keys_dir, clock, office_clock, status_to };
        let proxies = args.tls.proxy;
        let outside = server::Outside { proxies: proxies.clone(), ..server::Outside::default() };
        let connections = outside.connections.clone();
        let router = server::office_page(site, pages, outside);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let told = async |mut stopped: tokio::sync::watch::Receiver<bool>| {
            stopped.wait_for(|stopped| *stopped).await.ok();
        };
        let plain = server::Door {
            limits,
            proxies: proxies.clone(),
            connections: connections.clone(),
            ..server::Door::plain(listener)
        };
        let plain = server::serve_at(plain, router.clone(), told(stopped.clone()));
        let over_tls = async {
            let Some(TlsDoor { listener, secure, .. }) = tls else { return Ok(()) };
            let renewal = tokio::spawn(secure.clone().renew_for_ever());
            let door = server::Door { listener, secure: Some(secure), limits, proxies, connections };
            let served = server::serve_at(door, router, told(stopped)).await;
            renewal.abort();
            served
        };
        let stop = async {
            server::told_to_stop().await;
            stop.send(true).ok();
            Ok(())
        };
        let served = tokio::try_join!(plain, over_tls, stop);
        renewal.abort();
        finishing.abort();
        served.context("the server failed")
    })?;
    Ok(Exit::Done)
}

/// What hinders the first start and a person must mend first.
fn usage(error: OfficeError) -> anyhow::Error {
    match error {
        OfficeError::Feed(error) => signing::usage(error),
        error => error.into(),
    }
}

/// Where the root lies on this machine for whoever installs a hall: in the feed, or else with the keys.
fn root_file(office: &Office) -> String {
    let repository = office.repository();
    match repository.tree().reader() {
        None => repository.tree().root_location(),
        Some(_) => repository.keys_dir().join("root.json").display().to_string(),
    }
}

/// Why a folder is not brought in: people's work would be gone.
fn would_undo(slides: &Path, n: u64, data: &Path) -> UsageError {
    let (slides, data) = (slides.display(), data.display());
    UsageError(format!(
        "`{slides}` is not brought in: since a folder was last brought in, people have published version {n} and what \
         followed, and the folder would undo that\n\
         hint: leave `--import` out to go on with what is on; `bangtin pull --data {data} --out FOLDER` writes that as a folder; \
         `bangtin push` sends a folder for approval; `--import-anyway` puts it in the place of everything all the same"
    ))
}

/// Files that are open beside connections: the database, what is read for halls, what the children are told by.
const OTHER_FILES: u64 = 512;

/// Lets this process open as many files as the system allows it: the usual limit of 1,024 is fewer than a province has halls.
/// Returns how many connections leave enough of them for the work itself: without a file to spare no page could be read and
/// nothing be signed, whoever had come by then.
#[cfg(unix)]
fn many_connections() -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
    let most = server::Limits::default().clients;
    let Some(files) = getrlimit(Resource::Nofile).current else { return most };
    let room = files.saturating_sub(OTHER_FILES).max(files / 2);
    usize::try_from(room).map_or(most, |room| most.min(room))
}

/// As many connections as are served anywhere.
#[cfg(not(unix))]
fn many_connections() -> usize {
    server::Limits::default().clients
}

/// The address as this machine itself can open it.
fn reachable(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    format!("http://{address}")
}
