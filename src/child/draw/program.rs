//! The child itself: reads requests from one end of a pipe, draws, and answers at the other.

use std::{
    collections::BTreeSet,
    io::{self, Read, Write},
};

use serde::{Deserialize, Serialize};

use super::{artist::Artist, drawing, held_pictures::HeldPictures, request::DrawRequest};
use crate::{
    child::frame::Frame,
    model::{Digest, report},
    render::RenderError,
};

/// What the child is told.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum DrawOrder {
    /// The body is the file of that picture.
    Picture(Digest),
    /// Draw that. Pictures among `absent` are nowhere to be had.
    Draw {
        /// What.
        request: Box<DrawRequest>,
        /// Without what.
        absent: Vec<Digest>,
    },
}

/// What the child says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum DrawAnswer {
    /// It is ready to draw, on that device.
    Ready(String),
    /// First hand me these pictures, then ask again.
    Needs(Vec<Digest>),
    /// It is drawn; the body is the pictures.
    Drawn(drawing::DrawingHead),
    /// It cannot be drawn.
    Failed(String),
}

/// Why the child ended.
#[derive(Debug, thiserror::Error)]
pub enum DrawChildError {
    /// There is nothing to draw with.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The pipe is broken, or something else came through it.
    #[error("cannot talk to the program that asked for pictures")]
    Pipe(#[from] io::Error),
}

/// Draws what `orders` ask for until they end. A slide that crashes it ends the process: whoever started it starts
/// another.
///
/// # Errors
/// [`DrawChildError`].
pub fn draw_child(mut orders: impl Read, mut answers: impl Write) -> Result<(), DrawChildError> {
    let pictures = HeldPictures::default();
    let mut artist = Artist::open(&pictures)?;
    Frame::new(&DrawAnswer::Ready(artist.device()), Vec::new()).write(&mut answers)?;
    while let Some(frame) = Frame::read(&mut orders)? {
        let answer = match frame.head()? {
            DrawOrder::Picture(digest) => {
                pictures.add(digest, frame.body);
                continue;
            }
            DrawOrder::Draw { request, absent } => {
                answer(&mut artist, &pictures, *request, &absent.into_iter().collect())
            }
        };
        answer.write(&mut answers)?;
    }
    Ok(())
}

fn answer(
    artist: &mut Artist<'_>,
    pictures: &HeldPictures,
    mut request: DrawRequest,
    absent: &BTreeSet<Digest>,
) -> Frame {
    request.pictures.retain(|_, digest| !absent.contains(digest));
    let missing = pictures.missing(request.pictures.values());
    if !missing.is_empty() {
        return Frame::new(&DrawAnswer::Needs(missing), Vec::new());
    }
    match artist.draw(&request) {
        Ok(drawing) => {
            let (head, body) = drawing.split();
            Frame::new(&DrawAnswer::Drawn(head), body)
        }
        Err(error) => Frame::new(&DrawAnswer::Failed(report(&error)), Vec::new()),
    }
}
