#!/usr/bin/env python3
"""Measures what the office's page costs its officers, with real processes and sockets, and prints a table.

usage: office.py BINARY SLIDES [--rounds N] [--halls N] [--listed N] [--sample]
"""
import argparse, asyncio, gzip, hashlib, http.client, json, os, pathlib, re, resource, shutil, subprocess
import tempfile, threading, time, urllib.parse

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


def share(times, part):
    """The time that this part of them does not exceed."""
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * part))]


def typing(office, rounds):
    """A letter more each time, and the picture of it, as the editor asks for it."""
    author = office.browser("viet")
    _, headers, _ = author.post("/trang/moi", {"mau": "slogan"})
    slide = headers["location"].removeprefix("/trang/")
    words, times, kinds = "Hồ sơ nộp từ nhà, kết quả nhận đúng hẹn, dân không phải đi lại nhiều lần " * 2, [], set()
    for n in range(rounds + 10):
        form = {"template": "slogan", "text": words[:20 + n % 100] + str(n), "_lan": "1", "_trang": "1", "_cua": "do"}
        took, status, _, body = author.timed("POST", f"/trang/{slide}/xem", form)
        assert status == 200, status
        head = json.loads(body[4:4 + int.from_bytes(body[:4], "little")])
        assert sum(head["pictures"]) > 0, head
        kinds.add(sum(head["pictures"]))
        if n >= 10:
            times.append(took)
    assert len(kinds) > rounds / 2, "each letter makes another picture"
    return times


