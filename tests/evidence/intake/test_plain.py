"""Plain texts: what each paragraph is, where it stands, and what is known of the article."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="the extra `evidence` is not installed")

from placet.evidence.dates import find_dates
from placet.evidence.intake import read_document
from placet.evidence.intake.lines import is_day_line, names_of_byline
from placet.evidence.intake.stamps import find_stamps
from placet.evidence.propose import propose
from placet.model.documents import Document

SHARED = Path(__file__).resolve().parents[4] / "shared"
ARTICLES = SHARED / "articles"
GOLD = SHARED / "data" / "article_statements.json"

FERRY = """\
Skip to main content

Island ferry to stop for good

Island ferry to stop for good

Posted March. 04, 2013 07:15,

日本語

The harbour office said on Monday that the ferry between the two islands will stop running at the end of the month.

“Nobody was asked,” a deckhand of the ferry told this newspaper on the quay, and others said the same.

Read more: Bridge opens at last

By Ada Brook, Harbour correspondent

Please send your comments to [letters@harbourpost.example]

Related stories

Bridge opens at last

Copyright © 2013 The Harbour Post. All rights reserved.
"""


def read(text: str) -> Document:
    return read_document(text.encode("utf-8"), "ferry.txt")


def kinds(document: Document) -> list[tuple[int, str]]:
    return [(one.number, one.kind) for one in document.paragraphs]


def test_what_is_around_an_article_is_told_from_it() -> None:
    assert kinds(read(FERRY)) == [
        (1, "furniture"), (2, "title"), (3, "furniture"), (4, "dateline"), (5, "furniture"), (6, "body"), (7, "body"),
        (8, "furniture"), (9, "byline"), (10, "furniture"), (11, "furniture"), (12, "furniture"), (13, "furniture"),
    ]  # fmt: skip


def test_the_text_is_the_source_and_every_paragraph_stands_where_it_stood() -> None:
    text = "\r\n" + FERRY.replace("\n", "\r\n")
    document = read(text)
    assert document.text == text
    assert document.offsets == ((0, 0),)
    shown = [document.text[one.span.start : one.span.end] for one in document.paragraphs]
    assert shown == [line for line in FERRY.split("\n") if line]


def test_what_the_lines_say_is_known_with_its_ground() -> None:
    known = read(FERRY).metadata
    assert (known.title.value, known.title.grade) == ("Island ferry to stop for good", "stated")
    assert (known.posted.value, known.posted.ground, known.posted.grade) == (
        "2013-03-04T07:15",
        "visible line",
        "stated",
    )
    assert known.byline.value == "Ada Brook, Harbour correspondent"
    assert (known.outlet.value, known.outlet.ground, known.outlet.grade) == ("The Harbour Post", "footer", "inferred")
    assert known.modified.value is None
    assert known.language.value == "en"


def test_an_outlet_that_only_its_letters_address_names_is_a_guess() -> None:
    known = read(FERRY.replace("Copyright © 2013 The Harbour Post. All rights reserved.\n", "")).metadata
    assert (known.outlet.value, known.outlet.grade) == ("harbourpost.example", "guessed")


def test_an_article_without_a_day_has_none() -> None:
    lines = [line for line in FERRY.split("\n") if not line.startswith("Posted")]
    posted = read("\n".join(lines)).metadata.posted
    assert (posted.value, posted.grade) == (None, "unknown")


@pytest.mark.parametrize(
    ("line", "posted", "modified"),
    [
        ("Posted November. 18, 2014 06:51,", "2014-11-18T06:51", None),
        (
            "Posted on : 2013-10-28 16:11 KST Modified on : 2013-11-02 20:29 KST",
            "2013-10-28T16:11+09:00",
            "2013-11-02T20:29+09:00",
        ),
        ("Published: 18 Nov 2014 | Last updated: 19 Nov 2014", "2014-11-18", "2014-11-19"),
        ("입력 2014.11.18. 오후 6:51 | 수정 2014.11.19. 오전 7:00", "2014-11-18T18:51", "2014-11-19T07:00"),
        ("2014年11月18日 18時51分 公開", "2014-11-18T18:51", None),
        ("Updated: Apr. 28, 2015 3:15 p.m. EDT", None, "2015-04-28T15:15-04:00"),
    ],
)
def test_lines_with_the_day_are_read(line: str, posted: str | None, modified: str | None) -> None:
    assert is_day_line(line)
    known = read(FERRY.replace("Posted March. 04, 2013 07:15,", line)).metadata
    assert (known.posted.value, known.modified.value) == (posted, modified)


def test_a_day_that_can_be_two_is_neither() -> None:
    posted = read(FERRY.replace("Posted March. 04, 2013 07:15,", "Posted 04/05/2015")).metadata.posted
    assert posted.value is None
    assert posted.note == "two days are possible: 2015-04-05 or 2015-05-04"


def test_a_bare_day_above_the_article_is_inferred() -> None:
    posted = read(FERRY.replace("Posted March. 04, 2013 07:15,", "March 4, 2013")).metadata.posted
    assert (posted.value, posted.grade) == ("2013-03-04", "inferred")


def test_a_day_within_the_article_is_not_when_it_was_posted() -> None:
    text = FERRY.replace("Posted March. 04, 2013 07:15,\n\n", "").replace("on Monday", "on March 4, 2013")
    assert read(text).metadata.posted.value is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Brook", "Ada Brook"),
        ("By Ada Brook, Harbour writer and Cy Dale, reporter", "Ada Brook, Harbour writer and Cy Dale, reporter"),
        ("By Shin Hae-won (", "Shin Hae-won"),
        ("BY ADA BROOK", "ADA BROOK"),
        ("By Ada Brook, March 4, 2013", "Ada Brook"),
        ("Ada Brook, staff writer", "Ada Brook, staff writer"),
        ("홍길동 기자", "홍길동 기자"),
        ("By Tuesday the ministry had said nothing.", None),
        ("By March the bridge will be open", None),
        ("By then Ada had gone", None),
        ("The ministry denied it.", None),
    ],
)
def test_a_byline_is_told_from_a_sentence(line: str, names: str | None) -> None:
    assert names_of_byline(line) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "By continuing the talks, both offices hope that the ferry will run again before the end of next summer.",
        "Copyright law was not mentioned in the talks, an official of the harbour office said after the meeting there.",
        "More than forty people asked the harbour office in writing what would become of the ferry of the islands.",
        "Related talks on the bridge are to begin in May, the harbour office said in a statement to the newspapers.",
    ],
)
def test_a_sentence_that_begins_like_furniture_stays_in_the_article(sentence: str) -> None:
    text = FERRY.replace("Read more: Bridge opens at last", sentence)
    assert (8, "body") in kinds(read(text))


def test_short_sentences_in_the_middle_stay_in_the_article() -> None:
    last = "The office has not answered the letters that were written to it since the end of last summer.\n\nBy Ada"
    text = FERRY.replace("Read more: Bridge opens at last", "“No,” he said.").replace("By Ada", last)
    assert kinds(read(text))[7:9] == [(8, "body"), (9, "body")]


def test_short_sentences_at_the_end_stay_in_the_article_and_what_is_no_sentence_does_not() -> None:
    long = "The foreign minister said on Tuesday that the port would be closed until the summer."
    told = read(f"{long}\n\nShe declined to say why.\n\nThe port was closed twice before.\n")
    assert [kind for _, kind in kinds(told)] == ["body"] * 3
    named = read(f"{long}\n\nForeign Minister Anna Lund said that Oslo was ready.\n")
    assert [kind for _, kind in kinds(named)] == ["body"] * 2
    signed = read(f"{long}\n\nFollow us there.\n\nThe Port Times.\n\nWhat they said.\n")
    assert [kind for _, kind in kinds(signed)] == ["body", *["furniture"] * 3]


def test_a_caption_under_a_picture_that_repeats_the_headline_is_no_article() -> None:
    text = (
        "Two offices to discuss the ferry\n\nTwo offices to discuss the ferry\nBoats at the old quay of the harbour\n\n"
        "The two harbour offices will discuss the ferry next month, people with knowledge of the matter said there.\n"
    )
    assert kinds(read(text)) == [(1, "title"), (2, "furniture"), (3, "caption"), (4, "body")]


def test_lines_broken_at_one_width_are_one_paragraph_in_its_place() -> None:
    text = (
        "Ferry to stop\n\n"
        "The harbour office said on Monday that the ferry between the two\n"
        "islands will stop running at the end of the month, and that the\n"
        "bridge which was to take its place will not be ready before May.\n\n"
        "Nobody was asked, said a deckhand of the ferry, who had been on the\n"
        "boats for thirty years and did not wish to be named in a paper at\n"
        "all.\n"
    )
    document = read(text)
    assert kinds(document) == [(1, "title"), (2, "body"), (3, "body")]
    assert text[document.paragraphs[1].span.start :].startswith("The harbour")
    assert text[: document.paragraphs[1].span.end].endswith("before May.")


def test_a_line_that_ends_with_the_paper_ends_no_sentence_and_moves_no_letter() -> None:
    text = (
        "Ferry to stop, by Ada Brook\r\n"
        "OSLO, May 2 (NTB) - The harbour office said on Monday that the ferry\r\n"
        "between the two islands would stop running at the end of the month,\r\n"
        "and that the bridge which was to take its place would not be ready.\r\n"
        '"Nobody was asked," said a deckhand of the ferry, who had been on the\r\n'
        "boats for thirty years.\r\n"
    )
    document = read(text)
    assert [(one.number, one.kind) for one in document.paragraphs] == [(1, "title"), (2, "body")]
    span = document.paragraphs[1].span
    body = document.text[span.start : span.end]
    assert body.startswith("OSLO, May 2")
    assert not {"\r", "\n"} & set(body)
    assert len(document.text) == len(text)
    assert body.split() == text[span.start : span.end].split()
    (first, *_) = propose(document)
    assert " ".join(document.text[one.start : one.end] for one in first.content).split()[-3:] == ["not", "be", "ready"]


def test_times_without_a_day_and_numbers_are_no_stamps() -> None:
    assert find_stamps("It was 16:11 and 40 people had come.") == ()


def test_a_line_without_figures_has_no_stamps_whatever_days_it_speaks_of() -> None:
    lines = (Path(__file__).parents[1] / "dates.md").read_text("utf-8").splitlines()
    unmarked = {re.sub(r"[\d\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]", "", line) for line in lines}
    assert len(unmarked) > 150
    for line in unmarked:
        assert not any(said.value or said.candidates for said in find_dates(line, None) if said.granularity == "day")


@pytest.mark.skipif(
    not ARTICLES.is_dir() or not GOLD.is_file(), reason="the five articles do not lie beside the project"
)
def test_the_five_articles_are_read_as_a_person_reads_them() -> None:
    gold = json.loads(GOLD.read_text("utf-8"))["articles"]
    for one in gold:
        raw = (ARTICLES / one["file"]).read_bytes()
        document = read_document(raw, one["file"])
        assert document.text == raw.decode("utf-8")
        assert [each.span.start for each in document.paragraphs] == one["paragraph_starts"]
        numbers = {
            kind: [each.number for each in document.paragraphs if each.kind == kind]
            for kind in ("title", "body", "byline")
        }
        assert numbers["title"] == [one["title_paragraph"]]
        assert numbers["body"] == list(range(one["body_paragraphs"][0], one["body_paragraphs"][1] + 1))
        assert numbers["byline"] == (one["byline"] or [])
        known = document.metadata
        assert (known.posted.value, known.modified.value, known.language.value) == (
            one["posted"],
            one["modified"],
            "en",
        )
        assert (known.byline.value is None) == (one["byline"] is None)
        if one["outlet"]:
            assert known.outlet.ground == "footer"
        else:
            assert known.outlet.grade in ("unknown", "guessed")
