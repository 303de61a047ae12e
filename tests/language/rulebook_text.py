"""A small rulebook as text, and how tests read it: `load(more)` adds declarations to it."""

from __future__ import annotations

from placet.language import Loaded, load_text
from placet.model import Rulebook

BASE = """\
party KOR "Republic of Korea"
  office president "President"
  office mnd "Ministry of National Defense"
party JPN "Japan"
party USA "United States"
  office dod "Department of Defense"
  office state "Department of State"
voice hornung "A scholar"
place peninsula "The peninsula"
place north "The North" in peninsula
place japan "Japan proper"
field actor : party "Who acts?"
field act : deploy, strike, share "What?"
field deed : act or none "What else?"
field area : place "Where?"
field attacked : set of party "Who is attacked?"
field provoked : yes or no "Provoked?"
field value : number in USD "Worth?"
field cost : number
field helper : party or none "Who helps?"
term combat means act = strike
relation sovereign : place to party
  japan is JPN
relation guards : place to set of party
source paper "A paper" by "An outlet" published 2014-11-18
instrument pact "A pact"
  between JPN, USA
  signed 1960-01-19  in force from 1960-06-23
  part notes "Notes"
rule talk "Talk first"
  under pact notes
  when actor = USA
  needs consultation with JPN
statement usa-says in paper
  by USA.dod on 2014-11-17
  denies "That it must ask."
statement jpn-declines in paper
  by JPN on 2014-11-17
  declines "No answer."
statement reporter in paper
  by narrator on 2014-11-17
  says "It is said."
"""


def markdown(*blocks: str) -> str:
    return "".join(f"Prose.\n\n```placet\n{block}\n```\n\n" for block in blocks)


def load(*more: str, base: str = BASE) -> Loaded:
    return load_text(markdown(base, *more))


def codes(loaded: Loaded) -> list[str]:
    return [diagnostic.code for diagnostic in loaded.diagnostics]


def rulebook(*more: str, base: str = BASE) -> Rulebook:
    loaded = load(*more, base=base)
    assert loaded.rulebook is not None, [diagnostic.message for diagnostic in loaded.diagnostics]
    return loaded.rulebook


def marked(loaded: Loaded, index: int = 0) -> str:
    """Return the text that a diagnostic points at."""
    span = loaded.diagnostics[index].span
    assert span is not None
    return loaded.texts[span.file][span.start : span.end]
