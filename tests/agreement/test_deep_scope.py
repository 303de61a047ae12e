"""What is said to have no effect with some facts and on some days has none there in the reference, and only there."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from random import Random

import msgspec
import pytest

from placet.engine.deep.dependence import Dependence
from placet.engine.deep.find import find_without_effect
from placet.engine.deep.findings import DeepFinding
from placet.engine.deep.occasions import Occasion
from placet.engine.deep.rules import RuleLook
from placet.engine.deep.scope import Scope
from placet.engine.deep.sights import Sights
from placet.engine.deep.terms import TermLook
from placet.engine.reference.columns import Completion
from placet.engine.reference.days import Setting
from placet.engine.reference.evaluate import readers
from placet.engine.variation.timeline import change_days
from placet.model import Question, Rule, Rulebook, Value
from tests.agreement.generate import FIRST_DAY, random_question, random_value
from tests.agreement.test_deep import Oracle, Predicate, answers, books, holds_somewhere, struck

BOOKS = max(12, int(os.environ.get("PLACET_FUZZ_BOOKS") or 0))
CHUNK = 12


def random_scope(rng: Random, book: Rulebook) -> Scope:
    """Return facts and days that something is asked about: one kind of them at least."""

    def some_day(days: tuple[dt.date, ...]) -> dt.date:
        return rng.choice((*days, FIRST_DAY + dt.timedelta(days=rng.randrange(400))))

    on = some_day(change_days(book, "on")) if rng.random() < 0.5 else None
    known = some_day(change_days(book, "known")) if rng.random() < 0.3 else None
    fields = rng.sample(list(book.fields), rng.randrange(on is None and known is None, min(4, len(book.fields) + 1)))
    given: dict[str, Value] = {name: random_value(rng, book, book.fields[name].type) for name in fields}
    return Scope(on, known, given)


def questions_within(rng: Random, book: Rulebook, scope: Scope, count: int) -> Iterator[Question]:
    on, known = change_days(book, "on"), change_days(book, "known")
    for _ in range(count):
        question = random_question(rng, book)
        yield msgspec.structs.replace(
            question,
            given={**question.given, **scope.given},
            on=scope.on or rng.choice((*on, question.on)),
            known=scope.known or rng.choice((None, None, *known, question.known)),
        )


def scopes(first: int) -> Iterator[tuple[str, Random, Rulebook, Scope]]:
    for seed, rng, book in books(first, CHUNK):
        for _ in range(2):
            scope = random_scope(rng, book)
            yield f"seed {seed}, {scope}", rng, book, scope


def is_so(
    book: Rulebook, scope: Scope, occasion: Occasion, predicate: Predicate, rng: Random, *, of_rule: bool = True
) -> bool | None:
    """Say whether something is so for a reader on an occasion; None where there are too many cases to look at."""
    setting = Setting(book, Question(given=scope.given, on=occasion.on, known=occasion.known))
    who = [occasion.reader]
    if of_rule:
        # An office that is not heard on this day says what its party says.
        who = [one for one in (*who, occasion.reader.partition(".")[0]) if one in readers(setting)]
    told = [holds_somewhere(setting, reader, predicate, rng) for reader in who]
    return True if True in told else None if None in told else False


@pytest.mark.parametrize("first", range(0, BOOKS, CHUNK))
def test_what_is_said_of_some_situations_and_days_is_what_the_reference_says_of_them(first: int) -> None:
    confirmed = refuted = skipped = 0
    for where, rng, book, scope in scopes(first):
        sights = Sights(book, scope)
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
                assert scope.on in (None, occasion.on)
                assert scope.known in (None, occasion.known)
                told = is_so(book, scope, occasion, oracle.predicate(key), rng, of_rule=isinstance(thing, Rule))
                assert told is not False, f"{where}, {thing.id}, {key}: {occasion}"
                confirmed += told is True
                skipped += told is not True
            never = [key for key in look.questions() if settled.is_never(key)]
            for question in questions_within(rng, book, scope, 2):
                setting = Setting(book, question)
                for reader in readers(setting):
                    for key in never:
                        told = holds_somewhere(setting, reader, oracle.predicate(key), rng)
                        assert not told, f"{where}, {thing.id}, {key}: {reader}, {question}"
                        refuted += told is False
    assert confirmed > 20 * skipped
    assert refuted > 100


@pytest.mark.parametrize("first", range(0, BOOKS, CHUNK))
def test_no_answer_within_changes_where_what_is_found_or_left_out_is_struck_out(first: int) -> None:
    kinds: set[tuple[str, str]] = set()
    for where, rng, book, scope in scopes(first):
        for finding in find_without_effect(book, scope=scope):
            assert finding.is_decided
            kinds.add((finding.kind, finding.elsewhere))
            other = struck(book, finding)
            for question in questions_within(rng, book, scope, 3):
                before, *verdict_before = answers(book, question)
                after, *verdict_after = answers(other, question)
                both = before.keys() & after.keys()
                assert {name: before[name] for name in both} == {name: after[name] for name in both}, (
                    f"{where}, {finding}, {question}"
                )
                assert verdict_before == verdict_after, f"{where}, {finding}, {question}"
    assert len({kind for kind, _ in kinds}) > 2
    assert {elsewhere for _, elsewhere in kinds} == {"", "facts", "days"}


def speaks(rule: Rule) -> Predicate:
    def predicate(completion: Completion, reader: str) -> bool:
        return completion.state(reader, rule) != "silent"

    return predicate


@pytest.mark.parametrize("first", range(0, BOOKS, CHUNK))
def test_every_rule_that_stands_nowhere_is_told_or_asks_for_other_facts_or_days(first: int) -> None:
    told: dict[str, int] = {"": 0, "facts": 0, "days": 0}
    for where, rng, book, scope in scopes(first):
        sights = Sights(book, scope)
        dependence = Dependence(book, sights.overriders)
        found = {one.spot.owner: one for one in find_without_effect(book, scope=scope) if _is_of_rule(one)}
        for rule in book.rules.values():
            look = RuleLook(sights, dependence, rule)
            settled = look.settle()
            assert (rule.id in found) <= settled.is_never("stands")
            if not settled.is_never("stands") or look._is_for_others_to_hold():
                continue
            finding = found[rule.id]
            told[finding.elsewhere] += 1
            if finding.elsewhere == "facts":
                # With other facts, on the same days, it does speak for somebody.
                anywhere = look.occasions.without_facts.settle({"speaks": look._speaks})
                occasion = anywhere.found["speaks"]
                assert is_so(book, scope.without_facts, occasion, speaks(rule), rng) is not False, f"{where}, {rule.id}"
            if finding.cause in ("contradiction", "narrowed away") and not finding.elsewhere:
                # It is no matter of the facts given.
                for question in questions_within(rng, book, scope.without_facts, 2):
                    setting = Setting(book, question)
                    for reader in readers(setting):
                        assert not holds_somewhere(setting, reader, speaks(rule), rng), f"{where}, {rule.id}"
    assert told[""]
    assert told["facts"] + told["days"]


def _is_of_rule(finding: DeepFinding) -> bool:
    return finding.kind == "rule-never-stands"
