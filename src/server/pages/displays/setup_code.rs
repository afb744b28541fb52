//! The root that a hall kit carries, and the digits that belong to it.

use crate::{
    feed::{RepositoryError, TreeFile},
    folder::SetupCode,
    model::DisplayId,
    office::{Office, OfficeError},
};

/// The digits that the screen shows when it takes this display's kit.
pub(super) async fn setup_code(root: Vec<u8>, id: DisplayId) -> Result<SetupCode, OfficeError> {
    let code = tokio::task::spawn_blocking(move || SetupCode::of(&root, Some(&id)));
    code.await.map_err(|_| OfficeError::CutOff)
}

/// The newest root of the feed.
pub(super) async fn trusted_root(office: &Office) -> Result<Vec<u8>, OfficeError> {
    let repository = office.repository().clone();
    let read = move || {
        let version = repository.state()?.versions.root;
        let root = repository.tree().read(TreeFile::Root(version)).map_err(RepositoryError::from)?;
        Ok::<_, RepositoryError>(root)
    };
    let root = tokio::task::spawn_blocking(read).await.map_err(|_| OfficeError::CutOff)??;
    root.ok_or_else(|| OfficeError::NotFound { what: "root", name: "root.json".to_owned() })
}
