"""What is known of a document beside its text, from all that says something of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import msgspec

from placet.evidence.intake.datelines import closing_agency, read_dateline, read_dateline_alone
from placet.evidence.intake.language import tell_language
from placet.evidence.intake.lines import folded, is_outlet, names_of_byline
from placet.evidence.intake.page_tags import Tags, is_address
from placet.evidence.intake.posting import find_times
from placet.evidence.intake.votes import Vote, choose
from placet.model.documents import Known, Metadata, Paragraph, Span


def know(
    text: str,
    paragraphs: Sequence[Paragraph],
    *,
    tags: Tags | None = None,
    lines: Sequence[str] = (),
    address: str | None = None,
    file_title: str | None = None,
    posted_note: str = "",
) -> Metadata:
    """Return what is known of a document.

    Args:
        text: its text.
        paragraphs: the paragraphs of it.
        tags: what a page's tags say.
        lines: all lines that are seen on a page, also those that are not in the text.
        address: where on the web it was fetched, if that is known.
        file_title: what the file itself has as its title.
        posted_note: what is to be said of the day it was posted, where nothing says it.
    """
    tags = tags or Tags()
    address = address or tags.address
    posted, modified = find_times(text, paragraphs, tags, address, posted_note)
    body = " ".join(text[one.span.start : one.span.end] for one in paragraphs if one.kind in ("body", "title"))
    return Metadata(
        title=_title(text, paragraphs, tags, file_title),
        outlet=_outlet(text, paragraphs, tags, lines, address),
        posted=posted,
        modified=modified,
        byline=_byline(text, paragraphs, tags),
        language=tell_language(body or text, tags.language),
    )


def with_given(read: Metadata, given: Metadata | None) -> Metadata:
    """Put what a person says before what was read, and keep a note of what was passed over."""
    if given is None:
        return read
    values = {}
    for field in Metadata.__struct_fields__:
        said: Known = getattr(given, field)
        was: Known = getattr(read, field)
        if said.value is None and said.ground != "given":
            values[field] = was
            continue
        passed = f"{was.ground}: {was.value}" if was.value is not None and was.value != said.value else ""
        notes = "; ".join(note for note in (said.note, passed) if note)
        values[field] = Known(said.value, "given", "stated" if said.value is not None else "unknown", None, notes)
    return Metadata(**values)


def _title(text: str, paragraphs: Sequence[Paragraph], tags: Tags, file_title: str | None) -> Known:
    votes = [
        Vote(" ".join(_words(text, one).split()), "visible line", "stated", one.span)
        for one in paragraphs
        if one.kind == "title"
    ]
    votes += tags.title
    if file_title:
        votes.append(Vote(file_title, "file", "inferred", None, "the file's title"))
    return choose(votes, _is_same_title)


def _is_same_title(one: str, other: str) -> bool:
    """Say whether two titles are one, where a tag may add the outlet's name."""
    first, second = sorted((folded(one), folded(other)), key=len)
    return (second.startswith(first) and len(first) > 3) or first == second


def _byline(text: str, paragraphs: Sequence[Paragraph], tags: Tags) -> Known:
    votes = []
    for one in paragraphs:
        names = names_of_byline(" ".join(_words(text, one).split())) if one.kind == "byline" else None
        if names:
            start = text.find(names, one.span.start, one.span.end)
            span = Span(start, start + len(names)) if start >= 0 else one.span
            votes.append(Vote(names, "visible line", "stated", span))
    said = [msgspec.structs.replace(vote, value=re.sub(r"(?i)^by:?\s+", "", vote.value)) for vote in tags.byline]
    return choose([*votes, *said], _is_same_byline)


def _is_same_byline(one: str, other: str) -> bool:
    first, second = sorted((folded(re.sub(r"(?i)^by\s+", "", name)) for name in (one, other)), key=len)
    return first in second


_DELIVERED = re.compile(
    r"(?:^|[-–—|:•.]\s*)(?P<name>[A-Z][\w.&'’]*(?:\s+[A-Z&][\w.&'’]*){0,4})(?:['’]s)?\s+(?:stories|news|newsletters?"
    r"|headlines|updates|alerts)\b.{0,60}\b(?:delivered|inbox)"
)
_RIGHTS = re.compile(
    r"(?i)(?:copyright\s*(?:©|\(c\)|ⓒ)?|©|ⓒ|\(c\))\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*(?:by\s+)?"
    r"(?P<name>[^\W\d_][\w.&'’-]*(?:\s+[\w.&'’-]+){0,5}?)\s*(?:\d{4})?\s*(?:[.,|]|all\s+rights|inc\b|ltd\b|llc\b|corp\b|$)"
)
_CONTACT = re.compile(r"[\w.+-]{1,64}@([\w-]+(?:\.[\w-]+){1,3})")
_PRIVATE_MAIL = ("gmail.", "hotmail.", "yahoo.", "outlook.", "naver.", "daum.", "hanmail.", "icloud.", "aol.")


