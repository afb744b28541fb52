//! A feed's tree inside a ZIP, to be unpacked onto a stick: written once, never read.

use std::{
    fs::File,
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::feed::{TreeError, TreeFile, TreeStore};

/// From this length on a file needs the larger headers of ZIP, bytes.
const LARGE: u64 = u32::MAX as u64;

/// The ZIP that is being written. Nothing in it is made smaller: pictures are small already.
pub(super) struct ZipTree {
    path: PathBuf,
    zip: Mutex<Option<ZipWriter<BufWriter<File>>>>,
}

impl std::fmt::Debug for ZipTree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ZipTree").field("path", &self.path).finish_non_exhaustive()
    }
}

impl ZipTree {
    /// Makes the file.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(256 << 10, File::create(path)?);
        Ok(Self { path: path.to_owned(), zip: Mutex::new(Some(ZipWriter::new(file))) })
    }

    /// Adds a further file and ends the ZIP.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(&self, name: &str, text: &str) -> io::Result<()> {
        self.add(name, text.len() as u64, &mut text.as_bytes())?;
        let zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner).take();
        zip.ok_or(io::ErrorKind::NotFound)?.finish()?.flush()
    }

    fn add(&self, name: &str, bytes: u64, from: &mut dyn io::Read) -> io::Result<()> {
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        let zip = zip.as_mut().ok_or(io::ErrorKind::NotFound)?;
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, options.large_file(bytes >= LARGE))?;
        io::copy(from, zip)?;
        Ok(())
    }

    fn put(&self, file: TreeFile, bytes: u64, from: &mut dyn io::Read) -> Result<(), TreeError> {
        let name = file.to_string();
        self.add(&name, bytes, from).map_err(|source| TreeError::Write { at: self.location(&name), source })
    }
}

impl TreeStore for ZipTree {
    fn prepare(&self) -> Result<(), TreeError> {
        Ok(())
    }

    fn read(&self, _: TreeFile) -> Result<Option<Vec<u8>>, TreeError> {
        Ok(None)
    }

    fn open(&self, _: TreeFile) -> Result<Option<Box<dyn io::Read + Send>>, TreeError> {
        Ok(None)
    }

    fn size(&self, _: TreeFile) -> Result<Option<u64>, TreeError> {
        Ok(None)
    }

    fn write(&self, file: TreeFile, bytes: u64, from: &mut dyn io::Read) -> Result<(), TreeError> {
        self.put(file, bytes, from)
    }

    fn replace_timestamp(&self, _: Option<&[u8]>, after: &[u8]) -> Result<(), TreeError> {
        self.put(TreeFile::Timestamp, after.len() as u64, &mut &*after)
    }

    fn read_root(&self) -> Result<Option<Vec<u8>>, TreeError> {
        Ok(None)
    }

    /// A hall has its own root and must not take one from a stick.
    fn write_root(&self, _: &[u8]) -> Result<(), TreeError> {
        let source = io::ErrorKind::Unsupported.into();
        Err(TreeError::Write { at: self.root_location(), source })
    }

    fn location(&self, name: &str) -> String {
        format!("{}/{name}", self.path.display())
    }
}
