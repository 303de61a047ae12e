"""Whatever the bytes are, a document comes out whose spans hold, or a reason why none does."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

pytest.importorskip("trafilatura", reason="the extra `evidence` is not installed")

from placet.evidence.intake.read import read_bytes
from placet.evidence.intake.unreadable import Unreadable
from placet.model.documents import Document

PIECES = [
    "<html>", "<body>", "<p>", "</p>", "<div class='related'>", "</div>", "<!--", "-->", "<script>", "</script>",
    "<h1>",
    "<table><tr><td>", "</td>", "<a href='x'>", "&#xD800;", "&amp;", "&#0;", "&", "<", ">", "<br>", "<article>", "\x00",
    '<script type="application/ld+json">', '{"@type":"Article","headline":{"name":[]},"datePublished":20}', "[[[",
    "<meta charset='utf-7'>", "<meta name='date' content='2014-13-40'>", "<time datetime='x' pubdate>", "<figcaption>",
    "The ministry said on Monday that the ferry will stop for good, and nobody was asked before.", "Posted on : ",
    "2014-11-18 06:51 KST", "04/05/2015", "By Ada Brook", "Related stories", "\n", "\r\n", " ", "\u2028", "한국어 기사",
    "自衛隊の派遣について、", "“", "\ud83d", "Copyright © 2015 ", "\x1b[2J", "]]>", "<![CDATA[", "<?xml encoding='x'?>",
]  # fmt: skip


def check(raw: bytes) -> Document | None:
    try:
        document = read_bytes(raw, "some.name", None, None)
    except Unreadable:
        return None
    assert [paragraph.number for paragraph in document.paragraphs] == list(range(1, len(document.paragraphs) + 1))
    end = 0
    for paragraph in document.paragraphs:
        assert end <= paragraph.span.start < paragraph.span.end <= len(document.text)
        assert document.text[paragraph.span.start : paragraph.span.end].strip()
        end = paragraph.span.end
    for before, after in zip(document.offsets, document.offsets[1:], strict=False):
        assert before[0] < after[0]
        assert before[1] < after[1]
    document.text.encode("utf-8")
    assert "\x00" not in document.text
    return document


@given(st.binary(max_size=400))
@example(b"")
@example(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>")
@example(b"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00")
@example(b"+/v8-<html><meta charset=utf-16><p>x</p>")
@settings(max_examples=150)
def test_any_bytes_give_a_document_or_a_reason(raw: bytes) -> None:
    check(raw)


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["utf-8", "utf-16", "cp949", "cp932", "cp1252"]))
@settings(max_examples=120)
def test_any_markup_gives_a_document_or_a_reason(pieces: list[str], encoding: str) -> None:
    check("".join(pieces).encode(encoding, "replace"))


@given(st.text(max_size=300))
def test_any_text_gives_paragraphs_that_hold_all_its_words(text: str) -> None:
    document = check(text.encode("utf-8", "replace"))
    if document is not None and document.media_type == "text/plain":
        kept = "".join(document.text[one.span.start : one.span.end] for one in document.paragraphs)
        assert "".join(kept.split()) == "".join(document.text.split())
