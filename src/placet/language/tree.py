"""The concrete tree of a file: blocks, declarations, clauses and conditions, each with the tokens it is made of.

A node covers the tokens from `first` up to but not including `last`. A field documented as a token is the index of
that token in `Tree.tokens` (-1: absent), so `tree.tokens.texts[node.name]` is the word that stands there.
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from typing import TypeAlias

import msgspec

from placet.diagnostics.diagnostic import Span
from placet.model import Day, Where


class Tokens(msgspec.Struct):
    """The tokens of a file in parallel lists; comments are kept apart in `Tree.comments`.

    `kinds` holds `NAME`, `OFFICE` (`USA.dod`), `TEXT`, `NUMBER`, `DAY`, `ODD` (already complained of), the word
    itself for a word of the language, the mark itself for a mark, and the empty string where a declaration ends.
    """

    kinds: list[str]
    texts: list[str]
    starts: list[int]
    ends: list[int]


class Comment(msgspec.Struct, gc=False):
    """A comment, `#` included, before token `before`; `is_own_line` where nothing else stands on its line."""

    start: int
    end: int
    before: int
    is_own_line: bool


class Node(msgspec.Struct, gc=False):
    """Something made of the tokens from `first` up to but not including `last`."""

    first: int
    last: int


class WordNode(Node, gc=False):
    """One word as a value or a condition: a name, `yes`, `no` or `none`."""


class NumberNode(Node, gc=False):
    """A number."""

    value: int | Decimal


class CallNode(Node, gc=False):
    """`relation(key)`; the relation's name is the first token."""

    key: WordNode | NumberNode | CallNode | ListNode


class ListNode(Node, gc=False):
    """`(A, B)`: several values in parentheses."""

    items: list[WordNode | NumberNode | CallNode | ListNode]


OperandNode: TypeAlias = WordNode | NumberNode | CallNode | ListNode


class ComparisonNode(Node, gc=False):
    """`left op right`; `op` is one of `=`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`, `within`, `not within`."""

    left: OperandNode
    op: str
    right: OperandNode


class ConstNode(Node, gc=False):
    """`always` or `never`."""

    value: bool


class NotNode(Node, gc=False):
    """`not C`."""

    of: ConditionNode


class AndNode(Node, gc=False):
    """`C and D and …`."""

    of: list[ConditionNode]


class OrNode(Node, gc=False):
    """`C or D or …`."""

    of: list[ConditionNode]


class GroupNode(Node, gc=False):
    """`( C )`."""

    of: ConditionNode


ConditionNode: TypeAlias = WordNode | CallNode | ComparisonNode | ConstNode | NotNode | AndNode | OrNode | GroupNode


class DayNode(Node, gc=False):
    """A day, a month, a year or a range of days; `day` is None where no such day exists (already complained of)."""

    day: Day | None


class TypeNode(Node, gc=False):
    """A type: `kind` is `party`, `place`, `instrument`, `names`, `yesno` or `number`; `names` and `unit` are tokens."""

    kind: str
    names: list[int]
    unit: int = -1
    is_set: bool = False
    or_none: bool = False


class Clause(Node, gc=False):
    """A clause without more to say (`bars`, `allows`, `holds`, `rejects`, `unnamed`, `binding`, `political`).

    `keyword` is what opens it: one word, or two (`in force`, `held by`, `told by`, `relayed by`, `only when`,
    `also when`).
    """

    keyword: str


class TextClause(Clause, gc=False):
    """A clause with one text: `by`, `file`, `url`, `to`, or a stance such as `denies`; `text` is a token."""

    text: int = -1


class TextsClause(Clause, gc=False):
    """`relayed by`: texts in order; `texts` are tokens."""

    texts: list[int] = []


class NamesClause(Clause, gc=False):
    """A clause with names, perhaps a text behind them; `names` and `text` are tokens.

    `in` (place), `about`, `between`, `overrides`, `says` (rule, reading), `by` (reading), `under` (instrument, perhaps
    part), `held by`, `by` (statement: the speakers and their description), `told by`, `text of` (of a
    statement: `by text of`).
    """

    names: list[int] = []
    text: int = -1


class NamedClause(Clause, gc=False):
    """`office NAME "title"` and `part NAME "title"`; `name` and `title` are tokens."""

    name: int = -1
    title: int = -1


