"""The proof checker: does a certificate really show what an answer says? It knows nothing of how it was found.

A certificate distinguishes cases. In each, what is given and what the case assumes settles every rule in
three-valued logic; where it does not, the checker distinguishes cases itself, up to a limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from placet.engine.proof.branches import are_all, narrow
from placet.engine.proof.cells import Cells
from placet.engine.proof.partial_days import Doubt, Frame
from placet.engine.proof.partial_view import PartialView
from placet.engine.proof.possible_values import Assumed, Possible
from placet.model import (
    Answer,
    Case,
    Duty,
    Leaf,
    ReaderAnswer,
    Requirement,
    Rulebook,
    RuleProof,
    Split,
    Step,
    best_grade,
    worst_grade,
)
from placet.model.answers import BASES

MOST_CASES = 20_000
"""How many cases the checker distinguishes itself for one reader before it gives up."""


Identity = tuple[str, frozenset[tuple[Step, str]]]
"""What has to be the same for two answers to be the same."""


class Outcome(NamedTuple):
    """What one case comes to."""

    answer: str
    asks: frozenset[tuple[Step, str, str]]
    bars: frozenset[str]
    duties: frozenset[Duty]

    @property
    def steps(self) -> dict[Step, str]:
        """Each step with its strongest basis."""
        return {step: basis for step, basis, _ in sorted(self.asks, key=lambda ask: -BASES.index(ask[1]))}

    @property
    def identity(self) -> Identity:
        """What has to be the same for two answers to be the same."""
        return self.answer, frozenset(self.steps.items() if self.answer == "needs" else ())


class Wrong(Exception):
    """Raised where the certificate says what is not so."""


def check_proof(rulebook: Rulebook, answer: Answer) -> list[str]:
    """Return what is wrong with the certificates of an answer; nothing where all of them hold.

    >>> from datetime import date
    >>> from placet.model import Leaf, Party, Question, Verdict
    >>> asked = Question({}, date(2015, 6, 1))
    >>> silent = ReaderAnswer("KOR", "silent", cases=Leaf("silent"))
    >>> book = Rulebook("none", parties={"KOR": Party("KOR", "Republic of Korea")})
    >>> check_proof(book, Answer("none", asked, {"KOR": silent}, Verdict("unregulated")))
    []
    """
    problems = [f"{party}: no answer" for party in rulebook.parties if party not in answer.readers]
    frame = Frame(rulebook, answer.question)
    for name, given in answer.readers.items():
        try:
            if given.cases is None or given.reader != name:
                raise Wrong("no certificate" if given.cases is None else f"the answer is that of {given.reader}")
            _Check(frame, given).check(given.cases)
        except Wrong as wrong:
            problems.append(f"{name}: {wrong}")
        except KeyError as unknown:
            problems.append(f"{name}: the certificate names {unknown}, which there is not")
    return problems


class _Check:
    def __init__(self, frame: Frame, given: ReaderAnswer) -> None:
        self.frame, self.book, self.given = frame, frame.book, given
        self.grades: dict[str, str] = {}
        self.cells: dict[tuple[tuple[Possible | None, ...], Identity], None] = {}
        self.outcomes: list[Outcome] = []
        self.left = MOST_CASES

    def check(self, cases: Case) -> None:
        for assumed, outcome in self.walk(cases, {}):
            self.outcomes.append(outcome)
            kept = tuple(assumed.get(about) for about in self.given.missing)
            self.cells[kept, outcome.identity] = None
        identities = {outcome.identity for outcome in self.outcomes}
        answer = self.outcomes[0].answer if len(identities) == 1 else "undetermined"
        self.expect("answer", self.given.answer, answer)
        self.expect("requirements", self.given.requirements, tuple(self.requirements()))
        duties = frozenset.intersection(*(outcome.duties for outcome in self.outcomes))
        self.expect("duties", self.given.duties, tuple(sorted(duties)))
        self.expect("grade", self.given.grade, self.grade())
        cells = Cells(PartialView(self.frame, {}), self.given.missing, self.cells)
        if cells.are_mixed:
            raise Wrong("there are two answers where all that is said to be missing is the same")
        self.expect("missing", self.given.missing, cells.what_matters())
        self.expect("deciding", self.given.deciding, cells.smallest_deciding() if self.given.missing else ())

    def expect(self, name: str, said: object, found: object) -> None:
        if said != found:
            raise Wrong(f"{name}: {found} is right, not {said}")

    # Cases

    def walk(self, case: Case, assumed: Assumed) -> Iterator[tuple[Assumed, Outcome]]:
        """Yield each case with what it assumes and what it comes to."""
        if isinstance(case, Leaf):
            yield from self.judge_leaf(case, assumed, above=None)
            return
        for part, branch in self.branches(case, assumed):
            yield from self.walk(branch, {**assumed, case.on: part})

    def branches(self, split: Split, assumed: Assumed) -> Iterator[tuple[Possible, Case]]:
        """Yield the branches that can be, with what is possible in each; together they must be all."""
        view, values = PartialView(self.frame, assumed), [value for branch, _ in split.branches for value in branch]
        if not are_all(view, split.on, split.member, values):
            raise Wrong(f"the branches of {split.on} {split.member} are not each of its values once")
        for branch, case in split.branches:
            part = narrow(view, split.on, split.member, branch)
            if part is not None:
                yield part, case

    def judge_leaf(
        self, leaf: Leaf, assumed: Assumed, above: dict[str, str] | None
    ) -> Iterator[tuple[Assumed, Outcome]]:
        """Judge a leaf, in smaller cases where it is in doubt; what was no longer in doubt `above` stays as it is."""
        view, states = PartialView(self.frame, assumed), dict(above or {})
        try:
            view.settle(self.given.reader, states)
            yield assumed, self.judge(leaf, view, states, is_whole=above is None)
        except Doubt as doubt:
            for part in view.parts(doubt.about):
                self.left -= 1
                if self.left < 0:
                    raise Wrong(f"too much is left open, {doubt.about} for one") from None
                yield from self.judge_leaf(leaf, {**assumed, doubt.about: part}, states)

    # Leaves

    def judge(self, leaf: Leaf, view: PartialView, states: dict[str, str], is_whole: bool) -> Outcome:
        """Check what a leaf says of every rule, and return what follows."""
        listed = {proof.rule: proof for proof in leaf.rules}
        speaking = {name for name, state in states.items() if state != "silent"}
        if speaking != set(listed) or len(listed) != len(leaf.rules):
            raise Wrong(f"the rules that speak are {sorted(speaking)}, not {[proof.rule for proof in leaf.rules]}")
        standing: set[str] = set()
        undecided = {name for name in speaking if states[name] == "applies"}
        beaten: dict[str, set[str]] = {}
        while undecided:
            ready = {name for name in undecided if not self.frame.overriders[name] & undecided}
            for name in ready:
                beaten[name] = self.frame.overriders[name] & standing
            standing |= {name for name in ready if not beaten[name]}
            undecided -= ready
        for name, proof in listed.items():
            outcome = ("overridden" if beaten[name] else "stands") if name in beaten else states[name]
            if proof.outcome != outcome:
                raise Wrong(f"{name} is {outcome}, not {proof.outcome}")
            self.check_reasons(proof, view, beaten.get(name, set()), is_whole)
        return self.outcome(leaf, view, standing)

    def check_reasons(self, proof: RuleProof, view: PartialView, beaten_by: set[str], is_whole: bool) -> None:
        reader, rule = self.given.reader, self.book.rules[proof.rule]
        reading = view.reading(reader, rule.id)
        named = {f"unless {index}": condition for index, condition in enumerate(rule.unless, 1)}
        if reading is not None:
            named |= {f"{reading.id} unless {index}": condition for index, condition in enumerate(reading.unless, 1)}
        by = set(proof.by)
        match proof.outcome:
            case "excepted":
                sure = {name for name, condition in named.items() if view.holds(reader, condition)}
                doubted = {name for name in by - sure if name in named and view.sure(view.holds(reader, named[name]))}
                is_right = bool(by) and by <= sure | doubted and (sure <= by or not is_whole)
            case "settled-no":
                named_by = {name for text in proof.by for name in text.split("; ")}
                party = self.book.parties.get(reader)
                offices = {f"{reader}.{office.id}" for office in party.offices} if party else set()
                is_right = named_by <= offices | ({reading.id} if reading else set())
            case _:
                is_right = by == beaten_by
        if not is_right:
            raise Wrong(f"{proof.rule} is not {proof.outcome} by {proof.by}")
        if reading is not None and reading.id not in proof.readings:
            raise Wrong(f"{proof.rule} is read by {reading.id}, which is not named")
        readings = {name: self.frame.named[name] for name in proof.readings if name in self.frame.named}
        if len(readings) != len(proof.readings):
            raise Wrong(f"{proof.rule} names a reading that there is not")
        for one in readings.values():
            if not view.may_count(reader, one):
                raise Wrong(f"{one.id} does not count for {reader}")
        rests_on = [rule.says] if rule.instrument is None else []
        best = [self.statements_grade(says) for says in (*rests_on, *(one.says for one in readings.values()))]
        if (worst_grade(best) or "text") != proof.grade:
            raise Wrong(f"{proof.rule} rests on {worst_grade(best)}, not on {proof.grade}")
        if self.grades.setdefault(rule.id, proof.grade) != proof.grade:
            raise Wrong(f"{proof.rule} has two grades")

    def statements_grade(self, says: tuple[str, ...]) -> str:
        return worst_grade(self.book.statements[name].grade for name in says) or "narrator"

    def outcome(self, leaf: Leaf, view: PartialView, standing: set[str]) -> Outcome:
        rules = [self.book.rules[name] for name in standing]
        asks = frozenset(
            (step, view.basis(rule), rule.id) for rule in rules for step in view.steps(self.given.reader, rule)
        )
        bars = frozenset(rule.id for rule in rules if rule.bars)
        answer = "barred" if bars else "needs" if asks else "clear" if leaf.rules else "silent"
        if leaf.answer != answer:
            raise Wrong(f"a case comes to {answer}, not to {leaf.answer}")
        duties = frozenset(Duty(duty.party, duty.text, rule.id) for rule in rules for duty in rule.obliges)
        return Outcome(answer, asks, bars, duties)

    # What follows from all cases

    def requirements(self) -> Iterator[Requirement]:
        certain = frozenset.intersection(*(frozenset(outcome.steps) for outcome in self.outcomes))
        for step in sorted(certain):
            asking = [frozenset(rule for one, _, rule in outcome.asks if one == step) for outcome in self.outcomes]
            basis = max((outcome.steps[step] for outcome in self.outcomes), key=BASES.index)
            yield Requirement(step, basis, self.certain_grade(asking), tuple(sorted(frozenset.intersection(*asking))))  # type: ignore[arg-type]

    def certain_grade(self, cases: list[frozenset[str]]) -> str:
        always, ever = frozenset.intersection(*cases), frozenset.union(*cases)
        grade = best_grade(self.grades[rule] for rule in always) or worst_grade(self.grades[rule] for rule in ever)
        return grade or "narrator"

    def grade(self) -> str | None:
        if self.given.answer == "barred":
            return self.certain_grade([outcome.bars for outcome in self.outcomes])
        if self.given.answer == "needs":
            return worst_grade(requirement.grade for requirement in self.requirements())
        return worst_grade(self.grades.values())
