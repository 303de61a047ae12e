"""Heads of articles as they are found: the day, the outlet, the title, and where the article itself begins and ends."""

from __future__ import annotations

import pytest

pytest.importorskip("trafilatura", reason="the extra `evidence` is not installed")

from placet.evidence.intake import read_document
from placet.evidence.intake.datelines import closing_agency, read_dateline, read_dateline_alone
from placet.evidence.intake.lines import is_day_line
from placet.evidence.intake.stamps import find_stamps
from placet.model.documents import Document

FIRST = "The harbour office said on Tuesday that the ferry between the two islands will stop running for good."
SECOND = "Nobody on the islands was asked about it, a deckhand of the ferry told this newspaper on the old quay."
THIRD = "The bridge that is to take its place will not be ready before the end of next summer, the office added."


def read(*lines: str, address: str | None = None) -> Document:
    return read_document("\n\n".join(lines).encode(), "ferry.txt", address=address)


def page(head: str, body: str, address: str | None = None) -> Document:
    text = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_document(text.encode(), "ferry.html", address=address)


def kind_of(document: Document, line: str) -> str:
    return next(one.kind for one in document.paragraphs if document.text[one.span.start : one.span.end] == line)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NTB 14:05 | 4 March 2014", "2014-03-04T14:05"),
        ("4 March 2014, 14:05 GMT", "2014-03-04T14:05+00:00"),
        ("14:05 KST, Tuesday, March 4, 2014", "2014-03-04T14:05+09:00"),
        ("Mar. 4, 2014 at 2:05 p.m. EST", "2014-03-04T14:05-05:00"),
        ("March 4, 2014 — 2:05 PM CEST", "2014-03-04T14:05+02:00"),
        ("March 4, 2014 / 2:05 PM / 8 years ago", "2014-03-04T14:05"),
        ("March 4, 2014 2:05 PM Updated 8 years ago", "2014-03-04T14:05"),
        ("1405 GMT, March 4, 2014", "2014-03-04T14:05+00:00"),
        ("March 4, 2014 14:05 (UTC+8)", "2014-03-04T14:05+08:00"),
        ("Mar 04, 2014 02:05 PM IST", "2014-03-04T14:05"),
        ("2:05 PM March 4, 2014", "2014-03-04T14:05"),
        ("14:05 March 4, 2014", "2014-03-04T14:05"),
        ("All Headlines 14:05 March 4, 2014", "2014-03-04T14:05"),
        ("World News | March 4, 2014", "2014-03-04"),
        ("HC Deb 4 March 2014 vol 576 cc771-2W", "2014-03-04"),
        ("March 4, 2014 | 5 min read", "2014-03-04"),
        ("PTI / Mar 4, 2014, 14:05 IST", "2014-03-04T14:05"),
        ("Harbour Post | March 4, 2014, 14:05 IST", "2014-03-04T14:05"),
        ("Source: Harbour News | 2014-03-04 14:05:05 | Editor: brook", "2014-03-04T14:05"),
        ("Seoul, March 4, 2014", "2014-03-04"),
        ("WASHINGTON — March 4, 2014", "2014-03-04"),
        ("Ada Brook - Mar 4, 2014, 2:05 pm CST", "2014-03-04T14:05"),
        ("FOR IMMEDIATE RELEASE March 4, 2014", "2014-03-04"),
        ("English.news.example 2014-03-04 14:05:05", "2014-03-04T14:05"),
        ("Harbour News Agency | March 04, 2014 14:05 pm IST", "2014-03-04T14:05"),
        ("Mar 4, 2014,02:05pm EST", "2014-03-04T14:05-05:00"),
        ("2014/03/04 Tue 14:05", "2014-03-04T14:05"),
        ("2014年3月4日(火) 14:05", "2014-03-04T14:05"),
        ("2014年3月4日　みなと新聞 朝刊", "2014-03-04"),
        ("2014년 3월 4일 항구신문", "2014-03-04"),
        ("Press Release No. 12/2014, 4 March 2014", "2014-03-04"),
        ("Ada Brook in Oslo, Tuesday 4 March 2014 14.05 GMT", "2014-03-04T14:05+00:00"),
        ("Geneva, March 4, 2014", "2014-03-04"),
        ("Washington, D.C. March 4, 2014", "2014-03-04"),
    ],
)
def test_a_line_of_its_own_gives_the_day_with_its_time_wherever_the_time_stands(line: str, value: str) -> None:
    assert is_day_line(line)
    posted = read("Ferry to stop for good", line, FIRST, SECOND).metadata.posted
    assert (posted.value, posted.grade) == (value, "inferred")


