//! Promises about a mirror that never comes to an end.

use std::{sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request, response::Response, routing::get};
use bangtin::{feed::transport::Http, model::Digest};

use crate::{
    fixture::{Hall, Office, Served, tls},
    workflow::refusal,
};

#[tokio::test]
async fn endless_data_is_cut_off_at_the_cap() {
    async fn endless(request: Request) -> Response {
        let path = request.uri().path().to_owned();
        // No root beyond the installed one, so that each of the others is asked for in its turn.
        if path.ends_with("root.json") && !path.ends_with("2.root.json") {
            return axum::response::IntoResponse::into_response(axum::http::StatusCode::NOT_FOUND);
        }
        Response::new(Body::from_stream(futures_util::stream::repeat_with(|| {
            Ok::<_, std::io::Error>(vec![b' '; 64 << 10])
        })))
    }
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let object = format!("objects/{}", Digest::of(b"one"));
    let (programme, _) = office.state().target.unwrap();
    let programme = format!("targets/{programme}.programme.json");
    let names =
        ["metadata/2.root.json", "metadata/timestamp.json", "metadata/2.snapshot.json", "metadata/2.targets.json"];
    for name in names.into_iter().chain([programme.as_str(), &object]) {
        let router: Router = Router::new()
            .route(&format!("/{name}"), get(endless))
            .fallback_service(bangtin::server::router(&office.feed()));
        let served = Served::start(router).await;
        let hall = Hall::new(&office);
        let refused = refusal(hall.collect(&served.url).await);
        assert!(refused.starts_with(&format!("`{name}` is refused")), "{refused}");
        assert_eq!(hall.plays(), 0);
    }
}

#[tokio::test]
async fn bytes_that_trickle_for_ever_are_given_up_on() {
    async fn trickle() -> Response {
        let drops = futures_util::stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Some((Ok::<_, std::io::Error>(vec![b' ']), ()))
        });
        Response::new(Body::from_stream(drops))
    }
    let office = Office::new();
    let router = Router::new()
        .route("/metadata/timestamp.json", get(trickle))
        .fallback_service(bangtin::server::router(&office.feed()));
    let served = Served::start(router).await;
    let hall = Hall::new(&office);
    let impatient = Http::new(&served.url, None, tls()).unwrap().with_patience(Duration::from_millis(300));
    let given_up = hall.collect_by(Arc::new(impatient)).await.unwrap_err();
    assert!(given_up.is_offline());
    let why = std::error::Error::source(&given_up).unwrap().to_string();
    assert!(why.contains("sends less than"), "{why}");
}
