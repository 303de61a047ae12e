"""What the words of one noun phrase say of a speaker: a name, an office, a body, and whose it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from placet.evidence.parties.find import Named, named_in
from placet.evidence.parties.table import is_state
from placet.evidence.speakers import words as w
from placet.evidence.speakers.given_names import gender_of
from placet.evidence.speakers.ownership import (
    Hint,
    Word,
    body_in,
    grade_of,
    may_be_name,
    name_behind,
    once,
    owner_name,
    owners,
    place_of,
    subjects_of,
    why_private,
)
from placet.model.proposals import SpeakerKind

WORD = re.compile(
    r"(?:Rep|Sen|Gen|Adm|Col|Lt|Maj|Capt|Sgt|Gov|Mr|Mrs|Ms|Dr|Prof|Hon|Rev|Brig|Cmdr|St)\.|(?:[A-Z]\.){2,}(?:[’']s)?"
    r"|[^\W_]+(?:[’'.&\-–][^\W_]+)*(?:[’'](?=[\s,.;]|$))?"
)
_CUT = re.compile(
    r"(?:,\s*)?\s(?:who|whom|whose|which|that|speaking|citing|quoting|on condition|asking|requesting|declining|where"
    r"|when)\b"
)
_APART = re.compile(r"[,(\[–—]|\s-\s")
_PIECE = re.compile(r"[^,()\[\]]+")
_POSSESSIVE = re.compile(r"[’']s?$")
_PRONOUNS = w.PRONOUNS | {"both", "the two", "the pair", "the three"}
_ONE_OF = {
    "him": "he", "his": "he", "her": "she", "them": "they", "its": "it", "my": "i", "our": "we",
}  # fmt: skip
"""Pronouns in other forms: `his claim that …`."""
_PART = re.compile(
    r"(?:one|another|some|several|many|most|both) of (?=(?:the|his|her|its|these|those)\s)", re.IGNORECASE
)
"""`one of the officials` refers to those who were told before, of whom he is one."""
_MANY = re.compile(
    r"(?:(?:(?:more|fewer|less) than |about |nearly |some |almost |over )?[\d.,]+\s(?:percent|per cent|%)\s"
    r"|(?:a|the)\s(?:\w+\s)?(?:majority|minority|number|handful|couple|third|half|quarter|lot|dozen)\s"
    r"|(?:dozens|tens of thousands|hundreds of thousands|hundreds|thousands|scores)\s)of\s(?=[\w])",
    re.IGNORECASE,
)
"""`68 percent of voters`: who speaks are the voters."""
_ADDRESS = re.compile(
    r"(?:Mr\.?|Mrs\.?|Ms\.?|Madame?)\s(?:President|Speaker|Chair|Chairman|Secretary|Minister|Ambassador),\s(?=\w)"
)
"""Who is spoken to is not who speaks: `Mr. President, Ana Ruiz said …`."""
_CHIEFS = re.compile(r"\b(?:joint chiefs? of staff|general staff)$", re.IGNORECASE)
_ISSUED = re.compile(
    r"\b(?:released|issued|signed|published|adopted|agreed|put out|concluded)\b.*?\bby\b"
    r"|\bjoint (?:[\w-]+ ){1,3}?(?:by|from|of)\b"
)
_COMPANY = re.compile(
    r"\b(?:Corp|Inc|Ltd|Co|Group|Holdings|LLC|PLC|AG|SA|Company|Heavy Industries|Airlines|Airways|Motors|Oil|Energy"
    r"|Shipping)$"
)
Reference: TypeAlias = Literal["name", "indefinite", "definite", "bare", "pronoun"]


class Phrase(NamedTuple):
    """What the words of a phrase say of one speaker, before anybody asks who is meant.

    Attributes:
        start: where the phrase begins in the text of the document.
        end: where it ends.
        text: its words.
        kind: what sort of speaker it is.
        name: the name or description, without article.
        name_at: where the name stands.
        title: the office or description beside a person's name.
        head: the noun that says what it is, in the singular and in small letters.
        subjects: what the office or body is for: `defence`, `foreign`.
        number: how many speakers it means; 0: several.
        gender: `m`, `f`, or empty.
        reference: whether it names, introduces or refers back.
        is_another: whether it says that it is not the one before: `another source`.
        hints: the parties its words give.
        private: why it speaks for no state; empty where nothing says so.
        body: the body that is named in it, without its state: `Defense Ministry`.
        place: the state in whose capital or territory it is, which need not be its own.
        of_name: the person on whose behalf it speaks: `a spokesman for Ruto`.
        is_counterpart: whether it is told as somebody's counterpart.
    """

    start: int
    end: int
    text: str
    kind: SpeakerKind
    name: str = ""
    name_at: tuple[int, int] | None = None
    title: str = ""
    head: str = ""
    subjects: frozenset[str] = frozenset()
    number: int = 1
    gender: str = ""
    reference: Reference = "definite"
    is_another: bool = False
    hints: tuple[Hint, ...] = ()
    private: str = ""
    body: str = ""
    place: str = ""
    of_name: str = ""
    is_counterpart: bool = False


def read_part(text: str, start: int, named: tuple[Named, ...]) -> Phrase:
    """Read one phrase that means one speaker or one group.

    Args:
        text: the phrase.
        start: where it begins in the document.
        named: the names of the tables in the document, at least those within the phrase.
    """
    part = _PART.match(text) or _MANY.match(text) or _ADDRESS.match(text)
    if part is not None:
        text, start = text[part.end() :], start + part.end()
    inner = tuple(each for each in named if each.start >= start and each.end <= start + len(text))
    cut = _CUT.search(text)
    bare = text[: cut.start()] if cut else text
    comma = _APART.search(bare)
    main, rest = (bare[: comma.start()], bare[comma.end() :]) if comma else (bare, "")
    if not main.strip():
        main, rest = bare, ""
    rest_start = start + (comma.end() if comma else 0)
    words = split_words(main, start, inner)
    appositions = [
        split_words(each[0], rest_start + each.start(), inner)
        for each in (_PIECE.finditer(rest) if rest else ())
        if each[0].strip()
    ]
    phrase = Phrase(start, start + len(text), text, "unknown", reference=_reference(words))
    low = " ".join(each.low for each in words)
    low = _ONE_OF.get(low, low)
    if low in _PRONOUNS or low.split(" ")[:1] == ["who"]:
        number = w.NUMBERS.get(low.rpartition(" ")[2], {"they": 0, "we": 0}.get(low, 1))
        gender = {"he": "m", "she": "f"}.get(low, "")
        return phrase._replace(head=low, number=number, gender=gender, reference="pronoun")
    if not words:
        return phrase
    is_paper = words[0].low == "the" and w.OUTLET_NAMES.fullmatch(" ".join(each.text for each in words[1:]))
    person = None if is_paper else _name_in(words)  # `The Washington Courier` is nobody's name
    title = words
    if person is None:
        for each in appositions:
            found = _name_in(each)
            is_bare = found is not None and all(
                w.singular(word.text) in w.HOLDERS or word.low.rstrip(".") in w.HONORIFICS for word in each[: found[0]]
            )
            if found is not None and is_bare and _head(words)[1] in w.HOLDERS:
                return _person(phrase, each, found, words, [*appositions])
        return _described(phrase, words, appositions)
    return _person(phrase, words, person, title[: person[0]], appositions)


def split_words(text: str, start: int, named: tuple[Named, ...]) -> list[Word]:
    """Return the words of a text with what the tables say of each."""
    found = []
    for match in WORD.finditer(text):
        begin, end = start + match.start(), start + match.end()
        over = next((each for each in named if each.start < end and each.end > begin), None) if named else None
        found.append(Word(begin, end, match[0], over, *_spelling(match[0], over is not None)))
    return found


@lru_cache(maxsize=w.KEPT)
def _spelling(word: str, is_tabled: bool) -> tuple[str, str, bool, bool]:
    """Return a word without the possessive mark and in small letters, whether it has the mark, and may be a name."""
    plain = _POSSESSIVE.sub("", word)
    return plain, plain.lower(), plain != word, may_be_name(plain, is_tabled=is_tabled)


def _reference(words: list[Word]) -> Reference:
    if not words:
        return "bare"
    first = words[0].text.lower()
    if first in {"the", "this", "that", "these", "those", "both", "his", "her", "its", "their"}:
        return "definite"
    if first in {"a", "an", "some", "one", "another", "several", "many", "two", "three", "four", "most", "other"}:
        return "indefinite"
    return "bare"


def _name_in(words: list[Word]) -> tuple[int, int] | None:
    """Return the words, from one up to another, that are the name of the person whom a phrase means.

    A name behind `for` or `to` is that of somebody else: `a spokesman for Ruto`.
    """
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        is_month = words[at].text in w.MONTH_NAMES and at + 1 < len(words) and words[at + 1].is_name
        if not words[at].is_name and not is_month:
            at += 1
            continue
        end = at + 1
        while end < len(words) and words[end - 1].text[-1:] not in "’'" and not words[end - 1].is_owner:
            if words[end].is_name:
                end += 1
            elif words[end].low in w.PARTICLES and (behind := _behind_particles(words, end)) < len(words):
                end = behind + 1
            elif end == len(words) - 1 and (
                words[end].text in w.ALSO_SURNAMES or _is_city_name(words, at, end) or _is_last_name(words, at, end)
            ):
                end += 1
            else:
                break
        if end - at > 2 and words[at].named is not None and at and words[at - 1].low in w.PREPOSITIONS:
            at += 1  # `ambassador to Kenya Nils Berg`: the state, and no given name
        if at > 1 and words[at - 1].text in w.ALSO_SURNAMES and words[at - 2].text in w.BEFORE_NAMES:
            at -= 1  # `Minister Sultan Gabit`
        runs.append((at, end))
        at = end
    for first, end in reversed(runs):
        if words[first].text in w.RANKS_OR_NAMES and end - first > 2:
            first += 1  # `Gen Abdel Fattah Burhan`: a rank after all
        run = (first, end)
        if all(each.named is not None for each in words[first:end]) and end - first == 1:
            continue
        last = words[end - 1]
        if last.is_owner and end < len(words):
            continue  # `Ruto’s spokesman`
        if end < len(words) and words[end].low not in w.LINKS:
            continue  # `Adani Group`, `the Yeonhap channel`
        if _is_somebody_else(words[:first]):
            continue
        plain = last.text
        if (
            end - first == 1
            and len(plain) > 1
            and plain.isupper()
            and (first == 0 or words[first - 1].low in w.DETERMINERS)
        ):
            continue  # an acronym: a body
        if first and words[first - 1].low in {"the", "a", "an"} and end - first == 1:
            continue  # `the Kotka`: a ship, a place
        if _COMPANY.search(" ".join(each.text for each in words[first:end])):
            continue
        return run
    return None


def _behind_particles(words: list[Word], start: int) -> int:
    """Return where the name goes on behind its particles, `von der Leyen`; past the end where none does."""
    at = start
    while at < len(words) and words[at].low in w.PARTICLES:
        at += 1
    return at if at < len(words) and words[at].is_name else len(words)


def _is_city_name(words: list[Word], first: int, last: int) -> bool:
    """Return whether a city's name is a surname: behind a title and a given name, as in `President Nestor Madrid`."""
    named = words[last].named
    is_city = named is not None and named.entry.how == "seat" and not words[last].is_owner
    return is_city and last - first == 1 and first > 0 and w.singular(words[first - 1].text) in w.HOLDERS


