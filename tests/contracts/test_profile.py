"""What Telegram shows about the bot fits where it is shown, and every command it offers is understood."""

import pytest

from bot.conversation.route import COMMANDS
from bot.telegram import commands, group_commands
from review.words import LOCALES, shipped

LONGEST_ABOUT, LONGEST_BRIEF, LONGEST_COMMAND = 512, 120, 256


@pytest.mark.parametrize("locale", LOCALES)
def test_descriptions_fit(locale: str) -> None:
    words = shipped()

    assert len(words.message("bot_description", locale).strip()) <= LONGEST_ABOUT
    assert len(words.message("bot_short_description", locale).strip()) <= LONGEST_BRIEF
    assert all(len(words.label(f"command.{label}", locale)) <= LONGEST_COMMAND for label in commands.LABELS)


def test_every_command_that_is_offered_does_the_same_in_both_languages() -> None:
    for vietnamese, english in zip(commands.COMMANDS["vi"], commands.COMMANDS["en"], strict=True):
        assert COMMANDS[vietnamese] == COMMANDS[english]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_groups_help_names_every_command_that_is_offered_there(locale: str) -> None:
    said = shipped().message("group_help", locale, link="https://desk.example.org")

    assert [name for name in group_commands.NAMES[locale] if f"/{name}" not in said] == []
    assert all(group_commands.asked(f"/{name}", "desk_bot") for name in group_commands.NAMES[locale])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_help_names_every_command_that_is_offered(locale: str) -> None:
    said = shipped().message("help", locale, dau_moi="An")

    assert [name for name in commands.COMMANDS[locale] if f"/{name}" not in said] == []
