//! Promises about the records, on SQLite and on PostgreSQL.

use bangtin::{
    approval::{
        Account, AccountId, AlertRecord, AlertState, Body, ItemId, ItemKind, Role, Roles, SlideBody, Submission,
        SubmissionId, SubmissionState, SubmittedRevision, Version, VersionKind,
    },
    clock::Clock,
    model::{Digest, DisplayId},
    records::{
        self, Records, RecordsError, account, alert, arrival, asset, attempt, draft, item, job, revision, seen,
        session, setting, submission, token, version,
    },
};

use crate::{
    database::{Database, on_each},
    fixture::MORNING,
};

pub async fn open(database: &Database) -> Records {
    Records::open(&database.address, &Clock::fixed(MORNING)).await.unwrap()
}

fn person(id: &str, login: &str) -> Account {
    Account {
        id: AccountId(id.to_owned()),
        login: login.to_owned(),
        name: "Nguyễn Thị Ánh".to_owned(),
        post: "Cán bộ văn hóa".to_owned(),
        roles: Roles::of([Role::Author, Role::Administrator]),
        emergency: true,
        tags: vec!["thon-1".to_owned(), "chợ \"mới\"".to_owned()],
        off: None,
    }
}

fn slogan(id: &str, text: &str) -> Body {
    let slide = serde_json::json!({"id": id, "template": "slogan", "text": text});
    Body::Slide(SlideBody { slide: serde_json::from_value(slide).unwrap(), pictures: Default::default() })
}

#[test]
fn people_come_back_as_they_were_put() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let mut tx = records.write().await.unwrap();
            let anh = person("01a", "anh");
            account::insert(&mut tx, &anh, "$argon2id$x", MORNING).await.unwrap();
            let row = account::by_login(&mut tx, "anh").await.unwrap().unwrap();
            assert_eq!((&row.account, row.made, row.secrets.pass.as_str()), (&anh, MORNING, "$argon2id$x"));
            assert!(row.secrets.totp.is_none());
            assert!(account::by_login(&mut tx, "Anh").await.unwrap().is_none());

            let changed = Account { off: Some(MORNING), roles: Roles::default(), tags: Vec::new(), ..anh.clone() };
            account::update(&mut tx, &changed).await.unwrap();
            account::set_pass(&mut tx, &anh.id, "$argon2id$y", MORNING + 5).await.unwrap();
            account::set_totp(&mut tx, &anh.id, Some(("SECRET", None)), 7).await.unwrap();
            let row = account::by_id(&mut tx, &anh.id).await.unwrap().unwrap();
            assert_eq!(row.account, changed);
            assert_eq!((row.secrets.pass.as_str(), row.secrets.pass_since), ("$argon2id$y", MORNING + 5));
            assert_eq!(row.secrets.totp, Some(("SECRET".to_owned(), None)));
            assert!(!account::use_step(&mut tx, &anh.id, 7).await.unwrap());
            assert!(account::use_step(&mut tx, &anh.id, 8).await.unwrap());
            assert!(!account::use_step(&mut tx, &anh.id, 8).await.unwrap());
            assert_eq!(account::count(&mut tx).await.unwrap(), 1);
            assert_eq!(account::list(&mut tx).await.unwrap().len(), 1);
            tx.commit().await.unwrap();

            let mut tx = records.write().await.unwrap();
            let taken = account::insert(&mut tx, &person("01b", "anh"), "x", MORNING).await;
            assert!(matches!(taken, Err(RecordsError::Taken)), "{taken:?}");
        })
    });
}

