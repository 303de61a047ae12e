"""Read questions and expected answers from Markdown, and say in which lines an answer differs from them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from placet.model import Answer, Open, Question, ReaderAnswer, Requirement, Rulebook, Type, Value

FORCES = {"legal", "political", "policy"}
_FENCE = re.compile(r"^(```|~~~)(\w*)\s*$")


class Pair(msgspec.Struct, frozen=True):
    """One question with its expected answer, and where it stands."""

    file: Path
    line: int
    title: str
    ask: tuple[str, ...]
    expect: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return a name for the test: the file and the heading."""
        return f"{self.file.stem}: {self.title}"


class Asked(msgspec.Struct, frozen=True):
    """A question made ready: of which rulebook, what, and under which names it is filed."""

    rulebook: str
    question: Question
    about: tuple[str, ...]


def read_pairs(file: Path) -> list[Pair]:
    """Return the pairs of `ask` and `expect` in a file.

    Raises:
        ValueError: where an `ask` block has no `expect` block after it, or the other way round.
    """
    pairs: list[Pair] = []
    title, seen = file.stem, 0
    ask: tuple[int, tuple[str, ...]] | None = None
    for line, kind, content in _blocks(file.read_text(encoding="utf-8")):
        if kind == "heading":
            title, seen = content[0], 0
        elif kind == "ask":
            if ask is not None:
                raise ValueError(f"{file}:{ask[0]}: this `ask` block has no `expect` block after it")
            ask = line, content
        elif kind == "expect":
            if ask is None:
                raise ValueError(f"{file}:{line}: this `expect` block has no `ask` block before it")
            seen += 1
            pairs.append(Pair(file, ask[0], title if seen == 1 else f"{title} ({seen})", ask[1], content))
            ask = None
    if ask is not None:
        raise ValueError(f"{file}:{ask[0]}: this `ask` block has no `expect` block after it")
    return pairs


def _blocks(text: str) -> Iterable[tuple[int, str, tuple[str, ...]]]:
    fence, kind, start = "", "", 0
    content: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _FENCE.match(line)
        if fence and match and match[1] == fence and not match[2]:
            yield start, kind, tuple(content)
            fence = ""
        elif fence:
            if line.strip():
                content.append(line.strip())
        elif match:
            fence, kind, start, content = match[1], match[2], number, []
        elif line.startswith("#"):
            yield number, "heading", (line.lstrip("# ").strip(),)


def rulebook_of(pair: Pair) -> str:
    """Return the name of the rulebook that a pair asks."""
    named = [line.split()[1] for line in pair.ask if line.startswith("rulebook ")]
    return named[0] if named else pair.file.parent.name


def engines_of(pair: Pair) -> list[str]:
    """Return the engines that a pair is kept to; empty where every engine can be asked."""
    return [line.split()[1] for line in pair.ask if line.startswith("engine ")]


def make_question(pair: Pair, book: Rulebook) -> Asked:
    """Return the question of a pair, with the facts of the kept question it names.

    Raises:
        ValueError: for a line that is none of the format, or a name or value that the rulebook does not have.
    """
    facts: dict[str, Value] = {}
    on: dt.date | None = None
    known: dt.date | None = None
    about: tuple[str, ...] = ()
    for line in _joined(pair.ask):
        word, _, rest = line.partition(" ")
        if word == "question":
            saved = book.questions[rest]
            facts = {name: frozenset(v) if isinstance(v, tuple) else v for name, v in saved.given.items()}
            facts = {name: _as_set(book, name, value) for name, value in facts.items()}
            on = saved.on.earliest if saved.on else None
            known = saved.known.earliest if saved.known else None
            about = saved.about
        elif word == "on":
            on = dt.date.fromisoformat(rest)
        elif word == "known":
            known = dt.date.fromisoformat(rest)
        elif word == "given":
            for name, value in _assignments(rest):
                facts[name] = read_value(book, name, value)
        elif word == "without":
            for name in _names(rest):
                del facts[name]
        elif word not in ("rulebook", "engine"):
            raise ValueError(f"{pair.file}:{pair.line}: `{line}` is no line of a question")
    if on is None:
        raise ValueError(f"{pair.file}:{pair.line}: the question has no day")
    return Asked(book.name, Question(facts, on, known), about)


def _joined(lines: tuple[str, ...]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1].endswith(","):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _assignments(text: str) -> list[tuple[str, str]]:
    found = re.findall(r"([\w-]+)\s*=\s*(\([^)]*\)|[^,]+)", text)
    return [(name, value.strip()) for name, value in found]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def read_value(book: Rulebook, field: str, text: str) -> Value:
    """Return the value that a text stands for in a field.

    Raises:
        ValueError: where it is none of the field's.
    """
    if field not in book.fields:
        raise ValueError(f"`{field}` is no field of `{book.name}`")
    kind: Type = book.fields[field].type
    if kind.is_set:
        members = frozenset(_names(text.strip("()"))) if text != "none" else frozenset[str]()
        if not members <= set(book.domain(kind)):
            raise ValueError(f"`{text}` is no value of `{field}`")
        return members
    value: Value = {"none": None, "yes": True, "no": False}.get(text, text)
    if value not in book.domain(kind):
        raise ValueError(f"`{text}` is no value of `{field}`")
    return value


