"""`placet evidence reread`: read stored documents anew, and keep what people decided on with its words."""

from __future__ import annotations

import sys

import click

from placet import __version__
from placet.cli.evidence.at_desk import NEEDS, at_desk, complete_document, find_document, now
from placet.cli.examples import examples
from placet.cli.trouble import Ended, Trouble, tell_trouble


@click.command(
    "reread",
    short_help="read stored documents anew with the newest reader",
    epilog=examples(
        "placet evidence reread", "placet evidence reread ferry.txt --yes", "placet evidence reread --json"
    ),
)
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...", shell_complete=complete_document)
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask first.")
@click.option("--force", is_flag=True, help="Read anew also where decisions lose their words; they stay on record.")
@click.option("--json", "as_json", is_flag=True, help="Print what becomes of each as JSON; with `--yes` it does.")
def reread_command(documents: tuple[str, ...], is_sure: bool, force: bool, as_json: bool) -> None:
    """Read the stored bytes of documents anew, and propose their statements anew: all of them or none.

    Without DOCUMENT those are read anew that an older reader has read; `placet evidence list` marks them. What becomes
    of each is told before anything is written. A decision is kept where every word that it is about stands in the newer
    text as it did. Where one is not, the document is left as it is, and it is said which decision that would be. What a
    person said of a document stays.
    """
    from placet.cli.output import write, write_page
    from placet.evidence.readers import is_older

    with at_desk() as desk:
        # Only here: where the part `evidence` is not installed, opening the store says so.
        from placet.evidence.review.reread import reread
        from placet.show.reread import reread_json, reread_page

        home = str(desk.store.home)
        hashes = [find_document(desk, one) for one in documents] if documents else []
        if not documents:
            hashes = [one.sha256 for one in desk.store.documents.list() if is_older(one.extractor)]
        try:
            by_hash = {one.sha256: one for one in reread(desk.store, dict.fromkeys(hashes), is_forced=force)}
        except ModuleNotFoundError as error:
            raise Trouble(f"the package `{error.name}` is not installed", f"{NEEDS}.") from None
        found = [by_hash[one] for one in dict.fromkeys(hashes)]
        readings = [one.reading for one in found if one.reading is not None]
        if not found and not as_json:
            write("every stored document was read by the newest reader\n")
            return
        is_asked = bool(readings) and not is_sure and not as_json
        if is_asked:
            write_page(reread_page(found, home, is_written=False))
            is_sure = sys.stdin.isatty() and click.confirm("Read them anew?", err=True)
        if is_sure and readings:
            desk.store.readings.replace(readings, at=now())
            desk.freshen()
    is_written = is_sure and bool(readings)
    if as_json:
        write(reread_json(found, home, __version__, is_written=is_written) + "\n")
    elif not is_asked:
        write_page(reread_page(found, home, is_written=is_written))
    elif is_written:
        write("\ndone\n")
    if is_asked and not is_written:
        tell_trouble("nothing was written", "`--yes` reads them anew.")
        raise Ended(2)
    if any(one.reading is None for one in found):
        raise Ended(1)
