//! Promises about reading a folder of slides: what an officer wrote is understood, and every mistake is named.

use std::{fs, path::Path};

use bangtin::{
    folder::{Folder, FolderErrors},
    model::{Language, Priority, Size, SlideContent, SlideId, Transition, Weekday},
};
use tempfile::TempDir;

const UNIT: &str = "[unit]\nname = \"UBND xã Mai Phụ\"\nkicker = \"CẢI CÁCH HÀNH CHÍNH\"\nhotline = \"18001096\"\n\
                    portal = \"dichvucong.gov.vn\"\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// The errors of a folder that holds a good `campaign.toml` and one slide `a.toml`.
fn mistakes_in_slide(text: &str) -> Vec<String> {
    mistakes(&[("campaign.toml", UNIT), ("a.toml", text)])
}

fn mistakes(files: &[(&str, &str)]) -> Vec<String> {
    match Folder::read(folder(files).path()) {
        Err(FolderErrors::Mistakes { mistakes, .. }) => mistakes.lines().collect(),
        other => panic!("expected mistakes, got {other:?}"),
    }
}

#[test]
fn every_file_of_the_sample_campaign_is_understood() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("slides");
    let folder = Folder::read(&dir).unwrap_or_else(|errors| panic!("{errors}"));
    let count = |template| folder.all_slides().filter(|slide| slide.content.template() == template).count();
    assert_eq!(folder.unit.name, "UBND xã Mai Phụ");
    assert_eq!([count("slogan"), count("poster"), count("guide")], [10, 3, 4]);
    assert_eq!([count("procedures"), count("event"), count("alert"), count("default")], [1, 1, 1, 1]);
    assert_eq!(folder.pictures.len(), 6, "each poster lying and standing");
    assert!(folder.terms.rows.len() >= 13 && folder.terms.checked_on.is_some());
    let scheduled = |id: &str| folder.playlists.iter().flat_map(|list| &list.slides).any(|slide| slide.as_str() == id);
    let drill = folder.slides.iter().find(|slide| slide.content.template() == "alert").unwrap();
    assert!(matches!(&drill.content, SlideContent::Alert(alert) if alert.exercise));
    assert!(!scheduled(drill.id.as_str()), "the drill waits to be scheduled by a person");
    let rows = folder.slides.iter().find_map(|slide| match &slide.content {
        SlideContent::Procedures(table) => Some(table.rows.len()),
        _ => None,
    });
    assert_eq!(rows, Some(14));
    let portrait = folder.displays.iter().filter(|display| display.size == Some(Size::FULL_HD_PORTRAIT)).count();
    assert!(portrait >= 1 && folder.displays.len() > portrait, "screens lying and standing");
}

#[test]
fn all_that_a_campaign_file_can_say_arrives() {
    let text = format!(
        "time_zone = \"Asia/Ho_Chi_Minh\"\nepoch = 2026-01-01T00:00\ntransition = \"cut\"\ntransition_ms = 0\n{UNIT}\
         [[display]]\nid = \"ht-001\"\nlabel = \"Màn hình 1\"\ntags = [\"doc\"]\nsize = \"1080x1920\"\n\
         [[playlist]]\nid = \"p\"\nslides = [\"a\", \"a\"]\n\
         [[daypart]]\nid = \"toi\"\ndays = [\"thu\"]\nfrom = 18:00\nuntil = 21:30:00\n\
         [[campaign]]\nid = \"c\"\nplaylist = \"p\"\npriority = \"emergency\"\nfrom = 2026-11-28\nuntil = 2026-12-12\n\
         dayparts = [\"toi\"]\ndisplays = [\"ht-001\"]\ntags = [\"doc\"]\n"
    );
    let dir = folder(&[("campaign.toml", &text), ("a.toml", "template = \"slogan\"\ntext = \"A\"\nduration_s = 20\n")]);
    let folder = Folder::read(dir.path()).unwrap();
    assert_eq!(folder.epoch_ms.to_string(), "2025-12-31T17:00:00.000Z");
    assert_eq!((folder.unit.transition, folder.unit.transition_ms), (Transition::Cut, 0));
    assert_eq!(folder.dayparts[0].days, [Weekday::Thu]);
    assert_eq!(folder.dayparts[0].until.to_string(), "21:30:00");
    let campaign = &folder.campaigns[0];
    assert_eq!(campaign.priority, Priority::Emergency);
    assert_eq!(campaign.from.unwrap().to_string(), "2026-11-28T00:00:00");
    assert_eq!(campaign.until.unwrap().to_string(), "2026-12-13T00:00:00", "the last day is shown whole");
    assert_eq!(folder.slides[0].duration_ms, Some(20_000));
    assert_eq!(folder.default_slide.id.as_str(), "default", "a folder without a default slide gets one");
}

