"""Check what stands on either side of a comparison, and whom a rule addresses: fields, relations and values."""

from __future__ import annotations

from placet.diagnostics.diagnostic import Fix
from placet.language.grammar import WHAT
from placet.language.scope import Scope
from placet.language.tree import CallNode, ListNode, NumberNode, OperandNode, WordNode
from placet.model import Apply, FieldRef, Literal, LiteralSet, Operand, Type

YESNO = Type("yesno")
NUMBER = Type("number")
_OF_KIND = {kind: Type(kind) for kind in ("party", "place", "instrument")}


class Told(Exception):
    """What was to be checked makes no sense; why has been told."""


def is_free(scope: Scope, node: OperandNode) -> bool:
    """Say whether an operand is a field or a relation, whose type decides how a name on the other side reads."""
    if type(node) is WordNode:
        known = scope.known.get(scope.texts[node.first])
        return known is not None and known.kind == "field"
    return type(node) is CallNode


def check_operand(scope: Scope, node: OperandNode, expected: Type | None) -> tuple[Operand, Type | None]:
    """Return the model's operand and its type (None for `none`, which has no type of its own).

    Args:
        scope: the declared names.
        node: the operand as it stands.
        expected: the type of the other side, by which the values of a list are understood.

    Raises:
        Told: where it cannot be understood; the diagnostic has been added.
    """
    if type(node) is WordNode:
        return _check_word(scope, node.first, expected)
    if type(node) is NumberNode:
        return Literal(node.value), NUMBER
    if type(node) is CallNode:
        return _check_call(scope, node)
    assert type(node) is ListNode
    return _check_list(scope, node, expected)


def _check_word(scope: Scope, token: int, expected: Type | None) -> tuple[Operand, Type | None]:
    word = scope.texts[token]
    if expected is not None and expected.kind == "names" and word in expected.names:
        return Literal(word), Type("names", expected.names)
    known = scope.known.get(word)
    if known is not None:
        kind = known.kind
        if kind == "field":
            field = scope.fields.get(word)
            if field is None:
                raise Told
            return FieldRef(word), field.type
        if kind in _OF_KIND:
            return Literal(word), _OF_KIND[kind]
        _tell_wrong_kind(scope, token, word, kind)
        raise Told
    if word == "none":
        return Literal(None), None
    if word == "yes" or word == "no":
        return Literal(word == "yes"), YESNO
    if word == "members":
        _tell_wrong_kind(scope, token, word, "relation")
        raise Told
    _tell_unknown_word(scope, token, word, expected)
    raise Told


def _tell_wrong_kind(scope: Scope, token: int, word: str, kind: str) -> None:
    if kind == "relation":
        scope.error(
            "E0405",
            f"the relation `{word}` needs a key",
            token,
            help=f"Write `{word}(KEY)`, where KEY is a field or a value.",
            labels=scope.declared_at(word),
        )
        return
    scope.error(
        "E0302",
        f"`{word}` is {WHAT[kind]}, not a field or a value",
        token,
        labels=scope.declared_at(word),
        help="A term stands alone, without a comparison." if kind == "term" else "",
    )


def _tell_unknown_word(scope: Scope, token: int, word: str, expected: Type | None) -> None:
    owners = scope.lists_of_value.get(word, [])
    if expected is None and owners:
        scope.error(
            "E0313",
            f"`{word}` is a value of the field `{owners[0]}` and means nothing alone",
            token,
            help=f"Write `{owners[0]} = {word}`.",
            fix=Fix(scope.span(token), f"{owners[0]} = {word}", f"write `{owners[0]} = {word}`"),
        )
        return
    if expected is not None and expected.kind == "names":
        guess = scope.nearest(word, expected.names)
        scope.error(
            "E0313",
            f"`{word}` is not a value of the list",
            token,
            help=f"Did you mean `{guess}`?" if guess else f"The values are {_listed(expected.names)}.",
            fix=Fix(scope.span(token), guess, f"write `{guess}`") if guess else None,
        )
        return
    if expected is not None and expected.kind in _OF_KIND:
        scope.tell_unknown(token, expected.kind, expected.kind, scope.names(expected.kind, "field"))
        return
    choices = scope.names("field", "term", "party", "place", "instrument")
    if choices:
        choices.extend(scope.lists_of_value)
    guess = scope.nearest(word, choices)
    scope.error(
        "E0317",
        f"`{word}` is not declared",
        token,
        help=f"Did you mean `{guess}`?"
        if guess
        else "A condition names fields, terms, parties, places and instruments.",
        fix=Fix(scope.span(token), guess, f"write `{guess}`") if guess else None,
    )


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12} more"


