//! The real `bangtin serve` as a process of its own, and browsers that speak to it over HTTP: what an office runs, and not
//! parts of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::{Arc, Condvar, Mutex},
    time::Duration,
};

use reqwest::{
    Client, Method, RequestBuilder, Response, StatusCode,
    header::{HeaderMap, LOCATION, SET_COOKIE},
    redirect::Policy,
};
use sqlx::{Connection as _, Executor as _};
use tempfile::TempDir;

use crate::{commands::bangtin, push::now, served_office::CAMPAIGN};

/// What everybody logs in with.
pub const SECRET: &str = "trâu vàng uống nước ao nhà";
/// How long a busy machine may take for anything. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(90);

/// A folder in which offices are made; it goes with the test.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.0.path().join(inside)
    }

    pub fn text(&self, inside: &str) -> String {
        self.path(inside).to_str().unwrap().to_owned()
    }

    /// The folder of a small commune's slides.
    fn slides(&self) -> String {
        let slides = self.path("slides");
        if !slides.exists() {
            fs::create_dir(&slides).unwrap();
            fs::write(slides.join("campaign.toml"), CAMPAIGN).unwrap();
            fs::write(slides.join("khau-hieu.toml"), "template = \"slogan\"\ntext = \"Dân biết để làm\"\n").unwrap();
            fs::write(slides.join("cho.toml"), "template = \"default\"\ntext = \"Kính chào bà con\"\n").unwrap();
        }
        slides.to_str().unwrap().to_owned()
    }
}

/// Lines as they come in.
#[derive(Default)]
struct Lines {
    said: Mutex<Vec<String>>,
    came: Condvar,
}

/// A running `bangtin serve`; killed when it is dropped.
pub struct ServeProcess {
    child: Child,
    lines: Arc<Lines>,
    log: PathBuf,
    /// The folder of the office.
    pub data: PathBuf,
    /// Where plain HTTP is spoken.
    pub address: SocketAddr,
}

impl ServeProcess {
    /// A small commune in a fresh folder, served on a free port of this machine.
    pub async fn commune(home: &Home, arguments: &[&str]) -> Self {
        let slides = home.slides();
        Self::start(&home.path("office"), &[&["--import", &slides], arguments].concat()).await
    }

    /// Serves that folder, on a free port of this machine unless it is said where.
    pub async fn start(data: &Path, arguments: &[&str]) -> Self {
        let mut command = bangtin(&["serve", "--data", data.to_str().unwrap()]);
        if !arguments.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let log = data.with_extension("log");
        let errors = fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(errors).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let lines = Arc::new(Lines::default());
        let hearing = lines.clone();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                hearing.said.lock().unwrap().push(line);
                hearing.came.notify_all();
            }
            hearing.came.notify_all();
        });
        let mut serve = Self { child, lines, log, data: data.to_owned(), address: ([127, 0, 0, 1], 0).into() };
        serve.address = serve.said("feed").trim_start_matches("http://").parse().unwrap();
        let health = format!("http://{}/healthz", serve.address);
        let begun = now();
        while !reqwest::get(&health).await.is_ok_and(|answer| answer.status().is_success()) {
            assert!(begun.elapsed() < PATIENCE, "it does not answer: {}", serve.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        serve
    }

    /// What it prints behind that word; it waits until it is printed.
    pub fn said(&mut self, word: &str) -> String {
        let begun = now();
        let mut said = self.lines.said.lock().unwrap();
        loop {
            if let Some(rest) = said.iter().find_map(|line| line.strip_prefix(&format!("{word} "))) {
                return rest.to_owned();
            }
            said = self.lines.came.wait_timeout(said, Duration::from_millis(100)).unwrap().0;
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && begun.elapsed() < PATIENCE, "no `{word}` ({ended:?}): {}", self.log());
        }
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The page's address for a browser on this machine.
    pub fn page(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Adds an account, as an administrator at the console does. Returns its id.
    pub fn hire(&self, login: &str, flags: &[&str]) -> String {
        let name = format!("Người {login}");
        let data = self.data.to_str().unwrap();
        let fixed = ["account", "add", login, "--data", data, "--name", &name];
        let id = typing(&[&fixed, flags].concat(), SECRET);
        id.trim().to_owned()
    }

    /// Changes the records beside the program: what time does to them, without waiting for it.
    pub async fn change_records(&self, sql: &str) {
        sqlx::any::install_default_drivers();
        let url = format!("sqlite://{}?mode=rw", self.data.join("bangtin.db").display());
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))).await.unwrap();
        connection.close().await.unwrap();
    }

    /// A browser in which somebody has just logged in.
    pub async fn log_in(&self, login: &str) -> Browser {
        let browser = Browser::at(&self.page());
        browser.log_in(login).await;
        browser
    }

    /// Cuts it off, as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop, as a system that is shut down does, and waits until it has. Returns its exit code.
    #[cfg(unix)]
    pub fn stop(mut self) -> Option<i32> {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for ServeProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let log = self.log();
            let newest: Vec<_> = log.lines().rev().take(20).collect();
            eprintln!("the server's log ends:\n{}", newest.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
    }
}

