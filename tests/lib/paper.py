"""A workbook on paper: LibreOffice prints it to PDF, poppler says where each word stands.

    books = paper.printed(folder, [folder / "a.xlsx"])     # {"a": [Page, …]}
    paper.missing()                                         # packages that are not installed
"""

import html
import os
import pathlib
import re
import shutil
import subprocess
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
NEEDED = {"soffice": "libreoffice-calc", "pdftotext": "poppler-utils", "pdfinfo": "poppler-utils"}


def missing():
    return sorted({package for tool, package in NEEDED.items() if not shutil.which(tool)})


def call(*arguments, allowed=(0,)):
    """Standard output. The fonts are those that the pictures are made with."""
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=240, check=False,
                          env={**os.environ, "FONTCONFIG_FILE": str(ROOT / "scripts/fonts.conf")})
    if done.returncode not in allowed:
        raise RuntimeError(f"{arguments[0]}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def to_pdf(folder, books):
    # A profile of its own: an office that is open on this machine must not matter.
    call("soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *map(str, books))
    return [folder / f"{book.stem}.pdf" for book in books]


def plain(text):
    """What must be there of a text, whatever the line breaks: compatible forms, no blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text)))


class Word:
    """A run of letters on one line of a cell; y from above, in points."""

    def __init__(self, left, top, right, bottom, text):
        self.left, self.right, self.text = left, right, plain(text)
        self.x, self.y = (left + right) / 2, (top + bottom) / 2
        # A font's own height is much more than that of its letters.
        self.top, self.bottom = self.y - (bottom - top) / 4, self.y + (bottom - top) / 4


class Page:
    def __init__(self, number, width, height, words):
        self.number, self.width, self.height, self.words = number, width, height, words

    def head(self):
        """The text of the first line."""
        first = min((word.y for word in self.words), default=0)
        return "".join(word.text for word in sorted(self.words, key=lambda word: word.left) if abs(word.y - first) < 4)

    def foot(self):
        last = max((word.y for word in self.words), default=0)
        return "".join(word.text for word in sorted(self.words, key=lambda word: word.left) if abs(word.y - last) < 2)


PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.S)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', re.S)


def pages_of(pdf):
    text = call("pdftotext", "-bbox", str(pdf), "-")
    return [Page(number, float(width), float(height),
                 [Word(*map(float, word[:4]), html.unescape(word[4])) for word in WORD.findall(body)])
            for number, (width, height, body) in enumerate(PAGE.findall(text), 1)]


def printed(folder, books):
    return {pdf.stem: pages_of(pdf) for pdf in to_pdf(folder, books)}
