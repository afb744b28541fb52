//! A folder of TOML and pictures becomes slides, campaigns and displays.
//!
//! Rules: every mistake is found in one reading, and named by file, line and field with what was expected; a field
//! nobody knows is a mistake; all text is brought to NFC, out of TCVN3 and VNI too, with a note; nothing outside the
//! folder is ever opened.

mod campaign;
mod error;
mod fields;
mod file;
mod nearest;
mod picture;
mod plan;
mod slide;
mod table;
mod terms;
mod values;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use jiff::tz::TimeZone;

pub use error::{FolderError, FolderErrors};
pub use picture::PictureFile;

use campaign::CampaignFile;
use fields::{Mistakes, Page};
use picture::Pictures;

use crate::model::{
    Campaign, Content, Daypart, DefaultContent, Display, Plan, Playlist, Slide, SlideId, Terms, Unit, WallTime,
    Warning, limits,
};

/// Everything a folder says: a programme but for its version, its time of issue and the sizes of its pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    /// Where it is.
    pub dir: PathBuf,
    /// The commune.
    pub unit: Unit,
    /// IANA name of the zone in which dates and dayparts are read.
    pub time_zone: String,
    /// The instant positions are counted from.
    pub epoch_ms: WallTime,
    /// The screens that have a name of their own.
    pub displays: Vec<Display>,
    /// Slides in order, by name; every one of them is in `slides`.
    pub playlists: Vec<Playlist>,
    /// Named weekly windows of hours.
    pub dayparts: Vec<Daypart>,
    /// What is shown, when and where.
    pub campaigns: Vec<Campaign>,
    /// The slides by name, scheduled or not, without the default one.
    pub slides: Vec<Slide>,
    /// Shown when no campaign is due.
    pub default_slide: Slide,
    /// Every picture a slide uses, by the key the slide uses.
    pub pictures: BTreeMap<String, PictureFile>,
    /// Words that are no longer right.
    pub terms: Terms,
    /// What the campaign is to speak of.
    pub plan: Plan,
    /// What was put right in reading: texts that were not Unicode.
    pub notes: Vec<Warning>,
}

impl Folder {
    /// Reads the folder, or says everything that is wrong with it.
    pub fn read(dir: &Path) -> Result<Self, FolderErrors> {
        match Self::read_what_is_good(dir)? {
            (Some(folder), errors) if errors.is_empty() => Ok(folder),
            (_, errors) => Err(FolderErrors::Mistakes { dir: dir.to_owned(), errors }),
        }
    }

    /// Reads the folder and leaves out slides, playlists and campaigns with mistakes, which are handed over beside it.
    /// There is no folder without a commune that can be read.
    pub fn read_what_is_good(dir: &Path) -> Result<(Option<Self>, Vec<FolderError>), FolderErrors> {
        let files = toml_files(dir).map_err(|source| FolderErrors::ReadFolder { dir: dir.to_owned(), source })?;
        let mistakes = Mistakes::default();
        let slide_files = slide_files(&files, &mistakes);
        let known: BTreeSet<SlideId> = slide_files.iter().map(|(id, _)| id.clone()).collect();
        let campaign = read_campaign(dir, &files, &known, &mistakes);
        let has = |name: &str| files.iter().any(|file| file == name);
        let terms = has(terms::FILE)
            .then(|| parsed(dir, terms::FILE, &mistakes, |page, table| Some(terms::read(page, table))))
            .flatten();
        let plan =
            has(plan::FILE).then(|| parsed(dir, plan::FILE, &mistakes, |page, table| Some(plan::read(page, table))));
        let measures = (terms.unwrap_or_default(), plan.flatten().unwrap_or_default());
        let pictures = Pictures::of(dir);
        let zone = campaign.as_ref().map_or(TimeZone::UTC, |campaign| campaign.zone.clone());
        let around = slide::Around { pictures: &pictures, zone: &zone };
        let slides: Vec<Slide> = slide_files
            .into_iter()
            .filter_map(|(id, file)| parsed(dir, &file, &mistakes, |page, table| slide::read(page, table, id, &around)))
            .collect();
        if slides.len() > limits::SLIDES {
            let what = format!("the folder has {} slides", slides.len());
            mistakes.add(FolderError::in_file(campaign::FILE, what, format!("at most {}", limits::SLIDES)));
        }
        let pictures = pictures.into_used();
        let notes = mistakes.take_notes();
        let folder = campaign.map(|campaign| Self { notes, ..whole(dir, campaign, slides, pictures, measures) });
        Ok((folder, mistakes.into_sorted()))
    }

