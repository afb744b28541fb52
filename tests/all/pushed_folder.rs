//! Promises about `bangtin push` on the real binary: a folder that is pushed and approved comes out again as the same, and
//! nothing is lost or taken away on the way.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Output, Stdio},
    time::Duration,
};

use bangtin::{
    approval::{Decision, SubmissionId},
    media::{self, Picture},
    model::{Digest, Size},
    office::{Actor, TokenScope},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value as Json, json};

use crate::{
    commands::bangtin,
    interface_fixture::{SVG, Served, content, folder, link, said, serve, words},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_pushed_and_approved_by_another_comes_out_the_same() {
    let served = Served::new().await;
    let (from, token) = (served.path("from"), served.token("an", TokenScope::Write).await);
    folder(&from, "Gần dân, sát việc");

    let first = served.push(&from, &token, &["--note", "Đợt một"]).await;
    assert_eq!(first.status.code(), Some(3), "{}", words(&first));
    assert!(words(&first).contains("2 pictures sent"), "{}", words(&first));
    // Pushed twice, nothing is sent twice: no picture, and no second submission.
    let second = served.push(&from, &token, &["--note", "Đợt một"]).await;
    assert_eq!(second.status.code(), Some(3), "{}", words(&second));
    assert!(words(&second).contains("0 pictures sent"), "{}", words(&second));
    assert_eq!(link(&first), link(&second));
    // With another note it is sent anew, and what waited is taken back.
    let noted = served.push(&from, &token, &["--note", "Đợt hai"]).await;
    let sent = |output: &Output| format!("submissions/{}", link(output).rsplit('/').next().unwrap());
    let (_, older) = said(served.get(&sent(&first), &token).await).await;
    let (_, newer) = said(served.get(&sent(&noted), &token).await).await;
    assert_eq!((&older["state"], &newer["state"]), (&json!("withdrawn"), &json!("open")), "{}", words(&noted));
    let first = noted;

    // The page of the link is the office's; whoever sent it does not approve it.
    let author = Actor { account: served.people["an"].clone(), ip: String::new() };
    let id = SubmissionId(link(&first).rsplit('/').next().unwrap().to_owned());
    assert!(served.office.decide(&author, &id, Decision::Approve).await.is_err());
    served.approve(&link(&first)).await;

    let to = served.path("to");
    let pulled = {
        let mut command = bangtin(&["pull", "--from", &served.url, "--out", to.to_str().unwrap()]);
        command.env("BANGTIN_TOKEN", &token);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    };
    assert_eq!(pulled.status.code(), Some(0), "{}", words(&pulled));
    assert_eq!(content(&to), content(&from));
    // From the data folder it is the same.
    let own = served.path("own");
    let data = served.path("office");
    let mut command = bangtin(&["pull", "--data", data.to_str().unwrap(), "--out", own.to_str().unwrap()]);
    let pulled = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert_eq!(pulled.status.code(), Some(0), "{}", words(&pulled));
    assert_eq!(content(&own), content(&from));
    // A folder with something in it is not mixed with what is pulled.
    let mut command = bangtin(&["pull", "--from", &served.url, "--out", to.to_str().unwrap()]);
    command.env("BANGTIN_TOKEN", &token);
    let again = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert_eq!(again.status.code(), Some(2), "{}", words(&again));

    // What came out goes in again as nothing new.
    let third = served.push(&to, &token, &[]).await;
    assert_eq!(third.status.code(), Some(0), "{}", words(&third));
    assert!(words(&third).contains("nothing is new") && words(&third).contains("0 pictures"), "{}", words(&third));
}

#[tokio::test(flavor = "multi_thread")]
async fn push_waits_for_the_decision_and_takes_away_only_where_it_is_told_to() {
    let served = Served::new().await;
    let (from, token) = (served.path("from"), served.token("an", TokenScope::Write).await);
    folder(&from, "Gần dân");
    served.approve(&link(&served.push(&from, &token, &[]).await)).await;
    fs::remove_file(from.join("tranh-hai.toml")).unwrap();
    let campaign = fs::read_to_string(from.join("campaign.toml")).unwrap();
    fs::write(from.join("campaign.toml"), campaign.replace(", \"tranh-hai\"", "")).unwrap();
    let kept = served.push(&from, &token, &[]).await;
    let (_, sent) =
        said(served.get(&format!("submissions/{}", link(&kept).rsplit('/').next().unwrap()), &token).await).await;
    let items = |sent: &Json| -> Vec<String> {
        sent["items"].as_array().unwrap().iter().map(|item| item["item"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(items(&sent), ["campaign:hang-ngay"], "the slide stays");

    let mut waiting = served.push_command(&from, &token, &["--prune", "--wait", "--lang", "vi"]);
    let mut waiting = waiting.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(waiting.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("chờ người duyệt"), "{line}");
    let id = line.trim().rsplit('/').next().unwrap();
    let (_, sent) = said(served.get(&format!("submissions/{id}"), &token).await).await;
    assert_eq!(items(&sent), ["campaign:hang-ngay", "slide:tranh-hai"]);
    assert!(waiting.try_wait().unwrap().is_none(), "it waits");
    served.approve(&line).await;
    let ended = tokio::task::spawn_blocking(move || waiting.wait().unwrap()).await.unwrap();
    assert_eq!(ended.code(), Some(0));
    let live = served.office.live().await.unwrap();
    assert_eq!(live.slides().count(), 2);

    // Sent back, it says why.
    folder(&from, "Khác");
    let mut waiting = served.push_command(&from, &token, &["--wait"]);
    let waiting = waiting.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let by = Actor { account: served.people["binh"].clone(), ip: String::new() };
    let id = loop {
        let mut tx = served.office.records().read().await.unwrap();
        let newest = bangtin::records::submission::newest(&mut tx, 1).await.unwrap().remove(0);
        if newest.state == bangtin::approval::SubmissionState::Open {
            break newest.id;
        }
        drop(tx);
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    served.office.decide(&by, &id, Decision::Return("Chữ nhỏ quá")).await.unwrap();
    let ended = tokio::task::spawn_blocking(move || waiting.wait_with_output().unwrap()).await.unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(words(&ended).contains("Chữ nhỏ quá"), "{}", words(&ended));
}

#[tokio::test(flavor = "multi_thread")]
async fn push_says_what_is_to_be_mended_before_anything_is_sent() {
    let served = Served::new().await;
    let from = served.path("from");
    folder(&from, "Gần dân");
    let none = served.push(&from, "", &[]).await;
    assert_eq!(none.status.code(), Some(2));
    assert!(words(&none).contains("BANGTIN_TOKEN") && words(&none).contains("account token"), "{}", words(&none));
    let view = served.push(&from, &served.token("an", TokenScope::View).await, &[]).await;
    assert_eq!(view.status.code(), Some(2), "{}", words(&view));
    let token = served.token("an", TokenScope::Write).await;
    let file = served.path("token");
    fs::write(&file, format!("{token}\n")).unwrap();
    let mut command = bangtin(&[
        "push",
        from.to_str().unwrap(),
        "--to",
        "http://tin.example",
        "--token-file",
        file.to_str().unwrap(),
    ]);
    let open = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert_eq!(open.status.code(), Some(2));
    assert!(words(&open).contains("https://"), "{}", words(&open));
    fs::write(from.join("khau-hieu.toml"), "template = \"slogan\"\n").unwrap();
    let wrong = served.push(&from, &token, &[]).await;
    assert_eq!(wrong.status.code(), Some(2));
    assert!(words(&wrong).contains("khau-hieu.toml"), "{}", words(&wrong));
    let mut tx = served.office.records().read().await.unwrap();
    assert!(bangtin::records::submission::newest(&mut tx, 9).await.unwrap().is_empty());
    drop(tx);
    // An address that is some other web server's.
    let other = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", other.local_addr().unwrap());
    let router = axum::Router::new().fallback(async || "hello");
    tokio::spawn(async move { axum::serve(other, router).await.unwrap() });
    folder(&from, "Gần dân");
    let mut command =
        bangtin(&["push", from.to_str().unwrap(), "--to", &address, "--token-file", file.to_str().unwrap()]);
    let strange = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert_eq!(strange.status.code(), Some(1));
    assert!(words(&strange).contains("not as an office does"), "{}", words(&strange));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_not_put_in_the_place_of_what_people_have_approved_since() {
    let mut served = Served::new().await;
    let from = served.path("from");
    folder(&from, "Gần dân");
    let slides = from.to_str().unwrap().to_owned();
    let data = served.path("office");
    let again = |served: &mut Served, more: &[&str]| {
        served.serve.kill().unwrap();
        served.serve.wait().unwrap();
        let (child, url) = serve(&data, more);
        (served.serve, served.url) = (child, url);
    };
    // Twice, for a service that is started again: nothing was approved meanwhile.
    again(&mut served, &["--import", &slides]);
    again(&mut served, &["--import", &slides]);
    assert_eq!(served.office.live().await.unwrap().n(), 2);
    let token = served.token("an", TokenScope::Write).await;
    let slide = json!({"slides": [{"id": "khau-hieu", "template": "slogan", "text": "Của cán bộ"}]});
    let (_, sent) = said(served.post("submissions", &token, &slide).await).await;
    served.approve(sent["address"].as_str().unwrap()).await;

    served.serve.kill().unwrap();
    served.serve.wait().unwrap();
    let mut refused =
        bangtin(&["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0", "--import", &slides]);
    let output = tokio::task::spawn_blocking(move || refused.output().unwrap()).await.unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("--import-anyway") && words(&output).contains("version 3"), "{}", words(&output));
    assert_eq!(served.office.live().await.unwrap().n(), 3, "what was approved stays");
    again(&mut served, &["--import", &slides, "--import-anyway"]);
    assert_eq!(served.office.live().await.unwrap().n(), 4);
}

/// Stands before the office and lets so many bytes of a question through before it cuts the line.
async fn cutting(url: &str, after: usize) -> String {
    let office = url.trim_start_matches("http://").to_owned();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((program, _)) = listener.accept().await {
            let office = tokio::net::TcpStream::connect(&office).await.unwrap();
            tokio::spawn(async move {
                let ((mut asks, mut hears), (mut answers, mut asked)) = (program.into_split(), office.into_split());
                let back = tokio::spawn(async move { tokio::io::copy(&mut answers, &mut hears).await.ok() });
                let mut asks = tokio::io::AsyncReadExt::take(&mut asks, after as u64);
                tokio::io::copy(&mut asks, &mut asked).await.ok();
                back.abort();
            });
        }
    });
    own
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_cut_in_mid_push_loses_nothing_and_only_what_is_missing_goes_then() {
    let served = Served::new().await;
    let (from, token) = (served.path("from"), served.token("an", TokenScope::Write).await);
    folder(&from, "Gần dân");
    let rgba = crate::fixture::noise(7, 1_300 * 740 * 4);
    let large = media::encode_png(&Picture { size: Size::new(1_300, 740), rgba }).unwrap();
    assert!(large.len() > 2 << 20, "{}", large.len());
    fs::write(from.join("tranh/hai.png"), &large).unwrap();
    // Pictures go in the order of their digests: the small one goes first.
    let small = (0..).map(|n| format!("{SVG}<!-- {n} -->")).find(|svg| Digest::of(svg.as_bytes()) < Digest::of(&large));
    let small = small.unwrap().into_bytes();
    fs::write(from.join("tranh/mot.svg"), &small).unwrap();

    let bad = cutting(&served.url, 1 << 20).await;
    let mut command = bangtin(&["push", from.to_str().unwrap(), "--to", &bad]);
    command.env("BANGTIN_TOKEN", &token);
    let cut = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert_eq!(cut.status.code(), Some(1), "{}", words(&cut));
    assert!(words(&cut).contains("nothing is lost, run the same again"), "{}", words(&cut));
    for (bytes, status) in [(&small, StatusCode::OK), (&large, StatusCode::NOT_FOUND)] {
        let asked = served.ask(Method::HEAD, &format!("assets/{}", Digest::of(bytes)), &token).send().await.unwrap();
        assert_eq!(asked.status(), status);
    }
    let again = served.push(&from, &token, &[]).await;
    assert_eq!(again.status.code(), Some(3), "{}", words(&again));
    assert!(words(&again).contains("1 pictures sent"), "{}", words(&again));
}
