"""`placet evidence date`: which day an expression means."""

from __future__ import annotations

import datetime as dt
import sys

import click

from placet import __version__
from placet.cli.examples import examples
from placet.cli.session import DAY
from placet.cli.trouble import Trouble

MOST_CHARACTERS = 10_000_000
"""How long a text may be that is typed or piped in."""


@click.command(
    "date",
    short_help="say which day, week, month or year an expression means",
    epilog=examples(
        'placet evidence date "said Tuesday last week" --written 2014-11-17',
        'placet evidence date "They met on Saturday; the same day, all three agreed."',
        "placet evidence date - --written 2014-11-18 --json < article.txt",
    ),
)
@click.argument("text")
@click.option(
    "--written",
    type=DAY,
    metavar="DAY",
    help="The day it was written or posted, as the place of writing counts; without it nothing relative is resolved.",
)
@click.option(
    "--tense",
    type=click.Choice(["past", "future", "none"]),
    help="The tense of the verb that governs it; else the words near it decide.",
)
@click.option(
    "--day",
    "reference",
    type=DAY,
    metavar="DAY",
    help="The day that “the same day” or “a day earlier” refers to, until the text itself names one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def date_command(
    text: str, written: dt.date | None, tense: str | None, reference: dt.date | None, as_json: bool
) -> None:
    """Find the expressions of dates in TEXT (`-`: what is piped in) and say what each means.

    A day reckoned from the day of writing is given only where that is known; where the words allow of two days, both
    are shown and neither is chosen.
    """
    from placet.cli.output import write, write_page
    from placet.evidence.dates import find_dates
    from placet.show.dates import dates_page
    from placet.show.dates_json import dates_json

    if text == "-":
        text = sys.stdin.buffer.read(MOST_CHARACTERS + 1).decode("utf-8", "replace")
    if len(text) > MOST_CHARACTERS:
        raise Trouble(f"the text is longer than {MOST_CHARACTERS:,} characters", "Give it in parts.")
    found = find_dates(text, written, tense=tense, reference=reference)  # type: ignore[arg-type]  # a choice of the three
    if as_json:
        write(dates_json(text, found, written, __version__) + "\n")
    else:
        write_page(dates_page(found, written))