@pytest.mark.parametrize(
    ("line", "posted", "modified"),
    [
        ("Posted 2:05 p.m. Mar. 4, 2014", "2014-03-04T14:05", None),
        ("Updated 0505 GMT (1305 HKT) March 4, 2014", None, "2014-03-04T05:05+00:00"),
        ("Updated: 2:05 p.m. ET, Tuesday, March 4, 2014", None, "2014-03-04T14:05"),
        ("Last modified: March 5th, 2014 10:00 AM", None, "2014-03-05T10:00"),
        ("4 March 2014 Last updated at 14:05 GMT", None, "2014-03-04T14:05+00:00"),
        ("updated 3/4/2014 6:12:07 PM ET 2014-03-04T23:12:07", None, "2014-03-04T18:12"),
        ("Posted: 05/03/2014 - 14:05 Modified: 25/03/2014 - 10:00", "2014-03-05T14:05", "2014-03-25T10:00"),
        (
            "Published: 14:05 GMT, 4 March 2014 | Updated: 15:10 GMT, 5 March 2014",
            "2014-03-04T14:05+00:00",
            "2014-03-05T15:10+00:00",
        ),
    ],
)
def test_a_day_of_change_alone_is_no_day_of_posting(line: str, posted: str | None, modified: str | None) -> None:
    known = read("Ferry to stop for good", line, FIRST, SECOND).metadata
    assert (known.posted.value, known.modified.value) == (posted, modified)


def test_a_time_that_contradicts_itself_is_no_time() -> None:
    assert [stamp.value for stamp in find_stamps("March 4, 2014 14:05 am")] == ["2014-03-04"]
    assert [stamp.value for stamp in find_stamps("March 4, 2014 00:05 am")] == ["2014-03-04T00:05"]


def test_one_moment_written_twice_is_one_stamp_though_utc_is_a_day_further() -> None:
    (stamp,) = find_stamps("updated 3/4/2014 11:12:07 PM ET 2014-03-05T04:12:07")
    assert (stamp.value, stamp.is_change) == ("2014-03-04T23:12", True)
    (stamp,) = find_stamps("04/03/2014 2014-03-04")
    assert (stamp.value, stamp.candidates) == ("2014-03-04", ())


@pytest.mark.parametrize(
    ("line", "day", "agency"),
    [
        ("WASHINGTON, March 4 (Harbour) -- The office", "--03-04", "Harbour"),
        ("SEOUL, March 4 (Yonhap) -- The office", "--03-04", "Yonhap"),
        ("MOSCOW, March 4. /TASS/. The office", "--03-04", "TASS"),
        ("Metro Manila (CNN Philippines, March 4) – The office", "--03-04", "CNN Philippines"),
        ("NEW DELHI, Mar 4 (PTI) The office", "--03-04", "PTI"),
        ("Kyiv, March 4 (Interfax-Ukraine) – The office", "--03-04", "Interfax-Ukraine"),
        ("OSLO (Reuters) - The office", "", "Reuters"),
        ("(AP) — The office", "", "AP"),
        (
            "OSLO (Harbour Press News / Strait - 4th March, 2014) The office",
            "2014-03-04",
            "Harbour Press News / Strait",
        ),
        ("Mar. 4, 2014 - The office", "2014-03-04", ""),
        ("Harbour Town, Ruritania, 4 March 2014 — The office", "2014-03-04", ""),
        ("Tuesday, March 4 — The office", "--03-04", ""),
        ("New Delhi, March 4: The office", "--03-04", ""),
    ],
)
def test_a_dateline_is_read(line: str, day: str, agency: str) -> None:
    found = read_dateline(line)
    assert found is not None
    assert (found.day, found.agency) == (day, agency)
    assert line[found.end :] == "The office"
    assert found.span is None or line[found.span.start : found.span.end].strip() != ""
    assert found.agency_span is None or line[found.agency_span.start : found.agency_span.end] == agency


