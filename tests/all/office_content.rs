//! Promises about content: what comes in as a folder goes out as the same, and nothing that is missing stops a version.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read as _,
    path::Path,
    sync::Arc,
};

use bangtin::{
    approval::{Body, ItemId},
    folder::{Folder, FolderTexts, texts},
    model::{
        Campaign, Daypart, DefaultContent, Digest, Display, Notice, Playlist, Poster, Priority, Slide,
        SlideContent as Template, Weekday,
    },
    office::{LeftOut, Measures, assemble, content::Assembled, fold},
    publish::{Content, OpenPicture, PictureSource},
};
use jiff::civil::{date, time};
use proptest::{collection::vec, prelude::*, sample::subsequence};

use crate::schedule::{campaign, programme, slide};

fn picture(bytes: &[u8]) -> (Digest, OpenPicture) {
    let bytes: Arc<[u8]> = bytes.into();
    (Digest::of(&bytes), Arc::new(move || Ok(Box::new(std::io::Cursor::new(bytes.clone())))))
}

fn reopened(files: &BTreeMap<Digest, OpenPicture>) -> impl Fn(Digest) -> OpenPicture {
    |digest| files[&digest].clone()
}

/// Everything of a content that can be compared.
fn comparable(content: &Content) -> impl PartialEq + std::fmt::Debug + use<> {
    let bytes = |picture: &PictureSource| {
        let mut bytes = Vec::new();
        (picture.open)().unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    let pictures: BTreeMap<String, Vec<u8>> =
        content.pictures.iter().map(|(key, picture)| (key.clone(), bytes(picture))).collect();
    (
        (content.unit.clone(), content.time_zone.clone(), content.epoch_ms, content.default_slide.clone(), pictures),
        (content.displays.clone(), content.playlists.clone(), content.dayparts.clone(), content.campaigns.clone()),
        content.slides.clone(),
    )
}

fn poster(id: &str, key: &str, portrait: Option<&str>) -> Slide {
    let (picture, portrait) = (key.to_owned(), portrait.map(str::to_owned));
    Slide {
        content: Template::Poster(Poster { picture, portrait, alt: "Ba việc".into(), url: None }), ..slide(id, 10)
    }
}

fn content(of: bangtin::model::Programme) -> Content {
    Content {
        unit: of.unit,
        time_zone: of.time_zone,
        epoch_ms: of.epoch_ms,
        displays: of.displays,
        playlists: of.playlists,
        dayparts: of.dayparts,
        campaigns: of.campaigns,
        slides: of.slides,
        default_slide: of.default_slide,
        pictures: BTreeMap::new(),
        notes: Vec::new(),
    }
}

const LETTERS: [&str; 8] = ["a", "b", "a-b", "tet", "a-2", "c", "x", "y"];

prop_compose! {
    /// A content such as a folder can say: every name is one of its own, and names something.
    fn any_content()(
        slides in subsequence(&LETTERS[..], 1..=6).prop_shuffle(),
        posters in vec(any::<Option<bool>>(), 6),
        displays in subsequence(&LETTERS[..], 0..=4).prop_shuffle(),
        playlists in subsequence(&LETTERS[..], 1..=4).prop_shuffle(),
        entries in vec(vec(0..7usize, 0..5), 4),
        dayparts in subsequence(&LETTERS[..], 0..=3).prop_shuffle(),
        names in subsequence(&LETTERS[..], 0..=4).prop_shuffle(),
        of in vec((0..4usize, vec(0..3usize, 0..3), vec(0..4usize, 0..3), any::<bool>()), 4),
    ) -> Content {
        let priorities = [Priority::Normal, Priority::Priority, Priority::Emergency];
        let mut slides: Vec<Slide> = slides
            .iter()
            .zip(&posters)
            .map(|(id, poster_of)| match poster_of {
                None => slide(id, 10),
                Some(both) => poster(id, &format!("tranh/{}.png", id.len()), both.then_some("tranh/doc.png")),
            })
            .collect();
        slides.sort_by_key(|slide| format!("{}.toml", slide.id));
        let dayparts: Vec<Daypart> = dayparts
            .iter()
            .map(|id| Daypart {
                id: id.parse().unwrap(),
                days: vec![Weekday::Mon],
                from: time(id.len() as i8, 0, 0, 0),
                until: time(21, 30, 0, 0),
            })
            .collect();
        let displays: Vec<Display> = displays
            .iter()
            .map(|id| Display { id: id.parse().unwrap(), label: format!("Nhà {id}"), tags: vec!["thon".into()], size: None })
            .collect();
        let default: Slide = poster("mac-dinh", "tranh/cho.png", None);
        let playlists: Vec<Playlist> = playlists
            .iter()
            .zip(&entries)
            .map(|(id, entries)| {
                let slides = entries.iter().map(|n| slides.get(*n).unwrap_or(&default).id.clone()).collect();
                Playlist { id: id.parse().unwrap(), slides }
            })
            .collect();
        let campaigns: Vec<Campaign> = names
            .iter()
            .zip(&of)
            .enumerate()
            .map(|(n, (id, (playlist, hours, places, titled)))| {
                let hours = hours.iter().filter_map(|n| Some(dayparts.get(*n)?.id.clone())).collect();
                let places: BTreeSet<_> = places.iter().filter_map(|n| Some(displays.get(*n)?.id.clone())).collect();
                Campaign {
                    title: titled.then(|| "Tết".to_owned()),
                    dayparts: hours,
                    displays: places.into_iter().collect(),
                    tags: titled.then(|| "thon".to_owned()).into_iter().collect(),
                    until: titled.then(|| date(2026, 12, 12).at(21, 30, 0, 0)),
                    ..campaign(id, playlists[playlist % playlists.len()].id.as_str(), priorities[n % 3])
                }
            })
            .collect();
        let mut content = content(programme(slides, Vec::new(), campaigns));
        (content.displays, content.playlists, content.dayparts) = (displays, playlists, dayparts);
        content.default_slide = default;
        let keys: BTreeSet<String> =
            content.all_slides().flat_map(bangtin::office::fold::keys_of).cloned().collect();
        for key in keys {
            let (digest, open) = picture(key.as_bytes());
            content.pictures.insert(key, PictureSource { named_at: String::new(), digest: Some(digest), open });
        }
        content
    }
}

fn digests(content: &Content) -> (BTreeMap<String, Digest>, BTreeMap<Digest, OpenPicture>) {
    let digest = |picture: &PictureSource| picture.digest.unwrap();
    let keys = content.pictures.iter().map(|(key, picture)| (key.clone(), digest(picture))).collect();
    let files = content.pictures.values().map(|picture| (digest(picture), picture.open.clone())).collect();
    (keys, files)
}

proptest! {
    #[test]
    fn a_content_comes_back_the_same_from_its_bodies_in_any_order(content in any_content(), turn in 0..20usize) {
        let (keys, files) = digests(&content);
        let mut bodies = fold(&content, Measures::default(), &keys);
        let len = bodies.len();
        bodies.rotate_left(turn % len);
        let texts: Vec<String> = bodies.iter().map(Body::canonical).collect();
        let back: Vec<Body> = texts.iter().map(|text| Body::from_canonical(text).unwrap()).collect();
        prop_assert_eq!(&back, &bodies);
        let items: BTreeSet<ItemId> = back.iter().map(Body::item).collect();
        prop_assert_eq!(items.len(), back.len());
        let assembled = assemble(&back, &reopened(&files)).unwrap();
        prop_assert_eq!(assembled.left_out, []);
        prop_assert_eq!(comparable(&assembled.content), comparable(&content));
    }

    /// Whatever is missing or says something else than its twin, what is left is whole: names are unique and name something.
    #[test]
    fn any_choice_of_bodies_makes_a_whole_content(content in any_content(), left in vec(any::<bool>(), 24), swap in any::<bool>()) {
        let (keys, files) = digests(&content);
        let mut left = left.into_iter();
        let mut bodies: Vec<Body> = fold(&content, Measures::default(), &keys)
            .into_iter()
            .filter(|body| matches!(body, Body::Commune(_)) || left.next().unwrap_or(true))
            .collect();
        let campaigns = || bodies.iter().filter_map(|body| if let Body::Campaign(body) = body { Some(body) } else { None });
        let campaigns: Vec<_> = campaigns().cloned().collect();
        if let Some(Body::Campaign(first)) = bodies.iter_mut().find(|body| swap && matches!(body, Body::Campaign(_))) {
            first.slides.reverse();
            first.dayparts.iter_mut().for_each(|daypart| daypart.until = time(5, 0, 0, 0));
        }
        let Assembled { content, .. } = assemble(&bodies, &reopened(&files)).unwrap();
        let unique = |ids: Vec<String>| ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
        prop_assert!(unique(content.playlists.iter().map(|list| list.id.to_string()).collect()));
        prop_assert!(unique(content.dayparts.iter().map(|daypart| daypart.id.to_string()).collect()));
        for campaign in &content.campaigns {
            prop_assert!(content.playlists.iter().any(|playlist| playlist.id == campaign.playlist));
            prop_assert!(campaign.dayparts.iter().all(|id| content.dayparts.iter().any(|daypart| daypart.id == *id)));
            prop_assert!(campaign.displays.iter().all(|id| content.displays.iter().any(|display| display.id == *id)));
            // A campaign for some displays never becomes one for all.
            let written = &campaigns.iter().find(|body| body.campaign.id == campaign.id).unwrap().campaign;
            let everywhere = |campaign: &Campaign| campaign.displays.is_empty() && campaign.tags.is_empty();
            prop_assert_eq!(everywhere(campaign), everywhere(written));
            prop_assert_eq!(campaign.dayparts.len(), written.dayparts.len());
        }
        for id in content.playlists.iter().flat_map(|playlist| &playlist.slides) {
            prop_assert!(content.all_slides().any(|slide| slide.id == *id), "{id}");
        }
        for key in content.all_slides().flat_map(bangtin::office::fold::keys_of) {
            prop_assert!(content.pictures.contains_key(key));
        }
    }
}

fn bodies_of(content: &Content) -> Vec<Body> {
    fold(content, Measures::default(), &BTreeMap::new())
}

fn body_mut<'a>(bodies: &'a mut [Body], item: &str) -> &'a mut Body {
    bodies.iter_mut().find(|body| body.item().to_string() == item).unwrap()
}

