"""What Telegram shows about the bot before anybody writes: its commands, description and menu, in both languages.

Set at start, each for everybody (the Vietnamese) and for those whose Telegram speaks English.
"""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from telegram import BotCommand, BotCommandScopeAllPrivateChats, MenuButtonCommands

from bot.telegram.office import Office
from bot.telegram.patience import PAUSE, until_taken
from review.words import LOCALES

Call = tuple[str, Callable[[], Awaitable[object]]]
LABELS = ("tin", "rut", "huy", "thongke", "tapviet", "quyen", "web", "ngonngu", "trogiup")
COMMANDS = {
    "vi": LABELS,
    "en": ("tips", "withdraw", "cancel", "figures", "practice", "rights", "web", "language", "help"),
}


async def introduce(office: Office, *, pause: float = PAUSE) -> None:
    """Set what Telegram shows, as soon as Telegram takes it; people can write and type commands all the same."""
    for what, call in _calls(office):
        await until_taken(call, what, pause=pause)


def _calls(office: Office) -> Iterator[Call]:
    """Yield what is to be set; in groups the cards have buttons and nothing is typed: no command is offered there."""
    bot, words, private = office.bot, office.house.words, BotCommandScopeAllPrivateChats()
    for locale in LOCALES:
        language = locale if locale != "vi" else None
        commands = [
            BotCommand(name, words.label(f"command.{label}", locale))
            for name, label in zip(COMMANDS[locale], LABELS, strict=True)
        ]
        about, brief = (words.message(name, locale).strip() for name in ("bot_description", "bot_short_description"))
        yield "the list of commands", partial(bot.set_my_commands, commands, scope=private, language_code=language)
        yield "the list of before", partial(bot.delete_my_commands, language_code=language)
        yield "the description", partial(bot.set_my_description, about, language_code=language)
        yield "the short description", partial(bot.set_my_short_description, brief, language_code=language)
    yield "the menu button", partial(bot.set_chat_menu_button, menu_button=MenuButtonCommands())
