//! A folder of TOML and pictures becomes slides, campaigns and displays, and slides become TOML again.
//!
//! Rules: TOML and CSV are only brought into the shape of `form`'s values, and mistakes back to file, line and field:
//! what may be written is `form`'s business; every mistake is found in one reading; only regular files inside the folder
//! are ever opened.

mod campaign;
mod diagnostics;
mod error;
mod file;
mod hall_config;
mod measures;
mod picture;
mod setup_code;
mod sheet;
mod slide;
mod source;
mod starter;
mod texts;
mod write;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

pub use error::{FolderError, FolderErrors, FolderMistakes};
pub use hall_config::{HallConfig, HallConfigError};
pub use picture::PictureFile;
pub use setup_code::SetupCode;
pub use starter::starter;
pub use texts::{FolderTexts, texts};
pub use write::{table_to_toml, to_toml, write};

use campaign::CampaignFile;
use diagnostics::Diagnostics;
use picture::FolderPictures;

use crate::{
    form,
    model::{
        Campaign, CampaignPlan, Daypart, DefaultContent, Display, Finding, Playlist, Slide, SlideContent, SlideId,
        Terms, Unit, WallTime, Zone, limits,
    },
};

/// Everything a folder says: a programme but for its version, its time of issue and the sizes of its pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    /// Where it is.
    pub dir: PathBuf,
    /// The commune.
    pub unit: Unit,
    /// The zone in which dates and dayparts are read.
    pub time_zone: Zone,
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
    pub plan: CampaignPlan,
    /// What was put right in reading: texts that were not Unicode.
    pub notes: Vec<Finding>,
}

impl Folder {
    /// Reads the folder, or says everything that is wrong with it.
    ///
    /// # Errors
    /// [`FolderErrors`]: the folder cannot be listed, or something in it is wrong.
    pub fn read(dir: &Path) -> Result<Self, FolderErrors> {
        match Self::read_what_is_good(dir)? {
            (Some(folder), mistakes) if mistakes.is_empty() => Ok(folder),
            (_, mistakes) => Err(FolderErrors::Mistakes { dir: dir.to_owned(), mistakes }),
        }
    }

    /// Reads the folder and leaves out slides, playlists and campaigns with mistakes, which are handed over beside it.
    /// There is no folder without a commune that can be read.
    ///
    /// # Errors
    /// [`FolderErrors::ReadFolder`]: the folder cannot be listed.
    pub fn read_what_is_good(dir: &Path) -> Result<(Option<Self>, FolderMistakes), FolderErrors> {
        let diagnostics = Diagnostics::default();
        let files = toml_files(dir).map_err(|source| FolderErrors::ReadFolder { dir: dir.to_owned(), source })?;
        let slide_files = slide_files(&files, &diagnostics);
        let known: BTreeSet<SlideId> = slide_files.iter().map(|(id, _)| id.clone()).collect();
        let text = |name: &str| {
            let there = files.iter().any(|file| file == name);
            there.then(|| file::read_text(dir, name).map_err(|error| diagnostics.add(*error)).ok()).flatten()
        };
        if !files.iter().any(|file| file == campaign::FILE) {
            let expected = "a file that names the commune, its displays and campaigns";
            let hint = "is this the folder of slides? If it is, copy `campaign.toml` from the sample in `slides/`";
            diagnostics.add(FolderError::in_file(campaign::FILE, "the folder has no such file", expected).hint(hint));
        }
        let campaign = text(campaign::FILE).and_then(|text| campaign::read(&text, &known, &diagnostics));
        let terms = text(measures::TERMS).and_then(|text| measures::terms(&text, &diagnostics));
        let plan = text(measures::PLAN).and_then(|text| measures::plan(&text, &diagnostics));
        let measures = (terms.unwrap_or_default(), plan.unwrap_or_default());
        let pictures = FolderPictures::of(dir);
        let zone = campaign.as_ref().map_or_else(Zone::default, |campaign| campaign.time_zone.clone());
        let around = slide::SlideContext { pictures: &pictures, zone: &zone, diagnostics: &diagnostics };
        let read = |(id, file): (SlideId, String)| {
            let text = file::read_text(dir, &file).map_err(|error| diagnostics.add(*error)).ok()?;
            slide::read(&file, &text, id, &around)
        };
        // Counted before any is read.
        let too_many = slide_files.len() > limits::SLIDES;
        if too_many {
            let what = format!("the folder has {} slides", slide_files.len());
            diagnostics.add(FolderError::in_file(campaign::FILE, what, format!("at most {}", limits::SLIDES)));
        }
        let slides: Vec<Slide> = if too_many { Vec::new() } else { slide_files.into_iter().filter_map(read).collect() };
        let notes = diagnostics.take_notes();
        let pictures = pictures.into_used();
        let folder = campaign.map(|campaign| Self { notes, ..whole(dir, campaign, slides, pictures, measures) });
        Ok((folder, diagnostics.into_mistakes()))
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
    (terms, plan): (Terms, CampaignPlan),
) -> Folder {
    let CampaignFile { unit, time_zone, epoch_ms, default, displays, mut playlists, dayparts, campaigns, .. } =
        campaign;
    let chosen = slides.iter().position(|slide| match &default {
        Some(id) => slide.id == *id,
        None => matches!(slide.content, SlideContent::Default(_)),
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
        content: SlideContent::Default(DefaultContent { text: unit.name.clone(), note: None }),
        theme: None,
        transition: None,
        duration_ms: None,
        topic: None,
        source: None,
        checked_on: None,
    }
}

/// The names of the TOML files that lie in the folder itself, sorted; what an editor left behind is passed over. A name
/// that is no regular file's is among them: whoever reads it says so.
fn toml_files(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder && name.ends_with(".toml") && !name.starts_with(['.', '#', '~']) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The files that are slides, with the names they give them.
fn slide_files(files: &[String], diagnostics: &Diagnostics) -> Vec<(SlideId, String)> {
    let mut slides = Vec::new();
    let beside = [campaign::FILE, measures::TERMS, measures::PLAN];
    for file in files.iter().filter(|file| !beside.contains(&file.as_str())) {
        let stem = file.trim_end_matches(".toml");
        match stem.parse::<SlideId>() {
            Ok(id) => slides.push((id, file.clone())),
            Err(_) => {
                let what = "the file's name cannot be the id of a slide";
                let expected = "a name of a-z, 0-9 and `-`, starting with a letter or digit";
                let hint = format!("rename it to `{}.toml`", form::plain_id(stem));
                diagnostics.add(FolderError::in_file(file, what, expected).hint(hint));
            }
        }
    }
    slides
}
