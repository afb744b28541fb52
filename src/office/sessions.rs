//! Sessions: whose a token is, and how they end.

use super::{actor::Actor, error::OfficeError, office::Office};
use crate::{
    approval::{Account, AccountId},
    model::{Digest, WallTime, limits},
    records::{
        account,
        audit::{self, Act},
        session::{self, SessionRow},
    },
};

/// Somebody who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who it is, as the account is now.
    pub account: Account,
    /// The name of the session, by which it is known in the list.
    pub session: String,
    /// When it ends, however much it is used.
    pub until: WallTime,
}

/// One session in a person's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEntry {
    /// Its name.
    pub id: String,
    /// When it began.
    pub made: WallTime,
    /// When it was last used, to the minute.
    pub seen: WallTime,
    /// The address it was begun from.
    pub peer: String,
    /// What the browser calls itself.
    pub agent: String,
}

impl Office {
    /// Whose session that token is of; `None` where it has ended, or the account is closed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn who(&self, token: &str) -> Result<Option<SignedIn>, OfficeError> {
        let now = self.clock().now().wall;
        let token = Digest::of(token.as_bytes());
        let mut tx = self.records().read().await?;
        let Some(session) = session::by_token(&mut tx, token).await? else { return Ok(None) };
        if !lasts(&session, now) {
            return Ok(None);
        }
        let Some(row) = account::by_id(&mut tx, &session.account).await? else { return Ok(None) };
        drop(tx);
        if row.account.off.is_some() {
            return Ok(None);
        }
        if now - session.seen >= limits::SEEN_MS {
            let mut tx = self.records().write().await?;
            session::touch(&mut tx, token, now).await?;
            tx.commit().await?;
        }
        Ok(Some(SignedIn { account: row.account, session: session.id, until: session.until }))
    }

    /// Ends the session of that token.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn log_out(&self, token: &str, ip: &str) -> Result<(), OfficeError> {
        let token = Digest::of(token.as_bytes());
        let mut tx = self.records().write().await?;
        let Some(session) = session::by_token(&mut tx, token).await? else { return Ok(()) };
        session::end(&mut tx, token).await?;
        let account = &session.account;
        let at = self.clock().now().wall;
        let act = Act { at, account: Some(account), ip, act: "log-out", subject: &account.0, detail: "" };
        audit::append(&mut tx, &act).await?;
        Ok(tx.commit().await?)
    }

    /// A person's sessions that last, the last used first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sessions(&self, account: &AccountId) -> Result<Vec<SessionEntry>, OfficeError> {
        let now = self.clock().now().wall;
        let mut tx = self.records().read().await?;
        let sessions = session::of_account(&mut tx, account).await?.into_iter().filter(|session| lasts(session, now));
        let entry = |row: SessionRow| {
            let SessionRow { id, made, seen, peer, agent, .. } = row;
            SessionEntry { id, made, seen, peer, agent }
        };
        Ok(sessions.map(entry).collect())
    }

    /// Ends one of a person's own sessions.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end_session(&self, by: &Actor, id: &str) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        if session::end_one(&mut tx, by.id(), id).await? {
            let at = self.clock().now().wall;
            let (account, ip) = (Some(by.id()), by.ip.as_str());
            let act = Act { at, account, ip, act: "session-end", subject: &by.id().0, detail: id };
            audit::append(&mut tx, &act).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Ends a person's own sessions but the one named. Returns how many.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end_other_sessions(&self, by: &Actor, but: &str) -> Result<u64, OfficeError> {
        let mut tx = self.records().write().await?;
        let ended = session::end_all(&mut tx, by.id(), Some(but)).await?;
        if ended > 0 {
            let at = self.clock().now().wall;
            let (account, ip, detail) = (Some(by.id()), by.ip.as_str(), &ended.to_string());
            let act = Act { at, account, ip, act: "sessions-end", subject: &by.id().0, detail };
            audit::append(&mut tx, &act).await?;
            tx.commit().await?;
        }
        Ok(ended)
    }
}

/// Whether a session lasts: it ends when it has not been used for long, and at its own end.
fn lasts(session: &SessionRow, now: WallTime) -> bool {
    now < session.until && now < session.seen + limits::SESSION_IDLE_MS
}
