//! Logging in.

use std::net::IpAddr;

use super::{
    actor::Actor,
    codes,
    delay::FailureSubject,
    error::OfficeError,
    new_account::{login_name, one_line, shown},
    office::Office,
    password::Password,
    random,
};
use crate::{
    approval::{Account, AccountId},
    model::{Digest, WallTime, limits},
    records::{
        ReadTransaction, RecordsError, WriteTransaction, account,
        attempt::{self, Failures},
        audit::{self, Act},
        session::{self, SessionRow},
        token,
    },
};

/// What somebody gives to log in.
#[derive(Debug, Clone)]
pub struct LogIn<'a> {
    /// The login name, as it was typed.
    pub login: &'a str,
    /// The password.
    pub password: Password,
    /// The six-digit code, where one was asked for.
    pub code: Option<&'a str>,
    /// Where it comes from.
    pub peer: IpAddr,
    /// What the browser calls itself.
    pub agent: &'a str,
    /// The session that the browser is in already: it ends, so that nobody's session lives on under another name.
    pub before: Option<&'a str>,
}

/// A session's token: whoever has it is taken for the person. It stands in the cookie and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// The token, as it stands in the cookie: hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// Somebody is in.
#[derive(Debug, Clone)]
pub struct LoggedIn {
    /// The session's token.
    pub token: SessionToken,
    /// Who it is.
    pub account: Account,
    /// When the session ends, however much it is used.
    pub until: WallTime,
}

/// Why somebody is not in.
#[derive(Debug, thiserror::Error)]
pub enum LogInError {
    /// The name or the password is not right; which of them is not said.
    #[error("the login name or the password is not right")]
    Wrong {
        /// How many more tries cost no waiting.
        left: u64,
    },
    /// Too much failed: it must wait.
    #[error("too many tries: the next one counts from {until}")]
    Wait {
        /// Until when.
        until: WallTime,
    },
    /// Name and password are right, and a six-digit code is asked for as well.
    #[error("a six-digit code is needed")]
    CodeNeeded,
    /// The six-digit code is not right, or was used already.
    #[error("the six-digit code is not right")]
    WrongCode {
        /// How many more tries cost no waiting.
        left: u64,
    },
    /// It could not be looked at.
    #[error(transparent)]
    Office(#[from] OfficeError),
}

impl From<RecordsError> for LogInError {
    fn from(error: RecordsError) -> Self {
        Self::Office(error.into())
    }
}

impl Office {
    /// Logs somebody in. It takes as long whether there is an account of that name or not.
    ///
    /// # Errors
    /// [`LogInError`].
    pub async fn log_in(&self, log_in: LogIn<'_>) -> Result<LoggedIn, LogInError> {
        let (mut tx, account) = self.prove(&log_in).await?;
        let now = self.clock().now().wall;
        let logged_in = begin_session(&mut tx, account, &log_in, now).await?;
        tx.commit().await?;
        Ok(logged_in)
    }

    /// Asks somebody who is logged in for the password again, and for a code where they count, before something that a browser
    /// left open must not give away. Failures count with those of logging in.
    ///
    /// # Errors
    /// [`LogInError`].
    pub async fn ask_again(
        &self,
        by: &Actor,
        password: Password,
        code: Option<&str>,
        peer: IpAddr,
    ) -> Result<(), LogInError> {
        let log_in = LogIn { login: &by.account.login, password, code, peer, agent: "", before: None };
        let (tx, account) = self.prove(&log_in).await?;
        // The name may have gone to somebody else since the page was opened.
        if account.id != *by.id() {
            return Err(LogInError::Wrong { left: 0 });
        }
        Ok(tx.commit().await?)
    }

    /// Whose name and password, and code, those are: in a transaction that has yet to be committed, in which earlier failures
    /// are forgotten.
    async fn prove(&self, log_in: &LogIn<'_>) -> Result<(WriteTransaction, Account), LogInError> {
        let login = login_name(log_in.login);
        let subjects = FailureSubject::all(&login, log_in.peer);
        let now = self.clock().now().wall;
        let mut tx = self.records().read().await?;
        let row = account::by_login(&mut tx, &login).await?;
        let at = Place { account: row.as_ref().map(|row| row.account.id.clone()), peer: log_in.peer, now };
        let wait = must_wait(&mut tx, &subjects, &at).await?;
        drop(tx);
        if let Some(until) = wait {
            return Err(LogInError::Wait { until });
        }
        let hash = row.as_ref().map(|row| row.secrets.pass.clone());
        let right = self.passwords().verify(&log_in.password, hash.clone()).await?;

        let now = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        // Of many who guess at once, only so many were let through as had tries left.
        if let Some(until) = must_wait(&mut tx, &subjects, &Place { now, ..at }).await? {
            return Err(LogInError::Wait { until });
        }
        let row = account::by_login(&mut tx, &login).await?;
        let row = row.filter(|row| right && Some(&row.secrets.pass) == hash.as_ref() && row.account.off.is_none());
        let Some(row) = row else {
            let left = fail(&mut tx, &subjects, log_in.peer, now).await?;
            tx.commit().await?;
            return Err(LogInError::Wrong { left });
        };
        if let Some((secret, Some(_))) = &row.secrets.totp {
            let Some(code) = log_in.code else { return Err(LogInError::CodeNeeded) };
            let step = codes::step_of(secret, code, now);
            let fresh = match step {
                Some(step) => account::use_step(&mut tx, &row.account.id, step).await?,
                None => false,
            };
            if !fresh {
                let left = fail(&mut tx, &subjects, log_in.peer, now).await?;
                tx.commit().await?;
                return Err(LogInError::WrongCode { left });
            }
        }
        let [pair, anywhere, _] = &subjects;
        attempt::forget(&mut tx, &pair.name).await?;
        attempt::forget(&mut tx, &anywhere.name).await?;
        Ok((tx, row.account))
    }

