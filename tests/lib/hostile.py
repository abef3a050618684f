"""Files that mean harm, small and from readable text: they expand, nest, claim and lie. For tests/faults and for make.py of end-to-end cases.

    from hostile import FILES

    FILES["a billion laughs.xlsx"]()   # its bytes
"""

import io
import lzma
import random
import struct
import zipfile
import zlib

import archives
import sheets

MIB = 1 << 20
HEAD = ["项目名称", "申报单位", "申报方向"]
OK = ["好平台", "好公司", "特色专业型工业互联网平台"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def noise(size):
    """Letters that compress to half and no further."""
    return random.Random(1).randbytes(size // 2 + 1).hex()[:size]


def _zip(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, archives.EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- carriers: the same XML within each format that has any: prolog, something in the first cell --------------


def xlsx(prolog="", cell="", shared=None, sheet=None):
    members = sheets.sheet_parts("", shared)
    members["xl/worksheets/sheet1.xml"] = sheet or (
        f'<?xml version="1.0"?>{prolog}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{cell}</t></is></c></row>'
        '</sheetData></worksheet>')
    return _zip(members)


def ods(prolog="", cell=""):
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    return _zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml":
                 f'<?xml version="1.0"?>{prolog}<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" '
                 f'xmlns:text="{office}text:1.0"><office:body><office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell>'
                 f'<text:p>{cell}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>'})


def docx(prolog="", cell=""):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return _zip({"[Content_Types].xml": "<Types/>", "word/document.xml":
                 f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{word}"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc></w:tr>'
                 '</w:tbl></w:body></w:document>'})


def xml2003(prolog="", cell=""):
    sheet = "urn:schemas-microsoft-com:office:spreadsheet"
    return (f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{prolog}<Workbook xmlns="{sheet}" xmlns:ss="{sheet}"><Worksheet ss:Name="S">'
            f'<Table><Row><Cell><Data ss:Type="String">{cell}</Data></Cell></Row></Table></Worksheet></Workbook>').encode()


CARRIERS = {"xlsx": xlsx, "ods": ods, "docx": docx, "xml": xml2003}


def _entities(*declared):
    return "<!DOCTYPE a [" + "".join(declared) + "]>"


LAUGHS = _entities('<!ENTITY l0 "ha">', *(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 11)))
NESTED = _entities('<!ENTITY n0 "x">', *(f'<!ENTITY n{at} "&n{at - 1};">' for at in range(1, 200001)))
# name -> (prolog, what the first cell holds)
DOCTYPES = {
    "a billion laughs": lambda: (LAUGHS, "&l10;"),
    "a quadratic entity": lambda: (_entities(f'<!ENTITY q "{noise(50000)}">'), "&q;" * 50000),
    "40,000 ATTLIST": lambda: (_entities(*(f'<!ATTLIST c a{at} CDATA "x">' for at in range(40000))), "x"),
    "200,000 nested entities": lambda: (NESTED, "&n200000;"),
    "an external entity": lambda: (_entities('<!ENTITY x SYSTEM "file:///etc/passwd">'), "&x;"),
    "an external subset": lambda: ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', "x"),
}
XML = {
    "a token of 8 MiB": lambda: (f"<!--{noise(8 * MIB + 256 * 1024)}-->", "x"),
    "200,000 nested elements": lambda: ("", "".join(f"<e{at % 97}>" for at in range(200000)) + "".join(f"</e{at % 97}>" for at in reversed(range(200000)))),
    "20,000 attributes": lambda: ("", "<e " + " ".join(f'a{at}=""' for at in range(20000)) + "/>"),
}


# --- what expands -------------------------------------------------------------------------------------------


def ratio_bomb():
    """A part of 438 times its size, as in a bomb that went round."""
    grain = noise(1000) + " " * 999000
    return xlsx(sheet=f'<worksheet xmlns="{MAIN}"><sheetData/><!--{grain * 200}--></worksheet>')


def overlapped_book():
    """67 KB that a library without limits inflates to 8,000 MiB: 250 names for the same 32 MiB."""
    return archives.zip_overlapping(250, 32 * MIB, b"xl/workbook.xml", b"xl/worksheets/sheet%d.xml")


def nested_zips(levels=5, width=16, leaf=100 * MIB):
    inner = archives.zipped([("汇总.csv", b"\0" * leaf)])
    for level in range(levels):
        inner = archives.zipped([(f"{level}-{at}.zip", inner) for at in range(width)])
    return inner


