"""`placet timeline`: one question over the days on which its answer changes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from placet.cli.completion import complete_fact, complete_question, complete_reader, complete_rulebook
from placet.cli.exactness import exact_answer
from placet.cli.examples import examples
from placet.cli.session import DAY, open_rulebook, today
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.engine.variation.timeline import Axis
    from placet.model import Answer


@click.command(
    "timeline",
    epilog=examples("placet timeline korea signature-000", "placet timeline korea signature-000 --axis known"),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("facts", nargs=-1, metavar="[FIELD=VALUE | QUESTION]...", shell_complete=complete_fact)
@click.option("--question", metavar="QUESTION", shell_complete=complete_question, help="Begin with a saved question.")
@click.option(
    "--axis",
    type=click.Choice(["on", "known"]),
    default="on",
    show_default=True,
    help="Which day moves: that of the act, or that up to which things were public.",
)
@click.option(
    "--on",
    type=DAY,
    metavar="DAY",
    help="The day of the act, for --axis known.  [default: the question's own, or today]",
)
@click.option(
    "--known",
    type=DAY,
    metavar="DAY",
    help="Use only what was public on this day, for --axis on.  [default: everything]",
)
@click.option("--from", "start", type=DAY, metavar="DAY", help="Leave out what ended before this day.")
@click.option("--until", "end", type=DAY, metavar="DAY", help="Leave out what began on this day or later.")
@click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="READER",
    shell_complete=complete_reader,
    help="Show this reader only; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the timeline as JSON, every answer in full.")
def timeline_command(
    rulebook: str,
    facts: tuple[str, ...],
    question: str | None,
    axis: Axis,
    on: dt.date | None,
    known: dt.date | None,
    start: dt.date | None,
    end: dt.date | None,
    readers: tuple[str, ...],
    as_json: bool,
) -> None:
    """See on which days the answers to a question change, for whom, and what happened then."""
    import msgspec

    from placet.cli.facts import check_readers, read_asked
    from placet.engine.chronicle import Chronicle
    from placet.engine.logic.collector import collector_held_back
    from placet.engine.variation.timeline import change_days, timeline

    if start is not None and end is not None and start >= end:
        raise Trouble(f"--from {start} is not before --until {end}", "Nothing lies between these days.")
    book = open_rulebook(rulebook)
    check_readers(book, readers)
    asked = read_asked(book, facts, on, known, today(), question)

    chronicle = Chronicle(book, asked.given)

    def answer_at(day: dt.date) -> Answer:
        days = (day, asked.known) if axis == "on" else (asked.on, day)
        return chronicle.answer(*days, settles=as_json)

    days = [day for day in change_days(book, axis) if end is None or day < end]
    first = [start] if start is not None else []
    with exact_answer(book), collector_held_back():
        segments = timeline(answer_at, [*first, *(day for day in days if start is None or day > start)])
    if start is not None:
        # What is before the first day asked for stands only for the answer on that day.
        segments = tuple(one for one in segments if one.end is None or one.end > start)
        segments = (msgspec.structs.replace(segments[0], start=start), *segments[1:])
    if as_json:
        from placet import __version__
        from placet.cli.output import write
        from placet.show.answer_json import json_text
        from placet.show.timeline import timeline_value

        write(json_text(timeline_value(book, segments, axis, __version__)) + "\n")
        return
    from placet.cli.output import write_page
    from placet.show.timeline import timeline_page
    from placet.show.words import day_words

    fixed = f"known: {day_words(asked.known)}" if axis == "on" else f"the act on {asked.on}"
    write_page(timeline_page(book, segments, axis, fixed=fixed, text=asked.text, readers=readers))
