"""`placet demo`: five questions about the Korean Peninsula, one from each article, answered on one page."""

from __future__ import annotations

import click

from placet.cli.examples import examples

RULEBOOK = "korea"
QUESTIONS = ("signature-000", "signature-001", "signature-002", "signature-003", "signature-004")
TITLE = "Five questions about who must be asked on the Korean Peninsula, on every reading"
NEXT = [
    ("placet ask korea signature-000 --why", "the whole proof of the first answer"),
    ("placet ask korea signature-000 --known 2014-11-10", "the same, on what was public a week before"),
    ("placet timeline korea signature-000", "since when the readings differ"),
    ("placet interview korea", "a question of your own, asked step by step"),
    ("placet statements korea --by JPN", "who said what, and how good the evidence is"),
    ("placet questions korea", "all questions that this rulebook keeps ready"),
    ("placet why korea base-use", "one rule: its text, its readings, what rests on it"),
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