def _is_last_name(words: list[Word], first: int, last: int) -> bool:
    """Return whether a word of this field is a surname: behind a title and a given name, as in `Envoy Ann Power`."""
    word = words[last]
    noun = w.singular(word.text)
    is_noun = noun in w.HOLDERS or noun in w.ANY_BODIES or noun in w.OUTLET_NOUNS or noun in w.DOCUMENTS
    is_bare = word.text[:1].isupper() and word.named is None and not word.is_owner and not is_noun
    return is_bare and last - first == 1 and first > 0 and w.singular(words[first - 1].text) in w.HOLDERS


def _is_somebody_else(before: list[Word]) -> bool:
    """Return whether the words before a name make it somebody else’s, or a body’s: `spokesman for`, `mayor of`."""
    for index in range(len(before) - 1, -1, -1):
        low = before[index].low
        if low in w.PREPOSITIONS:
            between = before[index + 1 :]
            capital_title = any(
                w.singular(each.text) in w.TITLE_WORDS and each.low not in {"the", "of", "for", "and"}
                for each in between
            )
            if low == "to" and index and between and all(each.named is not None for each in between):
                continue  # `Ambassador to Peru Quispe`
            if low in {"of", "for", "and"} and index and before[index - 1].text[:1].isupper() and capital_title:
                continue  # `Secretary of Defense for Asian and Pacific Affairs Shear`
            is_state = bool(between) and all(
                each.named is not None and each.named.entry.how == "name" for each in between
            )
            if low == "of" and is_state and any(w.singular(each.text) in w.OFFICES for each in before[:index]):
                continue  # `President of Peru Quispe`
            if low == "of" and capital_title and not any(each.text[:1].isupper() for each in between):
                continue  # `minister of defence Lee`
            return True
    return False


