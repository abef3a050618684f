"""What the scripts of agreement/ share: files of the corpus, what became of each, what is known of those that differ,
and the page tests/AGREEMENT.md, of which each script writes its own section.

    page = agree.Section("xls", "`.xls` and `.et`, held against xlrd", peer="xlrd", enough=0.995)
    page.main(__doc__, files, outcome)

`files(given)` names the files, `outcome(given, name)` says what became of one. A script is called with --corpus DIR
--dump PROGRAM and speaks TAP: that everything that differs is listed with its reason, that enough agrees, and that the
page says what was found. With --write it writes its section instead (`make agreement`).

Rows of known-SECTION.tsv, beside the script: a file, what became of it word for word as `outcome` says it (so that a
new difference is not excused by an old one), who is right (ours, peer, both where it is a matter of taste, neither),
and why. All were looked at by hand.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

from taps import done, tap

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parent / "agreement"
PAGE = HERE.parent / "AGREEMENT.md"
DAY = 86400
SECONDS = 120  # no file of the corpus needs one; sanitizers are slow

AGREES, DIFFERS, PEER_REFUSES, WE_REFUSE, BOTH_REFUSE = "agree", "differ", "peer refuses", "we refuse", "both refuse"
KINDS = (AGREES, DIFFERS, PEER_REFUSES, WE_REFUSE, BOTH_REFUSE)
RIGHT = ("ours", "peer", "both", "neither")
# Sections in the order of the page.
ORDER = ("xls", "xlsx", "twins", "protected", "layout", "libreoffice", "golden", "csv", "second", "asserted", "hostile")

Outcome = collections.namedtuple("Outcome", "kind said details")
Known = collections.namedtuple("Known", "said right why")


# --- files and what our program says of them --------------------------------------------------------------------------

def manifest(corpus):
    """Rows of MANIFEST.tsv: path, category, format, size, why, expected, …"""
    with open(os.path.join(corpus, "MANIFEST.tsv"), encoding="utf-8") as rows:
        return [line.split("\t") for line in rows.read().split("\n")[1:] if line]


def chosen(corpus, categories, endings):
    """Names of the files of these categories (a pattern) with these endings."""
    wanted = re.compile(categories)
    return [row[0] for row in manifest(corpus) if wanted.match(row[1]) and row[0].lower().endswith(endings)]


class Dump:
    """What `huizong dump` prints of a file: cells as they are printed, and its last word where it refuses the file."""

    def __init__(self, program, path, *options):
        run = subprocess.run([program, "dump", "--lang", "en", *options, path], capture_output=True, timeout=SECONDS,
                             check=False)
        self.status = run.returncode
        self.errors = run.stderr.decode("utf-8", "replace")
        self.cells = [json.loads(line) for line in run.stdout.decode("utf-8").split("\n") if line]
        self.ended_badly = self.status not in (0, 1) or "Sanitizer" in self.errors
        lines = self.errors.strip().split("\n")
        # Of the sentence what is the same wherever the file lies.
        self.refusal = lines[-1].partition(os.path.basename(path))[2].partition(": ")[2] or lines[-1]

    def rule(self):
        """Of a refusal what stays as it is when its sentence is worded anew."""
        return self.refusal.rpartition("[")[2].rstrip("]")

    def values(self):
        """{(sheet, place): (type, value)}, dates as serial days, and {(sheet, "hidden"): whether it is}."""
        found = {}
        for cell in self.cells:
            value = serial(cell["text"]) if cell["type"] == "date" else cell["value"]
            value = float(value) if cell["type"] == "number" else value
            found[cell["sheet"], cell["cell"]] = (cell["type"], value)
            found[cell["sheet"], "hidden"] = ("hidden", cell["hidden"])
        return found


def number_of(count, what):
    return f"{count} {what}{'' if count == 1 else 's'}"


def of_places(places):
    """The places at which two differ: all of a few, else how many."""
    places = ["!".join(str(part) for part in place if part != "") for place in places]
    return ", ".join(places) if len(places) <= 4 else number_of(len(places), "cell")


def compared(ours, peer, alike):
    """The outcome of two sets of cells {(sheet, place): value}; `alike` holds two values, either of them None, together."""
    wrong = [place for place in sorted(set(ours) | set(peer)) if not alike(ours.get(place), peer.get(place))]
    if not wrong:
        return Outcome(AGREES, "", [])
    return Outcome(DIFFERS, of_places(wrong), [f"{place}: ours {ours.get(place)!r}, peer {peer.get(place)!r}" for place in wrong])


def refused(ours, peer_says):
    """The outcome where the peer reads nothing (it says why) or we do (`peer_says` is None)."""
    if peer_says is None:
        return Outcome(WE_REFUSE, ours.rule(), [ours.refusal])
    peer_says = " ".join(peer_says.split())[:70]
    if ours.refusal:
        return Outcome(BOTH_REFUSE, f"{peer_says} / {ours.rule()}", [ours.refusal])
    return Outcome(PEER_REFUSES, f"{peer_says}; we read {number_of(len(ours.cells), 'cell')}", [])


def serial(text):
    """ISO 8601 as a day of the 1900 system, whose day 60 is no day at all."""
    day = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    time = re.search(r"(\d\d):(\d\d):([\d.]+)$", text)
    part = (int(time[1]) * 3600 + int(time[2]) * 60 + float(time[3])) / DAY if time else 0
    if not day:
        return part
    year, month, date = map(int, day.groups())
    if (year, month, date) == (1900, 2, 29):
        return 60 + part
    month, year = (month + 9) % 12, year - (month < 3)
    days = 365 * year + year // 4 - year // 100 + year // 400 + (month * 306 + 5) // 10 + date - 1 - 693899
    return (days if days > 60 else days - 1) + part


def column(number):
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# --- a section of the page --------------------------------------------------------------------------------------------

def cell_of(text):
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def shown(outcome):
    """What became of a file, and what we say where we refuse it."""
    return ": ".join([outcome.said, *(outcome.details[:1] if outcome.kind in (WE_REFUSE, BOTH_REFUSE) else [])])


def table(head, rows):
    lines = ["| " + " | ".join(row) + " |" for row in [head, *rows]]
    return [lines[0], "|" + "---|" * len(head), *lines[1:]]


class Section:
    """What one script finds, as a row of the page's first table and as a section of its own."""

    def __init__(self, name, title, peer, enough=1.0, refusals=None):
        """`refusals` says where what a side refuses is listed, if not here."""
        self.name, self.title, self.peer, self.enough, self.refusals = name, title, peer, enough, refusals
        self.found, self.broken, self.more = {}, [], []

    def known(self):
        path, rows = FOLDER / f"known-{self.name}.tsv", {}
        for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else []:
            if line and not line.startswith("#"):
                name, said, right, why = line.split("\t")
                if right not in RIGHT:
                    raise ValueError(f"{path.name}: {name}: {right} is none of {RIGHT}")
                rows[name] = Known(said, right, why)
        return rows

    def count(self, kind):
        return sum(outcome.kind == kind for outcome in self.found.values())

    def ours_wrong(self):
        known = self.known()
        return [name for name, outcome in self.found.items() if outcome.kind in (DIFFERS, WE_REFUSE)
                and (name not in known or known[name].right in ("peer", "neither"))]

    def share(self):
        """Of what the peer reads, what agrees with it or differs by no mistake of ours."""
        asked = sum(self.count(kind) for kind in (AGREES, DIFFERS, WE_REFUSE))
        return (asked - len(self.ours_wrong())) / asked if asked else 0.0

    # -- what is held

    def unlisted(self):
        """What is found and not listed, or listed and not found so."""
        known, wrong = self.known(), []
        for name, outcome in self.found.items():
            if outcome.kind == AGREES or self.refusals and outcome.kind in (PEER_REFUSES, BOTH_REFUSE):
                if name in known:
                    wrong.append(f"{name}: agrees, and need not be listed")
            elif name not in known:
                wrong += [f"{name}\t{outcome.said}\t?\t?", *(f"    {detail}" for detail in outcome.details[:5])]
            elif known[name].said != outcome.said:
                wrong.append(f"{name}\t{outcome.said}\t?\t: listed as {known[name].said!r}")
        return "\n".join(wrong + [f"{name}: listed, and not among the files" for name in known if name not in self.found])

    def too_few(self):
        return "" if self.share() >= self.enough else f"{100 * self.share():.2f} %, not {100 * self.enough:g} %"

    # -- the page

    def row(self):
        return [f"[{self.title}](#{self.name})", str(len(self.found)), *(str(self.count(kind)) for kind in KINDS),
                f"{100 * self.share():.1f} %"]

    def text(self):
        known = self.known()
        lines = [f'<a id="{self.name}"></a>', f"## {self.title}", ""]
        for kind, head in ((DIFFERS, "Differ"), (WE_REFUSE, f"We refuse what {self.peer} reads"),
                           (PEER_REFUSES, f"{self.peer[:1].upper() + self.peer[1:]} refuses what we read"), (BOTH_REFUSE, "Both refuse")):
            rows = [[cell_of(name), cell_of(shown(outcome)), known[name].right, cell_of(known[name].why)]
                    for name, outcome in sorted(self.found.items()) if outcome.kind == kind and name in known]
            if rows:
                lines += [f"{head}:", "", *table(["file", "what", "right", "why"], rows), ""]
        if self.refusals:
            lines += [f"What a side refuses is listed {self.refusals}.", ""]
        return "\n".join(lines + self.more).rstrip("\n") + "\n"

    def page_differs(self):
        rows, texts = read_page()
        return "" if rows.get(self.name) == self.row() and texts.get(self.name) == self.text() else \
            f"{PAGE.name} does not say what was found: {' | '.join(self.row())}; `make agreement` writes it anew"

    # -- the script

    def options(self, about):
        parser = argparse.ArgumentParser(description=about.strip().split("\n")[0])
        parser.add_argument("--corpus", default=os.environ.get("HUIZONG_CORPUS", ""), help="a folder with MANIFEST.tsv")
        parser.add_argument("--dump", default=os.environ.get("HUIZONG", ""), help="the program: huizong")
        parser.add_argument("--write", action="store_true", help=f"write the section of {PAGE.name}")
        parser.add_argument("--only", default="", help="files whose name contains this, and all that differs in them")
        return parser.parse_args()

    def main(self, about, files, outcome):
        given = self.options(about)
        if not os.path.isdir(given.corpus):
            print("skipped: no corpus")
            sys.exit(77)
        for name in files(given):
            if given.only in name:
                self.found[name] = outcome(given, name)
        if given.only:
            for name, found in self.found.items():
                print(name, found.kind, found.said, *found.details, sep="\n    ")
            sys.exit(0)
        self.finish(given)

    def finish(self, given):
        if given.write:
            write_page(self)
        print("# " + " | ".join(self.row()))
        tap(f"{self.name}: no run of ours ends badly", lambda: "\n".join(self.broken))
        tap(f"{self.name}: what differs is listed with its reason", self.unlisted)
        tap(f"{self.name}: enough agree", self.too_few)
        tap(f"{self.name}: {PAGE.name} says so", self.page_differs)
        done()

    def dump(self, given, name, *options):
        """Our reading of a file of the corpus; a run that ends badly is noted."""
        ours = Dump(given.dump, os.path.join(given.corpus, name), *options)
        if ours.ended_badly:
            self.broken.append(f"{name}: status {ours.status}: {ours.errors[:2000]}")
        return ours


