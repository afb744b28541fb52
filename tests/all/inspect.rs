//! Promises about what is looked over before a version is signed: on the real binary, and through the same code that
//! `check` runs.

use std::{collections::BTreeMap, fs, path::Path, process::Output, sync::Arc};

use bangtin::{
    folder::Folder,
    fonts::Fonts,
    media::{self, Picture},
    model::{
        CampaignPlan, Digest, Display, Finding, FindingKind, Language, Notice, Poster, Priority, Programme, Rendition,
        Severity, Shortening, Size, Slide, SlideContent, Terms,
    },
    publish::{self, Inspected, InspectedScreen, PublishOptions, SoundPages},
    text,
};

use crate::{
    commands::{Commune, bangtin},
    schedule::{campaign, programme, slide},
};

fn publish(commune: &Commune, more: &[&str]) -> Output {
    let (slides, feed, keys) = (commune.text("slides"), commune.text("feed"), commune.text("keys"));
    let mut command = bangtin(&["feed", "publish", &slides, "--feed", &feed, "--keys", &keys]);
    command.args(more).output().unwrap()
}

fn status(commune: &Commune) -> String {
    let output = bangtin(&["feed", "status", "--feed", &commune.text("feed")]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below that folder, with what it holds.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.to_str().unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// A commune in whose programme an alert of the year 2020 is scheduled.
fn with_an_expired_alert() -> Commune {
    let commune = Commune::new();
    let campaign = fs::read_to_string(commune.path("slides/campaign.toml")).unwrap();
    let campaign = campaign.replace("[\"mot\", \"hai\"]", "[\"mot\", \"hai\", \"bao\"]");
    commune.write("slides/campaign.toml", &campaign);
    commune.write(
        "slides/bao.toml",
        "template = \"alert\"\nheadline = \"BÃO SỐ 9 VÀO GẦN BỜ\"\nlevel = 3\nexercise = true\n\
         actions = [\"Không ra khơi.\"]\nissuer = \"Ban Chỉ huy\"\nexpires = 2020-11-20T20:00\n",
    );
    commune
}

#[test]
fn an_expired_alert_is_refused_and_nothing_is_signed() {
    let commune = with_an_expired_alert();
    let before = files(&commune.path("feed"));
    let refused = publish(&commune, &[]);
    assert_eq!(refused.status.code(), Some(1), "{}", words(&refused));
    for part in ["error: `bao`", "[alert-expired]", "2020-11-20 20:00", "nothing was signed", "--in-spite"] {
        assert!(words(&refused).contains(part), "{part}: {}", words(&refused));
    }
    assert!(refused.stdout.is_empty());
    assert_eq!(files(&commune.path("feed")), before, "not one file of the tree has changed");

    let refused = publish(&commune, &["--lang", "vi"]);
    for part in ["phải sửa: `bao`", "hết hiệu lực từ 20:00 ngày 20/11/2020", "cách sửa:"] {
        assert!(words(&refused).contains(part), "{part}: {}", words(&refused));
    }
}

#[test]
fn with_a_reason_it_is_signed_all_the_same_and_the_version_says_why() {
    let commune = with_an_expired_alert();
    assert!(!status(&commune).contains("in-spite"));
    let signed = publish(&commune, &["--in-spite", "  Diễn tập theo kế hoạch số 12 "]);
    assert_eq!(signed.status.code(), Some(0), "{}", words(&signed));
    assert!(words(&signed).contains("[alert-expired]"), "it is said all the same: {}", words(&signed));
    let said = status(&commune);
    assert!(said.contains("version 2\nin-spite Diễn tập theo kế hoạch số 12\n"), "{said}");

    // Once there is no error there is nothing to give a reason for.
    fs::remove_file(commune.path("slides/bao.toml")).unwrap();
    let campaign = fs::read_to_string(commune.path("slides/campaign.toml")).unwrap();
    commune.write("slides/campaign.toml", &campaign.replace(", \"bao\"]", "]"));
    let signed = publish(&commune, &["--in-spite", "Cho chắc"]);
    assert_eq!(signed.status.code(), Some(0), "{}", words(&signed));
    let said = status(&commune);
    assert!(said.contains("version 3") && !said.contains("in-spite"), "{said}");
}

#[test]
fn a_reason_that_says_nothing_is_a_mistake_on_the_command_line() {
    let commune = Commune::new();
    for reason in ["", "  ", "a\u{1b}[2J", &"vì ".repeat(200)] {
        let refused = publish(&commune, &["--in-spite", reason]);
        assert_eq!(refused.status.code(), Some(2), "{reason:?}: {}", words(&refused));
    }
}

#[test]
fn a_programme_from_before_there_were_reasons_is_read() {
    let daily = programme(vec![slide("mot", 20)], vec![("a", &["mot"])], vec![campaign("x", "a", Priority::Normal)]);
    let json = serde_json::to_string(&daily).unwrap();
    assert!(!json.contains("in_spite"));
    assert_eq!(serde_json::from_str::<Programme>(&json).unwrap(), daily);
}

#[test]
fn findings_for_machines_keep_their_fields_and_have_place_field_and_figures() {
    let commune = Commune::new();
    let body = "Bà con nộp hồ sơ tại bộ phận một cửa của UBND xã, gọi trưởng thôn … để được giúp. ".repeat(3);
    commune.write(
        "slides/ba.toml",
        &format!("template = \"notice\"\ntitle = \"Thông báo\"\nbody = [\"Ngắn.\", \"{body}\"]\n"),
    );
    let check = |more: &[&str]| {
        let output =
            bangtin(&["check", &commune.text("slides"), "--json", "--distance", "8"]).args(more).output().unwrap();
        serde_json::from_slice::<Vec<serde_json::Value>>(&output.stdout).unwrap()
    };
    let (english, vietnamese) = (check(&[]), check(&["--lang", "vi"]));
    assert_eq!(english.len(), vietnamese.len());
    let of = |findings: &[serde_json::Value], rule: &str| {
        findings.iter().find(|finding| finding["rule"] == rule).cloned().unwrap_or_else(|| panic!("{findings:?}"))
    };
    let (open, small) = (of(&english, "left-open"), of(&english, "text-too-small"));
    assert_eq!(
        (&open["severity"], &open["slide"], &open["field"]),
        (&"warning".into(), &"ba".into(), &"body[2]".into())
    );
    for (key, value) in open.as_object().unwrap() {
        let is_words = ["what", "why", "hint"].contains(&key.as_str());
        assert_eq!(is_words, of(&vietnamese, "left-open")[key] != *value, "{key}");
    }
    assert!(open["place"]["width"].as_u64().unwrap() > 100 && open["page"].as_u64().unwrap() >= 1, "{open}");
    assert_eq!(small["screen"], "1920x1080");
    let figures: Vec<&str> = small["figures"].as_array().unwrap().iter().map(|f| f["unit"].as_str().unwrap()).collect();
    assert_eq!(figures, ["arcmin", "arcmin", "m", "in"]);
}

#[test]
fn a_long_check_says_how_far_it_is() {
    let commune = Commune::new();
    for n in 0..110 {
        commune.write(&format!("slides/n{n}.toml"), "template = \"slogan\"\ntext = \"DÂN BIẾT ĐỂ LÀM\"\n");
    }
    let output = bangtin(&["check", &commune.text("slides"), "--size", "640x360"]).output().unwrap();
    assert!(words(&output).contains("100/113 slides"), "{}", words(&output));
}

fn display(id: &str, tag: &str, size: Option<Size>) -> Display {
    Display { id: id.parse().unwrap(), label: String::new(), tags: vec![tag.into()], size }
}

fn names(screens: &[InspectedScreen]) -> Vec<(String, Vec<&str>)> {
    screens.iter().map(|on| (on.size.to_string(), on.slides.iter().map(|id| id.as_str()).collect())).collect()
}

#[test]
fn a_slide_is_judged_on_the_displays_it_comes_on_and_one_that_waits_on_all() {
    let slides = ["hall", "desk", "both", "waiting"].map(|id| slide(id, 20)).to_vec();
    let playlists: Vec<(&str, &[&str])> = vec![("h", &["hall"]), ("d", &["desk"]), ("b", &["both"])];
    let tagged = |id, playlist, tags: &[&str]| {
        let mut made = campaign(id, playlist, Priority::Normal);
        made.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        made
    };
    let campaigns = vec![tagged("h", "h", &["hall"]), tagged("d", "d", &["desk"]), tagged("b", "b", &[])];
    let mut made = programme(slides, playlists, campaigns);
    let default = made.default_slide.id.to_string();
    // Nobody has said what hangs where.
    let all = vec!["hall", "desk", "both", "waiting", &*default];
    let expected = ["1920x1080", "1080x1920"].map(|size| (size.to_owned(), all.clone()));
    assert_eq!(names(&InspectedScreen::of(&made)), expected);

    made.displays = vec![
        display("h1", "hall", Some(Size::new(3840, 2160))),
        display("h2", "hall", None),
        display("d1", "desk", Some(Size::FULL_HD_PORTRAIT)),
    ];
    let expected = [
        ("1080x1920".to_owned(), vec!["desk", "both", "waiting", &*default]),
        ("1920x1080".to_owned(), vec!["hall", "both", "waiting", &*default]),
    ];
    assert_eq!(names(&InspectedScreen::of(&made)), expected, "4K is judged as full HD, and so is what has no size");
}

fn inspected(made: Programme) -> Vec<Finding> {
    let made = Arc::new(made);
    let viewing = publish::usual_viewing(
        &made,
        "2026-11-24T05:00:00Z".parse::<jiff::Timestamp>().unwrap().into(),
        Terms::default(),
    );
    let files: BTreeMap<Digest, Vec<u8>> = BTreeMap::new();
    let subject = Inspected { programme: &made, files: &files, plan: &CampaignPlan::default(), found: &[] };
    publish::inspect(subject, &InspectedScreen::of(&made), &viewing, &|_, _| {}).unwrap()
}

#[test]
fn a_page_that_cannot_be_drawn_is_an_error_of_that_page_and_the_others_are_judged() {
    let poster = Poster { picture: "a.png".into(), portrait: None, alt: "Ba việc".into(), url: None };
    let saying = Notice { title: "Thông báo".into(), body: vec!["Gọi trưởng thôn …".into()], url: None };
    let slides = vec![
        Slide { content: SlideContent::Poster(poster), ..slide("ap-phich", 20) },
        Slide { content: SlideContent::Notice(saying), ..slide("thong-bao", 20) },
    ];
    let daily = vec![campaign("x", "a", Priority::Normal)];
    let mut made = programme(slides, vec![("a", &["ap-phich", "thong-bao"])], daily);
    // The programme names a file that is not there.
    let digest = Digest::of(b"lost");
    let lost = Rendition { digest, bytes: 4, size: Size::FULL_HD, media_type: bangtin::model::MediaType::Png };
    made.assets.insert("a.png".into(), bangtin::model::Asset { original: digest, renditions: vec![lost] });
    let found = inspected(made);
    let lost: Vec<_> = found.iter().filter(|f| matches!(f.kind, FindingKind::CannotBeDrawn { .. })).collect();
    assert_eq!((lost.len(), lost[0].also.len()), (1, 1), "told once, and of both screens: {found:?}");
    assert!(lost.iter().all(|f| f.severity == Severity::Error && f.slide.as_ref().unwrap().as_str() == "ap-phich"));
    let open: Vec<_> = found.iter().filter(|f| f.code() == "left-open").collect();
    assert_eq!(open.len(), 1, "words are judged once, whatever the screens: {found:?}");
}

#[test]
fn a_page_that_was_sound_is_not_drawn_again_and_one_that_is_another_now_is() {
    let poster = Poster { picture: "a.png".into(), portrait: None, alt: "Ba việc".into(), url: None };
    let slides = vec![Slide { content: SlideContent::Poster(poster), ..slide("ap-phich", 20) }, slide("mot", 20)];
    let daily = vec![campaign("x", "a", Priority::Normal)];
    let mut made = programme(slides, vec![("a", &["ap-phich", "mot"])], daily);
    let size = Size::new(64, 36);
    let bytes = media::encode_png(&Picture { size, rgba: vec![40; 64 * 36 * 4] }).unwrap();
    let asset = |bytes: &[u8]| {
        let digest = Digest::of(bytes);
        let media_type = bangtin::model::MediaType::Png;
        let renditions = vec![Rendition { digest, bytes: bytes.len() as u64, size, media_type }];
        bangtin::model::Asset { original: digest, renditions }
    };
    made.assets.insert("a.png".into(), asset(&bytes));
    let files: BTreeMap<Digest, Vec<u8>> = [(Digest::of(&bytes), bytes)].into();
    let at = "2026-11-24T05:00:00Z".parse::<jiff::Timestamp>().unwrap();
    let inspected = |made: &Programme, files: &BTreeMap<Digest, Vec<u8>>, sound: &SoundPages| {
        let (made, plan) = (Arc::new(made.clone()), CampaignPlan::default());
        let viewing = publish::usual_viewing(&made, at.into(), Terms::default());
        let subject = Inspected { programme: &made, files, plan: &plan, found: &[] };
        publish::inspect_remembering(subject, &InspectedScreen::of(&made), &viewing, sound, &|_, _| {}).unwrap()
    };
    let undrawn = |found: &[Finding]| found.iter().filter(|f| f.code() == "cannot-be-drawn").count();
    let sound = SoundPages::default();
    let first = inspected(&made, &files, &sound);
    assert_eq!(undrawn(&first), 0, "{first:?}");
    // Without its file the picture could not be drawn.
    let none = BTreeMap::new();
    let again = SoundPages::from_text(&sound.to_text());
    assert_eq!(inspected(&made, &none, &again), first);
    assert_eq!(again.to_text(), sound.to_text(), "and so on from one publish to the next");
    let mut other = made.clone();
    other.assets.insert("a.png".into(), asset(b"another"));
    assert_eq!(undrawn(&inspected(&other, &none, &SoundPages::from_text(&sound.to_text()))), 1);
    let elsewhere = sound.to_text().replacen("build of ", "build of 9", 1);
    let unknown = SoundPages::from_text(&elsewhere);
    assert_eq!(undrawn(&inspected(&made, &none, &unknown)), 1, "another build has seen nothing yet");
    let spoilt = SoundPages::from_text(&sound.to_text().replace(|c: char| c.is_ascii_lowercase(), "0"));
    assert_eq!(undrawn(&inspected(&made, &none, &spoilt)), 1);
}

#[test]
fn the_second_publish_signs_the_same_renditions_and_says_the_same() {
    let commune = Commune::new();
    let first = publish(&commune, &["--force"]);
    assert!(commune.path("keys/sound-pages").exists());
    let tree = |name: &str| files(&commune.path(&format!("feed/{name}")));
    let (objects, said) = (tree("objects"), words(&first));
    let second = publish(&commune, &["--force"]);
    assert_eq!((second.status.code(), words(&second), tree("objects")), (Some(0), said, objects.clone()));
    // What the feed has lost is made again.
    for name in objects.keys() {
        fs::remove_file(name).unwrap();
    }
    let third = publish(&commune, &["--force"]);
    assert_eq!((third.status.code(), tree("objects")), (Some(0), objects));
}

#[test]
fn an_alert_whose_campaign_is_over_today_stops_no_publish() {
    let commune = with_an_expired_alert();
    let campaign = fs::read_to_string(commune.path("slides/campaign.toml")).unwrap();
    let campaign = campaign.replace(", \"bao\"]", "]");
    let over = "\n[[playlist]]\nid = \"bao\"\nslides = [\"bao\"]\n\n[[campaign]]\nid = \"bao\"\nplaylist = \"bao\"\n\
                priority = \"emergency\"\nuntil = MINUTE\n";
    // A minute ago, in the zone of the programme.
    let minute = jiff::Timestamp::from_millisecond(bangtin::clock::Clock::system().now().wall.0 - 60_000).unwrap();
    let minute = minute.to_zoned(jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap());
    let minute = minute.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    commune.write("slides/campaign.toml", &format!("{campaign}{}", over.replace("MINUTE", &minute)));
    let published = publish(&commune, &[]);
    assert_eq!(published.status.code(), Some(0), "{}", words(&published));
}

#[test]
fn an_emergency_that_would_stay_after_its_alert_no_longer_holds_is_refused() {
    let commune = with_an_expired_alert();
    let campaign = fs::read_to_string(commune.path("slides/campaign.toml")).unwrap();
    let campaign = campaign.replace(", \"bao\"]", "]");
    let slide = fs::read_to_string(commune.path("slides/bao.toml")).unwrap();
    commune.write("slides/bao.toml", &slide.replace("2020-11-20T20:00", "2090-11-20T20:00"));
    let storm = "\n[[playlist]]\nid = \"bao\"\nslides = [\"bao\"]\n\n[[campaign]]\nid = \"bao\"\nplaylist = \"bao\"\n\
                 priority = \"emergency\"\n";
    for (end, code) in [("", 1), ("until = 2090-11-21\n", 1), ("until = 2090-11-20T20:00\n", 0)] {
        commune.write("slides/campaign.toml", &format!("{campaign}{storm}{end}"));
        let published = publish(&commune, &[]);
        assert_eq!(published.status.code(), Some(code), "{end}: {}", words(&published));
        assert_eq!(words(&published).contains("[alert-shown-past-end]"), code == 1, "{end}: {}", words(&published));
    }
}

#[test]
fn the_sample_campaign_has_no_findings_at_43_inches_and_5_metres() {
    let folder = Folder::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/slides"))).unwrap();
    let built =
        publish::build(&publish::Content::from(&folder), &PublishOptions::default(), &mut Fonts::bundled()).unwrap();
    let programme = Arc::new(built.programme);
    // A week before the training it announces, and before facts are half a year old.
    let evening = programme.time_zone.instant(jiff::civil::date(2026, 12, 5).at(19, 30, 0, 0));
    let viewing = publish::usual_viewing(&programme, evening, folder.terms.clone());
    assert_eq!((viewing.panel_inches, viewing.distance_m), (43.0, 5.0));
    let screens = [Size::FULL_HD, Size::FULL_HD_PORTRAIT].map(|size| InspectedScreen::showing_all(&programme, size));
    let subject = Inspected { programme: &programme, files: &built.files, plan: &folder.plan, found: &built.findings };
    let found = publish::inspect(subject, &screens, &viewing, &|_, _| {}).unwrap();
    let said =
        |finding: &Finding| format!("{}: {}", finding.subject(Language::En, true), finding.explain(Language::En).what);
    assert!(found.is_empty(), "{}", found.iter().map(said).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_title_that_is_too_long_is_told_once_with_the_syllables_it_may_have() {
    let title = "Thông báo về việc tổ chức lấy ý kiến nhân dân đối với phương án sắp xếp các thôn và tổ chức lại \
                 hệ thống nhà văn hóa trên địa bàn toàn xã trong năm hai nghìn không trăm hai mươi bảy"
        .to_owned();
    let notice =
        |title: &str| Notice { title: title.into(), body: vec!["Họp thôn tối thứ Năm.".into(); 9], url: None };
    let made = |title: &str| {
        let slides = vec![Slide { content: SlideContent::Notice(notice(title)), ..slide("y-kien", 120) }];
        programme(slides, vec![("a", &["y-kien"])], vec![campaign("x", "a", Priority::Normal)])
    };
    let small = |title: &str| {
        let found = inspected(made(title)).into_iter();
        found.filter(|finding| finding.code() == "text-too-small").collect::<Vec<_>>()
    };
    let found = small(&title);
    let [finding] = &found[..] else { panic!("{found:?}") };
    let FindingKind::TextTooSmall { shortening: Shortening::To { now, most }, .. } = finding.kind else {
        panic!("{finding:?}")
    };
    assert_eq!(now, text::count(&title));
    assert!(finding.pages().len() > 1 && !finding.also.is_empty(), "{finding:?}");
    assert!(finding.explain(Language::Vi).hint.contains(&format!("Rút còn {most} tiếng (đang có {now})")));
    // Who does as he is told has mended it.
    let kept = title.split(' ').scan(0, |sum, word| {
        *sum += text::count(word);
        (*sum <= most).then_some(word)
    });
    assert_eq!(small(&kept.collect::<Vec<_>>().join(" ")), []);
}