def _person(
    phrase: Phrase, words: list[Word], run: tuple[int, int], title: list[Word], appositions: list[list[Word]]
) -> Phrase:
    named = words[run[0] : run[1]]
    after = words[run[1] :]
    name = phrase.text[named[0].start - phrase.start : named[-1].end - phrase.start]
    name = _POSSESSIVE.sub("", name)
    described = [title, after, *(each for each in appositions if not (each and each[0].start == named[0].start))]
    marks = {each.low.rstrip(".") for part in described for each in part}
    marks |= {piece for mark in marks for piece in mark.split("-")[:1] if mark.startswith(("ex-", "anti-"))}
    told = [_head_of_title(part) for part in described if part and part is not after]
    head = next((each for each in told if each), "")
    private = why_private(marks, head, described)
    shown = title or next((each for each in appositions if _head_of_title(each)), [])
    gender = "f" if marks & w.FEMALE else "m" if marks & w.MALE else gender_of(name)
    own = [hint for part in (title, *appositions) for hint in owners(part, _head(part)[0])]
    own += owners(after, -1) if after else []
    body = next((each for each in (body_in(part) for part in described) if each), "")
    return phrase._replace(
        kind="person",
        name=name,
        name_at=(named[0].start, named[-1].start + len(named[-1].plain)),
        title=_title_text(shown),
        head=head,
        subjects=subjects_of(described[0] + [each for part in appositions for each in part]),
        gender=gender,
        reference="name",
        hints=once(own),
        private=private,
        body=body,
        place=place_of([*title, *after, *(each for part in appositions for each in part)]),
        of_name=owner_name(title),
        is_counterpart="counterpart" in marks,
    )


