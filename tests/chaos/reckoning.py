"""The reckoning after a campaign: what people sent against what is stored, and what is owed against what was told."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rehearsal.ledger import Entry
from bot.rehearsal.server import StandIn
from review import verifying
from review.db import Session
from review.newsroom import Newsroom
from tests.chaos.campaign import GROUP
from tests.chaos.crowd import Sent

DECISIONS = "SELECT count(*) FROM decision WHERE verb IN ('approve', 'reject')"
TOLD = "sendmessage", "editmessagetext"
Rows = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a campaign has come to: figures for its line, and in words everything that does not fit."""

    lost: int
    doubled: int
    decisions: int
    sent_twice: int
    faults: list[str]


def reckon(newsroom: Newsroom, telegram: StandIn, sent: Sent, deaths: Sequence[int]) -> Reckoning:
    """Compare the ledger of the stand-in and the crowd's own with the database and the media.

    `deaths` are the places in the ledger where a life ended: only across one may a message have been sent twice.
    """
    stored = Counter(str(text) for (text,) in _rows(newsroom, CURRENT_TEXTS))
    owed = Counter(sent.texts.values())
    calls = telegram.ledger.calls()
    in_one_life = _sent_twice(calls, deaths)
    faults = [f"sent twice in one life: {in_one_life}"] if in_one_life else []
    decisions = int(str(_rows(newsroom, DECISIONS)[0][0]))
    return Reckoning(
        lost=(owed - stored).total(),
        doubled=(stored - owed).total(),
        decisions=decisions,
        sent_twice=_sent_twice(calls, ()),
        faults=[
            *faults,
            *_of_rows(newsroom, sent),
            *_of_telling(newsroom, telegram, calls, sent),
            *_of_store(newsroom),
        ],
    )


CURRENT_TEXTS = """
    SELECT m.text FROM tip_message m JOIN tip t ON t.id = m.tip_id
    WHERE m.kind = 'text' AND m.is_current AND t.status != 'composing'
"""
EQUAL = {
    "tips and first versions": "SELECT count(*) FROM tip_version WHERE version = 1",
    "tips and audited submissions": "SELECT count(*) FROM audit WHERE act = 'submit' AND outcome = 'done'",
    "tips and references": "SELECT count(DISTINCT reference) FROM tip",
}
NONE = {
    "dead letters": "SELECT count(*) FROM inbox WHERE state = 'dead'",
    "updates waiting": "SELECT count(*) FROM inbox WHERE state = 'new'",
    "notices not delivered": """
        SELECT count(*) FROM outbox WHERE state != 'sent' AND coalesce(last_error_class, '') != 'cancelled'""",
    "files not stored": "SELECT count(*) FROM attachment WHERE state != 'stored'",
    "decisions more than one to a tip": """
        SELECT count(*) FROM (
            SELECT tip_id FROM decision WHERE verb IN ('approve', 'reject') GROUP BY tip_id HAVING count(*) > 1
        ) AS twice""",
    "approvals without their draft": """
        SELECT count(*) FROM tip t LEFT JOIN draft_source s ON s.tip_id = t.id
        WHERE t.status = 'approved' AND s.tip_id IS NULL""",
    "decisions without their audit row": """
        SELECT abs((SELECT count(*) FROM decision WHERE verb IN ('approve', 'reject'))
        - (SELECT count(*) FROM audit WHERE act IN ('approve', 'reject') AND outcome = 'done'))""",
}


def _of_rows(newsroom: Newsroom, sent: Sent) -> Iterator[str]:
    tips = len(sent.texts)
    for what, query in EQUAL.items():
        if (number := _rows(newsroom, query)[0][0]) != tips:
            yield f"{what}: {number} of {tips}"
    for what, query in NONE.items():
        if number := _rows(newsroom, query)[0][0]:
            yield f"{what}: {number}"
    files = _rows(newsroom, "SELECT count(*) FROM attachment")[0][0]
    if files != sent.files:
        yield f"files: {files} of {sent.files}"
    edits = _rows(newsroom, "SELECT count(*) FROM tip_message WHERE revision > 1")[0][0]
    if edits != sent.edits:
        yield f"edits: {edits} of {sent.edits}"


def _of_telling(newsroom: Newsroom, telegram: StandIn, calls: list[Entry], sent: Sent) -> Iterator[str]:
    """Name whoever was not told: a receipt and a decision to each sender, a card to the group, an answer to a press."""
    told = {(chat, word) for call in calls for chat, word in _words(call)}
    for reference, chat, status in _rows(newsroom, SENDERS):
        if (chat, reference) not in told:
            yield f"{reference}: its sender has no receipt"
        if (GROUP, reference) not in told:
            yield f"{reference}: the group has no card"
        if status in {"approved", "rejected"} and not any(
            _is_decision(call, chat, reference, status) for call in calls
        ):
            yield f"{reference}: its sender was not told of the decision"
    silent = [press for press in sent.presses if telegram.world.presses[press].answer is None]
    if silent:
        yield f"presses without an answer: {len(silent)}"


DECIDED = {"approved": (TOLD, "được duyệt"), "rejected": (("sendmessage",), "chưa sử dụng được vì")}
SENDERS = """
    SELECT t.reference, a.chat_id, t.status FROM tip t JOIN account a ON a.person_id = t.sender_id
    WHERE t.reference IS NOT NULL
"""


def _of_store(newsroom: Newsroom) -> Iterator[str]:
    for finding in verifying.findings(newsroom):
        yield f"{finding.code}: {finding.sentence}"


def _sent_twice(calls: list[Entry], deaths: Sequence[int]) -> int:
    """Count the messages about a tip that were sent, not edited, more than once to a chat within one life."""
    named: Counter[tuple[int, str, str]] = Counter()
    for call in calls:
        fields = call.details["fields"]
        if call.details["method"] == "sendmessage" and list(_words(call)):
            named[bisect_left(deaths, call.number), str(fields["chat_id"]), str(fields["text"])] += 1
    return sum(number - 1 for number in named.values())


def _words(call: Entry) -> Iterator[tuple[int, str]]:
    """Return the references a message to a chat holds."""
    if call.details["method"] not in TOLD:
        return
    fields = call.details["fields"]
    for word in str(fields["text"]).replace(".", " ").replace(",", " ").replace(":", " ").split():
        if word.startswith("T-"):
            yield int(fields["chat_id"]), word


def _is_decision(call: Entry, chat: object, reference: object, status: object) -> bool:
    """Tell whether a call tells a tip's sender how it was decided.

    The living receipt says an approval once it is edited; a rejection comes as a message of its own.
    """
    way, words = DECIDED[str(status)]
    is_said = call.details["method"] in way and words in str(call.details["fields"]["text"])
    return is_said and (chat, reference) in set(_words(call))


def _rows(newsroom: Newsroom, query: str) -> Rows:
    def look(session: Session) -> Rows:
        return [tuple(row) for row in session.connection().exec_driver_sql(query)]

    return newsroom.database.read_now(look)
