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
    http::{Connections, Metrics, Proxies, Rate, find_caller, limit_rate, protect, record, shorten},
    live,
    pages::{
        approval, components, displays, editor, emergency, first_start, log_in, look, more, new_slide, prolong,
        schedule, settings, slides, today, versions,
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
        posts("/lich/chien-dich/{id}/gia-han", May(Write), prolong::campaign),
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
        reads("/man-hinh/{id}/usb", May(View), displays::usb),
        reads("/man-hinh/{id}/usb.zip", May(View), displays::usb_zip),
        reads("/man-hinh/{id}/to-huong-dan", May(Administer), displays::sheet),
        reads("/thiet-lap", May(View), settings::commune),
        posts("/thiet-lap", May(Administer), settings::change_commune),
        posts("/thiet-lap/dia-chi", May(Administer), settings::address),
        reads("/thiet-lap/nguoi-dung", May(Administer), settings::people),
        reads("/thiet-lap/nguoi-dung/moi", May(Administer), settings::new_person),
        posts("/thiet-lap/nguoi-dung/moi", May(Administer), settings::add_person),
        reads("/thiet-lap/nguoi-dung/{id}", May(Administer), settings::person),
        posts("/thiet-lap/nguoi-dung/{id}", May(Administer), settings::change_person),
        reads("/thiet-lap/sao-luu", May(Administer), settings::ask_for_backup),
        posts("/thiet-lap/sao-luu", May(Administer), settings::backup),
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
        posts("/trang/{id}/gia-han", May(Write), prolong::slide),
        reads("/trang/moi", May(Write), new_slide::show),
        posts("/trang/moi", May(Write), new_slide::begin),
        posts("/trang/moi/dan", May(Write), new_slide::paste),
        takes("/trang/moi/tep", May(Write), limits::BROUGHT_FORM_BYTES, new_slide::bring),
        reads("/trang/moi/tep", May(Write), new_slide::how_far),
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
        reads("/bat-dau/hinh", Everybody, first_start::picture),
        posts("/bat-dau/xa", Everybody, first_start::commune),
        posts("/bat-dau/quan-tri", Everybody, first_start::administrator),
        posts("/bat-dau/nguoi-thu-hai", May(Right::Administer), first_start::second_person),
        reads("/bat-dau/mau/{template}", May(Right::Administer), first_start::sample_picture),
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
    /// The method; `GET` is `HEAD` too.
    pub method: &'static str,
    /// The address; what stands in braces is any one part of it.
    pub path: &'static str,
    /// The right it asks for; `None` where it is open to everybody.
    pub right: Option<Right>,
    /// Whether it is for programs, which show a token, and not for people.
    pub for_programs: bool,
    /// Most bytes of a request's body.
    pub body: usize,
}

/// The whole table.
pub fn listed_routes() -> Vec<ListedRoute> {
    let listed = |Route { method, path, access, body, .. }| ListedRoute {
        method: match method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::PUT => "PUT",
            _ => "POST",
        },
        path,
        right: match access {
            Everybody => None,
            May(right) | Program(right) => Some(right),
        },
        for_programs: matches!(access, Program(_)),
        body,
    };
    table().into_iter().map(listed).collect()
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
        .layer(from_fn(shorten))
        .route("/assets/{digest}/{name}", get(assets::serve))
        .layer(from_fn(protect))
        .with_state(state)
}

/// Where the interface for programs begins.
const INTERFACE: &str = "/api/v1";

/// The interface for programs. No cookie opens it, so that no other site can use a browser's.
fn interface(state: PageState) -> Router {
    let shared = api::InterfaceState::new();
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
mod tests;
