"""A document that is itself the statement: a press release, a readout, a transcript; its own day is the day said."""

from __future__ import annotations

import re

from placet.evidence.parties import find_named
from placet.model.documents import Document

_SOURCE = r"(?:by|of|from|on|with|to|at|in|following|after|between|regarding|concerning|as)\b"
_END = r"(?=\s*(?:$|[:|–—.,(/-]))"
_KIND = re.compile(
    r"(?P<release>for immediate release|(?:press|news|media) (?:release|note|statement|communiqu[eé])"
    rf"(?:{_END}|\s(?:no|number|{_SOURCE})))"
    rf"|(?P<readout>(?:joint )?readout(?:{_END}|\s{_SOURCE}))"
    r"|(?P<statement>(?:joint |official |full |chair[’']s )*(?:press |media )?(?:statement|communiqu[eé])"
    rf"(?:{_END}|\s{_SOURCE}))"
    r"|(?P<record>H[CL] (?:Deb|Hansard)\b|parliamentary debates\b|hansard\b)"
    r"|(?P<transcript>(?:full |official |rush )*transcript\b|(?:daily |department |joint )*(?:press|media|news) "
    rf"(?:briefing|conference|availability)(?:{_END}|\s(?:by|of|with)\b)"
    r"|(?:opening |closing |press |joint |keynote )*(?:remarks|speech|address|interview) (?:by|of|with|at|to)\b)",
    re.IGNORECASE,
)
_WORDS = {
    "release": "a press release",
    "readout": "a readout",
    "statement": "a statement in full",
    "record": "the record of a parliament",
    "transcript": "a transcript",
}
OFFICE_PAGE = "a page of the office"
"""What a page of an office is whose head says no more; where it tells of another day, its own says nothing."""
_OFFICE = re.compile(
    r"\b(?:Ministry|Department|Embassy|Consulate|Presidency|Chancellery|Cabinet Office|Secretariat|Permanent Mission|"
    r"Office of the|Prime Minister[’']s Office|Government of)\b"
)
_LONGEST = 200
"""How long a line of the head may be; a longer one is a paragraph."""


def issued_as(document: Document, lead: int) -> str:
    """Return what a document is by its own head, where it is itself what was said; empty where it is a report.

    Args:
        document: the document.
        lead: the number of its first paragraph that tells something.
    """
    outlet = document.metadata.outlet.value or ""
    is_office = is_of_office(outlet)
    lines = [
        document.text[each.span.start : each.span.end].strip() for each in document.paragraphs if each.number < lead
    ]
    for line in [document.metadata.title.value or "", *lines]:
        if not 0 < len(line) <= _LONGEST:
            continue
        # on the page of an office the word may stand anywhere in the line: `Department Press Briefing`
        found = _KIND.search(line) if is_office else _KIND.match(line)
        if found is not None:
            return _WORDS[found.lastgroup or "release"]
    return OFFICE_PAGE if is_office else ""


def is_of_office(outlet: str) -> bool:
    """Return whether an outlet is an office of a state: its pages are what it says itself.

    >>> is_of_office("The White House"), is_of_office("Ministry of Foreign Affairs of Japan"), is_of_office("Reuters")
    (True, True, False)
    """
    named = find_named(outlet)
    if any(each.entry.how == "outlet" for each in named):
        return False
    return any(each.entry.how == "body" for each in named) or _OFFICE.search(outlet) is not None
