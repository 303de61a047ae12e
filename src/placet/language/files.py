"""Read the Markdown files of a rulebook from disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from placet.diagnostics.diagnostic import Diagnostic, Span

MAX_FILE_BYTES = 20_000_000
"""The largest Markdown file that is read."""


def find_files(folder: Path) -> list[str]:
    """Return the Markdown files below a folder, relative to it and in order; what is hidden is left out."""
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [(Path(place) / name).relative_to(folder).as_posix() for name in files if is_read(name)]
    return sorted(found)


def is_read(path: str) -> bool:
    """Say whether a file of a folder is read with it, by its path there: Markdown, and nothing of it hidden."""
    return path.lower().endswith(".md") and not any(part.startswith(".") for part in path.split("/"))


def read_text(path: Path, name: str) -> str | Diagnostic:
    """Return the text of a file, or why it cannot be read.

    Args:
        path: the file.
        name: what to call it.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return problem("E0103", f"`{name}` is not a file", "Name a Markdown file or a folder of them.")
        if status.st_size > MAX_FILE_BYTES:
            size = status.st_size / 1_000_000
            return problem(
                "E0106",
                f"`{name}` has {size:.0f} MB, more than the {MAX_FILE_BYTES // 1_000_000} MB that are read",
                "Split the file.",
            )
        data = path.read_bytes()
    except OSError as error:
        return problem(
            "E0103",
            f"`{name}` cannot be read: {(error.strerror or 'no reason given').lower()}",
            "Check the file and its permissions.",
        )
    if b"\0" in data:
        return problem("E0105", f"`{name}` is not a text file", "A rulebook is made of Markdown files.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return problem(
            "E0104", f"`{name}` is not UTF-8 text: line {line} has a byte that does not fit", "Save the file as UTF-8."
        )


def problem(code: str, message: str, help: str, span: Span | None = None) -> Diagnostic:
    """Return an error that concerns a file as a whole."""
    return Diagnostic(code, "error", message, span, help)
