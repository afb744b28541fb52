//! Promises about backups, from either database into either.

use std::{fs, path::Path};

use bangtin::{
    approval::{AccountId, ItemId, Refusal, Role},
    clock::Clock,
    model::{Digest, WallTime},
    office::{BackupError, Keeper, Office, OfficeError, OfficeOptions, TokenScope},
    records::{
        Records, asset,
        audit::{self, Verdict},
        rows::TABLES,
    },
};

use crate::{
    account_fixture::new_account,
    database::{Database, on_each},
    fixture::{DAY, MORNING},
    office_fixture::{Desk, slogan},
};

/// Every row of every table that a backup keeps.
async fn all_rows(records: &Records) -> Vec<(&'static str, Vec<String>)> {
    let mut tx = records.read().await.unwrap();
    let mut all = Vec::new();
    for table in TABLES {
        let mut lines = Vec::new();
        table.write_to(&mut tx, &mut tokio::io::sink(), &mut |line| lines.push(line.to_owned())).await.unwrap();
        all.push((table.name, lines));
    }
    all
}

pub fn options(folder: &Path, database: Option<&Database>) -> OfficeOptions {
    let database = database.map(|database| database.address.clone());
    OfficeOptions { database, ..OfficeOptions::in_folder(folder, Clock::fixed(MORNING + DAY)) }
}

/// An office in which much has happened.
pub async fn busy(database: &Database) -> (Desk, ItemId) {
    let desk = Desk::new(database).await;
    let item = desk.approved_slide('a', 'b', "GẦN DÂN, SÁT DÂN").await;
    desk.new_slide('d', "\"Chưa\" xong,\n\u{2028}còn nháp").await;
    let waits = desk.new_slide('a', "CHỜ DUYỆT").await;
    desk.send('a', &[&waits]).await.unwrap();
    let picture = desk.office.objects().put(&b"a picture".to_vec()).unwrap();
    let mut tx = desk.office.records().write().await.unwrap();
    let brought = asset::AssetRow {
        digest: picture,
        mime: "image/png".to_owned(),
        width: 1,
        height: 2,
        bytes: 9,
        name: "ảnh.png".to_owned(),
        by: Some(AccountId("a".to_owned())),
        at: MORNING,
    };
    asset::insert(&mut tx, &brought).await.unwrap();
    tx.commit().await.unwrap();
    (desk, item)
}

#[test]
fn an_office_goes_on_from_a_backup_with_either_database() {
    on_each(|database| {
        Box::pin(async move {
            let (desk, item) = busy(database).await;
            let admin = desk.person('q');
            let token =
                desk.office.add_token(desk.person('a'), "x", TokenScope::Write, MORNING + 9 * DAY).await.unwrap();
            let session = desk.office.log_in_first(&admin.account, "192.0.2.1".parse().unwrap(), "x").await.unwrap();
            let file = database.folder().join("Sao lưu.tar");
            let done = desk.office.backup(Keeper::Person(admin), &file, true).await.unwrap();
            assert_eq!((done.version, done.objects, done.missing.len()), (2, 1, 0));
            assert_eq!(done.bytes, fs::metadata(&file).unwrap().len());
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "it holds secrets");
            }
            let before = all_rows(desk.office.records()).await;
            assert!(before.iter().filter(|(_, lines)| !lines.is_empty()).count() >= 10, "{before:?}");
            let left: Vec<_> = fs::read_dir(&desk.folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert!(!left.iter().any(|name| name.to_str().unwrap().ends_with(".part")), "{left:?}");

            for other in [Some(Database::sqlite()), Database::postgres().await, None] {
                let home = tempfile::tempdir().unwrap();
                let folder = home.path().join("mới");
                let restored = Office::restore(options(&folder, other.as_ref()), &file).await.unwrap();
                assert_eq!((restored.version, restored.has_keys, restored.made), (2, true, MORNING));
                assert!(matches!(restored.log, Verdict::Whole { .. }), "{:?}", restored.log);
                let office = Office::open(options(&folder, other.as_ref())).await.unwrap();
                let mut after = all_rows(office.records()).await;
                let log = &mut after.last_mut().unwrap().1;
                assert!(log.pop().unwrap().contains("\"restore\""));
                assert_eq!(before, after);
                let mut tx = office.records().read().await.unwrap();
                assert!(matches!(audit::verify(&mut tx).await.unwrap(), Verdict::Whole { .. }));
                drop(tx);
                assert!(office.objects().open(Digest::of(b"a picture")).is_ok());
                assert!(office.program(token.as_str()).await.unwrap().is_some());
                assert!(office.who(session.token.as_str()).await.unwrap().is_none(), "everybody logs in anew");
                let (old, new) = (desk.office.repository().state().unwrap(), office.repository().state().unwrap());
                assert_eq!((old.root, old.programme), (new.root, new.programme));

                // And it goes on publishing, which halls of before take in.
                office.reconcile().await.unwrap();
                let goes_on = Desk { office, clock: Clock::fixed(MORNING + DAY), people: desk.people.clone(), folder };
                let next = goes_on.approved_slide('a', 'b', "TIẾP TỤC").await;
                assert_ne!(next, item);
                let state = goes_on.office.repository().state().unwrap();
                assert_eq!(state.programme.unwrap().version, 3);
                assert!(state.versions.timestamp > old.versions.timestamp);
            }
        })
    });
}

