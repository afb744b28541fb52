//! An office with people in it, on a database and a clock that a test moves.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use bangtin::{
    approval::{self, Account, AccountId, Decision, History, ItemId, ItemKind, Role, Roles, SubmissionId},
    clock::Clock,
    feed::{Lifetimes, RootKeys},
    model::{Programme, Transition, Unit, WallTime},
    office::{
        Actor, Decided, DraftSave, Office, OfficeError, OfficeOptions, PublishedVersion, Sending,
        item_form::{DraftText, Fields},
    },
    records::{
        account, alert,
        audit::{self, Verdict},
        submission, version,
    },
};

use argon2::{Argon2, password_hash::PasswordHasher as _};

use crate::{database::Database, fixture::MORNING};

/// Everybody's password.
pub const PASSWORD: &str = "trâu vàng uống nước ao nhà";

/// An office and its people: `a` and `d` write, `b` and `c` approve, `q` keeps displays and accounts, `v` only looks; `a` and
/// `b` may put out emergencies.
pub struct Desk {
    pub office: Office,
    pub clock: Clock,
    pub people: BTreeMap<char, Actor>,
    pub folder: PathBuf,
}

/// What an office has in it when it is opened.
#[derive(Clone, Copy)]
pub enum Content<'a> {
    /// The commune's name alone.
    Nothing,
    /// The sample campaign.
    Sample,
    /// A folder of slides.
    Folder(&'a Path),
}

pub fn unit() -> Unit {
    Unit {
        name: "UBND xã Mai Phụ".into(),
        kicker: "CẢI CÁCH HÀNH CHÍNH".into(),
        hotline: "18001096".into(),
        portal: "dichvucong.gov.vn".into(),
        mark: None,
        transition: Transition::Fade,
        transition_ms: 800,
        reduced_motion: false,
    }
}

fn person(login: char, name: &str, roles: &[Role], emergency: bool) -> Account {
    Account {
        id: AccountId(login.to_string()),
        login: login.to_string(),
        name: name.to_owned(),
        post: String::new(),
        roles: Roles::of(roles.iter().copied()),
        emergency,
        tags: Vec::new(),
        off: None,
    }
}

/// The hash of everybody's password: made once, for it takes its time.
fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| Argon2::default().hash_password(PASSWORD.as_bytes()).unwrap().to_string())
}

/// Opens the office of that folder and database, without making anything.
pub async fn open(folder: &Path, database: &str, clock: &Clock) -> Office {
    let database = Some(database.to_owned());
    Office::open(OfficeOptions { database, ..OfficeOptions::in_folder(folder, clock.clone()) }).await.unwrap()
}

impl Desk {
    /// An office whose commune is named, with nothing else in it.
    pub async fn new(database: &Database) -> Self {
        Self::with(database, Clock::fixed(MORNING), Content::Nothing).await
    }

    /// An office with that in it.
    pub async fn with(database: &Database, clock: Clock, content: Content<'_>) -> Self {
        let folder = database.folder().join("office");
        let office = open(&folder, &database.address, &clock).await;
        let repository = office.repository().clone();
        let now = clock.now().wall;
        tokio::task::spawn_blocking(move || repository.init(RootKeys::default(), Lifetimes::SERVED, now).unwrap())
            .await
            .unwrap();
        let people = [
            person('a', "Nguyễn Thị An", &[Role::Author], true),
            person('b', "Trần Văn Bình", &[Role::Approver], true),
            person('c', "Lê Thị Cúc", &[Role::Approver], false),
            person('d', "Hoàng Văn Dũng", &[Role::Author], false),
            person('q', "Phạm Thị Quý", &[Role::Administrator], false),
            person('v', "Võ Thị Vân", &[], false),
        ];
        let mut tx = office.records().write().await.unwrap();
        for person in &people {
            account::insert(&mut tx, person, hash(), now).await.unwrap();
        }
        tx.commit().await.unwrap();
        let people: BTreeMap<char, Actor> = people
            .into_iter()
            .map(|account| (account.login.chars().next().unwrap(), Actor { account, ip: "192.0.2.1".to_owned() }))
            .collect();
        match content {
            Content::Nothing => {
                office.begin(None, unit(), false).await.unwrap();
            }
            Content::Sample => {
                office.begin(Some(&people[&'q']), unit(), true).await.unwrap();
            }
            Content::Folder(slides) => {
                office.import_folder(slides).await.unwrap();
            }
        }
        Self { clock, people, folder, office }
    }

