"""The scenarios of `scripts/hall-vm`, and the table of what was seen."""

import argparse
import collections
import os
import random
import subprocess
import sys
import time

import numpy
from PIL import Image

from machine import Machine
from pages import Pages

# Longest from power on to the page that is due; an emulated machine on a busy host takes its time.
PATIENCE = 600


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.folder, self.size = arguments.folder, tuple(map(int, arguments.size.split("x")))
        self.machine = Machine(self.folder, self.size, arguments.gpu)
        self.wrong = f"{self.folder}/wrong"
        os.makedirs(self.wrong, exist_ok=True)
        self.pages = self.of("before")
        self.rows = []

    def of(self, slides, size=None):
        """The pages of that folder of slides."""
        scratch = f"{self.folder}/rendered/{slides}"
        return Pages(self.arguments.program, f"{self.folder}/{slides}", size or self.size, scratch)

    def first_picture(self):
        """Seconds from power on until something is on the panel that is no console: of many colours, and not black."""
        while time.time() - self.machine.since < PATIENCE:
            panel = self.machine.panel()[::8, ::8].reshape(-1, 3)
            colours, counts = numpy.unique(panel, axis=0, return_counts=True)
            if len(colours) > 60 and colours[counts.argmax()].any():
                return time.time() - self.machine.since
            time.sleep(0.5)
        return None

    def until_due(self, pages, since):
        """Seconds since then until the page that is due is on the panel; None where it never comes."""
        while time.time() - since < PATIENCE:
            if pages.verdict(self.machine.panel(), time.time()) == "due":
                return time.time() - since
            time.sleep(0.5)
        Image.fromarray(self.machine.panel().astype("uint8")).save(f"{self.wrong}/never-due-{int(time.time())}.png")
        return None

    def watch(self, seconds, pages, name, at=None):
        """Looks once a second; what was seen how often. `at(second)` is called before each look."""
        seen, begun = collections.Counter(), time.time()
        for second in range(seconds):
            if at:
                at(second)
            panel = self.machine.panel()
            verdict = pages.verdict(panel, time.time())
            seen[verdict] += 1
            if verdict in ("black", "other"):
                Image.fromarray(panel.astype("uint8")).save(f"{self.wrong}/{name}-{second:03}-{verdict}.png")
            time.sleep(max(0, begun + second + 1 - time.time()))
        return seen

    def row(self, scenario, first=None, due=None, seen=None, note="", ok=True):
        seen = seen or collections.Counter()
        if not ok or due is None or seen["black"] or seen["other"]:
            note = f"NOT OK {note}"
        number = lambda value: "" if value is None else f"{value:.0f}"
        counts = [str(seen[what]) if seen else "" for what in ("due", "late", "moving", "black", "other")]
        self.rows.append([scenario, number(first), number(due), *counts, note.strip()])
        print(" | ".join(self.rows[-1]), file=sys.stderr, flush=True)

    def running(self):
        """A hall that shows what is due, whatever ran before; None where it does not."""
        if self.machine.qemu is None:
            if not os.path.exists(f"{self.folder}/disk.qcow2"):
                self.machine.new_disk()
            self.machine.on()
        return self.until_due(self.pages, self.machine.since)

    def boot(self):
        self.machine.new_disk()
        self.machine.on()
        first = self.first_picture()
        due = self.until_due(self.pages, self.machine.since)
        self.row("boot", first, due, self.watch(64, self.pages, "boot"), self.proofs())

    def proofs(self):
        """What the hall's own records say: how many pages were shown, and how many were not."""
        said = self.machine.inside("journalctl -b -o cat -u bangtin-hall | grep -o '\"shown\":[a-z]*' | sort | uniq -c")
        return "records " + " ".join(said.split()).replace('"shown":true', "shown").replace('"shown":false', "not shown")

    def kill(self):
        due, killed = self.running(), []
        child = "$(cat /proc/$(systemctl show -p MainPID --value bangtin-hall)/task/*/children)"

        def strike(second):
            if second % 20 == 5:
                killed.append(self.machine.inside(f"set -- {child}; kill -9 $1 && echo killed"))

        seen = self.watch(240, self.pages, "kill", strike)
        left = self.machine.inside("grep -c '^framebuffer' /sys/kernel/debug/dri/0/framebuffer")
        self.row("kill", None, due, seen, f"{killed.count('killed')} kills, then {left} framebuffers in all")

    def cuts(self):
        for cut in range(self.arguments.cuts):
            if self.machine.qemu is None:
                self.machine.on()
            if cut % 2:
                self.until_due(self.pages, self.machine.since)
            # Every second cut comes while it starts.
            pause = random.uniform(0, 20 if cut % 2 else 60)
            time.sleep(pause)
            since = time.time() - self.machine.since
            self.machine.cut()
            self.machine.on()
            first = self.first_picture()
            due = self.until_due(self.pages, self.machine.since)
            checks = self.machine.inside("journalctl -b -o cat -t systemd-fsck | tail -1")
            self.row(f"cut {cut + 1}", first, due, None, f"{since:.0f} s after power on; {checks}")

    def clock(self):
        for year in (1970, 2040):
            self.machine.cut()
            self.machine.on(clock=f"{year}-01-01")
            first = self.first_picture()
            due = self.until_due(self.pages, self.machine.since)
            seen = self.watch(64, self.pages, f"clock-{year}")
            self.row(f"clock {year}", first, due, seen, "the guest says " + self.machine.inside("date +%F"))
        self.machine.cut()

    def line(self):
        self.running()
        self.machine.cut()
        self.machine.on(line=False)
        first = self.first_picture()
        due = self.until_due(self.pages, self.machine.since)
        self.row("line gone", first, due, self.watch(32, self.pages, "line-gone"))
        feed, keys = f"{self.folder}/office/feed", f"{self.folder}/office/keys"
        command = [self.arguments.program, "feed", "publish", f"{self.folder}/after", "--feed", feed, "--keys", keys]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        self.pages = self.of("after")
        self.machine.line(True)
        back = time.time()
        due = self.until_due(self.pages, back)
        self.row("line back", None, due, self.watch(32, self.pages, "line-back"), "the new edition")

    def monitor(self):
        self.running()
        before = self.pages
        other = (1024, 768)
        pages = self.of(before.slides, other)
        self.machine.monitor(other)
        due = self.until_due(pages, time.time())
        self.row("monitor {}x{}".format(*other), None, due, self.watch(32, pages, "monitor-other"))
        self.machine.monitor((0, 0))
        time.sleep(10)
        gone = self.machine.inside("cat /sys/class/drm/card0-Virtual-1/status")
        self.machine.monitor(self.size)
        due = self.until_due(before, time.time())
        self.row("monitor back", None, due, self.watch(32, before, "monitor-back"), f"meanwhile {gone}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--size", required=True)
    parser.add_argument("--gpu", default="virtio-vga")
    parser.add_argument("--cuts", type=int, default=5)
    parser.add_argument("scenarios", nargs="+")
    bench = Bench(parser.parse_args())
    try:
        for scenario in bench.arguments.scenarios:
            getattr(bench, scenario)()
    finally:
        bench.machine.cut()
        head = ["scenario", "first picture s", "due page s", "due", "late", "moving", "black", "other", ""]
        for row in [head, ["---"] * len(head), *bench.rows]:
            print("| " + " | ".join(row) + " |")
    return 1 if any("NOT OK" in row[-1] for row in bench.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
