"""The control interface under /_stage/: by which a test or the stage page plays people and looks behind the scenes."""

import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.rehearsal.faults import Faults
from bot.rehearsal.learning import learn
from bot.rehearsal.ledger import Ledger
from bot.rehearsal.people import Stage
from bot.rehearsal.sentences import Refusal
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.upload import Upload
from bot.rehearsal.wire import Answer, Request, json_answer
from bot.rehearsal.world import Json, World, public

LONGEST_WAIT = 25.0
KINDS = ("document", "voice", "audio", "video")
PASSED_ON = ("reply_to", "media_group_id", "file_size", "anonymous", "message_thread_id")
Fields = Mapping[str, Any]


class StageControl:
    """Routes under /_stage/; what cannot be understood is answered 400 with a sentence."""

    def __init__(
        self,
        world: World,
        queue: UpdateQueue,
        stage: Stage,
        ledger: Ledger,
        faults: Faults,
        refuse: Callable[[float], None],
    ) -> None:
        self._world, self._queue, self._stage, self._clock = world, queue, stage, world.clock
        self._ledger, self._faults, self._refuse = ledger, faults, refuse
        self._routes: Mapping[str, Callable[[Fields], Awaitable[Any]]] = {
            "updates": self._updates,
            "calls": self._calls,
            "figures": self._figures,
            "faults": self._set_faults,
            "state": self._state,
            "people": self._people,
            "groups": self._groups,
            "send": self._send,
            "album": self._send,
            "edit": self._edit,
            "press": self._press,
            "block": self._block,
            "unblock": self._unblock,
            "deactivate": self._deactivate,
            "kick": self._kick,
            "promote": self._promote,
            "restrict": self._restrict,
            "react": self._react,
            "migrate": self._migrate,
            "clock": self._set_clock,
            "redeliver": self._redeliver,
            "restart_ids": self._restart_ids,
            "messages": self._messages,
        }

    async def answer(self, place: str, request: Request) -> Answer:
        """Answer one request to a place under /_stage/."""
        place = place.strip("/")
        fields = {**request.fields, **_uploaded(request.uploads)}
        match place.split("/"):
            case ["files", file_id] if file_id in self._world.files:
                return Answer(body=self._world.files[file_id].content, media_type="application/octet-stream")
            case ["chats", chat_id, "messages"]:
                place, fields = "messages", {**fields, "chat_id": chat_id}
        route = self._routes.get(place)
        if route is None:
            return json_answer({"error": "no such part of the stage"}, 404)
        try:
            return json_answer(await route(fields))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            return json_answer({"error": f"not understood: {error}"}, 400)
        except Refusal as refusal:
            return json_answer({"error": refusal.sentence}, 400)

    async def _updates(self, fields: Fields) -> Json:
        """Queue one raw update, or a list of them, as they are; whose chat they name is known from then on."""
        given = fields.get("updates")
        updates = given if isinstance(given, list) else [dict(fields)]
        for update in updates:
            learn(self._world, update)
        return {"update_ids": [self._queue.put(update) for update in updates]}

    async def _calls(self, fields: Fields) -> list[Json]:
        return [entry.as_json() for entry in self._ledger.since(int(fields.get("since", 0)))]

    async def _figures(self, _fields: Fields) -> Json:
        """Return how many calls were accepted, refused or left in doubt, by method, and how many updates wait."""
        return {**self._ledger.figures(), "waiting": len(self._queue)}

    async def _set_faults(self, fields: Fields) -> Json:
        if fields.get("clear"):
            self._faults.clear()
        else:
            for given in fields.get("updates", [fields]):  # a list as body arrives so named
                fault = self._faults.add(given)
                if fault.kind == "refused":
                    self._refuse(fault.seconds)
        return {"ok": True}

    async def _state(self, _fields: Fields) -> Json:
        return {
            "version": self._world.version,
            "now": self._clock.now(),
            "seed": self._faults.seed,
            "waiting": len(self._queue),
            "webhook": self._queue.webhook,
            "me": self._world.me,
            "commands": self._world.commands,
            "shown": self._world.shown,
            "users": list(self._world.users.values()),
            "chats": [chat.data | {"pinned": chat.pinned, "gone": chat.gone} for chat in self._world.chats.values()],
            "presses": {number: press.answer for number, press in self._world.presses.items()},
        }

    async def _people(self, fields: Fields) -> Json:
        person = self._world.person(
            int(fields["id"]), str(fields.get("name", "")), str(fields.get("language", "vi")), **_named(fields)
        )
        if fields.get("gone"):
            self._world.chats[int(fields["id"])].gone = str(fields["gone"])
        return person

    async def _groups(self, fields: Fields) -> Json:
        members, admins = list(fields.get("members", ())), list(fields.get("admins", ()))
        chat = self._world.group(int(fields["id"]), str(fields["title"]), members, admins)
        chat.data |= {name: fields[name] for name in ("type", "username", "is_forum") if name in fields}
        chat.denied = list(fields.get("denied", chat.denied))
        if fields.get("added_by"):
            self._stage.adds_bot(int(fields["id"]), int(fields["added_by"]))
        return chat.data

    async def _send(self, fields: Fields) -> list[Json]:
        """Send as a person: text, one photo or several, or a file by its kind; bytes as base64 or as an upload."""
        chat_id, user_id = int(fields["chat_id"]), int(fields["from_id"])
        extra = {name: fields[name] for name in PASSED_ON if fields.get(name)}
        caption = str(fields.get("caption", fields.get("text", "")))
        photos = [_content(each) for each in fields.get("photos", ())]
        if "photo" in fields:
            photos.append(_content(fields["photo"]))
        if len(photos) > 1:
            return [public(m) for m in self._stage.sends_album(chat_id, user_id, photos, caption)]
        if photos:
            return [public(self._stage.sends_photo(chat_id, user_id, photos[0], caption, **extra))]
        kind = str(fields.get("kind", "document")) if "file" in fields else next((k for k in KINDS if k in fields), "")
        if kind:
            return [public(self._send_file(fields, kind, caption, extra))]
        return [public(self._stage.says(chat_id, user_id, caption, **extra))]

    def _send_file(self, fields: Fields, kind: str, caption: str, extra: Json) -> Json:
        name = "file" if "file" in fields else kind
        called = str(fields.get("name", fields.get(f"{name}_name", "tep.pdf")))
        media_type = str(fields.get("media_type", fields.get(f"{name}_type", "")))
        extra = extra | ({"caption": caption} if caption else {})
        chat_id, user_id, content = int(fields["chat_id"]), int(fields["from_id"]), _content(fields[name])
        return self._stage.sends_file(chat_id, user_id, kind, content, name=called, media_type=media_type, **extra)

    async def _edit(self, fields: Fields) -> Json:
        return public(self._stage.edits(int(fields["chat_id"]), int(fields["message_id"]), str(fields["text"])))

    async def _press(self, fields: Fields) -> Json:
        where = int(fields["chat_id"]), int(fields["from_id"]), int(fields["message_id"])
        shows = str(fields.get("shows", "message"))
        return {"query_id": self._stage.presses(*where, str(fields["data"]), shows)}

    async def _react(self, fields: Fields) -> Json:
        where = int(fields["chat_id"]), int(fields["from_id"]), int(fields["message_id"])
        self._stage.reacts(*where, str(fields.get("emoji", "")))
        return {"ok": True}

    async def _block(self, fields: Fields) -> Json:
        self._stage.blocks(int(fields["id"]))
        return {"ok": True}

    async def _unblock(self, fields: Fields) -> Json:
        self._stage.unblocks(int(fields["id"]))
        return {"ok": True}

    async def _deactivate(self, fields: Fields) -> Json:
        self._stage.deactivates(int(fields["id"]))
        return {"ok": True}

    async def _kick(self, fields: Fields) -> Json:
        self._stage.kicks_bot(int(fields["chat_id"]), int(fields["by"]))
        return {"ok": True}

    async def _promote(self, fields: Fields) -> Json:
        self._stage.promotes_bot(int(fields["chat_id"]), int(fields["by"]))
        return {"ok": True}

    async def _restrict(self, fields: Fields) -> Json:
        self._stage.restricts_bot(int(fields["chat_id"]), int(fields["by"]), list(fields.get("denied", ())))
        return {"ok": True}

    async def _migrate(self, fields: Fields) -> Json:
        self._stage.migrates(int(fields["chat_id"]), int(fields["new_id"]))
        return {"ok": True}

    async def _set_clock(self, fields: Fields) -> Json:
        if "at" in fields:
            self._clock.fix(float(fields["at"]))
        if fields.get("advance"):
            self._clock.advance(float(fields["advance"]))
        return {"now": self._clock.now()}

    async def _redeliver(self, fields: Fields) -> Json:
        """Offer updates again under their old ids, although they were confirmed."""
        self._queue.redeliver([int(number) for number in fields["update_ids"]])
        return {"ok": True}

    async def _restart_ids(self, fields: Fields) -> Json:
        self._queue.restart_ids(int(fields["at"]))
        return {"next": int(fields["at"])}

    async def _messages(self, fields: Fields) -> Json:
        """Return a chat's messages changed after `since`; waits up to `wait` seconds for a change."""
        since, wait = int(fields.get("since", -1)), min(float(fields.get("wait", 0)), LONGEST_WAIT)
        if wait:
            await self._world.changed(since, wait)
        chat = self._world.chats[int(fields["chat_id"])]
        changed = [public(m) for m in chat.messages.values() if m.get("_version", 0) > since]
        return {"version": self._world.version, "messages": changed, "ids": list(chat.messages)}


def _uploaded(uploads: Mapping[str, Upload]) -> Json:
    """Return uploads as fields: the bytes by their name, what they are called and are beside."""
    found: Json = {}
    for name, upload in uploads.items():
        found |= {name: upload.content, f"{name}_name": upload.name, f"{name}_type": upload.media_type}
    return found


def _content(given: object) -> bytes:
    return given if isinstance(given, bytes) else base64.b64decode(str(given), validate=True)


def _named(fields: Fields) -> dict[str, str]:
    return {name: str(fields[name]) for name in ("last_name", "username") if fields.get(name)}
