//! Promises about what is sent, approved and published.

use bangtin::{
    approval::{Decision, Refusal, SubmissionState, VersionKind},
    model::{Priority, SlideId},
    office::{OfficeError, PlaceTo, Placement, Placing, Sending},
    records::{audit, submission},
};

use crate::{
    database::on_each,
    office_fixture::{Desk, slogan, typed},
};

fn refusal<T: std::fmt::Debug>(result: Result<T, OfficeError>) -> Refusal {
    match result {
        Err(OfficeError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn ids(programme: &bangtin::model::Programme) -> Vec<String> {
    programme.slides.iter().map(|slide| slide.id.to_string()).collect()
}

#[test]
fn what_another_person_approves_is_signed_at_once_and_nothing_else() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            assert_eq!(desk.programme().version, 1);
            let item = desk.new_slide('a', "Gần dân, sát việc").await;
            assert_eq!(item.to_string(), "slide:gan-dan-sat-viec");
            let id = desk.send('a', &[&item]).await.unwrap();
            assert_eq!(desk.programme().version, 1, "nothing is shown that nobody has approved");
            assert_eq!(
                refusal(desk.approve('a', &id).await),
                Refusal::NoRight { right: bangtin::approval::Right::Approve }
            );
            let version = desk.approve('b', &id).await.unwrap();
            assert_eq!((version.n, &version.unsigned), (2, &None));
            let programme = desk.programme();
            assert_eq!((programme.version, ids(&programme)), (2, vec!["gan-dan-sat-viec".to_owned()]));
            let mut tx = desk.office.records().read().await.unwrap();
            let record = programme.record.unwrap();
            assert!(audit::has(&mut tx, record).await.unwrap(), "the log's hash is signed with it");
            let sent = submission::get(&mut tx, &id).await.unwrap().unwrap();
            assert_eq!((sent.state, sent.version), (SubmissionState::Approved, Some(2)));
            drop(tx);
            let live = desk.office.live().await.unwrap();
            let version = live.version.clone().unwrap();
            let state = desk.office.repository().state().unwrap();
            assert_eq!(version.programme, state.target.map(|(digest, _)| digest), "database and feed agree");
            assert_eq!(refusal(desk.approve('c', &id).await), Refusal::Decided { state: SubmissionState::Approved });
        })
    });
}

#[test]
fn nobody_approves_what_he_wrote_even_when_another_sends_it() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.new_slide('b', "Dân biết, dân bàn, dân làm, dân kiểm tra").await;
            // a copies b's words into a draft of the same slide and sends them.
            desk.write('a', &item, slogan("Dân biết, dân bàn, dân làm, dân kiểm tra")).await;
            let id = desk.send('a', &[&item]).await.unwrap();
            assert_eq!(refusal(desk.approve('b', &id).await), Refusal::OwnWork);
            // The same by the verb that takes another person's text.
            let taken = desk.new_slide('b', "Nói đi đôi với làm").await;
            desk.office.take_text(desk.person('d'), &taken, desk.person('b').id()).await.unwrap();
            desk.write('d', &taken, slogan("Nói ít làm nhiều")).await;
            let id = desk.send('d', &[&taken]).await.unwrap();
            assert_eq!(refusal(desk.approve('b', &id).await), Refusal::OwnWork);
            desk.approve('c', &id).await.unwrap();
        })
    });
}

#[test]
fn whoever_wrote_a_revision_that_was_sent_back_is_still_one_of_its_authors() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.new_slide('b', "Một việc một đầu mối").await;
            let first = desk.send('b', &[&item]).await.unwrap();
            assert_eq!(
                refusal(desk.office.decide(desk.person('c'), &first, Decision::Return(" … ")).await),
                Refusal::NoReason
            );
            desk.office.decide(desk.person('c'), &first, Decision::Return("Ghi rõ việc gì")).await.unwrap();
            let back = desk.office.draft(desk.person('b').id(), &item).await.unwrap().unwrap();
            assert_eq!(back.text.fields.get("text"), "Một việc một đầu mối", "it is a draft again");
            desk.write('a', &item, slogan("Một việc, một người chịu trách nhiệm")).await;
            let second = desk.send('a', &[&item]).await.unwrap();
            assert_eq!(refusal(desk.approve('b', &second).await), Refusal::OwnWork);
            desk.approve('c', &second).await.unwrap();
        })
    });
}

#[test]
fn whoever_sends_the_very_same_words_has_written_them_too() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.new_slide('a', "Hồ sơ nộp từ nhà").await;
            let first = desk.send('a', &[&item]).await.unwrap();
            desk.write('b', &item, slogan("Hồ sơ nộp từ nhà")).await;
            let second = desk.send('b', &[&item]).await.unwrap();
            assert_eq!(refusal(desk.approve('b', &first).await), Refusal::OwnWork);
            assert_eq!(refusal(desk.approve('b', &second).await), Refusal::OwnWork);
            desk.approve('c', &first).await.unwrap();
            assert_eq!(refusal(desk.approve('c', &second).await), Refusal::Overtaken);
            desk.office.decide(desk.person('b'), &second, Decision::Withdraw).await.unwrap();
        })
    });
}

