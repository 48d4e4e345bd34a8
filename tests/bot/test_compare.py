"""`tinbai compare`: two texts, two photos, and files that are neither."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.rules.likeness_pairs import bank
from tests.rules.likeness_photos import jpeg, photos, sent_on


def written(folder: Path, name: str, data: "bytes | str") -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def compared(capsys: pytest.CaptureFixture[str], *names: str) -> dict[str, object]:
    assert main(["compare", *names, "--json"]) == 0
    said: dict[str, object] = json.loads(capsys.readouterr().out)
    return said


def test_two_texts_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = bank()["news"][:2]
    one, reworded = written(tmp_path, "1", first["text"]), written(tmp_path, "2", first["reworded"])
    same, other = written(tmp_path, "3", f"\ufeff{first['text']}"), written(tmp_path, "4", second["text"])

    assert compared(capsys, one, same) == {"score": 1.0, "verdict": "copy"}
    assert compared(capsys, one, reworded)["verdict"] == "near"
    assert compared(capsys, one, other)["verdict"] == "different"


def test_short_texts_have_no_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short, empty = written(tmp_path, "short", "Chợ Mẫu cháy"), written(tmp_path, "empty", "")

    assert compared(capsys, short, short) == {"score": None, "verdict": "different"}
    assert compared(capsys, short, empty) == {"score": None, "verdict": "different"}


def test_two_photos_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo, unlike = photos(2)
    one, other = written(tmp_path, "1.jpg", jpeg(photo)), written(tmp_path, "2.jpg", jpeg(unlike))
    again = written(tmp_path, "3.jpg", sent_on(photo)["resized to a third"])

    assert compared(capsys, one, again)["verdict"] == "copy"
    assert compared(capsys, one, other)["verdict"] == "different"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("bytes", bytes(range(256)) * 9, "is neither a text nor a photo"),
        ("cut.jpg", jpeg(next(photos(1)))[:900], "cannot be read as a photo"),
        ("gone", None, "cannot be read: No such file"),
        ("fine.jpg", jpeg(next(photos(1))), "a text and a photo cannot be compared"),
    ],
)
def test_a_bad_file_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, sentence: str
) -> None:
    good = written(tmp_path, "good", jpeg(next(photos(1))) if name == "cut.jpg" else bank()["news"][0]["text"])
    bad = written(tmp_path, name, data) if data is not None else str(tmp_path / name)

    code = main(["compare", good, bad, "--json"])

    said = capsys.readouterr()
    assert code == 1
    assert said.out == ""
    assert sentence in said.err
    assert said.err.count("\n") == 1
