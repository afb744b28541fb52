//! Every route of the office's page in one table, with the right that it asks for beside it.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::{MethodRouter, get, head, post, put},
};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};

use super::{
    api::{self, ApiError},
    assets,
    feed::Site,
    http::{Connections, Metrics, Proxies, Rate, find_caller, limit_rate, protect, record},
    live,
    pages::{
        approval, components, displays, editor, emergency, first_start, log_in, look, more, new_slide, schedule,
        settings, slides, today, versions,
    },
    pictures,
    session::{Access, guard, refuse_open_road},
    shell::{PageError, dress, keep_look},
    state::PageState,
    watch,
};
use crate::{approval::Right, model::limits};

/// One route.
struct Route {
    method: Method,
    path: &'static str,
    access: Access,
    /// Most bytes of a request's body.
    body: usize,
    answer: MethodRouter<PageState>,
}

use Access::{Everybody, May, Program};
use Right::{Administer, View, Write};

/// The table: the method, the address, the right it asks for, and the handler.
fn table() -> Vec<Route> {
    vec![
        reads("/", May(View), today::show),
        reads("/duyet", May(View), approval::list),
        reads("/duyet/{id}", May(View), approval::show),
        posts("/duyet/{id}/duyet", May(Right::Approve), approval::approve),
        posts("/duyet/{id}/tra-lai", May(Right::Approve), approval::send_back),
        posts("/duyet/{id}/rut-lai", May(Right::Write), approval::withdraw),
        reads("/phien-ban", May(View), versions::show),
        posts("/phien-ban/{n}/phat-lai", May(Right::Approve), versions::again),
        reads("/khan-cap", May(View), emergency::choose),
        reads("/khan-cap/noi-gio", May(Right::Alert), emergency::place),
        reads("/khan-cap/xem", May(Right::Alert), emergency::look),
        reads("/khan-cap/hinh", May(View), emergency::preview_picture),
        posts("/khan-cap/phat", May(Right::Alert), emergency::put_out),
        reads("/khan-cap/dung", May(Right::Stop), emergency::ask_to_stop),
        posts("/khan-cap/dung", May(Right::Stop), emergency::stop),
        posts("/khan-cap/phat-tiep", May(Right::Stop), emergency::resume),
        reads("/khan-cap/{id}/het", May(View), emergency::over),
        reads("/khan-cap/{id}/hinh-het", May(View), emergency::over_picture),
        // Whoever may put emergencies out, and whoever may approve: the verbs ask which.
        posts("/khan-cap/{id}/het", May(View), emergency::end),
        posts("/khan-cap/{id}/chua-het", May(View), emergency::keep),
        posts("/khan-cap/{id}/xac-nhan", May(View), emergency::confirm),
        reads("/hinh/luc/{programme}", May(View), pictures::on_display),
        reads("/hinh/ban/{item}/{digest}", May(View), pictures::revision_picture),
        reads("/su-kien", May(View), live::stream),
        reads("/lich", May(View), schedule::day),
        reads("/lich/tuan", May(View), schedule::week),
        reads("/lich/vi-sao", May(View), schedule::why),
        reads("/lich/chien-dich", May(View), schedule::campaigns),
        reads("/lich/chien-dich/moi", May(Write), schedule::begin),
        posts("/lich/chien-dich/moi", May(Write), schedule::write_new),
        reads("/lich/chien-dich/{id}", May(View), schedule::campaign),
        posts("/lich/chien-dich/{id}", May(Write), schedule::change),
        reads("/lich/chien-dich/{id}/trang", May(View), schedule::playlist),
        posts("/lich/chien-dich/{id}/trang", May(Write), schedule::arrange),
        reads("/man-hinh", May(View), displays::list),
        reads("/man-hinh/them", May(Administer), displays::begin),
        posts("/man-hinh/them", May(Administer), displays::add),
        reads("/man-hinh/{id}", May(View), displays::one),
        reads("/man-hinh/{id}/sua", May(Administer), displays::edit),
        posts("/man-hinh/{id}/sua", May(Administer), displays::change),
        posts("/man-hinh/{id}/ngung", May(Administer), displays::stop),
        reads("/man-hinh/{id}/bo-cai", May(Administer), displays::kit),
        reads("/man-hinh/{id}/bo-cai.zip", May(Administer), displays::download),
        reads("/man-hinh/{id}/to-huong-dan", May(Administer), displays::sheet),
        reads("/thiet-lap", May(View), settings::commune),
        posts("/thiet-lap", May(Administer), settings::change_commune),
        posts("/thiet-lap/dia-chi", May(Administer), settings::address),
        reads("/thiet-lap/nguoi-dung", May(Administer), settings::people),
        reads("/thiet-lap/nguoi-dung/moi", May(Administer), settings::new_person),
        posts("/thiet-lap/nguoi-dung/moi", May(Administer), settings::add_person),
        reads("/thiet-lap/nguoi-dung/{id}", May(Administer), settings::person),
        posts("/thiet-lap/nguoi-dung/{id}", May(Administer), settings::change_person),
        reads("/thiet-lap/nhat-ky", May(Administer), settings::audit),
        reads("/thiet-lap/toi", May(View), settings::mine),
        posts("/thiet-lap/toi/mat-khau", May(View), settings::password),
        posts("/thiet-lap/toi/ma", May(View), settings::begin_codes),
        posts("/thiet-lap/toi/ma/xac-nhan", May(View), settings::confirm_codes),
        posts("/thiet-lap/toi/ma/tat", May(View), settings::end_codes),
        posts("/thiet-lap/toi/may/{id}", May(View), settings::end_session),
        posts("/thiet-lap/toi/may-khac", May(View), settings::end_other_sessions),
        posts("/thiet-lap/toi/chia", May(View), settings::add_token),
        posts("/thiet-lap/toi/chia/{id}", May(View), settings::end_token),
        reads("/them", May(View), more::show),
        reads("/thiet-lap/thanh-phan", May(View), components::show),
        reads("/trang", May(View), slides::list),
        posts("/trang/nhieu", May(Write), slides::many),
        reads("/trang/moi", May(Write), new_slide::show),
        posts("/trang/moi", May(Write), new_slide::begin),
        posts("/trang/moi/dan", May(Write), new_slide::paste),
        takes("/trang/moi/tep", May(Write), limits::BROUGHT_FORM_BYTES, new_slide::bring),
        posts("/trang/moi/dung", May(Write), new_slide::use_way),
        reads("/trang/moi/hinh/{part}/{page}", May(View), new_slide::sketch_picture),
        reads("/trang/moi/mau/{template}", May(View), new_slide::sample_picture),
        reads("/trang/{id}", May(View), editor::show),
        posts("/trang/{id}", May(Write), editor::save_form),
        posts("/trang/{id}/luu", May(Write), editor::save_itself),
        posts("/trang/{id}/xem", May(View), editor::look_at),
        reads("/trang/{id}/hinh", May(View), editor::picture),
        takes("/trang/{id}/anh", May(Write), limits::BROUGHT_FORM_BYTES, editor::bring),
        reads("/tep/{digest}", May(View), editor::file),
        posts("/trang/{id}/chon", May(Write), editor::choose),
        reads("/trang/{id}/gui", May(Write), editor::ask_to_send),
        posts("/trang/{id}/gui", May(Write), editor::send),
        posts("/trang/{id}/dung-lai", May(Write), editor::copy),
        reads("/dang-nhap", Everybody, log_in::show),
        posts("/dang-nhap", Everybody, log_in::submit),
        posts("/dang-xuat", Everybody, log_in::log_out),
        reads("/bat-dau", Everybody, first_start::show),
        posts("/bat-dau/xa", Everybody, first_start::commune),
        posts("/bat-dau/quan-tri", Everybody, first_start::administrator),
        posts("/bat-dau/nguoi-thu-hai", May(Right::Administer), first_start::second_person),
        posts("/bat-dau/chuong-trinh-mau", May(Right::Administer), first_start::sample),
        posts("/ngon-ngu", Everybody, look::language),
        posts("/nen", Everybody, look::scheme),
        reads("/api", Everybody, api::show),
        reads("/api/openapi.json", Everybody, api::document),
        asks("/api/v1/assets/{sha}", Program(Write), head(api::ask_for_asset)),
        brings("/api/v1/assets/{sha}", Program(Write), put(api::bring_asset)),
        sends("/api/v1/check", Program(Write), limits::SENT_CONTENT_BYTES, api::check),
        sends("/api/v1/submissions", Program(Write), limits::SENT_CONTENT_BYTES, api::submit),
        reads("/api/v1/submissions/{id}", Program(View), api::submission),
        reads("/api/v1/versions", Program(View), api::versions),
        reads("/api/v1/versions/{n}/arrivals", Program(View), api::arrivals),
        reads("/api/v1/displays", Program(View), api::displays),
        reads("/api/v1/now", Program(View), api::now),
        reads("/api/v1/export.tar", Program(View), api::export),
        sends("/api/v1/alerts", Program(Right::Alert), limits::FORM_BYTES, api::put_out),
    ]
}

