//! The making of a programme: pictures in every size, each made once however often it is asked for.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{self, Read as _},
    sync::Arc,
};

use super::{
    built::Built,
    content::{Content, PictureSource},
    error::PublishError,
    options::PublishOptions,
    timing,
};
use crate::{
    fonts::{self, Fonts},
    layout::Context,
    media::{self, Artwork, MediaError},
    model::{
        Asset, Digest, Finding, MediaType, Programme, Rendition, Size, Slide, SlideContent as Template, StatusBar,
        WallTime, limits,
    },
};

/// Makes programmes, and remembers the pictures it has made and the slides it has timed: a preview that reloads draws only what
/// changed.
#[derive(Default)]
pub struct ProgrammeBuilder {
    made: HashMap<(Digest, Size), EncodedRendition>,
    /// What was made of an original for some canvases: one whose digest is known is then not even read.
    assets: HashMap<(Digest, Vec<Size>), Asset>,
    /// How long slides are shown, and what layout said of them, by all that this follows from.
    timed: HashMap<Digest, (Option<u64>, Vec<Finding>)>,
}

/// One rendition and its bytes, where they are still here.
#[derive(Clone)]
struct EncodedRendition {
    rendition: Rendition,
    bytes: Option<Arc<[u8]>>,
}

/// JPEG quality for photographs: no artefact is seen from two metres.
const JPEG_QUALITY: u8 = 88;

impl ProgrammeBuilder {
    /// Makes the programme of a content.
    ///
    /// # Errors
    /// [`PublishError`].
    pub fn build(
        &mut self,
        content: &Content,
        options: &PublishOptions,
        fonts: &mut Fonts,
    ) -> Result<Built, PublishError> {
        self.build_with_progress(content, options, fonts, &|_, _, _| {})
    }

    /// The same; `on_progress` is called before each picture with its key, how many are done, and of how many: pictures
    /// take the time.
    ///
    /// # Errors
    /// [`PublishError`] for the first picture that cannot be read or shown.
    pub fn build_with_progress(
        &mut self,
        content: &Content,
        options: &PublishOptions,
        fonts: &mut Fonts,
        on_progress: &dyn Fn(&str, usize, usize),
    ) -> Result<Built, PublishError> {
        let mut assets = BTreeMap::new();
        let mut files = BTreeMap::new();
        let mut used = BTreeSet::new();
        for (done, (key, picture)) in content.pictures.iter().enumerate() {
            on_progress(key, done, content.pictures.len());
            let canvases = canvases_of(content, key, options);
            let asset = self.asset(key, picture, &canvases, &mut files, &mut used)?;
            assets.insert(key.clone(), asset);
        }
        // What nobody asked for this time was replaced by its author and will not come again.
        self.made.retain(|key, _| used.contains(key));
        let originals: BTreeSet<Digest> = used.iter().map(|(original, _)| *original).collect();
        self.assets.retain(|(original, _), _| originals.contains(original));

        let mut programme = Programme {
            version: 0,
            issued_ms: WallTime(0),
            epoch_ms: content.epoch_ms,
            time_zone: content.time_zone.clone(),
            unit: content.unit.clone(),
            displays: content.displays.clone(),
            playlists: content.playlists.clone(),
            dayparts: content.dayparts.clone(),
            campaigns: content.campaigns.clone(),
            slides: content.slides.clone(),
            assets,
            default_slide: content.default_slide.clone(),
            in_spite: None,
            record: None,
        };
        programme.within_limits()?;
        let mut slides = std::mem::take(&mut programme.slides);
        let mut default_slide = programme.default_slide.clone();
        let mut findings = content.notes.clone();
        let has_status_bar = !StatusBar::of(programme.campaigns.iter()).is_empty();
        let mut timed = HashMap::new();
        for slide in slides.iter_mut().chain([&mut default_slide]) {
            let name = name_of(slide, has_status_bar, &programme);
            let (duration_ms, found) = self.timed.remove(&name).unwrap_or_else(|| {
                let found = timing::fill(slide, has_status_bar, &Context::of(&programme), fonts);
                (slide.duration_ms, found)
            });
            slide.duration_ms = duration_ms;
            findings.extend_from_slice(&found);
            timed.insert(name, (duration_ms, found));
        }
        self.timed = timed;
        (programme.slides, programme.default_slide) = (slides, default_slide);
        Ok(Built { programme, files, findings })
    }

    /// Takes over what was made for a programme of that content that is published already: its files need not be made again.
    /// Pictures whose digest the content does not say are passed over.
    pub fn remember(&mut self, content: &Content, options: &PublishOptions, published: &Programme) {
        for (key, picture) in &content.pictures {
            let known = published.assets.get(key).filter(|asset| picture.digest == Some(asset.original));
            let Some(asset) = known else { continue };
            for rendition in &asset.renditions {
                let made = EncodedRendition { rendition: rendition.clone(), bytes: None };
                self.made.entry((asset.original, rendition.size)).or_insert(made);
            }
            self.assets.insert((asset.original, canvases_of(content, key, options)), asset.clone());
        }
    }

