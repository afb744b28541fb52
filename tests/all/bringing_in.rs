//! Promises about what comes into the office from elsewhere, and goes out again.

use std::{fs, path::Path};

use bangtin::{
    approval::VersionKind,
    clock::Clock,
    feed::{Lifetimes, Publication, RootKeys},
    folder::Folder,
    fonts::Fonts,
    model::{Digest, Size, Slide},
    office::{Office, OfficeError, PublishedVersion, sample},
    publish::{self, Content},
};

use crate::{
    database::{Database, on_each},
    fixture::MORNING,
    office_fixture::{Desk, open, unit},
};

fn slides() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/slides"))
}

/// An office with a feed and nothing in it.
async fn empty(database: &Database) -> Office {
    let office = open(&database.folder().join("office"), &database.address, &Clock::fixed(MORNING)).await;
    let repository = office.repository().clone();
    tokio::task::spawn_blocking(move || repository.init(RootKeys::default(), Lifetimes::SERVED, MORNING).unwrap())
        .await
        .unwrap();
    office
}

/// Publishes a folder from the command line, past the office.
async fn publish_past(office: &Office, folder: &Path) {
    let (repository, folder) = (office.repository().clone(), Folder::read(folder).unwrap());
    let publish = move || {
        let options = publish::PublishOptions { canvases: vec![Size::new(320, 180), Size::new(180, 320)] };
        let built = publish::build(&Content::from(&folder), &options, &mut Fonts::bundled()).unwrap();
        let publication = Publication {
            programme: built.programme,
            files: &built.files,
            lifetimes: Lifetimes::SERVED,
            force: false,
            version: None,
            now: MORNING,
        };
        repository.publish(publication).unwrap();
    };
    tokio::task::spawn_blocking(publish).await.unwrap();
}

/// A folder of two slides, one of them a picture.
fn small(at: &Path, words: &str) {
    fs::create_dir_all(at.join("tranh")).unwrap();
    fs::write(
        at.join("campaign.toml"),
        "[unit]\nname = \"UBND xã Mai Phụ\"\nkicker = \"K\"\nhotline = \"1\"\nportal = \"p\"\n\
         [[display]]\nid = \"ht-001\"\nlabel = \"A\"\n[[playlist]]\nid = \"l\"\nslides = [\"a\", \"b\"]\n\
         [[campaign]]\nid = \"c\"\ntitle = \"Chung\"\nplaylist = \"l\"\n",
    )
    .unwrap();
    fs::write(at.join("a.toml"), format!("template = \"slogan\"\ntext = \"{words}\"\n")).unwrap();
    fs::write(at.join("b.toml"), "template = \"poster\"\npicture = \"tranh/b.svg\"\nalt = \"Ba việc\"\n").unwrap();
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><rect width="64" height="36" fill="#0a0"/></svg>"##;
    fs::write(at.join("tranh/b.svg"), svg).unwrap();
}

/// What a folder says, wherever it lies.
fn said(dir: &Path) -> (Folder, Vec<(String, Vec<u8>)>) {
    let folder = Folder::read(dir).unwrap_or_else(|errors| panic!("{errors}"));
    let bytes = |key: &String| fs::read(dir.join(key)).unwrap();
    let pictures = folder.pictures.keys().map(|key| (key.clone(), bytes(key))).collect();
    (Folder { dir: Default::default(), pictures: Default::default(), notes: Vec::new(), ..folder }, pictures)
}

#[test]
fn a_folder_that_is_brought_in_is_handed_out_as_the_same_but_for_comments() {
    on_each(|database| {
        Box::pin(async move {
            let office = empty(database).await;
            let from = database.folder().join("from");
            small(&from, "Gần dân, sát việc");
            fs::copy(slides().join("plan.toml"), from.join("plan.toml")).unwrap();
            fs::copy(slides().join("terms.toml"), from.join("terms.toml")).unwrap();
            let version = office.import_folder(&from).await.unwrap().unwrap();
            assert_eq!((version.n, version.left_out, version.unsigned), (1, vec![], None));
            assert_eq!(office.import_folder(&from).await.unwrap(), None, "nothing new, no version");
            let to = database.folder().join("to");
            let export = office.export(None).await.unwrap();
            office.write_export(export, &to).await.unwrap();
            assert_eq!(said(&to), said(&from));
            // And again, over what is on.
            small(&from, "Gần dân, sát việc, tận tâm");
            assert_eq!(office.import_folder(&from).await.unwrap().unwrap().n, 2);
            office.write_export(office.export(Some(1)).await.unwrap(), &to).await.unwrap();
            let slogan = |folder: &Folder| -> Slide { folder.slides[0].clone() };
            assert_ne!(slogan(&said(&to).0), slogan(&said(&from).0), "the first version is still there");
            assert!(office.export(Some(3)).await.is_err());
        })
    });
}

