//! The demonstration's office: made in an empty folder, with the folder of slides brought in and two people who may log in.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::error::DemoError;
use crate::{
    approval::{Role, Roles},
    clock::Clock,
    feed::{self, Lifetimes, OfficeClock, Repository, RootKeys},
    model::{DisplayId, Programme, Size},
    office::{Keeper, NewAccount, Office, OfficeOptions, Password, random},
    server::{Children, FeedPlace, PageState, Road, Site, StatusTo},
};

/// An office that runs, and what the demonstration needs of it.
pub(super) struct DemoOffice {
    /// The root file halls are installed with.
    pub(super) root: PathBuf,
    /// What is on at first.
    pub(super) programme: Arc<Programme>,
    /// Who may log in.
    pub(super) people: Vec<Person>,
    /// What is served.
    pub(super) site: Site,
    /// The page's own part of it.
    pub(super) pages: PageState,
}

/// Somebody who may log in.
pub(super) struct Person {
    /// The name that is typed.
    pub(super) login: &'static str,
    /// The password, made for this run alone.
    pub(super) password: String,
    /// What the person may do, in words.
    pub(super) may: &'static str,
}

/// One who writes, and one who approves: nobody approves what he wrote.
const PEOPLE: [(&str, &str, &str, &str, &[Role]); 2] = [
    ("a.vanhoa", "Nguyễn Thị A", "Cán bộ văn hóa", "writes", &[Role::Author]),
    ("b.chutich", "Trần Văn B", "Phó Chủ tịch xã", "approves", &[Role::Approver, Role::Administrator]),
];

/// Makes an office in `dir` and brings the folder of slides in as its first version.
///
/// # Errors
/// [`DemoError`] of slides, programme and signing.
pub(super) async fn open(slides: &Path, dir: &Path, clock: &Clock) -> Result<DemoOffice, DemoError> {
    let (tree, keys) = (dir.join("feed"), dir.join("keys"));
    let repository = Repository::in_folder(&tree, &keys);
    repository.init(RootKeys::default(), Lifetimes::SERVED, clock.now().wall)?;
    let office = Office::open(OfficeOptions::in_folder(dir, clock.clone())).await?;
    office.import_folder(slides).await?;
    let mut people = Vec::new();
    for (login, name, post, may, roles) in PEOPLE {
        let password = random::hex::<8>();
        let new = NewAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            post: post.to_owned(),
            roles: Roles::of(roles.iter().copied()),
            emergency: true,
            tags: Vec::new(),
            password: Password::typed(&password),
        };
        office.add_account(Keeper::Console, &new).await?;
        people.push(Person { login, password, may });
    }
    let state = repository.state()?;
    let office_clock = OfficeClock::of(&state);
    let programme = Arc::new(state.programme.ok_or(DemoError::Empty)?);
    let site = Site {
        feed: FeedPlace::of(&office),
        keys_dir: Some(keys),
        clock: clock.clone(),
        office_clock: office_clock.clone(),
        status_to: StatusTo::Nobody,
    };
    let children = Children::of(&office, None);
    let pages = PageState::new(office, office_clock, children, Road::default());
    Ok(DemoOffice { root: feed::root_file(&tree), programme, people, site, pages })
}

/// Two displays that show the same, for the two halls: of the same size and under the same tags.
pub(super) fn twins(programme: &Programme) -> Option<[DisplayId; 2]> {
    let wide = |size: Option<Size>| size.is_none_or(|size| size == Size::FULL_HD);
    let named: Vec<_> = programme.displays.iter().filter(|display| wide(display.size)).collect();
    let pairs = named.windows(2).find(|pair| pair[0].tags == pair[1].tags)?;
    Some([pairs[0].id.clone(), pairs[1].id.clone()])
}
