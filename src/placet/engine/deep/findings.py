"""What is found when a rulebook is looked at over all situations and the whole of time."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal[
    "rule-never-stands",
    "exception-never-bites",
    "override-without-effect",
    "reading-equals-text",
    "clause-without-effect",
    "reading-never-effective",
    "reading-repeats",
    "constant-condition",
]

Cause = Literal[
    "",
    # of a rule that never stands
    "never in force",
    "no common day",
    "binds nobody",
    "rejected",
    "contradiction",
    "narrowed away",
    "excepted",
    "overridden",
    "excepted or overridden",
    # of an exception, or of an entry
    "false",
    "covered",
    # of an override
    "never in one column",
    "never speak together",
    "never apply together",
    "overridden itself",
    # of a reading
    "not in the column",
    "no change",
    # of a condition
    "always",
    "never",
]

Clause = Literal[
    "", "when", "means", "unless", "only when", "also when", "unsettled", "by", "overrides", "entry"
]  # fmt: skip


class Spot(msgspec.Struct, frozen=True):
    """A place in a rulebook: a rule, a reading or a term, one of its clauses, or a part of a condition there.

    Attributes:
        kind: what `owner` is the name of.
        owner: the rule's, the reading's or the term's name.
        clause: which clause; empty: the whole.
        index: which of several such clauses, from 0.
        path: down which parts of the clause's condition; empty: all of it.
    """

    kind: Literal["rule", "reading", "term"]
    owner: str
    clause: Clause = ""
    index: int = 0
    path: tuple[int, ...] = ()


Elsewhere = Literal["", "facts", "days"]
"""What alone makes a finding so: that the thing is about other facts than those given, or about other days."""


class DeepFinding(msgspec.Struct, frozen=True):
    """One thing found, with its proof: why it is so in every situation, on every day, for every reader concerned.

    `because` are the places that together are the reason. Where `is_decided` is false nothing was found, but neither
    was it ruled out: too many situations would have to be told apart. With `elsewhere` it is no more than what the
    facts or the days asked for say anyway.
    """

    kind: Kind
    spot: Spot
    cause: Cause = ""
    because: tuple[Spot, ...] = ()
    is_decided: bool = True
    elsewhere: Elsewhere = ""
