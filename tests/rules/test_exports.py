"""Every way out, read back by readers that are not ours."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import feedparser
import html5lib
import jsonschema
import NewsMLG2
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from review.exports import docx, feeds, ninjs
from review.exports.feeds import Feed
from review.exports.forms import FORMS
from review.language.clean import clean_text
from tests.rules.items import TITLE, a_picture, an_item, files, filled

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas" / "ninjs"
FEED = Feed("Bản nháp", "https://desk.example/feeds/drafts.atom", "https://desk.example/drafts", an_item().changed_at)
NAUGHTY = "<script>alert(1)</script> ]]> & \" ' </p> {{ 7 * 7 }} \u202e \U0001f600 &amp; <!-- -->"
XHTML = "{http://www.w3.org/1999/xhtml}"


def written(extension: str, **changes: object) -> bytes:
    return FORMS[extension].write(an_item(**changes), files())


def test_html_is_whole_and_says_what_it_is_about() -> None:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)

    page = parser.parse(written("html").decode())

    metas = [(meta.get("name"), meta.get("content")) for meta in page.iter("meta") if meta.get("name")]
    assert ("DC.title", TITLE) in metas
    assert ("DC.coverage", "Ủy ban nhân dân phường Bình Mẫu") in metas
    assert [content for name, content in metas if name == "DC.subject"][1:] == ["một cửa", "người cao tuổi"]
    linked = json.loads(next(script.text for script in page.iter("script")))
    assert linked["@type"] == "NewsArticle"
    assert linked["author"]["name"] == "Nguyễn Lan"
    assert [h1.text for h1 in page.iter("h1")] == [TITLE]


@pytest.mark.parametrize(("version", "values"), [("3.1", ninjs.newest), ("1.6", ninjs.old)])
def test_ninjs_fits_the_schema_of_its_version(version: str, values: Any) -> None:
    file = SCHEMAS / f"ninjs-schema_{version}.json"
    if not file.is_file():
        pytest.skip("the schemas of the IPTC are not beside the project")
    schema = json.loads(file.read_text())
    checker = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())

    assert [error.message for error in checker.iter_errors(json.loads(json.dumps(values(an_item(), files()))))] == []
    assert [error.message for error in checker.iter_errors(json.loads(json.dumps(values(filled("x"), files()))))] == []


def test_ninjs_times_end_in_z_without_fractions() -> None:
    old = ninjs.old(an_item(), files())

    assert (old["firstcreated"], old["versioncreated"]) == ("2026-11-12T05:10:03Z", "2026-11-12T06:00:07Z")
    assert "guid" not in old
    assert "authors" not in old


def test_newsml_is_read_by_the_iptcs_own_reader() -> None:
    item = NewsMLG2.NewsMLG2Document(written("xml")).get_item()

    assert item.guid == an_item().uri
    assert item.itemmeta.itemclass.qcode == "ninat:text"
    assert str(item.contentmeta.headline[0]) == TITLE


def test_newsml_holds_the_text_as_xhtml() -> None:
    tree = etree.fromstring(written("xml"))

    assert [h1.text for h1 in tree.iter(f"{XHTML}h1")] == [TITLE]
    assert [mark.text for mark in tree.iter(f"{XHTML}mark")] == ["[[họ tên]]"]
    assert [img.get("alt") for img in tree.iter(f"{XHTML}img")] == ["Hai người bên bàn"]


def test_word_holds_text_photos_credit_and_metadata() -> None:
    document = Document(io.BytesIO(written("docx")))

    said = [paragraph.text for paragraph in document.paragraphs]
    assert TITLE in said
    assert "(Theo UBND phường Bình Mẫu)" in said
    assert any("1.046\u00a0hồ sơ" in text for text in said)
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Hai người bên bàn"
    about = document.core_properties
    assert (about.author, about.title, about.language) == ("Nguyễn Lan", TITLE, "vi-VN")
    assert about.comments == "B-261112-07"
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_word_marks_open_places() -> None:
    document = Document(io.BytesIO(written("docx")))

    marked = [run.text for each in document.paragraphs for run in each.runs if run.font.highlight_color is not None]
    assert marked == ["[[họ tên]]"]


def test_a_day_is_one_word_document_with_a_page_for_each_item() -> None:
    document = Document(io.BytesIO(docx.write_all([an_item(), an_item(reference="B-261112-08")], files())))

    assert [paragraph.text for paragraph in document.paragraphs].count(TITLE) == 2
    assert document.element.xml.count('w:type="page"') == 1


def test_a_zip_holds_every_form_and_tells_the_hash_of_each_file() -> None:
    with zipfile.ZipFile(io.BytesIO(written("zip"))) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        told = {file["name"]: file["sha256"] for file in manifest["files"]}
        held = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names if name != "manifest.json"}
        photos = [archive.read(name) for name in names if name.endswith(".jpg")]
        page = archive.read("B-261112-07-phuong-binh-mau-tra-ket-qua.html").decode()

    assert told == held
    assert photos == [a_picture()]
    assert 'src="B-261112-07-phuong-binh-mau-tra-ket-qua-1.jpg"' in page


def test_the_same_item_gives_the_same_archive() -> None:
    with_same_names = [name for name in FORMS if name not in {"docx", "zip"}]

    assert [written(name) for name in with_same_names] == [written(name) for name in with_same_names]


def test_atom_is_read_by_a_feed_reader() -> None:
    feed = feedparser.parse(feeds.atom(FEED, [an_item()], files()))

    assert not feed.bozo
    (entry,) = feed.entries
    assert (entry.id, entry.title, entry.author) == (an_item().uri, TITLE, "Nguyễn Lan")
    assert entry.link == "https://desk.example/drafts/B-261112-07"
    assert [tag.term for tag in entry.tags] == ["Cải cách thủ tục hành chính", "một cửa", "người cao tuổi"]


def test_a_published_item_links_to_the_portal() -> None:
    item = an_item(published_url="https://portal.example/tin/1", published_at=an_item().changed_at)

    values = json.loads(feeds.json_feed(FEED, [item], files()))

    assert values["version"] == "https://jsonfeed.org/version/1.1"
    assert values["items"][0]["url"] == "https://portal.example/tin/1"


@pytest.mark.parametrize("extension", FORMS)
def test_markup_in_a_text_stays_text(extension: str) -> None:
    item = filled(NAUGHTY)

    data = FORMS[extension].write(item, files())

    if extension == "xml":
        assert [h1.text for h1 in etree.fromstring(data).iter(f"{XHTML}h1")] == [NAUGHTY]
    elif extension == "html":
        parsed = html5lib.parse(data.decode(), namespaceHTMLElements=False)
        assert [script.get("type") for script in parsed.iter("script")] == ["application/ld+json"]
    elif extension == "json":
        assert json.loads(data)["title"] == NAUGHTY
    assert data


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(), max_size=60))
def test_no_text_that_may_be_stored_breaks_a_form(text: str) -> None:
    item = filled(clean_text(text))

    Document(io.BytesIO(FORMS["docx"].write(item, files())))
    etree.fromstring(FORMS["xml"].write(item, files()))
    etree.fromstring(feeds.atom(FEED, [item], files()))
    json.loads(FORMS["json"].write(item, files()))
