"""Workbooks of Excel 97 with a password."""

import struct

from ...tools.reading import xls_crypto
from ..common_files import FileCase
from ..fixtures import biff
from ..fixtures.biff import label

SALT = bytes(range(100, 116))
OFFICE_97 = struct.pack("<HHH", 1, 1, 1) + SALT
PROVIDER = "Provider\0".encode("utf-16-le")


def crypto_api(bits):
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + PROVIDER
    head = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header
    return head + struct.pack("<I", 16) + SALT


class TestPasswords(FileCase):
    def content(self, head, keys):
        cells = [label(row, 0, f"text {row} that fills blocks") for row in range(99)]
        stream = biff.stream({"Sheet": biff.sheet(*cells)}, biff.record(0x00E0, bytes(20)))
        # the sheet begins behind the record of the password
        size = len(biff.encrypted(stream, head, keys)) - len(stream)
        place = stream.index(biff.record(0x0085, b"")[:2], 20) + 4
        moved = bytearray(stream)
        struct.pack_into("<I", moved, place, struct.unpack_from("<I", stream, place)[0] + size)
        return biff.container(biff.encrypted(bytes(moved), head, keys))

    def test_a_workbook_whose_structure_is_protected_is_read(self):
        """A6: nobody was asked for a password; Excel has encrypted it by one that it knows."""
        cases = {"97": (OFFICE_97, xls_crypto.office_97(SALT))}
        for bits in (40, 128):
            cases[bits] = (crypto_api(bits), xls_crypto.crypto_api(SALT, bits // 8))
        for name, (head, keys) in cases.items():
            with self.subTest(name):
                cells = self.cells(self.content(head, keys))
                self.assertEqual((len(cells), cells[98]), (99, ["text 98 that fills blocks"]))

    def test_a_password_of_somebody_s_own_is_refused(self):
        """A6: by RC4, and by the older method."""
        self.assertRefused("password_protected", self.content(OFFICE_97, lambda block: b"other"))
        stream = biff.stream({"S": biff.sheet(label(0, 0, "x"))}, biff.record(0x002F, bytes(6)))
        self.assertRefused("password_protected", biff.container(stream))
        cut = biff.stream({"S": biff.sheet()}, biff.record(0x002F, b"\1\0"))
        self.assertRefused("password_protected", biff.container(cut))

    def test_the_cipher_is_that_of_its_name(self):
        """A6: a vector that everybody knows."""
        self.assertEqual(xls_crypto.rc4(b"Key", b"Plaintext").hex(), "bbf316e8d940af0ad3")
