//! An office with people in it, on a database and a clock that a test moves.

use std::{collections::BTreeMap, path::PathBuf};

use bangtin::{
    approval::{Account, AccountId, Decision, ItemId, ItemKind, Role, Roles, SubmissionId},
    clock::Clock,
    feed::{Lifetimes, RootKeys},
    model::{Programme, Transition, Unit, WallTime},
    office::{
        Actor, Decided, DraftSave, Office, OfficeError, OfficeOptions, PublishedVersion, Sending,
        item_form::{DraftText, Fields},
    },
    records::account,
};

use crate::{database::Database, fixture::MORNING};

/// An office and its people: `a` and `d` write, `b` and `c` approve, `q` keeps the accounts; `a` and `b` may put out
/// emergencies.
pub struct Desk {
    pub office: Office,
    pub clock: Clock,
    pub people: BTreeMap<char, Actor>,
    pub folder: PathBuf,
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

fn person(login: char, roles: &[Role], emergency: bool) -> Account {
    Account {
        id: AccountId(login.to_string()),
        login: login.to_string(),
        name: format!("Người {login}"),
        post: String::new(),
        roles: Roles::of(roles.iter().copied()),
        emergency,
        tags: Vec::new(),
        off: None,
    }
}

/// Opens the office of that folder and database, without making anything.
pub async fn open(folder: &std::path::Path, database: &str, clock: &Clock) -> Office {
    let database = Some(database.to_owned());
    Office::open(OfficeOptions { database, ..OfficeOptions::in_folder(folder, clock.clone()) }).await.unwrap()
}

impl Desk {
    /// An office whose commune is named, with nothing else in it.
    pub async fn new(database: &Database) -> Self {
        let clock = Clock::fixed(MORNING);
        let folder = database.folder().join("office");
        let office = open(&folder, &database.address, &clock).await;
        let repository = office.repository().clone();
        let now = clock.now().wall;
        tokio::task::spawn_blocking(move || repository.init(RootKeys::default(), Lifetimes::SERVED, now).unwrap())
            .await
            .unwrap();
        let people = [
            person('a', &[Role::Author], true),
            person('b', &[Role::Approver], true),
            person('c', &[Role::Approver], false),
            person('d', &[Role::Author], false),
            person('q', &[Role::Administrator], false),
        ];
        let mut tx = office.records().write().await.unwrap();
        for person in &people {
            account::insert(&mut tx, person, "no password", now).await.unwrap();
        }
        tx.commit().await.unwrap();
        office.begin(None, unit(), false).await.unwrap();
        let people = people
            .into_iter()
            .map(|account| (account.login.chars().next().unwrap(), Actor { account, ip: "192.0.2.1".to_owned() }));
        Self { clock, people: people.collect(), folder, office }
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