def _head_of_title(words: list[Word]) -> str:
    """Return the noun of a title: the last word of an office before any preposition, else any such word."""
    index, head = _head(words)
    if index >= 0 and head in w.HOLDERS:
        return head
    known = [each for each in (w.singular(word.text) for word in words) if each in w.OFFICE_OR_PRIVATE]
    if known and words and w.singular(words[-1].text) == known[-1]:
        return known[-1]
    return known[0] if known else ""


def _head(words: list[Word]) -> tuple[int, str]:
    """Return the index and the singular of the noun that says what a phrase is: the last before a preposition."""
    end = len(words)
    for index, word in enumerate(words):
        if index and word.low in w.PREPOSITIONS:
            behind = _office_behind(words, index)
            if behind >= 0:
                return behind, w.singular(words[behind].text)
            end = index
            break
    index = end - 1
    while index > 0 and words[index].low in {"there", "here", "himself", "herself", "itself", "themselves", "alike"}:
        index -= 1
    return (index, w.singular(words[index].text)) if 0 <= index < len(words) else (-1, "")


def _office_behind(words: list[Word], preposition: int) -> int:
    """Return the noun that a body's name stands before: `a Ministry of National Defense | official`; -1 for none."""
    if words[preposition].low not in {"of", "for"} or w.singular(words[preposition - 1].text) not in w.ORGANS:
        return -1
    for index in range(preposition + 2, len(words)):
        word = words[index]
        if word.low in w.PREPOSITIONS - {"for"}:
            return -1
        if word.text[:1].islower() and word.low not in {"and", "the"}:
            noun = w.singular(word.text)
            return index if noun in w.HOLDERS or noun in w.DOCUMENTS else -1
    return -1