def _check_call(scope: Scope, node: CallNode) -> tuple[Operand, Type | None]:
    name = scope.texts[node.first]
    types = scope.relation_types.get(name)
    if types is None:
        known = scope.known.get(name)
        if known is None:
            scope.tell_unknown(node.first, "relation", "relation", [*scope.names("relation"), "members"])
        elif known.kind != "relation":
            scope.error(
                "E0302",
                f"`{name}` is {WHAT[known.kind]}, not a relation",
                node.first,
                labels=scope.declared_at(name),
                help="Put a space and `and` before the parenthesis, or leave the parenthesis out.",
            )
        raise Told
    key_type, value_type = types
    key, type_ = check_operand(scope, node.key, key_type)
    if type_ is None or type_.is_set or not do_agree(type_, key_type) or isinstance(key, LiteralSet):
        found = describe(type_) if type_ is not None else "`none`"
        scope.error(
            "E0406",
            f"the key of `{name}` is {describe(key_type)}, not {found}",
            node.key.first,
            node.key.last,
            labels=scope.declared_at(name),
            help="For a set, ask of each member." if type_ is not None and type_.is_set else "",
        )
        raise Told
    assert not isinstance(key, LiteralSet)
    return Apply(name, key), value_type


def _check_list(scope: Scope, node: ListNode, expected: Type | None) -> tuple[Operand, Type | None]:
    values: list[object] = []
    of: Type | None = None
    is_sound = True
    for item in node.items:
        try:
            operand, type_ = check_operand(scope, item, expected)
        except Told:
            is_sound = False
            continue
        if not isinstance(operand, Literal) or type_ is None:
            scope.error(
                "E0407",
                "only written values can stand in parentheses",
                item.first,
                item.last,
                help="Compare with a field or a relation in a comparison of its own, joined by `or`.",
            )
            is_sound = False
            continue
        if of is not None and not do_agree(of, type_):
            scope.error(
                "E0408",
                f"the values in parentheses differ in kind: {describe(of)} and {describe(type_)}",
                item.first,
                item.last,
            )
            is_sound = False
            continue
        of = type_
        if operand.value in values:
            scope.warn(
                "W0303", f"`{operand}` stands twice in the parentheses", item.first, item.last, help="Name it once."
            )
            continue
        values.append(operand.value)
    if not is_sound or of is None:
        raise Told
    return LiteralSet(tuple(values)), Type(of.kind, of.names, is_set=True)  # type: ignore[arg-type]


def do_agree(left: Type, right: Type) -> bool:
    """Say whether some value could be of both types, leaving aside whether they are sets."""
    if left.kind != right.kind:
        return False
    return left.kind != "names" or left.names == right.names or not set(left.names).isdisjoint(right.names)


def describe(type_: Type) -> str:
    """Return a type as a message names it."""
    words = {"yesno": "yes or no", "names": "a value of a list"}.get(type_.kind)
    if type_.is_set:
        plural = {"party": "parties", "names": "values of a list"}.get(type_.kind, f"{type_.kind}s")
        return f"a set of {plural}"
    return words or f"{'an' if type_.kind == 'instrument' else 'a'} {type_.kind}"
