//! Where the tree lies that is served.

use std::{path::PathBuf, sync::Arc};

use tokio::sync::watch;

use crate::{
    feed::{FolderTree, ObjectReader, TreeStore},
    office::Office,
    records::Notices,
};

/// Where the tree lies that is served.
#[derive(Debug, Clone)]
pub enum FeedPlace {
    /// In a folder of this machine.
    Folder(PathBuf),
    /// In an object store, for several servers.
    Bucket(Bucket),
}

/// A tree in an object store, as a server needs it.
#[derive(Debug, Clone)]
pub struct Bucket {
    tree: Arc<dyn TreeStore>,
    pub(super) reader: ObjectReader,
    /// What other servers of the office say that they have signed.
    pub(super) notices: watch::Receiver<Notices>,
}

impl FeedPlace {
    /// Where the feed of that office lies. It is called where a runtime is.
    pub fn of(office: &Office) -> Self {
        let tree = office.repository().shared_tree();
        match tree.reader() {
            Some(reader) => Self::Bucket(Bucket { tree, reader, notices: office.records().notices() }),
            None => Self::Folder(office.data().join("feed")),
        }
    }

    /// The tree, to be read by what blocks.
    pub(super) fn tree(&self) -> Arc<dyn TreeStore> {
        match self {
            Self::Folder(dir) => Arc::new(FolderTree::at(dir)),
            Self::Bucket(bucket) => Arc::clone(&bucket.tree),
        }
    }
}
