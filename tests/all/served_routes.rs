//! Promises about who reaches what, over real sockets: each route of the table for each person, and nothing besides the table.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use bangtin::server::{ListedRoute, listed_routes};
use reqwest::{Method, StatusCode};

use crate::{
    route_rights::{EITHER, EVERYBODY, MAY, PEOPLE, PROGRAMS, SCOPES, WHO},
    serve_process::{Browser, Home, ServeProcess, form_text},
};

/// What is served besides the table: to halls, and to whoever looks after the machine.
const BESIDES: [&str; 7] = [
    "/metadata/{file}",
    "/targets/{file}",
    "/objects/{file}",
    "/tinh-trang",
    "/healthz",
    "/metrics",
    "/assets/{digest}/{name}",
];

/// The routes for people.
fn for_people() -> impl Iterator<Item = ListedRoute> {
    listed_routes().into_iter().filter(|route| !route.for_programs)
}

fn name(route: &ListedRoute) -> String {
    format!("{} {}", route.method, route.path)
}

/// Who is let in at each route; `None` where the office asks itself.
fn let_in() -> BTreeMap<String, Option<&'static str>> {
    let told = WHO.iter().flat_map(|(who, routes)| routes.iter().map(|route| ((*route).to_owned(), Some(*who))));
    told.chain(EITHER.map(|route| (route.to_owned(), None))).collect()
}

#[test]
fn a_route_that_nobody_thought_of_is_found() {
    let programs = PROGRAMS.iter().flat_map(|(_, routes)| routes.iter().map(|route| (*route).to_owned()));
    let expected: BTreeSet<String> = let_in().into_keys().chain(programs).collect();
    let listed: BTreeSet<String> = listed_routes().iter().map(name).collect();
    let new: Vec<_> = listed.difference(&expected).collect();
    assert!(new.is_empty(), "say in WHO or PROGRAMS who is let in at {new:?}");
    let gone: Vec<_> = expected.difference(&listed).collect();
    assert!(gone.is_empty(), "there is no {gone:?} any more");
    // And none is hung up beside the table.
    let mut routed = BTreeSet::new();
    each_source(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/server")), &mut |source| {
        let own = source.split("#[cfg(test)]").next().unwrap();
        // The interface for programs, whose routes stand in the table too.
        let own = own.replace(".nest(INTERFACE, interface(state))", "");
        for rest in own.split(".route(").skip(1) {
            if let Some(path) = rest.trim_start().strip_prefix('"') {
                routed.insert(path.split('"').next().unwrap().to_owned());
            }
        }
        // The interface for programs is hung up as a whole.
        let hung_up = own.matches(".nest(").count() - own.matches(".nest(INTERFACE, interface(state))").count();
        assert!(hung_up == 0 && !own.contains("nest_service(") && !own.contains("route_service("));
    });
    // What `serve` never has: the feed alone tells its state at `/`, and the demonstration shows screens on a port of its own.
    for other in ["/", "/screen/{index}"] {
        routed.remove(other);
    }
    assert_eq!(routed, BESIDES.map(str::to_owned).into());
}

fn each_source(folder: &Path, work: &mut dyn FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            each_source(&path, work);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            work(&fs::read_to_string(path).unwrap());
        }
    }
}

/// An address of that route: of things that are there where it only shows, and of others where it would change them.
fn address(route: &ListedRoute, administrator: &str) -> String {
    let none = "0".repeat(64);
    let shows = route.method == "GET";
    let id = match route.path.split('/').nth(1).unwrap_or_default() {
        "trang" if shows => "khau-hieu",
        "man-hinh" if shows => "ht-001",
        "lich" if shows => "hang-ngay",
        "thiet-lap" if shows => administrator,
        _ => "khong-co",
    };
    route
        .path
        .replace("{id}", id)
        .replace("{n}", "999")
        .replace("{programme}", &none)
        .replace("{item}", "slide:khau-hieu")
        .replace("{digest}", &none)
        .replace("{template}", "slogan")
        .replace("{part}", "1")
        .replace("{page}", "1")
}