#[test]
fn without_keys_the_backup_holds_none_and_nothing_is_signed_until_they_are_back() {
    on_each(|database| {
        Box::pin(async move {
            let (desk, _) = busy(database).await;
            let file = database.folder().join("a.tar");
            desk.office.backup(Keeper::Console, &file, false).await.unwrap();
            let bytes = fs::read(&file).unwrap();
            for entry in fs::read_dir(desk.folder.join("keys")).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|end| end == "pk8") {
                    let key = fs::read(path).unwrap();
                    assert!(!bytes.windows(key.len()).any(|window| window == key));
                }
            }
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("office");
            let restored = Office::restore(options(&folder, None), &file).await.unwrap();
            assert!(!restored.has_keys);
            let office = Office::open(options(&folder, None)).await.unwrap();
            let goes_on =
                Desk { office, clock: desk.clock.clone(), people: desk.people.clone(), folder: folder.clone() };
            let item = goes_on.new_slide('a', "KHÔNG CÓ KHÓA").await;
            let id = goes_on.send('a', &[&item]).await.unwrap();
            let unsigned = goes_on.approve('b', &id).await;
            assert!(unsigned.is_err() || unsigned.is_ok_and(|version| version.unsigned.is_some()));
            copy_all(&desk.folder.join("keys"), &folder.join("keys"));
            goes_on.office.reconcile().await.unwrap();
            goes_on.approved_slide('d', 'b', "CÓ KHÓA").await;
            assert!(goes_on.programme().version >= 3);
        })
    });
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn a_backup_made_while_people_write_and_publish_is_of_one_instant() {
    on_each(|database| {
        Box::pin(async move {
            let (desk, _) = busy(database).await;
            let desk = std::sync::Arc::new(desk);
            let busy = tokio::spawn({
                let desk = desk.clone();
                async move {
                    for n in 0..6 {
                        desk.approved_slide('a', 'b', &format!("KHẨU HIỆU SỐ {n}")).await;
                    }
                }
            });
            let typing = tokio::spawn({
                let desk = desk.clone();
                async move {
                    let item = desk.new_slide('d', "đang gõ").await;
                    for n in 0..40 {
                        desk.write('d', &item, slogan(&format!("đang gõ {n}"))).await;
                    }
                }
            });
            for n in 0..4 {
                let file = database.folder().join(format!("{n}.tar"));
                let done = desk.office.backup(Keeper::Console, &file, true).await.unwrap();
                let home = tempfile::tempdir().unwrap();
                let folder = home.path().join("office");
                let restored = Office::restore(options(&folder, None), &file).await.unwrap();
                assert!(matches!(restored.log, Verdict::Whole { .. }), "{:?}", restored.log);
                let office = Office::open(options(&folder, None)).await.unwrap();
                let rows = all_rows(office.records()).await;
                office.reconcile().await.unwrap();
                let signed = office.repository().state().unwrap().programme.unwrap().version;
                assert_eq!(signed, done.version, "the feed and the database say the same");
                let versions =
                    |rows: &[(&str, Vec<String>)]| rows.iter().find(|(name, _)| *name == "version").unwrap().1.clone();
                assert_eq!(versions(&rows), versions(&all_rows(office.records()).await), "nothing was left to be done");
                tokio::time::sleep(std::time::Duration::from_millis(150)).await;
            }
            busy.await.unwrap();
            typing.await.unwrap();
        })
    });
}

#[test]
fn whoever_may_not_keep_the_office_backs_nothing_up_and_nothing_is_overwritten() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let file = database.folder().join("a.tar");
            let refused = desk.office.backup(Keeper::Person(desk.person('b')), &file, true).await;
            assert!(matches!(refused, Err(OfficeError::Refused(Refusal::NoRight { .. }))), "{refused:?}");
            assert!(!file.exists());
            fs::write(&file, b"mine").unwrap();
            let exists = desk.office.backup(Keeper::Console, &file, true).await;
            assert!(matches!(exists, Err(OfficeError::Backup(BackupError::Exists { .. }))), "{exists:?}");
            assert_eq!(fs::read(&file).unwrap(), b"mine");

            let file = database.folder().join("b.tar");
            desk.office.backup(Keeper::Console, &file, true).await.unwrap();
            // Neither into a folder where something is, nor into a database where somebody is.
            let full = Office::restore(options(&desk.folder, None), &file).await;
            assert!(matches!(full, Err(OfficeError::Backup(BackupError::NotEmpty { .. }))), "{full:?}");
            let home = tempfile::tempdir().unwrap();
            let in_use = Office::restore(options(&home.path().join("new"), Some(database)), &file).await;
            assert!(matches!(in_use, Err(OfficeError::Backup(BackupError::DatabaseInUse))), "{in_use:?}");
        })
    });
}

