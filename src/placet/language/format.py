"""The canonical layout of the `placet` blocks of a Markdown file; whatever stands outside them is not touched."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile

import msgspec

from placet.diagnostics.diagnostic import Diagnostic
from placet.language.layout import Row, lay_out_rows
from placet.language.parser import parse_file
from placet.language.tree import Block, Clause, Declaration, EntryClause, NamedClause, Tree

_ON_HEAD_LINE = {
    "place": frozenset(("in",)),
    "field": frozenset((":",)),
    "term": frozenset(("means",)),
    "relation": frozenset((":", "to", "from")),
    "statement": frozenset(("in",)),
}
"""The clauses that stay on the line of their declaration, if they follow its head at once."""

_IN_RUNS = frozenset(("party", "voice", "place", "field", "term", "point"))
_WITH_KEYWORD_COLUMN = frozenset(("rule", "reading", "question"))
_WIDEST_CELL = 32
_WIDEST_KEYWORD = 7
_CLAUSE_INDENT = 2
_HANGS = {"field": 2, "term": 6}


class Formatted(msgspec.Struct, frozen=True):
    """A text in canonical layout, and the errors for which a block of it was left as it is."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


def format_text(text: str) -> str:
    r"""Return a Markdown text with its `placet` blocks in canonical layout; a block with an error is left as it is.

    >>> print(format_text("```placet\nparty KOR “Republic of Korea” office  mofa “Foreign Affairs”\n```"))
    ```placet
    party KOR "Republic of Korea"
      office mofa "Foreign Affairs"
    ```
    """
    return format_file("", text).text


def format_file(file: str, text: str) -> Formatted:
    """Return a text in canonical layout with the errors, of lexis and grammar alone, that left blocks as they are.

    Args:
        file: the name by which the diagnostics call the text.
        text: all of the file.
    """
    tree, found = parse_file(file, file, text)
    errors = [diagnostic for diagnostic in found if diagnostic.severity == "error"]
    out: list[str] = []
    done = 0
    for block in tree.blocks:
        out.append(text[done : block.start])
        done = block.end
        is_sound = not any(_is_about(error, block) for error in errors)
        out.append(_block_text(tree, block) if is_sound else text[block.start : block.end])
    out.append(text[done:])
    return Formatted("".join(out), tuple(errors))


def _is_about(error: Diagnostic, block: Block) -> bool:
    # The span of a block that is never closed is the line that opens it, just before the block.
    return error.span is not None and error.span.start <= block.end and error.span.end >= block.start - 1


def _block_text(tree: Tree, block: Block) -> str:
    text = tree.text[block.start : block.end]
    rows = list(_rows(tree, block))
    if not rows:
        return text
    comments = [comment for comment in tree.comments if block.start <= comment.start < block.end]
    lines = lay_out_rows(tree, rows, comments)
    line_end = "\r\n" if "\r\n" in text else "\n"
    margin = " " * block.indent
    return "".join(f"{margin + line if line else ''}{line_end}" for line in lines)


def _rows(tree: Tree, block: Block) -> Iterator[Row]:
    run = 0
    previous: Declaration | None = None
    for declaration in block.declarations:
        is_in_run = (
            previous is not None
            and previous.kind == declaration.kind
            and declaration.kind in _IN_RUNS
            and not _has_blank_between(tree, previous, declaration)
        )
        run = run if is_in_run else declaration.first
        clauses = _clauses_below(declaration)
        head_end = clauses[0].first if clauses else declaration.last
        hang = _HANGS.get(declaration.kind, 0)
        yield Row(declaration.first, head_end, 0, _head_cells(declaration), ("head", run), hang, _WIDEST_CELL)
        yield from (_clause_row(declaration, clause) for clause in clauses)
        previous = declaration


def _has_blank_between(tree: Tree, first: Declaration, second: Declaration) -> bool:
    between = tree.text[tree.tokens.ends[first.last - 1] : tree.tokens.starts[second.first]]
    return any(not line.strip() for line in between.split("\n")[1:-1])


def _clauses_below(declaration: Declaration) -> list[Clause]:
    """Return the clauses that do not stay on the line of the declaration."""
    stays = _ON_HEAD_LINE.get(declaration.kind, frozenset())
    return list(dropwhile(lambda clause: clause.keyword in stays, declaration.clauses))


def _head_cells(declaration: Declaration) -> tuple[int, ...]:
    if declaration.kind not in _IN_RUNS:
        return (declaration.first,)
    starts = [declaration.first]
    if declaration.title >= 0:
        starts.append(declaration.title)
    starts += [clause.first for clause in declaration.clauses if clause.keyword in (":", "means", "in")]
    return tuple(sorted(starts))


def _clause_row(declaration: Declaration, clause: Clause) -> Row:
    cells: tuple[int, ...] = (clause.first,)
    group, widest = ("clause", clause.first), _WIDEST_CELL
    if isinstance(clause, EntryClause):
        cells, group = (clause.first, clause.first + 1), ("entry", declaration.first)
    elif isinstance(clause, NamedClause):
        cells, group = (clause.first, clause.title), (clause.keyword, declaration.first)
    elif declaration.kind in _WITH_KEYWORD_COLUMN:
        value = clause.first + len(clause.keyword.split())
        cells = (clause.first, value) if value < clause.last else cells
        group, widest = ("clauses", declaration.first), _WIDEST_KEYWORD
    return Row(clause.first, clause.last, _CLAUSE_INDENT, cells, group, 0, widest)
