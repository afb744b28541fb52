//! Who draws the pictures of the page: the warm child, with the files that officers brought.

use std::{ffi::OsString, future::Future, io, io::Read as _, pin::Pin, sync::Arc};

use crate::{
    child::draw::{Drawer, DrawerOptions, PictureFiles},
    model::Digest,
    office::{Objects, Office},
};

/// The files that officers brought.
struct OfficeFiles(Objects);

impl PictureFiles for OfficeFiles {
    fn read(&self, digest: Digest) -> Pin<Box<dyn Future<Output = io::Result<Vec<u8>>> + Send + '_>> {
        let objects = self.0.clone();
        let read = move || {
            let mut bytes = Vec::new();
            objects.open(digest)?.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        Box::pin(async { tokio::task::spawn_blocking(read).await.map_err(io::Error::other)? })
    }
}

/// One that draws for that office, and keeps the pictures of lists in its folder. `program` is the one that draws; without
/// it, this one.
pub fn drawer_for(office: &Office, program: Option<OsString>) -> Drawer {
    let usual = DrawerOptions::default();
    let folder = Some(office.data().join("pictures"));
    let options = DrawerOptions { program: program.unwrap_or_else(|| usual.program.clone()), folder, ..usual };
    Drawer::new(options, Arc::new(OfficeFiles(office.objects().clone())))
}