def listing(office, many, rounds):
    """The list of so many slides, most of them drafts, and what a first visit to it fetches."""
    browser = office.browser("viet")
    for n in range(many - 30):
        browser.says["X-Forwarded-For"] = f"198.18.{n // 200}.{n % 200}"
        _, headers, _ = browser.post("/trang/moi", {"mau": "slogan"})
        slide = headers["location"].removeprefix("/trang/")
        status, _, body = browser.post(f"/trang/{slide}/luu", {"template": "slogan", "text": f"Bản nháp {n}", "_lan": "1"})
        assert status == 200, (status, body[-400:])
    browser.get("/trang")
    times = [browser.timed("GET", "/trang")[0] for _ in range(rounds)]
    _, headers, body = browser.get("/trang", **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip", "pages are sent compressed"
    html = gzip.decompress(body)
    waiting = re.findall(r'(?:href|src)="(/assets/[^"]+)"', html.decode())
    seen, total = {}, 0
    while waiting:
        path = waiting.pop()
        if path in seen or not path.split("#")[0].endswith((".css", ".js", ".mjs")):
            continue
        _, headers, short = browser.get(path, **{"Accept-Encoding": "gzip"})
        seen[path] = len(short)
        text = (gzip.decompress(short) if headers["content-encoding"] == "gzip" else short).decode()
        near = path.rsplit("/", 1)[0]
        named = re.findall(r'(?:from|import)\s*\(?\s*"([^"]+\.js)"', text) + re.findall(r'@import "([^"]+)"', text)
        waiting += [name if name.startswith("/") else f"{near}/{name.removeprefix('./')}" for name in named]
    total = sum(seen.values())
    return times, len(body), len(html), total, len(seen)


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
            assert self.news.wait_for(lambda: any(test(record) for _, record in self.seen), patience), self.seen[-3:]
            return next(at for at, record in self.seen if test(record))

    def stored(self, digest, patience=60):
        """When its store came to point to that programme, verified and whole."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            if any(digest in state.read_text() for state in self.store.glob("state.?")):
                return time.monotonic()
            time.sleep(0.005)
        raise AssertionError("it does not come")

    def stop(self):
        self.process.kill()
        self.process.wait()


def arrived(halls, began, digest, version):
    """Milliseconds until both halls have that version, verified and ready to play, and until it is on both screens. What is
    measured changes the page that is on screen or pre-empts it, so that no page is read to its end first."""
    stored = [hall.stored(digest) for hall in halls]
    shown = [hall.when(lambda record: record["version"] >= version) for hall in halls]
    return (max(stored) - began) * 1000, (max(shown) - began) * 1000


def approve(author, approver, slide, words):
    """Changes that slide, sends it, and approves it. Returns when the button was pressed, and when it was answered."""
    page = author.get(f"/trang/{slide}")[2].decode()
    saves = re.search(r'name="_lan"[^>]*value="(\d+)"', page)[1]
    form = {"template": "slogan", "text": words, "_lan": saves, "_lam": "gui"}
    status, headers, body = author.post(f"/trang/{slide}", form)
    assert status == 303 and headers["location"].endswith("/gui"), (status, body[-400:])
    status, headers, body = author.post(f"/trang/{slide}/gui", {"o": "nhu-cu"})
    assert status == 303 and headers["location"] == "/trang", (status, headers["location"])
    submission = open_submission(approver)
    began = time.monotonic()
    status, headers, body = approver.post(f"/duyet/{submission}/duyet", {})
    assert status == 303, (status, body[-400:])
    return began, time.monotonic()


def arrival(office, home, rounds):
    """From the press of a button to new pixels in both halls: of an approval, and of an emergency. Milliseconds."""
    halls = [Hall(office, home, name) for name in ("ht-001", "ht-002")]
    try:
        for hall in halls:
            hall.when(lambda record: record["version"] >= 1)
        # A hall that has just started asks once more before it waits.
        time.sleep(3)
        author, approver, alarm = office.browser("viet"), office.browser("duyet"), office.browser("khan")
        approved, alerted = [], []
        for n in range(rounds):
            began, answered = approve(author, approver, "khau-hieu-001", f"Dân biết để làm, lần thứ {n}")
            approved.append(((answered - began) * 1000, *arrived(halls, began, *signed(office))))
        for n in range(min(rounds, 20)):
            form = {"loai": "dien-tap", "mau": "nang-nong", "headline": f"NẮNG NÓNG GAY GẮT {n}", "level": "1",
                    "actions": "Uống đủ nước.", "issuer": "Ban Chỉ huy xã", "contact": "Gọi 112", "noi": "tat-ca",
                    "gio": "3"}
            began = time.monotonic()
            status, headers, body = alarm.post("/khan-cap/phat", form)
            assert status == 303 and headers["location"] == "/khan-cap", (status, headers["location"])
            answered = time.monotonic()
            alerted.append(((answered - began) * 1000, *arrived(halls, began, *signed(office))))
            # Both say that it is over, and the slides of every day come back after that word.
            alert = re.search(r'"/khan-cap/([^"/?]+)/het"', alarm.get("/khan-cap")[2].decode())[1]
            approver.post(f"/khan-cap/{alert}/xac-nhan", {})
            for browser in (alarm, approver):
                browser.post(f"/khan-cap/{alert}/het", {})
            arrived(halls, began, *signed(office))
            # A hall asks only so often a minute: emergencies do not come one on the heels of the other.
            time.sleep(12)
        return approved, alerted
    finally:
        for hall in halls:
            hall.stop()


def open_submission(approver):
    page = approver.get("/duyet")[2].decode()
    for found in dict.fromkeys(re.findall(r'href="/duyet/([^"/?#]+)"', page)):
        if f'"/duyet/{found}/duyet"' in approver.get(f"/duyet/{found}")[2].decode():
            return found
    raise AssertionError("nothing waits")


def signed(office):
    """The digest of the programme that is signed, and its version."""
    feed = office.data / "feed"
    timestamp = json.loads((feed / "metadata/timestamp.json").read_text())
    snapshot = timestamp["signed"]["meta"]["snapshot.json"]["version"]
    targets = json.loads((feed / f"metadata/{snapshot}.snapshot.json").read_text())["signed"]["meta"]["targets.json"]["version"]
    (name, target), = json.loads((feed / f"metadata/{targets}.targets.json").read_text())["signed"]["targets"].items()
    digest = target["hashes"]["sha256"]
    return digest, json.loads((feed / f"targets/{digest}.{name}").read_text())["version"]


async def wait_for_news(port, tag, number, waiting):
    """One hall that holds a question open."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write((f"GET /metadata/timestamp.json HTTP/1.1\r\nhost: feed\r\nif-none-match: \"{tag}\"\r\n"
                  f"prefer: wait=300\r\nbangtin-display: hall-{number}\r\nbangtin-edition: 1\r\n\r\n").encode())
    await writer.drain()
    waiting.append(writer)
    await reader.readline()


async def beside_halls(office, halls, rounds):
    """How long pages take while so many halls wait for news."""
    tag = hashlib.sha256((office.data / "feed/metadata/timestamp.json").read_bytes()).hexdigest()
    waiting, tasks = [], []
    for number in range(halls):
        tasks.append(asyncio.create_task(wait_for_news(office.port, tag, number, waiting)))
        if number % 50 == 49:
            await asyncio.sleep(0.03)
    while len(waiting) < halls:
        await asyncio.sleep(0.1)
    await asyncio.sleep(2)
    browser = office.browser("viet")

    def look():
        times = []
        for n in range(rounds):
            took, status, _, _ = browser.timed("GET", ("/", "/trang", "/man-hinh", "/lich")[n % 4])
            assert status == 200, status
            times.append(took)
        return times

    look_first = await asyncio.to_thread(look)
    memory = office.pss_kib()
    held = sum(not task.done() for task in tasks)
    assert held == halls, f"only {held} of {halls} are held"
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for writer in waiting:
        writer.close()
    return look_first, memory


