//! The technician's chord: Ctrl, Alt, Shift and D together halt a hall, or let it go on. No other key does anything.

use std::collections::BTreeSet;

/// Keys by the numbers that the kernel gives them.
const CONTROL: [u16; 2] = [29, 97];
const ALT: [u16; 2] = [56, 100];
const SHIFT: [u16; 2] = [42, 54];
/// The key on which a D stands.
pub(super) const KEY_D: u16 = 32;

/// Most keys that are remembered as held: nobody has more fingers, and a keyboard that is none may say anything.
const HELD: usize = 32;

/// The keys of one keyboard that are held down.
#[derive(Debug, Default)]
pub(super) struct Chord {
    held: BTreeSet<u16>,
}

impl Chord {
    /// A key went down or up. Answers whether the chord was struck by that.
    pub fn key(&mut self, key: u16, down: bool) -> bool {
        if !down {
            self.held.remove(&key);
            return false;
        }
        if self.held.len() >= HELD {
            self.held.clear();
        }
        let fresh = self.held.insert(key);
        let holds = |keys: [u16; 2]| keys.iter().any(|key| self.held.contains(key));
        fresh && key == KEY_D && [CONTROL, ALT, SHIFT].into_iter().all(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chord_is_struck_once_by_all_four_keys_and_by_nothing_less() {
        let mut chord = Chord::default();
        assert!(!chord.key(KEY_D, true) && !chord.key(KEY_D, false));
        assert!(!chord.key(29, true) && !chord.key(100, true) && !chord.key(KEY_D, true), "no shift");
        assert!(!chord.key(42, true), "the last key is the D");
        assert!(!chord.key(KEY_D, true), "it is held, and repeats itself");
        assert!(!chord.key(KEY_D, false) && chord.key(KEY_D, true));
        assert!(!chord.key(KEY_D, false) && chord.key(KEY_D, true), "and again");
        chord.key(29, false);
        assert!(!chord.key(KEY_D, false) && !chord.key(KEY_D, true));
        (100..200).for_each(|key| assert!(!chord.key(key, true)));
        assert!(chord.held.len() <= HELD);
    }
}
