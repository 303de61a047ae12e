"""Give every cell of a map a mark that stands for what its answer comes to, and say in words what each mark means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from placet.engine import Decision
from placet.engine.decision.outcome import answer_of
from placet.engine.logic.field_values import FieldValue
from placet.engine.variation.verdict_map import DaySpan, MapAxis, Position, VerdictMap
from placet.model import Answer, Question, ReaderAnswer, Rulebook
from placet.show.decision import as_answer, reader_words
from placet.show.field_values import field_value_words, value_names
from placet.show.verdict import compared_readers, verdict_words
from placet.show.words import value_words

KINDS = {
    "agreed": "A",
    "contested": "C",
    "open": "?",
    "one-sided": "S",
    "unregulated": "·",
}
"""The letter of each verdict, in the order of the legend."""

READER_KINDS = {
    "needs": "N",
    "barred": "B",
    "undetermined": "?",
    "clear": "0",
    "silent": "·",
}
"""The letter of each kind of answer, where one reader's answers are mapped."""


class Mark(msgspec.Struct, frozen=True):
    """What stands in a cell: a letter, numbered where one letter has several meanings.

    `kind` is a verdict, or for one reader an answer; `title` the same as a word for the legend, `words` what it comes
    to, `count` in how many cells it stands.
    """

    text: str
    kind: str
    title: str
    words: str
    count: int


class MarkedMap(msgspec.Struct, frozen=True):
    """A map with its marks: `cells` holds for each row and column the place of a mark in `marks`."""

    found: VerdictMap
    reader: str
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    marks: tuple[Mark, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.row_names) * len(self.column_names)


def mark_map(book: Rulebook, found: VerdictMap, reader: str = "") -> MarkedMap:
    """Return a map with a mark for every cell.

    Args:
        book: the rulebook.
        found: the decisions.
        reader: whose answers to tell; empty: the verdicts.
    """
    letters = READER_KINDS if reader else KINDS
    told: dict[int, tuple[str, str]] = {}
    rows: list[list[tuple[str, str]]] = []
    for line in found.cells:
        rows.append([])
        for decision in line:
            # One decision stands in many cells; what it says is put into words once.
            if id(decision) not in told:
                told[id(decision)] = _meaning(book, found.question, decision, reader)
            rows[-1].append(told[id(decision)])
    counts = Counter(meaning for row in rows for meaning in row)
    order = sorted(counts, key=lambda meaning: (list(letters).index(meaning[0]), -counts[meaning], meaning[1]))
    per_kind = Counter(kind for kind, _ in order)
    marks: list[Mark] = []
    numbers: Counter[str] = Counter()
    for kind, words in order:
        numbers[kind] += 1
        text = letters[kind] + (str(numbers[kind]) if per_kind[kind] > 1 else "")
        title = kind if not reader else _READER_TITLES[kind]
        marks.append(Mark(text, kind, title, words, counts[kind, words]))
    place = {meaning: at for at, meaning in enumerate(order)}
    return MarkedMap(
        found,
        reader,
        axis_names(book, found.rows),
        axis_names(book, found.columns),
        tuple(marks),
        tuple(tuple(place[meaning] for meaning in row) for row in rows),
    )


_READER_TITLES = {
    "needs": "asks",
    "barred": "bars",
    "undetermined": "undetermined",
    "clear": "free",
    "silent": "silent",
}


def axis_names(book: Rulebook, axis: MapAxis) -> tuple[str, ...]:
    """Name the positions of one side of a map."""
    return tuple(position_words(book, axis, position) for position in axis.positions)


def group_words(book: Rulebook, axis: MapAxis, places: Sequence[int]) -> str:
    """Name several positions of one side together, neighbours that meet as one."""
    values = [position for at in places if isinstance(position := axis.positions[at], FieldValue)]
    if values:
        return ", ".join(value_names(book.fields[axis.name], values))
    spans: list[DaySpan] = []
    for at in places:
        span = axis.positions[at]
        assert isinstance(span, DaySpan), "a side has positions of one sort"
        if spans and span.start is not None and spans[-1].end == span.start:
            span = DaySpan(spans[-1].start, span.end, span.day)
            spans.pop()
        spans.append(span)
    return ", ".join(position_words(book, axis, span) for span in spans)


