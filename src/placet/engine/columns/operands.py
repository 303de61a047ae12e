"""From conditions to expressions, as one reader understands them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from placet.engine.logic.expressions import FALSE, TRUE
from placet.engine.logic.variables import Variables
from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    Const,
    FieldRef,
    Literal,
    LiteralSet,
    Not,
    Operand,
    Or,
    Rulebook,
    TermRef,
)

Single = dict[object, int]
"""For each value an operand can have (None: no value), the expression that it has it."""

Members = dict[str, int]
"""For each possible member of a set, the expression that it is one."""

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


class Understanding(Protocol):
    """What conditions need of a reader: its terms and its relations."""

    variables: Variables
    rulebook: Rulebook

    def term(self, name: str) -> int:
        """Return the expression of a term."""
        ...

    def value_of(self, relation: str, key: str) -> Single | Members:
        """Return what a relation gives for a key: `Members` for a set-valued one."""
        ...


def expression_of(condition: Condition, reader: Understanding) -> int:
    """Return the expression of a condition as `reader` understands it."""
    expressions, plain = reader.variables.expressions, reader.variables.plain
    known = plain.get(id(condition))
    if known is not None:
        return known
    parts: tuple[Condition, ...] = ()
    match condition:
        case Const(value):
            return TRUE if value else FALSE
        case TermRef(term):
            return reader.term(term)
        case Not(of):
            parts = (of,)
            result = expressions.negation(expression_of(of, reader))
        case And(of_all):
            parts = of_all
            result = expressions.all_of(expression_of(part, reader) for part in parts)
        case Or(of_any):
            parts = of_any
            result = expressions.any_of(expression_of(part, reader) for part in parts)
        case _:
            result = _comparison(condition, reader)
            if isinstance(condition.left, Apply) or isinstance(condition.right, Apply):
                return result
    # A condition lives as long as its rulebook, and that as long as the variables: its identity is its own.
    if all(id(part) in plain for part in parts):
        plain[id(condition)] = result
    return result


def applications_in(operand: Operand) -> list[Apply]:
    """Return the relations that an operand applies one to the other, each with its key, the last applied first."""
    found = []
    while isinstance(operand, Apply):
        found.append(operand)
        operand = operand.key
    return found


def is_set(operand: Operand, reader: Understanding) -> bool:
    """Say whether an operand's value is a set."""
    match operand:
        case FieldRef(field):
            return reader.rulebook.fields[field].type.is_set
        case Apply(relation, _):
            return relation == "members" or reader.rulebook.relations[relation].value.is_set
        case LiteralSet():
            return True
        case Literal():
            return False


def single_of(operand: FieldRef | Literal | LiteralSet | Apply, reader: Understanding) -> Single:
    """Return the values a single-valued operand can have, each with the expression that it has it.

    Raises:
        TypeError: it is a set, which no sound rulebook has there.
    """
    match operand:
        case Literal(value):
            return {value: TRUE}
        case FieldRef(field) if field in reader.variables.fixed:
            return {reader.variables.fixed[field]: TRUE}
        case FieldRef(field):
            variable = reader.variables.field(field)
            literal = reader.variables.expressions.literal
            return {value: literal(variable, 1 << i) for i, value in enumerate(reader.variables.all[variable].values)}
        case Apply(relation, key):
            found: dict[object, list[int]] = {}
            for name, holds in single_of(key, reader).items():
                if name is None:
                    found.setdefault(None, []).append(holds)
                    continue
                for given, gives in reader.value_of(relation, str(name)).items():
                    found.setdefault(given, []).append(reader.variables.expressions.all_of((holds, gives)))
            return {given: reader.variables.expressions.any_of(parts) for given, parts in found.items()}
        case LiteralSet():
            raise TypeError("a set where a single value belongs")


