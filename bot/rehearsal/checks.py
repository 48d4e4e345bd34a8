"""What the Bot API refuses before it does anything: lengths in UTF-16 units, buttons, chats it cannot write to."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.rehearsal import forms, sentences
from bot.rehearsal.markup import formatted, units
from bot.rehearsal.sentences import Refusal
from bot.rehearsal.world import Chat, World

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_DATA, LONGEST_MARKUP = 4096, 1024, 64, 10_000
LONGEST_COPY = 256
URLS = ("https://", "http://")
Fields = Mapping[str, Any]


def known_chat(world: World, fields: Fields) -> Chat:
    """Return the chat a call is about, whether it can be written to or not."""
    given = fields.get("chat_id", "")
    if given in {"", None}:
        raise sentences.CHAT_ID_EMPTY.refusal()
    found = (
        world.by_username(given[1:]) if isinstance(given, str) and given.startswith("@") else _by_number(world, given)
    )
    if found is None:
        raise sentences.CHAT_NOT_FOUND.refusal()
    if found.migrated_to is not None:
        raise sentences.UPGRADED.refusal({"migrate_to_chat_id": found.migrated_to})
    return found


def chat(world: World, fields: Fields, kind: str = "") -> Chat:
    """Return the chat a call is for; raises what the Bot API says where this kind cannot be written to it."""
    found = known_chat(world, fields)
    reason = found.gone or ("" if found.bot_is_member else "left")
    if reason:
        raise _gone(reason, found.data["type"])
    if "everything" in found.denied:
        raise sentences.NO_WRITE_ACCESS.refusal()
    if kind in found.denied:
        raise sentences.NO_RIGHT[kind].refusal()
    _check_thread(found, fields)
    return found


def said(fields: Fields) -> dict[str, Any]:
    """Return a message's text with its entities; raises where it is empty or too long."""
    given = str(fields.get("text") or "")
    if not given:
        raise sentences.TEXT_EMPTY.refusal()
    text, entities = _formatted(given, fields, "entities")
    if not text.strip():
        raise sentences.TEXT_BLANK.refusal()
    if units(text) > LONGEST_TEXT:
        raise sentences.TEXT_TOO_LONG.refusal()
    return {"text": text} | ({"entities": entities} if entities else {})


def caption(fields: Fields) -> dict[str, Any]:
    """Return a caption with its entities, nothing where there is none."""
    given = str(fields.get("caption") or "")
    if not given:
        return {}
    text, entities = _formatted(given, fields, "caption_entities")
    if units(text) > LONGEST_CAPTION:
        raise sentences.CAPTION_TOO_LONG.refusal()
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def keyboard(value: object) -> dict[str, Any] | None:
    """Return the reply markup; raises where a button could not be pressed."""
    markup = structure(value, "reply markup")
    if not isinstance(markup, dict) or not markup:
        return None
    if len(forms.dumped(markup)) > LONGEST_MARKUP:
        raise sentences.MARKUP_TOO_LONG.refusal()
    rows = markup.get("inline_keyboard", ())
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, list) for row in rows):
        raise sentences.CANT_PARSE_JSON.refusal(what="reply markup")
    for button in (button for row in rows for button in row):
        _check_button(button)
    return markup


def structure(value: object, what: str) -> Any:
    """Return a value that comes as JSON text in a form, or as it is in a JSON body."""
    if not isinstance(value, (str, bytes)) or not value:
        return value
    try:
        return forms.loaded(value)
    except ValueError:
        raise sentences.CANT_PARSE_JSON.refusal(what=what) from None


def _formatted(given: str, fields: Fields, name: str) -> tuple[str, list[dict[str, Any]]]:
    text, entities = formatted(given, str(fields.get("parse_mode") or ""), structure(fields.get(name), "entities"))
    return text.rstrip() if text.strip() else text, entities


def _by_number(world: World, given: object) -> Chat | None:
    try:
        return world.chats.get(int(given))  # type: ignore[call-overload]  # whatever a client may send
    except (TypeError, ValueError):
        return None


def _gone(reason: str, kind: str) -> Refusal:
    """Return why a chat cannot be written to."""
    if reason == "kicked":
        return sentences.KICKED[kind].refusal()
    if reason == "left":
        return sentences.NOT_MEMBER[kind].refusal()
    return {
        "blocked": sentences.BLOCKED,
        "deactivated": sentences.DEACTIVATED,
        "deleted": sentences.GROUP_DELETED,
        "never_started": sentences.NEVER_STARTED,
        "is_bot": sentences.TO_A_BOT,
    }[reason].refusal()


def _check_thread(found: Chat, fields: Fields) -> None:
    """Require a topic that exists and is open (R23)."""
    number = fields.get("message_thread_id")
    if number in {None, ""}:
        return
    topic = next((t for t in found.topics if str(t["message_thread_id"]) == str(number)), None)
    if topic is None:
        raise sentences.THREAD_NOT_FOUND.refusal()
    if topic.get("is_closed"):
        raise sentences.TOPIC_CLOSED.refusal()


def _check_button(button: object) -> None:
    if not isinstance(button, dict):
        raise sentences.CANT_PARSE_JSON.refusal(what="reply markup")
    if not str(button.get("text", "")).strip() or len(button) == 1:
        raise sentences.BUTTON_TYPE_MISSING.refusal()
    data, url = button.get("callback_data"), button.get("url")
    if data is not None and not 1 <= len(str(data).encode("utf-8", "surrogatepass")) <= LONGEST_DATA:
        raise sentences.BUTTON_DATA_INVALID.refusal()
    if url is not None and not _is_public(str(url)):
        raise sentences.BUTTON_URL_INVALID.refusal()
    copied = button.get("copy_text")
    if copied is not None and not _can_be_copied(copied):
        raise sentences.BUTTON_COPY_INVALID.refusal()


def _is_public(url: str) -> bool:
    """Tell whether a button may lead there: a host of the open net, or Telegram itself."""
    if url.startswith("tg://"):
        return True
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return url.startswith(URLS) and "." in host.strip(".")


def _can_be_copied(given: object) -> bool:
    return isinstance(given, dict) and 1 <= units(str(given.get("text", ""))) <= LONGEST_COPY
