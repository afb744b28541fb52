//! Promises about drafts: no text is ever lost, and nobody writes over another.

use bangtin::{
    approval::{ItemId, ItemKind, SlideState},
    form::FieldProblem,
    model::{Digest, limits},
    office::{
        Draft, DraftSave, OfficeError, Saved, Sending,
        item_form::{self, DraftText},
    },
};
use proptest::prelude::*;

use crate::{
    database::{Database, on_each},
    office_fixture::{Desk, slogan, typed},
};

async fn save(desk: &Desk, who: char, item: &ItemId, words: &str, saves: u64) -> Saved {
    let save = DraftSave { item: item.clone(), base: None, text: slogan(words), saves, with: Default::default() };
    desk.office.save_draft(desk.person(who), save).await.unwrap()
}

async fn mine(desk: &Desk, who: char, item: &ItemId) -> Draft {
    desk.office.draft(desk.person(who).id(), item).await.unwrap().unwrap()
}

fn texts(draft: &Draft) -> Vec<String> {
    let texts = [&draft.text].into_iter().chain(draft.kept.iter().map(|kept| &kept.text));
    texts.map(|text| text.fields.get("text").to_owned()).collect()
}

#[test]
fn a_draft_is_kept_as_it_was_typed_right_or_wrong() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let text =
                typed(&[("template", "guide"), ("title", "  Khai  sinh "), ("steps[2]", ""), ("duration_s", "lâu")]);
            let draft =
                desk.office.new_draft(desk.person('a'), ItemKind::Slide, "Khai sinh", text.clone()).await.unwrap();
            assert_eq!(draft.item.to_string(), "slide:khai-sinh");
            assert_eq!(mine(&desk, 'a', &draft.item).await.text, text);
            let again = desk.office.new_draft(desk.person('a'), ItemKind::Slide, "Khai sinh", text).await.unwrap();
            assert_eq!(again.item.to_string(), "slide:khai-sinh-2");
            let sent = desk.send('a', &[&draft.item]).await;
            let Err(OfficeError::Mistakes { mistakes, .. }) = sent else { panic!("{sent:?}") };
            let paths: Vec<&str> = mistakes.listed.iter().map(|mistake| mistake.path.as_str()).collect();
            assert_eq!(paths, ["steps", "duration_s"]);
            assert_eq!(mine(&desk, 'a', &draft.item).await.text.fields.get("duration_s"), "lâu", "still there");
        })
    });
}

#[test]
fn two_windows_of_one_person_keep_both_texts_until_one_is_chosen() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.new_slide('a', "bản đầu").await;
            assert_eq!(save(&desk, 'a', &item, "máy cơ quan", 1).await.kept, 0);
            // The telephone still knows the first save.
            let saved = save(&desk, 'a', &item, "điện thoại", 1).await;
            assert_eq!((saved.saves, saved.kept), (3, 1));
            assert_eq!(texts(&mine(&desk, 'a', &item).await), ["điện thoại", "máy cơ quan"]);
            assert!(matches!(desk.send('a', &[&item]).await, Err(OfficeError::TwoTexts { .. })));
            let chosen = desk.office.choose_text(desk.person('a'), &item, 0).await.unwrap();
            assert_eq!(texts(&chosen), ["máy cơ quan", "điện thoại"]);
            desk.office.drop_text(desk.person('a'), &item, 0).await.unwrap();
            assert!(desk.office.drop_text(desk.person('a'), &item, 0).await.is_err());
            desk.send('a', &[&item]).await.unwrap();
            assert_eq!(desk.office.draft(desk.person('a').id(), &item).await.unwrap(), None);
        })
    });
}

