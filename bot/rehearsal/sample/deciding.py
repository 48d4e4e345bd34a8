"""What moderators and editors of the sample do: the verbs of both doors and of the drafts' page."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.rehearsal.sample.script import Doing
from bot.rehearsal.sample.sending import Senders
from review import approval, draft_view, drafting, moderation, people, queue
from review.access import Person, Standing
from review.db import Session
from review.newsroom import Newsroom
from review.rendering.article import PLACEHOLDER, Article
from review.workflow import DraftVerb

GROUP_DOOR, CONSOLE_DOOR = "telegram", "console"
GAPS = re.compile(r" +(?= |[.,;:])")


class Deciders:
    """Plays the staff."""

    def __init__(self, session: Session, newsroom: Newsroom, senders: Senders, staff: Mapping[str, Person]) -> None:
        self._session, self._newsroom, self._senders, self._staff = session, newsroom, senders, staff

    def claim(self, doing: Doing) -> None:
        moderation.claim(self._session, self._tip(doing), **self._who(doing))

    def note(self, doing: Doing) -> None:
        moderation.add_note(self._session, self._tip(doing), doing.details["text"], **self._who(doing))

    def ask(self, doing: Doing) -> None:
        codes, text = doing.details.get("questions", ()), doing.details.get("text", "")
        moderation.ask(self._session, self._tip(doing), codes=codes, text=text, **self._verdict(doing))

    def reject(self, doing: Doing) -> None:
        reason, note = doing.details["reason"], doing.details.get("note", "")
        moderation.reject(self._session, self._tip(doing), reason=reason, note=note, **self._verdict(doing))

    def ban(self, doing: Doing) -> None:
        """Ban the sender of a tip."""
        sender, by = self._tip(doing).sender_id, self._staff[doing.by].id
        reason = doing.details["reason"]
        people.set_standing(
            self._session, sender, Standing.BANNED, reason=reason, by=by, door=CONSOLE_DOOR, now=doing.at
        )

    def duplicate(self, doing: Doing) -> None:
        original = queue.by_id(self._session, self._senders.tips[doing.details["of"]])
        moderation.mark_duplicate(self._session, self._tip(doing), original=original, **self._verdict(doing))

    def approve(self, doing: Doing) -> None:
        tip, rules = self._tip(doing), self._newsroom.rules
        proposal = approval.propose(self._session, tip, rules=rules, genre=doing.details.get("genre"))
        rendered = approval.render(proposal)
        article, error = rendered.article, rendered.error
        moderation.approve(self._session, tip, article=article, error=error, **self._verdict(doing))

    def write(self, doing: Doing) -> None:
        """Edit a draft as an editor would: title and captions, and whatever is still open is taken out."""
        draft = self._draft(doing)
        view = draft_view.of(self._session, draft)
        article = _edited(view.article, doing.details)
        drafting.save(self._session, draft, article, version=view.version, **self._who(doing))

    def ready(self, doing: Doing) -> None:
        drafting.mark_ready(self._session, self._draft(doing), **self._who(doing))

    def take(self, doing: Doing) -> None:
        draft = self._draft(doing)
        drafting.take(self._session, draft, version=draft.version, way="page", **self._who(doing))

    def publish(self, doing: Doing) -> None:
        drafting.publish(self._session, self._draft(doing), url=doing.details["url"], **self._who(doing))

    def correct(self, doing: Doing) -> None:
        reason = doing.details["reason"]
        drafting.move(self._session, self._draft(doing), DraftVerb.CORRECT, reason=reason, **self._who(doing))

    def _who(self, doing: Doing) -> dict[str, Any]:
        door = GROUP_DOOR if doing.by == "minh" else CONSOLE_DOOR
        return {"by": self._staff[doing.by], "door": door, "now": doing.at}

    def _verdict(self, doing: Doing) -> dict[str, Any]:
        return {**self._who(doing), "version": None, "rules": self._newsroom.rules}

    def _tip(self, doing: Doing) -> Any:
        return queue.by_id(self._session, self._senders.tips[doing.tip])

    def _draft(self, doing: Doing) -> Any:
        return draft_view.of_tip(self._session, self._tip(doing))[-1]


def _edited(article: Article, details: Mapping[str, Any]) -> Article:
    captions = details.get("captions", ())
    photos = tuple(
        replace(photo, caption=_closed(captions[place] if place < len(captions) else photo.caption))
        for place, photo in enumerate(article.photos)
    )
    return replace(
        article,
        title=details.get("title", _closed(article.title)),
        standfirst=_closed(article.standfirst),
        body=tuple(_closed(paragraph) for paragraph in article.body),
        photos=tuple(
            replace(photo, credit=_closed(photo.credit), alt=_closed(photo.alt) or photo.caption) for photo in photos
        ),
        byline=_closed(article.byline),
        source_line=_closed(article.source_line),
    )


def _closed(text: str) -> str:
    return GAPS.sub("", PLACEHOLDER.sub("", text)).strip()
