"""A file that a command writes: refused where another is there already, and written in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from placet.cli.trouble import Trouble


def check_target(out: Path, *, is_forced: bool) -> None:
    """Tell that a file cannot be written where it is wanted, before anything is worked out.

    Raises:
        Trouble: its folder is not there, or something is in its place that is not to be replaced.
    """
    if not out.parent.is_dir():
        raise Trouble(f"there is no folder `{out.parent}`", "Make it first, or write to another.")
    if out.is_dir():
        raise Trouble(f"`{out}` is a folder", "Name a file to write.")
    if out.exists() and not out.is_file():
        raise Trouble(f"`{out}` is no file", "Name a file to write.")
    if out.exists() and not is_forced:
        raise Trouble(f"`{out}` is there already", "`--force` replaces it.")


@contextmanager
def writing(out: Path) -> Iterator[TextIO]:
    """Lend a stream whose text becomes the file in one step, so that an interruption leaves no half of it.

    Raises:
        Trouble: it cannot be written; what was there is as it was.
    """
    try:
        handle, beside = tempfile.mkstemp(dir=out.resolve().parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                yield stream
            Path(beside).chmod(0o666 & ~_umask())
            Path(beside).replace(out)
        except BaseException:  # an interruption leaves as little behind as an error; it is raised again
            Path(beside).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no reason given").lower()
        raise Trouble(f"`{out}` cannot be written: {reason}", "Check the place and its permissions.") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
