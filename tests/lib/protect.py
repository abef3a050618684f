"""Put a workbook under a password, as [MS-OFFCRYPTO] and [MS-XLS] 2.2.10 say: an implementation that shares nothing with ours.

    from protect import protect

    protect("in/广州市/汇总.xlsx", "口令", "agile")        agile, standard
    protect("in/广州市/旧表.xls", "secret", "rc4")          rc4, cryptoapi, xor
    protect(path, password, kind, bits=256, hash="sha512", spin=100000)

Salts and keys are counted up, not random: the same call gives the same bytes.
"""
import base64
import hashlib
import hmac
import itertools
import struct
from pathlib import Path

DEFAULT = "VelvetSweatshop"

# --- AES (FIPS 197), encryption only ----------------------------------------------------


def _times(a, b):
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _sbox():
    box = []
    for value in range(256):
        inverse = next((x for x in range(256) if _times(value, x) == 1), 0)
        turned = inverse
        for bits in range(1, 5):
            turned ^= (inverse << bits | inverse >> 8 - bits) & 0xFF
        box.append(turned ^ 0x63)
    return box


SBOX = _sbox()


class Aes:
    def __init__(self, key):
        words = [list(key[at:at + 4]) for at in range(0, len(key), 4)]
        size, power = len(words), 1
        self.rounds = size + 6
        while len(words) < 4 * (self.rounds + 1):
            word = list(words[-1])
            if len(words) % size == 0:
                word = [SBOX[b] for b in word[1:] + word[:1]]
                word[0] ^= power
                power = _times(power, 2)
            elif size > 6 and len(words) % size == 4:
                word = [SBOX[b] for b in word]
            words.append([a ^ b for a, b in zip(words[-size], word)])
        self.keys = [sum(words[4 * r:4 * r + 4], []) for r in range(self.rounds + 1)]

    def block(self, data):
        state = [a ^ b for a, b in zip(data, self.keys[0])]
        for number in range(1, self.rounds + 1):
            state = [SBOX[state[(at + 4 * (at % 4)) % 16]] for at in range(16)]
            if number < self.rounds:
                mixed = []
                for at in range(0, 16, 4):
                    column = state[at:at + 4]
                    for row in range(4):
                        a, b, c, d = column[row:] + column[:row]
                        mixed.append(DOUBLE[a] ^ DOUBLE[b] ^ b ^ c ^ d)
                state = mixed
            state = [a ^ b for a, b in zip(state, self.keys[number])]
        return bytes(state)

    def ecb(self, data):
        return b"".join(self.block(data[at:at + 16]) for at in range(0, len(data), 16))

    def cbc(self, data, vector):
        out = []
        for at in range(0, len(data), 16):
            vector = self.block(bytes(a ^ b for a, b in zip(data[at:at + 16], vector)))
            out.append(vector)
        return b"".join(out)


DOUBLE = [_times(value, 2) for value in range(256)]
assert Aes(bytes(range(16))).ecb(bytes.fromhex("00112233445566778899aabbccddeeff")).hex() == \
    "69c4e0d86a7b0430d8cdb78070b4c55a"  # FIPS 197, C.1


# --- RC4 and XOR ----------------------------------------------------------------------------


