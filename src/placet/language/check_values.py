"""Check values: the keys and values of relations, and what questions are given."""

from __future__ import annotations

from decimal import Decimal

from placet.diagnostics.diagnostic import Fix
from placet.language.check_operands import describe
from placet.language.grammar import WHAT
from placet.language.scope import Scope
from placet.language.tree import EntryClause, ListNode, NumberNode, OperandNode, WordNode
from placet.model import Entry, Type

Scalar = str | bool | int | Decimal | None


class Missing(Exception):
    """The value is not one of its type; that has been told."""


def check_word(scope: Scope, token: int, type_: Type) -> str | bool:
    """Return the single value (never `none`) that a word means, given its type.

    Raises:
        Missing: where it means none; the diagnostic has been added.
    """
    word = scope.texts[token]
    if type_.kind == "names":
        if word in type_.names:
            return word
        guess = scope.nearest(word, type_.names)
        shown = ", ".join(f"`{name}`" for name in type_.names[:12])
        scope.error(
            "E0313",
            f"`{word}` is not a value of the list",
            token,
            help=f"Did you mean `{guess}`?" if guess else f"The values are {shown}.",
            fix=Fix(scope.span(token), guess, f"write `{guess}`") if guess else None,
        )
        raise Missing
    if type_.kind == "yesno":
        if word in ("yes", "no"):
            return word == "yes"
        scope.error("E0418", f"`{word}` is neither `yes` nor `no`", token, help="Write `yes` or `no`.")
        raise Missing
    if type_.kind == "number":
        scope.error("E0418", f"`{word}` is not a number", token, help="Write a number, such as `5_000_000`.")
        raise Missing
    known = scope.known.get(word)
    if known is not None and known.kind == type_.kind:
        return word
    if known is None and word in ("yes", "no", "none"):
        scope.error("E0418", f"`{word}` is not {describe(type_)}", token)
        raise Missing
    if known is not None:
        scope.error(
            "E0302", f"`{word}` is {WHAT[known.kind]}, not {WHAT[type_.kind]}", token, labels=scope.declared_at(word)
        )
        raise Missing
    scope.tell_unknown(token, type_.kind, type_.kind, scope.names(type_.kind))
    raise Missing


def check_entry(scope: Scope, clause: EntryClause, key_type: Type, value_type: Type) -> Entry | None:
    """Return the model's entry of a relation, or None where its key or a value is none of the relation's."""
    try:
        key = check_word(scope, clause.key, key_type)
        values = _check_entry_values(scope, clause.values, value_type)
        between = [str(check_word(scope, token, value_type)) for token in clause.between]
    except Missing:
        return None
    if clause.between and len(set(between)) < 2:
        scope.error(
            "E0419",
            "what is unsettled between values needs at least two of them",
            clause.between[0],
            clause.last,
            help="Name another value, or leave out `between`.",
        )
    period = scope.period(clause.since, clause.until)
    return Entry(str(key), values, clause.is_unsettled, tuple(dict.fromkeys(between)), period, scope.where(clause.key))


def _check_entry_values(scope: Scope, tokens: list[int], type_: Type) -> tuple[str | bool, ...]:
    if any(scope.texts[token] == "none" for token in tokens):
        token = tokens[0]
        if len(tokens) > 1:
            scope.error("E0420", "`none` cannot stand beside other values", tokens[0], tokens[-1] + 1)
            raise Missing
        if not type_.is_set and not type_.or_none:
            scope.error(
                "E0412",
                "this relation always gives a value, so an entry cannot be `none`",
                token,
                help="Leave the entry out, or add `or none` to the type of the relation.",
            )
            raise Missing
        return ()
    if len(tokens) > 1 and not type_.is_set:
        scope.error(
            "E0421",
            f"this relation gives one value for a key, and here are {len(tokens)}",
            tokens[0],
            tokens[-1] + 1,
            help="Declare its values as `set of …`, or keep one of them.",
        )
        raise Missing
    values: list[str | bool] = []
    for token in tokens:
        value = check_word(scope, token, type_)
        if value in values:
            scope.warn("W0303", f"`{scope.texts[token]}` stands twice", token, help="Name it once.")
        else:
            values.append(value)
    return tuple(values)


def check_given(scope: Scope, node: OperandNode, type_: Type, field: str) -> Scalar | tuple[str, ...]:
    """Return the value that a question is given for a field.

    Raises:
        Missing: where it is no value of the field; the diagnostic has been added.
    """
    if isinstance(node, WordNode) and scope.texts[node.first] == "none":
        if type_.is_set:
            return ()
        if not type_.or_none:
            scope.error(
                "E0412",
                f"`{field}` always has a value and is never `none`",
                node.first,
                help=f"If it need not apply, add `or none` to the field `{field}`.",
                labels=scope.declared_at(field),
            )
            raise Missing
        return None
    if isinstance(node, NumberNode):
        if type_.kind != "number":
            scope.error(
                "E0418", f"`{field}` is {describe(type_)}, not a number", node.first, labels=scope.declared_at(field)
            )
            raise Missing
        return node.value
    if isinstance(node, WordNode):
        value = check_word(scope, node.first, type_)
        return (str(value),) if type_.is_set else value
    if isinstance(node, ListNode):
        if not type_.is_set:
            scope.error(
                "E0421",
                f"`{field}` has one value, not several",
                node.first,
                node.last,
                help="Write one value without parentheses.",
                labels=scope.declared_at(field),
            )
            raise Missing
        members: list[str] = []
        for item in node.items:
            if not isinstance(item, WordNode):
                _tell_not_written(scope, item, field)
                raise Missing
            member = str(check_word(scope, item.first, type_))
            if member not in members:
                members.append(member)
        return tuple(members)
    _tell_not_written(scope, node, field)
    raise Missing


def _tell_not_written(scope: Scope, node: OperandNode, field: str) -> None:
    scope.error(
        "E0418",
        f"`{field}` is given a written value, not a relation",
        node.first,
        node.last,
        help="Write the value itself.",
    )
