//! Promises about keys and signatures that are renewed while a feed is served.

use std::sync::Arc;

use bangtin::{
    feed::{
        self, ClockDoubt, KeyRotation, Lifetimes, Publication, Renew, RepositoryError, RootKeys,
        transport::FolderTransport,
    },
    model::WallTime,
};

use crate::fixture::{DAY, Hall, MORNING, Office, programme};

const ONLINE: [&str; 3] = ["targets", "snapshot", "timestamp"];

#[test]
fn a_change_of_keys_that_was_cut_off_is_finished_by_the_next_renewal() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let before = office.copy();
    let old = |name: &str| std::fs::read(office.keys().join(name)).unwrap();
    let names = ["targets.pk8", "snapshot.pk8", "timestamp.pk8", "root.json"];
    let old_keys = names.map(old);
    let (online, lifetimes) = (ONLINE.to_vec(), Lifetimes::SERVED);
    let rotation = KeyRotation { online, root: None, root_keys_in: Vec::new(), lifetimes, now: MORNING };
    office.repository().rotate(&rotation).unwrap();
    // As if the mains had gone right after the new root: everything else is still the old.
    std::fs::copy(before.path().join("metadata/timestamp.json"), office.feed().join("metadata/timestamp.json"))
        .unwrap();
    std::fs::write(feed::root_file(&office.feed()), &old_keys[3]).unwrap();
    for (name, old) in names.iter().zip(&old_keys) {
        let path = office.keys().join(name);
        if *name != "root.json" {
            std::fs::rename(&path, office.keys().join("next").join(name)).unwrap();
        }
        std::fs::write(&path, old).unwrap();
    }
    assert!(office.state().superseded);
    let renewed = office.repository().renew(Renew::Due, Lifetimes::SERVED, MORNING).unwrap();
    assert_eq!(renewed.roles, ONLINE);
    let latest = office.state();
    assert!(!latest.superseded && latest.programme.unwrap().version == 1);
}

#[tokio::test]
async fn a_served_feed_stays_good_by_itself_and_its_halls_stay_current() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    let mut signed = 0;
    for hours in (0..100 * 24).step_by(20) {
        let now = MORNING + hours * 3_600_000;
        let renewed = office.repository().renew(Renew::Due, Lifetimes::SERVED, now).unwrap();
        signed += renewed.roles.len();
        assert!(renewed.good_until - now > 4 * DAY, "{hours}");
        if hours % 80 == 0 {
            hall.clock.set(now);
            hall.collect_by(Arc::new(FolderTransport::at(&office.feed()))).await.unwrap();
        }
    }
    assert!(signed > 0);
    assert_eq!(hall.plays(), 1, "renewing is not publishing");
    let again = MORNING + 100 * DAY;
    let renewed = office.repository().renew(Renew::Due, Lifetimes::SERVED, again).unwrap();
    let nothing = office.repository().renew(Renew::Due, Lifetimes::SERVED, again).unwrap();
    assert!(nothing.roles.is_empty() && nothing.good_until == renewed.good_until);
}

#[test]
fn a_server_whose_clock_lost_its_battery_does_not_sign_that_it_is_1970() {
    let office = Office::new();
    office.repository().renew(Renew::All, Lifetimes::SERVED, WallTime(0)).unwrap();
    assert_eq!(office.state().issued, Some(MORNING));
}

#[test]
fn a_server_whose_clock_runs_years_ahead_signs_nothing_until_somebody_has_looked_at_it() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let far = MORNING + 12 * 365 * DAY;
    let before = std::fs::read(office.feed().join("metadata/timestamp.json")).unwrap();
    let refused = office.repository().renew(Renew::Due, Lifetimes::SERVED, far).unwrap_err();
    assert!(
        matches!(refused, RepositoryError::Clock(ClockDoubt::Jump { .. }))
            && refused.to_string().contains("set the clock")
    );
    let (programme, files) = programme(&[("a", b"two")]);
    let lifetimes = Lifetimes::SERVED;
    let publication = Publication { programme, files: &files, lifetimes, force: false, version: None, now: far };
    assert!(matches!(office.repository().publish(publication), Err(RepositoryError::Clock(ClockDoubt::Jump { .. }))));
    assert_eq!(std::fs::read(office.feed().join("metadata/timestamp.json")).unwrap(), before);
    // A feed that really lay idle for so long is taken up again by hand.
    office.repository().renew(Renew::All, lifetimes, far).unwrap();
    assert_eq!(office.state().issued, Some(far));
}

#[test]
fn whoever_publishes_keeps_to_the_lifetimes_that_the_feed_has() {
    let served = Office::new();
    served.publish(&[("a", b"one")]);
    assert_eq!(served.state().lifetimes_or(90), Lifetimes::SERVED);
    let alone = Office::with(RootKeys::default(), Lifetimes::all(90));
    assert_eq!(alone.state().lifetimes_or(90), Lifetimes::all(90));
}
