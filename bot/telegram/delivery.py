"""One notice delivered: where to, what it says now, new message or edit, and the row marked with where it stands."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from telegram import InputMediaPhoto
from telegram.error import TelegramError

from bot.conversation.incoming import Reply
from bot.conversation.notices import reply_for
from bot.conversation.values import button
from bot.conversation.words import Spoken, say, spoken
from bot.telegram import api, cards, counter, outbound, sound, takeaway, way_in
from bot.telegram.budgets import Meter
from bot.telegram.failures import Failure, Meaning, understand
from bot.telegram.inbound import DOOR
from bot.telegram.office import Office
from bot.telegram.outage import insist
from bot.telegram.redrawing import is_redrawn, place
from bot.telegram.tally import Sent, Tally
from review import accounts, failpoint, outbox, posted, sessions, told
from review.access import Standing
from review.db import Session
from review.desk import card_reply, house_keys
from review.outbox import Notice
from review.port import Facts
from review.posted import Posted

MOST_PHOTOS = 10  # of one album (telegram.md R61)


class Wait(Exception):
    """The message has to wait for `span`."""

    def __init__(self, span: timedelta) -> None:
        super().__init__()
        self.span = span


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything needed to send one notice: where, in whose words, and what stands there already.

    `chat_id` is None where the recipient cannot be reached by this door.
    """

    notice: Notice
    chat_id: int | None
    facts: Facts
    shown: Posted | None

    @property
    def screen(self) -> int | None:
        return self.facts.state.screen if self.facts.state and self.notice.kind == "living" else None


