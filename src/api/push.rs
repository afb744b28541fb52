//! A folder of slides goes to an office: checked, its missing pictures brought, sent for approval.

use std::{collections::BTreeMap, io::Read as _, path::Path};

use super::{
    content::SentContent,
    remote::Remote,
    remote_error::RemoteError,
    said::{Checked, SubmissionAnswer},
};
use crate::{
    approval::Body,
    folder::{Folder, PictureFile},
    model::{Digest, limits},
    office::{Measures, fold},
    publish::Content,
};

/// How a folder is pushed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Push {
    /// What is said of it to whoever approves.
    pub note: String,
    /// Slides and campaigns that the folder does not have are taken away.
    pub complete: bool,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushStep<'a> {
    /// The office looks at the content.
    Checking,
    /// A picture goes there.
    Bringing {
        /// Its name in the folder.
        key: &'a str,
        /// How many went before it.
        done: usize,
        /// Of how many.
        of: usize,
    },
    /// It is sent for approval.
    Sending,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pushed {
    /// What the office said of the content.
    pub checked: Checked,
    /// How many pictures went there.
    pub brought: usize,
    /// The submission; `None` where there are errors, and nothing was sent.
    pub submission: Option<SubmissionAnswer>,
}

impl Pushed {
    /// How many errors there are: slides that would not be approved.
    pub fn errors(&self) -> usize {
        self.checked.findings.iter().filter(|finding| finding.severity == "error").count()
    }
}

/// Pushes a folder. Whatever was cut off is found and done when it is called again; what is there already is not sent again.
///
/// # Errors
/// [`RemoteError`]: the folder is not right, or the office does not take it.
pub async fn push(
    remote: &Remote,
    dir: &Path,
    how: &Push,
    on_step: &(dyn Fn(PushStep<'_>) + Sync),
) -> Result<Pushed, RemoteError> {
    let folder = Folder::read(dir)?;
    let digests = digests(&folder.pictures)?;
    let measures = Measures { plan: folder.plan.clone(), terms: folder.terms.clone() };
    let bodies: Vec<Body> = fold(&Content::from(&folder), measures, &digests);
    let mut content = SentContent::of(&bodies, &folder.time_zone);
    (content.note, content.complete) = (how.note.clone(), how.complete);
    // The slide that is shown while nothing is due is the commune's, and names pictures too.
    let named: BTreeMap<Digest, &String> = digests
        .iter()
        .filter(|(key, _)| content.pictures.contains_key(*key))
        .map(|(key, digest)| (*digest, key))
        .collect();

    on_step(PushStep::Checking);
    let mut checked = remote.check(&content).await?;
    let missing: Vec<(Digest, &String)> = checked
        .missing
        .iter()
        .filter_map(|digest| digest.parse().ok())
        .filter_map(|digest| Some((digest, *named.get(&digest)?)))
        .collect();
    for (done, (digest, key)) in missing.iter().enumerate() {
        on_step(PushStep::Bringing { key, done, of: missing.len() });
        remote.bring(*digest, read(key, &folder.pictures[*key])?).await?;
    }
    if !missing.is_empty() {
        on_step(PushStep::Checking);
        checked = remote.check(&content).await?;
    }
    let mut pushed = Pushed { checked, brought: missing.len(), submission: None };
    if pushed.errors() == 0 {
        on_step(PushStep::Sending);
        pushed.submission = Some(remote.submit(&content, pushed.checked.version).await?);
    }
    Ok(pushed)
}

/// The digest of each picture.
fn digests(pictures: &BTreeMap<String, PictureFile>) -> Result<BTreeMap<String, Digest>, RemoteError> {
    pictures.iter().map(|(key, file)| Ok((key.clone(), Digest::of(&read(key, file)?)))).collect()
}

/// A picture whole, within the limit of what an office takes.
fn read(key: &str, file: &PictureFile) -> Result<Vec<u8>, RemoteError> {
    let failed = |source| RemoteError::Picture { key: key.to_owned(), source };
    let mut bytes = Vec::new();
    file.open().map_err(failed)?.take(limits::BROUGHT_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limits::BROUGHT_FILE_BYTES {
        return Err(RemoteError::LargePicture { key: key.to_owned() });
    }
    Ok(bytes)
}
