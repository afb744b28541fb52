//! Promises about programs that send the same request again, because the line was cut or they were started anew: with an
//! `Idempotency-Key` it is done once, on a file and on PostgreSQL.

use bangtin::{
    clock::Clock,
    model::{Digest, limits},
    office::{Alerting, Once, OnceKey, TokenScope, item_form::DraftText},
    records::{LockName, alert, idempotency},
};
use reqwest::{Client, StatusCode, header};
use serde_json::{Value as Json, json};

use crate::{
    database::{Database, on_each},
    fixture::{DAY, MORNING},
    office_fixture::Content,
    served_office::ServedOffice,
};

/// An office with two programs: one sends for `a`, who may put out emergencies, the other for `b`.
struct Programs {
    office: ServedOffice,
    tokens: [String; 2],
    http: Client,
}

/// What was answered: the status, the body, and whether it is said to be the first answer again.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    status: StatusCode,
    body: Json,
    is_again: bool,
}

impl Programs {
    async fn new(database: &Database) -> Self {
        let office = ServedOffice::on(database, Clock::fixed(MORNING), Content::Nothing).await;
        let mut tokens = Vec::new();
        for who in ['a', 'b'] {
            let until = MORNING + 9 * DAY;
            let token = office.office.add_token(office.person(who), "a test", TokenScope::Alert, until).await.unwrap();
            tokens.push(token.as_str().to_owned());
        }
        Self { office, tokens: tokens.try_into().unwrap(), http: Client::new() }
    }

    /// An emergency with those words that holds for an hour.
    fn storm(&self, headline: &str) -> Json {
        let until = (self.office.now() + 3_600_000).timestamp().to_string();
        json!({"template": "bao", "until": until, "fields": {"headline": headline, "actions": ["Không ra khơi."]}})
    }

    async fn post(&self, token: usize, path: &str, key: Option<&str>, body: &Json) -> Said {
        let request = self.http.post(self.office.url(&format!("/api/v1/{path}"))).bearer_auth(&self.tokens[token]);
        let request = request.header(header::IF_MATCH, "*").header(header::CONTENT_TYPE, "application/json");
        let request = match key {
            Some(key) => request.header("Idempotency-Key", key),
            None => request,
        };
        let answer = request.body(body.to_string()).send().await.unwrap();
        let (status, is_again) = (answer.status(), answer.headers().contains_key("idempotent-replayed"));
        let text = answer.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status}: {text}"));
        Said { status, body, is_again }
    }

    /// How many emergencies were ever put out.
    async fn alerts(&self) -> usize {
        alert::newest(&mut self.office.office.records().read().await.unwrap(), 100).await.unwrap().len()
    }

    /// How the office knows a request of the first program.
    async fn key(&self, name: &str, parts: &[&[u8]]) -> OnceKey {
        let digests: Vec<String> = parts.iter().map(|part| Digest::of(part).to_string()).collect();
        let token = self.office.office.program(&self.tokens[0]).await.unwrap().unwrap().token;
        OnceKey { token, name: name.to_owned(), asked: Digest::of(digests.join("\n").as_bytes()) }
    }
}

