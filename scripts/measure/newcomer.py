#!/usr/bin/env python3
"""Times a newcomer with a telephone, 360 px wide: from the link that `serve` prints, through the first start, to a slogan that
is sent for approval. A real browser is worked at the pace of a person: four letters a second, two seconds of reading whatever
is new, one before each field and each press.

usage: newcomer.py BINARY
"""
import json, pathlib, subprocess, sys, tempfile, threading, time, urllib.error, urllib.request

LETTER, LOOK, READ = 0.25, 1.0, 2.0
SLOGAN = "Mỗi nhà một tài khoản VNeID, mỗi thôn một tổ hướng dẫn"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# The first of that selector that is seen.
SEEN = """return [...document.querySelectorAll(arguments[0])].find(e => e.checkVisibility() && e.getClientRects().length) ?? null"""
# What can be pressed at the place where it is: nothing lies over it, and it is on the screen.
PRESSED = """const e = arguments[0]; e.scrollIntoView({block: 'nearest'}); const at = e.getBoundingClientRect();
const x = at.x + at.width / 2, y = at.y + at.height / 2; const top = document.elementFromPoint(x, y);
return top && (e.contains(top) || top.contains(e)) && x < innerWidth"""


class Phone:
    """Chromium as small as a telephone, spoken to by WebDriver, in the hands of somebody who takes their time."""

    def __init__(self):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        port = next(line.rsplit(" ", 1)[1].strip(". \n") for line in self.driver.stdout if "successfully on port" in line)
        self.base = f"http://127.0.0.1:{port}/session"
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=vi"]}
        asked = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        self.base += "/" + self.ask("POST", "", asked)["sessionId"]
        small = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        self.ask("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": small})

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.base + path, json.dumps(body).encode() if body is not None else None,
                                         {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def run(self, script, *arguments):
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def go(self, url):
        self.ask("POST", "/url", {"url": url})

    def wait(self, expression):
        """Until that is true in the page; between two pages there may be none to ask."""
        began = time.monotonic()
        while time.monotonic() - began < 60:
            try:
                if self.run(f"return Boolean({expression})"):
                    return
            except urllib.error.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"never so: {expression}\n{self.run('return location.href + document.body.innerText')}")

    def element(self, css):
        """The first of that selector that is seen, waiting until there is one."""
        began = time.monotonic()
        while time.monotonic() - began < 60:
            found = self.run(SEEN, css)
            if found:
                return found[ELEMENT]
            time.sleep(0.05)
        raise AssertionError(f"{css} is not seen\n{self.run('return location.href + document.body.innerText')}")

    def press(self, css):
        """Looks for it, then presses it."""
        time.sleep(LOOK)
        element = self.element(css)
        assert self.run(PRESSED, {ELEMENT: element}), f"{css} cannot be pressed"
        self.ask("POST", f"/element/{element}/click", {})

    def fill(self, css, text):
        """Types into a field, in place of what it holds, letter by letter."""
        self.press(css)
        element = self.element(css)
        self.ask("POST", f"/element/{element}/clear", {})
        for letter in text:
            began = time.monotonic()
            self.ask("POST", f"/element/{element}/value", {"text": letter})
            time.sleep(max(0, LETTER - (time.monotonic() - began)))

    def comes(self, expression):
        """Waits for what is new, and reads it."""
        self.wait(expression)
        time.sleep(READ)

    def close(self):
        try:
            self.ask("DELETE", "")
        finally:
            self.driver.kill()
            self.driver.wait()


def first_start(phone, link):
    """The four steps."""
    phone.go(link)
    asks = "document.querySelector('main h1')?.textContent === "
    phone.comes(asks + "'Xã của mình'")
    phone.fill("#don-vi", "UBND xã Mai Phụ")
    phone.fill("#dien-thoai", "02393 123 456")
    # The address of the portal stays as it is proposed.
    phone.press("main .go .primary")
    phone.comes(asks + "'Người quản trị'")
    for field, text in (("ho-ten", "Phạm Thị Quý"), ("chuc-vu", "Văn phòng"), ("ten", "quy.vp"), ("mat-khau", "con trâu đi trước cái cày")):
        phone.fill(f"#{field}", text)
    phone.press("main .go .primary")
    phone.comes(asks + "'Thêm người thứ hai'")
    for field, text in (("ho-ten", "Trần Văn Bình"), ("chuc-vu", "Chủ tịch"), ("ten", "binh.ct"), ("mat-khau", "lúa chín vàng ngoài đồng")):
        phone.fill(f"#{field}", text)
    phone.press("main .go .primary")
    phone.comes(asks + "'Bắt đầu với chương trình mẫu?'")
    phone.press("main .go .primary")
    phone.comes("location.pathname === '/' && document.querySelector('.tabs a.new')")


def slogan(phone):
    """From the first page to a slogan that is sent."""
    phone.press(".tabs a.new")
    phone.comes("location.pathname === '/trang/moi'")
    phone.press("button[name=mau][value=slogan]")
    phone.comes("document.querySelector('[data-editor].lively')")
    phone.fill("[name=text]", SLOGAN)
    # The picture shows what was written, and is looked at.
    phone.comes(f"document.querySelector('[data-canvas]').ariaLabel?.includes({json.dumps(SLOGAN)})")
    phone.press("[data-send]")
    phone.comes("document.getElementById('gui').open")
    phone.press("#gui .button.primary")
    phone.wait("document.body.innerText.includes('Đã gửi')")


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    print("| a newcomer at 360 px, four letters a second | measured | asked | aim |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as home:
        with open(pathlib.Path(home) / "serve.log", "w") as log:
            serve = subprocess.Popen([binary, "serve", "--data", f"{home}/office", "--listen", "127.0.0.1:0"],
                                     stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            link = next(line.split()[1] for line in serve.stdout if line.startswith("first-start"))
            threading.Thread(target=serve.stdout.read, daemon=True).start()
            phone = Phone()
            try:
                began = time.monotonic()
                first_start(phone, link)
                ready = time.monotonic()
                slogan(phone)
                sent = time.monotonic()
            finally:
                phone.close()
        finally:
            serve.kill()
            serve.wait()
    print(f"| the first start: commune, administrator, second person, sample campaign | {ready - began:.0f} s | under 3 min | |")
    print(f"| from there to a slogan sent for approval | {sent - ready:.0f} s | | |")
    print(f"| from the link to a slogan sent for approval | {sent - began:.0f} s | 5 min | 3 min |", flush=True)


main()
