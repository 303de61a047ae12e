"""Which clauses each declaration may have, and how often."""

from __future__ import annotations

from placet.language.words import STANCES

ONCE = False
REPEATED = True

_PERIODS = {"in force": REPEATED, "provisional": REPEATED, "suspended": REPEATED}

CLAUSES: dict[str, dict[str, bool]] = {
    "party": {"office": REPEATED},
    "voice": {},
    "place": {"in": ONCE},
    "field": {},
    "term": {"means": ONCE},
    "point": {},
    "use": {},
    "relation": {"from": ONCE, "cites": REPEATED, "is": REPEATED},
    "source": {"by": ONCE, "published": ONCE, "file": ONCE, "url": ONCE},
    "statement": {
        "in": ONCE, "by": ONCE, "unnamed": ONCE, "told by": ONCE, "relayed by": ONCE, "on": ONCE, "to": ONCE,
        "about": REPEATED, **dict.fromkeys(STANCES, ONCE),
    },
    "instrument": {
        "between": ONCE, "member": REPEATED, "announced": ONCE, "signed": ONCE, "cancelled": ONCE, "terminated": ONCE,
        **_PERIODS, "revived": REPEATED, "published": ONCE, "binding": ONCE, "political": ONCE, "part": REPEATED,
        "term": ONCE, "renews": ONCE, "notice": ONCE, "cites": REPEATED,
    },
    "rule": {
        "under": ONCE, "held by": ONCE, "since": ONCE, "until": ONCE, "when": ONCE, "unless": REPEATED,
        "overrides": REPEATED, "needs": REPEATED, "bars": ONCE, "allows": ONCE, "obliges": REPEATED,
        "cites": REPEATED, "says": REPEATED,
    },
    "reading": {
        "since": ONCE, "until": ONCE, "says": REPEATED, "unless": REPEATED, "only when": ONCE, "also when": ONCE,
        "by": ONCE, "holds": ONCE, "rejects": ONCE, "unsettled": ONCE, "is": REPEATED,
    },
    "question": {"on": ONCE, "known": ONCE, "given": REPEATED, "about": REPEATED},
}  # fmt: skip
"""Clause keywords by declaration; true where a clause may stand more than once. `is` stands for an entry `KEY is …`."""

OPENERS: dict[str, dict[str, str]] = {
    kind: {keyword.split()[0]: keyword for keyword in clauses if keyword != "is"} for kind, clauses in CLAUSES.items()
}
"""For each declaration, the first word of each clause and its whole keyword."""

ANY_OPENER = frozenset(word for openers in OPENERS.values() for word in openers)
"""The words that open a clause in some declaration."""

MEANT = {
    **dict.fromkeys(("if", "where", "whenever"), ("when",)),
    **dict.fromkeys(("except", "save"), ("unless",)),
    **dict.fromkeys(("because", "per"), ("says", "cites")),
    **dict.fromkeys(("must", "requires", "require", "shall"), ("needs",)),
    **dict.fromkeys(("prohibits", "forbids", "denies"), ("bars",)),
    **dict.fromkeys(("permits", "may"), ("allows",)),
    **dict.fromkeys(("from", "since"), ("in", "in force", "since")),
    **dict.fromkeys(("to", "till", "through"), ("until",)),
    **dict.fromkeys(("parties", "members"), ("between",)),
    **dict.fromkeys(("dated", "said"), ("on", "published")),
}
"""What a word may be meant for that opens no clause: the first of these that the declaration has."""

WHAT = {
    "party": "a party",
    "voice": "a voice",
    "place": "a place",
    "field": "a field",
    "term": "a term",
    "point": "a point",
    "use": "a `use`",
    "relation": "a relation",
    "source": "a source",
    "statement": "a statement",
    "instrument": "an instrument",
    "rule": "a rule",
    "reading": "a reading",
    "question": "a question",
}
"""How each kind of declaration is spoken of."""
