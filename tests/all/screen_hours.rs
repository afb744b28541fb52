//! Promises about the hours of a screen: outside of them it is black, within them never, and an emergency wakes it.

use std::{collections::BTreeMap, fs, sync::Arc, thread, time::Duration};

use bangtin::{
    clock::Clock,
    compose::Presenter,
    model::{Digest, OnHours, ScreenHours, Size, Zone},
    player::{Engine, Light, PlayLog, state::PlayerState},
    render::{Gpu, Renderer},
};

use crate::{
    commands::{Commune, Hall, PATIENCE, bangtin, is_one_colour, picture},
    halting::emergency,
};

/// The file of a hall whose screen is on from so many hours from now until an hour later.
pub fn config(commune: &Commune, from_hours: i64) -> String {
    let now = Clock::system().now().wall;
    let time = |hours: i64| Zone::default().local(now + hours * 3_600_000).strftime("%H:%M").to_string();
    let hours = format!("screen_on = [{{ from = \"{}\", until = \"{}\" }}]", time(from_hours), time(from_hours + 1));
    let (feed, root) = (commune.text("feed"), commune.text("feed/root.json"));
    commune.write("play.toml", &format!("feed = {feed:?}\nroot = {root:?}\ndata = \"hall\"\n{hours}\n"));
    commune.text("play.toml")
}

fn play(commune: &Commune, config: &str) -> Hall {
    let (screen, sticks) = (commune.text("screen"), commune.text("sticks"));
    Hall::open(bangtin(&["play", "--config", config, "--offscreen", &screen, "--size", "640x360", "--sticks", &sticks]))
}

/// Waits until the copy of the screen is black, or is not.
fn wait_until_black(commune: &Commune, black: bool) {
    let copy = commune.path("screen/screen.png");
    for _ in 0..PATIENCE.as_millis() / 50 {
        if copy.exists() && is_one_colour(&picture(&copy)) == black {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("the screen never came to be {}", if black { "black" } else { "lit" });
}

#[test]
fn a_screen_is_black_outside_of_its_hours_an_emergency_wakes_it_and_nothing_is_recorded_meanwhile() {
    let commune = Commune::new();
    let hall = play(&commune, &config(&commune, 3));
    wait_until_black(&commune, true);
    while hall.records.try_recv().is_ok() {}
    thread::sleep(Duration::from_secs(3));
    assert!(hall.records.try_recv().is_err(), "what is not seen is not recorded");
    emergency(&commune);
    let record = hall.records.recv_timeout(PATIENCE).expect("the emergency wakes the screen");
    assert!(record.emergency && record.shown, "{record:?}");
    wait_until_black(&commune, false);
    drop(hall);
    // After a mains cut it is there at once.
    let hall = play(&commune, &config(&commune, 3));
    assert!(hall.records.recv_timeout(PATIENCE).unwrap().emergency);
}

#[test]
fn a_screen_is_lit_within_its_hours() {
    let commune = Commune::new();
    // From an hour ago until now would be a matter of luck.
    let config = config(&commune, 0);
    fs::write(
        &config,
        fs::read_to_string(&config).unwrap().replacen(
            "from = \"",
            "from = \"00:00\", until = \"00:00\" }, { from = \"",
            1,
        ),
    )
    .unwrap();
    let hall = play(&commune, &config);
    hall.shows(1);
    wait_until_black(&commune, false);
}

#[test]
fn a_clock_that_is_set_counts_at_once_and_one_that_is_not_believed_keeps_the_screen_on() {
    let size = Size::new(320, 320);
    let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
    let zone = Zone::default();
    let at = |local: &str| zone.instant(local.parse().unwrap());
    let hours = ScreenHours(vec![OnHours {
        days: Vec::new(),
        from: "06:00".parse().unwrap(),
        until: "21:30".parse().unwrap(),
    }]);
    let clock = Clock::machine(at("2026-11-30T12:00"), at("2026-11-01T00:00"));
    let mut programme = (*bangtin::compose::built_in::programme("")).clone();
    programme.version = 1;
    let state = PlayerState::new(Arc::new(programme), None);
    let presenter = Presenter::new(Renderer::new(&gpu), Arc::<BTreeMap<Digest, Vec<u8>>>::default(), size);
    let mut engine = Engine::new(clock.clone(), state, presenter, PlayLog::to(std::io::sink())).within(hours);
    assert_eq!(engine.light(), Light::On);
    clock.set(at("2026-11-30T21:30"));
    assert_eq!((engine.light(), engine.light()), (Light::GoesOut, Light::Out));
    engine.darken_again();
    assert_eq!((engine.light(), engine.light()), (Light::GoesOut, Light::Out), "the screen lost its black");
    clock.set(at("2026-11-30T06:00"));
    assert_eq!(engine.light(), Light::On, "set back");
    clock.set(at("2026-12-24T05:00"));
    assert_eq!(engine.light(), Light::GoesOut, "and ahead");
    clock.set(at("1970-01-01T05:00"));
    assert_eq!(engine.light(), Light::On, "nobody believes that");
    clock.set(at("2026-12-24T05:00"));
    assert_eq!(engine.light(), Light::GoesOut);
    engine.offer(bangtin::compose::built_in::programme("Đang chờ"));
    assert_eq!(engine.light(), Light::On, "whoever sets it up stands before it");
}
