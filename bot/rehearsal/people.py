"""What people do on the stage: they write, send photos and albums, edit, press, block, add the bot to a group."""

import secrets
from typing import Any

from bot.rehearsal import media
from bot.rehearsal.markup import found
from bot.rehearsal.methods import ADMIN_RIGHTS
from bot.rehearsal.sentences import MESSAGE_NOT_FOUND
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.world import Chat, Json, Press, World, public

ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}  # R19
RESTRICTIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
ENDINGS = {"document": ".bin", "video": ".mp4", "voice": ".ogg", "audio": ".mp3"}


class Stage:
    """Plays people: what they do changes the world and queues the update the bot would get."""

    def __init__(self, world: World, queue: UpdateQueue) -> None:
        self._world, self._queue = world, queue

    def says(self, chat_id: int, user_id: int, text: str, **extra: Any) -> Json:
        """Send a text."""
        return self._send(chat_id, user_id, {"text": text, **_entities("entities", text)}, extra)

    def sends_photo(self, chat_id: int, user_id: int, content: bytes, caption: str = "", **extra: Any) -> Json:
        """Send one photo; `media_group_id` in `extra` makes it a part of an album."""
        shown: Json = {"photo": self._world.photo(content, *media.shape(content))}
        if caption:
            shown |= {"caption": caption, **_entities("caption_entities", caption)}
        return self._send(chat_id, user_id, shown, extra)

    def sends_album(self, chat_id: int, user_id: int, contents: list[bytes], caption: str = "") -> list[Json]:
        """Send an album, the caption on its first part."""
        group = secrets.token_hex(6)
        return [
            self.sends_photo(chat_id, user_id, content, "" if number else caption, media_group_id=group)
            for number, content in enumerate(contents)
        ]

    def sends_file(
        self,
        chat_id: int,
        user_id: int,
        kind: str,
        content: bytes,
        *,
        name: str = "",
        media_type: str = "",
        **extra: Any,
    ) -> Json:
        """Send a document, video, voice or audio file."""
        size = int(extra.pop("file_size", len(content)))
        file_id, unique = self._world.keep_file(content, f"{kind}s", ENDINGS.get(kind, ""), claims=size)
        shown: Json = {"file_id": file_id, "file_unique_id": unique, "file_size": size, "duration": 3}
        if kind == "video":
            shown |= {"width": 1280, "height": 720}
        if name:
            shown["file_name"] = name
        if media_type:
            shown["mime_type"] = media_type
        return self._send(chat_id, user_id, {kind: shown}, extra)

    def edits(self, chat_id: int, message_id: int, text: str) -> Json:
        """Edit the text or caption of a person's own message."""
        message = self._message(chat_id, message_id)
        field, marks = ("text", "entities") if "text" in message else ("caption", "caption_entities")
        before = {"at": self._world.clock.now(), "text": message.get(field)}
        message["_edits"] = [*message.get("_edits", []), before]
        message.pop(marks, None)
        message |= {field: text, **_entities(marks, text), "edit_date": int(self._world.clock.now())}
        self._world.touch(message)
        self._queue.offer({"edited_message": public(message)})
        return message

    def presses(self, chat_id: int, user_id: int, message_id: int, data: str, shows: str = "message") -> str:
        """Press a button; returns the press's id, under which its answer is found.

        `shows` is what the update tells of the message: all of it, that it is `inaccessible`, or `nothing` (R17).
        """
        message = public(self._message(chat_id, message_id))
        if shows == "inaccessible":
            message = {"chat": message["chat"], "message_id": message_id, "date": 0}
        query_id = str(secrets.randbits(62))
        self._world.presses[query_id] = Press(self._world.clock.now())
        query = {
            "id": query_id,
            "from": self._world.person(user_id),
            **({} if shows == "nothing" else {"message": message}),
            "chat_instance": str(chat_id),
            "data": data,
        }
        self._queue.offer({"callback_query": query})
        return query_id

    def reacts(self, chat_id: int, user_id: int, message_id: int, emoji: str) -> None:
        """React to a message; of groups the bot learns it as an admin, and only where it asked for the kind (R12)."""
        chat, message = self._world.chats[chat_id], self._message(chat_id, message_id)
        before = message.setdefault("_reactions", {}).get(str(user_id), [])
        after = [{"type": "emoji", "emoji": emoji}] if emoji else []
        message["_reactions"][str(user_id)] = after
        self._world.touch(message)
        if chat.data["type"] == "private" or self._world.me["id"] in chat.admins:
            change = {"chat": chat.data, "message_id": message_id, "user": self._world.person(user_id)}
            now = int(self._world.clock.now())
            self._queue.offer(
                {"message_reaction": {**change, "date": now, "old_reaction": before, "new_reaction": after}}
            )

    def blocks(self, user_id: int) -> None:
        """Block the bot."""
        self._world.chats[user_id].gone = "blocked"
        self._membership(self._world.chats[user_id], user_id, "member", "kicked")

    def unblocks(self, user_id: int) -> None:
        self._world.chats[user_id].gone = ""
        self._membership(self._world.chats[user_id], user_id, "kicked", "member")

    def deactivates(self, user_id: int) -> None:
        """Delete a person's account; no update tells of it."""
        self._world.chats[user_id].gone = "deactivated"
        self._world.touch()

    def adds_bot(self, chat_id: int, user_id: int) -> None:
        """Add the bot to a group."""
        chat = self._world.chats[chat_id]
        chat.bot_is_member, chat.gone = True, ""
        self._membership(chat, user_id, "left", "member")

    def kicks_bot(self, chat_id: int, user_id: int) -> None:
        """Remove the bot from a group."""
        chat = self._world.chats[chat_id]
        chat.bot_is_member, chat.gone = False, "kicked"
        self._membership(chat, user_id, "member", "kicked")

    def restricts_bot(self, chat_id: int, user_id: int, denied: list[str]) -> None:
        """Take rights away from the bot in a group, or give them back where `denied` is empty (R21)."""
        chat = self._world.chats[chat_id]
        chat.denied = list(denied)
        old, new = ("member", "restricted") if denied else ("restricted", "member")
        self._membership(chat, user_id, old, new)

    def promotes_bot(self, chat_id: int, user_id: int) -> None:
        """Make the bot an admin of a group: from then on it reads everything there."""
        chat = self._world.chats[chat_id]
        chat.admins.add(self._world.me["id"])
        self._membership(chat, user_id, "member", "administrator")

    def migrates(self, chat_id: int, new_id: int) -> None:
        """Turn a group into a supergroup with another number (R20)."""
        old = self._world.chats[chat_id]
        new = self._world.group(new_id, old.data["title"], sorted(old.members), sorted(old.admins))
        old.migrated_to = new_id
        sender = self._world.person(min(old.members))
        for chat, name, other in ((old, "migrate_to_chat_id", new_id), (new, "migrate_from_chat_id", chat_id)):
            self._queue.offer({"message": public(self._world.add_message(chat, sender, {name: other}))})

    def _send(self, chat_id: int, user_id: int, content: Json, extra: Json) -> Json:
        sender = self._world.person(user_id)
        chat = self._world.chats.get(chat_id) or self._world.chats[user_id]
        if extra.pop("anonymous", None):
            sender, content = ANONYMOUS_ADMIN, {"sender_chat": chat.data, **content}
        reply_to = extra.pop("reply_to", None)
        if reply_to:
            content = {**content, "reply_to_message": public(self._message(chat_id, int(reply_to)))}
        message = self._world.add_message(chat, sender, {**content, **extra})
        if self._is_read(chat, message):
            self._queue.offer({"message": public(message)})
        return message

    def _is_read(self, chat: Chat, message: Json) -> bool:
        """Tell whether the bot gets a message: of a group only what is for it, unless it is an admin there (R22)."""
        world = self._world
        if chat.data["type"] == "private" or world.reads_all or world.me["id"] in chat.admins:
            return True
        said = str(message.get("text", message.get("caption", "")))
        is_reply = message.get("reply_to_message", {}).get("from", {}).get("id") == world.me["id"]
        return is_reply or said.startswith("/") or f"@{world.me['username']}" in said

    def _membership(self, chat: Chat, user_id: int, old: str, new: str) -> None:
        bot = self._world.me
        change = {
            "chat": chat.data,
            "from": self._world.person(user_id),
            "date": int(self._world.clock.now()),
            "old_chat_member": _bot_member(bot, old),
            "new_chat_member": _bot_member(bot, new),
        }
        self._world.touch()
        self._queue.offer({"my_chat_member": change})

    def _message(self, chat_id: int, message_id: int) -> Json:
        chat = self._world.chats.get(chat_id)
        message = chat.messages.get(message_id) if chat else None
        if message is None:
            raise MESSAGE_NOT_FOUND.refusal()
        return message


def _bot_member(bot: Json, status: str) -> Json:
    shown = {"user": bot, "status": status}
    if status == "administrator":
        return {**shown, "can_be_edited": False, "is_anonymous": False, **dict.fromkeys(ADMIN_RIGHTS, True)}
    if status == "restricted":
        return {**shown, "is_member": True, "until_date": 0, **dict.fromkeys(RESTRICTIONS, False)}
    return {**shown, **({"until_date": 0} if status == "kicked" else {})}


def _entities(name: str, text: str) -> Json:
    entities = found(text)
    return {name: entities} if entities else {}
