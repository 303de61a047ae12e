"""How what makes no difference is found: whether expressions can be true, and which days and readers matter."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from placet.engine.deep.dependence import Dependence
from placet.engine.deep.find import find_without_effect
from placet.engine.deep.moments import Moments
from placet.engine.deep.possible import Possibility
from placet.engine.deep.rules import RuleLook
from placet.engine.deep.sights import Sights
from placet.engine.logic.diagram import Diagrams, DiagramTooLarge
from placet.engine.logic.expressions import Expressions
from placet.language.load import load_text
from placet.model import Day, Membership, Period, Reading, Rulebook

SIZES = (2, 2, 3, 3, 4, 2)


def random_expression(rng: Random, expressions: Expressions, depth: int) -> int:
    if depth == 0 or rng.random() < 0.2:
        variable = rng.randrange(len(SIZES))
        return expressions.literal(variable, rng.randrange(1, 1 << SIZES[variable]))
    parts = [random_expression(rng, expressions, depth - 1) for _ in range(rng.choice((2, 3)))]
    return expressions.all_of(parts) if rng.random() < 0.6 else expressions.any_of(parts)


@pytest.mark.parametrize("steps", [0, 10, 20_000])
def test_an_expression_is_possible_where_its_diagram_is_not_false(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placet.engine.deep.possible.STEPS", steps)
    rng = Random(7)
    expressions = Expressions()
    for size in SIZES:
        expressions.add_variable(size)
    diagrams = Diagrams(expressions, range(len(SIZES)))
    possibility = Possibility(expressions)
    told = set()
    for _ in range(400):
        expression = random_expression(rng, expressions, 5)
        limit = random_expression(rng, expressions, 2)
        limits = {variable: [limit] for variable in range(len(SIZES))}
        free = possibility.is_possible(expression)
        assert free == (diagrams.from_expression(expression) != 0)
        if not expressions.variables(expression):
            continue
        bound = diagrams.both(diagrams.from_expression(expression), diagrams.from_expression(limit))
        assert possibility.is_possible(expression, limits) == (bound != 0)
        told.add((free, bound != 0))
    assert told == {(True, True), (True, False), (False, False)}


def test_a_limit_of_a_limit_counts_as_well() -> None:
    expressions = Expressions()
    one, two, three = (expressions.add_variable(2) for _ in range(3))
    yes, no = (lambda variable: expressions.literal(variable, 2)), (lambda variable: expressions.literal(variable, 1))
    limits = {
        one: [expressions.any_of((no(one), yes(two)))],
        two: [expressions.any_of((no(two), yes(three)))],
        three: [no(three)],
    }
    assert Possibility(expressions).is_possible(yes(one))
    assert not Possibility(expressions).is_possible(yes(one), limits)


def test_what_can_be_neither_searched_nor_drawn_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placet.engine.deep.possible.STEPS", 3)
    monkeypatch.setattr("placet.engine.deep.possible.NODES", 3)
    expressions = Expressions()
    variables = [expressions.add_variable(2) for _ in range(6)]
    pairs = zip(variables[:3], variables[3:], strict=True)
    same = [expressions.negation(expressions.differ(*(expressions.literal(v, 2) for v in pair))) for pair in pairs]
    hard = expressions.all_of(same)
    possibility = Possibility(expressions)
    for _ in range(2):
        with pytest.raises(DiagramTooLarge):
            possibility.is_possible(hard)


def day(number: int) -> dt.date:
    return dt.date(2000, 1, number)


def test_one_pair_of_days_stands_for_all_on_which_the_same_has_come() -> None:
    moments = Moments()
    moments.add_memberships([Membership("JPN", Period(Day.exactly(day(10))))])
    moments.add_period(Period(Day.exactly(day(20))))
    moments.add_publication(Day(day(5), day(6)))
    days = [day(number) for number in range(1, 29)]

    def come(on: dt.date, known: dt.date) -> tuple[bool, ...]:
        return min(on, known) >= day(10), on >= day(20), known >= day(5), known >= day(6)

    everything = {come(on, known) for on in days for known in days}
    pairs = list(moments.pairs())
    assert {come(*pair) for pair in pairs} == everything
    assert len(pairs) == len(everything)
    assert [moments.last, *moments.alone()] == [day(20), day(10), day(9)]


def test_a_reading_without_a_statement_is_known_from_the_day_it_begins() -> None:
    moments = Moments()
    moments.add_reading(Reading("JPN/entry/1", "JPN", "entry", "rule", Day.exactly(day(3)), "JPN/entry/1"))
    assert {(on >= day(3), known >= day(3)) for on, known in moments.pairs()} == {
        (one, other) for one in (True, False) for other in (True, False)
    }


def rulebook(text: str) -> Rulebook:
    loaded = load_text(f"```placet\n{text}\n```\n")
    assert loaded.rulebook is not None, loaded.diagnostics
    return loaded.rulebook


PACT = (
    'party JPN "Japan"\nparty USA "United States"\nsource daily "Daily"\n'
    'instrument pact "Pact"\n  between JPN, USA\n  in force from 2000-01-01\n  cites daily\n'
)


def facts(count: int) -> str:
    return "".join(f'field fact-{number} : yes or no "Fact {number}?"\n' for number in range(count))


def test_parties_who_see_a_rule_alike_are_looked_at_once() -> None:
    parties = [f"P{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(60)]
    text = "".join(f'party {party} "{party}"\n' for party in parties) + 'source daily "Daily"\ninstrument pact "Pact"\n'
    text += f"  between {', '.join(parties[:50])}\n  in force from 2000-01-01\n"
    text += "".join(f"  member {party} from 2010-01-01\n" for party in parties[50:])
    text += 'rule entry "Entry"\n  under pact\n  bars\nreading PAB of entry\n  since 2005-01-01\n  holds\n'
    book = rulebook(text)
    sights = Sights(book)
    look = RuleLook(sights, Dependence(book, sights.overriders), book.rules["entry"])
    assert {each.reader for each in look.occasions.circumstances} == {"PAA", "PAB", parties[50]}


def test_a_rule_that_hundreds_override_is_decided() -> None:
    rules = "".join(
        f'rule special-{number} "S"\n  under pact\n  when fact-{number}\n  overrides general\n  allows\n'
        for number in range(300)
    )
    assert find_without_effect(rulebook(f'{PACT}{facts(300)}rule general "G"\n  under pact\n  bars\n{rules}')) == []


def test_a_rule_with_hundreds_of_exceptions_is_decided() -> None:
    exceptions = "".join(f"  unless fact-{number}\n" for number in range(200))
    assert (
        find_without_effect(rulebook(f'{PACT}{facts(200)}rule general "G"\n  under pact\n{exceptions}  bars\n')) == []
    )


def test_a_long_chain_of_overrides_is_decided() -> None:
    rules = 'rule rule-0 "R"\n  under pact\n  when fact-0\n  bars\n' + "".join(
        f'rule rule-{number} "R"\n  under pact\n  when fact-{number}\n  overrides rule-{number - 1}\n  bars\n'
        for number in range(1, 60)
    )
    assert find_without_effect(rulebook(f"{PACT}{facts(60)}{rules}")) == []
