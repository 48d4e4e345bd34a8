"""The port through which doors and dialogues act: the newsroom as one person sees it, in one open transaction."""

from review.desk.conversing import Caller
from review.desk.following import Following
from review.desk.joining import Joining
from review.desk.placing import Placing


class Desk(Joining, Following, Placing):
    """One person's desk for one message; every method works in the transaction it was opened in."""


__all__ = ["Caller", "Desk"]
