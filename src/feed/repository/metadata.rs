//! The signed JSON of the four roles.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    super::tree::{ISSUED, PROGRAMME, TIME_CORRECTIONS},
    RepositoryError,
    keys::{Online, Signer},
};
use crate::model::{Digest, WallTime};

const SPEC_VERSION: &str = "1.0.31";
pub(super) const DAY_MS: i64 = 86_400_000;

/// For how many days each role's signature is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// Of `targets`.
    pub targets_days: u32,
    /// Of `snapshot`.
    pub snapshot_days: u32,
    /// Of `timestamp`: for how long a hall can be kept from news by whoever holds its line.
    pub timestamp_days: u32,
}

impl Lifetimes {
    /// For a feed that is renewed by `serve`.
    pub const SERVED: Self = Self { targets_days: 90, snapshot_days: 30, timestamp_days: 7 };

    /// The same for all three: for a static host or a stick, which nobody renews.
    pub const fn all(days: u32) -> Self {
        Self { targets_days: days, snapshot_days: days, timestamp_days: days }
    }
}

/// For how many days a root is good: five years.
pub const ROOT_DAYS: u32 = 5 * 365;

/// When something signed at `now` for `days` expires. Whole seconds: other clients refuse fractions.
pub(super) fn expiry(now: WallTime, days: u32) -> WallTime {
    let until = now + i64::from(days) * DAY_MS;
    WallTime(until.0.div_euclid(1000) * 1000)
}

fn stamp(instant: WallTime) -> String {
    format!("{:.0}", instant.timestamp())
}

/// Wraps `signed` with a signature of each signer.
pub(super) fn envelope(signed: &Value, signers: &[&Signer]) -> Result<Vec<u8>, RepositoryError> {
    let message = sigstore_tuf::canonical_json::to_canonical_bytes(signed)
        .map_err(|_| RepositoryError::Crypto { what: "sign a number that is not whole" })?;
    let signatures: Vec<Value> =
        signers.iter().map(|signer| json!({"keyid": signer.id(), "sig": signer.sign(&message)})).collect();
    let envelope = json!({"signatures": signatures, "signed": signed});
    Ok(serde_json::to_vec(&envelope).expect("JSON values have a JSON form"))
}

/// Who signs roots: public keys by name, and how many of them must sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RootRole {
    pub keys: BTreeMap<String, Value>,
    pub threshold: usize,
}

impl RootRole {
    pub fn of(signers: &[Signer], threshold: usize) -> Self {
        let keys = signers.iter().map(|signer| (signer.id().to_owned(), signer.public().clone())).collect();
        Self { keys, threshold }
    }
}

/// What a root says: which keys sign for which role.
pub(super) fn root(version: u64, expires: WallTime, root: &RootRole, online: &Online) -> Value {
    let mut roles = json!({"root": {"keyids": root.keys.keys().collect::<Vec<_>>(), "threshold": root.threshold}});
    let mut keys = root.keys.clone();
    for (role, signer) in online.roles() {
        roles[role] = json!({"keyids": [signer.id()], "threshold": 1});
        keys.insert(signer.id().to_owned(), signer.public().clone());
    }
    json!({
        "_type": "root",
        "spec_version": SPEC_VERSION,
        "version": version,
        "expires": stamp(expires),
        "consistent_snapshot": true,
        "keys": keys,
        "roles": roles,
    })
}

/// What `targets` says: the programme by digest and length, or nothing yet.
pub(super) fn targets(version: u64, expires: WallTime, programme: Option<(Digest, u64)>) -> Value {
    let targets = match programme {
        Some((digest, bytes)) => json!({PROGRAMME: {"length": bytes, "hashes": {"sha256": digest}}}),
        None => json!({}),
    };
    json!({
        "_type": "targets",
        "spec_version": SPEC_VERSION,
        "version": version,
        "expires": stamp(expires),
        "targets": targets,
    })
}

/// What `snapshot` says: which targets file belongs to it.
pub(super) fn snapshot(version: u64, expires: WallTime, targets_version: u64, targets: &[u8]) -> Value {
    json!({
        "_type": "snapshot",
        "spec_version": SPEC_VERSION,
        "version": version,
        "expires": stamp(expires),
        "meta": {"targets.json": pin(targets_version, targets)},
    })
}

/// What a timestamp says of the time.
#[derive(Debug, Clone, Copy)]
pub(super) struct SignedTime {
    /// When it is signed.
    pub issued: WallTime,
    /// How often the office has taken back what it said of the time: where this rises, halls forget it.
    pub corrections: u64,
}

/// What `timestamp` says: which snapshot is the newest, and when that was true.
pub(super) fn timestamp(
    version: u64,
    expires: WallTime,
    snapshot_version: u64,
    snapshot: &[u8],
    time: SignedTime,
) -> Value {
    let mut signed = json!({
        "_type": "timestamp",
        "spec_version": SPEC_VERSION,
        "version": version,
        "expires": stamp(expires),
        "meta": {"snapshot.json": pin(snapshot_version, snapshot)},
        ISSUED: time.issued.0,
    });
    if time.corrections > 0 {
        signed[TIME_CORRECTIONS] = time.corrections.into();
    }
    signed
}

fn pin(version: u64, bytes: &[u8]) -> Value {
    json!({"version": version, "length": bytes.len(), "hashes": {"sha256": Digest::of(bytes)}})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiry_is_in_whole_seconds() {
        assert_eq!(expiry(WallTime(1_999), 1), WallTime(86_401_000));
        assert_eq!(stamp(WallTime(86_401_000)), "1970-01-02T00:00:01Z");
    }
}
