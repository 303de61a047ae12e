"""The draft that a command is given: a file beside a rulebook's or in the place of one, or another version of all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from placet.cli.session import tell_diagnostics
from placet.cli.trouble import Ended, Trouble, known_names
from placet.cli.versions import GIT, open_version

if TYPE_CHECKING:
    from placet.model import Rulebook


class OpenDraft(msgspec.Struct, frozen=True):
    """A rulebook as a draft would have it.

    Attributes:
        book: the other version.
        replaces: the file of the rulebook whose place the draft takes; empty where it takes none.
    """

    book: Rulebook
    replaces: str = ""


def open_draft(rulebook: str, draft: str) -> OpenDraft:
    """Load a rulebook with a draft.

    Args:
        rulebook: the rulebook, as it was named.
        draft: a Markdown file, a folder or a name that is another version of the whole, or `git:REVISION`.

    Raises:
        Trouble: there is no such draft, or it could take the place of several files.
        Ended: the draft, or the rulebook with it, has errors; they have been printed.
    """
    from placet.language import Draft, files_replaced, load_rulebook, shipped_rulebooks

    if draft.startswith(GIT):
        return OpenDraft(open_version(draft, rulebook))
    path = Path(draft)
    try:
        is_file = draft != "" and path.is_file()
        is_other_version = draft in shipped_rulebooks() if draft == "" or not path.exists() else path.is_dir()
    except (OSError, ValueError):
        is_file = is_other_version = False
    if is_other_version:
        return OpenDraft(open_version(draft, rulebook))
    if not is_file:
        raise Trouble(
            f"there is no draft `{draft}`",
            "A draft is a Markdown file, a folder with another version of the rulebook, or `git:REVISION`; with placet "
            f"come {known_names(shipped_rulebooks())}.",
        )
    places = files_replaced(rulebook, draft)
    if len(places) > 1:
        raise Trouble(
            f"`{draft}` could take the place of {known_names(places)}",
            f"Put it into a folder of the same name, as in `{places[0]}`, or give it a name of its own.",
        )
    replaces = places[0] if places else ""
    loaded = load_rulebook(rulebook, drafts=(Draft(draft, replaces),))
    if loaded.rulebook is None:
        tell_diagnostics([one for one in loaded.diagnostics if one.severity == "error"], loaded.texts)
        raise Ended(2)
    return OpenDraft(loaded.rulebook, replaces)
