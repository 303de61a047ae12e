"""Whom the words at a cue mean: a pronoun, `the ministry`, `the two ministers`, a surname; with the reason in words."""

from __future__ import annotations

import bisect
import re
from typing import NamedTuple

from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Entity, Group, Mention
from placet.evidence.speakers.home import RECORD
from placet.evidence.speakers.lead import own_words
from placet.evidence.speakers.mentions import Table
from placet.evidence.speakers.ownership import Hint
from placet.evidence.speakers.phrase import Phrase
from placet.model.documents import Span

NEAR = 1.0
"""Two candidates whose weight differs by less are near: both are told, and a person has to look."""

NAMED_IN_IT = 3.0
"""What it costs somebody that he is named in what is said: hardly anybody calls himself by name."""

_STATE_NOUNS = frozenset({"country", "nation", "state", "government", "neighbour", "neighbor", "side", "power"})
_PERSON_NOUNS = frozenset(
    {"minister", "leader", "president", "man", "official", "diplomat", "general", "chief", "premier", "envoy"}
) | frozenset({"negotiator", "secretary", "chancellor", "head", "commander"})
_THE_STATES = frozenset({"the countries", "the nations", "the neighbours", "the neighbors"})
_PART_OF = re.compile(
    r"(one|another|a second|a third|some|two|three|many|several|most|both) of (?:them|these|those)", re.IGNORECASE
)
_OF_BOTH = re.compile(r"\bof (?:both|the two) (?:countries|nations|states|sides|governments|neighbou?rs|allies)\b")
_LAST = "the last that fit"
_UNNAMED = frozenset({"person", "office", "anonymous"})
_THINGS = frozenset({"body", "state", "outlet", "document", "unknown"})


class Turn(NamedTuple):
    """Somebody who has spoken.

    Attributes:
        at: where the cue's speaker, the cue or the content stands.
        sentence: the number of that sentence.
        paragraph: the number of the paragraph.
        speakers: who spoke.
        depth: in how many others' words he is told to have spoken; outlets do not count.
    """

    at: int
    sentence: int
    paragraph: int
    speakers: tuple[Entity, ...]
    depth: int


class Choice(NamedTuple):
    """Whom words mean: those chosen, why, and who else is near."""

    speakers: tuple[Entity, ...]
    why: str
    rivals: tuple[Entity, ...] = ()


class _Scored(NamedTuple):
    weight: float
    order: int
    speakers: tuple[Entity, ...]
    why: str


