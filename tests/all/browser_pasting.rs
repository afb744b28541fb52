//! Promises about what officers have already: a message of Zalo, a paragraph of an old Word file, a list in a spreadsheet.

use crate::{
    browser::{Browser, Setup},
    convert::xlsx,
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
