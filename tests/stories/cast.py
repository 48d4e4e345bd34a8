"""The cast: Lan sends, Minh and An moderate, Hà edits, nobody invited Quân. They act and see as people do."""

from dataclasses import dataclass
from typing import Any

from review import invitations
from review.access import Role, Standing
from review.people import set_standing
from tests.stories.stage import Stage


@dataclass
class Actor:
    """A person with a telephone."""

    stage: Stage
    account: int
    name: str
    language: str = "vi"

    @property
    def chat(self) -> int:
        return self.account

    async def says(self, text: str, **extra: Any) -> int:
        """Send a text in the private chat; returns the message's number."""
        self.stage.telegram.world.person(self.account, self.name, self.language)
        message = self.stage.telegram.stage.says(self.chat, self.account, text, **extra)
        await self.stage.settles()
        return int(message["message_id"])

    async def presses(self, label: str) -> str:
        """Press the newest button with this label; returns what the press was answered."""
        message_id, data = self._button(self.chat, label)
        return await self.presses_data(self.chat, message_id, data)

    async def presses_data(self, chat: int, message_id: int, data: str) -> str:
        query = self.stage.telegram.stage.presses(chat, self.account, message_id, data)
        await self.stage.settles()
        answer = self.stage.telegram.world.presses[query].answer
        assert answer is not None, "every press is answered"
        return str(answer["text"])

    def sees(self) -> list[str]:
        """Return the bot's messages in the private chat as they now read, oldest first."""
        return [str(m.get("text", "")) for m in self._messages(self.chat)]

    def sees_last(self) -> str:
        return self.sees()[-1]

    def was_told(self, *words: str) -> bool:
        """Tell whether one message of the bot holds all these words."""
        return any(all(word in text for word in words) for text in self.sees())

    def buttons(self) -> list[str]:
        """Return the labels under the newest message with buttons."""
        rows = self._keyboards(self.chat)[-1][1]
        return [button["text"] for row in rows for button in row]

    def _button(self, chat: int, label: str) -> tuple[int, str]:
        for message_id, rows in reversed(self._keyboards(chat)):
            for row in rows:
                for button in row:
                    if button["text"] == label:
                        return message_id, button["callback_data"]
        raise AssertionError(f"nobody offers the button {label}: {self._keyboards(chat)}")

    def _keyboards(self, chat: int) -> list[tuple[int, list[list[dict[str, str]]]]]:
        markups = [(m["message_id"], m.get("reply_markup", {}).get("inline_keyboard")) for m in self._messages(chat)]
        return [(number, rows) for number, rows in markups if rows]

    def _messages(self, chat: int) -> list[dict[str, Any]]:
        world = self.stage.telegram.world
        held = world.chats[chat].messages.values() if chat in world.chats else ()
        return [message for message in held if message["from"]["id"] == world.me["id"]]


@dataclass
class Correspondent(Actor):
    """Somebody who sends tips."""

    async def joins(self, byline: str = "Ghi bút danh", pen_name: str = "Minh Thư") -> None:
        """Follow an invitation, agree, accept the rules and choose a byline."""
        await self.follows_invitation()
        await self.presses("Tôi đồng ý" if self.language == "vi" else "I agree")
        await self.presses("Tôi đồng ý thực hiện" if self.language == "vi" else "I accept")
        await self.presses(byline)
        if byline in {"Ghi bút danh", "Pen name"}:
            await self.says(pen_name)

    async def follows_invitation(self, *, uses: int = 1, unit: str = "p-binh-mau") -> str:
        code = self.stage.database.act_now(
            lambda session: invitations.invite(
                session, role=Role.CORRESPONDENT, unit_id=unit, by=None, now=self.stage.now, uses=uses
            )
        )
        await self.says(f"/start {code}")
        return code

    async def sends_album(self, photos: list[bytes], caption: str = "") -> list[int]:
        sent = self.stage.telegram.stage.sends_album(self.chat, self.account, photos, caption)
        await self.stage.settles()
        return [int(message["message_id"]) for message in sent]

    async def sends_photo(self, photo: bytes, caption: str = "") -> int:
        message = self.stage.telegram.stage.sends_photo(self.chat, self.account, photo, caption)
        await self.stage.settles()
        return int(message["message_id"])

    async def edits(self, message_id: int, text: str) -> None:
        self.stage.telegram.stage.edits(self.chat, message_id, text)
        await self.stage.settles()

    async def sends(self, text: str) -> str:
        """Send a whole tip: the text, Xong, Gửi; returns its reference."""
        await self.says(text)
        await self.presses("Xong" if self.language == "vi" else "Done")
        await self.presses("Gửi Ban Biên tập" if self.language == "vi" else "Send to editors")
        return self.last_reference()

    def last_reference(self) -> str:
        found = self.stage.database.read_now(
            lambda s: s.connection().exec_driver_sql("SELECT reference FROM tip ORDER BY id DESC LIMIT 1").scalar_one()
        )
        return str(found)

    def message_about(self, *words: str) -> int:
        """Return the number of the bot's newest message that holds these words, to reply to it."""
        for message in reversed(self._messages(self.chat)):
            if all(word in str(message.get("text", "")) for word in words):
                return int(message["message_id"])
        raise AssertionError(f"no message says {words}")


@dataclass
class Staff(Actor):
    """Somebody of the desk, in the group and in the private chat."""

    role: Role = Role.MODERATOR

    async def joins(self) -> None:
        code = self.stage.database.act_now(
            lambda session: invitations.invite(session, role=self.role, name=self.name, by=None, now=self.stage.now)
        )
        self.stage.telegram.world.person(self.account, self.name)
        self.stage.telegram.world.chats[self.stage.group].members.add(self.account)
        await self.says(f"/start {code}")

    async def presses_on_card(self, reference: str, label: str) -> str:
        """Press a button of a tip's card in the group."""
        for message in reversed(self._messages(self.stage.group)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in (button for row in rows for button in row):
                if reference in str(message.get("text", "")) and button["text"] == label:
                    return await self.presses_data(self.stage.group, message["message_id"], button["callback_data"])
        raise AssertionError(f"no card of {reference} offers {label}: {self.cards()}")

    async def says_in_group(self, text: str, **extra: Any) -> None:
        self.stage.telegram.stage.says(self.stage.group, self.account, text, **extra)
        await self.stage.settles()

    def cards(self) -> list[str]:
        """Return the bot's messages in the group as they now read."""
        return [str(m.get("text", "")) for m in self._messages(self.stage.group)]

    def card_of(self, reference: str) -> str:
        return next(text for text in reversed(self.cards()) if reference in text)


def suspend(stage: Stage, actor: Actor, standing: Standing, reason: str = "") -> None:
    """Take a person's right to send away."""
    query = f"SELECT person_id FROM account WHERE account_id = {actor.account}"  # noqa: S608 - the test's own words
    number = stage.database.read_now(lambda s: s.connection().exec_driver_sql(query).scalar_one())
    stage.database.act_now(
        lambda session: set_standing(session, number, standing, reason=reason, by=None, door="cli", now=stage.now)
    )
