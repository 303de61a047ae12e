"""Say sets of situations as conditions in the rulebook's own words, and one situation as a command that asks it."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from placet.engine.space import Test
from placet.model import Rulebook, Value
from placet.model.conditions import value_text
from placet.show.words import written_value

_LONGER = 6
"""By how many letters saying what a field is may be longer than saying what it is not."""


def condition_text(book: Rulebook, tests: Iterable[Test]) -> str:
    """Return the conjunction of some tests as a condition of the language; `always` where there is none."""
    return " and ".join(condition_parts(book, tests, is_part=True)) or "always"


def condition_parts(book: Rulebook, tests: Iterable[Test], *, is_part: bool = False) -> list[str]:
    """Return the conditions that together say what some tests say, one or more for each field.

    Args:
        book: whose words are meant.
        tests: the tests, those of one field next to each other.
        is_part: whether an alternative is put in parentheses, to stand beside others.
    """
    found: list[str] = []
    for field, group in groupby(tests, key=lambda test: test.field):
        alike = list(group)
        if alike[0].member:
            found += _set_conditions(book, field, alike)
            continue
        text = _test_text(book, alike[0])
        found.append(f"({text})" if is_part and " or " in text else text)
    return found


def ask_command(
    book: Rulebook, given: Mapping[str, Value], on: dt.date, known: dt.date | None = None, name: str = ""
) -> str:
    """Return the command that asks about one situation."""
    words = ["placet", "ask", name or book.name]
    words += [f"{field}={written_value(value)}" for field, value in given.items()]
    words += ["--on", on.isoformat()]
    if known is not None:
        words += ["--known", known.isoformat()]
    return shlex.join(words)


def share_words(count: int, total: int) -> str:
    """Say how many of all there are as a share, to two significant figures.

    >>> share_words(1, 3), share_words(1, 70000), share_words(5, 5), share_words(0, 5), share_words(99999, 100000)
    ('33 %', '0.0014 %', 'all', 'none', '99.999 %')
    >>> share_words(1, 10**30)
    '1 in 10^30'
    """
    if count == 0:
        return "none"
    if count == total:
        return "all"
    if total > 10**8 * count:
        times = total // count
        power = len(str(times)) - 1
        first = times // 10**power
        return f"1 in {first if first > 1 else ''}{'·' if first > 1 else ''}10^{power}"
    percent = Decimal(count) * 100 / Decimal(total)
    for places in range(10):
        rounded = round(percent, places)
        is_apart = Decimal(0) < rounded < Decimal(100)
        left = min(rounded, Decimal(100) - rounded)
        if is_apart and left and (left >= Decimal(10) ** (1 - places) or (rounded > 50 and places)):
            return f"{rounded.normalize():f} %"
    return f"{percent:.2g} %"


def _set_conditions(book: Rulebook, field: str, tests: Sequence[Test]) -> list[str]:
    inside = [test.member for test in tests if test.values == (True,)]
    outside = [test.member for test in tests if test.values != (True,)]
    if not inside and len(outside) == len(book.domain(book.fields[field].type)):
        return [f"{field} = none"]
    return [*(f"{member} in {field}" for member in inside), *(f"{member} not in {field}" for member in outside)]


def _test_text(book: Rulebook, test: Test) -> str:
    type_ = book.fields[test.field].type
    if type_.kind == "number":
        return _number_text(test)
    if type_.kind == "yesno":
        return _yes_no_text(test)
    has = _among(book, test.field, test.values, is_negated=False)
    has_not = _among(book, test.field, test.others, is_negated=True)
    # What a field is reads more easily than what it is not, even where it is a little longer.
    return has if len(has) <= len(has_not) + _LONGER else has_not


def _yes_no_text(test: Test) -> str:
    if test.values == (True,):
        return test.field
    if test.others == (True,):
        return f"not {test.field}"
    return _or(f"{test.field} = {written_value(value)}" for value in test.values)


def _among(book: Rulebook, field: str, values: Sequence[Value], *, is_negated: bool) -> str:
    """Say that a field has one of some values, or none of them; whole regions by their own name."""
    names = [str(value) for value in values if value is not None]
    parts = []
    if None in values:
        parts.append(f"{field} != none" if is_negated else f"{field} = none")
    regions, names = _regions(book, names) if book.fields[field].type.kind == "place" else ([], names)
    parts += [f"{field} not within {region}" if is_negated else f"{field} within {region}" for region in regions]
    if len(names) == 1:
        parts.append(f"{field} {'!=' if is_negated else '='} {names[0]}")
    elif names:
        parts.append(f"{field} {'not in' if is_negated else 'in'} ({', '.join(names)})")
    return " and ".join(parts) if is_negated else _or(parts)


def _regions(book: Rulebook, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the widest places that lie in `names` with all that lies in them, and what is left."""
    left = dict.fromkeys(names)
    regions = []
    inside = {name: book.places_within(name) for name in names}
    for name in sorted(names, key=lambda one: -len(inside[one])):
        if len(inside[name]) > 1 and inside[name] <= left.keys():
            regions.append(name)
            for each in inside[name]:
                del left[each]
    return regions, list(left)


def _number_text(test: Test) -> str:
    """Say intervals: values stand for below, at, between and above the cuts, in this order."""
    cuts = [value_text(cut) for cut in test.cuts]  # type: ignore[arg-type]  # cuts are numbers
    numbers = sorted(value for value in (*test.values, *test.others) if value is not None)
    chosen = [place for place, number in enumerate(numbers) if number in test.values]
    parts = [f"{test.field} = none"] if None in test.values else []
    for _, run in groupby(enumerate(chosen), key=lambda pair: pair[1] - pair[0]):
        places = [place for _, place in run]
        first, last = places[0], places[-1]
        if first == last and first % 2:
            parts.append(f"{test.field} = {cuts[first // 2]}")
            continue
        bounds = []
        if first > 0:
            bounds.append(f"{test.field} {'>=' if first % 2 else '>'} {cuts[(first - 1) // 2]}")
        if last < len(numbers) - 1:
            bounds.append(f"{test.field} {'<=' if last % 2 else '<'} {cuts[last // 2]}")
        # A number that may be missing is named where any number will do.
        parts.append(" and ".join(bounds) or f"{test.field} != none")
    if len(parts) > 1:
        parts = [f"({part})" if " and " in part else part for part in parts]
    return _or(parts)


def _or(parts: Iterable[str]) -> str:
    return " or ".join(parts)
