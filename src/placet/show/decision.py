"""Put a bare decision, and how it differs from another, into words and plain values."""

from __future__ import annotations

from collections.abc import Sequence

from placet.engine import Decision
from placet.engine.decision.outcome import Change, Demand, answer_of
from placet.model import Answer, Question, ReaderAnswer, Requirement, Rulebook, Step
from placet.show.answer import in_order
from placet.show.answer_json import Json, fact_value
from placet.show.page import Ink, Line, faint, ink, joined, strong
from placet.show.verdict import verdict_line, verdict_words
from placet.show.words import BASIS_WORDS, answer_words, step_offices, step_silence, steps_words


def as_answer(book: Rulebook, question: Question, decision: Decision) -> Answer:
    """Return a decision as an answer without proofs, for what puts answers into words."""
    return Answer(book.name, question, decision.readers, decision.verdict, decision.missing)


def reader_words(answer: ReaderAnswer, *, in_full: bool = False) -> str:
    """Say a reader's answer in one phrase, with what is certain in it where it is undetermined.

    Args:
        answer: the answer.
        in_full: whether to say each step's force, offices and silence clause too.
    """
    details = [_details(need) for need in answer.requirements] if in_full else []
    steps = steps_words([need.step for need in answer.requirements], details=details)
    if answer.answer == "needs":
        return f"needs {steps}"
    if answer.answer == "undetermined" and steps:
        return f"undetermined, in any case {steps}"
    return answer_words(answer)


def decision_lines(book: Rulebook, question: Question, decision: Decision, readers: tuple[str, ...] = ()) -> list[Line]:
    """Return a decision: the verdict, then who answers what; with `readers` their answers alone."""
    answer = as_answer(book, question, decision)
    shown = [answer_of(decision, one) for one in readers]
    if shown:
        return _said_by(list(zip(readers, map(reader_words, shown), strict=True)))
    speaking = [
        one for one in in_order(book, answer) if one.answer != "silent" and (one.is_counted or one.role == "voice")
    ]
    said = [(one.reader, reader_words(one)) for one in speaking]
    return [verdict_line(book, answer), *_said_by(said)]


def change_lines(
    book: Rulebook, question: Question, before: Decision, after: Decision, change: Change, *, shows_verdict: bool = True
) -> list[Line]:
    """Return how a decision differs from another: the verdict, who flips, what is asked of whom.

    Args:
        book: the rulebook.
        question: what was asked.
        before: the one.
        after: the other.
        change: how they differ.
        shows_verdict: whether the verdict is told too.
    """
    lines: list[Line] = []
    if shows_verdict:
        verdict = verdict_line(book, as_answer(book, question, after))
        lines.append(verdict if change.is_other_verdict else ink(faint(f"still {after.verdict.kind}")))
    said = []
    for reader in change.readers:
        old, new = answer_of(before, reader), answer_of(after, reader)
        if new.answer == "silent" and after.verdict.kind == "unregulated" and shows_verdict:
            continue
        said.append((reader, reader_words(new, in_full=reader_words(old) == reader_words(new))))
    lines += _said_by(said)
    if change.asked:
        lines.append(ink(faint("now asked for: "), strong(demands_words(change.asked))))
    if change.dropped:
        lines.append(ink(faint("no longer: "), demands_words(change.dropped)))
    return lines


def demands_words(asked: Sequence[Demand]) -> str:
    """Say kinds of steps and of whom they are asked, those of one kind together.

    >>> demands_words([Demand(("consent",), "KOR"), Demand(("consent",), "JPN")])
    'consent of KOR and JPN'
    """
    return steps_words([Step(one.kinds, one.of) for one in asked])


def question_value(
    book: Rulebook, question: Question, *, name: str | None = None, text: str = "", besides: tuple[str, ...] = ()
) -> dict[str, Json]:
    """Return a question and its two days as plain values, as in the JSON form of an answer.

    Args:
        book: the rulebook that was asked.
        question: what was asked.
        name: the saved question, if any.
        text: that question in words.
        besides: fields that are neither given nor unknown.
    """
    return {
        "rulebook": book.name,
        "question": {
            "name": name,
            "text": text,
            "given": {field: fact_value(question.given[field]) for field in book.fields if field in question.given},
            "unknown": [field for field in book.fields if field not in question.given and field not in besides],
        },
        "on": question.on.isoformat(),
        "known": question.known.isoformat() if question.known is not None else None,
    }


def decision_value(
    book: Rulebook, question: Question, decision: Decision, readers: tuple[str, ...] = ()
) -> dict[str, Json]:
    """Return a decision as plain values: the verdict, and the answers of all readers that are not silent."""
    answer = as_answer(book, question, decision)
    shown = (
        {reader: answer_of(decision, reader) for reader in readers}
        if readers
        else {one.reader: one for one in in_order(book, answer) if one.answer != "silent"}
    )
    return {
        "verdict": {
            "kind": decision.verdict.kind,
            "on": list(decision.verdict.on),
            "words": verdict_words(book, answer),
        },
        "readers": {reader: _reader_value(one) for reader, one in shown.items()},
    }


def change_value(change: Change) -> dict[str, Json]:
    """Return how two decisions differ as plain values."""
    return {
        "flipped": list(change.readers),
        "asked": [_demand_value(one) for one in change.asked],
        "dropped": [_demand_value(one) for one in change.dropped],
    }


def _details(need: Requirement) -> str:
    step = need.step
    return ", ".join(words for words in (step_offices(step), step_silence(step), BASIS_WORDS[need.basis]) if words)


def _said_by(said: list[tuple[str, str]]) -> list[Line]:
    """Who says what, those that say the same in one line."""
    by_words: dict[str, list[str]] = {}
    for reader, words in said:
        by_words.setdefault(words, []).append(reader)
    return [
        ink(joined([ink(strong(reader)) for reader in readers]), faint(": "), _said_ink(words))
        for words, readers in by_words.items()
    ]


def _said_ink(words: str) -> Ink:
    if words == "barred":
        return Ink(words, "bad")
    if words.startswith("undetermined"):
        return Ink(words, "doubt")
    return faint(words) if words == "silent" else Ink(words)


def _reader_value(one: ReaderAnswer) -> dict[str, Json]:
    return {
        "answer": one.answer,
        "counted": one.is_counted,
        "requirements": [
            {
                "kind": list(need.step.kinds),
                "of": need.step.of,
                "offices": list(need.step.offices),
                "deadline": need.step.deadline or None,
                "silence": need.step.silence or None,
                "basis": need.basis,
            }
            for need in one.requirements
        ],
    }


def _demand_value(asked: Demand) -> dict[str, Json]:
    return {"kind": list(asked.kinds), "of": asked.of}
