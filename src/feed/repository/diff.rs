//! What is different between two versions of a programme, in words for whoever published it.

use std::fmt;

use crate::model::{Programme, Slide, SlideContent, SlideId};

/// Slides that came, changed and went. Other changes (playlists, dates, displays) are one word, `other`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// Slides that were not there before.
    pub added: Vec<SlideId>,
    /// Slides that say or show something else now.
    pub changed: Vec<SlideId>,
    /// Slides that are gone.
    pub removed: Vec<SlideId>,
    /// Whether anything besides slides is different.
    pub other: bool,
}

impl Diff {
    /// What `after` changes; everything is new where there was nothing before.
    pub fn between(before: Option<&Programme>, after: &Programme) -> Self {
        let Some(before) = before else {
            return Self { added: all(after).map(|slide| slide.id.clone()).collect(), ..Self::default() };
        };
        let mut changes = Self::default();
        for slide in all(after) {
            match before.slide(&slide.id) {
                None => changes.added.push(slide.id.clone()),
                Some(old) if old != slide || pictures(before, old) != pictures(after, slide) => {
                    changes.changed.push(slide.id.clone());
                }
                Some(_) => {}
            }
        }
        let gone = all(before).filter(|slide| after.slide(&slide.id).is_none());
        changes.removed = gone.map(|slide| slide.id.clone()).collect();
        let rest = |programme: &Programme| {
            let Programme { time_zone, unit, displays, playlists, dayparts, campaigns, .. } = programme.clone();
            (time_zone, unit, displays, playlists, dayparts, campaigns)
        };
        changes.other = rest(before) != rest(after);
        changes
    }
}

fn all(programme: &Programme) -> impl Iterator<Item = &Slide> {
    programme.slides.iter().chain([&programme.default_slide])
}

/// The pictures a slide shows, whatever the canvas.
fn pictures<'a>(programme: &'a Programme, slide: &'a Slide) -> Vec<Option<&'a crate::model::Asset>> {
    match &slide.content {
        SlideContent::Poster(poster) => {
            let keys = [Some(&poster.picture), poster.portrait.as_ref()];
            keys.into_iter().flatten().map(|key| programme.assets.get(key)).collect()
        }
        _ => Vec::new(),
    }
}

/// One line a slide, `+` added, `~` changed, `-` removed.
impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (mark, slides) in [('+', &self.added), ('~', &self.changed), ('-', &self.removed)] {
            for slide in slides {
                writeln!(f, "{mark} {slide}")?;
            }
        }
        if self.other { writeln!(f, "~ campaigns, displays or unit") } else { Ok(()) }
    }
}
