"""Two runs of one ledger at once: one runs, the other says so within a second. One that is killed leaves no lock."""

import os
import random
import signal
import subprocess
import threading
import time

from night import Night

TRIES, ROWS = 50, 600
ENV = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"}


def start(scene):
    return subprocess.Popen(scene.command(), cwd=scene.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENV)


class Waiting(threading.Thread):
    """A run, and how long it took."""

    def __init__(self, scene):
        super().__init__()
        self.process, self.began = start(scene), time.monotonic()
        super().start()

    def run(self):
        _, self.said = self.process.communicate(timeout=60)
        self.took = time.monotonic() - self.began


def at_once(scene):
    scene.restore()
    both = [Waiting(scene), Waiting(scene)]
    for one in both:
        one.join()
    first, second = sorted(both, key=lambda one: one.process.returncode)
    if first.process.returncode not in (0, 1) or second.process.returncode != 2:
        return f"statuses {first.process.returncode} {second.process.returncode}: {first.said} {second.said}"
    if second.took > 1 or second.said.count(b"\n") != 1 or b"another run" not in second.said:
        return f"the second took {second.took:.2f} s and said {second.said}"
    done = subprocess.CompletedProcess([], first.process.returncode, b"", first.said)
    if scene.outputs() != scene.new or [state for _, state in scene.runs()] != ["done", "done"]:
        return f"not exactly one run: {scene.runs()}"
    return scene.cut_off(done)


def holder_killed(scene, after):
    scene.restore()
    holder = start(scene)
    time.sleep(after)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stderr.close()
    done = scene.run()
    if done.returncode not in (0, 1):
        return f"killed after {after:.3f} s, and the next: status {done.returncode} {done.stderr}"
    if scene.outputs() not in scene.after or scene.all_strays():
        return f"killed after {after:.3f} s, and the next: other outputs, or left behind {scene.all_strays()}"
    return None


def run(binary, tries=TRIES, rows=ROWS):
    scene = Night(binary, count=rows)
    chance = random.Random(7)
    tried, complaints = 0, []
    for _ in range(tries):
        for why in (at_once(scene), holder_killed(scene, chance.uniform(0, 0.5))):
            tried += 1
            if why:
                complaints.append(why)
    scene.close()
    return tried, None, complaints
