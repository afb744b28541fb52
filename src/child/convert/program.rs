//! The child itself: locks itself in, reads one file, and says what is in it.

use std::{
    io::{self, Read, Write},
    panic, thread,
};

use super::{
    kind::{self, FileKind},
    said::{ConvertMessage, ConvertRefusal},
    sandbox::{self, SandboxError},
};
use crate::{
    child::frame::Frame,
    document, fonts,
    media::{self, Artwork, PdfFile, Picture},
    model::{MediaType, Size, limits},
};

/// Why the child ended without an answer.
#[derive(Debug, thiserror::Error)]
pub enum ConvertChildError {
    /// It could not lock itself in, and so opened nothing.
    #[error("cannot lock itself in")]
    Sandbox(#[from] SandboxError),
    /// The pipe is broken.
    #[error("cannot talk to the program that asked")]
    Pipe(#[from] io::Error),
}

/// JPEG quality of photographs that somebody brings: they are encoded once more for halls.
const JPEG_QUALITY: u8 = 92;

/// Opens the file that comes by `file` and says what is in it to `answers`.
///
/// # Errors
/// [`ConvertChildError`].
pub fn convert_child(file: impl Read, mut answers: impl Write + Send) -> Result<(), ConvertChildError> {
    sandbox::enter()?;
    Teller(&mut answers).say(&ConvertMessage::Ready)?;
    let mut bytes = Vec::new();
    file.take(limits::BROUGHT_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    // What a file does to its reader is an answer, not a report of a crash.
    panic::set_hook(Box::new(|_| {}));
    let work = |answers: &mut dyn Write| {
        let mut teller = Teller(answers);
        match convert(bytes, &mut teller) {
            Ok(()) => teller.say(&ConvertMessage::Done),
            Err(Stop::Refused(refusal)) => teller.say(&ConvertMessage::Refused(refusal)),
            Err(Stop::Pipe(error)) => Err(error),
        }
    };
    let outcome = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(limits::CONVERT_STACK_BYTES);
        Ok::<_, io::Error>(thread.spawn_scoped(scope, || work(&mut answers))?.join())
    });
    match outcome? {
        Ok(told) => Ok(told?),
        Err(_) => {
            let refusal = ConvertRefusal::Broken("reading it crashed".to_owned());
            Ok(Teller(&mut answers).say(&ConvertMessage::Refused(refusal))?)
        }
    }
}

struct Teller<'a>(&'a mut dyn Write);

impl Teller<'_> {
    fn say(&mut self, said: &ConvertMessage) -> io::Result<()> {
        self.with(said, Vec::new())
    }

    fn with(&mut self, said: &ConvertMessage, body: Vec<u8>) -> io::Result<()> {
        Frame::new(said, body).write(&mut self.0)
    }

    fn picture(&mut self, picture: &Picture, taken_as: Option<MediaType>) -> Result<(), Stop> {
        let (bytes, media_type) = encode(picture, taken_as).map_err(ConvertRefusal::from)?;
        Ok(self.with(&ConvertMessage::Picture { size: picture.size, media_type }, bytes)?)
    }
}

/// Why there is no more.
enum Stop {
    Refused(ConvertRefusal),
    Pipe(io::Error),
}

impl<R: Into<ConvertRefusal>> From<R> for Stop {
    fn from(refusal: R) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Pipe(error)
    }
}

fn convert(bytes: Vec<u8>, teller: &mut Teller<'_>) -> Result<(), Stop> {
    if bytes.len() as u64 > limits::BROUGHT_FILE_BYTES {
        return Err(ConvertRefusal::TooLarge.into());
    }
    match kind::of(&bytes) {
        FileKind::Picture => {
            let header = media::probe(&bytes).map_err(ConvertRefusal::from)?;
            if is_small(header.size) {
                return Err(ConvertRefusal::TooSmall(header.size).into());
            }
            let to = fitted(header.size);
            let to = if to.width > header.size.width { header.size } else { to };
            let picture = media::decode_to(&bytes, to).map_err(ConvertRefusal::from)?;
            drop(bytes);
            teller.picture(&picture, Some(header.media_type))
        }
        FileKind::Svg => {
            let artwork = Artwork::parse(&bytes, fonts::files()).map_err(ConvertRefusal::from)?;
            let picture = artwork.rasterise(fitted(artwork.size())).map_err(ConvertRefusal::from)?;
            teller.picture(&picture, None)
        }
        FileKind::Pdf => pdf(bytes, teller),
        FileKind::Document(kind) => {
            let document = document::read(kind, &bytes).map_err(ConvertRefusal::from)?;
            Ok(teller.say(&ConvertMessage::Document(document))?)
        }
        FileKind::Foreign(foreign) => Err(ConvertRefusal::Kind(foreign).into()),
    }
}

fn pdf(bytes: Vec<u8>, teller: &mut Teller<'_>) -> Result<(), Stop> {
    let file = PdfFile::open(bytes).map_err(ConvertRefusal::from)?;
    let of = file.pages();
    if of > limits::PDF_PAGES {
        return Err(ConvertRefusal::TooManyPages(of).into());
    }
    for page in 0..of {
        teller.say(&ConvertMessage::Progress { done: page, of })?;
        let size = file.size(page).ok_or_else(|| ConvertRefusal::Broken("a page has no size".to_owned()))?;
        let (long, short) = limits::BROUGHT_PICTURE;
        let within = if size.is_portrait() { Size::new(short, long) } else { Size::new(long, short) };
        let picture = file.draw(page, within).map_err(ConvertRefusal::from)?;
        teller.picture(&picture, None)?;
    }
    Ok(teller.say(&ConvertMessage::Progress { done: of, of })?)
}

/// The size in which a picture of that shape fills the largest screen.
fn fitted(size: Size) -> Size {
    let (long, short) = limits::BROUGHT_PICTURE;
    size.contained_in(if size.is_portrait() { Size::new(short, long) } else { Size::new(long, short) })
}

fn is_small(size: Size) -> bool {
    let (long, short) = limits::BROUGHT_PICTURE_MIN;
    size.width.max(size.height) < long && size.short_side() < short
}

/// A picture as it is kept: JPEG where it was one or is a photograph, and else PNG.
fn encode(picture: &Picture, taken_as: Option<MediaType>) -> Result<(Vec<u8>, MediaType), media::MediaError> {
    let jpeg = || Ok((media::encode_jpeg(picture, JPEG_QUALITY)?, MediaType::Jpeg));
    if taken_as == Some(MediaType::Jpeg) {
        return jpeg();
    }
    let png = media::encode_png(picture)?;
    if picture.is_photograph(png.len()) { jpeg() } else { Ok((png, MediaType::Png)) }
}