    pub fn person(&self, who: char) -> &Actor {
        &self.people[&who]
    }

    pub async fn new_slide(&self, who: char, words: &str) -> ItemId {
        let draft = self.office.new_draft(self.person(who), ItemKind::Slide, words, slogan(words)).await.unwrap();
        draft.item
    }

    /// Saves a draft over whatever the person has of it.
    pub async fn write(&self, who: char, item: &ItemId, text: DraftText) {
        let mine = self.office.edit(self.person(who).id(), item).await.unwrap();
        let save = DraftSave { item: item.clone(), base: mine.base, text, saves: mine.saves, with: Default::default() };
        self.office.save_draft(self.person(who), save).await.unwrap();
    }

    pub async fn send(&self, who: char, items: &[&ItemId]) -> Result<SubmissionId, OfficeError> {
        let drafts = items.iter().map(|item| (*item).clone()).collect();
        self.office.send(self.person(who), &Sending { drafts, ..Sending::default() }).await
    }

    pub async fn approve(&self, who: char, id: &SubmissionId) -> Result<PublishedVersion, OfficeError> {
        match self.office.decide(self.person(who), id, Decision::Approve).await? {
            Decided::Published(version) => Ok(version),
            Decided::Draft => panic!("approving makes no draft"),
        }
    }

    /// A slide that `who` wrote and `by` approved.
    pub async fn approved_slide(&self, who: char, by: char, words: &str) -> ItemId {
        let item = self.new_slide(who, words).await;
        let id = self.send(who, &[&item]).await.unwrap();
        self.approve(by, &id).await.unwrap();
        item
    }

    /// What is signed.
    pub fn programme(&self) -> Programme {
        self.office.repository().state().unwrap().programme.unwrap()
    }

    /// Whether that slide is signed.
    pub fn holds(&self, item: &ItemId) -> bool {
        self.programme().slides.iter().any(|slide| slide.id.as_str() == item.own())
    }

    pub fn now(&self) -> WallTime {
        self.clock.now().wall
    }
}

/// The form of a slogan that says that.
pub fn slogan(words: &str) -> DraftText {
    let fields = [("template", "slogan"), ("text", words)];
    typed(&fields)
}

/// Fields as an officer types them.
pub fn typed(fields: &[(&str, &str)]) -> DraftText {
    let fields = fields.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    DraftText { fields: Fields(fields), ..DraftText::default() }
}

/// Whether everything that the office ever signed keeps the rule, its log is whole, and database and feed say the same.
pub async fn must_agree(office: &Office) {
    office.reconcile().await.unwrap();
    let state = {
        let repository = office.repository().clone();
        tokio::task::spawn_blocking(move || repository.state().unwrap()).await.unwrap()
    };
    let live = office.live().await.unwrap();
    let version = live.version.clone().expect("there is a version");
    let (digest, _) = state.target.unwrap();
    assert_eq!(version.programme, Some(digest), "version {}", version.n);
    let programme = state.programme.unwrap();
    assert_eq!(programme.version, version.n);
    let signed: BTreeMap<_, _> = programme.slides.iter().map(|slide| (&slide.id, slide)).collect();
    let known: BTreeMap<_, _> = live.slides().map(|body| (&body.slide.id, &body.slide)).collect();
    assert_eq!(signed.keys().collect::<Vec<_>>(), known.keys().collect::<Vec<_>>());
    for (id, slide) in &known {
        // The time it is shown is filled in when it is published.
        assert_eq!(signed[*id].content, slide.content);
    }
    let campaigns: Vec<_> = programme.campaigns.iter().map(|campaign| &campaign.id).collect();
    assert_eq!(campaigns, live.campaigns().map(|body| &body.campaign.id).collect::<Vec<_>>());

    let mut tx = office.records().read().await.unwrap();
    assert!(matches!(audit::verify(&mut tx).await.unwrap(), Verdict::Whole { .. }));
    let mut versions = Vec::new();
    for n in 1..=version.n {
        versions.extend(version::get(&mut tx, n).await.unwrap());
    }
    let submissions = submission::newest(&mut tx, u32::MAX).await.unwrap();
    let alerts = alert::newest(&mut tx, u32::MAX).await.unwrap();
    for version in &versions {
        let history = History { versions: &versions, submissions: &submissions, alerts: &alerts };
        approval::holds(version, history).unwrap_or_else(|broken| panic!("{broken}"));
    }
}