/// What each person is answered at each route.
async fn walk(browser: &Browser, who: char, administrator: &str) -> BTreeMap<String, (StatusCode, String)> {
    let mut answers = BTreeMap::new();
    let (leaving, routes): (Vec<_>, Vec<_>) = for_people().partition(|route| route.path == "/dang-xuat");
    for route in routes.into_iter().chain(leaving) {
        let path = address(&route, administrator);
        let methods = if route.method == "GET" { vec![Method::GET, Method::HEAD] } else { vec![Method::POST] };
        let mut statuses = Vec::new();
        for method in methods {
            let mut request = browser.request(method.clone(), &path).header("sec-fetch-site", "same-origin");
            if method == Method::POST {
                let form = form_text(&[("_", "")]);
                request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
            }
            let answer = browser.send(request).await;
            let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
            statuses.push((answer.status(), to.unwrap_or_default()));
        }
        assert!(statuses.iter().all(|answer| *answer == statuses[0]), "{who} {}: HEAD is not as GET", name(&route));
        answers.insert(name(&route), statuses.remove(0));
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_route_lets_in_who_may_and_nobody_else() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--proxy", "127.0.0.1"]).await;
    let mut administrator = String::new();
    let mut browsers = vec![('-', Browser::behind_proxy(&serve.page(), "198.51.100.1"))];
    for (n, (who, flags)) in PEOPLE.into_iter().enumerate() {
        let login = format!("nguoi-{}", who.to_ascii_lowercase());
        let id = serve.hire(&login, flags);
        if who == 'Q' {
            administrator = id;
        }
        // Each from an address of its own: one asks no more than officers do.
        let browser = Browser::behind_proxy(&serve.page(), &format!("198.51.100.{}", n + 2));
        browser.log_in(&login).await;
        browsers.push((who, browser));
    }
    let walks = browsers.iter().map(|(who, browser)| walk(browser, *who, &administrator));
    let answers = futures_util::future::join_all(walks).await;
    let mut wrong = Vec::new();
    for ((who, _), answers) in browsers.iter().zip(answers) {
        for (route, expected) in let_in() {
            let (status, to) = &answers[&route];
            let sent_to_log_in = to.starts_with("/dang-nhap");
            let refused = *status == StatusCode::FORBIDDEN;
            let nobody = *status == StatusCode::UNAUTHORIZED || sent_to_log_in;
            let failed = status.is_server_error()
                || [StatusCode::METHOD_NOT_ALLOWED, StatusCode::TOO_MANY_REQUESTS].contains(status);
            let right = match (who, expected) {
                (_, Some(EVERYBODY)) => !refused && *status != StatusCode::UNAUTHORIZED,
                ('-', _) => nobody,
                (who, Some(may)) if may.contains(*who) => !refused && !nobody,
                (_, Some(_)) => refused,
                // There is no such emergency; whoever may do nothing with one may learn that or not.
                (_, None) => !nobody && !status.is_success() && !status.is_redirection(),
            };
            if !right || failed {
                wrong.push(format!("{who} at {route}: {status} {to}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_token_opens_what_it_is_for_and_its_person_may_and_no_cookie_opens_any_of_it() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--proxy", "127.0.0.1"]).await;
    let (mut wrong, mut n) = (Vec::new(), 0);
    for ((who, flags), (_, may)) in PEOPLE.into_iter().zip(MAY) {
        let login = format!("nguoi-{}", who.to_ascii_lowercase());
        serve.hire(&login, flags);
        let mut browser = Browser::behind_proxy(&serve.page(), "");
        let mut tokens = vec![("no token", String::new(), &[][..])];
        for (scope, covers) in SCOPES {
            let data = serve.data.to_str().unwrap();
            let made = ["account", "token", &login, "--data", data, "--name", "x", "--scope", scope];
            tokens.push((scope, crate::commands::done(&made).trim().to_owned(), covers));
        }
        tokens.push(("a made-up token", "ab".repeat(32), &[]));
        for (scope, token, covers) in tokens {
            n += 1;
            browser.says[0].1 = format!("198.51.100.{n}");
            // The cookie of somebody who is logged in goes with it, as a browser would send it.
            browser.log_in(&login).await;
            for (need, routes) in PROGRAMS {
                for route in *routes {
                    let (method, path) = route.split_once(' ').unwrap();
                    let path = path.replace("{sha}", &"0".repeat(64)).replace("{n}", "1").replace("{id}", "khong-co");
                    let mut request = browser.request(method.parse().unwrap(), &path);
                    if !token.is_empty() {
                        request = request.header("authorization", format!("Bearer {token}"));
                    }
                    let status = request.send().await.unwrap().status();
                    let expected = if covers.is_empty() {
                        status == StatusCode::UNAUTHORIZED
                    } else if covers.contains(need) && may.contains(need) {
                        ![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status)
                            && !status.is_server_error()
                    } else {
                        status == StatusCode::FORBIDDEN
                    };
                    if !expected {
                        wrong.push(format!("{who} with {scope} at {route}: {status}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A token is for programs: no page opens to it.
    let data = serve.data.to_str().unwrap();
    let token =
        crate::commands::done(&["account", "token", "nguoi-p", "--data", data, "--name", "x", "--scope", "alert"]);
    let browser = Browser::behind_proxy(&serve.page(), "198.51.100.200");
    for path in ["/trang", "/thiet-lap/toi"] {
        let answer = browser.request(Method::GET, path).header("authorization", format!("Bearer {}", token.trim()));
        assert_eq!(answer.send().await.unwrap().status(), StatusCode::SEE_OTHER, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_other_method_and_no_other_address_is_answered() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--proxy", "127.0.0.1"]).await;
    let administrator = serve.hire("nguoi-q", &["--role", "administrator", "--role", "approver", "--emergency"]);
    let in_charge = Browser::behind_proxy(&serve.page(), "198.51.100.2");
    in_charge.log_in("nguoi-q").await;
    let nobody = Browser::behind_proxy(&serve.page(), "198.51.100.3");
    let mut methods: BTreeMap<&str, (String, BTreeSet<&str>)> = BTreeMap::new();
    for route in for_people() {
        let (_, known) =
            methods.entry(route.path).or_insert_with(|| (address(&route, &administrator), BTreeSet::new()));
        known.insert(route.method);
    }
    for (path, known) in methods.values() {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            if known.contains(method.as_str()) {
                continue;
            }
            let ask = |browser: &Browser| {
                browser.request(method.clone(), path).header("sec-fetch-site", "same-origin").send()
            };
            let answer = ask(&in_charge).await.unwrap();
            assert!(
                [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND].contains(&answer.status()),
                "{method} {path}: {}",
                answer.status()
            );
            let answer = ask(&nobody).await.unwrap();
            assert!(!answer.status().is_success(), "{method} {path}: {}", answer.status());
        }
    }
    for path in [
        "/admin",
        "/.git/config",
        "/bangtin.db",
        "/keys/targets.pk8",
        "/tls/authority.key",
        "/trang/",
        "/trang/../keys",
        "/trang/khau-hieu/la",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/duyet%2f..%2f..%2fetc%2fpasswd",
        "/objects/%2e%2e%2f%2e%2e%2fkeys%2ftargets.pk8",
        "/objects/..%2f..%2fbangtin.db",
        "/metadata/%2e%2e%2f%2e%2e%2fkeys%2froot.json",
        "/targets/%2e%2e%5c%2e%2e%5ckeys",
        "/assets/0/%2e%2e%2fshell.css",
        "/tep/%2e%2e%2f%2e%2e%2fbangtin.db",
        "/tep/%00",
        "/trang/%ff%fe",
        "/man-hinh/%2e%2e%2f%2e%2e%2fkeys/bo-cai.zip",
        "//example.com/",
    ] {
        for browser in [&in_charge, &nobody] {
            let answer = browser.get(path).await;
            // Some of it is an address that a script could ask for; nobody is sent out of the house by it.
            let to_log_in =
                answer.to().starts_with("/dang-nhap?toi=%2F") || answer.to().starts_with("/dang-nhap?toi=/");
            assert!(
                answer.status.is_client_error() || to_log_in && answer.status.is_redirection(),
                "{path}: {} {}",
                answer.status,
                answer.to()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_form_has_its_limit() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &["--proxy", "127.0.0.1"]).await;
    serve.hire("nguoi-q", &["--role", "administrator", "--role", "approver", "--emergency"]);
    let browser = Browser::behind_proxy(&serve.page(), "198.51.100.2");
    browser.log_in("nguoi-q").await;
    let mut judged = 0;
    for route in for_people().filter(|route| route.method == "POST" && route.path != "/dang-xuat") {
        let path = address(&route, "khong-co");
        let send = async |bytes: usize| {
            let request = browser.request(Method::POST, &path).header("sec-fetch-site", "same-origin");
            let (kind, body) = if route.body > 2 << 20 {
                let head = "--x\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"a.txt\"\r\n\r\n";
                ("multipart/form-data; boundary=x", format!("{head}{}\r\n--x--\r\n", "a".repeat(bytes)))
            } else {
                ("application/x-www-form-urlencoded", format!("_={}", "a".repeat(bytes)))
            };
            request.header("content-type", kind).body(body).send().await.map(|answer| answer.status())
        };
        // Whoever sends too much is told so and hung up on: where the end of the connection overtakes the answer, it is asked
        // again.
        let mut too_much = send(route.body + 1).await;
        for _ in 0..9 {
            if too_much.is_err() {
                too_much = send(route.body + 1).await;
            }
        }
        let too_much = too_much.unwrap();
        assert!(!too_much.is_success() && !too_much.is_redirection() || !reads_its_form(&route), "{}", name(&route));
        if too_much == StatusCode::PAYLOAD_TOO_LARGE {
            judged += 1;
        }
        if route.right.is_none() {
            assert!(route.body <= bangtin::model::limits::OPEN_FORM_BYTES, "{}: strangers send it", name(&route));
        }
    }
    assert!(judged > 20, "{judged} forms were judged");
}

/// Whether a form is read at all: some verbs need no word besides their address.
fn reads_its_form(route: &ListedRoute) -> bool {
    let without = ["/duyet", "/rut-lai", "/phat-lai", "/het", "/chua-het", "/xac-nhan", "/ngung", "/dung-lai", "/ma"];
    let by_id = route.path.starts_with("/thiet-lap/toi/may") || route.path.starts_with("/thiet-lap/toi/chia/");
    !by_id && !without.iter().any(|end| route.path.ends_with(end)) && !route.path.starts_with("/bat-dau/")
}
