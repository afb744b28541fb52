//! A real browser, driven as a person would: it finds things by what is seen of them, and waits as a person waits.

#![allow(dead_code, reason = "tests take what they need of it")]

use std::{path::Path, time::Duration};

use serde_json::{Value as Json, json};

use crate::webdriver::{ELEMENT, PATIENCE, Session, base64};

/// One browser window of its own, closed when it is dropped.
pub struct Browser(Session);

/// Something on the page.
#[derive(Clone)]
pub struct Element(String);

/// How the browser is set up.
#[derive(Clone, Copy)]
pub struct Setup {
    /// Width and height of the page, CSS pixels.
    pub size: (u32, u32),
    /// Whether the person has chosen dark colours.
    pub dark: bool,
    /// Whether scripts run.
    pub scripts: bool,
}

impl Setup {
    /// An office PC.
    pub const DESKTOP: Self = Self { size: (1366, 768), dark: false, scripts: true };
    /// A small phone.
    pub const PHONE: Self = Self { size: (360, 800), dark: false, scripts: true };
}

impl Browser {
    /// Opens a window.
    pub async fn open(setup: Setup) -> Self {
        let (width, height) = setup.size;
        let mut args = vec![format!("--window-size={width},{height}")];
        if setup.dark {
            args.extend(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"].map(str::to_owned));
        }
        let mut prefs = json!({});
        if !setup.scripts {
            prefs["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let browser = Self(Session::open(args, prefs).await);
        browser.resize(setup.size).await;
        browser
    }

    /// Makes the page that large, CSS pixels, whatever the window's own frame takes.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}),
        )
        .await;
    }

    /// Follows an address.
    pub async fn go(&self, url: &str) {
        self.0.post("/url", json!({"url": url})).await;
    }

    /// Where the browser is.
    pub async fn url(&self) -> String {
        self.0.get("/url").await.as_str().unwrap_or_default().to_owned()
    }

    /// The window that is looked at.
    pub async fn window(&self) -> String {
        self.0.get("/window").await.as_str().unwrap().to_owned()
    }

    /// Opens another window beside it, and looks at that.
    pub async fn open_window(&self) {
        let opened = self.0.post("/window/new", json!({"type": "tab"})).await;
        self.look_at(opened["handle"].as_str().unwrap()).await;
    }

    /// Looks at that window.
    pub async fn look_at(&self, window: &str) {
        self.0.post("/window", json!({"handle": window})).await;
    }

    /// Waits until the browser is at that path, whatever the query.
    pub async fn wait_for_path(&self, path: &str) {
        self.wait_until(&format!("location.pathname === {}", json!(path.split('?').next()))).await;
    }

    /// Waits until that expression is true in the page.
    pub async fn wait_until(&self, expression: &str) {
        let begun = crate::push::now();
        // Between two pages there may be none to ask.
        while self.try_run(&format!("return Boolean({expression})"), json!([])).await != Ok(Json::Bool(true)) {
            let place = self.url().await;
            assert!(begun.elapsed() < PATIENCE, "never so at {place}: {expression}\n{}", self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether that expression is true in the page now.
    pub async fn is_true(&self, expression: &str) -> bool {
        self.run(&format!("return Boolean({expression})"), json!([])).await == Json::Bool(true)
    }

    /// Forgets who is logged in.
    pub async fn forget(&self) {
        self.devtools("Network.clearBrowserCookies", json!({})).await;
    }

    /// The first element of that CSS selector, waiting until there is one.
    pub async fn find(&self, css: &str) -> Element {
        let begun = crate::push::now();
        loop {
            if let Some(found) = self.find_all(css).await.into_iter().next() {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "nothing like `{css}` at {}\n{}", self.url().await, self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Every element of that CSS selector, as it is now.
    pub async fn find_all(&self, css: &str) -> Vec<Element> {
        let found = self.0.post("/elements", json!({"using": "css selector", "value": css})).await;
        let ids = found.as_array().cloned().unwrap_or_default();
        ids.iter().filter_map(|id| id[ELEMENT].as_str()).map(|id| Element(id.to_owned())).collect()
    }

    /// The first element of that CSS selector that a person sees, waiting until there is one.
    pub async fn seen(&self, css: &str) -> Element {
        let begun = crate::push::now();
        loop {
            let script = "return [...document.querySelectorAll(arguments[0])]\
                 .find(e=>e.checkVisibility({visibilityProperty:true})&&e.getClientRects().length)??null";
            if let Ok(found) = self.try_run(script, json!([css])).await
                && let Some(id) = found[ELEMENT].as_str()
            {
                return Element(id.to_owned());
            }
            assert!(begun.elapsed() < PATIENCE, "`{css}` is not seen at {}\n{}", self.url().await, self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks the first element of that CSS selector that a person sees.
    pub async fn tap(&self, css: &str) {
        while !self.try_click(&self.seen(css).await).await {}
    }

    /// The first button or link that bears these words, waiting until there is one.
    pub async fn called(&self, words: &str) -> Element {
        let begun = crate::push::now();
        loop {
            let found = self
                .run(
                    "const w=arguments[0]; const all=[...document.querySelectorAll('button,a,summary,label')]\
                     .filter(e=>e.checkVisibility()); return all.find(e=>e.textContent.trim()===w)\
                     ??all.find(e=>e.textContent.includes(w))??null;",
                    json!([words]),
                )
                .await;
            if let Some(id) = found[ELEMENT].as_str() {
                return Element(id.to_owned());
            }
            assert!(begun.elapsed() < PATIENCE, "nothing is called `{words}`:\n{}", self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks the button or link that bears these words.
    pub async fn press(&self, words: &str) {
        while !self.try_click(&self.called(words).await).await {}
    }

    /// Clicks an element, unless the page has just put another in its place.
    async fn try_click(&self, element: &Element) -> bool {
        let center = "arguments[0].scrollIntoView({block:'center'})";
        let clicked = match self.try_run(center, json!([{ELEMENT: element.0}])).await {
            Ok(_) => self.0.try_post(&format!("/element/{}/click", element.0), json!({})).await,
            Err(wrong) => Err(wrong),
        };
        match clicked {
            Err(wrong) if wrong.starts_with("stale element") => false,
            clicked => clicked.map(|_| true).unwrap_or_else(|wrong| panic!("{wrong}")),
        }
    }

    /// An attribute of an element.
    pub async fn attribute(&self, element: &Element, name: &str) -> String {
        let value = self.0.get(&format!("/element/{}/attribute/{name}", element.0)).await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Types into an element, after what it holds.
    pub async fn type_into(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        self.0.post(&format!("/element/{}/value", element.0), json!({"text": text})).await;
    }

    /// Types into an element in place of what it holds.
    pub async fn fill(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        self.0.post(&format!("/element/{}/clear", element.0), json!({})).await;
        self.0.post(&format!("/element/{}/value", element.0), json!({"text": text})).await;
    }

    /// Chooses a file of this machine.
    pub async fn choose_file(&self, css: &str, path: &Path) {
        let element = self.find(css).await;
        self.0.post(&format!("/element/{}/value", element.0), json!({"text": path})).await;
    }

    /// Has what is downloaded from now on put into that folder.
    pub async fn downloads_to(&self, folder: &Path) {
        self.devtools("Browser.setDownloadBehavior", json!({"behavior": "allow", "downloadPath": folder})).await;
    }

    /// Drags one thing with the mouse to where another is, to its lower half.
    pub async fn drag(&self, from: &str, to: &str) {
        let mut places = Vec::new();
        for (css, part) in [(from, 0.5), (to, 0.8)] {
            let place = "const at=document.querySelector(arguments[0]).getBoundingClientRect();\
                         return [Math.round(at.x+at.width/2), Math.round(at.y+at.height*arguments[1])]";
            let told = self.run(place, json!([css, part])).await;
            places.push((told[0].as_i64().unwrap(), told[1].as_i64().unwrap()));
        }
        let [(x, y), (to_x, to_y)] = places[..] else { unreachable!() };
        let moves = |x: i64, y: i64| json!({"type": "pointerMove", "x": x, "y": y, "duration": 100});
        let actions = [
            moves(x, y),
            json!({"type": "pointerDown", "button": 0}),
            moves(x, y + 8),
            moves(to_x, (y + to_y) / 2),
            moves(to_x, to_y - 2),
            moves(to_x, to_y),
            json!({"type": "pause", "duration": 300}),
            json!({"type": "pointerUp", "button": 0}),
        ];
        self.0.post("/actions", json!({"actions": [{"type": "pointer", "id": "mouse", "actions": actions}]})).await;
    }

    /// Has that text on the clipboard.
    pub async fn copy(&self, text: &str) {
        let origin = self.run("return location.origin", json!([])).await;
        let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
        self.devtools("Browser.grantPermissions", json!({"origin": origin, "permissions": permissions})).await;
        self.run("return navigator.clipboard.writeText(arguments[0])", json!([text])).await;
    }

    /// Pastes that text by Ctrl+V, wherever the focus is.
    pub async fn paste(&self, text: &str) {
        self.copy(text).await;
        let key = json!({"type": "keyDown", "key": "v", "code": "KeyV", "modifiers": 2, "commands": ["paste"]});
        self.devtools("Input.dispatchKeyEvent", key).await;
    }

    /// Presses keys wherever the focus is. WebDriver's code points name those without a letter, such as `\u{e004}`, Tab.
    pub async fn keys(&self, keys: &str) {
        let mut actions = Vec::new();
        for key in keys.chars() {
            actions.push(json!({"type": "keyDown", "value": key.to_string()}));
            actions.push(json!({"type": "keyUp", "value": key.to_string()}));
        }
        self.0.post("/actions", json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})).await;
    }

    /// Presses Tab until the focus is on something of that CSS selector; it must be seen to be there.
    pub async fn tab_to(&self, css: &str) {
        for _ in 0..150 {
            self.keys("\u{e004}").await;
            let is_there = self.run("return document.activeElement.matches(arguments[0])", json!([css])).await;
            if is_there == Json::Bool(true) {
                let ring = "const e=document.activeElement; const shown=[e,...e.querySelectorAll('*'),e.labels?.[0],\
                     e.parentElement].filter(Boolean).some(x=>getComputedStyle(x).outlineStyle!=='none'); return shown;";
                assert_eq!(self.run(ring, json!([])).await, Json::Bool(true), "the focus on `{css}` cannot be seen");
                return;
            }
        }
        panic!("the keyboard does not come to `{css}` at {}:\n{}", self.url().await, self.text().await);
    }

    /// Nothing of the page lies beside the screen.
    pub async fn must_fit(&self) {
        let wide = "const d=document.documentElement; if (d.scrollWidth<=d.clientWidth) return '';\
             const out=[...document.body.querySelectorAll('*')].filter(e=>e.getBoundingClientRect().right>d.clientWidth+1);\
             return d.scrollWidth+' px: '+out.slice(0,5).map(e=>e.outerHTML.slice(0,120)).join('\\n');";
        let beside = self.run(wide, json!([])).await;
        assert_eq!(beside, "", "{} is wider than the screen", self.url().await);
    }

    /// Waits until the page's text holds these words.
    pub async fn wait_for(&self, words: &str) {
        let begun = crate::push::now();
        loop {
            let text = self.text().await;
            if text.contains(words) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "`{words}` does not appear at {}:\n{text}", self.url().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The page's text as a person sees it.
    pub async fn text(&self) -> String {
        let text = self.run("return document.body?.innerText ?? ''", json!([])).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page and answers with what it returns; a promise is waited for.
    pub async fn run(&self, script: &str, args: Json) -> Json {
        self.try_run(script, args).await.unwrap_or_else(|wrong| panic!("{script}: {wrong}"))
    }

    async fn try_run(&self, script: &str, args: Json) -> Result<Json, String> {
        self.0.try_post("/execute/sync", json!({"script": script, "args": args})).await
    }

    /// A picture of the page, PNG; of all of it where `whole`.
    pub async fn screenshot(&self, whole: bool) -> Vec<u8> {
        let png = if whole {
            let taken =
                self.devtools("Page.captureScreenshot", json!({"format": "png", "captureBeyondViewport": true})).await;
            taken["data"].as_str().unwrap_or_default().to_owned()
        } else {
            self.0.get("/screenshot").await.as_str().unwrap_or_default().to_owned()
        };
        base64(&png)
    }

    /// Speaks to Chromium's own tools.
    pub async fn devtools(&self, command: &str, params: Json) -> Json {
        self.0.post("/goog/cdp/execute", json!({"cmd": command, "params": params})).await
    }
}
