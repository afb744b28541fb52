//! Promises about log-ins and sessions, on SQLite and on PostgreSQL.

use std::{collections::BTreeMap, time::Instant};

use bangtin::{
    approval::{Right, Role},
    clock::Clock,
    model::limits,
    office::{AccountRefusal, FirstStart, Keeper, LogIn, LogInError, LoggedIn, TokenScope},
};

use crate::{
    account_fixture::{HOME, SECRET, actor, at, attempt, log, log_in, new_account, office, refused},
    database::{Database, on_each},
    fixture::{DAY, MORNING},
};

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
