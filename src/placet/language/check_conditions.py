"""Check conditions: resolve their names, check their types, and make the model's conditions of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal as Choice

from placet.diagnostics.diagnostic import Fix
from placet.language.check_operands import Told, check_operand, describe, do_agree, is_free
from placet.language.grammar import WHAT
from placet.language.scope import Scope
from placet.language.tree import (
    AndNode,
    CallNode,
    ComparisonNode,
    ConditionNode,
    ConstNode,
    GroupNode,
    NotNode,
    OrNode,
    WordNode,
)
from placet.model import And, Compare, Condition, Const, FieldRef, Literal, LiteralSet, Not, Operand, Or, TermRef, Type
from placet.model.conditions import ALWAYS, NEVER

_YES = Literal(True)
_MIRRORED: dict[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def check_condition(scope: Scope, node: ConditionNode | None) -> Condition:
    """Return the model's condition; where part of it makes no sense, that is told and `always` stands in for it."""
    kind = type(node)
    if kind is ComparisonNode:
        assert isinstance(node, ComparisonNode)
        try:
            return _check_comparison(scope, node)
        except Told:
            return ALWAYS
    if kind is AndNode:
        assert isinstance(node, AndNode)
        return And(tuple([check_condition(scope, part) for part in node.of]))
    if kind is OrNode:
        assert isinstance(node, OrNode)
        return Or(tuple([check_condition(scope, part) for part in node.of]))
    if kind is NotNode:
        assert isinstance(node, NotNode)
        return Not(check_condition(scope, node.of))
    if kind is GroupNode:
        assert isinstance(node, GroupNode)
        return check_condition(scope, node.of)
    if kind is ConstNode:
        assert isinstance(node, ConstNode)
        return ALWAYS if node.value else NEVER
    if node is None:
        return ALWAYS
    assert isinstance(node, WordNode | CallNode)
    try:
        return _check_bare(scope, node)
    except Told:
        return ALWAYS


def _check_bare(scope: Scope, node: WordNode | CallNode) -> Condition:
    word = scope.texts[node.first]
    if type(node) is WordNode:
        known = scope.known.get(word)
        if known is not None and known.kind == "term":
            return TermRef(word)
        if known is not None and known.kind in ("party", "place", "instrument"):
            scope.error(
                "E0409",
                f"`{word}` is {WHAT[known.kind]}, not a condition",
                node.first,
                help=f"Say what it is compared with, as in `FIELD = {word}`.",
            )
            raise Told
        if known is None and word in ("yes", "no"):
            right = "always" if word == "yes" else "never"
            scope.error(
                "E0409",
                f"`{word}` is not a condition",
                node.first,
                help=f"Write `{right}`.",
                fix=Fix(scope.span(node.first), right, f"write `{right}`"),
            )
            raise Told
    operand, type_ = check_operand(scope, node, None)
    if type_ is None or type_.kind != "yesno":
        found = describe(type_) if type_ is not None else "a value"
        scope.error(
            "E0409",
            f"`{operand}` is {found}, not a condition",
            node.first,
            node.last,
            help=f"Compare it, as in `{operand} = none`." if type_ is None else f"Compare it, as in `{operand} = …`.",
        )
        raise Told
    return Compare(operand, "=", _YES)


def _check_comparison(scope: Scope, node: ComparisonNode) -> Condition:
    left_type: Type | None
    if is_free(scope, node.left):
        left, left_type = check_operand(scope, node.left, None)
        right, right_type = check_operand(scope, node.right, left_type)
    else:
        right, right_type = check_operand(scope, node.right, None)
        left, left_type = check_operand(scope, node.left, right_type)
    op = node.op
    if op == "=":
        return _check_equal(scope, node, left, left_type, right, right_type)
    if op == "!=":
        return Not(_check_equal(scope, node, left, left_type, right, right_type))
    if op == "in":
        return _check_in(scope, node, left, left_type, right, right_type)
    if op == "not in":
        return Not(_check_in(scope, node, left, left_type, right, right_type))
    if op == "within":
        return _check_within(scope, node, left, left_type, right, right_type)
    if op == "not within":
        return Not(_check_within(scope, node, left, left_type, right, right_type))
    return _check_order(scope, node, left, left_type, right, right_type)


def _check_equal(
    scope: Scope, node: ComparisonNode, left: Operand, left_type: Type | None, right: Operand, right_type: Type | None
) -> Condition:
    if left_type is None or right_type is None:
        return _check_equal_none(scope, node, left, left_type, right, right_type)
    _require_agreement(scope, node, left, left_type, right, right_type)
    if left_type.is_set != right_type.is_set:
        single, whole = (left, right) if right_type.is_set else (right, left)
        scope.error(
            "E0411",
            f"`{single}` is one value and `{whole}` is a set, and they are never equal",
            node.first,
            node.last,
            help=f"Write `{single} in {whole}`.",
        )
        raise Told
    if isinstance(left, Literal | LiteralSet):
        if isinstance(right, Literal | LiteralSet):
            return _tell_constant(scope, node, _plain(left) == _plain(right))
        left, right = right, left
    if left_type.kind == "number" and not isinstance(right, Literal):
        _tell_two_numbers(scope, node)
    return Compare(left, "=", right)


