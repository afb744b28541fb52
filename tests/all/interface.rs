//! Promises about the interface for programs, over real sockets, on the real binary: what a token opens, what it does not, and
//! that a folder which is pushed and approved comes out again as the same.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    net::IpAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use bangtin::{
    approval::{Account, AccountId, Decision, Role, Roles, SubmissionId},
    clock::Clock,
    feed::{Lifetimes, RootKeys},
    folder::Folder,
    media::{self, Picture},
    model::{Digest, Size},
    office::{Actor, Keeper, NewAccount, Office, OfficeOptions, Password, TokenScope},
};
use reqwest::{Client, Method, Response, StatusCode, header, redirect::Policy};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::{commands::bangtin, office_fixture::unit};

/// An office that serves, and its people: `an` writes, `binh` approves, `chi` writes for one group of displays, `dung` puts out
/// emergencies.
struct Served {
    home: TempDir,
    office: Office,
    people: BTreeMap<&'static str, Account>,
    serve: Child,
    url: String,
    http: Client,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.serve.kill().ok();
        self.serve.wait().ok();
    }
}

fn person(login: &str, role: &[Role], emergency: bool, tags: &[&str]) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        name: format!("Người {login}"),
        post: String::new(),
        roles: Roles::of(role.iter().copied()),
        emergency,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        password: Password::typed("bốn từ không ai đoán"),
    }
}

impl Served {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("office");
        let office = Office::open(OfficeOptions::in_folder(&data, Clock::system())).await.unwrap();
        let (repository, now) = (office.repository().clone(), office.clock().now().wall);
        tokio::task::spawn_blocking(move || repository.init(RootKeys::default(), Lifetimes::SERVED, now).unwrap())
            .await
            .unwrap();
        office.begin(None, unit(), false).await.unwrap();
        let mut people = BTreeMap::new();
        for (login, roles, emergency, tags) in [
            ("an", [Role::Author].as_slice(), false, [].as_slice()),
            ("binh", &[Role::Approver], false, &[]),
            ("chi", &[Role::Author], false, &["truong-hoc"]),
            ("dung", &[Role::Author], true, &[]),
        ] {
            let new = person(login, roles, emergency, tags);
            people.insert(login, office.add_account(Keeper::Console, &new).await.unwrap());
        }
        let (serve, url) = serve(&data, &[]);
        let http = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(120)).build().unwrap();
        Self { home, office, people, serve, url, http }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    async fn token_for(&self, who: &str, scope: TokenScope, ms: i64) -> String {
        let until = self.office.clock().now().wall + ms;
        let id: &AccountId = &self.people[who].id;
        self.office.add_token_from_console(id, "a test", scope, until).await.unwrap().as_str().to_owned()
    }

    async fn token(&self, who: &str, scope: TokenScope) -> String {
        self.token_for(who, scope, 3_600_000).await
    }

    fn ask(&self, method: Method, path: &str, token: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}/api/v1/{path}", self.url));
        if token.is_empty() { request } else { request.bearer_auth(token) }
    }

    async fn get(&self, path: &str, token: &str) -> Response {
        self.ask(Method::GET, path, token).send().await.unwrap()
    }

    async fn post(&self, path: &str, token: &str, body: &Json) -> Response {
        let request = self.ask(Method::POST, path, token).header(header::CONTENT_TYPE, "application/json");
        request.header(header::IF_MATCH, "*").body(body.to_string()).send().await.unwrap()
    }

    async fn put(&self, digest: Digest, token: &str, bytes: Vec<u8>) -> Response {
        self.ask(Method::PUT, &format!("assets/{digest}"), token).body(bytes).send().await.unwrap()
    }

    async fn approve(&self, link: &str) {
        let id = SubmissionId(link.trim().rsplit('/').next().unwrap().to_owned());
        let by = Actor { account: self.people["binh"].clone(), ip: String::new() };
        self.office.decide(&by, &id, Decision::Approve).await.unwrap();
    }

    /// `bangtin push` with that token, ended.
    async fn push(&self, folder: &Path, token: &str, more: &[&str]) -> Output {
        let mut command = self.push_command(folder, token, more);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    fn push_command(&self, folder: &Path, token: &str, more: &[&str]) -> Command {
        let mut command = bangtin(&["push", folder.to_str().unwrap(), "--to", &self.url]);
        command.args(more).env("BANGTIN_TOKEN", token);
        command
    }
}

