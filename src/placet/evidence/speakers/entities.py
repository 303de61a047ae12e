"""The speakers of one document: who each is, by all that the text says, and where it is mentioned."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from placet.evidence.speakers import words as w
from placet.evidence.speakers.ownership import Hint
from placet.evidence.speakers.phrase import Phrase
from placet.model.proposals import SpeakerKind

_GENERATIONS = frozenset(["jr", "sr", "ii", "iii"])

_IN_BRACKETS = re.compile(r"\(([A-Z][\w.&-]*[A-Z]\w{0,2}\.?)\)")

Role: TypeAlias = Literal["subject", "object", "other"]


class Mention(NamedTuple):
    """A place where somebody is mentioned.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        sentence: the number of the sentence, counted over the document.
        paragraph: the number of the paragraph.
        role: what it is to the verb beside it.
        is_quoted: whether it stands in somebody's own words.
        is_source: whether it is named at a cue as the one who speaks.
    """

    start: int
    end: int
    sentence: int
    paragraph: int
    role: Role = "other"
    is_quoted: bool = False
    is_source: bool = False


@dataclass(eq=False)
class Entity:
    """Somebody or something that may speak; what is known of it grows as the text is read.

    Attributes:
        kind: what sort of speaker it is.
        name: the fullest name or description.
        name_at: where that stands.
        title: the office or description of a person.
        heads: the nouns by which it is told: `minister`, `official`.
        subjects: what its office is for.
        number: how many it means; 0: several.
        gender: `m`, `f`, or empty.
        hints: the parties that the text gives for it.
        private: why it speaks for no state.
        short: the letters in brackets behind a body's name, by which it is told again: `(JCS)`.
        body: the body it belongs to, without its state.
        body_subjects: what the body is for.
        place: the state it is in.
        of_name: on whose behalf it speaks.
        mentions: all places, in order.
        counterpart_of: whose counterpart it is.
    """

    kind: SpeakerKind
    name: str
    name_at: tuple[int, int] | None = None
    title: str = ""
    heads: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    number: int = 1
    gender: str = ""
    hints: list[Hint] = field(default_factory=list)
    private: str = ""
    short: str = ""
    body: str = ""
    place: str = ""
    of_name: str = ""
    mentions: list[Mention] = field(default_factory=list)
    counterpart_of: Entity | None = None

    @property
    def tokens(self) -> list[str]:
        """The parts of the name, in small letters."""
        return name_tokens(self.name)

    @property
    def party(self) -> str:
        """The first party the text states for it, else the first it gives at all; empty: none."""
        told = [hint for hint in self.hints if hint.grade == "stated"] or self.hints
        return told[0].party if told else ""

    @property
    def parties(self) -> set[str]:
        """All parties the text gives for it."""
        return {hint.party for hint in self.hints}

    def take(self, phrase: Phrase) -> None:
        """Add what a further phrase says of it."""
        if phrase.kind == "person" and len(name_tokens(phrase.name)) > len(self.tokens):
            self.name, self.name_at = phrase.name, phrase.name_at
        if phrase.kind == self.kind == "body" and len(phrase.name.split()) > len(self.name.split()):
            self.name, self.name_at = phrase.name, phrase.name_at or (phrase.start, phrase.end)
        if phrase.kind == self.kind == "person":
            if phrase.title and (not self.title or self.title == "counterpart"):
                self.title = phrase.title
            self.private = self.private or phrase.private
        elif self.kind == "person":
            if not (self.title and any(hint.grade == "stated" for hint in self.hints)):
                self.private = self.private or phrase.private  # not `Peru's premier Ruiz, whose Liberty Party …`
            self.title = self.title or phrase.name
        if phrase.head and phrase.head not in {"he", "she", "it", "they"}:
            self.heads.add(phrase.head)
        if phrase.kind == "person":
            self.heads |= {
                w.RANKS_IN_FULL[low]
                for each in phrase.title.split()
                if (low := each.lower().rstrip(".")) in w.RANKS_IN_FULL
            }
        short = _IN_BRACKETS.search(phrase.text) if self.kind == "body" else None
        self.short = self.short or (short[1] if short is not None else "")
        self.subjects |= phrase.subjects
        self.gender = self.gender or phrase.gender
        self.body = self.body or phrase.body
        self.place = self.place or phrase.place
        self.of_name = self.of_name or phrase.of_name
        if phrase.hints and not any(hint.grade == "stated" for hint in self.hints):
            self.hints = list(phrase.hints)


class Group(NamedTuple):
    """Two or more that are told together: `Han and Carter`, or one who met the other."""

    members: tuple[Entity, ...]
    start: int
    end: int
    sentence: int
    paragraph: int
    role: Role
    why: str


def name_tokens(name: str) -> list[str]:
    """Return the parts of a name in small letters, without points.

    >>> name_tokens("Majed al-Ansari"), name_tokens("Han Min-koo")
    (['majed', 'al-ansari'], ['han', 'min-koo'])
    """
    return list(_name_tokens(name))


@lru_cache(maxsize=4096)
def _name_tokens(name: str) -> tuple[str, ...]:
    plain = re.sub(r"[“\"(][^”\")]*[”\")]\s", "", name)  # `James “Jim” Berg`
    parts = tuple(re.sub(r"[’']s?$", "", part).rstrip(".,").lower() for part in plain.split())
    return parts[:-1] if len(parts) > 1 and parts[-1] in _GENERATIONS else parts  # `Luis Ortiz Jr.` is Ortiz


def nicknames(name: str) -> list[str]:
    """Return what stands between quotation marks in a name, in small letters.

    >>> nicknames("James “Jim” Berg")
    ['jim']
    """
    return [each.lower() for each in re.findall(r"[“\"]([^\W\d_]+)[”\"]", name)]


def is_name_of(entity: Entity, name: str) -> bool:
    """Return whether a name may be that of a person: the same, a part of it, or one with more parts.

    A single part has to be the last one, or the first where names begin with the family's: `Han` for `Han Min-koo`,
    `Xi` for `Xi Jinping`, `Nguyen` or `Trong` for `Nguyen Phu Trong`.

    >>> han = Entity("person", "Han Min-koo")
    >>> is_name_of(han, "Han"), is_name_of(han, "Han Duck-soo"), is_name_of(han, "Min-koo Han")
    (True, False, True)
    """
    own, other = entity.tokens, name_tokens(name)
    if not own or not other:
        return False
    if set(own) == set(other) or (len(other) == 1 and other[0] in nicknames(entity.name)):
        return True
    short, long = sorted((own, other), key=len)
    if len(short) == 1:
        return short[0] == long[-1] or short[0] == long[0] or _ends(long[-1], short[0])
    return set(short) <= set(long) or (short[-1] == long[-1] and short[0][:1] == long[0][:1] and len(short[0]) <= 2)


def _ends(long: str, short: str) -> bool:
    """Return whether an Arabic name is told without its article: `Ansari` for `al-Ansari`."""
    return long.startswith(("al-", "el-", "as-", "ash-")) and long.split("-", 1)[1] == short


def is_same_body(entity: Entity, phrase: Phrase) -> bool:
    """Return whether a body's mention may be one that was named before."""
    if entity.kind != "body":
        return False
    parties = {hint.party for hint in phrase.hints}
    if parties and entity.parties and not parties & entity.parties:
        return False
    if parties and not entity.parties and phrase.name_at is None:
        return False  # `Japan’s defence ministry` is not the one that was told without a state before
    if entity.name == phrase.name and phrase.reference == "name":
        return True
    if entity.short and entity.short == phrase.name:
        return True
    if phrase.head not in entity.heads:
        return False
    if phrase.subjects or entity.subjects:
        return bool(phrase.subjects) and phrase.subjects == entity.subjects
    return _words_of(entity.name) == _words_of(phrase.name) or (bool(parties) and parties == entity.parties)


