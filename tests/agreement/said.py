"""What answers come to, compared reader by reader, independently of how the engine compares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from placet.engine.reference.days import Setting
from placet.engine.reference.evaluate import answer_reader, compare_answers, readers
from placet.model import Open, Question, ReaderAnswer, Rulebook, Value, Verdict

Said = dict[str, object]


def content(answer: ReaderAnswer | None) -> object:
    """Return what an answer comes to: beside a bar no step counts."""
    if answer is None or answer.answer == "barred":
        return answer and "barred"
    return answer.answer, frozenset((need.step, need.basis) for need in answer.requirements)


def said(
    book: Rulebook, answers: Mapping[str, ReaderAnswer], verdict: Verdict, only: Iterable[str] = ()
) -> tuple[Said, object]:
    """Return what every reader of a rulebook answers, and the verdict.

    An office that is not heard answers as its party, a voice that is not heard is silent.
    """
    names = [*book.parties, *(f"{p.id}.{o.id}" for p in book.parties.values() for o in p.offices), *book.voices]
    silent = ReaderAnswer("", "silent")
    wanted = list(only)
    found = {
        name: content(answers.get(name) or answers.get(name.partition(".")[0]) or silent) for name in wanted or names
    }
    return found, None if wanted else (verdict.kind, verdict.on)


def reference_settled(
    book: Rulebook, question: Question, point: Open, value: Value
) -> tuple[dict[str, ReaderAnswer], Verdict]:
    """Return what the reference answers where one open point can have one value only."""
    setting = Setting(book, question)
    setting.possible[point] = (value,)
    answers = {reader: answer_reader(setting, reader) for reader in readers(setting)}

    def counts(one: ReaderAnswer) -> bool:
        party = answers.get(one.reader.partition(".")[0])
        steps = {(need.step, need.basis) for need in one.requirements}
        return one.role == "party" or (
            one.role == "office"
            and party is not None
            and (one.answer, steps) != (party.answer, {(need.step, need.basis) for need in party.requirements})
        )

    return answers, compare_answers([one for one in answers.values() if counts(one) and one.answer != "silent"])
