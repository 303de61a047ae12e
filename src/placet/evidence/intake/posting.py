"""When an article was posted and changed: by its lines, its tags and its address, and by its dateline last."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import msgspec

from placet.evidence.dates import find_dates
from placet.evidence.intake.datelines import Dateline, read_dateline
from placet.evidence.intake.page_tags import Tags
from placet.evidence.intake.stamps import Stamp, find_stamps
from placet.evidence.intake.votes import Vote, choose, is_same_time, read_time
from placet.model.documents import Known, Paragraph, Span

_LONGEST_LEAD = 400
"""How many letters of an article may stand above the line with its day: a lead in a sentence or two."""

_MOST_ABOVE = 40
"""How many lines above an article are asked for a year."""

_MOST_TOLD = 12
"""How many paragraphs of an article are asked whether it is a chronicle."""

_SOON = 7
"""Within how many days a change lends its year to the day of a dateline."""


class _Visible(msgspec.Struct):
    """What the lines of an article say: days it was posted, changed, and days that can be two."""

    posted: list[Vote] = msgspec.field(default_factory=list)
    modified: list[Vote] = msgspec.field(default_factory=list)
    unsettled: list[tuple[tuple[str, ...], Span]] = msgspec.field(default_factory=list)


def find_times(
    text: str, paragraphs: Sequence[Paragraph], tags: Tags, address: str | None, note: str
) -> tuple[Known, Known]:
    """Return when a document was posted and when it was changed; a day with two candidates stays open.

    Args:
        text: its text.
        paragraphs: the paragraphs of it.
        tags: what a page's tags say.
        address: where on the web it was fetched, if that is known.
        note: what is to be said of the day it was posted, where nothing says it.
    """
    seen = _visible(text, paragraphs)
    modified = [*seen.modified, *tags.modified]
    posted = [*seen.posted, *tags.posted]
    day = _day_of_address(address)
    if day is not None:
        posted.append(Vote(day, "address", "inferred", None, "address"))
    line = _dateline(text, paragraphs)
    known = _posted(text, paragraphs, seen, posted, modified, line, address)
    changed = choose(modified, is_same_time)
    if known.value is None and not known.note:
        only = f"only the day of a change is given, {changed.value[:10]}" if changed.value is not None else ""
        known = msgspec.structs.replace(known, note=note or only)
    if known.value is not None and known.value.endswith(("+00:00", "Z")) and "T" in known.value:
        also = "the time is in UTC: where it was written, the day may be another"
        known = msgspec.structs.replace(known, note="; ".join(filter(None, (known.note, also))))
    return known, changed


def _posted(
    text: str,
    paragraphs: Sequence[Paragraph],
    seen: _Visible,
    posted: list[Vote],
    modified: list[Vote],
    line: tuple[Dateline, Span] | None,
    address: str | None,
) -> Known:
    if posted:
        days = list(dict.fromkeys(vote.value[:10] for vote in posted if vote.ground == "visible line"))
        is_open = all(vote.grade != "stated" for vote in posted) and (
            len(days) > 1 or (len(days) == 1 and line is not None and not _is_near(days[0], line[0].day))
        )
        if not is_open:
            return choose(posted, is_same_time)
        backed = [vote.value[:10] for vote in posted if vote.ground == "address" and vote.value in days]
        fitting = [day for day in days if line is not None and _is_near(day, line[0].day)] or backed
        if len(fitting) == 1:
            return choose([vote for vote in posted if vote.value[:10] == fitting[0]], is_same_time)
        span = next((vote.span for vote in posted if vote.span is not None), None)
        if line is not None and len(days) == 1:
            days.append(line[0].day if line[0].day[0] != "-" else f"{line[0].day[2:]} of a year that is not given")
        return Known(None, "visible line", "unknown", span, _two(days))
    if seen.unsettled:
        candidates, span = seen.unsettled[0]
        fits = [one for one in candidates if line is not None and one[-5:] == line[0].day[-5:]]
        if len(fits) == 1:
            return Known(fits[0], "visible line", "inferred", span, "which of two days it is, the dateline says")
        return Known(None, "visible line", "unknown", span, _two(candidates))
    if line is None:
        return Known()
    return _by_dateline(text, paragraphs, line, modified, address)


def _two(days: Sequence[str]) -> str:
    return f"two days are possible: {' or '.join(days)}"


def _by_dateline(
    text: str, paragraphs: Sequence[Paragraph], line: tuple[Dateline, Span], modified: list[Vote], address: str | None
) -> Known:
    """Return the day of a dateline, with the year where something else says it."""
    written, span = line
    if len(written.day) == 10 and not written.day.startswith("--"):
        return Known(written.day, "visible line", "inferred", span, "the day of the dateline")
    month_and_day = written.day[2:]
    found = dict(_years(text, paragraphs, month_and_day, modified, address))
    days = {day: ground for ground, year in found.items() if (day := read_time(f"{year}-{month_and_day}")) is not None}
    if len(days) == 1:
        (day, ground), *_ = days.items()
        return Known(day, "visible line", "inferred", span, f"the day of the dateline; the year by {ground}")
    if days:
        return Known(None, "visible line", "unknown", span, _two(sorted(days)))
    return Known(None, "visible line", "unknown", span, f"the dateline gives the day without a year: {month_and_day}")


def _years(
    text: str, paragraphs: Sequence[Paragraph], month_and_day: str, modified: list[Vote], address: str | None
) -> Iterator[tuple[str, int]]:
    """Yield what says in which year a month and a day are, with the year."""
    for vote in modified:
        changed = dt.date.fromisoformat(vote.value[:10])
        for year in (changed.year, changed.year - 1):
            day = read_time(f"{year}-{month_and_day}")
            if day is not None and 0 <= (changed - dt.date.fromisoformat(day)).days <= _SOON:
                yield "the day of a change", year
    found = _MONTH_IN_ADDRESS.search(address or "")
    if found is not None and found[2] in (None, month_and_day[:2]):
        yield "the address", int(found[1])
    for one in paragraphs[:_MOST_ABOVE]:
        if one.kind == "body":
            break
        for said in find_dates(_words(text, one)[:_LONGEST_LEAD], None):
            if said.value is None:
                continue
            if said.value[4:] == f"-{month_and_day}" or (
                one.kind != "title" and said.granularity == "month" and said.value[4:] == f"-{month_and_day[:2]}"
            ):
                yield f"line {one.number}", int(said.value[:4])


def _dateline(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Dateline, Span] | None:
    """Return the dateline of an article, if it has a day, and where that stands; None: there is none, or several.

    Paragraphs that each begin with another day are a chronicle, and none of the days is that of writing.
    """
    found: list[tuple[Dateline, Span]] = []
    body = 0
    for one in paragraphs:
        if one.kind not in ("body", "dateline", "subtitle"):
            continue
        body += one.kind == "body"
        if body > _MOST_TOLD:
            break
        if one.kind == "subtitle" and not body:
            continue
        words = _words(text, one)
        line = read_dateline(words) or (
            read_dateline(f"{words.rstrip(' .–—-')} — ") if one.kind == "dateline" else None
        )
        if line is not None and line.span is not None and not (one.kind == "dateline" and find_stamps(words)):
            found.append((line, Span(one.span.start + line.span.start, one.span.start + line.span.end)))
            if body > 3 and len(found) == 1:
                return None
    return found[0] if len({line.day for line, _ in found}) == 1 else None


def _is_near(day: str, written: str) -> bool:
    """Say whether an article with a dateline can have been posted on a day: that day, or up to two days after it."""
    posted = dt.date.fromisoformat(day)
    years = [posted.year, posted.year - 1] if written.startswith("--") else [int(written[:4])]
    days = [read_time(f"{year}-{written[-5:]}") for year in years]
    return any(-1 <= (posted - dt.date.fromisoformat(one)).days <= 2 for one in days if one is not None)


def _visible(text: str, paragraphs: Sequence[Paragraph]) -> _Visible:
    seen = _Visible()
    lead = sentences = 0
    for index, one in enumerate(paragraphs):
        if one.kind == "body":
            lead += one.span.end - one.span.start
            sentences += 1
        if one.kind not in ("dateline", "byline"):
            continue
        is_head = not sentences or (
            sentences <= 2 and lead <= _LONGEST_LEAD and any(each.kind == "body" for each in paragraphs[index:])
        )
        for stamp in find_stamps(_words(text, one)):
            _take(
                stamp, Span(one.span.start + stamp.span.start, one.span.start + stamp.span.end), seen, is_head=is_head
            )
    return seen


def _take(stamp: Stamp, span: Span, seen: _Visible, *, is_head: bool) -> None:
    if stamp.value is None:
        if not stamp.is_change:
            seen.unsettled.append((stamp.candidates, span))
    elif stamp.is_change:
        seen.modified.append(Vote(stamp.value, "visible line", "stated", span))
    elif stamp.word:
        seen.posted.append(Vote(stamp.value, "visible line", "stated", span))
    elif is_head:
        seen.posted.append(Vote(stamp.value, "visible line", "inferred", span, "a day above the article"))


_DAY_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\d{0,8}(?:[/.]|$))"
)
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)(?:[/-](0[1-9]|1[0-2]))?/")


def _day_of_address(address: str | None) -> str | None:
    """Return the day that a page's address holds, as `…/2019/11/18/…` does."""
    found = _DAY_IN_ADDRESS.search(address or "")
    return read_time("-".join(found.groups())) if found is not None else None


def _words(text: str, paragraph: Paragraph) -> str:
    return text[paragraph.span.start : paragraph.span.end]
