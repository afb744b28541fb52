//! Promises about the file of a backup: what stands in it, what is not taken for one, and that nothing in it leads astray.

use std::{collections::BTreeSet, fs};

use bangtin::{
    clock::Clock,
    office::{BackupError, Keeper, Office, OfficeError},
    records::{
        Records,
        rows::{self, ColumnKind, TABLES},
    },
};
use sqlx::Row as _;

use crate::{
    backup::{busy, options},
    database::{Database, on_each},
    fixture::MORNING,
    office_fixture::Desk,
};

#[test]
fn what_was_cut_off_or_damaged_anywhere_is_not_taken_for_a_backup() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = Database::sqlite();
        let (desk, _) = busy(&database).await;
        let file = database.folder().join("good.tar");
        desk.office.backup(Keeper::Console, &file, true).await.unwrap();
        let good = fs::read(&file).unwrap();
        let bad = database.folder().join("bad.tar");
        let restore = async |bytes: &[u8]| {
            fs::write(&bad, bytes).unwrap();
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("office");
            let restored = Office::restore(options(&folder, None), &bad).await;
            let is_office = folder.join("bangtin.db").exists();
            assert!(restored.is_ok() || !is_office, "what failed is no office: {restored:?}");
            restored
        };
        restore(&good).await.unwrap();
        // Cut at the end of a file in it, and elsewhere.
        let ends = entries(&good);
        let end = ends.last().unwrap().2;
        assert_eq!(ends.last().unwrap().0, "end.json");
        for (_, _, end_of_one) in &ends[..ends.len() - 1] {
            assert!(restore(&good[..*end_of_one]).await.is_err());
        }
        for part in 1..12 {
            assert!(restore(&good[..end * part / 12 + 7]).await.is_err());
        }
        // A bit that turned over in anything that says what is in it.
        for (name, begin, _) in &ends {
            let mut bytes = good.clone();
            bytes[*begin] ^= 1;
            assert!(restore(&bytes).await.is_err(), "{name}");
        }
        for text in [&b""[..], b"no tar at all, but long enough to be one", &[0; 2048]] {
            assert!(restore(text).await.is_err());
        }
    });
}

/// The files of a tar: their names, and where their contents begin and end, in whole blocks.
fn entries(bytes: &[u8]) -> Vec<(String, usize, usize)> {
    let mut tar = tar::Archive::new(bytes);
    let entries = tar.entries().unwrap().map(|entry| {
        let entry = entry.unwrap();
        let (begin, size) = (entry.raw_file_position() as usize, entry.size() as usize);
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        (name, begin, begin + size.next_multiple_of(512))
    });
    entries.collect()
}

#[test]
fn nothing_in_a_backup_leads_out_of_the_folder() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = Database::sqlite();
        let desk = Desk::new(&database).await;
        let file = database.folder().join("good.tar");
        desk.office.backup(Keeper::Console, &file, true).await.unwrap();
        let good = fs::read(&file).unwrap();
        let evil = |name: &str, kind: tar::EntryType| {
            let mut out = tar::Builder::new(Vec::new());
            for entry in tar::Archive::new(&good[..]).entries().unwrap() {
                let mut entry = entry.unwrap();
                if entry.path().unwrap().to_str() == Some("end.json") {
                    let mut header = tar::Header::new_gnu();
                    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
                    header.set_entry_type(kind);
                    if kind == tar::EntryType::Symlink {
                        header.set_link_name("/etc/passwd").unwrap();
                    }
                    header.set_size(0);
                    header.set_cksum();
                    out.append(&header, &b""[..]).unwrap();
                }
                let header = entry.header().clone();
                out.append(&header, &mut entry).unwrap();
            }
            out.into_inner().unwrap()
        };
        let bad = database.folder().join("bad.tar");
        let regular = tar::EntryType::Regular;
        for (name, kind) in [
            ("../evil", regular),
            ("/tmp/evil", regular),
            ("keys/../../evil", regular),
            ("keys/.lock", regular),
            ("feed/../evil", regular),
            ("objects/../evil", regular),
            ("tables/../evil.jsonl", regular),
            ("tables/session.jsonl", regular),
            ("bangtin.db", regular),
            ("keys/link", tar::EntryType::Symlink),
            ("keys/link", tar::EntryType::Link),
            ("keys/folder", tar::EntryType::Directory),
        ] {
            fs::write(&bad, evil(name, kind)).unwrap();
            let home = tempfile::tempdir().unwrap();
            let restored = Office::restore(options(&home.path().join("a/b"), None), &bad).await;
            let refused = matches!(restored, Err(OfficeError::Backup(BackupError::NotABackup { .. })));
            assert!(refused, "{name}: {restored:?}");
            let outside: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert_eq!(outside, ["a"], "{name}");
        }
    });
}

#[test]
fn a_backup_keeps_every_column_of_every_table() {
    on_each(|database| {
        Box::pin(async move {
            Records::open(&database.address, &Clock::fixed(MORNING)).await.unwrap();
            let mut connection = database.connect().await;
            let (tables, columns) = if database.address.contains("postgres") {
                (
                    "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'",
                    "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns \
                     WHERE table_name = $1 AND table_schema = 'public'",
                )
            } else {
                (
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                    "SELECT name, type FROM pragma_table_info($1)",
                )
            };
            let found = sqlx::query(tables).fetch_all(&mut connection).await.unwrap();
            let found: BTreeSet<String> = found.iter().map(|row| row.get(0)).collect();
            let known = TABLES.iter().map(|table| table.name).chain(rows::NOT_KEPT.iter().copied());
            assert_eq!(found, known.map(str::to_owned).collect());
            for table in TABLES {
                let found = sqlx::query(columns).bind(table.name).fetch_all(&mut connection).await.unwrap();
                let found: BTreeSet<(String, String)> =
                    found.iter().map(|row| (row.get::<String, _>(0), row.get::<String, _>(1).to_uppercase())).collect();
                let kind = |kind| if kind == ColumnKind::Int { "BIGINT" } else { "TEXT" };
                let known = table.columns.iter().map(|(name, k)| ((*name).to_owned(), kind(*k).to_owned()));
                assert_eq!(found, known.collect(), "{}", table.name);
                for statement in table.statements() {
                    let prepared = sqlx::Executor::prepare(&mut connection, sqlx::SqlStr::from_static(statement)).await;
                    assert!(prepared.is_ok(), "{statement}: {:?}", prepared.err());
                }
            }
        })
    });
}

#[test]
fn a_damaged_database_is_not_backed_up_as_if_it_were_whole() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = Database::sqlite();
        let desk = Desk::new(&database).await;
        database
            .run("PRAGMA foreign_keys = OFF; INSERT INTO draft VALUES ('slide:gone', 'nobody', NULL, '{}', 1, 0)")
            .await;
        let file = database.folder().join("a.tar");
        let damaged = desk.office.backup(Keeper::Console, &file, true).await;
        assert!(matches!(damaged, Err(OfficeError::Records(_))), "{damaged:?}");
        assert!(!file.exists());
    });
}
