"""The forms an item can be had in, by extension; each is written by its own module, loaded when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from review.errors import NotFound
from review.exports.item import Files, NewsItem


@dataclass(frozen=True, slots=True)
class Form:
    """One way out: its extension, its media type, and the module that writes it."""

    extension: str
    media_type: str
    module: str

    def write(self, item: NewsItem, files: Files) -> bytes:
        """Return the item in this form; open `[[…]]` stay, marked where the form can."""
        written: bytes = import_module(f"review.exports.{self.module}").write(item, files)
        return written


DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: Mapping[str, Form] = {
    form.extension: form
    for form in (
        Form("html", "text/html; charset=utf-8", "html"),
        Form("md", "text/markdown; charset=utf-8", "markdown"),
        Form("txt", "text/plain; charset=utf-8", "text"),
        Form("docx", DOCX_TYPE, "docx"),
        Form("json", "application/json", "ninjs"),
        Form("xml", "application/vnd.iptc.g2.newsitem+xml", "newsml"),
        Form("zip", "application/zip", "bundle"),
    )
}


def form(extension: str) -> Form:
    """Return a form by its extension; raises NotFound."""
    if extension not in FORMS:
        raise NotFound("there is no such form")
    return FORMS[extension]
