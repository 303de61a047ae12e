"""Another version of a rulebook, as it is named on the command line: a folder, a name, or a revision that git keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from placet.cli.session import loaded_rulebook, open_rulebook
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.model import Rulebook

GIT = "git:"
"""What a revision begins with: `git:HEAD~1`."""


def open_version(version: str, beside: str) -> Rulebook:
    """Load another version of a rulebook.

    Args:
        version: a folder or a name, or `git:REVISION` for an earlier state of the rulebook's own folder.
        beside: the rulebook it is a version of, as it was named.

    Raises:
        Trouble: there is no such version.
        Ended: it has errors; they have been printed.
    """
    if not version.startswith(GIT):
        return open_rulebook(version)
    from placet.language import shipped_rulebooks
    from placet.language.versions import NoVersion, load_revision

    folder = Path(beside) if Path(beside).exists() else Path(shipped_rulebooks().get(beside, beside))
    if not folder.exists():
        raise Trouble(f"there is no rulebook `{beside}`", "Name a folder that is kept in git.")
    try:
        return loaded_rulebook(load_revision(folder.resolve(), version.removeprefix(GIT) or "HEAD"))
    except NoVersion as none:
        raise Trouble(none.message, none.help) from None
