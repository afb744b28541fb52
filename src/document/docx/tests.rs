use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::read;
use crate::document::{DocumentBlock, DocumentError, DocumentTable};

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(r#"<w:document xmlns:w="w" xmlns:mc="m"><w:body>{body}</w:body></w:document>"#)
}

fn blocks(body: &str) -> Result<Vec<DocumentBlock>, DocumentError> {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="u1"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let numbering = r#"<w:numbering xmlns:w="w">
        <w:abstractNum w:abstractNumId="7">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Bước %1:"/></w:lvl>
          <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
        </w:abstractNum>
        <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
        <w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="8"/></w:num>
        </w:numbering>"#;
    let file = package(&[
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
        ("word/document.xml", &document(body)),
    ]);
    Ok(read(&file)?.blocks)
}

fn paragraph(text: &str) -> DocumentBlock {
    DocumentBlock::Paragraph(text.to_owned())
}

fn numbered(list: u8, level: u8, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

#[test]
fn words_come_in_order_with_the_numbers_that_word_shows() {
    let body = [
        r#"<w:p><w:pPr><w:pStyle w:val="u1"/></w:pPr><w:r><w:t>Đăng ký </w:t></w:r><w:r><w:t>khai sinh</w:t></w:r></w:p>"#,
        &numbered(3, 0, "Mở VNeID"),
        &numbered(3, 1, "trên điện thoại"),
        &numbered(3, 1, "hoặc máy tính"),
        &numbered(3, 0, "Đăng nhập"),
        &numbered(3, 1, "bằng mức 2"),
        &numbered(4, 0, "Giấy chứng sinh"),
        "<w:p><w:r><w:t>Một dòng</w:t><w:br/><w:t>hai dòng &amp; ký hiệu &#x1EA4;</w:t></w:r></w:p>",
        "<w:p><w:r><w:t xml:space=\"preserve\">   </w:t></w:r></w:p>",
    ];
    let heading = DocumentBlock::Heading(1, "Đăng ký khai sinh".to_owned());
    let expected = [
        heading,
        paragraph("Bước 1: Mở VNeID"),
        paragraph("a) trên điện thoại"),
        paragraph("b) hoặc máy tính"),
        paragraph("Bước 2: Đăng nhập"),
        paragraph("a) bằng mức 2"),
        paragraph("- Giấy chứng sinh"),
        paragraph("Một dòng\nhai dòng & ký hiệu Ấ"),
    ];
    assert_eq!(blocks(&body.concat()).unwrap(), expected);
}

#[test]
fn tables_keep_their_cells_and_what_nobody_sees_is_left_out() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("1"), cell("2"));
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc><w:p/>{inner}</w:tc></w:tr></w:tbl>\
         <w:p><w:del><w:r><w:t>cũ</w:t></w:r></w:del><w:r><w:instrText>PAGE</w:instrText><w:t>mới</w:t></w:r></w:p>\
         <w:p><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>khung</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
         <mc:Fallback><w:p><w:r><w:t>khung</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:p>",
        cell("Tên"),
        cell("Phí"),
        cell("Khai sinh"),
    );
    let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
    let table = DocumentTable { name: None, rows: vec![row(["Tên", "Phí"]), row(["Khai sinh", "1 2"])] };
    assert_eq!(blocks(&body).unwrap(), [DocumentBlock::Table(table), paragraph("mới"), paragraph("khung")]);
}

#[test]
fn a_bomb_of_entities_is_refused_where_it_is_declared() {
    let lol: String = (1..10).map(|n| format!(r#"<!ENTITY l{n} "{}">"#, format!("&l{};", n - 1).repeat(10))).collect();
    let bomb = format!(
        r#"<!DOCTYPE x [<!ENTITY l0 "ha">{lol}]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"#
    );
    let outcome = read(&package(&[("word/document.xml", &bomb)]));
    assert!(matches!(outcome, Err(DocumentError::Broken(_))), "{outcome:?}");
    assert!(matches!(blocks("<w:p><w:r><w:t>&other;</w:t></w:r></w:p>"), Err(DocumentError::Broken(_))));
}

#[test]
fn nesting_and_zeros_without_end_are_refused() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(100_000);
    assert!(matches!(blocks(&deep), Err(DocumentError::TooLarge { .. })));
    let zeros = " ".repeat(70 << 20);
    let file = package(&[("word/document.xml", &zeros)]);
    assert!(file.len() < 1 << 20, "a small file");
    assert!(matches!(read(&file), Err(DocumentError::TooLarge { .. })));
    assert!(matches!(read(&package(&[("a", "")])), Err(DocumentError::Broken(_))));
    let good = package(&[("word/document.xml", &document("<w:p><w:r><w:t>a</w:t></w:r></w:p>"))]);
    assert!(read(&good[..good.len() / 2]).is_err(), "a file that is cut off");
}
