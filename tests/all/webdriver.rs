//! W3C WebDriver, spoken to Debian's chromium and chromium-driver.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value as Json, json};

/// The key under which WebDriver names an element (W3C WebDriver §11).
pub const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long a browser may take over anything: the machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A browser and its driver, which end when it is dropped.
pub struct Session {
    driver: Child,
    address: String,
    http: reqwest::Client,
    _profile: tempfile::TempDir,
}

impl Session {
    /// Starts both, with a profile of its own and nothing in it.
    pub async fn open(more: Vec<String>, prefs: Json) -> Self {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: apt install chromium chromium-driver");
        let profile = tempfile::tempdir().unwrap();
        let usual = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--lang=vi",
        ];
        let mut args: Vec<String> = usual.map(str::to_owned).into();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        args.extend(more);
        let asked = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "acceptInsecureCerts": true,
            "goog:chromeOptions": {"args": args, "prefs": prefs},
        }}});
        let http = reqwest::Client::builder().timeout(Duration::from_secs(120)).build().unwrap();
        let base = format!("http://127.0.0.1:{port}");
        let begun = crate::push::now();
        let answer = loop {
            let sent = http.post(format!("{base}/session")).body(asked.to_string()).send().await;
            if let Ok(answer) = sent {
                break answer;
            }
            assert!(begun.elapsed() < PATIENCE, "chromedriver does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let answer: Json = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let id = answer["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {answer}"));
        Self { driver, address: format!("{base}/session/{id}"), http, _profile: profile }
    }

    pub async fn get(&self, path: &str) -> Json {
        let answer = self.http.get(format!("{}{path}", self.address)).send().await.unwrap();
        value(&answer.text().await.unwrap()).unwrap_or_else(|wrong| panic!("{path}: {wrong}"))
    }

    pub async fn post(&self, path: &str, body: Json) -> Json {
        self.try_post(path, body).await.unwrap_or_else(|wrong| panic!("{path}: {wrong}"))
    }

    /// The same, or what the driver says is wrong.
    pub async fn try_post(&self, path: &str, body: Json) -> Result<Json, String> {
        let answer = self.http.post(format!("{}{path}", self.address)).body(body.to_string()).send().await.unwrap();
        value(&answer.text().await.unwrap())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver ends its browsers with itself when it is told to; killed, it would leave them behind.
        let session = self.address.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let http = reqwest::Client::builder().timeout(Duration::from_secs(5)).build().unwrap();
                http.delete(session).send().await.ok();
            });
        })
        .join()
        .ok();
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

/// What the driver answers with, or what it says is wrong.
fn value(answer: &str) -> Result<Json, String> {
    let answer: Json = serde_json::from_str(answer).map_err(|_| answer.to_owned())?;
    let value = &answer["value"];
    match value["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", value["message"])),
        None => Ok(value.clone()),
    }
}

/// The bytes of a base64 text (RFC 4648 §4).
pub fn base64(text: &str) -> Vec<u8> {
    let six = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').map(six).collect();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0_u32, |bits, digit| bits << 6 | u32::from(*digit)) << (6 * (4 - group.len()));
        bytes.extend(&bits.to_be_bytes()[1..group.len()]);
    }
    bytes
}
