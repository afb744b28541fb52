//! Promises over random histories of an office: many people, drafts, words taken over and copied, sending, deciding, playing
//! again, emergencies, stops, folders brought in, several at once, and restarts.

use std::collections::{BTreeMap, BTreeSet};

use bangtin::{
    approval::{Body, Decision, ItemId, ItemKind, SubmissionId, SubmissionState, VersionKind},
    model::{Slide, SlideContent},
    office::{
        Alerting, Draft, DraftSave, Office, OfficeError, PlaceTo, Placement, Placing, Sending,
        item_form::DraftText,
        prolong::{Prolonging, prolonging},
    },
    records::{alert, revision, submission, version},
};
use proptest::{prelude::*, strategy::ValueTree as _};

use crate::{
    database::Database,
    office_fixture::{Desk, must_agree, open, typed},
};

/// People who may write, and among them those who may approve.
const PEOPLE: [char; 4] = ['a', 'b', 'c', 'd'];

#[derive(Debug, Clone)]
enum Op {
    /// Begins a slide.
    New(char),
    /// Adds a line of one's own to what one sees of a slide, or writes it anew.
    Write {
        who: char,
        slide: usize,
        anew: bool,
    },
    /// Copies a line that somebody else once wrote into one's own text, without saying so.
    Copy {
        who: char,
        slide: usize,
        line: usize,
    },
    /// Takes another person's draft over.
    Take {
        who: char,
        slide: usize,
        from: char,
    },
    /// Sends one slide or two, perhaps with a place.
    Send {
        who: char,
        slide: usize,
        also: Option<usize>,
        place: bool,
    },
    /// Asks for a slide to be taken away.
    Remove {
        who: char,
        slide: usize,
    },
    Approve {
        who: char,
        nth: usize,
    },
    Return {
        who: char,
        nth: usize,
    },
    Withdraw {
        who: char,
        nth: usize,
    },
    TakeBack {
        who: char,
        n: u64,
    },
    Alert {
        who: char,
        renew: bool,
    },
    Confirm(char),
    End(char),
    Stop(char),
    Resume {
        who: char,
        without: Option<usize>,
    },
    /// What ends soon is proposed for a month more: a campaign, or one slide of it.
    Prolong {
        who: char,
        slide: Option<usize>,
    },
    Discard {
        who: char,
        slide: usize,
    },
    Later(i64),
    /// The process ends and another one begins.
    Restart,
}

/// When slides that are sent with an end go off the screens, local time.
const END: &str = "2026-12-10T00:00";

fn person() -> impl Strategy<Value = char> {
    proptest::sample::select(&PEOPLE[..])
}

fn op() -> impl Strategy<Value = Op> {
    let slide = || 0..4usize;
    prop_oneof![
        3 => person().prop_map(Op::New),
        8 => (person(), slide(), any::<bool>()).prop_map(|(who, slide, anew)| Op::Write { who, slide, anew }),
        4 => (person(), slide(), 0..9usize).prop_map(|(who, slide, line)| Op::Copy { who, slide, line }),
        2 => (person(), slide(), person()).prop_map(|(who, slide, from)| Op::Take { who, slide, from }),
        9 => (person(), slide(), proptest::option::weighted(0.2, slide()), any::<bool>())
            .prop_map(|(who, slide, also, place)| Op::Send { who, slide, also, place }),
        1 => (person(), slide()).prop_map(|(who, slide)| Op::Remove { who, slide }),
        12 => (person(), 0..3usize).prop_map(|(who, nth)| Op::Approve { who, nth }),
        2 => (person(), 0..3usize).prop_map(|(who, nth)| Op::Return { who, nth }),
        1 => (person(), 0..3usize).prop_map(|(who, nth)| Op::Withdraw { who, nth }),
        2 => (person(), 1..12u64).prop_map(|(who, n)| Op::TakeBack { who, n }),
        1 => (person(), any::<bool>()).prop_map(|(who, renew)| Op::Alert { who, renew }),
        1 => person().prop_map(Op::Confirm),
        2 => person().prop_map(Op::End),
        1 => person().prop_map(Op::Stop),
        2 => (person(), proptest::option::of(slide())).prop_map(|(who, without)| Op::Resume { who, without }),
        2 => (person(), proptest::option::of(slide())).prop_map(|(who, slide)| Op::Prolong { who, slide }),
        1 => (person(), slide()).prop_map(|(who, slide)| Op::Discard { who, slide }),
        1 => (1..7_200_000i64).prop_map(Op::Later),
        1 => Just(Op::Restart),
    ]
}

