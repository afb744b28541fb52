//! Promises about emergencies: out at once, seen by a second person, and over for everybody at the same time.

use std::sync::Arc;

use bangtin::{
    approval::{AlertState, Body, ItemId, Refusal, Right, VersionKind},
    model::{DisplayId, Priority, SlideContent, WallTime},
    office::{AlertEnding, Alerting, OfficeError, item_form::DraftText},
    records::alert,
    schedule::Schedule,
};

use crate::{
    database::on_each,
    office_fixture::{Desk, typed},
};

const HOUR: i64 = 3_600_000;

fn refusal<T: std::fmt::Debug>(result: Result<T, OfficeError>) -> Refusal {
    match result {
        Err(OfficeError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn storm() -> DraftText {
    typed(&[
        ("headline", "BÃO SỐ 12|ĐANG VÀO GẦN BỜ"),
        ("level", "3"),
        ("actions[1]", "Không ra khơi."),
        ("issuer", "Ban Chỉ huy Phòng thủ dân sự xã Mai Phụ"),
    ])
}

fn alerting(desk: &Desk, ms: i64) -> Alerting {
    Alerting { text: storm(), displays: Vec::new(), tags: Vec::new(), until: desk.now() + ms }
}

/// The words of what is on a display at that instant.
fn on_air(desk: &Desk, at: WallTime) -> String {
    let programme = Arc::new(desk.programme());
    let slot = Schedule::new(Arc::clone(&programme), None::<&DisplayId>).due(at);
    let slide = programme.slide(&slot.slide).unwrap();
    slide.content.texts().collect::<Vec<_>>().join(" / ")
}

async fn state(desk: &Desk, id: &str) -> AlertState {
    alert::get(&mut desk.office.records().read().await.unwrap(), id).await.unwrap().unwrap().state
}

#[test]
fn an_emergency_is_out_before_anybody_else_has_seen_it_and_its_end_is_signed_with_it() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            desk.approved_slide('d', 'b', "Gần dân, sát việc").await;
            let no_right = desk.office.alert(desk.person('c'), &alerting(&desk, HOUR)).await;
            assert_eq!(refusal(no_right), Refusal::NoRight { right: Right::Alert });
            for ms in [0, -HOUR, 90 * 24 * HOUR] {
                assert_eq!(refusal(desk.office.alert(desk.person('a'), &alerting(&desk, ms)).await), Refusal::NoEnd);
            }
            let empty = Alerting { text: DraftText::default(), ..alerting(&desk, HOUR) };
            assert!(matches!(desk.office.alert(desk.person('a'), &empty).await, Err(OfficeError::Mistakes { .. })));
            let (id, version) = desk.office.alert(desk.person('a'), &alerting(&desk, HOUR)).await.unwrap();
            assert_eq!((version.n, version.unsigned), (3, None));
            let now = desk.now();
            assert!(on_air(&desk, now).starts_with("BÃO SỐ 12"), "{}", on_air(&desk, now));
            // Nothing more is published: halls without a line show it too.
            assert!(on_air(&desk, now + HOUR + 1).contains("ĐÃ HẾT GIỜ HIỆU LỰC"), "{}", on_air(&desk, now + HOUR + 1));
            assert!(!on_air(&desk, now + HOUR + 10 * 60_000 + 1).contains("HIỆU LỰC"));
            let programme = desk.programme();
            let campaign = programme.campaigns.iter().find(|campaign| campaign.id.as_str() == id).unwrap();
            assert_eq!(campaign.priority, Priority::Emergency);
            let SlideContent::Alert(alert) = &programme.slide(&id.parse().unwrap()).unwrap().content else { panic!() };
            assert_eq!(alert.expires.map(WallTime::from), Some(now + HOUR));
            assert_eq!(state(&desk, &id).await, AlertState::Unconfirmed);
            assert_eq!(refusal(desk.office.confirm_alert(desk.person('a'), &id).await), Refusal::OwnWork);
            assert!(desk.office.confirm_alert(desk.person('d'), &id).await.is_err());
            desk.office.confirm_alert(desk.person('c'), &id).await.unwrap();
            assert_eq!(state(&desk, &id).await, AlertState::Confirmed);
            assert!(desk.office.confirm_alert(desk.person('b'), &id).await.is_err(), "once");
        })
    });
}

