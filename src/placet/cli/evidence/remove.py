"""`placet evidence remove`: take documents out of the store for good; that they were removed is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from placet import __version__
from placet.cli.evidence.at_desk import at_desk, by_option, complete_document, find_document, now, who
from placet.cli.examples import examples
from placet.cli.trouble import Ended, tell_trouble

if TYPE_CHECKING:
    from placet.store import Going


@click.command(
    "remove",
    short_help="remove stored documents for good",
    epilog=examples(
        'placet evidence remove ferry.txt --why "the wrong page"', "placet evidence remove 51e32336 --force --json"
    ),
)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...", shell_complete=complete_document)
@click.option("--why", default="", metavar="WORDS", help="Why; it is kept.")
@click.option("--force", is_flag=True, help="Remove also what people have decided on or linked.")
@by_option
@click.option("--json", "as_json", is_flag=True, help="Print what went, or would go, as JSON.")
def remove_command(documents: tuple[str, ...], why: str, force: bool, by: str | None, as_json: bool) -> None:
    """Remove documents with the text, the stored bytes and all that was proposed in them: all of them or none.

    What people have decided on is refused, and it is said what would go; with --force it goes, too. Only the hash, the
    title, who removed it, when and why are kept, and told where the same file is added again.
    """
    from placet.cli.output import write, write_page
    from placet.show.removals import removal_json, removal_page
    from placet.store import DecidedOn, StoreTrouble

    person, why = who(by), " ".join(why.split())
    with at_desk() as desk:
        home = str(desk.store.home)
        desk.freshen()
        hashes = [find_document(desk, one) for one in documents]
        going: tuple[Going, ...] = ()
        trouble: StoreTrouble | None = None
        try:
            going = desk.store.removals.remove(hashes, by=person, at=now(), why=why, is_forced=force)
            desk.store.removals.finish()
        except StoreTrouble as told:
            trouble = told
            if isinstance(told, DecidedOn):
                going = told.going
            elif not going:
                raise
    is_removed = not isinstance(trouble, DecidedOn)
    if as_json:
        message = trouble.message if trouble is not None else ""
        write(removal_json(going, home, __version__, is_removed=is_removed, by=person, why=why, trouble=message) + "\n")
    else:
        write_page(removal_page(going, home, is_removed=is_removed))
    if trouble is not None:
        tell_trouble(trouble.message, trouble.help)
        raise Ended(1 if is_removed else 2)
