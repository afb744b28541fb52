//! The tree that an address names.

use std::{path::Path, sync::Arc};

use super::{
    folder_tree::FolderTree,
    object_tree::ObjectTree,
    tree_store::{TreeError, TreeStore},
};

/// The tree at that address: a folder of this machine, or `s3://BUCKET/PREFIX`.
///
/// # Errors
/// [`TreeError::Address`] where the address is none of a tree.
pub fn tree_at(address: &str) -> Result<Arc<dyn TreeStore>, TreeError> {
    if address.contains("://") {
        return Ok(Arc::new(ObjectTree::at(address)?));
    }
    Ok(Arc::new(FolderTree::at(Path::new(address))))
}
