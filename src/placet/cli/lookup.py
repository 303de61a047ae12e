"""`placet questions`, `fields` and `points`: what a rulebook can be asked, and what is in dispute."""

from __future__ import annotations

import click

from placet.cli.completion import complete_rulebook
from placet.cli.examples import examples
from placet.cli.session import default_rulebook, open_rulebook


@click.command("questions", epilog=examples("placet questions korea"))
@click.argument("rulebook", required=False, shell_complete=complete_rulebook)
def questions_command(rulebook: str | None) -> None:
    """List the questions that a rulebook keeps ready."""
    from placet.cli.output import write_page
    from placet.show.registers import questions_page

    book = open_rulebook(rulebook or default_rulebook())
    write_page(questions_page(book, book.questions.values()))


@click.command("fields", epilog=examples("placet fields korea"))
@click.argument("rulebook", required=False, shell_complete=complete_rulebook)
def fields_command(rulebook: str | None) -> None:
    """List what can be said of a situation: every field with its question and its values."""
    from placet.cli.output import write_page
    from placet.show.registers import fields_page

    book = open_rulebook(rulebook or default_rulebook())
    write_page(fields_page(book, book.fields.values()))


@click.command("points", epilog=examples("placet points korea"))
@click.argument("rulebook", required=False, shell_complete=complete_rulebook)
def points_command(rulebook: str | None) -> None:
    """List the matters in dispute, with what is filed under each.

    `placet statements RULEBOOK --about POINT` lists who said what about one of them.
    """
    from placet.cli.output import write_page
    from placet.show.registers import points_page

    book = open_rulebook(rulebook or default_rulebook())
    write_page(points_page(book, book.points.values()))
