"""Whom a text means by a surname alone, where it never says who that is: the leader of a state on that day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from placet.evidence.parties.leaders import called_by
from placet.evidence.parties.table import state_name
from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Entity
from placet.evidence.speakers.ownership import Hint

if TYPE_CHECKING:
    from placet.evidence.speakers.mentions import Table

_ENDS = frozenset('.!?:”"')
"""How a line ends that is a sentence; in a heading every word has a capital."""

_COURTESY = frozenset({"Mr", "Mrs", "Ms"})


def take_leaders(table: Table) -> None:
    """Give everybody who is told by a surname alone the state that only its leader of that name can mean."""
    posted = table.parsed.document.metadata.posted.value
    if not posted:
        return
    for entity in table.entities:
        is_bare = entity.kind in {"person", "unknown"} and len(entity.tokens) == 1
        if not is_bare or entity.heads or entity.hints or entity.private:
            continue
        party = _led(entity, table, posted[:10])
        if party:
            why = f"the table of leaders has {entity.name} for {state_name(party)}"
            entity.kind, entity.hints = "person", [Hint(party, why, "inferred")]


def _led(entity: Entity, table: Table, day: str) -> str:
    """Return the state that somebody of a surname leads on a day; empty where it need not be he.

    It is he only where the text is from his state, tells of it most or has his name in full, and where nobody else of
    that surname leads a state or is told of.
    """
    called = called_by(entity.name, day)
    is_plain = not entity.title or entity.title.islower() or entity.title.rstrip(".") in _COURTESY
    if len(called) != 1 or not is_plain:
        return ""
    party, names = next(iter(called.items()))
    surname = entity.tokens[0]
    own = frozenset().union(*names)
    others = (each for each in table.entities if each is not entity and each.kind == "person")
    beside = _beside(surname, table)
    if not beside <= own or any(surname in each.tokens and not set(each.tokens) <= own for each in others):
        return ""
    most = table.often.most_common(2)
    is_most = bool(most) and most[0][0] == party and (len(most) == 1 or most[0][1] > most[1][1])
    return party if beside or table.home[0] == party or is_most else ""


def _beside(surname: str, table: Table) -> set[str]:
    """Return the parts of what stands with a capital beside a surname in the sentences of a text: it may be a name."""
    found: set[str] = set()
    name = re.escape(surname.title())
    pattern = re.compile(rf"(?:\b(?P<before>[A-Z][\w’'-]*)\s)?\b{name}\b(?:\s(?P<behind>[A-Z][\w-]*))?")
    document = table.parsed.document
    for paragraph in document.paragraphs:
        line = document.text[paragraph.span.start : paragraph.span.end].rstrip()
        if paragraph.kind == "title" or line[-1:] not in _ENDS:
            continue
        for match in pattern.finditer(line):
            for group in ("before", "behind"):
                start = paragraph.span.start + match.start(group)
                if match[group] is None or match[group].lower() in w.NO_NAME_WORDS:
                    continue
                if table.sentence_at(start).start != start:  # `But Otieno said`: any word has a capital there
                    found.update(each for each in re.split(r"[’'-]", match[group].lower()) if len(each) > 1)
    return found
