"""Check rules and what they need."""

from __future__ import annotations

from placet.diagnostics.diagnostic import Fix, Label
from placet.language.check_carrying import begins, check_carrying, check_says
from placet.language.check_conditions import check_condition
from placet.language.check_instruments import check_length, find_part
from placet.language.check_operands import Told, check_operand, describe
from placet.language.check_sources import check_cite
from placet.language.scope import Scope
from placet.language.tree import (
    CiteClause,
    Clause,
    ConditionClause,
    DayClause,
    Declaration,
    NamesClause,
    NeedClause,
    ObligeClause,
    OperandNode,
    WordNode,
)
from placet.model import (
    Addressee,
    Apply,
    Cite,
    Condition,
    Duration,
    FieldRef,
    Literal,
    LiteralSet,
    Need,
    Obligation,
    Period,
    Rule,
    Type,
)
from placet.model.conditions import ALWAYS

_PARTY = Type("party")


def check_rule(scope: Scope, declaration: Declaration) -> Rule:
    """Return the model's rule."""
    name = scope.texts[declaration.name]
    instrument = part = held_by = None
    under: Clause | None = None
    held: NamesClause | None = None
    days: dict[str, DayClause] = {}
    when: Condition = ALWAYS
    unless: list[Condition] = []
    overrides: list[str] = []
    needs: list[Need] = []
    flags: dict[str, Clause] = {}
    obliges: list[Obligation] = []
    cites: list[Cite] = []
    for clause in declaration.clauses:
        keyword = clause.keyword
        if isinstance(clause, ConditionClause):
            condition = check_condition(scope, clause.condition)
            if keyword == "when":
                when = condition
            else:
                unless.append(condition)
        elif isinstance(clause, NeedClause):
            if (need := _check_need(scope, clause)) is not None:
                needs.append(need)
        elif isinstance(clause, NamesClause):
            if keyword == "under":
                under = clause
                instrument = scope.find(clause.names[0], "instrument")
                if instrument is not None and len(clause.names) > 1:
                    part = find_part(scope, instrument, clause.names[1])
            elif keyword == "held by":
                held = clause
                held_by = scope.find_reader(clause.names[0])
            elif keyword == "overrides":
                overrides.extend(rule for token in clause.names if (rule := scope.find(token, "rule")) is not None)
        elif isinstance(clause, DayClause):
            days[keyword] = clause
        elif isinstance(clause, CiteClause):
            if (cite := check_cite(scope, clause)) is not None:
                cites.append(cite)
        elif isinstance(clause, ObligeClause):
            if (party := scope.find(clause.party, "party")) is not None:
                obliges.append(Obligation(party, scope.text(clause.text)))
        else:
            flags[keyword] = clause
    says = check_says(scope, declaration)
    _check_basis(scope, declaration, under, held, held_by, says)
    period = _check_period(scope, days)
    if held_by is not None and period.start is None and (beginning := begins(scope, says)) is not None:
        period = Period(beginning[0], period.end)
    _check_effects(scope, declaration, flags, bool(needs or obliges))
    return Rule(
        name,
        scope.text(declaration.title),
        instrument,
        part,
        held_by,
        tuple([statement for _, statement in says]),
        period,
        when,
        tuple(unless),
        tuple(dict.fromkeys(overrides)),
        tuple(needs),
        "bars" in flags,
        "allows" in flags,
        tuple(obliges),
        tuple(cites),
        scope.where(declaration.name),
    )


def _check_basis(
    scope: Scope,
    declaration: Declaration,
    under: Clause | None,
    held: Clause | None,
    held_by: str | None,
    says: list[tuple[int, str]],
) -> None:
    name = scope.texts[declaration.name]
    if under is not None and held is not None:
        scope.error(
            "E0706",
            f"the rule `{name}` is both under an instrument and held by a reader",
            held.first,
            held.last,
            labels=(Label(scope.span(under.first, under.last), "it is under an instrument here"),),
            help="Keep one; a reader that holds a rule of an instrument says so in a reading with `holds`.",
        )
    elif under is None and held is None and declaration.is_sound:
        scope.error(
            "E0705",
            f"the rule `{name}` has no basis",
            declaration.first,
            declaration.name + 1,
            help="Say `under INSTRUMENT`, or `held by` a party together with `says` and its statement.",
        )
    elif held is not None and held_by is not None:
        if not says and declaration.is_sound and not any(clause.keyword == "says" for clause in declaration.clauses):
            scope.error(
                "E0707",
                f"the rule `{name}` is held by `{held_by}`, but no statement says so",
                held.first,
                held.last,
                help="Add `says` and the statement it rests on.",
            )
        check_carrying(scope, held_by, says, held, "rule")


def _check_period(scope: Scope, days: dict[str, DayClause]) -> Period:
    since, until = days.get("since"), days.get("until")
    return scope.period(since.day if since else None, until.day if until else None)


