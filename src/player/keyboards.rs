//! Keyboards of a hall without a window system, read from the kernel: for the technician's chord and for nothing else.
//!
//! Only devices with a D on them are opened, so that a mouse wakes nobody. One that is plugged in later is found within
//! seconds; where none may be read there is no chord, and the hall plays.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::OFlags,
};

use super::{
    chord::{Chord, KEY_D},
    event::{EventSender, HallEvent},
};

/// Between two looks for keyboards.
const LOOK: Duration = Duration::from_secs(3);

/// Most keyboards that are read.
const KEYBOARDS: usize = 16;

/// Bytes of what the kernel says of one key: a time of two long words, type, code and value.
const EVENT_BYTES: usize = 2 * size_of::<usize>() + 8;

/// The type of what is said of keys.
const EV_KEY: u16 = 1;

/// A keyboard that is read.
struct Keyboard {
    path: PathBuf,
    file: File,
    chord: Chord,
}

/// Reads keyboards for as long as the program runs, and tells of the chord.
///
/// # Errors
/// Where no thread can be started.
pub(super) fn listen(events: EventSender<HallEvent>) -> io::Result<()> {
    let read = move || {
        let mut keyboards = Vec::new();
        loop {
            look(&mut keyboards);
            wait(&keyboards);
            keyboards.retain_mut(|keyboard: &mut Keyboard| match struck(&mut keyboard.file, &mut keyboard.chord) {
                Ok(struck) => (0..struck).all(|_| events.send(HallEvent::Chord)),
                // It was pulled out.
                Err(_) => false,
            });
        }
    };
    thread::Builder::new().name("keyboards".to_owned()).spawn(read).map(drop)
}

/// Opens what was plugged in since.
fn look(keyboards: &mut Vec<Keyboard>) {
    let entries = fs::read_dir("/dev/input").into_iter().flatten().flatten().map(|entry| entry.path());
    for path in entries.filter(|path| is_keyboard(path)) {
        if keyboards.len() >= KEYBOARDS || keyboards.iter().any(|keyboard| keyboard.path == path) {
            continue;
        }
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
        if let Ok(file) = OpenOptions::new().read(true).custom_flags(flags).open(&path) {
            tracing::debug!(path = %path.display(), "a keyboard is read");
            keyboards.push(Keyboard { path, file, chord: Chord::default() });
        }
    }
}

/// Whether the kernel says that a device has a D on it.
fn is_keyboard(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).filter(|name| name.starts_with("event"));
    let keys =
        name.and_then(|name| fs::read_to_string(format!("/sys/class/input/{name}/device/capabilities/key")).ok());
    keys.is_some_and(|keys| has_key(&keys, KEY_D))
}

/// Whether a key is in the kernel's list: words of hexadecimal digits, as long as those of the machine, the lowest last.
fn has_key(keys: &str, key: u16) -> bool {
    let (word, bit) = (usize::from(key) / usize::BITS as usize, u32::from(key) % usize::BITS);
    let word = keys.split_whitespace().rev().nth(word).and_then(|word| usize::from_str_radix(word, 16).ok());
    word.is_some_and(|word| word >> bit & 1 == 1)
}

/// Waits until a keyboard says something, or it is time to look for others.
fn wait(keyboards: &[Keyboard]) {
    let mut open: Vec<PollFd<'_>> =
        keyboards.iter().map(|keyboard| PollFd::new(&keyboard.file, PollFlags::IN)).collect();
    let timeout = Timespec { tv_sec: LOOK.as_secs().cast_signed(), tv_nsec: 0 };
    if poll(&mut open, Some(&timeout)).is_err() {
        thread::sleep(LOOK);
    }
}

/// How often the chord was struck by what a keyboard has said since.
fn struck(keyboard: &mut impl Read, chord: &mut Chord) -> io::Result<usize> {
    let mut struck = 0;
    let mut event = [0; EVENT_BYTES];
    loop {
        match keyboard.read(&mut event) {
            Ok(EVENT_BYTES) => {}
            Ok(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(struck),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        let word = |at: usize| u16::from_ne_bytes([event[at], event[at + 1]]);
        let said = EVENT_BYTES - 8;
        let value = i32::from_ne_bytes([event[said + 4], event[said + 5], event[said + 6], event[said + 7]]);
        if word(said) == EV_KEY {
            struck += usize::from(chord.key(word(said + 2), value != 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn event(kind: u16, code: u16, value: i32) -> Vec<u8> {
        let mut event = vec![0; EVENT_BYTES - 8];
        event.extend(kind.to_ne_bytes());
        event.extend(code.to_ne_bytes());
        event.extend(value.to_ne_bytes());
        event
    }

    #[test]
    fn what_the_kernel_says_of_keys_is_understood_and_one_that_is_pulled_out_is_left() {
        let (mut ours, mut theirs) = std::os::unix::net::UnixStream::pair().unwrap();
        theirs.set_nonblocking(true).unwrap();
        let mut chord = Chord::default();
        assert_eq!(struck(&mut theirs, &mut chord).unwrap(), 0);
        for key in [29, 56, 42] {
            ours.write_all(&event(EV_KEY, key, 1)).unwrap();
        }
        // What is said of other things, and a key that repeats itself, change nothing.
        ours.write_all(&[event(0, 0, 0), event(4, 4, 32), event(EV_KEY, 42, 2)].concat()).unwrap();
        assert_eq!(struck(&mut theirs, &mut chord).unwrap(), 0);
        ours.write_all(&[event(EV_KEY, KEY_D, 1), event(EV_KEY, KEY_D, 2), event(EV_KEY, KEY_D, 0)].concat()).unwrap();
        assert_eq!(struck(&mut theirs, &mut chord).unwrap(), 1);
        drop(ours);
        assert!(struck(&mut theirs, &mut chord).is_err());
    }

    #[test]
    fn a_mouse_and_a_power_button_are_no_keyboards() {
        // As a keyboard, a power button and a mouse say on a machine of 64 bits.
        if usize::BITS == 64 {
            assert!(has_key("1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe", KEY_D));
            assert!(!has_key("10000000000000 0", KEY_D));
            assert!(!has_key("1f0000 0 0 0 0", KEY_D));
        }
        assert!(!has_key("", KEY_D) && !has_key("no list", KEY_D));
    }
}
