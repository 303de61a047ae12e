"""Check all trees of a rulebook together and make the model's rulebook of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from placet.diagnostics.diagnostic import Diagnostic, Label
from placet.language.check_conditions import check_condition
from placet.language.check_graphs import check_graphs
from placet.language.check_instruments import check_instrument
from placet.language.check_questions import check_question
from placet.language.check_readings import check_reading
from placet.language.check_relations import MEMBERS, check_relation
from placet.language.check_rules import check_rule
from placet.language.check_sources import check_source, check_statement
from placet.language.check_types import check_relation_types, check_type
from placet.language.grammar import WHAT
from placet.language.scope import Known, Scope
from placet.language.tree import ConditionClause, Declaration, NamedClause, NamesClause, Tree, TypeClause
from placet.model import Condition, Field, Office, Party, Place, Point, Reading, Rulebook, Term, Voice
from placet.model.conditions import ALWAYS

T = TypeVar("T")


def check_trees(name: str, trees: Sequence[Tree]) -> tuple[Rulebook, list[Diagnostic]]:
    """Return the rulebook that the trees make together, and what is to be told about it.

    The rulebook is only to be used where nothing told here or by the parser is an error.
    """
    scope = Scope()
    by_kind = _gather(scope, trees)
    voices: dict[str, Voice] = {}
    points: dict[str, Point] = {}
    for declaration in _walk(scope, by_kind, "party"):
        _add_party(scope, declaration)
    for declaration in _walk(scope, by_kind, "voice"):
        _add_voice(scope, declaration, voices)
    for declaration in _walk(scope, by_kind, "place"):
        _add_place(scope, declaration)
    for declaration in _walk(scope, by_kind, "point"):
        id_ = scope.texts[declaration.name]
        points[id_] = Point(id_, scope.text(declaration.title), scope.where(declaration.name))
    for declaration in _walk(scope, by_kind, "field"):
        _add_field(scope, declaration)
    _add_relation_types(scope, by_kind)
    _fill(scope, by_kind, "source", scope.sources, check_source)
    _fill(scope, by_kind, "instrument", scope.instruments, check_instrument)
    _fill(scope, by_kind, "statement", scope.statements, check_statement)
    _fill(scope, by_kind, "relation", scope.relations, check_relation)
    _fill(scope, by_kind, "term", scope.terms, _check_term)
    _fill(scope, by_kind, "rule", scope.rules, check_rule)
    numbers: dict[tuple[str, str], int] = {}
    readings: list[Reading] = []
    for declaration in _walk(scope, by_kind, "reading"):
        reading = check_reading(scope, declaration, numbers)
        if reading is not None:
            readings.append(reading)
    questions = _fill(scope, by_kind, "question", {}, check_question)
    check_graphs(scope, readings)
    rulebook = Rulebook(
        name,
        scope.parties,
        voices,
        scope.places,
        scope.fields,
        scope.terms,
        scope.relations,
        points,
        scope.sources,
        scope.statements,
        scope.instruments,
        scope.rules,
        tuple(readings),
        questions,
    )
    return rulebook, scope.found


_ByKind = dict[str, list[tuple[Tree, Declaration]]]


def _gather(scope: Scope, trees: Sequence[Tree]) -> _ByKind:
    by_kind: _ByKind = {kind: [] for kind in WHAT}
    known = scope.known
    for tree in trees:
        scope.enter(tree)
        texts = tree.tokens.texts
        for block in tree.blocks:
            for declaration in block.declarations:
                kind = declaration.kind
                if not kind:
                    continue
                if kind == "reading":
                    by_kind[kind].append((tree, declaration))
                    continue
                if declaration.name < 0 or kind == "use":
                    continue
                name = texts[declaration.name]
                if name in known:
                    _tell_twice(scope, declaration, name, known[name])
                    continue
                if name == "members" and kind != "relation":
                    scope.error(
                        "E0301",
                        "`members` is the relation that says who is a party to an instrument",
                        declaration.name,
                        help="Choose another name.",
                    )
                    continue
                known[name] = Known(kind, tree, declaration)
                scope.by_kind.setdefault(kind, []).append(name)
                by_kind[kind].append((tree, declaration))
    return by_kind


def _tell_twice(scope: Scope, declaration: Declaration, name: str, known: Known) -> None:
    first = known.tree.span(known.declaration.name)
    same = declaration.kind == known.kind
    scope.error(
        "E0301",
        f"`{name}` is declared twice"
        if same
        else f"`{name}` is {WHAT[known.kind]} already, and cannot be {WHAT[declaration.kind]} as well",
        declaration.name,
        labels=(Label(first, "first declared here"),),
        help="Give one of them another name.",
    )


def _walk(scope: Scope, by_kind: _ByKind, kind: str) -> Iterator[Declaration]:
    for tree, declaration in by_kind[kind]:
        if scope.texts is not tree.tokens.texts:
            scope.enter(tree)
        yield declaration


def _fill(
    scope: Scope, by_kind: _ByKind, kind: str, made: dict[str, T], make: Callable[[Scope, Declaration], T | None]
) -> dict[str, T]:
    for declaration in _walk(scope, by_kind, kind):
        value = make(scope, declaration)
        if value is not None:
            made[scope.texts[declaration.name]] = value
    return made


def _add_party(scope: Scope, declaration: Declaration) -> None:
    name = scope.texts[declaration.name]
    if not name.isupper():
        scope.error(
            "E0214",
            f"the code `{name}` of a party is not in capitals",
            declaration.name,
            help=f"Write it in capitals, as in `{name.upper()}`, wherever it stands.",
        )
    offices: dict[str, Office] = {}
    for clause in declaration.clauses:
        if isinstance(clause, NamedClause):
            office = scope.texts[clause.name]
            if office in offices:
                scope.error(
                    "E0301", f"the office `{office}` is declared twice", clause.name, help="Keep one of the two."
                )
            else:
                offices[office] = Office(office, scope.text(clause.title))
    scope.offices[name] = frozenset(offices)
    scope.parties[name] = Party(
        name, scope.text(declaration.title), tuple(offices.values()), scope.where(declaration.name)
    )


def _add_voice(scope: Scope, declaration: Declaration, voices: dict[str, Voice]) -> None:
    name = scope.texts[declaration.name]
    if not name[0].islower():
        scope.error(
            "E0215",
            f"the name `{name}` of a voice does not begin with a small letter",
            declaration.name,
            help="Capitals are for parties.",
        )
    voices[name] = Voice(name, scope.text(declaration.title), scope.where(declaration.name))


def _add_place(scope: Scope, declaration: Declaration) -> None:
    name = scope.texts[declaration.name]
    within = None
    for clause in declaration.clauses:
        if isinstance(clause, NamesClause):
            within = scope.find(clause.names[0], "place")
    scope.places[name] = Place(name, scope.text(declaration.title), within, scope.where(declaration.name))


def _add_field(scope: Scope, declaration: Declaration) -> None:
    name = scope.texts[declaration.name]
    for clause in declaration.clauses:
        if isinstance(clause, TypeClause) and clause.type is not None:
            type_ = check_type(scope, clause.type, name)
            if type_ is not None:
                scope.fields[name] = Field(name, type_, scope.text(declaration.title), scope.where(declaration.name))
                for value in type_.names:
                    scope.lists_of_value.setdefault(value, []).append(name)


def _add_relation_types(scope: Scope, by_kind: _ByKind) -> None:
    for declaration in _walk(scope, by_kind, "relation"):
        types = check_relation_types(scope, declaration)
        if types is None:
            continue
        name = scope.texts[declaration.name]
        if name == "members" and types != (MEMBERS.key, MEMBERS.value):
            scope.error(
                "E0402",
                "the relation `members` goes from `instrument` to `set of party`",
                declaration.name,
                help="Choose another name, or these types.",
            )
            continue
        scope.relation_types[name] = types
    if "members" not in scope.known:
        scope.relation_types["members"] = (MEMBERS.key, MEMBERS.value)
        scope.relations["members"] = MEMBERS


def _check_term(scope: Scope, declaration: Declaration) -> Term:
    means: Condition = ALWAYS
    for clause in declaration.clauses:
        if isinstance(clause, ConditionClause):
            means = check_condition(scope, clause.condition)
    return Term(scope.texts[declaration.name], means, scope.where(declaration.name))