/// Runs a command that reads one line, and returns what it prints.
pub fn typing(arguments: &[&str], line: &str) -> String {
    let mut command = bangtin(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A form as a browser sends it.
pub fn form_text(form: &[(&str, &str)]) -> String {
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    form.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect::<Vec<_>>().join("&")
}

/// An answer that was read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// One of its headers.
    pub fn said(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads.
    pub fn to(&self) -> &str {
        self.said(LOCATION.as_str())
    }
}

/// A browser: it keeps cookies, follows nothing by itself, and says with each form that it comes from the site itself.
pub struct Browser {
    http: Client,
    pub origin: String,
    cookies: Mutex<BTreeMap<String, String>>,
    /// What it sends with every request.
    pub says: Vec<(&'static str, String)>,
}

impl Browser {
    /// At that origin, such as `http://127.0.0.1:8080`.
    pub fn at(origin: &str) -> Self {
        Self::by(client(), origin)
    }

    /// The same, by a client that trusts certificates of its own.
    pub fn by(http: Client, origin: &str) -> Self {
        Self { http, origin: origin.to_owned(), cookies: Mutex::default(), says: Vec::new() }
    }

    /// The same from somewhere behind a proxy that is known, which speaks TLS with it.
    pub fn behind_proxy(origin: &str, peer: &str) -> Self {
        let mut browser = Self::at(origin);
        browser.says = vec![("x-forwarded-for", peer.to_owned()), ("x-forwarded-proto", "https".to_owned())];
        browser
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// The cookie that holds the session.
    pub fn session(&self) -> Option<String> {
        self.cookie("bangtin").or_else(|| self.cookie("__Host-bangtin"))
    }

    /// A request with everything that a browser says by itself.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.origin));
        for (name, value) in &self.says {
            request = request.header(*name, value);
        }
        let cookies = self.cookies.lock().unwrap();
        if !cookies.is_empty() {
            let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", pairs.join("; "));
        }
        request
    }

    /// Sends it, and keeps the cookies of the answer, whose body is not read.
    pub async fn send(&self, request: RequestBuilder) -> Response {
        let answer = request.send().await.unwrap();
        let mut cookies = self.cookies.lock().unwrap();
        for line in answer.headers().get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        drop(cookies);
        answer
    }

    async fn read(&self, request: RequestBuilder) -> Answer {
        let answer = self.send(request).await;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned();
        Answer { status, headers, text }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.read(self.request(Method::GET, path)).await
    }

    /// Sends a form from a page of the site itself.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.post_saying(path, form, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form with those headers and no word of where it comes from.
    pub async fn post_saying(&self, path: &str, form: &[(&str, &str)], says: &[(&str, &str)]) -> Answer {
        let mut request = self.request(Method::POST, path);
        for (name, value) in says {
            request = request.header(*name, *value);
        }
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form_text(form));
        self.read(request).await
    }

    /// Logs in, which must be done.
    pub async fn log_in(&self, login: &str) {
        let answer = self.try_to_log_in(login, SECRET).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login} logs in: {}", answer.text);
        assert!(self.session().is_some());
    }

    pub async fn try_to_log_in(&self, login: &str, password: &str) -> Answer {
        self.post("/dang-nhap", &[("ten", login), ("mat-khau", password)]).await
    }

    /// Whether somebody is logged in here still.
    pub async fn is_in(&self) -> bool {
        let answer = self.get("/thiet-lap/toi").await;
        match answer.status {
            StatusCode::OK => true,
            StatusCode::SEE_OTHER if answer.to().starts_with("/dang-nhap") => false,
            status => panic!("{status}: {}", answer.text),
        }
    }

    /// Writes a slogan and sends it to be shown everywhere. Returns the slide's id.
    pub async fn sends_a_slogan(&self, words: &str) -> String {
        let begun = self.post("/trang/moi", &[("mau", "slogan")]).await;
        let slide = begun.to().strip_prefix("/trang/").unwrap_or_else(|| panic!("{}", begun.text)).to_owned();
        let typed = [("template", "slogan"), ("text", words), ("_lan", "1"), ("_lam", "gui")];
        let saved = self.post(&format!("/trang/{slide}"), &typed).await;
        assert_eq!(saved.to(), format!("/trang/{slide}/gui"), "{}", saved.text);
        let sent = self.post(&format!("/trang/{slide}/gui"), &[("o", "tat-ca"), ("den", "khong")]).await;
        assert_eq!((sent.status, sent.to()), (StatusCode::SEE_OTHER, "/trang"), "{}", sent.text);
        slide
    }

    /// A submission that waits for this person's word, if there is one.
    pub async fn waiting(&self) -> Option<String> {
        let page = self.get("/duyet").await.text;
        let mut seen = BTreeSet::new();
        for rest in page.split("href=\"/duyet/").skip(1) {
            let id = rest.split(['"', '/', '?', '#']).next().unwrap();
            let verb = format!("\"/duyet/{id}/duyet\"");
            // Beside those that wait stand those that were decided on today.
            if !id.is_empty() && seen.insert(id) && self.get(&format!("/duyet/{id}")).await.text.contains(&verb) {
                return Some(id.to_owned());
            }
        }
        None
    }

    /// Approves what waits for this person's word. Returns its id.
    pub async fn approves(&self) -> String {
        let id = self.waiting().await.expect("something waits");
        let answer = self.post(&format!("/duyet/{id}/duyet"), &[]).await;
        assert_eq!(
            (answer.status, answer.to()),
            (StatusCode::SEE_OTHER, format!("/duyet/{id}").as_str()),
            "{}",
            answer.text
        );
        id
    }
}

/// A client that follows nothing by itself.
pub fn client() -> Client {
    Client::builder().redirect(Policy::none()).timeout(PATIENCE).build().unwrap()
}
