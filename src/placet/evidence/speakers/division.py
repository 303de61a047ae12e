"""One phrase that names two speakers or more, taken apart: `the minister and his counterpart`, `Oman and Iran`."""

from __future__ import annotations

import re
from functools import lru_cache

from placet.evidence.parties.find import Named
from placet.evidence.speakers import words as w
from placet.evidence.speakers.ownership import Hint, Word
from placet.evidence.speakers.phrase import Phrase, read_part, split_words

_SEPARATOR = re.compile(r",?\s+(?:and|as well as|along with|together with)\s+|,\s+|;\s+")
_CUT = re.compile(r",?\s(?:who|whom|whose|which|that|speaking|citing|quoting|on condition)\b")
_BOTH = re.compile(r"(?<=\w)\s(?:both|each|all|together|jointly)\s*$")
"""What may stand behind a row of speakers: `the secretary and the minister both agreed`."""
_IS_ALSO = re.compile(
    r"(?:[A-Z][\w’'.-]*\s){0,6}[A-Z][\w’'.-]*,\s(?:(?:the|an?|former)\s)?[a-z][^,]{2,80}?\sand\s(?:one|another|an?)\s(?:of\s)?"
)
"""What somebody is besides: `Ana Ruiz, former head of the port and one of those who met them`."""
DATELINE = re.compile(r"\s*[A-ZÀ-Þ][A-ZÀ-Þ.'’ /]+(?:,[^—–\n]{0,40}?)?(?:\s*\([^)\n]{0,30}\))?\s*(?:[—–]+|\s-)\s+")
"""What a report begins with: `MUSCAT, 3 May (Reuters) — `."""
KEPT = 4096
"""Of so many phrases what their words say is kept, whoever writes them: `the ministry`, `Foreign Minister Ana Ruiz`."""


def read_phrase(text: str, start: int, named: tuple[Named, ...]) -> tuple[Phrase, ...]:
    """Read a phrase that names one speaker or several, each as one.

    Args:
        text: the phrase.
        start: where it begins in the document.
        named: the names of the tables in the document.

    >>> from placet.evidence.parties import find_named
    >>> words = "Foreign Minister Kim Ji-ho and his Kenyan counterpart Ann Wanjiru"
    >>> [(each.name, each.title) for each in read_phrase(words, 0, find_named(words))]
    [('Kim Ji-ho', 'Foreign Minister'), ('Ann Wanjiru', 'counterpart')]
    """
    inner = [each for each in named if each.start >= start and each.end <= start + len(text)]
    moved = tuple(each._replace(start=each.start - start, end=each.end - start) for each in inner)
    return tuple(_move(each, start) for each in _read_words(text, moved))


@lru_cache(maxsize=KEPT)
def _read_words(text: str, named: tuple[Named, ...]) -> tuple[Phrase, ...]:
    """Read a phrase by its words alone, as if it began a document."""
    start = 0
    line = DATELINE.match(text)
    if line is not None:
        start, text = line.end(), text[line.end() :]
    both = _BOTH.search(text)
    text = text[: both.start()] if both is not None else text
    inner = tuple(each for each in named if each.start >= start and each.end <= start + len(text))
    parts: list[Phrase] = []
    for begin, end in _parts(text, start, inner):
        piece = text[begin:end]
        lead = len(piece) - len(piece.lstrip(" \t\n“”\"‘’'("))
        parts.append(_with_row(read_part(piece[lead:].rstrip(), start + begin + lead, inner), inner))
    return _with_shared_owner(text, start, tuple(parts), inner)


def _move(phrase: Phrase, shift: int) -> Phrase:
    """Return a phrase by its place in the document."""
    start, end, at = phrase.start + shift, phrase.end + shift, phrase.name_at
    if at is None:
        return phrase._replace(start=start, end=end)
    return phrase._replace(start=start, end=end, name_at=(at[0] + shift, at[1] + shift))


def _with_shared_owner(
    text: str, start: int, parts: tuple[Phrase, ...], named: tuple[Named, ...]
) -> tuple[Phrase, ...]:
    """Give every office of a row the state in the genitive before it: `Peru’s president and foreign minister`."""
    if len(parts) < 2 or not parts[0].hints:
        return parts
    first = next((each for each in named if each.start == start + len(text) - len(text.lstrip())), None)
    if first is None or re.match(r"[’']s?\s", text[first.end - start :]) is None:
        return parts
    hints = tuple(hint for hint in parts[0].hints if hint.party == first.entry.party)
    return parts[:1] + tuple(
        each._replace(hints=hints)
        if not each.hints
        and not each.private
        and each.kind in {"office", "anonymous", "person"}
        and each.head in w.OFFICES
        else each
        for each in parts[1:]
    )