/// Starts the server of that folder.
fn serve(data: &Path, more: &[&str]) -> (Child, String) {
    let mut command = bangtin(&["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    let mut serve = command.args(more).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(serve.stdout.take().unwrap()).lines();
    let url = lines.find_map(|line| line.unwrap().strip_prefix("page ").map(str::to_owned)).expect("it serves");
    // Whoever reads the rest may leave.
    std::thread::spawn(move || lines.for_each(drop));
    (serve, url)
}

async fn said(response: Response) -> (StatusCode, Json) {
    let (status, kind) = (response.status(), response.headers().get(header::CONTENT_TYPE).cloned());
    let text = response.text().await.unwrap();
    let json = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status}: {text}"));
    let is_problem = kind.is_some_and(|kind| kind == "application/problem+json");
    assert_eq!(is_problem, !status.is_success(), "{status}: {text}");
    (status, json)
}

/// That it was refused so, in the one shape that errors have.
async fn refused(response: Response, status: StatusCode, code: &str) -> Json {
    let (found, problem) = said(response).await;
    assert_eq!((found, problem["code"].as_str().unwrap_or_default()), (status, code), "{problem}");
    assert_eq!(problem["status"], status.as_u16());
    assert_eq!(problem["type"], format!("/api#{code}"));
    for words in ["title", "detail"] {
        assert!(!problem[words].as_str().unwrap().is_empty(), "{problem}");
    }
    problem
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let pixel = |n: u32| [(n % width * 255 / width) as u8, (n / width * 255 / height) as u8, 90, 255];
    let rgba = (0..width * height).flat_map(pixel).collect();
    media::encode_png(&Picture { size: Size::new(width, height), rgba }).unwrap()
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1920 1080\"><rect width=\"1920\" height=\"1080\" \
                   fill=\"#1d5c3f\"/></svg>";

/// A folder of one commune with two slides of words and two pictures.
fn folder(at: &Path, words: &str) {
    fs::create_dir_all(at.join("tranh")).unwrap();
    fs::write(
        at.join("campaign.toml"),
        "default = \"man-hinh-cho\"\n\
         [unit]\nname = \"UBND xã Mai Phụ\"\nkicker = \"CẢI CÁCH HÀNH CHÍNH\"\nhotline = \"18001096\"\n\
         portal = \"dichvucong.gov.vn\"\n\
         [[daypart]]\nid = \"toi\"\ndays = [\"sat\", \"sun\"]\nfrom = 18:00\nuntil = 21:30\n\
         [[playlist]]\nid = \"hang-ngay\"\nslides = [\"khau-hieu\", \"tranh-mot\", \"tranh-hai\"]\n\
         [[campaign]]\nid = \"hang-ngay\"\ntitle = \"Hằng ngày\"\nplaylist = \"hang-ngay\"\ndayparts = [\"toi\"]\n\
         from = 2026-01-01\nuntil = 2036-12-12\nticker = [\"Thứ Năm có người hướng dẫn\"]\n",
    )
    .unwrap();
    fs::write(at.join("man-hinh-cho.toml"), "template = \"default\"\ntext = \"UBND xã Mai Phụ\"\n").unwrap();
    fs::write(at.join("khau-hieu.toml"), format!("template = \"slogan\"\ntext = \"{words}\"\nduration_s = 20\n"))
        .unwrap();
    fs::write(at.join("tranh-mot.toml"), "template = \"poster\"\npicture = \"tranh/mot.svg\"\nalt = \"Một\"\n")
        .unwrap();
    fs::write(at.join("tranh-hai.toml"), "template = \"poster\"\npicture = \"tranh/hai.png\"\nalt = \"Hai\"\n")
        .unwrap();
    fs::write(at.join("tranh/mot.svg"), SVG).unwrap();
    fs::write(at.join("tranh/hai.png"), png(1_600, 900)).unwrap();
}

/// What a folder says, wherever it lies, and the bytes of its pictures.
fn content(dir: &Path) -> (Folder, Vec<(String, Vec<u8>)>) {
    let folder = Folder::read(dir).unwrap_or_else(|errors| panic!("{errors}"));
    let pictures = folder.pictures.keys().map(|key| (key.clone(), fs::read(dir.join(key)).unwrap())).collect();
    (Folder { dir: PathBuf::new(), pictures: BTreeMap::new(), notes: Vec::new(), ..folder }, pictures)
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn link(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace()
        .find(|word| word.contains("/duyet/"))
        .unwrap_or_else(|| panic!("{}", words(output)))
        .to_owned()
}

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
