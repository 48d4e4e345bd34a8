"""compose.yaml and the Dockerfile against the command and the settings; no engine is needed to read them."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from review.settings import SECRETS
from tests.contracts.test_command import commands
from tests.contracts.test_settings import documented

ROOT = Path(__file__).parents[2]
PARTS = ("bot", "worker", "console")
OURS = (*PARTS, "migrate")
BUILD_TOOLS = re.compile(r"\b(?:gcc|build-essential|make|git|curl|wget|apt-get)\b")
VARIABLE = re.compile(r"\$\{(\w+)(?::?[-?][^}]*)?\}")
NOT_SETTINGS = {"SITE"}  # the proxy's own


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def dockerfile() -> list[list[str]]:
    """Return the stages of the Dockerfile, each its lines."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    return [stage.splitlines() for stage in re.split(r"^(?=FROM )", text, flags=re.MULTILINE)[1:]]


def settings_of(service: dict[str, Any]) -> dict[str, str]:
    return dict(service.get("environment", {}))


def test_each_part_runs_twice_on_one_database() -> None:
    services = compose()["services"]

    assert {services[part]["deploy"]["replicas"] for part in PARTS} == {2}
    assert services["database"]["image"].startswith("postgres:")
    assert services["bucket"]["profiles"] == ["s3"]


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_there_is(name: str) -> None:
    assert compose()["services"][name]["command"] == [name]
    assert name in commands()


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_given_settings_there_are(name: str) -> None:
    names = {given.removesuffix("_FILE") for given in settings_of(compose()["services"][name])}

    assert names <= documented()


def test_no_secret_stands_in_the_file() -> None:
    given = {name: value for service in compose()["services"].values() for name, value in settings_of(service).items()}

    assert set(SECRETS) & set(given) == set()
    assert [
        value for name, value in given.items() if name.endswith("_FILE") and not value.startswith("/run/secrets/")
    ] == []
    assert [
        value for name, value in given.items() if "KEY" in name and not value.startswith(("/run/secrets/", "${"))
    ] == []


def test_every_secret_that_is_read_is_declared_and_given() -> None:
    found = compose()

    for service in found["services"].values():
        read = {Path(value).name for name, value in settings_of(service).items() if name.endswith("_FILE")}
        assert read <= set(service.get("secrets", ()))
        assert set(service.get("secrets", ())) <= set(found["secrets"])


def test_variables_of_the_file_are_settings() -> None:
    used = set(VARIABLE.findall((ROOT / "compose.yaml").read_text(encoding="utf-8")))

    assert used - NOT_SETTINGS <= documented()


def test_no_image_is_whatever_is_newest() -> None:
    images = [service["image"] for service in compose()["services"].values()]

    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []


def test_our_image_has_our_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert {compose()["services"][name]["image"] for name in OURS} == {f"tinbai:{version}"}


def test_the_parts_have_no_rights_they_do_not_need() -> None:
    for name in OURS:
        service = compose()["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]


def test_the_last_stage_builds_nothing_and_runs_without_rights() -> None:
    *_, last = dockerfile()

    assert len(dockerfile()) > 1
    assert [line for line in last if BUILD_TOOLS.search(line) or "pip install" in line] == []
    assert "USER tinbai" in last
    assert any("/readyz" in line for line in last)


def test_the_image_is_built_from_the_locks() -> None:
    first, *_ = dockerfile()
    installed = " ".join(line for line in first if "pip install" in line)

    assert "--require-hashes -r requirements-build.lock -r requirements.lock" in installed


def test_everything_the_image_copies_reaches_the_builder() -> None:
    sent = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    copied = [name for line in dockerfile()[0] if line.startswith("COPY ") for name in line.split()[1:-1]]

    assert {name for name in copied if f"!{name}" not in sent or not (ROOT / name).exists()} == set()
    assert "*" in sent
