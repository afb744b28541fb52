//! Six-digit codes from a telephone (TOTP, RFC 6238), for whoever wants more than a password.

use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::{
    account_refusal::AccountRefusal, accounts::known, actor::Actor, commune_name::commune_name, error::OfficeError,
    office::Office, password::Password, random,
};
use crate::{
    model::WallTime,
    records::{
        account,
        audit::{self, Act},
    },
};

/// How long one code is shown, seconds: what every telephone's program takes for granted.
const STEP_S: u64 = 30;

/// What a telephone is told, once.
#[derive(Clone, PartialEq, Eq)]
pub struct CodesSetUp {
    /// The secret, in base 32, for whoever types it.
    pub secret: String,
    /// The same as an address, to be shown as a QR code.
    pub url: String,
}

impl std::fmt::Debug for CodesSetUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodesSetUp(…)")
    }
}

impl Office {
    /// Gives a person a secret for six-digit codes. It counts once a code from it is typed; until then nothing changes, and
    /// codes that count already go on counting.
    ///
    /// # Errors
    /// [`AccountRefusal::HasCodes`] where the person has codes already.
    pub async fn begin_codes(&self, by: &Actor) -> Result<CodesSetUp, OfficeError> {
        let mut tx = self.records().write().await?;
        let row = account::by_id(&mut tx, by.id()).await?.ok_or(AccountRefusal::NoAccount)?;
        if matches!(row.secrets.totp, Some((_, Some(_)))) {
            return Err(AccountRefusal::HasCodes.into());
        }
        let secret = Secret::from(random::bytes::<20>()).to_base32();
        account::set_totp(&mut tx, by.id(), Some((&secret, None)), 0).await?;
        let issuer = commune_name(&mut tx).await?.unwrap_or_else(|| "Bảng Tin".to_owned());
        tx.commit().await?;
        let (issuer, login) = (escaped(&issuer), escaped(&row.account.login));
        let url = format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}");
        Ok(CodesSetUp { secret, url })
    }

    /// Makes the codes count, by the first of them.
    ///
    /// # Errors
    /// [`AccountRefusal::WrongCode`]; [`AccountRefusal::NoCodes`] where none are being set up.
    pub async fn confirm_codes(&self, by: &Actor, code: &str) -> Result<(), OfficeError> {
        let now = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        let row = account::by_id(&mut tx, by.id()).await?.ok_or(AccountRefusal::NoAccount)?;
        let Some((secret, None)) = row.secrets.totp else { return Err(AccountRefusal::NoCodes.into()) };
        let step = step_of(&secret, code, now).ok_or(AccountRefusal::WrongCode)?;
        account::set_totp(&mut tx, by.id(), Some((&secret, Some(now))), step).await?;
        let (account, ip) = (Some(by.id()), by.ip.as_str());
        let act = Act { at: now, account, ip, act: "codes-begin", subject: &by.id().0, detail: "" };
        audit::append(&mut tx, &act).await?;
        Ok(tx.commit().await?)
    }

    /// Ends the codes of a person, who knows the password.
    ///
    /// # Errors
    /// [`AccountRefusal::WrongPassword`].
    pub async fn end_codes(&self, by: &Actor, password: &Password) -> Result<(), OfficeError> {
        let mut tx = self.records().read().await?;
        let row = account::by_id(&mut tx, by.id()).await?.ok_or(AccountRefusal::NoAccount)?;
        drop(tx);
        if !self.passwords().verify(password, Some(row.secrets.pass)).await? {
            return Err(AccountRefusal::WrongPassword.into());
        }
        let mut tx = self.records().write().await?;
        known(&mut tx, by.id()).await?;
        account::set_totp(&mut tx, by.id(), None, 0).await?;
        let at = self.clock().now().wall;
        let (account, ip) = (Some(by.id()), by.ip.as_str());
        let act = Act { at, account, ip, act: "codes-end", subject: &by.id().0, detail: "" };
        audit::append(&mut tx, &act).await?;
        Ok(tx.commit().await?)
    }
}

/// The step of which that is the code, now or one step before or after; spaces in it do not count.
pub(super) fn step_of(secret: &str, code: &str, now: WallTime) -> Option<u64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    totp(secret)?.check(&code, seconds(now))
}

fn totp(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_skew(1).with_step_duration(STEP_S);
    builder.with_secret(secret).build().ok()
}

fn seconds(now: WallTime) -> u64 {
    u64::try_from(now.0 / 1_000).unwrap_or(0)
}

/// Text as it stands in an address.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("a String takes every character"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard_and_hold_for_a_step_before_and_after() {
        // RFC 6238, appendix B: at 59 s the code of eight digits is 94287082.
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        let at = |seconds: i64| WallTime(seconds * 1_000);
        assert_eq!(step_of(&secret, "287082", at(59)), Some(1));
        assert_eq!(step_of(&secret, " 287 082 ", at(89)), Some(1));
        assert_eq!(step_of(&secret, "287082", at(29)), Some(1));
        assert_eq!(step_of(&secret, "287082", at(90)), None);
        for bad in ["", "28708", "94287082", "28708a", "+87082"] {
            assert_eq!(step_of(&secret, bad, at(59)), None, "{bad}");
        }
        assert_eq!(escaped("UBND xã"), "UBND%20x%C3%A3");
    }
}
