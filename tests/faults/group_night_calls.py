"""A system call of a night fails, each in its turn: no room, a broken disk, no descriptors, on outputs, temporaries, ledger and journal alike."""

from group_calls import traced
from night import Night, injected, sampled, tracing

FAULTS = [
    ("write", "ENOSPC"), ("write", "EIO"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fsync", "EIO"), ("fsync", "ENOSPC"),
    ("fdatasync", "EIO"), ("fdatasync", "ENOSPC"), ("ftruncate", "EIO"), ("rename", "ENOSPC"), ("rename", "EIO"), ("link", "EPERM"), ("unlink", "EIO"), ("mkdir", "ENOSPC"),
    ("openat", "EMFILE"), ("openat", "EIO"), ("openat", "ENOSPC"), ("read", "EIO"), ("pread64", "EIO"), ("fcntl", "EIO"), ("fcntl", "ENOLCK"),
    ("flock", "ENOLCK"), ("close", "EIO"), ("newfstatat", "EIO"), ("lseek", "EIO"), ("fchmod", "EPERM"), ("clone", "EAGAIN"), ("pipe2", "EMFILE"), ("rmdir", "EIO"),
    ("access", "EACCES"), ("readlink", "EIO"), ("fchown", "EPERM"), ("mmap", "ENOMEM"),
]
# A call whose failure is the trouble itself can neither take its own traces away nor say a line; the next run does.
EXCUSED = {"unlink": "left behind", "rmdir": "left behind", "write": "status 2 with 0 lines"}


def run(binary, each=None, faults=None):
    skipped = tracing()
    if skipped:
        return 0, skipped, []
    scene = Night(binary)
    tried, complaints, counts = 0, [], {}
    for call, error in faults or FAULTS:
        if call not in counts:
            counts[call] = traced(scene, call)
        before, total = counts[call]
        for when in sampled(range(before + 1, total + 1), each):
            scene.restore()
            done = scene.run(prefix=injected(call, f"error={error}", when))
            tried += 1
            why = scene.failed(done, may_fail_inputs=True)
            if why and call in EXCUSED and why.startswith(EXCUSED[call]):
                why = scene.cut_off(done)
            if why:
                complaints.append(f"{call} {error} at {when} of {total}: {why}")
    scene.close()
    return tried, None, complaints
