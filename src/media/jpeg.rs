//! What a JPEG file's markers say before it is decoded.

use super::MediaError;
use crate::model::limits::JPEG_SCANS;

/// Whether the file is all there, and not of more scans than are looked through.
///
/// The stream must run from its start to an end-of-image marker (ITU-T T.81, annex B). Thumbnails in the metadata have
/// markers of their own, so segments are stepped over and not searched.
///
/// # Errors
/// [`MediaError::Truncated`] and [`MediaError::TooManyScans`].
pub(super) fn check(bytes: &[u8]) -> Result<(), MediaError> {
    const END: u8 = 0xD9;
    const SCAN: u8 = 0xDA;
    let (mut at, mut scans) = (2, 0);
    loop {
        // To the next marker: 0xFF and a code that is neither padding, nor a stuffed zero, nor a restart.
        while !matches!((bytes.get(at), bytes.get(at + 1)), (Some(0xFF), Some(0x01..=0xCF | 0xD8..=0xFE))) {
            at += 1;
            if at + 1 >= bytes.len() {
                return Err(MediaError::Truncated);
            }
        }
        let code = bytes[at + 1];
        if code == END {
            return Ok(());
        }
        scans += usize::from(code == SCAN);
        if scans > JPEG_SCANS {
            return Err(MediaError::TooManyScans);
        }
        let length = bytes.get(at + 2..at + 4).ok_or(MediaError::Truncated)?;
        // What follows a scan's header is coded data, in which the search above finds the next marker.
        at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    }
}
