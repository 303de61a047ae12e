"""Another version of a rulebook: a folder, a name, or a revision that git keeps."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from placet.cli.session import open_rulebook
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

    folder = Path(beside) if Path(beside).exists() else Path(shipped_rulebooks().get(beside, beside))
    if not folder.exists():
        raise Trouble(f"there is no rulebook `{beside}`", "Name a folder that is kept in git.")
    folder = folder.resolve()
    revision = version.removeprefix(GIT) or "HEAD"
    with tempfile.TemporaryDirectory() as place:
        _take_out(folder, revision, Path(place))
        return open_rulebook(str(Path(place) / folder.name))


def _take_out(folder: Path, revision: str, place: Path) -> None:
    """Write the files of a folder as they were in a revision into `place`, under the folder's own name."""
    if revision.startswith("-"):
        raise Trouble(f"`{revision}` is no revision", "Name a commit, a branch or a tag, as in `git:HEAD~1`.")
    where = folder if folder.is_dir() else folder.parent
    inside = "." if folder.is_dir() else folder.name
    try:
        archive = subprocess.run(  # noqa: S603 - no shell; the revision cannot be taken for an option
            ["git", "-C", str(where), "archive", "--format=tar", f"--prefix={folder.name}/", revision, "--", inside],  # noqa: S607 - the user's own git
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise Trouble("git is not installed", "A revision can only be compared where git keeps the rulebook.") from None
    if archive.returncode:
        told = archive.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Trouble(
            f"git has no `{revision}` of {folder}: {told[-1] if told else 'it says nothing'}",
            "Name a commit, a branch or a tag in which the rulebook was kept, as in `git:HEAD~1`.",
        )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        for member in tar:
            target = (place / member.name).resolve()
            content = tar.extractfile(member) if member.isfile() else None
            # Links and anything that points out of the folder are left out: a rulebook is plain files.
            if content is not None and target.is_relative_to(place.resolve()):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