class Delivery:
    """Sends notices through one bot inside its budgets."""

    def __init__(self, office: Office, meter: Meter) -> None:
        self._office, self._meter, self._tally = office, meter, Tally(office)

    def address(self, session: Session, notice: Notice) -> Envelope | Exception:
        """Read what a notice says now; a mistake of ours in it is returned, for it to fail when it is its turn."""
        newsroom = self._office.newsroom
        try:
            chat_id = _chat_id(session, notice.recipient, newsroom.settings.moderation_chat_id)
            facts = told.about(session, notice, now=self._office.now, rules=newsroom.rules)
            if chat_id is None or _is_unwanted(notice, facts):
                return Envelope(notice, None, facts, None)
            shown = _pressed(notice, chat_id) or posted.where_shown(
                session, notice.subject, place(notice.kind), door=DOOR, chat_id=chat_id
            )
        except Exception as error:  # noqa: BLE001 - a row of ours is at fault: it fails alone, when it is its turn
            return error
        return Envelope(notice, chat_id, facts, shown)

    async def send(self, envelope: Envelope, ids: Sequence[int]) -> None:
        """Deliver a notice and mark `ids`; raises Wait when the budget is spent, TelegramError as the API refuses."""
        notice = envelope.notice
        if notice.kind == "press":
            await self._answer_press(envelope, ids)
        elif envelope.chat_id is None:
            await self._mark(lambda session: outbox.gone(session, ids, error_class="no_address", now=self._office.now))
        elif notice.kind == takeaway.KIND:
            self._require_budget(envelope.chat_id, notice.lane)
            self._meter.count(envelope.chat_id, notice.lane, self._office.now)
            await takeaway.hand_over(self._office, notice, envelope.chat_id, envelope.facts)
            await self._tally.keep(Sent(tuple(ids)))
        elif notice.kind == "photos":
            self._require_budget(envelope.chat_id, notice.lane)
            await self._send_photos(envelope, envelope.chat_id, ids)
        else:
            self._require_budget(envelope.chat_id, notice.lane)
            await self._send_text(envelope, envelope.chat_id, ids)

    async def chat_of(self, notice: Notice) -> int | None:
        """Return the chat a notice goes to, None where its recipient cannot be reached by this door."""
        given = self._office.newsroom.settings.moderation_chat_id
        return await self._office.newsroom.database.read(lambda session: _chat_id(session, notice.recipient, given))

    async def unreachable(self, notice: Notice, failure: Failure) -> None:
        """Note that a person cannot be reached any more."""
        if failure.meaning is not Meaning.GONE or not notice.recipient.startswith("person:"):
            return
        chat_id = await self.chat_of(notice)
        now = self._office.now
        if chat_id is not None:
            await self._mark(lambda s: accounts.mark_lost(s, door=DOOR, chat_id=chat_id, reason=failure.name, now=now))

    async def _send_text(self, envelope: Envelope, chat_id: int, ids: Sequence[int]) -> None:
        notice = envelope.notice
        text, keyboard, view = await self._written(envelope)
        digest = hashlib.sha256(orjson.dumps([text, keyboard])).hexdigest()
        redraws = is_redrawn(notice.kind)
        if text is None or (redraws and envelope.shown and envelope.shown.digest == digest):
            await self._tally.keep(Sent(tuple(ids)))
            return
        failpoint.here("outbox.before_http")
        message_id = await self._post(envelope, chat_id, text, keyboard, redraws=redraws)
        failpoint.here("outbox.after_http_before_mark")
        if notice.kind == counter.KIND:
            is_new = envelope.shown is None or envelope.shown.message_id != message_id
            view = await counter.pinned(self._office.bot, chat_id, message_id, view, is_new=is_new)
        is_elsewhere = redraws and envelope.shown is not None and envelope.shown.message_id != message_id
        stands = Posted(chat_id, message_id, notice.subject, place(notice.kind), view, digest)
        await self._tally.keep(Sent(tuple(ids), stands, is_elsewhere, _is_strangers(notice)))

    async def _post(self, envelope: Envelope, chat_id: int, text: str, keyboard: Any, *, redraws: bool) -> int:
        """Edit the message that shows the subject, or send a new one; returns its number."""
        lane, now = envelope.notice.lane, self._office.now
        self._meter.count(chat_id, lane, now)
        bot = self._office.bot
        if redraws and envelope.shown is not None:
            shown_id = envelope.shown.message_id
            try:
                await api.edit_message_text(bot, chat_id, shown_id, text, keyboard)
            except TelegramError as error:
                meaning = understand(error).meaning
                if meaning is Meaning.DONE:
                    return shown_id
                if meaning is not Meaning.REPOST:
                    raise
            else:
                return shown_id
        protects = envelope.notice.recipient == outbox.GROUP
        rules = self._office.newsroom.rules
        is_silent = sound.is_silent(envelope.notice, envelope.facts, now=now, rules=rules)
        to = envelope.notice.details.get("to")
        return await api.send_message(bot, chat_id, text, keyboard, protects=protects, is_silent=is_silent, to=to)

    async def _written(self, envelope: Envelope) -> tuple[str | None, Any, str]:
        """Return text, keyboard and view of a notice as it now is; no text where there is nothing left to say."""
        notice, facts = envelope.notice, envelope.facts
        view = envelope.shown.view if envelope.shown else ""
        if notice.kind == "card":
            reply = cards.card(facts, view, self._office.house.base_url)
            if reply is None or facts.tip is None:
                return None, None, view
            said = self._say(reply, facts)
            return outbound.cut(said.text), outbound.card_keyboard(said, facts.tip.id, facts.tip.version), view
        if notice.kind == card_reply.KIND:
            reply = reply_for(notice.kind, facts, notice.details)
            if reply is None or facts.tip is None:
                return None, None, ""
            said = self._say(reply, facts)
            return outbound.cut(said.text), outbound.card_keyboard(said, facts.tip.id, facts.tip.version), ""
        if notice.kind == "unit_change_asked":
            reply = reply_for(notice.kind, facts, notice.details)
            if reply is None:
                return None, None, ""
            said = self._say(reply, facts)
            return outbound.cut(said.text), outbound.plain_keyboard(said), ""
        if notice.kind == "group_offer":
            said = self._say(_offer(notice), facts)
            return outbound.cut(said.text), outbound.plain_keyboard(said), ""
        reply = await self._reply(notice, facts)
        if reply is None:
            return None, None, ""
        said = self._say(reply, facts)
        kept = view if notice.kind == counter.KIND else _view(notice)
        return outbound.cut(said.text), outbound.private_keyboard(said, envelope.screen), kept

    async def _reply(self, notice: Notice, facts: Facts) -> Reply | None:
        if notice.kind == "reason_details":
            return _ask_details(notice, facts)
        details = notice.details
        if notice.kind == "login_link" and facts.reader is not None:
            reader, now = facts.reader.id, self._office.now
            token = await self._office.newsroom.database.act(lambda s: sessions.new_link(s, reader, now=now))
            details = {"token": token}
        elif facts.reader is not None and way_in.is_needed(notice):
            details = await way_in.made(self._office, notice, facts.reader)
        return reply_for(notice.kind, facts, details)

    async def _answer_press(self, envelope: Envelope, ids: Sequence[int]) -> None:
        notice = envelope.notice
        text = self._press_text(notice, envelope.facts)
        said = outbound.cut(text, outbound.LONGEST_ANSWER) if text else None
        await api.answer_callback_query(self._office.bot, notice.subject.partition(":")[2], said)
        await self._tally.keep(Sent(tuple(ids), is_strangers=_is_strangers(notice)))

    def _press_text(self, notice: Notice, facts: Facts) -> str:
        if "message" in notice.details:
            return self._say(Reply.from_json(notice.details), facts).text
        if "label" in notice.details:
            said = say(notice.details, locale=facts.locale, now=facts.now, house=self._office.house)
            return str(said)
        return ""

    async def _send_photos(self, envelope: Envelope, chat_id: int, ids: Sequence[int]) -> None:
        """Send the photos of a tip as our copies, never the originals."""
        media = self._office.newsroom.media
        keys = [file.copy_key for file in envelope.facts.attachments if file.kind == "photo" and file.copy_key]
        batch = keys[:MOST_PHOTOS]
        self._meter.count(chat_id, envelope.notice.lane, self._office.now, number=max(len(batch), 1))
        photos = [await asyncio.to_thread(media.get, key) for key in batch]
        if len(photos) == 1:
            await self._office.bot.send_photo(chat_id, photos[0], protect_content=True)
        elif photos:
            album = [InputMediaPhoto(photo) for photo in photos]
            await self._office.bot.send_media_group(chat_id, album, protect_content=True)
        await self._tally.keep(Sent(tuple(ids)))

    def _say(self, reply: Reply, facts: Facts) -> Spoken:
        return spoken(reply, locale=facts.locale, now=facts.now, house=self._office.house)

    def _require_budget(self, chat_id: int, lane: int) -> None:
        span = self._meter.wait(chat_id, lane, self._office.now)
        if span > timedelta():
            raise Wait(span)

    async def _mark(self, act: Any) -> None:
        """Note what was done; what is sent is sent, so a database in trouble is asked again, not the receiver."""
        await insist(self._office.newsroom.database.act, act)


