import os

os.makedirs("in")
for name, label, text, encoding in (
    ("hkscs", "big5-hkscs", "深水埗", "big5-hkscs"),
    ("latin", "iso-8859-1", "À la carte", "latin-1"),
    ("big5", "big5", "中文", "big5"),
):
    with open("in/%s.html" % name, "wb") as file:
        file.write(("<meta charset=%s><table><tr><td>%s</table>" % (label, text)).encode(encoding))
