"""Check saved questions."""

from __future__ import annotations

from placet.language.check_sources import check_about
from placet.language.check_values import Missing, Scalar, check_given
from placet.language.scope import Scope, day_of
from placet.language.tree import DayClause, DayNode, Declaration, GivenClause, NamesClause
from placet.model import SavedQuestion


def check_question(scope: Scope, declaration: Declaration) -> SavedQuestion:
    """Return the model's saved question."""
    given: dict[str, Scalar | tuple[str, ...]] = {}
    days: dict[str, DayNode | None] = {}
    about: list[str] = []
    for clause in declaration.clauses:
        if isinstance(clause, GivenClause):
            for item in clause.items:
                name = scope.find(item.field, "field")
                if name is None or name not in scope.fields:
                    continue
                if name in given:
                    scope.error("E0211", f"`{name}` is given twice", item.first, item.last, help="Give it once.")
                    continue
                try:
                    given[name] = check_given(scope, item.value, scope.fields[name].type, name)
                except Missing:
                    continue
        elif isinstance(clause, DayClause):
            days[clause.keyword] = clause.day
        elif isinstance(clause, NamesClause):
            about.extend(check_about(scope, clause))
    return SavedQuestion(
        scope.texts[declaration.name],
        scope.text(declaration.title),
        given,
        day_of(days.get("on")),
        day_of(days.get("known")),
        tuple(about),
        scope.where(declaration.name),
    )
