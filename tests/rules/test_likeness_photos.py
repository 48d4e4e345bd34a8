"""Which photos are one: saved again, resized and cropped ones are found, others are not."""

from itertools import combinations

import pytest
from PIL import Image

from review.likeness.photos import bits, distance, score, sketch
from review.thresholds import Thresholds, Verdict
from tests.rules.likeness_photos import jpeg, photos, sent_on

ALIKE = {Verdict.COPY, Verdict.NEAR}


@pytest.mark.parametrize("number", range(3))
def test_a_photo_is_found_again_after_saving_resizing_and_cropping(number: int) -> None:
    photo = list(photos(3))[number]
    original = sketch(jpeg(photo))

    verdicts = {way: Thresholds().verdict(score(original, sketch(data))) for way, data in sent_on(photo).items()}

    assert {way for way, verdict in verdicts.items() if verdict not in ALIKE} == set()
    assert verdicts["saved again"] is verdicts["resized to a third"] is Verdict.COPY


def test_two_hundred_pairs_of_other_photos_are_not_taken_for_one() -> None:
    seen = [bits(sketch(jpeg(photo))) for photo in photos(21, seed=2)]

    distances = [distance(one, other) for one, other in combinations(seen, 2)]

    assert len(distances) >= 200
    assert min(distances) > 64


def test_a_photo_of_nothing_is_like_no_other() -> None:
    grey, white = (sketch(jpeg(Image.new("RGB", (64, 64), colour))) for colour in ("grey", "white"))

    assert score(grey, white) == 0.0