@pytest.mark.parametrize(
    "line",
    [
        "The European Union (EU) — a club of states — said nothing.",
        "Ada Brook (Labour) – a member of the council – said nothing.",
        "Ankara (Turkey) — The office",
        "OSLO — The office",
        "March 4 - the day of the vote - was cold.",
        "On March 4 - A Tuesday - the office was shut.",
        "MS. BROOK: (Laughter) – We shall see.",
        "QUESTION: On March 4 the office said so.",
        "The office said nothing on March 4, 2014 — and nothing on the day after.",
        "OSLO (those who spoke of it on March 4, 2014 and were heard) The office",
    ],
)
def test_what_begins_like_a_dateline_is_none(line: str) -> None:
    assert read_dateline(line) is None


def test_a_list_of_days_with_places_is_no_row_of_datelines() -> None:
    for line in (
        "June 9 -- Harbour Hall, Old Town, FL",
        "June 10 – Old Town @ Harbour Hall",
        "Two offices meet on June 9",
    ):
        assert read_dateline_alone(line) is None
        assert not is_day_line(line)


def test_a_dateline_without_a_year_gives_none() -> None:
    posted = read("Ferry to stop for good", f"OSLO, March 4 (NTB) -- {FIRST}", SECOND).metadata.posted
    assert (posted.value, posted.grade) == (None, "unknown")
    assert posted.note == "the dateline gives the day without a year: 03-04"
    assert posted.span is not None


def test_a_dateline_takes_its_year_from_the_address_a_change_or_a_line_above() -> None:
    title, first = "Ferry to stop for good", f"OSLO, March 4 (NTB) -- {FIRST}"
    by_address = read(title, first, SECOND, address="https://post.example/2014/03/ferry.html").metadata.posted
    assert (by_address.value, by_address.grade) == ("2014-03-04", "inferred")
    assert by_address.note == "the day of the dateline; the year by the address"
    changed = read(title, "Updated: March 6, 2014", first, SECOND).metadata
    assert (changed.posted.value, changed.modified.value) == ("2014-03-04", "2014-03-06")
    later = read(title, "Updated: August 6, 2016", first, SECOND, address="https://post.example/2014/03/f.html")
    assert later.metadata.posted.value == "2014-03-04"
    assert read(title, "Updated: August 6, 2016", first, SECOND).metadata.posted.value is None
    assert read(title, "March 2014", first, SECOND).metadata.posted.value == "2014-03-04"
    other_month = read(title, first, SECOND, address="https://post.example/2014/05/ferry.html")
    assert other_month.metadata.posted.value is None


def test_two_years_for_one_dateline_leave_it_open() -> None:
    address = "https://post.example/2013/03/ferry.html"
    lines = ("Ferry to stop for good", "Updated: March 6, 2014", f"OSLO, March 4 (NTB) -- {FIRST}", SECOND)
    posted = read(*lines, address=address).metadata.posted
    assert (posted.value, posted.note) == (None, "two days are possible: 2013-03-04 or 2014-03-04")