def _check_equal_none(
    scope: Scope, node: ComparisonNode, left: Operand, left_type: Type | None, right: Operand, right_type: Type | None
) -> Condition:
    operand, type_ = (left, left_type) if right_type is None else (right, right_type)
    if type_ is None:
        return _tell_constant(scope, node, True)
    if isinstance(operand, Literal | LiteralSet):
        return _tell_constant(scope, node, False)
    if type_.is_set:
        return Compare(operand, "=", LiteralSet(()))
    if isinstance(operand, FieldRef) and not type_.or_none:
        name = operand.field
        scope.error(
            "E0412",
            f"`{name}` always has a value and is never `none`",
            node.first,
            node.last,
            help=f"If it need not apply, add `or none` to the field `{name}`.",
            labels=scope.declared_at(name),
        )
        raise Told
    return Compare(operand, "=", Literal(None))


def _check_in(
    scope: Scope, node: ComparisonNode, left: Operand, left_type: Type | None, right: Operand, right_type: Type | None
) -> Condition:
    if right_type is None or not right_type.is_set:
        is_value = isinstance(right, Literal) and right_type is not None
        place = right_type is not None and right_type.kind == "place"
        scope.error(
            "E0413",
            f"`{right}` is {describe(right_type) if right_type else 'no value'}, not a set",
            node.right.first,
            node.right.last,
            help="For places, write `within`."
            if place
            else (
                "Write `=`, or put values in parentheses."
                if is_value
                else "Behind `in` stands a set: a set field, a relation that gives a set, or values in parentheses."
            ),
        )
        raise Told
    if left_type is None or left_type.is_set:
        scope.error(
            "E0414",
            f"`{left}` is {'a set' if left_type else 'no value'}, and `in` asks of one value",
            node.left.first,
            node.left.last,
            help="Ask of each member: `KOR in attacked or JPN in attacked`.",
        )
        raise Told
    _require_agreement(scope, node, left, left_type, right, right_type)
    if isinstance(right, LiteralSet):
        if isinstance(left, Literal):
            return _tell_constant(scope, node, left.value in right.values)
        if left_type.kind == "number":
            parts = tuple(Compare(left, "=", Literal(value)) for value in right.values)
            return parts[0] if len(parts) == 1 else Or(parts)
    return Compare(left, "in", right)


def _check_within(
    scope: Scope, node: ComparisonNode, left: Operand, left_type: Type | None, right: Operand, right_type: Type | None
) -> Condition:
    for side, operand, type_ in ((node.left, left, left_type), (node.right, right, right_type)):
        if type_ is None or type_.kind != "place" or type_.is_set:
            scope.error(
                "E0415",
                f"`{operand}` is {describe(type_) if type_ else 'no value'}, and `within` asks of places",
                side.first,
                side.last,
                help="Write `in` for a set." if type_ is not None and type_.is_set else "",
            )
            raise Told
    if isinstance(left, Literal) and isinstance(right, Literal):
        return _tell_constant(scope, node, _lies_within(scope, str(left.value), str(right.value)))
    return Compare(left, "within", right)


def _check_order(
    scope: Scope, node: ComparisonNode, left: Operand, left_type: Type | None, right: Operand, right_type: Type | None
) -> Condition:
    for side, operand, type_ in ((node.left, left, left_type), (node.right, right, right_type)):
        if type_ is None or type_.kind != "number":
            scope.error(
                "E0416",
                f"`{operand}` is {describe(type_) if type_ else 'no value'}, and `{node.op}` compares numbers",
                side.first,
                side.last,
                help="Only a number field can be less or more.",
            )
            raise Told
    op = node.op
    if isinstance(left, Literal):
        if isinstance(right, Literal):
            return _tell_constant(scope, node, _is_ordered(left.value, op, right.value))
        left, right, op = right, left, _MIRRORED[op]
    elif not isinstance(right, Literal):
        _tell_two_numbers(scope, node)
    ordered: Choice["<", "<=", ">", ">="] = op  # type: ignore[assignment]
    return Compare(left, ordered, right)


def _require_agreement(
    scope: Scope, node: ComparisonNode, left: Operand, left_type: Type, right: Operand, right_type: Type
) -> None:
    if do_agree(left_type, right_type):
        return
    both_lists = left_type.kind == "names" and right_type.kind == "names"
    scope.error(
        "E0410",
        f"`{left}` and `{right}` are values of different lists"
        if both_lists
        else f"`{left}` is {describe(left_type)} and `{right}` is {describe(right_type)}",
        node.first,
        node.last,
        help="Compare like with like.",
        labels=scope.declared_at(left.field) if isinstance(left, FieldRef) else (),
    )
    raise Told


def _tell_two_numbers(scope: Scope, node: ComparisonNode) -> None:
    scope.error(
        "E0417",
        "two number fields cannot be compared with each other",
        node.first,
        node.last,
        help="Compare each with a written number, or ask for their difference in a field of its own.",
    )
    raise Told


def _tell_constant(scope: Scope, node: ComparisonNode, is_true: bool) -> Const:
    scope.warn(
        "W0202",
        f"this comparison of written values is {'always' if is_true else 'never'} true",
        node.first,
        node.last,
        help="Compare a field or a relation with a value.",
    )
    return ALWAYS if is_true else NEVER


def _plain(operand: Literal | LiteralSet) -> object:
    return frozenset(operand.values) if isinstance(operand, LiteralSet) else operand.value


def _is_ordered(left: object, op: str, right: object) -> bool:
    assert isinstance(left, int | Decimal)
    assert isinstance(right, int | Decimal)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]


def _lies_within(scope: Scope, place: str, other: str) -> bool:
    seen: set[str] = set()
    at: str | None = place
    while at is not None and at not in seen:
        if at == other:
            return True
        seen.add(at)
        at = scope.places[at].within if at in scope.places else None
    return False
