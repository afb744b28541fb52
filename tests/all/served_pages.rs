//! Promises about every page of the real `serve`, found by following its links: what it lets browsers do, and that nothing in
//! it comes from elsewhere; and about what it tells whoever looks after the machine.

use std::{
    collections::{BTreeSet, VecDeque},
    io::Read as _,
};

use reqwest::{Method, StatusCode};

use crate::serve_process::{Browser, Home, ServeProcess};

/// The value of an attribute each time that it is given.
fn values<'a>(html: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(attribute).skip(1).filter_map(|rest| rest.strip_prefix("=\"")).filter_map(|rest| rest.split('"').next())
}

/// The tags of that name.
fn tags<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split('<').filter_map(move |rest| {
        let tag = rest.split('>').next()?;
        (tag == name || tag.starts_with(name) && tag[name.len()..].starts_with(char::is_whitespace)).then_some(tag)
    })
}

/// What is wrong with what a page or an answer says to browsers.
fn wrong_headers(answer: &crate::serve_process::Answer) -> Vec<String> {
    let mut wrong = Vec::new();
    let policy = answer.said("content-security-policy");
    let parts: BTreeSet<&str> = policy.split(';').map(str::trim).collect();
    for part in [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ] {
        if !parts.contains(part) {
            wrong.push(format!("no {part} in `{policy}`"));
        }
    }
    for loose in ["unsafe", "http:", "https:", "data:", "*", "strict-dynamic"] {
        if policy.contains(loose) {
            wrong.push(format!("{loose} in `{policy}`"));
        }
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        if answer.said(name) != value {
            wrong.push(format!("{name}: {}", answer.said(name)));
        }
    }
    if answer.said("permissions-policy").is_empty() {
        wrong.push("no permissions-policy".to_owned());
    }
    wrong
}

