"""A run is told to end, or is killed, at any moment."""

import random
import signal
import subprocess
import time

from scene import Scene

TRIES = 100


def disturbed(scene, number, after):
    """Status of a run that is sent the signal after so many seconds."""
    with subprocess.Popen(scene.command(), cwd=scene.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        time.sleep(after)
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    return subprocess.CompletedProcess([], process.returncode, b"", said)


def run(binary):
    chance = random.Random(20201113)
    scene = Scene(binary, count=200)
    began = time.monotonic()
    scene.run()
    span = (time.monotonic() - began) * 1.2
    tried, complaints, ended = 0, [], 0
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        for _ in range(TRIES):
            scene.restore()
            after = chance.uniform(0, span)
            done = disturbed(scene, number, after)
            tried += 1
            found = scene.outputs()
            whole = all(found[key] in (scene.old[key], scene.new[key]) for key in found)
            complaint = None
            # Before the program has set its handlers the system's own end holds.
            early = done.returncode == -number and found == scene.old and not scene.strays()
            if number == signal.SIGKILL:
                strays = [name for name in scene.strays() if ".huizong-" not in name]
                if not whole or strays:
                    complaint = f"old or new: {whole}, left behind {strays}"
                elif scene.run().returncode not in (0, 1) or scene.outputs() != scene.new or scene.strays():
                    complaint = f"the next run leaves {scene.strays()}: {scene.last}"
            elif done.returncode in (0, 1):
                complaint = scene.complaint(done)
            elif not early and (done.returncode != 2 or found != scene.old or scene.strays()):
                complaint = f"status {done.returncode}, old: {found == scene.old}, left behind {scene.strays()}"
            ended += done.returncode not in (0, 1)
            if complaint:
                complaints.append(f"{number.name} after {after:.3f} s: {complaint}")
    if ended < tried / 4:
        complaints.append(f"only {ended} of {tried} runs were met by the signal")
    scene.close()
    return tried, None, complaints
