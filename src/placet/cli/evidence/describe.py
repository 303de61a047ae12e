"""`placet evidence describe`: say what is known of a stored document; what was kept before stays on record."""

from __future__ import annotations

import click

from placet.cli.evidence.at_desk import at_desk, by_option, complete_document, find_document, now, who
from placet.cli.evidence.known import known_options, read_known
from placet.cli.examples import examples
from placet.cli.trouble import Trouble


@click.command(
    "describe",
    short_help="say what a stored page does not: its day, its outlet",
    epilog=examples(
        "placet evidence describe interview.txt --posted 2014-11-18",
        'placet evidence describe interview.txt --posted unknown --why "the stamp is that of the print"',
        'placet evidence describe 51e32336 --outlet "Harbour Post" --why "printed on the clipping"',
    ),
)
@click.argument("document", shell_complete=complete_document)
@known_options
@click.option("--why", default="", metavar="WORDS", help="Where you know it from.")
@by_option
def describe_command(document: str, why: str, by: str | None, **known: str | None) -> None:
    """Give what you know of DOCUMENT: it counts from now on, and what was read or given before is kept beside it."""
    from placet.cli.evidence.statements import propose_where_new
    from placet.cli.output import write_page
    from placet.show.documents import document_page

    values = read_known(known)
    if not values:
        raise Trouble("nothing is said of the document", "Give at least one of `--posted`, `--outlet`, `--title` …")
    with at_desk() as desk:
        from placet.store.documents import OVERTAKEN

        sha256 = find_document(desk, document)
        desk.store.documents.correct(sha256, dict(values), who=who(by), at=now(), note=" ".join(why.split()))  # type: ignore[arg-type]  # the options are the fields
        if desk.store.statements.rules_of(sha256) == OVERTAKEN:
            propose_where_new(desk, [sha256])
            click.echo("note: the statements proposed in it are worked out anew", err=True)
        found, history = desk.store.documents.get(sha256), desk.store.documents.history(sha256)
    write_page(document_page(found, history, (), is_brief=True))
