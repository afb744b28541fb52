//! Promises about the officer's page, over real sockets: what another approves is on, nobody approves his own by any route,
//! emergencies go out and end, everything stops and goes on, and what halls say is told.

use std::{collections::BTreeMap, fs, net::SocketAddr, path::PathBuf, time::Duration};

use bangtin::{
    approval::{Account, ItemId, ItemKind, Role, Roles, SubmissionId},
    clock::Clock,
    feed::{Lifetimes, OfficeClock, RootKeys},
    model::Programme,
    office::{
        Actor, Keeper, NewAccount, Office, OfficeOptions, Password, Sending,
        item_form::{DraftText, Fields},
    },
    server::{self, FeedPlace, PageState, Road, Site, StatusTo},
};
use reqwest::{Client, Response, StatusCode, redirect};

const CAMPAIGN: &str = r#"
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

/// An office that is served on a port of its own, with people in it: A writes, B approves and may put out emergencies, C
/// approves, and D looks.
struct House {
    office: Office,
    address: SocketAddr,
    people: BTreeMap<&'static str, (Account, String)>,
    http: Client,
    _data: tempfile::TempDir,
}

fn folder(at: PathBuf) -> PathBuf {
    fs::create_dir_all(&at).unwrap();
    fs::write(at.join("campaign.toml"), CAMPAIGN).unwrap();
    fs::write(at.join("khau-hieu.toml"), "template = \"slogan\"\ntext = \"Dân biết để làm\"\n").unwrap();
    fs::write(at.join("cho.toml"), "template = \"default\"\ntext = \"Kính chào bà con\"\n").unwrap();
    at
}

