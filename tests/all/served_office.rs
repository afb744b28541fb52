//! An office that is served over a real socket, with people who are logged in.

use std::{collections::BTreeMap, fs, net::IpAddr, ops::Deref, time::Duration};

use bangtin::{
    clock::Clock,
    feed::OfficeClock,
    server::{self, Children, FeedPlace, PageState, Road, Site, StatusTo},
};
use reqwest::{Client, Response, StatusCode, header, redirect::Policy};

use crate::{
    database::Database,
    fixture::{MORNING, Served},
    office_fixture::{Content, Desk},
};

/// Two displays, and one slogan on them.
pub const CAMPAIGN: &str = r#"
default = "cho"
transition = "cut"
[unit]
name = "UBND xã Mai Phụ"
kicker = "CẢI CÁCH HÀNH CHÍNH"
hotline = "18001096"
portal = "dichvucong.gov.vn"
[[display]]
id = "ht-001"
label = "Thôn Hữu Ninh"
tags = ["nha-van-hoa"]
size = "1920x1080"
[[display]]
id = "tt-001"
label = "Trung tâm xã"
size = "1080x1920"
[[playlist]]
id = "hang-ngay"
slides = ["khau-hieu"]
[[campaign]]
id = "hang-ngay"
title = "Hằng ngày"
playlist = "hang-ngay"
"#;

/// An office over a real socket; its people are those of the [`Desk`] it is made of.
pub struct ServedOffice {
    desk: Desk,
    served: Served,
    /// What the office knows of its clock.
    pub office_clock: OfficeClock,
    /// What a browser of each person sends along.
    cookies: BTreeMap<char, String>,
    http: Client,
    // Its folder goes with it.
    _database: Option<Database>,
}

impl Deref for ServedOffice {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl ServedOffice {
    /// One with that in it, in the [`MORNING`].
    pub async fn new(content: Content<'_>) -> Self {
        Self::at(Clock::fixed(MORNING), content).await
    }

    /// One with two displays, a hall's and the commune's upright one, and one slogan on them.
    pub async fn with_displays(clock: Clock) -> Self {
        let slides = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(slides.path().join(name), text).unwrap();
        write("campaign.toml", CAMPAIGN);
        write("khau-hieu.toml", "template = \"slogan\"\ntext = \"Dân biết để làm\"\n");
        write("cho.toml", "template = \"default\"\ntext = \"Kính chào bà con\"\n");
        Self::at(clock, Content::Folder(slides.path())).await
    }

    /// One with that in it and that clock.
    pub async fn at(clock: Clock, content: Content<'_>) -> Self {
        let database = Database::sqlite();
        let office = Self::on(&database, clock, content).await;
        Self { _database: Some(database), ..office }
    }

    /// The same with that database.
    pub async fn on(database: &Database, clock: Clock, content: Content<'_>) -> Self {
        let desk = Desk::with(database, clock, content).await;
        let cookies = cookies(&desk).await;
        let children = Children::of(&desk.office, Some(env!("CARGO_BIN_EXE_bangtin").into()));
        let repository = desk.office.repository().clone();
        let feed = tokio::task::spawn_blocking(move || repository.state().unwrap()).await.unwrap();
        let office_clock = OfficeClock::of(&feed);
        let road = Road { plain_http: true, tls_port: None };
        let state = PageState::new(desk.office.clone(), office_clock.clone(), children, road);
        let site = Site {
            feed: FeedPlace::Folder(desk.folder.join("feed")),
            keys_dir: None,
            clock: desk.clock.clone(),
            office_clock: office_clock.clone(),
            status_to: StatusTo::Loopback,
        };
        let served = Served::start(server::office_page(site, state, server::Outside::default())).await;
        let http = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(60)).build().unwrap();
        Self { desk, served, office_clock, cookies, http, _database: None }
    }

    /// Everybody logs in anew, as after a long time.
    pub async fn log_in_anew(&mut self) {
        self.cookies = cookies(&self.desk).await;
    }

    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.served.url)
    }

    /// What that person's browser sends along.
    pub fn cookie(&self, who: char) -> &str {
        &self.cookies[&who]
    }

    /// Asks as that person, or as a stranger; a `form` is sent as a browser sends it from a page of the office.
    pub async fn request(&self, method: &str, path: &str, who: Option<char>, form: &[(&str, &str)]) -> Response {
        let mut request = self.http.request(method.parse().unwrap(), self.url(path));
        request = request.header(header::ORIGIN, &self.served.url);
        if let Some(who) = who {
            request = request.header(header::COOKIE, self.cookie(who));
        }
        if !form.is_empty() {
            let pairs: Vec<_> =
                form.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(pairs.join("&"));
        }
        request.send().await.unwrap()
    }

    pub async fn get(&self, who: char, path: &str) -> Response {
        self.request("GET", path, Some(who), &[]).await
    }

    pub async fn post(&self, who: char, path: &str, form: &[(&str, &str)]) -> Response {
        self.request("POST", path, Some(who), form).await
    }

    /// A page that is there, as text.
    pub async fn page(&self, who: char, path: &str) -> String {
        let answer = self.get(who, path).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{path} for {who}: {text}");
        text
    }

    /// Sends a form and says where it leads.
    pub async fn led(&self, who: char, path: &str, form: &[(&str, &str)]) -> String {
        let answer = self.post(who, path, form).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path} for {who}: {}", answer.text().await.unwrap());
        answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// What a hall says of itself when it asks for news.
    pub async fn heard(&self, display: &str, version: u64) {
        let request = self.http.get(self.url("/metadata/timestamp.json"));
        let request = request.header("bangtin-display", display).header("bangtin-edition", version);
        assert!(request.send().await.unwrap().status().is_success());
    }
}

/// What everybody's browser sends along once they have logged in.
async fn cookies(desk: &Desk) -> BTreeMap<char, String> {
    let peer = IpAddr::from([127, 0, 0, 1]);
    let mut cookies = BTreeMap::new();
    for (who, actor) in &desk.people {
        let token = desk.office.log_in_first(&actor.account, peer, "a test").await.unwrap().token;
        cookies.insert(*who, format!("bangtin={}", token.as_str()));
    }
    cookies
}

/// A text as it stands in a form.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
