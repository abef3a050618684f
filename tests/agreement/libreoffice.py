#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' OpenDocument, XML and HTML files, and of .xlsx that openpyxl rejects, against LibreOffice.

    libreoffice.py --corpus DIR --dump PROGRAM

LibreOffice converts each file once, every sheet a CSV, with what its cells hold rather than what they show; the folder
agreement/ beside the program keeps them. Compared are the places of all cells and their texts, numbers, days, times and
truths. It is given the file without its formulas: whatever its profile says, it computes anew those that it has to compile,
and what is compared are the stored results. Skipped without LibreOffice.
"""
import datetime
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile

import agree

SECTION = agree.Section("libreoffice", "`.ods`, XML, HTML, odd `.xlsx` and LibreOffice", peer="LibreOffice", enough=0.98)
NEAR = 1e-9
PAGES = (".html", ".htm")
# A category of the manifest, and the endings in it that are asked.
ASKED = {"A4-ods": (".ods", ".fods"), "A6-html-xml2003-slk-dbf": (".xml", ".html", ".htm"),
         "A3q-xlsx-quirks-openpyxl-rejects": (".xlsx",)}
# ',' '"' UTF-8, from line 1, quote all text, no "as shown", no formulas, every sheet.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,false,false,false,false,-1"
ISO = re.compile(r"(\d{4}-\d\d-\d\d)?T?(\d\d:\d\d:\d\d(\.\d+)?)?$")
# But not of errors: LibreOffice has them as results only.
FORMULA = re.compile(rb"""\s[A-Za-z]+:[Ff]ormula=("[^"]*"|'[^']*')(?![^<>]*>\s*<Data[^<>]*"Error")(?![^<>]*"error")""")


def corpus_files(corpus):
    return [row[0] for row in agree.manifest(corpus) if row[0].lower().endswith(ASKED.get(row[1], ("/",)))]


def copy_without_formulas(path, copy):
    """Of a file of XML and of the content of a package; a package that cannot be taken apart as it is."""
    with open(path, "rb") as file:
        data = file.read()
    if not data.startswith(b"PK"):
        with open(copy, "wb") as file:
            file.write(FORMULA.sub(b"", data))
        return
    shutil.copyfile(path, copy)
    try:
        with zipfile.ZipFile(path) as package:
            parts = [(part, package.read(part)) for part in package.infolist()]
    except Exception:  # made to be unreadable, or only its reader is less strict
        return
    with zipfile.ZipFile(copy, "w") as package:
        for part, content in parts:
            package.writestr(part, FORMULA.sub(b"", content) if part.filename == "content.xml" else content)


def convert(corpus, names, cache):
    """Each file once, under a name made of its content, so that the same name is never another file."""
    wanted, stems = [], {}
    os.makedirs(os.path.join(cache, "in"), exist_ok=True)
    for name in names:
        path = os.path.join(corpus, name)
        with open(path, "rb") as file:
            stem = hashlib.sha256(file.read()).hexdigest()[:16]
        stems[name] = stem
        if not os.path.isdir(os.path.join(cache, stem)):
            copy = os.path.join(cache, "in", stem + os.path.splitext(name)[1])
            copy_without_formulas(path, copy)
            wanted.append((stem, copy))
    for stem, copy in wanted:  # one by one: some of these files are made to hang their reader
        fresh = os.path.join(cache, "fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        command = ["timeout", "-k", "1", "30", "soffice", "--headless", "--convert-to", FILTER, "--outdir", fresh, copy,
                   "-env:UserInstallation=file://" + os.path.abspath(os.path.join(cache, "profile"))]
        if copy.endswith(PAGES):  # else it is a text for Writer
            command.append("--infilter=calc_HTML_WebQuery")
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.makedirs(os.path.join(cache, stem), exist_ok=True)
        for made in os.listdir(fresh) if os.path.isdir(fresh) else []:
            shutil.move(os.path.join(fresh, made), os.path.join(cache, stem, made[17:-4] + ".csv"))
    return stems


def parse_csv(text):
    """Rows of (value, quoted): whether a field was quoted says whether it was text."""
    rows, row, at = [], [], 0
    while at < len(text):
        if text[at] == '"':
            end = at + 1
            while text[end] != '"' or text[end + 1:end + 2] == '"':
                end += 2 if text[end] == '"' else 1
            row.append((text[at + 1:end].replace('""', '"'), True))
            at = end + 1
        else:
            end = at
            while end < len(text) and text[end] not in ",\n":
                end += 1
            row.append((text[at:end], False))
            at = end
        if text[at:at + 1] == ",":
            at += 1
            if text[at:at + 1] in ("", "\n"):
                row.append(("", False))
        if at >= len(text) or text[at] == "\n":
            rows.append(row)
            row = []
            at += 1
    return rows


def read_peer(folder):
    """{sheet: {cell: (value, quoted)}}"""
    sheets = {}
    for made in os.listdir(folder):
        cells = {}
        with open(os.path.join(folder, made), encoding="utf-8", newline="") as file:
            rows = parse_csv(file.read().replace("\r\n", "\n"))
        for number, row in enumerate(rows, 1):
            for col, (value, quoted) in enumerate(row, 1):
                if value != "":
                    cells["%s%d" % (agree.column(col), number)] = (value, quoted)
        sheets[made[:-4]] = cells
    return sheets


def file_name(sheet):
    """A sheet's name as LibreOffice makes a file's of it."""
    return re.sub(r'[/\\:*?"<>|]', "_", sheet)


