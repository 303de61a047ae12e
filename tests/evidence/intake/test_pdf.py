"""PDFs: paragraphs out of lines, running heads set apart, and reasons where there is no text."""

from __future__ import annotations

import pytest

pytest.importorskip("pypdfium2", reason="the extra `evidence` is not installed")

from placet.evidence.intake import Unreadable, read_document
from tests.evidence.intake.pdfs import LOCKED, make_pdf

FIRST = [
    (800, "Harbour Post, page 1"),
    (760, "Island ferry to stop for good"),
    (720, "The harbour office said on Monday that the ferry between the two islands will stop"),
    (706, "running at the end of the month, and that the bridge is not ready."),
    (680, "Nobody was asked, said a deckhand who had been on the boats for thirty years and"),
]
SECOND = [
    (800, "Harbour Post, page 2"),
    (760, "did not wish to be named."),
]


def test_lines_are_joined_into_paragraphs_also_across_pages_and_running_heads_are_set_apart() -> None:
    document = read_document(make_pdf([FIRST, SECOND]), "ferry.pdf")
    told = [(one.kind, document.text[one.span.start : one.span.end]) for one in document.paragraphs]
    assert [words for kind, words in told if kind == "body"] == [
        " ".join((FIRST[2][1], FIRST[3][1])),
        "Nobody was asked, said a deckhand who had been on the boats for thirty years and did not wish to be named.",
    ]
    assert [words for kind, words in told if kind == "title"] == ["Island ferry to stop for good"]
    assert [words for kind, words in told if kind == "furniture"] == ["Harbour Post, page 1", "Harbour Post, page 2"]
    assert document.media_type == "application/pdf"
    assert document.offsets == ()
    assert document.extractor.startswith("pypdfium2 ")


def test_the_day_on_which_a_file_was_made_is_not_the_day_it_was_posted() -> None:
    info = "<< /Title (Island ferry to stop for good) /CreationDate (D:20130304071500+09'00') >>"
    known = read_document(make_pdf([FIRST], info=info), "ferry.pdf").metadata
    assert (known.posted.value, known.posted.grade) == (None, "unknown")
    assert "2013-03-04" in known.posted.note


def test_pages_without_text_are_told() -> None:
    document = read_document(make_pdf([FIRST, []]), "ferry.pdf")
    assert document.notes == ("1 of 2 pages have no text: they are empty or pictures",)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (make_pdf([[], []]), "no text layer: its 2 pages are pictures"),
        (make_pdf([FIRST], extra=LOCKED), "asks for a password"),
        (make_pdf([FIRST])[:400], "damaged"),
        (b"%PDF-1.7\nnothing of it", "damaged"),
    ],
)
def test_a_pdf_that_has_no_text_to_give_is_refused_with_the_reason(raw: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message) as caught:
        read_document(raw, "ferry.pdf")
    assert caught.value.help
