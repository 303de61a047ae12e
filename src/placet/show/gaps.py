"""Lay out what a rulebook leaves out: where nobody's rules speak, where one side's alone do, which rules pull apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeAlias

from placet.engine.space import Piece
from placet.engine.space.gaps import GapGroup, Gaps, OneSided, RuleGround
from placet.engine.space.pulls import How, Pull, Way
from placet.model import Rulebook, Step, Value
from placet.show.page import Block, Gap, Heading, Line, Page, Paragraph, Record, faint, ink, joined, name, strong
from placet.show.situations import ask_command, condition_parts, condition_text, share_words
from placet.show.words import counted, day_words, listed, step_offices, step_silence, step_words, value_words

MOST_GROUPS = 8
"""How many values of a field, rules or pairs of rules are shown unless all are wanted."""

MOST_CONDITIONS = 2
"""How many conditions of one gap are shown unless all are wanted."""

MOST_PULLS = 3
"""How many pairs of rules that pull apart in one way are shown unless all are wanted."""

MOST_NEIGHBOURS = 4

MOST_NAMED = 8
"""How much of what is left out is named."""

HOW_WORDS: dict[How, str] = {
    "allows-bars": "one allows it, the other bars it",
    "bars-needs": "one bars it, the other needs a step",
    "allows-needs": "one allows it, the other needs a step",
    "level": "they need different kinds of step from one party",
    "office": "they need the same step from different offices",
    "time": "they need the same step by another time, or with another meaning of silence",
}

Rows: TypeAlias = list[tuple[Line, Line]]
Ask: TypeAlias = Callable[[dict[str, Value]], str]


def gaps_page(book: Rulebook, gaps: Gaps, on: dt.date, known: dt.date | None, *, in_full: bool = False) -> Page:
    """Return the page of a rulebook's gaps.

    Args:
        book: the rulebook.
        gaps: what was found.
        on: the day of the act.
        known: the day up to which things were public; None: all of it.
        in_full: whether everything is shown, and not the first of each.
    """
    page: list[Block] = [
        Paragraph(ink(strong(f"What {book.name} leaves out"))),
        Paragraph(
            ink(faint(f"rulebook {book.name}, on "), on.isoformat(), faint(", known: "), day_words(known)), indent=2
        ),
    ]
    if gaps.given:
        facts = [
            ink(faint(f"{field}="), value_words(book, book.fields[field], gaps.given[field])) for field in gaps.given
        ]
        page.append(Paragraph(ink(faint("in all situations with "), joined(facts)), indent=2, hang=2))
    page += [Gap(), Paragraph(_summary(gaps)), Gap()]

    def ask(example: dict[str, Value]) -> str:
        return ask_command(book, example, on, known)

    for blocks in (
        _unregulated_blocks(book, gaps, ask, in_full=in_full),
        _one_sided_blocks(book, gaps, ask, in_full=in_full),
        _pull_blocks(book, gaps, ask, in_full=in_full),
    ):
        page += blocks
    return tuple(page[:-1] if isinstance(page[-1], Gap) else page)


def way_words(book: Rulebook, way: Way) -> str:
    """Say in which way two rules pull apart."""
    first, second = way.rules
    match way.how:
        case "allows-bars":
            return f"{first} allows it, {second} bars it"
        case "bars-needs":
            return f"{first} bars it, {second} needs {_asked(book, way, 1)}"
        case "allows-needs":
            return f"{first} allows it, {second} needs {_asked(book, way, 1)}"
        case _:
            return f"{first} needs {_asked(book, way, 0)}; {second} needs {_asked(book, way, 1)}"


def silent_words(gaps: Gaps) -> str:
    """Say whose rules do not speak where the situation counts as unregulated."""
    return f"no rule of {listed(gaps.readers, 'or')} speaks" if gaps.readers else "nobody's rules speak"


def _asked(book: Rulebook, way: Way, place: int) -> str:
    """Say the steps that one of two rules asks for; of several addressees, in the words of the rule."""
    steps, clause = way.steps[place], way.clauses[place]
    rule = book.rules[way.rules[place]]
    if len({step.of for step in steps}) > 1 and clause is not None:
        need = rule.needs[clause]
        steps = tuple(dict.fromkeys(Step(need.kinds, str(need.of), s.offices, s.deadline, s.silence) for s in steps))
    words = []
    for step in steps:
        more = [step_words(step), *(part for part in (step_offices(step), step_silence(step)) if part)]
        if way.how == "office" and not step.offices:
            more.append("by any office")
        if way.how == "time" and not step.deadline:
            more.append("at no set time")
        words.append(", ".join(more))
    return listed(words)


def _summary(gaps: Gaps) -> Line:
    alone = sum(each.count for each in gaps.one_sided)
    sides = f"{gaps.readers[0]}'s" if len(gaps.readers) == 1 else "one side's"
    situations = "of these situations" if gaps.given else "of all situations"
    opening = silent_words(gaps)
    parts = [
        f"{opening[:1].upper()}{opening[1:]} in {share_words(gaps.unregulated.count, gaps.total)} {situations}",
        f"{sides} alone in {share_words(alone, gaps.total)}",
        f"{counted(len(gaps.pulls), 'pair of rules pulls', 'pairs of rules pull')} apart"
        if gaps.pulls
        else "no two rules that stand together pull apart",
    ]
    return ink(
        strong(f"{'; '.join(parts)}."),
        faint(f" There are {gaps.total:,} situations: every combination of what can be said of one, likely or not."),
    )


def _unregulated_blocks(book: Rulebook, gaps: Gaps, ask: Ask, *, in_full: bool) -> list[Block]:
    found = gaps.unregulated
    if not found.count:
        return [Paragraph(ink(strong(f"There is no situation in which {silent_words(gaps)}."))), Gap()]
    title = f"Where {silent_words(gaps)}"
    blocks: list[Block] = [Heading(ink(strong(title)), ink(faint(share_words(found.count, gaps.total))))]
    whole = [group for group in found.groups if group.count == group.total]
    none = [group for group in found.groups if not group.count]
    mixed = [group for group in found.groups if 0 < group.count < group.total]
    if found.by is not None and len(found.groups) > 1:
        words = f"told by {found.by}, the smallest gap first; each share is of the situations with that value"
        blocks.append(Paragraph(ink(faint(words)), indent=2, hang=2))
    if mixed or found.groups[0].tests:
        blocks.append(Gap())
    shown = mixed if in_full else mixed[:MOST_GROUPS]
    for group in shown:
        blocks += _group_blocks(book, group, ask, in_full=in_full)
    if len(shown) < len(mixed):
        left = [condition_text(book, group.tests) for group in mixed[len(shown) :]]
        blocks += [Paragraph(ink(faint(f"and for {_few(left)} (--all shows them)")), indent=2, hang=2), Gap()]
    for groups, words in ((whole, silent_words(gaps)), (none, "somebody's rules always speak")):
        if groups and groups[0].tests:
            values = listed([condition_text(book, group.tests) for group in groups], "or")
            blocks += [Paragraph(ink(strong(values), faint(f": {words}, whatever else")), indent=2, hang=2), Gap()]
    return blocks if isinstance(blocks[-1], Gap) else [*blocks, Gap()]


def _group_blocks(book: Rulebook, group: GapGroup, ask: Ask, *, in_full: bool) -> list[Block]:
    pieces, opening = (group.outside, "but not where") if group.outside else (group.pieces, "where")
    rows = _where_rows(book, pieces, group.total, (opening, "or where"), in_full=in_full)
    if group.neighbours:
        shown = group.neighbours if in_full else group.neighbours[:MOST_NEIGHBOURS]
        near = [
            ink(name(one.rule), faint(f" by {one.field}, in {share_words(one.count, group.count)}")) for one in shown
        ]
        rows.append((ink(faint("one fact away")), joined(near, "; ")))
    if group.example is not None:
        rows.append((ink(faint("to ask it")), ink(faint(ask(group.example)))))
    if not group.tests:
        return [Record(tuple(rows), indent=2), Gap()]
    head = ink("  ", strong(condition_text(book, group.tests)))
    return [Heading(head, ink(faint(share_words(group.count, group.total)))), Record(tuple(rows), indent=4), Gap()]


def _one_sided_blocks(book: Rulebook, gaps: Gaps, ask: Ask, *, in_full: bool) -> list[Block]:
    if not gaps.one_sided:
        whose = f"{listed(gaps.readers, 'or')} alone has" if gaps.readers else "only one side has"
        return [Paragraph(ink(strong(f"There is no situation in which {whose} rules that speak."))), Gap()]
    blocks: list[Block] = [
        Heading(ink(strong("Where only one side's rules speak"))),
        Paragraph(
            ink(faint("in the words of the rule, and narrowed to where nobody else has one that speaks")),
            indent=2,
            hang=2,
        ),
        Gap(),
    ]
    for side in gaps.one_sided:
        blocks += _side_blocks(book, side, gaps.total, ask, in_full=in_full)
    return blocks


def _side_blocks(book: Rulebook, side: OneSided, total: int, ask: Ask, *, in_full: bool) -> list[Block]:
    rows: Rows = []
    shown = side.rules if in_full or len(side.rules) <= MOST_GROUPS else side.rules[:MOST_GROUPS]
    for ground in shown:
        rows += _ground_rows(book, ground, side.count, in_full=in_full)
    if len(shown) < len(side.rules):
        left = _few([ground.rule for ground in side.rules[len(shown) :]])
        rows.append(((), ink(faint(f"and {left} (--all shows them)"))))
    rows.append((ink(faint("to ask it")), ink(faint(ask(side.example)))))
    head = ink("  ", strong(side.reader), f" ({book.reader_title(side.reader)})")
    return [Heading(head, ink(faint(share_words(side.count, total)))), Record(tuple(rows), indent=4), Gap()]


def _ground_rows(book: Rulebook, ground: RuleGround, count: int, *, in_full: bool) -> Rows:
    share = faint(f"{share_words(ground.count, count)}: ")
    if ground.pieces[0].tests == ():
        return [(ink(name(ground.rule)), ink(share, "wherever it speaks"))]
    rows = _where_rows(book, ground.pieces, ground.count, ("where it speaks and ", "or "), in_full=in_full)
    lines = [ink(opening, words) for opening, words in rows]
    return [(ink(name(ground.rule)), ink(share, lines[0])), *((ink(""), line) for line in lines[1:])]


def _pull_blocks(book: Rulebook, gaps: Gaps, ask: Ask, *, in_full: bool) -> list[Block]:
    if not gaps.pulls:
        whose = f" of {listed(gaps.readers, 'or')}" if gaps.readers else " of one reader"
        return [Paragraph(ink(strong(f"No two rules{whose} that stand together pull apart."))), Gap()]
    reason = (
        "the answer is not in conflict there: a bar wins, and the steps of all standing rules are needed; "
        "these are places to look at again"
    )
    blocks: list[Block] = [
        Heading(ink(strong("Where two rules of one reader pull apart"))),
        Paragraph(ink(faint(reason)), indent=2, hang=2),
        Gap(),
    ]
    for how, group in groupby(gaps.pulls, key=lambda pull: pull.ways[0].how):
        pulls = list(group)
        shown = pulls if in_full else pulls[:MOST_PULLS]
        blocks += [Paragraph(ink("  ", HOW_WORDS[how], faint(f" ({len(pulls)})"))), Gap()]
        for pull in shown:
            blocks += _one_pull(book, pull, gaps.total, ask, in_full=in_full)
        if len(shown) < len(pulls):
            left = _few([f"{pull.rules[0]} with {pull.rules[1]}" for pull in pulls[len(shown) :]])
            blocks += [Paragraph(ink(faint(f"and {left} (--all shows them)")), indent=4, hang=2), Gap()]
    return blocks


def _one_pull(book: Rulebook, pull: Pull, total: int, ask: Ask, *, in_full: bool) -> list[Block]:
    rows: Rows = [(ink(faint("and" if at else "how")), ink(way_words(book, way))) for at, way in enumerate(pull.ways)]
    rows.append((ink(faint("for")), ink(", ".join(pull.readers))))
    rows += _where_rows(book, pull.pieces, total, ("where", "or where"), in_full=in_full)
    if pull.certain < pull.count:
        share = "" if not pull.certain else f" in {share_words(pull.count - pull.certain, pull.count)} of these"
        rows.append((ink(faint("open")), ink(f"whether both stand{share}")))
    rows.append((ink(faint("to ask it")), ink(faint(ask(pull.example)))))
    head = ink("  ", strong(f"{pull.rules[0]} and {pull.rules[1]}"))
    return [Heading(head, ink(faint(share_words(pull.count, total)))), Record(tuple(rows), indent=4), Gap()]


def _where_rows(
    book: Rulebook, pieces: Sequence[Piece], total: int, openings: tuple[str, str], *, in_full: bool
) -> Rows:
    """Conditions one beneath the other, the largest first, each with its share where there are several."""
    shown = pieces if in_full or len(pieces) <= MOST_CONDITIONS + 1 else pieces[:MOST_CONDITIONS]
    rows: Rows = []
    for at, piece in enumerate(shown):
        words = ", ".join(condition_parts(book, piece.tests, is_part=True)) or "always"
        part = faint(f"  ({share_words(piece.count, total)})") if len(pieces) > 1 else faint("")
        rows.append((ink(faint(openings[min(at, 1)])), ink(words, part)))
    if len(shown) < len(pieces):
        rows.append((ink(""), ink(faint(f"and {len(pieces) - len(shown)} more conditions (--all shows them)"))))
    return rows


def _few(words: Sequence[str]) -> str:
    """List what is left out, shortened where there is much of it."""
    distinct = list(dict.fromkeys(words))
    return listed([*distinct[:MOST_NAMED], *([f"{len(distinct) - MOST_NAMED} more"] if distinct[MOST_NAMED:] else [])])