#[test]
fn a_second_person_who_writes_the_same_is_named_and_keeps_a_draft_of_their_own() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.new_slide('a', "của a").await;
            let saved = save(&desk, 'd', &item, "của d", 0).await;
            assert_eq!(saved.others.iter().map(|(id, _)| id.0.as_str()).collect::<Vec<_>>(), ["a"]);
            assert_eq!(mine(&desk, 'a', &item).await.text.fields.get("text"), "của a");
            assert_eq!(desk.office.drafts_of(&item).await.unwrap().len(), 2);
            let taken = desk.office.take_text(desk.person('d'), &item, desk.person('a').id()).await.unwrap();
            assert_eq!(texts(&taken), ["của a", "của d"]);
            assert!(taken.with.contains(desk.person('a').id()));
            desk.office.discard_draft(desk.person('d'), &item).await.unwrap();
            assert_eq!(desk.office.drafts_of(&item).await.unwrap().len(), 1);
        })
    });
}

#[test]
fn looking_at_a_slide_makes_no_draft_and_what_is_too_long_is_refused_whole() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.approved_slide('a', 'b', "Gần dân, sát việc").await;
            let begun = desk.office.edit(desk.person('b').id(), &item).await.unwrap();
            assert_eq!(begun.text.fields.get("text"), "Gần dân, sát việc");
            desk.write('b', &item, begun.text).await;
            assert_eq!(desk.office.draft(desk.person('b').id(), &item).await.unwrap(), None);
            let long = DraftSave {
                item: item.clone(),
                base: None,
                text: slogan(&"a".repeat(limits::DRAFT_BYTES)),
                saves: 0,
                with: Default::default(),
            };
            assert!(matches!(desk.office.save_draft(desk.person('a'), long).await, Err(OfficeError::TooLong)));
            let nowhere: ItemId = "slide:nowhere".parse().unwrap();
            let lost = DraftSave { item: nowhere, base: None, text: slogan("a"), saves: 0, with: Default::default() };
            assert!(desk.office.save_draft(desk.person('a'), lost).await.is_err());
            // The same words again say nothing new.
            desk.write('a', &item, slogan("Gần dân, sát  việc ")).await;
            let sent =
                desk.office.send(desk.person('a'), &Sending { drafts: vec![item.clone()], ..Sending::default() }).await;
            assert!(matches!(sent, Err(OfficeError::NothingNew { .. })), "{sent:?}");
        })
    });
}

#[test]
fn a_picture_that_nobody_has_brought_is_a_mistake_of_its_field() {
    let text = typed(&[("template", "poster"), ("picture", "tranh/a.png"), ("alt", "Ba việc làm tại nhà")]);
    let item: ItemId = "slide:a".parse().unwrap();
    let reading = item_form::read(&item, &text, None, &Default::default());
    assert!(reading.value.is_none());
    assert_eq!(reading.mistakes.listed[0].path, "picture");
    assert!(matches!(reading.mistakes.listed[0].problem, FieldProblem::Missing { .. }));
    let mut text: DraftText = text;
    text.pictures.insert("tranh/a.png".into(), Digest::of(b"a"));
    assert!(item_form::read(&item, &text, None, &Default::default()).value.is_some());
}

