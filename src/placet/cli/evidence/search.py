"""`placet evidence search`: passages and statements by words, speaker, party, stance, day, document and status."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from placet import __version__
from placet.cli.evidence.at_desk import at_desk, complete_document, find_document, nothing_stored
from placet.cli.evidence.statements import STATUSES
from placet.cli.examples import examples
from placet.cli.records import STANCES
from placet.cli.session import DAY
from placet.cli.trouble import Trouble, known_names

if TYPE_CHECKING:
    from placet.evidence.review import Desk


@click.command(
    "search",
    epilog=examples(
        'placet evidence search "prior consent"',
        "placet evidence search ferry --party JPN --stance denies",
        "placet evidence search --speaker Oda --from 2014-01-01 --to 2014-12-31",
    ),
)
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--speaker", default="", metavar="WORDS", help="Words of the speaker's name or office.")
@click.option("--party", default="", metavar="CODE", help="Only statements for this party: JPN.")
@click.option("--stance", type=click.Choice(STANCES), help="Only statements of this stance.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="Only what was said on this day or later.")
@click.option("--to", "last", type=DAY, metavar="DAY", help="Only what was said on this day or earlier.")
@click.option("--document", metavar="DOCUMENT", help="Only in this article.", shell_complete=complete_document)
@click.option("--status", type=click.Choice(STATUSES), help="Only statements that stand so.")
@click.option("--most", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many to show.")
@click.option("--ids", is_flag=True, help="Print only the ids of the statements, one a line, for other commands.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def search_command(
    words: tuple[str, ...],
    speaker: str,
    party: str,
    stance: str | None,
    first: dt.date | None,
    last: dt.date | None,
    document: str | None,
    status: str | None,
    most: int,
    ids: bool,
    as_json: bool,
) -> None:
    """Search statements, and the passages of all stored articles where nothing but words is asked for.

    All WORDS must occur; words with a space between them, given as one, in that order; `word*` is a beginning.
    """
    from placet.cli.output import write, write_page
    from placet.show.statements import found_page
    from placet.show.statements_json import found_json

    typed = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    if not any((typed.strip(), speaker, party, stance, first, last, status, document)):
        raise Trouble("nothing is searched for", "Give words, or an option such as `--speaker Oda`.")
    with at_desk() as desk:
        from placet.store.search import Wanted

        desk.freshen()
        wanted = Wanted(
            words=typed,
            speaker=speaker,
            party=party,
            stance=stance or "",
            first_day=first.isoformat() if first is not None else "",
            last_day=last.isoformat() if last is not None else "",
            document=find_document(desk, document) if document is not None else "",
            status=status or "",
            most=most,
        )
        found = desk.store.search.statements(wanted)
        if not found.hits and not desk.store.documents.list():
            raise nothing_stored()
        if party and not found.hits:
            _tell_of_party(desk, party)
        passages = () if wanted.is_about_statements else desk.store.search.passages(wanted)
        if ids:
            write("".join(f"{hit.standing.id}\n" for hit in found.hits))
        elif as_json:
            write(found_json(found, passages, __version__) + "\n")
        else:
            write_page(found_page(found, passages))


def _tell_of_party(desk: Desk, party: str) -> None:
    """Say that no stored statement is for a party, and which parties there are statements for."""
    from placet.evidence.parties.table import codes_named

    codes = {one.party for each in desk.store.statements.standing() for one in each.statement.spoken_for if one.party}
    if party.upper() in codes:
        return
    named = next((code for code in codes_named(party) if code in codes), None)
    help = f"did you mean `{named}`?" if named else f"there are some for {known_names(sorted(codes))}" if codes else ""
    click.echo(f"note: no statement is for `{party}`{f'; {help}' if help else ''}", err=True)
