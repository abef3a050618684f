#!/usr/bin/python3
"""Prints tests/unit/crypt_vectors.h: the records of test_crypt_xls.c under passwords, by protect.py."""
import struct

from protect import protect_records


def record(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def stream(bof):
    """The same as `plain` in the test, without FILEPASS."""
    return b"".join([
        record(0x809, bof + bytes(2)), record(0xE1, b"\xB0\x04"), record(0x42, b"\xA8\x03"),
        record(0x85, struct.pack("<IBB", 0, 1, 0) + b"sheet"), record(0xFC, b"0123456789" * 110), record(0x0A, b""),
        record(0x809, bof + bytes(2)), record(0x138, b"head"), record(0x204, b"cell"), record(0x0A, b"")])


def show(name, data):
    print(f"static const char {name}[] =")
    for at in range(0, len(data), 50):
        print(f'\t"{data[at:at + 50].hex()}"' + (";\n" if at + 50 >= len(data) else ""))


print("/* Made by tests/lib/crypt_vectors.py, from an implementation that shares nothing with ours. In hexadecimal. */")
BIFF8, BIFF5 = b"\0\6", b"\0\5"
show("rc4_secret", protect_records(stream(BIFF8), "secret", "rc4"))
show("cryptoapi_40_mima", protect_records(stream(BIFF8), "密码", "cryptoapi", bits=40))
show("cryptoapi_128_default", protect_records(stream(BIFF8), "VelvetSweatshop", "cryptoapi"))
show("xor_secret", protect_records(stream(BIFF8), "secret", "xor"))
show("xor_5_mima", protect_records(stream(BIFF5), "密码".encode("gbk"), "xor", biff8=False))
show("xor_15_letters", protect_records(stream(BIFF8), "123456789012345", "xor"))
