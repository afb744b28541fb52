//! Promises about what is carried away from the office's page: a backup by its administrator alone, and what a hall without a
//! line needs by whoever goes there.

use std::{
    fs,
    io::{Cursor, Read as _},
    path::Path,
};

use bangtin::{approval::AccountId, clock::Clock, model::limits, records::audit};
use reqwest::{Response, StatusCode, header};

use crate::{
    account_fixture::code_of,
    commands::bangtin,
    fixture::MORNING,
    office_fixture::{Content, PASSWORD},
    served_office::ServedOffice,
};

const BACKUP: &str = "/thiet-lap/sao-luu";

fn is_tar(answer: &Response) -> bool {
    answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/x-tar")
}

/// How often somebody did that, as the log has it.
async fn noted(desk: &ServedOffice, who: char, act: &str) -> usize {
    let mut tx = desk.office.records().read().await.unwrap();
    let rows = audit::list(&mut tx, u64::from(u32::MAX), 1_000).await.unwrap();
    let who = AccountId(who.to_string());
    rows.iter().filter(|row| row.act == act && row.account.as_ref() == Some(&who)).count()
}

/// What lies in the folder of the office and was made for a download.
fn left_over(desk: &ServedOffice) -> Vec<String> {
    let names = fs::read_dir(&desk.folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("sao-luu") || name.starts_with("mang-usb")).collect()
}

