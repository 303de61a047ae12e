"""The literate text of a rulebook in pieces: prose between its blocks, and every declaration with its lines."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec

from placet.language.tree import Block, Declaration, Tree
from placet.language.words import WORDS
from placet.model import Reading, Rulebook
from placet.web.prose import render_prose
from placet.web.worlds import World

ON_A_PAGE = 60
"""How many declarations one page of a file shows."""

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

KINDS = {
    "party": "parties",
    "voice": "voices",
    "place": "places",
    "field": "fields",
    "term": "terms",
    "relation": "relations",
    "point": "points",
    "source": "sources",
    "statement": "statements",
    "instrument": "instruments",
    "rule": "rules",
    "question": "questions",
}
"""The kinds of declaration that have a name, each with where the rulebook keeps them."""


class Heading(msgspec.Struct, frozen=True):
    """A heading of the text: its level from 1, its title, its anchor, the page of its file it stands on."""

    level: int
    title: str
    anchor: str
    page: int = 1


class Prose(msgspec.Struct, frozen=True):
    """Text between blocks, as written; `heads` are the anchors and levels of its headings, in order."""

    line: int
    start: int
    text: str
    heads: tuple[tuple[str, int], ...] = ()

    @property
    def anchor(self) -> str:
        """How it is linked to."""
        return f"p-{self.line}"


class Token(msgspec.Struct, frozen=True):
    """A piece of a declaration: a word of the language, a text, a name (`of`), a note, or what stands between."""

    kind: Literal["", "word", "text", "name", "note"]
    text: str
    of: str = ""


class Declared(msgspec.Struct, frozen=True):
    """A declaration: its kind and name (of a reading its id), its line, its characters and its tokens in the file."""

    kind: str
    name: str
    title: str
    line: int
    start: int
    end: int
    first: int
    last: int

    @property
    def anchor(self) -> str:
        """How it is linked to."""
        return f"d-{self.name or self.line}"


Piece = Prose | Declared


class File(msgspec.Struct, frozen=True):
    """A file of the text.

    Attributes:
        place: its name in `Where`: what an address names it by.
        title: its first heading, or its name.
        own: whether it belongs to the rulebook itself, and not to one that it uses.
        tree: the file as it was read.
        pages: its pieces, for each page.
        headings: its headings.
        counts: how many declarations of each kind it has.
    """

    place: str
    title: str
    own: bool
    tree: Tree
    pages: tuple[tuple[Piece, ...], ...]
    headings: tuple[Heading, ...]
    counts: dict[str, int]


class Text(msgspec.Struct, frozen=True):
    """The whole text: files by their names, and where each name is declared: its file and the page of it."""

    files: dict[str, File]
    places: dict[str, tuple[str, int]]


def text_of(world: World) -> Text:
    """Return the text of a rulebook in pieces, made once for each version."""
    return world.keep("text", lambda: _split(world))


def things_of(world: World) -> dict[tuple[str, str], Any]:
    """Return every declared thing by kind and name; a reading's name is its id."""
    return world.keep("things", lambda: _things(world.book))


def tokens_of(text: Text, file: File, one: Declared) -> list[Token]:
    """Return what is written in a declaration, its words and names told apart."""
    tree, tokens = file.tree, file.tree.tokens
    marks: list[tuple[int, int, Token]] = []
    for at in range(one.first, one.last):
        name, kind = tokens.texts[at], tokens.kinds[at]
        start, end = tokens.starts[at], tokens.ends[at]
        if not one.start <= start < end <= one.end:
            continue
        written = tree.text[start:end]
        if kind == "TEXT":
            marks.append((start, end, Token("text", written)))
        elif kind in ("NAME", "OFFICE") and name in text.places:
            marks.append((start, end, Token("name", written, name)))
        elif kind in WORDS:
            marks.append((start, end, Token("word", written)))
    found: list[Token] = []
    at = one.start
    for start, end, token in sorted([*marks, *_notes(tree, one)], key=lambda mark: mark[0]):
        if start > at:
            found.append(Token("", tree.text[at:start]))
        found.append(token)
        at = end
    if at < one.end:
        found.append(Token("", tree.text[at : one.end]))
    return found


def prose_markup(prose: Prose, leads: Callable[[str], str] | None = None) -> Any:  # noqa: ANN401 - markup, which the templates take as it is
    """Return prose as safe markup, its headings one level down and with anchors: a page has one title of its own.

    `leads` says where a link to another file leads here.
    """
    heads = iter(prose.heads)
    markup = render_prose(prose.text, leads)

    def opened(found: re.Match[str]) -> str:
        anchor, level = next(heads, ("", 6))
        name = f' id="{anchor}"' if anchor else ""
        below = min(level + 1, 6)
        return f"<h{below}{name}>{found[2]}</h{below}>"

    # All markup of the text's own was escaped, so what looks like a heading is one; anchors are letters and digits.
    return type(markup)(_HEADING.sub(opened, str(markup)))


