"""`placet evidence`: from an article to dated, sourced statements; each command is imported only when it is wanted."""

from __future__ import annotations

import click

from placet.cli.examples import examples
from placet.cli.late import LateGroup, Sections

SECTIONS: Sections = {
    "Bring in articles": {
        "add": ("placet.cli.evidence.add", "store pages, PDFs and texts"),
        "list": ("placet.cli.evidence.list", "list the stored documents"),
        "text": ("placet.cli.evidence.text", "show a document's paragraphs and what is known of it"),
        "describe": ("placet.cli.evidence.describe", "say what a stored page does not: its day, its outlet"),
        "reread": ("placet.cli.evidence.reread", "read stored documents anew with the newest reader"),
        "remove": ("placet.cli.evidence.remove", "remove stored documents for good"),
    },
    "Find statements": {
        "statements": ("placet.cli.evidence.statements", "propose who said what in stored articles, and list it"),
        "read": ("placet.cli.evidence.read", "propose statements in a whole archive"),
        "search": ("placet.cli.evidence.search", "search passages and statements"),
        "suggest": ("placet.cli.evidence.suggest", "suggest what statements are about, and what they repeat"),
    },
    "Decide": {
        "review": ("placet.cli.evidence.review", "go through what waits for a decision, a key for each"),
        "accept": ("placet.cli.evidence.decide", "accept statements as they stand"),
        "correct": ("placet.cli.evidence.decide", "accept a statement with other values"),
        "reject": ("placet.cli.evidence.decide", "reject what is no statement"),
        "duplicate": ("placet.cli.evidence.decide", "say that a statement repeats another"),
        "split": ("placet.cli.evidence.decide", "make several statements of one"),
        "merge": ("placet.cli.evidence.decide", "make one statement of several"),
        "settle": ("placet.cli.evidence.decide", "say whose view counts where people part"),
        "undo": ("placet.cli.evidence.decide", "take back a decision of one's own"),
        "decisions": ("placet.cli.evidence.statements", "list who decided what, and when"),
        "rebuild": ("placet.cli.evidence.decide", "work out all statements anew"),
    },
    "Carry into a rulebook": {
        "link": ("placet.cli.evidence.decide", "say which rules and points a statement is about"),
        "word": ("placet.cli.evidence.decide", "put a statement into one's own words"),
        "export": ("placet.cli.evidence.export", "write accepted statements as a rulebook's blocks"),
        "show": ("placet.cli.evidence.show", "show the passage behind a rulebook's statement"),
    },
    "Look at words": {
        "date": ("placet.cli.evidence.date", "say which day, week, month or year an expression means"),
    },
}


@click.group(
    "evidence",
    cls=LateGroup,
    sections=SECTIONS,
    invoke_without_command=True,
    epilog=examples(
        "placet evidence statements article.txt",
        "placet evidence review",
        "placet evidence export korea",
        'placet evidence date "said Tuesday last week" --written 2014-11-17',
    ),
)
@click.pass_context
def evidence_command(context: click.Context) -> None:
    """Read articles: who said what, for whom and on which day, and what a person makes of it."""
    if context.invoked_subcommand is None:
        from placet.cli.output import write

        write(context.get_help() + "\n")
