//! Promises about the roads to the real `serve`: TLS with an authority of its own or with files from elsewhere, plain HTTP,
//! and behind proxies as the documents set them up.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use bangtin::server::outward_address;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use reqwest::{Certificate, Client, Method, StatusCode, redirect::Policy};

use crate::{
    commands::bangtin,
    push::now,
    serve_process::{Browser, Home, SECRET, ServeProcess, client},
};

/// A client that trusts that authority alone.
fn trusting(authority: &[u8]) -> Client {
    let certificate = Certificate::from_pem(authority).unwrap();
    let client = Client::builder().tls_certs_only([certificate]).redirect(Policy::none());
    client.timeout(Duration::from_secs(90)).build().unwrap()
}

/// Where it is reached from outside, if this machine has an outside.
fn outside(address: SocketAddr) -> Option<String> {
    outward_address().map(|ip| SocketAddr::new(ip, address.port()).to_string())
}

/// The port of an address.
fn port(url: &str) -> u16 {
    url.rsplit(':').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_authority_that_is_printed_is_the_one_that_browsers_have_to_trust_and_it_outlives_its_certificates() {
    let home = Home::new();
    let roads = ["--listen", "0.0.0.0:0", "--listen-tls", "0.0.0.0:0", "--tls-name", "may-xa.example"];
    let mut serve = ServeProcess::commune(&home, &roads).await;
    serve.hire("anh", &[]);
    let authority_file = PathBuf::from(serve.said("authority"));
    let authority = fs::read(&authority_file).unwrap();
    let shown = serve.said("page");
    assert!(shown.starts_with("https://"), "{shown}");
    let http = trusting(&authority);
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    for name in names.into_iter().chain(outward_address().map(|ip| ip.to_string())) {
        let answer = http.get(format!("https://{name}:{}/dang-nhap", port(&shown))).send().await;
        assert_eq!(answer.unwrap().status(), StatusCode::OK, "{name}");
    }
    let named = Client::builder()
        .tls_certs_only([Certificate::from_pem(&authority).unwrap()])
        .resolve("may-xa.example", ([127, 0, 0, 1], port(&shown)).into())
        .build()
        .unwrap();
    let answer = named.get(format!("https://may-xa.example:{}/dang-nhap", port(&shown))).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "a name that was asked for");
    let origin = format!("https://localhost:{}", port(&shown));
    assert!(client().get(format!("{origin}/dang-nhap")).send().await.is_err(), "nobody else trusts it");
    let browser = Browser::by(http.clone(), &origin);
    browser.log_in("anh").await;
    assert!(browser.cookie("__Host-bangtin").is_some() && browser.is_in().await);
    // Its keys are for nobody else.
    #[cfg(unix)]
    for key in ["authority.key", "server.key"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(serve.data.join("tls").join(key)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{key}");
    }
    let leaf = fs::read(serve.data.join("tls/server.pem")).unwrap();
    drop(serve);
    // The certificate is about to end: the next start makes another, which the same authority vouches for.
    let made_for = home.path("office/tls/server.json");
    let mut said: serde_json::Value = serde_json::from_slice(&fs::read(&made_for).unwrap()).unwrap();
    let soon = bangtin::clock::Clock::system().now().wall + 20 * 86_400_000;
    said["until_ms"] = serde_json::to_value(soon).unwrap();
    fs::write(&made_for, said.to_string()).unwrap();
    let mut serve = ServeProcess::start(&home.path("office"), &roads).await;
    let shown = serve.said("page");
    assert_ne!(fs::read(serve.data.join("tls/server.pem")).unwrap(), leaf, "it was renewed");
    assert_eq!(fs::read(&authority_file).unwrap(), authority, "and the authority stays");
    let answer = http.get(format!("https://localhost:{}/dang-nhap", port(&shown))).send().await;
    assert_eq!(answer.unwrap().status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_password_travels_in_the_open_but_on_the_machine_itself_or_where_it_was_said() {
    let home = Home::new();
    let roads = ["--listen", "0.0.0.0:0", "--listen-tls", "0.0.0.0:0"];
    let mut serve = ServeProcess::commune(&home, &roads).await;
    serve.hire("anh", &[]);
    let secure = port(&serve.said("page"));
    let open = format!("127.0.0.1:{}", serve.address.port());
    serve.address = open.parse().unwrap();
    serve.log_in("anh").await;
    // From outside: by the machine's address, and by a name that leads to it.
    let mut strangers = vec![Browser::at(&format!("http://{open}"))];
    strangers[0].says = vec![("host", "may-xa.local".to_owned())];
    strangers.extend(outside(serve.address).map(|address| Browser::at(&format!("http://{address}"))));
    for stranger in &strangers {
        let led = stranger.get("/dang-nhap?toi=/trang").await;
        assert_eq!(led.status, StatusCode::TEMPORARY_REDIRECT, "{}", led.text);
        assert!(
            led.to().starts_with("https://") && led.to().ends_with(&format!(":{secure}/dang-nhap?toi=/trang")),
            "{}",
            led.to()
        );
        let refused = stranger.try_to_log_in("anh", SECRET).await;
        assert_eq!(refused.status, StatusCode::UPGRADE_REQUIRED);
        assert!(refused.text.contains("https://") && stranger.session().is_none(), "{}", refused.text);
        // What halls fetch is signed and needs no secret road.
        assert_eq!(stranger.get("/metadata/timestamp.json").await.status, StatusCode::OK);
    }
    drop(serve);
    // Without a port for TLS there is nowhere to be led to, and the words stand on the page.
    let serve = ServeProcess::start(&home.path("office"), &[]).await;
    let mut stranger = Browser::at(&serve.page());
    stranger.says = vec![("host", "may-xa.local".to_owned())];
    let refused = stranger.get("/dang-nhap").await;
    assert_eq!(refused.status, StatusCode::UPGRADE_REQUIRED);
    assert!(refused.text.contains("Đường này chưa an toàn"), "{}", refused.text);
    drop(serve);
    let mut serve = ServeProcess::start(&home.path("office"), &["--listen", "0.0.0.0:0", "--plain-http"]).await;
    assert!(serve.said("page").starts_with("http://"), "no TLS was asked for");
    let port = serve.address.port();
    serve.address = ([127, 0, 0, 1], port).into();
    let mut stranger = Browser::at(&outside(serve.address).map_or_else(|| serve.page(), |at| format!("http://{at}")));
    stranger.says = vec![("host", "may-xa.local".to_owned())];
    stranger.log_in("anh").await;
    assert!(stranger.is_in().await);
}

/// A certificate for this machine by an authority of somebody else, in files: authority, chain, key.
fn issued(home: &Home) -> [PathBuf; 3] {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name.push(DnType::CommonName, "Province");
    let authority_key = KeyPair::generate().unwrap();
    let own = authority.self_signed(&authority_key).unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = leaf.signed_by(&key, &Issuer::new(authority, authority_key)).unwrap();
    let files = ["province.pem", "may-xa.pem", "may-xa.key"].map(|name| home.path(name));
    for (file, text) in files.iter().zip([own.pem(), leaf.pem(), key.serialize_pem()]) {
        fs::write(file, text).unwrap();
    }
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_from_elsewhere_are_taken_and_wrong_ones_are_said_to_be_wrong() {
    let home = Home::new();
    let [authority, chain, key] = issued(&home);
    let [chain, key] = [chain, key].map(|path| path.to_str().unwrap().to_owned());
    let files = ["--tls-cert", &chain, "--tls-key", &key, "--listen-tls", "127.0.0.1:0"];
    let mut serve = ServeProcess::commune(&home, &files).await;
    serve.hire("anh", &[]);
    let origin = serve.said("page");
    let browser = Browser::by(trusting(&fs::read(&authority).unwrap()), &origin);
    browser.log_in("anh").await;
    assert!(!serve.data.join("tls").exists(), "no authority of its own is made");
    drop(serve);
    let data = home.text("office");
    for (certificate, key) in [(&chain, &chain), (&key, &key), (&chain, &home.text("nowhere.key"))] {
        let wrong = ["serve", "--data", &data, "--listen", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key];
        let output = bangtin(&wrong).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(home.path("").to_str().unwrap()), "it names the file: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_is_believed_where_it_was_named_and_nowhere_else() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--proxy", "192.0.2.77"]).await;
    serve.hire("anh", &[]);
    // Whoever is no proxy is told nothing for saying that it is one.
    let liar = Browser::behind_proxy(&serve.page(), "127.0.0.1");
    assert_eq!(liar.try_to_log_in("anh", SECRET).await.status, StatusCode::UPGRADE_REQUIRED);
    assert_eq!(liar.get("/metrics").await.status, StatusCode::NOT_FOUND);
    drop(serve);
    let serve = ServeProcess::start(&home.path("office"), &["--proxy", "127.0.0.1"]).await;
    // Only the last address is the proxy's own word.
    let browser = Browser::behind_proxy(&serve.page(), "10.0.0.1, 203.0.113.5");
    browser.log_in("anh").await;
    assert!(browser.get("/thiet-lap/toi").await.text.contains("203.0.113.5"), "whence it came is on one's list");
    assert!(!browser.get("/thiet-lap/toi").await.text.contains("10.0.0.1"));
    // Where the proxy itself was reached in the open, so was the page.
    let mut open = Browser::behind_proxy(&serve.page(), "203.0.113.6");
    open.says = vec![("x-forwarded-for", "203.0.113.6".to_owned()), ("x-forwarded-proto", "http".to_owned())];
    assert_eq!(open.try_to_log_in("anh", SECRET).await.status, StatusCode::UPGRADE_REQUIRED);
}

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Its workers end with it, when it is asked to.
        #[cfg(unix)]
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.0), rustix::process::Signal::TERM).ok();
        std::thread::sleep(Duration::from_millis(300));
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A port on which nobody listens, most likely.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The one block of that language in the document for those who run a server.
fn documented(language: &str) -> String {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operate.md")).unwrap();
    let fence = format!("```{language}\n");
    let mut blocks = text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap());
    let block = blocks.next().expect("the document shows one").to_owned();
    assert!(blocks.next().is_none());
    block
}

