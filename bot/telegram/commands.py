"""What Telegram shows about the bot: its commands in both languages, set at start."""

import logging

from telegram import BotCommand
from telegram.error import TelegramError

from bot.telegram.office import Office

log = logging.getLogger(__name__)
COMMANDS = {"vi": ("tin", "rut", "huy", "ngonngu", "trogiup"), "en": ("tips", "withdraw", "cancel", "language", "help")}
LABELS = ("tin", "rut", "huy", "ngonngu", "trogiup")


async def introduce(office: Office) -> None:
    """Set the command lists; a refusal is only logged, since people can type commands all the same."""
    try:
        for locale, names in COMMANDS.items():
            commands = [
                BotCommand(name, office.house.words.label(f"command.{label}", locale))
                for name, label in zip(names, LABELS, strict=True)
            ]
            await office.bot.set_my_commands(commands, language_code=locale if locale != "vi" else None)
    except TelegramError as error:
        log.warning("commands could not be set: %s", type(error).__name__)