class TypeClause(Clause, gc=False):
    """`: TYPE` of a field, `: TYPE` and `to TYPE` of a relation."""

    type: TypeNode | None = None


class ConditionClause(Clause, gc=False):
    """`means`, `when`, `unless`, `only when`, `also when`, and `unsettled` with or without its `when`."""

    condition: ConditionNode | None = None


class DayClause(Clause, gc=False):
    """A clause with one day, perhaps the basis on which it is known; `basis` is a token."""

    day: DayNode | None = None
    basis: int = -1


class PeriodClause(Clause, gc=False):
    """`in force`, `provisional`, `suspended`, `member`: from a day, perhaps until another; `party` is a token."""

    start: DayNode | None = None
    end: DayNode | None = None
    party: int = -1


class LengthClause(Clause, gc=False):
    """`term`, `renews`, `notice`: a length of time; `count` and `unit` are tokens."""

    count: int = -1
    unit: int = -1


class CiteClause(Clause, gc=False):
    """`cites` or (in a statement) `in`: `SOURCE [paragraph N]`; `source` and `paragraph` are tokens."""

    source: int = -1
    paragraph: int = -1


class EntryClause(Clause, gc=False):
    """`KEY is …` (its keyword is `is`): `key`, `values` and `between` are tokens; `none` is a value."""

    key: int = -1
    values: list[int] = []
    is_unsettled: bool = False
    between: list[int] = []
    since: DayNode | None = None
    until: DayNode | None = None


class NeedClause(Clause, gc=False):
    """`needs`: `kinds`, `offices`, and the words of deadline and silence are tokens; `besides` follows `except`."""

    kinds: list[int] = []
    is_each: bool = False
    whom: OperandNode | None = None
    besides: list[OperandNode] = []
    offices: list[int] = []
    deadline: int = -1
    deadline_unit: int = -1
    deadline_side: int = -1
    silence: int = -1
    silence_unit: int = -1
    silence_means: int = -1


class ObligeClause(Clause, gc=False):
    """`obliges PARTY to "duty"`; both are tokens."""

    party: int = -1
    text: int = -1


class GivenItem(Node, gc=False):
    """`FIELD = VALUE`; `field` is a token."""

    field: int
    value: OperandNode


class GivenClause(Clause, gc=False):
    """`given FIELD = VALUE, …`."""

    items: list[GivenItem] = []


class Declaration(Node, gc=False):
    """One declaration, from its opening word; `clauses` stand as in the source.

    `name` and `title` are tokens (a field's `title` is its question). A reading's `name` is what it reads and
    `reader` who reads it. What follows the head on its line is a clause as well: `in` of a place or
    statement, `:` of a field, `:`, `to` and `from` of a relation, `means` of a term. Where `is_sound` is false, part of
    it could not be read.
    """

    kind: str
    name: int = -1
    title: int = -1
    reader: int = -1
    clauses: list[Clause] = []
    is_sound: bool = True


class Block(msgspec.Struct):
    """A fenced block: its text runs from `start` to `end`, its lines are indented by the fence's `indent`.

    Its tokens run from `first` up to but not including `last`.
    """

    start: int
    end: int
    indent: int
    first: int = 0
    last: int = 0
    declarations: list[Declaration] = []


class Tree(msgspec.Struct):
    """All that a file holds.

    `file` is its name in spans, `place` its name in `Where`, `folder` the rulebook it belongs to (empty: no files).
    """

    file: str
    place: str
    text: str
    tokens: Tokens
    comments: list[Comment]
    blocks: list[Block]
    line_starts: list[int]
    folder: str = ""

    def span(self, first: int, last: int = -1) -> Span:
        """Return the span of the tokens from `first` up to but not including `last` (-1: of `first` alone)."""
        last_token = first if last < 0 else max(first, last - 1)
        return Span(self.file, self.tokens.starts[first], self.tokens.ends[last_token])

    def where(self, token: int) -> Where:
        """Return the place of a token."""
        return Where(self.place, self.line(self.tokens.starts[token]))

    def line(self, offset: int) -> int:
        """Return the line, counted from 1, on which an offset lies."""
        return bisect_right(self.line_starts, offset)
