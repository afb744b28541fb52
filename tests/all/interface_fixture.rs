//! An office that serves the interface for programs, its people, and the folder of a commune that is pushed to it.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
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
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::{commands::bangtin, office_fixture::unit};

/// An office that serves, and its people: `an` writes, `binh` approves, `chi` writes for one group of displays, `dung` puts out
/// emergencies.
pub struct Served {
    pub home: TempDir,
    pub office: Office,
    pub people: BTreeMap<&'static str, Account>,
    pub serve: Child,
    pub url: String,
    pub http: Client,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.serve.kill().ok();
        self.serve.wait().ok();
    }
}

pub fn person(login: &str, role: &[Role], emergency: bool, tags: &[&str]) -> NewAccount {
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
    pub async fn new() -> Self {
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

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub async fn token_for(&self, who: &str, scope: TokenScope, ms: i64) -> String {
        let until = self.office.clock().now().wall + ms;
        let id: &AccountId = &self.people[who].id;
        self.office.add_token_from_console(id, "a test", scope, until).await.unwrap().as_str().to_owned()
    }

    pub async fn token(&self, who: &str, scope: TokenScope) -> String {
        self.token_for(who, scope, 3_600_000).await
    }

    pub fn ask(&self, method: Method, path: &str, token: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}/api/v1/{path}", self.url));
        if token.is_empty() { request } else { request.bearer_auth(token) }
    }

    pub async fn get(&self, path: &str, token: &str) -> Response {
        self.ask(Method::GET, path, token).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, token: &str, body: &Json) -> Response {
        let request = self.ask(Method::POST, path, token).header(header::CONTENT_TYPE, "application/json");
        request.header(header::IF_MATCH, "*").body(body.to_string()).send().await.unwrap()
    }

    pub async fn put(&self, digest: Digest, token: &str, bytes: Vec<u8>) -> Response {
        self.ask(Method::PUT, &format!("assets/{digest}"), token).body(bytes).send().await.unwrap()
    }

    pub async fn approve(&self, link: &str) {
        let id = SubmissionId(link.trim().rsplit('/').next().unwrap().to_owned());
        let by = Actor { account: self.people["binh"].clone(), ip: String::new() };
        self.office.decide(&by, &id, Decision::Approve).await.unwrap();
    }

    /// `bangtin push` with that token, ended.
    pub async fn push(&self, folder: &Path, token: &str, more: &[&str]) -> Output {
        let mut command = self.push_command(folder, token, more);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    pub fn push_command(&self, folder: &Path, token: &str, more: &[&str]) -> Command {
        let mut command = bangtin(&["push", folder.to_str().unwrap(), "--to", &self.url]);
        command.args(more).env("BANGTIN_TOKEN", token);
        command
    }
}

/// Starts the server of that folder.
pub fn serve(data: &Path, more: &[&str]) -> (Child, String) {
    let mut command = bangtin(&["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    let mut serve = command.args(more).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(serve.stdout.take().unwrap()).lines();
    let url = lines.find_map(|line| line.unwrap().strip_prefix("page ").map(str::to_owned)).expect("it serves");
    // Whoever reads the rest may leave.
    std::thread::spawn(move || lines.for_each(drop));
    (serve, url)
}

pub async fn said(response: Response) -> (StatusCode, Json) {
    let (status, kind) = (response.status(), response.headers().get(header::CONTENT_TYPE).cloned());
    let text = response.text().await.unwrap();
    let json = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status}: {text}"));
    let is_problem = kind.is_some_and(|kind| kind == "application/problem+json");
    assert_eq!(is_problem, !status.is_success(), "{status}: {text}");
    (status, json)
}

/// That it was refused so, in the one shape that errors have.
pub async fn refused(response: Response, status: StatusCode, code: &str) -> Json {
    let (found, problem) = said(response).await;
    assert_eq!((found, problem["code"].as_str().unwrap_or_default()), (status, code), "{problem}");
    assert_eq!(problem["status"], status.as_u16());
    assert_eq!(problem["type"], format!("/api#{code}"));
    for words in ["title", "detail"] {
        assert!(!problem[words].as_str().unwrap().is_empty(), "{problem}");
    }
    problem
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let pixel = |n: u32| [(n % width * 255 / width) as u8, (n / width * 255 / height) as u8, 90, 255];
    let rgba = (0..width * height).flat_map(pixel).collect();
    media::encode_png(&Picture { size: Size::new(width, height), rgba }).unwrap()
}

pub const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1920 1080\"><rect width=\"1920\" height=\"1080\" \
                   fill=\"#1d5c3f\"/></svg>";

/// A folder of one commune with two slides of words and two pictures.
pub fn folder(at: &Path, words: &str) {
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
pub fn content(dir: &Path) -> (Folder, Vec<(String, Vec<u8>)>) {
    let folder = Folder::read(dir).unwrap_or_else(|errors| panic!("{errors}"));
    let pictures = folder.pictures.keys().map(|key| (key.clone(), fs::read(dir.join(key)).unwrap())).collect();
    (Folder { dir: PathBuf::new(), pictures: BTreeMap::new(), notes: Vec::new(), ..folder }, pictures)
}

pub fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub fn link(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace()
        .find(|word| word.contains("/duyet/"))
        .unwrap_or_else(|| panic!("{}", words(output)))
        .to_owned()
}