def _as_set(book: Rulebook, field: str, value: Value) -> Value:
    if not book.fields[field].type.is_set or isinstance(value, frozenset):
        return value
    return frozenset() if value is None else frozenset({str(value)})


def differences(pair: Pair, book: Rulebook, asked: Asked, answer: Answer, *, has_proof: bool) -> list[str]:
    """Return one text for each expected line that the answer does not bear out."""
    found: list[str] = []
    for line in _joined(pair.expect):
        got = _check(line, book, asked, answer, has_proof)
        if got is not None:
            found.append(f"{pair.file}:{pair.line}\n  expected  {line}\n  got       {got}")
    return found


def _check(line: str, book: Rulebook, asked: Asked, answer: Answer, has_proof: bool) -> str | None:
    """Return what came out instead of what a line expects; None where it came out."""
    head, _, rest = line.partition(":")
    rest = rest.strip()
    reader, _, about = head.partition(" ")
    if head == "speaking":
        speaking = {name for name, one in answer.readers.items() if one.answer != "silent" and one.role != "voice"}
        return None if speaking == set(_names(rest)) else ", ".join(sorted(speaking)) or "nobody"
    if head == "verdict":
        got = " ".join([answer.verdict.kind, *(["on", ", ".join(answer.verdict.on)] if answer.verdict.on else [])])
        return None if rest in (got, answer.verdict.kind) else got
    if head == "verdict names":
        missing = set(_names(rest)) - set(answer.verdict.rules)
        return (
            None if not missing or not has_proof else f"the verdict names {', '.join(answer.verdict.rules) or 'none'}"
        )
    if head == "filed":
        filed = {name for name, one in book.statements.items() if set(one.about) & set(asked.about)}
        return None if set(_names(rest)) <= filed else ", ".join(sorted(filed))
    if reader not in answer.readers:
        is_known = reader in book.voices or book.party_of(reader) in answer.readers
        return None if rest == "silent" and is_known and not about else f"`{reader}` has no answer of its own"
    one = answer.readers[reader]
    match about:
        case "":
            return _check_answer(rest, one)
        case "still needs":
            have = {step_text(requirement) for requirement in one.requirements}
            return (
                None if {_plain(step) for step in rest.split(" and ")} <= have else ", ".join(sorted(have)) or "nothing"
            )
        case "hangs on":
            have = {open_text(point) for point in one.missing}
            return (
                None if {point.strip() for point in rest.split(";")} <= have else "; ".join(sorted(have)) or "nothing"
            )
        case "duties":
            have = {duty.rule for duty in one.duties}
            return None if have == set(_names(rest)) - {"none"} else ", ".join(sorted(have)) or "none"
        case "rests on" | "rests not on":
            have = rests_on(one, book)
            wanted = set(_names(rest))
            is_right = wanted <= have if about == "rests on" else not wanted & have
            return None if is_right or not has_proof else ", ".join(sorted(have)) or "nothing"
        case _:
            return "this is no line of an answer; see tests/language/README.md"


def _check_answer(expected: str, one: ReaderAnswer) -> str | None:
    text, _, qualifiers = expected.partition("(")
    text = text.strip()
    wanted = set(_names(qualifiers.rstrip(") ")))
    got = answer_text(one)
    if text.startswith("needs "):
        steps = {_plain(step) for step in text.removeprefix("needs ").split(" and ")}
        is_same = one.answer == "needs" and steps == {step_text(requirement) for requirement in one.requirements}
    else:
        is_same = text == one.answer
    grades = wanted - FORCES
    is_graded = not grades or grades == {one.grade}
    is_forced = all(requirement.basis in wanted & FORCES or not wanted & FORCES for requirement in one.requirements)
    return None if is_same and is_graded and is_forced else got


def answer_text(one: ReaderAnswer) -> str:
    """Return an answer as the tests write it."""
    steps = " and ".join(step_text(requirement) for requirement in one.requirements)
    forces = dict.fromkeys(requirement.basis for requirement in one.requirements)
    notes = ", ".join(note for note in (one.grade, *forces) if note)
    return " ".join(part for part in (one.answer, steps, f"({notes})" if notes else "") if part)


def step_text(requirement: Requirement) -> str:
    """Return a step as the tests write it, with `of` before whom it concerns."""
    step = requirement.step
    text = f"{' or '.join(step.kinds)} of {step.of}"
    if step.offices:
        text += f" by {', '.join(step.offices)}"
    return " ".join(part for part in (text, step.deadline, step.silence and f"silence {step.silence}") if part)


def _plain(step: str) -> str:
    return re.sub(r"\b(notification|consultation|consent|request) (with|to) ", r"\1 of ", step.strip())


def open_text(point: Open) -> str:
    """Return a missing fact or an unsettled point as the tests write it."""
    by = f" for {point.reader}" if point.reader else ""
    match point.kind:
        case "entry":
            return f"entry {point.name}({point.key}){by}"
        case "date":
            return f"date of {point.name}"
        case _:
            return f"{point.kind} {point.name}{by}"


def rests_on(one: ReaderAnswer, book: Rulebook) -> set[str]:
    """Return the rules, readings and statements that an answer's proof names."""
    readings = {reading.id: reading for reading in book.readings}
    found: set[str] = set()
    for proof in one.proof:
        found |= {proof.rule, *proof.readings, *book.rules[proof.rule].says}
        for name in proof.readings:
            if name in readings:
                found |= {*readings[name].says}
    return found
