//! Promises about strangers' files: what is in a good one comes out, whatever a bad one does happens to a child that can do
//! nothing, and everybody is told what to do next.

use std::{
    fs::{self, File},
    io::{Cursor, Write as _},
    net::TcpListener,
    path::Path,
    process::Command,
    time::Duration,
};

use bangtin::{
    child::convert::{
        BroughtFile, ConvertError, ConvertProgress, ConvertRefusal, Converted, ConvertedPicture, Converter,
        ConverterOptions, Foreign,
    },
    document::DocumentBlock,
    media::{self, Picture},
    model::{Language, MediaType, Size},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::push::now;

const PROGRAM: &str = env!("CARGO_BIN_EXE_bangtin");
/// The corpus, for the process that opens it.
const CORPUS: &str = "BANGTIN_TEST_CORPUS";

fn converter(time: Duration) -> Converter {
    Converter::new(ConverterOptions { program: PROGRAM.into(), time })
}

async fn convert(bytes: impl Into<Vec<u8>>) -> Result<Converted, ConvertError> {
    converter(Duration::from_secs(120)).convert(BroughtFile::Bytes(bytes.into()), |_| {}).await
}

async fn pictures(bytes: impl Into<Vec<u8>>) -> Vec<ConvertedPicture> {
    match convert(bytes).await.unwrap() {
        Converted::Pictures(pictures) => pictures,
        Converted::Document(document) => panic!("a document: {document:?}"),
    }
}

async fn blocks(bytes: impl Into<Vec<u8>>) -> Vec<DocumentBlock> {
    match convert(bytes).await.unwrap() {
        Converted::Document(document) => document.blocks,
        Converted::Pictures(_) => panic!("pictures"),
    }
}

async fn refusal(bytes: impl Into<Vec<u8>>) -> ConvertRefusal {
    match convert(bytes).await {
        Err(ConvertError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// A picture with something in it.
fn picture(width: u32, height: u32) -> Picture {
    let pixel = |n: u32| [(n % width * 255 / width) as u8, (n / width * 255 / height) as u8, 90, 255];
    Picture { size: Size::new(width, height), rgba: (0..width * height).flat_map(pixel).collect() }
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    media::encode_png(&picture(width, height)).unwrap()
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn docx(body: &str) -> Vec<u8> {
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    package(&[("word/document.xml", document.as_bytes())])
}

/// A spreadsheet with those rows and shared strings.
pub fn xlsx(sheet: &str, strings: &[u8]) -> Vec<u8> {
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let workbook = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{RELATIONS}"><sheets><sheet name="Danh mục" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>"#);
    package(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A PDF file of those objects, the first of which is the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    offsets.iter().for_each(|offset| file.extend(format!("{offset:010} 00000 n \n").bytes()));
    file.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).bytes());
    file
}

fn stream(content: &str) -> String {
    format!("<</Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// One page of A4 with that content, and more objects from number 5 on, which `more` names.
fn page(content: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>"),
        stream(content),
    ];
    pdf(&[&objects, more].concat())
}

const SVG: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 160 90">"#;

#[tokio::test]
async fn pictures_come_out_decoded_and_encoded_anew() {
    let made = pictures(png(1600, 900)).await;
    assert_eq!((made.len(), made[0].size, made[0].media_type), (1, Size::new(1600, 900), MediaType::Png));
    assert!(media::decode(&made[0].bytes).unwrap() == picture(1600, 900), "every pixel is the same");
    let large = pictures(media::encode_jpeg(&picture(5000, 3000), 90).unwrap()).await;
    assert_eq!((large[0].size, large[0].media_type), (Size::new(3600, 2160), MediaType::Jpeg));
    // What a camera writes into its files is not kept.
    let mut camera = media::encode_jpeg(&picture(1600, 900), 90).unwrap();
    let words = b"http://ns.adobe.com/xap/1.0/\0GPS 18.42 N";
    let length = u16::try_from(words.len() + 2).unwrap().to_be_bytes();
    camera.splice(2..2, [&[0xFF, 0xE1], &length[..], &words[..]].concat());
    let kept = pictures(camera).await.remove(0).bytes;
    assert!(!kept.windows(3).any(|three| three == b"GPS"));
    let drawn = pictures(format!(r#"{SVG}<rect width="160" height="90" fill="red"/></svg>"#)).await;
    assert_eq!(drawn[0].size, Size::new(3840, 2160));
}

/// A PDF file of two pages, A4 upright and lying, with a red corner.
pub fn two_pages() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 5 0 R>>".to_owned(),
        stream("1 0 0 rg 0 0 100 100 re f"),
    ];
    pdf(&objects)
}

#[tokio::test]
async fn a_pdf_comes_out_page_by_page_with_progress() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quyet-dinh.pdf");
    fs::write(&path, two_pages()).unwrap();
    let mut told = Vec::new();
    let source = BroughtFile::File(File::open(&path).unwrap());
    let converted = converter(Duration::from_secs(120)).convert(source, |progress| told.push(progress)).await.unwrap();
    let Converted::Pictures(pages) = converted else { panic!("a document") };
    assert_eq!(pages.iter().map(|page| page.size).collect::<Vec<_>>(), [Size::new(2160, 3057), Size::new(3057, 2160)]);
    assert_eq!(told, [0, 1, 2].map(|done| ConvertProgress { done, of: 2 }));
    let first = media::decode(&pages[0].bytes).unwrap();
    let at = |x: u32, y: u32| &first.rgba[((y * 2160 + x) * 4) as usize..][..3];
    assert_eq!((at(20, 3030), at(2000, 20)), (&[255, 0, 0][..], &[255, 255, 255][..]), "red at the foot, white else");
}

#[tokio::test]
async fn documents_come_out_as_words_and_tables() {
    let words = blocks(docx("<w:p><w:r><w:t>Thông báo họp thôn</w:t></w:r></w:p>")).await;
    assert_eq!(words, [DocumentBlock::Paragraph("Thông báo họp thôn".to_owned())]);
    let sheet = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>3</v></c></row>"#;
    let strings =
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Khai sinh</t></si></sst>"#;
    let DocumentBlock::Table(table) = &blocks(xlsx(sheet, strings.as_bytes())).await[0] else { panic!("no table") };
    assert_eq!(
        (table.name.as_deref(), &table.rows[0][..]),
        (Some("Danh mục"), &["Khai sinh".to_owned(), "3".to_owned()][..])
    );
    let csv = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/slides/thu-tuc.csv"));
    let DocumentBlock::Table(table) = &blocks(csv).await[0] else { panic!("no table") };
    assert_eq!(table.rows.len(), csv.lines().count());
}

#[tokio::test]
async fn whoever_brings_something_else_is_told_what_to_do() {
    for (bytes, refused) in [
        (b"<!DOCTYPE html><html><img src=x onerror=alert(1)></html>".to_vec(), ConvertRefusal::Kind(Foreign::WebPage)),
        (b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), ConvertRefusal::Kind(Foreign::Heic)),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), ConvertRefusal::Kind(Foreign::OldOffice)),
        (b"GIF89a".to_vec(), ConvertRefusal::Kind(Foreign::OtherPicture)),
        (b"\x7FELF\x02\x01\x01\0\0\0".to_vec(), ConvertRefusal::Kind(Foreign::Other)),
        (package(&[("a.txt", b"a")]), ConvertRefusal::Kind(Foreign::Archive)),
        (png(640, 360), ConvertRefusal::TooSmall(Size::new(640, 360))),
        (docx("<w:p/>"), ConvertRefusal::Empty),
        (Vec::new(), ConvertRefusal::Empty),
    ] {
        assert_eq!(refusal(bytes).await, refused);
    }
    let outside = format!(r#"{SVG}<image href="file:///etc/passwd" width="9" height="9"/></svg>"#);
    assert_eq!(refusal(outside).await, ConvertRefusal::Outside("file:///etc/passwd".to_owned()));
    assert_eq!(refusal(vec![b' '; (20 << 20) + 1]).await, ConvertRefusal::TooLarge);
    let told = refusal(png(640, 360)).await.words(Language::Vi);
    assert_eq!(told, "Ảnh nhỏ quá (640 × 360). Chọn ảnh từ 1280 × 720 trở lên.");
}

/// What a child can do, locked in or not.
fn probe(locked_in: bool) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("there"), "x").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut command = Command::new(PROGRAM);
    command.arg("convert-child").arg("--probe").arg(folder.path().join("there")).arg(folder.path());
    command.arg("--port").arg(listener.local_addr().unwrap().port().to_string());
    command.args((!locked_in).then_some("--free"));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn the_child_can_open_no_file_and_no_socket_and_start_nothing() {
    assert_eq!(probe(true), Vec::<String>::new());
    let could = probe(false);
    assert_eq!(could.len(), 8, "the attempts are real ones: {could:?}");
}

/// Files that somebody made to do harm, by name.
fn hostile_files() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = |megabytes: usize| vec![b' '; megabytes << 20];
    let laughs: String =
        (1..12).map(|n| format!(r#"<!ENTITY l{n} "{}">"#, format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!(r#"<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>"#);
    let many_cells: String = (1..=50_000)
        .map(|row| {
            let cells: String =
                (0..20).map(|at| format!("<c r=\"{}{row}\"><v>1</v></c>", char::from(b'A' + at))).collect();
            format!("<row r=\"{row}\">{cells}</row>")
        })
        .collect();
    let catalog = "<</Type/Catalog/Pages 2 0 R>>".to_owned();
    let half = |file: Vec<u8>| file[..file.len() / 2].to_vec();
    let form = |own: &str| {
        let content = "/F Do ".repeat(8);
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F {own} 0 R>>>>/Length {}>>\nstream\n{content}\nendstream",
            content.len()
        )
    };
    // Eight forms to eight forms to eight: each drawn by the one before.
    let nested: Vec<String> = (6..26).map(|next| form(&next.to_string())).chain([stream("0 0 9 9 re f")]).collect();
    vec![
        ("header of 60,000 x 60,000 pixels.png", bomb(60_000, 60_000, 4)),
        ("text of half a gigabyte.png", png_with_text(512)),
        ("header of 65,535 x 65,535 pixels.jpg", jpeg_header()),
        ("cut off.png", half(png(1600, 900))),
        ("cut off.jpg", half(media::encode_jpeg(&picture(1600, 900), 90).unwrap())),
        ("a web page.png", b"<!DOCTYPE html><script>alert(1)</script>".to_vec()),
        ("a program.png", fs::read(PROGRAM).unwrap()[..1 << 20].to_vec()),
        (
            "outside over the net.svg",
            format!(r#"{SVG}<image xlink:href="http://127.0.0.1/x.png" width="9" height="9"/></svg>"#).into(),
        ),
        (
            "outside by an entity.svg",
            format!(r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{SVG}<text>&x;</text></svg>"#).into(),
        ),
        ("entities of entities.svg", format!("{laughs}{SVG}<text>&l11;</text></svg>").into()),
        ("deep.svg", format!("{SVG}{}", "<g>".repeat(200_000)).into()),
        ("uses of uses.svg", uses_of_uses().into()),
        ("entities of entities.docx", {
            let document = format!(
                r#"{laughs}<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>"#
            );
            package(&[("word/document.xml", document.as_bytes())])
        }),
        ("deep.docx", docx(&"<w:tbl><w:tr><w:tc>".repeat(200_000))),
        ("bomb.docx", package(&[("word/document.xml", &zeros(256))])),
        ("cut off.docx", half(docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>"))),
        ("a million cells.xlsx", xlsx(&many_cells, b"<sst/>")),
        ("bomb of strings.xlsx", xlsx("", &zeros(256))),
        ("a hundred thousand parts.docx", {
            let names: Vec<String> = (0..100_000).map(|n| n.to_string()).collect();
            let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
            package(&[&parts[..], &[("word/document.xml", b"<a/>")]].concat())
        }),
        ("deep arrays.pdf", page("", &format!("/A {}", "[".repeat(3_000_000)), &[])),
        (
            "pages that are their own children.pdf",
            pdf(&[catalog.clone(), "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>".to_owned()]),
        ),
        ("no pages.pdf", pdf(&[catalog, "<</Type/Pages/Kids[]/Count 0>>".to_owned()])),
        ("forms of forms.pdf", page("/F Do", "/XObject<</F 5 0 R>>", &nested)),
        ("ten thousand pages.pdf", {
            let kids: String = (3..10_003).map(|n| format!("{n} 0 R ")).collect();
            let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>".to_owned();
            let first =
                ["<</Type/Catalog/Pages 2 0 R>>".to_owned(), format!("<</Type/Pages/Kids[{kids}]/Count 10000>>")];
            pdf(&[&first[..], &vec![page; 10_000]].concat())
        }),
        ("cut off.pdf", b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pa".to_vec()),
        (
            "noise.pdf",
            [b"%PDF-1.7\n".to_vec(), (0..1_u32 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()]
                .concat(),
        ),
    ]
}

/// Files that are strange and harmless: something may come out of them.
fn odd_files() -> Vec<(&'static str, Vec<u8>)> {
    let endless = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 99999999999999999999]/Contents 4 0 R>>".to_owned(),
        stream(""),
    ];
    vec![
        ("a page of a million kilometres.pdf", pdf(&endless)),
        ("a script.svg", format!(r#"{SVG}<script>alert(1)</script><rect width="9" height="9" onclick="x()"/></svg>"#).into()),
        ("all zeros of 8,192 x 8,192.png", bomb(8_192, 8_192, 8_192 * (1 + 4 * 8_192))),
        ("a form that draws itself.pdf", page("/F Do", "/XObject<</F 5 0 R>>", &[
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 5>>\nstream\n/F Do\nendstream".to_owned(),
        ])),
        ("a million states.pdf", page(&"q ".repeat(1_000_000), "", &[])),
        ("a million paths.pdf", page(&"0 0 500 500 re f ".repeat(100_000), "", &[])),
    ]
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [kind, data].concat();
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

fn deflated(bytes: usize) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![0; 1 << 16];
    (0..bytes / zeros.len()).for_each(|_| packed.write_all(&zeros).unwrap());
    packed.write_all(&zeros[..bytes % zeros.len()]).unwrap();
    packed.finish().unwrap()
}

/// A PNG file of that size, with so many zeros in it.
fn bomb(width: u32, height: u32, zeros: usize) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let parts = [chunk(b"IHDR", &header), chunk(b"IDAT", &deflated(zeros)), chunk(b"IEND", &[])];
    [b"\x89PNG\r\n\x1A\n".to_vec(), parts.concat()].concat()
}

fn png_with_text(megabytes: usize) -> Vec<u8> {
    let text = [b"Comment\0\0".to_vec(), deflated(megabytes << 20)].concat();
    let profile = [b"icc\0\0".to_vec(), deflated(megabytes << 20)].concat();
    let mut file = bomb(60_000, 1_600, 4);
    file.splice(33..33, [chunk(b"iCCP", &profile), chunk(b"zTXt", &text)].concat());
    file
}

fn jpeg_header() -> Vec<u8> {
    let mut file = media::encode_jpeg(&picture(64, 64), 90).unwrap();
    let frame = file.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    file[frame + 5..frame + 9].fill(0xFF);
    file
}

fn uses_of_uses() -> String {
    let group = |n: usize| {
        let uses = format!(r##"<use xlink:href="#g{}"/>"##, n - 1).repeat(10);
        format!(r#"<g id="g{n}">{uses}</g>"#)
    };
    let groups: String = (1..10).map(group).collect();
    format!(r##"{SVG}<defs><rect id="g0" width="9" height="9"/>{groups}</defs><use xlink:href="#g9"/></svg>"##)
}

/// Peak and present memory of this process, bytes.
#[cfg(target_os = "linux")]
fn memory() -> (u64, u64) {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
    };
    (of("VmHWM:"), of("VmRSS:"))
}

#[test]
#[cfg(target_os = "linux")]
fn whatever_a_file_does_the_server_and_its_memory_are_unmoved() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, files) in [("hostile", hostile_files()), ("odd", odd_files())] {
        fs::create_dir(folder.path().join(kind)).unwrap();
        for (name, bytes) in files {
            assert!(bytes.len() <= 20 << 20, "{name} would be refused by its length");
            fs::write(folder.path().join(kind).join(name), bytes).unwrap();
        }
    }
    // In a process of its own, so that nothing else is measured.
    let inner = ["--exact", "convert::the_corpus_opened_by_a_process_of_its_own", "--ignored", "--nocapture"];
    let output =
        Command::new(std::env::current_exe().unwrap()).args(inner).env(CORPUS, folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "{said}");
    println!("{said}");
}

#[tokio::test]
#[cfg(target_os = "linux")]
#[ignore = "part of the test above"]
async fn the_corpus_opened_by_a_process_of_its_own() {
    let Some(folder) = std::env::var_os(CORPUS) else { return };
    let converter = converter(Duration::from_secs(12));
    let (_, before) = memory();
    let mut taken = Vec::new();
    for kind in ["hostile", "odd"] {
        for entry in fs::read_dir(Path::new(&folder).join(kind)).unwrap() {
            let (path, begun) = (entry.unwrap().path(), now());
            let outcome = converter.convert(BroughtFile::File(File::open(&path).unwrap()), |_| {}).await;
            let said = match &outcome {
                Ok(Converted::Pictures(pictures)) => format!("{} pictures", pictures.len()),
                Ok(Converted::Document(document)) => format!("{} blocks", document.blocks.len()),
                Err(error) => error.to_string(),
            };
            println!("{}: {said} ({:.1} s)", path.file_name().unwrap().display(), begun.elapsed().as_secs_f64());
            if kind == "hostile" && outcome.is_ok() {
                taken.push(said.clone());
            }
            assert!(!matches!(outcome, Err(ConvertError::CannotStart(_))), "{said}");
            assert!(begun.elapsed() < Duration::from_secs(20));
        }
    }
    assert!(taken.is_empty(), "something came out of {taken:?}");
    let (peak, _) = memory();
    assert!(peak < before + (24 << 20), "from {} to {} MiB", before >> 20, peak >> 20);
    // And the next good file is read as ever.
    assert!(convert(png(1600, 900)).await.is_ok());
}
