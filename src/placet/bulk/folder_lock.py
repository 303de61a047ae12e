"""A folder that one run at a time may work in."""

from __future__ import annotations

from pathlib import Path
from typing import IO


class FolderLock:
    """Keeps other runs out of a folder while it is held; it ends with the process, however that ends.

    Args:
        file: the file in the folder that is locked; it is made if it is not there.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: IO[str] | None = None

    def take(self) -> bool:
        """Hold the folder, which is made if it is not there; say whether that could be done.

        Where the system has no such locks, it always can.
        """
        self._file.parent.mkdir(exist_ok=True)
        self._held = self._file.open("w")
        try:
            import fcntl

            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            return True
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Let others work in the folder again."""
        if self._held is not None:
            self._held.close()
            self._held = None
