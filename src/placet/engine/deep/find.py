"""A rulebook looked at over all situations, the whole of time and everybody's readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from placet.engine.deep.dependence import Dependence
from placet.engine.deep.findings import DeepFinding
from placet.engine.deep.relations import look_at_instrument, look_at_relation
from placet.engine.deep.rules import RuleLook
from placet.engine.deep.scope import EVERYTHING, Scope
from placet.engine.deep.sights import Sights
from placet.engine.deep.terms import TermLook
from placet.engine.variation.timeline import change_days
from placet.model import Rulebook, Where


def find_without_effect(
    rulebook: Rulebook,
    is_looked_at: Callable[[Where], bool] | None = None,
    scope: Scope = EVERYTHING,
) -> list[DeepFinding]:
    """Return what is without effect in every situation, on every day and for every reader concerned.

    Of conditions that the given facts alone make always or never true nothing is returned; what is without effect only
    because it is about other facts or other days is marked so.

    Args:
        rulebook: the rulebook, a sound one.
        is_looked_at: says by its place whether a rule, a term or a reading is looked at; None: all are. What is not
            looked at counts all the same.
        scope: what the situations and days that are meant have in common.

    Raises:
        ValueError: a given fact has no value of its field.
    """
    sights = Sights(rulebook, scope)
    days = change_days(rulebook, "on")
    sights.latest = scope.on or (days[-1] if days else None)
    wanted = is_looked_at or (lambda _: True)
    places = {("reading", reading.id): reading.where for reading in rulebook.readings}
    places |= {("rule", rule.id): rule.where for rule in rulebook.rules.values()}
    places |= {("term", term.id): term.where for term in rulebook.terms.values()}
    found = _look(sights, Dependence(rulebook, sights.overriders), wanted)
    return [finding for finding in found if wanted(places[finding.spot.kind, finding.spot.owner])]


def _look(sights: Sights, dependence: Dependence, is_looked_at: Callable[[Where], bool]) -> Iterator[DeepFinding]:
    rulebook = sights.rulebook

    def is_wanted(name: str, where: Where) -> bool:
        return is_looked_at(where) or any(is_looked_at(reading.where) for reading in dependence.readings_of(name))

    constant: set[str] = set()
    for term in rulebook.terms.values():
        if is_wanted(term.id, term.where):
            found, is_constant = TermLook(sights, dependence, term).find()
            yield from found
            if is_constant:
                constant.add(term.id)
    nowhere = Where()
    for name in dict.fromkeys(["members", *rulebook.relations]):
        where = rulebook.relations[name].where if name in rulebook.relations else nowhere
        if is_wanted(name, where):
            yield from look_at_relation(sights, dependence, name)
    for instrument in rulebook.instruments.values():
        if is_wanted(instrument.id, instrument.where):
            yield from look_at_instrument(sights, dependence, instrument.id)
    for rule in rulebook.rules.values():
        if is_wanted(rule.id, rule.where):
            yield from RuleLook(sights, dependence, rule).find(constant)
