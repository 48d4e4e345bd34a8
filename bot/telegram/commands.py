"""What Telegram shows about the bot: its commands in both languages, set at start."""

from functools import partial

from telegram import BotCommand

from bot.telegram.office import Office
from bot.telegram.patience import PAUSE, until_taken

LABELS = ("tin", "rut", "huy", "thongke", "tapviet", "quyen", "ngonngu", "trogiup")
COMMANDS = {"vi": LABELS, "en": ("tips", "withdraw", "cancel", "figures", "practice", "rights", "language", "help")}


async def introduce(office: Office, *, pause: float = PAUSE) -> None:
    """Set the command lists, as soon as Telegram takes them; people can type commands all the same."""
    for locale, names in COMMANDS.items():
        commands = [
            BotCommand(name, office.house.words.label(f"command.{label}", locale))
            for name, label in zip(names, LABELS, strict=True)
        ]
        language = locale if locale != "vi" else None
        call = partial(office.bot.set_my_commands, commands, language_code=language)
        await until_taken(call, "the list of commands", pause=pause)
