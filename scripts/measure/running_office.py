"""A running office in a folder of its own, the browsers of its officers, and halls that play what it publishes."""
import http.client, json, pathlib, re, subprocess, threading, time, urllib.parse

SECRET = "trâu vàng uống nước ao nhà"
SLOGAN = 'template = "slogan"\ntext = "{words}"\n'
CAMPAIGN = """
default = "cho"
transition = "cut"
[unit]
name = "UBND xã Mai Phụ"
kicker = "CẢI CÁCH HÀNH CHÍNH"
hotline = "18001096"
portal = "dichvucong.gov.vn"
[[display]]
id = "ht-001"
label = "Thôn Hữu Ninh"
tags = ["nha-van-hoa"]
size = "1920x1080"
[[display]]
id = "ht-002"
label = "Thôn Liên Vinh"
tags = ["nha-van-hoa"]
size = "1920x1080"
[[playlist]]
id = "hang-ngay"
slides = [{slides}]
[[campaign]]
id = "hang-ngay"
playlist = "hang-ngay"
"""


def folder(home, slides):
    """A folder of so many slogans, all in one campaign."""
    names = [f"khau-hieu-{n:03}" for n in range(1, slides + 1)]
    home.mkdir()
    (home / "campaign.toml").write_text(CAMPAIGN.format(slides=", ".join(f'"{name}"' for name in names)))
    (home / "cho.toml").write_text('template = "default"\ntext = "Kính chào bà con"\n')
    for n, name in enumerate(names):
        (home / f"{name}.toml").write_text(SLOGAN.format(words=f"Dân biết để làm, việc số {n}"))
    return home


class Office:
    """A `serve` in a folder of its own, with a writer, two who approve, and who may put out emergencies."""

    def __init__(self, binary, home, slides):
        self.binary, self.data = binary, home / "office"
        self.log = open(home / "serve.log", "w")
        began = time.monotonic()
        # A proxy on this machine, which the measure plays, may say that each browser has an address of its own.
        self.process = subprocess.Popen(
            [binary, "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--proxy", "127.0.0.1", "--import", slides],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "feed":
                self.port = int(rest.rsplit(":", 1)[1])
            if word == "page":
                break
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.port}"
        self.started = time.monotonic() - began
        for login, flags in (("viet", ["author"]), ("duyet", ["approver"]), ("khan", ["approver", "--emergency"])):
            role, *more = flags
            subprocess.run([binary, "account", "add", login, "--data", self.data, "--name", login, "--role", role, *more],
                           input=SECRET + "\n", text=True, check=True, stdout=subprocess.DEVNULL)
        self.people = 0

    def browser(self, login=None):
        self.people += 1
        browser = Browser(self.port, f"198.51.100.{self.people}")
        if login:
            status, _, _ = browser.post("/dang-nhap", {"ten": login, "mat-khau": SECRET})
            assert status == 303, status
        return browser

    def pss_kib(self):
        return int(re.search(r"^Pss:\s+(\d+)", pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(), re.M)[1])

    def signed(self):
        """The digest of the programme that is signed, and its version."""
        feed = self.data / "feed"
        timestamp = json.loads((feed / "metadata/timestamp.json").read_text())
        snapshot = timestamp["signed"]["meta"]["snapshot.json"]["version"]
        snapshot = json.loads((feed / f"metadata/{snapshot}.snapshot.json").read_text())
        targets = snapshot["signed"]["meta"]["targets.json"]["version"]
        targets = json.loads((feed / f"metadata/{targets}.targets.json").read_text())
        (name, target), = targets["signed"]["targets"].items()
        digest = target["hashes"]["sha256"]
        return digest, json.loads((feed / f"targets/{digest}.{name}").read_text())["version"]

    def stop(self):
        self.process.kill()
        self.process.wait()


class Browser:
    """One connection that is kept open, as a browser keeps it, with its cookies."""

    def __init__(self, port, address):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.says = {"X-Forwarded-For": address, "X-Forwarded-Proto": "https", "Sec-Fetch-Site": "same-origin"}
        self.cookies, self.used = {}, time.monotonic()

    def ask(self, method, path, body=None, **more):
        # A connection that lies idle is closed by the server after a while.
        if time.monotonic() - self.used > 10:
            self.connection.close()
        self.used = time.monotonic()
        headers = dict(self.says, **more)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("set-cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers, answer.read()

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, form):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urllib.parse.urlencode(form), **kind)

    def timed(self, method, path, form=None):
        began = time.monotonic()
        status, headers, body = self.post(path, form) if method == "POST" else self.get(path)
        return (time.monotonic() - began) * 1000, status, headers, body


class Hall:
    """A player on a screen of its own, and what it says of the pages it has brought on."""

    def __init__(self, office, home, name):
        self.seen, self.news, self.store = [], threading.Condition(), home / name
        self.process = subprocess.Popen(
            [office.binary, "play", "--feed", office.url, "--root", office.data / "feed/root.json", "--data", home / name,
             "--display", name, "--offscreen", home / f"{name}-screen", "--size", "960x540"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self.hear, daemon=True).start()

    def hear(self):
        for line in self.process.stdout:
            with self.news:
                self.seen.append((time.monotonic(), json.loads(line)))
                self.news.notify_all()

    def when(self, test, patience=60):
        """When it brought on a page of which that holds."""
        with self.news:
            came = self.news.wait_for(lambda: any(test(record) for _, record in self.seen), patience)
            assert came, f"after {patience} s {self.store.name} shows {self.seen[-1:]}, and not what was waited for"
            return next(at for at, record in self.seen if test(record))

    def stored(self, digest, patience=60):
        """When its store came to point to that programme, verified and whole."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            if any(digest in state.read_text() for state in self.store.glob("state.?")):
                return time.monotonic()
            time.sleep(0.005)
        raise AssertionError(f"after {patience} s the store of {self.store.name} does not have programme {digest}")

    def stop(self):
        self.process.kill()
        self.process.wait()
