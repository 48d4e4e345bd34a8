"""The lock files: everything pinned and hashed, no address of an index, one environment for all three."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,_-]+\])?==(\S+)", re.MULTILINE | re.IGNORECASE)
CHOSEN = re.compile(r"^([a-z0-9][a-z0-9._-]*)", re.MULTILINE | re.IGNORECASE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def versions(lock: str) -> dict[str, str]:
    return {name.lower(): version for name, version in PINNED.findall(text_of(lock))}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_place(lock: str) -> None:
    found = re.findall(r".*(?:https?:|://|--(?:index|extra|find|trusted)).*", text_of(lock))

    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    starts = [line for line in text_of(lock).splitlines() if line and not line.startswith((" ", "#"))]
    blocks = re.split(r"^(?=[a-z0-9])", text_of(lock), flags=re.MULTILINE | re.IGNORECASE)
    unhashed = [block.splitlines()[0] for block in blocks if PINNED.match(block) and "--hash=sha256:" not in block]

    assert starts
    assert [line for line in starts if not PINNED.match(line)] == []
    assert unhashed == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-build.lock"])
def test_the_development_lock_holds_the_same_versions(lock: str) -> None:
    assert versions(lock).items() <= versions("requirements-dev.lock").items()


@pytest.mark.parametrize("stem", ["requirements", "requirements-build", "requirements-dev"])
def test_what_is_chosen_is_locked(stem: str) -> None:
    chosen = {name.lower() for name in CHOSEN.findall(text_of(f"{stem}.in"))}

    assert chosen
    assert chosen <= versions(f"{stem}.lock").keys()