#[test]
fn the_sample_campaign_is_in_the_program_and_comes_out_as_it_lies_in_the_source() {
    let dir = tempfile::tempdir().unwrap();
    let folder = sample::read(dir.path()).unwrap();
    assert_eq!(said(dir.path()), said(slides()));
    assert!(folder.slides.len() > 20);
    assert!(sample::files().map(|(_, bytes)| bytes.len()).sum::<usize>() < 300 << 10, "the program stays small");
}

#[test]
fn an_office_begins_once_with_its_own_name_on_the_sample() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = Database::sqlite();
        let office = empty(&database).await;
        let own = bangtin::model::Unit { name: "UBND xã Bình An".into(), ..unit() };
        let version: PublishedVersion = office.begin(None, own.clone(), true).await.unwrap();
        assert_eq!((version.n, version.unsigned), (1, None));
        let programme = office.programme().await.unwrap().unwrap();
        assert_eq!(
            (programme.unit.name.as_str(), programme.unit.mark.as_deref()),
            ("UBND xã Bình An", Some("DỮ LIỆU MẪU"))
        );
        assert!(programme.slides.len() > 20 && programme.displays.is_empty());
        assert!(matches!(office.begin(None, own, false).await, Err(OfficeError::Begun)));
        assert!(
            fs::read_dir(office.data()).unwrap().all(|entry| !entry
                .unwrap()
                .file_name()
                .to_string_lossy()
                .starts_with("sample"))
        );
    });
}

#[test]
fn a_feed_that_was_published_from_the_command_line_is_taken_over() {
    on_each(|database| {
        Box::pin(async move {
            let office = empty(database).await;
            let from = database.folder().join("from");
            small(&from, "Một");
            publish_past(&office, &from).await;
            small(&from, "Hai");
            publish_past(&office, &from).await;
            office.reconcile().await.unwrap();
            let live = office.live().await.unwrap();
            let version = live.version.clone().unwrap();
            assert_eq!((version.n, version.kind, version.by), (2, VersionKind::Import, None));
            let target = office.repository().state().unwrap().target.map(|(digest, _)| digest);
            assert_eq!(version.programme, target, "it is the one that is signed already");
            let words: Vec<String> =
                live.slides().flat_map(|body| body.slide.content.texts().map(str::to_owned)).collect();
            assert_eq!(words, ["Hai", "Ba việc"]);
            let picture: Vec<&Digest> = live.slides().flat_map(|body| body.pictures.values()).collect();
            assert!(office.objects().size(*picture[0]).unwrap().is_some(), "its picture is kept");
            office.reconcile().await.unwrap();
            assert_eq!(office.live().await.unwrap().n(), 2, "once");
        })
    });
}

#[test]
fn what_people_approved_is_not_forgotten_when_something_is_taken_over_or_a_folder_brought_in() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            assert_eq!(desk.office.published_since_import().await.unwrap(), None);
            let item = desk.new_slide('a', "Gần dân, sát việc").await;
            let id = desk.send('a', &[&item]).await.unwrap();
            assert_eq!(desk.approve('b', &id).await.unwrap().n, 2);
            let from = database.folder().join("from");
            small(&from, "Từ dòng lệnh");
            publish_past(&desk.office, &from).await;
            desk.office.reconcile().await.unwrap();
            assert_eq!(desk.office.live().await.unwrap().n(), 3, "it is taken over");
            assert_eq!(desk.office.published_since_import().await.unwrap(), Some(2));
            small(&from, "Từ thư mục");
            assert_eq!(desk.office.import_folder(&from).await.unwrap().unwrap().n, 4);
            assert_eq!(desk.office.published_since_import().await.unwrap(), None);
        })
    });
}

#[test]
fn what_somebody_signed_past_the_office_is_taken_over_and_what_was_decided_comes_after_it() {
    on_each(|database| {
        Box::pin(async move {
            let desk = Desk::new(database).await;
            let item = desk.new_slide('a', "Gần dân, sát việc").await;
            let id = desk.send('a', &[&item]).await.unwrap();
            let from = database.folder().join("from");
            small(&from, "Từ dòng lệnh");
            publish_past(&desk.office, &from).await;
            assert_eq!(desk.programme().version, 2);
            let version = desk.approve('b', &id).await.unwrap();
            assert_eq!((version.n, version.unsigned), (3, None));
            let programme = desk.programme();
            let mut slides: Vec<&str> = programme.slides.iter().map(|slide| slide.id.as_str()).collect();
            slides.sort_unstable();
            assert_eq!(slides, ["a", "b", "gan-dan-sat-viec"]);
        })
    });
}
