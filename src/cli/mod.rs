//! The command line: one file a subcommand, clap types and the few lines that carry them out.

mod account;
mod audit;
mod backup;
mod check;
mod collect;
mod convert_child;
mod demo;
mod draw_child;
mod exit;
mod feed;
mod findings;
mod hand_over;
mod network;
mod office_address;
#[cfg(target_os = "linux")]
mod panel;
mod picture_child;
mod play;
mod preview;
mod progress;
mod publish;
mod published_before;
mod pull;
mod push;
mod remote;
mod render;
mod restore;
mod serve;
mod serve_tls;
mod signing;
mod template;
mod terminal;

use std::{io::IsTerminal as _, process::ExitCode};

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

pub use self::exit::{Exit, UsageError};
use self::terminal::{StdoutError, errln};
use crate::model::report;

/// Signage player and signed feed for village cultural houses.
#[derive(Parser)]
#[command(name = "bangtin", version, about, long_about = None)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Args),
    Play(play::Args),
    Preview(preview::Args),
    Render(render::Args),
    Check(check::Args),
    Template(template::Args),
    Feed(feed::Args),
    Serve(serve::Args),
    Collect(collect::Args),
    Account(account::Args),
    Audit(audit::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Push(push::Args),
    Pull(pull::Args),
    #[command(hide = true)]
    ConvertChild(convert_child::Args),
    #[command(hide = true)]
    DrawChild(draw_child::Args),
    #[command(hide = true)]
    PictureChild(picture_child::Args),
}

/// Reads the command line, does as it says and answers with the exit code. Data goes to stdout, logs to stderr.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("BANGTIN_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,wgpu_core=warn,wgpu_hal=error,naga=warn,cosmic_text=warn"));
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A line that cannot be written is lost; telling stderr that stderr is closed would end the program.
    log.with_target(false).with_ansi(colours).log_internal_errors(false).init();
    let outcome = match cli.command {
        Command::Demo(args) => demo::run(args),
        Command::Play(args) => play::run(args),
        Command::Preview(args) => preview::run(args),
        Command::Render(args) => render::run(args),
        Command::Check(args) => check::run(args),
        Command::Template(args) => template::run(&args),
        Command::Feed(args) => feed::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Collect(args) => collect::run(args),
        Command::ConvertChild(args) => convert_child::run(args),
        Command::Account(args) => account::run(args),
        Command::Audit(args) => audit::run(args),
        Command::Backup(args) => backup::run(args),
        Command::Restore(args) => restore::run(args),
        Command::Push(args) => push::run(args),
        Command::Pull(args) => pull::run(args),
        Command::PictureChild(picture_child::Args {}) => picture_child::run(),
        Command::DrawChild(draw_child::Args {}) => draw_child::run(),
    };
    ExitCode::from(outcome.unwrap_or_else(|error| {
        if let Some(StdoutError::Closed) = error.downcast_ref() {
            return Exit::PipeClosed;
        }
        errln!("error: {}", report(error.as_ref()));
        if error.downcast_ref::<UsageError>().is_some() { Exit::Usage } else { Exit::Failed }
    }))
}
