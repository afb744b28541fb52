//! An office with accounts, and what its people say when they log in.

use std::net::IpAddr;

use bangtin::{
    approval::{Account, Role, Roles},
    clock::Clock,
    model::WallTime,
    office::{AccountRefusal, Actor, LogIn, LoggedIn, NewAccount, Office, OfficeError, OfficeOptions, Password},
    records::audit::{self, Verdict},
};

use crate::database::Database;

pub const SECRET: &str = "trâu vàng uống nước ao nhà";

pub const HOME: &str = "192.0.2.1";

/// An office on that database, at that clock.
pub async fn office(database: &Database, clock: &Clock) -> Office {
    let options = OfficeOptions {
        database: Some(database.address.clone()),
        ..OfficeOptions::in_folder(database.folder().join("office"), clock.clone())
    };
    Office::open(options).await.unwrap()
}

pub fn new_account(login: &str, roles: &[Role]) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        name: "Nguyễn Thị Ánh".to_owned(),
        post: "Cán bộ văn hóa".to_owned(),
        roles: Roles::of(roles.iter().copied()),
        emergency: false,
        tags: Vec::new(),
        password: Password::typed(SECRET),
    }
}

pub fn at(peer: &str) -> IpAddr {
    peer.parse().unwrap()
}

pub fn attempt<'a>(login: &'a str, password: &str, peer: &str) -> LogIn<'a> {
    LogIn {
        login, password: Password::typed(password), code: None, peer: at(peer), agent: "Trình duyệt", before: None
    }
}

pub async fn log_in(office: &Office, login: &str) -> LoggedIn {
    office.log_in(attempt(login, SECRET, HOME)).await.unwrap()
}

pub fn actor(account: &Account) -> Actor {
    Actor { account: account.clone(), ip: HOME.to_owned() }
}

pub fn refused<T>(result: Result<T, OfficeError>) -> AccountRefusal {
    match result {
        Err(OfficeError::Account(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

/// The log fits together, and these were done, the newest last.
pub async fn log(office: &Office) -> Vec<String> {
    let mut tx = office.records().read().await.unwrap();
    assert!(matches!(audit::verify(&mut tx).await.unwrap(), Verdict::Whole { .. }));
    let rows = audit::list(&mut tx, u64::MAX, 100).await.unwrap();
    rows.into_iter().rev().map(|row| row.act).collect()
}

pub fn code_of(secret: &str, now: WallTime) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(now.0 / 1_000).unwrap()).to_string()
}
