"""What the newsroom refuses, one sentence each.

ReviewError
├── NotFound   TipNotFound, DraftNotFound, PersonNotFound
├── Refused    NotAllowed, TransitionNotAllowed, TipAlreadyDecided, TipEmptied, StaleVersion, CannotTakeOver,
│              InvitationRefused, TooManyTips, TooFast, TooManyDiscarded, TooManyViews
└── Invalid    EmptyTip, TipTooLong, UnsupportedAttachment, ReasonMissing, BadLink, OpenPlaceholders, ChecksOpen,
               TemplateBroken, BadTime, UnclearUnit, BadRule

A ReviewError is an outcome, not a failure: the act is rolled back, the refusal is recorded and told. The doors say it
in the person's language by `code` and `values`; the English sentence is for logs and tests and holds no content.
"""


class ReviewError(Exception):
    """Something the rules refuse; `code` names the message, `values` fill it."""

    def __init__(self, sentence: str = "", **values: str) -> None:
        super().__init__(sentence or type(self).__name__)
        self.values = values

    @property
    def code(self) -> str:
        """Return the stem of the message that tells it: `TipNotFound` → `tip_not_found`."""
        name = type(self).__name__
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class NotFound(ReviewError):
    """There is no such thing, or not for this person: both look alike."""


class TipNotFound(NotFound):
    """No tip has this reference."""


class DraftNotFound(NotFound):
    """No draft has this reference."""


class PersonNotFound(NotFound):
    """Nobody is known by this account or number."""


class Refused(ReviewError):
    """The thing exists, but not this act, not by this person or not now."""


class NotAllowed(Refused):
    """This person's roles do not include the act, or it concerns their own tip."""


class TransitionNotAllowed(Refused):
    """The status does not allow the verb."""


class TipAlreadyDecided(TransitionNotAllowed):
    """Somebody was faster; `who`, `verb` and `at` name the winner."""


class TipEmptied(Refused):
    """The tip's time is over: its text and files are deleted, and nothing can be done with the row that stays."""


class StaleVersion(Refused):
    """The tip or draft changed after the person last saw it."""


class CannotTakeOver(Refused):
    """The one named may not decide on this tip: no moderator, its sender, or who decided before an appeal."""


class InvitationRefused(Refused):
    """Unknown, used, revoked and expired invitations look alike."""


class TooManyTips(Refused):
    """The person's quota for the day is used up; `until` says when it is there again."""


class TooFast(Refused):
    """More messages in a minute than one person may send; those of before are kept."""


class TooManyDiscarded(Refused):
    """More unfinished tips thrown away in a day than one person may."""


class TooManyViews(Refused):
    """As many filters are kept under a name as there may be."""


class Invalid(ReviewError):
    """What was sent in cannot be taken as it is."""


class EmptyTip(Invalid):
    """A tip needs at least a word or a file."""


class TipTooLong(Invalid):
    """More text than one tip holds."""


class UnsupportedAttachment(Invalid):
    """A kind of message the desk cannot keep."""


class ReasonMissing(Invalid):
    """The act needs a reason, a question or a text of its own."""


class BadLink(Invalid):
    """Not a public http or https address."""


class BadTime(Invalid):
    """No day and time, or none that is still to come."""


class UnclearUnit(Invalid):
    """What was typed names no one unit of the day."""


class BadRule(Invalid):
    """A rule of the newsroom that cannot be kept; `fault` says what is wrong with it."""


class UnissuedOpen(Invalid):
    """The text bears a mark of unissued material, and its sender has not said that it was made public."""


class OpenPlaceholders(Invalid):
    """The draft still has `[[…]]` to fill or remove."""


class ChecksOpen(Invalid):
    """A check that blocks has something to say of the draft; `checks` names the codes."""


class TemplateBroken(Invalid):
    """A draft template cannot be rendered; `error` says where."""


class TipTooLarge(Invalid):
    """Too many messages or files in one tip."""