/// A page, or a part of one.
fn reads<H: Handler<T, PageState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, body: 0, answer: get(handler) }
}

/// A form.
fn posts<H: Handler<T, PageState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    let body = if access == Everybody { limits::OPEN_FORM_BYTES } else { limits::FORM_BYTES };
    Route { method: Method::POST, path, access, body, answer: post(handler) }
}

/// A form with files.
fn takes<H: Handler<T, PageState>, T: 'static>(path: &'static str, access: Access, body: usize, handler: H) -> Route {
    Route { body, ..posts(path, access, handler) }
}

/// A question without an answer but its head.
fn asks(path: &'static str, access: Access, answer: MethodRouter<PageState>) -> Route {
    Route { method: Method::HEAD, path, access, body: 0, answer }
}

/// A file that is taken piece by piece: its handler counts the bytes.
fn brings(path: &'static str, access: Access, answer: MethodRouter<PageState>) -> Route {
    Route { method: Method::PUT, path, access, body: 0, answer }
}

/// JSON.
fn sends<H: Handler<T, PageState>, T: 'static>(path: &'static str, access: Access, body: usize, handler: H) -> Route {
    Route { body, ..posts(path, access, handler) }
}

/// A route of the table, as whoever judges it from outside reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedRoute {
    /// `GET`, which is `HEAD` too, or `POST`.
    pub method: &'static str,
    /// The address; what stands in braces is any one part of it.
    pub path: &'static str,
    /// The right it asks for; `None` where it is open to everybody.
    pub right: Option<Right>,
    /// Most bytes of a request's body.
    pub body: usize,
}

