//! A folder of slides as content to publish: for the preview, and for every command that takes a folder.

use std::sync::Arc;

use crate::{
    folder::Folder,
    publish::{Content, PictureSource},
};

impl From<&Folder> for Content {
    fn from(folder: &Folder) -> Self {
        let pictures = folder.pictures.iter().map(|(key, file)| {
            let named_at = file.named_at.clone();
            let file = file.clone();
            (key.clone(), PictureSource { named_at, digest: None, open: Arc::new(move || Ok(Box::new(file.open()?))) })
        });
        Self {
            unit: folder.unit.clone(),
            time_zone: folder.time_zone.clone(),
            epoch_ms: folder.epoch_ms,
            displays: folder.displays.clone(),
            playlists: folder.playlists.clone(),
            dayparts: folder.dayparts.clone(),
            campaigns: folder.campaigns.clone(),
            slides: folder.slides.clone(),
            default_slide: folder.default_slide.clone(),
            pictures: pictures.collect(),
            notes: folder.notes.clone(),
        }
    }
}
