#!/usr/bin/env python3
"""Runs a hall, a Chromium kiosk and pqiv on the same posters, one after the other, and prints what each cost.

usage: bench.py BINARY [--minutes N] [--seconds N] [--size WxH] [--speed PERCENT ...]
needs: show.py beside it, Xvfb, ImageMagick, chromium, pqiv; for --speed, the right to make a control group
"""
import argparse, contextlib, json, os, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
SHOWN_S = 8  # A slide may not be shown for less, so the peers show theirs as long.

CAMPAIGN = """
transition = "fade"
transition_ms = 1000

[unit]
name = "UBND xã Mai Phụ"
kicker = "CẢI CÁCH HÀNH CHÍNH"
hotline = "18001096"
portal = "dichvucong.gov.vn"

[[playlist]]
id = "ap-phich"
slides = [{slides}]

[[campaign]]
id = "ap-phich"
playlist = "ap-phich"
"""

POSTER = """
template = "poster"
picture = "posters/p{n}.jpg"
alt = "Áp phích {n}"
duration_s = {shown}
"""


def posters(folder, size):
    """Six noisy pictures: the worst case for whoever blends them, and the same for all."""
    folder.mkdir(parents=True)
    for n in range(1, 7):
        subprocess.run(["convert", "-size", size, "plasma:fractal", "-seed", str(n), "-quality", "92",
                        str(folder / f"p{n}.jpg")], check=True)


def hall(binary, home, slides):
    """Publishes the folder, fills a store from it, and gives the command that plays it."""
    run = lambda *words: subprocess.run([binary, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
    feed, keys, data = home / "feed", home / "keys", home / "hall"
    run("feed", "init", feed, "--keys", keys)
    run("feed", "publish", slides, "--feed", feed, "--keys", keys)
    command = [binary, "play", "--feed", str(feed), "--root", str(feed / "root.json"), "--data", str(data)]
    # A first short run fills the store: what is measured is a start with a full one.
    show(command, 6, "1920x1080")
    return command


def show(command, seconds, size, cgroup=None):
    within = ["--cgroup", str(cgroup)] if cgroup else []
    out = subprocess.run([sys.executable, str(HERE / "show.py"), "--seconds", str(seconds), "--size", size, *within,
                          "--", *command], check=True, capture_output=True, text=True).stdout
    return json.loads(out)


@contextlib.contextmanager
def slowed(percent):
    """A control group whose processes have so many percent of one core together, in slices of 10 ms: a slower machine."""
    if percent is None:
        yield None
        return
    period, quota = 10_000, 100 * percent
    root = pathlib.Path("/sys/fs/cgroup")
    old = (root / "cpu").is_dir()  # Version 1 has a tree for each resource.
    group = (root / "cpu" if old else root) / f"bangtin-bench-{os.getpid()}"
    try:
        group.mkdir()
        if old:
            (group / "cpu.cfs_period_us").write_text(str(period))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (group / "cpu.max").write_text(f"{quota} {period}")
    except OSError as error:
        sys.exit(f"--speed needs a control group of its own, and {group} cannot be made: {error}")
    try:
        yield group
    finally:
        group.rmdir()


def still_cpu(result):
    """CPU seconds a second while nothing moves: the median of the seconds in which no frame came."""
    still = sorted(cpu for cpu, frames in zip(result["cpu_series"], result["per_second"]) if frames == 0)
    return still[len(still) // 2] if still else None


def row(name, result, seconds):
    changes = max(1, result["bursts"])
    cpu = (result["cpu_per_s"] + result["x_cpu_per_s"]) * seconds / changes
    still = still_cpu(result)
    return [name, result["burst_fps"], result["gap_p99_ms"], round(cpu, 2), result["first"], result["pss_peak"],
            None if still is None else f"{100 * still:.1f} %"]


def table(head, rows):
    rows = [[("-" if cell is None else str(cell)) for cell in line] for line in [head, *rows]]
    widths = [max(len(line[n]) for line in rows) for n in range(len(head))]
    for n, line in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |")
        if n == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print()


def ratio(a, b):
    return None if not a or not b else f"{a / b:.2f}"


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("binary")
    ap.add_argument("--minutes", type=float, default=0, help="minutes of rotation of the sample campaign, for memory")
    ap.add_argument("--seconds", type=int, default=60, help="seconds each program plays the posters")
    ap.add_argument("--size", default="1920x1080")
    ap.add_argument("--speed", type=int, nargs="+", metavar="PERCENT",
                    help="percent of one core that each program and its X server have together")
    a = ap.parse_args()
    binary = str(pathlib.Path(a.binary).resolve())
    with tempfile.TemporaryDirectory(prefix="bangtin-bench") as scratch:
        home = pathlib.Path(scratch)
        slides = home / "slides"
        posters(slides / "posters", a.size)
        names = [f"ap-phich-{n}" for n in range(1, 7)]
        (slides / "campaign.toml").write_text(CAMPAIGN.format(slides=", ".join(f'"{name}"' for name in names)))
        for n, name in enumerate(names, 1):
            (slides / f"{name}.toml").write_text(POSTER.format(n=n, shown=SHOWN_S))
        width, height = a.size.split("x")
        (slides / "fade.html").write_text((HERE / "fade.html").read_text())
        chromium = ["chromium", "--no-sandbox", "--kiosk", f"--window-size={width},{height}", "--window-position=0,0",
                    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", f"--user-data-dir={home / 'chromium'}",
                    "--allow-file-access-from-files", f"file://{slides}/fade.html"]
        pqiv = ["pqiv", "-f", "-s", "-d", str(SHOWN_S), "--fade", "--fade-duration=1",
                *(str(slides / "posters" / f"p{n}.jpg") for n in range(1, 7))]
        programs = [("bangtin", hall(binary, home, slides)), ("chromium", chromium), ("pqiv", pqiv)]
        head = ["", "fade frames/s", "gap p99 ms", "CPU s a change (with X)", "first picture s", "memory MiB (PSS)",
                "CPU while still"]
        for percent in a.speed or [None]:
            with slowed(percent) as cgroup:
                results = {name: show(command, a.seconds, a.size, cgroup) for name, command in programs}
            speed = f", {percent} % of one core" if percent else ""
            print(f"Six posters, {SHOWN_S} s each with a crossfade of 1 s, {a.size}, {a.seconds} s each{speed}:\n")
            table(head, [row(name, result, a.seconds) for name, result in results.items()])
            ours, theirs = row("", results["bangtin"], a.seconds), row("", results["chromium"], a.seconds)
            print("bangtin ÷ chromium:")
            table(head[1:6], [[ratio(x, y) for x, y in zip(ours[1:6], theirs[1:6])]])

        if a.minutes:
            sample = home / "sample"
            sample.mkdir()
            command = hall(binary, sample, HERE.parent.parent / "slides")
            half = int(a.minutes * 30)
            result = show(command, 2 * half, a.size)
            print(f"Sample campaign, {a.minutes:g} minutes of rotation, {a.size}:\n")
            pss = result["pss_series"]
            table(["memory half way MiB", "memory at the end MiB", "peak MiB", "CPU while still", "first picture s"],
                  [[pss[len(pss) // 2], pss[-1], result["pss_peak"], f"{100 * still_cpu(result):.1f} %", result["first"]]])


main()
