"""Conditions: what a rule, a term or a reading tests of a situation.

All names in them are resolved: an operand is a field, a literal of a known type, or a relation
applied to an operand. `str()` of a condition is its text in the language.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal as Choice
from typing import TypeAlias

import msgspec

Scalar: TypeAlias = str | bool | int | Decimal | None


class FieldRef(msgspec.Struct, frozen=True, tag=True):
    """The value of a field in the situation."""

    field: str

    def __str__(self) -> str:
        return self.field


class Literal(msgspec.Struct, frozen=True, tag=True):
    """A value written in the rulebook; None is `none`."""

    value: str | bool | int | Decimal | None

    def __str__(self) -> str:
        return value_text(self.value)


class LiteralSet(msgspec.Struct, frozen=True, tag=True):
    """Several values written in the rulebook, in parentheses; empty where `none` stands for a set."""

    values: tuple[str | bool | int | Decimal | None, ...]

    def __str__(self) -> str:
        if not self.values:
            return "none"
        return f"({', '.join(value_text(value) for value in self.values)})"


class Apply(msgspec.Struct, frozen=True, tag=True):
    """The value that a relation gives for a key."""

    relation: str
    key: FieldRef | Literal | Apply

    def __str__(self) -> str:
        return f"{self.relation}({self.key})"


Operand: TypeAlias = FieldRef | Literal | LiteralSet | Apply


class Const(msgspec.Struct, frozen=True, tag=True):
    """Always true (`always`) or always false (`never`)."""

    value: bool

    def __str__(self) -> str:
        return "always" if self.value else "never"


class TermRef(msgspec.Struct, frozen=True, tag=True):
    """A term, as the reader understands it."""

    term: str

    def __str__(self) -> str:
        return self.term


class Compare(msgspec.Struct, frozen=True, tag=True):
    """`left op right`.

    `=` compares single values, or whole sets; `in` asks whether a single value is a member of a set (a
    set field, a set-valued relation or a `LiteralSet`); `within` whether a place is another or lies in it;
    the others compare a number field with a number. A comparison with a missing value (`none`) is
    false, but for `= none` itself.
    """

    left: FieldRef | Literal | LiteralSet | Apply
    op: Choice["=", "in", "within", "<", "<=", ">", ">="]
    right: FieldRef | Literal | LiteralSet | Apply

    def __str__(self) -> str:
        if self.is_claim:
            return str(self.left)
        return f"{self.left} {self.op} {self.right}"

    @property
    def is_claim(self) -> bool:
        """Whether it says that a yes-or-no fact is so, which is written as the fact alone."""
        return self.op == "=" and self.right == Literal(True)


_DENIED = {"=": "!=", "in": "not in", "within": "not within"}
"""How the language writes that a comparison is false."""


class Not(msgspec.Struct, frozen=True, tag=True):
    """True where `of` is false."""

    of: Const | TermRef | Compare | Not | And | Or

    def __str__(self) -> str:
        if isinstance(self.of, (And, Or)):
            return f"not ({self.of})"
        if isinstance(self.of, Compare) and self.of.op in _DENIED and not self.of.is_claim:
            return f"{self.of.left} {_DENIED[self.of.op]} {self.of.right}"
        return f"not {self.of}"


class And(msgspec.Struct, frozen=True, tag=True):
    """True where all parts are."""

    of: tuple[Const | TermRef | Compare | Not | And | Or, ...]

    def __str__(self) -> str:
        return " and ".join(f"({part})" if isinstance(part, (Or, And)) else str(part) for part in self.of)


class Or(msgspec.Struct, frozen=True, tag=True):
    """True where any part is."""

    of: tuple[Const | TermRef | Compare | Not | And | Or, ...]

    def __str__(self) -> str:
        return " or ".join(f"({part})" if isinstance(part, (Or, And)) else str(part) for part in self.of)


Condition: TypeAlias = Const | TermRef | Compare | Not | And | Or

ALWAYS = Const(True)
NEVER = Const(False)


def value_text(value: Scalar) -> str:
    """Return a value as the language writes it."""
    if value is None:
        return "none"
    if value is True:
        return "yes"
    if value is False:
        return "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
