//! Promises about what is kept besides slides, in a browser: displays, people, campaigns with their hours, and the language.

use bangtin::clock::Clock;
use serde_json::json;

use crate::{
    browser::{Browser, Setup},
    fixture::MORNING,
    office_fixture::{Content, PASSWORD},
    officer::Officer,
    served_office::ServedOffice,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_display_and_a_person_are_added_by_the_administrator() {
    let office = ServedOffice::new(Content::Sample).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('q', "/man-hinh").await;
    browser.press("Thêm màn hình").await;
    browser.wait_for_path("/man-hinh/them").await;
    browser.fill("#label", "Nhà văn hóa thôn Minh Tân").await;
    browser.press("Dọc").await;
    browser.fill("#tags", "nha-van-hoa").await;
    browser.tap("main form .button.primary").await;
    // What comes next is the kit, and that somebody else has to agree.
    browser.wait_until("location.pathname.endsWith('/bo-cai')").await;
    browser.wait_for("người thứ hai duyệt").await;
    assert!(office.office.live().await.unwrap().displays().next().is_none());

    officer.open("/thiet-lap").await;
    browser.press("Người dùng").await;
    browser.press("Thêm người").await;
    browser.wait_for_path("/thiet-lap/nguoi-dung/moi").await;
    browser.fill("#ho-ten", "Đinh Thị Em").await;
    browser.fill("#ten", "em.vhxh").await;
    browser.fill("#mat-khau", "con trâu đi trước cái cày").await;
    assert!(browser.is_true("document.querySelector('input[name=vai][value=author]').checked").await);
    browser.press("Tạo tài khoản").await;
    browser.wait_for("Đã tạo tài khoản").await;
    browser.wait_for("Đinh Thị Em").await;

    officer.log_in('b', "/").await;
    officer.approve().await;
    let live = office.office.live().await.unwrap();
    let display = live.displays().next().expect("it was approved");
    assert_eq!(display.label, "Nhà văn hóa thôn Minh Tân");
    // She comes in by what was agreed, and may write.
    browser.forget().await;
    officer.open("/").await;
    browser.fill("#ten", "em.vhxh").await;
    browser.fill("#mat-khau", "con trâu đi trước cái cày").await;
    browser.tap("main .button.primary").await;
    browser.wait_for_path("/").await;
    browser.wait_for("Đinh Thị Em").await;
    // The first page does not say that a hall shows what nobody has heard it show.
    let screen = "document.querySelector('#on-now .screens .tv')";
    browser.wait_until(&format!("{screen}.matches('.offline') && {screen}.innerText.includes('Chưa gọi về')")).await;
    assert!(browser.text().await.contains("Gọi về là phát phiên bản 2"));
    browser.press("Trang mới").await;
    browser.wait_for_path("/trang/moi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_with_hours_of_its_own_is_written_approved_and_seen_in_the_schedule() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.log_in('a', "/lich").await;
    browser.press("Thêm chiến dịch").await;
    browser.wait_for_path("/lich/chien-dich/moi").await;
    browser.fill("#title", "Tiêm chủng buổi tối").await;
    for day in ["sat", "sun"] {
        browser.tap(&format!("label.day:has([name=gio-1-ngay][value={day}])")).await;
    }
    // A browser shows fields of time as its own country does: they are set by what they hold.
    let hours = "for (const [name, hour] of [['tu','18:00'],['den','21:00']])\
                 document.querySelector(`[name=gio-1-${name}]`).value = hour";
    browser.run(hours, json!([])).await;
    browser.tap("label.tick:has([name=displays][value=ht-001])").await;
    browser.press("Tiếp: chọn trang").await;
    browser.wait_for_path("/lich/chien-dich/tiem-chung-buoi-toi/trang").await;
    browser.press("Thêm trang").await;
    browser.seen(".order li").await;
    browser.press("Gửi duyệt thứ tự mới").await;
    browser.wait_for("Đã gửi").await;

    officer.log_in('b', "/").await;
    officer.approve().await;
    // Tomorrow is a Saturday.
    officer.open("/lich").await;
    browser.tap("[aria-label='Ngày sau']").await;
    browser.wait_for("Thứ Bảy").await;
    let block = ".block.hours";
    browser.seen(block).await;
    assert!(browser.is_true(&format!("document.querySelector('{block}').textContent.includes('18:00–21:00')")).await);
    // Why it plays is one press from there.
    browser.tap(block).await;
    browser.wait_for("của chiến dịch").await;
    browser.wait_for("Tiêm chủng buổi tối").await;
    officer.open("/lich/tuan?o=ht-001").await;
    browser.wait_for("18:00–21:00").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_speaks_english_after_one_press_and_vietnamese_after_another() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let officer = Officer { office: &office, browser: &browser };
    officer.open("/dang-nhap").await;
    browser.press("English").await;
    browser.wait_until("document.documentElement.lang === 'en'").await;
    browser.wait_for("Log in").await;
    browser.fill("#ten", "q").await;
    browser.fill("#mat-khau", PASSWORD).await;
    browser.tap("main .button.primary").await;
    browser.wait_for_path("/").await;
    // Buttons, headings and labels; what officers wrote stays as it is.
    let vietnamese = "[...document.querySelectorAll('nav a, button, h1, h2, label, legend, th')]\
         .map(e => e.textContent.trim()).filter(t => /[ăâđêôơưạảấầẩậắằặẹẻếềểệỉịọỏốồổộớờởợụủứừửựỳỹ]/i.test(t))\
         .filter(t => !/Tiếng Việt|Bảng Tin|Hữu Ninh|Trung tâm|Hằng ngày|Dân biết|Mai Phụ/.test(t))";
    for path in ["/", "/trang", "/lich", "/lich/chien-dich", "/duyet", "/phien-ban", "/man-hinh", "/man-hinh/ht-001"] {
        officer.open(path).await;
        browser.wait_until("document.documentElement.lang === 'en'").await;
        assert_eq!(browser.run(&format!("return {vietnamese}"), json!([])).await, json!([]), "{path}");
    }
    for path in ["/thiet-lap/sao-luu", "/thiet-lap/toi", "/man-hinh/them", "/man-hinh/ht-001/bo-cai", "/khan-cap/dung"]
    {
        officer.open(path).await;
        assert_eq!(browser.run(&format!("return {vietnamese}"), json!([])).await, json!([]), "{path}");
    }
    officer.open("/thiet-lap/toi").await;
    browser.tap("main [name=chon][value=vi]").await;
    browser.wait_until("document.documentElement.lang === 'vi'").await;
    browser.wait_for("Đổi mật khẩu").await;
}