#[test]
fn text_typed_on_any_machine_arrives_in_one_form() {
    let apart =
        "template = \"slogan\"\ntext = \"NGU\u{31b}O\u{31b}\u{300}I\u{200b}   DA\u{302}N\\n HA\u{300}I LO\u{300}NG\"\n";
    // A tag is the same tag on both sides, whoever typed it.
    let tags = "[[display]]\nid = \"d\"\nlabel = \"x\"\ntags = [\"nh\u{e0}\"]\n[[playlist]]\nid = \"p\"\nslides = []\n\
                [[campaign]]\nid = \"c\"\nplaylist = \"p\"\ntags = [\"nha\u{300}\"]\n";
    let dir = folder(&[("campaign.toml", &format!("\u{feff}{UNIT}{tags}")), ("a.toml", apart)]);
    let folder = Folder::read(dir.path()).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(folder.campaigns[0].tags, folder.displays[0].tags);
    assert!(matches!(&folder.slides[0].content, SlideContent::Slogan(slogan) if slogan.text == "NGƯỜI DÂN HÀI LÒNG"));
}

#[test]
fn a_mistake_gives_file_line_field_expectation_and_hint() {
    assert_eq!(
        mistakes_in_slide("template = \"slogan\"\ntext = \"A\"\n\nkiker = \"B\"\n"),
        ["a.toml:4: `kiker`: not a field of a `slogan` slide; expected `template`, `text`, `kicker`, `duration_s`, \
             `theme`, `transition`, `topic`, `source` or `checked_on`; hint: did you mean `kicker`?"]
    );
    assert_eq!(
        mistakes_in_slide("template = \"slogna\"\ntext = \"A\"\n"),
        ["a.toml:1: `template`: there is no template `slogna`; expected `slogan`, `poster`, `guide`, `procedures`, \
             `notice`, `event`, `results`, `question`, `alert` or `default`; hint: did you mean `slogan`?"]
    );
    assert_eq!(
        mistakes_in_slide("template = \"guide\"\ntitle = \"A\"\nsteps = [\"Một\", 2]\n"),
        ["a.toml:3: `steps[2]`: found the number 2; expected a text; hint: put it in quotes"]
    );
    assert_eq!(
        mistakes_in_slide("template = \"event\"\ntitle = \"A\"\nwhen = \"B\"\nplace = \"C\"\ndate = \"12/12/2026\"\n"),
        ["a.toml:5: `date`: found the text \"12/12/2026\"; expected a date such as 2026-12-31; \
             hint: year first, without quotes: 2026-12-12"]
    );
}

#[test]
fn all_mistakes_are_told_in_one_reading() {
    let found = mistakes(&[
        ("campaign.toml", &format!("{UNIT}[[playlist]]\nid = \"p\"\nslides = [\"a\", \"bao1\", \"khac\"]\n")),
        ("a.toml", "template = \"alert\"\nheadline = \"\"\nlevel = 6\nactions = []\n"),
        ("bao.toml", "template = \"poster\"\npicture = \"../bi-mat.png\"\nalt = \"x\"\n"),
        ("Khẩu hiệu.toml", ""),
    ]);
    let starts: Vec<_> = found.iter().map(|line| line.split("; expected").next().unwrap()).collect();
    assert_eq!(
        starts,
        [
            "Khẩu hiệu.toml: the file's name cannot be the id of a slide",
            "a.toml: `issuer`: an `alert` slide needs this field",
            "a.toml:2: `headline`: the text is empty",
            "a.toml:3: `level`: found the number 6",
            "a.toml:4: `actions`: the list is empty",
            "bao.toml:2: `picture`: `../bi-mat.png` leads elsewhere",
            "campaign.toml:8: `playlist[1].slides[2]`: there is no slide `bao1`",
            "campaign.toml:8: `playlist[1].slides[3]`: there is no slide `khac`",
        ]
    );
    assert!(found[0].ends_with("hint: rename it to `khau-hieu.toml`"), "{}", found[0]);
    assert!(found[6].ends_with("hint: did you mean `bao`?"), "{}", found[6]);
}