INTRO = """# How our readers agree with others

Written by `make agreement`, which reads the corpus beside the project (`../shared/corpus`, no part of it) with our readers
and with other people's; `make test` holds this page against what is found. Each file is compared cell by cell: places,
types, values, hidden sheets. Every file that differs or that one side refuses was looked at by hand and stands below with who is
right: ours, the peer, both (two ways of saying the same), or neither (nobody can tell what was meant).
The last column: of what the peer reads, how much agrees or differs by no mistake of ours.
"""
HEAD = ["what", "looked at", *KINDS, "share"]


def read_page():
    """{section: row} and {section: text} of the page."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    rows, texts = {}, {}
    for line in text.split("\n"):
        link = re.match(r"\| \[.*\]\(#(\w+)\) \|", line)
        if link:
            rows[link.group(1)] = line[2:-2].split(" | ")
    for part in re.split(r'(?m)^(?=<a id=")', text)[1:]:
        texts[re.match(r'<a id="(\w+)"', part).group(1)] = part.rstrip("\n") + "\n"
    return rows, texts


def write_page(section):
    rows, texts = read_page()
    rows[section.name], texts[section.name] = section.row(), section.text()
    order = [name for name in ORDER if name in rows]
    head = [INTRO, "\n".join(table(HEAD, [rows[name] for name in order])) + "\n"]
    PAGE.write_text("\n".join(head + [texts[name] for name in order]), encoding="utf-8")