/// The whole table of the page for people.
pub fn listed_routes() -> Vec<ListedRoute> {
    let listed = |Route { method, path, access, body, .. }| {
        let right = match access {
            Everybody => None,
            May(right) => Some(right),
            Program(_) => return None,
        };
        let method = if method == Method::GET { "GET" } else { "POST" };
        Some(ListedRoute { method, path, right, body })
    };
    table().into_iter().filter_map(listed).collect()
}

/// How the world reaches the office.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// The proxies that are believed when they say for whom they speak.
    pub proxies: Vec<IpAddr>,
    /// The connections of all doors.
    pub connections: Connections,
}

/// Everything an office answers to: the feed for halls, the page for people, and figures for who looks after it.
pub fn office_page(site: Site, state: PageState, outside: Outside) -> Router {
    let metrics = Metrics::of(outside.connections);
    let counted = (metrics.clone(), site.clock.clone());
    let watched = Router::new()
        .route("/healthz", get(watch::healthy))
        .route("/metrics", get(watch::metrics))
        .with_state((state.clone(), metrics, site.status_to));
    let proxies = Proxies(outside.proxies);
    site.files(state.displays().clone())
        .merge(pages(state.clone()))
        .nest(INTERFACE, interface(state))
        .merge(watched)
        .layer(from_fn_with_state(counted, record))
        .layer(from_fn_with_state(proxies, find_caller))
}

/// The page for people.
fn pages(state: PageState) -> Router {
    let mut router = Router::new();
    for Route { method: _, path, access, body, answer } in table() {
        if matches!(access, Program(_)) {
            continue;
        }
        let guard = from_fn_with_state((state.clone(), access), guard);
        router = router.route(path, answer.layer(DefaultBodyLimit::max(body)).layer(guard));
    }
    let rate = Arc::new(Rate::new(limits::PAGES_AT_ONCE, limits::PAGES_A_MINUTE));
    router
        .fallback(async || PageError::NotFound)
        // From the inside out: each layer stands around those above it.
        .layer(CatchPanicLayer::custom(|_| PageError::Panicked.into_response()))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(rate, limit_rate))
        .layer(from_fn_with_state(state.clone(), refuse_open_road))
        .layer(from_fn(dress))
        .layer(from_fn(keep_look))
        .route("/assets/{digest}/{name}", get(assets::serve))
        .layer(from_fn(protect))
        .with_state(state)
}

