"""Read conditions and the operands in them."""

from __future__ import annotations

from decimal import Decimal

from placet.diagnostics.diagnostic import Fix
from placet.language.reader import Stop, TokenReader
from placet.language.tree import (
    AndNode,
    CallNode,
    ComparisonNode,
    ConditionNode,
    ConstNode,
    GroupNode,
    ListNode,
    NotNode,
    NumberNode,
    OperandNode,
    OrNode,
    WordNode,
)
from placet.language.words import WORDS

MAX_DEPTH = 60
"""How deep parentheses, `not` and relations in relations may nest."""

_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">=", "in", "within"))
_VALUE_KINDS = frozenset(("NAME", "yes", "no", "none"))
_A_CONDITION = "a condition, such as `actor = USA`"
_A_VALUE = "a value, such as a field, a party or `none`"


def parse_condition(reader: TokenReader, depth: int = 0) -> ConditionNode:
    """Read a condition: alternatives joined by `or`."""
    first = reader.at
    part = _parse_and(reader, depth)
    if reader.kinds[reader.at] != "or":
        return part
    parts = [part]
    while reader.kinds[reader.at] == "or":
        reader.at += 1
        parts.append(_parse_and(reader, depth))
    _warn_of_mixture(reader, parts, first)
    return OrNode(first, reader.at, parts)


def _warn_of_mixture(reader: TokenReader, parts: list[ConditionNode], first: int) -> None:
    for part in parts:
        if type(part) is AndNode:
            reader.tell(
                "W0201",
                "this condition mixes `and` with `or`",
                first,
                reader.at,
                severity="warning",
                help="`and` binds closer; put parentheses around it to say so.",
                fix=_group(reader, part),
            )
            return


def _group(reader: TokenReader, part: AndNode) -> Fix:
    span = reader.span(part.first, part.last)
    return Fix(span, f"({reader.text[span.start : span.end]})", "put parentheses around `and`")


def _parse_and(reader: TokenReader, depth: int) -> ConditionNode:
    first = reader.at
    part = _parse_simple(reader, depth)
    if reader.kinds[reader.at] != "and":
        return part
    parts = [part]
    while reader.kinds[reader.at] == "and":
        reader.at += 1
        parts.append(_parse_simple(reader, depth))
    return AndNode(first, reader.at, parts)


def _parse_simple(reader: TokenReader, depth: int) -> ConditionNode:
    first = reader.at
    kinds = reader.kinds
    kind = kinds[first]
    if kind == "not":
        _check_depth(reader, depth)
        reader.at = first + 1
        negated = _parse_simple(reader, depth + 1)
        return NotNode(first, reader.at, negated)
    if kind == "(" and not _opens_list(reader, first):
        _check_depth(reader, depth)
        reader.at = first + 1
        inner = parse_condition(reader, depth + 1)
        if kinds[reader.at] != ")":
            raise reader.fail("`)`, which closes the parenthesis", "Each `(` needs its `)`.")
        reader.at += 1
        return GroupNode(first, reader.at, inner)
    if kind == "always" or kind == "never":
        reader.at = first + 1
        return ConstNode(first, reader.at, kind == "always")
    left = parse_operand(reader, depth, _A_CONDITION)
    at = reader.at
    op = kinds[at]
    if op == "not":
        if kinds[at + 1] not in ("in", "within"):
            reader.at = at + 1
            raise reader.fail("`in` or `within` after `not`", "To deny a whole condition, put `not` before it.")
        op = f"not {kinds[at + 1]}"
        reader.at = at + 2
    elif op in _COMPARISONS:
        reader.at = at + 1
    else:
        if op == "is":
            reader.tell(
                "E0205",
                "expected a comparison such as `=`, found `is`",
                at,
                help="In a condition equality is written `=`.",
                fix=Fix(reader.span(at), "=", "write `=`"),
            )
            raise Stop
        if op != "ODD" and (type(left) is WordNode or type(left) is CallNode):
            return left
        raise reader.fail("a comparison, such as `=` or `in`")
    right = parse_operand(reader, depth, _A_VALUE)
    if kinds[reader.at] in _COMPARISONS:
        raise reader.fail(
            "`and`, `or` or the end of the condition", "Comparisons cannot be chained; join two by `and`."
        )
    return ComparisonNode(first, reader.at, left, op, right)


def parse_operand(reader: TokenReader, depth: int = 0, expected: str = _A_VALUE) -> OperandNode:
    """Read a name, `yes`, `no`, `none`, a number, a relation of a key, or values in parentheses."""
    first = reader.at
    kinds = reader.kinds
    kind = kinds[first]
    if kind in _VALUE_KINDS:
        reader.at = first + 1
        if kind == "NAME" and kinds[first + 1] == "(":
            _check_depth(reader, depth)
            reader.at = first + 2
            key = parse_operand(reader, depth + 1, "the key of the relation, such as a field")
            if kinds[reader.at] != ")":
                raise reader.fail("`)`, which closes the parenthesis", "A relation has one key.")
            reader.at += 1
            return CallNode(first, reader.at, key)
        return WordNode(first, first + 1)
    if kind == "NUMBER":
        reader.at = first + 1
        text = reader.texts[first]
        return NumberNode(first, first + 1, Decimal(text) if "." in text else int(text))
    if kind == "(":
        _check_depth(reader, depth)
        reader.at = first + 1
        items = [parse_operand(reader, depth + 1)]
        while kinds[reader.at] == ",":
            reader.at += 1
            items.append(parse_operand(reader, depth + 1))
        if kinds[reader.at] != ")":
            raise reader.fail("`,` or `)`")
        reader.at += 1
        return ListNode(first, reader.at, items)
    if kind == "TEXT":
        reader.tell("E0205", f"expected {expected}, found a text", first, help="Names stand without quotation marks.")
        raise Stop
    if kind == "OFFICE":
        party = reader.texts[first].partition(".")[0]
        reader.tell(
            "E0205",
            f"expected {expected}, found the office `{reader.texts[first]}`",
            first,
            help=f"A situation knows parties, not their offices: write `{party}`.",
            fix=Fix(reader.span(first), party, f"write `{party}`"),
        )
        raise Stop
    if kind in WORDS:
        reader.tell(
            "E0205",
            f"expected {expected}, found `{kind}`",
            first,
            help=f"`{kind}` is a word of the language and cannot be a name.",
        )
        raise Stop
    raise reader.fail(expected)


def _opens_list(reader: TokenReader, at: int) -> bool:
    kinds = reader.kinds
    if kinds[at + 1] not in _VALUE_KINDS and kinds[at + 1] != "NUMBER":
        return False
    behind = kinds[at + 2]
    if behind == ",":
        return True
    return behind == ")" and (
        kinds[at + 3] in _COMPARISONS or (kinds[at + 3] == "not" and kinds[at + 4] in _COMPARISONS)
    )


def _check_depth(reader: TokenReader, depth: int) -> None:
    if depth >= MAX_DEPTH:
        reader.tell(
            "E0206",
            f"this condition nests more than {MAX_DEPTH} deep",
            reader.at,
            help="Give its parts names with `term`.",
        )
        raise Stop