#[test]
fn the_commands_keep_accounts_verify_the_log_and_bring_an_office_back() {
    use std::{io::Write as _, process::Stdio};

    use crate::commands::bangtin;

    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("văn phòng");
    let data = data.to_str().unwrap();
    let run = |arguments: &[&str], stdin: &str| {
        let mut child =
            bangtin(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).ok();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let (code, _, words) = run(&["account", "list", "--data", data], "");
    assert!(code == 2 && words.contains("there is no office"), "{code} {words}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let office = Office::open(OfficeOptions::in_folder(data, Clock::fixed(MORNING))).await.unwrap();
        office.add_account(Keeper::Console, &new_account("quan", &[Role::Administrator])).await.unwrap();
    });
    let add =
        ["account", "add", "anh", "--data", data, "--name", "Nguyễn Ánh", "--role", "author", "--role", "approver"];
    for (stdin, says) in [("", "no password"), ("ngắn\n", "12 characters"), ("anhanhanhanhanh\n", "login name")] {
        let (code, out, words) = run(&add, stdin);
        assert!(code == 2 && out.is_empty() && words.contains(says), "{stdin}: {code} {words}");
    }
    let (code, id, words) = run(&add, "trâu vàng uống nước ao nhà\n");
    assert_eq!((code, id.trim().len(), words.as_str()), (0, 26, ""), "{words}");
    let (code, ..) = run(&["account", "password", "anh", "--data", data], "cầu tre lắc lẻo gập ghềnh\r\n");
    assert_eq!(code, 0);
    let token = ["account", "token", "anh", "--data", data, "--name", "Máy huyện", "--scope", "write", "--days", "30"];
    let (code, token, _) = run(&token, "");
    assert!(code == 0 && token.starts_with("bangtin_"), "{code}");
    for (verb, login, expected) in
        [("off", "anh", 0), ("off", "quan", 2), ("off", "nobody", 2), ("on", "anh", 0), ("no-codes", "anh", 0)]
    {
        let (code, _, words) = run(&["account", verb, login, "--data", data], "");
        assert_eq!(code, expected, "{verb} {login}: {words}");
    }
    let (code, list, _) = run(&["account", "list", "--data", data], "");
    let list: Vec<serde_json::Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, list.len()), (0, 2));
    let anh = list.iter().find(|entry| entry["login"] == "anh").unwrap();
    assert_eq!((&anh["roles"], &anh["off"]), (&serde_json::json!(["author", "approver"]), &serde_json::Value::Null));

    let (code, whole, _) = run(&["audit", "verify", "--data", data], "");
    assert!(code == 0 && whole.starts_with("whole: 7 rows"), "{code} {whole}");
    let file = home.path().join("a.tar");
    let file = file.to_str().unwrap();
    let (code, said, words) = run(&["backup", "--data", data, "--to", file], "");
    assert!(code == 0 && said.contains("version 0"), "{code} {said} {words}");
    let (code, ..) = run(&["backup", "--data", data, "--to", file], "");
    assert_eq!(code, 2, "nothing is overwritten");
    let again = home.path().join("lại");
    let again = again.to_str().unwrap();
    let (code, _, words) = run(&["restore", file, "--data", again], "");
    assert!(code == 0 && words.contains("keys"), "{code} {words}");
    let (code, ..) = run(&["restore", file, "--data", again], "");
    assert_eq!(code, 2, "not over something");
    runtime.block_on(async {
        let office = Office::open(OfficeOptions::in_folder(again, Clock::fixed(WallTime(0)))).await.unwrap();
        let anh = office.account_named("anh").await.unwrap().unwrap();
        assert_eq!(anh.account.name, "Nguyễn Ánh");
    });
    // A row that somebody changed afterwards.
    runtime.block_on(async {
        let url = format!("sqlite://{}/bangtin.db", again.replace('ạ', "%E1%BA%A1"));
        sqlx::any::install_default_drivers();
        let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
        sqlx::query("UPDATE audit SET subject = 'other' WHERE seq = 3").execute(&mut connection).await.unwrap();
    });
    let (code, _, words) = run(&["audit", "verify", "--data", again], "");
    assert!(code == 1 && words.contains("row 3"), "{code} {words}");
}
