"""Check the types of fields and relations."""

from __future__ import annotations

from placet.diagnostics.diagnostic import Fix
from placet.language.grammar import WHAT
from placet.language.scope import Scope
from placet.language.tree import Declaration, TypeClause, TypeNode
from placet.model import Type


def check_type(scope: Scope, node: TypeNode, of_field: str = "") -> Type | None:
    """Return the type that is written, or None where it cannot be."""
    names: tuple[str, ...] = ()
    if node.kind == "names":
        listed = _list_names(scope, node, of_field)
        if listed is None:
            return None
        names = listed
    if node.is_set and node.kind in ("yesno", "number"):
        scope.error(
            "E0401",
            f"there is no set of {'yes or no' if node.kind == 'yesno' else 'numbers'}",
            node.first,
            node.last,
            help="A set has parties, places, instruments or values of a list.",
        )
        return None
    or_none = node.or_none
    if node.is_set and or_none:
        scope.warn(
            "W0301",
            "a set that may be empty already says `none`",
            node.last - 2,
            node.last,
            help="Leave out `or none`.",
            fix=Fix(scope.span(node.last - 2, node.last), "", "leave out `or none`"),
        )
        or_none = False
    unit = scope.texts[node.unit] if node.unit >= 0 else None
    return Type(node.kind, names, unit, node.is_set, or_none)  # type: ignore[arg-type]


def check_relation_types(scope: Scope, declaration: Declaration) -> tuple[Type, Type] | None:
    """Return the types of a relation's keys and values."""
    nodes = [
        clause.type for clause in declaration.clauses if isinstance(clause, TypeClause) and clause.type is not None
    ]
    if len(nodes) != 2:
        return None
    key, value = check_type(scope, nodes[0]), check_type(scope, nodes[1])
    if key is None or value is None:
        return None
    if key.is_set or key.or_none or key.kind in ("yesno", "number"):
        scope.error(
            "E0402",
            f"the keys of a relation cannot be `{key}`",
            nodes[0].first,
            nodes[0].last,
            help="A key is one party, place, instrument or value of a list.",
        )
        return None
    if value.kind == "number":
        scope.error(
            "E0402",
            "the values of a relation cannot be numbers",
            nodes[1].first,
            nodes[1].last,
            help="A value is a party, a place, an instrument, a value of a list, `yes or no`, or a set.",
        )
        return None
    return key, value


def _list_names(scope: Scope, node: TypeNode, of_field: str) -> tuple[str, ...] | None:
    words = [scope.texts[token] for token in node.names]
    if len(words) == 1:
        return _single_name(scope, node, of_field)
    seen: set[str] = set()
    for token, word in zip(node.names, words, strict=True):
        if word in seen:
            scope.error("E0403", f"`{word}` stands twice in the list", token, help="Name each value once.")
        seen.add(word)
    return tuple(dict.fromkeys(words))


def _single_name(scope: Scope, node: TypeNode, of_field: str) -> tuple[str, ...] | None:
    token = node.names[0]
    word = scope.texts[token]
    known = scope.known.get(word)
    if known is None or word == of_field:
        guess = scope.nearest(word, scope.names("field"))
        scope.warn(
            "W0302",
            f"the list has only one value, `{word}`",
            token,
            help=f"Did you mean the list of `{guess}`?"
            if guess and guess != of_field
            else "A list of one value asks nothing.",
        )
        return (word,)
    if known.kind != "field":
        scope.error(
            "E0302",
            f"`{word}` is {WHAT[known.kind]}, not a field with a list",
            token,
            help="A type is a word such as `party` or `place`, a list of names or the name of a list field.",
            labels=scope.declared_at(word),
        )
        return None
    names = _own_list(scope, word)
    if names is None:
        scope.error(
            "E0404",
            f"the field `{word}` has no list of its own",
            token,
            help="Only a field with a written list of names can be named as a type.",
            labels=scope.declared_at(word),
        )
    return names


def _own_list(scope: Scope, field: str) -> tuple[str, ...] | None:
    known = scope.known[field]
    texts = known.tree.tokens.texts
    for clause in known.declaration.clauses:
        if isinstance(clause, TypeClause) and clause.type is not None and clause.type.kind == "names":
            words = [texts[token] for token in clause.type.names]
            if len(words) > 1 or words[0] not in scope.known:
                return tuple(dict.fromkeys(words))
    return None