#[test]
fn campaigns_whose_copies_differ_each_get_a_playlist_of_their_own() {
    let campaigns = ["mot", "hai", "ba"].map(|id| campaign(id, "chung", Priority::Normal)).to_vec();
    let content = content(programme(vec![slide("a", 9), slide("b", 9)], vec![("chung", &["a"])], campaigns));
    let mut bodies = bodies_of(&content);
    let Body::Campaign(body) = body_mut(&mut bodies, "campaign:hai") else { unreachable!() };
    body.slides.push("b".parse().unwrap());
    let content = assemble(&bodies, &reopened(&BTreeMap::new())).unwrap().content;
    let lists = content.playlists.iter().map(|list| (list.id.to_string(), list.slides.len())).collect::<Vec<_>>();
    let of = |id: &str| content.campaigns.iter().find(|of| of.id.as_str() == id).unwrap().playlist.to_string();
    assert_eq!((of("mot"), of("ba")), (of("ba"), of("mot")), "the two that are alike share one");
    assert_ne!(of("hai"), of("mot"));
    assert_eq!(lists.len(), 2);
    assert!(lists.contains(&(of("hai"), 2)) && lists.contains(&(of("mot"), 1)), "{lists:?}");
}

#[test]
fn two_pictures_of_one_name_are_both_published() {
    let slides = vec![poster("a", "tranh/anh.png", None), poster("b", "tranh/anh.png", None)];
    let content = content(programme(slides, vec![("l", &["a", "b"])], vec![campaign("c", "l", Priority::Normal)]));
    let mut bodies = bodies_of(&content);
    let files: BTreeMap<Digest, OpenPicture> = [picture(b"one"), picture(b"two")].into();
    for (item, digest) in ["slide:a", "slide:b"].iter().zip(files.keys()) {
        let Body::Slide(body) = body_mut(&mut bodies, item) else { unreachable!() };
        body.pictures.insert("tranh/anh.png".into(), *digest);
    }
    let content = assemble(&bodies, &reopened(&files)).unwrap().content;
    let shown: Vec<Digest> = content
        .slides
        .iter()
        .flat_map(bangtin::office::fold::keys_of)
        .map(|key| content.pictures[key].digest.unwrap())
        .collect();
    assert_eq!(shown, files.keys().copied().collect::<Vec<_>>());
    let second = content.pictures.keys().find(|key| *key != "tranh/anh.png").unwrap();
    assert!(second.starts_with("tranh/anh-") && second.ends_with(".png"), "{second}");
}

