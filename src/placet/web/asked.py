"""The question in an address: a saved question, facts, and the two days."""

from __future__ import annotations

import datetime as dt

import msgspec

from placet.diagnostics import Diagnostic
from placet.language import UNKNOWN, parse_value
from placet.model import Rulebook, SavedQuestion, Value
from placet.model.conditions import value_text
from placet.web.languages import N_
from placet.web.refusals import Refused, unknown
from placet.web.visit import Visit, with_parameters

OWN = ("question", "on", "known", "lang", "theme", "reader", "was", "as", "axis", "from", "until", "page", "x", "y")
"""Parameters that are no facts; a field of such a name is written `field.NAME`."""

EVERYTHING = "all"
"""What `known` says where everything in the rulebook counts."""


class Asked(msgspec.Struct, frozen=True):
    """A question: a situation, its two days, and the saved question that it began with, if any.

    `is_empty` says that nothing at all was asked yet.
    """

    given: dict[str, Value]
    on: dt.date
    known: dt.date | None
    saved: SavedQuestion | None = None
    is_empty: bool = False

    @property
    def note_day(self) -> bool:
        """Whether the saved question's day is uncertain, and the first of its days is asked for."""
        saved = self.saved
        return saved is not None and saved.on is not None and not saved.on.is_certain and self.on == saved.on.earliest


def read_asked(visit: Visit, *, besides: tuple[str, ...] = ()) -> Asked:
    """Read the question that an address asks.

    Args:
        visit: the request.
        besides: further parameters of the page that are no facts.

    Raises:
        Refused: there is no such question, field or value, or a day is none.
    """
    query = visit.request.query_params
    pairs = {name: query.getlist(name) for name in query}
    return read_parameters(visit, pairs, besides=besides)


def read_parameters(visit: Visit, pairs: dict[str, list[str]], *, besides: tuple[str, ...] = ()) -> Asked:
    """Read a question from the parameters of an address, which need not be that of this visit."""
    book = visit.world.book
    saved = _saved(book, pairs)
    given: dict[str, Value] = dict(saved_facts(saved)) if saved is not None else {}
    is_empty = saved is None and not any(pairs.get("on", ()))
    for name, texts in pairs.items():
        field = name.removeprefix("field.")
        if name in OWN or name in besides:
            continue
        if field not in book.fields:
            raise unknown("field", field, book.fields)
        is_empty = False
        if len({text.strip() for text in texts}) > 1 and not book.fields[field].type.is_set:
            raise Refused(N_("`%(field)s` is given twice"), N_("Give each fact once."), field=field)
        text = ",".join(text.strip() for text in dict.fromkeys(texts) if text.strip())[:2000]
        value = parse_value(book, field, text) if text else UNKNOWN
        if isinstance(value, Diagnostic):
            raise Refused.of(value)
        if value is UNKNOWN:
            given.pop(field, None)
        else:
            given[field] = value
    on = _day(visit, pairs, "on")
    if on is None:
        on = saved.on.earliest if saved is not None and saved.on is not None else visit.today
    known = _day(visit, pairs, "known")
    if known is None and saved is not None and saved.known is not None and EVERYTHING not in pairs.get("known", ()):
        known = saved.known.latest
    return Asked(given, on, known, saved, is_empty)


def saved_facts(saved: SavedQuestion) -> dict[str, Value]:
    """Return the facts of a saved question as values."""
    return {name: frozenset(value) if isinstance(value, tuple) else value for name, value in saved.given.items()}


def question_parameters(book: Rulebook, asked: Asked) -> dict[str, object]:
    """Return the parameters that ask a question, in one way of writing: what differs from the saved question."""
    saved = asked.saved
    parameters: dict[str, object] = {}
    base: dict[str, Value] = {}
    if saved is not None:
        parameters["question"] = saved.id
        base = saved_facts(saved)
    for field in book.fields:
        name = f"field.{field}" if field in OWN else field
        if field in asked.given:
            if field not in base or base[field] != asked.given[field]:
                parameters[name] = written(asked.given[field])
        elif field in base:
            parameters[name] = "unknown"
    own_on = saved.on.earliest if saved is not None and saved.on is not None else None
    if asked.on != own_on and not asked.is_empty:
        parameters["on"] = asked.on.isoformat()
    own_known = saved.known.latest if saved is not None and saved.known is not None else None
    if asked.known != own_known:
        parameters["known"] = asked.known.isoformat() if asked.known is not None else EVERYTHING
    return parameters


def question_address(visit: Visit, asked: Asked, page: str = "ask", **further: object) -> str:
    """Return the address that asks a question on a page of the rulebook."""
    world = visit.world
    parameters = question_parameters(world.book, asked) | {name.rstrip("_"): value for name, value in further.items()}
    return with_parameters(f"/{world.name}/{page}", parameters)


def written(value: Value) -> str:
    """Write a value as addresses and commands take it."""
    if isinstance(value, frozenset):
        return ",".join(sorted(value)) or "none"
    return value_text(value)


def _saved(book: Rulebook, pairs: dict[str, list[str]]) -> SavedQuestion | None:
    names = {name.strip() for name in pairs.get("question", ())} - {""}
    if len(names) > 1:
        raise Refused(N_("two questions are named"), N_("Ask one question at a time."))
    if not names:
        return None
    name = names.pop()
    if name not in book.questions:
        raise unknown("question", name, book.questions)
    return book.questions[name]


def _day(visit: Visit, pairs: dict[str, list[str]], name: str) -> dt.date | None:
    values = {value.strip() for value in pairs.get(name, ())} - {""}
    if EVERYTHING in values and name == "known":
        # A form sends a ticked box beside the day that it overrules.
        return None
    if len(values) > 1:
        raise Refused(N_("`%(name)s` is given twice"), N_("Give it once."), name=name)
    if not values:
        return None
    value = values.pop()
    return visit.read_day(name, value[:80])
