"""What a person types to correct a statement, as values: `day=2014-07`, `speaker=…`, `for=JPN`, `words=from … to`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args

from placet.evidence.review.decide import Refused, trimmed
from placet.model.decisions import Change
from placet.model.documents import Document, Span
from placet.model.proposals import Form, Granularity, Proposal, Said, Speaker, SpeakerKind, SpokenFor
from placet.model.rulebook import Stance

FIELDS: dict[str, str] = {
    "speaker": "who says it: NAME, TITLE; several with `;`; a kind may stand before it, as in `body: the ministry`",
    "for": "for which parties, by their codes: JPN; several with `;`; none",
    "stance": "says, requires, denies, proposes, asks, acknowledges, declines or defers",
    "day": "the day it was said: 2014-07-15, 2014-07, 2014, one to another as 2014-07-15/2014-07-17; unknown",
    "form": "direct, indirect or mixed",
    "words": "the content: its words, or the first and the last of them with ` … ` between; several with ` | `",
    "to": "to whom it was said; none",
    "where": "where or on what occasion; none",
    "through": "through whom it came, the first link first; several with `;`; none",
    "act": "what the verb does: say, confirm, deny, …",
    "negated": "yes or no",
    "gloss": "whether it is the narrator's own reading: yes or no",
}
"""What can be corrected, with how it is typed."""

_NOTHING = {"", "none", "unknown", "nobody"}
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_GRANULARITY: dict[int, Granularity] = {4: "year", 7: "month", 10: "day"}


def read_change(proposal: Proposal, document: Document, typed: Iterable[tuple[str, str]]) -> Change:
    """Return what was typed as a change of a proposal.

    Args:
        proposal: what is corrected.
        document: where it stands.
        typed: pairs of a field of `FIELDS` and its value.

    Raises:
        Refused: a field is not known, or a value cannot be read.
    """
    values: dict[str, Any] = {}
    for field, value in typed:
        match field:
            case "speaker":
                values["speakers"] = _speakers(value, proposal.speakers)
            case "for":
                values["spoken_for"] = _parties(value)
            case "stance":
                values["stance"] = _one_of(field, value, get_args(Stance))
            case "day":
                values["said"] = read_day(value)
            case "form":
                values["form"] = _one_of(field, value, get_args(Form))
            case "words":
                values["content"] = find_words(proposal, document, value)
            case "to":
                values["addressee"] = _text(value)
            case "where":
                values["venue"] = _text(value)
            case "through":
                values["relays"] = _speakers(value, proposal.relays)
            case "act":
                values["act"] = value.strip() or "say"
            case "negated":
                values["is_negated"] = _yes_or_no(field, value)
            case "gloss":
                values["is_gloss"] = _yes_or_no(field, value)
            case _:
                raise Refused(f"there is nothing called `{field}` to correct", f"There is {_listed(FIELDS)}.")
    if not values:
        raise Refused("nothing is corrected", f"Give FIELD=VALUE; there is {_listed(FIELDS)}.")
    return Change(**values)


def read_day(typed: str) -> Said:
    """Return a day, month, year or range that a person gives.

    Raises:
        Refused: it is none.
    """
    value = typed.strip()
    if value.casefold() in _NOTHING:
        return Said(rule="not known, says a person")
    days = value.split("/")
    if len(days) > 2 or not all(_DAY.fullmatch(day) for day in days) or not all(_is_day(day) for day in days):
        raise Refused(
            f"`{value}` is not a day", "Write 2014-07-15, 2014-07, 2014, 2014-07-15/2014-07-17, or `unknown`."
        )
    if len(days) == 2 and days[0] > days[1]:
        raise Refused(f"`{value}` ends before it begins", "Put the earlier day first.")
    return Said(value, _GRANULARITY[len(days[0])], rule="given by a person")


def find_words(proposal: Proposal, document: Document, typed: str) -> tuple[Span, ...]:
    """Return where words stand: in the statement's paragraph, or else in the whole text.

    Raises:
        Refused: they do not stand there, or stand there several times outside the paragraph.
    """
    found = []
    own = next((one.span for one in document.paragraphs if one.number == proposal.paragraph), None)
    for piece in (part for part in typed.split("|") if part.strip()):
        first, is_range, last = (part.strip() for part in re.sub(r"\s*(?:…|\.\.\.)\s*", "…", piece).partition("…"))
        places = [one for one in (own, Span(0, len(document.text))) if one is not None]
        span = next((one for place in places if (one := _span(document.text, place, first, last or first))), None)
        if span is None or (is_range and not last):
            raise Refused(f"“{piece.strip()}” does not stand in the document", "Give the words as they stand there.")
        found.append(trimmed(document.text, span))
    if not found:
        raise Refused("the content is empty", "A statement says something; reject it if it does not.")
    return tuple(sorted(found))


def _span(text: str, place: Span, first: str, last: str) -> Span | None:
    start = text.find(first, place.start, place.end)
    if start < 0:
        return None
    end = start + len(first) if first == last else text.find(last, start, place.end) + len(last)
    return Span(start, end) if end > start + len(last) - 1 else None


def _speakers(typed: str, before: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    if typed.strip().casefold() in _NOTHING:
        return ()
    found = []
    for at, part in enumerate(one.strip() for one in typed.split(";")):
        head, has_kind, rest = part.partition(":")
        kinds = get_args(SpeakerKind)
        is_kind = bool(has_kind) and head.strip() in kinds
        name, _, title = (rest if is_kind else part).strip().partition(",")
        old = before[at] if at < len(before) else None
        kind = head.strip() if is_kind else old.kind if old is not None and old.kind != "unknown" else "person"
        found.append(
            Speaker(
                kind,  # type: ignore[arg-type]  # one of the kinds
                name.strip(),
                old.text if old is not None else "",
                old.span if old is not None else None,
                title.strip(),
                why="given by a person",
            )
        )
    return tuple(found)


def _parties(typed: str) -> tuple[SpokenFor, ...]:
    if typed.strip().casefold() in _NOTHING:
        return ()
    codes = [one.strip() for one in re.split(r"[;,]", typed)]
    for code in codes:
        if not re.fullmatch(r"[A-Z][A-Za-z0-9-]*", code):
            raise Refused(f"`{code}` is not the code of a party", "Write it as the rulebook does: JPN, KOR, USA, UNC.")
    return tuple(SpokenFor(code, "given by a person", "stated") for code in dict.fromkeys(codes))


def _one_of(field: str, value: str, known: tuple[str, ...]) -> str:
    found = [one for one in known if one.startswith(value.strip().lower())] if value.strip() else []
    if value.strip().lower() in known:
        return value.strip().lower()
    if len(found) != 1:
        raise Refused(f"`{value}` is no value of `{field}`", f"There is {_listed(known)}.")
    return found[0]


def _yes_or_no(field: str, value: str) -> bool:
    return _one_of(field, value, ("yes", "no")) == "yes"


def _text(value: str) -> str:
    return "" if value.strip().casefold() in _NOTHING else value.strip()


def _is_day(day: str) -> bool:
    import datetime as dt

    try:
        dt.date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
