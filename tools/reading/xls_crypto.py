"""Workbooks whose structure is protected, not their opening: Excel encrypts these by a password
that every copy of it knows. With a password of somebody's own a file stays closed.

Of the stream all is encrypted by RC4 but the heads of records and a few records; each block of
1024 bytes has a key of its own, and what is not encrypted uses up its bytes of the block, too.
"""

import hashlib
from collections.abc import Callable
from struct import error as StructError
from struct import pack, pack_into, unpack_from

from ..rows.problems import SourceError
from .biff import BOF, EOF, records
from .ole import Bytes

DEFAULT_PASSWORD = "VelvetSweatshop".encode("utf-16-le")

BOUNDSHEET, FILEPASS = 0x0085, 0x002F
#: records that are never encrypted: marks of the file, of its users and of revisions
PLAIN = (BOF, FILEPASS, 0x00E1, 0x0138, 0x0194, 0x0195, 0x0196)
BLOCK = 1024
#: methods of encryption, and the versions of RC4
RC4, OFFICE_97, CRYPTO_API = 1, (1, 1), 2

#: the key of a block by its number
Keys = Callable[[int], bytes]


def opened(stream: Bytes) -> Bytes:
    """The stream as it is, or decrypted; SourceError "password_protected" where it cannot be."""
    for code, start, size in records(stream, 0):
        if code == FILEPASS:
            return _decrypted(stream, start, size)
        if code in (EOF, BOUNDSHEET):
            break
    return stream


def _decrypted(stream: Bytes, start: int, size: int) -> Bytes:
    try:
        keys, verifier, digest, hashed = _method(bytes(stream[start : start + size]))
    except StructError as error:
        raise SourceError("password_protected") from error
    checked = rc4(keys(0), verifier + digest)
    if hashed(checked[: len(verifier)]).digest() != checked[len(verifier) :]:
        raise SourceError("password_protected")
    found = bytearray(stream)
    for block, place in enumerate(range(0, len(found), BLOCK)):
        found[place : place + BLOCK] = rc4(keys(block), found[place : place + BLOCK])
    _put_back_plain(found, stream)
    pack_into("<H", found, start - 4, 0)
    return found


def _put_back_plain(found: bytearray, stream: Bytes) -> None:
    for code, start, size in records(stream, 0):
        end = start + size if code in PLAIN else start + 4 if code == BOUNDSHEET else start
        found[start - 4 : end] = stream[start - 4 : end]


def _method(data: bytes) -> tuple[Keys, bytes, bytes, Callable[[bytes], "hashlib._Hash"]]:
    """(keys by the default password, encrypted verifier, its encrypted hash, the hash)."""
    method, major, minor = unpack_from("<HHH", data)
    if method != RC4:
        raise SourceError("password_protected")
    if (major, minor) == OFFICE_97:
        return office_97(data[6:22]), data[22:38], data[38:54], hashlib.md5
    size = unpack_from("<I", data, 10)[0]
    bits = unpack_from("<I", data, 30)[0] or 40
    salt = data[18 + size : 34 + size]
    if minor != CRYPTO_API:
        raise SourceError("password_protected")
    keys = crypto_api(salt, bits // 8)
    return keys, data[34 + size : 50 + size], data[54 + size : 74 + size], hashlib.sha1


def office_97(salt: bytes) -> Keys:
    """Keys of Excel 97: 40 bits of what a password and a salt give."""
    first = hashlib.md5(DEFAULT_PASSWORD).digest()[:5]
    base = hashlib.md5((first + salt) * 16).digest()[:5]
    return lambda block: hashlib.md5(base + pack("<I", block)).digest()


def crypto_api(salt: bytes, length: int) -> Keys:
    """Keys of Excel 2002 and later, of as many bytes; short ones are filled up by zeros."""
    base = hashlib.sha1(salt + DEFAULT_PASSWORD).digest()
    most = 16 if length == 5 else length

    def key(block: int) -> bytes:
        return hashlib.sha1(base + pack("<I", block)).digest()[:length].ljust(most, b"\0")

    return key


def rc4(key: bytes, content: Bytes) -> bytes:
    """The content encrypted or decrypted: the same.

    >>> rc4(b"Key", rc4(b"Key", b"Plaintext"))
    b'Plaintext'
    """
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    stream, j = bytearray(len(content)), 0
    for place in range(len(content)):
        i = (place + 1) & 255
        one = state[i]
        j = (j + one) & 255
        state[i] = other = state[j]
        state[j] = one
        stream[place] = state[(one + other) & 255]
    joined = int.from_bytes(stream, "little") ^ int.from_bytes(content, "little")
    return joined.to_bytes(len(content), "little")
