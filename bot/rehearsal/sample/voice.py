"""A voice message for the sample: a few seconds of silence as Ogg Opus, written by hand since nothing here encodes."""

import struct
from functools import cache

SECONDS = 6
RATE = 48_000
FRAME = 960  # samples of 20 ms
SILENCE = b"\xf8\xff\xfe"  # one frame of silence (RFC 6716)
SERIAL = 0x7469_6E62
PER_PAGE = 50
POLYNOMIAL = 0x04C1_1DB7
FIRST, LAST = 2, 4  # marks of the first and the last page (RFC 3533)


@cache
def voice() -> bytes:
    """Return the file's bytes."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, RATE, 0, 0)
    maker = b"tinbai"
    tags = b"OpusTags" + struct.pack("<I", len(maker)) + maker + struct.pack("<I", 0)
    pages = [_page(0, FIRST, 0, [head]), _page(1, 0, 0, [tags])]
    for number in range(SECONDS):
        mark = LAST if number == SECONDS - 1 else 0
        pages.append(_page(number + 2, mark, (number + 1) * PER_PAGE * FRAME, [SILENCE] * PER_PAGE))
    return b"".join(pages)


def _page(number: int, mark: int, position: int, packets: list[bytes]) -> bytes:
    lengths = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, mark, position, SERIAL, number, 0, len(lengths))
    page = head + lengths + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    """Return the CRC of a page as Ogg reckons it."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (POLYNOMIAL if value & 0x8000_0000 else 0)
        value &= 0xFFFF_FFFF
    return value