def position_words(book: Rulebook, axis: MapAxis, position: Position) -> str:
    """Name one position: a value, an interval, or days."""
    if not isinstance(position, DaySpan):
        return field_value_words(book.fields[axis.name], position)
    if position.day is None:
        return "everything"
    if position.start is None:
        return f"before {position.end}" if position.end is not None else "every day"
    return f"{position.start} until {position.end}" if position.end is not None else f"from {position.start}"


def axis_title(book: Rulebook, axis: MapAxis) -> str:
    """Say what one side of a map asks."""
    if axis.name in ("on", "known"):
        return {"on": "On which day is the act?", "known": "What was public on which day?"}[axis.name]
    return book.fields[axis.name].question or axis.name


def axis_notes(book: Rulebook, found: VerdictMap) -> list[str]:
    """Say what the positions of the sides leave out."""
    notes = []
    for axis in (found.rows, found.columns):
        if axis.name in book.fields and book.fields[axis.name].type.is_set:
            notes.append(f"{axis.name}: none, and each member alone; sets of several are left out")
    return notes


def given_words(book: Rulebook, found: VerdictMap) -> list[str]:
    """Say the facts that all cells share."""
    given = found.question.given
    return [f"{name}={value_words(book, field, given[name])}" for name, field in book.fields.items() if name in given]


def days_words(book: Rulebook, found: VerdictMap) -> str:
    """Say which rulebook was asked, and the days that are no side of the map."""
    sides = (found.rows.name, found.columns.name)
    parts = [f"rulebook {book.name}"]
    if "on" not in sides:
        parts.append(f"on {found.question.on}")
    if "known" not in sides:
        known = found.question.known
        parts.append("known: everything in the rulebook" if known is None else f"known: what was public on {known}")
    return ", ".join(parts)


def unknown_words(book: Rulebook, found: VerdictMap) -> str:
    """Name the fields that are unknown in every cell; empty where there are none."""
    taken = {found.rows.name, found.columns.name, *found.question.given}
    return ", ".join(name for name in book.fields if name not in taken)


def _meaning(book: Rulebook, question: Question, decision: Decision, reader: str) -> tuple[str, str]:
    """What a cell's answer is, and what it comes to in words."""
    if reader:
        one = answer_of(decision, reader)
        return one.answer, reader_words(one)
    answer = as_answer(book, question, decision)
    return answer.verdict.kind, _verdict_meaning(book, answer)


def _verdict_meaning(book: Rulebook, answer: Answer) -> str:
    compared = compared_readers(answer)
    match answer.verdict.kind:
        case "agreed":
            return reader_words(compared[0])
        case "one-sided":
            return f"only {compared[0].reader}: {reader_words(compared[0])}"
        case "open":
            return "; ".join(_open_words([one for one in compared if one.answer == "undetermined"]))
        case _:
            return verdict_words(book, answer)


def _open_words(answers: Sequence[ReaderAnswer]) -> list[str]:
    """Say who is undetermined, and what is certain for them all the same."""
    readers: dict[str, list[str]] = {}
    for one in answers:
        readers.setdefault(reader_words(one).removeprefix("undetermined"), []).append(one.reader)
    return [f"undetermined for {', '.join(names)}{certain}" for certain, names in readers.items()]


def grouped_lines(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    """Put the places of equal lines together, in the order in which each first comes.

    >>> grouped_lines([(0, 1), (2, 2), (0, 1)])
    [[0, 2], [1]]
    """
    groups: dict[tuple[int, ...], list[int]] = {}
    for at, line in enumerate(cells):
        groups.setdefault(tuple(line), []).append(at)
    return list(groups.values())