/// What the test knows besides the office: who wrote which line.
struct World {
    desk: Desk,
    database: String,
    slides: Vec<ItemId>,
    written: usize,
    /// The newest version that was looked at, and what it said.
    seen: u64,
    lines_on: BTreeMap<ItemId, BTreeSet<String>>,
}

/// Every line says who wrote it, whatever is made of it.
fn line(who: char, n: usize) -> String {
    format!("câu thứ {n} do người {who} viết ra")
}

fn writer(line: &str) -> Option<char> {
    line.split("do người ").nth(1)?.chars().next()
}

fn lines(slide: &Slide) -> BTreeSet<String> {
    match &slide.content {
        SlideContent::Notice(notice) => notice.body.iter().cloned().collect(),
        _ => BTreeSet::new(),
    }
}

fn notice(title: &str, lines: &[String]) -> DraftText {
    let mut text = typed(&[("template", "notice"), ("title", title)]);
    for (n, line) in (1..).zip(lines) {
        text.fields.set(format!("body[{n}]"), line.clone());
    }
    text
}

fn typed_lines(text: &DraftText) -> Vec<String> {
    let fields = text.fields.0.iter().filter(|(path, _)| path.starts_with("body["));
    fields.map(|(_, line)| line.clone()).filter(|line| !line.is_empty()).collect()
}

/// What may rightly be refused; anything else is a mistake of the program.
fn may_be_refused<T>(outcome: Result<T, OfficeError>) -> Option<T> {
    match outcome {
        Ok(done) => Some(done),
        Err(
            OfficeError::Refused(_)
            | OfficeError::NotFound { .. }
            | OfficeError::NothingNew { .. }
            | OfficeError::TwoTexts { .. }
            | OfficeError::Mistakes { .. },
        ) => None,
        Err(error) => panic!("{error:?}"),
    }
}

impl World {
    async fn new(database: &Database) -> Self {
        let desk = Desk::new(database).await;
        let (slides, lines_on) = (Vec::new(), BTreeMap::new());
        Self { desk, database: database.address.clone(), slides, written: 0, seen: 1, lines_on }
    }

    fn slide(&self, n: usize) -> Option<ItemId> {
        self.slides.get(n % self.slides.len().max(1)).cloned()
    }

    fn own_line(&mut self, who: char) -> String {
        self.written += 1;
        line(who, self.written)
    }

    async fn save(&self, who: char, item: &ItemId, lines: &[String]) {
        let by = self.desk.person(who);
        let mine = self.desk.office.edit(by.id(), item).await.unwrap();
        let text = notice(item.own(), lines);
        let Draft { base, saves, with, .. } = mine;
        let save = DraftSave { item: item.clone(), base, text, saves, with };
        self.desk.office.save_draft(by, save).await.unwrap();
    }

    /// Every line that anybody can see of a slide: in drafts, in what was ever sent.
    async fn lines_of(&self, item: &ItemId) -> Vec<String> {
        let drafts = self.desk.office.drafts_of(item).await.unwrap();
        let mut lines: Vec<String> = drafts.iter().flat_map(|draft| typed_lines(&draft.text)).collect();
        let mut tx = self.desk.office.records().read().await.unwrap();
        for row in revision::of_item(&mut tx, item).await.unwrap() {
            if let Body::Slide(body) = &row.body {
                lines.extend(self::lines(&body.slide));
            }
        }
        lines
    }

    /// The submissions that wait, the newest first.
    async fn open(&self) -> Vec<SubmissionId> {
        let mut tx = self.desk.office.records().read().await.unwrap();
        let open = submission::in_state(&mut tx, SubmissionState::Open, 100).await.unwrap();
        open.into_iter().map(|sent| sent.id).collect()
    }

    async fn alert(&self) -> Option<String> {
        let mut tx = self.desk.office.records().read().await.unwrap();
        alert::on(&mut tx, self.desk.now()).await.unwrap().first().map(|alert| alert.id.clone())
    }