#[test]
fn what_is_left_out_is_told() {
    let mut village = campaign("thon", "l", Priority::Normal);
    village.displays = vec!["ht-009".parse().unwrap()];
    let slides = vec![slide("a", 9), poster("b", "tranh/x.png", None)];
    let everywhere = campaign("c", "l", Priority::Normal);
    let content = content(programme(slides, vec![("l", &["a", "b"])], vec![everywhere, village]));
    let bodies: Vec<Body> =
        bodies_of(&content).into_iter().filter(|body| body.item().to_string() != "slide:a").collect();
    let Assembled { content, left_out, .. } = assemble(&bodies, &reopened(&BTreeMap::new())).unwrap();
    assert_eq!(content.campaigns.len(), 1, "a village's campaign does not become everybody's");
    let slide_gone = LeftOut::Slide { campaign: Some("c".parse().unwrap()), slide: "a".parse().unwrap() };
    assert_eq!(
        left_out,
        [
            slide_gone,
            LeftOut::Campaign { campaign: "thon".parse().unwrap() },
            LeftOut::Picture { slide: "b".parse().unwrap(), key: "tranh/x.png".into() },
        ]
    );
    for language in [bangtin::model::Language::Vi, bangtin::model::Language::En] {
        assert!(left_out.iter().all(|left_out| left_out.words(language).ends_with('.')));
    }
}

