"""`placet amend`: what a draft alters, for whom, and which disputes it settles and opens."""

from __future__ import annotations

import datetime as dt

import click

from placet.cli.completion import complete_draft, complete_fact, complete_question, complete_reader, complete_rulebook
from placet.cli.exactness import exact_regions
from placet.cli.examples import examples
from placet.cli.session import DAY, open_rulebook, today
from placet.cli.trouble import Trouble


@click.command(
    "amend",
    epilog=examples(
        "placet amend korea guidelines-clause --on 2015-10-21",
        "placet amend korea guidelines-clause act=strike area=north-korea --on 2015-10-21",
        "placet amend korea guidelines-clause strike-november",
        "placet amend korea my-clause.md --reader JPN",
        "placet amend my-rulebook git:main",
    ),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("draft", shell_complete=complete_draft)
@click.argument("facts", nargs=-1, metavar="[FIELD=VALUE | QUESTION]...", shell_complete=complete_fact)
@click.option("--question", metavar="QUESTION", shell_complete=complete_question, help="Take a saved question's facts.")
@click.option("--on", type=DAY, metavar="DAY", help="The day of the act.  [default: the question's own, or today]")
@click.option("--known", type=DAY, metavar="DAY", help="Use only what was public on this day.  [default: everything]")
@click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="READER",
    shell_complete=complete_reader,
    help="Tell of this reader's answers and disputes only; may be repeated.",
)
@click.option("--all", "in_full", is_flag=True, help="Show offices, small changes and all conditions too.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def amend_command(
    rulebook: str,
    draft: str,
    facts: tuple[str, ...],
    question: str | None,
    on: dt.date | None,
    known: dt.date | None,
    readers: tuple[str, ...],
    in_full: bool,
    as_json: bool,
) -> None:
    """See what a draft alters: what each reader asks for, which disputes it settles and opens, whose leave decides.

    DRAFT is a Markdown file whose blocks are added to the rulebook (one that is called like a file of the rulebook
    takes that file's place), a folder or a name with another version of the whole, or `git:REVISION`. The rulebook
    itself is never written. Every situation there can be is looked at, or every one with the facts given; that
    nothing changes is proved.
    """
    from placet.cli.drafts import open_draft
    from placet.cli.facts import check_readers, read_asked, reader_names
    from placet.cli.output import write, write_page
    from placet.engine.space import FieldsDiffer
    from placet.engine.space.amend import amend
    from placet.engine.space.reasked import ask_again
    from placet.show.amend import amendment_page
    from placet.show.draft import Naming

    before = open_rulebook(rulebook)
    opened = open_draft(rulebook, draft)
    check_readers(before if set(readers) <= {*reader_names(before)} else opened.book, readers)
    asked = read_asked(opened.book, facts, on, known, today(), question)
    try:
        with exact_regions(before):
            found = amend(
                before,
                opened.book,
                asked.on,
                asked.known,
                asked.given,
                readers=tuple(dict.fromkeys(readers)),
                with_totals=True,
                in_full=in_full,
            )
            reasked = () if asked.given else ask_again(before, opened.book, asked.on, asked.known, readers=readers)
    except FieldsDiffer as differ:
        raise Trouble(
            str(differ), "A draft cannot make a field ask for another kind of thing; give the new field another name."
        ) from None
    naming = Naming(rulebook, draft, opened.replaces)
    if as_json:
        from placet import __version__
        from placet.show.amend_json import amendment_value
        from placet.show.answer_json import json_text

        write(json_text(amendment_value(found, reasked, naming, __version__)) + "\n")
        return
    write_page(amendment_page(found, reasked, naming, readers=readers, in_full=in_full))
