"""What joins the things of a rulebook is the same as where every thing and every day is looked at by itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from placet.language import load_rulebook, shipped_rulebooks
from placet.model import Rulebook
from placet.model.dates import Day
from placet.show.registers import membership_on, status_on
from placet.web.joined import Edge, Joined, Web, named

WORLD = """# World

```placet
party A "A"
  office sea "Sea"
party B "B"
party C "C"
voice press "Press"
place here "Here"
field act : do, leave "What?"
instrument pact "Pact"
  between A, B
  member C from 2004-03
  signed 2000-02-01  in force from 2001-01-01 until 2006-01-01
instrument old "Old pact"
  between A, B
  signed 1990-01-01  in force from 1990-02-01 until 1995-01-01
source notes "Notes"
  by "Clerk"
  published 2003-05-05
statement one in notes paragraph 1
  by A
  on 2002-01-01
  says "One."
statement two in notes paragraph 2
  by B, A.sea
  says "Two."
statement three in notes paragraph 3
  by A
  on 2002-07
  says "Three."
rule r1 "First"
  under pact
  when act = do
  needs consent of B
rule r2 "Second"
  held by A
  says one
  when act = leave
  needs consent of C
reading B of r1
  says two
  since 2003-01-01
  unless act = do
```
"""


def slow_web(book: Rulebook, on: dt.date) -> tuple[set[str], dict[str, set[Edge]]]:
    """Return what is there on a day and what joins it, found by a look at everything."""

    def came(day: Day | None) -> bool:
        return day is None or day.earliest <= on

    there = set()
    for name, kind in named(book).items():
        if kind == "instrument":
            is_there = status_on(book.instruments[name], on) not in ("not yet", "cancelled", "ended")
        elif kind == "statement":
            one = book.statements[name]
            is_there = came(one.on or book.sources[one.source].published)
        elif kind in ("rule", "reading"):
            thing = book.rules.get(name) or next(one for one in book.readings if one.id == name)
            start, end = (thing.period.start, thing.period.end) if kind == "rule" else (thing.start, thing.end)
            is_there = came(start) and not (end is not None and end.latest <= on)
        else:
            is_there = True
        if is_there:
            there.add(name)
    edges = [Edge(f"{of.id}.{one.id}", of.id, "office of") for of in book.parties.values() for one in of.offices]
    for one in book.instruments.values():
        for member in one.members:
            if membership_on(one, member.party, on) is not False:
                edges.append(Edge(member.party, one.id, "party to"))
    for rule in book.rules.values():
        edges += [Edge(rule.id, rule.instrument, "stands in")] if rule.instrument else []
        edges += [Edge(rule.id, rule.held_by, "held by")] if rule.held_by else []
        edges += [Edge(rule.id, other, "overrides") for other in rule.overrides]
        edges += [Edge(rule.id, said, "rests on") for said in rule.says]
    for reading in book.readings:
        edges += [Edge(reading.reader, reading.id, "reads"), Edge(reading.id, reading.of, "reading of")]
        edges += [Edge(reading.id, said, "rests on") for said in reading.says]
    for one in book.statements.values():
        edges += [Edge(who, one.id, "says") for who in ((one.text_of,) if one.text_of else one.speakers)]
    found: dict[str, set[Edge]] = {name: set() for name in there}
    for edge in edges:
        if edge.start in there and edge.end in there:
            found[edge.start].add(edge)
            found[edge.end].add(edge)
    return there, found


@pytest.fixture(scope="module", params=["world", "korea"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    if request.param == "korea":
        place = shipped_rulebooks()["korea"]
    else:
        place = tmp_path_factory.mktemp("joined") / "world"
        place.mkdir()
        (Path(place) / "README.md").write_text(WORLD, "utf-8")
    loaded = load_rulebook(str(place))
    assert loaded.rulebook is not None, loaded.diagnostics
    return loaded.rulebook


def test_what_joins_things_on_a_day_is_what_a_look_at_everything_finds(book: Rulebook):
    joined = Joined(book)
    days = [dt.date(year, month, 2) for year in (1950, 1953, 1994, *range(2000, 2008), 2013, 2020) for month in (1, 7)]
    seen = 0
    for on in days:
        there, edges = slow_web(book, on)
        web = Web(joined, on)
        for name, kind in joined.kinds.items():
            assert web.kind(name) == (kind if name in there else None), (on, name)
            if name in there:
                assert list(web.neighbours(name)) == sorted(edges[name]), (on, name)
                seen += len(edges[name])
        some = set(sorted(there)[::3])
        assert web.between(some) == sorted(
            {edge for name in some for edge in edges[name] if {edge.start, edge.end} <= some}
        )
        for name in some:
            beyond = {edge.other(name) for edge in edges[name]} - some
            assert web.count_beyond(name, some) == len(beyond), (on, name)
    assert seen > 50, "the days must have something to join"