def members_of(operand: FieldRef | Literal | LiteralSet | Apply, reader: Understanding) -> Members:
    """Return the possible members of a set-valued operand, each with the expression that it is one.

    Raises:
        TypeError: it is a single value, which no sound rulebook has there.
    """
    expressions = reader.variables.expressions
    match operand:
        case LiteralSet(values):
            return {str(value): TRUE for value in values if value is not None}
        case FieldRef(field) if field in reader.variables.fixed:
            return {str(member): TRUE for member in members_in(reader.variables.fixed[field])}
        case FieldRef(field):
            variables = reader.variables.members(field)
            return {member: expressions.literal(variable, 0b10) for member, variable in variables.items()}
        case Apply(relation, key):
            found: dict[str, list[int]] = {}
            for name, holds in single_of(key, reader).items():
                if name is not None:
                    for member, gives in reader.value_of(relation, str(name)).items():
                        found.setdefault(str(member), []).append(expressions.all_of((holds, gives)))
            return {member: expressions.any_of(parts) for member, parts in found.items()}
        case Literal():
            raise TypeError("a single value where a set belongs")


def members_in(value: object) -> Iterable[str]:
    """Return the members of a set-valued fact; `none` is the empty set."""
    return value if isinstance(value, (frozenset, set, tuple)) else ()


def _comparison(compare: Compare, reader: Understanding) -> int:
    expressions = reader.variables.expressions
    left, right = compare.left, compare.right
    if isinstance(left, FieldRef) and isinstance(right, (Literal, LiteralSet)) and not is_set(left, reader):
        return _test_of_field(left.field, compare.op, right, reader)
    if compare.op == "in":
        return _membership(left, right, reader)
    if compare.op == "within":
        places = single_of(left, reader)
        parts = []
        for container, holds in single_of(right, reader).items():
            if container is not None:
                inside = reader.rulebook.places_within(str(container))
                lies = expressions.any_of(e for place, e in places.items() if place in inside)
                parts.append(expressions.all_of((holds, lies)))
        return expressions.any_of(parts)
    if compare.op == "=" and is_set(left, reader):
        return _same_set(members_of(left, reader), members_of(right, reader), reader)
    one, other = single_of(left, reader), single_of(right, reader)
    if compare.op == "=":
        if left == Literal(None) or right == Literal(None):
            return expressions.all_of((one.get(None, FALSE), other.get(None, FALSE)))
        return expressions.any_of(
            expressions.all_of((holds, other[value]))
            for value, holds in one.items()
            if value is not None and value in other
        )
    test = _COMPARISONS[compare.op]
    return expressions.any_of(
        expressions.all_of((holds, also))
        for value, holds in one.items()
        if value is not None
        for bound, also in other.items()
        if bound is not None and test(value, bound)
    )


def _test_of_field(field: str, op: str, right: Literal | LiteralSet, reader: Understanding) -> int:
    """A single-valued field against written values: one literal, the same for every reader on every day."""
    tests = reader.variables.tests
    found = tests.get((field, op, right))
    if found is None:
        found = tests[field, op, right] = _literal_of(field, op, right, reader)
    return found


def _literal_of(field: str, op: str, right: Literal | LiteralSet, reader: Understanding) -> int:
    variables = reader.variables
    fixed = field in variables.fixed
    variable = -1 if fixed else variables.field(field)
    wanted: Iterable[object]
    if isinstance(right, LiteralSet):
        wanted = {value for value in right.values if value is not None}
    elif right.value is None:
        wanted = [None] if op == "=" else ()
    elif op == "within":
        wanted = reader.rulebook.places_within(str(right.value))
    elif op == "=":
        wanted = [right.value]
    else:
        test = _COMPARISONS[op]
        values = (variables.fixed[field],) if fixed else variables.all[variable].values
        wanted = [value for value in values if value is not None and test(value, right.value)]
    if fixed:
        return TRUE if variables.fixed[field] in wanted else FALSE
    numbers = variables.numbers_of(variable)
    return variables.expressions.literal(variable, sum([1 << numbers[value] for value in wanted if value in numbers]))


def _membership(left: Operand, right: Operand, reader: Understanding) -> int:
    expressions = reader.variables.expressions
    one = single_of(left, reader)
    if isinstance(right, LiteralSet):
        return expressions.any_of(holds for value, holds in one.items() if value is not None and value in right.values)
    among = members_of(right, reader)
    return expressions.any_of(
        expressions.all_of((holds, among[str(value)]))
        for value, holds in one.items()
        if value is not None and str(value) in among
    )


def _same_set(one: Members, other: Members, reader: Understanding) -> int:
    expressions = reader.variables.expressions
    members: Iterable[str] = one.keys() | other.keys()
    return expressions.all_of(
        expressions.negation(expressions.differ(one.get(member, FALSE), other.get(member, FALSE)))
        for member in sorted(members)
    )
