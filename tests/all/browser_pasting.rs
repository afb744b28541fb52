//! Promises about what officers have already: a message of Zalo, a paragraph of an old Word file, a list in a spreadsheet.

use crate::{
    browser::{Browser, Setup},
    convert::{docx, png, two_pages, xlsx},
    office_fixture::Content,
    officer::Officer,
    served_office::ServedOffice,
};

const ZALO: &str = "🔔 MỜI HỌP THÔN 🔔\nKính mời bà con thôn Mai Lâm đến dự họp thôn cuối năm.\n⏰ Thời gian: 19h30 thứ 7, ngày \
                    12/12/2026\n📍 Địa điểm: Nhà văn hóa thôn Mai Lâm\n👉 Nội dung: bàn việc làm đường, bầu trưởng thôn.\n\
                    Rất mong bà con đến đông đủ! ❤️❤️";

/// "Tuyên truyền cải cách hành chính năm 2026 …" as a paragraph in the old encoding TCVN3 is pasted.
const TCVN3: &str = "Tuyªn truyÒn c¶i c¸ch hµnh chÝnh n¨m 2026\nMêi bµ con ®Õn nhµ v¨n hãa th«n ®Ó ®\u{AD}îc h\u{AD}íng dÉn \
                     nép hå s¬ trùc tuyÕn miÔn phÝ.";

