"""Precision and recall of the finders, by class, on our own labelled sentences; and how their time grows.

`labelled`, `dev` and `fresh` are fitted: the rules were tuned on them (`fresh` after it had been measured unseen).
`held_out` and `last` were never tuned against.
"""

from time import perf_counter

from review.language.inspection import inspect
from tests.rules import labelled

FILES = ("labelled", "dev", "held_out", "fresh", "last")
SHORT, LONG = 20_000, 80_000
SEEDS = {
    "prose": "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn, có 4 bạn trực. Chị Lan nói: “Tốt”. ",
    "one sentence": "sang nay ubnd phuong binh mau mo ban huong dan va goi anh tuan 0909 000 111 ",
    "numbers": "hai mươi 1 ",
    "marks": "a" + "\u0323\u0301" * 50,
    "half letters": "\ud800x ",
}


def scores() -> None:
    """Print precision and recall by class."""
    for name in FILES:
        by_class = labelled.by_class(labelled.sentences(name))
        totals = {"personal data": labelled.personal(by_class), "5W1H": labelled.facts(by_class)}
        print(f"\n{name:20}{'precision':>10}{'recall':>8}{'labels':>8}{'found':>8}")
        for kind, score in [*sorted(by_class.items()), *totals.items()]:
            if score.wanted or score.found:
                print(f"{kind:20}{score.precision:10.2f}{score.recall:8.2f}{score.wanted:8d}{score.found:8d}")


def growth() -> None:
    """Print how much longer four times the text takes: about four where the work is in proportion."""
    print(f"\n{'text':20}{'seconds':>10}{'4 x the text takes':>22}")
    for name, seed in SEEDS.items():
        short, long = (_seconds((seed * (length // len(seed) + 1))[:length]) for length in (SHORT, LONG))
        print(f"{name:20}{long:10.2f}{long / short:20.1f} x")


def _seconds(text: str) -> float:
    begin = perf_counter()
    inspect(text, labelled.SENT_AT)
    return perf_counter() - begin


if __name__ == "__main__":
    scores()
    growth()
