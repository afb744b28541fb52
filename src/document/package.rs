//! The ZIP file that a Word or Excel file is: its parts, each unpacked within limits.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _},
};

use zip::{ZipArchive, result::ZipError};

use super::DocumentError;
use crate::model::limits::{DOCUMENT_PARTS, DOCUMENT_UNPACKED_BYTES};

/// An opened package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: BTreeSet<String>,
    /// Bytes unpacked so far.
    unpacked: u64,
}

impl<'a> Package<'a> {
    /// Reads the list of its parts.
    ///
    /// # Errors
    /// [`DocumentError::Broken`], [`DocumentError::TooLarge`].
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, DocumentError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > DOCUMENT_PARTS {
            return Err(DocumentError::TooLarge { what: "parts", most: DOCUMENT_PARTS as u64 });
        }
        let names = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        Ok(Self { archive, names, unpacked: 0 })
    }

    /// Whether there is a part of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Unpacks a part; nothing where there is none of that name.
    ///
    /// # Errors
    /// [`DocumentError::Broken`], [`DocumentError::TooLarge`] where all parts together are more than allowed.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocumentError> {
        if !self.has(name) {
            return Ok(None);
        }
        let part = self.archive.by_name(name).map_err(broken)?;
        if part.encrypted() {
            return Err(DocumentError::Locked);
        }
        let mut bytes = Vec::new();
        let left = DOCUMENT_UNPACKED_BYTES - self.unpacked;
        part.take(left + 1).read_to_end(&mut bytes).map_err(|error| DocumentError::Broken(error.to_string()))?;
        if bytes.len() as u64 > left {
            return Err(DocumentError::TooLarge { what: "bytes unpacked", most: DOCUMENT_UNPACKED_BYTES });
        }
        self.unpacked += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// Unpacks everything to see that it is no more than allowed, and keeps none of it: for readers that unpack by
    /// themselves.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub(super) fn measure(&mut self) -> Result<(), DocumentError> {
        let mut left = DOCUMENT_UNPACKED_BYTES;
        for index in 0..self.archive.len() {
            let part = self.archive.by_index(index).map_err(broken)?;
            let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
            let unpacked = unpacked.map_err(|error| DocumentError::Broken(error.to_string()))?;
            let too_large = DocumentError::TooLarge { what: "bytes unpacked", most: DOCUMENT_UNPACKED_BYTES };
            left = left.checked_sub(unpacked).ok_or(too_large)?;
        }
        Ok(())
    }
}

fn broken(error: ZipError) -> DocumentError {
    match error {
        ZipError::InvalidPassword => DocumentError::Locked,
        ZipError::UnsupportedArchive(what) if what.contains("assword") => DocumentError::Locked,
        error => DocumentError::Broken(error.to_string()),
    }
}
