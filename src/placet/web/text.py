"""The text of a rulebook: prose and blocks as written, what each declaration means, and a search over all of it."""

from __future__ import annotations

import posixpath
import re
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
from markupsafe import Markup
from starlette.responses import RedirectResponse

from placet.show.answer_json import Json
from placet.web.meanings import Meaning, Meanings
from placet.web.openapi import RULEBOOK, Operation, Parameter
from placet.web.pages import N_, Page, View
from placet.web.passages import Declared, File, Prose, Text, prose_markup, text_of, things_of, tokens_of
from placet.web.refusals import Refused, unknown
from placet.web.tables import Table
from placet.web.templates import render
from placet.web.versions import choices_of, open_kept
from placet.web.visit import Visit
from placet.web.worlds import World

FOUND_ON_A_PAGE = 40
AROUND = 110
"""How many characters of a passage are shown before the first word that was looked for."""

LONGEST_WORD = 30
"""Within how many characters a passage is cut off where a word ends."""

MOST_WORDS = 12


class Passage(msgspec.Struct, frozen=True):
    """A paragraph of prose or a declaration, as the search sees it: `folded` is its text with no difference of case."""

    file: str
    page: int
    anchor: str
    line: int
    kind: str
    name: str
    text: str
    folded: str


def text_page(visit: Visit) -> View:
    """Show a file of the text, or its table of contents, or what was looked for in it."""
    at = visit.param("at")
    world = open_kept(visit, at) if at is not None else visit.world
    text = text_of(world)
    name = visit.param("name")
    if name is not None:
        return _of_name(visit, world, at, name)
    query = visit.param("q")
    if query is not None:
        return _found(visit, world, at, query)
    place = visit.param("file")
    if place is None:
        return _contents(visit, world, at)
    if place not in text.files:
        if at is not None:
            raise Refused(
                N_("this version of the rulebook has no file `%(file)s`"),
                N_("It came later, or had another name then: leave out `file` to see what there was."),
                status=404,
                file=place,
            )
        raise unknown("file", place, text.files, status=404)
    return _file(visit, world, at, text.files[place])


def _versions(visit: Visit, world: World, at: str | None) -> dict[str, Any]:
    """Return what a page says of the version it shows: which it is, and which others are kept.

    A name of the rulebook leads to where it stands in the same version.
    """
    choices = choices_of(visit)
    return {
        "at": at,
        "called": choices.called(at) if at is not None else "",
        "choices": choices,
        "since": visit.address("compare", by="versions", with_=at) if at is not None else "",
        "book": world.book,
    }


def edit_address(visit: Visit, file: File, line: int = 0) -> str:
    """Return where a file is edited: in its own rulebook; empty where that is not served here."""
    folder = Path(file.tree.folder).resolve()
    own = visit.world.name
    for name in visit.worlds.names if not file.own else (own,):
        place = visit.worlds.folder(name)
        is_folder = place.is_dir() and place.resolve() == folder
        if file.own or is_folder:
            inside = file.place if file.own else file.place.partition("/")[2]
            return visit.address(f"/{name}/edit", file=inside, line=line or None)
    return ""


def _contents(visit: Visit, world: World, at: str | None) -> View:
    text = text_of(world)
    columns = ("name", "kind", "title", "file", "line")
    rows = (
        (piece.name or None, piece.kind, piece.title, file.place, piece.line)
        for file in text.files.values()
        for page in file.pages
        for piece in page
        if isinstance(piece, Declared)
    )
    table = Table(f"{world.name}-text", columns, tuple(rows) if visit.suffix != "html" else ())
    return View(
        "text.html", {"files": list(text.files.values()), "query": "", **_versions(visit, world, at)}, table=table
    )


def _of_name(visit: Visit, world: World, at: str | None, name: str) -> View:
    """Lead to the place where a name is declared; as JSON, tell of that declaration alone."""
    text = text_of(world)
    if name not in text.places:
        raise unknown("name", name, text.places, status=404)
    place, number = text.places[name]
    file = text.files[place]
    declared = name if any(_is_named(piece, name) for piece in file.pages[number - 1]) else name.partition(".")[0]
    piece = next(piece for piece in file.pages[number - 1] if isinstance(piece, Declared) and piece.name == declared)
    if visit.suffix == "html":
        page = number if number > 1 else None
        return View(
            reply=RedirectResponse(visit.address("text", file=place, page=page, at=at) + f"#{piece.anchor}", 303)
        )
    value = _value(world, file, piece, Meanings(visit.language, world))
    return View(table=Table(f"{world.name}-text", _COLUMNS, (_row(file, piece, value),)), value=value)


