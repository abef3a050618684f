"""Archives for the make.py of an end-to-end case: zip as the tools of Windows and Mac write it, tar, and stored RAR 4 and 5 and discs, byte by byte.

    from archives import zipped, tarred, rar4, rar5, disc, write

    write("in/广州市.zip", zipped([("汇总.csv", text)], names="gbk"))
"""

import io
import pathlib
import struct
import tarfile
import zipfile
import zlib

EPOCH = (2020, 11, 13, 0, 0, 0)
TABLE = "项目名称,申报单位,申报方向,联系人,联系方式（手机与邮箱）\n{0}平台,{0}公司,特色专业型工业互联网平台,张三,13800138000 a@example.cn\n"


def table(name):
    """A CSV with one record that breaks no rule."""
    return TABLE.format(name).encode()


def write(path, data):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


class _Gbk(zipfile.ZipInfo):
    """A name in bytes as they are, without the flag that calls them UTF-8."""

    encoding = "gbk"

    def _encodeFilenameFlags(self):
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


class _Utf8(_Gbk):
    encoding = "utf-8"


KINDS = {"utf-8 flagged": zipfile.ZipInfo, "utf-8": _Utf8, "gbk": _Gbk, "unicode path": _Gbk}


def zipped(members, names="utf-8 flagged", stored=False):
    """names: "utf-8 flagged" (bit 11), "utf-8" (without it, as a Mac), "gbk" (as Windows), "unicode path" (Info-ZIP's field 0x7075)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = KINDS[names](name, EPOCH)
            info.compress_type = archive.compression
            if names == "unicode path":
                field = b"\1" + struct.pack("<I", zlib.crc32(name.encode("ascii", "replace"))) + name.encode()
                info.filename = name.encode("ascii", "replace").decode()
                info.extra = struct.pack("<HH", 0x7075, len(field)) + field
            archive.writestr(info, data)
    return out.getvalue()


def tarred(members, mode="w", links=(), form=tarfile.PAX_FORMAT, encoding="utf-8"):
    """mode: "w", "w:gz" …; links: (name, target, type of tarfile)."""
    out = io.BytesIO()
    with tarfile.open(None, mode, out, format=form, encoding=encoding) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target, kind in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    return out.getvalue()


def _block4(kind, flags, rest, data=b""):
    body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body + data


def rar4(members, encoding="gbk"):
    """Stored; names in a code page, as an old WinRAR in Windows wrote them."""
    out = b"Rar!\x1a\x07\0" + _block4(0x73, 0, b"\0" * 6)
    for name, data in members:
        name = name.encode(encoding)
        rest = struct.pack("<IIBIIBBHI", len(data), len(data), 2, zlib.crc32(data), 0x516D0000, 20, 0x30, len(name), 0x20)
        out += _block4(0x74, 0x8000, rest + name, data)
    return out + _block4(0x7B, 0x4000, b"")


def _vint(number):
    out = b""
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def _block5(kind, flags, rest, data=b""):
    body = _vint(kind) + _vint(flags) + (_vint(len(data)) if flags & 2 else b"") + rest
    body = _vint(len(body)) + body
    return struct.pack("<I", zlib.crc32(body)) + body + data


def rar5(members):
    """Stored; names are UTF-8 by definition."""
    out = b"Rar!\x1a\x07\1\0" + _block5(1, 0, _vint(0))
    for name, data in members:
        name = name.encode()
        rest = _vint(4) + _vint(len(data)) + _vint(0x20) + struct.pack("<I", zlib.crc32(data)) + _vint(0) + _vint(0)
        out += _block5(2, 2, rest + _vint(len(name)) + name, data)
    return out + _block5(5, 0, _vint(0))


SECTOR = 2048


def _both(form, number):
    """A number in both orders, as ISO 9660 has them."""
    return struct.pack("<" + form, number) + struct.pack(">" + form, number)


def _disc_record(name, at, size, folder):
    body = b"\0" + _both("I", at) + _both("I", size) + bytes([120, 11, 13, 0, 0, 0, 0, 2 if folder else 0, 0, 0]) + _both("H", 1)
    body += bytes([len(name)]) + name + (b"" if len(name) % 2 else b"\0")
    return bytes([1 + len(body)]) + body


def disc(members):
    """ISO 9660, level 1: one folder with names of capitals and digits (A.XLS), and not so many of them."""
    tables, root, at = 18, 20, 21
    listed = _disc_record(b"\0", root, SECTOR, True) + _disc_record(b"\1", root, SECTOR, True)
    content = b""
    for name, data in members:
        listed += _disc_record(name.encode() + b";1", at + len(content) // SECTOR, len(data), False)
        content += data + bytes(-len(data) % SECTOR)
    volume = b"\1CD001\1\0" + b" " * 32 + b"DISC".ljust(32) + bytes(8) + _both("I", at + len(content) // SECTOR) + bytes(32)
    volume += _both("H", 1) + _both("H", 1) + _both("H", SECTOR) + _both("I", 10) + struct.pack("<II", tables, 0) + struct.pack(">II", tables + 1, 0)
    volume += _disc_record(b"\0", root, SECTOR, True) + b" " * (4 * 128 + 3 * 37) + (b"0" * 16 + b"\0") * 4 + b"\1\0"
    paths = [struct.pack(order + "BBIHBB", 1, 0, root, 1, 0, 0) for order in "<>"]
    sectors = [volume, b"\xffCD001\1", *paths, listed]
    return bytes(16 * SECTOR) + b"".join(sector.ljust(SECTOR, b"\0") for sector in sectors) + content


class _Cipher:
    """The old cipher of zip (APPNOTE 6.1)."""

    def __init__(self, password):
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._update(byte)

    @staticmethod
    def _crc(crc, byte):
        return ~zlib.crc32(bytes([byte]), ~crc & 0xFFFFFFFF) & 0xFFFFFFFF

    def _update(self, byte):
        one, two, three = self.keys
        one = self._crc(one, byte)
        two = ((two + (one & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.keys = [one, two, self._crc(three, two >> 24)]

    def encrypt(self, data):
        out = bytearray()
        for byte in data:
            key = self.keys[2] | 2
            out.append(byte ^ (key * (key ^ 1) >> 8 & 0xFF))
            self._update(byte)
        return bytes(out)


def zip_encrypted(name, data, password):
    """One stored member behind a password."""
    name, sum_ = name.encode(), zlib.crc32(data)
    sealed = _Cipher(password.encode()).encrypt(b"\0" * 11 + bytes([sum_ >> 24]) + data)
    rest = struct.pack("<HHHHHIIIHH", 20, 0x801, 0, 0, 0x516D, sum_, len(sealed), len(data), len(name), 0)
    entry = struct.pack("<IH", 0x02014B50, 20) + rest + struct.pack("<HHHII", 0, 0, 0, 0x20, 0) + name
    local = struct.pack("<I", 0x04034B50) + rest + name + sealed
    return local + entry + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(entry), len(local), 0)


def zip_overlapping(count, size, first=b"a.csv", each=b"%05d"):
    """Many names for the same bytes, which stand once, behind the first name."""
    data = zlib.compress(b"\0" * size, 9)[2:-4]
    sum_ = zlib.crc32(b"\0" * size)
    fields = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x516D, sum_, len(data), size)
    local = struct.pack("<I", 0x04034B50) + fields + struct.pack("<HH", len(first), 0) + first + data
    names = [each % at for at in range(count)]
    entries = b"".join(struct.pack("<IH", 0x02014B50, 20) + fields + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0x20, 0) + name for name in names)
    return local + entries + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(entries), len(local), 0)