#[test]
fn sessions_tokens_and_attempts_are_kept_and_end() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let mut tx = records.write().await.unwrap();
            let anh = person("01a", "anh");
            account::insert(&mut tx, &anh, "x", MORNING).await.unwrap();
            let begun = |n: u8| session::SessionRow {
                token: Digest::of(&[n]),
                id: format!("s{n}"),
                account: anh.id.clone(),
                made: MORNING,
                seen: MORNING + i64::from(n),
                until: MORNING + 1_000,
                peer: "192.0.2.1".to_owned(),
                agent: "Trình duyệt".to_owned(),
            };
            for n in 1..=4 {
                session::insert(&mut tx, &begun(n)).await.unwrap();
            }
            assert_eq!(session::by_token(&mut tx, Digest::of(&[2])).await.unwrap(), Some(begun(2)));
            session::touch(&mut tx, Digest::of(&[1]), MORNING + 50).await.unwrap();
            session::touch(&mut tx, Digest::of(&[1]), MORNING + 40).await.unwrap();
            let ids = |rows: Vec<session::SessionRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
            let rows = session::of_account(&mut tx, &anh.id).await.unwrap();
            assert_eq!(rows[0].seen, MORNING + 50);
            assert_eq!(ids(rows), ["s1", "s4", "s3", "s2"]);
            assert!(session::end(&mut tx, Digest::of(&[4])).await.unwrap());
            assert!(!session::end(&mut tx, Digest::of(&[4])).await.unwrap());
            assert!(!session::end_one(&mut tx, &AccountId("01x".to_owned()), "s3").await.unwrap());
            assert!(session::end_one(&mut tx, &anh.id, "s3").await.unwrap());
            assert_eq!(session::end_old(&mut tx, MORNING, MORNING + 2).await.unwrap(), 1, "unused");
            assert_eq!(ids(session::of_account(&mut tx, &anh.id).await.unwrap()), ["s1"]);
            assert_eq!(session::end_all(&mut tx, &anh.id, Some("s1")).await.unwrap(), 0);
            assert_eq!(session::end_old(&mut tx, MORNING + 1_000, MORNING).await.unwrap(), 1, "at its end");

            let made = token::TokenRow {
                token: Digest::of(b"t"),
                id: "t1".to_owned(),
                account: anh.id.clone(),
                name: "Máy của huyện".to_owned(),
                scope: "submit".to_owned(),
                made: MORNING,
                until: MORNING + 9,
                seen: None,
            };
            token::insert(&mut tx, &made).await.unwrap();
            token::touch(&mut tx, made.token, MORNING + 3).await.unwrap();
            let seen = token::TokenRow { seen: Some(MORNING + 3), ..made.clone() };
            assert_eq!(token::by_token(&mut tx, made.token).await.unwrap(), Some(seen.clone()));
            assert_eq!(token::of_account(&mut tx, &anh.id).await.unwrap(), [seen]);
            assert_eq!(token::end_old(&mut tx, MORNING + 8).await.unwrap(), 0);
            assert_eq!(token::end_all(&mut tx, &anh.id).await.unwrap(), 1);
            assert!(!token::end(&mut tx, &anh.id, "t1").await.unwrap());

            let failed = attempt::Failures { count: 3, last: MORNING };
            attempt::put(&mut tx, "login:anh", attempt::Failures { count: 2, last: MORNING }).await.unwrap();
            attempt::put(&mut tx, "login:anh", failed).await.unwrap();
            assert_eq!(attempt::get(&mut tx, "login:anh").await.unwrap(), Some(failed));
            attempt::put(&mut tx, "peer:x", attempt::Failures { count: 1, last: MORNING + 9 }).await.unwrap();
            assert_eq!(attempt::forget_old(&mut tx, MORNING).await.unwrap(), 1);
            attempt::forget(&mut tx, "peer:x").await.unwrap();
            assert_eq!(attempt::get(&mut tx, "peer:x").await.unwrap(), None);
            tx.commit().await.unwrap();
        })
    });
}

