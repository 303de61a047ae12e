"""Lint: what is declared and never used."""

from __future__ import annotations

from collections.abc import Iterator

from placet.language.lint_finding import Finding
from placet.language.mentions import Mentions, gather_mentions
from placet.model.rulebook import Cite, Party, Rulebook

_MOST_IDLE = 12
"""How many unused parties of one file are told one by one."""


def find_unused(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield what nothing in the rulebook uses."""
    mentions = gather_mentions(rulebook)
    yield from _conditions(rulebook, mentions)
    yield from _places(rulebook, mentions)
    yield from _speakers(rulebook, mentions)
    yield from _evidence(rulebook)
    yield from _points(rulebook)


def _conditions(rulebook: Rulebook, mentions: Mentions) -> Iterator[Finding]:
    for field in rulebook.fields.values():
        if field.id not in mentions.fields:
            message = f"no condition asks for the field `{field.id}`"
            yield Finding("L0101", field.where, field.id, message, "Remove it, or write the rule that depends on it.")
    for term in rulebook.terms.values():
        if term.id not in mentions.terms:
            message = f"no condition uses the term `{term.id}`"
            help_ = "Remove it, or use it where its condition is written out."
            yield Finding("L0102", term.where, term.id, message, help_)
    for relation in rulebook.relations.values():
        if relation.id not in mentions.relations and relation.id != "members":
            message = f"no condition and no step uses the relation `{relation.id}`"
            help_ = f"Remove it, or use it, as in `{relation.id}(…)`."
            yield Finding("L0104", relation.where, relation.id, message, help_)


def _places(rulebook: Rulebook, mentions: Mentions) -> Iterator[Finding]:
    used: set[str] = set()
    for place in rulebook.places:
        chain = _chain(rulebook, place)
        # A place makes a difference where it, or a place around it, is spoken of; one around such a place is the map.
        if any(link in mentions.values for link in chain):
            used.update(chain)
    for place_ in rulebook.places.values():
        if place_.id not in used:
            message = f"nothing speaks of the place `{place_.id}`, nor of a place around it or in it"
            help_ = "Remove it, put it in a place that the rules speak of, or give it an entry in a relation."
            yield Finding("L0103", place_.where, place_.id, message, help_)


def _chain(rulebook: Rulebook, place: str) -> list[str]:
    chain: list[str] = []
    at: str | None = place
    while at is not None and at not in chain:
        chain.append(at)
        at = rulebook.places[at].within
    return chain


def _speakers(rulebook: Rulebook, mentions: Mentions) -> Iterator[Finding]:
    heard, stepping = _readers(rulebook), _step_offices(rulebook)
    parties = {name.partition(".")[0] for name in heard} | mentions.values
    for instrument in rulebook.instruments.values():
        parties.update(member.party for member in instrument.members)
    idle: dict[str, list[Party]] = {}
    for party in rulebook.parties.values():
        if party.id not in parties:
            idle.setdefault(party.where.file, []).append(party)
    for several in idle.values():
        # A file that lists all states there are is told once.
        for one in several if len(several) <= _MOST_IDLE else several[:1]:
            others = several[1:] if len(several) > _MOST_IDLE else []
            named, help_ = f"the party `{one.id}` is", "Remove it, or say what it is a party to."
            if others:
                named = f"the parties `{one.id}`, `{others[0].id}` and {len(others) - 1:,} more of this file are"
                help_ = "Remove them, unless the file is meant to list all there are."
            message = f"{named} in no instrument, condition, entry, reading or statement"
            yield Finding("L0107", one.where, one.id, message, help_)
    for party in rulebook.parties.values():
        for office in party.offices:
            full = f"{party.id}.{office.id}"
            if full not in heard and not {full, office.id} & stepping:
                message = f"the office `{full}` says nothing, reads nothing and gives nothing"
                help_ = "Remove it, or name it where it speaks, reads or consents."
                yield Finding("L0106", party.where, office.id, message, help_)
    for voice in rulebook.voices.values():
        if voice.id not in heard:
            message = f"the voice `{voice.id}` says nothing and reads nothing"
            yield Finding("L0105", voice.where, voice.id, message, "Remove it, or write down what it says.")


def _readers(rulebook: Rulebook) -> set[str]:
    heard = {reading.reader for reading in rulebook.readings}
    for statement in rulebook.statements.values():
        heard.update(statement.speakers)
        if statement.told_by is not None:
            heard.add(statement.told_by)
    heard.update(rule.held_by for rule in rulebook.rules.values() if rule.held_by is not None)
    return heard


def _step_offices(rulebook: Rulebook) -> set[str]:
    offices = {office for rule in rulebook.rules.values() for need in rule.needs for office in need.offices}
    return offices | {office for reading in rulebook.readings for office in reading.offices}


def _evidence(rulebook: Rulebook) -> Iterator[Finding]:
    cited = {statement.source for statement in rulebook.statements.values()}
    cited.update(cite.source for cite in _all_cites(rulebook))
    for source in rulebook.sources.values():
        if source.id not in cited:
            message = f"the source `{source.id}` is never cited and no statement stands in it"
            yield Finding("L0201", source.where, source.id, message, "Remove it, or cite it where a rule rests on it.")
    said = {name for rule in rulebook.rules.values() for name in rule.says}
    said.update(name for reading in rulebook.readings for name in reading.says)
    for statement in rulebook.statements.values():
        if statement.id not in said and not any(name in rulebook.points for name in statement.about):
            message = f"no rule and no reading rests on the statement `{statement.id}`"
            help_ = "Write the reading that it supports, or file it under a point with `about`."
            yield Finding("L0202", statement.where, statement.id, message, help_)


def _all_cites(rulebook: Rulebook) -> Iterator[Cite]:
    for rule in rulebook.rules.values():
        yield from rule.cites
    for instrument in rulebook.instruments.values():
        yield from instrument.cites
    for relation in rulebook.relations.values():
        yield from relation.cites


def _points(rulebook: Rulebook) -> Iterator[Finding]:
    about = {name for statement in rulebook.statements.values() for name in statement.about}
    about.update(name for question in rulebook.questions.values() for name in question.about)
    for point in rulebook.points.values():
        if point.id not in about:
            message = f"no statement and no question is about the point `{point.id}`"
            help_ = f"File something under it with `about {point.id}`, or remove it."
            yield Finding("L0108", point.where, point.id, message, help_)