def is_initials(entity: Entity, name: str) -> bool:
    """Return whether a name in capitals is made of the first letters of a body's: `MSDF`, with or without its state.

    >>> is_initials(Entity("body", "Maritime Self-Defense Force"), "MSDF")
    True
    """
    short = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE).replace(".", "")
    if entity.kind != "body" or not short.isupper() or not 3 <= len(short) <= 6:
        return False
    words = [each for each in re.findall(r"[A-Za-z]+", entity.name) if each[0].isupper()]
    letters = "".join(each[0] for each in words)
    return len(words) > 2 and letters.endswith(short)


def _words_of(name: str) -> set[str]:
    return {w.singular(each) for each in re.findall(r"[\w-]+", name)} - {"the", "of", "for", "and"}


def may_be_named(entity: Entity, phrase: Phrase) -> bool:
    """Return whether nothing speaks against a name being that of a person: another gender, another state."""
    if entity.gender and phrase.gender and entity.gender != phrase.gender:
        return False
    parties = {hint.party for hint in phrase.hints if hint.grade == "stated"}
    own = {hint.party for hint in entity.hints if hint.grade == "stated"}
    return not (parties and own and not parties & own and len(phrase.name.split()) == 1)


def is_same_office(entity: Entity, phrase: Phrase) -> bool:
    """Return whether an office told again is that of somebody told before: of the same state and for the same."""
    parties = {hint.party for hint in phrase.hints}
    if entity.kind not in {"person", "office"} or phrase.reference == "indefinite":
        return False
    if not parties or parties != entity.parties or entity.private:
        return False
    if phrase.head == "leader" and phrase.reference == "definite" and not phrase.private:
        # `the Peruvian leader` is its president, king or premier
        return entity.kind == "person" and (bool(entity.heads & w.LEADERS) or entity.subjects == {"prime"})
    if phrase.head not in entity.heads:
        return False
    return phrase.subjects <= frozenset(entity.subjects) and (bool(phrase.subjects) or not entity.subjects)
