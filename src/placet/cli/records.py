"""`placet statements` and `placet instruments`: the records that answers rest on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from placet.cli.completion import complete_name, complete_reader, complete_rulebook
from placet.cli.examples import examples
from placet.cli.session import DAY, default_rulebook, open_rulebook, today, unknown
from placet.cli.trouble import Trouble, known_names

if TYPE_CHECKING:
    from placet.model import Instrument, Rulebook

STANCES = ("says", "requires", "denies", "proposes", "asks", "acknowledges", "declines", "defers")


@click.command(
    "statements", epilog=examples("placet statements korea", "placet statements korea --by USA --known 2014-12-31")
)
@click.argument("rulebook", required=False, shell_complete=complete_rulebook)
@click.option(
    "--by",
    metavar="SPEAKER",
    shell_complete=complete_reader,
    help="Only of this party with its offices, this office, this voice, `narrator` or `media`.",
)
@click.option(
    "--about",
    metavar="NAME",
    shell_complete=complete_name,
    help="Only about this point, rule, term, relation or instrument.",
)
@click.option("--stance", type=click.Choice(STANCES), help="Only of this stance.")
@click.option("--known", type=DAY, metavar="DAY", help="Only what was public on this day.")
@click.option("--json", "as_json", is_flag=True, help="Print the statements as JSON.")
def statements_command(
    rulebook: str | None, by: str | None, about: str | None, stance: str | None, known: dt.date | None, as_json: bool
) -> None:
    """List who said what, when, through whom, and how good it is as evidence."""
    from placet.cli.output import write, write_page
    from placet.show.selection import wanted_statements

    book = open_rulebook(rulebook or default_rulebook())
    check_speaker(book, by)
    check_about(book, about)
    found = wanted_statements(book, by=by, about=about, stance=stance, known=known)
    if as_json:
        from placet.show.records_json import statements_json

        write(statements_json(book, found) + "\n")
        return
    from placet.show.registers import statements_page

    write_page(statements_page(book, found))


@click.command(
    "instruments",
    epilog=examples("placet instruments korea", "placet instruments korea --on 2011-01-06 --party KOR --count"),
)
@click.argument("rulebook", required=False, shell_complete=complete_rulebook)
@click.option("--on", type=DAY, metavar="DAY", help="Only those in effect on this day, with their parties that day.")
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="PARTY",
    shell_complete=complete_reader,
    help="Only those of this party; may be repeated.",
)
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="RELATION=VALUE",
    help="Only those for which a relation has this value; may be repeated.",
)
@click.option("--count", "is_count", is_flag=True, help="Count those in effect, for each party.")
@click.option("--json", "as_json", is_flag=True, help="Print the instruments as JSON.")
def instruments_command(
    rulebook: str | None,
    on: dt.date | None,
    parties: tuple[str, ...],
    conditions: tuple[str, ...],
    is_count: bool,
    as_json: bool,
) -> None:
    """List agreements with their dates, or count those in effect on a day.

    Without --on all instruments are listed, with what they are today. An instrument whose dates leave open whether it
    was in effect on the day is listed as uncertain and counted apart.
    """
    from placet.cli.output import write, write_page
    from placet.show.registers import IN_EFFECT, counts_page, instruments_page, membership_on, status_on

    book = open_rulebook(rulebook or default_rulebook())
    for party in parties:
        if party not in book.parties:
            raise unknown("party", party, book.parties, f"in {book.name}")
    found = list(book.instruments.values())
    for condition in conditions:
        found = [one for one in found if has_value(book, one, condition)]
    day = on or today()
    if parties:
        found = [one for one in found if any(membership_on(one, party, day) is not False for party in parties)]
    if on is not None and not is_count:
        found = [one for one in found if status_on(one, on) in (*IN_EFFECT, "suspended", "uncertain")]
    if as_json:
        from placet.show.records_json import counts_json, instruments_json

        write((counts_json(book, found, day, parties) if is_count else instruments_json(book, found, day)) + "\n")
    elif is_count:
        write_page(counts_page(book, found, day, parties))
    else:
        write_page(instruments_page(book, found, day))


def check_speaker(book: Rulebook, speaker: str | None) -> None:
    """Tell that a speaker is not known."""
    from placet.cli.facts import reader_names

    known = [*reader_names(book), "narrator", "media"]
    if speaker is None or speaker in known:
        return
    described = offices_of_person(book, speaker)
    if described:
        raise Trouble(
            f"there is no speaker `{speaker}` in {book.name}",
            f"Statements are found by office: `{speaker}` speaks as {known_names(described)}.",
        )
    raise unknown("speaker", speaker, known, f"in {book.name}")


def offices_of_person(book: Rulebook, person: str) -> list[str]:
    """Return as whom somebody speaks whose name opens the description of a statement's one speaker."""
    asked = person.casefold().split()
    found: dict[str, None] = {}
    for statement in book.statements.values():
        names = statement.description.partition(",")[0].partition(";")[0].split()
        is_name = 1 < len(names) <= 3 and all(name[:1].isupper() for name in names)
        if is_name and len(statement.speakers) == 1 and _is_called([name.casefold() for name in names], asked):
            found[statement.speakers[0]] = None
    return list(found)


def check_about(book: Rulebook, about: str | None) -> None:
    """Tell that a name is not known."""
    from placet.show.entry import names_of

    if about is not None and about not in names_of(book):
        raise unknown("name", about, names_of(book), f"in {book.name}")


def has_value(book: Rulebook, instrument: Instrument, condition: str) -> bool:
    """Say whether a relation gives a value for an instrument, as RELATION=VALUE asks."""
    name, is_condition, value = condition.partition("=")
    relations = [one.id for one in book.relations.values() if one.key.kind == "instrument"]
    if not is_condition:
        raise Trouble(
            f"`{condition}` is not RELATION=VALUE",
            f"Relations of instruments here: {known_names(relations) or 'none'}.",
        )
    if name not in relations:
        raise unknown("relation of instruments", name, relations, f"in {book.name}")
    entries = [entry for entry in book.relations[name].entries if entry.key == instrument.id]
    return any(value in [_written(one) for one in entry.values] for entry in entries)


def _is_called(names: list[str], asked: list[str]) -> bool:
    """Say whether a full name, family name first or last, begins or ends with what was typed."""
    return bool(asked) and asked in (names[: len(asked)], names[-len(asked) :])


def _written(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
