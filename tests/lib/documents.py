"""Inputs as LibreOffice, Excel 2003 and Word write them, for the make.py of an end-to-end case.

    from documents import ods, fods, xml2003, docx, docx_table, paragraph

Rows are lists of cells (sheets.table makes them); a cell is None, a number, a text with line feeds or, where
several belong together, Span(value, rows, cols): the cells that it covers are left out of their rows as None.
"""

import collections
import xml.sax.saxutils

from sheets import parts, _place

Span = collections.namedtuple("Span", "value rows cols", defaults=(1, 1))


def escape(text):
    return xml.sax.saxutils.escape(str(text), {'"': "&quot;"})


def _span(cell):
    return cell if isinstance(cell, Span) else Span(cell)


def _covered(rows):
    """Places that a Span covers, but for its own."""
    return {(r + i, c + j) for r, row in enumerate(rows) for c, cell in enumerate(row) for i in range(_span(cell).rows)
            for j in range(_span(cell).cols) if (i, j) != (0, 0)}


# --- OpenDocument ------------------------------------------------------------------

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"' for name, urn in (
    ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible")))


def _ods_cell(value, place, covered):
    name = "covered-table-cell" if place in covered else "table-cell"
    value, rows, cols = _span(value)
    spans = f' table:number-columns-spanned="{cols}" table:number-rows-spanned="{rows}"' if rows * cols > 1 else ""
    if value is None:
        return f"<table:{name}{spans}/>"
    if isinstance(value, (int, float)):
        return f'<table:{name}{spans} office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:{name}>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f'<table:{name}{spans} office:value-type="string">{lines}</table:{name}>'


def _ods_sheet(name, rows, hidden_rows):
    covered = _covered(rows)
    text = ""
    for r, row in enumerate(rows):
        hidden = ' table:visibility="collapse"' if r + 1 in hidden_rows else ""
        cells = "".join(_ods_cell(cell, (r, c), covered) for c, cell in enumerate(row))
        text += f"<table:table-row{hidden}>{cells}<table:table-cell table:number-columns-repeated=\"{16384 - len(row)}\"/></table:table-row>"
    left = 1048576 - len(rows)
    return (f'<table:table table:name="{escape(name)}"><table:table-column table:number-columns-repeated="16384"/>{text}'
            f'<table:table-row table:number-rows-repeated="{left}"><table:table-cell table:number-columns-repeated="16384"/>'
            "</table:table-row></table:table>")


def _ods_body(sheets, hidden_rows):
    inside = "".join(_ods_sheet(name, rows, hidden_rows) for name, rows in sheets.items())
    return f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body>"


def ods(path, sheets, hidden_rows=()):
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    parts(path, {
        "mimetype": ODS_TYPE,
        "content.xml": f"{head}<office:document-content {ODS_NAMES}>{_ods_body(sheets, hidden_rows)}</office:document-content>",
        "META-INF/manifest.xml": f'{head}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                                 f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>',
    })


def fods(path, sheets, hidden_rows=()):
    _place(path).write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {ODS_NAMES} office:mimetype="{ODS_TYPE}">'
                            f"{_ods_body(sheets, hidden_rows)}</office:document>", encoding="utf-8")


# --- Excel's XML of 2003 ---------------------------------------------------------------

def xml2003(path, sheets, hidden_rows=(), encoding="utf-8"):
    name = "urn:schemas-microsoft-com:office:"
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    text += f'<Workbook xmlns="{name}spreadsheet" xmlns:x="{name}excel" xmlns:ss="{name}spreadsheet">\n'
    for sheet, rows in sheets.items():
        text += f' <Worksheet ss:Name="{escape(sheet)}"><Table>\n'
        for r, row in enumerate(rows):
            hidden = ' ss:Hidden="1"' if r + 1 in hidden_rows else ""
            text += f'  <Row ss:Index="{r + 1}"{hidden}>\n'
            for c, cell in enumerate(row):
                value, down, across = _span(cell)
                if value is None:
                    continue
                merge = (f' ss:MergeAcross="{across - 1}"' if across > 1 else "") + (f' ss:MergeDown="{down - 1}"' if down > 1 else "")
                kind = "Number" if isinstance(value, (int, float)) else "String"
                shown = escape(value).replace("\n", "&#10;")
                text += f'   <Cell ss:Index="{c + 1}"{merge}><Data ss:Type="{kind}">{shown}</Data></Cell>\n'
            text += "  </Row>\n"
        text += " </Table></Worksheet>\n"
    _place(path).write_bytes((text + "</Workbook>\n").encode(encoding))


# --- Word --------------------------------------------------------------------------------

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def run(text, properties=""):
    """A text as Word splits it: proofing marks and a revision's id between its halves."""
    half = len(text) // 2
    look = f"<w:rPr>{properties}<w:rFonts w:hint=\"eastAsia\"/></w:rPr>"
    return (f"<w:r>{look}<w:t xml:space=\"preserve\">{escape(text[:half])}</w:t></w:r><w:proofErr w:type=\"spellStart\"/>"
            f"<w:r w:rsidRPr=\"00C40B5A\">{look}<w:t>{escape(text[half:])}</w:t></w:r><w:proofErr w:type=\"spellEnd\"/>")


def paragraph(text, style=None, properties=""):
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E">{look}{run(text, properties) if text else ""}</w:p>'


def _docx_cell(value, width, columns, down):
    spans = (f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else "") + (f"<w:vMerge{down}/>" if down is not None else "")
    lines = str("" if value is None else value).split("\n")
    return (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'
            f'{"".join(paragraph(line) for line in lines)}</w:tc>')


def docx_table(rows, widths, grid=None, edges=None, hidden_rows=()):
    """Columns of these widths. grid: the table's own columns where they are more, and edges: for each row where among them its cells begin."""
    grid = grid or widths
    covered = _covered(rows)
    text = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    text = f'<w:tbl><w:tblPr><w:tblStyle w:val="a3"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>{text}</w:tblGrid>'
    for r, row in enumerate(rows):
        begins = list(edges[r] if edges else range(len(row))) + [len(grid)]
        hidden = "<w:trPr><w:hidden/></w:trPr>" if r + 1 in hidden_rows else ""
        text += f'<w:tr w:rsidR="00A77B3E" w:rsidTr="00B1{r:04X}">{hidden}'
        c = 0
        while c < len(row):
            value, down, across = _span(row[c])
            on = (r, c) in covered
            columns = begins[c + across] - begins[c]
            text += _docx_cell(None if on else value, sum(grid[begins[c]:begins[c + across]]), columns,
                               "" if on else ' w:val="restart"' if down > 1 else None)
            c += across
        text += "</w:tr>"
    return text + "</w:tbl>"


def docx(path, *body):
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    inside = "".join(body)
    parts(path, {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" '
                               'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
                               f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" '
                       'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                                        f'Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'{head}<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
                           '</w:style><w:style w:type="paragraph" w:styleId="a4"><w:name w:val="caption"/><w:basedOn w:val="a"/></w:style></w:styles>',
        "word/document.xml": f'{head}<w:document xmlns:w="{WORD}"><w:body>{inside}<w:sectPr w:rsidR="00A77B3E"><w:pgSz w:w="16838" '
                             'w:h="11906" w:orient="landscape"/></w:sectPr></w:body></w:document>',
    })