def _check_effects(scope: Scope, declaration: Declaration, flags: dict[str, Clause], has_steps: bool) -> None:
    name = scope.texts[declaration.name]
    if "bars" in flags and "allows" in flags:
        scope.error(
            "E0708",
            f"the rule `{name}` both bars and allows",
            flags["allows"].first,
            labels=(Label(scope.span(flags["bars"].first), "it bars here"),),
            help="Keep one, or make two rules of it.",
        )
    if (
        not flags
        and not has_steps
        and declaration.is_sound
        and not any(c.keyword == "needs" for c in declaration.clauses)
    ):
        scope.warn(
            "W0401",
            f"the rule `{name}` has no effect",
            declaration.first,
            declaration.name + 1,
            help="Say what it `needs`, or that it `bars`, `allows` or `obliges`.",
        )


def _check_need(scope: Scope, clause: NeedClause) -> Need | None:
    kinds = tuple(dict.fromkeys(scope.texts[token] for token in clause.kinds))
    if len(kinds) < len(clause.kinds):
        scope.warn("W0303", f"`{kinds[0]}` stands twice", clause.kinds[1], help="Name it once.")
    assert clause.whom is not None
    try:
        whom = _check_whom(scope, clause.whom, clause.is_each)
        besides = [_check_besides(scope, clause, node) for node in clause.besides]
    except Told:
        return None
    deadline = check_length(scope, clause.deadline, clause.deadline_unit) if clause.deadline >= 0 else None
    silence = check_length(scope, clause.silence, clause.silence_unit) if clause.silence >= 0 else None
    side = scope.texts[clause.deadline_side] if clause.deadline_side >= 0 else None
    means = scope.texts[clause.silence_means] if clause.silence_means >= 0 else None
    return _need(
        kinds,
        Addressee(whom, clause.is_each, tuple(besides)),
        check_offices(scope, clause.offices, whom),
        deadline,
        side,
        silence,
        means,
    )


def _need(
    kinds: tuple[str, ...],
    of: Addressee,
    offices: tuple[str, ...],
    deadline: Duration | None,
    side: str | None,
    silence: Duration | None,
    means: str | None,
) -> Need:
    return Need(kinds, of, offices, deadline, side, silence, means)  # type: ignore[arg-type]


def _check_whom(scope: Scope, node: OperandNode, is_each: bool) -> FieldRef | Literal | Apply:
    if isinstance(node, WordNode) and "." not in scope.texts[node.first]:
        known = scope.known.get(scope.texts[node.first])
        if known is None:
            scope.tell_unknown(node.first, "party", "party", scope.names("party", "field"))
            raise Told
    operand, type_ = check_operand(scope, node, _PARTY)
    if type_ is None or type_.kind != "party" or isinstance(operand, LiteralSet):
        found = "several parties" if isinstance(operand, LiteralSet) else describe(type_) if type_ else "nobody"
        scope.error(
            "E0422",
            f"`{operand}` is {found}, and nobody who could be asked",
            node.first,
            node.last,
            help="Name a party, a field or relation that gives one, or `each` of a set of parties.",
        )
        raise Told
    if type_.is_set and not is_each:
        scope.error(
            "E0423",
            f"`{operand}` is a set of parties",
            node.first,
            node.last,
            help="Write `each` before it.",
            fix=Fix(scope.span(node.first, node.last), f"each {operand}", "write `each`"),
        )
        raise Told
    if is_each and not type_.is_set:
        scope.error(
            "E0423",
            f"`{operand}` is one party, not a set",
            node.first,
            node.last,
            help="Leave out `each`.",
            fix=Fix(scope.span(node.first - 1, node.last), str(operand), "leave out `each`"),
        )
        raise Told
    return operand


def _check_besides(scope: Scope, clause: NeedClause, node: OperandNode) -> FieldRef | Literal | Apply:
    if not clause.is_each:
        scope.error(
            "E0423",
            "`except` needs `each` before it",
            node.first,
            node.last,
            help="Only of a set can some be left out.",
        )
        raise Told
    operand, type_ = check_operand(scope, node, _PARTY)
    if type_ is None or type_.kind != "party" or isinstance(operand, LiteralSet):
        scope.error(
            "E0422",
            f"`{operand}` is no party that could be left out",
            node.first,
            node.last,
            help="Behind `except` stand parties, or fields and relations that give parties.",
        )
        raise Told
    return operand


def check_offices(scope: Scope, tokens: list[int], whom: FieldRef | Literal | Apply | None) -> tuple[str, ...]:
    """Return the offices named, which are offices of the one addressed where that is one party, else of any party."""
    party = str(whom.value) if isinstance(whom, Literal) else None
    offices: list[str] = []
    for token in tokens:
        word = scope.texts[token]
        if "." in word:
            if (office := scope.find_reader(token)) is None:
                continue
            head, _, tail = office.partition(".")
            if party is not None and head != party:
                scope.error("E0304", f"`{word}` is no office of `{party}`", token, help=f"Name an office of `{party}`.")
                continue
            offices.append(tail if party is not None else office)
            continue
        of = [party] if party is not None else list(scope.offices)
        if any(word in scope.offices.get(candidate, ()) for candidate in of):
            offices.append(word)
        else:
            choices = [office for candidate in of for office in sorted(scope.offices.get(candidate, ()))]
            scope.tell_unknown(token, "office", "office", choices, of=f" of `{party}`" if party else "")
    return tuple(dict.fromkeys(offices))
