"""What is kept of edits, in the folder of stored data: drafts, versions before a save, what an edit began from."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import shutil
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Literal

import msgspec

from placet.web.edit_files import MOST_LETTERS, digest_of, put_in_place
from placet.web.settings import Settings

MOST_VERSIONS = 100
MOST_BASES = 20
MOST_BEGUN = 40
"""How many texts that an edit began from are remembered before anything was typed."""

_VERSION = re.compile(r"(\d{8}T\d{12})-(saved|aside)-([0-9a-f]{16})\.md")


_BEGUN: OrderedDict[str, str] = OrderedDict()
_LOCK = threading.Lock()


def begin(text: str) -> None:
    """Remember the text that is shown to be edited; it is kept on disk as soon as something is typed."""
    with _LOCK:
        _BEGUN[digest_of(text)] = text
        _BEGUN.move_to_end(digest_of(text))
        while len(_BEGUN) > MOST_BEGUN or (len(_BEGUN) > 1 and sum(map(len, _BEGUN.values())) > MOST_LETTERS):
            _BEGUN.popitem(last=False)


class Draft(msgspec.Struct, frozen=True):
    """What somebody typed and has not saved: the text, the digest of the text it began from, and when it was kept."""

    text: str
    base: str
    at: dt.datetime


class Version(msgspec.Struct, frozen=True):
    """A text that is kept: what a file held before it was saved over, or a draft that was set aside."""

    id: str
    at: dt.datetime
    why: Literal["saved", "aside"]
    digest: str


def folder_of(home: Path, rulebook: Path) -> Path:
    """Return where all is kept of the edits of a rulebook; it is not there before something is."""
    return home / "edits" / _name(rulebook.name, str(rulebook.resolve()))


class Kept:
    """What is kept of the edits of one file.

    Every method that writes raises OSError where it cannot; nothing of it concerns the rulebook's own files.

    Args:
        home: the folder of stored data.
        rulebook: where the rulebook lies.
        place: the file's name in it.
    """

    def __init__(self, home: Path, rulebook: Path, place: str) -> None:
        self.folder = folder_of(home, rulebook) / _name(Path(place).name, place)

    def draft(self) -> Draft | None:
        """Return what was typed and not saved; None where there is nothing, or nothing that can be read."""
        try:
            return msgspec.json.decode((self.folder / "draft.json").read_bytes(), type=Draft)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def keep_draft(self, text: str, base: str) -> None:
        """Keep what is typed."""
        found = self.draft()
        if found is not None and (found.text, found.base) == (text, base):
            return
        with _LOCK:
            begun = _BEGUN.get(base)
        if begun is not None:
            self._keep_base(begun)
        self._write("draft.json", msgspec.json.encode(Draft(text, base, _now())))

    def drop_draft(self) -> None:
        """Forget what was typed."""
        with contextlib.suppress(FileNotFoundError):
            (self.folder / "draft.json").unlink()

    def versions(self) -> list[Version]:
        """Return the texts that are kept, the latest first."""
        try:
            names = sorted((path.name for path in (self.folder / "versions").iterdir()), reverse=True)
        except OSError:
            return []
        found = []
        for name in names:
            parts = _VERSION.fullmatch(name)
            if parts is not None:
                at = dt.datetime.strptime(parts[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=dt.UTC)
                why: Literal["saved", "aside"] = "saved" if parts[2] == "saved" else "aside"
                found.append(Version(name.removesuffix(".md"), at, why, parts[3]))
        return found

    def keep_version(self, text: str, why: Literal["saved", "aside"]) -> str:
        """Keep a text and return its id."""
        digest = digest_of(text)
        latest = next(iter(self.versions()), None)
        if latest is not None and latest.digest == digest and latest.why == why:
            return latest.id
        name = f"{_now():%Y%m%dT%H%M%S%f}-{why}-{digest}"
        self._write(f"versions/{name}.md", text.encode("utf-8", "surrogatepass"))
        for old in self.versions()[MOST_VERSIONS:]:
            with contextlib.suppress(OSError):
                (self.folder / "versions" / f"{old.id}.md").unlink()
        return name

    def version(self, name: str) -> str | None:
        """Return a text that is kept; None where there is none of that id."""
        if not any(one.id == name for one in self.versions()):
            return None
        try:
            return (self.folder / "versions" / f"{name}.md").read_bytes().decode("utf-8", "surrogatepass")
        except OSError:
            return None

    def base(self, digest: str) -> str | None:
        """Return a text that an edit began from; None where it is not there any more."""
        if not re.fullmatch(r"[0-9a-f]{16}", digest):
            return None
        with _LOCK:
            if digest in _BEGUN:
                return _BEGUN[digest]
        for place in (self.folder / "bases" / f"{digest}.md", *self._versions_of(digest)):
            with contextlib.suppress(OSError):
                return place.read_bytes().decode("utf-8", "surrogatepass")
        return None

    def _keep_base(self, text: str) -> None:
        """Keep the text that an edit began from, as the common ancestor of what may come; failing to is no fault."""
        name = f"bases/{digest_of(text)}.md"
        if (self.folder / name).exists():
            return
        with contextlib.suppress(OSError):
            self._write(name, text.encode("utf-8", "surrogatepass"))
            bases = sorted((self.folder / "bases").iterdir(), key=lambda path: path.stat().st_mtime)
            for old in bases[:-MOST_BASES]:
                old.unlink()

    def _versions_of(self, digest: str) -> list[Path]:
        return [self.folder / "versions" / f"{one.id}.md" for one in self.versions() if one.digest == digest]

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(path, data, 0o600)


def home_of(settings: Settings) -> Path:
    """Return the folder of stored data."""
    if settings.data is not None:
        return settings.data
    from placet.store.home import find_home

    return find_home()


def copy_rulebook(rulebook: Path, home: Path) -> Path:
    """Copy a rulebook to the folder of stored data, where it can be written, and return where it is.

    Links are left out, and so is what is hidden.

    Raises:
        OSError: it cannot be copied; nothing of the copy is left.
    """
    place = home / "rulebooks"
    place.mkdir(parents=True, exist_ok=True)
    stem = rulebook.stem if rulebook.is_file() else rulebook.name
    number, target = 1, place / f"{stem}-copy"
    while target.exists():
        number += 1
        target = place / f"{stem}-copy-{number}"
    started = target.with_name(f".{target.name}")
    shutil.rmtree(started, ignore_errors=True)
    try:
        if rulebook.is_file():
            started.mkdir()
            shutil.copyfile(rulebook, started / rulebook.name)
        else:
            _copy_below(rulebook, started)
        started.rename(target)
    except OSError:
        shutil.rmtree(started, ignore_errors=True)
        raise
    return target


def _copy_below(one: Path, other: Path) -> None:
    other.mkdir()
    for path in sorted(one.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            _copy_below(path, other / path.name)
        elif path.is_file():
            shutil.copyfile(path, other / path.name)


def _name(shown: str, whole: str) -> str:
    """Return a name of a folder that is readable and no other thing's."""
    letters = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in shown)[:40].strip("-")
    return (
        f"{letters or 'unnamed'}-{hashlib.blake2b(whole.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
