"""`placet deciding`: which single facts, readings or days flip an answer."""

from __future__ import annotations

import datetime as dt

import click

from placet.cli.completion import complete_fact, complete_question, complete_reader, complete_rulebook
from placet.cli.exactness import exact_answer
from placet.cli.examples import examples
from placet.cli.session import DAY, open_rulebook, today


@click.command(
    "deciding",
    epilog=examples(
        "placet deciding korea signature-000",
        "placet deciding korea signature-004 --reader KOR",
        "placet deciding korea actor=JPN act=evacuate area=south-korea --on 2015-06-01",
    ),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("facts", nargs=-1, metavar="[FIELD=VALUE | QUESTION]...", shell_complete=complete_fact)
@click.option("--question", metavar="QUESTION", shell_complete=complete_question, help="Begin with a saved question.")
@click.option("--on", type=DAY, metavar="DAY", help="The day of the act.  [default: the question's own, or today]")
@click.option("--known", type=DAY, metavar="DAY", help="Use only what was public on this day.  [default: everything]")
@click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="READER",
    shell_complete=complete_reader,
    help="Look at this reader's answer only; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def deciding_command(
    rulebook: str,
    facts: tuple[str, ...],
    question: str | None,
    on: dt.date | None,
    known: dt.date | None,
    readers: tuple[str, ...],
    as_json: bool,
) -> None:
    """See which single facts, readings, open points or days flip the answer to a question.

    Each fact, each reading and each day is changed alone, all else as it is; what comes out is told where it is another
    answer for some reader, or another verdict. What is not given is unknown.
    """
    from placet.cli.facts import check_readers, read_asked
    from placet.engine.variation.deciding import find_deciding
    from placet.model import Question

    book = open_rulebook(rulebook)
    check_readers(book, readers)
    asked = read_asked(book, facts, on, known, today(), question)
    with exact_answer(book):
        found = find_deciding(book, Question(asked.given, asked.on, asked.known), tuple(dict.fromkeys(readers)))
    if as_json:
        from placet import __version__
        from placet.cli.output import write
        from placet.show.deciding_json import deciding_json

        write(deciding_json(book, found, __version__, name=asked.name, text=asked.text) + "\n")
        return
    from placet.cli.output import write_page
    from placet.show.deciding import deciding_page
    from placet.show.page import Gap, Paragraph, faint

    page = deciding_page(book, found, text=asked.text)
    write_page((Paragraph((faint(asked.note),)), Gap(), *page) if asked.note else page)
