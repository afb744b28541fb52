//! Keeps the card's file open for as long as the hall runs: what is on a panel stays there until the last copy of that file
//! is closed, so that a picture that dies takes nothing from the panel.

use std::{
    io,
    os::fd::{AsFd as _, BorrowedFd},
    path::PathBuf,
};

use super::{card::Card as _, kernel_card::KernelCard};

/// The card of a hall, opened when it is first needed and again where it cannot be driven any more.
#[derive(Debug)]
pub struct CardKeeper {
    path: Option<PathBuf>,
    card: Option<KernelCard>,
}

/// What became of a card that another program had taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regained {
    /// The same file drives it again.
    Same,
    /// It had to be opened anew: whoever has the file of before has nothing.
    Anew,
    /// The other program still has it.
    NotYet,
}

impl CardKeeper {
    /// Of the card at `path`, or of the first that has connectors.
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path, card: None }
    }

    /// The card's file, for the next picture.
    ///
    /// # Errors
    /// As [`KernelCard::open`].
    pub fn card(&mut self) -> io::Result<BorrowedFd<'_>> {
        self.regain()?;
        let card = self.card.as_ref().expect("it is regained or this has returned");
        Ok(card.as_fd())
    }

    /// Becomes master of the card again. The kernel lets nobody do that but the process that opened it
    /// (`drm_master_check_perm`), and a file that never was master it lets become so only when it is opened.
    ///
    /// # Errors
    /// As [`KernelCard::open`].
    pub fn regain(&mut self) -> io::Result<Regained> {
        if let Some(card) = &self.card {
            match card.acquire() {
                Ok(()) => return Ok(Regained::Same),
                // Another program is master now; when it lets go this file may be again.
                Err(error) if error.kind() == io::ErrorKind::ResourceBusy => return Ok(Regained::NotYet),
                Err(error) => tracing::debug!(%error, "the graphics card is opened anew"),
            }
        }
        // Closed first: while it is open it may itself be what keeps the card from us.
        self.card = None;
        let card = KernelCard::open(self.path.as_deref())?;
        let regained = if card.acquire().is_ok() { Regained::Anew } else { Regained::NotYet };
        self.card = Some(card);
        Ok(regained)
    }
}
