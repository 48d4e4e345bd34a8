"""Which notices redraw a message that already stands, and what that message is remembered as."""

from collections.abc import Mapping

LIVING, CARD = "living", "card"
# An approval, or that a tip was joined to another, is told by the living receipt: its row is owed once, taken back by
# an undo, and draws what is true then. A rejection is a message of its own, since its sender may act on it.
PLACES: Mapping[str, str] = {
    "living": LIVING,
    "approved": LIVING,
    "merged": LIVING,
    "card": CARD,
    "counter": "counter",
    "screen": "screen",
    "unit_change_asked": "unit_change_asked",
}


def place(kind: str) -> str:
    """Return as what a notice of this kind is remembered where it stands."""
    return PLACES.get(kind, kind)


def is_redrawn(kind: str) -> bool:
    """Tell whether a notice of this kind edits what stands there already."""
    return kind in PLACES
