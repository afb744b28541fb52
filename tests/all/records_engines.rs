//! Promises about the database under the records: every statement, instant and lock is the same on SQLite and on PostgreSQL.

use std::collections::BTreeSet;

use bangtin::{
    clock::Clock,
    records::{DatabaseEngine, LockName, Notices, Records, RecordsError, STATEMENTS, setting},
};
use sqlx::{AssertSqlSafe, Executor as _, Row as _};

use crate::{database::on_each, fixture::MORNING, records::open};

#[test]
fn every_statement_is_understood_by_both_engines() {
    on_each(|database| {
        Box::pin(async move {
            open(database).await;
            let mut connection = database.connect().await;
            let mut names = BTreeSet::new();
            for (table, statements) in STATEMENTS {
                assert!(names.insert(table) && !statements.is_empty(), "{table}");
                for statement in *statements {
                    let prepared = connection.prepare(sqlx::SqlStr::from_static(statement)).await;
                    assert!(prepared.is_ok(), "{statement}: {:?}", prepared.err());
                }
            }
            let prepared = connection.prepare(sqlx::SqlStr::from_static("SELECT nothing FROM account")).await;
            assert!(prepared.is_err(), "a wrong one is found");
        })
    });
}

#[test]
fn every_statement_of_the_room_is_in_its_list_and_nowhere_else() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/records");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("sqlx::query(") {
            let argument = text[at..].split(['(', ')']).nth(1).unwrap();
            let constant = argument.chars().all(|c| c.is_ascii_uppercase() || c == '_')
                || argument == "statement"
                || argument.starts_with("self.");
            assert!(constant, "{}: `{argument}` is no constant", path.display());
        }
        assert!(!text.contains("query_as") && !text.contains("AssertSqlSafe"), "{}", path.display());
    }
}

#[test]
fn columns_are_text_and_bigint_only() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for word in
            ["INTEGER", "BOOLEAN", "BLOB", "BYTEA", "TIMESTAMP", "REAL", "SERIAL", "JSONB", "VARCHAR", "NUMERIC"]
        {
            assert!(!text.to_uppercase().contains(word), "{word}");
        }
    }
}

#[test]
fn a_database_is_made_once_and_opened_again_with_what_it_holds() {
    on_each(|database| {
        Box::pin(async move {
            let first = open(database).await;
            let mut tx = first.write().await.unwrap();
            setting::put(&mut tx, "commune", "\"Bình An\"", MORNING).await.unwrap();
            tx.commit().await.unwrap();
            first.close().await;
            // Five at once, as when several servers start together.
            let (a, b, c, d, e) =
                tokio::join!(open(database), open(database), open(database), open(database), open(database));
            for records in [a, b, c, d, e] {
                let mut tx = records.read().await.unwrap();
                assert_eq!(setting::get(&mut tx, "commune").await.unwrap().as_deref(), Some("\"Bình An\""));
                assert_eq!(setting::get(&mut tx, "other").await.unwrap(), None);
            }
        })
    });
}

#[test]
fn a_database_of_a_newer_or_another_program_is_left_alone() {
    on_each(|database| {
        Box::pin(async move {
            open(database).await.close().await;
            database.run("INSERT INTO migration (n, digest, at_ms) VALUES (1000, 'x', 0)").await;
            let newer = Records::open(&database.address, &Clock::fixed(MORNING)).await;
            assert!(matches!(newer, Err(RecordsError::Newer { found: 1000, .. })), "{newer:?}");
            database.run("DELETE FROM migration WHERE n = 1000; UPDATE migration SET digest = 'x'").await;
            let other = Records::open(&database.address, &Clock::fixed(MORNING)).await;
            assert!(matches!(other, Err(RecordsError::OtherMigration { number: 1 })), "{other:?}");
        })
    });
}

#[test]
fn what_is_not_committed_has_not_happened() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let mut tx = records.write().await.unwrap();
            setting::put(&mut tx, "a", "1", MORNING).await.unwrap();
            drop(tx);
            let mut tx = records.read().await.unwrap();
            assert_eq!(setting::get(&mut tx, "a").await.unwrap(), None);
        })
    });
}

#[test]
fn what_one_process_tells_all_hear_once_it_is_committed_also_after_the_line_was_cut() {
    on_each(|database| {
        Box::pin(async move {
            let (one, other) = (open(database).await, open(database).await);
            let mut heard = other.notices();
            let tell = async || {
                let mut tx = one.write().await.unwrap();
                one.tell(&mut tx, "version").await.unwrap();
                tx
            };
            if one.engine() == DatabaseEngine::Sqlite {
                tell().await.commit().await.unwrap();
                assert!(!heard.borrow().is_listening, "a file tells nobody anything: who must know looks");
                return;
            }
            let patience = std::time::Duration::from_secs(20);
            let mut until = async |so: &dyn Fn(Notices) -> bool| {
                *tokio::time::timeout(patience, heard.wait_for(|notices| so(*notices))).await.expect("in time").unwrap()
            };
            let before = until(&|notices| notices.is_listening).await.count;
            drop(tell().await);
            let tx = tell().await;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            assert_eq!(until(&|_| true).await.count, before, "what is not committed was not told");
            tx.commit().await.unwrap();
            assert_eq!(until(&|notices| notices.count > before).await.count, before + 1);
            let cut = "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE datname = current_database() AND query LIKE 'LISTEN%'; END $$";
            database.run(cut).await;
            let again = until(&|notices| notices.is_listening && notices.count > before + 1).await.count;
            tell().await.commit().await.unwrap();
            until(&|notices| notices.count > again).await;
        })
    });
}

