//! An authority of one's own: its certificate is put on the office's computers and telephones once, and the server's own
//! certificate is renewed under it without anybody's doing.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SerialNumber, date_time_ymd,
};
use serde::{Deserialize, Serialize};

use super::{
    error::TlsError,
    write::{read, write},
};
use crate::model::{Digest, WallTime, Zone};

/// How long the authority holds, years.
const AUTHORITY_YEARS: i32 = 20;
/// How long the server's certificate holds, days: browsers of telephones believe none that holds for more than 825.
const SERVER_DAYS: i64 = 397;
/// How many days before its end it is renewed.
const RENEWED_DAYS: i64 = 60;
/// How many days before now it begins: telephones whose clock is slow.
const EARLY_DAYS: i64 = 2;
const DAY_MS: i64 = 86_400_000;

/// The files of an authority in its folder.
#[derive(Debug, Clone)]
pub(super) struct Authority {
    dir: PathBuf,
}

/// What the server's certificate is for, beside it: nobody here reads certificates.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct MadeFor {
    names: BTreeSet<String>,
    until_ms: WallTime,
}

impl Authority {
    /// In that folder, which is made where it is missing.
    pub fn in_folder(dir: &Path) -> Result<Self, TlsError> {
        fs::create_dir_all(dir).map_err(|source| TlsError::File { path: dir.to_owned(), source })?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// The authority's certificate: what is put on computers and telephones.
    pub fn certificate(&self) -> PathBuf {
        self.dir.join("authority.pem")
    }

    /// The server's certificate and key.
    pub fn server(&self) -> (PathBuf, PathBuf) {
        (self.dir.join("server.pem"), self.dir.join("server.key"))
    }

    /// Makes what is missing, and a new certificate for the server where the old one ends soon or lacks a name. Returns
    /// whether there is a new one.
    pub fn renew(&self, names: &BTreeSet<String>, now: WallTime) -> Result<bool, TlsError> {
        let made_for = self.dir.join("server.json");
        let (certificate, key) = self.server();
        let before = read(&made_for).ok().and_then(|text| serde_json::from_str::<MadeFor>(&text).ok());
        let lasts = |made: &MadeFor| made.until_ms - now > RENEWED_DAYS * DAY_MS && names.is_subset(&made.names);
        if certificate.exists() && key.exists() && before.as_ref().is_some_and(lasts) {
            return Ok(false);
        }
        let issuer = self.issuer(now)?;
        // A name that was once asked for may be in use somewhere still.
        let names: BTreeSet<String> = before.map(|made| made.names).unwrap_or_default().union(names).cloned().collect();
        let until_ms = now + SERVER_DAYS * DAY_MS;
        let mut params = CertificateParams::new(names.iter().cloned().collect::<Vec<_>>()).map_err(made)?;
        params.distinguished_name.push(DnType::CommonName, "Bang Tin");
        let ((from_y, from_m, from_d), (to_y, to_m, to_d)) = (day(now + -EARLY_DAYS * DAY_MS), day(until_ms));
        params.not_before = date_time_ymd(from_y, from_m, from_d);
        params.not_after = date_time_ymd(to_y, to_m, to_d);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let server_key = KeyPair::generate().map_err(made)?;
        params.serial_number = Some(serial(&server_key));
        let signed = params.signed_by(&server_key, &issuer).map_err(made)?;
        write(&key, &server_key.serialize_pem(), true)?;
        write(&certificate, &signed.pem(), false)?;
        let made_for_text = serde_json::to_string(&MadeFor { names, until_ms }).expect("texts and numbers");
        write(&made_for, &made_for_text, false)?;
        Ok(true)
    }

    /// The authority, made where there is none. What it signs with is its key and its name, and its name follows from the
    /// key.
    fn issuer(&self, now: WallTime) -> Result<Issuer<'static, KeyPair>, TlsError> {
        let path = self.dir.join("authority.key");
        let is_new = !path.exists();
        let key = if is_new {
            let key = KeyPair::generate().map_err(made)?;
            write(&path, &key.serialize_pem(), true)?;
            key
        } else {
            let wrong = |error: rcgen::Error| TlsError::Wrong { path: path.clone(), what: error.to_string() };
            KeyPair::from_pem(&read(&path)?).map_err(wrong)?
        };
        let mut params = CertificateParams::default();
        let name = format!("Bang Tin {}", &Digest::of(key.public_key_raw()).to_string()[..8]);
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let (year, month, day) = day(now + -EARLY_DAYS * DAY_MS);
        params.not_before = date_time_ymd(year, month, day);
        params.not_after = date_time_ymd(year + AUTHORITY_YEARS, 1, 1);
        params.serial_number = Some(serial(&key));
        if is_new || !self.certificate().exists() {
            write(&self.certificate(), &params.self_signed(&key).map_err(made)?.pem(), false)?;
        }
        Ok(Issuer::new(params, key))
    }
}

/// A number that no other certificate has: it follows from the key.
fn serial(key: &KeyPair) -> SerialNumber {
    let mut bytes = Digest::of(key.public_key_raw()).as_bytes()[..16].to_vec();
    // The first bit would make the number a negative one.
    bytes[0] &= 0x7f;
    SerialNumber::from(bytes)
}

/// Year, month and day of an instant, by universal time.
fn day(at: WallTime) -> (i32, u8, u8) {
    let date = Zone::named("UTC").day(at);
    let small = |part: i8| u8::try_from(part).expect("months and days are positive");
    (i32::from(date.year()), small(date.month()), small(date.day()))
}

fn made(error: rcgen::Error) -> TlsError {
    TlsError::Make(error.to_string())
}