#[test]
fn a_second_window_does_not_write_over_what_the_first_saved() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let mut tx = records.write().await.unwrap();
            let (anh, binh) = (person("01a", "anh"), person("01b", "binh"));
            account::insert(&mut tx, &anh, "x", MORNING).await.unwrap();
            account::insert(&mut tx, &binh, "x", MORNING).await.unwrap();
            let id: ItemId = "slide:a".parse().unwrap();
            item::put(&mut tx, &id, "Gần dân", "gan dan", MORNING).await.unwrap();
            item::put(&mut tx, &id, "Gần dân hơn", "gan dan hon", MORNING + 1).await.unwrap();
            let row = item::get(&mut tx, &id).await.unwrap().unwrap();
            assert_eq!((row.made, row.changed, row.title.as_str()), (MORNING, MORNING + 1, "Gần dân hơn"));
            assert_eq!(item::of_kind(&mut tx, ItemKind::Slide).await.unwrap(), [row]);
            assert_eq!(item::of_kind(&mut tx, ItemKind::Display).await.unwrap(), []);

            let typed = |body: &str, saves| draft::DraftRow {
                item: id.clone(),
                account: anh.id.clone(),
                base: None,
                body: body.to_owned(),
                saves,
                saved: MORNING,
            };
            assert_eq!(draft::save(&mut tx, &typed("một", 0)).await.unwrap(), Some(1));
            assert_eq!(draft::save(&mut tx, &typed("khác", 0)).await.unwrap(), None);
            assert_eq!(draft::save(&mut tx, &typed("hai", 1)).await.unwrap(), Some(2));
            assert_eq!(draft::save(&mut tx, &typed("khác", 1)).await.unwrap(), None);
            assert_eq!(draft::get(&mut tx, &id, &anh.id).await.unwrap(), Some(typed("hai", 2)));
            // Another person has a draft of his own.
            let theirs = draft::DraftRow { account: binh.id.clone(), base: Some(Digest::of(b"x")), ..typed("b", 0) };
            assert_eq!(draft::save(&mut tx, &theirs).await.unwrap(), Some(1));
            assert_eq!(draft::of_item(&mut tx, &id).await.unwrap().len(), 2);
            assert_eq!(draft::of_account(&mut tx, &binh.id).await.unwrap()[0].base, Some(Digest::of(b"x")));
            assert_eq!(draft::list(&mut tx).await.unwrap().len(), 2);
            assert!(draft::delete(&mut tx, &id, &anh.id).await.unwrap());
            assert!(!draft::delete(&mut tx, &id, &anh.id).await.unwrap());
            tx.commit().await.unwrap();
        })
    });
}

