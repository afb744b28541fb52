//! SVG to pixels, with the bundled fonts and nothing from outside, within limits of work, memory and time.

use std::{
    str::from_utf8,
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        Group, ImageHrefResolver, ImageKind, Node, Options, Paint, Tree, fontdb,
        roxmltree::{Document, Error, ParsingOptions},
    },
};

use super::{MediaError, Picture, probe, svg_limits};
use crate::model::{MediaType, Size, limits};

/// The family that text falls to where an SVG names none that is bundled.
const FAMILY: &str = "Be Vietnam Pro";

/// Whether the bytes look like SVG: text with an `<svg` among its first tags.
pub fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    // The cut may have gone through a letter; what is before it is enough.
    let text = from_utf8(head).unwrap_or_else(|error| from_utf8(&head[..error.valid_up_to()]).unwrap_or_default());
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}

/// A parsed SVG.
pub struct Artwork {
    tree: Arc<Tree>,
}

impl Artwork {
    /// Parses an SVG. `fonts` are font files; no other font is used, and no file or address is opened.
    ///
    /// # Errors
    /// [`MediaError::TooManyBytes`], [`MediaError::SvgTooLarge`], [`MediaError::SvgTooSlow`], [`MediaError::Svg`],
    /// [`MediaError::OutsideReference`], and whatever is wrong with a picture inside it.
    pub fn parse(bytes: &[u8], fonts: &[&[u8]]) -> Result<Self, MediaError> {
        let length = bytes.len() as u64;
        if length > limits::SVG_FILE_BYTES {
            return Err(MediaError::TooManyBytes { bytes: length, limit: limits::SVG_FILE_BYTES });
        }
        let (bytes, database) = (bytes.to_vec(), Arc::new(database(fonts)));
        let tree = in_time(move || parsed(&bytes, database))??;
        Ok(Self { tree: Arc::new(tree) })
    }

    /// Its own size, whole pixels. Only the shape of it matters.
    pub fn size(&self) -> Size {
        let size = self.tree.size();
        Size::new((size.width().round() as u32).max(1), (size.height().round() as u32).max(1))
    }

    /// Draws it to fill exactly `size`.
    ///
    /// # Errors
    /// [`MediaError::TooManyPixels`] where `size` is none that a canvas can have, [`MediaError::SvgTooSlow`].
    pub fn rasterise(&self, size: Size) -> Result<Picture, MediaError> {
        let allowed = size.width.max(size.height) <= limits::PICTURE_SIDE;
        let pixmap = allowed.then(|| Pixmap::new(size.width, size.height)).flatten();
        let mut pixmap = pixmap.ok_or(MediaError::TooManyPixels { size })?;
        let tree = self.tree.clone();
        in_time(move || {
            let own = tree.size();
            let scale = Transform::from_scale(size.width as f32 / own.width(), size.height as f32 / own.height());
            resvg::render(&tree, scale, &mut pixmap.as_mut());
            Picture { size, rgba: pixmap.take_demultiplied() }
        })
    }
}

/// Does the work on a thread with a large stack, and waits for it no longer than allowed. A thread cannot be ended from
/// outside: one that is given up works on until it is done or the program ends, within the limits of [`svg_limits`].
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, MediaError> {
    let (done, outcome) = mpsc::sync_channel(1);
    let worker = move || {
        // Nobody waits any more for what comes too late.
        let _ = done.send(work());
    };
    let thread = thread::Builder::new().name("svg".to_owned()).stack_size(limits::SVG_STACK_BYTES).spawn(worker);
    thread.map_err(|source| MediaError::Thread { source })?;
    outcome.recv_timeout(Duration::from_millis(limits::SVG_MS)).map_err(|error| match error {
        mpsc::RecvTimeoutError::Timeout => MediaError::SvgTooSlow { ms: limits::SVG_MS },
        mpsc::RecvTimeoutError::Disconnected => MediaError::SvgCrashed,
    })
}

fn parsed(bytes: &[u8], fontdb: Arc<fontdb::Database>) -> Result<Tree, MediaError> {
    let unreadable = |source| MediaError::Svg { source };
    let text = from_utf8(bytes).map_err(|_| unreadable(resvg::usvg::Error::NotAnUtf8Str))?;
    // Programs write a DTD; its entities are held down by the parser.
    let nodes_limit = u32::try_from(limits::SVG_NODES).unwrap_or(u32::MAX);
    let parsing = ParsingOptions { allow_dtd: true, nodes_limit, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, parsing).map_err(|source| match source {
        Error::NodesLimitReached => {
            MediaError::SvgTooLarge { what: "elements", found: limits::SVG_NODES + 1, most: limits::SVG_NODES }
        }
        source => unreadable(resvg::usvg::Error::ParsingFailed(source)),
    })?;
    svg_limits::check(&document)?;
    let refused = Mutex::new(None);
    let refuse = |error| {
        refused.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
        None
    };
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, data, _| inner_picture(&data).map_or_else(refuse, Some)),
            resolve_string: Box::new(|href, _| {
                refuse(MediaError::OutsideReference { href: href.chars().take(80).collect() })
            }),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(unreadable);
    drop(options);
    match refused.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        Some(error) => Err(error),
        None => {
            let tree = tree?;
            let own = tree.size();
            let most = f64::from(own.width()) * f64::from(own.height()) * limits::SVG_PATTERN_AREAS;
            patterns(tree.root(), most)?;
            Ok(tree)
        }
    }
}

/// Refuses a pattern whose tile, where it is used, is larger than `most` in square units of the SVG.
fn patterns(group: &Group, most: f64) -> Result<(), MediaError> {
    for node in group.children() {
        if let Node::Group(inner) = node {
            patterns(inner, most)?;
        }
        if let Node::Path(path) = node {
            let paints = [path.fill().map(|fill| fill.paint()), path.stroke().map(|stroke| stroke.paint())];
            for paint in paints.into_iter().flatten() {
                let Paint::Pattern(pattern) = paint else { continue };
                let (sx, sy) = path.abs_transform().pre_concat(pattern.transform()).get_scale();
                let (width, height) = (pattern.rect().width() * sx, pattern.rect().height() * sy);
                let area = f64::from(width) * f64::from(height);
                if area.is_nan() || area > most {
                    let [found, most] = [area, most].map(|area| area as usize);
                    return Err(MediaError::SvgTooLarge { what: "pixels of a pattern", found, most });
                }
                patterns(pattern.root(), most)?;
            }
        }
    }
    Ok(())
}

fn database(fonts: &[&[u8]]) -> fontdb::Database {
    let mut database = fontdb::Database::new();
    for font in fonts {
        database.load_font_data(font.to_vec());
    }
    database.set_serif_family(FAMILY);
    database.set_sans_serif_family(FAMILY);
    database.set_monospace_family(FAMILY);
    database.set_cursive_family(FAMILY);
    database.set_fantasy_family(FAMILY);
    database
}

/// A picture written into the SVG itself, if it is one that would be played on its own too.
fn inner_picture(data: &Arc<Vec<u8>>) -> Result<ImageKind, MediaError> {
    let data = data.clone();
    Ok(match probe(&data)?.media_type {
        MediaType::Png => ImageKind::PNG(data),
        MediaType::Jpeg => ImageKind::JPEG(data),
        MediaType::WebP => ImageKind::WEBP(data),
    })
}

impl std::fmt::Debug for Artwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Artwork").field("size", &self.size()).finish_non_exhaustive()
    }
}
