"""`placet demo`: five questions about the Korean Peninsula, one from each article, answered on one page."""

from __future__ import annotations

import click

from placet.cli.examples import examples

RULEBOOK = "korea"
QUESTIONS = ("signature-000", "signature-001", "signature-002", "signature-003", "signature-004")
TITLE = "Five questions about who must be asked on the Korean Peninsula, on every reading"
NEXT = [
    ("placet ask korea signature-000", "the first, in full"),
    ("placet ask korea signature-000 --why", "with its whole proof"),
    ("placet ask korea signature-000 --known 2014-11-10", "as known a week before"),
    ("placet timeline korea signature-000", "since when they differ"),
    ("placet interview korea", "ask a question step by step"),
    ("placet questions korea", "all questions kept ready"),
    ("placet why korea art-000", "one source, rule or party"),
]


@click.command("demo", epilog=examples("placet demo"))
def demo_command() -> None:
    """Show five questions about the Korean Peninsula, answered for every reader, with grades and sources."""
    from placet.cli.ask import answer_asked
    from placet.cli.facts import read_asked
    from placet.cli.output import write_page
    from placet.cli.session import open_rulebook, today
    from placet.show.demo import demo_page

    book = open_rulebook(RULEBOOK)
    day = today()
    asked = [(book.questions[one], answer_asked(book, read_asked(book, (one,), None, None, day))) for one in QUESTIONS]
    write_page(demo_page(book, TITLE, asked, NEXT))