#[test]
fn a_campaign_names_only_what_there_is() {
    let found = mistakes(&[(
        "campaign.toml",
        &format!(
            "{UNIT}[[playlist]]\nid = \"hang-ngay\"\nslides = []\n[[playlist]]\nid = \"hang-ngay\"\nslides = []\n\
             [[campaign]]\nid = \"c\"\nplaylist = \"hang-nagy\"\ndayparts = [\"toi\"]\ntags = [\"x\"]\nfrom = 2026-02-02\n\
             until = 2026-01-01\n"
        ),
    )]);
    assert_eq!(
        found,
        [
            "campaign.toml:10: `playlist[2].id`: there is another playlist `hang-ngay` above; expected an id of its own",
            "campaign.toml:14: `campaign[1].playlist`: there is no playlist `hang-nagy`; expected `hang-ngay`; \
             hint: did you mean `hang-ngay`?",
            "campaign.toml:15: `campaign[1].dayparts[1]`: there is no daypart `toi`; \
             expected one that `campaign.toml` describes",
            "campaign.toml:16: `campaign[1].tags[1]`: there is no display with the tag `x`; \
             expected one that `campaign.toml` describes",
            "campaign.toml:18: `campaign[1].until`: the campaign ends before it begins; expected a time after `from`",
        ]
    );
}

#[test]
fn the_procedure_table_comes_from_a_spreadsheet() {
    let slide = "template = \"procedures\"\ntitle = \"Thủ tục\"\ncsv = \"thu-tuc.csv\"\n";
    let read = |csv: &str| {
        let dir = folder(&[("campaign.toml", UNIT), ("a.toml", slide), ("thu-tuc.csv", csv)]);
        Folder::read(dir.path())
            .map_err(|errors| errors.to_string().lines().skip(1).map(|l| l.trim().to_owned()).collect::<Vec<_>>())
    };
    for good in [
        "stt,ten_thu_tuc,thoi_han,phi_le_phi,co_quan\n1,Khai sinh,\"Trong ngày, ngay\",Miễn,UBND xã\n",
        "\u{feff}co_quan;ten_thu_tuc;thoi_han;phi_le_phi\r\nUBND xã;Khai sinh;Trong ngày, ngay;Miễn\r\n",
    ] {
        let folder = read(good).unwrap();
        let SlideContent::Procedures(table) = &folder.slides[0].content else { panic!() };
        assert_eq!((table.rows[0].name.as_str(), table.rows[0].time.as_str()), ("Khai sinh", "Trong ngày, ngay"));
    }
    assert_eq!(
        read("ten_thu_tuc,thoi_han,phi,co_quan\nA,B,C,D\n").unwrap_err(),
        ["thu-tuc.csv:1: the header has no column `phi_le_phi`; expected `ten_thu_tuc`, `thoi_han`, `phi_le_phi` and \
             `co_quan`"]
    );
    assert_eq!(
        read("ten_thu_tuc,thoi_han,phi_le_phi,co_quan\nA,B,C,D\nA,,C,D\nA,B,C,D,E\n").unwrap_err(),
        [
            "thu-tuc.csv:3: `thoi_han`: nothing is filled in; expected a text",
            "thu-tuc.csv:4: the row has 5 columns; expected 4 as in the header; \
             hint: put a text that contains the separator in double quotes",
        ]
    );
}

#[test]
fn text_in_an_old_encoding_is_refused_with_the_way_out() {
    let dir = folder(&[("campaign.toml", UNIT)]);
    // "Tuyªn truyÒn" in TCVN3.
    fs::write(dir.path().join("a.toml"), b"template = \"slogan\"\ntext = \"Tuy\xaan truy\xd2n\"\n").unwrap();
    let said = Folder::read(dir.path()).unwrap_err().to_string();
    assert!(said.contains("a.toml:2: the file is not UTF-8; expected Unicode text saved as UTF-8"), "{said}");
    assert!(said.contains("TCVN3"), "{said}");
}

