"""Lay out which single facts, readings, open points and days decide an answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from placet.engine import Decision
from placet.engine.logic.field_values import FieldValue
from placet.engine.variation.deciding import DayChange, DayEffect, Deciding, FactEffect, Flip, ReadingEffect
from placet.model import Open, Question, Reading, Rulebook, Value
from placet.show.answer import question_blocks
from placet.show.decision import as_answer, change_lines, decision_lines
from placet.show.field_values import value_names
from placet.show.page import Block, Cell, Gap, Ink, Line, Page, Paragraph, Table, faint, ink, joined, name, strong
from placet.show.sources import reading_by_id, reading_effect
from placet.show.timeline import event_line
from placet.show.words import day_text, day_words, listed, open_words, written_value

_MOST_LISTED = 6
"""The largest group of values of a field is told as `any other` from here on."""
_FEWEST_ALIKE = 3
"""From so many parties on, what is the same but for the party is told once."""
_MOST_EVENTS = 3
_FOLD_BELOW = 72


def deciding_page(book: Rulebook, found: Deciding, *, text: str = "") -> Page:
    """Return the page of what decides an answer.

    Args:
        book: the rulebook that was asked.
        found: the answer with all that flips it.
        text: the question in words, where it was a saved one.
    """
    question = found.question
    page: list[Block] = [*question_blocks(book, as_answer(book, question, found.decision), text), Gap()]
    for at, line in enumerate(decision_lines(book, question, found.decision, found.readers)):
        page.append(Paragraph(line, indent=2 if at and not found.readers else 0, hang=2))
    page += [Gap(), *_fact_blocks(book, found)]
    page += [Gap(), *_reading_blocks(book, found)]
    page += [Gap(), *_point_blocks(book, found)] if found.points else []
    for effect in found.days:
        page += [Gap(), *_day_blocks(book, found, effect)]
    return tuple(page)


# Facts


def _fact_blocks(book: Rulebook, found: Deciding) -> list[Block]:
    rows = [row for effect in found.facts if effect.decides for row in _fact_rows(book, found, effect)]
    blocks: list[Block] = [Paragraph(ink(strong("One fact otherwise, all else as it is")))]
    if rows:
        blocks.append(_table(("if", "then"), rows))
    rest = [effect for effect in found.facts if not effect.decides]
    if rows and rest:
        blocks.append(Gap())
    for words, names in (
        ("make no difference, whatever they were: ", [one.field for one in rest if one.is_given]),
        ("not given, and no value makes a difference: ", [one.field for one in rest if _is_idle(one)]),
        (
            "not given, and matter only together with others: ",
            [one.field for one in rest if one.is_missing and not one.is_given],
        ),
    ):
        if names:
            blocks.append(Paragraph(ink(faint(words), joined([ink(name(one)) for one in names])), indent=2, hang=2))
    return blocks


def _is_idle(effect: FactEffect) -> bool:
    return not effect.is_given and not effect.is_missing


def _fact_rows(book: Rulebook, found: Deciding, effect: FactEffect) -> list[tuple[Cell, ...]]:
    groups = list(effect.groups)
    largest = max(groups, key=lambda group: len(group.values))
    has_rest = len(largest.values) >= _MOST_LISTED
    if has_rest:
        groups.remove(largest)
        groups.append(largest)
    rows: list[tuple[Cell, ...]] = []
    told: list[tuple[list[str], Cell]] = []
    field = book.fields[effect.field]
    for group in groups:
        is_rest = has_rest and group is largest
        names = [_rest_words(effect, group.values)] if is_rest else value_names(field, group.values)
        told.append((names, _then(book, found, group.flip)))
    if field.type.kind == "party":
        told = _alike_but_for_the_party(book, told)
    for names, then in told:
        rows.append(((ink(name(effect.field), faint(": "), strong(listed(names, "or"))),), then))
    return rows


def _rest_words(effect: FactEffect, values: Sequence[FieldValue]) -> str:
    if any(value.added or value.removed for value in values):
        return f"any other member more or less ({len(values)})"
    return f"any {'other ' if effect.is_given or len(effect.groups) > 1 else ''}value ({len(values)})"


# Readings and open points


def _reading_blocks(book: Rulebook, found: Deciding) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    for effect in found.readings:
        reading = reading_by_id(book, effect.reading)
        if effect.flip is not None and reading is not None:
            rows.append((_reading_cell(reading), _instead_cell(book, reading, effect), _then(book, found, effect.flip)))
    blocks: list[Block] = [Paragraph(ink(strong("One reading less, as if it had never been given")))]
    if rows:
        blocks.append(_table(("without the reading", "counts instead", "then"), rows))
    rest = [
        ink(strong(reading.reader), faint(" of "), name(reading.of))
        for effect in found.readings
        if effect.flip is None and (reading := reading_by_id(book, effect.reading)) is not None
    ]
    if rest:
        blocks += [Gap()] if rows else []
        blocks.append(Paragraph(ink(faint("make no difference: "), joined(rest)), indent=2, hang=2))
    if not rows and not rest:
        blocks.append(Paragraph(ink(faint("no reading bears on this answer")), indent=2))
    return blocks


def _reading_cell(reading: Reading) -> Cell:
    since = f"since {day_text(reading.start)}" if reading.start is not None else "from the beginning"
    return (
        ink(strong(reading.reader), faint(" of "), name(reading.of)),
        ink(faint(reading_effect(reading))),
        ink(faint(since)),
    )


def _instead_cell(book: Rulebook, reading: Reading, effect: ReadingEffect) -> Cell:
    lines: list[Line] = []
    for other_id in effect.instead:
        other = reading_by_id(book, other_id)
        if other is None:
            lines.append(ink("the text as it is" if reading.of_kind != "relation" else "no entry of its own"))
        else:
            whose = "its earlier reading" if other.reader == reading.reader else f"the reading of {other.reader}"
            since = f" (since {day_text(other.start)})" if other.start is not None else ""
            lines.append(ink(f"{whose}: {reading_effect(other)}", faint(since)))
    return tuple(ink(faint("or ") if at else "", line) for at, line in enumerate(lines))


def _point_blocks(book: Rulebook, found: Deciding) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    for effect in found.points:
        told = [
            ([_settled_words(effect.point, value) for value in group.values], _then(book, found, group.flip))
            for group in effect.groups
        ]
        for names, then in _alike_but_for_the_party(book, told) if effect.point.kind == "entry" else told:
            what = ink(open_words(book, effect.point), faint(": "), strong(listed(names, "or")))
            rows.append(((what,), then))
    return [Paragraph(ink(strong("One open point settled, all else as it is"))), _table(("if", "then"), rows)]


def _alike_but_for_the_party(book: Rulebook, told: list[tuple[list[str], Cell]]) -> list[tuple[list[str], Cell]]:
    """Join what differs in nothing but the party that is put in: `needs consent of that party`.

    Args:
        book: whose parties are meant.
        told: the values that are put in, and what then follows; only single parties are joined, three or more.
    """
    masked = [_masked(book, names[0], cell) if len(names) == 1 else cell for names, cell in told]
    counts = Counter(masked)
    joined_at: dict[Cell, int] = {}
    result: list[tuple[list[str], Cell]] = []
    for (names, cell), general in zip(told, masked, strict=True):
        if general == cell or counts[general] < _FEWEST_ALIKE:
            result.append((names, cell))
        elif general in joined_at:
            result[joined_at[general]][0].extend(names)
        else:
            joined_at[general] = len(result)
            result.append(([*names], general))
    return result


def _masked(book: Rulebook, party: str, cell: Cell) -> Cell:
    """Say `that party` for a party and its title."""
    if party not in book.parties:
        return cell
    title = re.escape(f" ({book.parties[party].title})")
    name_of_it = re.compile(rf"(?<![\w.-]){re.escape(party)}(?:{title})?(?![\w.-])")
    return tuple(tuple(Ink(name_of_it.sub("that party", piece.text), piece.style) for piece in line) for line in cell)


def _settled_words(point: Open, value: Value) -> str:
    if point.kind == "entry" or not isinstance(value, bool):
        return written_value(value)
    words = {
        "rule": ("it applies", "it does not apply"),
        "term": ("it holds", "it does not hold"),
        "instrument": ("it binds", "it does not bind"),
        "date": ("it had come", "it had not come"),
    }
    yes, no = words.get(point.kind, ("yes", "no"))
    return yes if value else no


def _then(book: Rulebook, found: Deciding, flip: Flip | None) -> Cell:
    if flip is None:
        return (ink(faint("the same answer")),)
    return _change_cell(book, found, found.decision, flip.decision, flip)


# Days


def _day_blocks(book: Rulebook, found: Deciding, effect: DayEffect) -> list[Block]:
    is_on = effect.axis == "on"
    title = "Another day of the act" if is_on else "What was public on another day"
    fixed = f"known: {day_words(found.question.known)}" if is_on else f"the act on {found.question.on}"
    blocks: list[Block] = [Paragraph(ink(strong(title), faint(f", {fixed}")))]
    changes = [*reversed(effect.earlier), *effect.later]
    if not changes:
        return [*blocks, Paragraph(ink(faint("the answer is the same on every day")), indent=2)]
    rows: list[tuple[Cell, Cell, Cell]] = [
        ((ink(faint("before")),), tuple(_whole(book, found, changes[0].before)), ()),
        *(_day_row(book, found, change) for change in reversed(effect.earlier)),
    ]
    at = effect.at.isoformat() if effect.at is not None else "everything"
    rows.append(((ink(strong(at)),), (ink(strong("the day asked for" if effect.at else "as asked")),), ()))
    rows += [_day_row(book, found, change) for change in effect.later]
    blocks.append(Table(("from", "answer", "what happened"), tuple(rows), is_labelled=False, fold_below=_FOLD_BELOW))
    ends = [side for side, some in (("earlier", effect.earlier), ("later", effect.later)) if not some]
    if ends and not (effect.axis == "known" and effect.at is None and ends == ["later"]):
        blocks.append(Paragraph(ink(faint(f"no {listed(ends, 'or')} day changes it")), indent=2))
    return blocks


def _day_row(book: Rulebook, found: Deciding, change: DayChange) -> tuple[Cell, Cell, Cell]:
    if change.day is None:
        day, happened = "everything", [ink("what nobody dated counts as known")]
    else:
        day = change.day.isoformat()
        happened = [event_line(book, event, change.day) for event in change.events]
        if len(happened) > _MOST_EVENTS:
            happened = [*happened[:_MOST_EVENTS], ink(faint(f"and {len(happened) - _MOST_EVENTS} more"))]
    answers = _change_cell(book, found, change.before, change.after, change)
    return (ink(strong(day)),), answers, tuple(happened)


def _whole(book: Rulebook, found: Deciding, decision: Decision) -> list[Line]:
    return decision_lines(book, found.question, decision, found.readers)


def _change_cell(book: Rulebook, found: Deciding, before: Decision, after: Decision, changed: Flip | DayChange) -> Cell:
    question: Question = found.question
    return tuple(change_lines(book, question, before, after, changed.change, shows_verdict=not found.readers))


def _table(header: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Table:
    """Lay out what is otherwise, and what comes of it, in two columns or three."""
    widest = (36, 0) if len(header) == 2 else (26, 26, 0)
    return Table(
        header, tuple(rows), is_labelled=len(header) > 2, is_spaced=True, fold_below=_FOLD_BELOW, widest=widest
    )