#[test]
fn an_emergency_that_was_confirmed_is_over_when_two_people_say_so() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let (id, _) = desk.office.alert(desk.person('a'), &alerting(&desk, 6 * HOUR)).await.unwrap();
            desk.office.confirm_alert(desk.person('b'), &id).await.unwrap();
            desk.clock.advance(HOUR);
            assert_eq!(desk.office.end_alert(desk.person('a'), &id).await.unwrap(), AlertEnding::Asked);
            assert_eq!(desk.office.end_alert(desk.person('a'), &id).await.unwrap(), AlertEnding::Asked, "not alone");
            desk.office.keep_alert(desk.person('c'), &id).await.unwrap();
            assert!(desk.office.keep_alert(desk.person('c'), &id).await.is_err());
            assert_eq!(desk.office.end_alert(desk.person('b'), &id).await.unwrap(), AlertEnding::Asked);
            let AlertEnding::Over(Some(version)) = desk.office.end_alert(desk.person('a'), &id).await.unwrap() else {
                panic!()
            };
            assert_eq!(version.unsigned, None);
            assert_eq!(state(&desk, &id).await, AlertState::Ended);
            let now = desk.now();
            assert!(on_air(&desk, now).contains("ĐÃ HẾT NGUY HIỂM"));
            assert!(!on_air(&desk, now + 10 * 60_000).contains("NGUY HIỂM"));
            assert!(desk.office.end_alert(desk.person('b'), &id).await.is_err(), "it is over");
            // What tells that it is over goes with the next version after the ten minutes.
            desk.clock.advance(11 * 60_000);
            desk.approved_slide('d', 'b', "Gần dân, sát việc").await;
            let live = desk.office.live().await.unwrap();
            assert_eq!((live.slides().count(), live.campaigns().count()), (1, 0));
        })
    });
}

#[test]
fn a_false_alarm_is_called_off_by_the_second_person_alone() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let (id, _) = desk.office.alert(desk.person('a'), &alerting(&desk, HOUR)).await.unwrap();
            assert_eq!(desk.office.end_alert(desk.person('a'), &id).await.unwrap(), AlertEnding::Asked);
            assert!(matches!(desk.office.end_alert(desk.person('c'), &id).await.unwrap(), AlertEnding::Over(Some(_))));
        })
    });
}

#[test]
fn a_newer_bulletin_takes_the_place_of_the_first_and_is_confirmed_anew() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let (id, _) = desk.office.alert(desk.person('a'), &alerting(&desk, HOUR)).await.unwrap();
            desk.office.confirm_alert(desk.person('b'), &id).await.unwrap();
            desk.clock.advance(HOUR / 2);
            let mut newer = alerting(&desk, 2 * HOUR);
            newer.text.fields.set("headline", "BÃO SỐ 12 ĐÃ VÀO BỜ");
            desk.office.renew_alert(desk.person('b'), &id, &newer).await.unwrap();
            assert_eq!(state(&desk, &id).await, AlertState::Unconfirmed);
            assert!(on_air(&desk, desk.now() + HOUR).starts_with("BÃO SỐ 12 ĐÃ VÀO BỜ"));
            assert_eq!(desk.programme().campaigns.len(), 2);
            assert_eq!(refusal(desk.office.confirm_alert(desk.person('b'), &id).await), Refusal::OwnWork);
            desk.office.confirm_alert(desk.person('c'), &id).await.unwrap();
        })
    });
}