def _number(value):
    """A number of .7z, below 2^56: the first byte's high bits say how many follow."""
    for extra in range(8):
        if value < 1 << (7 * (extra + 1)):
            head = (0xFF00 >> extra) & 0xFF
            return bytes([head | value >> (8 * extra)]) + (value & ((1 << 8 * extra) - 1)).to_bytes(extra, "little")
    raise ValueError(value)


def seven_zip(name, data, dictionary):
    """One member in LZMA whose header claims a dictionary of so many bytes."""
    packed = lzma.compress(data, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "preset": 0, "lc": 3, "lp": 0, "pb": 2}])
    coder = b"\x23\x03\x01\x01\x05\x5d" + struct.pack("<I", dictionary)
    names = b"\0" + name.encode("utf-16-le") + b"\0\0"
    header = (b"\1\4\6" + _number(0) + b"\1\x09" + _number(len(packed)) + b"\0" + b"\7\x0b\1\0\1" + coder + b"\x0c" + _number(len(data)) +
              b"\x0a\1" + struct.pack("<I", zlib.crc32(data)) + b"\0\x08\0\0\5\1\x11" + _number(len(names)) + names + b"\0\0")
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


# --- what lies ----------------------------------------------------------------------------------------------


def _inline(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def good_rows():
    yield '<row r="1">' + "".join(_inline(f"{'ABC'[at]}1", text) for at, text in enumerate(HEAD)) + "</row>"
    yield '<row r="2">' + "".join(_inline(f"{'ABC'[at]}2", text) for at, text in enumerate(OK)) + "</row>"


def lying_dimension():
    return xlsx(sheet=f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{"".join(good_rows())}</sheetData></worksheet>')


def column_name(number):
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def all_columns(more=0):
    """As many columns as a sheet has, in the header and below it."""
    rows = []
    for row, text in ((1, HEAD), (2, OK)):
        cells = [*text, *(f"{'列' if row == 1 else 'x'}{at}" for at in range(4, 16385 + more))]
        rows.append(f'<row r="{row}">' + "".join(_inline(f"{column_name(at + 1)}{row}", cell) for at, cell in enumerate(cells)) + "</row>")
    return xlsx(sheet=f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>')


def far_cell(place, row="3"):
    return xlsx(sheet=f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(good_rows())}<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData></worksheet>')


def far_merges():
    """One cell, merged ranges over all of the sheet."""
    ranges = "".join(f'<mergeCell ref="A{row}:XFD{row}"/>' for row in range(3, 20003))
    return xlsx(sheet=f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(good_rows())}</sheetData><mergeCells>{ranges}</mergeCells></worksheet>')


# --- all of them: name -> its bytes, made when asked for; and why it is refused, None where it is read -------------

DOCTYPE, EXPANDS, LIMIT, PLACE = "a DOCTYPE", "expands too much", "safety limit", "stands in a place"


def _files():
    for name, make in DOCTYPES.items():
        for ending, carrier in CARRIERS.items():
            # What says nothing of itself within its first 16 KiB is no table at all.
            if ending != "xml" or name in ("a billion laughs", "an external entity", "an external subset"):
                yield f"{name}.{ending}", (lambda make=make, carrier=carrier: carrier(*make())), DOCTYPE
    for name, make in XML.items():
        for ending, carrier in CARRIERS.items():
            if ending != "xml" or not name.startswith("a token"):
                packed = name.endswith("elements") and ending != "xml"
                yield f"{name}.{ending}", (lambda make=make, carrier=carrier: carrier(*make())), EXPANDS if packed else LIMIT
    yield "a part of 438 times its size.xlsx", ratio_bomb, EXPANDS
    yield "250 names for one part.xlsx", overlapped_book, EXPANDS
    yield "1000 names for one file.zip", lambda: archives.zip_overlapping(1000, 8 * MIB), EXPANDS
    yield "a million zips.zip", nested_zips, EXPANDS
    yield "zips nine deep.zip", lambda: nested_zips(9), EXPANDS
    yield "a dictionary of 1.5 GiB.7z", lambda: seven_zip("汇总.csv", b"a,b\n" * 100, 1536 * MIB), EXPANDS
    yield "a dimension that lies.xlsx", lying_dimension, None
    yield "all columns.xlsx", all_columns, None
    yield "a column more than all.xlsx", lambda: all_columns(1), PLACE
    yield "row 99999999999.xlsx", lambda: far_cell("A99999999999"), PLACE
    yield "row 99999999999 twice.xlsx", lambda: far_cell("A99999999999", "99999999999"), PLACE
    yield "column XFE.xlsx", lambda: far_cell("XFE3"), PLACE
    yield "merged to the end.xlsx", far_merges, None


FILES = {name: make for name, make, _ in _files()}
REFUSED = {name: why for name, _, why in _files()}
