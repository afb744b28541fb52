//! Promises about the table: who is let in where, and that the interface for programs is described as it is.

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
