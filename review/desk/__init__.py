"""The port through which doors and dialogues act: the newsroom as one person sees it, in one open transaction."""

from review.desk.conversing import Caller
from review.desk.joining import Joining
from review.desk.likening import Likening
from review.desk.owning import Owning
from review.desk.placing import Placing
from review.desk.showing import Showing


class Desk(Joining, Showing, Placing, Owning, Likening):
    """One person's desk for one message; every method works in the transaction it was opened in."""


__all__ = ["Caller", "Desk"]
