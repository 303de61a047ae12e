"""The folder of stored bytes: each file under its SHA-256, there as a whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from placet.store.trouble import StoreTrouble, folder_trouble

AT_ONCE = 16
"""How many files are forced to the disk at once: most of the time is spent waiting for it."""


class BytesFolder:
    """Bytes by their SHA-256, in `ab/abcdef…`, beneath a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, raw: bytes) -> str:
        """Store bytes and return their SHA-256; what is there already and sound is left alone.

        They are written beside their place, forced to the disk and then moved: whoever reads finds all or nothing.

        Raises:
            StoreTrouble: the folder cannot be written, or the disk is full.
        """
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self._path(sha256)
        try:
            if _holds(path, raw):
                return sha256
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, raw)
        except OSError as error:
            raise folder_trouble(error, self._folder) from None
        return sha256

    def keep_all(self, raws: Sequence[bytes]) -> tuple[str, ...]:
        """Store several files at once, as `keep` does one: the disk takes them together, and not one after the other.

        Raises:
            StoreTrouble: the folder cannot be written, or the disk is full.
        """
        if len(raws) < 2:
            return tuple(map(self.keep, raws))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return tuple(pool.map(self.keep, raws))

    def has(self, sha256: str) -> bool:
        """Say whether bytes are stored under a hash, sound or not."""
        return self._path(sha256).is_file()

    def drop(self, sha256: str) -> None:
        """Take bytes away, if they are there.

        Raises:
            StoreTrouble: the folder cannot be written.
        """
        path = self._path(sha256)
        try:
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                _settle(path.parent)
        except OSError as error:
            raise folder_trouble(error, self._folder) from None

    def read(self, sha256: str) -> bytes:
        """Return the bytes that were stored under a hash.

        Raises:
            StoreTrouble: they are gone, cannot be read, or are not what was stored.
        """
        path = self._path(sha256)
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            raise StoreTrouble(
                f"the stored bytes of `{sha256[:12]}` are gone: `{path}` is not there", _ADD_AGAIN
            ) from None
        except OSError as error:
            raise folder_trouble(error, self._folder) from None
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise StoreTrouble(f"the stored bytes of `{sha256[:12]}` are damaged: `{path}`", _ADD_AGAIN)
        return raw

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


_ADD_AGAIN = "Add the same file again; its text and what was decided about it are kept."


def _holds(path: Path, raw: bytes) -> bool:
    try:
        return path.stat().st_size == len(raw) and path.read_bytes() == raw
    except FileNotFoundError:
        return False


def _write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that it is there with all its bytes or not at all, whenever the power goes."""
    handle, beside = tempfile.mkstemp(prefix=".incoming-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:  # an interruption leaves no half file either; it is raised again
        Path(beside).unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Force a folder's list of names to the disk, where the platform lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
