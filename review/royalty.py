"""Nhuận bút by Nghị định 18/2014/NĐ-CP: exact decimals, rounded to the đồng half up (domain guide, section 6).

royalty = coefficient × value of a unit × rate of the site × share
value of a unit = 10 % × base salary on the day of publication
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from review.errors import Invalid

HUNDRED = Decimal(100)
OF_SALARY = Decimal(10) / HUNDRED


class OverFrame(Invalid):
    """The coefficient lies above the frame of its genre."""


class BadShares(Invalid):
    """The shares of the authors are not between 0 and 100 % or do not make up the whole."""


@dataclass(frozen=True, slots=True)
class Genre:
    """What a genre pays: the coefficient it starts with, what a further photo adds, its frame (None: by agreement)."""

    code: str
    starter: Decimal
    extra_photo: Decimal = Decimal(0)
    frame: Decimal | None = None


def coefficient(genre: Genre, photos: int) -> Decimal:
    """Return the coefficient an item starts with: the first photo is part of it, each further one adds its own."""
    return checked(genre, genre.starter + genre.extra_photo * max(photos - 1, 0))


def checked(genre: Genre, value: Decimal) -> Decimal:
    """Return a coefficient inside the frame of its genre; raises OverFrame."""
    if value < 0 or (genre.frame is not None and value > genre.frame):
        raise OverFrame(f"the frame of {genre.code} ends at {genre.frame}")
    return value


def unit_value(base_salary: int) -> Decimal:
    """Return what one point of a coefficient is worth, in đồng."""
    return base_salary * OF_SALARY


def amount(value: Decimal, base_salary: int, rate_percent: Decimal) -> int:
    """Return the royalty of a whole item, in đồng."""
    return rounded(value * unit_value(base_salary) * rate_percent / HUNDRED)


def split(whole: int, shares: Sequence[Decimal]) -> tuple[int, ...]:
    """Share an amount out by percent; what rounding leaves over or lacks goes to the first. Raises BadShares."""
    if not shares or any(not 0 <= share <= HUNDRED for share in shares) or sum(shares) != HUNDRED:
        raise BadShares("the shares are between 0 and 100 % and make up 100 %")
    parts = [rounded(whole * share / HUNDRED) for share in shares]
    return (whole - sum(parts[1:]), *parts[1:])


def equal_shares(number: int) -> tuple[Decimal, ...]:
    """Return shares in percent that are as equal as two decimals allow; the first takes the rest."""
    share = (HUNDRED / number).quantize(Decimal("0.01"))
    return (HUNDRED - share * (number - 1), *[share] * (number - 1))


def withheld(lines: Sequence[int], *, percent: Decimal, threshold: int) -> tuple[int, ...]:
    """Return the tax of each line of one payment to one person: none below the threshold."""
    if sum(lines) < threshold:
        return tuple(0 for _ in lines)
    return tuple(rounded(line * percent / HUNDRED) for line in lines)


def rounded(value: Decimal) -> int:
    """Round to the đồng, half up."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def in_words(dong: int) -> str:
    """Say an amount as lists want it: 70200 → Bảy mươi nghìn hai trăm đồng."""
    from num2words import num2words  # noqa: PLC0415 - all its languages are loaded at once; only papers need it

    said: str = num2words(dong, lang="vi")
    return f"{said[0].upper()}{said[1:]} đồng"
