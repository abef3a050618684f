"""One table of texts in every format that is read. A maker gives the bytes, or says which text its format has no way to write.

    from formats import FORMATS

    FORMATS["xls"].make(rows)               bytes; rows are lists of texts
    FORMATS["xls"].lacks("A\\rB")            why the format cannot hold it, None where it can
"""

import io
import re
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import archives
import sheets

XML_LACKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


class Format:
    def __init__(self, ending, make, lacks=lambda text: None):
        self.ending, self.make, self.lacks = ending, make, lacks


def _referenced(text):
    """XML text in which blanks survive: tab, line feed, carriage return as references."""
    return re.sub("[\t\n\r]", lambda found: f"&#{ord(found[0])};", escape(text, {'"': "&quot;"}))


# --- .xlsx ---------------------------------------------------------------------

def _ooxml(text):
    """ECMA-376 22.9.2.19 (ST_Xstring): what XML lacks as _xHHHH_, and what looks like that with an underscore that is escaped."""
    text = re.sub("_(?=x[0-9a-fA-F]{4}_)", "_x005F_", text)
    text = XML_LACKS.sub(lambda found: f"_x{ord(found[0]):04X}_", text.replace("\r", "_x000D_"))
    return f'<t xml:space="preserve">{escape(text)}</t>'


def _zipped(members):
    """Stored: 40,000 times one letter would expand too much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, archives.EPOCH), content)
    return out.getvalue()


def _sheet_rows(rows, cell):
    return "".join(f'<row r="{at}">{"".join(cell(f"{chr(65 + col)}{at}", text) for col, text in enumerate(row))}</row>' for at, row in enumerate(rows, 1))


def xlsx_shared(rows):
    strings = [text for row in rows for text in row]
    number = iter(range(len(strings)))
    return _zipped(sheets.sheet_parts(_sheet_rows(rows, lambda place, text: f'<c r="{place}" t="s"><v>{next(number)}</v></c>'),
                                      "".join(f"<si>{_ooxml(text)}</si>" for text in strings)))


def xlsx_inline(rows):
    return _zipped(sheets.sheet_parts(_sheet_rows(rows, lambda place, text: f'<c r="{place}" t="inlineStr"><is>{_ooxml(text)}</is></c>')))


def xlsx_formula(rows):
    """Each a formula's result. The formula is not read."""
    return _zipped(sheets.sheet_parts(_sheet_rows(rows, lambda place, text:
                                                  f'<c r="{place}" t="str"><f>CONCATENATE("x")</f>{_ooxml(text).replace("<t", "<v").replace("</t>", "</v>")}</c>')))


# --- .xls ----------------------------------------------------------------------

class _Wide(str):
    """A text whose halves of characters are written as they are."""

    def encode(self, encoding="utf-8", errors="strict"):
        return str.encode(self, encoding, "surrogatepass" if encoding == "utf_16_le" else errors)


def xls(rows):
    import xlwt

    with tempfile.TemporaryDirectory() as folder:
        sheets.xls(Path(folder) / "a.xls", {"Sheet1": [[_Wide(text) for text in row] for row in rows]})
        assert xlwt
        return (Path(folder) / "a.xls").read_bytes()


def xls_lacks(text):
    return "a cell of Excel has 32,767 characters" if len(text.encode("utf-16-le", "surrogatepass")) > 2 * 32767 else None


# --- OpenDocument ----------------------------------------------------------------

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = f'xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" xmlns:text="{_ODF}:text:1.0"'


def _odf_text(text):
    """Paragraphs, tabs and blanks are elements (OpenDocument 1.3, 6.1.2 and following)."""
    lines = []
    for line in text.split("\n"):
        line = escape(line).replace("\t", "<text:tab/>")
        lines.append("<text:p>" + re.sub("(?:^ | (?= )|(?<= ) )+| $", lambda found: f'<text:s text:c="{len(found[0])}"/>', line) + "</text:p>")
    return "".join(lines)


