"""The words of the language, which cannot be names."""

from __future__ import annotations

DECLARATIONS = (
    "party", "voice", "place", "field", "term", "point", "use", "relation", "source", "statement", "instrument",
    "rule", "reading", "question",
)  # fmt: skip
"""The words that open a declaration."""

STANCES = ("says", "requires", "denies", "proposes", "asks", "acknowledges", "declines", "defers")
"""The stances a statement can take."""

KINDS = ("notification", "consultation", "consent", "request")
"""The kinds of step a rule can ask for."""

WORDS = frozenset(
    (
        *DECLARATIONS, *STANCES, *KINDS,
        "about", "after", "allows", "also", "always", "and", "announced", "bars", "basis", "before", "between",
        "binding", "by", "cancelled", "cites", "days", "each", "except", "file", "force", "from", "given", "held",
        "holds", "in", "is", "known", "means", "media", "member", "months", "narrator", "needs", "never", "no",
        "none", "not", "notice", "number", "obliges", "of", "office", "on", "only", "or", "overrides", "paragraph",
        "part", "political", "provisional", "published", "refusal", "rejects", "relayed", "renews", "revived", "set",
        "signed", "silence", "since", "suspended", "terminated", "text", "to", "told", "under", "unless", "unnamed",
        "unsettled", "until", "url", "when", "with", "within", "years", "yes",
    )
)  # fmt: skip
"""All words of the language."""

UNITS = ("days", "months", "years", "day", "month", "year")
"""The units of a length of time; the singular is read where the count is one."""
