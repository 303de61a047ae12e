"""`placet gaps`: what a rulebook leaves out."""

from __future__ import annotations

import datetime as dt

import click

from placet.cli.completion import complete_fact, complete_field, complete_reader, complete_rulebook
from placet.cli.exactness import exact_regions
from placet.cli.examples import examples
from placet.cli.session import DAY, open_rulebook, today, unknown
from placet.cli.trouble import Trouble


@click.command(
    "gaps",
    epilog=examples(
        "placet gaps korea --on 2015-10-20",
        "placet gaps korea act=supply --by actor --on 2015-10-20",
        "placet gaps korea --reader JPN --on 2015-10-20",
    ),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("facts", nargs=-1, metavar="[FIELD=VALUE]...", shell_complete=complete_fact)
@click.option("--on", type=DAY, metavar="DAY", help="The day of the act.  [default: today]")
@click.option("--known", type=DAY, metavar="DAY", help="Use only what was public on this day.  [default: everything]")
@click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="READER",
    shell_complete=complete_reader,
    help="Look at this reader's rules only; may be repeated.",
)
@click.option(
    "--by",
    metavar="FIELD",
    shell_complete=complete_field,
    help="Tell where nobody's rules speak by the values of this field.  [default: the one that tells most]",
)
@click.option("--all", "in_full", is_flag=True, help="Show everything, not the first of each.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def gaps_command(
    rulebook: str,
    facts: tuple[str, ...],
    on: dt.date | None,
    known: dt.date | None,
    readers: tuple[str, ...],
    by: str | None,
    in_full: bool,
    as_json: bool,
) -> None:
    """See what a rulebook leaves out: where nobody's rules speak, where one side's alone do, which rules pull apart.

    Every situation there can be is looked at, or every one with the facts given. What is shown are the conditions, how
    many situations they have, the rules that are one fact away, and one situation to ask about.
    """
    from placet.cli.facts import check_readers, read_asked
    from placet.cli.output import write, write_page
    from placet.engine.space.gaps import find_gaps

    book = open_rulebook(rulebook)
    check_readers(book, readers)
    asked = read_asked(book, facts, on, known, today())
    if by is not None:
        if by not in book.fields:
            raise unknown("field", by, book.fields, f"in {book.name}")
        if by in asked.given:
            raise Trouble(f"`{by}` is the same in all these situations", f"Leave out `{by}=…`, or name another field.")
        if book.fields[by].type.is_set:
            raise Trouble(f"`{by}` is a set", "Name a field that has one value at a time.")
    with exact_regions(book):
        found = find_gaps(book, asked.on, asked.known, asked.given, tuple(dict.fromkeys(readers)), by)
    if as_json:
        from placet import __version__
        from placet.show.answer_json import json_text
        from placet.show.gaps_json import gaps_value

        write(json_text(gaps_value(book, found, __version__, asked.on, asked.known)) + "\n")
        return
    from placet.show.gaps import gaps_page

    write_page(gaps_page(book, found, asked.on, asked.known, in_full=in_full))
