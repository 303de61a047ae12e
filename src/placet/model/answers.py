"""Questions and answers: what was asked, what each reader answers, and how the answers compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal as Choice
from typing import TypeAlias

import msgspec

from placet.model.dates import Duration

GRADES = ("text", "official", "own", "counterpart", "anonymous", "relayed", "media", "narrator")
"""From the best evidence to the worst; `own` is a voice's own words and never meets a party's grades."""

_RANK = {grade: rank for rank, grade in enumerate(GRADES)}

Basis: TypeAlias = Choice["legal", "political", "policy"]

BASES: tuple[Basis, ...] = ("legal", "political", "policy")
"""From the strongest basis of a step to the weakest."""


def best_grade(grades: Iterable[str]) -> str | None:
    """Return the best of some grades; None of none."""
    return min(grades, key=_RANK.__getitem__, default=None)


def worst_grade(grades: Iterable[str]) -> str | None:
    """Return the worst of some grades; None of none."""
    return max(grades, key=_RANK.__getitem__, default=None)


class Open(msgspec.Struct, frozen=True, order=True):
    """Something a completion has to fill in: a missing fact, or a point that a reader or a date leaves open.

    | kind | name | key | reader |
    |---|---|---|---|
    | field | the field | | |
    | rule | the rule | | who has not said whether it applies |
    | term | the term | | who has not said what it means |
    | entry | the relation | the key | who has not said; empty where nobody has |
    | instrument | the instrument | | who has not said whether it binds |
    | date | the instrument, statement, source, rule, reading or relation | which of its days | |
    """

    kind: Choice["field", "rule", "term", "entry", "instrument", "date"]
    name: str
    key: str = ""
    reader: str = ""


class Step(msgspec.Struct, frozen=True, order=True):
    """One step that must be taken: which kind (or which two, of which either will do), with whom, by whom, by when."""

    kinds: tuple[str, ...]
    of: str
    offices: tuple[str, ...] = ()
    deadline: str = ""
    silence: str = ""


class Requirement(msgspec.Struct, frozen=True):
    """A step with its force (`legal`, `political`, `policy`), the grade of its evidence, the rules that ask for it."""

    step: Step
    basis: Choice["legal", "political", "policy"]
    grade: str
    rules: tuple[str, ...]


class Duty(msgspec.Struct, frozen=True, order=True):
    """A duty listed beside the answer."""

    party: str
    text: str
    rule: str


class RuleProof(msgspec.Struct, frozen=True):
    """What became of one rule that speaks, for a reader.

    `outcome` is `stands`; `overridden` (`by` names the standing rules that override it); `excepted` (`by` names each
    exception that is true: `unless 1` for the rule's first, `READING unless 1` for the first of a reading);
    `settled-no` (the reader is unsettled there, and this case takes it not to apply; `by` names the reading or is
    empty); or `open`: whether it speaks or stands hangs on what is still open (never in a `Leaf`). `readings` are
    the reader's effective readings that bear on it, `grade` the evidence it rests on.
    """

    rule: str
    outcome: Choice["stands", "overridden", "excepted", "settled-no", "open"]
    by: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    grade: str = "text"


class Leaf(msgspec.Struct, frozen=True, tag="leaf"):
    """The end of a case: what every rule that speaks comes to, whatever else is still unknown."""

    answer: Choice["barred", "needs", "clear", "silent"]
    rules: tuple[RuleProof, ...] = ()


class Split(msgspec.Struct, frozen=True, tag="split"):
    """A distinction of cases: whatever `on` is (or, for a set, whether `member` is in it), one branch holds.

    Each branch lists the values it stands for; together they are the whole domain. A number is split into
    intervals, each named by one number in it.
    """

    on: Open
    branches: tuple[tuple[tuple[str | bool | int | Decimal | None, ...], Leaf | Split], ...]
    member: str = ""


Case: TypeAlias = Leaf | Split
"""A proof by cases that a reader's answer is what it is said to be, whatever the unknown turns out to be."""


class ReaderAnswer(msgspec.Struct, frozen=True):
    """One reader's answer.

    `requirements` are those of the answer where it is `needs` (and those that stand beside a bar where it is
    `barred`), and those that stand in every completion where it is `undetermined`. `missing` is what still matters,
    `deciding` the smallest sets of it that could settle the answer; both are empty for a determined answer. `proof`
    says what became of each rule that speaks or may speak; `cases` is the certificate that a separate checker
    verifies (only made when asked for).
    """

    reader: str
    answer: Choice["barred", "needs", "clear", "silent", "undetermined"]
    requirements: tuple[Requirement, ...] = ()
    duties: tuple[Duty, ...] = ()
    grade: str | None = None
    missing: tuple[Open, ...] = ()
    deciding: tuple[tuple[Open, ...], ...] = ()
    proof: tuple[RuleProof, ...] = ()
    cases: Leaf | Split | None = None
    role: Choice["party", "office", "voice"] = "party"
    is_counted: bool = True


class Verdict(msgspec.Struct, frozen=True):
    """How the answers compare.

    `on` says on what they part: `whether` (one side asks nothing of whom the other asks something, or bars),
    `level`, `office`, `time`, `force`.
    `rules` are the rules that stand for one of the compared readers and not for another (or may do so).
    """

    kind: Choice["agreed", "contested", "open", "one-sided", "unregulated"]
    on: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """A situation on a day, as far as it is known on another (None: all that the rulebook knows)."""

    given: dict[str, str | bool | int | Decimal | None | frozenset[str]]
    on: dt.date
    known: dt.date | None = None


class Answer(msgspec.Struct, frozen=True):
    """The whole answer: every reader's, and the verdict over them."""

    rulebook: str
    question: Question
    readers: dict[str, ReaderAnswer]
    verdict: Verdict
    missing: tuple[Open, ...] = ()


def duration_text(length: Duration | None, side: str | None) -> str:
    """Return a deadline or a silence clause as text; empty for None."""
    return f"{length} {side}" if length is not None and side else ""
