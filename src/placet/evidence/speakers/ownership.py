"""Words of a phrase: which may be a name, whose an office is, and why somebody speaks for no state."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import NamedTuple

from placet.evidence.parties.find import Named
from placet.evidence.speakers import words as w
from placet.model.documents import Grade


class Hint(NamedTuple):
    """A party that the words of a phrase give."""

    party: str
    why: str
    grade: Grade


class Word(NamedTuple):
    """A word of a phrase.

    Attributes:
        start: where it begins in the document.
        end: where it ends.
        text: its letters.
        named: what a table says of it.
        plain: its letters without the possessive mark.
        low: the same in small letters.
        is_owner: whether it stands in the possessive.
        is_name: whether it may be part of a person's name.
    """

    start: int
    end: int
    text: str
    named: Named | None
    plain: str
    low: str
    is_owner: bool
    is_name: bool


def may_be_name(plain: str, *, is_tabled: bool) -> bool:
    """Return whether a word may be part of a person's name.

    Args:
        plain: its letters without the possessive mark.
        is_tabled: whether a table says something of it.
    """
    if plain in w.RANKS_OR_NAMES and not is_tabled:
        return True  # `Gen Nakatani`; a rank that is cut short has its point here
    if not plain[:1].isupper() and not re.match(r"(?:al|el|an|as|ash)-[A-Z]", plain):
        return False
    if is_tabled and plain not in w.ALSO_NAMES:
        return False
    return plain.lower().rstrip(".") not in w.NO_NAME_WORDS and w.singular(plain) not in w.NO_PERSONS


def owners(words: list[Word], head: int) -> list[Hint]:
    """Return the parties to which an office or a body in a phrase belongs, by the words before and behind its noun.

    `the Kenyan army chief`, `Tokyo’s envoy to Seoul` (Japan), `the foreign minister of Peru`, `an official at the
    Pentagon`; a government's people `in` its capital are inferred. What somebody is an expert on is none.
    """
    found: list[Hint] = []
    if all(word.named is None for word in words):
        return found
    seen: set[tuple[int, int]] = set()
    noun = w.singular(words[head].text) if 0 <= head < len(words) else ""
    marks = {each.low for each in words[: head + 1]}
    is_abroad = bool(marks & {"diplomatic", "western"}) or ("foreign" in marks and noun in w.ANONYMOUS) or noun in {
        "diplomat", "ambassador", "envoy", "embassy", "consulate", "mission", "consul",
    }  # fmt: skip
    if noun == "source":  # `a source in Washington` may be anybody's
        is_abroad = is_abroad or not any(each.low in w.OFFICIAL for each in words[:head])
    preposition = ""
    for index, word in enumerate(words):
        if index > head and word.low in w.PREPOSITIONS:
            preposition = word.low
        named = word.named
        if named is None or (named.start, named.end) in seen or not named.entry.party or named.entry.how == "outlet":
            continue
        seen.add((named.start, named.end))
        before = index <= head or (head < 0 and not preposition)
        words_of = named.entry.words
        if named.entry.how == "body":
            if before or preposition in {"of", "at", "in", "for", "from", "with", "inside", "within", "near", "close"}:
                found.append(Hint(named.entry.party, f"{words_of}: {named.entry.what}", grade_of(named)))
        elif before:
            found.append(Hint(named.entry.party, f"`{words_of}` before the office", grade_of(named)))
        elif preposition == "of" or word.is_owner:
            found.append(Hint(named.entry.party, f"`{words_of}` behind the office", grade_of(named)))
        elif preposition in _AT_ORGAN - ({"to"} if is_abroad else set()) and _is_organ_next(words, index):
            found.append(Hint(named.entry.party, f"`{words_of}` before the body", grade_of(named)))
        elif preposition == "from" and named.entry.how != "seat":
            found.append(Hint(named.entry.party, f"from {words_of}", "stated"))
        elif preposition in {"in", "from", "based"} and not is_abroad and named.entry.how == "seat":
            found.append(Hint(named.entry.party, f"an office in {words_of}", "inferred"))
    if noun in w.PRIVATE - w.LAWMAKERS:
        return []
    if all(hint.grade != "stated" for hint in found):
        # `the Joint Chiefs of Staff in Seoul`: the place says which of several
        found.sort(key=lambda hint: not hint.why.startswith("an office in"))
    return found


def _is_organ_next(words: list[Word], index: int) -> bool:
    """Return whether an organ stands behind its state: `at Peru’s navy`; in `with Peru at the navy` none does."""
    near = itertools.takewhile(lambda each: each.low not in w.PREPOSITIONS, words[index + 1 : index + 5])
    return any(w.singular(each.text) in w.OFFICE_OR_ORGAN for each in near)


def grade_of(named: Named) -> Grade:
    """Return how good a party is that a name of the tables gives."""
    return "inferred" if named.entry.is_loose else "stated"


def once(hints: list[Hint]) -> tuple[Hint, ...]:
    """Return each party once, as it is known best."""
    found: dict[str, Hint] = {}
    for hint in hints:
        if hint.party not in found or (hint.grade == "stated" and found[hint.party].grade != "stated"):
            found[hint.party] = hint
    # `the Philippine Defense Secretary`: a title that is mostly of another state says nothing beside a state's name
    stated = tuple(hint for hint in found.values() if hint.grade == "stated")
    return stated or tuple(found.values())


_AT_ORGAN = frozenset({"at", "with", "for", "from", "in", "inside", "within", "near", "to"})
"""What stands before the organ or office whose somebody is: `an adviser to the Peruvian president`."""
_OF_A_PLACE = frozenset(
    [
        "attorney",
        "police",
        "legislature",
        "official",
        "authority",
        "government",
        "leader",
        "council",
        "assembly",
        "mayor",
    ]
)
_FORMER = ("ex-", "former-")
_LAWMAKERS = frozenset({"rep", "sen", "mp", "lawmaker", "lawmakers", "senator", "legislator", "congressman"})
_OWN_BODIES = frozenset({"center", "centre", "institute", "institution", "academy"})
"""What is no organ of a state by its noun, and is one where it is told as the state’s own and by no name."""
_STAFF = frozenset({"aide", "staffer", "staff", "assistant"})
_OF_LAWMAKERS = frozenset({"congressional", "senate", "senatorial", "republican", "democratic", "democrat"})
_OF_OUTLETS = frozenset({"editor", "chief", "correspondent", "spokesman", "head", "director"})


def why_private(marks: set[str], head: str, described: list[list[Word]]) -> str:
    """Return why a speaker speaks for no state; empty where nothing says so."""
    gone = [mark for mark in marks if mark in w.PRIVATE_MARKS or (mark.startswith(_FORMER) and len(mark) > 3)]
    if gone:
        return f"`{min(gone)}`: holds no office of a state"
    for part in described:
        for word in part:
            if word.named is not None and word.named.entry.how == "body" and not word.named.entry.party:
                return f"{word.named.entry.words} speaks for no state"
    if (head in w.LAWMAKERS and head != "deputy") or marks & _LAWMAKERS:
        return "a legislator speaks for no state unless it is said"
    if (w.singular(head) in _STAFF and marks & _OF_LAWMAKERS) or any(_is_staff_of_house(part) for part in described):
        return "the staff of a parliament speaks for no state"
    is_chair = head == "speaker" or (head in {"president", "chairman", "chair"} and bool(marks & w.HOUSES))
    if is_chair or (head in {"leader", "whip"} and marks & w.OF_A_HOUSE):
        return "a legislator speaks for no state unless it is said"
    if "state" in marks and any(
        one.low == "state" and other.text.islower() and w.singular(other.text) in _OF_A_PLACE
        for part in described
        for one, other in itertools.pairwise(part)
    ):
        return "`state`: an office of a part of the state"
    if w.singular(head) in _OF_A_PLACE and marks & w.LOCAL:
        return f"`{min(marks & w.LOCAL)}`: an office of a place, not of the state"
    if head in w.PRIVATE or (marks & w.SCHOLARS and head not in w.OFFICES):
        return f"`{head or min(marks & w.SCHOLARS)}` is no office of a state"
    if head in _OF_OUTLETS and any(
        each.named is not None and each.named.entry.how == "outlet" for part in described for each in part
    ):
        return "an outlet speaks for no state"
    body = _private_body(described, head)
    if not body or head in {"minister", "premier"}:
        return ""
    states = [
        each
        for part in described
        for each in part[:2]
        if each.named is not None and each.named.entry.how in {"name", "people"}
    ]
    return "" if head == "president" and states else f"a {body} speaks for no state"


def _private_body(described: list[list[Word]], head: str) -> str:
    """Return the noun of a body that is no organ of a state: `company`, `institute`, `charity`."""
    is_office = head in w.OFFICE_OR_BODY or not head
    for part in described:
        for before, word in zip([None, *part], part, strict=False):
            noun = w.singular(word.text)
            if noun not in w.PRIVATE_BODIES or (word.named is not None and word.named.entry.party):
                continue
            if before is not None and before.low in w.NUMBERS:
                continue  # `envoy to the six party talks`
            if _is_of_state(before) and word.text.islower() and noun in _OWN_BODIES and head in w.OFFICES:
                continue  # `head of Peru’s centre for maritime safety`
            if is_office or noun not in w.LOOSE_BODIES:
                return noun
    return ""


def _is_staff_of_house(part: list[Word]) -> bool:
    """Return whether a description is that of staff of a house or a committee: `staffers for the … Committee`."""
    staff = next((index for index, word in enumerate(part) if w.singular(word.low) in _STAFF), None)
    return staff is not None and any(
        word.named is not None and word.named.entry.what.endswith("parliament") for word in part[staff + 1 : staff + 6]
    )


def _is_of_state(word: Word | None) -> bool:
    return word is not None and word.is_owner and word.named is not None and word.named.entry.how in {"name", "seat"}


def subjects_of(words: list[Word]) -> frozenset[str]:
    """Return what an office or body is for, by the words of its name."""
    return frozenset(w.SUBJECTS[each.low] for each in words if each.low in w.SUBJECTS and each.text != "state")


_BODY = re.compile(
    r"(?:(?:[A-Z][\w’'-]*|and|national|foreign|defen[cs]e|interior|finance|energy|oil|transport|trade|water|health|unification|"
    r"information|economy|agriculture|fisheries|presidential|external|naval|air|land)\s+){1,4}"
    r"(?:[Mm]inistry|[Dd]epartment|[Oo]ffice|[Aa]gency|[Cc]ommand|[Cc]ouncil|[Cc]ommission|[Bb]ureau|[Aa]uthority|[Cc]ommittee)\b"
    r"|\b(?:[Mm]inistry|[Dd]epartment|[Oo]ffice|[Bb]ureau|[Cc]ouncil|[Cc]ommission)\s+(?:of|for)\s+(?:the\s+)?"
    r"(?:[A-Z][\w-]*|[a-z]+)(?:\s+(?:and\s+)?[A-Z][\w-]*){0,4}"
    r"|\b(?:[Mm]inistry|[Ee]mbassy|[Cc]onsulate|[Pp]residency|[Gg]overnment|[Pp]arliament|[Cc]abinet|[Aa]rmy|[Nn]avy)\b"
    r"|\b(?:[Mm]ilitary|[Cc]oast [Gg]uard|[Aa]ir [Ff]orce)\b"
)


_BODY_NOUNS = frozenset({
    "ministry", "department", "office", "agency", "command", "council", "commission", "bureau", "authority",
    "committee", "embassy", "consulate", "presidency", "government", "parliament", "cabinet", "army", "navy",
    "military", "guard", "force",
})  # fmt: skip
"""The nouns of `_BODY`, without one of which it need not be tried."""


@lru_cache(maxsize=w.KEPT)
def _tells_body(low: str) -> bool:
    return any(noun in low for noun in _BODY_NOUNS)


def body_in(words: list[Word]) -> str:
    """Return the body that a phrase names, without the state it belongs to."""
    if not any(_tells_body(each.low) for each in words):
        return ""
    plain = " ".join(
        "" if each.named is not None and each.named.entry.how in {"name", "people", "seat"} else each.text
        for each in words
    )
    plain = re.sub(r"^(?:(?:a|an|the|another|some|his|its|their)\s+)+", "", plain, flags=re.IGNORECASE)
    match = _BODY.search(re.sub(r"\s+", " ", plain))
    if match is None:
        return ""
    return re.sub(r"^(?:(?:[Tt]he|[Aa]n?|[Ss]enior|and|[Tt]op|[Uu]nnamed|[Aa]nother)\s+)+", "", match[0].strip())


def place_of(words: list[Word]) -> str:
    """Return the state in which somebody is said to be."""
    for before, word in itertools.pairwise(words):
        if (
            before.low in {"in", "inside", "from"}
            and word.named is not None
            and word.named.entry.how in {"seat", "name"}
        ):
            return word.named.entry.party
    return ""


def name_behind(words: list[Word], head: int) -> str:
    """Return the name behind `for` or `to`, or the owner before the noun: `Ruto’s spokesman`."""
    for index, word in enumerate(words):
        if word.is_name and word.named is None and (index > head or word.is_owner):
            end = index
            while end + 1 < len(words) and words[end + 1].is_name and words[end + 1].named is None:
                end += 1
            return words[end].plain
    return ""


def owner_name(words: list[Word]) -> str:
    """Return the person whose office it is: `Ruto’s spokesman, Hussein Ali`."""
    return next(
        (each.plain for each in words if each.is_owner and each.named is None and each.is_name),
        "",
    )
