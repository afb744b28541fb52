//! A folder of the demonstration's own, gone when it ends.

use std::path::PathBuf;

use super::error::DemoError;

/// The folder.
pub(super) struct DemoFolder(pub PathBuf);

impl DemoFolder {
    /// Makes it.
    ///
    /// # Errors
    /// [`DemoError::Folder`].
    pub fn new() -> Result<Self, DemoError> {
        let path = std::env::temp_dir().join(format!("bangtin-demo-{}", std::process::id()));
        match std::fs::create_dir_all(&path) {
            Ok(()) => Ok(Self(path)),
            Err(source) => Err(DemoError::Folder { path, source }),
        }
    }
}

impl Drop for DemoFolder {
    fn drop(&mut self) {
        let path = &self.0;
        if let Err(error) = std::fs::remove_dir_all(path) {
            tracing::warn!(path = %path.display(), %error, "the demonstration's folder was left behind");
        }
    }
}