    /// Begins a session for whoever has just made the first account, without asking for the password again.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn log_in_first(&self, account: &Account, peer: IpAddr, agent: &str) -> Result<LoggedIn, OfficeError> {
        let now = self.clock().now().wall;
        let log_in = LogIn { login: "", password: Password::typed(""), code: None, peer, agent, before: None };
        let mut tx = self.records().write().await?;
        let logged_in = begin_session(&mut tx, account.clone(), &log_in, now).await?;
        tx.commit().await?;
        Ok(logged_in)
    }
}

/// Who would be let in, where and when.
struct Place {
    account: Option<AccountId>,
    peer: IpAddr,
    now: WallTime,
}

async fn must_wait(
    tx: &mut ReadTransaction,
    subjects: &[FailureSubject; 3],
    at: &Place,
) -> Result<Option<WallTime>, OfficeError> {
    let [pair, anywhere, of_peer] = subjects;
    let mut longest = None;
    for subject in [pair, of_peer] {
        longest = longest.max(subject.wait(attempt::get(tx, &subject.name).await?, at.now));
    }
    // Who guesses from many places must not keep the person out of where the person has come in before.
    let elsewhere = anywhere.wait(attempt::get(tx, &anywhere.name).await?, at.now);
    if elsewhere > longest && !is_known(tx, at).await? {
        longest = elsewhere;
    }
    Ok(longest)
}

/// Whether the person has logged in from there not long ago.
async fn is_known(tx: &mut ReadTransaction, at: &Place) -> Result<bool, OfficeError> {
    let Some(account) = &at.account else { return Ok(false) };
    let since = at.now + -limits::LOGIN_KNOWN_MS;
    Ok(audit::was_done_from(tx, "log-in", &account.0, &shown(at.peer), since).await?)
}

/// Counts a failure. Returns how many more tries cost no waiting.
async fn fail(
    tx: &mut WriteTransaction,
    subjects: &[FailureSubject; 3],
    peer: IpAddr,
    now: WallTime,
) -> Result<u64, OfficeError> {
    attempt::forget_old(tx, now + -limits::LOGIN_FORGET_MS).await?;
    let mut fewest = u64::MAX;
    for subject in subjects {
        let before = attempt::get(tx, &subject.name).await?.map_or(0, |failures| failures.count);
        let failures = Failures { count: before.saturating_add(1), last: now };
        attempt::put(tx, &subject.name, failures).await?;
        fewest = fewest.min(subject.left(Some(failures)));
        // Noted once a row of failures, with a digest for what was typed: it may have been a password.
        if failures.count == subject.free {
            let act = Act {
                at: now,
                account: None,
                ip: &shown(peer),
                act: "log-in-failed",
                subject: &subject.name,
                detail: &failures.count.to_string(),
            };
            audit::append(tx, &act).await?;
        }
    }
    Ok(fewest)
}

async fn begin_session(
    tx: &mut WriteTransaction,
    account: Account,
    log_in: &LogIn<'_>,
    now: WallTime,
) -> Result<LoggedIn, OfficeError> {
    if let Some(before) = log_in.before {
        session::end(tx, Digest::of(before.as_bytes())).await?;
    }
    session::end_old(tx, now, now + -limits::SESSION_IDLE_MS).await?;
    token::end_old(tx, now).await?;
    // The ones unused for longest make room.
    for old in session::of_account(tx, &account.id).await?.iter().skip(limits::SESSIONS - 1) {
        session::end(tx, old.token).await?;
    }
    let token = SessionToken(random::hex::<32>());
    let peer = shown(log_in.peer);
    let session = SessionRow {
        token: Digest::of(token.0.as_bytes()),
        id: random::id(now),
        account: account.id.clone(),
        made: now,
        seen: now,
        until: now + limits::SESSION_MS,
        peer: peer.clone(),
        agent: one_line(log_in.agent).chars().take(limits::AGENT_CHARS).collect(),
    };
    session::insert(tx, &session).await?;
    let act = Act {
        at: now,
        account: Some(&account.id),
        ip: &peer,
        act: "log-in",
        subject: &account.id.0,
        detail: &session.agent,
    };
    audit::append(tx, &act).await?;
    Ok(LoggedIn { token, account, until: session.until })
}