    async fn carry_out(&mut self, op: &Op) {
        match *op {
            Op::New(who) => {
                let first = self.own_line(who);
                let text = notice("Thông báo", &[first]);
                let draft = self.desk.office.new_draft(self.desk.person(who), ItemKind::Slide, "thông báo", text).await;
                self.slides.push(draft.unwrap().item);
            }
            Op::Write { who, slide, anew } => {
                let Some(item) = self.slide(slide) else { return };
                let mine = self.desk.office.edit(self.desk.person(who).id(), &item).await.unwrap();
                let mut lines = if anew { Vec::new() } else { typed_lines(&mine.text) };
                lines.push(self.own_line(who));
                self.save(who, &item, &lines).await;
            }
            Op::Copy { who, slide, line } => {
                let Some(item) = self.slide(slide) else { return };
                let known = self.lines_of(&item).await;
                // Whoever wrote it has thrown it away.
                if known.is_empty() {
                    return;
                }
                let mine = self.desk.office.edit(self.desk.person(who).id(), &item).await.unwrap();
                let mut lines = typed_lines(&mine.text);
                lines.push(known[line % known.len()].clone());
                self.save(who, &item, &lines).await;
            }
            Op::Take { who, slide, from } if who != from => {
                let Some(item) = self.slide(slide) else { return };
                let from = self.desk.person(from).id();
                may_be_refused(self.desk.office.take_text(self.desk.person(who), &item, from).await);
            }
            Op::Take { .. } => {}
            Op::Send { who, slide, also, place } => {
                let Some(item) = self.slide(slide) else { return };
                let mut drafts = vec![item];
                drafts.extend(also.and_then(|also| self.slide(also)).filter(|also| *also != drafts[0]));
                let until = (slide % 2 == 0).then(|| END.parse().unwrap());
                let to = PlaceTo::Place(Placement { until, ..Placement::default() });
                let place = place.then(|| Placing { slides: Vec::new(), to });
                let sending = Sending { drafts, place: place.into_iter().collect(), ..Sending::default() };
                may_be_refused(self.desk.office.send(self.desk.person(who), &sending).await);
            }
            Op::Remove { who, slide } => {
                let Some(item) = self.slide(slide) else { return };
                let sending = Sending { remove: vec![item], ..Sending::default() };
                may_be_refused(self.desk.office.send(self.desk.person(who), &sending).await);
            }
            Op::Approve { who, nth } => self.decide(who, nth, Decision::Approve).await,
            Op::Return { who, nth } => self.decide(who, nth, Decision::Return("xem lại")).await,
            Op::Withdraw { who, nth } => self.decide(who, nth, Decision::Withdraw).await,
            Op::TakeBack { who, n } => drop(may_be_refused(self.desk.office.take_back(self.desk.person(who), n).await)),
            Op::Alert { who, renew } => {
                let text = typed(&[("headline", "BÃO"), ("level", "3"), ("actions[1]", "Ở nhà"), ("issuer", "Xã")]);
                let until = self.desk.now() + 3_600_000;
                let alerting = Alerting { text, displays: Vec::new(), tags: Vec::new(), until };
                let by = self.desk.person(who);
                match self.alert().await.filter(|_| renew) {
                    Some(id) => drop(may_be_refused(self.desk.office.renew_alert(by, &id, &alerting).await)),
                    None => drop(may_be_refused(self.desk.office.alert(by, &alerting).await)),
                }
            }
            Op::Confirm(who) => {
                let Some(id) = self.alert().await else { return };
                may_be_refused(self.desk.office.confirm_alert(self.desk.person(who), &id).await);
            }
            Op::End(who) => {
                let Some(id) = self.alert().await else { return };
                may_be_refused(self.desk.office.end_alert(self.desk.person(who), &id).await);
            }
            Op::Stop(who) => drop(may_be_refused(self.desk.office.stop(self.desk.person(who), "").await)),
            Op::Resume { who, without } => {
                let without: Vec<ItemId> = without.and_then(|slide| self.slide(slide)).into_iter().collect();
                may_be_refused(self.desk.office.resume(self.desk.person(who), &without).await);
            }
            Op::Prolong { who, slide } => self.prolong(who, slide).await,
            Op::Discard { who, slide } => {
                let Some(item) = self.slide(slide) else { return };
                may_be_refused(self.desk.office.discard_draft(self.desk.person(who), &item).await);
            }
            Op::Later(ms) => self.desk.clock.advance(ms),
            Op::Restart => {
                let office: Office = open(&self.desk.folder, &self.database, &self.desk.clock).await;
                self.desk.office.records().close().await;
                self.desk.office = office;
            }
        }
    }

