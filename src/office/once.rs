//! Requests of programs that are done once, however often they come: by the key that the program gives each
//! (`Idempotency-Key`).
//!
//! Rules: a request is noted before anything is done for it, and with its answer afterwards; one that was refused has done
//! nothing and is forgotten; one that was cut off is begun again under the id that was set aside for it, so that what was
//! done already is found and nothing is done twice.

use super::{error::OfficeError, office::Office};
use crate::{
    model::{Digest, WallTime, limits},
    records::idempotency::{self, IdempotencyRow},
};

/// One request, by the name that its program gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceKey {
    /// The token's name in the list: another program's keys are others.
    pub token: String,
    /// The key.
    pub name: String,
    /// The digest of what is asked.
    pub asked: Digest,
}

/// What there is to do for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once {
    /// It is to be done; what comes of it has that id.
    Do {
        /// The id.
        subject: String,
    },
    /// It was begun and cut off: what has that id may be there already.
    GoOn {
        /// The id.
        subject: String,
    },
    /// It was done; that was the answer.
    Answered {
        /// The status.
        status: u16,
        /// The body.
        body: String,
    },
    /// It is being done at this moment.
    UnderWay,
    /// The key was given to another request.
    Other,
}

impl Office {
    /// Begins a request, or says what became of it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn begin_once(&self, key: &OnceKey) -> Result<Once, OfficeError> {
        let OnceKey { token, name, asked } = key;
        let now = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        idempotency::forget_old(&mut tx, now + -limits::IDEMPOTENCY_MS).await?;
        let once = match idempotency::get(&mut tx, token, name).await? {
            None => {
                // The newest keys are those that are sent again.
                while idempotency::count(&mut tx, token).await? >= limits::IDEMPOTENCY_KEYS {
                    idempotency::forget_oldest(&mut tx, token).await?;
                }
                let subject = self.new_id();
                let row = IdempotencyRow {
                    token: token.clone(),
                    name: name.clone(),
                    asked: *asked,
                    subject: subject.clone(),
                    made: now,
                    tried: now,
                    answer: None,
                };
                idempotency::insert(&mut tx, &row).await?;
                Once::Do { subject }
            }
            Some(row) if row.asked != *asked => Once::Other,
            Some(IdempotencyRow { answer: Some((status, body)), .. }) => {
                Once::Answered { status: u16::try_from(status).unwrap_or(200), body }
            }
            Some(row) if is_under_way(&row, now) => Once::UnderWay,
            Some(IdempotencyRow { subject, .. }) => {
                idempotency::try_again(&mut tx, token, name, now).await?;
                Once::GoOn { subject }
            }
        };
        tx.commit().await?;
        Ok(once)
    }

    /// Notes the answer to a request that was done.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn answer_once(&self, key: &OnceKey, status: u16, body: &str) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        idempotency::answer(&mut tx, &key.token, &key.name, status.into(), body).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets a request that was refused: its key may be given again, to whatever is put right.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn refuse_once(&self, key: &OnceKey) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        idempotency::forget(&mut tx, &key.token, &key.name).await?;
        Ok(tx.commit().await?)
    }

    /// Lets a request go that failed: nobody knows how far it came, and whoever sends it again finds out at once.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn fail_once(&self, key: &OnceKey) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        idempotency::try_again(&mut tx, &key.token, &key.name, WallTime(0)).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether whoever began it may still be at it. A clock that was set back says nothing of that.
fn is_under_way(row: &IdempotencyRow, now: WallTime) -> bool {
    (0..limits::IDEMPOTENCY_UNDER_WAY_MS).contains(&(now - row.tried))
}