#[test]
fn what_is_sent_decided_and_signed_comes_back_as_it_was_put() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let mut tx = records.write().await.unwrap();
            let (anh, binh) = (person("01a", "anh"), person("01b", "binh"));
            account::insert(&mut tx, &anh, "x", MORNING).await.unwrap();
            account::insert(&mut tx, &binh, "x", MORNING).await.unwrap();
            let body = slogan("a", "Gần dân");
            let id = body.item();
            item::put(&mut tx, &id, "Gần dân", "gan dan", MORNING).await.unwrap();
            let digest = revision::insert(&mut tx, &body, None, Some(&anh.id), MORNING).await.unwrap();
            let again = revision::insert(&mut tx, &body, None, Some(&binh.id), MORNING + 1).await.unwrap();
            assert_eq!(digest, again);
            let row = revision::get(&mut tx, &id, digest).await.unwrap().unwrap();
            assert_eq!((row.author.as_ref(), row.made, &row.body), (Some(&anh.id), MORNING, &body));
            assert_eq!(revision::of_item(&mut tx, &id).await.unwrap(), [row]);

            let mut sent = Submission {
                id: SubmissionId("01s".to_owned()),
                author: anh.id.clone(),
                note: "Xin duyệt".to_owned(),
                sent: MORNING,
                state: SubmissionState::Open,
                decided: None,
                reason: None,
                version: None,
                items: vec![SubmittedRevision {
                    item: id.clone(),
                    digest,
                    before: None,
                    authors: [anh.id.clone()].into(),
                }],
            };
            submission::insert(&mut tx, &sent).await.unwrap();
            assert_eq!(submission::get(&mut tx, &sent.id).await.unwrap(), Some(sent.clone()));
            let open = submission::in_state(&mut tx, SubmissionState::Open, 10).await.unwrap();
            assert_eq!(open, [sent.clone()]);
            let decided = submission::DecidedSubmission {
                state: SubmissionState::Approved,
                by: &binh.id,
                at: MORNING + 2,
                reason: None,
                version: Some(1),
            };
            assert!(submission::decide(&mut tx, &sent.id, &decided).await.unwrap());
            assert!(!submission::decide(&mut tx, &sent.id, &decided).await.unwrap(), "once");
            sent.state = SubmissionState::Approved;
            sent.decided = Some((binh.id.clone(), MORNING + 2));
            sent.version = Some(1);
            assert_eq!(submission::newest(&mut tx, 1).await.unwrap(), [sent.clone()]);
            assert_eq!(submission::of_item(&mut tx, &id).await.unwrap(), [sent.clone()]);
            assert_eq!(submission::in_state(&mut tx, SubmissionState::Open, 10).await.unwrap(), []);

            assert_eq!(version::newest(&mut tx).await.unwrap(), None);
            let mut signed = Version {
                n: 1,
                kind: VersionKind::TakeBack,
                of: Some(1),
                submission: Some(sent.id.clone()),
                by: Some(binh.id.clone()),
                at: MORNING + 2,
                programme: None,
                items: vec![(id.clone(), digest)],
            };
            version::insert(&mut tx, &signed).await.unwrap();
            assert_eq!(version::newest(&mut tx).await.unwrap(), Some(signed.clone()));
            assert!(version::delete_unsigned(&mut tx, 1).await.unwrap());
            assert_eq!(version::items(&mut tx, 1).await.unwrap(), []);
            version::insert(&mut tx, &signed).await.unwrap();
            version::signed(&mut tx, 1, Digest::of(b"p"), Digest::of(b"a")).await.unwrap();
            signed.programme = Some(Digest::of(b"p"));
            assert!(!version::delete_unsigned(&mut tx, 1).await.unwrap(), "what is signed stays");
            assert_eq!(version::get(&mut tx, 1).await.unwrap(), Some(signed.clone()));
            assert_eq!(version::audit(&mut tx, 1).await.unwrap(), Some(Digest::of(b"a")));
            let without_items = Version { items: Vec::new(), ..signed };
            assert_eq!(version::list(&mut tx, 2, 9).await.unwrap(), [without_items]);
            let was_on = version::of_item(&mut tx, &id).await.unwrap();
            assert_eq!(was_on, [version::WasOn { digest, first: 1, last: 1 }]);
            assert_eq!(version::ever_on(&mut tx, ItemKind::Slide).await.unwrap(), std::slice::from_ref(&id));

            let mut storm = AlertRecord {
                id: "bao-01".to_owned(),
                by: anh.id.clone(),
                at: MORNING,
                until: MORNING + 100,
                state: AlertState::Unconfirmed,
                second: None,
                end_asked: None,
                ended: None,
                items: vec![(id.clone(), digest)],
            };
            alert::insert(&mut tx, &storm).await.unwrap();
            assert_eq!(alert::on(&mut tx, MORNING + 99).await.unwrap(), [storm.clone()]);
            assert_eq!(alert::on(&mut tx, MORNING + 100).await.unwrap(), []);
            storm.state = AlertState::Ended;
            storm.second = Some((binh.id.clone(), MORNING + 7));
            storm.end_asked = Some((anh.id.clone(), MORNING + 8));
            storm.ended = Some((binh.id.clone(), MORNING + 9));
            alert::update(&mut tx, &storm).await.unwrap();
            assert_eq!(alert::get(&mut tx, "bao-01").await.unwrap(), Some(storm.clone()));
            assert_eq!(alert::on(&mut tx, MORNING).await.unwrap(), []);
            assert_eq!(alert::since(&mut tx, MORNING).await.unwrap(), [storm.clone()]);
            assert_eq!(alert::newest(&mut tx, 5).await.unwrap(), [storm]);
            tx.commit().await.unwrap();
        })
    });
}