def row(what, figures, asked, aim):
    print(f"| {what} | {figures} | {asked} | {aim} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("slides", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--halls", type=int, default=8000)
    parser.add_argument("--listed", type=int, default=500)
    parser.add_argument("--sample", action="store_true", help="publish the sample campaign too, with all its pictures")
    options = parser.parse_args()
    binary = options.binary.resolve()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = most if most > 0 else 65536
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    halls = min(options.halls, most - 600)
    print(f"two cores or more are asked for, this machine has {os.cpu_count()}; load before: {os.getloadavg()[0]:.1f}\n")
    print("| the office's page | measured | asked | aim |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home)
        (home / "one").mkdir()
        office = Office(binary, home / "one", folder(home / "slides-1", 1))
        try:
            idle = office.pss_kib()
            times = typing(office, max(options.rounds, 100))
            row(f"a letter typed → its picture, 960×540, warm: p50, p95 of {len(times)}",
                f"{share(times, .5):.0f}, {share(times, .95):.0f} ms", "p95 250 ms", "100 ms")
            approved, alerted = arrival(office, home / "one", options.rounds)
            for what, times, asked, aim in (("Duyệt và phát", approved, "p95 3 s", "1 s"),
                                            ("Phát ngay", alerted, "p95 1.5 s", "0.5 s")):
                on_screen = ", the slide being on screen" if what == "Duyệt và phát" else ""
                steps = ["answered", "ready in the stores of two halls", f"new pixels in both{on_screen}"]
                for place, step in enumerate(steps):
                    part = [time[place] for time in times]
                    last = place == 2
                    row(f"{what} → {step}: p50, p95 of {len(part)}", f"{share(part, .5):.0f}, {share(part, .95):.0f} ms",
                        asked if last else "", aim if last else "")
            time.sleep(5)
            row("memory of `serve` without its children: just started, and after all that",
                f"{idle / 1024:.0f}, {office.pss_kib() / 1024:.0f} MiB", "120 MiB", "60 MiB")
        finally:
            office.stop()
        # From plain files to a signed version, with everything made anew.
        subprocess.run([binary, "feed", "init", home / "feed", "--keys", home / "keys"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        thirty = folder(home / "slides-30", 30)
        # Signatures tell whole seconds: what is signed in the second of the one before waits for the next.
        time.sleep(1.1)
        shutil.copytree(options.slides, home / "sample")
        for slides, what in ((thirty, "30 slogans"), (home / "sample", "the sample campaign with its pictures"))[:1 + options.sample]:
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            subprocess.run([binary, "feed", "publish", slides, "--feed", home / "feed", "--keys", home / "keys"],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            row(f"publish of {what}, a process of its own (of the processor)", f"{took * 1000:.0f} ms ({cpu * 1000:.0f})",
                "2 s", "0.5 s")
        (home / "many").mkdir()
        office = Office(binary, home / "many", thirty)
        try:
            author, approver = office.browser("viet"), office.browser("duyet")
            pressed = [approve(author, approver, "khau-hieu-007", f"Việc nhà, lần thứ {n}") for n in range(min(options.rounds, 20))]
            times = [(answered - began) * 1000 for began, answered in pressed]
            row(f"the answer to Duyệt và phát, one of 30 slides being new: p50, p95 of {len(times)}",
                f"{share(times, .5):.0f}, {share(times, .95):.0f} ms", "2 s", "0.5 s")
            times, short, long, scripts, files = listing(office, options.listed, 300)
            row(f"list of {options.listed} slides: p50, p99 of {len(times)}",
                f"{share(times, .5):.1f}, {share(times, .99):.1f} ms", "p99 60 ms", "15 ms")
            row("its HTML, gzipped (and as it is)", f"{short / 1024:.1f} KiB ({long / 1024:.0f})", "40 KB", "25 KB")
            row(f"styles and scripts of a first visit, gzipped ({files} files)", f"{scripts / 1024:.1f} KiB", "60 KB", "35 KB")
            times, memory = asyncio.run(beside_halls(office, halls, 300))
            row(f"pages beside {halls} waiting halls: p50, p99 of {len(times)}",
                f"{share(times, .5):.1f}, {share(times, .99):.1f} ms", "p99 500 ms", "50 ms")
            row("memory of `serve` with those halls", f"{memory / 1024:.0f} MiB", "", "")
        finally:
            office.stop()
    print("\nLighthouse needs a download and is not run here.")


main()
