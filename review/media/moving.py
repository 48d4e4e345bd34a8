"""Media copied from one store to another, every file checked by its hash on both sides; nothing is deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from review.media import MediaStore, key_of


class Fate(StrEnum):
    """What became of one file."""

    COPIED = "copied"
    THERE = "there"  # the target had it, with the right bytes
    DAMAGED = "damaged"  # its bytes do not fit its name at the source; not copied
    REFUSED = "refused"  # the target holds other bytes under this name


@dataclass(frozen=True, slots=True)
class Moved:
    key: str
    fate: Fate
    size: int


def moved(source: MediaStore, target: MediaStore) -> Iterator[Moved]:
    """Copy file by file, in bounded memory; may be repeated, and then copies only what is missing.

    Raises StoreDown when one of the stores stops answering.
    """
    for key in source.keys():  # noqa: SIM118 - a store is no dict
        data = source.get(key)
        yield Moved(key, _fate(key, data, target), len(data))


def _fate(key: str, data: bytes, target: MediaStore) -> Fate:
    if key_of(data) != key:
        return Fate.DAMAGED
    was_there = target.has(key)
    if not was_there:
        target.put(data)
    if key_of(target.get(key)) != key:
        return Fate.REFUSED
    return Fate.THERE if was_there else Fate.COPIED
