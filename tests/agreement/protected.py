#!/usr/bin/python3
"""Hold `huizong dump` of the corpus' protected files against their plain twins, cell by cell.

    protected.py --corpus DIR --dump PROGRAM

Of files without a twin the cells are written down here, as a person sees them in Excel. Each file is read with a list
of all passwords, with its own left out, and without any: whichever does not open it must be `input.encrypted` and
nothing else. Files whose sheets or structure alone are protected are read as openpyxl does, without any password.
"""
import json
import os
import subprocess
import tempfile

import agree
from xlsx import compare

SECTION = agree.Section("protected", "files under a password, and their twins or known cells", peer="the twin")
DEFAULT = None  # Excel's own, which nobody has to give
EDR = "ExcelDataReader+ExcelDataReader/src/TestData/"
TOOL = "nolze+msoffcrypto-tool/tests/"
POI = "apache+poi/test-data/"
PHP = "PHPOffice+PhpSpreadsheet/tests/data/Reader/XLS/"
SAYS = {("Sheet1", "A1"): "Password: password"}

# file: password, and the twin or some of its cells
FILES = {
    EDR + "Test_git_issue_242_std_rc4_pwd_password.xls": ("password", SAYS),
    EDR + "Test_git_issue_242_xor_pwd_password.xls": ("password", SAYS),
    EDR + "Test_git_issue_477_crypto_keylength40.xls": ("password", {("Sheet1", "A1"): "1"}),
    PHP + "pwtest2.xls": ("pwtest2", {("Sheet1", "A1"): "test2"}),
    PHP + "pwtest3.xls": (DEFAULT, {("Sheet1", "A1"): "x"}),
    POI + "spreadsheet/50833.xls": (DEFAULT, {("Sheet1", "A1"): "test cell value"}),
    POI + "spreadsheet/60284.xls": (DEFAULT, {}),
    POI + "spreadsheet/xor-encryption-abc.xls": ("abc", {("Sheet1", "A1"): "1", ("Sheet1", "A2"): "2", ("Sheet1", "A3"): "3"}),
    "tafia+calamine/tests/issue_385.xls": (DEFAULT, {}),
    TOOL + "inputs/rc4cryptoapi_password.xls": ("Password1234_", TOOL + "outputs/rc4cryptoapi_password_plain.xls"),
    TOOL + "inputs/xor_password_123456789012345.xls": (
        "123456789012345", TOOL + "outputs/xor_password_123456789012345_plain.xls"),
    TOOL + "inputs/example_password.xlsx": ("Password1234_", TOOL + "outputs/example.xlsx"),
    POI + "poifs/protect.xlsx": (DEFAULT, {}),
    POI + "poifs/protected_sha512.xlsx": ("this is a test", {("Sheet1", "A1"): "here", ("Sheet1", "B1"): "is"}),
    "qax-os+excelize/test/encryptAES.xlsx": ("password", {("Sheet1", "A1"): "SECRET"}),
}
for kind in ("agile_AES128_MD5_CBC", "agile_AES128_SHA384_CBC", "agile_AES192_SHA512_CBC", "agile_DES_MD5_CBC",
             "agile_RC2_SHA1_CBC", "standard_AES256_SHA1_ECB"):
    for folder in ("", "strict/"):
        FILES[EDR + folder + kind + "_pwd_password.xlsx"] = ("password", SAYS)
NO_CELLS = ("tafia+calamine/tests/issue_385.xls",)  # its sheets are empty
PLAIN = "workbookProtection"


def dump(program, path, folder, passwords):
    command = [program, "dump", path, "--lang", "en"]
    if passwords is not None:
        listed = os.path.join(folder, "passwords")
        with open(listed, "w", encoding="utf-8-sig", newline="\r\n") as out:
            out.write("".join(word + "\n" for word in passwords))
        command += ["--password-file", listed]
    run = subprocess.run(command, capture_output=True, timeout=120)
    cells = [json.loads(line) for line in run.stdout.decode().splitlines()]
    return ({(c["sheet"], c["cell"]): (c["type"], c["value"], c["text"], c["hidden"]) for c in cells},
            run.stderr.decode(), run.returncode)


def opened(given, name, folder):
    """What is wrong with a file that its password opens; None where all is well."""
    password, expected = FILES[name]
    path = os.path.join(given.corpus, name)
    cells, said, status = dump(given.dump, path, folder, [p for p, _ in FILES.values() if p])
    if status or (not cells and name not in NO_CELLS):
        return f"not opened: {said}"
    if isinstance(expected, str):
        twin, _, _ = dump(given.dump, os.path.join(given.corpus, expected), folder, None)
        wrong = [place for place in set(cells) | set(twin) if cells.get(place) != twin.get(place)]
        return f"{len(wrong)} of {len(twin)} cells differ from the twin's" if wrong or not twin else None
    wrong = [place for place, text in expected.items() if cells.get(place, ("",) * 4)[2] != text]
    return f"{wrong} are not as expected" if wrong else None


def kept_shut(given, name, folder):
    """What is wrong with a file whose password is not given."""
    password, _ = FILES[name]
    path = os.path.join(given.corpus, name)
    others = {p for p, _ in FILES.values() if p and p != password}
    for words in (sorted(others), None):
        cells, said, status = dump(given.dump, path, folder, words)
        if password is DEFAULT:
            if status:
                return f"not opened by Excel's own password: {said}"
        elif status != 1 or cells or "[input.encrypted]" not in said or "[input.unreadable]" in said:
            return f"status {status}: {said}"
    return None


def outcome(given, name):
    if PLAIN in name:
        return compare(SECTION.dump(given, name), os.path.join(given.corpus, name))
    if name not in FILES:
        return agree.Outcome(agree.DIFFERS, "not listed in protected.py", [])
    with tempfile.TemporaryDirectory() as folder:
        wrong = [w for w in (opened(given, name, folder), kept_shut(given, name, folder)) if w]
    return agree.Outcome(agree.DIFFERS, wrong[0], wrong) if wrong else agree.Outcome(agree.AGREES, "", [])


def files(given):
    twins = [twin for _, twin in FILES.values() if isinstance(twin, str)]
    return [name for name in agree.chosen(given.corpus, "A7", "") if name not in twins]


SECTION.main(__doc__, files, outcome)
