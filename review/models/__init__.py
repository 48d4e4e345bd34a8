"""The tables. Rows never leave `review`; acts return small frozen dataclasses."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from review.models.access import ApiToken
from review.models.adjusting import Adjustment, Vote
from review.models.drafts import Draft, DraftRevision, DraftSource, PullReceipt
from review.models.figures import DeskFigure
from review.models.journal import AuditRow, Change
from review.models.likeness import Alike, Likeness, NamedDocument, PhotoLikeness
from review.models.mail import InboxRow, MailState, NoticeState, OutboxRow, PostedMessage
from review.models.network import Counter, DeskSetting, Succession, Term, Unit
from review.models.people import Account, Consent, Dialogue, Invitation, LoginLink, PersonRow, RoleGrant, WebSession
from review.models.place import Preference, UnitChange
from review.models.released import ReleasedFile
from review.models.rights import RightsRequest
from review.models.rules import RuleEdition
from review.models.search import SearchDue
from review.models.tips import Attachment, Decision, Note, Question, Tip, TipMessage, TipVersion
from review.models.views import SavedView
from review.models.visits import FormVisit, PersonalLink

__all__ = [
    "Account",
    "Adjustment",
    "Alike",
    "ApiToken",
    "Attachment",
    "AuditRow",
    "Change",
    "Consent",
    "Counter",
    "Decision",
    "DeskFigure",
    "DeskSetting",
    "Dialogue",
    "Draft",
    "DraftRevision",
    "DraftSource",
    "FormVisit",
    "InboxRow",
    "Invitation",
    "Likeness",
    "LoginLink",
    "MailState",
    "NamedDocument",
    "Note",
    "NoticeState",
    "OutboxRow",
    "PersonRow",
    "PersonalLink",
    "PhotoLikeness",
    "PostedMessage",
    "Preference",
    "PullReceipt",
    "Question",
    "ReleasedFile",
    "RightsRequest",
    "RoleGrant",
    "RuleEdition",
    "SavedView",
    "SearchDue",
    "Succession",
    "Term",
    "Tip",
    "TipMessage",
    "TipVersion",
    "Unit",
    "UnitChange",
    "Vote",
    "WebSession",
    "table",
]


def table(name: str) -> Table:
    """Return a table by its name, for statements below the ORM."""
    return SQLModel.metadata.tables[name]