def _described(phrase: Phrase, words: list[Word], appositions: list[list[Word]]) -> Phrase:
    index, head = _head(words)
    kind: SpeakerKind = "unknown"
    word = words[index]
    marks = {each.low for each in words}
    number = 1
    if w.is_plural(word.text) and word.named is None:
        number = next((w.NUMBERS[mark] for mark in (each.low for each in words) if mark in w.NUMBERS), 0)
    named = word.named
    name_at: tuple[int, int] | None = None
    name = _plain(words, phrase)
    outlet = next((each.named for each in words if each.named is not None and each.named.entry.how == "outlet"), None)
    pattern = w.OUTLET_NAMES.search(" ".join(each.text for each in words)) if word.text[:1].isupper() else None
    if words[-1].low == "staff" and _CHIEFS.search(" ".join(each.text for each in words)):
        kind, head = "body", "staff"
    elif outlet is not None and (named is outlet or head in w.OUTLET_NOUNS):
        kind, name, name_at = "outlet", outlet.entry.words, (outlet.start, outlet.end)
        head = head if head in w.OUTLET_NOUNS else "newspaper"
    elif named is not None and named.entry.how in {"name", "people", "seat"} and named.end >= word.end - 2:
        kind, name, name_at, head = "state", named.entry.words, (named.start, named.end), "state"
    elif (
        named is not None
        and named.entry.how == "body"
        and (head not in w.OFFICE_OR_UNNAMED or word.end <= named.end)
        and not (head in w.OFFICE_OR_UNNAMED and head in named.entry.words.lower().split())
    ):
        kind, name_at = "body", (named.start, named.end)
        name = named.entry.words
    elif pattern is not None and (head not in w.ORGANS or head in {"agency", "service"}):
        kind, name = "outlet", _bare(pattern[0])
    elif head in w.OUTLETS or (head in {"agency", "service"} and "news" in marks):
        kind = "outlet"
        paper = next((each for each in appositions if each[0].low == "the" and each[-1].text[:1].isupper()), None)
        if paper is not None and all(each.text[:1].isupper() for each in paper[1:]):
            name, name_at = " ".join(each.text for each in paper[1:]), (paper[1].start, paper[-1].end)
    elif word.text[:1].isupper() and word.named is None and index and _is_outlet_noun(words[index - 1], marks):
        kind, name, name_at = "outlet", word.text, (word.start, word.end)  # `the state broadcaster KBC`
        head = w.singular(words[index - 1].text)
    elif head in w.SPOKES:
        kind = "office"
    elif head in w.ANONYMOUS and (head not in w.OFFICES or phrase.reference != "definite"):
        kind = "anonymous"
    elif head in w.DOCUMENTS:
        kind = "document"
    elif head in w.OFFICES:
        kind = "group" if number != 1 else "office" if phrase.reference != "indefinite" else "anonymous"
    elif head in w.PRIVATE:
        kind = "group" if number != 1 else "anonymous"
    elif head in w.STATES_BY_KIND:
        kind = "state"
    elif (
        head in w.ANY_BODIES
        or (word.text.isupper() and len(word.text) > 1 and word.named is None)
        or _COMPANY.search(word.text)
    ):
        kind = "body"
    elif word.text[:1].isupper():
        kind, name_at = "body", (word.start, word.end)
    elif number != 1 or head in {"side", "people"}:
        kind = "group"
    described = [words, *appositions]
    marks |= {each.low for part in appositions for each in part}
    hints = () if kind == "outlet" else once(_hints(kind, named, words, index, phrase))
    of_name = name_behind(words, index)
    if of_name and not hints and head in w.ANY_BODIES:
        # `the office of Ana Ruiz, the Peruvian president`
        hints = once([hint for part in appositions for hint in owners(part, _head(part)[0])])
    return phrase._replace(
        kind=kind,
        name=name,
        name_at=name_at,
        head=head,
        subjects=subjects_of(words),
        number=number,
        gender="f" if {head} & w.FEMALE else "m" if {head} & w.MALE and number == 1 else "",
        reference="name" if name_at is not None and kind in {"outlet", "state", "body"} else phrase.reference,
        is_another=words[0].low in {"another", "other", "second"}
        or (len(words) > 1 and words[1].low in {"second", "third", "other"}),
        hints=hints,
        private=why_private(marks, head, described) if kind not in {"state", "document"} else "",
        body=body_in(words),
        place=place_of(words),
        of_name=of_name,
        is_counterpart="counterpart" in marks,
    )


