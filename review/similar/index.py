"""What is compared, in memory: looked through whole, column by column, in milliseconds for a million texts.

Made at the first look in a process and kept fresh by the numbers of the rows, which only ever rise: a row that was
replaced or deleted stays behind here, and whoever looks asks the database whether it is still there.
"""

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, select

from review.likeness.signature import SIZE
from review.models import table

if TYPE_CHECKING:
    import numpy as np

BLOCK = 65_536  # rows: what is counted of one block stays in the processor's cache
READ_AT_ONCE = 20_000
FEWEST = 4  # equal bytes of 64 by which a text is worth a closer look; strangers have one or two
MOST_BITS = 84  # in which a photo may differ to be worth a closer look; strangers differ in a hundred and more
EDGES = 3
WORDS = 4  # of 64 bits that hold the signs of a photo


class Rows:
    """The fixed-size bytes of a table's rows in blocks, each byte a column, with the numbers of the rows."""

    def __init__(self, source: Table, column: str, width: int) -> None:
        self._query = select(source.c.id, source.c[column]).where(source.c[column].is_not(None)).order_by(source.c.id)
        self._number = source.c.id
        self._width = width
        self._lock = Lock()
        self._last = 0
        self.blocks: list[tuple[np.ndarray, np.ndarray]] = []
        self.count = 0

    def refresh(self, engine: Engine) -> None:
        """Take in the rows that were committed since the last look."""
        with self._lock, engine.connect() as connection:
            for numbers, data in self._news(connection):
                self.take_in(numbers, data)

    def filled(self) -> "Iterator[tuple[np.ndarray, np.ndarray]]":
        """Yield (numbers, columns) of each block as far as it is filled, the newest first."""
        for at in reversed(range(len(self.blocks))):
            numbers, columns = self.blocks[at]
            until = min(BLOCK, self.count - at * BLOCK)
            yield numbers[:until], columns[:, :until]

    def _news(self, connection: Connection) -> "Iterator[tuple[list[int], bytes]]":
        query = self._query.where(self._number > self._last).execution_options(yield_per=READ_AT_ONCE)
        for rows in connection.execute(query).partitions():
            yield [row[0] for row in rows], b"".join(row[1] for row in rows)

    def take_in(self, numbers: Sequence[int], data: bytes) -> None:
        """Add rows of rising numbers, whose bytes follow each other."""
        import numpy as np  # noqa: PLC0415 - 25 MB that a desk where nobody looks anything up does without

        rows, taken = np.frombuffer(data, dtype=np.uint8).reshape(-1, self._width), 0
        while taken < len(numbers):
            at = self.count % BLOCK
            if at == 0:
                self.blocks.append((np.empty(BLOCK, np.int64), np.empty((self._width, BLOCK), np.uint8)))
            fits = min(BLOCK - at, len(numbers) - taken)
            ids, columns = self.blocks[-1]
            ids[at : at + fits] = numbers[taken : taken + fits]
            columns[:, at : at + fits] = rows[taken : taken + fits].T
            taken, self.count = taken + fits, self.count + fits
        self._last = numbers[-1]


class Index:
    """The texts and photos of a desk as this process has them in mind."""

    def __init__(self) -> None:
        self._texts = Rows(table("likeness"), "signature", SIZE)
        self._photos = Rows(table("photo_likeness"), "bits", EDGES * WORDS * 8)

    def refresh(self, engine: Engine) -> None:
        self._texts.refresh(engine)
        self._photos.refresh(engine)

    def texts(self, engine: Engine, wanted: bytes, *, most: int, blocks: int | None = None) -> list[int]:
        """Return the numbers of the rows likely to be alike, the likeliest first; `blocks` looks at the newest only."""
        self._texts.refresh(engine)
        found = _gathered(self._texts, lambda columns: _equal(columns, wanted), lambda count: count >= FEWEST, blocks)
        return [number for _, number in sorted(found, reverse=True)[:most]]

    def photos(self, engine: Engine, wanted: bytes, *, most: int) -> list[tuple[int, int]]:
        """Return (bits apart, number of the row) of the photos likely to be one, the likeliest first."""
        self._photos.refresh(engine)
        found = _gathered(self._photos, lambda columns: _apart(columns, wanted), lambda bits: bits <= MOST_BITS, None)
        return sorted(found)[:most]


def of(memory: dict[str, Any]) -> Index:
    """Return the index that a database's memory holds, an empty one at first."""
    index: Index = memory.setdefault("similar", Index())
    return index


def _gathered(
    rows: Rows, measure: "Callable[[np.ndarray], np.ndarray]", keeps: "Callable[[Any], Any]", blocks: int | None
) -> list[tuple[int, int]]:
    """Return (measure, number) of the rows whose measure is worth keeping."""
    found: list[tuple[int, int]] = []
    for at, (numbers, columns) in enumerate(rows.filled()):
        if at == blocks:
            break
        measured = measure(columns)
        places = keeps(measured).nonzero()[0]
        found += zip(measured[places].tolist(), numbers[places].tolist(), strict=True)
    return found


def _equal(columns: "np.ndarray", wanted: bytes) -> "np.ndarray":
    """Return how many bytes of each row are equal to those that are wanted."""
    import numpy as np  # noqa: PLC0415 - as above

    count, is_equal = np.zeros(columns.shape[1], np.uint8), np.empty(columns.shape[1], np.bool_)
    for column, value in zip(columns, wanted, strict=True):
        np.equal(column, value, out=is_equal)
        np.add(count, is_equal.view(np.uint8), out=count)
    return count


def _apart(columns: "np.ndarray", wanted: bytes) -> "np.ndarray":
    """Return in how many bits each photo differs at the least, whichever edges are cut of either."""
    import numpy as np  # noqa: PLC0415 - as above

    kept = columns.T.reshape(-1, EDGES, 1, WORDS * 8)
    asked = np.frombuffer(wanted, np.uint8).reshape(1, 1, EDGES, WORDS * 8)
    least: np.ndarray = np.bitwise_count(kept ^ asked).sum(axis=3, dtype=np.uint16).min(axis=(1, 2))
    return least
