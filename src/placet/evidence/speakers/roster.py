"""Everybody told of so far while a document is read: whom a phrase names again, and whom it introduces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from placet.evidence.parties.find import Named
from placet.evidence.parties.table import state_name
from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import (
    Entity,
    Mention,
    is_initials,
    is_name_of,
    is_same_body,
    is_same_office,
    may_be_named,
    name_tokens,
    nicknames,
)
from placet.evidence.speakers.lead import own_words
from placet.evidence.speakers.noun_phrases import is_short, is_told
from placet.evidence.speakers.ownership import Hint, grade_of
from placet.evidence.speakers.phrase import Phrase
from placet.evidence.speakers.together import TOGETHER

NEAR = 400
"""How many entries back a body or an office may stand that is told again by its description."""
NEAR_OFFICES = 40
"""How many entries back an office may stand whose holder is named behind it."""
SAME_NAME = 100
"""Of so many persons with one name, the last to be introduced, one is looked for that a name may mean."""
_HEADS = re.compile(
    r",?\s+who\s+(?:also\s+|currently\s+)?(?:heads?|leads?|commands?|runs?|headed|led|commanded)\s+(?:both\s+)?(?:the\s+)?"
)
_OF_THE_STATE = re.compile(r"\bthe (country|nation)[’']s\s(?!other\b)")
"""What belongs to the state that was told last: `a spokesman for the country’s foreign ministry`."""

_OF_THE_BODY = re.compile(
    r"^(?:the )?(ministry|department|embassy|command|military|army|navy|agency)[’']s\s"
    r"|,\s(?:the\s)?(ministry|department|embassy|command|military|army|navy|agency)[’']s\s",
    re.IGNORECASE,
)
"""Whose spokesman somebody is, where that body was told before: `the department’s spokesman`."""


class Roster:
    """The speakers of a document as far as it has been read.

    Attributes:
        entities: all of them, in the order of their first mention.
        is_named: whose mention each phrase that names somebody is, by where it begins and ends.
        told: every mention with whose it is, in the order of reading.
    """

    def __init__(self, text: str, named_between: Callable[[int, int], tuple[Named, ...]]) -> None:
        self.entities: list[Entity] = []
        self.is_named: dict[tuple[int, int], Entity] = {}
        self.told: list[tuple[Mention, Entity]] = []
        self._text = text
        self._named_between = named_between
        self._by_token: dict[str, list[Entity]] = {}

    def find(self, phrase: Phrase) -> Entity | None:
        """Return whom a phrase names, describes or introduces; None where it refers back, or to nobody who speaks."""
        return self._in_apposition(phrase) or self._behind_office(phrase) or self._entity_of(phrase)

    def enter(self, phrase: Phrase) -> Entity:
        """Return a new entry, of whom a phrase tells."""
        entity = Entity(
            phrase.kind,
            phrase.name,
            phrase.name_at or (phrase.start, phrase.end),
            number=phrase.number,
            private=phrase.private,
        )
        entity.take(phrase)
        self.entities.append(entity)
        self._index(entity)
        return entity

    def body_of(self, phrase: Phrase) -> Entity | None:
        """Return the body named within somebody's title, if any: `an official at Seoul’s Defence Ministry`."""
        if not phrase.body or phrase.kind == "body":
            return None
        head = next((w.singular(each) for each in phrase.body.split() if w.singular(each) in w.ORGANS), "ministry")
        subjects = frozenset(w.SUBJECTS[each] for each in phrase.body.lower().split() if each in w.SUBJECTS)
        inner = phrase._replace(
            kind="body",
            name=phrase.body,
            name_at=None,
            head=head,
            subjects=subjects,
            reference="bare",
            hints=() if phrase.private else phrase.hints,
            of_name="",
        )
        body = self._known_body(inner) or self.enter(inner)
        body.take(inner)
        return body

    def state_of(self, named: Named) -> Entity:
        """Return the state that a name of the tables means, and enter it where it is new."""
        known = self._state(named.entry.party)
        if known is not None:
            return known
        hint = Hint(named.entry.party, "the state is named", grade_of(named))
        name = state_name(named.entry.party)
        entity = Entity("state", name, (named.start, named.end), hints=[hint], heads={"state"})
        self.entities.append(entity)
        return entity

    def headed(self, phrase: Phrase) -> Phrase:
        """Return a person with the body that a clause behind the name says he heads: `, who commands USFK,`."""
        if phrase.kind != "person" or phrase.hints or phrase.private:
            return phrase
        clause = _HEADS.match(self._text, phrase.name_at[1] if phrase.name_at else phrase.end)
        if clause is None:
            return phrase
        body = next(
            (
                each
                for each in self._named_between(clause.end(), clause.end() + 1)
                if each.entry.how in {"body", "people", "name"}
            ),
            None,
        )
        if body is None or not body.entry.party:
            return phrase
        return phrase._replace(hints=(Hint(body.entry.party, f"heads {body.entry.words}", "inferred"),))

    def owned(self, phrase: Phrase) -> Phrase:
        """Return a phrase with the state or person that its `its` or `his` stands for: `its president`."""
        if not phrase.hints and phrase.kind in {"office", "anonymous", "person"} and not phrase.private:
            body = self._body_owning(phrase)
            if body is not None:
                hint = Hint(body.party, f"speaks for {body.name}, told before", "inferred")
                return phrase._replace(hints=(hint,))
        own = re.match(r"(its|their|his|her)\s", phrase.text.lower()) or _OF_THE_STATE.search(phrase.text.lower())
        if own is None and phrase.kind == "person" and phrase.head in w.OFFICES:
            own = re.search(r",\s(his|her)\s", phrase.text.lower())  # `Nils Berg, her chief spokesman,`
        if own is None or phrase.hints or phrase.of_name or phrase.is_counterpart or phrase.kind == "document":
            return phrase
        if own[1] in {"its", "their", "country", "nation"}:
            state = self.last(phrase.start, frozenset({"state", "body", "person", "office"}))
            if state is None or not state.party or (state.kind == "person" and own[1] != "their"):
                return phrase
            hint = Hint(state.party, f"`{own[1]}`: {state_name(state.party)}", "inferred")
            name = re.sub(r"^(?:its|their)\s+", "", phrase.name, flags=re.IGNORECASE)
            return phrase._replace(hints=(hint,), name=name)
        person = self.last(phrase.start, frozenset({"person"}), apart="m" if own[1] == "her" else "f")
        if person is None or not person.tokens:
            return phrase
        return phrase._replace(
            of_name=person.tokens[-1], name=re.sub(r"^(?:his|her)\s+", "", phrase.name, flags=re.IGNORECASE)
        )

    def _body_owning(self, phrase: Phrase) -> Entity | None:
        """Return the last body told before of such a sort, for whom somebody speaks: `the ministry’s spokesman`."""
        owner = _OF_THE_BODY.search(phrase.text)
        if owner is None:
            return None
        found = [
            (mention.start, index, each)
            for index, each in enumerate(self._near())
            if each.kind == "body"
            and each.party
            and (owner[1] or owner[2]).lower() in each.heads | set(each.name.lower().split())
            for mention in each.mentions
            if mention.end <= phrase.start
        ]
        return max(found)[2] if found else None

    def last(self, before: int, kinds: frozenset[str], *, apart: str = "") -> Entity | None:
        """Return the last of some kinds that was told before an offset, the subject of its sentence before others.

        Args:
            before: the offset.
            kinds: which sorts of speakers count.
            apart: the gender that does not fit; empty: either does.
        """
        found = [
            (mention.sentence, mention.is_source + (mention.role == "subject"), mention.start, index, entity)
            for index, (mention, entity) in enumerate(self.told[-60:])
            if entity.kind in kinds and mention.end <= before and (not apart or entity.gender != apart)
        ]
        return max(found, key=lambda each: each[:4])[4] if found else None

    def around(self, phrase: Phrase) -> Entity | None:
        """Return the person in whose description a phrase stands: `Ruiz, who met his Kenyan counterpart, …`."""
        return next(
            (
                each
                for (start, end), each in itertools.islice(reversed(self.is_named.items()), 12)
                if each.kind == "person" and start < phrase.start and phrase.end <= end
            ),
            None,
        )

    def _in_apposition(self, phrase: Phrase) -> Entity | None:
        """Return the person whose description a phrase is: `a spokesman for the army` behind `Park Ji-hoon, `."""
        if phrase.kind == "person":
            return None
        text = self._text
        before = text[max(0, phrase.start - 4) : phrase.start].rstrip()
        closes = text[phrase.end : phrase.end + 1] == ","
        if not before.endswith(",") or (phrase.text[:4].lower() == "the " and not closes):
            return None
        comma = phrase.start - (min(4, phrase.start)) + len(before) - 1
        return next(
            (
                entity
                for (start, end), entity in itertools.islice(reversed(self.is_named.items()), 12)
                if entity.kind == "person" and start < phrase.start and (end == comma or end >= phrase.end)
            ),
            None,
        )

    def _behind_office(self, phrase: Phrase) -> Entity | None:
        """Return the office whose holder is named between commas behind it: `Peru’s chief negotiator, Ana Ruiz, …`."""
        if phrase.kind != "person" or phrase.head or phrase.hints or phrase.name_at is None:
            return None
        text = self._text
        if text[phrase.start - 2 : phrase.start] != ", " or text[phrase.name_at[1] : phrase.name_at[1] + 1] != ",":
            return None
        if any(each.kind == "person" and is_name_of(each, phrase.name) for each in self._of_name(phrase.name)):
            return None
        office = next(
            (
                each
                for (_, end), each in itertools.islice(reversed(self.is_named.items()), 6)
                if end == phrase.start - 2 and each.kind in {"office", "anonymous"} and each.number == 1
            ),
            None,
        )
        if office is None or office.mentions[-1].end != phrase.start - 2 or not office.heads & w.OFFICES:
            return None
        office.kind, office.title, office.name, office.name_at = "person", office.name, phrase.name, phrase.name_at
        self._index(office)
        return office

    def _entity_of(self, phrase: Phrase) -> Entity | None:
        """Return the one whom a phrase names or introduces; None where it refers back, or to nobody who speaks."""
        if phrase.kind == "person" and phrase.name:
            return self._person(phrase)
        may_be_name = phrase.text in w.ALSO_NAMES or any(
            each.entry.how == "seat" for each in self._named_between(phrase.start, phrase.start + 1)
        )
        if re.fullmatch(r"[A-Z][\w-]+", phrase.text) and (phrase.kind != "state" or may_be_name):
            # a surname that is also another word: `Sun`, `King`, `Park`
            for each in self._of_name(phrase.text):
                if each.kind == "person" and len(each.tokens) > 1 and is_name_of(each, phrase.text):
                    return each
        if phrase.kind == "state" and phrase.name_at is not None:
            return self._named_state(phrase) if phrase.hints else None
        if (phrase.kind == "outlet" and phrase.name_at is not None) or (
            phrase.kind == "outlet" and phrase.name[:1].isupper()
        ):
            known = next((each for each in self.entities if each.kind == "outlet" and each.name == phrase.name), None)
            return known or self.enter(phrase)
        if phrase.kind == "body" and (phrase.reference == "name" or phrase.hints or phrase.subjects or is_told(phrase)):
            known = self._known_body(phrase) or next(
                (each for each in self._near() if is_initials(each, phrase.name)), None
            )
            return known or (None if is_short(phrase) else self.enter(phrase))
        if phrase.kind == "anonymous" and phrase.reference != "definite":
            return self.enter(phrase)
        if phrase.kind in {"office", "anonymous"} and (
            phrase.hints or phrase.reference == "indefinite" or phrase.of_name
        ):
            known = next((each for each in self._near() if is_same_office(each, phrase)), None)
            return known or self.enter(phrase)
        if (
            phrase.kind == "office"
            and own_words(phrase.name)
            and not any(phrase.head in each.heads and each.kind in TOGETHER for each in self._near())
        ):
            return self.enter(phrase)  # `the new Harbour chief`: the name of the place makes it one of its own
        if phrase.kind == "document" and not is_short(phrase):
            return self.enter(phrase)
        if phrase.kind == "group" and phrase.private and phrase.reference != "definite":
            return self.enter(phrase)
        return None

    def _near(self) -> Iterator[Entity]:
        return itertools.islice(reversed(self.entities), NEAR)

    def _known_body(self, phrase: Phrase) -> Entity | None:
        return next((each for each in self._near() if is_same_body(each, phrase)), None)

    def _person(self, phrase: Phrase) -> Entity:
        for each in self._of_name(phrase.name):
            if each.kind == "person" and is_name_of(each, phrase.name) and may_be_named(each, phrase):
                return each
        if phrase.text.startswith(("The ", "the ")) and not phrase.hints and phrase.head:
            # `The minister, Yasser Idris,` names the one who was told by the office alone
            for each in itertools.islice(reversed(self.entities), NEAR_OFFICES):
                if each.kind in {"office", "anonymous"} and each.number == 1 and phrase.head in each.heads:
                    each.kind, each.title, each.name, each.name_at = "person", each.name, phrase.name, phrase.name_at
                    self._index(each)
                    return each
        return self.enter(phrase)

    def _named_state(self, phrase: Phrase) -> Entity:
        party = phrase.hints[0].party
        known = self._state(party)
        if known is not None:
            return known
        entity = self.enter(phrase)
        entity.name = state_name(party)
        return entity

    def _state(self, party: str) -> Entity | None:
        return next((each for each in self.entities if each.kind == "state" and each.party == party), None)

    def _index(self, entity: Entity) -> None:
        if entity.kind == "person":
            for token in (*entity.tokens, *nicknames(entity.name)):
                self._by_token.setdefault(token.partition("-")[2] if token.startswith("al-") else token, []).append(
                    entity
                )

    def _of_name(self, name: str) -> list[Entity]:
        """Return the persons of whose names a part is also in this one, the last first."""
        tokens = [token.partition("-")[2] if token.startswith("al-") else token for token in name_tokens(name)]
        found = {id(each): each for token in tokens for each in self._by_token.get(token, ())[-SAME_NAME:]}
        order = {key: index for index, key in enumerate(found)}
        return sorted(
            found.values(), key=lambda each: (-each.mentions[-1].start if each.mentions else 0, order[id(each)])
        )