def test_a_dateline_settles_which_of_two_days_a_line_means() -> None:
    posted = read("Ferry to stop for good", "04/03/2014", f"OSLO, March 4 (NTB) -- {FIRST}", SECOND).metadata.posted
    assert (posted.value, posted.grade) == ("2014-03-04", "inferred")


def test_todays_day_at_the_head_of_a_paper_is_not_the_day_of_an_older_report() -> None:
    title, first = "Ferry to stop for good", f"OSLO, March 4 (NTB) -- {FIRST}"
    posted = read("Saturday, November 21, 2020", title, first, SECOND).metadata.posted
    assert posted.value is None
    assert posted.note == "two days are possible: 2020-11-21 or 03-04 of a year that is not given"
    both = read("Saturday, November 21, 2020", title, "4 March 2014", first, SECOND).metadata.posted
    assert both.value == "2014-03-04"
    open_ = read("Saturday, November 21, 2020", title, "4 March 2014", FIRST, SECOND).metadata.posted
    assert (open_.value, open_.note) == (None, "two days are possible: 2020-11-21 or 2014-03-04")


def test_a_chronicle_has_no_dateline() -> None:
    lines = (f"March 4, 2014 — {FIRST}", f"March 9, 2014 — {SECOND}", f"April 2, 2014 — {THIRD}")
    assert read("How the ferry came to stop", *lines).metadata.posted.value is None


def test_a_day_under_a_lead_in_a_sentence_is_above_the_article() -> None:
    lead = "The last boat goes on Sunday, and the bridge will not be ready."
    posted = read("Ferry to stop for good", lead, "4 March 2014 - 14:05", FIRST, SECOND, THIRD).metadata.posted
    assert (posted.value, posted.grade) == ("2014-03-04T14:05", "inferred")
    late = read("Ferry to stop for good", FIRST, SECOND, THIRD, "4 March 2014 - 14:05", FIRST).metadata.posted
    assert late.value is None


def test_the_agency_of_a_dateline_is_a_guess_at_the_outlet_and_gives_way_to_it() -> None:
    first = f"OSLO, March 4 (NTB) -- {FIRST}"
    outlet = read("Ferry to stop for good", first, SECOND).metadata.outlet
    assert (outlet.value, outlet.grade, outlet.note) == ("NTB", "guessed", "")
    named = read("Ferry to stop for good", first, SECOND, "Copyright © 2014 The Harbour Post. All rights reserved.")
    assert (named.metadata.outlet.value, named.metadata.outlet.grade) == ("The Harbour Post", "inferred")
    assert "the agency of the dateline: NTB" in named.metadata.outlet.note


def test_a_line_behind_the_writer_names_the_outlet() -> None:
    known = read("Ferry to stop for good", "By Army Staff Sgt. Ada B. Brook", "Island Press Service", FIRST, SECOND)
    assert known.metadata.byline.value == "Army Staff Sgt. Ada B. Brook"
    assert (known.metadata.outlet.value, known.metadata.outlet.grade) == ("Island Press Service", "inferred")


@pytest.mark.parametrize(
    "section", ["World > Islands", "Press Releases", "Home » News » Harbour", "POLITICS", "Asia-Pacific"]
)
def test_the_part_of_the_paper_above_a_title_is_not_the_title(section: str) -> None:
    document = read(section, "Ferry to stop for good", "4 March 2014", FIRST, SECOND)
    assert document.metadata.title.value == "Ferry to stop for good"
    assert kind_of(document, section) == "furniture"


def test_a_line_that_alone_can_be_the_title_is_it() -> None:
    assert read("Press Statement", "4 March 2014", FIRST, SECOND).metadata.title.value == "Press Statement"
    title = "Joint Statement, March 4, 2014"
    assert read(title, FIRST, SECOND).metadata.title.value == title