    /// Every slide by name, and last the default one.
    pub fn all_slides(&self) -> impl Iterator<Item = &Slide> {
        self.slides.iter().chain([&self.default_slide])
    }
}

/// Puts together what was read and takes out of it what a mistake has spoiled.
fn whole(
    dir: &Path,
    campaign: CampaignFile,
    mut slides: Vec<Slide>,
    pictures: BTreeMap<String, PictureFile>,
    (terms, plan): (Terms, Plan),
) -> Folder {
    let CampaignFile { unit, time_zone, epoch_ms, default, displays, mut playlists, dayparts, campaigns, .. } =
        campaign;
    let chosen = slides.iter().position(|slide| match &default {
        Some(id) => slide.id == *id,
        None => matches!(slide.content, Content::Default(_)),
    });
    let default_slide = chosen.map_or_else(|| plain_default(&unit), |at| slides.remove(at));
    let known: BTreeSet<&SlideId> = slides.iter().map(|slide| &slide.id).chain([&default_slide.id]).collect();
    playlists.iter_mut().for_each(|playlist| playlist.slides.retain(|id| known.contains(id)));
    let dir = dir.to_owned();
    Folder {
        dir,
        unit,
        time_zone,
        epoch_ms,
        displays,
        playlists,
        dayparts,
        campaigns,
        slides,
        default_slide,
        pictures,
        terms,
        plan,
        notes: Vec::new(),
    }
}

/// What is shown when there is nothing else and the folder does not say what: the commune's name.
fn plain_default(unit: &Unit) -> Slide {
    Slide {
        id: "default".parse().expect("`default` is an id"),
        content: Content::Default(DefaultContent { text: unit.name.clone(), note: None }),
        theme: None,
        transition: None,
        duration_ms: None,
        topic: None,
        source: None,
        checked_on: None,
    }
}

/// The names of the TOML files that lie in the folder itself, sorted; what an editor left behind is passed over.
fn toml_files(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_file = fs::metadata(entry.path()).is_ok_and(|entry| entry.is_file());
        if is_file && name.ends_with(".toml") && !name.starts_with(['.', '#', '~']) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The files that are slides, with the names they give them.
fn slide_files(files: &[String], mistakes: &Mistakes) -> Vec<(SlideId, String)> {
    let mut slides = Vec::new();
    for file in files.iter().filter(|file| ![campaign::FILE, terms::FILE, plan::FILE].contains(&file.as_str())) {
        let stem = file.trim_end_matches(".toml");
        match stem.parse::<SlideId>() {
            Ok(id) => slides.push((id, file.clone())),
            Err(_) => {
                let what = "the file's name cannot be the id of a slide";
                let expected = "a name of a-z, 0-9 and `-`, starting with a letter or digit";
                let hint = format!("rename it to `{}.toml`", values::plain_id(stem));
                mistakes.add(FolderError::in_file(file, what, expected).hint(hint));
            }
        }
    }
    slides
}

fn read_campaign(dir: &Path, files: &[String], known: &BTreeSet<SlideId>, mistakes: &Mistakes) -> Option<CampaignFile> {
    if files.iter().any(|file| file == campaign::FILE) {
        return parsed(dir, campaign::FILE, mistakes, |page, table| campaign::read(page, table, known));
    }
    let expected = "a file that names the commune, its displays and campaigns";
    let hint = "is this the folder of slides? If it is, copy `campaign.toml` from the sample in `slides/`";
    mistakes.add(FolderError::in_file(campaign::FILE, "the folder has no such file", expected).hint(hint));
    None
}

/// Reads and parses one file and hands it to its reader; `None` where it cannot be read or parsed.
fn parsed<T>(
    dir: &Path,
    file: &str,
    mistakes: &Mistakes,
    read: impl FnOnce(Page<'_>, &toml::Spanned<toml::de::DeTable<'_>>) -> Option<T>,
) -> Option<T> {
    let text = file::read_text(dir, file).map_err(|error| mistakes.add(*error)).ok()?;
    let page = Page { file, text: &text, mistakes };
    let table = page.parse()?;
    read(page, &table)
}
