"""Where in the text a clause stands, or a part of its condition: for findings that are about more than a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from placet.diagnostics.diagnostic import Span
from placet.language.tree import (
    AndNode,
    Clause,
    ComparisonNode,
    ConditionClause,
    ConditionNode,
    Declaration,
    EntryClause,
    GroupNode,
    ListNode,
    NamesClause,
    NotNode,
    OperandNode,
    OrNode,
    Tree,
)
from placet.model.rulebook import Where


class Written(msgspec.Struct, frozen=True):
    """A part of a condition as it is written.

    Where `is_denied`, it is written as the denial of what is meant: `actor != JPN` for `actor = JPN`.
    """

    span: Span
    text: str
    is_denied: bool = False


class Places:
    """The declarations of some files, found by what they declare.

    All of them are sound: what a clause of the model comes from is there.
    """

    def __init__(self, trees: Iterable[Tree]) -> None:
        self._named: dict[tuple[str, str], tuple[Tree, Declaration]] = {}
        self._readings: dict[tuple[str, int], tuple[Tree, Declaration]] = {}
        for tree in trees:
            for block in tree.blocks:
                for declaration in block.declarations:
                    if declaration.kind == "reading":
                        where = tree.where(declaration.first)
                        self._readings[where.file, where.line] = (tree, declaration)
                    elif declaration.name >= 0:
                        self._named[declaration.kind, tree.tokens.texts[declaration.name]] = (tree, declaration)

    def of_named(self, kind: str, name: str) -> Place:
        """Return the declaration of a rule or a term."""
        return Place(*self._named[kind, name])

    def of_reading(self, where: Where) -> Place:
        """Return the declaration of the reading that begins at a place."""
        return Place(*self._readings[where.file, where.line])


class Place:
    """One declaration in its file."""

    def __init__(self, tree: Tree, declaration: Declaration) -> None:
        self.tree = tree
        self.declaration = declaration

    def name(self) -> Span:
        """Return where its name stands; of a reading, the name of what is read."""
        return self.tree.span(self.declaration.name)

    def named(self, keyword: str, index: int) -> Span:
        """Return one of the different names after a keyword, from 0."""
        texts = self.tree.tokens.texts
        tokens: dict[str, int] = {}
        for clause in self._clauses(keyword):
            if isinstance(clause, NamesClause):
                for token in clause.names:
                    tokens.setdefault(texts[token], token)
        return self.tree.span(list(tokens.values())[index])

    def names(self, keyword: str) -> Span:
        """Return all names after a keyword."""
        (clause, *_) = [clause for clause in self._clauses(keyword) if isinstance(clause, NamesClause)]
        return self.tree.span(clause.names[0], clause.names[-1] + 1)

    def entry(self, index: int) -> Span:
        """Return an entry, from 0."""
        entries = [clause for clause in self.declaration.clauses if isinstance(clause, EntryClause)]
        return self._span(entries[index])

    def condition(self, keyword: str, index: int, path: Sequence[int]) -> Written:
        """Return the condition of a clause, or a part of it.

        Args:
            keyword: what opens the clause.
            index: which of several such clauses, from 0.
            path: which part of the condition, which part of that, and so on, as in the model's condition.
        """
        clauses = [clause for clause in self._clauses(keyword) if isinstance(clause, ConditionClause)]
        condition = clauses[index].condition
        if condition is None:
            span = self._span(clauses[index])
            return Written(span, self.text(span))
        node, before, is_denied = _part(condition, path)
        span = self._span(node)
        return Written(span, before + self.text(span), is_denied)

    def text(self, span: Span) -> str:
        """Return the words of a span on one line, without comments."""
        return " ".join(re.sub(r"#[^\n]*", "", self.tree.text[span.start : span.end]).split())

    def _clauses(self, keyword: str) -> list[Clause]:
        return [clause for clause in self.declaration.clauses if clause.keyword == keyword]

    def _span(self, node: Clause | ConditionNode | OperandNode) -> Span:
        return self.tree.span(node.first, node.last)


def _part(node: ConditionNode | OperandNode, path: Sequence[int]) -> tuple[ConditionNode | OperandNode, str, bool]:
    """Return what a path of the model leads to: the node, what has to be read before it, and whether it is denied."""
    rest = list(path)
    is_denied = False
    while True:
        if isinstance(node, GroupNode):
            node = node.of
        elif not rest:
            return node, "", is_denied
        elif isinstance(node, NotNode):
            rest.pop(0)
            node = node.of
        elif isinstance(node, AndNode | OrNode):
            node = node.of[rest.pop(0)]
        elif isinstance(node, ComparisonNode) and node.op.startswith(("!", "not")) and not is_denied:
            # What is written as one comparison is the denial of another.
            rest.pop(0)
            is_denied = True
        elif isinstance(node, ComparisonNode) and isinstance(node.right, ListNode):
            # A number that is one of several is equal to one of them.
            return node.right.items[rest.pop(0)], "= ", False
        else:
            raise AssertionError("only these have parts")
