//! Why a picture ended: by a fault of its own, which counts against what it was composing, or by somebody's hand.

use std::process::ExitStatus;

/// Why a picture ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Death {
    /// It crashed, hung or took too much memory.
    Crash(String),
    /// Somebody ended it, or the machine's memory was gone: that says nothing of what it was composing.
    Killed(String),
    /// It ended by itself: the window was closed, the display server is not there, there is no graphics driver.
    Ended(String),
}

/// Signals by which a program ends through a fault of its own: illegal instruction, trap, abort, bus error, arithmetic,
/// segment, system call.
const FAULTS: [i32; 7] = [4, 5, 6, 7, 8, 11, 31];

/// Exit code of a Rust program whose main thread has panicked.
const PANICKED: i32 = 101;

impl Death {
    /// Of a child that ended like that; `verdict` is why its parent ended it, where it did.
    pub(super) fn of(status: ExitStatus, verdict: Option<String>) -> Self {
        if let Some(verdict) = verdict {
            return Self::Crash(verdict);
        }
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            let why = format!("ended by signal {signal}");
            return if FAULTS.contains(&signal) { Self::Crash(why) } else { Self::Killed(why) };
        }
        match status.code() {
            Some(PANICKED) => Self::Crash("panicked".to_owned()),
            Some(0) => Self::Ended("came to its end".to_owned()),
            code => Self::Ended(format!("ended with exit code {}", code.unwrap_or(-1))),
        }
    }

    /// In words for the log.
    pub(super) fn why(&self) -> &str {
        let (Self::Crash(why) | Self::Killed(why) | Self::Ended(why)) = self;
        why
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    #[test]
    fn only_a_fault_of_its_own_is_a_crash() {
        let of = |raw| Death::of(ExitStatus::from_raw(raw), None);
        for signal in [4, 6, 7, 11] {
            assert!(matches!(of(signal), Death::Crash(_)), "{signal}");
            assert!(matches!(of(signal | 128), Death::Crash(_)), "{signal}, with a core");
        }
        for signal in [1, 2, 9, 13, 15] {
            assert!(matches!(of(signal), Death::Killed(_)), "{signal}");
        }
        assert!(matches!(of(101 << 8), Death::Crash(_)));
        assert!(matches!(of(0), Death::Ended(_)) && matches!(of(1 << 8), Death::Ended(_)));
        let hung = Death::of(ExitStatus::from_raw(9), Some("hung".to_owned()));
        assert_eq!(hung, Death::Crash("hung".to_owned()), "the parent's own kill");
    }
}
