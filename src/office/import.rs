//! What whoever runs the machine brings in: the commune's name, the sample campaign, a folder, a feed of before.

use std::{collections::BTreeMap, fs, io, path::Path, sync::Arc};

use super::{
    actor::Actor,
    error::OfficeError,
    fold::{Measures, fold},
    item_form::bare,
    live::LiveVersion,
    objects::Objects,
    office::{Office, blocking},
    publishing::{NewVersion, PublishedItems, PublishedVersion, log},
    sample,
    title::{search_of, title_of},
};
use crate::{
    approval::{AccountId, Body, Commune, ItemId, Right, SlideBody, Version, VersionKind},
    feed::{RepositoryError, TreeFile, repository::AssetSource},
    folder::{Folder, PictureFile},
    model::{Asset, Digest, Programme, Unit, WallTime},
    publish::Content,
    records::{ReadTransaction, WriteTransaction, audit, item, revision, version},
};

impl Office {
    /// Begins: version 1 is the commune's name and greeting and, if wanted, the sample campaign under that name. The sample's
    /// displays are left out, since they are nobody's. It needs no approval, for nobody may be there yet to give it.
    ///
    /// # Errors
    /// [`OfficeError::Begun`] where there is a version already, no right to administer, and what hinders a publish.
    pub async fn begin(
        &self,
        by: Option<&Actor>,
        unit: Unit,
        with_sample: bool,
    ) -> Result<PublishedVersion, OfficeError> {
        by.map_or(Ok(()), |by| by.must(Right::Administer))?;
        if self.live().await?.version.is_some() {
            return Err(OfficeError::Begun);
        }
        let bodies = match with_sample {
            true => self.sample_under(&unit).await?,
            false => vec![Body::Commune(bare(unit))],
        };
        self.import(by, "begin", bodies, |live| live.version.is_none()).await
    }

    /// The sample campaign under that name; the mark that says that it is a sample stays.
    async fn sample_under(&self, unit: &Unit) -> Result<Vec<Body>, OfficeError> {
        Ok(self.sample_bodies().await?.into_iter().map(|body| under_name(body, unit)).collect())
    }

    /// The slides of the sample campaign and whose they are, to be looked at before it is begun with. Their pictures are kept
    /// from then on as those that people bring.
    ///
    /// # Errors
    /// It cannot be written down and read.
    pub async fn sample_slides(&self) -> Result<(Unit, Vec<SlideBody>), OfficeError> {
        let (mut unit, mut slides) = (None, Vec::new());
        for body in self.sample_bodies().await? {
            match body {
                Body::Commune(commune) => unit = Some(commune.unit),
                Body::Slide(slide) => slides.push(slide),
                _ => {}
            }
        }
        Ok((unit.ok_or_else(|| OfficeError::not_found("commune", "sample"))?, slides))
    }

    async fn sample_bodies(&self) -> Result<Vec<Body>, OfficeError> {
        let scratch = self.data().join(format!("sample-{}", self.new_id()));
        let at = scratch.clone();
        let folder = blocking(move || sample::read(&at)).await?;
        let bodies = match folder {
            Ok(folder) => self.bodies_of_folder(Folder { displays: Vec::new(), ..folder }).await,
            Err(error) => Err(error.into()),
        };
        blocking(move || fs::remove_dir_all(scratch)).await?.ok();
        bodies
    }