#[test]
fn one_bad_slide_does_not_take_the_others_along() {
    let dir = folder(&[
        ("campaign.toml", &format!("{UNIT}[[playlist]]\nid = \"p\"\nslides = [\"a\", \"b\", \"c\"]\n")),
        ("a.toml", "template = \"slogan\"\ntext = \"A\"\n"),
        ("b.toml", "template = \"slogan\"\ntext = A\n"),
    ]);
    let (folder, mistakes) = Folder::read_what_is_good(dir.path()).unwrap();
    let folder = folder.unwrap();
    let names = |ids: &[bangtin::model::SlideId]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&folder.playlists[0].slides), ["a"]);
    assert_eq!(folder.slides.len(), 1);
    let files: Vec<_> = mistakes.errors.iter().map(|error| (error.file.as_str(), error.line)).collect();
    assert_eq!(files, [("b.toml", Some(2)), ("campaign.toml", Some(8))]);
}

#[test]
fn a_folder_of_something_else_says_so() {
    let found = mistakes(&[("ghi-chu.txt", "")]);
    assert!(found[0].starts_with("campaign.toml: the folder has no such file"), "{found:?}");
    let nowhere = Folder::read(Path::new("/khong/co/o/day")).unwrap_err();
    assert!(matches!(nowhere, FolderErrors::ReadFolder { .. }), "{nowhere}");
}

#[test]
fn a_missing_picture_is_named_with_what_lies_beside_it() {
    let found = mistakes(&[
        ("campaign.toml", UNIT),
        ("posters/ba-viec.svg", "<svg/>"),
        (
            "a.toml",
            "template = \"poster\"\npicture = \"posters/ba-viecs.svg\"\nalt = \"x\"\nurl = \"dichvucong.gov.vn\"\n",
        ),
    ]);
    assert_eq!(
        found,
        [
            "a.toml:2: `picture`: there is no file `posters/ba-viecs.svg`; expected a file of the folder; \
             hint: did you mean `posters/ba-viec.svg`?",
            "a.toml:4: `url`: `dichvucong.gov.vn` is not an address; expected an address such as \
             `https://dichvucong.gov.vn`; hint: write `https://dichvucong.gov.vn`",
        ]
    );
}

#[test]
fn text_from_before_unicode_is_converted_and_the_officer_is_told() {
    // "Tuyên truyền cải cách hành chính" as TCVN3 and as VNI, as an old document pastes it.
    let table = "ten_thu_tuc,thoi_han,phi_le_phi,co_quan\nSao y,ngµy lµm viÖc tiÕp theo,MiÔn,\n";
    let dir = folder(&[
        ("campaign.toml", UNIT),
        ("a.toml", "template = \"slogan\"\ntext = \"Tuyªn truyÒn c¶i c¸ch hµnh chÝnh\"\n"),
        ("b.toml", "template = \"slogan\"\ntext = \"Tuyeân truyeàn caûi caùch haønh chính\"\n"),
        ("c.toml", "template = \"slogan\"\ntext = \"Tuyên truyền cải cách hành chính\"\n"),
        ("d.toml", "template = \"procedures\"\ntitle = \"Thủ tục\"\ncsv = \"Bang_Thu_Tuc.csv\"\n"),
        ("Bang_Thu_Tuc.csv", table),
    ]);
    let folder = Folder::read(dir.path()).unwrap();
    // What the table has wrong is told of the slide that shows it, whatever the file is called.
    for slide in &folder.slides[..3] {
        let SlideContent::Slogan(slogan) = &slide.content else { panic!("{slide:?}") };
        assert_eq!(slogan.text, "Tuyên truyền cải cách hành chính", "{}", slide.id);
    }
    let SlideContent::Procedures(procedures) = &folder.slides[3].content else { panic!() };
    assert_eq!(
        (procedures.rows[0].time.as_str(), procedures.rows[0].fee.as_str()),
        ("ngày làm việc tiếp theo", "Miễn")
    );
    let told: Vec<_> =
        folder.notes.iter().map(|note| (note.slide.as_ref().map_or("", SlideId::as_str), note.code())).collect();
    assert_eq!(told[..2], [("a", "legacy-encoding"), ("b", "legacy-encoding")]);
    assert!(told[2..].iter().all(|note| *note == ("d", "legacy-encoding")) && told.len() > 2, "{told:?}");
    let what = |note: usize| folder.notes[note].explain(Language::En).what;
    assert!(what(0).contains("TCVN3") && what(1).contains("VNI"), "{:?}", folder.notes);
}

