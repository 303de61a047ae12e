"""What `import placet` offers in a notebook or a program: load a rulebook, ask it, look at the answer."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable

from placet.diagnostics import Diagnostic
from placet.engine import Decider
from placet.language import load_rulebook
from placet.model import Answer, Rulebook, Value

Fact = str | bool | int | float | None | Iterable[str]


class RulebookError(Exception):
    """A rulebook has errors, or there is none of that name; `diagnostics` says what and where."""

    def __init__(self, name: str, diagnostics: tuple[Diagnostic, ...], texts: dict[str, str]) -> None:
        from placet.diagnostics.render_text import render_text

        self.diagnostics = diagnostics
        super().__init__(f"`{name}` cannot be used\n\n{render_text(diagnostics, texts)}".rstrip())


class FactError(ValueError):
    """A fact cannot be taken: there is no such field, or it has no such value."""


class Book:
    """A rulebook that can be asked.

    >>> import datetime as dt
    >>> korea = load("korea")
    >>> answer = korea.ask(on=dt.date(2014, 11, 17), actor="USA", act="combat-sortie", origin="japan", area="peninsula",
    ...                    provoked=True, attacked=None, attacker=None, under_unc=False)
    >>> answer.readers["JPN"].requirements[0].step.of
    'JPN'
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._deciders: dict[tuple[dt.date, dt.date | None], Decider] = {}

    def ask(self, *, on: dt.date | str, known: dt.date | str | None = None, **facts: Fact) -> Answer:
        """Answer a question.

        Args:
            on: the day of the act, as a date or as `2014-11-17`.
            known: the day up to which things were public; None: everything in the rulebook.
            facts: a value for each field that is known (`-` in a field's name is written `_`); a set field takes
                any number of names, `None` is `none`, a field left out is unknown.

        Raises:
            FactError: there is no such field, or it has no such value.
        """
        given = {field: self._value(field, fact) for name, fact in facts.items() if (field := self._field(name))}
        days = (_day(on), _day(known) if known is not None else None)
        if days not in self._deciders:
            self._deciders[days] = Decider(self.rulebook, *days)
        return self._deciders[days].answer(given)

    def _field(self, name: str) -> str:
        for candidate in (name, name.replace("_", "-")):
            if candidate in self.rulebook.fields:
                return candidate
        from placet.language.nearest import nearest

        near = nearest(name, self.rulebook.fields)
        raise FactError(f"there is no field `{name}`" + (f"; did you mean `{near}`?" if near else ""))

    def _value(self, field: str, fact: Fact) -> Value:
        from decimal import Decimal

        type_ = self.rulebook.fields[field].type
        if type_.is_set:
            members = frozenset([fact] if isinstance(fact, str) else () if fact is None else fact)  # type: ignore[arg-type]  # no other fact is iterable
            unknown = sorted(members - set(self.rulebook.domain(type_)))
            if unknown:
                raise FactError(f"`{field}` has no value `{unknown[0]}`")
            return members
        if type_.kind == "number" and isinstance(fact, (int, float)) and not isinstance(fact, bool):
            return fact if isinstance(fact, int) else Decimal(str(fact))
        if type_.kind != "number" and any(fact is value or fact == value for value in self.rulebook.domain(type_)):
            return fact  # type: ignore[return-value]  # it is one of the field's values
        if type_.kind == "number" and fact is None and type_.or_none:
            return None
        raise FactError(f"`{field}` has no value `{fact}`")


def load(name_or_path: str | os.PathLike[str]) -> Book:
    """Load a rulebook: one that ships, by its name, or any other by its folder.

    >>> load("korea").rulebook.parties["JPN"].title
    'Japan'

    Raises:
        RulebookError: there is no such rulebook, or it has errors.
    """
    loaded = load_rulebook(os.fspath(name_or_path))
    if loaded.rulebook is None:
        errors = tuple(one for one in loaded.diagnostics if one.severity == "error")
        raise RulebookError(os.fspath(name_or_path), errors, dict(loaded.texts))
    return Book(loaded.rulebook)


def _day(day: dt.date | str) -> dt.date:
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise FactError(f"`{day}` is no day; a day is written `2014-11-17`") from None
