"""The same bytes however many read, and whether they are confined: the samples, and every format in one folder with broken files
among them. With the plain program, whose workers are confined and limited as they are for people."""

import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile

from taps import done, tap

TESTS = pathlib.Path(__file__).resolve().parents[1]
BINARY = pathlib.Path(os.environ["HUIZONG"]).parent / "huizong"
CASES = ("archive-regions", "archive-encodings", "html-forms", "xls-says-all", "protected-files", "rule-cell-disputed", "csv-forms")
HEADER = ("项目名称", "申报单位")
ROWS = (HEADER, ("一号项目", "一号公司"))
WAYS = (["-j1"], ["-j3"], ["-j16"], ["--no-sandbox"])


def fods(rows):
    cells = "".join("<table:table-row>" + "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row)
        + "</table:table-row>" for row in rows)
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
            f'<office:body><office:spreadsheet><table:table table:name="表">{cells}</table:table></office:spreadsheet></office:body></office:document>')


def xml2003(rows):
    cells = "".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>" for row in rows)
    return ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>{cells}</Table></Worksheet></Workbook>')


def docx(path, rows):
    cells = "".join("<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>" for row in rows)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
                         'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        package.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
                         'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
        package.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                         f"<w:tbl>{cells}</w:tbl></w:body></w:document>")


def mixed(folder):
    """What other cases are made of, the formats that they lack, and a damaged copy of each third file."""
    env = {**os.environ, "PYTHONPATH": str(TESTS / "lib")}
    for name in CASES:
        work = folder / "work" / name
        shutil.copytree(TESTS / "e2e" / name, work)
        if (work / "make.py").exists():
            subprocess.run([sys.executable, "make.py"], cwd=work, env=env, check=True, timeout=60)
        shutil.copytree(work / "in", folder / "in" / name)
    shutil.rmtree(folder / "work")
    other = folder / "in" / "韶关市"
    other.mkdir()
    (other / "平.fods").write_text(fods(ROWS), "utf-8")
    (other / "旧.xml").write_text(xml2003(ROWS), "utf-8")
    docx(other / "文.docx", ROWS)
    (other / "空.csv").write_bytes(b"")
    dice = random.Random(4)
    for path in sorted(p for p in (folder / "in").rglob("*") if p.is_file() and p.stat().st_size)[::3]:
        data = bytearray(path.read_bytes())
        for _ in range(8):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path.with_name(f"坏-{path.name}").write_bytes(data[:dice.randrange(len(data) // 2, len(data)) + 1])


def outputs(folder, command, inputs, way):
    """Bytes of all that one run gives."""
    place = folder / "out"
    place.mkdir()
    args = ["-o", "o.xlsx", "--json", "o.json"] if command == "merge" else []
    run = subprocess.run([str(BINARY), command, str(inputs), *args, *way], cwd=place, capture_output=True, timeout=100, check=False)
    assert run.returncode in (0, 1), (way, run.returncode, run.stderr.decode()[-500:])
    given = {"standard output": run.stdout, **{p.name: p.read_bytes() for p in place.iterdir()}}
    shutil.rmtree(place)
    return given


def compare(folder, command, inputs):
    first = outputs(folder, command, inputs, WAYS[0])
    assert all(first.values()) or command == "merge", "nothing was given"
    for way in WAYS[1:]:
        other = outputs(folder, command, inputs, way)
        assert first.keys() == other.keys(), (way, other.keys())
        for name, data in first.items():
            assert data == other[name], f"{command}: {name} differs with {way[0]}"


def over(command, make):
    def test():
        with tempfile.TemporaryDirectory(prefix="huizong-") as top:
            folder = pathlib.Path(top)
            compare(folder, command, make(folder))
    return test


def samples(_):
    return TESTS.parent / "samples" / "received"


def all_formats(folder):
    mixed(folder)
    return folder / "in"


for made, what in ((samples, "the samples"), (all_formats, "every format, some broken")):
    for command_name in ("merge", "extract", "dump"):
        tap(f"{command_name}: {what}", over(command_name, made))
done()
