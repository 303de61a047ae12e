"""Check readings: that each clause fits what is read, and that the statements carry it."""

from __future__ import annotations

from typing import Literal as Choice

from placet.diagnostics.diagnostic import Label
from placet.language.check_carrying import begins, check_carrying, check_says
from placet.language.check_conditions import check_condition
from placet.language.check_rules import check_offices
from placet.language.check_values import check_entry
from placet.language.scope import Scope, day_of
from placet.language.tree import Clause, ConditionClause, DayClause, DayNode, Declaration, EntryClause, NamesClause
from placet.model import Condition, Day, Entry, Literal, Reading

_FITTING = {
    "rule": {"unless", "only when", "also when", "by", "holds", "rejects", "unsettled"},
    "term": {"unless", "only when", "also when", "unsettled"},
    "instrument": {"holds", "rejects", "unsettled"},
    "relation": {"is"},
}
_ANYWHERE = {"since", "until", "says"}


def check_reading(scope: Scope, declaration: Declaration, numbers: dict[tuple[str, str], int]) -> Reading | None:
    """Return the model's reading, or None where its reader or what it reads is not known.

    Args:
        scope: the declared names; terms, relations, instruments and rules are checked already.
        declaration: the reading.
        numbers: how many readings of a thing by a reader came before; counted on.
    """
    if declaration.reader < 0 or declaration.name < 0:
        return None
    reader = scope.find_reader(declaration.reader)
    of = _find_read(scope, declaration.name)
    if reader is None or of is None:
        return None
    known = scope.known.get(of)
    kind = known.kind if known is not None else "relation"
    _check_fitting(scope, declaration, kind)
    number = numbers[reader, of] = numbers.get((reader, of), 0) + 1
    unless: list[Condition] = []
    conditions: dict[str, Condition] = {}
    entries: list[Entry] = []
    offices: list[int] = []
    days: dict[str, DayNode | None] = {}
    flags: dict[str, Clause] = {}
    for clause in declaration.clauses:
        keyword = clause.keyword
        if keyword not in _FITTING[kind] and keyword not in _ANYWHERE:
            continue
        if isinstance(clause, ConditionClause):
            condition = check_condition(scope, clause.condition)
            if keyword == "unless":
                unless.append(condition)
            else:
                conditions[keyword] = condition
        elif isinstance(clause, EntryClause):
            types = scope.relation_types.get(of)
            entry = check_entry(scope, clause, *types) if types is not None else None
            if entry is not None:
                entries.append(entry)
        elif isinstance(clause, DayClause):
            days[keyword] = clause.day
        elif isinstance(clause, NamesClause):
            if keyword == "by":
                offices = clause.names
                _check_asks(scope, clause, of)
        else:
            flags[keyword] = clause
    if "holds" in flags and "rejects" in flags:
        scope.error(
            "E0714",
            "a reading cannot both hold and reject",
            flags["rejects"].first,
            labels=(Label(scope.span(flags["holds"].first), "it holds here"),),
            help="Keep one of the two.",
        )
    says = check_says(scope, declaration)
    check_carrying(scope, reader, says, _firm_clause(declaration), "reading")
    id_ = f"{reader}/{of}/{number}"
    start, owner = _check_start(scope, declaration, says, days, id_)
    scope.period(days.get("since"), days.get("until"))
    _check_change(scope, declaration)
    of_kind: Choice["rule", "term", "relation", "instrument"] = kind  # type: ignore[assignment]
    return Reading(
        id_,
        reader,
        of,
        of_kind,
        start,
        owner,
        day_of(days.get("until")),
        tuple([name for _, name in says]),
        tuple(unless),
        conditions.get("only when"),
        conditions.get("also when"),
        check_offices(scope, offices, _addressee(scope, of)),
        "holds" in flags,
        "rejects" in flags,
        conditions.get("unsettled"),
        tuple(entries),
        scope.where(declaration.first),
    )


def _find_read(scope: Scope, token: int) -> str | None:
    if scope.texts[token] == "members" and "members" not in scope.known:
        return "members"
    return scope.find(token, "read", "rule", "term", "relation", "instrument")


def _check_fitting(scope: Scope, declaration: Declaration, kind: str) -> None:
    fitting = _FITTING[kind]
    for clause in declaration.clauses:
        keyword = clause.keyword
        if keyword in _ANYWHERE:
            continue
        if keyword not in fitting:
            shown = "entries" if keyword == "is" else f"`{keyword}`"
            allowed = (
                "entries such as `KEY is VALUE`"
                if kind == "relation"
                else ", ".join(f"`{word}`" for word in sorted(fitting))
            )
            scope.error(
                "E0715",
                f"a reading of {'an' if kind == 'instrument' else 'a'} {kind} cannot have {shown}",
                clause.first,
                clause.last,
                help=f"It can have {allowed}, besides `since`, `until` and `says`.",
            )
        elif (
            keyword == "unsettled" and kind == "instrument" and isinstance(clause, ConditionClause) and clause.condition
        ):
            scope.error(
                "E0715",
                "a reading leaves an instrument unsettled as a whole, without a condition",
                clause.first,
                clause.last,
                help="Write `unsettled` alone, or read the rules of the instrument one by one.",
            )


def _firm_clause(declaration: Declaration) -> Clause | None:
    for clause in declaration.clauses:
        if clause.keyword in _ANYWHERE or clause.keyword == "unsettled":
            continue
        if isinstance(clause, EntryClause) and clause.is_unsettled:
            continue
        return clause
    return None


def _check_start(
    scope: Scope, declaration: Declaration, says: list[tuple[int, str]], days: dict[str, DayNode | None], id_: str
) -> tuple[Day | None, str]:
    if "since" in days:
        return day_of(days["since"]), id_
    beginning = begins(scope, says)
    if beginning is not None:
        return beginning
    if declaration.is_sound and not (says and scope.statements.get(says[0][1]) is None):
        if says:
            scope.error(
                "E0717",
                f"this reading begins with `{says[0][1]}`, which has no day",
                says[0][0],
                help="Add `since DAY` to the reading, or `on DAY` to the statement.",
                labels=scope.declared_at(says[0][1]),
            )
        elif not any(clause.keyword == "says" for clause in declaration.clauses):
            scope.error(
                "E0716",
                "this reading does not say when it begins",
                declaration.first,
                declaration.name + 1,
                help="Add `says` and the statement it rests on, or `since DAY`.",
            )
    return None, ""


def _check_change(scope: Scope, declaration: Declaration) -> None:
    if declaration.is_sound and all(clause.keyword in _ANYWHERE for clause in declaration.clauses):
        scope.warn(
            "W0402",
            "this reading changes nothing",
            declaration.first,
            declaration.name + 1,
            help="Say how it reads: `holds`, `rejects`, `unsettled`, `unless …`, `only when …` or `also when …`.",
        )


def _check_asks(scope: Scope, clause: NamesClause, of: str) -> None:
    rule = scope.rules.get(of)
    known = scope.known.get(of)
    if rule is not None and not rule.needs and known is not None and known.declaration.is_sound:
        scope.error(
            "E0718",
            f"the rule `{of}` needs nothing that an office could give",
            clause.first,
            clause.last,
            help="Leave out `by`.",
            labels=scope.declared_at(of),
        )


def _addressee(scope: Scope, of: str) -> Literal | None:
    rule = scope.rules.get(of)
    if rule is None or not rule.needs:
        return None
    whoms = {need.of.whom for need in rule.needs}
    whom = next(iter(whoms))
    return whom if len(whoms) == 1 and isinstance(whom, Literal) else None