def _hints(kind: SpeakerKind, named: Named | None, words: list[Word], index: int, phrase: Phrase) -> list[Hint]:
    if kind == "state" and named is not None:
        how = {"name": "the state is named", "people": "its people are named", "seat": "the seat of its government"}
        return [Hint(named.entry.party, how.get(named.entry.how, "named"), grade_of(named))]
    if kind == "body" and named is not None and named.entry.how == "body":
        own = owners(words, index) if named.entry.is_loose or not is_state(named.entry.party) else []
        own = [hint for hint in own if is_state(hint.party)]
        if own and not named.entry.is_loose:
            return own  # `the Japanese Security Council` is not that of the United Nations
        return own + (
            [Hint(named.entry.party, f"{named.entry.words}: {named.entry.what}", grade_of(named))]
            if named.entry.party
            else []
        )
    found = owners(words, index)
    issued = _ISSUED.search(phrase.text) if kind == "document" else None
    if issued is not None:
        at = phrase.start + issued.end()
        inner = split_words(phrase.text[issued.end() :], at, named_in(phrase.text, phrase.start))
        found += [
            Hint(each.named.entry.party, "issued by it", grade_of(each.named))
            for each in inner
            if each.named is not None and each.named.entry.party and each.named.entry.how != "outlet"
        ]
    return found


def _is_outlet_noun(word: Word, marks: set[str]) -> bool:
    noun = w.singular(word.text)
    return word.text.islower() and (noun in w.OUTLETS or (noun == "agency" and "news" in marks))


def _title_text(words: list[Word]) -> str:
    """Return a title without the articles and the state before it and without a preposition left at its end."""
    at, end = 0, len(words)
    while at < end and (
        words[at].low in {"the", "a", "an", "his", "her", "its", "their", "but", "and"}
        or ((named := words[at].named) is not None and named.entry.how in {"name", "people", "seat"})
    ):
        at += 1
    while end > at and words[end - 1].low in w.LINKS:
        end -= 1
    return " ".join(each.text for each in words[at:end])


def _plain(words: list[Word], phrase: Phrase) -> str:
    """Return a description without its article, as the text writes it."""
    skip = 0
    while skip < len(words) - 1 and words[skip].low in {"a", "an", "the", "another", "this", "that", "same", "some"}:
        skip += 1
    begin, end = words[skip].start - phrase.start, words[-1].end - phrase.start
    return phrase.text[begin:end]


def _bare(name: str) -> str:
    return re.sub(r"^[Tt]he ", "", name)
