"""What the Bot API says, in whatever form a faithful server says it, is understood by one table (R31-R63)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.rehearsal.sentences import CATALOGUE, Sentence
from bot.telegram.answers import straight
from bot.telegram.failures import Meaning, understand
from bot.telegram.request import AiohttpRequest

# Sentences of methods the desk never calls, or that no notice can meet; they fall to the rule for what is not known.
ELSEWHERE = {
    "Bad Request: user not found",
    "Bad Request: not enough rights to manage pinned messages in the chat",
    "Bad Request: the chat is not a forum",
    "Bad Request: not enough rights to create a topic",
    "Bad Request: TOPIC_TITLE_EMPTY",
    "Bad Request: REACTION_INVALID",
    "Bad Request: there are no administrators in the private chat",
    "Bad Request: wrong parameter action in request",
    "Bad Request: message identifiers are not specified",
    "Bad Request: message can't be deleted",
    "Bad Request: message can't be deleted for everyone",
    "Bad Request: message to delete not found",
    "Bad Request: message not found",
    "Bad Request: message to pin not found",
    "Bad Request: message to copy not found",
    "Bad Request: message to forward not found",
    "Bad Request: message to react not found",
    "Bad Request: bad webhook: {reason}",
    "Bad Request: secret token contains unallowed characters",
    "Bad Request: file is too big",
    "Bad Request: wrong file_id or the file is temporarily unavailable",
    "Bad Request: group chat was upgraded to a supergroup chat",  # it comes with the new number, see below
}


class Saying(BaseRequest):
    """A line on which one answer comes, put straight as ours does."""

    def __init__(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self._said = status, body, headers

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return straight(*self._said)

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)


async def met(status: int, body: bytes, headers: dict[str, str] | None = None) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await Saying(status, body, headers or {}).post("https://vi.example.org", RequestData([]))
    return raised.value


def refusal(code: int, text: str, **more: Any) -> bytes:
    return json.dumps({"ok": False, "error_code": code, "description": text, **more}).encode()


@pytest.mark.parametrize("sentence", CATALOGUE.values(), ids=CATALOGUE)
async def test_every_sentence_of_the_catalogue_is_understood_in_any_capitals(sentence: Sentence) -> None:
    meanings = set()
    for text in (sentence.text, sentence.text.lower(), sentence.text.upper()):
        meanings.add(understand(await met(sentence.code, refusal(sentence.code, text))))

    assert len(meanings) == 1
    assert (meanings.pop().name == "unknown") == (sentence.text in ELSEWHERE)


@pytest.mark.parametrize(
    ("status", "body", "meaning", "name"),
    [
        (200, refusal(403, "Forbidden: bot was blocked by the user"), Meaning.GONE, "blocked"),
        (200, refusal(429, "Too Many Requests: retry after 7"), Meaning.LATER, "flood"),
        (200, b'{ "description": "Bad Request: chat not found",\n "ok" : false }', Meaning.GONE, "chat_not_found"),
        (400, refusal(400, "[Error]: Bad Request: chat not found"), Meaning.GONE, "chat_not_found"),
        (413, b"<html>413 Request Entity Too Large</html>", Meaning.REFUSED, "too_large"),
        (401, refusal(401, "Unauthorized"), Meaning.STOP, "token"),
        (404, refusal(404, "Not Found"), Meaning.STOP, "token"),
        (409, refusal(409, "Conflict: whatever"), Meaning.LATER, "conflict"),
        (400, refusal(400, "Bad Request: something new"), Meaning.REFUSED, "unknown"),
        (403, refusal(403, "Forbidden: something new"), Meaning.GONE, "unknown"),
        (500, refusal(500, "Internal Server Error: restart"), Meaning.PERHAPS, "NetworkError"),
        (200, b"", Meaning.PERHAPS, "Unreadable"),
        (403, b"<html>Access denied</html>", Meaning.PERHAPS, "Unreadable"),
        (404, b"<html>Not Found</html>", Meaning.PERHAPS, "Unreadable"),
    ],
)
async def test_a_refusal_is_one_wherever_it_stands(status: int, body: bytes, meaning: Meaning, name: str) -> None:
    failure = understand(await met(status, body))

    assert (failure.meaning, failure.name) == (meaning, name)


@pytest.mark.parametrize(
    ("body", "headers", "seconds"),
    [
        (refusal(429, "Too Many Requests: retry after 7", parameters={"retry_after": 7}), {}, 7),
        (refusal(429, "Too Many Requests: retry after 7"), {}, 7),
        (refusal(429, "Too Many Requests", parameters={"retry_after": "8"}), {}, 8),
        (refusal(429, "Too Many Requests"), {"Retry-After": "9"}, 9),
        (refusal(429, "Too Many Requests: retry after 3600"), {}, 3600),
        (refusal(429, "Too Many Requests"), {}, 5),
        (b"<html>429</html>", {"Retry-After": "9"}, 9),
        (b"", {"Retry-After": "Thu, 12 Nov 2026 05:00:00 GMT"}, 5),
    ],
)
async def test_r31_a_429_says_how_long_to_wait_with_parameters_and_without(
    body: bytes, headers: dict[str, str], seconds: int
) -> None:
    failure = understand(await met(429, body, headers))

    assert failure.meaning is Meaning.LATER
    assert failure.wait == timedelta(seconds=seconds + 0.5)


async def test_r40_a_group_that_moved_names_its_new_number_even_under_200() -> None:
    text = "Bad Request: group chat was upgraded to a supergroup chat"

    failure = understand(await met(200, refusal(400, text, parameters={"migrate_to_chat_id": -1008})))

    assert (failure.meaning, failure.new_chat_id) == (Meaning.MIGRATED, -1008)


def test_what_people_write_is_not_taken_for_a_refusal() -> None:
    said = json.dumps({"ok": True, "result": {"text": '"ok":false'}}).encode()

    assert straight(200, said, {}) == (200, said)
