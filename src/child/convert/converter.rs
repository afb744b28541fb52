//! The server's side: has a child open a file, and ends it when it takes too long.

use std::{ffi::OsString, fs::File, io, process::Stdio, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncWriteExt as _, BufReader},
    process::{Child, Command},
    sync::Semaphore,
    time::timeout,
};

use super::{
    error::ConvertError,
    said::{ConvertMessage, ConvertRefusal},
};
use crate::{
    child::{frame::Frame, process::this_program},
    document::Document,
    model::{MediaType, Size, limits},
};

/// A file that somebody brought.
#[derive(Debug)]
pub enum BroughtFile {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// An open file, from where it stands: the child reads it, and the server does not.
    File(File),
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Converted {
    /// Pictures: one, or one for each page of a PDF file.
    Pictures(Vec<ConvertedPicture>),
    /// Words and tables.
    Document(Document),
}

/// A picture as it is kept: decoded and encoded anew, so that nothing is in it but what is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvertedPicture {
    /// Pixels.
    pub size: Size,
    /// What the bytes are.
    pub media_type: MediaType,
    /// The file.
    pub bytes: Vec<u8>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConvertProgress {
    /// Pages done.
    pub done: usize,
    /// Of how many.
    pub of: usize,
}

/// How files are opened.
#[derive(Debug, Clone)]
pub struct ConverterOptions {
    /// The program that opens them; this one.
    pub program: OsString,
    /// How long it may take.
    pub time: Duration,
}

impl Default for ConverterOptions {
    fn default() -> Self {
        Self { program: this_program().into_os_string(), time: limits::CONVERT_TIME }
    }
}

/// Opens files in child processes, each in one of its own, few at once. Cheap to clone; clones share the number.
#[derive(Debug, Clone)]
pub struct Converter {
    options: Arc<ConverterOptions>,
    places: Arc<Semaphore>,
}

impl Default for Converter {
    fn default() -> Self {
        Self::new(ConverterOptions::default())
    }
}

impl Converter {
    /// One with those options.
    pub fn new(options: ConverterOptions) -> Self {
        Self { options: Arc::new(options), places: Arc::new(Semaphore::new(limits::CONVERT_AT_ONCE)) }
    }

    /// Opens a file; `on_progress` is told of its pages. To give up, drop the future: the child is ended.
    ///
    /// # Errors
    /// [`ConvertError`].
    pub async fn convert(
        &self,
        source: BroughtFile,
        on_progress: impl FnMut(ConvertProgress) + Send,
    ) -> Result<Converted, ConvertError> {
        let _place = self.places.acquire().await.map_err(|error| ConvertError::CannotStart(error.to_string()))?;
        let failed = |error: io::Error| ConvertError::CannotStart(error.to_string());
        let (stdin, bytes) = match source {
            BroughtFile::Bytes(bytes) => (Stdio::piped(), bytes),
            BroughtFile::File(file) => (Stdio::from(file), Vec::new()),
        };
        let mut command = Command::new(&self.options.program);
        let mut child = command
            .arg("convert-child")
            .stdin(stdin)
            .stdout(Stdio::piped())
            .env_clear()
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let outcome = timeout(self.options.time, hear(&mut child, bytes, on_progress)).await;
        // One that has ended by itself cannot be ended again.
        child.kill().await.ok();
        outcome.unwrap_or(Err(ConvertError::TooSlow))
    }
}

async fn hear(
    child: &mut Child,
    bytes: Vec<u8>,
    mut on_progress: impl FnMut(ConvertProgress) + Send,
) -> Result<Converted, ConvertError> {
    let mut answers = BufReader::new(child.stdout.take().expect("stdout was asked for as a pipe"));
    let mut stdin = child.stdin.take();
    let send = async {
        if let Some(mut stdin) = stdin.take() {
            // A child that has seen enough closes the pipe; what it says is what counts.
            stdin.write_all(&bytes).await.ok();
        }
    };
    let listen = async {
        let ready = Frame::receive(&mut answers).await.and_then(|frame| frame.head());
        if !matches!(ready, Ok(ConvertMessage::Ready)) {
            return Err(ConvertError::CannotStart("it did not lock itself in".to_owned()));
        }
        let (mut pictures, mut document, mut taken) = (Vec::new(), None, 0);
        loop {
            let frame = Frame::receive(&mut answers).await.map_err(|_| ConvertError::Ended)?;
            match frame.head().map_err(|_| ConvertError::Ended)? {
                ConvertMessage::Progress { done, of } => on_progress(ConvertProgress { done, of }),
                ConvertMessage::Picture { size, media_type } => {
                    taken += frame.body.len();
                    if taken > limits::CONVERTED_BYTES || pictures.len() >= limits::PDF_PAGES {
                        return Err(ConvertRefusal::TooMuch("pictures".to_owned()).into());
                    }
                    pictures.push(ConvertedPicture { size, media_type, bytes: frame.body });
                }
                ConvertMessage::Document(read) => document = Some(read),
                ConvertMessage::Refused(refusal) => return Err(refusal.into()),
                ConvertMessage::Done => break,
                ConvertMessage::Ready => return Err(ConvertError::Ended),
            }
        }
        match document {
            Some(document) => Ok(Converted::Document(document)),
            None if pictures.is_empty() => Err(ConvertRefusal::Empty.into()),
            None => Ok(Converted::Pictures(pictures)),
        }
    };
    // Both at once: the child may answer before it has read everything. Once it has answered, nothing more is sent.
    let sent = async {
        send.await;
        std::future::pending().await
    };
    tokio::select! {
        outcome = listen => outcome,
        outcome = sent => outcome,
    }
}
