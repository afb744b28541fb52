//! Whether a JPEG file is all there.

/// Whether the stream runs from its start to an end-of-image marker (ITU-T T.81, annex B). Thumbnails in the metadata
/// have markers of their own, so segments are stepped over and not searched.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    const END: u8 = 0xD9;
    let mut at = 2;
    loop {
        // To the next marker: 0xFF and a code that is neither padding, nor a stuffed zero, nor a restart.
        while !matches!((bytes.get(at), bytes.get(at + 1)), (Some(0xFF), Some(0x01..=0xCF | 0xD8..=0xFE))) {
            at += 1;
            if at + 1 >= bytes.len() {
                return false;
            }
        }
        let code = bytes[at + 1];
        if code == END {
            return true;
        }
        let Some(length) = bytes.get(at + 2..at + 4) else { return false };
        // What follows a scan's header is coded data, in which the search above finds the next marker.
        at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    }
}
