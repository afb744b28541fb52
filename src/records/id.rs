//! Ids that nobody chooses: in the order in which they were made, and not to be guessed (in the way of ULID).

use crate::model::WallTime;

/// Crockford's base 32, in small letters: nothing in it is mistaken for something else when it is read out.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// An id of 26 characters: 48 bits of the time in milliseconds, then 80 bits at random.
pub fn new_id(now: WallTime, random: [u8; 10]) -> String {
    let time = u128::from(u64::try_from(now.0).unwrap_or(0) & 0xffff_ffff_ffff);
    let random = random.iter().fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    let bits = time << 80 | random;
    let digit = |place: u32| char::from(DIGITS[usize::try_from(bits >> (place * 5) & 31).expect("less than 32")]);
    (0..26).rev().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_they_were_made_and_are_what_the_standard_writes() {
        // The example of the specification: 01ARZ3NDEKTSV4RRFFQ69G5FAV.
        let random = [0xd6, 0x76, 0x4c, 0x61, 0xef, 0xb9, 0x93, 0x02, 0xbd, 0x5b];
        assert_eq!(new_id(WallTime(1_469_922_850_259), random), "01arz3ndektsv4rrffq69g5fav");
        let (early, late) = (new_id(WallTime(1_000), [255; 10]), new_id(WallTime(1_001), [0; 10]));
        assert!(early < late);
        assert_eq!(new_id(WallTime(-1), [0; 10]).len(), 26);
    }
}
