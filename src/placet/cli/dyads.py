"""`placet dyads`: ask a rulebook of alliances for all directed pairs of states by year."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from placet import __version__
from placet.cli.completion import complete_rulebook
from placet.cli.examples import examples
from placet.cli.session import open_rulebook
from placet.cli.target import check_target, writing
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.datasets.dyad_table import Published
    from placet.datasets.dyads import Spell
    from placet.model import Rulebook

_LISTED = 40
"""How many differences a page lists unless all are wanted."""


@click.command(
    "dyads",
    epilog=examples(
        "placet dyads atop --out pairs.csv",
        "placet dyads atop --from 1950 --until 1959 --by-alliance --out pairs.csv",
        "placet dyads atop --compare published.csv",
    ),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.option(
    "--from", "first", type=click.IntRange(1, 9998), metavar="YEAR", help="The first year; else that of its first date."
)
@click.option(
    "--until", "last", type=click.IntRange(1, 9998), metavar="YEAR", help="The last year; else that of its last date."
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE.csv", help="Where to write the table; else it is printed."
)
@click.option("--by-alliance", is_flag=True, help="A row for each alliance, with its name.")
@click.option("--unconditional", is_flag=True, help="Count only what is owed on no condition.")
@click.option(
    "--compare",
    "published",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PUBLISHED.csv",
    help="Compare with a published table, and list what differs by alliance.",
)
@click.option("--all", "is_all", is_flag=True, help="List all differences.")
@click.option("--force", "is_forced", is_flag=True, help="Replace FILE.csv if it is there already.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures, or the comparison, as JSON.")
def dyads_command(
    rulebook: str,
    first: int | None,
    last: int | None,
    out: Path | None,
    by_alliance: bool,
    unconditional: bool,
    published: Path | None,
    is_all: bool,
    is_forced: bool,
    as_json: bool,
) -> None:
    """Write which state owed which other what in which year, as the rulebook has it.

    The columns are those that are published: ccode1, ccode2, year, defense, offense, neutral, nonagg, consul; a pair
    has a row where both were in an alliance on any day of the year. 1 is owed, 0 is not, nothing: the days leave it
    open. What hangs on a condition counts, unless --unconditional is given.
    """
    from placet.cli.output import write, write_page
    from placet.datasets.dyad_table import figures_of, table_of, write_by_alliance, write_table
    from placet.show.datasets import figures_page
    from placet.show.datasets_json import figures_json

    book = open_rulebook(rulebook)
    if out is not None:
        _check_target(out, published, is_forced=is_forced)
    numbers = _numbers(book)
    begin, end = _years(book, first, last)
    theirs = _published(published, begin, end) if published is not None else None
    spells = _spells(book, begin, end, unconditional)
    table = table_of(spells, numbers, begin, end)
    if out is not None or (published is None and not as_json):
        with _target(out) as stream:
            if by_alliance:
                write_by_alliance(spells, numbers, stream)
            else:
                write_table(table, stream)
    if theirs is not None:
        from placet.datasets.dyad_table import compare_tables
        from placet.show.datasets import comparison_page
        from placet.show.datasets_json import comparison_json

        found = compare_tables(table, spells, numbers, theirs)
        if as_json:
            write(comparison_json(book, found, theirs.file, theirs.outside, begin, end, __version__) + "\n")
        else:
            write_page(comparison_page(book, found, theirs.file, theirs.outside, begin, end, 0 if is_all else _LISTED))
    elif as_json:
        write(figures_json(book, figures_of(table, spells), begin, end, __version__) + "\n")
    elif out is not None:
        write_page(figures_page(book, figures_of(table, spells), begin, end, str(out)))


def _check_target(out: Path, published: Path | None, *, is_forced: bool) -> None:
    """Tell that the table cannot go where it is wanted, before anything is worked out."""
    if out.suffix.lower() != ".csv":
        raise Trouble(
            f"`{out}` does not end in .csv", "The table is written as CSV: give the file a name that says so."
        )
    if published is not None and out.exists() and published.exists() and out.samefile(published):
        raise Trouble(f"`{out}` is the published table itself", "Write to another file.")
    check_target(out, is_forced=is_forced)


def _numbers(book: Rulebook) -> dict[str, int]:
    """Return the number of every party that is in an alliance."""
    from placet.datasets.coding import lacking_field, numbers_of

    lacking = lacking_field(book)
    if lacking is not None:
        raise Trouble(
            f"{book.name} cannot be asked what one state owes another: it has no field `{lacking}` of the kind needed",
            "This reads rulebooks that `placet import atop` or `placet import cow` made.",
        )
    numbers = numbers_of(book)
    for instrument in book.instruments.values():
        for member in instrument.members:
            if numbers[member.party] is None:
                raise Trouble(
                    f"the party `{member.party}` has no number in the tables",
                    "Its code must be of the Correlates of War list, or `C` and a number, or in the relation `ccode`.",
                )
    return {party: number for party, number in numbers.items() if number is not None}


def _years(book: Rulebook, first: int | None, last: int | None) -> tuple[int, int]:
    from placet.datasets.years import span_of

    span = span_of(book)
    if span is None and (first is None or last is None):
        raise Trouble(
            f"{book.name} names no day on which an alliance began", "Give the years with `--from` and `--until`."
        )
    begin = first if first is not None else span[0] if span is not None else 1
    end = last if last is not None else span[1] if span is not None else begin
    if begin > end:
        raise Trouble(f"the last year, {end}, lies before the first, {begin}", "Change the two about.")
    return begin, end


def _published(path: Path, begin: int, end: int) -> Published:
    from placet.cli.imports import sound
    from placet.datasets.dyad_table import read_published

    return sound(read_published(path, begin, end))


def _spells(book: Rulebook, begin: int, end: int, is_unconditional: bool) -> list[Spell]:
    from placet.datasets.dyads import find_spells

    with _progress() as progress:
        return find_spells(book, begin, end, is_unconditional=is_unconditional, progress=progress)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show on a terminal how far it has come."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("alliances"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("alliances", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def _target(out: Path | None) -> Iterator[TextIO]:
    """Write to standard output, or to a file in one step."""
    if out is None:
        from placet.cli.output import write

        text = io.StringIO()
        yield text
        write(text.getvalue())
        return
    with writing(out) as stream:
        yield stream
