"""A hall as a virtual machine: mains, panel, network cable and monitor, all from outside; a shell inside for the rest."""

import json
import os
import random
import signal
import socket
import struct
import subprocess
import time

import numpy
from PIL import Image

# LLVM, in Mesa's software Vulkan, ends itself on `-cpu max`: a processor with a name does not.
PROCESSOR = "Nehalem"


class Machine:
    def __init__(self, folder, size, gpu):
        self.folder, self.size, self.gpu = folder, size, gpu
        self.qemu = None

    def new_disk(self):
        """Forgets everything since the image was made."""
        subprocess.run(
            ["qemu-img", "create", "-q", "-f", "qcow2", "-b", "hall.img", "-F", "raw", f"{self.folder}/disk.qcow2"], check=True
        )

    def on(self, clock="utc", line=True):
        width, height = self.size
        for name in ("qmp", "console", "vnc"):
            if os.path.exists(self.path(name)):
                os.remove(self.path(name))
        command = [
            "nice", "qemu-system-x86_64", "-S", "-machine", "q35", "-accel", "tcg,thread=multi,tb-size=512",
            "-cpu", PROCESSOR, "-smp", "2", "-m", "1536", "-nodefaults", "-no-user-config", "-display", "none",
            "-rtc", f"base={clock}", "-device", f"{self.gpu},xres={width},yres={height}", "-vnc", f"unix:{self.path('vnc')}",
            "-kernel", f"{self.folder}/vmlinuz", "-initrd", f"{self.folder}/initrd",
            "-append", "root=LABEL=hall ro quiet loglevel=3 vt.global_cursor_default=0 console=ttyS0 console=tty0",
            "-drive", f"file={self.folder}/disk.qcow2,if=virtio,format=qcow2,cache=none",
            "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,id=nic,romfile=",
            "-serial", f"file:{self.folder}/serial.log", "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=console,path={self.path('console')},server=on,wait=off",
            "-device", "virtconsole,chardev=console", "-qmp", f"unix:{self.path('qmp')},server=on,wait=off",
        ]  # fmt: skip
        self.qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        self.since = time.time()
        while not os.path.exists(self.path("qmp")):
            if self.qemu.poll() is not None:
                raise SystemExit("QEMU ended; its words are above")
            time.sleep(0.05)
        self.qmp = socket.socket(socket.AF_UNIX)
        self.qmp.connect(self.path("qmp"))
        self.answers = self.qmp.makefile("r")
        self.answers.readline()
        self.ask("qmp_capabilities")
        if not line:
            self.line(False)
        self.ask("cont")

    def path(self, name):
        return f"{self.folder}/{name}.sock"

    def cut(self):
        """The mains are cut: nothing is told to anybody."""
        if self.qemu is not None:
            self.qemu.send_signal(signal.SIGKILL)
            self.qemu.wait()
            self.qemu = None

    def ask(self, command, **arguments):
        self.qmp.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = json.loads(self.answers.readline())
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']}")
            if "return" in answer:
                return answer["return"]

    def panel(self):
        """What the panel shows, as rows of RGB."""
        file = f"{self.folder}/panel.ppm"
        self.ask("screendump", filename=file)
        return numpy.asarray(Image.open(file).convert("RGB")).astype(numpy.int16)

    def line(self, up):
        self.ask("set_link", name="nic", up=up)

    def monitor(self, size):
        """Another monitor is plugged in, or with 0x0 none: QEMU tells the card what a VNC client says of its own window."""
        line = socket.socket(socket.AF_UNIX)
        line.connect(self.path("vnc"))
        line.settimeout(10)
        line.recv(12), line.sendall(b"RFB 003.008\n"), line.recv(line.recv(1)[0]), line.sendall(b"\1"), line.recv(4)
        line.sendall(b"\1"), line.recv(4096)
        line.sendall(struct.pack(">BBHi", 2, 0, 1, -308))
        # Its first word after the start is not taken for news, so that the monitor of the start is said first.
        for width, height in [self.size, size]:
            line.sendall(struct.pack(">BBHHBBIHHHHI", 251, 0, width, height, 1, 0, 0, 0, 0, width, height, 0))
            time.sleep(1.5)
        line.close()

    def inside(self, command, wait=60):
        """Has root in the guest do that; what it printed."""
        line = socket.socket(socket.AF_UNIX)
        line.connect(self.path("console"))
        line.settimeout(wait)
        mark = str(random.randrange(1 << 40))
        line.sendall(f"{mark} {command}\n".encode())
        said = b""
        while not (end := said.partition(f"\x1e{mark} begin".encode())[2]).count(f"\x1e{mark} ".encode()):
            more = line.recv(4096)
            if not more:
                raise RuntimeError("the guest's console closed")
            said += more
        line.close()
        return end.partition(f"\x1e{mark} ".encode())[0].decode(errors="replace").replace("\r", "").strip()
