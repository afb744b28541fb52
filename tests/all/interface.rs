//! Promises about the interface for programs, over real sockets, on the real binary: what a token opens, what it does not, and
//! that a folder which is pushed and approved comes out again as the same.

use std::{fs, net::IpAddr, time::Duration};

use bangtin::{
    model::Digest,
    office::{Actor, Keeper, TokenScope},
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value as Json, json};

use crate::interface_fixture::{Served, folder, link, png, refused, said};

#[tokio::test(flavor = "multi_thread")]
async fn only_a_good_token_opens_the_interface_and_a_token_opens_nothing_else() {
    let served = Served::new().await;
    let token = served.token("binh", TokenScope::Alert).await;
    assert_eq!(served.get("versions", &token).await.status(), StatusCode::OK);

    let none = served.get("versions", "").await;
    assert_eq!(none.headers()[header::WWW_AUTHENTICATE], "Bearer");
    refused(none, StatusCode::UNAUTHORIZED, "no-token").await;
    refused(served.get("versions", "bangtin_0").await, StatusCode::UNAUTHORIZED, "bad-token").await;
    // A cookie is not enough, and does not help.
    let peer = IpAddr::from([127, 0, 0, 1]);
    let session = served.office.log_in_first(&served.people["binh"], peer, "a test").await.unwrap().token;
    let cookie = format!("bangtin={}", session.as_str());
    let page = served.http.get(format!("{}/duyet", served.url)).header(header::COOKIE, &cookie).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK, "the cookie is good");
    for (method, path) in [(Method::GET, "versions"), (Method::POST, "submissions"), (Method::POST, "alerts")] {
        let answer = served.ask(method, path, "").header(header::COOKIE, &cookie).body("{}").send().await.unwrap();
        refused(answer, StatusCode::UNAUTHORIZED, "no-token").await;
    }
    // Nor does a session's token open it.
    refused(served.get("versions", session.as_str()).await, StatusCode::UNAUTHORIZED, "bad-token").await;

    // A program of another site sends its token all the same: no browser adds one by itself.
    let elsewhere = served
        .ask(Method::POST, "check", &token)
        .header(header::ORIGIN, "https://example.com")
        .header("sec-fetch-site", "cross-site")
        .body("{}");
    assert_eq!(elsewhere.send().await.unwrap().status(), StatusCode::OK);

    // It is no key to the pages, where one approves.
    let sent = json!({"slides": [{"id": "a", "template": "slogan", "text": "Gần dân"}]});
    let own = served.token("an", TokenScope::Write).await;
    let (_, sent) = said(served.post("submissions", &own, &sent).await).await;
    let page = format!("{}{}/duyet", served.url, sent["address"].as_str().unwrap());
    let approved = served.http.post(page).bearer_auth(&token).header(header::ORIGIN, &served.url).send().await.unwrap();
    assert_eq!(approved.status(), StatusCode::UNAUTHORIZED);
    for path in ["approve", "submissions/approve", "accounts", "stop"] {
        let answer = served.post(path, &token, &json!({})).await;
        assert!([StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&answer.status()), "{path}");
    }
    let (_, still) = said(served.get(&format!("submissions/{}", sent["id"].as_str().unwrap()), &own).await).await;
    assert_eq!(still["state"], "open");

    // Ended by its person, ended by time, and its account closed.
    let short = served.token_for("an", TokenScope::View, 2_000).await;
    assert_eq!(served.get("displays", &short).await.status(), StatusCode::OK);
    let ended = served.token("an", TokenScope::View).await;
    let by = Actor { account: served.people["an"].clone(), ip: String::new() };
    for entry in served.office.tokens(by.id()).await.unwrap() {
        if entry.scope == Some(TokenScope::View) && entry.until - served.office.clock().now().wall > 60_000 {
            served.office.end_token(&by, &entry.id).await.unwrap();
        }
    }
    refused(served.get("displays", &ended).await, StatusCode::UNAUTHORIZED, "bad-token").await;
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    refused(served.get("displays", &short).await, StatusCode::UNAUTHORIZED, "bad-token").await;
    served.office.close_account(Keeper::Console, &served.people["an"].id).await.unwrap();
    refused(served.get("displays", &own).await, StatusCode::UNAUTHORIZED, "bad-token").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_no_more_than_it_was_made_for_and_than_its_person_may() {
    let served = Served::new().await;
    let slide = json!({"slides": [{"id": "a", "template": "slogan", "text": "Gần dân"}]});
    let view = served.token("an", TokenScope::View).await;
    refused(served.post("check", &view, &slide).await, StatusCode::FORBIDDEN, "token-may-not").await;
    refused(served.post("submissions", &view, &slide).await, StatusCode::FORBIDDEN, "token-may-not").await;
    refused(served.put(Digest::of(b"x"), &view, b"x".to_vec()).await, StatusCode::FORBIDDEN, "token-may-not").await;
    let write = served.token("dung", TokenScope::Write).await;
    refused(served.post("alerts", &write, &json!({"until": ""})).await, StatusCode::FORBIDDEN, "token-may-not").await;
    let alert = served.token("an", TokenScope::Alert).await;
    refused(served.post("alerts", &alert, &json!({"until": ""})).await, StatusCode::FORBIDDEN, "person-may-not").await;

    // Displays of another group are out of reach, and everywhere is too.
    let chi = served.token("chi", TokenScope::Write).await;
    let sent = json!({
        "slides": [{"id": "a", "template": "slogan", "text": "Gần dân"}],
        "campaigns": [{"id": "k", "playlist": "k", "slides": ["a"]}],
    });
    refused(served.post("submissions", &chi, &sent).await, StatusCode::CONFLICT, "other-displays").await;
    let sent = json!({
        "slides": [{"id": "a", "template": "slogan", "text": "Gần dân"}],
        "campaigns": [{"id": "k", "playlist": "k", "slides": ["a"], "tags": ["truong-hoc"]}],
    });
    assert_eq!(served.post("submissions", &chi, &sent).await.status(), StatusCode::CREATED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_kept_only_if_it_is_the_one_it_is_said_to_be() {
    let served = Served::new().await;
    let token = served.token("an", TokenScope::Write).await;
    let picture = png(1_600, 900);
    let digest = Digest::of(&picture);
    let is_there = async |digest: Digest| {
        served.ask(Method::HEAD, &format!("assets/{digest}"), &token).send().await.unwrap().status()
    };

    let other = Digest::of(b"another");
    refused(served.put(other, &token, picture.clone()).await, StatusCode::UNPROCESSABLE_ENTITY, "wrong-digest").await;
    assert_eq!((is_there(other).await, is_there(digest).await), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));

    let large = vec![7_u8; (20 << 20) + 1];
    match served.ask(Method::PUT, &format!("assets/{}", Digest::of(&large)), &token).body(large.clone()).send().await {
        Ok(answer) => drop(refused(answer, StatusCode::PAYLOAD_TOO_LARGE, "too-large").await),
        // The server has said so and closed the line, while more was still coming.
        Err(error) => assert!(error.is_request() || error.is_body(), "{error}"),
    }
    // Also where nobody said beforehand how much comes.
    let pieces = futures_util::stream::iter(
        large.chunks(1 << 20).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect::<Vec<_>>(),
    );
    let request = served.ask(Method::PUT, &format!("assets/{}", Digest::of(&large)), &token);
    match request.body(reqwest::Body::wrap_stream(pieces)).send().await {
        Ok(answer) => drop(refused(answer, StatusCode::PAYLOAD_TOO_LARGE, "too-large").await),
        // The server has said so and closed the line, while more was still coming.
        Err(error) => assert!(error.is_request() || error.is_body(), "{error}"),
    }
    assert_eq!(is_there(Digest::of(&large)).await, StatusCode::NOT_FOUND);

    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    for bad in [
        html,
        b"%PDF-1.7".to_vec(),
        b"plain words".to_vec(),
        Vec::new(),
        picture[..picture.len() / 2].to_vec(),
        png(8, 8),
    ] {
        let answer = served.put(Digest::of(&bad), &token, bad.clone()).await;
        refused(answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "no-picture").await;
        assert_eq!(is_there(Digest::of(&bad)).await, StatusCode::NOT_FOUND);
    }

    let (status, kept) = said(served.put(digest, &token, picture.clone()).await).await;
    assert_eq!((status, kept["sha256"].as_str().unwrap()), (StatusCode::CREATED, digest.to_string().as_str()));
    assert_eq!(is_there(digest).await, StatusCode::OK);
    let (status, again) = said(served.put(digest, &token, picture).await).await;
    assert_eq!((status, &again), (StatusCode::OK, &kept));
    let objects = fs::read_dir(served.path("office")).unwrap();
    let left = objects.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(left.count(), 0, "what was refused is not kept anywhere");

    // What nobody has brought is asked for, and not taken for granted.
    let slide = |digest: Digest| {
        json!({
            "slides": [{"id": "p", "template": "poster", "picture": "p.png", "alt": "Một tranh"}],
            "pictures": {"p.png": digest.to_string()},
        })
    };
    let problem =
        refused(served.post("submissions", &token, &slide(other)).await, StatusCode::CONFLICT, "missing-assets").await;
    assert_eq!(problem["missing"], json!([other.to_string()]));
    let (_, checked) = said(served.post("check", &token, &slide(other)).await).await;
    assert_eq!((&checked["missing"], &checked["changed"]), (&json!([other.to_string()]), &json!(["slide:p"])));
    assert_eq!(served.post("submissions", &token, &slide(digest)).await.status(), StatusCode::CREATED);
}

#[tokio::test(flavor = "multi_thread")]
async fn content_is_taken_on_the_version_it_was_built_on_and_every_mistake_is_told() {
    let served = Served::new().await;
    let token = served.token("an", TokenScope::Write).await;
    let slide = json!({"slides": [{"id": "a", "template": "slogan", "text": "Gần dân"}]});
    let send = async |version: Option<&str>| {
        let mut request = served.ask(Method::POST, "submissions", &token);
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, version);
        }
        request.body(slide.to_string()).send().await.unwrap()
    };
    refused(send(None).await, StatusCode::PRECONDITION_REQUIRED, "no-version").await;
    refused(send(Some("soon")).await, StatusCode::BAD_REQUEST, "bad-query").await;
    let problem = refused(send(Some("\"7\"")).await, StatusCode::PRECONDITION_FAILED, "other-version").await;
    assert_eq!(problem["version"], 1);
    let (status, sent) = said(send(Some("\"1\"")).await).await;
    assert_eq!((status, sent["state"].as_str().unwrap()), (StatusCode::CREATED, "open"));
    served.approve(sent["address"].as_str().unwrap()).await;
    refused(send(Some("\"1\"")).await, StatusCode::PRECONDITION_FAILED, "other-version").await;
    let (status, same) = said(send(Some("\"2\"")).await).await;
    assert_eq!((status, same["state"].as_str().unwrap()), (StatusCode::OK, "unchanged"));

    let wrong = json!({
        "slides": [{"id": "b", "template": "slogan"}, {"id": "khan-cap-1", "template": "slogan", "text": "x"}],
    });
    let problem =
        refused(served.post("check", &token, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "mistakes").await;
    assert_eq!(
        (&problem["mistakes"][0]["item"], &problem["mistakes"][0]["field"]),
        (&json!("slide:b"), &json!("text"))
    );
    for (wrong, item, field) in [
        (json!({"slides": [{"id": "khan-cap-1", "template": "slogan", "text": "x"}]}), "slide:khan-cap-1", "id"),
        (json!({"campaigns": [{"id": "k", "playlist": "k", "slides": ["z"]}]}), "campaign:k", "slides[1]"),
        (json!({"campaigns": [{"id": "k", "playlist": "k", "priority": "emergency"}]}), "campaign:k", "priority"),
        (json!({"campaigns": [{"id": "k", "playlist": "k", "displays": ["x"]}]}), "campaign:k", "displays[1]"),
        (json!({"remove": ["commune"]}), "remove[1]", ""),
    ] {
        let problem =
            refused(served.post("submissions", &token, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "mistakes")
                .await;
        assert_eq!((&problem["mistakes"][0]["item"], &problem["mistakes"][0]["field"]), (&json!(item), &json!(field)));
    }
    refused(served.post("check", &token, &json!({"slide": []})).await, StatusCode::BAD_REQUEST, "bad-body").await;
    refused(served.post("check", &token, &json!([])).await, StatusCode::BAD_REQUEST, "bad-body").await;
    let large = json!({"note": "x".repeat(9 << 20)});
    let (status, _) = said(served.post("check", &token, &large).await).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let words =
        served.ask(Method::POST, "check", &token).header(header::ACCEPT_LANGUAGE, "vi").body("{").send().await.unwrap();
    assert!(
        refused(words, StatusCode::BAD_REQUEST, "bad-body").await["title"].as_str().unwrap().contains("không đọc được")
    );

    // A slide that nobody could read is told of before anybody is asked to approve it.
    let long = json!({"slides": [{"id": "c", "template": "slogan", "text": "Chứng minh nhân dân ".repeat(60)}]});
    let (_, checked) = said(served.post("check", &token, &long).await).await;
    let found = checked["findings"].as_array().unwrap();
    assert!(
        found.iter().any(|finding| finding["item"] == "slide:c" && finding["severity"] != "suggestion"),
        "{checked}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_where_it_has_come_and_what_there_is_is_told_as_json() {
    let served = Served::new().await;
    let data = served.path("folder");
    folder(&data, "Gần dân");
    let campaign = fs::read_to_string(data.join("campaign.toml")).unwrap();
    let display =
        "[[display]]\nid = \"ht-001\"\nlabel = \"Nhà văn hóa\"\ntags = [\"nha-van-hoa\"]\nsize = \"1920x1080\"\n";
    fs::write(data.join("campaign.toml"), format!("{campaign}{display}")).unwrap();
    served.office.import_folder(&data).await.unwrap();
    let token = served.token("an", TokenScope::View).await;

    let (_, versions) = said(served.get("versions?limit=1", &token).await).await;
    assert_eq!((&versions["live"], &versions["versions"][0]["n"]), (&json!(2), &json!(2)));
    assert_eq!(versions["versions"][0]["kind"], "import");
    assert_eq!(versions["versions"].as_array().unwrap().len(), 1);
    let (_, older) = said(served.get("versions?before=2", &token).await).await;
    assert_eq!(older["versions"][0]["n"], 1);
    // A hall asks and says what it plays.
    let heard = served.http.get(format!("{}/metadata/timestamp.json", served.url));
    let heard = heard.header("bangtin-display", "ht-001").header("bangtin-edition", "2").send().await.unwrap();
    assert!(heard.status().is_success());
    let (_, displays) = said(served.get("displays", &token).await).await;
    let display = &displays["displays"][0];
    assert_eq!(
        (&display["id"], &display["standing"], &display["size"]),
        (&json!("ht-001"), &json!("playing"), &json!("1920x1080"))
    );
    let (_, arrivals) = said(served.get("versions/2/arrivals", &token).await).await;
    assert_eq!(arrivals["of"], 1);
    refused(served.get("versions/9/arrivals", &token).await, StatusCode::NOT_FOUND, "not-found").await;
    let (_, now) = said(served.get("now?display=ht-001&at=2026-11-28T19:00:00%2B07:00", &token).await).await;
    assert!(["khau-hieu", "tranh-mot", "tranh-hai"].contains(&now["displays"][0]["slide"].as_str().unwrap()), "{now}");
    let (_, now) = said(served.get("now?at=2026-11-30%2012:00", &token).await).await;
    assert_eq!(now["displays"][0]["slide"], "man-hinh-cho", "on a Monday at noon nothing is due");
    refused(served.get("now?display=nowhere", &token).await, StatusCode::NOT_FOUND, "not-found").await;
    refused(served.get("now?at=soon", &token).await, StatusCode::BAD_REQUEST, "bad-query").await;
    refused(served.get("now?when=1", &token).await, StatusCode::BAD_REQUEST, "bad-query").await;
    refused(served.get("nothing", &token).await, StatusCode::NOT_FOUND, "not-found").await;
    let answer = served.ask(Method::DELETE, "versions", &token).send().await.unwrap();
    refused(answer, StatusCode::METHOD_NOT_ALLOWED, "wrong-method").await;
    refused(served.get("export.tar?version=9", &token).await, StatusCode::NOT_FOUND, "not-found").await;

    // The description stands open, and names no other place than this one.
    let document: Json = serde_json::from_str(
        &served.http.get(format!("{}/api/openapi.json", served.url)).send().await.unwrap().text().await.unwrap(),
    )
    .unwrap();
    assert!(document["paths"]["/api/v1/check"]["post"].is_object());
    let page = served.http.get(format!("{}/api", served.url)).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await.unwrap();
    assert!(page.contains("POST /api/v1/submissions") && page.contains("Gửi duyệt"), "{page}");
    assert_eq!(page.matches("src=\"http").count() + page.matches("href=\"http").count(), 0, "no other place is asked");
    // What an error's `type` names is there.
    for code in ["no-token", "missing-assets", "other-version", "wrong-method"] {
        assert!(page.contains(&format!("id=\"{code}\"")), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_goes_out_by_whoever_may_and_no_folder_takes_it_away() {
    let served = Served::new().await;
    let token = served.token("dung", TokenScope::Alert).await;
    let until = (served.office.clock().now().wall + 3_600_000).timestamp().to_string();
    let sent = json!({
        "template": "bao", "until": until,
        "fields": {"headline": "BÃO SỐ 9 ĐANG VÀO GẦN BỜ", "actions": ["Không ra khơi.", "Chằng chống nhà cửa."]},
    });
    let (status, alert) = said(served.post("alerts", &token, &sent).await).await;
    assert_eq!(status, StatusCode::CREATED, "{alert}");
    assert_eq!(alert["published"], true);
    let live = served.office.live().await.unwrap();
    assert_eq!(live.n(), alert["version"].as_u64().unwrap());
    let alerts = |live: &bangtin::office::LiveVersion| {
        live.campaigns().filter(|body| body.campaign.id.as_str().starts_with("khan-cap-")).count()
    };
    assert_eq!(alerts(&live), 2, "it, and what tells afterwards that it is over");
    for (wrong, field) in [
        (json!({"template": "lu", "until": until}), "template"),
        (json!({"template": "bao", "until": "soon"}), "until"),
        (json!({"template": "bao", "until": until, "displays": ["x"], "fields": {"headline": "BÃO"}}), "displays[1]"),
        (json!({"template": "bao", "until": until, "tags": ["nha-van-hoá"], "fields": {"headline": "BÃO"}}), "tags[1]"),
        // "BÃO SỐ …" as it was prepared.
        (json!({"template": "bao", "until": until}), "headline"),
    ] {
        let problem =
            refused(served.post("alerts", &token, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "mistakes").await;
        assert_eq!(problem["mistakes"][0]["field"], field);
    }
    let past = json!({"template": "bao", "until": "2026-01-01T00:00:00Z", "fields": {"headline": "BÃO"}});
    refused(served.post("alerts", &token, &past).await, StatusCode::CONFLICT, "no-end").await;

    let from = served.path("from");
    folder(&from, "Gần dân");
    let pushed = served.push(&from, &served.token("an", TokenScope::Write).await, &["--prune"]).await;
    served.approve(&link(&pushed)).await;
    assert_eq!(alerts(&served.office.live().await.unwrap()), 2);
}