def _is_named(piece: object, name: str) -> bool:
    return isinstance(piece, Declared) and piece.name == name


def _file(visit: Visit, world: World, at: str | None, file: File) -> View:
    text = text_of(world)
    number = visit.number("page", 1, 1, len(file.pages))
    meanings = Meanings(visit.language, world)
    if visit.suffix != "html":
        values = [
            _value(world, file, one, meanings) for page in file.pages for one in page if isinstance(one, Declared)
        ]
        rows = tuple(
            _row(file, one, value)
            for one, value in zip(
                (one for page in file.pages for one in page if isinstance(one, Declared)), values, strict=True
            )
        )
        return View(table=Table(f"{world.name}-text", _COLUMNS, rows), value=list(values))
    edit = edit_address(visit, file) if at is None else ""
    # A page of a file is the same for everybody who reads it in one language.
    key = ("written", visit.language.code, file.place, number, edit, at)
    names = list(text.files)
    here = names.index(file.place)
    context = {
        "file": file,
        "files": list(text.files.values()),
        "page": number,
        "written": world.remember(key, lambda: _written(visit, world, at, file, number, edit)),
        "edit": edit,
        "before": names[here - 1] if here else "",
        "after": names[here + 1] if here + 1 < len(names) else "",
        "query": "",
        **_versions(visit, world, at),
    }
    return View("text_file.html", context)


def _written(visit: Visit, world: World, at: str | None, file: File, number: int, edit: str) -> Markup:
    """Return what stands on a page of a file, as markup."""
    text = text_of(world)
    meanings = Meanings(visit.language, world)
    things = things_of(world)

    def leads(link: str) -> str:
        path, _, part = unquote(link).partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(file.place), path))
        return visit.address("text", file=place, at=at) + (f"#{part}" if part else "") if place in text.files else ""

    context = {
        "file": file,
        "edit": edit,
        "at": at,
        "book": world.book,
        "words": meanings.words,
        "pieces": [
            {"prose": prose_markup(one, leads), "anchor": one.anchor}
            if isinstance(one, Prose)
            else {
                "prose": None,
                "one": one,
                "tokens": tokens_of(text, file, one),
                "meaning": _meaning(meanings, things, one),
            }
            for one in file.pages[number - 1]
        ],
    }
    return Markup(render(visit, "text_pieces.html", context))  # noqa: S704 - a template that escapes


_COLUMNS = ("kind", "name", "title", "file", "line", "meaning", "text")


def _meaning(meanings: Meanings, things: dict[tuple[str, str], Any], one: Declared) -> Meaning | None:
    thing = things.get((one.kind, one.name))
    return meanings.of(one.kind, thing) if thing is not None else None


def _value(world: World, file: File, one: Declared, meanings: Meanings) -> dict[str, Json]:
    meaning = _meaning(meanings, things_of(world), one)
    found: dict[str, Json] = {
        "kind": one.kind,
        "name": one.name or None,
        "title": one.title or None,
        "file": file.place,
        "line": one.line,
        "text": file.tree.text[one.start : one.end],
    }
    if meaning is not None:
        found |= {
            "meaning": meaning.sentence,
            "readings": [
                {
                    "id": line.reading.id,
                    "reader": line.reading.reader,
                    "effect": line.words,
                    "since": str(line.reading.start) if line.reading.start is not None else None,
                    "until": str(line.reading.end) if line.reading.end is not None else None,
                    "conditions": [{"kind": label, "condition": text} for label, text in line.conditions],
                    "says": list(line.reading.says),
                }
                for line in meaning.readings
            ],
            "statements": [one.id for one in meaning.statements],
            "sources": [{"source": cite.source, "paragraph": cite.paragraph} for cite in meaning.cites],
        }
    return found


def _row(file: File, one: Declared, value: dict[str, Json]) -> tuple[str | int | None, ...]:
    text = file.tree.text[one.start : one.end]
    return (one.kind, one.name or None, one.title or None, file.place, one.line, str(value.get("meaning", "")), text)


