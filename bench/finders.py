"""Precision and recall of the finders, by class, on our own labelled sentences.

`labelled` and `dev` are fitted: the rules were tuned on them. `held_out` and `fresh` were never tuned against.
"""

from tests.rules import labelled

FILES = ("labelled", "dev", "held_out", "fresh")

if __name__ == "__main__":
    for name in FILES:
        scores = labelled.by_class(labelled.sentences(name))
        totals = {"personal data": labelled.personal(scores), "5W1H": labelled.facts(scores)}
        print(f"\n{name:20}{'precision':>10}{'recall':>8}{'labels':>8}{'found':>8}")
        for kind, score in [*sorted(scores.items()), *totals.items()]:
            if score.wanted or score.found:
                print(f"{kind:20}{score.precision:10.2f}{score.recall:8.2f}{score.wanted:8d}{score.found:8d}")
