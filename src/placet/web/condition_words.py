"""Conditions of a comparison as a reader says them: the question that a field asks, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from placet.engine.space.conditions import Test
from placet.model import Rulebook, Value
from placet.show.words import title_of
from placet.web.languages import Language

MOST_NAMES = 12
"""How many values a sentence names; where there are more, the condition itself says it shorter."""


def condition_sentences(spoken: Language, book: Rulebook, tests: Iterable[Test]) -> list[tuple[str, str]]:
    """Return a condition as questions with their answers, all of which have to hold.

    Args:
        spoken: the language of what joins the rulebook's own words.
        book: whose fields are meant.
        tests: the tests, those of one field next to each other.

    Returns:
        Nothing where a field asks no question, is a number, or has too many values to be named.
    """
    found: list[tuple[str, str]] = []
    for name, group in groupby(tests, key=lambda test: test.field):
        field = book.fields[name]
        if not field.question or field.type.kind == "number":
            return []
        alike = list(group)
        said = _members(spoken, book, alike) if alike[0].member else _values(spoken, book, alike[0])
        if not said:
            return []
        found.append((field.question, said))
    return found


def _members(spoken: Language, book: Rulebook, tests: Sequence[Test]) -> str:
    """Say who is in a set, and who is not."""
    _ = spoken.gettext
    inside = [test.member for test in tests if test.values == (True,)]
    outside = [test.member for test in tests if test.values != (True,)]
    if not inside and len(outside) == len(book.domain(book.fields[tests[0].field].type)):
        return _("none")
    if len(inside) + len(outside) > MOST_NAMES:
        return ""
    parts = []
    if inside:
        parts.append(_("%(names)s at least", names=spoken.listed([_called(book, one) for one in inside])))
    if outside:
        parts.append(_("not %(names)s", names=spoken.listed([_called(book, one) for one in outside], "or")))
    return "; ".join(parts)


def _values(spoken: Language, book: Rulebook, test: Test) -> str:
    """Say which values a field has, or which it has not, whatever is shorter."""
    _ = spoken.gettext
    is_negated = len(test.others) < len(test.values) and None not in test.others
    values = _widest(book, test.others if is_negated else test.values)
    if len(values) > MOST_NAMES:
        return ""
    said = spoken.listed([_value(spoken, book, one) for one in values], "or")
    return _("not %(names)s", names=said) if is_negated else said


def _widest(book: Rulebook, values: Sequence[Value | None]) -> list[Value | None]:
    """Leave out places that lie in another one of which every part is there."""
    names = {str(value) for value in values if str(value) in book.places}
    wholes = {name: inside for name in names if (inside := book.places_within(name)) <= names}
    return [one for one in values if not any(str(one) in inside for name, inside in wholes.items() if name != str(one))]


def _value(spoken: Language, book: Rulebook, value: Value | None) -> str:
    _ = spoken.gettext
    if value is None:
        return _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _called(book, str(value))


def _called(book: Rulebook, name: str) -> str:
    """Return a name with its title, where it has one."""
    title = title_of(book, name) if name in book.parties or name in book.places else ""
    return f"{name} ({title})" if title and title != name else name