#[test]
fn what_halls_say_is_kept_by_the_newest_word_and_the_first_arrival() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let mut tx = records.write().await.unwrap();
            let hall: DisplayId = "mh-7f3k2".parse().unwrap();
            let heard = |version, ms| seen::SeenRow {
                display: hall.clone(),
                version,
                since: MORNING + ms,
                at: MORNING + ms,
                peer: "192.0.2.7".to_owned(),
                claims: seen::Claims { in_memory: ms == 10, halted: ms == 20 },
            };
            seen::put(&mut tx, &[heard(1, 0), heard(1, 10), heard(2, 5)]).await.unwrap();
            let since_first = seen::SeenRow { since: MORNING, ..heard(1, 10) };
            assert_eq!(seen::list(&mut tx).await.unwrap(), [since_first], "an older word changes nothing");
            seen::put(&mut tx, &[heard(2, 20)]).await.unwrap();
            assert_eq!(seen::list(&mut tx).await.unwrap(), [heard(2, 20)]);
            assert!(arrival::insert(&mut tx, 2, &hall, MORNING + 20).await.unwrap());
            assert!(!arrival::insert(&mut tx, 2, &hall, MORNING + 30).await.unwrap());
            assert_eq!(arrival::of_version(&mut tx, 2).await.unwrap(), [(hall.clone(), MORNING + 20)]);
            assert_eq!(arrival::counts(&mut tx, 1, 9).await.unwrap(), [(2, 1)]);
            seen::delete(&mut tx, &hall).await.unwrap();
            assert_eq!(seen::list(&mut tx).await.unwrap(), []);

            let brought = asset::AssetRow {
                digest: Digest::of(b"png"),
                mime: "image/png".to_owned(),
                width: 1_920,
                height: 1_080,
                bytes: 1 << 40,
                name: "ảnh hội.png".to_owned(),
                by: None,
                at: MORNING,
            };
            asset::insert(&mut tx, &brought).await.unwrap();
            asset::insert(&mut tx, &asset::AssetRow { name: "khác.png".to_owned(), ..brought.clone() }).await.unwrap();
            assert_eq!(asset::get(&mut tx, brought.digest).await.unwrap(), Some(brought.clone()));
            assert_eq!(asset::list(&mut tx).await.unwrap(), [brought]);

            assert_eq!(job::next(&mut tx).await.unwrap(), None);
            let mut renew = job::JobRow {
                id: "01j".to_owned(),
                kind: "renew".to_owned(),
                body: "{}".to_owned(),
                due: MORNING + 5,
                tries: 0,
                error: None,
            };
            job::insert(&mut tx, &renew).await.unwrap();
            assert_eq!(job::due(&mut tx, MORNING + 4, 9).await.unwrap(), []);
            job::failed(&mut tx, "01j", "không có mạng", MORNING + 9).await.unwrap();
            (renew.due, renew.tries, renew.error) = (MORNING + 9, 1, Some("không có mạng".to_owned()));
            assert_eq!(job::due(&mut tx, MORNING + 9, 9).await.unwrap(), [renew.clone()]);
            assert_eq!(job::list(&mut tx).await.unwrap(), [renew]);
            assert_eq!(job::next(&mut tx).await.unwrap(), Some(MORNING + 9));
            job::done(&mut tx, "01j").await.unwrap();
            assert_eq!(job::list(&mut tx).await.unwrap(), []);
            setting::put(&mut tx, "x", "1", MORNING).await.unwrap();
            setting::delete(&mut tx, "x").await.unwrap();
            assert_eq!(setting::get(&mut tx, "x").await.unwrap(), None);
            tx.commit().await.unwrap();
        })
    });
}

#[test]
fn what_nobody_of_ours_wrote_is_named_and_not_believed() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let mut tx = records.write().await.unwrap();
            account::insert(&mut tx, &person("01a", "anh"), "x", MORNING).await.unwrap();
            tx.commit().await.unwrap();
            database.run("UPDATE account SET roles = 'king'").await;
            let mut tx = records.read().await.unwrap();
            let read = account::by_login(&mut tx, "anh").await.err().unwrap();
            assert!(matches!(&read, RecordsError::Value { column: "roles", value, .. } if value == "king"), "{read}");
        })
    });
}

#[test]
fn ids_are_made_by_the_program() {
    let id = records::new_id(MORNING, [7; 10]);
    assert_eq!(id.len(), 26);
    assert!(id.parse::<DisplayId>().is_ok(), "it may stand wherever an id does");
}
