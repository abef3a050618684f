"""Disks of every size from too small to enough: a file system in memory, and a limit of file size."""

import os
import subprocess
import tempfile

from scene import NAMES, Scene

STEP = 4096


def mounted(folder, size):
    return subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "huizong-faults", folder], capture_output=True, check=False).returncode == 0


def run(binary):
    folder = tempfile.mkdtemp(prefix="huizong-disk-")
    if os.geteuid() != 0 or not mounted(folder, 1 << 20):
        os.rmdir(folder)
        return 0, "file systems may not be mounted here", []
    scene = Scene(binary, folder)
    tried, complaints, done = 0, [], False
    try:
        size = sum(len(one or b"") for one in scene.old.values()) // STEP * STEP + 3 * STEP
        while not done and size < 1 << 20:
            subprocess.run(["umount", folder], check=True)
            mounted(folder, size)
            scene.restore()
            status = scene.run().returncode
            why = scene.complaint(scene.last, names=list(NAMES.values()))
            if why:
                complaints.append(f"{size} bytes: {why}")
            tried += 1
            done = status != 2
            size += STEP
        if tried < 4 or not done:
            complaints.append(f"{tried} sizes, the last {size}: no full disk was met, or no disk was large enough")
    finally:
        scene.close()
        subprocess.run(["umount", folder], check=False)
        os.rmdir(folder)
    return tried, None, complaints