#[test]
fn an_emergency_builds_on_what_is_on_never_on_what_waits() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.approved_slide('d', 'b', "Gần dân, sát việc").await;
            desk.write('d', &item, crate::office_fixture::slogan("Chưa ai duyệt")).await;
            let waiting = desk.send('d', &[&item]).await.unwrap();
            let (id, _) = desk.office.alert(desk.person('a'), &alerting(&desk, HOUR)).await.unwrap();
            let programme = desk.programme();
            assert!(programme.slides.iter().all(|slide| slide.content.texts().all(|text| text != "Chưa ai duyệt")));
            // Another version meanwhile does not void what waits, and leaves the emergency on.
            desk.approve('b', &waiting).await.unwrap();
            let live = desk.office.live().await.unwrap();
            assert!(live.body(&ItemId::Slide(id.parse().unwrap())).is_some());
            desk.office.take_back(desk.person('b'), 2).await.unwrap();
            assert!(on_air(&desk, desk.now()).starts_with("BÃO"), "playing an earlier version again leaves it on too");
        })
    });
}

#[test]
fn a_stop_takes_an_emergency_off_and_going_on_brings_it_back_while_it_holds() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            desk.approved_slide('d', 'b', "Gần dân, sát việc").await;
            let (id, _) = desk.office.alert(desk.person('a'), &alerting(&desk, HOUR)).await.unwrap();
            desk.office.stop(desk.person('b'), "báo nhầm").await.unwrap();
            assert_eq!(on_air(&desk, desk.now()), "UBND xã Mai Phụ");
            // Another emergency goes out although everything is stopped, and does not end the stop.
            let (second, _) = desk.office.alert(desk.person('b'), &alerting(&desk, HOUR)).await.unwrap();
            assert!(on_air(&desk, desk.now()).starts_with("BÃO"));
            assert!(desk.office.live().await.unwrap().stopped.is_some());
            assert!(matches!(
                desk.office.end_alert(desk.person('a'), &second).await.unwrap(),
                AlertEnding::Over(Some(_))
            ));
            desk.office.resume(desk.person('b'), &[]).await.unwrap();
            let live = desk.office.live().await.unwrap();
            let first = ItemId::Slide(id.parse().unwrap());
            assert!(live.body(&first).is_some(), "the first one still holds");
            assert!(live.body(&ItemId::Slide(second.parse().unwrap())).is_none(), "the other was ended");
            assert_eq!(live.version.as_ref().unwrap().kind, VersionKind::Resume);
            // While everything is stopped, an emergency is ended without a version.
            desk.office.stop(desk.person('b'), "").await.unwrap();
            let before = desk.programme().version;
            assert!(matches!(desk.office.end_alert(desk.person('b'), &id).await.unwrap(), AlertEnding::Over(None)));
            assert_eq!(desk.programme().version, before);
            desk.office.resume(desk.person('q'), &[]).await.unwrap();
            assert!(desk.office.live().await.unwrap().body(&first).is_none());
            assert_eq!(on_air(&desk, desk.now()), "UBND xã Mai Phụ");
        })
    });
}

#[test]
fn prepared_emergencies_are_kept_in_the_office() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let prepared = desk.office.alert_templates().await.unwrap();
            assert_eq!(prepared.len(), 5);
            for template in &prepared {
                let alerting = Alerting { text: template.text.clone(), ..alerting(&desk, HOUR) };
                let (id, _) = desk.office.alert(desk.person('a'), &alerting).await.unwrap();
                let live = desk.office.live().await.unwrap();
                let Some(Body::Slide(body)) = live.body(&ItemId::Slide(id.parse().unwrap())).map(|body| &**body) else {
                    panic!()
                };
                let SlideContent::Alert(alert) = &body.slide.content else { panic!() };
                assert_eq!(alert.issuer, "Ban Chỉ huy Phòng thủ dân sự xã Mai Phụ");
            }
            assert!(desk.office.remove_alert_template(desk.person('d'), "bao").await.is_err());
            desk.office.remove_alert_template(desk.person('q'), "bao").await.unwrap();
            let own = bangtin::office::AlertTemplate { id: "chay".into(), name: "Cháy".into(), text: storm() };
            desk.office.put_alert_template(desk.person('a'), own.clone()).await.unwrap();
            desk.office.put_alert_template(desk.person('a'), own.clone()).await.unwrap();
            let kept = desk.office.alert_templates().await.unwrap();
            assert_eq!((kept.len(), kept.last()), (5, Some(&own)));
        })
    });
}
