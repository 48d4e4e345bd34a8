"""Precision and recall of the finders on our own labelled sentences (fitted: the rules were tuned on them)."""

from review.language import facts, personal
from review.language.clean import clean
from tests.rules.test_language_recall import FIELDS, SENT_AT, Score, _places, _sentences

if __name__ == "__main__":
    private, told = Score(), Score()
    for sentence in _sentences():
        text = clean(sentence["text"]).text
        found = [(one.code, one.start, one.end) for one in personal.find(text)]
        private.add(found, _places(text, [(code, said) for code, said in sentence.get("pii", [])]))
        seen = facts.find(text, SENT_AT)
        placed = [(field, fact.start, fact.end) for field in FIELDS for fact in getattr(seen, field)]
        told.add(placed, _places(text, [(field, said) for field in FIELDS for said in sentence.get(field, [])]))
    print(f"{'finder':16}{'precision':>10}{'recall':>8}{'labels':>8}")
    for name, score in (("personal data", private), ("5W1H", told)):
        print(f"{name:16}{score.precision:10.2f}{score.recall:8.2f}{score.wanted:8d}")
