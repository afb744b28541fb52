//! An officer at work in a browser.

use bangtin::approval::ItemId;
use serde_json::{Value as Json, json};

use crate::{browser::Browser, office_fixture::PASSWORD, served_office::ServedOffice};

/// A browser in the hands of one person after the other.
pub struct Officer<'a> {
    pub office: &'a ServedOffice,
    pub browser: &'a Browser,
}

impl Officer<'_> {
    /// Logs that person in by the form, whoever was logged in before, and comes to that path.
    pub async fn log_in(&self, who: char, path: &str) {
        self.browser.forget().await;
        self.open(path).await;
        self.browser.fill("#ten", &who.to_string()).await;
        self.browser.fill("#mat-khau", PASSWORD).await;
        self.browser.tap("main .button.primary").await;
        self.browser.wait_for_path(path).await;
    }

    /// Follows an address of the office.
    pub async fn open(&self, path: &str) {
        self.browser.go(&self.office.url(path)).await;
    }

    /// Begins a slide of that template, by its picture.
    pub async fn begin(&self, template: &str) -> ItemId {
        self.open("/trang/moi").await;
        self.browser.tap(&format!("button[name=mau][value={template}]")).await;
        let id = self.browser.find("[data-editor]").await;
        let id = self.browser.attribute(&id, "data-editor").await;
        format!("slide:{id}").parse().unwrap()
    }

    /// Types the words of a slogan in place of what stands there, and waits until the picture shows them and they are saved.
    pub async fn say(&self, words: &str) {
        let saves = self.browser.run("return document.querySelector('[data-editor]').dataset.saves", json!([])).await;
        self.browser.fill("[name=text]", words).await;
        // What stands for the picture of a long text is cut short.
        let start: String = words.chars().take(80).collect();
        let shown =
            format!("document.querySelector('[data-canvas]').getAttribute('aria-label').includes({})", json!(start));
        self.browser.wait_until(&shown).await;
        self.browser.wait_until(&format!("document.querySelector('[data-editor]').dataset.saves !== {saves}")).await;
    }

    /// The picture that stands beside the form: its pixels, its width and its height.
    pub async fn picture(&self) -> (String, u64, u64) {
        let canvas = "const c=document.querySelector('[data-canvas]'); return [c.toDataURL(), c.width, c.height]";
        let Json::Array(told) = self.browser.run(canvas, json!([])).await else { panic!("there is no picture") };
        (told[0].as_str().unwrap().to_owned(), told[1].as_u64().unwrap(), told[2].as_u64().unwrap())
    }

    /// Sends what is written for approval, everywhere and from now on.
    pub async fn send(&self) {
        self.browser.tap("[data-send]").await;
        self.browser.tap("#gui .button.primary").await;
        self.browser.wait_for_path("/trang").await;
        self.browser.wait_for("Đã gửi").await;
    }

    /// Opens what waits longest, from the first page, and has it shown.
    pub async fn approve(&self) {
        self.open("/").await;
        self.browser.tap("#for-me a.row").await;
        self.browser.press("Duyệt và phát").await;
        self.browser.wait_for("đã đến").await;
    }
}