    /// The first version since a folder was last brought in that says something else than that folder did: bringing another
    /// one in would undo it. `None` where there is none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn published_since_import(&self) -> Result<Option<u64>, OfficeError> {
        const BATCH: u32 = 50;
        let mut tx = self.records().read().await?;
        let (mut before, mut first) = (u64::from(u32::MAX), None);
        loop {
            let versions = version::list(&mut tx, before, BATCH).await?;
            for version in &versions {
                if version.kind == VersionKind::Import && says_brought_in(&mut tx, version.n).await? {
                    return Ok(first);
                }
                first = Some(version.n);
            }
            let Some(last) = versions.last() else { return Ok(first) };
            before = last.n;
        }
    }

    /// Brings in a folder in the place of everything that is on, but for displays that the folder does not know. `None` where
    /// it says nothing new. For the command line: whoever may write the data folder answers for what is shown. Whether it
    /// would undo what people have approved is asked of [`Office::published_since_import`] before.
    ///
    /// # Errors
    /// What is wrong with the folder, and what hinders a publish.
    pub async fn import_folder(&self, dir: &Path) -> Result<Option<PublishedVersion>, OfficeError> {
        let at = dir.to_owned();
        let folder = blocking(move || Folder::read(&at)).await??;
        let mut bodies = self.bodies_of_folder(folder).await?;
        let live = self.live().await?;
        let known: Vec<ItemId> = bodies.iter().map(Body::item).collect();
        let displays = live.displays().cloned().map(Body::Display);
        bodies.extend(displays.filter(|display| !known.contains(&display.item())));
        let same = bodies.len() == live.items.len()
            && bodies.iter().all(|body| live.digest(&body.item()) == Some(body.digest()));
        if same {
            return Ok(None);
        }
        self.import(None, "import", bodies, |_| true).await.map(Some)
    }

    /// Publishes bodies as a version that was brought in.
    async fn import(
        &self,
        by: Option<&Actor>,
        act: &str,
        bodies: Vec<Body>,
        may: impl Fn(&LiveVersion) -> bool,
    ) -> Result<PublishedVersion, OfficeError> {
        let mut publishing = self.begin_publishing().await?;
        if !may(&publishing.live) {
            return Err(OfficeError::Begun);
        }
        let now = self.clock().now().wall;
        let items: PublishedItems =
            bodies.into_iter().map(|body| (body.item(), (body.digest(), Arc::new(body)))).collect();
        let prepared = publishing.prepare(&items, false).await?;
        let mut tx = self.records().write().await?;
        for (_, body) in items.values() {
            put(&mut tx, body, now).await?;
        }
        let by_id = by.map(Actor::id);
        let new =
            NewVersion { kind: VersionKind::Import, of: None, submission: None, by: by_id, items: &items, at: now };
        let n = publishing.record(&mut tx, new).await?;
        log(&mut tx, by, now, act, &format!("version:{n}"), "").await?;
        tx.commit().await?;
        publishing.sign(n, prepared).await
    }

    /// Writes bodies down as version `n` that was brought in; `programme` where it is signed already.
    pub(super) async fn bring_in(
        &self,
        tx: &mut WriteTransaction,
        bodies: &[Body],
        n: u64,
        by: Option<&AccountId>,
        at: WallTime,
        programme: Option<Digest>,
    ) -> Result<(), OfficeError> {
        for body in bodies {
            put(tx, body, at).await?;
        }
        let items = bodies.iter().map(|body| (body.item(), body.digest())).collect();
        let (kind, of, submission, by) = (VersionKind::Import, None, None, by.cloned());
        let version = Version { n, kind, of, submission, by, at, programme, items };
        Ok(version::insert(tx, &version).await?)
    }

    /// What a folder says, its pictures kept among the office's files.
    async fn bodies_of_folder(&self, folder: Folder) -> Result<Vec<Body>, OfficeError> {
        let objects = self.objects().clone();
        blocking(move || {
            let mut pictures = BTreeMap::new();
            for (key, file) in &folder.pictures {
                pictures.insert(key.clone(), objects.put(&FolderPicture(file))?);
            }
            let measures = Measures { plan: folder.plan.clone(), terms: folder.terms.clone() };
            Ok(fold(&Content::from(&folder), measures, &pictures))
        })
        .await?
    }

    /// What a programme says that somebody else has signed. Its originals are not in the feed: the largest of each picture
    /// takes their place, unless the office has the original.
    pub(super) async fn bodies_of_programme(
        &self,
        programme: &Arc<Programme>,
        live: &LiveVersion,
    ) -> Result<Vec<Body>, OfficeError> {
        let measures =
            live.commune().map(|commune| Measures { plan: commune.plan.clone(), terms: commune.terms.clone() });
        let (office, programme) = (self.clone(), Arc::clone(programme));
        blocking(move || {
            let mut pictures = BTreeMap::new();
            for (key, asset) in &programme.assets {
                if let Some(digest) = office.original_of(asset)? {
                    pictures.insert(key.clone(), digest);
                }
            }
            Ok(fold(&content_of(&programme), measures.unwrap_or_default(), &pictures))
        })
        .await?
    }

    /// The file behind a published picture, kept among the office's own. Blocks the thread.
    fn original_of(&self, asset: &Asset) -> Result<Option<Digest>, OfficeError> {
        let objects: &Objects = self.objects();
        if objects.size(asset.original)?.is_some() {
            return Ok(Some(asset.original));
        }
        let Some(largest) = asset.renditions.last() else { return Ok(None) };
        let open = self.repository().tree().open(TreeFile::Object(largest.digest)).map_err(RepositoryError::from)?;
        let Some(mut file) = open else { return Ok(None) };
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut file, &mut bytes).map_err(super::objects::ObjectError::Read)?;
        Ok(Some(objects.put(&bytes)?))
    }
}

/// Whether the log says that a version was brought in as a folder or begun with: what was taken over from elsewhere is of the
/// same kind, and bringing a folder in would undo it as well.
async fn says_brought_in(tx: &mut ReadTransaction, n: u64) -> Result<bool, OfficeError> {
    let rows = audit::of_subject(tx, &format!("version:{n}"), u32::MAX).await?;
    Ok(rows.iter().any(|row| matches!(row.act.as_str(), "import" | "begin")))
}

/// Writes down an item and its revision, which the program itself has made.
async fn put(tx: &mut WriteTransaction, body: &Body, at: WallTime) -> Result<(), OfficeError> {
    item::put(tx, &body.item(), &title_of(body), &search_of(body), at).await?;
    revision::insert(tx, body, None, None, at).await?;
    Ok(())
}

/// A picture in a folder: a regular file inside it, or none.
struct FolderPicture<'a>(&'a PictureFile);

impl AssetSource for FolderPicture<'_> {
    fn bytes(&self) -> io::Result<u64> {
        Ok(self.0.open()?.metadata()?.len())
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
        Ok(Box::new(self.0.open()?))
    }
}

fn under_name(body: Body, own: &Unit) -> Body {
    let Body::Commune(sample) = body else { return body };
    let unit = Unit { mark: own.mark.clone().or(sample.unit.mark), ..own.clone() };
    Body::Commune(Commune { unit, ..sample })
}

fn content_of(programme: &Programme) -> Content {
    Content {
        unit: programme.unit.clone(),
        time_zone: programme.time_zone.clone(),
        epoch_ms: programme.epoch_ms,
        displays: programme.displays.clone(),
        playlists: programme.playlists.clone(),
        dayparts: programme.dayparts.clone(),
        campaigns: programme.campaigns.clone(),
        slides: programme.slides.clone(),
        default_slide: programme.default_slide.clone(),
        pictures: BTreeMap::new(),
        notes: Vec::new(),
    }
}
