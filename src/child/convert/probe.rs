//! What a child that is locked in can still do: nothing, as a test sees by having it try.

use std::{
    fs,
    net::{TcpStream, UdpSocket},
    path::Path,
    process::Command,
};

use super::sandbox::{self, SandboxError};

/// Tries everything that a child must not do, with a file that is there, a folder that may be written to, and a port of
/// this machine that listens. Answers with the names of what succeeded. `locked_in` is how files are opened; otherwise it
/// shows that the attempts are real ones.
///
/// # Errors
/// [`SandboxError`].
pub fn probe(locked_in: bool, file: &Path, folder: &Path, port: u16) -> Result<Vec<&'static str>, SandboxError> {
    if locked_in {
        sandbox::enter()?;
    }
    let attempts: [(&str, &dyn Fn() -> bool); 8] = [
        ("read a file", &|| fs::read(file).is_ok()),
        ("write a file", &|| fs::write(folder.join("written"), "x").is_ok()),
        ("list a folder", &|| fs::read_dir(folder).is_ok()),
        ("remove a file", &|| fs::remove_file(folder.join("there")).is_ok()),
        ("open a connection", &|| TcpStream::connect(("127.0.0.1", port)).is_ok()),
        ("open a socket", &|| UdpSocket::bind(("127.0.0.1", 0)).is_ok()),
        ("start a program", &|| Command::new("/bin/true").status().is_ok()),
        ("take 4 GiB of memory", &|| Vec::<u8>::new().try_reserve_exact(4 << 30).is_ok()),
    ];
    Ok(attempts.into_iter().filter(|(_, attempt)| attempt()).map(|(name, _)| name).collect())
}