@pytest.mark.parametrize(
    "caption",
    [
        "The old quay, where nobody waits for the ferry any more [EPA]",
        "The old quay, where nobody waits for the ferry any more [File: Ada Brook/AP]",
        "The old quay, where nobody waits for the ferry any more /NTB",
        "The old quay of the islands on a morning in March 2014. REUTERS/Ada Brook",
    ],
)
def test_a_line_with_the_sign_of_an_agency_stands_under_a_picture(caption: str) -> None:
    lead = "The last boat goes on Sunday, and the bridge will not be ready."
    assert kind_of(read("Ferry to stop for good", "4 March 2014", caption, FIRST, SECOND), caption) == "caption"
    assert kind_of(read("Ferry to stop for good", lead, caption, FIRST, SECOND), caption) == "caption"


def test_a_bare_name_of_whom_the_article_tells_is_a_caption() -> None:
    told = "The ferry will stop for good, harbour master Ada Brook said on Tuesday after a meeting with the islanders."
    assert kind_of(read("Ferry to stop for good", "Ada Brook", "4 March 2014", told, SECOND), "Ada Brook") == "caption"


@pytest.mark.parametrize("sign", ["//NTB", "(Yonhap)", "/TASS/", "— Reuters", "[AFP]"])
def test_a_last_paragraph_with_the_sign_of_an_agency_belongs_to_the_article(sign: str) -> None:
    last = f"{THIRD} {sign}"
    document = read("Ferry to stop for good", "4 March 2014", FIRST, SECOND, last)
    assert kind_of(document, last) == "body"
    assert document.metadata.outlet.value == sign.strip("/()[]— ")
    assert closing_agency("It was a joke, she said. (Laughter)") is None


def test_the_first_turn_of_a_transcript_is_body() -> None:
    first, second = "MR BROOK: Good morning, all.", "QUESTION: Will the ferry stop, and if so, when?"
    document = read("Briefing on the ferry", "4 March 2014", first, second, f"MR BROOK: {FIRST}", "QUESTION: Why?")
    assert [kind_of(document, line) for line in (first, second, "QUESTION: Why?")] == ["body"] * 3


BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{FIRST.replace('Tuesday', 'Monday')}</p>"


@pytest.mark.parametrize("window", ["{} | Harbour Post", "Harbour Post: {}", "{} - World - Harbour Post", "{}"])
def test_a_page_of_plain_boxes_gives_its_title_by_the_window_and_its_day(window: str) -> None:
    title = "Ferry to stop - for good this time"
    head = f"<title>{window.format(title)}</title>"
    boxes = f"<div class=t>{title}</div><div class=d>NTB - March 4, 2014 - 8:50pm</div><div class=x>{BODY}</div>"
    known = page(head, f"<div><a href='/'>Harbour Post</a></div>{boxes}").metadata
    assert known.title.value == title
    assert known.posted.value == "2014-03-04T20:50"


def test_the_day_above_an_entry_of_a_diary_is_its_day() -> None:
    entry = f"<h2 class=date-header>Tuesday, March 4, 2014</h2><h3>Ferry to stop for good</h3><div>{BODY}</div>"
    known = page("<title>Island Diary: Ferry to stop for good</title>", entry).metadata
    assert (known.title.value, known.posted.value) == ("Ferry to stop for good", "2014-03-04")


def test_todays_day_at_the_head_of_a_page_is_not_the_day_of_the_article() -> None:
    boxes = f"<div class=top>Saturday, November 21, 2020</div><div>Ferry to stop for good</div><div>{BODY}</div>"
    known = page("<title>Ferry to stop for good | Harbour Post</title>", boxes).metadata
    assert (known.title.value, known.posted.value) == ("Ferry to stop for good", None)


def test_a_page_without_a_title_takes_the_heading_right_above_the_article() -> None:
    boxes = f"<h3>Other matters of the day</h3><p>short</p><h2>Ferry to stop for good</h2><div>{BODY}</div>"
    assert page("", boxes).metadata.title.value == "Ferry to stop for good"
