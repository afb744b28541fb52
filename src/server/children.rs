//! The child processes of the page: the warm one that draws its pictures, with the files that officers brought, and those
//! that open such files.

use std::{ffi::OsString, future::Future, io, io::Read as _, pin::Pin, sync::Arc};

use crate::{
    child::{
        convert::{Converter, ConverterOptions},
        draw::{Drawer, DrawerOptions, PictureFiles},
    },
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

/// Who works for the page in processes of their own.
pub struct Children {
    pub(super) drawer: Drawer,
    pub(super) converter: Converter,
}

impl Children {
    /// Those of that office: what is drawn for lists is kept in its folder. `program` is what they run; without it, this
    /// program.
    pub fn of(office: &Office, program: Option<OsString>) -> Self {
        let (mut drawing, mut opening) = (DrawerOptions::default(), ConverterOptions::default());
        drawing.folder = Some(office.data().join("pictures"));
        if let Some(program) = program {
            drawing.program.clone_from(&program);
            opening.program = program;
        }
        let drawer = Drawer::new(drawing, Arc::new(OfficeFiles(office.objects().clone())));
        Self { drawer, converter: Converter::new(opening) }
    }
}
