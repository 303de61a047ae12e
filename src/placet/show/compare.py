"""Lay out the comparison of two answers over all situations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from placet.engine.space import Comparison, Dispute, History, Perspective
from placet.model import Rulebook, Value
from placet.show.answer_json import Json
from placet.show.disputes import Thing, things_over_time
from placet.show.page import Block, Gap, Ink, Line, Page, Paragraph, Table, faint, ink, joined, strong
from placet.show.regions import (
    force_words,
    region_blocks,
    region_title,
    region_value,
    step_value,
    witness_blocks,
    witness_value,
)
from placet.show.situations import share_words
from placet.show.words import counted, day_words, listed, value_words


def compare_page(
    comparison: Comparison, *, names: tuple[str, str], versions: tuple[str, str], in_full: bool = False
) -> Page:
    """Return the page of a comparison.

    Args:
        comparison: what was found.
        names: what the two sides are called in it.
        versions: which version of the rulebook each side is of; empty where there is but one.
        in_full: whether all conditions of every region are shown.
    """
    one, other = comparison.one, comparison.other
    page: list[Block] = [Paragraph(ink(strong(f"{names[0]} and {names[1]}")))]
    for name, side, version in zip(names, (one, other), versions, strict=True):
        words = f"{side.rulebook.reader_title(side.reader)}, {version or f'rulebook {side.rulebook.name}'}"
        words += f", on {side.on}; known: {day_words(side.known)}"
        page.append(Paragraph(ink(faint(f"{name}: "), faint(words)), indent=2, hang=2))
    if comparison.given:
        facts = _facts(one.rulebook, comparison.given)
        page.append(Paragraph(ink(faint("in all situations with "), facts), indent=2, hang=2))
    page += [Gap(), Paragraph(_summary(comparison)), Gap()]
    for number, region in enumerate(comparison.regions, 1):
        page += region_blocks(number, region, (one, other), comparison.total, in_full=in_full, names=names)
    if comparison.witness is not None:
        page += witness_blocks(comparison.witness, (one, other), comparison.total, names)
    return tuple(page[:-1])


def compare_value(
    comparison: Comparison, version: str, *, names: tuple[str, str], versions: tuple[str, str]
) -> dict[str, Json]:
    """Return a comparison as plain values, in the shape of its JSON form."""
    one, other = comparison.one, comparison.other
    return {
        "placet": version,
        "sides": [
            _side_value(side, name, which) for side, name, which in zip((one, other), names, versions, strict=True)
        ],
        "given": {
            field: [*sorted(value)] if isinstance(value, frozenset) else value
            for field, value in comparison.given.items()
        },
        "total": str(comparison.total),
        "differing": str(comparison.differing) if comparison.differing is not None else None,
        "share": comparison.differing / comparison.total if comparison.differing is not None else None,
        "agree": comparison.differing == 0,
        "by_instrument": comparison.by_instrument,
        "regions": [region_value(region, (one, other), comparison.total) for region in comparison.regions],
        "witness": None
        if comparison.witness is None
        else witness_value(comparison.witness, (one, other), comparison.total),
    }


def history_page(book: Rulebook, history: History, *, given: Mapping[str, Value], fixed: str, today: dt.date) -> Page:
    """Return the page of a comparison over time.

    Args:
        book: whose readers are compared.
        history: what was found.
        given: the facts that all situations share.
        fixed: what the other day is, in words.
        today: the day it is: what they part on then stands first.
    """
    one, other = history.readers
    title = "by the day of the act" if history.axis == "on" else "by what was public on the day"
    page: list[Block] = [
        Paragraph(ink(strong(f"{one} and {other} over time"))),
        Paragraph(ink(faint(f"{book.reader_title(one)}; {book.reader_title(other)}")), indent=2, hang=2),
        Paragraph(ink(faint(f"rulebook {book.name}, {title}; {fixed}")), indent=2, hang=2),
    ]
    if given:
        page.append(Paragraph(ink(faint("in all situations with "), _facts(book, given)), indent=2, hang=2))
    page.append(Gap())
    if not history.disputes:
        page.append(
            Paragraph(
                ink(
                    strong("They agree everywhere, at all times."),
                    f" This is proved for all {history.total:,} situations on every day, not sampled.",
                )
            )
        )
        return tuple(page)
    things = things_over_time(history, lambda each: region_title(each, book), today)
    when = listed([_when(start, end) for start, end in history.spells])
    now = sum(thing.is_now for thing in things)
    page.append(
        Paragraph(ink(strong(f"They part {when}"), f", on {counted(len(things), 'thing')}, today on {now or 'none'}."))
    )
    groups = (
        ("What they part on today", [each for each in things if each.is_now and not each.is_minor]),
        ("What they parted on before", [each for each in things if not each.is_now and not each.is_minor]),
        ("Only whether any rule speaks: nothing is asked by either", [each for each in things if each.is_minor]),
    )
    for heading, group in groups:
        if group:
            rows = [row for thing in group for row in _thing_rows(history, thing)]
            table = Table(
                ("over", "who", "when, and in how many situations"), tuple(rows), is_spaced=False, fold_below=90
            )
            page += [Gap(), Paragraph(ink(strong(heading))), table]
    return tuple(page)


def _thing_rows(history: History, thing: Thing) -> Iterator[tuple[tuple[Line, ...], ...]]:
    """Yield a row for each way in which two readers part over a thing; the first says over what."""
    what = ink(thing.title, faint(f" ({thing.rule})") if thing.rule and thing.ways[0].what == "step" else Ink(""))
    for each in thing.ways:
        there = {"no": "does not", "open": "leaves it open", "yes": ""}[each.there]
        sides = ink(strong(history.readers[each.side]), f" {_verb(each)}")
        if each.what != "force":
            sides = ink(sides, "; ", strong(history.readers[1 - each.side]), f" {there}")
        spells = tuple(
            ink(_when(spell.start, spell.end), faint(f"  {share_words(spell.count, history.total)}"))
            for spell in each.spells
        )
        yield (what,) if each is thing.ways[0] else (), (sides,), spells


def history_value(book: Rulebook, history: History, version: str, given: Mapping[str, Value]) -> dict[str, Json]:
    """Return a comparison over time as plain values, in the shape of its JSON form."""
    return {
        "placet": version,
        "rulebook": book.name,
        "readers": list(history.readers),
        "axis": history.axis,
        "given": {field: [*sorted(v)] if isinstance(v, frozenset) else v for field, v in given.items()},
        "total": str(history.total),
        "spells": [_spell(start, end) for start, end in history.spells],
        "disputes": [
            {
                "what": each.what,
                "words": region_title(each, book),
                "side": each.side,
                "truths": [each.here, each.there] if each.side == 0 else [each.there, each.here],
                "rule": each.rule,
                "steps": [step_value(step) for step in each.steps],
                "force": list(each.force) if each.force is not None else None,
                "spells": [
                    {
                        **_spell(spell.start, spell.end),
                        "count": str(spell.count),
                        "share": spell.count / history.total,
                    }
                    for spell in each.spells
                ],
            }
            for each in history.disputes
        ],
    }


def _spell(start: dt.date | None, end: dt.date | None) -> dict[str, Json]:
    return {
        "from": start.isoformat() if start is not None else None,
        "until": end.isoformat() if end is not None else None,
    }


def _when(start: dt.date | None, end: dt.date | None) -> str:
    """Say a time whose end is not included."""
    if start is None and end is None:
        return "at all times"
    if start is None:
        return f"until {end}"
    return f"from {start}" + (f" until {end}" if end is not None else "")


def _verb(dispute: Dispute) -> str:
    match dispute.what:
        case "step":
            return "asks for it" if dispute.here == "yes" else "leaves it open"
        case "bar":
            return "bars it" if dispute.here == "yes" else "leaves it open"
        case "speaks":
            return "has a rule" if dispute.here == "yes" else "leaves it open"
        case _:
            one, other = dispute.force or (None, None)
            mine, its = (one, other) if dispute.side == 0 else (other, one)
            return f"{force_words(mine, dispute.here)}, the other {force_words(its, dispute.there)}"


def _facts(book: Rulebook, given: Mapping[str, Value]) -> Line:
    return joined(
        [ink(faint(f"{field}="), value_words(book, book.fields[field], value)) for field, value in given.items()]
    )


def _side_value(side: Perspective, name: str, version: str) -> dict[str, Json]:
    return {
        "name": name,
        "reader": side.reader,
        "rulebook": side.rulebook.name,
        "version": version or None,
        "on": side.on.isoformat(),
        "known": side.known.isoformat() if side.known is not None else None,
    }


def _summary(comparison: Comparison) -> Line:
    total = f"{comparison.total:,}"
    if comparison.witness is not None:
        why = (
            "The exact regions are out of reach"
            if comparison.out_of_reach
            else "No instrument by itself parts them, but two together do, and how far is out of reach"
        )
        return ink(
            strong("They part."),
            f" {why}; of {total} situations in all, these are some in which the answers differ. One more fact usually "
            "brings the regions within reach.",
        )
    if not comparison.regions:
        return ink(strong("They agree everywhere."), f" This is proved for all {total} situations, not sampled.")
    things = counted(len(comparison.regions), "thing")
    if comparison.by_instrument:
        return ink(
            strong(f"They part on {things}, instrument by instrument."),
            " What several instruments ask for together could not be joined into one answer, so two sides that part "
            f"here under one instrument may still ask for the same under another. Of {total} situations in all:",
        )
    if comparison.differing is None:
        return ink(strong(f"They part on {things}"), f" in some of {total} situations; how many was out of reach.")
    if comparison.differing == comparison.total:
        return ink(
            strong(f"They part everywhere, on {things}."),
            faint(f" That is all {total} situations: every combination of what can be said of one."),
        )
    share = share_words(comparison.differing, comparison.total)
    return ink(
        strong(f"They part in {share} of all situations, on {things}."),
        faint(f" That is {comparison.differing:,} of {total}: every combination of what can be said of a situation."),
    )
