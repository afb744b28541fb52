//! Promises about the pages on which officers write, over a real socket.

use bangtin::{
    approval::ItemKind,
    model::{Digest, MediaType, Size},
    office::{BroughtPicture, Original, OriginalKind, item_form::DraftText},
};
use reqwest::StatusCode;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{office_fixture::Content, served_office::ServedOffice};

/// Saves as the page does by itself; what it is told.
async fn saved(desk: &ServedOffice, who: char, path: &str, form: &[(&str, &str)]) -> serde_json::Value {
    let answer = desk.post(who, path, form).await;
    assert_eq!(answer.status(), StatusCode::OK);
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

const SLOGAN: &[(&str, &str)] = &[("template", "slogan"), ("text", "GẦN DÂN, SÁT DÂN")];

#[tokio::test(flavor = "multi_thread")]
async fn a_slide_is_written_and_sent_with_nothing_but_forms() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let templates = desk.page('a', "/trang/moi").await;
    assert!(templates.contains("value=\"guide\"") && !templates.contains("value=\"alert\""));
    let editor = desk.led('a', "/trang/moi", &[("mau", "guide")]).await;
    let guide = [
        ("template", "guide"),
        ("title", "Đăng ký khai sinh"),
        ("steps[1]", "Mở VNeID"),
        ("steps[2]", "Nộp"),
        ("_lan", "1"),
    ];
    let with = |deed: &'static str| [&guide[..], &[("_lam", deed)]].concat();
    desk.led('a', &editor, &with("them steps")).await;
    assert!(desk.page('a', &editor).await.contains("name=\"steps[3]\""), "a line more");
    desk.led('a', &editor, &[&with("len steps[2]")[..], &[("_lan", "2")]].concat()).await;
    let page = desk.page('a', &editor).await;
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} is lost"));
    assert!(place(">Nộp</textarea>") < place(">Mở VNeID</textarea>"), "the second step is the first now");
    let sheet = desk.led('a', &editor, &[&with("gui")[..], &[("_lan", "3")]].concat()).await;
    assert_eq!(sheet, format!("{editor}/gui"));
    assert!(desk.page('a', &sheet).await.contains("Trần Văn Bình hoặc Lê Thị Cúc duyệt"));
    let led = desk.led('a', &sheet, &[("o", "tat-ca"), ("tu", "ngay"), ("den", "1-thang")]).await;
    assert_eq!(led, "/trang");
    let list = desk.page('b', "/trang?trang-thai=waiting").await;
    assert!(list.contains("Đăng ký khai sinh") && list.contains("Chờ duyệt"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_right_yet_is_not_sent_and_nothing_of_it_is_lost() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let editor = desk.led('a', "/trang/moi", &[("mau", "event")]).await;
    desk.led('a', &editor, &[("template", "event"), ("title", "Họp thôn"), ("_lan", "1")]).await;
    let led = desk.led('a', &format!("{editor}/gui"), &[("o", "tat-ca")]).await;
    assert!(led.starts_with(&editor), "back to the editor, not {led}");
    let page = desk.page('a', &led).await;
    assert!(page.contains("Họp thôn") && page.contains("Chưa điền"));
}

#[tokio::test(flavor = "multi_thread")]
async fn slides_are_found_without_diacritics_and_by_their_state() {
    let desk = ServedOffice::new(Content::Nothing).await;
    for words in ["Đăng ký khai sinh", "Lịch tiêm chủng"] {
        let mut text = DraftText::default();
        SLOGAN.iter().for_each(|(path, typed)| text.fields.set(*path, *typed));
        text.fields.set("text", words);
        desk.office.new_draft(desk.person('a'), ItemKind::Slide, words, text).await.unwrap();
    }
    let found = desk.page('b', "/trang?q=dang%20ky").await;
    assert!(found.contains("Đăng ký khai sinh") && !found.contains("Lịch tiêm chủng"));
    let all = desk.page('b', "/trang").await;
    assert!(all.contains("Tất cả 2") && all.contains("Nháp 2") && all.contains("Đang phát 0"));
    assert!(desk.page('b', "/trang?q=kh%C3%B4ng+c%C3%B3").await.contains("Không có trang nào như thế"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_that_save_keep_both_texts_side_by_side() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let editor = desk.led('a', "/trang/moi", &[("mau", "slogan")]).await;
    let (save, choose) = (format!("{editor}/luu"), format!("{editor}/chon"));
    let of = |text: &'static str, saves: &'static str| [("template", "slogan"), ("text", text), ("_lan", saves)];
    assert_eq!(saved(&desk, 'a', &save, &of("MỘT CÂU CỦA CỬA SỔ NÀY", "1")).await["two"], false);
    assert_eq!(
        saved(&desk, 'a', &save, &of("CÂU KHÁC Ở CỬA SỔ KIA", "1")).await["two"],
        true,
        "it knew of the first save"
    );
    let page = desk.page('a', &editor).await;
    assert!(page.contains("CỦA CỬA SỔ NÀY") && page.contains("CÂU KHÁC Ở CỬA SỔ KIA"));
    desk.led('a', &choose, &[("ai", "cua-0"), ("lay", "ho")]).await;
    let page = desk.page('a', &editor).await;
    assert!(page.contains(">MỘT CÂU CỦA CỬA SỔ NÀY</textarea>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_person_is_named_and_a_merge_takes_what_was_chosen() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let editor = desk.led('a', "/trang/moi", &[("mau", "event")]).await;
    let event = |title: &'static str, place: &'static str| {
        [("template", "event"), ("title", title), ("place", place), ("when", "8 giờ")]
    };
    desk.led('a', &editor, &[&event("Họp dân thôn Đức Thắng", "Nhà văn hóa")[..], &[("_lan", "1")]].concat()).await;
    saved(&desk, 'd', &format!("{editor}/luu"), &event("Họp dân", "Hội trường UBND xã Mai Phụ")).await;
    let page = desk.page('a', &editor).await;
    assert!(page.contains("Hoàng Văn Dũng vừa lưu trang này từ máy khác."));
    desk.led(
        'a',
        &format!("{editor}/chon"),
        &[("ai", "nguoi-d"), ("lay", "gop"), ("c:title", "toi"), ("c:place", "ho")],
    )
    .await;
    let page = desk.page('a', &editor).await;
    assert!(
        page.contains(">Họp dân thôn Đức Thắng</textarea>") && page.contains(">Hội trường UBND xã Mai Phụ</textarea>")
    );
    let theirs = desk.page('d', &editor).await;
    assert!(theirs.contains(">Họp dân</textarea>"), "the other's text is where it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_on_from_anothers_words_writes_with_them_however_few_they_are() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let editor = desk.led('b', "/trang/moi", &[("mau", "slogan")]).await;
    saved(&desk, 'b', &format!("{editor}/luu"), &[("template", "slogan"), ("text", "Đoàn kết"), ("_lan", "1")]).await;
    let page = desk.page('c', &editor).await;
    assert!(page.contains("Đoàn kết"), "another begins with what stands there");
    let with = page.split("name=\"_voi\" value=\"").nth(1).expect("it says whose words they are");
    let with = with.split('"').next().unwrap();
    assert_eq!(with, desk.person('b').id().0);
    // The words are in the other's window already; that the draft is given up changes nothing.
    let item = format!("slide:{}", editor.trim_start_matches("/trang/")).parse().unwrap();
    desk.office.discard_draft(desk.person('b'), &item).await.unwrap();
    let form = [("template", "slogan"), ("text", "Đoàn kết"), ("_voi", with), ("_lan", "0")];
    saved(&desk, 'c', &format!("{editor}/luu"), &form).await;
    let sent = desk.send('c', &[&item]).await.unwrap();
    assert!(desk.approve('b', &sent).await.is_err(), "nobody approves their own words");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_as_it_came_is_never_what_a_slide_shows() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let came = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(came.path(), b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap();
    let (digest, bytes) = (Digest::of(&std::fs::read(came.path()).unwrap()), 41);
    let original = Original { file: came.path().to_owned(), digest, bytes, kind: OriginalKind::Svg };
    let size = Size::new(320, 320);
    let picture = BroughtPicture { bytes: vec![1, 2, 3], media_type: MediaType::Png, size, name: String::new() };
    let kept = desk.office.keep_original(desk.person('a'), original, picture).await.unwrap();
    let editor = desk.led('a', "/trang/moi", &[("mau", "poster")]).await;
    let unknown = Digest::of(b"nobody has brought it");
    let (digest, unknown) = (digest.to_string(), unknown.to_string());
    let form = [("template", "poster"), ("_lan", "1"), ("_anh:a.svg", &digest), ("_anh:b.png", unknown.as_str())];
    saved(&desk, 'a', &format!("{editor}/luu"), &form).await;
    let item = format!("slide:{}", editor.trim_start_matches("/trang/")).parse().unwrap();
    let draft = desk.office.draft(desk.person('a').id(), &item).await.unwrap().unwrap();
    assert_eq!(draft.text.pictures.into_iter().collect::<Vec<_>>(), [("a.svg".to_owned(), kept)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_true_picture_comes_with_what_is_wrong_while_nothing_is_saved() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let editor = desk.led('a', "/trang/moi", &[("mau", "slogan")]).await;
    let look = async |text: &'static str| {
        let answer =
            desk.post('a', &format!("{editor}/xem"), &[("template", "slogan"), ("text", text), ("_trang", "1")]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let bytes = answer.bytes().await.unwrap();
        let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
        let head: serde_json::Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
        (head, bytes[4 + length..].to_vec())
    };
    let (head, picture) = look("GẦN DÂN, SÁT DÂN").await;
    assert_eq!(head["pictures"][0], picture.len());
    assert!(picture.starts_with(b"\x89PNG"));
    assert_eq!(head["must"], 0, "{head}");
    let (other, another) = look("VÌ NHÂN DÂN PHỤC VỤ").await;
    assert_ne!(picture, another);
    assert_eq!(other["title"], "VÌ NHÂN DÂN PHỤC VỤ");
    let (empty, _) = look("").await;
    assert_eq!(empty["must"], 1);
    assert_eq!(empty["findings"][0]["field"], "text");
    assert!(desk.page('a', &editor).await.contains("name=\"text\" rows=\"1\""));
    assert!(!desk.page('a', &editor).await.contains("VÌ NHÂN DÂN"), "nothing was saved");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_only_look_writes_nothing() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let editor = desk.led('a', "/trang/moi", &[("mau", "slogan")]).await;
    assert!(!desk.page('v', "/trang").await.contains("/trang/moi\"><svg"), "no button that leads to a refusal");
    for path in ["/trang/moi", &editor, &format!("{editor}/luu"), &format!("{editor}/gui"), "/trang/nhieu"] {
        assert_eq!(desk.post('v', path, SLOGAN).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_five_hundred_slides_stays_light() {
    let desk = ServedOffice::new(Content::Nothing).await;
    for n in 0..500 {
        let mut text = DraftText::default();
        SLOGAN.iter().for_each(|(path, typed)| text.fields.set(*path, *typed));
        text.fields.set("text", format!("KHẨU HIỆU THỨ {n} VỀ CẢI CÁCH HÀNH CHÍNH VÀ CHUYỂN ĐỔI SỐ"));
        desk.office.new_draft(desk.person('a'), ItemKind::Slide, "khau hieu", text).await.unwrap();
    }
    let page = desk.page('a', "/trang").await;
    assert_eq!(page.matches("class=\"slide\"").count(), 48, "a part of the list at a time");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, page.as_bytes()).unwrap();
    let bytes = packed.finish().unwrap().len();
    assert!(bytes < 25 << 10, "{bytes} bytes");
    assert_eq!(desk.page('a', "/trang?phan=11").await.matches("class=\"slide\"").count(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_a_file_is_is_said_while_it_comes() {
    let desk = ServedOffice::new(Content::Nothing).await;
    let said = async |who: char| {
        let answer = desk.get(who, "/trang/moi/tep").await;
        let told: serde_json::Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        told["words"].as_str().unwrap().to_owned()
    };
    assert_eq!(said('a').await, "", "nothing comes yet");
    let head = "--x\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"tin.txt\"\r\n\r\n";
    let body = format!("{head}{}\r\n--x--\r\n", "Bà con cần biết. ".repeat(200_000));
    let origin = desk.url("");
    let request = format!(
        "POST /trang/moi/tep HTTP/1.1\r\nhost: {}\r\norigin: {origin}\r\ncookie: {}\r\nconnection: close\r\n\
         content-type: multipart/form-data; boundary=x\r\ncontent-length: {}\r\n\r\n",
        origin.trim_start_matches("http://"),
        desk.cookie('a'),
        body.len(),
    );
    let mut line = TcpStream::connect(origin.trim_start_matches("http://")).await.unwrap();
    line.write_all(request.as_bytes()).await.unwrap();
    // Half of it, and then the line is slow.
    let (half, rest) = body.as_bytes().split_at(body.len() / 2);
    line.write_all(half).await.unwrap();
    let begun = crate::push::now();
    while said('a').await != "Đã nhận 2,0 trên 4,1 MB." {
        assert!(begun.elapsed().as_secs() < 30, "{}", said('a').await);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(said('d').await, "", "it is nobody else's");
    line.write_all(rest).await.unwrap();
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200") || answer.starts_with(b"HTTP/1.1 303"), "{answer:?}");
    assert_eq!(said('a').await, "", "it is there");
}