/// A text as it stands in a form.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl House {
    async fn open() -> Self {
        let data = tempfile::tempdir().unwrap();
        let clock = Clock::system();
        let office = Office::open(OfficeOptions::in_folder(data.path().join("office"), clock.clone())).await.unwrap();
        let (repository, now) = (office.repository().clone(), clock.now().wall);
        let init = move || repository.init(RootKeys::default(), Lifetimes::SERVED, now).unwrap();
        tokio::task::spawn_blocking(init).await.unwrap();
        office.import_folder(&folder(data.path().join("slides"))).await.unwrap();
        let drawer = server::drawer_for(&office, Some(env!("CARGO_BIN_EXE_bangtin").into()));
        let state = PageState::new(office.clone(), drawer, Road::default());
        let site = Site {
            feed: FeedPlace::Folder(data.path().join("office/feed")),
            keys_dir: None,
            clock,
            office_clock: OfficeClock::default(),
            status_to: StatusTo::Nobody,
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(server::serve(
            listener,
            server::office_page(site, state, server::Outside::default()),
            std::future::pending(),
        ));
        let http = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        let mut house = Self { office, address, people: BTreeMap::new(), http, _data: data };
        house.hire("a", "Nguyễn Thị An", &[Role::Author], false).await;
        house.hire("b", "Trần Văn Bình", &[Role::Approver], true).await;
        house.hire("c", "Lê Thị Cúc", &[Role::Approver], false).await;
        house.hire("d", "Phạm Dung", &[], false).await;
        house
    }

    async fn hire(&mut self, who: &'static str, name: &str, roles: &[Role], emergency: bool) {
        let new = NewAccount {
            login: format!("nguoi-{who}"),
            name: name.to_owned(),
            post: String::new(),
            roles: Roles::of(roles.iter().copied()),
            emergency,
            tags: Vec::new(),
            password: Password::typed("mat khau rat dai 2026"),
        };
        let account = self.office.add_account(Keeper::Console, &new).await.unwrap();
        let form = [("ten", new.login.as_str()), ("mat-khau", "mat khau rat dai 2026")];
        let answer = self.request("POST", "/dang-nhap", None, &form).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{who} logs in");
        let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let cookie = cookies.filter_map(|cookie| cookie.split(';').next()).find(|pair| pair.starts_with("bangtin="));
        self.people.insert(who, (account, cookie.expect("a session").to_owned()));
    }

    async fn request(&self, method: &str, path: &str, who: Option<&str>, form: &[(&str, &str)]) -> Response {
        let method = method.parse().unwrap();
        let mut request = self.http.request(method, format!("http://{}{path}", self.address));
        request = request.header("sec-fetch-site", "same-origin");
        if let Some(who) = who {
            request = request.header("cookie", &self.people[who].1);
        }
        if !form.is_empty() {
            let pairs = form.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(pairs.collect::<Vec<_>>().join("&"));
        }
        request.send().await.unwrap()
    }

    async fn page(&self, who: &str, path: &str) -> String {
        let answer = self.request("GET", path, Some(who), &[]).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{path} for {who}: {text}");
        text
    }

    /// Sends a form; the status, and where it leads.
    async fn post(&self, who: &str, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let answer = self.request("POST", path, Some(who), form).await;
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        (answer.status(), to)
    }

    fn actor(&self, who: &str) -> Actor {
        Actor { account: self.people[who].0.clone(), ip: "127.0.0.1".to_owned() }
    }

    /// A slogan that somebody wrote and sent.
    async fn sent(&self, who: &str, words: &str) -> (ItemId, SubmissionId) {
        let fields = [("template", "slogan"), ("text", words)];
        let fields = fields.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
        let text = DraftText { fields: Fields(fields), ..DraftText::default() };
        let actor = self.actor(who);
        let draft = self.office.new_draft(&actor, ItemKind::Slide, words, text).await.unwrap();
        let sending =
            Sending { drafts: vec![draft.item.clone()], note: "Bà con cần biết".to_owned(), ..Sending::default() };
        (draft.item, self.office.send(&actor, &sending).await.unwrap())
    }

    async fn signed(&self) -> Programme {
        let repository = self.office.repository().clone();
        let state = tokio::task::spawn_blocking(move || repository.state()).await.unwrap().unwrap();
        state.programme.unwrap()
    }

    async fn holds(&self, item: &ItemId) -> bool {
        self.signed().await.slides.iter().any(|slide| slide.id.as_str() == item.own())
    }

    /// What a hall's request says of itself.
    async fn heard(&self, display: &str, version: u64) {
        let request = self.http.get(format!("http://{}/metadata/timestamp.json", self.address));
        let request = request.header("bangtin-display", display).header("bangtin-edition", version);
        assert!(request.send().await.unwrap().status().is_success());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_approves_is_in_the_newest_programme_and_its_arrival_is_told() {
    let house = House::open().await;
    let (item, id) = house.sent("a", "Hồ sơ nộp từ nhà").await;
    let card = house.page("b", &format!("/duyet/{id}")).await;
    for words in ["Hồ sơ nộp từ nhà", "Duyệt và phát", "Bà con cần biết", "Nguyễn Thị An", "thành phiên bản 2"]
    {
        assert!(card.contains(words), "{words}: {card}");
    }
    assert!(house.page("b", "/").await.contains(&format!("/duyet/{id}")), "it waits on the first page");
    assert!(!house.holds(&item).await);
    let (status, to) = house.post("b", &format!("/duyet/{id}/duyet"), &[]).await;
    assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/duyet/{id}")));
    assert!(house.holds(&item).await, "approving publishes");
    let done = house.page("b", &format!("/duyet/{id}")).await;
    assert!(done.contains("Phiên bản 2 đã đến 0 trên 2 nơi"), "{done}");
    house.heard("ht-001", 1).await;
    house.heard("tt-001", 2).await;
    house.heard("bia-dat", 2).await;
    let done = house.page("c", &format!("/duyet/{id}")).await;
    assert!(done.contains("Phiên bản 2 đã đến 1 trên 2 nơi"), "{done}");
    let today = house.page("d", "/").await;
    for words in [
        "0 trên 1",
        "nhà văn hóa đang phát phiên bản 2",
        "Trung tâm xã cũng đã phát phiên bản 2",
        "Thôn Hữu Ninh đang tải",
    ] {
        assert!(today.contains(words), "{words}: {today}");
    }
    assert!(!today.contains("bia-dat"), "an invented name is nobody's hall");
    // What was heard is written down for the next start, and once for each version.
    let written = async || {
        let mut tx = house.office.records().read().await.unwrap();
        bangtin::records::arrival::of_version(&mut tx, 2).await.unwrap().len()
    };
    for _ in 0..100 {
        if written().await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(written().await, 1);
    assert!(house.page("b", "/phien-ban").await.contains("1 trên 2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_approves_what_he_wrote_by_any_route() {
    let house = House::open().await;
    // B may approve, and wrote this one himself.
    let (item, id) = house.sent("b", "Cần kiệm liêm chính").await;
    let card = house.page("b", &format!("/duyet/{id}")).await;
    assert!(card.contains("Người viết không tự duyệt được. Chờ Lê Thị Cúc."), "{card}");
    assert!(!card.contains("Duyệt và phát"));
    for form in [&[][..], &[("ly-do", "Sai số liệu")]] {
        for verb in ["duyet", "tra-lai"] {
            house.post("b", &format!("/duyet/{id}/{verb}"), form).await;
        }
    }
    // A wrote nothing of it and may not approve; D only looks; a stranger is not even asked.
    for who in ["a", "d"] {
        assert_eq!(house.post(who, &format!("/duyet/{id}/duyet"), &[]).await.0, StatusCode::FORBIDDEN, "{who}");
    }
    let stranger = house.request("POST", &format!("/duyet/{id}/duyet"), None, &[]).await;
    assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
    // From a page elsewhere a browser says so, and nothing is done in C's name.
    let elsewhere = house.http.post(format!("http://{}/duyet/{id}/duyet", house.address));
    let elsewhere = elsewhere.header("cookie", &house.people["c"].1).header("sec-fetch-site", "cross-site");
    assert_eq!(elsewhere.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    assert!(!house.holds(&item).await);
    assert!(house.page("c", &format!("/duyet/{id}")).await.contains("Duyệt và phát"), "it waits still");
    house.post("c", &format!("/duyet/{id}/duyet"), &[]).await;
    assert!(house.holds(&item).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_back_says_why_and_waits_on_its_authors_first_page() {
    let house = House::open().await;
    let (_, id) = house.sent("a", "Đăng ký khai sinh").await;
    let (_, to) = house.post("b", &format!("/duyet/{id}/tra-lai"), &[("can-sua", "  ")]).await;
    assert_eq!(to, format!("/duyet/{id}?tra-lai=1"), "a reason is asked for");
    assert!(house.page("b", &to).await.contains("Cần sửa gì?"), "and the form stands on the page, without any script");
    let form = [("ly-do", "Sai ngày giờ"), ("can-sua", "Ghi rõ trạm nào")];
    assert_eq!(house.post("b", &format!("/duyet/{id}/tra-lai"), &form).await.1, "/duyet");
    let today = house.page("a", "/").await;
    assert!(today.contains("Trần Văn Bình trả lại: “Sai ngày giờ: Ghi rõ trạm nào”"), "{today}");
    let (_, again) = house.sent("a", "Đăng ký kết hôn").await;
    house.post("a", &format!("/duyet/{again}/rut-lai"), &[]).await;
    assert!(house.page("b", &format!("/duyet/{again}")).await.contains("Người gửi đã rút lại"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_goes_out_at_once_is_confirmed_and_ends_by_two() {
    let house = House::open().await;
    let choose = house.page("b", "/khan-cap").await;
    assert!(choose.contains("Tin thật") && choose.contains("Diễn tập"));
    assert!(!choose.contains("checked"), "nobody has said yet whether it is real");
    // Two presses: the page, and a notice without gaps, which leads to its last step.
    let look = house.page("b", "/khan-cap/xem?loai=dien-tap&mau=nang-nong").await;
    assert!(look.contains("Phát ngay lên cả 2 màn hình?") && look.contains("DIỄN TẬP"), "{look}");
    // One with a gap leads to where it is filled in.
    let gap = house.page("b", "/khan-cap/xem?loai=that&mau=bao").await;
    assert!(gap.contains("Còn chỗ để dấu “…”"), "{gap}");
    let form = |until: &'static str| {
        vec![
            ("loai", "dien-tap"),
            ("mau", "nang-nong"),
            ("headline", "NẮNG NÓNG GAY GẮT"),
            ("level", "1"),
            ("actions", "Uống đủ nước."),
            ("issuer", "Ban Chỉ huy xã"),
            ("contact", "Gọi 112"),
            ("noi", "nhom:nha-van-hoa"),
            ("gio", until),
        ]
    };
    assert_eq!(house.post("c", "/khan-cap/phat", &form("3")).await.0, StatusCode::FORBIDDEN, "C has not that right");
    let (_, to) = house.post("b", "/khan-cap/phat", &form("")).await;
    assert!(to.starts_with("/khan-cap/noi-gio"), "without an end it does not go out: {to}");
    assert_eq!(house.signed().await.version, 1);
    assert_eq!(house.post("b", "/khan-cap/phat", &form("3")).await.1, "/khan-cap");
    let programme = house.signed().await;
    let emergency = |programme: &Programme| {
        programme.campaigns.iter().find(|campaign| campaign.priority == bangtin::model::Priority::Emergency).cloned()
    };
    let campaign = emergency(&programme).expect("it is on");
    assert!(campaign.until.is_some() && campaign.tags == ["nha-van-hoa"]);
    let id = campaign.id.to_string();
    assert!(house.page("d", "/phien-ban").await.contains("Đang phát tin khẩn"), "on every page");
    // B put it out: the second person is C.
    assert!(!house.page("b", "/khan-cap").await.contains("Xác nhận tin đúng"));
    house.post("b", &format!("/khan-cap/{id}/xac-nhan"), &[]).await;
    assert!(house.page("c", "/khan-cap").await.contains("Xác nhận tin đúng"));
    assert_eq!(house.post("a", &format!("/khan-cap/{id}/xac-nhan"), &[]).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.post("c", &format!("/khan-cap/{id}/xac-nhan"), &[]).await.1, "/khan-cap");
    assert!(house.page("c", "/khan-cap").await.contains("Đã xác nhận tin khẩn"));
    // One alone does not end it.
    house.post("b", &format!("/khan-cap/{id}/het"), &[]).await;
    house.post("b", &format!("/khan-cap/{id}/het"), &[]).await;
    assert!(house.page("a", "/").await.contains("Đang phát tin khẩn"));
    assert!(house.page("c", &format!("/khan-cap/{id}/het")).await.contains("Xác nhận đã hết nguy hiểm?"));
    house.post("c", &format!("/khan-cap/{id}/het"), &[]).await;
    assert!(!house.page("a", "/").await.contains("Đang phát tin khẩn"));
    let over = house.signed().await;
    let now = house.office.clock().now().wall;
    let shown = bangtin::schedule::Schedule::new(std::sync::Arc::new(over), Some(&"ht-001".parse().unwrap())).due(now);
    assert!(shown.emergency && shown.slide.as_str().ends_with("-het"), "halls are told that it is over: {shown:?}");
    assert!(shown.until - now <= 10 * 60_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_stops_at_once_and_goes_on_with_what_was_on() {
    let house = House::open().await;
    let (item, id) = house.sent("a", "Gần dân sát việc").await;
    house.post("b", &format!("/duyet/{id}/duyet"), &[]).await;
    assert_eq!(house.post("a", "/khan-cap/dung", &[("vi-sao", "")]).await.0, StatusCode::FORBIDDEN);
    house.post("c", "/khan-cap/dung", &[("vi-sao", "Trang ghi sai ngày")]).await;
    let stopped = house.signed().await;
    assert!(stopped.campaigns.is_empty() && stopped.displays.len() == 2, "only the greeting is left");
    let page = house.page("b", "/khan-cap").await;
    for words in ["Đã dừng tất cả", "Phát tiếp phiên bản 2?", "Lê Thị Cúc dừng tất cả: “Trang ghi sai ngày”"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(house.page("a", "/").await.contains("Đã dừng tất cả"), "on every page");
    // Nothing is published meanwhile.
    let (_, waits) = house.sent("a", "Chờ đã").await;
    house.post("b", &format!("/duyet/{waits}/duyet"), &[]).await;
    assert_eq!(house.signed().await.version, stopped.version);
    house.post("b", "/khan-cap/phat-tiep", &[("bo", "slide:khau-hieu")]).await;
    let on = house.signed().await;
    assert!(!on.campaigns.is_empty() && house.holds(&item).await, "what was on is on again");
    assert!(!on.slides.iter().any(|slide| slide.id.as_str() == "khau-hieu"), "but for what was taken off");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earlier_version_is_played_again_as_a_new_one() {
    let house = House::open().await;
    let (item, id) = house.sent("a", "Sẽ bị lấy lại").await;
    house.post("b", &format!("/duyet/{id}/duyet"), &[]).await;
    assert!(house.page("b", "/phien-ban?phat-lai=1").await.contains("Phát lại nội dung của phiên bản 1?"));
    assert!(!house.page("a", "/phien-ban?phat-lai=1").await.contains("Phát lại nội dung"), "A may not");
    assert_eq!(house.post("a", "/phien-ban/1/phat-lai", &[]).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.post("b", "/phien-ban/1/phat-lai", &[]).await.1, "/phien-ban");
    assert_eq!(house.signed().await.version, 3);
    assert!(!house.holds(&item).await);
    assert!(house.page("d", "/phien-ban").await.contains("Phát lại phiên bản 1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_looked_at_hears_what_changes_and_who_is_out_hears_nothing() {
    let house = House::open().await;
    assert_ne!(house.request("GET", "/su-kien", None, &[]).await.status(), StatusCode::OK);
    let mut stream = house.request("GET", "/su-kien", Some("c"), &[]).await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut heard = String::new();
    let mut until = async |words: &str| {
        while !heard.contains(words) {
            let next = tokio::time::timeout(Duration::from_secs(20), stream.chunk()).await;
            let chunk = next.unwrap_or_else(|_| panic!("{words} never came: {heard}")).unwrap().unwrap();
            heard.push_str(std::str::from_utf8(&chunk).unwrap());
        }
        heard.clear();
    };
    until("change").await;
    let (_, id) = house.sent("a", "Có đề nghị mới").await;
    until("submissions").await;
    house.post("b", &format!("/duyet/{id}/duyet"), &[]).await;
    until("version").await;
    house.heard("ht-001", 2).await;
    until("arrival").await;
    house.post("c", "/khan-cap/dung", &[("vi-sao", "thử")]).await;
    until("banner").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_are_the_halls_own_and_only_for_those_who_are_logged_in() {
    let house = House::open().await;
    let live = house.office.live().await.unwrap();
    let item: ItemId = "slide:khau-hieu".parse().unwrap();
    let digest = live.digest(&item).unwrap();
    let path = format!("/hinh/ban/{item}/{digest}?rong=640");
    assert_ne!(house.request("GET", &path, None, &[]).await.status(), StatusCode::OK);
    let answer = house.request("GET", &path, Some("d"), &[]).await;
    assert_eq!((answer.status(), &answer.headers()["content-type"]), (StatusCode::OK, &"image/png".parse().unwrap()));
    let bytes = answer.bytes().await.unwrap();
    let size = bangtin::media::probe(&bytes).expect("a picture").size;
    assert_eq!((size.width, size.height), (640, 360));
    let programme = live.version.as_ref().unwrap().programme.unwrap();
    let now = house.office.clock().now().wall.0;
    let path = format!("/hinh/luc/{programme}?o=tt-001&luc={now}&rong=320");
    let answer = house.request("GET", &path, Some("d"), &[]).await;
    assert_eq!((answer.status(), &answer.headers()["content-type"]), (StatusCode::OK, &"image/jpeg".parse().unwrap()));
    let size = bangtin::media::probe(&answer.bytes().await.unwrap()).expect("a picture").size;
    assert!(size.height > size.width, "a screen on its side stands upright");
}
