#!/usr/bin/env python3
"""Measures what a feed costs a hall and its server, with real processes and sockets, and prints tables.

usage: feed.py BINARY SLIDES [--halls N] [--idle SECONDS] [--together SECONDS]
needs: faketime
"""
import argparse, asyncio, hashlib, json, os, pathlib, re, resource, shutil, signal, subprocess, tempfile, threading, time

CLOCK_AHEAD_S = 433
SLOGAN = 'template = "slogan"\ntext = "{words}"\n'


class Office:
    """A served feed in a folder of its own."""

    def __init__(self, binary, slides, home):
        self.binary, self.home = binary, home
        self.slides = home / "slides"
        shutil.copytree(slides, self.slides)
        self.serve = subprocess.Popen([binary, "serve", "--data", home / "office", "--listen", "127.0.0.1:0"],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.serve.stdout.readline().split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1].strip("/"))

    def publish(self, words=None):
        """Publishes the folder, with one slogan changed."""
        if words:
            (self.slides / "khau-hieu-01.toml").write_text(SLOGAN.format(words=words))
        subprocess.run([self.binary, "feed", "publish", self.slides, "--feed", self.home / "office/feed",
                        "--keys", self.home / "office/keys"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def timestamp(self):
        return (self.home / "office/feed/metadata/timestamp.json").read_bytes()


class Counter:
    """Stands between a hall and the server and counts requests and bytes."""

    def __init__(self, port):
        self.port, self.requests, self.bytes = port, 0, 0

    async def carry(self, reader, writer):
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self.port)

        async def pump(source, sink, asking):
            while data := await source.read(1 << 16):
                self.bytes += len(data)
                self.requests += data.count(b"GET /") if asking else 0
                sink.write(data)
                await sink.drain()
            sink.close()

        await asyncio.gather(pump(reader, server_writer, True), pump(server_reader, writer, False),
                             return_exceptions=True)


async def collect(office, hall):
    """One cycle of a hall: what it said, requests, bytes both ways, seconds, seconds of processor."""
    counter = Counter(office.port)
    proxy = await asyncio.start_server(counter.carry, "127.0.0.1", 0)
    port = proxy.sockets[0].getsockname()[1]
    command = [office.binary, "collect", "--feed", f"http://127.0.0.1:{port}", "--root",
               str(office.home / "office/feed/root.json"), "--data", str(hall), "--display", "ht-001"]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = await asyncio.create_subprocess_exec(*map(str, command), stdout=asyncio.subprocess.PIPE,
                                                   stderr=asyncio.subprocess.DEVNULL)
    said, _ = await process.communicate()
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    proxy.close()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return said.decode().strip(), counter.requests, counter.bytes, took, cpu


def memory_kib(pid):
    """Proportional memory of a process, KiB."""
    return int(re.search(r"^Pss:\s+(\d+)", pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1])


def cpu_s(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def wait_for_news(port, tag, number, waiting, answered):
    """One hall that holds a question open; notes when the answer came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write((f"GET /metadata/timestamp.json HTTP/1.1\r\nhost: feed\r\nif-none-match: \"{tag}\"\r\n"
                  f"prefer: wait=300\r\nbangtin-display: hall-{number}\r\nbangtin-edition: 1\r\n\r\n").encode())
    waiting.append(number)
    status = await reader.readline()
    answered.append((time.monotonic(), status))
    writer.close()


async def many(office, halls):
    """Memory of the server for so many waiting halls, and how soon all of them hear of a publish."""
    tag = hashlib.sha256(office.timestamp()).hexdigest()
    idle = memory_kib(office.serve.pid)
    waiting, answered = [], []
    tasks = []
    for number in range(halls):
        tasks.append(asyncio.create_task(wait_for_news(office.port, tag, number, waiting, answered)))
        if number % 50 == 49:
            await asyncio.sleep(0.05)
    while len(waiting) < halls:
        await asyncio.sleep(0.1)
    await asyncio.sleep(2)
    full, spent = memory_kib(office.serve.pid), cpu_s(office.serve.pid)
    await asyncio.sleep(10)
    spent = cpu_s(office.serve.pid) - spent
    assert not answered, "nobody may be answered before there is news"
    before = office.timestamp()
    publishing = asyncio.create_task(asyncio.to_thread(office.publish, "CẢ XÃ CÙNG HAY"))
    while office.timestamp() == before:
        await asyncio.sleep(0.001)
    published = time.monotonic()
    await asyncio.wait_for(asyncio.gather(*tasks), 60)
    await publishing
    assert all(b" 200 " in status for _, status in answered), "every hall hears of it"
    late = sorted((at - published) * 1000 for at, _ in answered)
    return idle, full, spent, late[0], late[len(late) // 2], late[-1]


def idle(office, seconds):
    """Bytes a playing hall writes to its disk while nothing is new."""
    hall, screen = office.home / "idle", pathlib.Path("/dev/shm" if os.path.isdir("/dev/shm") else office.home)
    screen = pathlib.Path(tempfile.mkdtemp(dir=screen))
    play = subprocess.Popen([office.binary, "play", "--feed", office.url, "--root",
                             office.home / "office/feed/root.json", "--data", hall, "--display", "ht-001",
                             "--offscreen", screen, "--size", "640x360"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stamps = lambda: {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in hall.rglob("*") if path.is_file()}
    try:
        time.sleep(20)
        before, files = cpu_s(play.pid), stamps()
        time.sleep(seconds)
        written = sum(size for path, (_, size) in stamps().items() if files.get(path) != (stamps()[path]))
        state = max((path.stat().st_size for path in hall.glob("state.*")), default=0)
        return written, state, (cpu_s(play.pid) - before) / seconds
    finally:
        play.kill()
        play.wait()
        shutil.rmtree(screen)


def agreement(office, seconds):
    """How far apart two halls bring on the same page, ms, where the clock of one is minutes ahead: median and most."""
    brought_on, halls = ({}, {}), []

    def hear(hall, seen):
        for line in hall.stdout:
            now, record = time.monotonic(), json.loads(line)
            seen[record["slide"], record["page"], record["until"]] = now

    for seen, wrong in zip(brought_on, ([], ["faketime", "-f", f"+{CLOCK_AHEAD_S}s"])):
        home = pathlib.Path(tempfile.mkdtemp(dir=office.home))
        hall = subprocess.Popen([*wrong, office.binary, "play", "--feed", office.url, "--root",
                                 office.home / "office/feed/root.json", "--data", home / "hall", "--display", "ht-001",
                                 "--offscreen", home / "screen", "--size", "640x360"],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                env=dict(os.environ, FAKETIME_DONT_FAKE_MONOTONIC="1"))
        threading.Thread(target=hear, args=(hall, seen), daemon=True).start()
        halls.append(hall)
    time.sleep(seconds)
    for hall in halls:
        hall.kill()
        hall.wait()
    # What a hall hears of the time counts from the next page on: its first one begins when it begins.
    both = [page for page in brought_on[0] if page in brought_on[1]][1:]
    apart = sorted(abs(brought_on[0][page] - brought_on[1][page]) * 1000 for page in both)
    assert apart, "too short a time for both to bring on a second page: a longer --together"
    return len(apart), apart[len(apart) // 2], apart[-1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("slides", type=pathlib.Path)
    parser.add_argument("--halls", type=int, default=1000)
    parser.add_argument("--idle", type=int, default=90)
    parser.add_argument("--together", type=int, default=120)
    options = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 65536) if most > 0 else 65536, most))
    with tempfile.TemporaryDirectory() as home:
        office = Office(options.binary.resolve(), options.slides, pathlib.Path(home))
        try:
            office.publish()
            hall = office.home / "hall"
            rows = [("first collect of the sample", asyncio.run(collect(office, hall)))]
            rows.append(("an unchanged feed", asyncio.run(collect(office, hall))))
            office.publish("HỒ SƠ NỘP TỪ NHÀ")
            rows.append(("a new slogan", asyncio.run(collect(office, hall))))
            print("| a cycle of `collect` | requests | bytes, both ways | seconds | CPU s |\n|---|---|---|---|---|")
            for name, (said, requests, count, took, cpu) in rows:
                print(f"| {name} ({said}) | {requests} | {count} | {took:.2f} | {cpu:.2f} |")
            empty, full, spent, first, middle, last = asyncio.run(many(office, options.halls))
            print(f"\n| {options.halls} halls on one server | |\n|---|---|")
            print(f"| memory of the server, alone and with all waiting | {empty} and {full} KiB |")
            print(f"| memory a waiting hall | {(full - empty) / options.halls:.1f} KiB |")
            print(f"| CPU while all wait, 10 s | {spent:.2f} s |")
            print(f"| from the new timestamp to the first, median, last hall | {first:.0f}, {middle:.0f}, {last:.0f} ms |")
            written, state, share = idle(office, options.idle)
            print(f"\n| a hall that plays while nothing is new, {options.idle} s | |\n|---|---|")
            print(f"| bytes written to its store | {written} |")
            print(f"| bytes of its state, written every six hours | {state} (a day: {4 * state}) |")
            print(f"| CPU, of one core | {share:.3f} |")
            pages, middle, most = agreement(office, options.together)
            print(f"\n| two halls, the clock of one {CLOCK_AHEAD_S} s ahead | |\n|---|---|")
            print(f"| pages both brought on | {pages} |")
            print(f"| apart, median and most | {middle:.1f} and {most:.1f} ms |")
        finally:
            office.serve.send_signal(signal.SIGKILL)
            office.serve.wait()


main()