#[test]
fn what_every_form_is_given_comes_back_as_it_was_typed() {
    let folder =
        bangtin::folder::Folder::read(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/slides"))).unwrap();
    let keys = folder.pictures.keys().map(|key| (key.clone(), Digest::of(key.as_bytes()))).collect();
    let content = bangtin::publish::Content::from(&folder);
    for body in bangtin::office::fold(&content, Default::default(), &keys) {
        let zone = Default::default();
        let text = item_form::write(&body, &zone);
        let reading = item_form::read(&body.item(), &text, Some(&body), &zone);
        assert!(reading.mistakes.is_empty(), "{}: {:?}", body.item(), reading.mistakes);
        assert_eq!(reading.value.as_ref(), Some(&body));
        assert!(item_form::form_of(&body.item(), &text).is_some());
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// A window saves what it shows, under the count that it knows.
    Save(usize),
    /// A window reads the draft again.
    Look(usize),
    /// Takes the text kept first.
    Choose,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![6 => (0..3usize).prop_map(Step::Save), 2 => (0..3usize).prop_map(Step::Look), 1 => Just(Step::Choose)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Three windows of one person save in any order: the newest text of every window is still there.
    #[test]
    fn whatever_windows_do_the_newest_text_of_each_is_still_there(steps in proptest::collection::vec(any_step(), 1..12)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let database = Database::sqlite();
            let desk = Desk::new(&database).await;
            let item = desk.new_slide('a', "bản đầu").await;
            let (mut knows, mut shows, mut next) = ([1; 3], [const { None }; 3], 0);
            for step in steps {
                match step {
                    Step::Save(window) => {
                        next += 1;
                        // Whoever knows the newest save has seen its text, and goes on from there.
                        let draft = mine(&desk, 'a', &item).await;
                        if draft.saves == knows[window] {
                            shows.iter_mut().for_each(|other| {
                                *other = other.take().filter(|words| draft.text.fields.get("text") != words);
                            });
                        }
                        let words = format!("bản {next} của cửa sổ {window}");
                        knows[window] = save(&desk, 'a', &item, &words, knows[window]).await.saves;
                        shows[window] = Some(words);
                    }
                    Step::Look(window) => {
                        // The person sees all texts now and goes on with the draft's.
                        let draft = mine(&desk, 'a', &item).await;
                        knows[window] = draft.saves;
                        for other in &mut shows {
                            *other = other.take().filter(|words| draft.kept.iter().any(|kept| kept.text.fields.get("text") == words));
                        }
                        shows[window] = Some(draft.text.fields.get("text").to_owned());
                    }
                    Step::Choose => {
                        let draft = mine(&desk, 'a', &item).await;
                        if !draft.kept.is_empty() {
                            desk.office.choose_text(desk.person('a'), &item, 0).await.unwrap();
                        }
                    }
                }
                let there = texts(&mine(&desk, 'a', &item).await);
                for words in shows.iter().flatten() {
                    assert!(there.contains(words), "{words} is not among {there:?}");
                }
            }
        });
    }
}

#[test]
fn a_list_says_of_each_slide_what_it_says_now_however_often_it_was_asked() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let listed = async |id: &ItemId| {
                let entries = desk.office.slides().await.unwrap();
                let entry = entries.into_iter().find(|entry| entry.id.as_str() == id.own()).unwrap();
                (entry.title, entry.state, entry.has_draft)
            };
            let says = |title: &str, state, has_draft| (title.to_owned(), state, has_draft);
            let item = desk.new_slide('a', "bản đầu").await;
            assert_eq!(listed(&item).await, says("bản đầu", SlideState::Draft, true));
            // By a clock that stands still.
            desk.write('a', &item, slogan("bản hai")).await;
            assert_eq!(listed(&item).await, says("bản hai", SlideState::Draft, true));
            desk.office.discard_draft(desk.person('a'), &item).await.unwrap();
            desk.write('a', &item, slogan("viết lại từ đầu")).await;
            let sent = desk.send('a', &[&item]).await.unwrap();
            assert_eq!(listed(&item).await, says("viết lại từ đầu", SlideState::Waiting, false));
            desk.approve('b', &sent).await.unwrap();
            assert_eq!(listed(&item).await, says("viết lại từ đầu", SlideState::Unscheduled, false));
            desk.write('d', &item, slogan("sửa lại")).await;
            assert_eq!(
                listed(&item).await,
                says("viết lại từ đầu", SlideState::Unscheduled, true),
                "what is on is shown"
            );
            desk.office.discard_draft(desk.person('d'), &item).await.unwrap();
            let gone = Sending { remove: vec![item.clone()], ..Sending::default() };
            let gone = desk.office.send(desk.person('a'), &gone).await.unwrap();
            desk.approve('b', &gone).await.unwrap();
            for _ in 0..2 {
                assert_eq!(listed(&item).await, says("viết lại từ đầu", SlideState::Removed, false));
            }
        })
    });
}
