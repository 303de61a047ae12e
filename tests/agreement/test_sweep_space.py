"""All combinations counted at once are those counted by asking about each of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, product
from random import Random

import pytest

from placet.engine.decision.decide import Decider
from placet.engine.sweep.product import Counts, ProductSpace
from placet.language import load_rulebook
from placet.model import Rulebook, Value
from tests.agreement.generate import random_question, random_rulebook, random_value
from tests.agreement.worlds import TODAY, world

BACKENDS = ("integers", "numpy", "numba")
MOST = 150
"""How many situations a space has at most."""


def values_of(book: Rulebook, space: ProductSpace, field: str) -> Sequence[Value]:
    values = space.values[field]
    if values is not None:
        return values
    members = [str(member) for member in book.domain(book.fields[field].type)]
    return [frozenset(chosen) for size in range(len(members) + 1) for chosen in combinations(members, size)]


def random_space(rng: Random, book: Rulebook) -> tuple[dict[str, Sequence[Value] | None], dict[str, Value], list[str]]:
    """Return a space, what is given beside it, and by what is counted; some fields stay unknown."""
    space: dict[str, Sequence[Value] | None] = {}
    given: dict[str, Value] = {}
    size = 1
    for field in rng.sample(list(book.fields), len(book.fields)):
        type_ = book.fields[field].type
        count = 8 if type_.kind == "number" else len(book.domain(type_))
        count = 2**count if type_.is_set else count
        roll = rng.random()
        if roll < 0.6 and size * count <= MOST:
            space[field] = None
            size *= count
        elif roll < 0.7 and size * 3 <= MOST:
            space[field] = [random_value(rng, book, type_) for _ in range(3)]
            size *= 3
        elif roll < 0.92:
            given[field] = random_value(rng, book, type_)
    return space, given, [field for field in space if rng.random() < 0.25]


def tally(counts: Counts) -> Counter[object]:
    found: Counter[object] = Counter({"situations": counts.situations})
    found.update({("verdict", kind): count for kind, count in counts.verdict.items()})
    found.update({("on", aspect): count for aspect, count in counts.on.items()})
    for reader, kinds in counts.kinds.items():
        found.update({("kind", reader, kind): count for kind, count in kinds.items()})
    for reader, needs in counts.needs.items():
        found.update({("needs", reader, needed): count for needed, count in needs.items()})
    return +found


@pytest.mark.parametrize("chunk", range(3))
def test_counts_are_those_of_asking_about_each_situation(chunk):
    for seed in range(20 * chunk, 20 * chunk + 20):
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice((2, 3, 4, 6)))
        question = random_question(rng, book)
        space, given, by = random_space(rng, book)
        found: list[dict[tuple[Value, ...], Counter[object]]] = []
        for backend in BACKENDS:
            counted = ProductSpace(book, question.on, question.known, space=space, given=given, backend=backend)
            groups: dict[tuple[Value, ...], Counter[object]] = {}
            for group, counts in counted.count(by):
                groups.setdefault(group, Counter()).update(tally(counts))
            assert sum(each["situations"] for each in groups.values()) == counted.situations
            found.append(groups)
        decider = Decider(book, question.on, question.known)
        wanted: dict[tuple[Value, ...], Counter[object]] = {}
        for values in product(*(values_of(book, counted, field) for field in space)):
            row = dict(zip(space, values, strict=True))
            decision = decider.decide({**row, **given})
            here = wanted.setdefault(tuple(row[field] for field in by), Counter())
            here["situations"] += 1
            here["verdict", decision.verdict.kind] += 1
            here.update(("on", aspect) for aspect in decision.verdict.on)
            for reader, answer in decision.readers.items():
                here["kind", reader, answer.answer] += 1
                here.update(("needs", reader, (one.step, one.basis)) for one in answer.requirements)
        assert found == [wanted, wanted, wanted], f"seed {seed}"


def test_the_share_that_is_done_rises_to_the_whole():
    book = random_rulebook(Random(4), 6)
    told: list[float] = []
    space = ProductSpace(book, TODAY, space=dict.fromkeys(book.fields))
    list(space.count(["actor"], told.append))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_korea_is_counted_by_actor_as_it_is_asked():
    book = load_rulebook("korea").rulebook
    on = dt.date(2015, 9, 1)
    given: dict[str, Value] = {
        field: random_value(Random(field), book, declared.type) for field, declared in book.fields.items()
    }
    gone_through = ["actor", "act"]
    for field in gone_through:
        del given[field]
    space = ProductSpace(book, on, space=dict.fromkeys(gone_through), given=given)
    decider = Decider(book, on)
    for (actor,), counts in space.count(["actor"]):
        acts = book.domain(book.fields["act"].type)
        asked = [decider.decide({**given, "actor": actor, "act": act}) for act in acts]
        assert +Counter(counts.verdict) == Counter(decision.verdict.kind for decision in asked)
        assert counts.situations == len(asked)


def test_counts_of_more_situations_than_anybody_could_list_are_whole_numbers():
    book = load_rulebook("korea").rulebook
    fields = {name: field for name, field in book.fields.items() if field.type.kind != "number"}
    space = ProductSpace(book, dt.date(2005, 1, 1), space=dict.fromkeys(fields), readers=["KOR"])
    ((_, counts),) = space.count()
    assert counts.situations == space.situations > 10**12
    assert sum(counts.verdict.values()) == sum(counts.kinds["KOR"].values()) == counts.situations


def test_what_cannot_be_gone_through_is_refused():
    book = world()
    with pytest.raises(ValueError, match="`area` is given and cannot be gone through"):
        ProductSpace(book, TODAY, space={"area": None}, given={"area": "sea"})
    with pytest.raises(ValueError, match="`nowhere` is no value of `area`"):
        ProductSpace(book, TODAY, space={"area": ["sea", "nowhere"]})