def _split(world: World) -> Text:
    files: dict[str, File] = {}
    places: dict[str, tuple[str, int]] = {}
    names = _by_place(world.book)
    own = {id(tree) for tree in world.own_trees}
    for tree in world.trees:
        if tree.place in files:
            continue
        files[tree.place] = file = _file(tree, names, own=id(tree) in own)
        for number, page in enumerate(file.pages, 1):
            for piece in page:
                if isinstance(piece, Declared) and piece.name:
                    places.setdefault(piece.name, (tree.place, number))
    for party in world.book.parties.values():
        for office in party.offices if party.id in places else ():
            places.setdefault(f"{party.id}.{office.id}", places[party.id])
    ordered = sorted(files.values(), key=lambda file: (not file.own, Path(file.place).name.lower() != "readme.md"))
    return Text({file.place: file for file in ordered}, places)


def _file(tree: Tree, names: dict[tuple[str, int], Any], *, own: bool) -> File:
    pages: list[list[Piece]] = [[]]
    headings: list[Heading] = []
    counts: dict[str, int] = {}
    used: set[str] = set()
    declared = 0
    at = 0
    for block in [*tree.blocks, None]:
        # The fence itself is part of neither.
        end = tree.text.rfind("\n", 0, max(block.start - 1, 0)) + 1 if block is not None else len(tree.text)
        prose = tree.text[at:end] if end > at else ""
        if prose.strip():
            found = _prose(tree, at, prose, used)
            pages[-1].append(found[0])
            headings.extend(msgspec.structs.replace(one, page=len(pages)) for one in found[1])
        if block is None:
            break
        for piece in _declared(tree, block, names, used):
            if declared >= ON_A_PAGE * len(pages):
                pages.append([])
            pages[-1].append(piece)
            counts[piece.kind] = counts.get(piece.kind, 0) + 1
            declared += 1
        after = tree.text.find("\n", block.end)
        at = after + 1 if after >= 0 else len(tree.text)
    title = headings[0].title if headings else tree.place
    return File(tree.place, title, own, tree, tuple(tuple(page) for page in pages), tuple(headings), counts)


def _prose(tree: Tree, start: int, text: str, used: set[str]) -> tuple[Prose, list[Heading]]:
    heads = []
    for found in _HEADING.finditer(str(render_prose(text))):
        title = html.unescape(_TAG.sub("", found[2]))
        heads.append(Heading(int(found[1]), title, _anchor(title, used)))
    blank = len(text) - len(text.lstrip("\r\n"))
    line = tree.line(start + blank)
    return Prose(line, start, text, tuple((one.anchor, one.level) for one in heads)), heads


def _anchor(title: str, used: set[str]) -> str:
    """Return a title as an anchor of letters, digits and hyphens that no other heading of the file has."""
    slug = "s-" + ("-".join(re.findall(r"\w+", title.lower()))[:60] or "untitled")
    found, number = slug, 1
    while found in used:
        number += 1
        found = f"{slug}-{number}"
    used.add(found)
    return found


def _declared(tree: Tree, block: Block, names: dict[tuple[str, int], Any], used: set[str]) -> list[Declared]:
    """Return the declarations of a block with their lines: comments above one stand with it."""
    found = []
    begin = block.start
    for at, one in enumerate(block.declarations):
        end = block.end
        if at + 1 < len(block.declarations):
            line_end = tree.text.find("\n", tree.tokens.ends[one.last - 1], block.end)
            following = tree.tokens.starts[block.declarations[at + 1].first]
            end = min(line_end + 1 if line_end >= 0 else block.end, following)
        found.append(_one(tree, one, begin, end, names, used))
        begin = end
    return found


def _one(
    tree: Tree, one: Declaration, begin: int, end: int, names: dict[tuple[str, int], Any], used: set[str]
) -> Declared:
    text = tree.text[begin:end]
    start = begin + len(text) - len(text.lstrip("\r\n"))
    line = tree.line(tree.tokens.starts[one.first])
    thing = names.get((tree.place, line))
    name = tree.tokens.texts[one.name] if one.name >= 0 and one.kind not in ("use", "reading") else ""
    if one.kind == "reading" and isinstance(thing, Reading):
        name = thing.id
    # What is declared twice has an anchor once.
    name = "" if f"d-{name}" in used else name
    used.add(f"d-{name}")
    title = str(getattr(thing, "title", "") or getattr(thing, "question", "") or getattr(thing, "text", ""))
    return Declared(one.kind, name, title, line, start, begin + len(text.rstrip()), one.first, one.last)


def _notes(tree: Tree, one: Declared) -> list[tuple[int, int, Token]]:
    """Return the comments that stand with a declaration."""
    at = bisect_left(tree.comments, one.start, key=lambda note: note.start)
    found = []
    while at < len(tree.comments) and tree.comments[at].end <= one.end:
        note = tree.comments[at]
        found.append((note.start, note.end, Token("note", tree.text[note.start : note.end])))
        at += 1
    return found


def _things(book: Rulebook) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {
        (kind, name): thing for kind, place in KINDS.items() for name, thing in getattr(book, place).items()
    }
    found.update({("reading", reading.id): reading for reading in book.readings})
    return found


def _by_place(book: Rulebook) -> dict[tuple[str, int], Any]:
    """Return every declared thing by the file and line at which it is declared."""
    things = _things(book).values()
    return {(thing.where.file, thing.where.line): thing for thing in things if thing.where.line}
