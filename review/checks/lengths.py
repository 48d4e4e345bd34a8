"""Lengths in chữ: title, standfirst, sentences, paragraphs and the whole by its genre (domain guide, section 14)."""

from collections.abc import Iterator

from review.checks.finding import Finding, Known
from review.checks.reading import Reading, filled, shortened
from review.language.folding import count_words
from review.language.sentences import sentences
from review.rendering.article import Article
from review.rendering.headline import HARD_LIMIT, SOFT_LIMIT

STANDFIRST = (25, 45)
LONGEST_SENTENCE = 45
LONGEST_PARAGRAPH = 90


def find(article: Article, _reading: Reading, known: Known) -> Iterator[Finding]:
    """Yield what is longer or shorter than readers and the newsroom are used to."""
    yield from _title(article)
    yield from _standfirst(article)
    yield from _sentences(article)
    for paragraph in article.body:
        yield from _over("long_paragraph", "body", paragraph, LONGEST_PARAGRAPH)
    yield from _whole(article, known)


def _title(article: Article) -> Iterator[Finding]:
    length = count_words(article.title)
    if length > HARD_LIMIT:
        yield Finding("too_long_title", "title", values={"n": length, "nhieu": HARD_LIMIT})
    elif length > SOFT_LIMIT:
        yield Finding("long_title", "title", values={"n": length, "nhieu": SOFT_LIMIT})


def _standfirst(article: Article) -> Iterator[Finding]:
    length, (fewest, most) = count_words(article.standfirst), STANDFIRST
    if 0 < length < fewest:
        yield Finding("short_standfirst", "standfirst", values={"n": length, "it": fewest})
    if length > most:
        yield Finding("long_standfirst", "standfirst", values={"n": length, "nhieu": most})


def _sentences(article: Article) -> Iterator[Finding]:
    for name, text in (("standfirst", article.standfirst), *(("body", part) for part in article.body)):
        for sentence in sentences(text):
            yield from _over("long_sentence", name, sentence, LONGEST_SENTENCE)


def _over(code: str, name: str, text: str, most: int) -> Iterator[Finding]:
    length = count_words(text)
    if length > most:
        yield Finding(code, name, shortened(text), values={"n": length, "nhieu": most})


def _whole(article: Article, known: Known) -> Iterator[Finding]:
    length = sum(count_words(filled(text)) for text in (article.standfirst, *article.body))
    if known.length is None or not length:
        return
    fewest, most = known.length
    if length < fewest:
        yield Finding("short_for_genre", "body", values={"n": length, "it": fewest})
    if length > most:
        yield Finding("long_for_genre", "body", values={"n": length, "nhieu": most})
