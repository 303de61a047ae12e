"""Who is told together in a document, who met whom, and who is told to hold an office, by its sentences."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from placet.evidence.speakers import words as w
from placet.evidence.speakers.cue_verb import verb_over
from placet.evidence.speakers.entities import Entity, Group
from placet.evidence.speakers.noun_phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from placet.evidence.speakers.mentions import Table

TOGETHER = frozenset({"person", "state", "office"})
"""What sorts of speakers are told together."""
_FELLOWS = re.compile(r"\b(?:his|her) fellow (?:[Cc]abinet (?:member|minister|secretar|official)|ministers\b)")
LINE = 80
"""How many characters a line has at most that is no more than a name or an office."""
_OWN = {"his": "m", "himself": "m", "her": "f", "herself": "f"}
_OWNERS = frozenset(_OWN)
_HOLDS = frozenset(["hold", "have"])
_TALKS = frozenset(["talk", "meeting", "call", "discussion", "conversation"])
_IS = frozenset(["be"])
_MEETS = frozenset(["meet", "telephone", "phone", "visit", "host", "receive", "talk", "speak", "confer", "negotiate"])
_MEETS_OR_HOLDS = _MEETS | _HOLDS


def join(table: Table) -> None:
    """Keep those whom only `and` or a comma stands between: `Han and Carter`, `Oman, Qatar and Iran`."""
    text = table.parsed.document.text
    known = {(each.start, each.end) for each in table.groups}
    places = sorted(table.is_named.items(), key=lambda each: (each[0][0], -each[0][1]))
    outer = [
        each
        for index, each in enumerate(places)
        if not any(begin <= each[0][0] and each[0][1] <= end for (begin, end), _ in places[max(0, index - 4) : index])
    ]
    row: list[tuple[tuple[int, int], Entity]] = []
    for each in [*outer, ((len(text) + 9, len(text) + 9), Entity("unknown", ""))]:
        between = text[row[-1][0][1] : each[0][0]] if row else ""
        if (
            row
            and each[1].kind in TOGETHER
            and len(between) < 9
            and re.fullmatch(r"\s*(?:,|and|,\s*and|&)\s+(?:the\s+)?", between)
        ):
            row.append(each)
            continue
        members = tuple(dict.fromkeys(entity for _, entity in row))
        if len(members) > 1 and (row[0][0][0], row[-1][0][1]) not in known:
            table.group(members, row[0][0][0], row[-1][0][1])
        row = [each] if each[1].kind in TOGETHER else []


def keep_who_met(table: Table) -> None:
    """Keep who met whom: `Han also met Carter` makes two of them."""
    by_start = {each.start: entity for entity in table.entities for each in entity.mentions}
    ends = {each.end: entity for entity in table.entities for each in entity.mentions}
    for paragraph in table.parsed.paragraphs:
        shift, columns = paragraph.paragraph.span.start, paragraph.columns
        for token in columns.among(columns.lemma, _MEETS_OR_HOLDS):
            if token.lemma_ in _HOLDS and not any(child.lemma_ in _TALKS for child in token.children):
                continue
            subjects = [child for child in token.children if child.dep_ in SUBJECTS]
            others = [child for child in token.children if child.dep_ == "dobj"]
            others += [
                inner
                for child in token.children
                for part in (child, *[deep for deep in child.children if child.dep_ == "dobj"])
                if part.dep_ == "prep" and part.lower_ in {"with", "to"}
                for inner in part.children
                if inner.dep_ == "pobj"
            ]
            first = [_entity_at(each, shift, by_start, ends) for each in subjects]
            second = [_entity_at(each, shift, by_start, ends) for each in others]
            members = [
                each
                for each in (*first[:1], *second)
                if each is not None and each.kind in {"person", "state", "office"}
            ]
            if len(members) == 2 and members[0] is not members[1] and members[0].kind == members[1].kind:
                at = shift + token.idx
                sentence = table.sentence_at(at)
                table.groups.append(
                    Group(
                        tuple(members),
                        at,
                        at + len(token),
                        sentence.number,
                        sentence.paragraph,
                        "subject",
                        "they met",
                    )
                )


def take_told_offices(table: Table) -> None:
    """Give a person the office that a sentence of its own tells: `Ana Ruiz is Peru’s ambassador to Kenya`."""
    ends = {each.end: entity for entity in table.entities for each in entity.mentions if entity.kind == "person"}
    for paragraph in table.parsed.paragraphs:
        shift, columns = paragraph.paragraph.span.start, paragraph.columns
        for token in columns.among(columns.lemma, _IS):
            if token.tag_ != "VBZ":
                continue
            subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
            told = next((child for child in token.children if child.dep_ == "attr"), None)
            if subject is None or told is None or told.i < token.i:
                continue
            person = ends.get(shift + subject.idx + len(subject))
            if person is None or person.hints or person.private or table.is_quoted(shift + subject.idx):
                continue
            start, last = shift + told.left_edge.idx, told.right_edge
            phrase = table.phrases_at(start, shift + last.idx + len(last))[0]
            is_office = phrase.kind in {"office", "anonymous"} and phrase.head in w.OFFICES
            if is_office and (phrase.hints or phrase.private):
                person.take(phrase)
                person.private = phrase.private


def take_fellows(table: Table) -> None:
    """Take for a member of the cabinet whose fellows are members of it: `Ruiz denied that her fellow ministers …`."""
    ends = {each.end: entity for entity in table.entities for each in entity.mentions if entity.kind == "person"}
    text = table.parsed.document.text
    for match in _FELLOWS.finditer(text):
        token = table.token_at(match.start())
        sentence = table.sentence_at(match.start())
        for above in token.ancestors if token is not None else ():
            subject = next((each for each in above.children if each.dep_ == "nsubj"), None)
            if token is None or subject is None or subject.i > token.i:
                continue
            person = ends.get(match.start() - token.idx + subject.idx + len(subject))
            if person is not None and person.mentions[0].start <= match.start() and not (
                person.title or person.heads or person.hints or person.private
            ):  # fmt: skip
                person.title, person.body = "Cabinet member", "Cabinet"
            if person is not None or subject.idx + match.start() - token.idx < sentence.start:
                break


def take_genders(table: Table) -> None:
    """Learn from `Ruiz left with her staff` that `she` may be Ruiz, and `he` not; where a text says both, neither."""
    ends = {each.end: entity for entity in table.entities for each in entity.mentions if entity.kind == "person"}
    told: dict[int, set[str]] = {}
    for paragraph in table.parsed.paragraphs:
        shift, columns = paragraph.paragraph.span.start, paragraph.columns
        for token in columns.among(columns.low, _OWNERS):
            if token.tag_ not in {"PRP$", "PRP"}:
                continue
            verb = verb_over(token)
            subject = next((each for each in verb.children if each.dep_ == "nsubj"), None) if verb is not None else None
            if subject is None or not subject.i < token.i or token.is_ancestor(subject) or subject.is_ancestor(token):
                continue
            if table.is_quoted(shift + token.idx) != table.is_quoted(shift + subject.idx):
                continue
            person = ends.get(shift + subject.idx + len(subject))
            if person is not None:
                told.setdefault(id(person), set()).add(_OWN[token.lower_])
    for entity in table.entities:
        genders = told.get(id(entity), set())
        if len(genders) == 1 and not entity.gender:
            entity.gender = next(iter(genders))


def take_offices_below(table: Table) -> None:
    """Give a person the office that a line of its own tells below the line of the name, as a press note begins."""
    text = table.parsed.document.text
    lines = [(each.paragraph.span.start, each.paragraph.span.end) for each in table.parsed.paragraphs]
    for (start, end), (below, last) in itertools.pairwise(lines):
        if max(end - start, last - below) > LINE or re.search(r"[.:;?!”\"]\s*$", text[below:last]):
            continue
        name, office = table.phrases_at(start, end), table.phrases_at(below, last)
        if (
            len(name) != 1
            or len(office) != 1
            or name[0].kind != "person"
            or name[0].head
            or name[0].name != name[0].text
        ):
            continue
        if office[0].kind not in {"office", "body"} or not any(
            w.singular(each) in w.OFFICES for each in office[0].text.split()
        ):
            continue
        person = next((each for each in table.entities if each.kind == "person" and each.name == name[0].name), None)
        if person is not None and not person.hints and not person.private:
            person.take(office[0])


def _entity_at(token: Token, shift: int, starts: dict[int, Entity], ends: dict[int, Entity]) -> Entity | None:
    edge = shift + token.left_edge.idx
    end = shift + token.idx + len(token)
    return ends.get(end) or starts.get(edge)
