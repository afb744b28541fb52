#!/usr/bin/env python3
"""Runs a hall, a Chromium kiosk and pqiv on the same posters, one after the other, and prints one table of what each cost.
What is under way is said on stderr.

usage: bench.py BINARY [--minutes N] [--seconds N] [--size WxH] [--speed PERCENT ...] [--figures FILE]
needs: show.py beside it, Xvfb, ImageMagick, chromium, pqiv; for --speed, the right to make a control group
"""
import argparse, contextlib, json, os, pathlib, shutil, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
BEGAN = time.monotonic()
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


def progress(what):
    print(f"{time.monotonic() - BEGAN:6.1f} s  {what}", file=sys.stderr, flush=True)


def posters(folder, size):
    """Six noisy pictures: the worst case for whoever blends them, and the same for all."""
    folder.mkdir(parents=True)
    for n in range(1, 7):
        subprocess.run(["convert", "-size", size, "plasma:fractal", "-seed", str(n), "-quality", "92",
                        str(folder / f"p{n}.jpg")], check=True)


def hall(binary, home, slides):
    """Publishes the folder, fills a store from it, and gives the command that plays it."""
    run = lambda *words: subprocess.run([binary, *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
                          "--", *command], check=True, stdout=subprocess.PIPE, text=True).stdout
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


def costs(result, seconds):
    """What one program cost: figure by the words for it."""
    changes = max(1, result["bursts"])
    cpu = (result["cpu_per_s"] + result["x_cpu_per_s"]) * seconds / changes
    still = still_cpu(result)
    return {
        "frames/s within a crossfade (more is better)": result["burst_fps"],
        "longest gap between two frames, p99, ms": result["gap_p99_ms"],
        "processor for one change of slides, with the X server, s": round(cpu, 2),
        "first picture after, s": result["first"],
        "memory at its peak (PSS), MiB": result["pss_peak"],
        "processor while nothing moves, % of a core": None if still is None else round(100 * still, 1),
    }


def ratio(ours, theirs):
    return f"{ours / theirs:.2f}" if ours and theirs else "–"


def line(*cells):
    print("| " + " | ".join("–" if cell is None else str(cell) for cell in cells) + " |", flush=True)


def rotation(binary, home, minutes, size):
    """The memory of a hall that plays the sample campaign for so many minutes."""
    progress(f"the sample campaign plays for {minutes:g} minutes")
    sample = home / "sample"
    sample.mkdir()
    command = hall(binary, sample, HERE.parent.parent / "slides")
    result = show(command, int(minutes * 60), size)
    pss, still = result["pss_series"], still_cpu(result)
    yield f"memory after {minutes / 2:g} and {minutes:g} minutes of the sample, at its peak, MiB", \
        f"{pss[len(pss) // 2]}, {pss[-1]}, {result['pss_peak']}"
    yield "processor while nothing moves, % of a core", None if still is None else f"{100 * still:.1f}"


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("binary")
    ap.add_argument("--minutes", type=float, default=0, help="minutes of rotation of the sample campaign, for memory")
    ap.add_argument("--seconds", type=int, default=60, help="seconds each program plays the posters")
    ap.add_argument("--size", default="1920x1080")
    ap.add_argument("--speed", type=int, nargs="+", metavar="PERCENT",
                    help="percent of one core that each program and its X server have together")
    ap.add_argument("--figures", type=pathlib.Path, help="lines `| what | figure |` of the program alone, for the same table")
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
        progress("six posters are published and fetched")
        programs = [("bangtin", hall(binary, home, slides))]
        for name, command in (("chromium", chromium), ("pqiv", pqiv)):
            if shutil.which(command[0]):
                programs.append((name, command))
            else:
                progress(f"{name} is not installed, and nothing is compared with it")
        for percent in a.speed or [None]:
            cost = {}
            with slowed(percent) as cgroup:
                for name, command in programs:
                    progress(f"{name} plays for {a.seconds} s")
                    cost[name] = costs(show(command, a.seconds, a.size, cgroup), a.seconds)
            speed = f", {percent} % of one core" if percent else ""
            print(f"\nSix posters, {SHOWN_S} s each with a crossfade of 1 s, {a.size}{speed}. Beside bangtin, two peers that "
                  "do the same work: Chromium as a kiosk, which is what such screens usually are, and pqiv, a viewer of "
                  "pictures. A dash: nothing to compare with.\n")
            line("the picture", "bangtin", "chromium", "pqiv", "bangtin ÷ chromium")
            line(*["---"] * 5)
            for what, ours in cost["bangtin"].items():
                theirs, viewers = (cost.get(peer, {}).get(what) for peer in ("chromium", "pqiv"))
                line(what, ours, theirs, viewers, ratio(ours, theirs))
            for figure in a.figures.read_text().splitlines() if a.figures else []:
                line(*figure.strip("| ").split(" | "), None, None, None)
        for what, figure in rotation(binary, home, a.minutes, a.size) if a.minutes else []:
            line(what, figure, None, None, None)


main()
