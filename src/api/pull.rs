//! An office's content comes out as a folder of slides.

use std::{fs, io::Write as _, path::Path};

use super::{
    remote::{Remote, in_time},
    remote_error::RemoteError,
    unpack::{UnpackError, unpack},
};
use crate::model::limits;

/// The name under which what comes lies until it is whole.
const COMING: &str = ".bangtin-pull.part";

/// What came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pulled {
    /// How many files were written.
    pub files: usize,
}

/// Writes what an office shows, or what one of its versions says, into a folder: the folder changes once everything has
/// come. What lies in it under other names stays.
///
/// # Errors
/// [`RemoteError`].
pub async fn pull(remote: &Remote, version: Option<u64>, to: &Path) -> Result<Pulled, RemoteError> {
    let mut response = remote.export(version).await?;
    let coming = to.join(COMING);
    let failed = |source| RemoteError::Write { path: coming.clone(), source };
    fs::create_dir_all(to).map_err(failed)?;
    let mut file = fs::File::create(&coming).map_err(failed)?;
    let mut bytes = 0;
    let came = loop {
        match in_time(response.chunk()).await {
            Ok(Some(piece)) => {
                bytes += piece.len() as u64;
                if bytes > limits::PULLED_BYTES {
                    break Err(UnpackError::TooMuch.into());
                }
                if let Err(source) = file.write_all(&piece) {
                    break Err(failed(source));
                }
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    let unpacked = came.and_then(|()| Ok(unpack(fs::File::open(&coming).map_err(failed)?, to)?));
    fs::remove_file(&coming).ok();
    Ok(Pulled { files: unpacked? })
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;
    use crate::{api::RemoteOptions, clock::Clock, form::Language};

    #[tokio::test(start_paused = true)]
    async fn an_office_that_says_nothing_more_is_not_waited_for_for_ever() {
        for said in ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nten bytes."] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("http://{}", listener.local_addr().unwrap());
            let silent = tokio::spawn(async move {
                let (mut line, _) = listener.accept().await.unwrap();
                assert!(line.read(&mut [0; 4_096]).await.unwrap() > 0);
                line.write_all(said.as_bytes()).await.unwrap();
                std::future::pending::<()>().await;
            });
            let (token, clock) = ("bangtin_1".to_owned(), Clock::system());
            let options =
                RemoteOptions { address, token, authority: None, plain_http: false, language: Language::En, clock };
            let (remote, to) = (Remote::new(options).unwrap(), tempfile::tempdir().unwrap());
            let error = pull(&remote, None, to.path()).await.unwrap_err();
            assert!(matches!(error, RemoteError::Silent { .. }) && error.may_pass(), "{said:?}: {error}");
            assert_eq!(fs::read_dir(to.path()).unwrap().count(), 0, "nothing half is left");
            silent.abort();
        }
    }
}
