//! `bangtin account`: accounts of an office from the command line, for scripts, and for rescue when nobody can log in.

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use anyhow::Context as _;

use super::{
    Exit, UsageError,
    office_address::{OfficeAddress, usage},
    terminal::{errln, outln},
};
use crate::{
    approval::{Role, Roles},
    model::limits,
    office::{AccountEntry, Keeper, NewAccount, Office, Password, TokenScope},
};

/// Keep an office's accounts; passwords are read from standard input
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Add(Add),
    Password(One),
    Off(One),
    On(One),
    NoCodes(One),
    Token(TokenArgs),
    List(OfficeAddress),
}

/// Add an account; the first line of standard input is its password
#[derive(clap::Args)]
struct Add {
    /// Name that is typed to log in
    login: String,
    #[command(flatten)]
    office: OfficeAddress,
    /// The person's name
    #[arg(long)]
    name: String,
    /// The post held
    #[arg(long, default_value = "")]
    post: String,
    /// What the person is there for; may be given more than once, and without it the person only looks
    #[arg(long, value_name = "author|approver|administrator", value_parser = role)]
    role: Vec<Role>,
    /// The person may put out an emergency alone
    #[arg(long)]
    emergency: bool,
    /// Tag of the displays the person may write for; may be given more than once, and without it all of them
    #[arg(long)]
    tag: Vec<String>,
}

/// One account
#[derive(clap::Args)]
struct One {
    /// Name that is typed to log in
    login: String,
    #[command(flatten)]
    office: OfficeAddress,
}

/// Make a token for a program that works in a person's name, and print it
#[derive(clap::Args)]
struct TokenArgs {
    /// Name that is typed to log in
    login: String,
    #[command(flatten)]
    office: OfficeAddress,
    /// What the token is for
    #[arg(long)]
    name: String,
    /// What the program may do: look; write and send for approval; all that and put out emergencies. None approves
    #[arg(long, value_name = "view|write|alert", value_parser = scope)]
    scope: TokenScope,
    /// For how many days it is good
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=i64::from(limits::TOKEN_DAYS)))]
    days: u32,
}

fn role(text: &str) -> Result<Role, String> {
    text.parse().map_err(|_| "expected `author`, `approver` or `administrator`".to_owned())
}

fn scope(text: &str) -> Result<TokenScope, String> {
    text.parse().map_err(|_| "expected `view`, `write` or `alert`".to_owned())
}

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::Add(args) => add(args)?,
        Command::Password(one) => {
            let password = password(&one.login)?;
            one.office.work(async |office| {
                let id = named(&office, &one.login).await?.account.id;
                office.reset_password(Keeper::Console, &id, &password).await.map_err(usage)
            })?;
        }
        Command::Off(one) => one.office.work(async |office| {
            let id = named(&office, &one.login).await?.account.id;
            office.close_account(Keeper::Console, &id).await.map_err(usage)
        })?,
        Command::On(one) => one.office.work(async |office| {
            let id = named(&office, &one.login).await?.account.id;
            office.reopen_account(Keeper::Console, &id).await.map_err(usage)
        })?,
        Command::NoCodes(one) => one.office.work(async |office| {
            let id = named(&office, &one.login).await?.account.id;
            office.clear_codes(Keeper::Console, &id).await.map_err(usage)
        })?,
        Command::Token(args) => token(args)?,
        Command::List(office) => {
            for entry in office.work(async |office| office.accounts().await.map_err(usage))? {
                line(&entry)?;
            }
        }
    }
    Ok(Exit::Done)
}

fn add(args: Add) -> anyhow::Result<()> {
    let Add { login, office, name, post, role, emergency, tag } = args;
    let password = password(&login)?;
    let new = NewAccount { login, name, post, roles: Roles::of(role), emergency, tags: tag, password };
    let id = office.work(async |office| office.add_account(Keeper::Console, &new).await.map_err(usage))?.id;
    Ok(outln!("{id}")?)
}

fn token(args: TokenArgs) -> anyhow::Result<()> {
    let TokenArgs { login, office, name, scope, days } = args;
    let token = office.work(async |office| {
        let id = named(&office, &login).await?.account.id;
        let until = office.clock().now().wall + i64::from(days) * 86_400_000;
        office.add_token_from_console(&id, &name, scope, until).await.map_err(usage)
    })?;
    Ok(outln!("{}", token.as_str())?)
}

async fn named(office: &Office, login: &str) -> anyhow::Result<AccountEntry> {
    let entry = office.account_named(login).await.map_err(usage)?;
    entry.ok_or_else(|| UsageError(format!("there is no account `{login}`")).into())
}

/// One account as a line of JSON.
fn line(entry: &AccountEntry) -> anyhow::Result<()> {
    let account = &entry.account;
    let line = serde_json::json!({
        "id": account.id,
        "login": account.login,
        "name": account.name,
        "post": account.post,
        "roles": account.roles,
        "emergency": account.emergency,
        "tags": account.tags,
        "made": entry.made.to_string(),
        "off": account.off.map(|at| at.to_string()),
        "codes": entry.has_codes,
    });
    Ok(outln!("{line}")?)
}

/// The first line of standard input.
fn password(login: &str) -> anyhow::Result<Password> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        errln!("password of `{login}`, which the screen shows as you type it:");
    }
    let mut line = String::new();
    // Four bytes a letter, and the end of the line.
    let most = *limits::PASSWORD_CHARS.end() as u64 * 4 + 2;
    stdin.lock().take(most).read_line(&mut line).context("cannot read the password from standard input")?;
    let line = line.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        return Err(UsageError("no password came on standard input".to_owned()).into());
    }
    Ok(Password::typed(line))
}
