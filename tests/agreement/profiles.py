"""What a reader answers in a situation, part by part, found by looking at every completion of its open points.

Nothing of the engine that looks at all situations at once is used here: this is what its regions are compared with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from placet.engine.reference.columns import Judgement, judge_all
from placet.engine.reference.days import Setting
from placet.engine.reference.evaluate import readers
from placet.engine.reference.values import number_cuts, numbers_between
from placet.model import Question, Rulebook, Step, Value
from placet.model.answers import BASES, Basis

Truth: TypeAlias = Literal["yes", "open", "no"]
Parts: TypeAlias = dict[object, Truth]


class Profile(NamedTuple):
    """The parts of one reader's answer in one situation.

    `parts` has `bar` and, for each step and force, whether the step is asked for with that force or a stronger one;
    what is not there is `no`. `speaks` counts only where nothing `busy` (a bar or a step) is so much as possible.
    """

    parts: Parts
    speaks: Truth
    busy: bool
    judgements: tuple[Judgement, ...]


def profile_of(
    book: Rulebook,
    reader: str,
    given: Mapping[str, Value],
    on: dt.date,
    known: dt.date | None,
    owner: str | None = None,
) -> Profile:
    """Judge every completion of a situation in which all facts are known; with `owner`, by its rules alone."""
    setting = Setting(book, Question({name: given[name] for name in book.fields}, on, known))
    if reader not in readers(setting):
        reader = reader.partition(".")[0]
    judged = tuple(judgement for _, judgement in judge_all(setting, lambda completion: completion.judge(reader)))
    if owner is not None:
        own = {rule.id for rule in book.rules.values() if owner in (rule.instrument, rule.held_by)}
        judged = tuple(
            one._replace(
                asks=frozenset(ask for ask in one.asks if ask[2] in own), bars=one.bars & own, speaks=one.speaks & own
            )
            for one in judged
        )
    parts: Parts = {"bar": truth_of(bool(one.bars) for one in judged)}
    for step in {step for one in judged for step in one.steps}:
        for basis in BASES:
            parts[step, basis] = truth_of(_asks(one, step, basis) for one in judged)
    return Profile(
        {part: truth for part, truth in parts.items() if truth != "no"},
        truth_of(bool(one.speaks) for one in judged),
        any(one.bars or one.asks for one in judged),
        judged,
    )


def truth_of(found: Iterable[bool]) -> Truth:
    """Return `yes` where it is always so, `no` where it never is."""
    values = set(found)
    return "open" if len(values) == 2 else "yes" if True in values else "no"


def is_other(one: Profile, other: Profile) -> bool:
    """Say whether two answers differ in a part that counts."""
    if one.parts != other.parts:
        return True
    return not one.busy and not other.busy and one.speaks != other.speaks


def kind_of(profile: Profile) -> str:
    """Return the word of the answer."""
    found = {judgement.identity for judgement in profile.judgements}
    return next(iter(found))[0] if len(found) == 1 else "undetermined"


def _asks(judgement: Judgement, step: Step, basis: Basis) -> bool:
    found = judgement.steps.get(step)
    return not judgement.bars and found is not None and BASES.index(found) <= BASES.index(basis)


def domains(books: Iterable[Rulebook], given: Mapping[str, Value]) -> dict[str, list[Value]]:
    """Return for every field the values to look at; a number has one for each interval that some rulebook makes."""
    books = list(books)
    found: dict[str, list[Value]] = {}
    for name, field in ((name, field) for book in books for name, field in book.fields.items()):
        if name in given:
            found[name] = [given[name]]
        elif field.type.kind == "number":
            cuts = sorted({cut for book in books for cut in number_cuts(book, name)})
            found[name] = [*numbers_between(cuts), *([None] if field.type.or_none else [])]
        else:
            members = list(dict.fromkeys(value for book in books for value in book.domain(field.type)))
            if field.type.is_set:
                found[name] = [
                    frozenset(str(one) for one, chosen in zip(members, bits, strict=True) if chosen)
                    for bits in product((False, True), repeat=len(members))
                ]
            else:
                found[name] = list(members)
    return found


def some_situations(rng: Random, values: Mapping[str, list[Value]], most: int) -> Iterator[dict[str, Value]]:
    """Yield all situations, or so many that are made at random."""
    total = 1
    for each in values.values():
        total *= len(each)
    if total <= most:
        for chosen in product(*values.values()):
            yield dict(zip(values, chosen, strict=True))
        return
    for _ in range(most):
        yield {name: rng.choice(each) for name, each in values.items()}
