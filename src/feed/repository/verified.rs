//! A reader that fails at its end unless what went through it has the digest and length it was announced with.

use std::io;

use crate::model::{Digest, Hasher};

/// Passes bytes on and fails with [`io::ErrorKind::InvalidData`] where they are not what was announced, so that whoever
/// writes them down gives up before the file appears under its name.
pub(super) struct VerifiedReader<R> {
    inner: R,
    named: Digest,
    left: u64,
    hasher: Hasher,
    /// What the bytes are, once they turned out to be something else.
    pub mismatch: Option<Digest>,
}

impl<R: io::Read> VerifiedReader<R> {
    pub fn new(inner: R, named: Digest, bytes: u64) -> Self {
        Self { inner, named, left: bytes, hasher: Hasher::default(), mismatch: None }
    }

    /// Whether the rest is what was announced.
    pub fn holds(mut self) -> bool {
        io::copy(&mut self, &mut io::sink()).is_ok()
    }

    fn refuse(&mut self) -> io::Error {
        let actual = std::mem::take(&mut self.hasher).finish();
        self.mismatch = Some(actual);
        let (named, left) = (self.named, self.left);
        io::Error::new(io::ErrorKind::InvalidData, format!("announced as {named}, is {actual} ({left} bytes missing)"))
    }
}

impl<R: io::Read> io::Read for VerifiedReader<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(piece)?;
        self.hasher.update(&piece[..read]);
        if read == 0 && !piece.is_empty() {
            let whole = self.left == 0 && self.hasher.clone().finish() == self.named;
            return if whole { Ok(0) } else { Err(self.refuse()) };
        }
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(self.refuse()),
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn only_what_was_announced_comes_to_its_end() {
        let digest = Digest::of(b"four");
        let read = |bytes: &'static [u8], length| {
            let mut out = Vec::new();
            VerifiedReader::new(bytes, digest, length).read_to_end(&mut out).map(|_| out)
        };
        assert_eq!(read(b"four", 4).unwrap(), b"four");
        for (bytes, length) in [(&b"five"[..], 4), (b"fou", 4), (b"four", 5), (b"four", 3), (b"", 4), (b"four!", 4)] {
            assert_eq!(read(bytes, length).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
    }
}