/// Where the interface for programs begins.
const INTERFACE: &str = "/api/v1";

/// The interface for programs. No cookie opens it, so that no other site can use a browser's.
fn interface(state: PageState) -> Router {
    let shared = api::Shared::new();
    let mut router = Router::new();
    for Route { method: _, path, access, body, answer } in table() {
        let (Program(right), Some(path)) = (access, path.strip_prefix(INTERFACE)) else { continue };
        let guard = from_fn_with_state((state.clone(), right, shared.clone()), api::guard);
        router = router.route(path, answer.layer(DefaultBodyLimit::max(body)).layer(guard));
    }
    let rate = Arc::new(Rate::new(limits::PAGES_AT_ONCE, limits::PAGES_A_MINUTE));
    router
        .fallback(async || ApiError::NotFound)
        // From the inside out: each layer stands around those above it.
        .layer(Extension(shared))
        .layer(CatchPanicLayer::custom(|_| ApiError::Panicked.into_response()))
        .layer(from_fn_with_state(rate, limit_rate))
        .layer(from_fn(api::dress))
        .layer(from_fn(protect))
        .with_state(state)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::approval::{Account, AccountId, Role, Roles};

    fn account(roles: &[Role], emergency: bool) -> Account {
        Account {
            id: AccountId("a".to_owned()),
            login: "a".to_owned(),
            name: "A".to_owned(),
            post: String::new(),
            roles: Roles::of(roles.iter().copied()),
            emergency,
            tags: Vec::new(),
            off: None,
        }
    }

    #[test]
    fn nothing_but_the_way_in_is_open_to_everybody_and_no_change_is_open_to_who_may_only_look() {
        let open: BTreeSet<&str> =
            table().iter().filter(|route| matches!(route.access, Everybody)).map(|route| route.path).collect();
        for path in &open {
            // What describes the interface says nothing of this office.
            if ["/api", "/api/openapi.json"].contains(path) {
                continue;
            }
            let allowed = ["/dang-nhap", "/dang-xuat", "/bat-dau", "/ngon-ngu", "/nen", "/thiet-lap/thanh-phan"];
            assert!(allowed.iter().any(|way| path.starts_with(way)), "{path} is open to everybody");
        }
        let viewer = account(&[], false);
        for route in table().iter().filter(|route| route.method == Method::POST && !open.contains(route.path)) {
            let (May(right) | Program(right)) = route.access else { unreachable!("what is open was left out") };
            // One's own account; a picture of what is typed, which changes nothing; and what either of two rights allows, which
            // the office itself asks for.
            let own = route.path.starts_with("/thiet-lap/toi/") || route.path == "/trang/{id}/xem";
            let either = ["/khan-cap/{id}/het", "/khan-cap/{id}/chua-het", "/khan-cap/{id}/xac-nhan"];
            let own = own || either.contains(&route.path);
            assert!(!viewer.may(right) || own, "{} {} asks for {right:?} alone", route.method, route.path);
        }
    }

    #[test]
    fn every_route_asks_every_role_for_its_right() {
        let people = [
            ("viewer", account(&[], false)),
            ("author", account(&[Role::Author], false)),
            ("approver", account(&[Role::Approver], false)),
            ("administrator", account(&[Role::Administrator], false)),
            ("emergency", account(&[], true)),
        ];
        let may = |right: Right, who: &str| match right {
            Right::View => true,
            Right::Write => ["author", "approver"].contains(&who),
            Right::Approve => who == "approver",
            Right::Alert => who == "emergency",
            Right::Stop => ["approver", "administrator"].contains(&who),
            Right::Administer => who == "administrator",
        };
        for route in table() {
            let (May(right) | Program(right)) = route.access else { continue };
            for (who, account) in &people {
                assert_eq!(account.may(right), may(right, who), "{who} at {}", route.path);
                let closed = Account { off: Some(crate::model::WallTime(1)), ..account.clone() };
                assert!(!closed.may(right), "a closed account at {}", route.path);
            }
        }
    }

    #[test]
    fn no_token_approves_stops_or_keeps_accounts_and_every_change_of_a_program_asks_for_more_than_looking() {
        let programs: Vec<Route> = table().into_iter().filter(|route| route.path.starts_with(INTERFACE)).collect();
        assert!(programs.len() > 10);
        for route in &programs {
            let Program(right) = route.access else { panic!("{} is not for programs alone", route.path) };
            assert!([View, Write, Right::Alert].contains(&right), "{} asks for {right:?}", route.path);
            let looks = [Method::GET, Method::HEAD].contains(&route.method);
            assert!(looks || right != View, "{} {} asks for {right:?} alone", route.method, route.path);
        }
        let mut others = table().into_iter().filter(|route| !route.path.starts_with(INTERFACE));
        assert!(others.all(|route| !matches!(route.access, Program(_))), "one guard, one place");
    }

    #[test]
    fn every_route_for_programs_is_described_with_its_answers() {
        let document = api::described();
        let mut described = BTreeSet::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            described.extend(methods.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())));
        }
        let routes: BTreeSet<(String, String)> = table()
            .iter()
            .filter(|route| route.path.starts_with(INTERFACE))
            .map(|route| (route.method.to_string(), route.path.to_owned()))
            .collect();
        assert_eq!(described, routes);
        for route in table().iter().filter(|route| route.path.starts_with(INTERFACE)) {
            let said = &document["paths"][route.path][route.method.as_str().to_lowercase()];
            let answers: BTreeSet<&str> = said["responses"].as_object().unwrap().keys().map(String::as_str).collect();
            let at = format!("{} {}", route.method, route.path);
            assert!(answers.iter().any(|status| status.starts_with('2')), "{at} has no good answer");
            assert!(answers.contains("401"), "{at} may be asked without a token");
            if !matches!(route.access, Program(View)) && route.method != Method::HEAD {
                assert!(answers.contains("403"), "{at} may be asked by a token that may not");
            }
            if route.body > 0 {
                assert!(said["requestBody"]["content"]["application/json"]["schema"].is_object(), "{at}");
                assert!(answers.contains("400") && answers.contains("422"), "{at} takes whatever is sent");
            }
            assert!(!said["summary"].as_str().unwrap().is_empty(), "{at} says what it is for");
        }
    }

    #[test]
    fn the_description_has_the_shape_of_openapi_3_1() {
        let document = api::described();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
        assert!(!document["info"]["title"].as_str().unwrap().is_empty());
        assert!(!document["info"]["version"].as_str().unwrap().is_empty());
        let schemes = document["components"]["securitySchemes"].as_object().unwrap();
        for (name, _) in document["security"].as_array().unwrap().iter().flat_map(|one| one.as_object().unwrap()) {
            assert_eq!(schemes[name]["type"], "http");
            assert_eq!(schemes[name]["scheme"], "bearer");
        }
        let mut ids = BTreeSet::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            let named: BTreeSet<&str> = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            for (method, said) in methods.as_object().unwrap() {
                assert!(["get", "head", "put", "post"].contains(&method.as_str()), "{method} {path}");
                assert!(ids.insert(said["operationId"].as_str().unwrap()), "each operation has an id of its own");
                let params = said["parameters"].as_array().cloned().unwrap_or_default();
                let in_path: BTreeSet<&str> = params
                    .iter()
                    .filter(|param| param["in"] == "path")
                    .inspect(|param| assert_eq!(param["required"], true, "{path}"))
                    .map(|param| param["name"].as_str().unwrap())
                    .collect();
                assert_eq!(in_path, named, "{method} {path}");
                for param in &params {
                    assert!(param["schema"].is_object(), "{method} {path}");
                }
                for (status, answer) in said["responses"].as_object().unwrap() {
                    assert!(status.len() == 3 && status.parse::<u16>().is_ok(), "{method} {path}: {status}");
                    assert!(!answer["description"].as_str().unwrap().is_empty(), "{method} {path} {status}");
                }
            }
        }
        // Every reference leads to something.
        let mut left = vec![document];
        while let Some(value) = left.pop() {
            match value {
                serde_json::Value::Object(fields) => {
                    if let Some(at) = fields.get("$ref").and_then(|at| at.as_str()) {
                        assert!(document.pointer(at.strip_prefix('#').unwrap()).is_some(), "{at}");
                    }
                    left.extend(fields.values());
                }
                serde_json::Value::Array(entries) => left.extend(entries),
                _ => {}
            }
        }
    }
}
