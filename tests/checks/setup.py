"""scripts/setup on machines of every kind, each a folder of commands that only pretend."""

import os
import pathlib
import shutil
import subprocess
import tempfile

from taps import done, tap

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
TOOLS = ["sh", "sed", "grep", "awk", "head", "dirname", "cat", "env", "touch", "tr"]
# dpkg-query knows what stands in $STATE/installed ("name version" a line); apt-get adds to it what it is asked for.
FAKES = {
    "dpkg-query": 'for name; do :; done\nsed -n "s/^$name /installed /p" "$STATE/installed"',
    "dpkg": '[ "$2" = "2.5.0-1+deb12u5" ]',
    "apt-get": 'echo "apt-get $*" >>"$STATE/log"\n'
               'case "$*" in *install*) for name; do case $name in -*|install) ;; *) echo "$name ${VERSION:-2.5.0-1+deb12u5}" >>"$STATE/installed" ;;'
               ' esac; done ;; *update*) [ -z "${NO_NET-}" ] ;; esac',
    "sudo": 'echo sudo >>"$STATE/log"\nexec "$@"',
    "id": 'echo "${FAKE_UID:-0}"',
}


def packages(*lists, column=0):
    lines = [line for name in lists for line in (SCRIPTS / f"packages-{name}.txt").read_text("utf-8").splitlines()]
    return [line.split()[column] for line in lines if line and not line.startswith("#")]


def machine(lists, installed=(), without=(), version="2.5.0-1+deb12u5", release="ID=debian\nVERSION_ID=\"12\"\n", **env):
    """Run setup there: status, standard output and error, what apt-get was asked for, in order."""
    with tempfile.TemporaryDirectory(prefix="huizong-") as folder:
        place = pathlib.Path(folder)
        (place / "bin").mkdir()
        for tool in TOOLS:
            (place / "bin" / tool).symlink_to(shutil.which(tool))
        for name, text in FAKES.items():
            if name not in without:
                (place / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
                (place / "bin" / name).chmod(0o755)
        (place / "installed").write_text("".join(f"{name} {version}\n" for name in installed))
        (place / "log").write_text("")
        (place / "os-release").write_text(release)
        ran = subprocess.run([shutil.which("sh"), SCRIPTS / "setup", *lists], capture_output=True, text=True, cwd="/", check=False,
                             env={"PATH": str(place / "bin"), "STATE": folder, "HUIZONG_OS_RELEASE": str(place / "os-release"), **env})
        return ran.returncode, ran.stdout, ran.stderr, (place / "log").read_text().splitlines()


def wrong(seen, *truths):
    return None if all(truths) else f"{seen}"


def silent():
    seen = machine(["run", "test"], packages("run", "test"))
    return wrong(seen, seen == (0, "", "", []))


def fresh():
    seen = status, out, _, log = machine(["run"])
    asked = log[1].split() if len(log) == 2 else []
    return wrong(seen, status == 0, log[0] == "apt-get -q update", "--no-install-recommends" in asked,
                 asked[-len(packages("run")):] == packages("run"), "gcc" in out, "the C compiler" in out)


def one_missing():
    seen = status, out, _, log = machine(["run"], [name for name in packages("run") if name != "make"])
    return wrong(seen, status == 0, len(log) == 2, log[-1].endswith("--no-install-recommends make"), "gcc" not in out)


def other_list():
    seen = status, _, _, log = machine(["run", "test"], packages("run"))
    return wrong(seen, status == 0, "libcmocka-dev" in log[-1], " gcc " not in log[-1])


def too_old():
    seen = status, out, err, log = machine(["run"], packages("run"), version="2.5.0-1")
    # The pretended apt-get adds a line; the first, older one still answers: setup must not call that done.
    return wrong(seen, status == 1, "libexpat1-dev" in log[-1].split(), "gcc" not in log[-1].split(), "still missing" in err)


def through_sudo():
    seen = status, _, _, log = machine(["run"], FAKE_UID="1000")
    return wrong(seen, status == 0, log.count("sudo") == 2)


def nobody():
    seen = status, _, err, log = machine(["run"], FAKE_UID="1000", without=["sudo"])
    return wrong(seen, status == 1, not log, "as root: apt-get" in err, "libzip-dev" in err)


def no_apt():
    seen = status, out, err, log = machine(["run", "test"], without=["apt-get"])
    return wrong(seen, status == 1, not out, not log, all(name in err for name in packages("run", "test")))


def offline_lists():
    seen = status, _, err, _ = machine(["run"], NO_NET="1")
    return wrong(seen, status == 0, "update failed" in err)


def trixie():
    seen = status, _, _, log = machine(["run"], release='ID=debian\nVERSION_ID="13"\n')
    return wrong(seen, status == 0, "pkgconf" in log[-1], "pkg-config" not in log[-1])


def misuse():
    seen = [machine([]), machine(["all"])]
    return wrong(seen, *[one[0] == 2 and "usage" in one[2] and not one[3] for one in seen])


tap("nothing missing: silent, and apt is not asked", silent)
tap("a fresh machine: one update, then every package of the list, each with its reason", fresh)
tap("only what is missing is installed", one_missing)
tap("a second list adds its own", other_list)
tap("a version too old counts as missing", too_old)
tap("as another user through sudo", through_sudo)
tap("neither root nor sudo: says what to do, status 1", nobody)
tap("without apt: names what to install, status 1", no_apt)
tap("an update that fails does not end it", offline_lists)
tap("Debian 13 goes by its own names", trixie)
tap("an unknown list is wrong usage", misuse)
done()
