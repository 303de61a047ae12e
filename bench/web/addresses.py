"""What twenty users ask for: every page, with parameters as people give them, seldom twice the same."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from urllib.parse import urlencode

from bench.web.world import (
    ACTS,
    AGREEMENTS,
    CLAIMS,
    FILES,
    GOODS,
    PARTIES,
    PLACES,
    POINTS,
    RULES_PER_AGREEMENT,
    WORDS,
    facts,
    questions,
)
from placet.web.app import PAGES

Make = Callable[[random.Random], dict[str, object]]


def addresses(rulebook: str, rng: random.Random) -> dict[str, Callable[[], str]]:
    """Return for every page that is read, by its name, what makes one more address of it."""
    found = {}
    for page in PAGES:
        # A source that somebody added has its page; there is none here.
        if "GET" in page.methods and "{hash}" not in page.path:
            for name, make in _asked(page.name):
                suffix = "" if "html" in page.forms else f".{page.forms[0]}"
                found[name] = _maker(page.path + suffix, rulebook, make, rng)
    return found


def changed_field(rulebook: str, rng: random.Random) -> tuple[str, str]:
    """Return a question, and the same with one fact changed as the form of Ask sends it."""
    given = facts(rng)
    before = urlencode({**given, "on": _day(rng)})
    field, values = rng.choice((("act", ACTS), ("area", PLACES), ("goods", GOODS), ("armed", ("yes", "no"))))
    changed = {**given, field: rng.choice([one for one in values if one != given[field]]), "was": before}
    on = before.rpartition("on=")[2]
    return f"/{rulebook}/ask?{before}", f"/{rulebook}/ask?{urlencode({**changed, 'on': on})}"


def _asked(page: str) -> list[tuple[str, Make]]:
    """Return the ways in which a page is asked for, each with a name."""
    nothing: tuple[str, Make] = (page, lambda _rng: {})
    match page:
        case "ask":
            return [
                (f"{page}: everything given", lambda rng: {**facts(rng), "on": _day(rng)}),
                (f"{page}: a question", lambda rng: {"question": rng.choice(questions()), "on": _day(rng)}),
            ]
        case "timeline":
            return [(page, lambda rng: {"question": rng.choice(questions())})]
        case "dossier":
            return [
                (f"{page}: the list", lambda _rng: {}),
                (f"{page}: a question", lambda rng: {"question": rng.choice(questions())}),
                (f"{page}: a point", lambda rng: {"about": f"point-{rng.randrange(POINTS):02}"}),
            ]
        case "compare":
            return [
                (f"{page}: nothing chosen", lambda _rng: {}),
                (f"{page}: two readers, one question's facts", _compared),
            ]
        case "map":
            return [(f"{page}: two fields of a question", _mapped)]
        case "statements":
            return [
                (f"{page}: a page of all", lambda rng: {"page": rng.randrange(1, 200)}),
                (f"{page}: of a party", lambda rng: {"by": rng.choice(PARTIES), "known": _day(rng)}),
            ]
        case "instruments":
            return [(page, lambda rng: {"on": _day(rng)})]
        case "graph":
            return [(page, lambda rng: {"on": _day(rng), "open": _opened(rng)})]
        case "text":
            return [
                (f"{page}: the files", lambda _rng: {}),
                (f"{page}: a file", lambda rng: {"file": rng.choice(FILES)}),
                (f"{page}: a search", lambda rng: {"q": " ".join(rng.sample(WORDS, 2))}),
            ]
        case "edit":
            return [(page, lambda rng: {"file": rng.choice(FILES)})]
        case _other:
            return [nothing]


def _compared(rng: random.Random) -> dict[str, object]:
    given = facts(rng)
    for field in rng.sample(sorted(given), 3):
        del given[field]
    one, other = rng.sample(PARTIES, 2)
    return {"one": one, "other": other, **given, "on": _day(rng)}


def _mapped(rng: random.Random) -> dict[str, object]:
    return {"y": "act", "x": rng.choice(("goods", *CLAIMS)), **facts(rng), "on": _day(rng)}


def _opened(rng: random.Random) -> str:
    agreement = rng.randrange(AGREEMENTS)
    return rng.choice((f"agreement-{agreement:02}", f"rule-{agreement}-{rng.randrange(RULES_PER_AGREEMENT)}"))


def _day(rng: random.Random) -> str:
    return dt.date(rng.randrange(1975, 2015), rng.randint(1, 12), 1).isoformat()


def _maker(path: str, rulebook: str, make: Make, rng: random.Random) -> Callable[[], str]:
    base = path.replace("{rulebook}", rulebook).replace("{code}", "E0301")

    def one_more() -> str:
        query = urlencode({name: str(value) for name, value in make(rng).items()})
        return f"{base}?{query}" if query else base

    return one_more
