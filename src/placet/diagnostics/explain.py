"""The pages that explain the codes of diagnostics, one Markdown file each, shipped beside this module."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

FRAME = ("What", "Why", "Wrong", "Right")
"""The sections of every page, in this order, below a title that opens with the code."""

_CODE = re.compile(r"[A-Z][0-9]{3,4}\Z")
_TITLE = re.compile(r"# (?P<code>\S+): (?P<title>[^\n]+)\n")
_EXAMPLE = re.compile(r"^```placet\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Page(msgspec.Struct, frozen=True):
    """One page in its parts; `wrong` and `right` are the bodies of these sections, examples included."""

    code: str
    title: str
    what: str
    why: str
    wrong: str
    right: str

    @property
    def has_example(self) -> bool:
        """Whether a `placet` block shows what is wrong (a file that cannot be read has none)."""
        return _EXAMPLE.search(self.wrong) is not None


def explain(code: str) -> str | None:
    """Return the page of a code, in Markdown; None where there is no such code.

    >>> explain("nonsense") is None
    True
    """
    name = code.strip().upper()
    if not _CODE.match(name):
        return None
    page = _folder() / f"{name}.md"
    return page.read_text(encoding="utf-8") if page.is_file() else None


def codes_with_pages() -> tuple[str, ...]:
    """Return all codes that have a page, in order."""
    names = (entry.name.removesuffix(".md") for entry in _folder().iterdir() if entry.name.endswith(".md"))
    return tuple(sorted(names))


def parse_page(text: str) -> Page:
    """Return a page in its parts.

    Raises:
        ValueError: where the title or a section of the frame is missing, doubled or out of order.
    """
    title = _TITLE.match(text)
    sections = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    if title is None or tuple(sections[1::2]) != FRAME:
        raise ValueError(f"a page needs a title with its code, then the sections {', '.join(FRAME)}")
    what, why, wrong, right = (body.strip() for body in sections[2::2])
    return Page(title["code"], title["title"], what, why, wrong, right)


def _folder() -> Traversable:
    return files("placet.diagnostics") / "pages"
