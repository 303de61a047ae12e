"""`placet readings` and `placet why`: one name of a rulebook, with everything that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from placet.cli.completion import complete_name
from placet.cli.examples import examples
from placet.cli.session import find_rulebook_with, is_rulebook, open_rulebook, unknown
from placet.cli.trouble import Trouble, known_names

if TYPE_CHECKING:
    from placet.model import Rulebook


@click.command("readings", epilog=examples("placet readings korea base-use"))
@click.argument("names", nargs=-1, metavar="[RULEBOOK] RULE", shell_complete=complete_name)
def readings_command(names: tuple[str, ...]) -> None:
    """Show a rule (or a term, relation or instrument) and how each reader reads it, in order of time."""
    from placet.cli.output import write_page
    from placet.show.entry import names_of, readings_page

    book, of = _book_and_name(names, "RULE")
    readable = {one: kind for one, kind in names_of(book).items() if kind in ("rule", "term", "relation", "instrument")}
    if of not in readable:
        kind = names_of(book).get(of)
        if kind is not None:
            raise Trouble(f"`{of}` is a {kind}, which nobody reads", f"`placet why {book.name} {of}` shows it.")
        raise unknown("rule", of, readable, f"in {book.name}")
    write_page(readings_page(book, of))


@click.command("why", epilog=examples("placet why korea base-use"))
@click.argument("names", nargs=-1, metavar="[RULEBOOK] NAME", shell_complete=complete_name)
def why_command(names: tuple[str, ...]) -> None:
    """Show everything about one name: a rule, reading, statement, source, instrument, party, field, point.

    It shows where the name is declared, what it says, what it rests on, and what uses it. The proof of an answer is
    shown by `placet ask … --why`.
    """
    from placet.cli.output import write_page
    from placet.show.entry import entry_page, names_of

    book, of = _book_and_name(names, "NAME")
    if of not in names_of(book):
        raise unknown("name", of, names_of(book), f"in {book.name}")
    write_page(entry_page(book, of))


def _book_and_name(names: tuple[str, ...], wanted: str) -> tuple[Rulebook, str]:
    """Return the rulebook and the name; a name of several words, as of a reading, may go without quotation marks."""
    if not names:
        raise Trouble(
            f"{wanted} is missing", f"It is used as `{click.get_current_context().command_path} [RULEBOOK] {wanted}`."
        )
    if len(names) == 1 and is_rulebook(names[0]):
        path = click.get_current_context().command_path
        read = dict.fromkeys(reading.of for reading in open_rulebook(names[0]).readings)
        names_read = f" In it somebody reads {known_names(read)}." if read else ""
        raise Trouble(
            f"{wanted} is missing: `{names[0]}` is a rulebook",
            f"It is used as `{path} {names[0]} {wanted}`.{names_read}",
        )
    if len(names) == 1:
        return find_rulebook_with(names[0]), names[0]
    if len(names) > 2 and names[1] == "of":
        of = " ".join(names)
        return find_rulebook_with(of), of
    return open_rulebook(names[0]), " ".join(names[1:])
