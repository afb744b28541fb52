//! Promises about accounts, log-ins and sessions, on SQLite and on PostgreSQL.

use std::{collections::BTreeMap, net::IpAddr, time::Instant};

use bangtin::{
    approval::{Account, AccountId, Refusal, Right, Role, Roles},
    clock::Clock,
    model::{WallTime, limits},
    office::{
        AccountChange, AccountRefusal, Actor, FirstStart, Keeper, LogIn, LogInError, LoggedIn, NewAccount, Office,
        OfficeError, OfficeOptions, Password, TokenScope,
    },
    records::audit::{self, Verdict},
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use crate::{
    database::{Database, on_each},
    fixture::{DAY, MORNING},
};

const SECRET: &str = "trâu vàng uống nước ao nhà";
const HOME: &str = "192.0.2.1";

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

fn at(peer: &str) -> IpAddr {
    peer.parse().unwrap()
}

fn attempt<'a>(login: &'a str, password: &str, peer: &str) -> LogIn<'a> {
    LogIn {
        login, password: Password::typed(password), code: None, peer: at(peer), agent: "Trình duyệt", before: None
    }
}

async fn log_in(office: &Office, login: &str) -> LoggedIn {
    office.log_in(attempt(login, SECRET, HOME)).await.unwrap()
}

fn actor(account: &Account) -> Actor {
    Actor { account: account.clone(), ip: HOME.to_owned() }
}

