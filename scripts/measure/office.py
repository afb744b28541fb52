#!/usr/bin/env python3
"""Measures what the office's page costs its officers, with real processes and sockets, and prints a table: a row as soon as
it is known. What is under way is said on stderr.

usage: office.py BINARY SLIDES [--rounds N] [--halls N] [--listed N] [--sample]
"""
import argparse, asyncio, gzip, hashlib, json, os, pathlib, re, resource, shutil, subprocess, sys, tempfile, time

from running_office import Hall, Office, folder

BEGAN = time.monotonic()
# What a person does between two presses of a button at the very least; both halls wait for news again by then.
BREATH_S = 0.5


def progress(what):
    print(f"{time.monotonic() - BEGAN:6.1f} s  {what}", file=sys.stderr, flush=True)


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
        if n % 100 == 0:
            progress(f"list: draft {n} of {many - 30}")
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


def two_halls(office, home):
    """Two halls that show what is signed and wait for news."""
    halls = [Hall(office, home, name) for name in ("ht-001", "ht-002")]
    for hall in halls:
        hall.when(lambda record: record["version"] >= 1)
    # A hall that has just started asks once more before it waits.
    time.sleep(3)
    return halls


def approvals(office, halls, rounds):
    """From the press of `Duyệt và phát` to its answer, to both stores, to new pixels in both halls. Milliseconds."""
    author, approver, times = office.browser("viet"), office.browser("duyet"), []
    for n in range(rounds):
        if n % 10 == 0:
            progress(f"approval {n + 1} of {rounds}")
        began, answered = approve(author, approver, "khau-hieu-001", f"Dân biết để làm, lần thứ {n}")
        times.append(((answered - began) * 1000, *arrived(halls, began, *office.signed())))
        time.sleep(BREATH_S)
    return times


def emergencies(office, halls, rounds):
    """The same of `Phát ngay`; each is confirmed and ended before the next."""
    approver, alarm, times = office.browser("duyet"), office.browser("khan"), []
    for n in range(rounds):
        if n % 10 == 0:
            progress(f"emergency {n + 1} of {rounds}")
        form = {"loai": "dien-tap", "mau": "nang-nong", "headline": f"NẮNG NÓNG GAY GẮT {n}", "level": "1",
                "actions": "Uống đủ nước.", "issuer": "Ban Chỉ huy xã", "contact": "Gọi 112", "noi": "tat-ca", "gio": "3"}
        began = time.monotonic()
        status, headers, body = alarm.post("/khan-cap/phat", form)
        assert status == 303 and headers["location"] == "/khan-cap", (status, headers["location"])
        answered = time.monotonic()
        times.append(((answered - began) * 1000, *arrived(halls, began, *office.signed())))
        alert = re.search(r'"/khan-cap/([^"/?]+)/het"', alarm.get("/khan-cap")[2].decode())[1]
        approver.post(f"/khan-cap/{alert}/xac-nhan", {})
        # Both say that it is over, and the slides of every day come back after that word.
        for browser in (alarm, approver):
            browser.post(f"/khan-cap/{alert}/het", {})
        arrived(halls, began, *office.signed())
        time.sleep(BREATH_S)
    return times


def open_submission(approver):
    page = approver.get("/duyet")[2].decode()
    for found in dict.fromkeys(re.findall(r'href="/duyet/([^"/?#]+)"', page)):
        if f'"/duyet/{found}/duyet"' in approver.get(f"/duyet/{found}")[2].decode():
            return found
    raise AssertionError("nothing waits")


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


def row(what, figures, asked="", aim=""):
    print(f"| {what} | {figures} | {asked} | {aim} |", flush=True)


def steps_to_pixels(button, times, asked, aim):
    """A row for each step from that button to the screens."""
    steps = ("answered", "ready in the stores of two halls", "new pixels in both halls")
    for place, step in enumerate(steps):
        part = [time[place] for time in times]
        last = step == steps[-1]
        row(f"{button} → {step}: p50, p95 of {len(part)}", f"{share(part, .5):.0f}, {share(part, .95):.0f} ms",
            asked if last else "", aim if last else "")


