"""Somebody on the way through a dialogue, pressing buttons by their codes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage

Act = Callable[["Walker"], Awaitable[object]]


@dataclass
class Walker:
    """A correspondent on the way through a dialogue; buttons are pressed by their codes, whatever the language."""

    stage: Stage
    lan: Correspondent
    minh: Staff
    first: int = 0

    async def presses(self, *codes: str) -> None:
        for code in codes:
            await self.lan.presses_data(self.lan.chat, *self._button(code))

    async def says(self, text: str) -> None:
        number = await self.lan.says(text)
        self.first = self.first or number

    def stands(self) -> str:
        """Return where the dialogue stands."""
        query = (
            "SELECT dialogue.name || '.' || dialogue.step FROM dialogue JOIN account USING (person_id) "  # noqa: S608 - the test's own words
            f"WHERE account_id = {self.lan.account}"
        )
        found = self.stage.database.read_now(lambda session: session.connection().exec_driver_sql(query).scalar())
        return str(found or ".")

    def offered(self) -> list[str]:
        """Return the data of every button in the chat."""
        keyboards = self.lan._keyboards(self.lan.chat)
        return [button.get("callback_data", "") for _, rows in keyboards for row in rows for button in row]

    def _button(self, code: str) -> tuple[int, str]:
        for message_id, rows in reversed(self.lan._keyboards(self.lan.chat)):
            for data in (button.get("callback_data", "") for row in rows for button in row):
                if data.startswith("v1:p:") and data.split(":", 3)[3] == code:
                    return message_id, data
        raise AssertionError(f"nobody offers {code}")