def by_sheet(ours):
    """{sheet: {cell: …}} of our reading, sheets under the names that LibreOffice gives to files."""
    sheets = {}
    for cell in ours.cells:
        sheets.setdefault(file_name(cell["sheet"]), {})[cell["cell"]] = cell
    return sheets


DAY = re.compile(r"(?:(\d+)/(\d+)/(\d+)|(\d{4})-(\d\d)-(\d\d))?[ T]?(?:(-?)(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?)? ?([AP]M)?$")
DAY_0 = datetime.date(1899, 12, 30)


def days_since(year, month, day):
    return float((datetime.date(int(year), int(month), int(day)) - DAY_0).days)


def our_days(text):
    """An ISO day and time in days since 30 December 1899, from where LibreOffice counts; a time alone is one of that day."""
    day, time = ISO.match(text).group(1, 2)
    days = 60.5 if day == "1900-02-29" else days_since(*day.split("-")) if day else 0.0
    if time:
        hour, minute, second = time.split(":")
        days += (int(hour) * 3600 + int(minute) * 60 + float(second)) / 86400
    return days


def peer_days(text):
    """The same of what LibreOffice writes into its input line: 11/13/2020 05:00:00 PM, 2020-11-13, 17:00:00, -30:00:00."""
    match = DAY.match(text)
    if not match or not text:
        return None
    month, day, year, year2, month2, day2, minus, hour, minute, second, half = match.groups()
    days = days_since(year or year2, month or month2, day or day2) if year or year2 else 0.0
    if hour:
        hours = int(hour) % 12 + (12 if half == "PM" else 0) if half else int(hour)
        time = (hours * 3600 + int(minute) * 60 + float(second or 0)) / 86400
        days += -time if minus else time
    return days


def same_moment(iso, peer):
    theirs, mine = peer_days(peer), our_days(iso)
    if theirs is None:
        return False
    said = [mine]
    if "-" not in iso:
        said.append(mine + 1)  # Excel's day 0, which its XML writes with a time alone
    elif mine < 61 and "/" not in peer and "-" not in peer[1:]:
        said.append(mine - 1)  # a span of hours: as a day of Excel's, which has day 0 on the 31st
    return any(abs(theirs - days) * 86400 <= 1 for days in said)


def peer_number(text):
    try:
        return float(text[:-1].replace(",", "")) / 100 if text.endswith("%") else float(text.replace(",", ""))
    except ValueError:
        return None


def plain(text):
    return re.sub("\r\n?", "\n", text).rstrip()


def alike(ours, peer):
    if ours is None or peer is None:
        # White space alone shows nothing.
        return plain(ours["text"] if ours else peer[0]) == ""
    value, quoted = peer
    kind = ours["type"]
    if kind == "text":
        # A day before 1900, which no number of ours stands for, is handed on as text.
        if ISO.match(ours["value"]) and same_moment(ours["value"], value):
            return True
        return quoted and plain(ours["value"]) == plain(value)
    if kind == "bool":
        return value == ("TRUE" if ours["value"] else "FALSE")
    if kind == "number":
        number = peer_number(value)
        if number is None:
            number = peer_days(value)
        return number is not None and abs(number - ours["value"]) <= NEAR * max(1.0, abs(number))
    if kind == "date":
        return same_moment(ours["value"], value)
    return ours["value"] == value


def places(sheets):
    return {(sheet, place): cell for sheet, cells in sheets.items() for place, cell in cells.items()}


def page_rows(cells, text):
    """Texts by rows and columns, blank rows left out, white space of no meaning: how a page's table looks."""
    rows = {}
    for place, cell in cells.items():
        letters, row = re.match("([A-Z]+)([0-9]+)", place).groups()
        shown = " ".join(text(cell).split())
        if shown:
            rows.setdefault(int(row), {})[letters] = shown
    return [rows[row] for row in sorted(rows)]


def same_shown(ours, peer):
    """LibreOffice takes 1,200.50 for a number and 50% for a half."""
    number, other = peer_number(ours), peer_number(peer)
    return ours == peer or (number is not None and number == other)


def numbered(rows):
    return {("row %d" % number, column): text for number, row in enumerate(rows, 1) for column, text in row.items()}


def compare_pages(ours, peer):
    """LibreOffice puts all tables of a page into one sheet, one below another, and has no names for them."""
    mine = [row for sheet in ours.values() for row in page_rows(sheet, lambda cell: cell["text"])]
    theirs = [row for sheet in peer.values() for row in page_rows(sheet, lambda cell: cell[0])]
    return agree.compared(numbered(mine), numbered(theirs), lambda a, b: same_shown(a or "", b or ""))


def outcome(given, name):
    ours, folder = SECTION.dump(given, name), os.path.join(cache_of(given), stems[name])
    if not os.listdir(folder):
        return agree.refused(ours, "it shows nothing")
    peer = read_peer(folder)
    if ours.refusal and not ours.cells and any(peer.values()):
        return agree.refused(ours, None)
    if name.endswith(PAGES):
        return compare_pages(by_sheet(ours), peer)
    return agree.compared(places(by_sheet(ours)), places(peer), alike)


def cache_of(given):
    return os.path.join(os.path.dirname(os.path.abspath(given.dump)), "agreement")


stems = {}


def files(given):
    if not shutil.which("soffice"):
        print("skipped: no LibreOffice")
        sys.exit(77)
    names = corpus_files(given.corpus)
    stems.update(convert(given.corpus, names, cache_of(given)))
    return names


SECTION.main(__doc__, files, outcome)