def _found(visit: Visit, world: World, at: str | None, query: str) -> View:
    text = text_of(world)
    words = query.split()[:MOST_WORDS]
    folded = [word.casefold() for word in words]
    passages = passages_of(world)
    hits = _search(passages, folded)
    last = max(1, -(-len(hits) // FOUND_ON_A_PAGE))
    number = visit.number("page", 1, 1, 100_000)
    if number > last:
        raise Refused(
            N_("the list has %(last)s parts, not %(number)s"), N_("Leave out `page`."), last=last, number=number
        )
    shown = [passages[at] for at in hits[(number - 1) * FOUND_ON_A_PAGE : number * FOUND_ON_A_PAGE]]
    if visit.suffix != "html":
        rows = tuple(
            (one.kind, one.name or None, one.file, one.line, one.text) for one in (passages[at] for at in hits)
        )
        return View(table=Table(f"{world.name}-found", ("kind", "name", "file", "line", "text"), rows))
    marked = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    mark = partial(_marked, marked)
    context = {
        "query": query,
        "files": list(text.files.values()),
        "total": len(hits),
        "found": [
            {
                "one": one,
                "address": visit.address("text", file=one.file, page=one.page if one.page > 1 else None, at=at)
                + f"#{one.anchor}",
                "pieces": mark(one.text),
            }
            for one in shown
        ],
        "page": number,
        "last_page": last,
        **_versions(visit, world, at),
    }
    return View("text.html", context)


def passages_of(world: World) -> list[Passage]:
    """Return everything that the search looks through, made once for each version."""
    return world.keep("passages", lambda: list(_passages(text_of(world))))


def _passages(text: Text) -> Any:  # noqa: ANN401 - a generator of passages
    for file in text.files.values():
        for number, page in enumerate(file.pages, 1):
            for piece in page:
                if isinstance(piece, Declared):
                    written = file.tree.text[piece.start : piece.end]
                    yield Passage(
                        file.place,
                        number,
                        piece.anchor,
                        piece.line,
                        piece.kind,
                        piece.name,
                        written,
                        written.casefold(),
                    )
                    continue
                for at, paragraph in _paragraphs(piece.text):
                    line = file.tree.line(piece.start + at)
                    words = " ".join(paragraph.split())
                    yield Passage(file.place, number, piece.anchor, line, "", "", words, words.casefold())


def _paragraphs(text: str) -> list[tuple[int, str]]:
    return [(found.start(), found[0]) for found in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text)]


def _search(passages: list[Passage], words: list[str]) -> list[int]:
    """Return the passages with all of some words: those that are called so first, then prose, then the rest."""
    if not words:
        return []
    first, *rest = words
    hits = [at for at, one in enumerate(passages) if first in one.folded]
    for word in rest:
        hits = [at for at in hits if word in passages[at].folded]
    name = "-".join(words)

    def rank(at: int) -> int:
        one = passages[at]
        called = one.name.casefold()
        if called and called in (first, name):
            return 0
        if called and all(word in called for word in words):
            return 1
        return 2 if not one.kind else 3

    return sorted(hits, key=rank)


def _marked(words: re.Pattern[str], text: str) -> list[tuple[bool, str]]:
    """Return a piece of a passage around what was found, each part with whether it is what was looked for."""
    first = words.search(text)
    start = max(0, first.start() - AROUND) if first is not None else 0
    end = start + 4 * AROUND
    # Not within a word, where words stand apart.
    if start and (blank := text.find(" ", start, start + LONGEST_WORD)) > 0:
        start = blank + 1
    if end < len(text) and (blank := text.rfind(" ", end - LONGEST_WORD, end)) > 0:
        end = blank
    shown = text[start:end]
    pieces = [(False, "… ")] if start else []
    at = 0
    for found in words.finditer(shown):
        pieces += [(False, shown[at : found.start()]), (True, found[0])]
        at = found.end()
    pieces.append((False, shown[at:] + (" …" if end < len(text) else "")))
    return [piece for piece in pieces if piece[1]]


PAGES = (
    Page(
        "text",
        "/{rulebook}/text",
        text_page,
        N_("Text"),
        section="text",
        forms=("html", "json", "csv"),
        operation=Operation(
            "List the declarations of a rulebook's text with what each means, or search it.",
            (
                RULEBOOK,
                Parameter("file", "Only those of this file."),
                Parameter("name", "Only the one of this name."),
                Parameter("at", "The text as it was in a version: `git:REVISION`, or one that the page lists."),
                Parameter("q", "Passages, of prose as well, in which all of these words stand."),
                Parameter("page", "Which part of the list.", {"type": "integer", "minimum": 1}),
            ),
            answer={"type": ["array", "object"]},
        ),
    ),
)
