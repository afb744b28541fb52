//! A slide that is in nobody's hand yet, carried in an address: packed, so that its picture can be asked for and nothing of it
//! is kept.

use std::io::{self, Read as _, Write as _};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use crate::{
    model::limits,
    office::item_form::DraftText,
    server::shell::{from_hex, hex},
};

/// The longest address that every proxy lets through, characters.
const ADDRESS_CHARS: usize = 6_000;

/// The slide as a part of an address; `None` where it is too long for one.
pub(super) fn packed(text: &DraftText) -> Option<String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&serde_json::to_vec(text).ok()?).ok()?;
    let packed = hex(&encoder.finish().ok()?);
    (packed.len() <= ADDRESS_CHARS).then_some(packed)
}

/// The slide of such a part.
///
/// # Errors
/// `InvalidData` where it is none, or larger than any draft.
pub(super) fn unpacked(part: &str) -> io::Result<DraftText> {
    let bytes = from_hex(part).ok_or(io::ErrorKind::InvalidData)?;
    let mut json = Vec::new();
    DeflateDecoder::new(&*bytes).take(limits::DRAFT_BYTES as u64 + 1).read_to_end(&mut json)?;
    if json.len() > limits::DRAFT_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    serde_json::from_slice(&json).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_comes_back_from_its_address_and_a_bomb_does_not() {
        let mut text = DraftText::default();
        text.fields.set("title", "Làm hồ sơ trợ cấp hưu trí xã hội");
        let part = packed(&text).unwrap();
        assert_eq!(unpacked(&part).unwrap(), text);
        for bad in ["", "xyz", "00", &part[2..]] {
            assert!(unpacked(bad).is_err(), "{bad}");
        }
        let mut bomb = DeflateEncoder::new(Vec::new(), Compression::best());
        bomb.write_all(&vec![b' '; 64 << 20]).unwrap();
        assert!(unpacked(&hex(&bomb.finish().unwrap())).is_err());
    }
}