    async fn prolong(&self, who: char, slide: Option<usize>) {
        let (office, by) = (&self.desk.office, self.desk.person(who));
        let live = office.live().await.unwrap();
        let ending = live.campaigns().find(|body| body.campaign.until.is_some());
        let Some((campaign, end)) = ending.map(|body| (&body.campaign, body.campaign.until.unwrap())) else { return };
        match slide.and_then(|slide| self.slide(slide)) {
            Some(ItemId::Slide(slide)) => match prolonging(&live, &slide, end) {
                Some(Prolonging::After(places)) => {
                    may_be_refused(office.prolong_slide(by, &slide, places, "").await);
                }
                Some(Prolonging::Campaigns(ids)) => {
                    may_be_refused(office.prolong_campaigns(by, &ids, end, "").await);
                }
                Some(Prolonging::ByHand(_)) | None => {}
            },
            _ => {
                may_be_refused(office.prolong_campaigns(by, std::slice::from_ref(&campaign.id), end, "").await);
            }
        }
    }

    async fn decide(&self, who: char, nth: usize, decision: Decision<'_>) {
        let Some(id) = self.open().await.get(nth).cloned() else { return };
        may_be_refused(self.desk.office.decide(self.desk.person(who), &id, decision).await);
    }

    /// Whether every version that has come since keeps to what people may do, by the lines on its slides.
    async fn look(&mut self) {
        let newest = self.desk.office.live().await.unwrap().n();
        for n in self.seen + 1..=newest {
            let mut tx = self.desk.office.records().read().await.unwrap();
            let version = version::get(&mut tx, n).await.unwrap().unwrap();
            let on: BTreeMap<ItemId, BTreeSet<String>> = revision::of_version(&mut tx, n)
                .await
                .unwrap()
                .into_iter()
                .filter_map(
                    |row| if let Body::Slide(body) = row.body { Some((row.item, lines(&body.slide))) } else { None },
                )
                .collect();
            let by = version.by.as_ref().and_then(|by| by.0.chars().next());
            for (item, lines) in &on {
                let before = self.lines_on.get(item);
                for line in lines.iter().filter(|line| before.is_none_or(|before| !before.contains(*line))) {
                    match version.kind {
                        VersionKind::Publish => {
                            assert!(matches!(by, Some('b' | 'c')), "{by:?} may not approve");
                            assert_ne!(writer(line), by, "version {n}: {by:?} approved `{line}` on {item}");
                        }
                        // Everything was on before.
                        VersionKind::TakeBack | VersionKind::Resume => {}
                        kind => panic!("version {n}, {kind}: `{line}` came on without anybody's word"),
                    }
                }
            }
            let is_stopped = version.kind == VersionKind::Stop;
            assert!(!is_stopped || on.is_empty());
            drop(tx);
            (self.seen, self.lines_on) = (n, on);
        }
    }
}

fn run(ops: Vec<Op>, at_once: bool, database: &Database) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut world = World::new(database).await;
        for op in &ops {
            let both = if at_once { several(&world, op).await } else { false };
            if !both {
                world.carry_out(op).await;
            }
            world.look().await;
        }
        must_agree(&world.desk.office).await;
    });
}

/// Carries out a decision by two people at one time.
async fn several(world: &World, op: &Op) -> bool {
    let Op::Approve { nth, .. } = op else { return false };
    let open = world.open().await;
    let (Some(first), Some(second)) = (open.get(*nth), open.first()) else { return false };
    let office = &world.desk.office;
    let (b, c) = (world.desk.person('b'), world.desk.person('c'));
    let outcome = tokio::join!(
        office.decide(b, first, Decision::Approve),
        office.decide(c, second, Decision::Approve),
        office.decide(c, first, Decision::Approve),
    );
    may_be_refused(outcome.0);
    may_be_refused(outcome.1);
    may_be_refused(outcome.2);
    true
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn nobody_approves_what_he_wrote_by_any_route(ops in proptest::collection::vec(op(), 1..40), at_once in any::<bool>()) {
        run(ops, at_once, &Database::sqlite());
    }
}

#[test]
fn the_same_holds_on_postgresql() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(_) = runtime.block_on(Database::postgres()) else { return };
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..3 {
        let ops = proptest::collection::vec(op(), 30..40).new_tree(&mut runner).unwrap().current();
        let database = runtime.block_on(Database::postgres()).unwrap();
        run(ops, true, &database);
    }
}
