"""`placet ask`: one question, every reader's answer, the verdict, and on demand the proof."""

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
    from placet.cli.facts import Asked
    from placet.model import Answer, Rulebook


@click.command(
    "ask",
    epilog=examples(
        "placet ask korea signature-000",
        "placet ask korea signature-000 --why --reader JPN",
        "placet ask korea actor=USA --on 2014-11-17 --known 2014-11-10",
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
    help="Show this reader only; may be repeated.",
)
@click.option("--why", is_flag=True, help="Show the proof: conditions, exceptions, instruments, readings, statements.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def ask_command(
    rulebook: str,
    facts: tuple[str, ...],
    question: str | None,
    on: dt.date | None,
    known: dt.date | None,
    readers: tuple[str, ...],
    why: bool,
    as_json: bool,
) -> None:
    """Ask who must be asked before an act, on whose reading, on which day.

    RULEBOOK is a name (`korea`) or a folder. A field that is not given is unknown; the answer says which unknown
    facts still matter. `placet fields RULEBOOK` lists the fields, `placet questions RULEBOOK` the saved questions.
    """
    from placet.cli.facts import check_readers, read_asked

    book = open_rulebook(rulebook)
    check_readers(book, readers)
    asked = read_asked(book, facts, on, known, today(), question)
    answer = answer_asked(book, asked)
    readers = shown_readers(answer, readers)
    if as_json:
        from placet import __version__
        from placet.cli.output import write
        from placet.show.answer_json import answer_json

        write(answer_json(book, answer, __version__, name=asked.name, text=asked.text, readers=readers) + "\n")
        return
    print_answer(book, answer, asked, readers, with_proof=why)


def answer_asked(book: Rulebook, asked: Asked) -> Answer:
    """Answer what was asked.

    Raises:
        Trouble: so much is unknown that no exact answer can be had.
    """
    from placet.engine import Decider

    with exact_answer(book):
        return Decider(book, asked.on, asked.known, fixed=asked.given).answer(asked.given)


def shown_readers(answer: Answer, readers: tuple[str, ...]) -> tuple[str, ...]:
    """Return whose rows to show: an office without a reading of its own answers as its party."""
    rows = []
    for reader in readers:
        party = reader.partition(".")[0]
        row = reader if reader in answer.readers else party
        if row not in answer.readers:
            raise Trouble(
                f"`{reader}` has no reading that was known and had begun", "Leave out --reader to see who has one."
            )
        if row != reader:
            click.echo(f"note: {reader} has no reading of its own and answers as {party}", err=True)
        rows.append(row)
    return tuple(rows)


def print_answer(
    book: Rulebook, answer: Answer, asked: Asked, readers: tuple[str, ...] = (), *, with_proof: bool = False
) -> None:
    """Print the page of an answer, with its proof if it is wanted."""
    from placet.cli.output import write_page
    from placet.show.answer import answer_page
    from placet.show.page import Gap, Paragraph, faint

    saved = book.questions.get(asked.name or "")
    about = saved.about if saved is not None else ()
    page = answer_page(book, answer, text=asked.text, readers=readers, about=about)
    if asked.note:
        page = (Paragraph((faint(asked.note),)), Gap(), *page)
    if with_proof:
        from placet.show.proof import proof_page

        page = (*page, Gap(), *proof_page(book, answer, readers))
    write_page(page)