fn run(arguments: &[&str]) -> String {
    let done = bangtin(arguments).output().unwrap();
    let told = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{arguments:?}: {told}");
    told
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_downloads_a_backup_by_the_password_and_an_office_begins_again_from_it() {
    let desk = ServedOffice::new(Content::Sample).await;
    let slide = desk.approved_slide('a', 'b', "GẦN DÂN, SÁT DÂN").await;
    let right = [("mat-khau", PASSWORD)];
    for who in ['v', 'a', 'b'] {
        let answer = desk.post(who, BACKUP, &right).await;
        assert_eq!((answer.status(), is_tar(&answer)), (StatusCode::FORBIDDEN, false), "{who}");
    }
    let nobody = desk.request("POST", BACKUP, None, &right).await;
    assert!(!is_tar(&nobody) && !nobody.status().is_success());
    for wrong in ["", "trâu vàng"] {
        let answer = desk.post('q', BACKUP, &[("mat-khau", wrong)]).await;
        assert_eq!((answer.status(), is_tar(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, false), "{wrong}");
        assert!(answer.text().await.unwrap().contains("Mật khẩu chưa đúng"));
    }
    assert_eq!(noted(&desk, 'q', "backup").await, 0);

    let answer = desk.post('q', BACKUP, &right).await;
    assert!(answer.status() == StatusCode::OK && is_tar(&answer));
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    let (length, bytes) = (answer.content_length().unwrap(), answer.bytes().await.unwrap());
    assert_eq!(length, bytes.len() as u64);
    assert_eq!(noted(&desk, 'q', "backup").await, 1);
    assert_eq!(left_over(&desk), [""; 0], "nothing of it stays on the machine");

    let home = tempfile::tempdir().unwrap();
    let (file, folder) = (home.path().join("a.tar"), home.path().join("other"));
    fs::write(&file, &bytes).unwrap();
    let told = run(&["restore", text(&file), "--data", text(&folder)]);
    assert!(told.contains("version 2") && told.contains("the keys were not in the backup"), "{told}");
    run(&["audit", "verify", "--data", text(&folder)]);
    run(&["pull", "--data", text(&folder), "--out", text(&home.path().join("slides"))]);
    let words = fs::read_to_string(home.path().join(format!("slides/{}.toml", slide.own()))).unwrap();
    assert!(words.contains("GẦN DÂN, SÁT DÂN"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_a_backup_wait_as_guesses_at_the_log_in_do() {
    let desk = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    for _ in 0..limits::LOGIN_TRIES {
        desk.post('q', BACKUP, &[("mat-khau", "đoán mò")]).await;
    }
    let answer = desk.post('q', BACKUP, &[("mat-khau", PASSWORD)]).await;
    assert_eq!((answer.status(), is_tar(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, false));
    assert!(answer.text().await.unwrap().contains("Gõ sai nhiều lần nên phải đợi"));
    desk.clock.advance(3_600_000);
    assert!(is_tar(&desk.post('q', BACKUP, &[("mat-khau", PASSWORD)]).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_codes_count_a_backup_asks_for_one_too() {
    let desk = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let admin = desk.person('q');
    let secret = desk.office.begin_codes(admin).await.unwrap().secret;
    desk.office.confirm_codes(admin, &code_of(&secret, desk.now())).await.unwrap();
    desk.clock.advance(60_000);
    assert!(desk.page('q', BACKUP).await.contains("name=\"ma\""));
    let code = code_of(&secret, desk.now());
    for wrong in ["", "000000"].into_iter().filter(|wrong| *wrong != code) {
        let answer = desk.post('q', BACKUP, &[("mat-khau", PASSWORD), ("ma", wrong)]).await;
        assert_eq!((answer.status(), is_tar(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, false));
    }
    assert!(is_tar(&desk.post('q', BACKUP, &[("mat-khau", PASSWORD), ("ma", &code)]).await));
    let again = desk.post('q', BACKUP, &[("mat-khau", PASSWORD), ("ma", &code)]).await;
    assert!(!is_tar(&again), "a code opens once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_halls_page_offers_to_carry_what_it_needs() {
    let desk = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let path = "/man-hinh/ht-001";
    desk.heard("ht-001", 1).await;
    assert!(!desk.page('a', path).await.contains("/usb\""), "what has contact needs no stick");
    desk.clock.advance(2 * 3_600_000);
    let page = desk.page('a', path).await;
    assert!(page.contains("Mang bằng USB") && page.contains("/man-hinh/ht-001/usb\""), "{page}");
    let steps = desk.page('a', "/man-hinh/ht-001/usb").await;
    assert!(steps.contains("giải nén vào USB") && steps.contains("/man-hinh/ht-001/usb.zip"));
    assert_eq!(desk.get('a', "/man-hinh/khong-co/usb.zip").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hall_takes_in_what_was_unpacked_onto_a_stick() {
    let desk = ServedOffice::with_displays(Clock::system()).await;
    desk.approved_slide('a', 'b', "MANG BẰNG USB").await;
    let answer = desk.get('a', "/man-hinh/ht-001/usb.zip").await;
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/zip");
    assert_eq!(
        answer.headers()[header::CONTENT_DISPOSITION],
        "attachment; filename=\"mang-usb-ht-001-phien-ban-2.zip\""
    );
    let bytes = answer.bytes().await.unwrap();
    assert_eq!((noted(&desk, 'a', "usb-export").await, left_over(&desk)), (1, Vec::new()));
    let home = tempfile::tempdir().unwrap();
    let (stick, hall) = (home.path().join("USB"), home.path().join("hall"));
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let path = stick.join(file.enclosed_name().unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        fs::write(path, bytes).unwrap();
    }
    assert!(!stick.join("root.json").exists(), "a hall must not take its root from a stick");
    let sheet = fs::read_to_string(stick.join("HUONG-DAN.html")).unwrap();
    assert!(sheet.contains("Thôn Hữu Ninh") && sheet.contains("--display ht-001") && !sheet.contains("/assets/"));
    let root = desk.folder.join("feed/root.json");
    let told =
        run(&["collect", "--from", text(&stick), "--root", text(&root), "--data", text(&hall), "--display", "ht-001"]);
    assert!(told.contains("version 2: fetched"), "{told}");
    let again =
        run(&["collect", "--from", text(&stick), "--root", text(&root), "--data", text(&hall), "--display", "ht-001"]);
    assert!(again.contains("version 2: unchanged"), "{again}");
}