    /// Lets go of the bytes of what was made, once it is published: [`Built::files`] is then without them.
    pub fn forget_bytes(&mut self) {
        self.made.values_mut().for_each(|made| made.bytes = None);
    }

    /// One picture for those canvases, smallest first, each size once.
    fn asset(
        &mut self,
        key: &str,
        picture: &PictureSource,
        canvases: &[Size],
        files: &mut BTreeMap<Digest, Vec<u8>>,
        used: &mut BTreeSet<(Digest, Size)>,
    ) -> Result<Asset, PublishError> {
        if let Some(asset) = picture.digest.and_then(|digest| self.assets.get(&(digest, canvases.to_vec()))).cloned() {
            for rendition in &asset.renditions {
                used.insert((asset.original, rendition.size));
                let made = self.made.get(&(asset.original, rendition.size));
                files.extend(made.and_then(|made| Some((rendition.digest, made.bytes.as_ref()?.to_vec()))));
            }
            return Ok(asset);
        }
        let (named_at, key) = (picture.named_at.clone(), key.to_owned());
        let bytes = match read(picture) {
            Ok(bytes) => bytes,
            Err(source) => return Err(PublishError::Read { named_at, key, source }),
        };
        let failed = |source| PublishError::Picture { named_at: named_at.clone(), key: key.clone(), source };
        let original = Digest::of(&bytes);
        let source = OriginalPicture::open(&bytes).map_err(failed)?;
        let sizes: BTreeSet<Size> = canvases.iter().map(|canvas| source.size_on(*canvas)).collect();
        let mut renditions = Vec::new();
        for size in sizes {
            used.insert((original, size));
            let rendition = match self.made.get(&(original, size)) {
                Some(rendition) => rendition.clone(),
                None => {
                    let rendition = source.encode(size).map_err(failed)?;
                    self.made.insert((original, size), rendition.clone());
                    rendition
                }
            };
            files.extend(rendition.bytes.map(|bytes| (rendition.rendition.digest, bytes.to_vec())));
            renditions.push(rendition.rendition);
        }
        let asset = Asset { original, renditions };
        self.assets.insert((original, canvases.to_vec()), asset.clone());
        Ok(asset)
    }
}

/// The name of a slide by all that its layout follows from: two that have the same are laid out the same.
fn name_of(slide: &Slide, has_status_bar: bool, programme: &Programme) -> Digest {
    let pictures: Vec<Option<&Asset>> = match &slide.content {
        Template::Poster(poster) => {
            let keys = [Some(&poster.picture), poster.portrait.as_ref()].into_iter().flatten();
            keys.map(|key| programme.assets.get(key)).collect()
        }
        _ => Vec::new(),
    };
    let from = (slide, has_status_bar, &programme.unit, &programme.time_zone, pictures);
    Digest::of(&serde_json::to_vec(&from).expect("a slide has a JSON form"))
}

/// The bytes of a picture, but no more of them than are looked at: one more than allowed tells that it is too long.
fn read(picture: &PictureSource) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    (picture.open)()?.take(limits::PICTURE_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The canvases on which some slide shows that picture; all of them for one that no slide shows.
fn canvases_of(content: &Content, key: &str, options: &PublishOptions) -> Vec<Size> {
    let shown = |canvas: &&Size| content.all_slides().any(|slide| slide.picture_for(**canvas) == Some(key));
    let canvases: Vec<Size> = options.canvases.iter().filter(shown).copied().collect();
    if canvases.is_empty() { options.canvases.clone() } else { canvases }
}

/// A picture as its author made it.
enum OriginalPicture<'a> {
    Drawn(Box<Artwork>),
    Taken { bytes: &'a [u8], size: Size, media_type: MediaType },
}

impl<'a> OriginalPicture<'a> {
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

    fn encode(&self, size: Size) -> Result<EncodedRendition, MediaError> {
        let (bytes, media_type) = match self {
            Self::Drawn(artwork) => (media::encode_small_png(&artwork.rasterise(size)?)?, MediaType::Png),
            Self::Taken { bytes, media_type: MediaType::Jpeg, .. } => {
                (media::encode_jpeg(&media::decode_to(bytes, size)?, JPEG_QUALITY)?, MediaType::Jpeg)
            }
            Self::Taken { bytes, .. } => lettering_or_photograph(&media::decode_to(bytes, size)?)?,
        };
        let digest = Digest::of(&bytes);
        let rendition = Rendition { digest, bytes: bytes.len() as u64, size, media_type };
        Ok(EncodedRendition { rendition, bytes: Some(bytes.into()) })
    }
}

/// A PNG or WebP file may hold lettering, which JPEG would spoil, or a photograph, which PNG would make many times as
/// large. How well it compresses tells which.
fn lettering_or_photograph(picture: &media::Picture) -> Result<(Vec<u8>, MediaType), MediaError> {
    let png = media::encode_small_png(picture)?;
    if picture.is_photograph(png.len()) {
        return Ok((media::encode_jpeg(picture, JPEG_QUALITY)?, MediaType::Jpeg));
    }
    Ok((png, MediaType::Png))
}