#[test]
fn a_slide_is_placed_with_the_submission_and_two_of_them_do_not_hinder_each_other() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let everywhere = Placing { slides: Vec::new(), to: PlaceTo::Place(Placement::default()) };
            let mut sent = Vec::new();
            for (who, words) in [('a', "Gần dân, sát việc"), ('d', "Việc hôm nay chớ để ngày mai")] {
                let item = desk.new_slide(who, words).await;
                let sending = Sending { drafts: vec![item], place: vec![everywhere.clone()], ..Sending::default() };
                sent.push(desk.office.send(desk.person(who), &sending).await.unwrap());
            }
            desk.approve('b', &sent[0]).await.unwrap();
            let programme = desk.programme();
            assert_eq!(programme.campaigns.len(), 1);
            assert_eq!(programme.campaigns[0].title.as_deref(), Some("Gần dân, sát việc"));
            desk.approve('b', &sent[1]).await.unwrap();
            assert_eq!(desk.programme().campaigns.len(), 2, "both were new when they were sent");
            // Now that there is such a campaign, both add to it, and neither undoes the other.
            let mut sent = Vec::new();
            for (who, words) in [('a', "Bốn tại chỗ"), ('d', "Ba sẵn sàng")] {
                let item = desk.new_slide(who, words).await;
                let sending = Sending { drafts: vec![item], place: vec![everywhere.clone()], ..Sending::default() };
                sent.push(desk.office.send(desk.person(who), &sending).await.unwrap());
            }
            desk.approve('b', &sent[0]).await.unwrap();
            desk.approve('b', &sent[1]).await.unwrap();
            let programme = desk.programme();
            assert_eq!(programme.campaigns.len(), 2);
            let list = programme.playlists.iter().map(|list| list.slides.len()).max();
            assert_eq!(list, Some(3));
            let live = desk.office.live().await.unwrap();
            let slide: SlideId = "ba-san-sang".parse().unwrap();
            assert_eq!(live.campaigns_of(&slide).count(), 1);
            assert_eq!(programme.campaigns[0].priority, Priority::Normal);
        })
    });
}

#[test]
fn what_is_taken_away_goes_off_its_playlists_too_once_another_has_agreed() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.new_slide('a', "Gần dân, sát việc").await;
            let place = vec![Placing { slides: Vec::new(), to: PlaceTo::Place(Placement::default()) }];
            let sending = Sending { drafts: vec![item.clone()], place, ..Sending::default() };
            let id = desk.office.send(desk.person('a'), &sending).await.unwrap();
            desk.approve('b', &id).await.unwrap();
            let sending = Sending { remove: vec![item.clone()], ..Sending::default() };
            let id = desk.office.send(desk.person('d'), &sending).await.unwrap();
            assert_eq!(desk.programme().slides.len(), 1);
            let version = desk.approve('c', &id).await.unwrap();
            assert_eq!(version.left_out, []);
            let programme = desk.programme();
            assert_eq!((programme.slides.len(), programme.playlists[0].slides.len()), (0, 0));
        })
    });
}

#[test]
fn an_earlier_version_plays_again_as_a_new_one_and_displays_stay() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.approved_slide('a', 'b', "Gần dân, sát việc").await;
            desk.write('a', &item, slogan("Gần dân, sát việc, tận tâm")).await;
            let id = desk.send('a', &[&item]).await.unwrap();
            assert_eq!(desk.approve('b', &id).await.unwrap().n, 3);
            let display = desk.office.new_draft(
                desk.person('q'),
                bangtin::approval::ItemKind::Display,
                "",
                typed(&[("label", "Thôn 1")]),
            );
            let display = display.await.unwrap().item;
            assert!(display.to_string().starts_with("display:mh-"), "{display}");
            let id = desk.send('q', &[&display]).await.unwrap();
            desk.approve('b', &id).await.unwrap();
            assert!(desk.office.take_back(desk.person('a'), 2).await.is_err());
            let version = desk.office.take_back(desk.person('c'), 2).await.unwrap();
            assert_eq!(version.n, 5);
            let programme = desk.programme();
            assert!(programme.slides[0].content.texts().any(|text| text == "Gần dân, sát việc"));
            assert_eq!(programme.displays.len(), 1, "a hall keeps its name");
            let live = desk.office.live().await.unwrap();
            let version = live.version.clone().unwrap();
            assert_eq!((version.kind, version.of), (VersionKind::TakeBack, Some(2)));
        })
    });
}

#[test]
fn everything_stops_at_once_and_goes_on_without_what_was_wrong() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let good = desk.approved_slide('a', 'b', "Gần dân, sát việc").await;
            let wrong = desk.approved_slide('a', 'b', "Trang ghi sai ngày tập huấn").await;
            let waiting = desk.new_slide('a', "Chờ duyệt").await;
            let waiting = desk.send('a', &[&waiting]).await.unwrap();
            assert_eq!(refusal(desk.office.resume(desk.person('b'), &[]).await), Refusal::NotStopped);
            assert_eq!(desk.office.stop(desk.person('q'), "Ghi sai ngày").await.unwrap().n, 4);
            let programme = desk.programme();
            assert_eq!((programme.slides.len(), programme.campaigns.len()), (0, 0));
            assert_eq!(refusal(desk.office.stop(desk.person('b'), "").await), Refusal::Stopped);
            assert_eq!(refusal(desk.approve('b', &waiting).await), Refusal::Stopped);
            assert_eq!(refusal(desk.office.take_back(desk.person('b'), 2).await), Refusal::Stopped);
            desk.office.resume(desk.person('b'), &[wrong]).await.unwrap();
            assert_eq!(ids(&desk.programme()), [good.own()]);
            desk.approve('b', &waiting).await.unwrap();
        })
    });
}

#[test]
fn whoever_was_closed_out_meanwhile_approves_nothing() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.new_slide('a', "Gần dân, sát việc").await;
            let id = desk.send('a', &[&item]).await.unwrap();
            desk.office.close_account(bangtin::office::Keeper::Console, desk.person('b').id()).await.unwrap();
            // The page was opened before.
            assert!(matches!(refusal(desk.approve('b', &id).await), Refusal::NoRight { .. }));
            assert_eq!(desk.programme().version, 1);
        })
    });
}