#[test]
fn a_text_of_ten_megabytes_is_refused_by_name() {
    let book = "Cải cách hành chính. ".repeat(400_000);
    assert!(book.len() > 10_000_000);
    let told = mistakes_in_slide(&format!("template = \"slogan\"\ntext = \"{book}\"\n"));
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("a.toml") && told[0].len() < 300, "{:.300}", told[0]);
}

#[test]
fn the_plan_of_the_commune_is_read_and_its_mistakes_are_named() {
    let plan = "checked_on = 2026-11-24\nprocedures = [\"Đăng ký khai sinh\"]\n\n\
                [[topic]]\nid = \"van-hoa\"\nname = \"Văn hóa công sở\"\n";
    let dir = folder(&[("campaign.toml", UNIT), ("plan.toml", plan)]);
    let read = Folder::read(dir.path()).unwrap().plan;
    assert_eq!((read.procedures.len(), read.topics[0].name.as_str()), (1, "Văn hóa công sở"));
    let told = mistakes(&[("campaign.toml", UNIT), ("plan.toml", "[[topic]]\nid = \"van-hoa\"\nten = \"X\"\n")]);
    assert!(told.iter().any(|line| line.contains("plan.toml") && line.contains("name")), "{told:?}");
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_in_a_folder_are_refused_by_name_and_never_opened() {
    use std::{os::unix::fs::symlink, process::Command};
    let outside = folder(&[("secret.toml", "template = \"slogan\"\ntext = \"A\"\n"), ("p/a.png", "x"), ("t.csv", "x")]);
    let poster = |path: &str| format!("template = \"poster\"\nalt = \"x\"\npicture = \"{path}\"\n");
    let dir = folder(&[
        ("campaign.toml", UNIT),
        ("a.toml", &poster("link.png")),
        ("b.toml", &poster("pipe.png")),
        ("c.toml", &poster("away/a.png")),
        ("d.toml", "template = \"procedures\"\ntitle = \"x\"\ncsv = \"link.csv\"\n"),
        ("e.toml", &poster("null.png")),
    ]);
    let path = |name: &str| dir.path().join(name);
    symlink(outside.path().join("secret.toml"), path("f.toml")).unwrap();
    symlink(outside.path().join("p/a.png"), path("link.png")).unwrap();
    symlink(outside.path().join("p"), path("away")).unwrap();
    symlink(outside.path().join("t.csv"), path("link.csv")).unwrap();
    symlink("/dev/null", path("null.png")).unwrap();
    // Opening either for reading would wait for a writer that never comes.
    for name in ["pipe.png", "g.toml"] {
        assert!(Command::new("mkfifo").arg(path(name)).status().unwrap().success());
    }
    let errors = Folder::read(dir.path()).unwrap_err().to_string();
    let told: Vec<&str> = errors.lines().skip(1).map(str::trim).collect();
    let hint = "expected a regular file inside the folder; hint: copy the file itself to this place";
    assert_eq!(
        told,
        [
            format!("a.toml:3: `picture`: `link.png` is a symbolic link; {hint}"),
            format!("b.toml:3: `picture`: `pipe.png` is a named pipe; {hint}"),
            format!("c.toml:3: `picture`: `away` is a symbolic link; {hint}"),
            format!("d.toml:3: `csv`: `link.csv` is a symbolic link; {hint}"),
            format!("e.toml:3: `picture`: `null.png` is a symbolic link; {hint}"),
            format!("f.toml: `f.toml` is a symbolic link; {hint}"),
            format!("g.toml: `g.toml` is a named pipe; {hint}"),
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_picture_that_becomes_a_link_after_the_folder_was_read_is_not_followed() {
    let dir = folder(&[
        ("campaign.toml", UNIT),
        ("a.toml", "template = \"poster\"\nalt = \"x\"\npicture = \"a.png\"\n"),
        ("a.png", "x"),
    ]);
    let folder = Folder::read(dir.path()).unwrap();
    let picture = &folder.pictures["a.png"];
    assert!(picture.open().is_ok());
    fs::remove_file(dir.path().join("a.png")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", dir.path().join("a.png")).unwrap();
    let error = picture.open().unwrap_err();
    assert_eq!(error.to_string(), "`a.png` is a symbolic link");
}

#[test]
fn what_a_stranger_wrote_never_commands_the_terminal() {
    let told = mistakes(&[
        ("campaign.toml", UNIT),
        ("a.toml", "template = \"slogan\"\ntext = \"A\"\ntheme = \"\\u001b[2J\\u009b\"\n\"\\u001b]0;x\\u0007\" = 1\n"),
        ("b\u{1b}[31m.toml", ""),
    ]);
    assert!(told.iter().all(|line| !line.contains(char::is_control)), "{told:?}");
    assert!(told.iter().any(|line| line.contains("b\\u{1b}[31m.toml")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("\\u{1b}]0;x\\u{7}")), "{told:?}");
}

#[test]
fn half_a_million_bad_rows_are_one_mistake_and_soon_told() {
    let rows = "a\n".repeat(500_000);
    let table = format!("ten_thu_tuc,thoi_han,phi_le_phi,co_quan\n{rows}");
    let told = mistakes(&[
        ("campaign.toml", UNIT),
        ("a.toml", "template = \"procedures\"\ntitle = \"x\"\ncsv = \"t.csv\"\n"),
        ("t.csv", &table),
        ("b.toml", &format!("template = \"procedures\"\ntitle = \"x\"\n{}", "[[row]]\na=1\n".repeat(80_000))),
    ]);
    assert_eq!(
        told,
        [
            "b.toml:3: `row`: the list has 80000 entries; expected at most 200; hint: make two slides of it",
            "t.csv: the table has 500000 rows; expected at most 200; hint: make two slides of it",
        ]
    );
}

#[test]
fn a_hundred_mistakes_are_listed_and_the_others_counted() {
    let fields: String = (0..60_000).map(|n| format!("f{n} = {n}\n")).collect();
    let told = mistakes_in_slide(&format!("template = \"slogan\"\ntext = \"A\"\n{fields}"));
    assert_eq!((told.len(), told[100].as_str()), (101, "… and 59900 more"));
    let campaigns: String = (0..5_000).map(|n| format!("[[campaign]]\nid = \"c{n}\"\nplaylist = \"p{n}\"\n")).collect();
    let told = mistakes(&[("campaign.toml", &format!("{UNIT}{campaigns}"))]);
    assert_eq!((told.len(), told[100].as_str()), (101, "… and 4900 more"));
    let dir = folder(&[("campaign.toml", UNIT), ("a.toml", &format!("template = \"slogan\"\n{fields}"))]);
    let said = Folder::read(dir.path()).unwrap_err().to_string();
    assert!(said.contains("has 60001 mistakes:") && said.len() < 40_000, "{} bytes", said.len());
    let mut lines: Vec<_> = said.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), said.lines().count(), "and none is told twice");
}

#[test]
fn a_folder_of_more_slides_than_a_programme_may_have_is_one_mistake() {
    let dir = folder(&[("campaign.toml", UNIT)]);
    for n in 0..1_001 {
        fs::write(dir.path().join(format!("s{n}.toml")), "this is no slide").unwrap();
    }
    let said = Folder::read(dir.path()).unwrap_err().to_string();
    assert_eq!(
        said.lines().skip(1).collect::<Vec<_>>(),
        ["  campaign.toml: the folder has 1001 slides; expected at most 1000"]
    );
}

#[test]
fn slides_written_back_say_the_same() {
    for name in ["slides", "tests/goldens/slides"] {
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let read = Folder::read(&original).unwrap();
        let copy = tempfile::tempdir().unwrap();
        for file in ["campaign.toml", "terms.toml", "plan.toml"] {
            if let Ok(text) = fs::read(original.join(file)) {
                fs::write(copy.path().join(file), text).unwrap();
            }
        }
        fs::create_dir(copy.path().join("posters")).unwrap();
        for key in read.pictures.keys() {
            fs::copy(original.join(key), copy.path().join(key)).unwrap();
        }
        let mut written = 0;
        // A folder without a default slide of its own gets one that no file says.
        for slide in read.all_slides().filter(|slide| original.join(format!("{}.toml", slide.id)).exists()) {
            bangtin::folder::write(copy.path(), slide, &read.time_zone).unwrap();
            written += 1;
        }
        assert!(written > 10, "{name}: {written}");
        let again = Folder::read(copy.path()).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        assert_eq!(again.slides, read.slides, "{name}");
        assert_eq!(again.default_slide, read.default_slide, "{name}");
        let programme = |folder: &Folder| {
            (folder.unit.clone(), folder.playlists.clone(), folder.campaigns.clone(), folder.displays.clone())
        };
        assert_eq!(programme(&again), programme(&read), "{name}");
    }
}
