//! The making of a programme: pictures in every size, each made once however often it is asked for.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::Path,
    sync::Arc,
};

use super::{Built, Options, PublishError, timing};
use crate::{
    folder::Folder,
    fonts::{self, Fonts},
    layout::Context,
    media::{self, Artwork, MediaError, Picture},
    model::{Asset, Digest, MediaType, Programme, Rendition, Size, StatusBar, WallTime},
};

/// Makes programmes, and remembers the pictures it has made: a preview that reloads draws only what changed.
#[derive(Default)]
pub struct Press {
    made: HashMap<(Digest, Size), Print>,
}

/// One rendition and its bytes.
#[derive(Clone)]
struct Print {
    rendition: Rendition,
    bytes: Arc<[u8]>,
}

/// JPEG quality for photographs: no artefact is seen from two metres.
const JPEG_QUALITY: u8 = 88;

/// A PNG with more than this is a photograph: drawn posters take a tenth of it, camera noise twice as much.
const PHOTOGRAPH_BYTES_A_PIXEL: usize = 1;

impl Press {
    /// Makes the programme of a folder.
    pub fn build(&mut self, folder: &Folder, options: &Options, fonts: &mut Fonts) -> Result<Built, PublishError> {
        self.build_telling(folder, options, fonts, &|_, _, _| {})
    }

    /// The same, telling before each picture its key, how many are done, and of how many: pictures take the time.
    pub fn build_telling(
        &mut self,
        folder: &Folder,
        options: &Options,
        fonts: &mut Fonts,
        tell: &dyn Fn(&str, usize, usize),
    ) -> Result<Built, PublishError> {
        let mut assets = BTreeMap::new();
        let mut files = BTreeMap::new();
        let mut used = BTreeSet::new();
        for (done, (key, path)) in folder.pictures.iter().enumerate() {
            tell(key, done, folder.pictures.len());
            let canvases = canvases_of(folder, key, options);
            let asset = self.asset(path, &canvases, &mut files, &mut used)?;
            assets.insert(key.clone(), asset);
        }
        // What no folder asked for this time was replaced by its author and will not come again.
        self.made.retain(|key, _| used.contains(key));

        let mut programme = Programme {
            version: 0,
            issued_ms: WallTime(0),
            epoch_ms: folder.epoch_ms,
            time_zone: folder.time_zone.clone(),
            unit: folder.unit.clone(),
            displays: folder.displays.clone(),
            playlists: folder.playlists.clone(),
            dayparts: folder.dayparts.clone(),
            campaigns: folder.campaigns.clone(),
            slides: folder.slides.clone(),
            assets,
            default_slide: folder.default_slide.clone(),
        };
        let mut slides = std::mem::take(&mut programme.slides);
        let mut default_slide = programme.default_slide.clone();
        let mut warnings = folder.notes.clone();
        let has_status_bar = !StatusBar::of(programme.campaigns.iter()).is_empty();
        for slide in slides.iter_mut().chain([&mut default_slide]) {
            warnings.append(&mut timing::fill(slide, has_status_bar, &Context::of(&programme), fonts));
        }
        (programme.slides, programme.default_slide) = (slides, default_slide);
        Ok(Built { programme, files, warnings })
    }

    /// One picture for those canvases, smallest first, each size once.
    fn asset(
        &mut self,
        path: &Path,
        canvases: &[Size],
        files: &mut BTreeMap<Digest, Vec<u8>>,
        used: &mut BTreeSet<(Digest, Size)>,
    ) -> Result<Asset, PublishError> {
        let bytes = fs::read(path).map_err(|source| PublishError::Read { path: path.to_owned(), source })?;
        let failed = |source| PublishError::Picture { path: path.to_owned(), source };
        let original = Digest::of(&bytes);
        let source = Original::open(&bytes).map_err(failed)?;
        let sizes: BTreeSet<Size> = canvases.iter().map(|canvas| source.size_on(*canvas)).collect();
        let mut renditions = Vec::new();
        for size in sizes {
            used.insert((original, size));
            let print = match self.made.get(&(original, size)) {
                Some(print) => print.clone(),
                None => {
                    let print = source.print(size).map_err(failed)?;
                    self.made.insert((original, size), print.clone());
                    print
                }
            };
            files.insert(print.rendition.digest, print.bytes.to_vec());
            renditions.push(print.rendition);
        }
        Ok(Asset { original, renditions })
    }
}

/// The canvases on which some slide shows that picture; all of them for one that no slide shows.
fn canvases_of(folder: &Folder, key: &str, options: &Options) -> Vec<Size> {
    let shown = |canvas: &&Size| folder.all_slides().any(|slide| slide.picture_for(**canvas) == Some(key));
    let canvases: Vec<Size> = options.canvases.iter().filter(shown).copied().collect();
    if canvases.is_empty() { options.canvases.clone() } else { canvases }
}

/// A picture as its author made it.
enum Original<'a> {
    Drawn(Box<Artwork>),
    Taken { bytes: &'a [u8], size: Size, media_type: MediaType },
}

impl<'a> Original<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, MediaError> {
        if media::is_svg(bytes) {
            return Ok(Self::Drawn(Box::new(Artwork::parse(bytes, fonts::files())?)));
        }
        let header = media::probe(bytes)?;
        Ok(Self::Taken { bytes, size: header.size, media_type: header.media_type })
    }

    /// The size it is made in for a canvas: as large as fits. Pixels are never made larger than they were taken.
    fn size_on(&self, canvas: Size) -> Size {
        match self {
            Self::Drawn(artwork) => artwork.size().contained_in(canvas),
            Self::Taken { size, .. } if size.width <= canvas.width && size.height <= canvas.height => *size,
            Self::Taken { size, .. } => size.contained_in(canvas),
        }
    }

    fn print(&self, size: Size) -> Result<Print, MediaError> {
        let (bytes, media_type) = match self {
            Self::Drawn(artwork) => (media::encode_small_png(&artwork.rasterise(size)?)?, MediaType::Png),
            Self::Taken { bytes, media_type: MediaType::Jpeg, .. } => {
                (media::encode_jpeg(&media::decode_to(bytes, size)?, JPEG_QUALITY)?, MediaType::Jpeg)
            }
            Self::Taken { bytes, .. } => lettering_or_photograph(&media::decode_to(bytes, size)?)?,
        };
        let digest = Digest::of(&bytes);
        let rendition = Rendition { digest, bytes: bytes.len() as u64, size, media_type };
        Ok(Print { rendition, bytes: bytes.into() })
    }
}

/// A PNG or WebP file may hold lettering, which JPEG would spoil, or a photograph, which PNG would make many times as
/// large. How well it compresses tells which.
fn lettering_or_photograph(picture: &Picture) -> Result<(Vec<u8>, MediaType), MediaError> {
    let png = media::encode_small_png(picture)?;
    let pixels = picture.rgba.as_chunks::<4>().0;
    let opaque = pixels.iter().all(|pixel| pixel[3] == 255);
    if opaque && png.len() > pixels.len() * PHOTOGRAPH_BYTES_A_PIXEL {
        return Ok((media::encode_jpeg(picture, JPEG_QUALITY)?, MediaType::Jpeg));
    }
    Ok((png, MediaType::Png))
}
