"""What reads files, by name and version: kept with each document, and compared where it may be read anew."""

from __future__ import annotations

import functools

PLAIN_READER = "placet plain 4"
"""The reader of plain text; the number rises when its text, its paragraphs or what it knows of one become others."""

PAGE_READER = "placet page 1"
"""What is made of a page beside and after the library that finds its article."""

PDF_READER = "placet pdf 1"
"""What is made of a PDF after the library that takes its letters out."""


def page_reader(library: str) -> str:
    """Return the name of what reads a page of which a library, with its version, finds the article.

    >>> page_reader("trafilatura 2.3.1")
    'trafilatura 2.3.1, placet page 1'
    """
    return f"{library}, {PAGE_READER}"


def pdf_reader(library: str) -> str:
    """Return the name of what reads a PDF whose letters a library, with its version, takes out."""
    return f"{library}, {PDF_READER}"


def is_older(reader: str) -> bool:
    """Say whether a file was read by something else than what would read it today.

    >>> is_older("placet plain 1"), is_older(PLAIN_READER)
    (True, False)
    """
    return reader not in _newest()


@functools.cache
def _newest() -> frozenset[str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {PLAIN_READER}
    for package, name in (("trafilatura", page_reader), ("readability-lxml", page_reader), ("pypdfium2", pdf_reader)):
        try:
            found.add(name(f"{package} {version(package)}"))
        except PackageNotFoundError:  # what it read cannot be read anew here either
            continue
    return frozenset(found)
