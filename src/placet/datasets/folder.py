"""Put a rulebook that was made into its folder: all of it or nothing, and never over somebody else's work."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from placet.diagnostics import Diagnostic
from placet.language import load_rulebook
from placet.model import Rulebook

MARK = "<!-- made by `placet import` -->"
"""What the first page of a folder says that an import has made: such a folder may be made anew."""


class Written(msgspec.Struct, frozen=True):
    """A rulebook in its folder."""

    folder: Path
    files: int
    rulebook: Rulebook


class FolderProblem(Exception):
    """The folder cannot be written: what is wrong, and what helps."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class UnsoundRulebook(Exception):
    """What was made is no sound rulebook, which is a fault of the program; nothing has been written."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        first = next(one for one in diagnostics if one.severity == "error")
        super().__init__(f"the rulebook that was made has an error: {first.message}")


def check_folder(folder: Path, *, is_forced: bool) -> None:
    """Tell that a folder must not be written.

    Raises:
        FolderProblem: there is something already, and it is not to be replaced, or is no import's work.
    """
    try:
        exists = folder.exists() or folder.is_symlink()
        is_own = exists and folder.is_dir() and not folder.is_symlink() and _is_imported(folder)
        has_parent = folder.resolve().parent.is_dir()
    except (OSError, ValueError) as error:
        raise FolderProblem(f"`{folder}` cannot be written", "Name another folder with `--out`.") from error
    if not has_parent:
        raise FolderProblem(f"there is no folder `{folder.parent}` to write into", "Make it first, or name another.")
    if not exists:
        return
    if not is_own:
        raise FolderProblem(
            f"`{folder}` is there already, and no import has made it", "Name another folder with `--out`."
        )
    if not is_forced:
        raise FolderProblem(
            f"`{folder}` is there already", "Name another folder with `--out`, or replace it with `--force`."
        )


def write_folder(folder: Path, pages: Mapping[str, str], *, is_forced: bool) -> Written:
    """Write the files of a rulebook, load it, and only then put it where it belongs.

    Raises:
        FolderProblem: the folder must not or cannot be written.
        UnsoundRulebook: what was made is not sound.
    """
    check_folder(folder, is_forced=is_forced)
    place = folder.resolve()
    try:
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.") as beside:
            made = Path(beside) / place.name
            made.mkdir()
            for name, text in pages.items():
                if name == "README.md":
                    text = f"{text.rstrip()}\n\n{MARK}\n"
                (made / name).write_text(text, encoding="utf-8", newline="\n")
            loaded = load_rulebook(made)
            if loaded.rulebook is None:
                raise UnsoundRulebook(loaded.diagnostics)
            if place.exists():
                old = Path(beside) / "before"
                place.rename(old)
                try:
                    made.rename(place)
                except OSError:
                    old.rename(place)
                    raise
                shutil.rmtree(old)
            else:
                made.rename(place)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise FolderProblem(
            f"`{folder}` cannot be written: {reason}", "Check the place and its permissions."
        ) from error
    return Written(folder, len(pages), loaded.rulebook)


def _is_imported(folder: Path) -> bool:
    page = folder / "README.md"
    return page.is_file() and MARK in page.read_text("utf-8", errors="replace")