/// Puts something in the place of what the document says, which must be in it.
fn instead(text: &str, said: &str, real: &str) -> String {
    assert!(text.contains(said), "`{said}` is not in the document:\n{text}");
    text.replace(said, real)
}

/// The program of that name; `None`, with a word, where it is not installed.
fn installed(name: &str) -> Option<PathBuf> {
    let found = ["/usr/sbin", "/usr/bin", "/usr/local/bin"].map(|dir| Path::new(dir).join(name));
    let found = found.into_iter().find(|path| path.exists());
    if found.is_none() {
        assert!(
            name != "nginx" || std::env::var_os("CI").is_none(),
            "nginx is not installed: `scripts/test` installs it"
        );
        eprintln!("NOT TRIED BEHIND {name}: it is not installed; `scripts/test` installs it where the system has it");
    }
    found
}

/// What must hold behind every proxy.
async fn works_behind(serve: &ServeProcess, http: Client, origin: &str) {
    let begun = now();
    while http.get(format!("{origin}/healthz")).send().await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the proxy does not answer");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (author, approver) = (Browser::by(http.clone(), origin), Browser::by(http.clone(), origin));
    author.log_in("anh").await;
    approver.log_in("binh").await;
    assert!(author.cookie("__Host-bangtin").is_some(), "it is known to be TLS all the way");
    let own = author.get("/thiet-lap/toi").await.text;
    assert!(own.contains("127.0.0.1"), "the browser's own address is kept");
    // Forms as browsers send them that say the origin alone, and as they say it over TLS.
    let says = [("origin", origin)];
    assert!(author.post_saying("/nen", &[("chon", "dark")], &says).await.status.is_redirection());
    let elsewhere = [("origin", "https://example.com")];
    assert_eq!(author.post_saying("/nen", &[("chon", "dark")], &elsewhere).await.status, StatusCode::FORBIDDEN);
    // Nobody is on this machine who comes through it.
    assert_eq!(author.get("/metrics").await.status, StatusCode::NOT_FOUND);
    assert!(!author.get("/tinh-trang").await.text.contains("Đang phát phiên bản"));
    // A word about what has changed comes at once to a page that is looked at, and so it does to a hall that waits.
    let mut events = approver.send(approver.request(Method::GET, "/su-kien")).await;
    assert_eq!(events.status(), StatusCode::OK);
    assert!(events.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    let timestamp = author.get("/metadata/timestamp.json").await;
    let hall = author.request(Method::GET, "/metadata/timestamp.json");
    let hall = hall.header("if-none-match", timestamp.said("etag").to_owned()).header("prefer", "wait=90");
    let hall = tokio::spawn(async move {
        let answer = hall.send().await.unwrap();
        (answer.status(), now())
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!hall.is_finished(), "it is held");
    author.sends_a_slogan("Qua cổng").await;
    let event = tokio::time::timeout(Duration::from_secs(20), events.chunk()).await.expect("it is told").unwrap();
    let event = String::from_utf8(event.unwrap().to_vec()).unwrap();
    assert!(event.contains("event: change"), "{event}");
    approver.approves().await;
    let approved = now();
    let (status, heard) = tokio::time::timeout(Duration::from_secs(20), hall).await.expect("it is told").unwrap();
    assert_eq!(status, StatusCode::OK);
    assert!(heard.saturating_duration_since(approved) < Duration::from_secs(5));
    // A picture of a few megabytes gets through; what is far too much does not.
    let bring = async |bytes: usize| {
        let head = "--x\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"a.txt\"\r\n\r\n";
        let body = format!("{head}{}\r\n--x--\r\n", "Bà con cần biết. ".repeat(bytes / 20));
        let request = author.request(Method::POST, "/trang/moi/tep").header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "multipart/form-data; boundary=x").body(body);
        request.send().await.map(|answer| answer.status())
    };
    assert!(bring(8 << 20).await.is_ok_and(|status| status != StatusCode::PAYLOAD_TOO_LARGE));
    assert!(!bring(40 << 20).await.is_ok_and(|status| status.is_success() || status.is_redirection()));
    assert!(!serve.log().contains("panicked"));
}

/// An office that a proxy on this machine stands before.
async fn behind(home: &Home) -> ServeProcess {
    let serve = ServeProcess::commune(home, &["--proxy", "127.0.0.1"]).await;
    serve.hire("anh", &["--role", "author"]);
    serve.hire("binh", &["--role", "approver"]);
    serve
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_nginx_as_documented_everything_works() {
    let block = documented("nginx");
    let Some(nginx) = installed("nginx") else { return };
    let home = Home::new();
    let serve = behind(&home).await;
    let [authority, chain, key] = issued(&home);
    let port = free_port();
    let block = instead(&block, "listen 443 ssl;", &format!("listen 127.0.0.1:{port} ssl;"));
    let block = instead(&block, "server_name tin.maiphu.example;", "server_name localhost;");
    let block = instead(&block, "/etc/ssl/tin.maiphu.example.pem", chain.to_str().unwrap());
    let block = instead(&block, "/etc/ssl/tin.maiphu.example.key", key.to_str().unwrap());
    let block = instead(&block, "http://127.0.0.1:8080", &format!("http://{}", serve.address));
    // What a system's own configuration has around it.
    let user = if rustix::process::geteuid().is_root() { "user root;" } else { "" };
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("    {name}_temp_path {};\n", home.text(name)))
        .concat();
    let around = format!(
        "{user}\ndaemon off;\nworker_processes 1;\npid {};\nerror_log stderr;\nevents {{}}\nhttp {{\n    access_log off;\n\
         {temporary}{block}}}\n",
        home.text("nginx.pid")
    );
    fs::write(home.path("nginx.conf"), around).unwrap();
    let log = fs::File::create(home.path("nginx.log")).unwrap();
    let mut command = Command::new(nginx);
    command.args(["-p", &home.text(""), "-c", &home.text("nginx.conf"), "-e", "stderr"]).stdin(Stdio::null());
    let proxy = Running(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
    let http = trusting(&fs::read(authority).unwrap());
    works_behind(&serve, http, &format!("https://localhost:{port}")).await;
    drop(proxy);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_caddy_as_documented_everything_works() {
    let block = documented("caddy");
    let Some(caddy) = installed("caddy") else { return };
    let home = Home::new();
    let serve = behind(&home).await;
    let [authority, chain, key] = issued(&home);
    let port = free_port();
    // Its certificate comes from the internet, which a test does not ask for one.
    let certificate = format!("    tls {} {}\n", chain.display(), key.display());
    let site = format!("https://localhost:{port} {{\n{certificate}");
    let block = instead(&block, "tin.maiphu.example {\n", &site);
    let block = instead(&block, "127.0.0.1:8080", &serve.address.to_string());
    let around = format!("{{\n    admin off\n    auto_https disable_redirects\n}}\n{block}");
    fs::write(home.path("Caddyfile"), around).unwrap();
    let log = fs::File::create(home.path("caddy.log")).unwrap();
    let mut command = Command::new(caddy);
    command.args(["run", "--adapter", "caddyfile", "--config", &home.text("Caddyfile")]).stdin(Stdio::null());
    command.env("HOME", home.path("")).env("XDG_DATA_HOME", home.path("")).env("XDG_CONFIG_HOME", home.path(""));
    let proxy = Running(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
    let http = trusting(&fs::read(authority).unwrap());
    works_behind(&serve, http, &format!("https://localhost:{port}")).await;
    drop(proxy);
}
