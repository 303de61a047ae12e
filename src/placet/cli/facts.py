"""The facts of a situation as they are typed: FIELD=VALUE, or the name of a saved question."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec

from placet.cli.session import unknown
from placet.cli.trouble import Ended, Trouble, did_you_mean, tell_trouble
from placet.diagnostics import Diagnostic
from placet.language import UNKNOWN, parse_value
from placet.model import Field, Rulebook, SavedQuestion, Value


class Asked(msgspec.Struct, frozen=True):
    """A question as it was typed: a situation, its two days, and the saved question it began with, if any."""

    given: dict[str, Value]
    on: dt.date
    known: dt.date | None
    name: str | None = None
    text: str = ""
    note: str = ""


def read_asked(
    book: Rulebook,
    words: tuple[str, ...],
    on: dt.date | None,
    known: dt.date | None,
    today: dt.date,
    question: str | None = None,
) -> Asked:
    """Read what was typed after the rulebook's name.

    Args:
        book: the rulebook.
        words: FIELD=VALUE, or the name of one saved question; a fact replaces the question's own.
        on: the day of the act, None: that of the saved question, or else today.
        known: the day up to which things were public, None: that of the saved question, or else everything.
        today: the day it is.
        question: the saved question, named by an option.

    Raises:
        Ended: a word cannot be taken; all such words have been told.
    """
    found: list[Trouble] = []
    saved: SavedQuestion | None = None
    facts: list[tuple[str, str]] = []
    for word in [*([question] if question else []), *words]:
        field, is_fact, value = word.partition("=")
        if is_fact:
            facts.append((field.strip(), value.strip()))
        elif word not in book.questions:
            found.append(_not_a_question(book, word))
        elif saved is not None and saved.id != word:
            found.append(Trouble(f"`{saved.id}` and `{word}` are two questions", "Ask one question at a time."))
        else:
            saved = book.questions[word]
    given: dict[str, Value] = {} if saved is None else {name: _saved(value) for name, value in saved.given.items()}
    typed: dict[str, str] = {}
    for field, value in facts:
        try:
            if typed.setdefault(field, value) != value:
                raise Trouble(f"`{field}` is given twice: `{typed[field]}` and `{value}`", "Give each fact once.")
            read_fact(book, field, value, given)
        except Trouble as trouble:
            found.append(trouble)
    if found:
        for one in found:
            tell_trouble(one.message, one.help, one.code)
        raise Ended(2)
    if saved is None:
        return Asked(given, on or today, known)
    return _from_saved(saved, given, on, known, today)


def read_fact(book: Rulebook, field: str, text: str, given: dict[str, Value]) -> None:
    """Add one fact; `unknown` or `?` as its value makes the field unknown again.

    Raises:
        Trouble: there is no such field, or it has no such value.
    """
    value = parse_value(book, field, text)
    if isinstance(value, Diagnostic):
        raise Trouble(value.message, value.help, value.code)
    if value is UNKNOWN:
        given.pop(field, None)
    else:
        given[field] = value


def value_names(book: Rulebook, field: Field) -> list[str]:
    """Return all values that can be typed for a field, one member each for a set; none for a number."""
    if field.type.kind == "number":
        return ["none"] if field.type.or_none else []
    names = [{True: "yes", False: "no", None: "none"}.get(value, value) for value in book.domain(field.type)]  # type: ignore[arg-type]  # a text stands for itself
    return [str(name) for name in (*names, *(["none"] if field.type.is_set else []))]


def check_readers(book: Rulebook, readers: tuple[str, ...]) -> None:
    """Tell that a reader is not known.

    Raises:
        Trouble: one of `readers` is no party, office or voice of the rulebook.
    """
    known = reader_names(book)
    for reader in readers:
        if reader not in known:
            raise unknown("reader", reader, known, f"in {book.name}")


def reader_names(book: Rulebook) -> list[str]:
    """Return all parties, offices and voices."""
    offices = [f"{party.id}.{office.id}" for party in book.parties.values() for office in party.offices]
    return [*book.parties, *offices, *book.voices]


def _from_saved(
    saved: SavedQuestion, given: dict[str, Value], on: dt.date | None, known: dt.date | None, today: dt.date
) -> Asked:
    note = ""
    if on is None and saved.on is not None:
        on = saved.on.earliest
        if not saved.on.is_certain:
            note = f"The question is about {saved.on}; it is asked here for {on}."
    if known is None and saved.known is not None:
        known = saved.known.latest
    return Asked(given, on or today, known, saved.id, saved.text, note)


def _saved(value: str | bool | int | Decimal | tuple[str, ...] | None) -> Value:
    return frozenset(value) if isinstance(value, tuple) else value


def _not_a_question(book: Rulebook, word: str) -> Trouble:
    help = did_you_mean(word, [*book.questions, *(f"{field}=" for field in book.fields)])
    if word in book.fields:
        help = f"Give it a value, as in `{word}={(value_names(book, book.fields[word]) or ['5'])[0]}`, or leave it out."
    elif word in reader_names(book):
        help = f"`{word}` reads the rules; `--reader {word}` shows it alone, and FIELD={word} says it of a field."
    return Trouble(
        f"`{word}` is neither FIELD=VALUE nor a question of {book.name}",
        help or f"`placet questions {book.name}` and `placet fields {book.name}` list what there is.",
    )