#[test]
fn writes_of_two_processes_go_one_after_another_and_none_is_lost() {
    on_each(|database| {
        Box::pin(async move {
            // Two pools are as far apart as two processes.
            let processes = [open(database).await, open(database).await];
            let count = |records: Records| async move {
                for _ in 0..25 {
                    let mut tx = records.write().await.unwrap();
                    let was = setting::get(&mut tx, "count").await.unwrap().map_or(0, |n| n.parse::<u64>().unwrap());
                    tokio::task::yield_now().await;
                    setting::put(&mut tx, "count", &(was + 1).to_string(), MORNING).await.unwrap();
                    tx.commit().await.unwrap();
                }
            };
            let tasks: Vec<_> = (0..8).map(|n| tokio::spawn(count(processes[n % 2].clone()))).collect();
            for task in tasks {
                task.await.unwrap();
            }
            let mut tx = processes[0].read().await.unwrap();
            assert_eq!(setting::get(&mut tx, "count").await.unwrap().as_deref(), Some("200"));
        })
    });
}

#[test]
fn whoever_reads_sees_one_instant() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let put = |body: &'static str| {
                let records = records.clone();
                async move {
                    let mut tx = records.write().await.unwrap();
                    setting::put(&mut tx, "a", body, MORNING).await.unwrap();
                    tx.commit().await.unwrap();
                }
            };
            put("1").await;
            let mut tx = records.read().await.unwrap();
            assert_eq!(setting::get(&mut tx, "a").await.unwrap().as_deref(), Some("1"));
            // The writer does not wait for the reader.
            put("2").await;
            assert_eq!(setting::get(&mut tx, "a").await.unwrap().as_deref(), Some("1"));
            drop(tx);
            let mut tx = records.read().await.unwrap();
            assert_eq!(setting::get(&mut tx, "a").await.unwrap().as_deref(), Some("2"));
        })
    });
}

#[test]
fn one_at_a_time_publishes_and_the_next_goes_on_once_the_first_is_gone() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            // A file has one process that publishes.
            let other = if database.address.contains("postgres") { open(database).await } else { records.clone() };
            let mut held = records.hold(LockName::Publishing).await.unwrap();
            held.check().await.unwrap();
            let jobs = other.hold(LockName::Jobs).await.unwrap();
            let waits = tokio::spawn(async move { other.hold(LockName::Publishing).await.map(drop) });
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            assert!(!waits.is_finished());
            drop(held);
            waits.await.unwrap().unwrap();
            drop(jobs);
            if records.engine() == DatabaseEngine::Postgres {
                let mut held = records.hold(LockName::Publishing).await.unwrap();
                // As the server does with a process that hangs, or when it is started anew.
                let cut = "DO $$ BEGIN PERFORM pg_terminate_backend(l.pid) FROM pg_locks l \
                           JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() \
                           AND l.locktype = 'advisory' AND l.granted; PERFORM pg_sleep(0.2); END $$";
                database.run(cut).await;
                assert!(held.check().await.is_err(), "whoever lost it is told");
                assert!(held.check().await.is_err());
                let other = open(database).await.hold(LockName::Publishing).await;
                other.unwrap().check().await.unwrap();
            }
        })
    });
}

/// What `Any` does otherwise on PostgreSQL than on SQLite: why the statements of the room are written as they are. Where a
/// newer sqlx mends one of these, the rule it stands for may go.
#[test]
fn the_reasons_for_our_rules_about_statements_still_hold() {
    on_each(|database| {
        Box::pin(async move {
            let mut connection = database.connect().await;
            let postgres = database.address.contains("postgres");
            let mut fetch = async |sql: &'static str| {
                let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut connection).await?;
                row.try_get::<i64, _>(0)
            };
            assert_eq!(fetch("SELECT COUNT(*) FROM (SELECT 1) AS a").await.unwrap(), 1);
            assert_eq!(fetch("SELECT 1").await.unwrap(), 1, "narrower integers widen");
            // A sum of BIGINT is NUMERIC on PostgreSQL, which `Any` does not know.
            let sum = fetch("SELECT SUM(CAST(1 AS BIGINT))").await;
            assert_eq!(sum.is_err(), postgres, "{sum:?}");
            // So is a condition: BOOLEAN there, an integer here.
            let condition = fetch("SELECT 1 = 1").await;
            assert_eq!(condition.is_err(), postgres, "{condition:?}");
            // A bind without a column beside it has no type there.
            let prepared = connection.prepare(sqlx::SqlStr::from_static("SELECT $1 + 1")).await;
            assert!(prepared.is_ok());
            // A failed statement spoils a transaction there, and not here.
            connection.execute("BEGIN").await.unwrap();
            assert!(connection.execute("SELECT nothing").await.is_err());
            let after = connection.execute("SELECT 1").await;
            assert_eq!(after.is_err(), postgres);
            connection.execute("ROLLBACK").await.unwrap();
        })
    });
}
