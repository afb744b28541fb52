"""What is due, as `bangtin render` says it, and what a picture of the panel is beside that."""

import glob
import os
import subprocess
import time

import numpy
from PIL import Image

# Seconds that the two pages of the programme take in turn.
LOOP = 32
# Every shade of a pixel may be off by so much, and so large a share of pixels by more.
SHADE, SHARE = 8, 0.002
# The zone that `render --at` speaks in (Vietnam has no summer time).
ZONE = 7 * 3600


class Pages:
    def __init__(self, program, folder, size, scratch):
        self.slides = os.path.basename(folder)
        self.pictures, self.due = {}, []
        render = lambda at, size, to: subprocess.run(
            [program, "render", folder, "--out", to, "--size", size, "--at", time.strftime("%F %T", time.gmtime(at + ZONE))],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        name = lambda file: os.path.basename(file).split("-", 1)[1]
        full, small = f"{scratch}/{size[0]}x{size[1]}", f"{scratch}/small"
        begin = int(time.time()) // LOOP * LOOP
        render(begin, "{}x{}".format(*size), full)
        for file in glob.glob(f"{full}/*.png"):
            self.pictures[name(file)] = numpy.asarray(Image.open(file).convert("RGB")).astype(numpy.int16)
        # Which page is due in each second of the loop: the first that `render` writes.
        for second in range(LOOP):
            subprocess.run(["rm", "-rf", small], check=True)
            render(begin + second, "640x360", small)
            self.due.append(name(min(glob.glob(f"{small}/*.png"))))

    def verdict(self, picture, when, late=2):
        """`due`, `late` (the page that was due before), `moving` from one to the other, `black`, or `other`.

        A page counts as due for `late` seconds more: the machine is emulated."""
        if picture.max() < 16:
            return "black"
        shapes = {page.shape for page in self.pictures.values()}
        if picture.shape not in shapes:
            return "other"
        for name, page in self.pictures.items():
            if (numpy.abs(picture - page).max(axis=2) > SHADE).mean() < SHARE:
                return "due" if name in {self.due[int(at) % LOOP] for at in (when, when - late)} else "late"
        low = numpy.minimum.reduce(list(self.pictures.values())) - SHADE
        high = numpy.maximum.reduce(list(self.pictures.values())) + SHADE
        return "moving" if ((picture >= low) & (picture <= high)).all(axis=2).mean() > 1 - SHARE else "other"
