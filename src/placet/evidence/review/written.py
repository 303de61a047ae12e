"""Exported statements written into a file of a rulebook: checked first, and with the digits of their passages."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from placet.evidence.review.decide import Refused
from placet.evidence.review.export import Exported
from placet.evidence.review.passages import FILE, read_passages, write_passages
from placet.evidence.review.words import paragraph_words, passage_hash
from placet.language import Draft, Loaded, load_rulebook

if TYPE_CHECKING:
    from placet.store import Store


def load_with(rulebook: str | Path, text: str) -> Loaded:
    """Load a rulebook with exported statements beside its own files, without writing them there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "statements-from-articles.md")
        path.write_text(text, "utf-8")
        return load_rulebook(str(rulebook), drafts=[Draft(str(path))])


def write_statements(made: Exported, target: Path, store: Store) -> None:
    """Add exported statements to a file, new or not, and their passages' digits to the table beside it.

    Each of the two is there as it was or as it should be, whatever happens; the statements stand last, so that no
    statement is without its digits.

    Raises:
        Refused: the file or the table cannot be read or written; it is as it was.
    """
    try:
        before = target.read_text("utf-8") if target.exists() else ""
        body = made.text if not before else f"{before.rstrip()}\n\n{made.text.partition(chr(10))[2].lstrip()}"
        known = read_passages(target.parent)
        for name, (sha256, number) in made.passages.items():
            known.setdefault(name, passage_hash(paragraph_words(store.documents.get(sha256), number)))
        _put(target.parent / FILE, write_passages(known))
        _put(target, body)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no text in UTF-8"
        raise Refused(
            f"`{target}` cannot be written: {reason.lower()}", "Name a file in a folder that is there."
        ) from None


def _put(path: Path, text: str) -> None:
    incoming = path.with_name(f".{path.name}.incoming")
    try:
        incoming.write_text(text, "utf-8")
        if path.exists():
            incoming.chmod(path.stat().st_mode & 0o777)
        incoming.replace(path)
    except OSError:
        incoming.unlink(missing_ok=True)
        raise
