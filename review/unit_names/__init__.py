"""Which unit of the network somebody means by a name, on the day of the event (domain guide, section 16)."""

from review.unit_names.matching import Match, match
from review.unit_names.register import DatedUnit, Follower, Register

__all__ = ["DatedUnit", "Follower", "Match", "Register", "match"]