def _outlet(text: str, paragraphs: Sequence[Paragraph], tags: Tags, lines: Sequence[str], address: str | None) -> Known:
    votes = list(tags.outlet)
    beside = [(_words(text, one), one.span) for one in paragraphs if one.kind == "furniture"]
    known = {folded(words) for words, _ in beside}
    seen: list[tuple[str, Span | None]] = [*beside]
    seen += [(line, None) for line in [*lines[:15], *lines[-40:]] if len(line) < 300 and folded(line) not in known]
    if not votes:
        votes += _named_outlets(seen)
    if not votes:
        votes += [*_outlet_beside_day(text, paragraphs), *_outlet_above(text, paragraphs)]
    host = _host(address)
    if host:
        votes.append(Vote(host, "address", "inferred", None, "address"))
    votes += _contacts(beside)
    votes += _agencies(text, paragraphs)
    return choose(votes, _is_same_outlet)


def _named_outlets(seen: Iterable[tuple[str, Span | None]]) -> list[Vote]:
    """Return the outlets that lines beside the article name."""
    from placet.evidence.parties.find import find_named

    votes = []
    for line, span in seen:
        for pattern in (_DELIVERED, _RIGHTS):
            found = pattern.search(line)
            if found is not None and 2 <= len(found["name"]) <= 60 and found["name"].lower() not in _NO_OUTLETS:
                at = _within(span, found.start("name"), found.end("name"))
                votes.append(Vote(found["name"].strip(" ."), "footer", "inferred", at, "footer"))
                break
        else:
            if len(line) > 60:
                continue
            for named in find_named(line):
                if named.entry.how == "outlet" and len(folded(line)) <= len(folded(line[named.start : named.end])) + 3:
                    at = _within(span, named.start, named.end)
                    votes.append(Vote(line[named.start : named.end], "visible line", "inferred", at, "visible line"))
    return votes


def _outlet_beside_day(text: str, paragraphs: Sequence[Paragraph]) -> list[Vote]:
    """Return the outlet that stands beside the day above an article: `KYODO NEWS - Sep 18, 2015`."""
    from placet.evidence.parties.find import find_named

    votes: list[Vote] = []
    for one in paragraphs:
        if one.kind == "body":
            break
        if one.kind != "dateline":
            continue
        line = _words(text, one)
        shown = re.sub(r"\b[A-Z]{4,}\b", lambda word: word[0].title(), line)
        votes += [
            Vote(line[each.start : each.end], "visible line", "inferred", _within(one.span, each.start, each.end))
            for each in find_named(shown)
            if each.entry.how == "outlet"
        ]
    return votes[:1]


def _outlet_above(text: str, paragraphs: Sequence[Paragraph]) -> list[Vote]:
    """Return the outlet that a line right behind the writers or the day above an article names, and nothing else."""
    before = ""
    for one in paragraphs:
        if one.kind == "body":
            break
        line = _words(text, one)
        if one.kind in ("subtitle", "furniture") and before in ("byline", "dateline") and is_outlet(line):
            return [Vote(line, "visible line", "inferred", one.span)]
        before = one.kind
    return []


def _agencies(text: str, paragraphs: Sequence[Paragraph]) -> list[Vote]:
    """Return the agency of the dateline or of the sign at the end; another outlet may carry what it wrote."""
    report = [one for one in paragraphs if one.kind in ("body", "dateline")]
    votes = []
    for one in report[:3]:
        line = read_dateline(_words(text, one)) or read_dateline_alone(_words(text, one))
        if line is not None and line.agency and line.agency_span is not None:
            at = _within(one.span, line.agency_span.start, line.agency_span.end)
            votes.append(Vote(line.agency, "visible line", "guessed", at, "the agency of the dateline"))
            break
    for one in report[-1:]:
        signed = closing_agency(_words(text, one))
        if signed is not None:
            at = _within(one.span, signed[1].start, signed[1].end)
            votes.append(Vote(signed[0], "visible line", "guessed", at, "the agency that signs"))
    return votes


_NO_OUTLETS = frozenset(
    (
        "all rights",
        "all rights reserved",
        "copyright",
        "the",
        "us",
        "our",
        "reserved",
        "daily",
        "latest",
        "breaking",
        "top",
    )
)


def _contacts(beside: Iterable[tuple[str, Span | None]]) -> list[Vote]:
    votes = []
    for line, span in beside:
        found = _CONTACT.search(line)
        if found is not None and not found[1].lower().startswith(_PRIVATE_MAIL):
            at = _within(span, found.start(1), found.end(1))
            votes.append(Vote(found[1].lower(), "address", "guessed", at, "the address for letters"))
    return votes


def _within(span: Span | None, start: int, end: int) -> Span | None:
    return Span(span.start + start, span.start + end) if span is not None else None


def _is_same_outlet(one: str, other: str) -> bool:
    first, second = (
        re.sub(r"^(?:the|www|english|en)|(?:com|co|org|net|news|kr|jp|uk|inc|ltd)+$", "", folded(name))
        for name in (one, other)
    )
    return bool(first) and bool(second) and (first in second or second in first)


def _host(address: str | None) -> str | None:
    if not is_address(address):
        return None
    return (urlsplit(str(address).strip()).hostname or "").removeprefix("www.") or None


def _words(text: str, paragraph: Paragraph) -> str:
    return text[paragraph.span.start : paragraph.span.end]