class Resolver:
    """Chooses for each phrase at a cue, knowing who is mentioned and who has spoken before.

    Attributes:
        table: everybody who is mentioned.
        turns: who has spoken, as far as the document has been read.
        home: the state where the outlet is published; empty: not known.
    """

    def __init__(self, table: Table, home: str) -> None:
        self.table = table
        self.home = home
        self.turns: list[Turn] = []
        self._content: tuple[Span, ...] = ()
        self._others: tuple[Entity, ...] = ()
        self._known_before: tuple[tuple[int, int], list[Turn]] = ((-1, -1), [])

    def choose(
        self,
        phrase: Phrase,
        outer: tuple[Entity, ...] = (),
        *,
        is_direct: bool = False,
        content: tuple[Span, ...] = (),
        beside: tuple[Entity, ...] = (),
    ) -> Choice:
        """Return whom a phrase means.

        Args:
            phrase: the words at the cue.
            outer: who says the sentence that these words lie within.
            is_direct: whether that sentence is quoted, so that its `I` and `we` are of those who say it.
            content: what is said; who is named in it within quotation marks does not say it.
            beside: who speaks with them, told before by the same words: `the secretary and the minister` are two.
        """
        self._content, self._others = content, beside
        if (part := _PART_OF.fullmatch(phrase.text)) is not None:
            return self._part(phrase, part[1])
        named = self.table.is_named.get((phrase.start, phrase.end))
        if named is not None:
            return Choice((named,), _named_why(named, phrase))
        if phrase.reference == "pronoun":
            return self._pronoun(phrase, outer, is_direct=is_direct)
        if phrase.text == "The Government" and not phrase.hints and self.table.home[1] == RECORD:
            # in a parliament it is that which sits there, whichever was told of before
            phrase = phrase._replace(hints=(Hint(self.table.home[0], RECORD, "inferred"),))
        is_all = phrase.head in {"side", "party", "ally"} or phrase.text.lower() in _THE_STATES
        if phrase.number != 1 and (phrase.number or is_all) and phrase.head in (
            _STATE_NOUNS | _PERSON_NOUNS | {"party", "ally", "ministry"}
        ):  # fmt: skip
            found = self._set(phrase)
            if found is not None:
                return found
        if phrase.kind == "person":
            return Choice((self.table.introduce(phrase),), "named here")
        described = self._description(phrase, outer)
        return described if described is not None else self._new(phrase, outer)

    def _part(self, phrase: Phrase, number: str) -> Choice:
        """Return one, or some, of those whom `them` means: `one of them`."""
        here = self.table.sentence_at(phrase.start)
        last = next(iter(reversed(self._before(phrase.start))), None)
        is_last = last is not None and here.number - last.sentence <= 2
        if last is not None and is_last and (len(last.speakers) > 1 or last.speakers[0].number != 1):
            whole: Choice | None = Choice(last.speakers, "the last speakers")
        else:
            whole = self._best(self._sets(phrase._replace(head="they", number=0, reference="pronoun"), ()))
        if whole is None:
            return Choice((), "not resolved")
        hints = tuple(dict.fromkeys(hint for each in whole.speakers for hint in each.hints))
        first = whole.speakers[0]
        is_one = number.lower() in {"one", "another", "a second", "a third"}
        part = phrase._replace(
            kind="anonymous",
            name=f"{number.lower()} of {' and '.join(each.name for each in whole.speakers)}",
            head=min(first.heads, default=""),
            number=1 if is_one else 0,
            reference="indefinite",
            hints=hints[:1] if len({hint.party for hint in hints}) == 1 else (),
            private=first.private,
        )
        return Choice((self.table.introduce(part),), f"one of those told before: {whole.why}", whole.rivals)

    def _new(self, phrase: Phrase, outer: tuple[Entity, ...]) -> Choice:
        if phrase.head in {"government", "administration", "country", "nation"} and not phrase.hints:
            party = next((each.party for each in outer if each.party), "") or self._spoken_last() or self.home
            state = next((each for each in self.table.entities if each.kind == "state" and each.party == party), None)
            if state is not None and party:
                return Choice((state,), "of the state that was speaking")
        if phrase.kind == "body" and phrase.head in {"ministry", "department"} and not phrase.hints:
            minister = self._last_with(frozenset({"minister", "secretary"}), phrase)
            if minister is not None:
                hints = tuple(
                    Hint(each.party, f"the ministry of {minister.name}", "inferred") for each in minister.hints
                )
                phrase = phrase._replace(hints=hints[:1], subjects=phrase.subjects or frozenset(minister.subjects))
                return Choice((self.table.introduce(phrase),), f"the ministry of {minister.name}")
        if phrase.kind == "document" and not phrase.hints:
            issuer = next(
                (turn for turn in reversed(self._before(phrase.start)) if turn.speakers[0].kind in {"body", "state"}),
                None,
            )
            if issuer is not None:
                hints = tuple(
                    Hint(each.party, f"issued by {each.name}", "inferred") for each in issuer.speakers if each.party
                )
                phrase = phrase._replace(hints=hints)
        if phrase.head == "office":
            phrase = self.table.roster.owned(phrase)  # `his office`
        if phrase.number != 1 and phrase.head in w.OFFICES and re.match(r"[Tt]heir\s", phrase.text):
            together = [
                each for each in self._groups_before(phrase.start) if {"state"} == {m.kind for m in each.members}
            ]
            members = together[-1].members if together else ()
            hints = tuple(Hint(each.party, f"`their`: {each.name}", "inferred") for each in members if each.party)
            phrase = phrase._replace(hints=phrase.hints or hints)
        behind = self.table.parsed.document.text[phrase.start : phrase.end + 30]
        if phrase.kind == "group" and not phrase.hints and (two := _OF_BOTH.search(behind)) is not None:
            states = self._set(phrase._replace(head="country", number=2, subjects=frozenset()))
            if states is not None and states.why != _LAST:
                hints = tuple(Hint(each.party, f"`{two[0]}`: {each.name}", "inferred") for each in states.speakers)
                phrase = phrase._replace(hints=hints)
        return Choice((self.table.introduce(phrase),), "described here")

    def _before(self, at: int) -> list[Turn]:
        if self._known_before[0] != (at, len(self.turns)):
            reach = bisect.bisect_left(self.turns, at, key=lambda turn: turn.at)
            last = [turn for turn in self.turns[max(0, reach - 60) : reach] if turn.speakers]
            self._known_before = ((at, len(self.turns)), last)
        return self._known_before[1]

    def _spoken_last(self) -> str:
        return next(
            (
                each.party
                for turn in reversed(self.turns)
                for each in turn.speakers
                if each.party and each.kind != "outlet"
            ),
            "",
        )

    def _last_with(self, heads: frozenset[str], phrase: Phrase) -> Entity | None:
        found = [
            (mention.start, index, entity)
            for index, entity in enumerate(self.table.recent(phrase.start))
            if entity.kind in {"person", "office"} and entity.heads & heads and "prime" not in entity.subjects
            and (not phrase.subjects or phrase.subjects <= entity.subjects) and not entity.private
            for mention in entity.mentions
            if mention.start < phrase.start
        ]  # fmt: skip
        return max(found)[2] if found else None

    def _pronoun(self, phrase: Phrase, outer: tuple[Entity, ...], *, is_direct: bool) -> Choice:
        head = phrase.head
        if head in {"i", "we", "you"} and outer:
            return Choice(outer, "the speaker of the sentence around it")
        if head in {"i", "we", "you"}:
            return Choice((), "not resolved")  # of whoever is quoted or writes, and nobody says here who that is
        if head in {"who", "which", "that"}:
            found = self._nearest(phrase.start)
            if found is not None:
                return Choice((found,), "the words before it")
        candidates: list[_Scored] = []
        if head in {"he", "she"}:
            self._take_up_subject(phrase)
            persons = [
                (order, entity)
                for order, entity in enumerate(self.table.recent(phrase.start))
                # who is quoted says `I` of himself
                if entity.kind in _UNNAMED and entity.number == 1 and not (is_direct and entity in outer)
            ]
            fitting = [each for each in persons if each[1].gender in {"", phrase.gender}]
            for order, entity in fitting or persons:
                weight = self._weight(entity, phrase, outer, is_direct=is_direct)
                if weight is not None:
                    weight += (0.4 if entity.gender else 0.0) + (0.3 if entity.kind == "person" else 0.0)
                    weight -= NAMED_IN_IT if self._is_named_in_it(entity, phrase) else 0.0
                    candidates.append(_Scored(weight, order, (entity,), self._why(entity, phrase, outer)))
        elif head in {"it", "that", "this"}:
            self._take_up_subject(phrase)
            for order, entity in enumerate(self.table.recent(phrase.start)):
                if entity.kind in _THINGS and entity.number == 1:
                    weight = self._weight(entity, phrase, outer, is_direct=is_direct)
                    if weight is not None:
                        candidates.append(
                            _Scored(
                                weight - self._is_aside(entity, phrase),
                                order,
                                (entity,),
                                self._why(entity, phrase, outer),
                            )
                        )
        else:
            self._take_up_subject(phrase)
            candidates = self._sets(phrase, outer)
        chosen = self._best(candidates)
        if chosen is None:
            return Choice((), "not resolved")
        if head in {"he", "she"}:
            entity = chosen.speakers[0]
            entity.gender = entity.gender or phrase.gender
        return chosen

    def _is_named_in_it(self, entity: Entity, phrase: Phrase) -> bool:
        """Return whether somebody is named in what `he` says: `He said that Ruiz agreed`, so he is not Ruiz."""
        return entity.kind == "person" and any(
            (mention.start > phrase.end or mention.is_quoted)
            and any(span.start <= mention.start and mention.end <= span.end for span in self._content)
            for mention in entity.mentions
        )

    def _take_up_subject(self, phrase: Phrase) -> None:
        """Keep the ministry, statement or office that was the subject just before a pronoun, though it was silent.

        `The statement made no mention of the pact, and it did not say …`; `The minister left for Oslo. He said …`
        """
        is_person = phrase.head in {"he", "she"}
        clauses = {"ROOT", "conj", "ccomp"} | ({"advcl"} if phrase.head == "they" else set())
        here = self.table.sentence_at(phrase.start)
        before = self.table.sentences[here.number - 1] if here.number else here
        start = before.start if before.paragraph == here.paragraph else here.start
        shift = self.table.tokens.shift_at(start)
        for token in self.table.tokens_between(start, phrase.start):
            if token.dep_ not in {"nsubj", "nsubjpass"} or token.head.dep_ not in clauses:
                continue
            begin, end = shift + token.left_edge.idx, shift + token.idx + len(token)
            for each in self.table.phrases_at(begin, end)[:1]:
                is_new = (
                    each.reference == "definite" and not self.table.is_quoted(each.start) and each.end <= phrase.start
                )
                if phrase.head == "they":
                    fits = each.kind in {"group", "anonymous"} and each.number != 1 and each.head in w.HOLDERS
                elif is_person:
                    fits = each.kind in {"office", "anonymous"} and each.number == 1
                else:
                    fits = each.kind in {"body", "document"} or each.head == "government"
                if not is_new or not fits or (each.start, each.end) in self.table.is_named:
                    continue
                content, others = self._content, self._others
                chosen = self.choose(each)
                self._content, self._others = content, others
                if len(chosen.speakers) == 1 and not any(
                    mention.start == each.start for mention in chosen.speakers[0].mentions
                ):
                    self.table.mention_again(chosen.speakers[0], each)

    def _is_aside(self, entity: Entity, phrase: Phrase) -> float:
        """Return what `it` costs for a state that has only been named beside something: `Japan’s minister`."""
        if entity.kind != "state" or any(entity in turn.speakers for turn in self._before(phrase.start)):
            return 0.0
        nearest = _nearest_mention(entity, phrase.start)
        return 0.0 if nearest is not None and nearest.role == "subject" else 1.5

    def _nearest(self, at: int) -> Entity | None:
        found = [
            (mention.end, index, entity)
            for index, entity in enumerate(self.table.recent(at))
            for mention in entity.mentions
            if mention.end <= at and at - mention.end < 4
        ]
        return max(found)[2] if found else None

    def _sets(self, phrase: Phrase, outer: tuple[Entity, ...]) -> list[_Scored]:
        """Return the groups and plural speakers that `they` or `the two` may mean."""
        here = self.table.sentence_at(phrase.start)
        found: list[_Scored] = []
        for order, group in enumerate(self._groups_before(phrase.start)):
            if group.end <= phrase.start and phrase.number in {0, len(group.members)}:
                weight = 3.0 - 0.6 * min(here.number - group.sentence, 6) + (1.0 if group.role == "subject" else -0.5)
                weight += 0.5 if _is_united(group) else 0.0
                weight += 0.5 if group.why == "they met" else 0.0
                found.append(_Scored(weight, order, group.members, group.why))
        base = len(self.table.groups)
        for order, turn in enumerate(self._before(phrase.start)):
            if len(turn.speakers) > 1 and phrase.number in {0, len(turn.speakers)}:
                is_last = turn is self._before(phrase.start)[-1]
                weight = 3.0 - 0.6 * min(here.number - turn.sentence, 6) + (2.0 if is_last else 1.0)
                found.append(_Scored(weight, base + order, turn.speakers, "they spoke before"))
        base += len(self.turns)
        if phrase.head in {"they", "both"}:
            for order, entity in enumerate(self.table.recent(phrase.start)):
                is_many = (entity.number != 1 and phrase.number in {0, entity.number}) or (
                    entity.kind in {"body", "outlet"} and entity.number == 1
                )
                near = self._weight(entity, phrase, outer if entity.number != 1 else ()) if is_many else None
                if near is not None:
                    weight = near - (2.0 if entity.number == 1 else 0.0) - (2.0 if entity.kind == "outlet" else 0.0)
                    found.append(_Scored(weight, base + order, (entity,), self._why(entity, phrase, outer)))
        return found

    def _groups_before(self, at: int) -> list[Group]:
        reach = bisect.bisect_left(self.table.groups, at, key=lambda group: group.start)
        return self.table.groups[max(0, reach - 80) : reach]

    def _set(self, phrase: Phrase) -> Choice | None:
        """Return the members that `the two ministers` or `both countries` means."""
        wants_states = phrase.head in _STATE_NOUNS | {"ally"}
        here = self.table.sentence_at(phrase.start)
        found: list[_Scored] = []
        together = [*self._groups_before(phrase.start)]
        together += [
            Group(turn.speakers, turn.at, turn.at, turn.sentence, turn.paragraph, "subject", "they spoke before")
            for turn in self._before(phrase.start)
            if len(turn.speakers) > 1
        ]
        for order, group in enumerate(together):
            if group.end > phrase.start or phrase.number not in {0, len(group.members)}:
                continue
            weight = 3.0 - 0.5 * min(here.number - group.sentence, 8)
            kinds = {each.kind for each in group.members}
            if phrase.head == "side" or (not wants_states and kinds <= {"person", "office"}):
                fits = not phrase.subjects or all(
                    phrase.subjects <= each.subjects or not each.subjects for each in group.members
                )
                found.append(_Scored(weight if fits else weight - 1.0, order, group.members, group.why))
            elif wants_states and kinds == {"state"}:
                found.append(_Scored(weight + 0.5, order, group.members, group.why))
            elif wants_states and all(each.party for each in group.members) and kinds <= {"person", "office", "body"}:
                states = tuple(each for each in map(self._state_of, group.members) if each is not None)
                if len({id(each) for each in states}) == len(group.members):
                    found.append(_Scored(weight, order, states, "the states of those told together"))
        return self._best(found) or self._last_that_fit(phrase, wants_states=wants_states)

    def _last_that_fit(self, phrase: Phrase, *, wants_states: bool) -> Choice | None:
        """Return the last of a kind, as many as are asked for, where nobody is told together."""
        if phrase.number < 2 or phrase.head == "side":
            return None
        found = []
        for order, entity in enumerate(self.table.recent(phrase.start)):
            nearest = _nearest_mention(entity, phrase.start)
            fits = (
                entity.kind == "state"
                if wants_states
                else entity.kind in {"person", "office"} and _heads_fit(entity, phrase.head)
            )
            if fits and nearest is not None and entity.number == 1:
                found.append((nearest.sentence, nearest.role == "subject", nearest.start, order, entity))
        last = sorted(found, key=lambda each: each[:4])[-phrase.number :]
        if len(last) < phrase.number:
            return None
        rest = tuple(each[4] for each in sorted(found, key=lambda each: each[:4])[: -phrase.number][-2:])
        return Choice(tuple(each[4] for each in last), _LAST, rest)

    def _state_of(self, entity: Entity) -> Entity | None:
        return next((each for each in self.table.entities if each.kind == "state" and each.party == entity.party), None)

    def _description(self, phrase: Phrase, outer: tuple[Entity, ...]) -> Choice | None:
        found: list[_Scored] = []
        wanted = {hint.party for hint in phrase.hints}
        for order, entity in enumerate(self.table.recent(phrase.start)):
            match = _match(entity, phrase) if entity not in self._others else None
            if phrase.private and not entity.private and (entity.parties or entity.heads & w.OFFICES):
                continue  # `the opposition leader` is not the premier
            if match is None or (wanted and entity.parties and not wanted & entity.parties):
                continue
            weight = self._weight(entity, phrase, outer)
            if weight is None:
                continue
            weight += match + (0.7 if wanted & entity.parties else 0.0)
            found.append(_Scored(weight, order, (entity,), ""))
        chosen = self._best(found)
        return chosen._replace(why=self._why(chosen.speakers[0], phrase, outer)) if chosen is not None else None

    def _best(self, found: list[_Scored]) -> Choice | None:
        if not found:
            return None
        ranked = sorted(found, key=lambda each: (-each.weight, -each.order))
        best = ranked[0]
        rivals: list[Entity] = []
        for each in ranked[1:]:
            if best.weight - each.weight >= NEAR:
                break
            rivals += [entity for entity in each.speakers if entity not in best.speakers and entity not in rivals]
        return Choice(best.speakers, best.why, tuple(rivals))

    def _weight(
        self, entity: Entity, phrase: Phrase, outer: tuple[Entity, ...], *, is_direct: bool = False
    ) -> float | None:
        """Return how near somebody is to the words: by the last mention, its role, and whether they were speaking."""
        here = self.table.sentence_at(phrase.start)
        nearest = _nearest_mention(entity, phrase.start, self._content)
        turns = self._before(phrase.start)
        spoke = next((turn for turn in reversed(turns) if entity in turn.speakers), None)
        if nearest is None and spoke is None:
            return None
        last = max(nearest.sentence if nearest is not None else -1, spoke.sentence if spoke is not None else -1)
        weight = 3.0 - 0.6 * min(here.number - last, 6)
        if nearest is not None and nearest.sentence == last:
            weight += {"subject": 1.0, "object": 0.2, "other": 0.0}[nearest.role]
            # a new paragraph turns to its own subject
            weight += 1.2 if nearest.role == "subject" and nearest.paragraph == here.paragraph else 0.0
            weight -= 1.0 if nearest.is_quoted and not self.table.is_quoted(phrase.start) else 0.0
        elif spoke is not None and spoke.sentence == last and spoke.paragraph == here.paragraph:
            weight += 2.2  # who says the sentence before is its subject, however he is told there: `the newspaper said`
        if spoke is not None:
            apart = here.paragraph - spoke.paragraph
            if apart > 0 and phrase.reference == "pronoun" and self._is_turned(entity, phrase):
                apart = 2 + apart
            # `The aide said that Ruiz agreed. He added …`: the aide
            own = [turn for turn in turns if outer or not turn.depth]
            is_last = next((turn for turn in reversed(own) if _is_like(turn, entity)), None) is spoke
            weight += (2.0 if is_last else 0.6) if apart <= 1 else (1.2 if is_last else 0.3) if apart <= 3 else 0.2
        if entity in outer:
            weight += 0.5 if is_direct else 1.5
        return weight

    def _is_turned(self, entity: Entity, phrase: Phrase) -> bool:
        """Return whether the paragraph has turned to another person before a pronoun in it: its subject so far."""
        if entity.kind not in _UNNAMED:
            return False
        here = self.table.sentence_at(phrase.start)
        return any(
            other is not entity
            and other.kind == "person"
            and mention.role == "subject"
            and mention.paragraph == here.paragraph
            and mention.sentence < here.number
            and not mention.is_quoted
            for other in self.table.recent(phrase.start)
            if not (phrase.gender and other.gender and phrase.gender != other.gender)
            for mention in other.mentions
            if mention.end <= phrase.start
        )

    def _why(self, entity: Entity, phrase: Phrase, outer: tuple[Entity, ...]) -> str:
        if entity in outer:
            return "the speaker of the sentence around it"
        turns = self._before(phrase.start)
        here = self.table.sentence_at(phrase.start)
        if turns and entity in turns[-1].speakers:
            return "the last speaker"
        nearest = _nearest_mention(entity, phrase.start)
        if nearest is not None and nearest.sentence == here.number:
            return "the same sentence"
        if nearest is not None and nearest.sentence == here.number - 1:
            return "the sentence before"
        noun = next((each for each in sorted(entity.heads) if each == phrase.head), "")
        return f"the last {noun}" if noun else f"the last {phrase.head or 'mention'} that fits"


