"""Somebody's own data handed to them: put together when it is sent, as a document, or as a link where it is large.

Nothing is stored on the way: a desk that dies here makes it again, as it then is.
"""

import asyncio
import io
import math

from bot.conversation.incoming import Reply
from bot.conversation.values import due
from bot.conversation.words import spoken
from bot.telegram import api
from bot.telegram.office import Office
from bot.telegram.outage import insist
from review.db import Session
from review.outbox import Notice
from review.port import Facts
from review.rights import archive, knowing, links, requests

LARGEST = 40 * 1024 * 1024  # of the files; Telegram takes 50 MB from a bot (telegram.md R51)
KIND = "rights_export"


async def hand_over(office: Office, notice: Notice, chat_id: int, facts: Facts) -> None:
    """Send a person their data; raises TelegramError as the API refuses."""
    if facts.reader is None:
        return
    number, person_id = int(notice.subject.partition(":")[2]), facts.reader.id
    size = await office.newsroom.database.read(lambda session: knowing.size_of(session, person_id))
    if size <= LARGEST:
        await _as_document(office, number, person_id, chat_id, facts)
    else:
        await _as_link(office, number, size, chat_id, facts)


async def _as_document(office: Office, number: int, person_id: int, chat_id: int, facts: Facts) -> None:
    now, newsroom = office.now, office.newsroom

    def read(session: Session) -> tuple[str, knowing.Dossier]:
        return requests.get(session, number).reference, knowing.dossier(session, person_id, now=now)

    reference, dossier = await newsroom.database.read(read)
    packed = io.BytesIO()
    zone = newsroom.settings.time_zone
    await asyncio.to_thread(
        archive.write, dossier, newsroom.media, newsroom.words, facts.locale, packed, now=now, zone=zone
    )
    caption = _said(office, Reply("rights_export_ready", {"ma": reference}), facts)
    await office.bot.send_document(chat_id, packed.getvalue(), caption=caption, filename=f"{reference}.zip")
    await insist(newsroom.database.act, lambda session: _close(session, number, office))


async def _as_link(office: Office, number: int, size: int, chat_id: int, facts: Facts) -> None:
    now = office.now

    def issue(session: Session) -> tuple[str, str]:
        return requests.get(session, number).reference, links.issue(session, number, now=now)

    reference, token = await office.newsroom.database.act(issue)
    values = {
        "ma": reference,
        "mb": math.ceil(size / 1024 / 1024),
        "han": due(now + links.LIFE),
        "link": {"link": f"/my-data?token={token}"},
    }
    text = _said(office, Reply("rights_export_link", values), facts)
    await api.send_message(office.bot, chat_id, text, None, protects=False)


def _close(session: Session, number: int, office: Office) -> None:
    row = requests.get(session, number)
    if row.done_at is None:
        requests.close(session, row, by=None, door="telegram", now=office.now)


def _said(office: Office, reply: Reply, facts: Facts) -> str:
    return spoken(reply, locale=facts.locale, now=facts.now, house=office.house).text
