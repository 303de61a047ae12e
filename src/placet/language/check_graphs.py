"""Check what must not lead back to itself: places, terms and overrides; and how deep conditions go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from placet.diagnostics.diagnostic import Label
from placet.language.cycles import find_cycles, order_by_need
from placet.language.scope import Scope
from placet.language.tree import NamesClause
from placet.model import And, Condition, Not, Or, Reading, TermRef

MAX_WHOLE_DEPTH = 120
"""How deep a condition may go once every term in it is put in."""


def check_graphs(scope: Scope, readings: Sequence[Reading]) -> None:
    """Tell of every cycle, and of conditions that go too deep."""
    _tell_cycles(
        scope, "E0503", "place", {id_: [place.within] if place.within else [] for id_, place in scope.places.items()}
    )
    uses = {id_: list(dict.fromkeys(_terms_in(term.means))) for id_, term in scope.terms.items()}
    for reading in readings:
        if reading.of_kind == "term" and reading.of in uses:
            for condition in (*reading.unless, reading.only_when, reading.also_when, reading.unsettled_when):
                if condition is not None:
                    uses[reading.of].extend(_terms_in(condition))
    if not _tell_cycles(scope, "E0501", "term", uses):
        _tell_too_deep(scope, uses)
    _tell_cycles(scope, "E0502", "rule", {id_: rule.overrides for id_, rule in scope.rules.items()})


def _tell_cycles(scope: Scope, code: str, kind: str, edges: Mapping[str, Iterable[str]]) -> bool:
    cycles = find_cycles(edges)
    for cycle in cycles:
        known = scope.known[cycle[0]]
        scope.enter(known.tree)
        round_ = " → ".join(f"`{name}`" for name in (*cycle[:8], *(("…",) if len(cycle) > 8 else ()), cycle[0]))
        does = {"place": "lie in each other", "term": "mean each other", "rule": "override each other"}[kind]
        own = {"place": "lies in itself", "term": "means itself", "rule": "overrides itself"}[kind]
        first = known.declaration.name
        for clause in known.declaration.clauses:
            if isinstance(clause, NamesClause) and clause.keyword in ("overrides", "in"):
                first = next((token for token in clause.names if scope.texts[token] == (cycle[1:] or cycle)[0]), first)
        scope.error(
            code,
            f"the {kind} `{cycle[0]}` {own}" if len(cycle) == 1 else f"these {kind}s {does}: {round_}",
            first,
            labels=tuple(
                Label(scope.known[name].tree.span(scope.known[name].declaration.name), f"`{name}` is declared here")
                for name in cycle[1:8]
            ),
            help="Take one link out of the circle.",
        )
    return bool(cycles)


def _terms_in(condition: Condition) -> Iterator[str]:
    if isinstance(condition, TermRef):
        yield condition.term
    elif isinstance(condition, Not):
        yield from _terms_in(condition.of)
    elif isinstance(condition, And | Or):
        for part in condition.of:
            yield from _terms_in(part)


def _tell_too_deep(scope: Scope, uses: Mapping[str, list[str]]) -> None:
    depths: dict[str, int] = {}
    for term in order_by_need(uses):
        own = _depth(scope.terms[term].means)
        depths[term] = own + max((depths.get(other, 0) for other in uses[term]), default=0)
        if depths[term] > MAX_WHOLE_DEPTH:
            known = scope.known[term]
            scope.enter(known.tree)
            scope.error(
                "E0504",
                f"the term `{term}` goes more than {MAX_WHOLE_DEPTH} deep once the terms in it are put in",
                known.declaration.name,
                help="Let it build on fewer terms.",
            )
            return


def _depth(condition: Condition) -> int:
    if isinstance(condition, Not):
        return 1 + _depth(condition.of)
    if isinstance(condition, And | Or):
        return 1 + max((_depth(part) for part in condition.of), default=0)
    return 1
