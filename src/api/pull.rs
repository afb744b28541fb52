//! An office's content comes out as a folder of slides.

use std::{fs, io::Write as _, path::Path};

use super::{
    remote::Remote,
    remote_error::RemoteError,
    unpack::{UnpackError, unpack},
};
use crate::model::limits;

/// The name under which what comes lies until it is whole.
const COMING: &str = ".bangtin-pull.part";

/// What came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pulled {
    /// How many files were written.
    pub files: usize,
}

/// Writes what an office shows, or what one of its versions says, into a folder: the folder changes once everything has
/// come. What lies in it under other names stays.
///
/// # Errors
/// [`RemoteError`].
pub async fn pull(remote: &Remote, version: Option<u64>, to: &Path) -> Result<Pulled, RemoteError> {
    let mut response = remote.export(version).await?;
    let coming = to.join(COMING);
    let failed = |source| RemoteError::Write { path: coming.clone(), source };
    fs::create_dir_all(to).map_err(failed)?;
    let mut file = fs::File::create(&coming).map_err(failed)?;
    let mut bytes = 0;
    let came = loop {
        match response.chunk().await {
            Ok(Some(piece)) => {
                bytes += piece.len() as u64;
                if bytes > limits::PULLED_BYTES {
                    break Err(UnpackError::TooMuch.into());
                }
                if let Err(source) = file.write_all(&piece) {
                    break Err(failed(source));
                }
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error.into()),
        }
    };
    let unpacked = came.and_then(|()| Ok(unpack(fs::File::open(&coming).map_err(failed)?, to)?));
    fs::remove_file(&coming).ok();
    Ok(Pulled { files: unpacked? })
}