def _odf_body(rows):
    cells = "".join("<table:table-row>" + "".join(f'<table:table-cell office:value-type="string">{_odf_text(text)}</table:table-cell>' for text in row)
                    + "</table:table-row>" for row in rows)
    return f'<office:body><office:spreadsheet><table:table table:name="Sheet1">{cells}</table:table></office:spreadsheet></office:body>'


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rows):
    manifest = (f'{HEAD}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
                f'manifest:media-type="{_ODS_TYPE}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
    return _zipped({"mimetype": _ODS_TYPE, "META-INF/manifest.xml": manifest,
                    "content.xml": f'{HEAD}<office:document-content {_NAMES} office:version="1.2">{_odf_body(rows)}</office:document-content>'})


def fods(rows):
    return f'{HEAD}<office:document {_NAMES} office:version="1.2" office:mimetype="{_ODS_TYPE}">{_odf_body(rows)}</office:document>'.encode()


def xml_lacks(text):
    return "XML 1.0 has no such character" if XML_LACKS.search(text) else None


def no_cr_lacks(text):
    return xml_lacks(text) or ("a carriage return is but a blank there" if "\r" in text else None)


# --- SpreadsheetML 2003, Word ------------------------------------------------------

def xml2003(rows):
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = "".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{_referenced(text)}</Data></Cell>' for text in row) + "</Row>" for row in rows)
    return f'{HEAD}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="Sheet1"><Table>{cells}</Table></Worksheet></Workbook>'.encode()


def _word_text(text):
    parts = re.split("([\t\n])", text)
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    return "<w:p><w:r>" + "".join(marks.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts) + "</w:r></w:p>"


def docx(rows):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{_word_text(text)}</w:tc>" for text in row) + "</w:tr>" for row in rows)
    return _zipped({
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                       'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{word}"><w:body><w:tbl>{cells}</w:tbl></w:body></w:document>',
    })


# --- HTML ------------------------------------------------------------------------

def _html(rows, charset):
    cells = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>".replace("\n", "<br>") for text in row) + "</tr>\r\n" for row in rows)
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><table>\r\n{cells}</table></body></html>'


def html(rows):
    return _html(rows, "utf-8").encode()


def html_lacks(text):
    if re.search("[\0\ud800-\udfff]", text):
        return "HTML makes U+FFFD of it"
    if re.search("[\ufffe\uffff]", text):
        return "libxml2 leaves out what XML has not"
    if re.search("[\t\r\f]|  ", text):
        return "white space is one blank in HTML"
    return None


def mht(rows):
    import quopri

    body = quopri.encodestring(html(rows).replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_x"\r\n\r\n------=_x\r\nContent-Location: file:///C:/a.htm\r\n'
            b'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n' + body + b"\r\n------=_x--\r\n")


# --- text ------------------------------------------------------------------------

def _text(encoding, between=",", errors="strict", mark=b""):
    def make(rows):
        lines = [between.join('"' + text.replace('"', '""') + '"' for text in row) + "\r\n" for row in rows]
        return mark + "".join(lines).encode(encoding, errors)
    return make


def _code_page_lacks(encoding, errors="strict"):
    def lacks(text):
        try:
            text.encode(encoding, errors)
        except UnicodeEncodeError:
            return f"{encoding} has no such character"
        return None
    return lacks


FORMATS = {
    "xlsx, shared": Format("xlsx", xlsx_shared), "xlsx, inline": Format("xlsx", xlsx_inline), "xlsx, formula": Format("xlsx", xlsx_formula),
    "xls": Format("xls", xls, xls_lacks),
    "ods": Format("ods", ods, no_cr_lacks), "fods": Format("fods", fods, no_cr_lacks),
    "xml2003": Format("xml", xml2003, xml_lacks), "docx": Format("docx", docx, no_cr_lacks),
    "html": Format("html", html, html_lacks), "html as xls": Format("xls", html, html_lacks), "mht": Format("mht", mht, html_lacks),
    "csv, utf-8": Format("csv", _text("utf-8"), _code_page_lacks("utf-8")),
    "csv, utf-8 with mark": Format("csv", _text("utf-8-sig"), _code_page_lacks("utf-8")),
    "csv, gb18030": Format("csv", _text("gb18030"), _code_page_lacks("gb18030")),
    "csv, gbk": Format("csv", _text("gbk"), _code_page_lacks("gbk")),
    "csv, big5": Format("csv", _text("big5"), _code_page_lacks("big5")),
    "txt, utf-16le": Format("txt", _text("utf-16-le", "\t", "surrogatepass", b"\xff\xfe")),
    "txt, utf-16be": Format("txt", _text("utf-16-be", "\t", "surrogatepass", b"\xfe\xff")),
    "zip of csv": Format("zip", lambda rows: archives.zipped([("表.csv", _text("utf-8")(rows))]), _code_page_lacks("utf-8")),
    "tar of xlsx": Format("tar", lambda rows: archives.tarred([("表.xlsx", xlsx_shared(rows))])),
    "zip of xls": Format("zip", lambda rows: archives.zipped([("表.xls", xls(rows))]), xls_lacks),
}
