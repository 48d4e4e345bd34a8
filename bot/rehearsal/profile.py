"""What a bot shows beside its chats: commands by kind of chat and language, descriptions, the menu button."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal import checks, sentences
from bot.rehearsal.markup import units
from bot.rehearsal.sending import Method
from bot.rehearsal.upload import Upload
from bot.rehearsal.world import Json, World

Fields = Mapping[str, Any]
Uploads = Mapping[str, Upload]
# By the field that holds it (core.telegram.org): how long a description may be.
LONGEST = {"description": 512, "short_description": 120}


def set_my_commands(world: World, fields: Fields, _uploads: Uploads) -> bool:
    commands = checks.structure(fields.get("commands"), "commands")
    world.commands[_place(fields)] = commands if isinstance(commands, list) else []
    return True


def get_my_commands(world: World, fields: Fields, _uploads: Uploads) -> list[Json]:
    return world.commands.get(_place(fields), [])


def delete_my_commands(world: World, fields: Fields, _uploads: Uploads) -> bool:
    world.commands.pop(_place(fields), None)
    return True


def set_menu_button(world: World, fields: Fields, _uploads: Uploads) -> bool:
    world.shown["menu_button"] = checks.structure(fields.get("menu_button"), "menu button") or {"type": "default"}
    return True


def _setting(name: str) -> Method:
    def set_text(world: World, fields: Fields, _uploads: Uploads) -> bool:
        text = str(fields.get(name) or "")
        if units(text) > LONGEST[name]:
            raise sentences.DESCRIPTION_TOO_LONG.refusal()
        world.shown[f"{name}:{_language(fields)}"] = text
        return True

    return set_text


def _getting(name: str) -> Method:
    def get_text(world: World, fields: Fields, _uploads: Uploads) -> Json:
        said = world.shown.get(f"{name}:{_language(fields)}") or world.shown.get(f"{name}:", "")
        return {name: said}

    return get_text


def _place(fields: Fields) -> str:
    """Return for whom commands are: the language, after the kind of chat where one is named."""
    scope = checks.structure(fields.get("scope"), "scope")
    kind = scope.get("type", "default") if isinstance(scope, dict) else "default"
    return _language(fields) if kind == "default" else f"{kind}:{_language(fields)}"


def _language(fields: Fields) -> str:
    return str(fields.get("language_code") or "")


METHODS: Mapping[str, Method] = {
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": _setting("description"),
    "getmydescription": _getting("description"),
    "setmyshortdescription": _setting("short_description"),
    "getmyshortdescription": _getting("short_description"),
    "setchatmenubutton": set_menu_button,
}