#[test]
fn without_a_commune_there_is_nothing_to_publish() {
    assert!(assemble(&[], &reopened(&BTreeMap::new())).is_err());
}

/// Writes what a folder says into another one, with its pictures.
fn write_again(folder: &Folder, to: &Path) {
    let written = texts(&FolderTexts {
        unit: &folder.unit,
        time_zone: &folder.time_zone,
        epoch_ms: folder.epoch_ms,
        displays: &folder.displays,
        playlists: &folder.playlists,
        dayparts: &folder.dayparts,
        campaigns: &folder.campaigns,
        slides: &folder.slides,
        default_slide: &folder.default_slide,
        terms: &folder.terms,
        plan: &folder.plan,
    });
    for (name, text) in written {
        fs::write(to.join(name), text).unwrap();
    }
    for (key, picture) in &folder.pictures {
        fs::create_dir_all(to.join(key).parent().unwrap()).unwrap();
        let mut bytes = Vec::new();
        picture.open().unwrap().read_to_end(&mut bytes).unwrap();
        fs::write(to.join(key), bytes).unwrap();
    }
}

/// The folder, but for where it lies and where in its files things stand.
fn said(folder: &Folder) -> impl PartialEq + std::fmt::Debug + use<> {
    let keys: Vec<String> = folder.pictures.keys().cloned().collect();
    (Folder { dir: "".into(), pictures: BTreeMap::new(), ..folder.clone() }, keys)
}

#[test]
fn a_folder_that_is_written_out_is_read_as_the_same() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("slides");
    let folder = Folder::read(&sample).unwrap();
    let out = tempfile::tempdir().unwrap();
    write_again(&folder, out.path());
    let again = Folder::read(out.path()).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(said(&again), said(&folder));
}

#[test]
fn a_folder_with_everything_in_it_is_written_out_as_the_same() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("campaign.toml"),
        "time_zone = \"UTC\"\nepoch = 2025-07-01T00:00:00Z\ntransition = \"push\"\ntransition_ms = 0\nreduced_motion = true\n\
         [unit]\nname = \"Xã \\\"A\\\" \\\\ B\"\nkicker = \"K\"\nhotline = \"1\"\nportal = \"p\"\n\
         [[display]]\nid = \"z\"\nlabel = \"Z\"\ntags = [\"t\"]\nsize = \"1080x1920\"\n[[display]]\nid = \"a\"\nlabel = \"A\"\n\
         [[playlist]]\nid = \"rong\"\nslides = []\n[[playlist]]\nid = \"l\"\nslides = [\"n\", \"n\"]\n\
         [[daypart]]\nid = \"d\"\ndays = [\"mon\", \"sun\"]\nfrom = 22:30\nuntil = 05:00\n[[daypart]]\nid = \"c\"\nfrom = 01:00:30\nuntil = 02:00\n\
         [[campaign]]\nid = \"k\"\ntitle = \"Tên\"\nplaylist = \"l\"\npriority = \"emergency\"\nfrom = 2026-11-28\nuntil = 2026-12-12\n\
         dayparts = [\"d\"]\ndisplays = [\"z\"]\ntags = [\"t\"]\nclock = true\nticker = [\"một\", \"hai\"]\n",
    )
    .unwrap();
    fs::write(
        dir.path().join("n.toml"),
        "template = \"notice\"\ntitle = \"T\"\nbody = [\"a\", \"b\"]\nduration_s = 20\n",
    )
    .unwrap();
    let folder = Folder::read(dir.path()).unwrap_or_else(|errors| panic!("{errors}"));
    let out = tempfile::tempdir().unwrap();
    write_again(&folder, out.path());
    let again = Folder::read(out.path()).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(said(&again), said(&folder));
    assert_eq!(
        folder.default_slide.content,
        Template::Default(DefaultContent { text: "Xã \"A\" \\ B".into(), note: None })
    );
    let kinds: Vec<_> = folder.slides.iter().map(|slide| slide.content.template()).collect();
    assert_eq!(kinds, ["notice"]);
    assert!(matches!(&folder.slides[0].content, Template::Notice(Notice { body, .. }) if body.len() == 2));
}
