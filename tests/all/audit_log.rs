//! Promises about the log of the office: what was changed in it, cut off or written anew shows, on either database.

use bangtin::{
    approval::{AccountId, Version, VersionKind},
    model::Digest,
    records::{
        Records,
        audit::{self, Act, Verdict},
        version,
    },
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use crate::{database::on_each, fixture::MORNING, records::open};

/// What somebody does, as proptest makes it up.
#[derive(Debug, Clone)]
struct Made {
    account: Option<String>,
    words: [String; 4],
    ms: i64,
}

fn made() -> impl Strategy<Value = Made> {
    // Everything that could be mistaken for something else in a list; no NUL, which PostgreSQL has no text with.
    let word = || "[a-z\"\\\\,\\[\\]|ệ\u{1}\u{2028} ]{0,6}";
    (proptest::option::of("[ab]"), [word(), word(), word(), word()], -5_i64..5).prop_map(|(account, words, ms)| Made {
        account,
        words,
        ms,
    })
}

async fn write_log(records: &Records, acts: &[Made]) {
    let mut tx = records.write().await.unwrap();
    for made in acts {
        let account = made.account.clone().map(AccountId);
        let [ip, act, subject, detail] = &made.words;
        let act = Act { at: MORNING + made.ms, account: account.as_ref(), ip, act, subject, detail };
        audit::append(&mut tx, &act).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[test]
fn a_log_that_was_changed_anywhere_says_where() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() });
            let strategy = (vec(made(), 1..6), any::<u64>(), 0..9_usize);
            for _ in 0..40 {
                let (acts, which, change): (Vec<Made>, _, _) = strategy.new_tree(&mut runner).unwrap().current();
                database.run("DELETE FROM audit").await;
                write_log(&records, &acts).await;
                let mut tx = records.read().await.unwrap();
                let newest = audit::newest_hash(&mut tx).await.unwrap();
                let rows = acts.len() as u64;
                assert_eq!(audit::verify(&mut tx).await.unwrap(), Verdict::Whole { rows, newest });
                drop(tx);
                let seq = which % rows + 1;
                let columns = ["at_ms", "account", "ip", "act", "subject", "detail", "prev", "hash"];
                let tampered = match columns.get(change) {
                    Some(&"at_ms") => format!("UPDATE audit SET at_ms = at_ms + 1 WHERE seq = {seq}"),
                    Some(column) => {
                        format!("UPDATE audit SET {column} = COALESCE({column}, '') || '0' WHERE seq = {seq}")
                    }
                    None => format!("DELETE FROM audit WHERE seq = {seq}"),
                };
                database.run(&tampered).await;
                let mut tx = records.read().await.unwrap();
                let verdict = audit::verify(&mut tx).await.unwrap();
                match (columns.get(change), seq == rows) {
                    // Whatever is cut off the end, the chain alone cannot tell.
                    (None, true) => assert!(matches!(verdict, Verdict::Whole { rows: left, .. } if left == rows - 1)),
                    (None, false) => assert_eq!(verdict, Verdict::Broken { seq: seq + 1 }, "{tampered}"),
                    _ => assert_eq!(verdict, Verdict::Broken { seq }, "{tampered} {:?}", &acts[..]),
                }
            }
        })
    });
}

#[test]
fn a_log_that_was_cut_off_or_written_anew_shows_by_the_versions_signed_since() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let act = |word: &str| Made { account: None, words: [(); 4].map(|()| word.to_owned()), ms: 0 };
            write_log(&records, &[act("a"), act("b"), act("c")]).await;
            let mut tx = records.write().await.unwrap();
            let hash = audit::newest_hash(&mut tx).await.unwrap();
            let version = Version {
                n: 1,
                kind: VersionKind::Import,
                of: None,
                submission: None,
                by: None,
                at: MORNING,
                programme: None,
                items: Vec::new(),
            };
            version::insert(&mut tx, &version).await.unwrap();
            version::signed(&mut tx, 1, Digest::of(b"p"), hash).await.unwrap();
            tx.commit().await.unwrap();
            write_log(&records, &[act("d")]).await;
            let verify = || async {
                let mut tx = records.read().await.unwrap();
                audit::verify(&mut tx).await.unwrap()
            };
            assert!(matches!(verify().await, Verdict::Whole { rows: 4, .. }));
            database.run("DELETE FROM audit WHERE seq > 2").await;
            assert_eq!(verify().await, Verdict::Cut { version: 1, hash });
            // Whoever writes the whole log anew makes a chain that fits, but not the signed one.
            database.run("DELETE FROM audit").await;
            write_log(&records, &[act("a"), act("b"), act("other"), act("d")]).await;
            assert_eq!(verify().await, Verdict::Cut { version: 1, hash });
            // A row before the first is seen too.
            database.run("DELETE FROM audit").await;
            write_log(&records, &[act("a"), act("b"), act("c"), act("d")]).await;
            assert!(matches!(verify().await, Verdict::Whole { rows: 4, .. }));
            let zero = "INSERT INTO audit SELECT 0, at_ms, account, ip, act, subject, detail, prev, hash FROM audit WHERE seq = 1";
            database.run(zero).await;
            assert_eq!(verify().await, Verdict::Broken { seq: 0 });
        })
    });
}

#[test]
fn the_log_is_read_from_its_end_and_by_what_it_is_about() {
    on_each(|database| {
        Box::pin(async move {
            let records = open(database).await;
            let act = |word: &str| Made { account: None, words: [(); 4].map(|()| word.to_owned()), ms: 0 };
            write_log(&records, &[act("a"), act("b"), act("a")]).await;
            let mut tx = records.read().await.unwrap();
            let seqs = |rows: Vec<audit::AuditRow>| rows.into_iter().map(|row| row.seq).collect::<Vec<_>>();
            assert_eq!(seqs(audit::list(&mut tx, u64::MAX, 2).await.unwrap()), [3, 2]);
            assert_eq!(seqs(audit::list(&mut tx, 2, 2).await.unwrap()), [1]);
            assert_eq!(seqs(audit::of_subject(&mut tx, "a", 9).await.unwrap()), [3, 1]);
        })
    });
}
