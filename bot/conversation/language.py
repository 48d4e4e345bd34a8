"""Choosing the language of one's own messages."""

from bot.conversation.desk import Desk
from bot.conversation.incoming import Choice, Incoming, Reply, Step

LANGUAGES = ("vi", "en")


def ask(desk: Desk) -> Step:
    """Answer /ngonngu: two buttons, each in its own language."""
    rows = (tuple(Choice(f"l.{code}", f"language.{code}") for code in LANGUAGES),)
    return Step(desk.state(), (Reply("choose_language", {}, rows),))


def chosen(incoming: Incoming, desk: Desk) -> Step:
    """Keep the choice; the answer already comes in the new language."""
    code = incoming.choice.removeprefix("l.")
    if code not in LANGUAGES:
        return Step(desk.state(), answer=Reply("outdated_button"))
    desk.choose_locale(code)
    return Step(desk.state(), (Reply("language_changed"),))