def rc4(key, length):
    """So many bytes of the keystream."""
    box, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for _ in range(length):
        i = (i + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out.append(box[(box[i] + box[j]) & 255])
    return bytes(out)


def _xored(data, keystream):
    return bytes(a ^ b for a, b in zip(data, keystream))


# [MS-OFFCRYPTO] 2.3.7.2. Of the matrix the rows as they are printed: seven numbers a byte of the password.
INITIAL = [0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E, 0x1872, 0xE139, 0xD40F, 0x84F9, 0x280C,
           0xA96A, 0x4EC3]
MATRIX = [0xAEFC, 0x4DD9, 0x9BB2, 0x2745, 0x4E8A, 0x9D14, 0x2A09, 0x7B61, 0xF6C2, 0xFDA5, 0xEB6B, 0xC6F7, 0x9DCF, 0x2BBF,
          0x4563, 0x8AC6, 0x05AD, 0x0B5A, 0x16B4, 0x2D68, 0x5AD0, 0x0375, 0x06EA, 0x0DD4, 0x1BA8, 0x3750, 0x6EA0, 0xDD40,
          0xD849, 0xA0B3, 0x5147, 0xA28E, 0x553D, 0xAA7A, 0x44D5, 0x6F45, 0xDE8A, 0xAD35, 0x4A4B, 0x9496, 0x390D, 0x721A,
          0xEB23, 0xC667, 0x9CEF, 0x29FF, 0x53FE, 0xA7FC, 0x5FD9, 0x47D3, 0x8FA6, 0x0F6D, 0x1EDA, 0x3DB4, 0x7B68, 0xF6D0,
          0xB861, 0x60E3, 0xC1C6, 0x93AD, 0x377B, 0x6EF6, 0xDDEC, 0x45A0, 0x8B40, 0x06A1, 0x0D42, 0x1A84, 0x3508, 0x6A10,
          0xAA51, 0x4483, 0x8906, 0x022D, 0x045A, 0x08B4, 0x1168, 0x76B4, 0xED68, 0xCAF1, 0x85C3, 0x1BA7, 0x374E, 0x6E9C,
          0x3730, 0x6E60, 0xDCC0, 0xA9A1, 0x4363, 0x86C6, 0x1DAD, 0x3331, 0x6662, 0xCCC4, 0x89A9, 0x0373, 0x06E6, 0x0DCC,
          0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48C4]
PAD = bytes([0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00])


def xor_key(password):
    key, element = INITIAL[len(password) - 1], len(MATRIX) - 1
    for byte in reversed(password):
        for bit in range(6, -1, -1):
            key ^= MATRIX[element] if byte >> bit & 1 else 0
            element -= 1
    return key


def xor_verifier(password):
    verifier = 0
    for byte in reversed(bytes([len(password)]) + password):
        verifier = (verifier >> 14 & 1 | verifier << 1 & 0x7FFF) ^ byte
    return verifier ^ 0xCE4B


def xor_array(password):
    key = xor_key(password)
    turned = [(byte ^ key >> 8 * (at % 2)) & 0xFF for at, byte in enumerate((password + PAD)[:16])]
    return [(byte << 2 | byte >> 6) & 0xFF for byte in turned]


# --- .xls --------------------------------------------------------------------------------------

PLAIN = {0x0809, 0x002F, 0x00E1, 0x0138, 0x0194, 0x0195, 0x0196}
BOUNDSHEET = 0x85


def salt(first, length=16):
    return bytes((first + at) & 0xFF for at in range(length))


def md5(data):
    return hashlib.md5(data).digest()


def sha1(data):
    return hashlib.sha1(data).digest()


def _filepass_rc4(password):
    base = md5((md5(password.encode("utf-16-le"))[:5] + salt(1)) * 16)[:5]

    def key(block):
        return md5(base + struct.pack("<I", block))

    secret = salt(0x70)
    return struct.pack("<HHH", 1, 1, 1) + salt(1) + _xored(secret + md5(secret), rc4(key(0), 32)), key


def _filepass_cryptoapi(password, bits):
    base = sha1(salt(1) + password.encode("utf-16-le"))

    def key(block):
        whole = sha1(base + struct.pack("<I", block))
        return whole[:5] + bytes(11) if bits == 40 else whole[:bits // 8]

    name = "Microsoft Enhanced Cryptographic Provider v1.0\0".encode("utf-16-le")
    header = struct.pack("<IIIIIIII", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + name
    secret = salt(0x70)
    hidden = _xored(secret + sha1(secret), rc4(key(0), 36))
    return (struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header
            + struct.pack("<I", 16) + salt(1) + hidden[:16] + struct.pack("<I", 20) + hidden[16:]), key


def records(stream):
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, size
        at += 4 + size


def _with_filepass(stream, body):
    """FILEPASS behind the first BOF; the sheets lie that much further on."""
    begin = 4 + struct.unpack_from("<H", stream, 2)[0]
    record = struct.pack("<HH", 0x2F, len(body)) + body
    out = bytearray(stream[:begin] + record + stream[begin:])
    for at, kind, _ in records(out):
        if kind == BOUNDSHEET:
            struct.pack_into("<I", out, at + 4, struct.unpack_from("<I", out, at + 4)[0] + len(record))
    return out


def protect_records(stream, password, kind, bits=128, biff8=True):
    """The stream of an .xls, encrypted."""
    if kind == "xor":
        code = password if isinstance(password, bytes) else password.encode("ascii")
        body = struct.pack("<HH", xor_key(code), xor_verifier(code))
        body = b"\0\0" + body if biff8 else body
        array = xor_array(code)
    else:
        body, key = _filepass_rc4(password) if kind == "rc4" else _filepass_cryptoapi(password, bits)
    out = _with_filepass(stream, body)
    if kind != "xor":
        keystream = b"".join(rc4(key(block), 1024) for block in range(len(out) // 1024 + 1))
    for at, record, size in list(records(out)):
        if record in PLAIN:
            continue
        for place in range(at + 4 + (4 if record == BOUNDSHEET else 0), at + 4 + size):
            if kind == "xor":
                byte = out[place] ^ array[(place + size) % 16]
                out[place] = (byte >> 3 | byte << 5) & 0xFF
            else:
                out[place] ^= keystream[place]
    return bytes(out)


# --- packages ------------------------------------------------------------------------------------


def _spun(name, first, password, spin):
    digest = hashlib.new(name, first + password.encode("utf-16-le")).digest()
    for number in range(spin):
        digest = hashlib.new(name, struct.pack("<I", number) + digest).digest()
    return digest


def _blocks(data):
    return data + bytes(-len(data) % 16)


def standard(package, password, bits=128):
    """EncryptionInfo and EncryptedPackage."""
    digest = sha1(_spun("sha1", salt(1), password, 50000) + bytes(4))
    halves = [sha1(_xored(digest.ljust(64, b"\0"), bytes([pad]) * 64)) for pad in (0x36, 0x5C)]
    aes = Aes((halves[0] + halves[1])[:bits // 8])
    name = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<IIIIIIII", 0x24, 0, 0x660E + (bits - 128) // 64, 0x8004, bits, 0x18, 0, 0) + name
    info = (struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + struct.pack("<I", 16) + salt(1)
            + aes.ecb(salt(0x70)) + struct.pack("<I", 20) + aes.ecb(_blocks(sha1(salt(0x70)))))
    return info, struct.pack("<Q", len(package)) + aes.ecb(_blocks(package))


USES = {"verifier": "fea7d2763b4b9e79", "hash": "d7aa0f6d3061344e", "key": "146e0be7abacd0d6",
        "hmac key": "5fb2ad010cb9e1f6", "hmac value": "a0677f02b22c8433"}
NAMES = {"md5": "MD5", "sha1": "SHA1", "sha256": "SHA256", "sha384": "SHA384", "sha512": "SHA512"}


def agile(package, password, bits=256, hash="sha512", spin=100000, integrity=True):
    """EncryptionInfo and EncryptedPackage."""
    def digest(data):
        return hashlib.new(hash, data).digest()

    def fitted(data, length):
        return data[:length].ljust(length, b"\x36")

    key_salt, data_salt, secret = salt(1), salt(0x30), salt(0x90, bits // 8)
    spun, size = _spun(hash, key_salt, password, spin), len(digest(b""))

    def under_password(use, data):
        return Aes(fitted(digest(spun + bytes.fromhex(USES[use])), bits // 8)).cbc(_blocks(data), key_salt)

    data_aes = Aes(secret)

    def under_key(use, data):
        return data_aes.cbc(_blocks(data), fitted(digest(data_salt + use), 16))

    body = struct.pack("<Q", len(package)) + b"".join(
        under_key(struct.pack("<I", at // 4096), package[at:at + 4096]) for at in range(0, len(package), 4096))
    sum_key = salt(0x50, size)
    whole = hmac.new(sum_key, body, hash).digest()

    def base(data):
        return base64.b64encode(data).decode()

    common = (f'saltSize="16" blockSize="16" keyBits="{bits}" hashSize="{size}" cipherAlgorithm="AES" '
              f'cipherChaining="ChainingModeCBC" hashAlgorithm="{NAMES[hash]}"')
    space = "http://schemas.microsoft.com/office/2006/"
    summed = (f'<dataIntegrity encryptedHmacKey="{base(under_key(bytes.fromhex(USES["hmac key"]), sum_key))}" '
              f'encryptedHmacValue="{base(under_key(bytes.fromhex(USES["hmac value"]), whole))}"/>') if integrity else ""
    xml = (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="{space}encryption" '
           f'xmlns:p="{space}keyEncryptor/password"><keyData {common} saltValue="{base(data_salt)}"/>{summed}'
           f'<keyEncryptors><keyEncryptor uri="{space}keyEncryptor/password"><p:encryptedKey spinCount="{spin}" '
           f'{common} saltValue="{base(key_salt)}" '
           f'encryptedVerifierHashInput="{base(under_password("verifier", salt(0x70)))}" '
           f'encryptedVerifierHashValue="{base(under_password("hash", digest(salt(0x70))))}" '
           f'encryptedKeyValue="{base(under_password("key", secret))}"/></keyEncryptor></keyEncryptors></encryption>')
    return struct.pack("<HHI", 4, 4, 0x40) + xml.encode().ljust(4096 - 8), body


# --- OLE2 ------------------------------------------------------------------------------------------


def compound(streams):
    """An OLE2 file; streams of less than 4096 bytes are filled up, so that none is small."""
    sectors, fat, entries = [], [], []
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        start, count = len(sectors), -(-len(data) // 512)
        whole = data.ljust(512 * count, b"\0")
        sectors += [whole[at:at + 512] for at in range(0, len(whole), 512)]
        fat += [start + at + 1 for at in range(count - 1)] + [0xFFFFFFFE]
        entries.append((name, 2, start, len(data)))
    entries.insert(0, ("Root Entry", 5, 0xFFFFFFFE, 0))
    directory, body = len(sectors), b""
    for at, (name, kind, start, size) in enumerate(entries):
        text = name.encode("utf-16-le") + b"\0\0"
        right = at + 1 if 0 < at < len(entries) - 1 else 0xFFFFFFFF
        body += (text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, right,
                 1 if at == 0 else 0xFFFFFFFF) + bytes(36) + struct.pack("<IQ", start, size))
    while len(body) % 512:
        body += bytes(66) + struct.pack("<BB", 0, 1) + b"\xff" * 12 + bytes(48)
    sectors += [body[at:at + 512] for at in range(0, len(body), 512)]
    fat += [directory + at + 1 for at in range(len(body) // 512 - 1)] + [0xFFFFFFFE]
    tables = next(n for n in itertools.count(1) if n * 128 >= len(fat) + n)
    assert tables <= 109
    first = len(sectors)
    fat += [0xFFFFFFFD] * tables
    fat += [0xFFFFFFFF] * (-len(fat) % 128)
    sectors += [struct.pack("<128I", *fat[at:at + 128]) for at in range(0, len(fat), 128)]
    header = (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
              + struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
              + struct.pack("<109I", *[first + at if at < tables else 0xFFFFFFFF for at in range(109)]))
    return header + b"".join(sectors)


def _workbook_stream(data):
    from xlrd.compdoc import CompDoc
    return bytes(CompDoc(data, logfile=open("/dev/null", "w")).get_named_stream("Workbook"))


def protect(path, password, kind, **more):
    """Put the workbook at path under a password, in its place."""
    data = Path(path).read_bytes()
    if kind in ("agile", "standard"):
        info, package = (agile if kind == "agile" else standard)(data, password, **more)
        data = compound({"EncryptionInfo": info, "EncryptedPackage": package})
    else:
        data = compound({"Workbook": protect_records(_workbook_stream(data), password, kind, **more)})
    Path(path).write_bytes(data)
