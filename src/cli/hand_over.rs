//! A folder for a store that another process owns is handed over to it, so that what is taken in is what plays.

use std::{path::Path, thread, time::Duration};

use anyhow::{Context as _, bail};

use crate::{
    model::Digest,
    store::{Errand, ErrandOutcome, Errands, Owner, StoreError},
};

/// Between two looks at whether the errand is done.
const LOOK: Duration = Duration::from_millis(200);

/// What stands at the end of asking for a store.
pub(super) enum OwnerOrAnswer {
    /// It is ours.
    Owner(Owner),
    /// The process it belongs to has taken the folder in.
    Answer {
        /// The version in the store now.
        version: u64,
        /// Files that came.
        files: usize,
        /// Their bytes.
        bytes: u64,
    },
}

/// Becomes the owner of the store in `data`, or, where that is another process, hands the folder over and waits for its
/// answer. Should the owner end meanwhile, the store is ours.
pub(super) fn owner_or_answer(data: &Path, from: Option<&Path>, root: &[u8]) -> anyhow::Result<OwnerOrAnswer> {
    let owned = match Owner::of(data) {
        Ok(owner) => return Ok(OwnerOrAnswer::Owner(owner)),
        Err(owned) => owned,
    };
    let Some(from) = from else {
        let hint = "it asks the feed by itself; hint: bring a stick with `--from FOLDER`, or stop that process first";
        return Err(anyhow::Error::from(owned).context(hint));
    };
    let from = from.canonicalize().with_context(|| format!("cannot read `{}`", from.display()))?;
    if from.to_str().is_none() {
        bail!("the path `{}` is not text, so that it cannot be handed over to the hall that plays", from.display());
    }
    tracing::info!("{owned}; the folder is handed over to it");
    let errands = Errands::of(data);
    let posted = errands.post(&Errand { from, root: Digest::of(root) })?;
    loop {
        match errands.answer(&posted) {
            Some(ErrandOutcome::Taken { version, files, bytes }) => {
                return Ok(OwnerOrAnswer::Answer { version, files, bytes });
            }
            Some(ErrandOutcome::Refused { why }) => bail!("the hall that plays did not take the folder in: {why}"),
            None => {}
        }
        match Owner::of(data) {
            Ok(owner) => {
                errands.take_back(&posted);
                return Ok(OwnerOrAnswer::Owner(owner));
            }
            Err(StoreError::Owned { .. }) => thread::sleep(LOOK),
            Err(error) => return Err(error.into()),
        }
    }
}
