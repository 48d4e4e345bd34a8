"""What Telegram shows about the bot before anybody writes: its commands, description and menu, in both languages.

Set at start, each for everybody (the Vietnamese) and for those whose Telegram speaks English.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, MenuButtonCommands

from bot.telegram.group_commands import NAMES
from bot.telegram.office import Office
from bot.telegram.patience import PAUSE, until_taken
from review.words import LOCALES, Words

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
    """Yield what is to be set: for private chats, and for groups what moderators may ask there.

    All groups, since the moderators' may be chosen later or change its number; in any other nobody is answered.
    """
    bot, words = office.bot, office.house.words
    private, groups = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
    for locale in LOCALES:
        language = locale if locale != "vi" else None
        commands = _commands(words, locale, COMMANDS[locale], LABELS)
        asked = _commands(words, locale, NAMES[locale], NAMES["vi"])
        about, brief = (words.message(name, locale).strip() for name in ("bot_description", "bot_short_description"))
        yield "the list of commands", partial(bot.set_my_commands, commands, scope=private, language_code=language)
        yield "the group's commands", partial(bot.set_my_commands, asked, scope=groups, language_code=language)
        yield "the list of before", partial(bot.delete_my_commands, language_code=language)
        yield "the description", partial(bot.set_my_description, about, language_code=language)
        yield "the short description", partial(bot.set_my_short_description, brief, language_code=language)
    yield "the menu button", partial(bot.set_chat_menu_button, menu_button=MenuButtonCommands())


def _commands(words: Words, locale: str, names: Sequence[str], labels: Sequence[str]) -> list[BotCommand]:
    return [
        BotCommand(name, words.label(f"command.{label}", locale)) for name, label in zip(names, labels, strict=True)
    ]
