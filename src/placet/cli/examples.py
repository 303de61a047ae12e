"""The examples beneath a command's help."""

from __future__ import annotations


def examples(*lines: str) -> str:
    r"""Return lines as the end of a help page, each kept as it is.

    >>> examples("placet demo")
    '\x08\nExample:\n  placet demo'
    """
    # The control character tells click to leave the line breaks alone.
    return "\n".join(["\b", "Example:", *(f"  {line}" for line in lines)])
