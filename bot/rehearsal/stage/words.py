"""The stage page's words in both languages."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

LOCALES = ("vi", "en")


@cache
def words(locale: str) -> Mapping[str, str]:
    """Return what the page says in a language, Vietnamese for an unknown one."""
    place = LOCALES.index(locale) if locale in LOCALES else 0
    return {name: pair[place] for name, pair in _both().items()}


@cache
def _both() -> Mapping[str, tuple[str, str]]:
    loaded: Mapping[str, tuple[str, str]] = yaml.safe_load(
        (files("bot.rehearsal.stage") / "words.yaml").read_text(encoding="utf-8")
    )
    return loaded