fn refused<T>(result: Result<T, OfficeError>) -> AccountRefusal {
    match result {
        Err(OfficeError::Account(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

/// The log fits together, and these were done, the newest last.
async fn log(office: &Office) -> Vec<String> {
    let mut tx = office.records().read().await.unwrap();
    assert!(matches!(audit::verify(&mut tx).await.unwrap(), Verdict::Whole { .. }));
    let rows = audit::list(&mut tx, u64::MAX, 100).await.unwrap();
    rows.into_iter().rev().map(|row| row.act).collect()
}

#[test]
fn the_first_start_is_for_whoever_reads_what_the_server_prints_and_ends_with_the_first_account() {
    on_each(|database| {
        Box::pin(async move {
            let office = office(database, &Clock::fixed(MORNING)).await;
            assert_eq!(office.first_start().await.unwrap(), FirstStart::Commune);
            let code = office.first_start_code().await.unwrap().unwrap();
            let other = office.first_start_code().await.unwrap().unwrap();
            assert_ne!(code, other);
            assert!(code.len() >= 32, "not to be guessed");
            for (code, good) in [(code.as_str(), true), (&other, true), ("", false), (&code[1..], false)] {
                assert_eq!(office.is_first_start_code(code).await.unwrap(), good);
            }
            let viewer = new_account("Ngoc.Anh ", &[]);
            let add = office.add_first_administrator("guessed", &viewer, at(HOME)).await;
            assert_eq!(refused(add), AccountRefusal::NoFirstStart);
            // Of two who are equally quick, one becomes the administrator.
            let (one, two) = (viewer, new_account("binh", &[]));
            let (one, two) = tokio::join!(
                office.add_first_administrator(&code, &one, at(HOME)),
                office.add_first_administrator(&other, &two, at(HOME)),
            );
            let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
            assert_eq!(refused(lost), AccountRefusal::NoFirstStart);
            let admin = won.unwrap();
            assert!(admin.may(Right::Administer));
            assert_eq!(office.first_start().await.unwrap(), FirstStart::SecondPerson);
            assert_eq!(office.first_start_code().await.unwrap(), None);
            assert!(!office.is_first_start_code(&code).await.unwrap());
            let session = office.log_in_first(&admin, at(HOME), "x").await.unwrap();
            assert_eq!(office.who(session.token.as_str()).await.unwrap().unwrap().account, admin);
            office.add_account(Keeper::Person(&actor(&admin)), &new_account("c2", &[Role::Approver])).await.unwrap();
            assert_eq!(office.first_start().await.unwrap(), FirstStart::Done);
            assert_eq!(log(&office).await, ["first-start", "log-in", "account-add"]);
        })
    });
}

#[test]
fn whoever_knows_the_password_is_in_and_nobody_else() {
    on_each(|database| {
        Box::pin(async move {
            let clock = Clock::fixed(MORNING);
            let office = office(database, &clock).await;
            let anh = office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let taken = office.add_account(Keeper::Console, &new_account("ANH", &[])).await;
            assert_eq!(refused(taken), AccountRefusal::LoginTaken);
            let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(SECRET).collect();
            for (login, password) in [("anh", SECRET), (" Anh ", decomposed.as_str())] {
                let logged_in = office.log_in(attempt(login, password, HOME)).await.unwrap();
                assert_eq!(logged_in.account, anh);
            }
            for (login, password) in [("anh", "trâu vàng uống nước ao làng"), ("anh", ""), ("binh", SECRET), ("", "")]
            {
                let wrong = office.log_in(attempt(login, password, HOME)).await;
                assert!(matches!(wrong, Err(LogInError::Wrong { .. })), "{login}: {wrong:?}");
            }
            // A closed account is as if there were none.
            office.close_account(Keeper::Console, &anh.id).await.unwrap();
            let closed = office.log_in(attempt("anh", SECRET, "192.0.2.2")).await;
            assert!(matches!(closed, Err(LogInError::Wrong { .. })), "{closed:?}");
            office.reopen_account(Keeper::Console, &anh.id).await.unwrap();
            office.log_in(attempt("anh", SECRET, "192.0.2.2")).await.unwrap();
            let acts = ["account-add", "log-in", "log-in", "account-close", "account-reopen", "log-in"];
            assert_eq!(log(&office).await, acts);
        })
    });
}

#[test]
fn whoever_guesses_waits_longer_each_time_and_the_person_is_not_locked_out() {
    on_each(|database| {
        Box::pin(async move {
            let clock = Clock::fixed(MORNING);
            let office = office(database, &clock).await;
            office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let stranger = "198.51.100.9";
            // Neither the answers nor the waits tell whether there is such a name.
            for login in ["anh", "nobody"] {
                for left in (0..limits::LOGIN_TRIES).rev() {
                    let wrong = office.log_in(attempt(login, "guess", stranger)).await;
                    assert!(matches!(wrong, Err(LogInError::Wrong { left: l }) if l == left), "{wrong:?}");
                }
                for delay in [30_000, 60_000, 120_000] {
                    let now = clock.now().wall;
                    for _ in 0..2 {
                        let waits = office.log_in(attempt(login, SECRET, stranger)).await;
                        assert!(matches!(waits, Err(LogInError::Wait { until }) if until == now + delay), "{waits:?}");
                    }
                    clock.advance(delay);
                    let wrong = office.log_in(attempt(login, "guess", stranger)).await;
                    assert!(matches!(wrong, Err(LogInError::Wrong { left: 0 })), "{wrong:?}");
                }
            }
            // From her own place she comes in, and that ends no wait of the stranger's.
            log_in(&office, "anh").await;
            let waits = office.log_in(attempt("anh", "guess", stranger)).await;
            assert!(matches!(waits, Err(LogInError::Wrong { .. } | LogInError::Wait { .. })));
            // From very many places a name can be delayed for everybody, by a minute at most.
            for n in 0..40 {
                clock.advance(60_000);
                let wrong = office.log_in(attempt("anh", "guess", &format!("203.0.113.{n}"))).await;
                assert!(matches!(wrong, Err(LogInError::Wrong { .. })), "{wrong:?}");
            }
            let elsewhere = "192.0.2.77";
            let waits = office.log_in(attempt("anh", SECRET, elsewhere)).await;
            assert!(
                matches!(waits, Err(LogInError::Wait { until }) if until <= clock.now().wall + 60_000),
                "{waits:?}"
            );
            // Where she has come in before she need not even be quicker than they.
            let wrong = office.log_in(attempt("anh", "mistyped", HOME)).await;
            assert!(matches!(wrong, Err(LogInError::Wrong { .. })), "{wrong:?}");
            log_in(&office, "anh").await;
            for n in 0..limits::LOGIN_TRIES_ANYWHERE {
                office.log_in(attempt("anh", "guess", &format!("198.18.0.{n}"))).await.unwrap_err();
            }
            clock.advance(60_000);
            office.log_in(attempt("anh", SECRET, elsewhere)).await.unwrap();
            assert!(log(&office).await.contains(&"log-in-failed".to_owned()));
        })
    });
}

#[test]
fn guesses_at_one_moment_are_no_more_than_those_one_after_another() {
    on_each(|database| {
        Box::pin(async move {
            let office = office(database, &Clock::fixed(MORNING)).await;
            office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let guesses = (0..30).map(|_| {
                let office = office.clone();
                tokio::spawn(async move { office.log_in(attempt("anh", "guess", HOME)).await })
            });
            let mut counted = 0;
            for guess in guesses.collect::<Vec<_>>() {
                match guess.await.unwrap() {
                    Err(LogInError::Wrong { .. }) => counted += 1,
                    Err(LogInError::Wait { .. }) => {}
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(counted, limits::LOGIN_TRIES);
        })
    });
}

#[test]
fn it_takes_as_long_whether_there_is_such_a_name_or_not() {
    on_each(|database| {
        Box::pin(async move {
            let clock = Clock::fixed(MORNING);
            let office = office(database, &clock).await;
            office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let mut fastest = BTreeMap::new();
            // A busy machine makes anything slow now and then, and nothing fast: a name that is answered sooner than another
            // would go on being so.
            for round in 1..=60 {
                for login in ["anh", "nobody"] {
                    clock.advance(DAY * 2);
                    #[expect(clippy::disallowed_methods, reason = "what is measured is real time")]
                    let begun = Instant::now();
                    office.log_in(attempt(login, "guess", HOME)).await.unwrap_err();
                    let took = begun.elapsed();
                    let fastest = fastest.entry(login).or_insert(took);
                    *fastest = took.min(*fastest);
                }
                let (known, unknown) = (fastest["anh"], fastest["nobody"]);
                let ratio = known.as_secs_f64() / unknown.as_secs_f64();
                if round >= 5 && (0.7..1.4).contains(&ratio) {
                    eprintln!("a log-in that fails takes {known:?}; one of an unknown name {unknown:?}");
                    return;
                }
            }
            panic!("it tells a name: {fastest:?}");
        })
    });
}

#[test]
fn a_session_ends_unused_at_its_end_and_when_somebody_ends_it() {
    on_each(|database| {
        Box::pin(async move {
            let clock = Clock::fixed(MORNING);
            let office = office(database, &clock).await;
            let anh = office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let hour = 3_600_000;
            let lasts = async |session: &LoggedIn| office.who(session.token.as_str()).await.unwrap().is_some();

            let unused = log_in(&office, "anh").await;
            clock.advance(12 * hour - 1);
            assert!(lasts(&unused).await);
            clock.advance(12 * hour);
            assert!(!lasts(&unused).await, "the day after");

            let used = log_in(&office, "anh").await;
            assert_eq!(used.until, clock.now().wall + limits::SESSION_MS);
            for _ in 0..16 {
                clock.advance(10 * hour);
                assert!(lasts(&used).await);
            }
            clock.advance(8 * hour);
            assert!(!lasts(&used).await, "a week is its end, however much it is used");

            let [first, second, third] =
                [log_in(&office, "anh").await, log_in(&office, "anh").await, log_in(&office, "anh").await];
            let list = office.sessions(&anh.id).await.unwrap();
            assert_eq!(list.len(), 3, "those that ended are not listed");
            assert!(list.iter().all(|entry| entry.peer == HOME && entry.agent == "Trình duyệt"));
            office.log_out(first.token.as_str(), HOME).await.unwrap();
            assert!(!lasts(&first).await);
            let own = office.who(second.token.as_str()).await.unwrap().unwrap().session;
            let stranger = office.add_account(Keeper::Console, &new_account("binh", &[])).await.unwrap();
            office.end_session(&actor(&stranger), &own).await.unwrap();
            assert!(lasts(&second).await, "only one's own");
            assert_eq!(office.end_other_sessions(&actor(&anh), &own).await.unwrap(), 1);
            assert!(lasts(&second).await && !lasts(&third).await);
            office.end_session(&actor(&anh), &own).await.unwrap();
            assert!(!lasts(&second).await);
            assert_eq!(office.sessions(&anh.id).await.unwrap(), []);
            assert!(office.who("").await.unwrap().is_none());
            assert!(office.who("0".repeat(100_000).as_str()).await.unwrap().is_none());

            for _ in 0..limits::SESSIONS + 3 {
                clock.advance(1);
                log_in(&office, "anh").await;
            }
            assert_eq!(office.sessions(&anh.id).await.unwrap().len(), limits::SESSIONS);
            log(&office).await;
        })
    });
}

#[test]
fn logging_in_makes_a_new_token_and_ends_the_one_that_was_there() {
    on_each(|database| {
        Box::pin(async move {
            let office = office(database, &Clock::fixed(MORNING)).await;
            office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let before = log_in(&office, "anh").await;
            for planted in [before.token.as_str(), "planted"] {
                let again = LogIn { before: Some(planted), ..attempt("anh", SECRET, HOME) };
                let again = office.log_in(again).await.unwrap();
                assert_ne!(again.token.as_str(), planted);
                assert!(again.token.as_str().len() >= 64);
                assert!(office.who(planted).await.unwrap().is_none());
                assert!(office.who(again.token.as_str()).await.unwrap().is_some());
            }
        })
    });
}

#[test]
fn whoever_steals_the_database_finds_no_password_and_no_token() {
    on_each(|database| {
        Box::pin(async move {
            let office = office(database, &Clock::fixed(MORNING)).await;
            let anh = office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let session = log_in(&office, "anh").await;
            let until = MORNING + DAY;
            let token = office.add_token(&actor(&anh), "x", TokenScope::View, until).await.unwrap();
            office.log_in(attempt("a-password-typed-in-the-wrong-field", "guess", HOME)).await.unwrap_err();
            let all = everything(database).await;
            assert!(all.contains("$argon2id$") && all.contains("Nguyễn Thị Ánh"), "it is read at all");
            for secret in [SECRET, session.token.as_str(), token.as_str(), "a-password-typed", "guess"] {
                assert!(!all.contains(secret), "{secret}");
            }
            for shown in [format!("{session:?}"), format!("{token:?}"), format!("{:?}", new_account("x", &[]))] {
                let secrets = [SECRET, session.token.as_str(), token.as_str()];
                assert!(!secrets.iter().any(|secret| shown.contains(secret)), "{shown}");
            }
        })
    });
}

/// Everything that stands in the tables of people.
async fn everything(database: &Database) -> String {
    use sqlx::Row as _;
    let mut connection = database.connect().await;
    let mut all = String::new();
    for table in ["account", "session", "token", "attempt", "audit", "setting"] {
        let select = sqlx::AssertSqlSafe(format!("SELECT * FROM {table}"));
        for row in sqlx::query(select).fetch_all(&mut connection).await.unwrap() {
            for column in 0..row.len() {
                if let Ok(Some(text)) = row.try_get::<Option<String>, _>(column) {
                    all += &text;
                    all.push('\n');
                }
            }
        }
    }
    all
}

#[test]
fn a_password_is_changed_by_whoever_knows_it_and_reset_by_who_keeps_accounts() {
    on_each(|database| {
        Box::pin(async move {
            let clock = Clock::fixed(MORNING);
            let office = office(database, &clock).await;
            let anh = office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let kept = office.add_account(Keeper::Console, &new_account("quan", &[Role::Administrator])).await.unwrap();
            let (here, elsewhere) = (log_in(&office, "anh").await, log_in(&office, "anh").await);
            let own = office.who(here.token.as_str()).await.unwrap().unwrap().session;
            let new = Password::typed("cầu tre lắc lẻo gập ghềnh");
            let change = async |present: &str, new: &str| {
                let (present, new) = (Password::typed(present), Password::typed(new));
                office.change_password(&actor(&anh), Some(&own), &present, &new).await
            };
            assert_eq!(refused(change("guess", "cầu tre lắc lẻo gập ghềnh").await), AccountRefusal::WrongPassword);
            assert_eq!(refused(change(SECRET, "short").await), AccountRefusal::PasswordShort);
            assert_eq!(refused(change(SECRET, "anh anh anh anh").await), AccountRefusal::PasswordGuessable);
            change(SECRET, "cầu tre lắc lẻo gập ghềnh").await.unwrap();
            assert!(office.who(here.token.as_str()).await.unwrap().is_some(), "where it was changed");
            assert!(office.who(elsewhere.token.as_str()).await.unwrap().is_none(), "and nowhere else");
            office.log_in(attempt("anh", SECRET, HOME)).await.unwrap_err();
            office.log_in(LogIn { password: new.clone(), ..attempt("anh", "", HOME) }).await.unwrap();

            // Whoever may not keep accounts resets nobody's.
            let not_hers = office.reset_password(Keeper::Person(&actor(&anh)), &kept.id, &new).await;
            let no_right = Refusal::NoRight { right: Right::Administer };
            assert!(matches!(&not_hers, Err(OfficeError::Refused(refusal)) if *refusal == no_right), "{not_hers:?}");
            let keeper = actor(&kept);
            office.reset_password(Keeper::Person(&keeper), &anh.id, &Password::typed(SECRET)).await.unwrap();
            assert!(office.who(here.token.as_str()).await.unwrap().is_none());
            log_in(&office, "anh").await;
            let nobody = AccountId("nobody".to_owned());
            let reset = office.reset_password(Keeper::Console, &nobody, &new).await;
            assert_eq!(refused(reset), AccountRefusal::NoAccount);
            assert!(log(&office).await.ends_with(&["password-reset".to_owned(), "log-in".to_owned()]));
        })
    });
}

pub fn code_of(secret: &str, now: WallTime) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(now.0 / 1_000).unwrap()).to_string()
}

#[test]
fn six_digit_codes_count_once_confirmed_and_each_of_them_once() {
    on_each(|database| {
        Box::pin(async move {
            let clock = Clock::fixed(MORNING);
            let office = office(database, &clock).await;
            let anh = office.add_account(Keeper::Console, &new_account("anh", &[Role::Approver])).await.unwrap();
            let anh = actor(&anh);
            let confirm = office.confirm_codes(&anh, "123456").await;
            assert_eq!(refused(confirm), AccountRefusal::NoCodes);
            let set_up = office.begin_codes(&anh).await.unwrap();
            assert!(set_up.url.starts_with("otpauth://totp/") && set_up.url.is_ascii(), "{}", set_up.url);
            assert!(!format!("{set_up:?}").contains(&set_up.secret));
            log_in(&office, "anh").await;
            let code = || code_of(&set_up.secret, clock.now().wall);
            let wrong = office.confirm_codes(&anh, "not a code").await;
            assert_eq!(refused(wrong), AccountRefusal::WrongCode);
            office.confirm_codes(&anh, &code()).await.unwrap();
            assert_eq!(refused(office.begin_codes(&anh).await), AccountRefusal::HasCodes);
            assert!(office.account(anh.id()).await.unwrap().unwrap().has_codes);

            let with = async |code: Option<&str>| office.log_in(LogIn { code, ..attempt("anh", SECRET, HOME) }).await;
            assert!(matches!(with(None).await, Err(LogInError::CodeNeeded)));
            assert!(
                matches!(with(Some(&code())).await, Err(LogInError::WrongCode { .. })),
                "the first was used to confirm"
            );
            clock.advance(30_000);
            let next = code();
            with(Some(&next)).await.unwrap();
            assert!(matches!(with(Some(&next)).await, Err(LogInError::WrongCode { .. })), "each of them once");
            // Whoever knows the password and guesses codes waits like whoever guesses passwords.
            clock.advance(DAY * 2);
            for _ in 0..limits::LOGIN_TRIES {
                assert!(matches!(with(Some("000000")).await, Err(LogInError::WrongCode { .. })));
                assert!(with(None).await.is_err(), "a password alone sets no count back");
            }
            assert!(matches!(with(Some(&code())).await, Err(LogInError::Wait { .. })));
            clock.advance(DAY * 2);

            let end = office.end_codes(&anh, &Password::typed("guess")).await;
            assert_eq!(refused(end), AccountRefusal::WrongPassword);
            office.end_codes(&anh, &Password::typed(SECRET)).await.unwrap();
            with(None).await.unwrap();
            // Lost with the telephone.
            let set_up = office.begin_codes(&anh).await.unwrap();
            office.confirm_codes(&anh, &code_of(&set_up.secret, clock.now().wall)).await.unwrap();
            assert!(with(None).await.is_err());
            office.clear_codes(Keeper::Console, anh.id()).await.unwrap();
            with(None).await.unwrap();
            log(&office).await;
        })
    });
}

#[test]
fn a_program_may_less_than_its_person_and_never_approves() {
    on_each(|database| {
        Box::pin(async move {
            let clock = Clock::fixed(MORNING);
            let office = office(database, &clock).await;
            let all = NewAccount { emergency: true, ..new_account("anh", &Role::ALL) };
            let anh = office.add_account(Keeper::Console, &all).await.unwrap();
            let binh = office.add_account(Keeper::Console, &new_account("binh", &Role::ALL)).await.unwrap();
            let by = actor(&anh);
            let until = MORNING + DAY;
            for end in [MORNING, MORNING + -DAY, MORNING + 400 * DAY] {
                let bad = office.add_token(&by, "x", TokenScope::View, end).await;
                assert_eq!(refused(bad), AccountRefusal::BadEnd);
            }
            for scope in TokenScope::ALL {
                let token = office.add_token(&by, "Máy huyện", scope, until).await.unwrap();
                let program = office.program(token.as_str()).await.unwrap().unwrap();
                assert_eq!(program.account, anh);
                for right in [Right::Approve, Right::Stop, Right::Administer] {
                    assert!(!program.may(right), "{scope} {right:?}");
                }
                assert!(program.may(Right::View));
                assert_eq!(program.may(Right::Write), scope != TokenScope::View);
                assert_eq!(program.may(Right::Alert), scope == TokenScope::Alert);
                assert!(office.who(token.as_str()).await.unwrap().is_none(), "it is no session");
            }
            // Who may not put out an emergency has no program that may.
            let token = office.add_token(&actor(&binh), "x", TokenScope::Alert, until).await.unwrap();
            assert!(!office.program(token.as_str()).await.unwrap().unwrap().may(Right::Alert));

            let list = office.tokens(&anh.id).await.unwrap();
            assert_eq!(list.len(), 3);
            assert!(list.iter().all(|entry| entry.name == "Máy huyện" && entry.seen.is_some()));
            office.end_token(&actor(&binh), &list[0].id).await.unwrap();
            assert_eq!(office.tokens(&anh.id).await.unwrap().len(), 3, "only one's own");
            office.end_token(&by, &list[0].id).await.unwrap();
            assert_eq!(office.tokens(&anh.id).await.unwrap().len(), 2);
            for _ in 2..limits::TOKENS {
                office.add_token(&by, "x", TokenScope::View, until).await.unwrap();
            }
            let most = limits::TOKENS;
            let more = office.add_token(&by, "x", TokenScope::View, until).await;
            assert_eq!(refused(more), AccountRefusal::TooMany { most });

            clock.advance(DAY);
            assert!(office.program(token.as_str()).await.unwrap().is_none(), "at its end");
            let token = office.add_token_from_console(&anh.id, "x", TokenScope::Write, until + DAY).await.unwrap();
            assert!(office.program(token.as_str()).await.unwrap().is_some());
            office.close_account(Keeper::Console, &anh.id).await.unwrap();
            assert!(office.program(token.as_str()).await.unwrap().is_none());
            office.reopen_account(Keeper::Console, &anh.id).await.unwrap();
            assert!(office.program(token.as_str()).await.unwrap().is_none(), "closing ends them for good");
            log(&office).await;
        })
    });
}

/// What somebody does with accounts, as proptest makes it up; people by number.
#[derive(Debug, Clone)]
enum Op {
    Change(usize, usize, Roles),
    Close(usize, usize),
    Reopen(usize, usize),
}

const PEOPLE: usize = 3;

fn op() -> impl Strategy<Value = Op> {
    let roles = proptest::sample::subsequence(Role::ALL.to_vec(), 0..=3).prop_map(Roles::of);
    prop_oneof![
        (0..PEOPLE, 0..PEOPLE, roles).prop_map(|(by, of, roles)| Op::Change(by, of, roles)),
        (0..PEOPLE, 0..PEOPLE).prop_map(|(by, of)| Op::Close(by, of)),
        (0..PEOPLE, 0..PEOPLE).prop_map(|(by, of)| Op::Reopen(by, of)),
    ]
}

#[test]
fn whatever_is_done_with_accounts_somebody_keeps_them_and_only_who_may() {
    on_each(|database| {
        Box::pin(async move {
            let office = office(database, &Clock::fixed(MORNING)).await;
            let mut people = Vec::new();
            for login in ["anh", "binh", "chi"] {
                people.push(office.add_account(Keeper::Console, &new_account(login, &Role::ALL)).await.unwrap());
            }
            let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() });
            let strategy = vec(op(), 1..40);
            for _ in 0..12 {
                let ops: Vec<Op> = strategy.new_tree(&mut runner).unwrap().current();
                for op in &ops {
                    let (Op::Change(by, of, _) | Op::Close(by, of) | Op::Reopen(by, of)) = op;
                    // The page was opened when everybody had every right.
                    let by_then = actor(&people[*by]);
                    let (keeper, id) = (Keeper::Person(&by_then), &people[*of].id);
                    let before: Vec<Account> =
                        office.accounts().await.unwrap().into_iter().map(|entry| entry.account).collect();
                    let outcome = match op {
                        Op::Change(_, _, roles) => {
                            let Account { name, post, emergency, tags, .. } = people[*of].clone();
                            let change = AccountChange { name, post, roles: roles.clone(), emergency, tags };
                            office.change_account(keeper, id, &change).await.map(drop)
                        }
                        Op::Close(..) => office.close_account(keeper, id).await,
                        Op::Reopen(..) => office.reopen_account(keeper, id).await,
                    };
                    let after: Vec<Account> =
                        office.accounts().await.unwrap().into_iter().map(|entry| entry.account).collect();
                    let keeps = |accounts: &[Account]| accounts.iter().any(|account| account.may(Right::Administer));
                    assert!(keeps(&after), "{ops:?}");
                    match outcome {
                        Ok(()) => {
                            let by = before.iter().find(|account| account.id == people[*by].id).unwrap();
                            assert!(by.may(Right::Administer), "{op:?} of {ops:?}");
                        }
                        Err(error) => {
                            assert_eq!(before, after, "what is refused changes nothing: {op:?} of {ops:?}");
                            let known = matches!(
                                error,
                                OfficeError::Refused(Refusal::NoRight { right: Right::Administer })
                                    | OfficeError::Account(AccountRefusal::LastAdministrator)
                            );
                            assert!(known, "{error}");
                        }
                    }
                    for closed in after.iter().filter(|account| account.off.is_some()) {
                        assert!(Right::ALL.iter().all(|right| !closed.may(*right)));
                    }
                }
            }
            log(&office).await;
        })
    });
}

#[test]
fn a_closed_account_is_out_at_once() {
    on_each(|database| {
        Box::pin(async move {
            let office = office(database, &Clock::fixed(MORNING)).await;
            let anh = office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
            let session = log_in(&office, "anh").await;
            office.close_account(Keeper::Console, &anh.id).await.unwrap();
            assert!(office.who(session.token.as_str()).await.unwrap().is_none());
            office.reopen_account(Keeper::Console, &anh.id).await.unwrap();
            assert!(office.who(session.token.as_str()).await.unwrap().is_none(), "and logs in anew");
            let admin = new_account("quan", &[Role::Administrator]);
            let admin = office.add_account(Keeper::Console, &admin).await.unwrap();
            let last = office.close_account(Keeper::Person(&actor(&admin)), &admin.id).await;
            assert_eq!(refused(last), AccountRefusal::LastAdministrator);
        })
    });
}

#[test]
#[cfg(unix)]
fn nobody_else_on_the_machine_reads_the_database() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("xã Bình An");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let office = Office::open(OfficeOptions::in_folder(&data, Clock::fixed(MORNING))).await.unwrap();
        office.add_account(Keeper::Console, &new_account("anh", &[Role::Author])).await.unwrap();
        let mut found = 0;
        for entry in std::fs::read_dir(&data).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().to_str().unwrap().starts_with("bangtin.db") {
                found += 1;
                assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", entry.path());
            }
        }
        assert_eq!(found, 3, "the file, what is not in it yet, and its index");
    });
}