/// A spreadsheet of those rows.
pub fn list(rows: &[[&str; 3]]) -> Vec<u8> {
    let row = |(n, cells): (usize, &[&str; 3])| {
        let cell =
            |(column, text): (char, &&str)| format!("<c r=\"{column}{n}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        let cells: String = ('A'..).zip(cells).map(cell).collect();
        format!("<row r=\"{n}\">{cells}</row>")
    };
    xlsx(&(1..).zip(rows).map(row).collect::<String>(), b"<sst/>")
}

/// What stands in a field of the editor.
async fn written(browser: &Browser, name: &str) -> String {
    let value = "return document.querySelector(`[name=\"${arguments[0]}\"]`)?.value ?? ''";
    browser.run(value, serde_json::json!([name])).await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_pasted_or_brought_becomes_slides_to_choose_from() {
    let office = ServedOffice::new(Content::Nothing).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/trang/moi").await;

    // Pasted by keys, it is arranged at once.
    browser.tap("#chu").await;
    browser.paste(ZALO).await;
    browser.wait_for("Các cách trình bày").await;
    browser.wait_for("Nên dùng cho đoạn này").await;
    browser.wait_until("[...document.querySelectorAll('.ways img')].some(i=>i.complete&&i.naturalWidth>=480)").await;
    browser.press("Dùng cách này").await;
    browser.find("[data-editor]").await;
    assert_eq!(written(&browser, "title").await, "MỜI HỌP THÔN");
    assert_eq!(written(&browser, "when").await, "19 giờ 30, thứ Bảy, ngày 12/12/2026");
    assert_eq!(written(&browser, "place").await, "Nhà văn hóa thôn Mai Lâm");

    // Pasted by the button. What comes in an old encoding is read, and that is said.
    officer.open("/trang/moi").await;
    browser.copy(TCVN3).await;
    browser.tap("[data-paste]").await;
    browser.wait_for("bảng mã cũ").await;
    browser.press("Dùng cách này").await;
    browser.find("[data-editor]").await;
    assert_eq!(written(&browser, "title").await, "Tuyên truyền cải cách hành chính năm 2026");
    assert_eq!(
        written(&browser, "body[1]").await,
        "Mời bà con đến nhà văn hóa thôn để được hướng dẫn nộp hồ sơ trực tuyến miễn phí."
    );

    let file = office.folder.join("Danh mục thủ tục.xlsx");
    let rows = [
        ["Mã TTHC", "Tên TTHC", "Lĩnh vực"],
        ["1.001193", "Đăng ký khai sinh", "Hộ tịch"],
        ["1.000894", "Đăng ký kết hôn", "Hộ tịch"],
    ];
    std::fs::write(&file, list(&rows)).unwrap();
    officer.open("/trang/moi").await;
    browser.choose_file("#tep", &file).await;
    browser.wait_for("Từ tệp Danh mục thủ tục.xlsx").await;
    browser.press("Dùng cách này").await;
    browser.find("[data-editor]").await;
    let says = |name: &str| format!("[...document.querySelectorAll('textarea,input')].some(f=>f.value==='{name}')");
    browser.wait_until(&says("Đăng ký kết hôn")).await;

    // The same list again changes nothing; a newer one says what is new and what is gone, and changes the slide that is there.
    let edited = browser.url().await;
    officer.open("/trang/moi").await;
    browser.choose_file("#tep", &file).await;
    browser.wait_for("giống hệt bảng đang có").await;
    let newer = [rows[0], rows[1], ["1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch"]];
    std::fs::write(&file, list(&newer)).unwrap();
    officer.open("/trang/moi").await;
    browser.choose_file("#tep", &file).await;
    browser.wait_for("Thêm 1, đổi 0, bãi bỏ 1").await;
    browser.wait_for("Cập nhật bảng đang có").await;
    browser.wait_until("[...document.querySelectorAll('.ways img')].some(i=>i.complete&&i.naturalWidth>=480)").await;
    browser.press("Dùng cách này").await;
    browser.find("[data-editor]").await;
    assert_eq!(edited.split('?').next(), browser.url().await.split('?').next(), "it is the slide that was there");
    browser.wait_until(&says("Cấp giấy xác nhận tình trạng hôn nhân")).await;
    assert!(!browser.is_true(&says("Đăng ký kết hôn")).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_of_every_kind_become_slides_and_what_is_none_is_refused_with_what_to_do() {
    let office = ServedOffice::new(Content::Nothing).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    let home = tempfile::tempdir().unwrap();
    let bring = async |name: &str, bytes: &[u8]| {
        let file = home.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        officer.open("/trang/moi").await;
        browser.choose_file("#tep", &file).await;
    };
    officer.log_in('a', "/trang/moi").await;
    // A web page that calls itself a picture.
    bring("anh.png", b"<!doctype html><html><img src=x onerror=alert(1)></html>").await;
    browser.wait_for("Đây là một trang web, không phải ảnh").await;
    browser.wait_for_path("/trang/moi").await;
    // A picture is a poster, and its pixels are seen in the true picture.
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="#0b6b3a"/></svg>"##;
    for (name, bytes) in [("ap-phich.png", png(1600, 900)), ("ap-phich-ve.svg", svg.to_vec())] {
        bring(name, &bytes).await;
        browser.find("[data-editor].lively").await;
        assert!(written(&browser, "picture").await.starts_with("anh/ap-phich"), "{name}");
        browser.wait_until("document.querySelector('.picture img').naturalWidth > 0").await;
        let colours = "(() => { const c=document.querySelector('[data-canvas]'); if (!c?.width) return false;\
             const p=c.getContext('2d').getImageData(c.width/4,c.height/4,c.width/2,c.height/3).data;\
             return p.some((v,n)=>n%4===3&&v===255) && new Set(p).size>1; })()";
        browser.wait_until(colours).await;
    }
    // Words of a document are arranged as pasted ones are.
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = ["Các bước đăng ký khai sinh", "1. Mở VNeID", "2. Ghi tờ khai", "3. Nộp hồ sơ"].map(paragraph).concat();
    bring("huong-dan.docx", &docx(&body)).await;
    browser.wait_for("Từ tệp huong-dan.docx").await;
    browser.press("Dùng cách này").await;
    browser.find("[data-editor]").await;
    assert_eq!(written(&browser, "title").await, "Các bước đăng ký khai sinh");
    // Each page of a PDF file is a slide.
    bring("quyet-dinh.pdf", &two_pages()).await;
    browser.wait_for("Đã làm 2 trang nháp").await;
    browser.wait_for_path("/trang").await;
    let drawn = "[...document.querySelectorAll('.slides img')].slice(0,2).every(i=>i.complete&&i.naturalWidth>0)";
    browser.wait_until(drawn).await;
}