def one_slide(binary, home, rounds):
    """An office with one slide and two halls: letters, approvals, emergencies, memory."""
    office = Office(binary, home, folder(home / "slides", 1))
    halls = []
    try:
        time.sleep(2)
        row("memory of `serve` without its children, just started", f"{office.pss_kib() / 1024:.0f} MiB", "120 MiB", "60 MiB")
        progress("letters")
        times = typing(office, max(rounds, 100))
        row(f"a letter typed → its picture, 960×540, warm: p50, p95 of {len(times)}",
            f"{share(times, .5):.0f}, {share(times, .95):.0f} ms", "p95 250 ms", "100 ms")
        halls = two_halls(office, home)
        steps_to_pixels("Duyệt và phát", approvals(office, halls, rounds), "p95 3 s", "1 s")
        steps_to_pixels("Phát ngay", emergencies(office, halls, min(rounds, 20)), "p95 1.5 s", "0.5 s")
        time.sleep(5)
        row("memory of `serve` without its children, after all that", f"{office.pss_kib() / 1024:.0f} MiB", "120 MiB", "60 MiB")
    finally:
        for process in (*halls, office):
            process.stop()


def publishing(binary, home, campaigns):
    """From plain files to a signed version, with everything made anew, by a process of its own."""
    feed, keys = home / "feed", home / "keys"
    subprocess.run([binary, "feed", "init", feed, "--keys", keys], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for what, slides in campaigns:
        progress(f"publish of {what}")
        # Signatures tell whole seconds: what is signed in the second of the one before waits for the next.
        time.sleep(1.1)
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run([binary, "feed", "publish", slides, "--feed", feed, "--keys", keys],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        row(f"publish of {what}, a process of its own (of the processor)", f"{took * 1000:.0f} ms ({cpu * 1000:.0f})",
            "2 s", "0.5 s")


def many_slides(binary, home, slides, options):
    """An office with 30 slides and then many drafts: approvals, the list, pages beside waiting halls."""
    office = Office(binary, home, slides)
    try:
        progress("approvals among 30 slides")
        author, approver = office.browser("viet"), office.browser("duyet")
        rounds = min(options.rounds, 20)
        pressed = [approve(author, approver, "khau-hieu-007", f"Việc nhà, lần thứ {n}") for n in range(rounds)]
        times = [(answered - began) * 1000 for began, answered in pressed]
        row(f"the answer to Duyệt và phát, one of 30 slides being new: p50, p95 of {len(times)}",
            f"{share(times, .5):.0f}, {share(times, .95):.0f} ms", "2 s", "0.5 s")
        times, short, long, scripts, files = listing(office, options.listed, 300)
        row(f"list of {options.listed} slides: p50, p99 of {len(times)}",
            f"{share(times, .5):.1f}, {share(times, .99):.1f} ms", "p99 60 ms", "15 ms")
        row("its HTML, gzipped (and as it is)", f"{short / 1024:.1f} KiB ({long / 1024:.0f})", "40 KB", "25 KB")
        row(f"styles and scripts of a first visit, gzipped ({files} files)", f"{scripts / 1024:.1f} KiB", "60 KB", "35 KB")
        # Each hall is a descriptor here and one in the server, which inherits the limit.
        halls = min(options.halls, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 600)
        progress(f"{halls} halls come to wait")
        times, memory = asyncio.run(beside_halls(office, halls, 300))
        row(f"pages beside {halls} waiting halls: p50, p99 of {len(times)}",
            f"{share(times, .5):.1f}, {share(times, .99):.1f} ms", "p99 500 ms", "50 ms")
        row("memory of `serve` with those halls", f"{memory / 1024:.0f} MiB")
    finally:
        office.stop()


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
    print(f"two cores or more are asked for, this machine has {os.cpu_count()}; load before: {os.getloadavg()[0]:.1f}\n")
    print("| the office's page | measured | asked | aim |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home)
        for name in ("one", "many"):
            (home / name).mkdir()
        one_slide(binary, home / "one", options.rounds)
        thirty = folder(home / "slides-30", 30)
        campaigns = [("30 slogans", thirty)]
        if options.sample:
            campaigns.append(("the sample campaign with its pictures", shutil.copytree(options.slides, home / "sample")))
        publishing(binary, home, campaigns)
        many_slides(binary, home / "many", thirty, options)
    progress("done")
    print("\nLighthouse needs a download and is not run here.")


main()
