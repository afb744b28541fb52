//! Promises about the first minutes: the link that `serve` prints leads to an office with two people and pictures.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
};

use serde_json::json;

use crate::{
    browser::{Browser, Setup},
    commands::bangtin,
};

/// `bangtin serve` on an empty folder, and the link that it prints.
pub struct Fresh {
    child: Child,
    /// The link of the first start.
    pub link: String,
    _data: tempfile::TempDir,
}

impl Fresh {
    pub fn open() -> Self {
        let data = tempfile::tempdir().unwrap();
        let serve = ["serve", "--data", data.path().to_str().unwrap(), "--listen", "127.0.0.1:0"];
        let mut child = bangtin(&serve).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let link = lines.find_map(|line| Some(line.strip_prefix("first-start")?.trim().to_owned()));
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, link: link.expect("it prints a link"), _data: data }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until that is what the page asks for.
async fn asks(browser: &Browser, title: &str) {
    browser.wait_until(&format!("document.querySelector('main h1').textContent === '{title}'")).await;
}

async fn next(browser: &Browser) {
    browser.tap("main .go .button.primary").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_that_is_printed_leads_to_two_people_and_a_sample_campaign() {
    let fresh = Fresh::open();
    let browser = Browser::open(Setup::DESKTOP).await;
    browser.go(&fresh.link).await;
    asks(&browser, "Xã của mình").await;
    browser.fill("#don-vi", "UBND xã Mai Phụ").await;
    browser.fill("#dien-thoai", "02393 123 456").await;
    browser.fill("#dia-chi", "maiphu.hatinh.gov.vn").await;
    next(&browser).await;
    asks(&browser, "Người quản trị").await;
    browser.fill("#ho-ten", "Phạm Thị Quý").await;
    browser.fill("#chuc-vu", "Văn phòng").await;
    browser.fill("#ten", "quy.vp").await;
    // A weak password is refused with what to do, and the rest stays as it was typed.
    browser.fill("#mat-khau", "maiphu").await;
    next(&browser).await;
    browser.wait_for("Mật khẩu còn ngắn").await;
    assert!(browser.is_true("document.getElementById('ten').value === 'quy.vp'").await);
    browser.fill("#mat-khau", "con trâu đi trước cái cày").await;
    next(&browser).await;
    asks(&browser, "Thêm người thứ hai").await;
    browser.fill("#ho-ten", "Trần Văn Bình").await;
    browser.fill("#ten", "binh.ct").await;
    browser.fill("#mat-khau", "lúa chín vàng ngoài đồng").await;
    next(&browser).await;
    asks(&browser, "Bắt đầu với chương trình mẫu?").await;
    // What it looks like is seen before it is chosen: true pictures, of each kind one.
    let drawn = "(all => all.length > 6 && all.every(i => i.complete && i.naturalWidth === 480))";
    browser.wait_until(&format!("{drawn}([...document.querySelectorAll('.sample-pictures img')])")).await;
    assert!(browser.text().await.contains("10 khẩu hiệu"));
    next(&browser).await;
    browser.wait_for_path("/").await;
    browser.seen("nav a[href='/trang']").await;

    // The sample is there, as true pictures, under the commune's name.
    browser.tap("nav a[href='/trang']").await;
    browser.wait_for_path("/trang").await;
    browser.wait_for("Đang phát").await;
    let drawn = "[...document.querySelectorAll('.slides img')].filter(i=>i.complete&&i.naturalWidth>=320).length>3";
    browser.wait_until(drawn).await;
    assert!(browser.text().await.contains("UBND xã Mai Phụ"));

    // The link is good once.
    browser.forget().await;
    browser.go(&fresh.link).await;
    browser.wait_for_path("/dang-nhap").await;
    // The second person comes in by what was agreed.
    browser.go(&fresh.link[..fresh.link.find("/bat-dau").unwrap()]).await;
    browser.fill("#ten", "binh.ct").await;
    browser.fill("#mat-khau", "lúa chín vàng ngoài đồng").await;
    browser.tap("main .button.primary").await;
    browser.wait_for_path("/").await;
    browser.wait_for("Trần Văn Bình").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leaves_the_first_start_half_way_goes_on_with_it_after_the_log_in() {
    let fresh = Fresh::open();
    let origin = &fresh.link[..fresh.link.find("/bat-dau").unwrap()];
    let browser = Browser::open(Setup::PHONE).await;
    browser.go(&fresh.link).await;
    asks(&browser, "Xã của mình").await;
    browser.fill("#don-vi", "UBND xã Mai Phụ").await;
    next(&browser).await;
    asks(&browser, "Người quản trị").await;
    browser.fill("#ho-ten", "Phạm Thị Quý").await;
    browser.fill("#ten", "quy.vp").await;
    browser.fill("#mat-khau", "con trâu đi trước cái cày").await;
    next(&browser).await;
    asks(&browser, "Thêm người thứ hai").await;
    // The browser is closed. Another day, on another machine, the first page leads on.
    let comes_back = async || {
        browser.forget().await;
        browser.go(origin).await;
        browser.fill("#ten", "quy.vp").await;
        browser.fill("#mat-khau", "con trâu đi trước cái cày").await;
        browser.tap("main .button.primary").await;
    };
    comes_back().await;
    asks(&browser, "Thêm người thứ hai").await;
    browser.must_fit().await;
    browser.fill("#ho-ten", "Trần Văn Bình").await;
    browser.fill("#ten", "binh.ct").await;
    browser.fill("#mat-khau", "lúa chín vàng ngoài đồng").await;
    next(&browser).await;
    browser.wait_until("!document.getElementById('viec')").await;
    comes_back().await;
    // What was said of the commune was in the other browser: it is asked once more, and nothing else.
    asks(&browser, "Xã của mình").await;
    browser.fill("#don-vi", "UBND xã Mai Phụ").await;
    next(&browser).await;
    asks(&browser, "Bắt đầu với chương trình mẫu?").await;
    browser.tap("input[name=mau][value=khong]").await;
    next(&browser).await;
    browser.wait_for_path("/").await;
    browser.wait_for("Hôm nay").await;
    // From now on the first page is the first page.
    comes_back().await;
    browser.wait_for_path("/").await;
    browser.seen(".tabs a.new").await;
}

/// The picture beside the form once it is drawn for that name: what is above its foot, and its foot.
async fn drawn_for(browser: &Browser, name: &str) -> (String, String) {
    let is_drawn = "(i=>i.complete&&i.naturalWidth===960&&new URL(i.src).searchParams.get('don-vi')===";
    let is_drawn = format!("{is_drawn}{})(document.getElementById('hinh-xa'))", json!(name));
    browser.wait_until(&is_drawn).await;
    let part = async |top: u32, height: u32| {
        let part = "const i=document.getElementById('hinh-xa'), c=document.createElement('canvas'), [t,h]=arguments; \
                    c.width=960; c.height=h; c.getContext('2d').drawImage(i,0,-t); return c.toDataURL()";
        browser.run(part, json!([top, height])).await.as_str().unwrap().to_owned()
    };
    (part(0, 480).await, part(490, 50).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_picture_follows_the_name_while_it_is_typed_and_only_for_whoever_has_the_link() {
    let fresh = Fresh::open();
    let (origin, code) = fresh.link.split_once("/bat-dau?ma=").unwrap();
    let asked = async |code: &str| {
        let asked = [("ma", code), ("don-vi", "UBND xã Mai Phụ"), ("dien-thoai", "18001096"), ("dia-chi", "a.gov.vn")];
        let url = reqwest::Url::parse_with_params(&format!("{origin}/bat-dau/hinh"), asked).unwrap();
        let answer = reqwest::get(url).await.unwrap();
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap().to_owned())
    };
    assert_eq!(asked(code).await, (200, "image/png".to_owned()));
    assert_eq!(asked("0123456789abcdef0123456789abcdef").await.0, 404);
    assert_eq!(asked("").await.0, 404);

    // Without scripts the page has the picture that it always had.
    let plain = Browser::open(Setup { scripts: false, ..Setup::DESKTOP }).await;
    plain.go(&fresh.link).await;
    let picture = plain.find("#hinh-xa").await;
    assert!(plain.attribute(&picture, "src").await.contains("/assets/"));
    drop(plain);

    let browser = Browser::open(Setup::DESKTOP).await;
    browser.go(&fresh.link).await;
    asks(&browser, "Xã của mình").await;
    browser.fill("#don-vi", "UBND xã Mai Phụ").await;
    let (above, first) = drawn_for(&browser, "UBND xã Mai Phụ").await;
    browser.type_into("#don-vi", " Thượng").await;
    let (same, second) = drawn_for(&browser, "UBND xã Mai Phụ Thượng").await;
    assert!(first != second && above == same, "the name stands at the foot");
    // What is no name leaves the picture as it was.
    browser.fill("#don-vi", " ").await;
    browser.fill("#dia-chi", "maiphu.hatinh.gov.vn").await;
    browser.fill("#don-vi", "UBND xã Mai Phụ").await;
    let (_, third) = drawn_for(&browser, "UBND xã Mai Phụ").await;
    assert_ne!(first, third, "the address stands there too");
    let own = "performance.getEntriesByType('resource').every(e=>e.name.startsWith(location.origin))";
    assert!(browser.is_true(own).await, "nothing comes from outside");

    // Once somebody has an account, the link draws nothing any more.
    next(&browser).await;
    asks(&browser, "Người quản trị").await;
    browser.fill("#ho-ten", "Phạm Thị Quý").await;
    browser.fill("#ten", "quy.vp").await;
    browser.fill("#mat-khau", "con trâu đi trước cái cày").await;
    next(&browser).await;
    asks(&browser, "Thêm người thứ hai").await;
    assert_eq!(asked(code).await.0, 404);
}
