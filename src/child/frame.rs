//! What a process and its child say to each other: frames of a head in JSON and a body of bytes, each with its length
//! before it.

use std::io::{self, Read, Write};

use serde::{Serialize, de::DeserializeOwned};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::model::limits::{CHILD_BODY_BYTES, CHILD_HEAD_BYTES};

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    head: Vec<u8>,
    /// Its bytes.
    pub(super) body: Vec<u8>,
}

/// Two lengths, each four bytes, the most significant first.
const PREFIX: usize = 8;

impl Frame {
    /// A frame that says `head`, with `body`.
    pub(super) fn new(head: &impl Serialize, body: Vec<u8>) -> Self {
        Self { head: serde_json::to_vec(head).expect("what is said to a child has a JSON form"), body }
    }

    /// What it says.
    ///
    /// # Errors
    /// `InvalidData` where it is something else.
    pub(super) fn head<T: DeserializeOwned>(&self) -> io::Result<T> {
        serde_json::from_slice(&self.head).map_err(|error| invalid(&format!("a frame of another kind: {error}")))
    }

    /// Its bytes as they are sent.
    pub(super) fn to_bytes(&self) -> io::Result<Vec<u8>> {
        Ok([&self.prefix()?, &*self.head, &*self.body].concat())
    }

    /// The frame whose bytes these are.
    ///
    /// # Errors
    /// As [`Frame::read`].
    pub(super) fn from_bytes(mut bytes: &[u8]) -> io::Result<Self> {
        Self::read(&mut bytes)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// Writes it.
    ///
    /// # Errors
    /// What the pipe says; `InvalidData` where it is longer than the other side would read.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&self.prefix()?)?;
        to.write_all(&self.head)?;
        to.write_all(&self.body)?;
        to.flush()
    }

    /// Reads the next; `None` where the other side has closed the pipe between two.
    ///
    /// # Errors
    /// What the pipe says; `InvalidData` where it is longer than allowed, `UnexpectedEof` where it is cut off.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut prefix = [0; PREFIX];
        if from.read(&mut prefix[..1])? == 0 {
            return Ok(None);
        }
        from.read_exact(&mut prefix[1..])?;
        let mut frame = Self::sized(prefix)?;
        from.read_exact(&mut frame.head)?;
        from.read_exact(&mut frame.body)?;
        Ok(Some(frame))
    }

    /// [`Frame::write`], without keeping a thread.
    ///
    /// # Errors
    /// As [`Frame::write`].
    pub(super) async fn send(&self, to: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        to.write_all(&self.prefix()?).await?;
        to.write_all(&self.head).await?;
        to.write_all(&self.body).await?;
        to.flush().await
    }

    /// [`Frame::read`], without keeping a thread.
    ///
    /// # Errors
    /// As [`Frame::read`]; a closed pipe is `UnexpectedEof`.
    pub(super) async fn receive(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let mut prefix = [0; PREFIX];
        from.read_exact(&mut prefix).await?;
        let mut frame = Self::sized(prefix)?;
        from.read_exact(&mut frame.head).await?;
        from.read_exact(&mut frame.body).await?;
        Ok(frame)
    }

    /// A frame with room for what is to come.
    fn sized(prefix: [u8; PREFIX]) -> io::Result<Self> {
        let length =
            |at: usize| u32::from_be_bytes([prefix[at], prefix[at + 1], prefix[at + 2], prefix[at + 3]]) as usize;
        let (head, body) = (length(0), length(4));
        if head > CHILD_HEAD_BYTES || body > CHILD_BODY_BYTES {
            return Err(invalid("a frame that is longer than allowed"));
        }
        Ok(Self { head: vec![0; head], body: vec![0; body] })
    }

    fn prefix(&self) -> io::Result<[u8; PREFIX]> {
        if self.head.len() > CHILD_HEAD_BYTES || self.body.len() > CHILD_BODY_BYTES {
            return Err(invalid("what is to be said is longer than allowed"));
        }
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).expect("the limits are below 4 GiB").to_be_bytes();
        let ([a, b, c, d], [e, f, g, h]) = (length(&self.head), length(&self.body));
        Ok([a, b, c, d, e, f, g, h])
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_comes_back_as_it_was_sent_and_the_end_is_no_error() {
        let frame = Frame::new(&("xin chào", 7), vec![0, 1, 255]);
        let mut pipe = Vec::new();
        frame.write(&mut pipe).unwrap();
        frame.write(&mut pipe).unwrap();
        let mut reader = &pipe[..];
        for _ in 0..2 {
            let read = Frame::read(&mut reader).unwrap().unwrap();
            assert_eq!(read, frame);
            assert_eq!(read.head::<(String, u8)>().unwrap(), ("xin chào".to_owned(), 7));
        }
        assert!(Frame::read(&mut reader).unwrap().is_none());
        assert_eq!(Frame::from_bytes(&frame.to_bytes().unwrap()).unwrap(), frame);
        assert!(frame.head::<Vec<u8>>().is_err(), "another kind of frame");
    }

    #[test]
    fn what_is_too_long_or_cut_off_is_refused_before_memory_is_taken() {
        let claims = [0, 0, 0, 1, 255, 255, 255, 255, b'1'];
        assert_eq!(Frame::read(&mut &claims[..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
        let cut = [0, 0, 0, 9, 0, 0, 0, 0, b'1'];
        assert_eq!(Frame::read(&mut &cut[..]).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
