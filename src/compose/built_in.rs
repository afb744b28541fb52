//! The programme compiled into the binary: what a hall shows before it has ever been given anything.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{Alert, DefaultContent, Programme, Slide, SlideContent, Transition, Unit, WallTime, Zone};

/// An emergency in words alone: its headline, and below it what to do and who says so.
pub(super) fn alert(alert: &Alert) -> Arc<Programme> {
    let mut words = alert.actions.clone();
    words.push(alert.issuer.clone());
    let drill = if alert.exercise { "DIỄN TẬP: " } else { "" };
    headed(&format!("{drill}{}", alert.headline), &words.join(". "))
}

/// Version 0: one calm slide, and below it, small, what the hall is waiting for.
pub fn programme(waiting_for: &str) -> Arc<Programme> {
    let note = Some(waiting_for.to_owned()).filter(|note| !note.is_empty());
    let default_slide = Slide {
        id: "mac-dinh".parse().expect("a constant that follows the rule of ids"),
        content: SlideContent::Default(DefaultContent { text: "Bảng tin nhà văn hóa".to_owned(), note }),
        theme: None,
        transition: None,
        duration_ms: Some(60_000),
        topic: None,
        source: None,
        checked_on: None,
    };
    Arc::new(Programme {
        version: 0,
        issued_ms: WallTime(0),
        epoch_ms: WallTime(0),
        time_zone: Zone::default(),
        unit: Unit {
            name: "Bảng Tin".to_owned(),
            kicker: String::new(),
            hotline: String::new(),
            portal: String::new(),
            mark: None,
            transition: Transition::Fade,
            transition_ms: 800,
            reduced_motion: false,
        },
        displays: Vec::new(),
        playlists: Vec::new(),
        dayparts: Vec::new(),
        campaigns: Vec::new(),
        slides: Vec::new(),
        assets: BTreeMap::new(),
        default_slide,
        in_spite: None,
        record: None,
    })
}

/// The same with these words in the middle of the slide: what somebody who stands before the screen is to read.
pub fn headed(headline: &str, waiting_for: &str) -> Arc<Programme> {
    let mut headed = Programme::clone(&programme(waiting_for));
    if let SlideContent::Default(DefaultContent { text, .. }) = &mut headed.default_slide.content {
        headline.clone_into(text);
    }
    Arc::new(headed)
}
