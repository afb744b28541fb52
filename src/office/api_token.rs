//! Tokens: programs that work in a person's name, and may do less than the person.

use super::{
    account_refusal::AccountRefusal, actor::Actor, error::OfficeError, keeper::Keeper, new_account::one_line,
    office::Office, random,
};
use crate::{
    approval::{Account, AccountId, Right},
    model::{Digest, WallTime, limits},
    records::{
        account,
        audit::{self, Act},
        token::{self, TokenRow},
    },
};

/// What a program may do with a token. None of them approves, stops or keeps accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::Display, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum TokenScope {
    /// Look.
    View,
    /// Look, bring files and send for approval.
    Write,
    /// All that, and put out emergencies, where the person may.
    Alert,
}

impl TokenScope {
    /// Every scope, the narrowest first.
    pub const ALL: [Self; 3] = [Self::View, Self::Write, Self::Alert];

    /// Whether it covers that right.
    pub fn covers(self, right: Right) -> bool {
        match right {
            Right::View => true,
            Right::Write => matches!(self, Self::Write | Self::Alert),
            Right::Alert => self == Self::Alert,
            Right::Approve | Right::Stop | Right::Administer => false,
        }
    }
}

/// A token as it is handed out, once: `bangtin_` and hexadecimal digits, so that whoever finds one knows what it is.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken(String);

impl ApiToken {
    /// The token.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiToken(…)")
    }
}

/// A program that has shown a good token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// In whose name it works.
    pub account: Account,
    /// What it may do.
    pub scope: TokenScope,
    /// The token's name in the list.
    pub token: String,
}

impl Program {
    /// Whether it may do that: token and person both must.
    pub fn may(&self, right: Right) -> bool {
        self.scope.covers(right) && self.account.may(right)
    }
}

/// One token in a person's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenEntry {
    /// Its name.
    pub id: String,
    /// What it is for, in the person's words.
    pub name: String,
    /// What it may do.
    pub scope: Option<TokenScope>,
    /// When it was made.
    pub made: WallTime,
    /// When it ends.
    pub until: WallTime,
    /// When it was last used, to the minute.
    pub seen: Option<WallTime>,
}

impl Office {
    /// Makes a token for a person's own program.
    ///
    /// # Errors
    /// [`AccountRefusal::BadEnd`], [`AccountRefusal::BadName`], [`AccountRefusal::TooMany`].
    pub async fn add_token(
        &self,
        by: &Actor,
        name: &str,
        scope: TokenScope,
        until: WallTime,
    ) -> Result<ApiToken, OfficeError> {
        self.add_token_of(Keeper::Person(by), by.id(), name, scope, until).await
    }

    /// Makes a token from the command line, for a program that works in that person's name.
    ///
    /// # Errors
    /// As [`Office::add_token`].
    pub async fn add_token_from_console(
        &self,
        account: &AccountId,
        name: &str,
        scope: TokenScope,
        until: WallTime,
    ) -> Result<ApiToken, OfficeError> {
        self.add_token_of(Keeper::Console, account, name, scope, until).await
    }

    async fn add_token_of(
        &self,
        by: Keeper<'_>,
        account: &AccountId,
        name: &str,
        scope: TokenScope,
        until: WallTime,
    ) -> Result<ApiToken, OfficeError> {
        let now = self.clock().now().wall;
        if until <= now || until - now > i64::from(limits::TOKEN_DAYS) * 86_400_000 {
            return Err(AccountRefusal::BadEnd.into());
        }
        let name = one_line(name);
        if name.is_empty() || name.chars().count() > limits::PERSON_NAME_CHARS {
            return Err(AccountRefusal::BadName.into());
        }
        let mut tx = self.records().write().await?;
        token::end_old(&mut tx, now).await?;
        let row = account::by_id(&mut tx, account).await?.filter(|row| row.account.off.is_none());
        row.ok_or(AccountRefusal::NoAccount)?;
        let most = limits::TOKENS;
        if token::of_account(&mut tx, account).await?.len() >= most {
            return Err(AccountRefusal::TooMany { most }.into());
        }
        let made = ApiToken(format!("bangtin_{}", random::hex::<32>()));
        let row = TokenRow {
            token: Digest::of(made.0.as_bytes()),
            id: self.new_id(),
            account: account.clone(),
            name,
            scope: scope.to_string(),
            made: now,
            until,
            seen: None,
        };
        token::insert(&mut tx, &row).await?;
        let detail = format!("{scope} {until} {}", row.name);
        by.note(&mut tx, now, "token-add", &account.0, &detail).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// A person's tokens that last, the oldest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn tokens(&self, account: &AccountId) -> Result<Vec<TokenEntry>, OfficeError> {
        let now = self.clock().now().wall;
        let mut tx = self.records().read().await?;
        let rows = token::of_account(&mut tx, account).await?.into_iter().filter(|row| now < row.until);
        let entry = |row: TokenRow| {
            let TokenRow { id, name, scope, made, until, seen, .. } = row;
            TokenEntry { id, name, scope: scope.parse().ok(), made, until, seen }
        };
        Ok(rows.map(entry).collect())
    }

    /// Ends one of a person's own tokens.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end_token(&self, by: &Actor, id: &str) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        if token::end(&mut tx, by.id(), id).await? {
            let at = self.clock().now().wall;
            let (account, ip) = (Some(by.id()), by.ip.as_str());
            let act = Act { at, account, ip, act: "token-end", subject: &by.id().0, detail: id };
            audit::append(&mut tx, &act).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The program that shows that token; `None` where the token is not good, or the account is closed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn program(&self, token: &str) -> Result<Option<Program>, OfficeError> {
        let now = self.clock().now().wall;
        let digest = Digest::of(token.as_bytes());
        let mut tx = self.records().read().await?;
        let Some(row) = token::by_token(&mut tx, digest).await?.filter(|row| now < row.until) else { return Ok(None) };
        let account = account::by_id(&mut tx, &row.account).await?.filter(|row| row.account.off.is_none());
        drop(tx);
        let (Some(account), Ok(scope)) = (account, row.scope.parse()) else { return Ok(None) };
        if row.seen.is_none_or(|seen| now - seen >= limits::SEEN_MS) {
            let mut tx = self.records().write().await?;
            token::touch(&mut tx, digest, now).await?;
            tx.commit().await?;
        }
        Ok(Some(Program { account: account.account, scope, token: row.id }))
    }
}