def _is_like(turn: Turn, entity: Entity) -> bool:
    """Return whether a turn is by speakers of the same sort, persons or things, so that one hides the other."""
    things = {"body", "state", "outlet", "document", "unknown"}
    return any((each.kind in things) == (entity.kind in things) for each in turn.speakers)


def _is_united(group: Group) -> bool:
    return len({each.kind for each in group.members}) == 1


def _nearest_mention(entity: Entity, at: int, content: tuple[Span, ...] = ()) -> Mention | None:
    """Return the last mention before an offset; within a sentence, one as its subject comes before the others.

    Mentions within quotation marks in `content` do not count: nobody who is quoted calls himself by name.
    """
    before = [
        mention
        for mention in entity.mentions
        if mention.end <= at
        and not (mention.is_quoted and any(span.start <= mention.start < span.end for span in content))
    ]
    if not before:
        return None
    last = before[-1].sentence
    return max(
        (each for each in before if each.sentence == last), key=lambda each: (each.role == "subject", each.start)
    )


def _named_why(entity: Entity, phrase: Phrase) -> str:
    if entity.mentions and entity.mentions[0].start < phrase.start and len(phrase.name) < len(entity.name):
        return "the name was given in full elsewhere"
    return "named here"


def _heads_fit(entity: Entity, head: str) -> bool:
    return head in entity.heads or any(head in same and entity.heads & same for same in w.SAME_OFFICE)