/// What a page says that its policy would not let happen, or that leads elsewhere by itself.
fn wrong_words(html: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for tag in tags(html, "script") {
        if !tag.contains("src=\"/assets/") {
            wrong.push(format!("a script in the page: <{tag}>"));
        }
    }
    for (name, attribute) in [
        ("script", "src"),
        ("img", "src"),
        ("img", "srcset"),
        ("source", "srcset"),
        ("link", "href"),
        ("iframe", "src"),
        ("form", "action"),
        ("use", "href"),
        ("object", "data"),
        ("video", "src"),
    ] {
        for tag in tags(html, name) {
            for value in values(tag, &format!(" {attribute}")) {
                let own = value.starts_with('/') && !value.starts_with("//") || value.starts_with(['?', '#']);
                if !own && !value.is_empty() {
                    wrong.push(format!("<{name}> leads to {value}"));
                }
            }
        }
    }
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        if tag.contains(" style=\"") {
            wrong.push(format!("a style in the page: <{tag}>"));
        }
        let handler = tag.split(" on").skip(1).any(|rest| {
            let name = rest.split('=').next().unwrap_or_default();
            rest.len() > name.len() && name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_lowercase())
        });
        if handler && !tag.starts_with('!') && !tag.starts_with('/') {
            wrong.push(format!("a handler in the page: <{tag}>"));
        }
    }
    if tags(html, "style").next().is_some() || html.contains("javascript:") {
        wrong.push("a style or a script in the page".to_owned());
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_strict_and_nothing_in_it_comes_from_elsewhere() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("anh", &["--role", "author"]);
    let flags = ["--role", "author", "--role", "approver", "--role", "administrator", "--emergency"];
    serve.hire("quan", &flags);
    let author = serve.log_in("anh").await;
    author.sends_a_slogan("Cần kiệm liêm chính").await;
    author.post("/trang/moi", &[("mau", "guide")]).await;
    let browser = serve.log_in("quan").await;
    let mut found: VecDeque<String> = ["/", "/khong-co", "/dang-nhap"].map(str::to_owned).into();
    let mut seen: BTreeSet<String> = found.iter().cloned().collect();
    let mut kinds = BTreeSet::new();
    let (mut pages, mut files, mut wrong) = (0, BTreeSet::new(), Vec::new());
    while let Some(path) = found.pop_front() {
        let request = browser.request(Method::GET, &path);
        let answer = browser.send(request).await;
        let kind = answer.headers().get("content-type").map_or("", |kind| kind.to_str().unwrap()).to_owned();
        let (status, headers) = (answer.status(), answer.headers().clone());
        if kind.starts_with("text/event-stream") {
            continue;
        }
        assert!(!status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS, "{path}: {status}");
        let text = String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned();
        let answer = crate::serve_process::Answer { status, headers, text };
        wrong.extend(wrong_headers(&answer).into_iter().map(|wrong| format!("{path}: {wrong}")));
        if !kind.starts_with("text/html") {
            continue;
        }
        pages += 1;
        if answer.said("cache-control") != "no-store" {
            wrong.push(format!("{path}: cache-control: {}", answer.said("cache-control")));
        }
        wrong.extend(wrong_words(&answer.text).into_iter().map(|wrong| format!("{path}: {wrong}")));
        for value in ["href", "src", "action"].into_iter().flat_map(|name| values(&answer.text, name)) {
            let to = value.replace("&amp;", "&").replace("&#38;", "&");
            let to = to.split('#').next().unwrap().to_owned();
            if to.starts_with("/assets/") {
                files.insert(to);
                continue;
            }
            // Pages of one kind differ by what they are about: a few of each are enough.
            let kind = to.split(['?', '&']).map(|part| part.split('=').next().unwrap()).collect::<Vec<_>>().join("&");
            let is_new = to.starts_with('/') && !to.starts_with("//") && seen.insert(to.clone());
            if is_new && (kinds.insert(kind) || seen.len() < 60) {
                found.push_back(to);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pages >= 30, "{pages} pages were found: {seen:?}");
    // What the pages are made of asks for nothing elsewhere either, and may be kept for ever.
    let mut more: Vec<String> = files.iter().cloned().collect();
    let stranger = Browser::at(&serve.page());
    while let Some(file) = more.pop() {
        let answer = stranger.get(&file).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        assert!(answer.said("cache-control").contains("immutable"), "{file}: {}", answer.said("cache-control"));
        assert_eq!(answer.said("x-content-type-options"), "nosniff", "{file}");
        let kind = answer.said("content-type").to_owned();
        if kind.contains("css") || kind.contains("javascript") {
            for elsewhere in
                ["url(http", "url(\"http", "url('http", "url(//", "from \"http", "import(\"http", "@import"]
            {
                assert!(!answer.text.contains(elsewhere), "{file}: {elsewhere}");
            }
            for address in ["url(\"", "url('", "url(", "from \"", "from\""]
                .into_iter()
                .flat_map(|mark| answer.text.split(mark).skip(1).filter_map(|rest| rest.split(['"', '\'', ')']).next()))
            {
                if address.starts_with("/assets/") && files.insert(address.to_owned()) {
                    more.push(address.to_owned());
                }
            }
        }
    }
    assert!(files.len() > 5, "{files:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_sent_compressed_to_who_takes_it_and_what_a_form_answers_never_is() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("anh", &["--role", "author"]);
    let browser = serve.log_in("anh").await;
    let plain = browser.get("/trang").await;
    assert!(plain.said("content-encoding").is_empty() && plain.said("vary").contains("accept-encoding"));
    let gzip = async |method, path: &str| {
        let request = browser.request(method, path).header("accept-encoding", "gzip, deflate, br");
        browser.send(request.header("sec-fetch-site", "same-origin")).await
    };
    let answer = gzip(Method::GET, "/trang").await;
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let short = answer.bytes().await.unwrap();
    assert!(short.len() * 2 < plain.text.len(), "{} of {}", short.len(), plain.text.len());
    let mut text = String::new();
    flate2::read::GzDecoder::new(&short[..]).read_to_string(&mut text).unwrap();
    assert!(text.starts_with("<!doctype html>") && text.trim_end().ends_with("</html>"));
    for (method, path) in [(Method::HEAD, "/trang"), (Method::POST, "/thiet-lap/toi/ma"), (Method::GET, "/su-kien")] {
        let answer = gzip(method, path).await;
        assert!(answer.status().is_success(), "{path}");
        assert!(!answer.headers().contains_key("content-encoding"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_for_this_machine_and_whether_it_is_well_for_everybody() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--plain-http"]).await;
    let here = Browser::at(&serve.page());
    here.get("/dang-nhap").await;
    let metrics = here.get("/metrics").await;
    assert_eq!(metrics.status, StatusCode::OK);
    assert!(metrics.said("content-type").starts_with("text/plain; version=0.0.4"));
    let mut typed = BTreeSet::new();
    for line in metrics.text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            let (kind, rest) = comment.split_once(' ').unwrap();
            assert!(["HELP", "TYPE"].contains(&kind), "{line}");
            if kind == "TYPE" {
                let (name, kind) = rest.split_once(' ').unwrap();
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                assert!(typed.insert(name.to_owned()), "{line}: twice");
            }
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
        assert!(value.parse::<f64>().is_ok(), "{line}");
        let name = series.split('{').next().unwrap();
        let of = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        assert!(typed.contains(name) || typed.contains(of), "{line}: of no type");
    }
    assert!(metrics.text.ends_with('\n') && typed.len() >= 4, "{}", metrics.text);
    let pages = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("bangtin_requests_total{area=\"page\",status=\"2xx\"}"));
        line.and_then(|line| line.rsplit(' ').next()).unwrap().parse::<u64>().unwrap()
    };
    let before = pages(&metrics.text);
    here.get("/dang-nhap").await;
    assert!(pages(&here.get("/metrics").await.text) > before, "it counts");
    // Through a proxy, under another name or from another machine, nobody sees them.
    for says in [
        ("x-forwarded-for", "203.0.113.5"),
        ("forwarded", "for=203.0.113.5"),
        ("x-real-ip", "203.0.113.5"),
        ("via", "1.1 proxy"),
        ("host", "tin.maiphu.gov.vn"),
    ] {
        for path in ["/metrics", "/tinh-trang"] {
            let answer = here.send(here.request(Method::GET, path).header(says.0, says.1)).await;
            let status = answer.status();
            let text = answer.text().await.unwrap();
            assert!(!text.contains("bangtin_") && !text.contains("Đang phát phiên bản"), "{says:?} {path}: {text}");
            assert!(status == StatusCode::NOT_FOUND || path == "/tinh-trang", "{says:?} {path}: {status}");
        }
    }
    let healthy = here.get("/healthz").await;
    assert_eq!(
        (healthy.status, healthy.text.as_str(), healthy.said("cache-control")),
        (StatusCode::OK, "ok\n", "no-store")
    );
    drop(serve);
    // A proxy that is known as one is never taken for somebody on the machine, whatever it leaves unsaid.
    let serve = ServeProcess::start(&home.path("office"), &["--proxy", "127.0.0.1"]).await;
    let proxied = Browser::at(&serve.page());
    assert_eq!(proxied.get("/metrics").await.status, StatusCode::NOT_FOUND);
    assert_eq!(proxied.get("/healthz").await.status, StatusCode::OK);
    drop(serve);
    for (who, seen) in [("everybody", true), ("nobody", false)] {
        let serve = ServeProcess::start(&home.path("office"), &["--status-to", who]).await;
        let answer = Browser::behind_proxy(&serve.page(), "203.0.113.5").get("/metrics").await;
        assert_eq!(answer.status.is_success(), seen, "{who}");
    }
}
