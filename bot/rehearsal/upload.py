"""A file as it came with a call."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    media_type: str
