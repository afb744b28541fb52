//! Promises about accounts, their passwords and tokens, on SQLite and on PostgreSQL.

use bangtin::{
    approval::{Account, AccountId, Refusal, Right, Role, Roles},
    clock::Clock,
    model::limits,
    office::{
        AccountChange, AccountRefusal, Keeper, LogIn, LogInError, NewAccount, Office, OfficeError, OfficeOptions,
        Password, TokenScope,
    },
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use crate::{
    account_fixture::{HOME, SECRET, actor, attempt, code_of, log, log_in, new_account, office, refused},
    database::on_each,
    fixture::{DAY, MORNING},
};

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
