"""What the text of a rulebook declares otherwise than an earlier one, word by word and without checking either.

Only files that differ are parsed, so that it costs little however large the rulebook is. Prose, comments, the order of
declarations and the layout of their lines are no part of it. What is written otherwise and means the same counts:
whether an answer changes is for the engine to say.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from placet.language.files import is_read
from placet.language.lexer import text_value
from placet.language.parser import parse_file
from placet.language.tree import Declaration, TextClause, Tree
from placet.language.words import STANCES

_Words: TypeAlias = tuple[str | bytes, ...]
_Key: TypeAlias = tuple[str, str, str]
"""The kind of a declaration, what it names or reads, and who reads it."""


class Redeclared(msgspec.Struct, frozen=True):
    """A declaration that only one of two texts has, or that is written otherwise in each.

    A reading's `name` is its own, as in `JPN/base-use/3`, `of` what it reads and `reader` who reads it. `title` is what
    the declaration itself is called; a statement's is what is said.
    """

    kind: str
    name: str
    change: Literal["added", "removed", "changed"]
    title: str = ""
    reader: str = ""
    of: str = ""


class _Written(msgspec.Struct, frozen=True):
    """A declaration as it is written; `number` counts the readings of one thing by one reader."""

    words: _Words
    title: str
    number: int


def find_redeclared(
    then: Mapping[str, bytes], own: Sequence[Tree], used: Sequence[Tree] = ()
) -> tuple[Redeclared, ...] | None:
    """Return what a rulebook declares otherwise than its files did then.

    Args:
        then: the files of the rulebook as they were, by their paths in it.
        own: the files of it that are read now.
        used: those of the rulebooks that it uses, taken to be as they are now.

    Returns:
        None where a file as it was cannot be read.
    """
    now = {tree.place: tree for tree in own}
    before: dict[str, Tree] = {}
    for name, data in then.items():
        if not is_read(name):
            continue
        tree = now.get(name)
        if tree is None or data.removeprefix(BOM_UTF8) != tree.text.encode():
            try:
                tree, found = parse_file(name, name, data.decode("utf-8-sig"))
            except UnicodeDecodeError:
                return None
            if any(one.severity == "error" for one in found):
                return None
        before[name] = tree
    same = {id(tree) for tree in used} | ({id(tree) for tree in before.values()} & {id(tree) for tree in own})
    old = _written([*used, *_in_order(before)], same, then.get)
    new = _written([*used, *_in_order(now)], same, lambda name: _read(Path(own[0].folder), name))
    return tuple(_differences(old, new))


def _in_order(trees: Mapping[str, Tree]) -> list[Tree]:
    return [trees[name] for name in sorted(trees)]


def _read(folder: Path, name: str) -> bytes | None:
    path = folder / name
    try:
        return path.read_bytes() if path.resolve().is_relative_to(folder.resolve()) else None
    except OSError:
        return None


def _written(trees: Sequence[Tree], same: set[int], read: Callable[[str], bytes | None]) -> dict[_Key, list[_Written]]:
    """Return every declaration that can differ; of a file that does not differ itself those that a table belongs to."""
    found: dict[_Key, list[_Written]] = {}
    readings: Counter[_Key] = Counter()
    for tree in trees:
        for block in tree.blocks:
            for one in block.declarations:
                if one.kind == "use" or one.name < 0:
                    continue
                reader = tree.tokens.texts[one.reader] if one.reader >= 0 else ""
                key = (one.kind, tree.tokens.texts[one.name], reader)
                if one.kind == "reading":
                    readings[key] += 1
                table = _table_of(tree, one)
                if id(tree) not in same or table:
                    words = (*_words(tree, one), *((read(table) or b"",) if table else ()))
                    found.setdefault(key, []).append(_Written(words, _title(tree, one), readings[key]))
    return found


def _words(tree: Tree, declaration: Declaration) -> _Words:
    """Return the words of a declaration, of a text what it says however its lines are broken."""
    tokens, part = tree.tokens, slice(declaration.first, declaration.last)
    pairs = zip(tokens.kinds[part], tokens.texts[part], strict=True)
    return tuple([text_value(text) if kind == "TEXT" else text for kind, text in pairs if kind])


def _table_of(tree: Tree, declaration: Declaration) -> str:
    """Return the file from which a relation takes its rows; empty where it takes none."""
    if declaration.kind != "relation":
        return ""
    return next((_text(tree, one.text) for one in _texts_of(declaration) if one.keyword == "from"), "")


def _title(tree: Tree, declaration: Declaration) -> str:
    if declaration.kind == "statement":
        return next((_text(tree, one.text) for one in _texts_of(declaration) if one.keyword in STANCES), "")
    return _text(tree, declaration.title)


def _texts_of(declaration: Declaration) -> Iterator[TextClause]:
    return (one for one in declaration.clauses if isinstance(one, TextClause))


def _text(tree: Tree, token: int) -> str:
    return text_value(tree.tokens.texts[token]) if token >= 0 else ""


def _differences(
    old: Mapping[_Key, Sequence[_Written]], new: Mapping[_Key, Sequence[_Written]]
) -> Iterator[Redeclared]:
    for key in dict.fromkeys((*old, *new)):
        left, right = old.get(key, ()), new.get(key, ())
        gone, come = _left_over(left, right), _left_over(right, left)
        if not gone and not come and [one.words for one in left] != [one.words for one in right]:
            # The same readings in another order, of which the later counts on one day.
            gone, come = [left[-1]], [right[-1]]
        for at in range(max(len(gone), len(come))):
            one = come[at] if at < len(come) else gone[at]
            change: Literal["added", "removed", "changed"] = (
                "changed" if at < min(len(gone), len(come)) else "added" if at < len(come) else "removed"
            )
            kind, name, reader = key
            if kind == "reading":
                yield Redeclared(kind, f"{reader}/{name}/{one.number}", change, "", reader, name)
            else:
                yield Redeclared(kind, name, change, one.title)


def _left_over(own: Sequence[_Written], others: Sequence[_Written]) -> list[_Written]:
    """Return what stands more often on its own side than on the other."""
    counts, other_counts = Counter(one.words for one in own), Counter(one.words for one in others)
    return [one for one in own if counts[one.words] > other_counts[one.words]]
