"""What is said to have no effect has none in the reference, and what is not said to have none has one there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from random import Random
from typing import TypeVar

import msgspec
import pytest

from placet.engine.deep.dependence import Dependence
from placet.engine.deep.find import find_without_effect
from placet.engine.deep.findings import DeepFinding, Spot
from placet.engine.deep.occasions import Occasion
from placet.engine.deep.rules import RuleLook
from placet.engine.deep.sights import Sights
from placet.engine.deep.terms import TermLook
from placet.engine.reference import answer_question
from placet.engine.reference.columns import Completion, possible_values
from placet.engine.reference.days import Setting, Unfilled
from placet.engine.reference.evaluate import readers
from placet.engine.variation.timeline import change_days
from placet.model import Condition, Const, Open, Question, ReaderAnswer, Reading, Rule, Rulebook, Term, Value
from placet.model.conditions import ALWAYS, NEVER, And, Not, Or
from tests.agreement.generate import random_question, random_rulebook

BOOKS = max(12, int(os.environ.get("PLACET_FUZZ_BOOKS") or 0))
CHUNK = 12
MOST_CASES = 3_000
"""How many completions of one question are looked at."""

FIELD_OF = {"only when": "only_when", "also when": "also_when", "unsettled": "unsettled_when"}
"""The field of a reading that holds a clause."""

T = TypeVar("T")
Predicate = Callable[[Completion, str], bool]
"""Whether something is so for a reader in a completion."""


def holds_somewhere(setting: Setting, reader: str, predicate: Predicate, rng: Random) -> bool | None:
    """Say whether something is so in some completion; None where there are too many to look at."""
    waiting: list[dict[Open, Value]] = [{}]
    for _ in range(MOST_CASES):
        if not waiting:
            return False
        filled = waiting.pop()
        try:
            if predicate(Completion(setting, filled), reader):
                return True
        except Unfilled as unfilled:
            values = list(possible_values(setting, unfilled.missing))
            rng.shuffle(values)
            waiting += [{**filled, unfilled.missing: value} for value in values]
    return None


def stands(completion: Completion, reader: str, rule: Rule) -> bool:
    overriders = completion.setting.overriders.get(rule.id, [])
    return completion.state(reader, rule) == "applies" and not any(
        stands(completion, reader, completion.book.rules[name]) for name in overriders
    )


def part_at(condition: Condition, path: tuple[int, ...]) -> Condition:
    for index in path:
        if isinstance(condition, Not):
            condition = condition.of
        else:
            assert isinstance(condition, (And, Or))
            condition = condition.of[index]
    return condition


class Oracle:
    """What the reference says to the questions that are asked about one rule, or about one term."""

    def __init__(self, book: Rulebook, thing: Rule | Term) -> None:
        self.book, self.thing = book, thing
        self.readings = {reading.id: reading for reading in book.readings}

    def predicate(self, key: object) -> Predicate:
        match key:
            case "stands":
                return lambda completion, reader: stands(completion, reader, self.thing)
            case ("overrides", str(name)):
                lower = self.book.rules[name]
                return lambda c, reader: c.state(reader, lower) == "applies" and stands(c, reader, self.thing)
            case ("bites", Spot() as spot):
                return self.bites_in_rule(spot) if isinstance(self.thing, Rule) else self.bites_in_term(spot)
            case (Spot() as spot, bool(truth)):
                return lambda c, reader: self.is_read(c, reader, spot) and c.holds(reader, self.part(spot)) == truth
            case (str(reading), str(what)):
                return getattr(self, what.replace(" ", "_"))(self.readings[reading])
            case _:
                raise AssertionError(key)

    def bites_in_rule(self, spot: Spot) -> Predicate:
        book = struck(self.book, DeepFinding("exception-never-bites", spot))
        rule = book.rules[self.thing.id]

        def predicate(completion: Completion, reader: str) -> bool:
            if completion.state(reader, self.thing) != "excepted":
                return False
            return (
                Completion(same_question(book, completion.setting), completion.filled).state(reader, rule) == "applies"
            )

        return predicate

    def bites_in_term(self, spot: Spot) -> Predicate:
        reading = self.readings[spot.owner]
        others = [one for index, one in enumerate(reading.unless) if index != spot.index]
        return lambda c, reader: (
            self.effective(reading)(c, reader)
            and any(self.met(c, reader, reading)[1:])
            and c.holds(reader, reading.unless[spot.index])
            and not any(c.holds(reader, other) for other in others)
            and not c.holds(reader, reading.unsettled_when or NEVER)
        )

    def part(self, spot: Spot) -> Condition:
        return part_at(clause_of(self.book, spot), spot.path)

    def is_read(self, completion: Completion, reader: str, spot: Spot) -> bool:
        if spot.kind == "reading":
            return self.column(self.readings[spot.owner])(completion, reader)
        return isinstance(self.thing, Term) or completion.is_in_column(reader, self.thing)

    def effective(self, reading: Reading) -> Predicate:
        def predicate(completion: Completion, reader: str) -> bool:
            found = completion.reading(reader, reading.of)
            return found is not None and found.id == reading.id

        return predicate

    def column(self, reading: Reading) -> Predicate:
        return lambda c, reader: (
            self.effective(reading)(c, reader) and (isinstance(self.thing, Term) or c.is_in_column(reader, self.thing))
        )

    def met(self, c: Completion, reader: str, reading: Reading) -> tuple[bool, bool, bool]:
        """Whether the text, the narrowed text and the widening are true."""
        text = c.holds(reader, self.thing.means if isinstance(self.thing, Term) else self.thing.when)
        only = text and c.holds(reader, reading.only_when or ALWAYS)
        return text, only, reading.also_when is not None and c.holds(reader, reading.also_when)

    def is_open(self, c: Completion, reader: str, reading: Reading) -> bool:
        """Whether a reading matters where it comes up: of a term, not where its reader is unsettled."""
        return isinstance(self.thing, Rule) or not c.holds(reader, reading.unsettled_when or NEVER)

    def only_when(self, reading: Reading) -> Predicate:
        return lambda c, reader: (
            self.column(reading)(c, reader)
            and self.met(c, reader, reading) == (True, False, False)
            and self.is_open(c, reader, reading)
        )

    def also_when(self, reading: Reading) -> Predicate:
        return lambda c, reader: (
            self.column(reading)(c, reader)
            and self.met(c, reader, reading)[1:] == (False, True)
            and self.is_open(c, reader, reading)
        )

    def unsettled(self, reading: Reading) -> Predicate:
        doubt = reading.unsettled_when or NEVER
        return lambda c, reader: (
            self.column(reading)(c, reader)
            and (isinstance(self.thing, Term) or any(self.met(c, reader, reading)[1:]))
            and c.holds(reader, doubt)
        )

    def by(self, reading: Reading) -> Predicate:
        is_other = any(need.offices != reading.offices for need in self.thing.needs)
        return lambda c, reader: is_other and self.column(reading)(c, reader) and any(self.met(c, reader, reading)[1:])


def clause_of(book: Rulebook, spot: Spot) -> Condition:
    """Return the whole condition of the clause at a spot."""
    if spot.kind == "term":
        return book.terms[spot.owner].means
    if spot.kind == "rule":
        rule = book.rules[spot.owner]
        return rule.unless[spot.index] if spot.clause == "unless" else rule.when
    reading = next(reading for reading in book.readings if reading.id == spot.owner)
    return reading.unless[spot.index] if spot.clause == "unless" else getattr(reading, FIELD_OF[spot.clause])


def struck(book: Rulebook, finding: DeepFinding) -> Rulebook:
    """Return the rulebook without what is said to have no effect."""
    spot = finding.spot
    replace = msgspec.structs.replace
    if finding.kind in ("reading-equals-text", "reading-never-effective", "reading-repeats"):
        return replace(book, readings=tuple(one for one in book.readings if one.id != spot.owner))
    if finding.kind == "constant-condition":
        return with_clause(book, spot, put(clause_of(book, spot), spot.path, Const(finding.cause == "always")))
    if finding.kind == "rule-never-stands":
        rule = replace(book.rules[spot.owner], needs=(), bars=False, allows=True, obliges=(), overrides=())
        return replace(book, rules={**book.rules, rule.id: rule})
    if finding.kind == "override-without-effect":
        rule = book.rules[spot.owner]
        rule = replace(rule, overrides=without(rule.overrides, spot.index))
        return replace(book, rules={**book.rules, rule.id: rule})
    if spot.kind == "rule":
        rule = book.rules[spot.owner]
        return replace(book, rules={**book.rules, rule.id: replace(rule, unless=without(rule.unless, spot.index))})
    reading = next(reading for reading in book.readings if reading.id == spot.owner)
    match spot.clause:
        case "unless":
            changed = replace(reading, unless=without(reading.unless, spot.index))
        case "entry":
            changed = replace(reading, entries=without(reading.entries, spot.index))
        case "by":
            changed = replace(reading, offices=())
        case clause:
            changed = replace(reading, **{FIELD_OF[clause]: None})
    return replace(book, readings=tuple(changed if one.id == reading.id else one for one in book.readings))


def with_clause(book: Rulebook, spot: Spot, condition: Condition) -> Rulebook:
    """Return the rulebook with another condition in a clause."""
    replace = msgspec.structs.replace
    if spot.kind == "term":
        return replace(book, terms={**book.terms, spot.owner: replace(book.terms[spot.owner], means=condition)})
    if spot.kind == "rule":
        rule = book.rules[spot.owner]
        changed = (
            {"unless": instead(rule.unless, spot.index, condition)} if spot.clause == "unless" else {"when": condition}
        )
        return replace(book, rules={**book.rules, rule.id: replace(rule, **changed)})
    return replace(
        book,
        readings=tuple(
            one
            if one.id != spot.owner
            else replace(one, unless=instead(one.unless, spot.index, condition))
            if spot.clause == "unless"
            else replace(one, **{FIELD_OF[spot.clause]: condition})
            for one in book.readings
        ),
    )


def put(condition: Condition, path: tuple[int, ...], part: Condition) -> Condition:
    """Return a condition with another part in it."""
    if not path:
        return part
    if isinstance(condition, Not):
        return Not(put(condition.of, path[1:], part))
    assert isinstance(condition, (And, Or))
    return type(condition)(instead(condition.of, path[0], put(condition.of[path[0]], path[1:], part)))


def without(items: tuple[T, ...], index: int) -> tuple[T, ...]:
    return items[:index] + items[index + 1 :]


def instead(items: tuple[T, ...], index: int, item: T) -> tuple[T, ...]:
    return (*items[:index], item, *items[index + 1 :])


def same_question(book: Rulebook, setting: Setting) -> Setting:
    return Setting(book, Question(given=setting.given, on=setting.on, known=setting.known))


def setting_on(book: Rulebook, occasion: Occasion) -> Setting:
    return Setting(book, Question(given={}, on=occasion.on, known=occasion.known))


def random_questions(rng: Random, book: Rulebook, count: int) -> Iterator[Question]:
    """Yield questions on days on which much changes, with all facts or with some."""
    on, known = change_days(book, "on"), change_days(book, "known")
    for _ in range(count):
        question = random_question(rng, book)
        yield msgspec.structs.replace(
            question, on=rng.choice((*on, question.on)), known=rng.choice((None, None, *known, question.known))
        )


def books(first: int, count: int) -> Iterator[tuple[int, Random, Rulebook]]:
    for seed in range(first, first + count):
        rng = Random(seed)
        yield seed, rng, random_rulebook(rng, rng.choice((1, 2, 3, 4)))


@pytest.mark.parametrize("first", range(0, BOOKS, CHUNK))
def test_what_is_said_of_a_rule_or_a_term_is_what_the_reference_says(first: int) -> None:
    confirmed = refuted = skipped = 0
    for seed, rng, book in books(first, CHUNK):
        sights = Sights(book)
        dependence = Dependence(book, sights.overriders)
        for look in (
            *(RuleLook(sights, dependence, rule) for rule in book.rules.values()),
            *(TermLook(sights, dependence, term) for term in book.terms.values()),
        ):
            thing = look.rule if isinstance(look, RuleLook) else look.term
            settled = look.settle()
            oracle = Oracle(book, thing)
            assert settled.undecided == set()
            for key, occasion in settled.found.items():
                setting = setting_on(book, occasion)
                who = [occasion.reader, occasion.reader.partition(".")[0]]
                if isinstance(thing, Rule):
                    # An office that is not heard on this day says what its party says.
                    who = [reader for reader in who if reader in readers(setting)]
                told = [holds_somewhere(setting, reader, oracle.predicate(key), rng) for reader in who]
                assert True in told or None in told, f"seed {seed}, {thing.id}, {key}: {occasion}"
                confirmed += True in told
                skipped += True not in told
            never = [key for key in look.questions() if settled.is_never(key)]
            for question in random_questions(rng, book, 2):
                setting = Setting(book, question)
                for reader in readers(setting):
                    for key in never:
                        told_here = holds_somewhere(setting, reader, oracle.predicate(key), rng)
                        assert not told_here, f"seed {seed}, {thing.id}, {key}: {reader}, {question}"
                        refuted += told_here is False
    assert confirmed > 20 * skipped
    assert refuted > 100


@pytest.mark.parametrize("first", range(0, BOOKS, CHUNK))
def test_no_day_and_no_reader_is_left_out_for_whom_it_would_be_otherwise(first: int) -> None:
    tried = 0
    for seed, rng, book in books(first, CHUNK):
        sights = Sights(book)
        dependence = Dependence(book, sights.overriders)
        days = (change_days(book, "on"), (None, *change_days(book, "known")))
        everybody = readers(Setting(book, Question(given={}, on=days[0][-1])))
        for rule in book.rules.values():
            look = RuleLook(sights, dependence, rule)
            settled = look.settle()
            never = {key: question for key, question in look.questions().items() if settled.is_never(key)}
            for _ in range(150):
                on, known = (rng.choice(axis) for axis in days)
                sight = sights.at(on, known, rng.choice(everybody))
                told = [key for key, question in never.items() if sight.is_possible(question(sight))]
                tried += len(never)
                if told:
                    # An office that is not heard on a day is no reader then.
                    heard = readers(Setting(book, Question(given={}, on=on, known=known)))
                    assert sight.reader not in heard, f"seed {seed}, {rule.id}, {told}: {sight.reader}, {on}, {known}"
    assert tried > 10_000


def answers(book: Rulebook, question: Question) -> tuple[object, ...]:
    """Return what is answered, without the evidence for it; of offices and voices, what those say who are heard."""
    answer = answer_question(book, question)
    told = {
        name: (one.answer, {(need.step, need.basis) for need in one.requirements}, duties(one), one.missing)
        for name, one in answer.readers.items()
    }
    return told, answer.verdict, answer.missing


def duties(answer: ReaderAnswer) -> set[tuple[str, str]]:
    return {(duty.party, duty.text) for duty in answer.duties}


@pytest.mark.parametrize("first", range(0, BOOKS, CHUNK))
def test_no_answer_changes_where_what_is_found_is_struck_out(first: int) -> None:
    kinds: set[str] = set()
    for seed, rng, book in books(first, CHUNK):
        for finding in find_without_effect(book):
            assert finding.is_decided
            kinds.add(finding.kind)
            other = struck(book, finding)
            for question in random_questions(rng, book, 4):
                before, *verdict_before = answers(book, question)
                after, *verdict_after = answers(other, question)
                both = before.keys() & after.keys()
                assert {name: before[name] for name in both} == {name: after[name] for name in both}, (
                    f"seed {seed}, {finding}, {question}"
                )
                assert verdict_before == verdict_after, f"seed {seed}, {finding}, {question}"
    assert len(kinds) > 2
