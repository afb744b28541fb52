//! Promises about log-ins and forms on the real `serve`: whose session it is, when it ends, who cannot guess and who is not
//! locked out, and that no other site acts in anybody's name.

use bangtin::server::listed_routes;
use reqwest::StatusCode;

use crate::serve_process::{Browser, Home, SECRET, ServeProcess};

const HOUR_MS: i64 = 3_600_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_was_planted_is_nobodys_and_a_log_in_makes_another() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("anh", &["--role", "author"]);
    serve.hire("ke-gian", &[]);
    let planted = "ab".repeat(32);
    let browser = Browser::at(&serve.page());
    browser.set_cookie("bangtin", &planted);
    assert!(!browser.is_in().await);
    browser.log_in("anh").await;
    assert_ne!(browser.session().unwrap(), planted);
    assert!(browser.is_in().await);
    let thief = Browser::at(&serve.page());
    thief.set_cookie("bangtin", &planted);
    assert!(!thief.is_in().await, "what was planted opens nothing");
    // Somebody plants a good session of his own, to read what the other then writes in it.
    let thief = serve.log_in("ke-gian").await;
    let victim = Browser::at(&serve.page());
    victim.set_cookie("bangtin", &thief.session().unwrap());
    victim.log_in("anh").await;
    assert_ne!(victim.session(), thief.session());
    assert!(victim.is_in().await && !thief.is_in().await, "the planted one has ended");
    // Two log-ins are two sessions.
    let again = serve.log_in("anh").await;
    assert_ne!(again.session(), victim.session());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_unused_at_its_end_by_log_out_and_by_a_new_password() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("anh", &["--role", "author"]);
    let unused = serve.log_in("anh").await;
    assert!(unused.is_in().await);
    serve.change_records(&format!("UPDATE session SET seen_ms = seen_ms - {}", 11 * HOUR_MS)).await;
    assert!(unused.is_in().await, "before noon it lasts, and to use it keeps it");
    serve.change_records(&format!("UPDATE session SET seen_ms = seen_ms - {}", 11 * HOUR_MS)).await;
    assert!(unused.is_in().await, "it was used meanwhile");
    serve.change_records(&format!("UPDATE session SET seen_ms = seen_ms - {}", 13 * HOUR_MS)).await;
    assert!(!unused.is_in().await, "the day after");

    let old = serve.log_in("anh").await;
    let week = 7 * 24 * HOUR_MS;
    serve.change_records(&format!("UPDATE session SET until_ms = until_ms - {}", week - HOUR_MS)).await;
    assert!(old.is_in().await);
    serve.change_records(&format!("UPDATE session SET until_ms = until_ms - {HOUR_MS}")).await;
    assert!(!old.is_in().await, "a week is its end, however much it is used");

    let leaving = serve.log_in("anh").await;
    let copy = Browser::at(&serve.page());
    copy.set_cookie("bangtin", &leaving.session().unwrap());
    assert!(copy.is_in().await);
    let left = leaving.post("/dang-xuat", &[]).await;
    assert_eq!((left.status, left.to()), (StatusCode::SEE_OTHER, "/dang-nhap"));
    assert!(leaving.session().is_none(), "the browser is told to forget it");
    assert!(!copy.is_in().await, "whoever has kept a copy has nothing");

    let (here, elsewhere) = (serve.log_in("anh").await, serve.log_in("anh").await);
    let new = "ruộng đồng mình quê hương mình";
    let wrong = here.post("/thiet-lap/toi/mat-khau", &[("mat-khau-cu", "đoán"), ("mat-khau", new)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(elsewhere.is_in().await, "nothing has changed");
    let changed = here.post("/thiet-lap/toi/mat-khau", &[("mat-khau-cu", SECRET), ("mat-khau", new)]).await;
    assert_eq!(changed.to(), "/thiet-lap/toi", "{}", changed.text);
    assert!(here.is_in().await && !elsewhere.is_in().await, "whoever is in elsewhere may be whom it was changed for");
    assert_eq!(elsewhere.try_to_log_in("anh", SECRET).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(elsewhere.try_to_log_in("anh", new).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_script_and_no_other_site_gets_at_a_cookie() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--proxy", "127.0.0.1"]).await;
    serve.hire("anh", &[]);
    let browser = Browser::behind_proxy(&serve.page(), "198.51.100.7");
    let form = [("ten", "anh"), ("mat-khau", SECRET), ("giu", "1")];
    let answer = browser.post("/dang-nhap", &form).await;
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    let session = cookies.iter().find(|line| line.starts_with("__Host-bangtin=")).expect("a session");
    let parts: Vec<_> = session.split("; ").skip(1).collect();
    for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(parts.contains(&part), "{part}: {session}");
    }
    assert!(!session.contains("Domain"), "{session}");
    let age = parts.iter().find_map(|part| part.strip_prefix("Max-Age=")).unwrap().parse::<i64>().unwrap();
    assert!(age <= 7 * 24 * 3_600);
    assert!(cookies.iter().all(|line| line.contains("HttpOnly") && line.contains("SameSite=Strict")), "{cookies:?}");
    assert_eq!(answer.said("cache-control"), "no-store");
    // What travelled in the open opens nothing over TLS.
    let open = Browser::behind_proxy(&serve.page(), "198.51.100.8");
    open.set_cookie("bangtin", &browser.session().unwrap());
    assert!(!open.is_in().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_of_another_site_is_refused_with_words_and_our_own_never_is() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("quan", &["--role", "administrator", "--role", "approver", "--emergency"]);
    let browser = serve.log_in("quan").await;
    let form = [("vi-sao", "thử")];
    let elsewhere: [&[(&str, &str)]; 6] = [
        &[("sec-fetch-site", "cross-site")],
        // Another port of the same machine, and a page that shares our domain.
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://example.com")],
        &[("origin", "https://example.com")],
        &[("origin", "null")],
        &[("origin", "http://127.0.0.1:9")],
    ];
    for says in elsewhere {
        let answer = browser.post_saying("/khan-cap/dung", &form, says).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{says:?}");
        assert!(answer.text.contains("Lệnh này gửi từ một trang khác"), "{says:?}: {}", answer.text);
        assert!(answer.text.contains("Mở lại trang này"), "what to do next");
    }
    for route in listed_routes().into_iter().filter(|route| route.method == "POST" && !route.for_programs) {
        let path = route.path.replace(['{', '}'], "");
        let answer = browser.post_saying(&path, &[], &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", route.path);
    }
    assert!(!browser.get("/khan-cap").await.text.contains("/khan-cap/phat-tiep"), "nothing was stopped");
    assert!(browser.is_in().await, "and nobody logged out");
    let origin = serve.page();
    let own: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin"), ("origin", &origin)],
        // Over plain HTTP browsers say the origin alone.
        &[("origin", &origin)],
        &[("sec-fetch-site", "none")],
        &[],
    ];
    for says in own {
        let answer = browser.post_saying("/nen", &[("chon", "dark")], says).await;
        assert!(answer.status.is_redirection(), "{says:?}: {}", answer.status);
    }
    // Nothing is done by a mere link.
    for path in ["/dang-xuat", "/khan-cap/phat-tiep", "/thiet-lap/toi/may-khac"] {
        assert_eq!(browser.get(path).await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    assert!(browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_guesses_waits_and_the_person_herself_comes_in() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--proxy", "127.0.0.1"]).await;
    serve.hire("anh", &["--role", "author"]);
    let at = |peer: &str| Browser::behind_proxy(&serve.page(), peer);
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    // One name from one place: five tries, and then not even the right password is looked at.
    let stranger = at("203.0.113.9");
    for _ in 0..5 {
        let answer = stranger.try_to_log_in("anh", "đoán mò thôi mà").await;
        assert_eq!(answer.status, refused);
        assert!(answer.text.contains("Mật khẩu chưa đúng"), "{}", answer.text);
    }
    let answer = stranger.try_to_log_in("anh", SECRET).await;
    assert_eq!(answer.status, refused);
    assert!(answer.text.contains("phải đợi"), "{}", answer.text);
    at("192.0.2.1").log_in("anh").await;
    // A name that nobody has is answered in the same words.
    let other = at("203.0.113.10");
    for _ in 0..5 {
        assert!(other.try_to_log_in("khong-ai", "đoán").await.text.contains("Mật khẩu chưa đúng"));
    }
    assert!(other.try_to_log_in("khong-ai", "đoán").await.text.contains("phải đợi"));
    // Many names from one place: it is told to wait before it costs anybody else anything.
    let prober = at("203.0.113.11");
    let mut statuses = Vec::new();
    for n in 0..25 {
        statuses.push(prober.try_to_log_in(&format!("ten-{n}"), "đoán").await);
    }
    let turned_away = statuses.iter().find(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS);
    let turned_away = turned_away.expect("it is turned away");
    assert!(!turned_away.text.is_empty() && turned_away.said("content-type").starts_with("text/html"));
    at("192.0.2.1").log_in("anh").await;
    // One name from very many places: it is delayed for everybody, by a minute at most and never for good.
    for n in 0..22 {
        let answer = at(&format!("198.18.0.{n}")).try_to_log_in("anh", "đoán").await;
        assert_eq!(answer.status, refused);
    }
    let late = at("192.0.2.77").try_to_log_in("anh", SECRET).await;
    assert!(late.status == refused && late.text.contains("phải đợi"), "{}", late.text);
    // Where she has come in before, they make her wait not at all.
    at("192.0.2.1").log_in("anh").await;
    for n in 0..20 {
        at(&format!("198.18.1.{n}")).try_to_log_in("anh", "đoán").await;
    }
    serve.change_records("UPDATE attempt SET last_ms = last_ms - 60000").await;
    at("192.0.2.77").log_in("anh").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_guesses_under_invented_addresses() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--plain-http"]).await;
    serve.hire("anh", &[]);
    let mut waits = 0;
    for n in 0..8 {
        let browser = Browser::behind_proxy(&serve.page(), &format!("198.18.0.{n}"));
        let answer = browser.try_to_log_in("anh", "đoán").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        waits += usize::from(answer.text.contains("phải đợi"));
        // Nor is its word taken for the road being safe.
        assert!(browser.session().is_none());
    }
    assert!(waits >= 3, "no proxy is known: all of that came from one address");
}

/// What that process holds in memory beside its files, bytes.
#[cfg(target_os = "linux")]
fn held_by(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_log_ins_take_of_memory_they_give_back() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--proxy", "127.0.0.1"]).await;
    serve.hire("anh", &["--role", "author"]);
    let log_in = async |peer: &str| Browser::behind_proxy(&serve.page(), peer).log_in("anh").await;
    log_in("198.51.100.1").await;
    let before = held_by(serve.pid());
    for round in 0..8 {
        let [one, two, three] = [2, 3, 4].map(|place| format!("198.51.{round}.{place}"));
        tokio::join!(log_in(&one), log_in(&two), log_in(&three));
    }
    // Each took 19 MiB for a moment.
    let kept = held_by(serve.pid()).saturating_sub(before);
    assert!(kept < 15 << 20, "{} MiB are kept after 24 log-ins", kept >> 20);
}