def _is_strangers(notice: Notice) -> bool:
    return notice.recipient.startswith(outbox.STRANGER)


def _is_unwanted(notice: Notice, facts: Facts) -> bool:
    """Tell whether a notice is for somebody who has withdrawn and has not asked for it just now."""
    has_left = facts.reader is not None and facts.reader.standing is Standing.LEFT
    return has_left and notice.lane >= outbox.Lane.NOTICE


def _pressed(notice: Notice, chat_id: int) -> Posted | None:
    """Return the message whose button was pressed and which shows another view now; None for any other notice."""
    if notice.kind != "screen":
        return None
    return Posted(chat_id, notice.details["at"], notice.subject, notice.kind, "", "")


def _chat_id(session: Session, recipient: str, given: int | None) -> int | None:
    if recipient == outbox.GROUP:
        return house_keys.group_chat(session, given)
    kind, _, number = recipient.partition(":")
    if kind == "chat":
        return int(number)
    address = accounts.address(session, int(number), door=DOOR)
    return None if address is None or address.is_lost else address.chat_id


def _offer(notice: Notice) -> Reply:
    rows = ((button("v1:g:use", "use_group"), button("v1:g:no", "refuse_group")),)
    return Reply("group_offer", {"nhom": notice.details.get("title", "")}, rows)


def _ask_details(notice: Notice, facts: Facts) -> Reply | None:
    if facts.tip is None:
        return None
    reason = notice.details["reason"]
    field = {"R06": "nguon", "R07": "chi_tiet"}.get(reason, "tu_nhap")
    names = {
        name: {"label": code, "values": {}}
        for name, code in (("ly_do", f"reason.{reason}"), ("can_ghi", f"reason_field.{field}"))
    }
    return Reply("card_reason_details", {"ma": facts.tip.reference, **names}, asks_reply=True)


def _view(notice: Notice) -> str:
    return str(notice.details.get("reason", "")) if notice.kind == "reason_details" else ""
