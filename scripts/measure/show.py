#!/usr/bin/env python3
"""Run one slideshow program on a private Xvfb screen and measure it from outside.

usage: show.py [--seconds N] [--size WxH] [--cgroup DIR] [--json OUT] [--log FILE] [--shot FILE@SECOND ...] -- COMMAND ...
needs: Xvfb, ImageMagick's import (for --shot), Python 3 with python-xlib

What is measured, for whatever program is run (nothing is asked of it):
  frames    screen updates, counted from XDamage reports on the root window; burst_fps is the median rate within
            transitions (runs of 8 frames and more, after the first 3 s); largest_update is a share of the screen
  cpu       CPU seconds per second of wall time: the program's whole process tree, and the X server's beside it
  pss       the tree's proportional set size in MiB (shared pages counted once), peak and last
  first     seconds from start until the screen first shows something other than black
"""
import argparse, json, os, signal, subprocess, sys, tempfile, time
from Xlib import X, display
from Xlib.ext import damage

def tree(pid):
    kids, out = {}, [pid]
    for p in os.listdir('/proc'):
        if p.isdigit():
            try:
                with open(f'/proc/{p}/stat') as f: ppid = int(f.read().rsplit(')', 1)[1].split()[1])
                kids.setdefault(ppid, []).append(int(p))
            except OSError: pass
    i = 0
    while i < len(out):
        out += kids.get(out[i], []); i += 1
    return out

TICK = os.sysconf('SC_CLK_TCK')
def cpu(pids, seen):
    for p in pids:
        try:
            with open(f'/proc/{p}/stat') as f: s = f.read().rsplit(')', 1)[1].split()
            seen[p] = (int(s[11]) + int(s[12])) / TICK
        except OSError: pass
    return sum(seen.values())
def pss(pids):
    t = 0
    for p in pids:
        try:
            with open(f'/proc/{p}/smaps_rollup') as f:
                for line in f:
                    if line.startswith('Pss:'): t += int(line.split()[1])
        except OSError: pass
    return t / 1024

def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--seconds', type=float, default=30)
    ap.add_argument('--size', default='1920x1080')
    ap.add_argument('--json'); ap.add_argument('--log', default=os.devnull); ap.add_argument('--shot', action='append', default=[])
    ap.add_argument('--cgroup', help='the folder of a control group that the program and the X server join')
    ap.add_argument('command', nargs=argparse.REMAINDER)
    a = ap.parse_args(); cmd = a.command[1:] if a.command[:1] == ['--'] else a.command
    def join():
        if a.cgroup:
            with open(os.path.join(a.cgroup, 'cgroup.procs'), 'w') as f: f.write('0')
    r, w = os.pipe()
    xv = subprocess.Popen(['Xvfb', '-displayfd', str(w), '-screen', '0', a.size + 'x24', '-nolisten', 'tcp'], pass_fds=[w],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=join)
    os.close(w)
    p = d = None
    # Whatever goes wrong, no program and no X server stays behind: who started this would wait for them.
    try:
        num = b''
        while not num.endswith(b'\n'):
            more = os.read(r, 16)
            if not more: sys.exit('the X server did not start')
            num += more
        disp = ':' + num.decode().strip()
        env = dict(os.environ, DISPLAY=disp, XDG_RUNTIME_DIR=tempfile.mkdtemp(prefix='show'))
        env.pop('WAYLAND_DISPLAY', None)
        d = display.Display(disp); root = d.screen().root
        d.damage_query_version()
        root.damage_create(damage.DamageReportRawRectangles)
        d.sync()
        t0 = time.monotonic()
        log = open(a.log, 'wb')
        p = subprocess.Popen(cmd, env=env, stdout=log, stderr=log, start_new_session=True, preexec_fn=join)
        seen, xseen, samples, stamps, shots = {}, {}, [], [], sorted((float(s.rsplit('@', 1)[1]), s.rsplit('@', 1)[0]) for s in a.shot)
        first, nxt = None, 0.0
        w_, h_ = map(int, a.size.split('x'))
        import select
        while (now := time.monotonic() - t0) < a.seconds and p.poll() is None:
            select.select([d.fileno()], [], [], 0.02)
            while d.pending_events():
                e = d.next_event()
                if e.type == d.extension_event.DamageNotify and e.area.width * e.area.height > 64:
                    stamps.append((time.monotonic() - t0, e.area.width * e.area.height))
            if first is None and stamps:
                im = root.get_image(w_ // 4, h_ // 4, w_ // 2, 8, X.ZPixmap, 0xffffffff).data
                if any(im[i] for i in range(0, len(im), 41)) and len(set(im[::97])) > 2: first = now
            if now >= nxt:
                pids = tree(p.pid); samples.append((now, cpu(pids, seen), pss(pids), cpu([xv.pid], xseen))); nxt += 1
            while shots and now >= shots[0][0]:
                subprocess.run(['import', '-window', 'root', shots[0][1]], env=env); shots.pop(0)
        died = p.poll()
    finally:
        for end in (signal.SIGTERM, signal.SIGKILL) if p else ():
            try: os.killpg(p.pid, end)
            except OSError: pass
            time.sleep(0.5)
        if p: p.wait()
        if d: d.close()
        xv.terminate(); xv.wait()
    # one presented frame may arrive as several rectangles within a few ms: group them
    frames = []
    for t, _ in stamps:
        if not frames or t - frames[-1] > 0.004: frames.append(t)
    # a burst is a run of frames with no gap over 0.3 s: a transition, whatever second it falls in
    bursts, run = [], frames[:1]
    for t in frames[1:]:
        if t - run[-1] < 0.3: run.append(t)
        else: bursts.append(run); run = [t]
    bursts = [b for b in bursts + [run] if len(b) >= 8 and b[0] > 3]
    rates = sorted((len(b) - 1) / (b[-1] - b[0]) for b in bursts)
    area = max((x for _, x in stamps), default=0) / (w_ * h_)
    per = [0] * (int(a.seconds) + 1)
    for t in frames: per[min(int(t), len(per) - 1)] += 1
    xcpus = [samples[i + 1][3] - samples[i][3] for i in range(len(samples) - 1)]
    cpus = [samples[i + 1][1] - samples[i][1] for i in range(len(samples) - 1)]
    gaps = sorted(b - x for x, b in zip(frames, frames[1:]) if b - x < 0.5)
    out = dict(command=' '.join(cmd)[:120], died=died, first=first and round(first, 2), frames=len(frames),
               busiest_fps=max(per), bursts=len(bursts), burst_fps=round(rates[len(rates) // 2], 1) if rates else None, largest_update=round(area, 2), gap_median_ms=round(1000 * gaps[len(gaps) // 2], 1) if gaps else None,
               gap_p99_ms=round(1000 * gaps[int(len(gaps) * .99)], 1) if gaps else None,
               cpu_total=round(samples[-1][1], 2) if samples else None,
               cpu_per_s=round(sum(cpus[3:]) / max(1, len(cpus[3:])), 3),
               x_cpu_per_s=round(sum(xcpus[3:]) / max(1, len(xcpus[3:])), 3),
               cpu_quietest_s=round(min(cpus[3:]), 3) if len(cpus) > 3 else None,
               pss_peak=round(max(s[2] for s in samples), 1), pss_last=round(samples[-1][2], 1),
               per_second=per, pss_series=[round(s[2], 1) for s in samples], cpu_series=[round(c, 2) for c in cpus])
    print(json.dumps(out))
    if a.json: json.dump(out, open(a.json, 'w'))
main()