#[test]
fn an_emergency_that_is_sent_again_with_its_key_is_put_out_once() {
    on_each(|database| {
        Box::pin(async move {
            let programs = Programs::new(database).await;
            let storm = programs.storm("BÃO SỐ 9 ĐANG VÀO GẦN BỜ");
            let first = programs.post(0, "alerts", Some("\"bao-so-9\""), &storm).await;
            assert_eq!((first.status, first.is_again), (StatusCode::CREATED, false), "{first:?}");
            let version = programs.office.programme().version;
            for key in ["\"bao-so-9\"", "bao-so-9"] {
                let again = programs.post(0, "alerts", Some(key), &storm).await;
                assert_eq!(again, Said { is_again: true, ..first.clone() });
            }
            assert_eq!((programs.alerts().await, programs.office.programme().version), (1, version));

            // Other words under the same key: nothing is done.
            let other = programs.storm("BÃO SỐ 10 ĐANG VÀO GẦN BỜ");
            let refused = programs.post(0, "alerts", Some("\"bao-so-9\""), &other).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
            assert_eq!(refused.body["code"], "key-of-another");
            assert_eq!(programs.alerts().await, 1);
            // Another program's keys are others; without a key each request counts.
            assert_eq!(programs.post(1, "alerts", Some("\"bao-so-9\""), &storm).await.status, StatusCode::CREATED);
            assert_eq!(programs.post(0, "alerts", None, &storm).await.status, StatusCode::CREATED);
            assert_eq!(programs.alerts().await, 3);
            let wrong = programs.post(0, "alerts", Some(&"x".repeat(256)), &storm).await;
            assert_eq!((wrong.status, &wrong.body["code"]), (StatusCode::BAD_REQUEST, &json!("bad-query")));

            // What was refused has done nothing: its key is free for what is put right.
            let gap = json!({"template": "bao", "until": storm["until"]});
            let refused = programs.post(0, "alerts", Some("\"lan-hai\""), &gap).await;
            assert_eq!((refused.status, &refused.body["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("mistakes")));
            let right = programs.post(0, "alerts", Some("\"lan-hai\""), &storm).await;
            assert_eq!((right.status, right.is_again), (StatusCode::CREATED, false));

            // A day later nobody remembers the key.
            programs.office.clock.advance(DAY);
            let next = programs.storm("BÃO SỐ 9 ĐANG VÀO GẦN BỜ");
            let next = programs.post(0, "alerts", Some("\"bao-so-9\""), &next).await;
            assert_eq!((next.status, next.is_again), (StatusCode::CREATED, false), "{next:?}");
        })
    });
}

#[test]
fn an_emergency_that_is_sent_again_while_it_is_being_put_out_waits() {
    on_each(|database| {
        Box::pin(async move {
            let programs = Programs::new(database).await;
            let storm = programs.storm("BÃO SỐ 9 ĐANG VÀO GẦN BỜ");
            // Somebody else publishes, and takes his time.
            let held = programs.office.office.records().hold(LockName::Publishing).await.unwrap();
            let first = programs.post(0, "alerts", Some("\"k\""), &storm);
            let second = async {
                // Until the first has begun, the second would be the first.
                let key = programs.key("k", &[b"alerts", storm.to_string().as_bytes()]).await;
                loop {
                    let mut tx = programs.office.office.records().read().await.unwrap();
                    if idempotency::get(&mut tx, &key.token, &key.name).await.unwrap().is_some() {
                        break;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                }
                let second = programs.post(0, "alerts", Some("\"k\""), &storm).await;
                drop(held);
                second
            };
            let (first, second) = tokio::join!(first, second);
            assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
            assert_eq!((second.status, &second.body["code"]), (StatusCode::CONFLICT, &json!("key-under-way")));
            let third = programs.post(0, "alerts", Some("\"k\""), &storm).await;
            assert_eq!(third, Said { is_again: true, ..first });
            assert_eq!(programs.alerts().await, 1);
        })
    });
}

#[test]
fn an_emergency_whose_server_was_cut_off_is_put_out_once() {
    on_each(|database| {
        Box::pin(async move {
            let programs = Programs::new(database).await;
            let office = &programs.office.office;
            let storm = programs.storm("BÃO SỐ 9 ĐANG VÀO GẦN BỜ");
            let cut = limits::IDEMPOTENCY_UNDER_WAY_MS;
            // Before anything was done.
            let key = programs.key("truoc", &[b"alerts", storm.to_string().as_bytes()]).await;
            assert!(matches!(office.begin_once(&key).await.unwrap(), Once::Do { .. }));
            assert_eq!(programs.post(0, "alerts", Some("\"truoc\""), &storm).await.status, StatusCode::CONFLICT);
            programs.office.clock.advance(cut);
            let done = programs.post(0, "alerts", Some("\"truoc\""), &storm).await;
            assert_eq!((done.status, programs.alerts().await), (StatusCode::CREATED, 1), "{done:?}");
            // After it was put out, and before that was answered.
            let key = programs.key("sau", &[b"alerts", storm.to_string().as_bytes()]).await;
            let Once::Do { subject } = office.begin_once(&key).await.unwrap() else { panic!("it is new") };
            let templates = office.alert_templates().await.unwrap();
            let text = templates.into_iter().find(|template| template.id == "bao").unwrap().text;
            let mut fields = text.fields;
            fields.0.insert("headline".to_owned(), "BÃO SỐ 9".to_owned());
            let alerting = Alerting {
                text: DraftText { fields, ..text },
                displays: Vec::new(),
                tags: Vec::new(),
                until: programs.office.now() + 3_600_000,
            };
            let (id, version) = office.alert_as(programs.office.person('a'), &subject, &alerting).await.unwrap();
            assert!(
                office.alert_as(programs.office.person('a'), &subject, &alerting).await.is_err(),
                "nor twice at once"
            );
            programs.office.clock.advance(cut);
            let found = programs.post(0, "alerts", Some("\"sau\""), &storm).await;
            assert_eq!(found.status, StatusCode::CREATED, "{found:?}");
            assert_eq!(found.body, json!({"id": id, "version": version.n, "published": true, "address": "/khan-cap"}));
            assert_eq!(programs.alerts().await, 2);
        })
    });
}

#[test]
fn content_that_is_sent_again_with_its_key_has_the_first_answer() {
    on_each(|database| {
        Box::pin(async move {
            let programs = Programs::new(database).await;
            let slide = |words: &str| json!({"slides": [{"id": "nuoc", "template": "slogan", "text": words}]});
            let content = slide("Tiết kiệm nước là giữ ruộng đồng");
            let first = programs.post(0, "submissions", Some("\"nuoc\""), &content).await;
            assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
            let again = programs.post(0, "submissions", Some("\"nuoc\""), &content).await;
            assert_eq!(again, Said { is_again: true, ..first });
            let other = programs.post(0, "submissions", Some("\"nuoc\""), &slide("Giữ nước")).await;
            assert_eq!(
                (other.status, &other.body["code"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!("key-of-another"))
            );
        })
    });
}

#[test]
fn a_program_that_makes_up_keys_without_end_has_the_newest_remembered() {
    on_each(|database| {
        Box::pin(async move {
            let programs = Programs::new(database).await;
            let office = &programs.office.office;
            let key = programs.key("", &[b"alerts", b"{}"]).await;
            let named = |n: u64| OnceKey { name: format!("khoa-{n}"), ..key.clone() };
            for n in 0..limits::IDEMPOTENCY_KEYS + 9 {
                programs.office.clock.advance(1);
                assert!(matches!(office.begin_once(&named(n)).await.unwrap(), Once::Do { .. }));
            }
            let kept = idempotency::count(&mut office.records().read().await.unwrap(), &key.token).await.unwrap();
            assert_eq!(kept, limits::IDEMPOTENCY_KEYS);
            assert_eq!(office.begin_once(&named(limits::IDEMPOTENCY_KEYS + 8)).await.unwrap(), Once::UnderWay);
        })
    });
}
