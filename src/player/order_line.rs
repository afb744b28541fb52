//! The line by which a hall tells its picture what to do: the picture's stdin.
//!
//! On Linux it is a socket, and before all else one byte comes over it, which carries the file of the graphics card where
//! the picture goes to a panel.

use std::{
    io::{self, Write},
    process::{Child, Command, Stdio},
};

#[cfg(target_os = "linux")]
use std::{
    io::{IoSlice, IoSliceMut},
    mem::MaybeUninit,
    os::{
        fd::{AsFd, BorrowedFd, OwnedFd},
        unix::net::UnixStream,
    },
};

/// The file of a graphics card, lent for the start of a picture.
#[cfg(target_os = "linux")]
pub(super) type LentCard<'a> = BorrowedFd<'a>;
/// There is no such thing on this system.
#[cfg(not(target_os = "linux"))]
pub(super) type LentCard<'a> = std::marker::PhantomData<&'a ()>;

/// Starts a process and opens the line to it.
///
/// # Errors
/// What the system says.
#[cfg(target_os = "linux")]
pub(super) fn open(mut command: Command, card: Option<LentCard<'_>>) -> io::Result<(Child, Box<dyn Write + Send>)> {
    let (ours, theirs) = UnixStream::pair()?;
    let child = command.stdin(Stdio::from(OwnedFd::from(theirs))).spawn()?;
    // A child that has ended already is found out where its reports are read.
    send_first(&ours, card).ok();
    Ok((child, Box::new(ours)))
}

#[cfg(target_os = "linux")]
fn send_first(line: impl AsFd, card: Option<LentCard<'_>>) -> io::Result<()> {
    use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
    let files: Vec<BorrowedFd<'_>> = card.into_iter().collect();
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    if !files.is_empty() {
        ancillary.push(SendAncillaryMessage::ScmRights(&files));
    }
    sendmsg(line, &[IoSlice::new(&[0])], &mut ancillary, SendFlags::NOSIGNAL)?;
    Ok(())
}

/// Starts a process and opens the line to it.
///
/// # Errors
/// What the system says.
#[cfg(not(target_os = "linux"))]
pub(super) fn open(mut command: Command, _: Option<LentCard<'_>>) -> io::Result<(Child, Box<dyn Write + Send>)> {
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    let orders = child.stdin.take().expect("stdin was asked for as a pipe");
    Ok((child, Box::new(orders)))
}

/// What comes first over the line: the card, where there is one. It must be asked for before any order is read, because a
/// plain read drops what a byte carries.
///
/// # Errors
/// What the system says; where stdin is no line from a hall.
#[cfg(target_os = "linux")]
pub(super) fn first(stdin: impl AsFd) -> io::Result<Option<OwnedFd>> {
    use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let mut byte = [0];
    recvmsg(stdin, &mut [IoSliceMut::new(&mut byte)], &mut ancillary, RecvFlags::CMSG_CLOEXEC)?;
    let mut files = ancillary.drain().filter_map(|message| match message {
        RecvAncillaryMessage::ScmRights(files) => Some(files),
        _ => None,
    });
    Ok(files.next().and_then(|mut files| files.next()))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{Read as _, Seek as _};

    use super::*;

    #[test]
    fn a_lent_file_arrives_as_the_same_file_and_the_orders_after_it() {
        let mut file = tempfile::tempfile().unwrap();
        writeln!(file, "shared").unwrap();
        let lent = file.try_clone().unwrap();
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        // What `open` sends, to a line whose other end is here.
        for (card, order) in [(Some(lent.as_fd()), "one"), (None, "two")] {
            send_first(&ours, card).unwrap();
            ours.write_all(order.as_bytes()).unwrap();
            let arrived = first(&theirs).unwrap();
            let mut said = [0; 3];
            (&theirs).read_exact(&mut said).unwrap();
            assert_eq!(said, *order.as_bytes());
            assert_eq!(arrived.is_some(), card.is_some());
            if let Some(arrived) = arrived {
                // One description: where one moves the other has moved.
                std::fs::File::from(arrived).rewind().unwrap();
                assert_eq!(file.stream_position().unwrap(), 0);
            }
        }
    }
}