def _match(entity: Entity, phrase: Phrase) -> float | None:
    """Return how well a description fits somebody, or None where it does not."""
    head = phrase.head
    if (entity.number == 1) != (phrase.number == 1):
        return None
    if phrase.kind == "outlet" or (entity.kind == "outlet" and head in w.OUTLET_NOUNS):
        if entity.kind != "outlet" or (phrase.kind != "outlet" and head not in w.OUTLET_NOUNS):
            return None
        if phrase.reference != "definite":
            return None  # `state media` tells of others than `the agency` does
        return 1.0 if head in entity.heads else 0.3
    if phrase.kind == "body":
        if entity.kind != "body" or (phrase.subjects and not phrase.subjects <= entity.subjects):
            return None
        return 1.0 if head in entity.heads or head in entity.name.lower().split() else None
    if phrase.kind == "document":
        return 1.0 if entity.kind == "document" and head in entity.heads else None
    if phrase.kind == "state":
        return 0.5 if entity.kind == "state" else None
    if entity.kind not in {"person", "office", "anonymous", "group"}:
        return None
    if phrase.gender and entity.gender and phrase.gender != entity.gender:
        return None
    heads = {piece for each in entity.heads for piece in (each, each.rpartition("-")[2])}
    if phrase.subjects and not phrase.subjects <= entity.subjects:
        return None
    own, other = own_words(phrase.name), own_words(entity.title if entity.kind == "person" else entity.name)
    if own and other and not own & other:
        return None  # `the Harbour governor` is not the governor of the Lakes
    prime = -1.0 if "prime" in entity.subjects and "prime" not in phrase.subjects and head == "minister" else 0.0
    if head in heads:
        return 1.0 + prime
    if phrase.kind == "group":
        return None  # `the ministers` are not the army chiefs told before
    if any(head in same and heads & same for same in w.SAME_OFFICE):
        return 0.3 + prime
    return None
