"""Name a proposal by what it is about: its document, the words of its content and its cue, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from placet.model.documents import Span


def name_proposal(document: str, content: Iterable[Span], cue: Span | None, *, reading: int = 0) -> str:
    """Return the id of a proposal: 16 hexadecimal digits, the same on every machine and in every run.

    Args:
        document: the document's SHA-256.
        content: where the words of its content stand.
        cue: where its cue stands.
        reading: 0, or which further reading of the very same words it is.

    >>> from placet.model.documents import Span
    >>> name_proposal("ab" * 32, (Span(10, 20),), Span(0, 4))
    '7bea49eac3e3ddb8'
    """
    parts = [document, *(f"{span.start}-{span.end}" for span in content), "cue"]
    if cue is not None:
        parts.append(f"{cue.start}-{cue.end}")
    if reading:
        parts.append(f"reading {reading}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
