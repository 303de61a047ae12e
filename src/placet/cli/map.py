"""`placet map`: how the answers compare over two fields, as a table, a picture or plain values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placet.cli.completion import complete_axis, complete_fact, complete_question, complete_reader, complete_rulebook
from placet.cli.exactness import exact_answer
from placet.cli.examples import examples
from placet.cli.session import DAY, open_rulebook, today, unknown
from placet.cli.target import check_target, writing
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.cli.facts import Asked
    from placet.model import Rulebook
    from placet.show.map_marks import MarkedMap

FORMS = ("table", "svg", "vega", "json")


@click.command(
    "map",
    epilog=examples(
        "placet map korea act area signature-004",
        "placet map korea act on signature-004 --reader KOR",
        "placet map korea actor area act=strike --form svg --out strike.svg",
    ),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("down", metavar="FIELD", shell_complete=complete_axis)
@click.argument("across", metavar="FIELD", shell_complete=complete_axis)
@click.argument("facts", nargs=-1, metavar="[FIELD=VALUE | QUESTION]...", shell_complete=complete_fact)
@click.option("--question", metavar="QUESTION", shell_complete=complete_question, help="Begin with a saved question.")
@click.option("--on", type=DAY, metavar="DAY", help="The day of the act.  [default: the question's own, or today]")
@click.option("--known", type=DAY, metavar="DAY", help="Use only what was public on this day.  [default: everything]")
@click.option(
    "--reader", metavar="READER", shell_complete=complete_reader, help="Map this reader's answers, not the verdicts."
)
@click.option(
    "--form",
    type=click.Choice(FORMS),
    default="table",
    show_default=True,
    help="A table for the terminal, a picture (SVG), a Vega-Lite chart, or JSON.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to this file.  [default: print it]"
)
@click.option("--force", "is_forced", is_flag=True, help="Replace FILE if it is there already.")
@click.option("--json", "as_json", is_flag=True, help="The same as --form json.")
def map_command(
    rulebook: str,
    down: str,
    across: str,
    facts: tuple[str, ...],
    question: str | None,
    on: dt.date | None,
    known: dt.date | None,
    reader: str | None,
    form: str,
    out: Path | None,
    is_forced: bool,
    as_json: bool,
) -> None:
    """See how the answers compare for all values of two fields.

    The first FIELD runs down, the second across; `on` or `known` in the place of a field stands for the days on which
    something changes. All else is as given, and unknown where it is not.
    """
    from placet.cli.facts import check_readers, read_asked
    from placet.engine.logic.collector import collector_held_back
    from placet.engine.variation.verdict_map import map_verdicts
    from placet.model import Question
    from placet.show.map_marks import mark_map

    book = open_rulebook(rulebook)
    if out is not None:
        check_target(out, is_forced=is_forced)
    check_readers(book, (reader,) if reader else ())
    _check_sides(book, down, across, facts)
    asked = read_asked(book, facts, on, known, today(), question)
    with exact_answer(book), collector_held_back():
        found = map_verdicts(
            book, down, across, Question(asked.given, asked.on, asked.known), (reader,) if reader else ()
        )
    _write(book, mark_map(book, found, reader or ""), asked, "json" if as_json else form, out)


def _check_sides(book: Rulebook, down: str, across: str, facts: tuple[str, ...]) -> None:
    """Tell that a side of the map is no field, stands on both sides, or has been given a value."""
    from placet.engine.variation.verdict_map import DAY_AXES

    for side in (down, across):
        if side in DAY_AXES and side not in book.fields:
            continue
        if side.partition("=")[0] != side:
            raise Trouble(
                f"`{side}` is a fact, not a field", "Name two fields first: the map runs over all their values."
            )
        if side not in book.fields:
            raise unknown("field", side, [*book.fields, *DAY_AXES], f"in {book.name}")
        if any(fact.partition("=")[0].strip() == side and "=" in fact for fact in facts):
            raise Trouble(
                f"`{side}` is a side of the map and is given a value", "Leave the value out, or map another field."
            )
    if down == across:
        raise Trouble(f"`{down}` cannot be both sides of the map", "Name two different fields.")


def _write(book: Rulebook, marked: MarkedMap, asked: Asked, form: str, out: Path | None) -> None:
    """Print the map in one form, or write it to a file."""
    from placet import __version__
    from placet.cli.output import write, write_page

    if form == "table":
        from placet.show.map_page import map_page
        from placet.show.page import Gap, Paragraph, faint

        page = map_page(book, marked, text=asked.text)
        page = (Paragraph((faint(asked.note),)), Gap(), *page) if asked.note else page
        if out is None:
            write_page(page)
            return
        from placet.cli.output import terminal_width
        from placet.show.terminal import render

        text = render(page, terminal_width())
    elif form == "svg":
        from placet.show.map_svg import map_svg

        text = map_svg(book, marked, text=asked.text)
    elif form == "vega":
        from placet.show.map_vega import map_vega

        text = map_vega(book, marked, text=asked.text)
    else:
        from placet.show.map_json import map_json

        text = map_json(book, marked, __version__, name=asked.name, text=asked.text)
    if out is None:
        write(text)
        return
    with writing(out) as stream:
        stream.write(text)
    click.echo(f"written to {out}", err=True)
