"""The rulebooks that come with placet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def shipped_rulebooks(folder: Path | None = None) -> dict[str, Path]:
    """Return the rulebooks that come with placet, by name.

    Args:
        folder: where they lie; None: inside the installed package, or else at the root of the checkout.
    """
    place = folder if folder is not None else _shipped_folder()
    if place is None or not place.is_dir():
        return {}
    return {path.name: path for path in _rulebooks_in(place)}


def _rulebooks_in(place: Path) -> Iterator[Path]:
    """The folders that are rulebooks; one without a page of its own (`examples`) is a shelf of them."""
    for path in sorted(place.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            if any(path.glob("*.md")):
                yield path
            else:
                yield from _rulebooks_in(path)


def _shipped_folder() -> Path | None:
    package = Path(__file__).resolve().parents[1]
    inside = package / "rulebooks"
    if inside.is_dir():
        return inside
    checkout = package.parent.parent / "rulebooks"
    return checkout if checkout.is_dir() else None
