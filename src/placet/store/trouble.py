"""What a store cannot do: a message, and what mends it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placet.store.records import Going, Removal


class StoreTrouble(Exception):
    """Something about the database, its folder or what was asked of it, in words for a person.

    Attributes:
        message: what is wrong, and where.
        help: what mends it, as a sentence.
    """

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class Removed(StoreTrouble):
    """A document that is asked for was removed.

    Attributes:
        removal: by whom, when and why.
    """

    def __init__(self, removal: Removal) -> None:
        title = f" (“{removal.title}”)" if removal.title else ""
        why = f": {removal.why}" if removal.why else ""
        super().__init__(
            f"the document `{removal.sha256[:12]}`{title} was removed on {removal.at[:10]} by {removal.by}{why}",
            "`placet evidence add` stores the same file again; `placet evidence list` shows all documents.",
        )
        self.removal = removal


class DecidedOn(StoreTrouble):
    """Documents that are not removed, because the work of people would go with them.

    Attributes:
        going: what would go with each of the documents that were named.
    """

    def __init__(self, going: tuple[Going, ...]) -> None:
        super().__init__(
            "nothing was removed: people have decided on what would go",
            "`placet evidence decisions` lists who decided what; `--force` removes it all the same.",
        )
        self.going = going


def folder_trouble(error: OSError, folder: Path) -> StoreTrouble:
    """Return what an error of the machine means for a store's folder."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreTrouble(f"the disk with `{folder}` is full", "Make room and say it again; nothing is half stored.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreTrouble(
            f"the folder `{folder}` cannot be written",
            "Give yourself the right to write there, or set PLACET_DATA to another folder.",
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return StoreTrouble(f"`{folder}` is not a folder", "Set PLACET_DATA to a folder.")
    reason = (error.strerror or "unknown reason").lower()
    return StoreTrouble(f"the folder `{folder}` cannot be used: {reason}", "Set PLACET_DATA to another folder.")
