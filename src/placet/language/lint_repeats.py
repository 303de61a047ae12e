"""Lint: conditions written twice, conditions that cancel out, and relations with holes."""

from __future__ import annotations

from collections.abc import Iterator

from placet.language.lint_finding import Finding
from placet.language.mentions import reading_conditions, rule_conditions
from placet.model.conditions import ALWAYS, And, Apply, Condition, Not, Or
from placet.model.dates import Day
from placet.model.rulebook import Entry, Relation, Rulebook, Where

_SHOWN = 5


def find_repeats(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield conditions and terms that are there twice, exceptions without effect, and keys without an entry."""
    yield from _twin_terms(rulebook)
    yield from _repeated_parts(rulebook)
    yield from _exceptions(rulebook)
    asking = {
        need.of.whom.relation
        for rule in rulebook.rules.values()
        for need in rule.needs
        if need.of.is_each and isinstance(need.of.whom, Apply)
    }
    for relation in rulebook.relations.values():
        yield from _holes(rulebook, relation, is_asked=relation.id in asking)
        yield from _overlaps(relation)


def _twin_terms(rulebook: Rulebook) -> Iterator[Finding]:
    first: dict[Condition, str] = {}
    for term in rulebook.terms.values():
        twin = first.setdefault(term.means, term.id)
        if twin != term.id:
            yield Finding(
                "L0601",
                term.where,
                term.id,
                f"the terms `{term.id}` and `{twin}` mean the same",
                "Keep one of them, unless somebody may come to read them apart.",
                related=((rulebook.terms[twin].where, twin, "the same condition"),),
            )


def _repeated_parts(rulebook: Rulebook) -> Iterator[Finding]:
    for where, word, condition in _all_conditions(rulebook):
        for part in _repeats(condition):
            message = f"`{part}` stands twice in one condition"
            yield Finding("L0602", where, word, message, "Remove one of the two, or write what it was meant to be.")


def _all_conditions(rulebook: Rulebook) -> Iterator[tuple[Where, str, Condition]]:
    for term in rulebook.terms.values():
        yield term.where, term.id, term.means
    for rule in rulebook.rules.values():
        for condition in rule_conditions(rule):
            yield rule.where, rule.id, condition
    for reading in rulebook.readings:
        for condition in reading_conditions(reading):
            yield reading.where, reading.of, condition


def _repeats(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, Not):
        yield from _repeats(condition.of)
    elif isinstance(condition, (And, Or)):
        seen: set[Condition] = set()
        for part in condition.of:
            if part in seen:
                yield part
            seen.add(part)
            yield from _repeats(part)


def _exceptions(rulebook: Rulebook) -> Iterator[Finding]:
    for rule in rulebook.rules.values():
        always = {rule.when, ALWAYS} | (set(rule.when.of) if isinstance(rule.when, And) else set())
        for exception in rule.unless:
            if exception in always:
                message = f"the rule `{rule.id}` never applies: its exception `{exception}` is true wherever it speaks"
                yield Finding("L0603", rule.where, rule.id, message, "Narrow the exception, or remove the rule.")
        for exception in _twice(rule.unless):
            message = f"the exception `{exception}` stands twice in the rule `{rule.id}`"
            yield Finding("L0604", rule.where, rule.id, message, "Remove one of the two.")
    for reading in rulebook.readings:
        own = rulebook.rules[reading.of].unless if reading.of_kind == "rule" else ()
        for exception in dict.fromkeys((*_twice(reading.unless), *(one for one in reading.unless if one in own))):
            message = f"the exception `{exception}` of this reading by `{reading.reader}` is there already"
            help_ = "Remove it: it changes nothing."
            yield Finding("L0604", reading.where, reading.of, message, help_)


def _twice(conditions: tuple[Condition, ...]) -> list[Condition]:
    return [condition for index, condition in enumerate(conditions) if condition in conditions[:index]]


def _holes(rulebook: Rulebook, relation: Relation, *, is_asked: bool) -> Iterator[Finding]:
    # A key without an entry is a decision where the value may be `none`, and the empty set where it is a set; where
    # `each` of that set is to be asked, it may have been forgotten, and then nobody is.
    is_set = relation.value.is_set
    if relation.id == "members" or relation.value.or_none or relation.key.kind == "number" or (is_set and not is_asked):
        return
    given = {entry.key for entry in relation.entries}
    missing = [str(key) for key in rulebook.domain(relation.key) if key is not None and key not in given]
    if not missing or not given:
        return
    shown = ", ".join(f"`{key}`" for key in missing[:_SHOWN])
    more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    message = f"the relation `{relation.id}` has no entry for {shown}{more}"
    help_ = (
        "No comparison with a missing value is true: add entries, say `unsettled`, or let the relation be `or none`."
    )
    if is_set:
        message += f": `each {relation.id}(…)` asks nobody there"
        help_ = f"Add entries, or say that nobody is meant, as in `{missing[0]} is none`."
    yield Finding("L0701", relation.where, relation.id, message, help_, severity="note")


def _overlaps(relation: Relation) -> Iterator[Finding]:
    if relation.value.is_set:
        return
    seen: dict[str, list[Entry]] = {}
    for entry in relation.entries:
        for earlier in seen.get(entry.key, ()):
            if _overlap(earlier, entry):
                yield Finding(
                    "L0702",
                    entry.where,
                    entry.key,
                    f"there are two entries for `{entry.key}` in `{relation.id}` on one day; the later one counts",
                    "Give each its days with `since` and `until`, or remove one.",
                    related=((earlier.where, earlier.key, "the earlier entry"),),
                )
                break
        seen.setdefault(entry.key, []).append(entry)


def _overlap(first: Entry, second: Entry) -> bool:
    return not (_is_over(first.period.end, second.period.start) or _is_over(second.period.end, first.period.start))


def _is_over(end: Day | None, start: Day | None) -> bool:
    """Say whether a period that ends on `end` may be over when another begins; two open ones never are."""
    return end is not None and start is not None and end.earliest <= start.latest