def _parts(text: str, start: int, named: tuple[Named, ...]) -> list[tuple[int, int]]:
    if _SEPARATOR.search(text) is None:
        return [(0, len(text))]
    cut = _CUT.search(text)
    reach = cut.start() if cut else len(text)
    marks = [
        each
        for each in _SEPARATOR.finditer(text, 0, reach)
        if not any(name.start < start + each.end() and name.end > start + each.start() for name in named)
    ]
    if not marks:
        return [(0, len(text))]
    has_and = any(each[0].strip(" ,") not in {"", ";"} for each in marks)
    edges = [0, *(each.end() for each in marks)]
    ends = [*(each.start() for each in marks), reach]
    atoms = list(zip(edges, ends, strict=True))
    groups = [[atoms[0][0], atoms[0][1]]]
    last = atoms[0]
    for mark, atom in zip(marks, atoms[1:], strict=True):
        is_and = mark[0].strip(" ,;") != ""
        if is_and and _IS_ALSO.match(text, groups[-1][0], atom[1]) is not None:
            groups[-1][1], last = atom[1], atom
            continue
        left, right = text[last[0] : last[1]], text[atom[0] : atom[1]]
        is_new = (
            _stands_alone(right, start + atom[0], named)
            and _stands_alone(left, start + last[0], named)
            and not _shares_noun(left, right, start + last[0], start + atom[0], named)
            and not _is_row_of_states(
                text[groups[-1][0] : last[1]], right, start + groups[-1][0], start + atom[0], named
            )
            if is_and
            else (has_and or _are_states(start, atoms, named))
            and _is_bare_name(right, start + atom[0], named)
            and _is_bare_name(left, start + last[0], named)
        )
        if is_new:
            groups.append([atom[0], atom[1]])
        else:
            groups[-1][1] = atom[1]
        last = atom
    groups[-1][1] = len(text)
    return [(begin, end) for begin, end in groups if text[begin:end].strip()]


def _stands_alone(text: str, start: int, named: tuple[Named, ...]) -> bool:
    """Return whether words are a speaker by themselves, and not half of a title or of a body's name."""
    phrase = read_part(text.strip(), start, named)
    if phrase.reference == "pronoun" or phrase.kind in {"person", "state"}:
        return phrase.head not in {"that", "which", "one"}
    if phrase.kind == "body":
        words = split_words(text, start, named)
        return phrase.head in w.ORGANS or (words[-1].named is not None and words[-1].named.entry.how == "body")
    words = split_words(text, start, named)
    return phrase.kind != "unknown" and phrase.head in w.SPEAKING and bool(words)


def _is_bare_name(text: str, start: int, named: tuple[Named, ...]) -> bool:
    phrase = read_part(text.strip(), start, named)
    bare = text.strip().removeprefix("the ") if phrase.kind == "state" else text.strip()  # `the Maldives`
    return phrase.kind in {"person", "state"} and phrase.reference == "name" and bare[:1].isupper()


def _with_row(phrase: Phrase, named: tuple[Named, ...]) -> Phrase:
    """Return `the ministers of Latvia, Lithuania and Estonia` with all the states of the row."""
    if phrase.kind != "group" or phrase.number == 1 or "," not in phrase.text:
        return phrase
    of = re.search(r"\sof\s(?:the\s)?", phrase.text)
    if of is None:
        return phrase
    row: list[Named] = []
    at = phrase.start + of.end()
    for each in named:
        if each.start < at:
            continue
        between = phrase.text[at - phrase.start : each.start - phrase.start]
        if row and re.fullmatch(r",?\s(?:and\s)?(?:the\s)?|,\s", between) is None:
            break
        row.append(each)
        at = each.end
    if len(row) < 2:
        return phrase
    hints = tuple(Hint(each.entry.party, f"`{each.entry.words}` behind the office", "stated") for each in row)
    name = re.sub(r"^(?:the|The)\s+", "", phrase.text[: at - phrase.start])
    return phrase._replace(hints=hints, name=name)


def _is_row_of_states(left: str, right: str, left_at: int, right_at: int, named: tuple[Named, ...]) -> bool:
    """Return whether a state ends the row behind `of`: `the ministers of Latvia, Lithuania | and Estonia`."""
    before, after = split_words(left, left_at, named), split_words(right, right_at, named)
    at = next((index for index, each in enumerate(before) if each.low == "of" and index), len(before))
    row = [each for each in before[at + 1 :] if each.low not in {"and", "the"}]
    is_plural = at < len(before) and w.is_plural(before[at - 1].text)
    return is_plural and len(row) > 1 and all(each.named is not None for each in (*row, *after)) and len(after) == 1


def _are_states(start: int, atoms: list[tuple[int, int]], named: tuple[Named, ...]) -> bool:
    """Return whether commas alone part states, as in a headline: `US, South Korea`; not `Seoul, South Korea`."""
    parties = [
        {each.entry.party for each in named if each.start == start + begin and each.end == start + end}
        for begin, end in atoms
    ]
    return all(parties) and len(set().union(*parties)) == len(atoms)


def _shares_noun(left: str, right: str, left_at: int, right_at: int, named: tuple[Named, ...]) -> bool:
    """Return whether a noun stands for both: `the US and Japanese ministers`, `the presidents of Kenya and Uganda`."""
    before, after = split_words(left, left_at, named), split_words(right, right_at, named)
    if not before or not after:
        return False
    behind = next((at for at, each in enumerate(before) if each.low in {"of", "for"} and at), None)
    if behind is not None and _are_portfolios([*before[behind + 1 :], after[0]]):
        return True  # `Secretary for Asian and Pacific Affairs`
    ends_named = before[-1].named is not None and before[-1].named.entry.how in {"name", "people", "seat"}
    if not ends_named:
        return False
    first = after[1] if len(after) > 1 and after[0].low == "the" else after[0]
    begins_named = first.named is not None and first.named.entry.how in {"name", "people", "seat"}
    if begins_named and any(each.low in {"of", "in", "from", "between", "by", "with", "to"} for each in before):
        return True
    is_plural = w.is_plural(after[-1].text) and after[-1].named is None
    return begins_named and is_plural and len([each for each in before if each.low != "the"]) <= 2


def _are_portfolios(words: list[Word]) -> bool:
    return all(
        each.text[:1].isupper() and each.low in w.PORTFOLIOS for each in words if each.low not in {"of", "for", "the"}
    )
