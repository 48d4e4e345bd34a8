"""What the telephones' paperclip offers: sample photos, a small PDF, a voice message, or photos from the machine."""

import base64
import binascii
from dataclasses import dataclass

from bot.rehearsal.pictures import picture
from bot.rehearsal.sample.voice import voice

ONE = ("laptop-one",)
ALBUM = ("counter", "kiosk", "papers")
FILE_NAME = "bao-cao-mau.pdf"
LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    kind: str
    content: bytes
    name: str
    media_type: str


def photos(kind: str, own: list[str]) -> list[bytes]:
    """Return the photos of a choice: `photo`, `album`, or `own` from base64; raises ValueError for what is none."""
    match kind:
        case "photo":
            return [picture(name) for name in ONE]
        case "album":
            return [picture(name) for name in ALBUM]
        case "own":
            return [_decoded(photo) for photo in own]
    return []


def file(kind: str) -> Attached | None:
    """Return the file of a choice, None where the choice is no file."""
    match kind:
        case "file":
            return Attached("document", pdf(), FILE_NAME, "application/pdf")
        case "voice":
            return Attached("voice", voice(), "", "audio/ogg")
    return None


def pdf() -> bytes:
    """Return a report of one page."""
    text = b"BT /F1 20 Tf 72 760 Td (Bao cao mau - buoi dien tap tinbai) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    begins = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, begins)
    return bytes(out)


def _decoded(photo: str) -> bytes:
    if len(photo) > LARGEST * 4 // 3:
        raise ValueError("too large")
    try:
        return base64.b64decode(photo, validate=True)
    except binascii.Error as error:
        raise ValueError("no photo") from error
