//! Everything that is on, back to a folder such as officers keep: the same as was brought in, but for comments.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    content::{Assembled, NoCommune},
    error::OfficeError,
    office::{Office, blocking},
};
use crate::{
    folder::{FolderTexts, texts},
    form::is_inside,
    model::{Campaign, Digest},
    publish::Content,
};

/// A folder that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The version it is.
    pub version: u64,
    /// Its texts, by the names of their files.
    pub texts: Vec<(String, String)>,
    /// Its pictures, by the names of their files; read them from [`Office::objects`].
    pub pictures: Vec<(String, Digest)>,
}

impl Office {
    /// What a version says, as a folder; `None` for what is on.
    ///
    /// # Errors
    /// There is no such version.
    pub async fn export(&self, version: Option<u64>) -> Result<Export, OfficeError> {
        let live = match version {
            Some(n) => Arc::new(self.version_in(&mut self.records().read().await?, n).await?),
            None => self.live().await?,
        };
        if live.version.is_none() {
            return Err(NoCommune.into());
        }
        let Assembled { mut content, measures, .. } = self.assembled(live.items.values().map(|(_, body)| &**body))?;
        with_known_names(&mut content);
        let texts = texts(&FolderTexts {
            unit: &content.unit,
            time_zone: &content.time_zone,
            epoch_ms: content.epoch_ms,
            displays: &content.displays,
            playlists: &content.playlists,
            dayparts: &content.dayparts,
            campaigns: &content.campaigns,
            slides: &content.slides,
            default_slide: &content.default_slide,
            terms: &measures.terms,
            plan: &measures.plan,
        });
        // A folder has no place for a picture whose name leads out of it.
        let inside = content.pictures.iter().filter(|(key, _)| is_inside(key));
        let pictures = inside.filter_map(|(key, picture)| Some((key.clone(), picture.digest?))).collect();
        let pictures = self.handed_out(pictures).await?;
        Ok(Export { version: live.n(), texts, pictures })
    }

    /// Writes a folder as a tar. It blocks the thread for as long as `out` takes.
    ///
    /// # Errors
    /// What `out` says, and a picture that cannot be read.
    pub fn pack_export(&self, export: &Export, out: impl io::Write) -> io::Result<()> {
        let mut tar = tar::Builder::new(out);
        let header = |bytes: u64| {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes);
            header.set_mode(0o644);
            header
        };
        for (name, text) in &export.texts {
            tar.append_data(&mut header(text.len() as u64), name, text.as_bytes())?;
        }
        for (key, digest) in &export.pictures {
            let bytes = self.objects().size(*digest).map_err(io::Error::other)?.ok_or(io::ErrorKind::NotFound)?;
            tar.append_data(&mut header(bytes), key, self.objects().open(*digest)?)?;
        }
        tar.into_inner()?.flush()
    }

    /// Writes a folder out. What lies in it already is written over where it has the same name, and else left.
    ///
    /// # Errors
    /// [`OfficeError::Disk`], and a picture that cannot be read.
    pub async fn write_export(&self, export: Export, to: &Path) -> Result<(), OfficeError> {
        let (objects, to) = (self.objects().clone(), to.to_owned());
        blocking(move || {
            let failed =
                |path: &Path, source| OfficeError::Disk { what: format!("cannot write `{}`", path.display()), source };
            fs::create_dir_all(&to).map_err(|source| failed(&to, source))?;
            for (name, text) in &export.texts {
                let path = to.join(name);
                replace(&path, &mut text.as_bytes()).map_err(|source| failed(&path, source))?;
            }
            for (key, digest) in &export.pictures {
                let path: PathBuf = key.split('/').fold(to.clone(), |path, part| path.join(part));
                let mut picture = objects.open(*digest).map_err(super::objects::ObjectError::Read)?;
                path.parent().map_or(Ok(()), fs::create_dir_all).map_err(|source| failed(&path, source))?;
                replace(&path, &mut picture).map_err(|source| failed(&path, source))?;
            }
            Ok(())
        })
        .await?
    }
}

/// Writes a file, whole or not at all.
fn replace(path: &Path, from: &mut dyn io::Read) -> io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let mut file = fs::File::create(&unfinished)?;
    io::copy(from, &mut file)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

/// Whoever reads a folder refuses names that nothing has: groups that no display belongs to are left out, and a campaign for
/// such groups alone with them.
fn with_known_names(content: &mut Content) {
    let tags: BTreeSet<&String> = content.displays.iter().flat_map(|display| &display.tags).collect();
    content.campaigns.retain_mut(|campaign: &mut Campaign| {
        let everywhere = campaign.displays.is_empty() && campaign.tags.is_empty();
        campaign.tags.retain(|tag| tags.contains(tag));
        everywhere || !(campaign.displays.is_empty() && campaign.tags.is_empty())
    });
}
