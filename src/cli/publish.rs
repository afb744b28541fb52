//! `bangtin feed publish`: a folder of slides becomes the feed's next version.

use std::{path::PathBuf, sync::Arc};

use super::{
    Exit, UsageError,
    findings::{SeverityCounts, Summary},
    progress::Bar,
    published_before::{self, Renditions},
    signing::{ClockArgs, lifetimes, repository, usage, valid_days},
    terminal::{errln, outln},
};
use crate::{
    feed,
    folder::Folder,
    fonts::Fonts,
    model::{Language, WallTime, limits},
    publish::{self, Content, Inspected, InspectedScreen, ProgrammeBuilder, PublishOptions},
};

/// Check a folder of slides and sign it as the next version.
///
/// Every page is drawn for the displays of the campaign and looked over as by `bangtin check`. After an error nothing is
/// signed.
///
/// Pages in which nothing was found are remembered beside the keys, in `KEYS/sound-pages`, and are not drawn again until
/// something in them or the program changes. Remove the file to have all of them drawn again.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder with `campaign.toml` and the slides.
    slides: PathBuf,
    /// Folder of the feed's tree, or `s3://BUCKET/PREFIX`.
    #[arg(long, value_name = "DIR|s3://…")]
    feed: String,
    /// Folder of its keys.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Days halls accept this version without renewal [default: 90, and as `serve` does it for a feed that it renews].
    #[arg(long, value_name = "N", value_parser = valid_days())]
    valid_days: Option<u32>,
    /// Make a new version even if nothing changed.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    clock: ClockArgs,
    /// Sign although there are errors, for this reason: it is written into the version.
    #[arg(long, value_name = "REASON")]
    in_spite: Option<String>,
    /// Language of the findings: `vi` or `en`.
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: Language,
}

pub(super) fn run(args: &Args, now: WallTime) -> anyhow::Result<Exit> {
    let reason = args.in_spite.as_deref().map(reason).transpose()?;
    let folder = Folder::read(&args.slides).map_err(|errors| UsageError(errors.to_string()))?;
    let repository = repository(&args.feed, &args.keys, &args.clock)?;
    repository.can_sign().map_err(usage)?;
    let bar = Bar::new();
    let on_picture = |picture: &str, done, of| bar.count(picture, done, of);
    let mut content = Content::from(&folder);
    published_before::find_digests(&mut content);
    let mut builder = ProgrammeBuilder::default();
    if let Some(before) = published_before::in_feed(&repository, &content) {
        builder.remember(&content, &PublishOptions::default(), &before);
    }
    let built =
        builder.build_with_progress(&content, &PublishOptions::default(), &mut Fonts::bundled(), &on_picture)?;
    let programme = Arc::new(built.programme);
    let screens = InspectedScreen::of(&programme);
    let viewing = publish::usual_viewing(&programme, now, folder.terms.clone());
    let files = Renditions { made: &built.files, tree: repository.tree() };
    let subject = Inspected { programme: &programme, files: &files, plan: &folder.plan, found: &built.findings };
    let sound = published_before::sound_pages(&args.keys);
    let checked = |done, of| bar.items("slides checked", done, of);
    let inspected = publish::inspect_remembering(subject, &screens, &viewing, &sound, &checked);
    drop(bar);
    if inspected.is_ok() {
        published_before::keep_sound_pages(&args.keys, &sound);
    }
    let in_spite = match (inspected, reason) {
        (Ok(findings), reason) => {
            let summary = Summary { findings: &findings, language: args.lang, with_screen: screens.len() > 1 };
            if !findings.is_empty() {
                errln!("{}", summary.to_string().trim_end());
            }
            let errors = SeverityCounts::of(&findings).errors;
            if errors > 0 && reason.is_none() {
                errln!("{errors} errors: nothing was signed");
                errln!("hint: correct them, or sign all the same with `--in-spite REASON`");
                return Ok(Exit::Failed);
            }
            reason.filter(|_| errors > 0)
        }
        (Err(error), Some(reason)) => {
            errln!("warning: the pages could not be drawn and were not checked: {error}");
            Some(reason)
        }
        (Err(error), None) => {
            let hint = "hint: install a graphics driver (Debian: `mesa-vulkan-drivers`), or sign unchecked with \
                        `--in-spite REASON`";
            return Err(anyhow::Error::from(error).context(format!("the pages cannot be checked; {hint}")));
        }
    };
    let mut programme = Arc::unwrap_or_clone(programme);
    programme.in_spite = in_spite;
    let publication = feed::Publication {
        programme,
        files: &built.files,
        lifetimes: lifetimes(&repository, args.valid_days),
        force: args.force,
        version: None,
        now,
    };
    let published = repository.publish(publication).map_err(usage)?;
    match published.changes {
        None => outln!("version {}: nothing changed, nothing published", published.version)?,
        Some(changes) => {
            let (files, bytes) = published.objects;
            outln!("version {}", published.version)?;
            outln!("{}", changes.to_string().trim_end())?;
            outln!("{files} new files, {bytes} bytes")?;
        }
    }
    outln!("good until {}", published.good_until)?;
    Ok(Exit::Done)
}

/// A reason that says something and is not a letter.
fn reason(text: &str) -> Result<String, UsageError> {
    let text = text.trim();
    let most = limits::REASON_CHARS;
    if text.is_empty() || text.chars().count() > most || text.chars().any(char::is_control) {
        return Err(UsageError(format!("`--in-spite` needs a reason of 1 to {most} letters on one line")));
    }
    Ok(text.to_owned())
}
