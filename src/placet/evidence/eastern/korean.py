"""Find who is said to say something in Korean: verbs of saying, the ending of what is said, and the phrase that speaks.

Kiwi tells the parts of words apart; what they add up to is decided here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from placet.evidence.eastern.frames import DECLINED, KOREAN, KOREAN_VIEWS, Frame
from placet.evidence.eastern.morphology import Token, analyse
from placet.evidence.eastern.parties import parties_in
from placet.evidence.eastern.passage import Passage, Phrase
from placet.evidence.eastern.quotations import trim
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Span
from placet.model.proposals import Form

_QUOTING = re.compile(r"(?:이?라|[ᆫ는]?다|자|[느으]?냐|으?라)(고|며|면서)")
_AFTER_MARK = {"고", "며", "면서", "라고", "라며", "라면서", "이라고", "이라며", "이라면서", "하고"}
_VIEWING = re.compile(r"(?:이?라|[ᆫ는]?다|자|[느으]?냐|으?라)는")
_NOUN_AFTER = {"뒤", "후", "데", "바", "다음"}
_NOUN_TAGS = ("N", "XPN", "XSN", "XR", "SN", "SL", "SH", "MM", "JKG", "JC", "SP", "W_")
_UNITS = {"일", "월", "년", "시", "분"}
_TIMES = {
    "이날", "어제", "오늘", "그날", "최근", "당시", "이후", "오전", "오후", "같은", "날", "지난달", "올해", "지난해",
    "작년", "현재",
    "한편", "지난", "주", "이번", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일",
}  # fmt: skip
_TOPICS, _SUBJECTS = {"은", "는", "도", "ᆫ"}, {"이", "가", "께서"}
_HELPERS = {"있", "주", "오", "두", "놓", "버리", "보", "내"}
_NEGATIONS = {"않", "못하", "말", "못"}
_HEARD = {"알려지", "전해지", "보이", "파악", "확인"}
_INDIRECT_OBJECT = {"동의", "합의", "반대", "찬성", "답", "답하", "답변", "대답", "응하", "응답"}
_LEAD = re.compile(
    r"(?:\s|[,，]|\d+일(?:\s?(?:오전|오후|밤|새벽))?(?![가-힣])|이날|한편|또한?|그러면서|그러나|하지만|이어|앞서|다만"
    r"|기자들과 만나(?:\s?자리에서)?|취재진과 만나|[^\s,]*(?:기자회견|회견|브리핑|인터뷰|간담회|국정감사"
    r"|청문회)에서|[^\s,]+에게|[^\s,]+[을를] 통해|이 같은|이에 대해)+(?=\s|[,“\"‘'「])"
)
_ADDRESSEE = re.compile(r"([^\s,“”\"‘’']+(?: [^\s,“”\"‘’']+)?)(?:에게|한테|께|측에)(?=\s|[,“\"])")
_ADDRESSED_STATE = re.compile(r"([가-힣]{2,}(?:\s정부|\s측)?)에(?:\s|,)")
_ASKING = {"asks", "requires", "proposes"}
_VENUE = re.compile(
    r"([^\s,“”\"‘’']*(?: [^\s,“”\"‘’']+){0,2}?(?:기자회견|회견|브리핑|인터뷰|간담회|국정감사|국회|청문회|토론회"
    r"|회담|회의|본회의|연설|통화|만난 자리))에서"
)
_SOME_VERB = Frame("say")
_NAMING = {"부르", "불리", "이르", "칭하", "적히", "쓰이", "읽히", "알려지", "생각", "여기", "보", "되", "듣"}
"""Verbs behind a quotation that say what something is called or thought, and not that somebody speaks."""
_POINTING = ("what is said stands elsewhere",)


class _Head(NamedTuple):
    """A verb of saying with the tokens it is made of, or the noun that stands for one.

    Attributes:
        first, last: its first token, and its last one.
        stem: its base form.
        frame: what it does.
        is_negated: whether it is said not to be done.
        modality: as in `Utterance`.
        is_within: whether what it says is itself said by the next one.
        is_noun: whether it is a noun: `… is the explanation`.
    """

    first: int
    last: int
    stem: str
    frame: Frame
    is_negated: bool = False
    modality: str = ""
    is_within: bool = False
    is_noun: bool = False


class _Source(NamedTuple):
    """Words that name a source: `according to …`."""

    name: Span
    start: int
    end: int


def find_korean(passage: Passage) -> tuple[Utterance, ...]:
    """Return what is said in a paragraph, in the order of its verbs of saying.

    Raises:
        ImportError: kiwipiepy is not installed.
    """
    found: list[Utterance] = []
    for sentence in passage.sentences:
        reader = _Sentence(passage, sentence)
        found += reader.read(len(found))
    return tuple(found)


class _Sentence:
    """One sentence while it is read."""

    def __init__(self, passage: Passage, sentence: Span) -> None:
        self.passage = passage
        self.span = sentence
        self.tokens = self._analyse()
        self.sources = self._sources()

    def _analyse(self) -> list[Token]:
        """Return the parts of the words outside quotations; an opening mark and a closing one stay."""
        tokens = analyse(self.passage.text, self.span)
        return [token for token in tokens if not self.passage.is_quoted(token.start)]

    def _sources(self) -> tuple[_Source, ...]:
        """Return the phrases before `에 따르면` and `에 의하면`."""
        found: list[_Source] = []
        for place in range(2, len(self.tokens) - 1):
            verb, ending = self.tokens[place], self.tokens[place + 1]
            if verb.form in {"따르", "의하"} and ending.form == "면" and self.tokens[place - 1].form == "에":
                phrase = self._phrase_before(place - 1)
                if phrase is not None:
                    found.append(_Source(phrase, phrase.start, ending.end))
        return tuple(found)

    def read(self, before: int) -> list[Utterance]:
        """Return what is said in the sentence; `before` is how many utterances the paragraph has already."""
        heads = self._heads()
        found: list[Utterance] = []
        start = self.span.start
        group: list[_Head] = []
        for place, head in enumerate(heads):
            group.append(head)
            if head.is_within and place + 1 < len(heads):
                continue
            found += self._group(group, start, before + len(found), found[-1] if found else None)
            start = self.tokens[head.last].end
            group = []
        if not found:
            found = [*self._by_source(), *self._headline()][:1]
        return found

    def _group(self, group: list[_Head], start: int, before: int, earlier: Utterance | None) -> list[Utterance]:
        """Read verbs of saying that stand within one another, the outermost last."""
        made: list[Utterance] = []
        end = len(group)
        parent: int | None = None
        for depth in range(end - 1, -1, -1):
            head = group[depth]
            inner = group[depth - 1] if depth else None
            utterance, begun = self._utterance(head, start, inner, earlier if depth == end - 1 else None)
            if utterance is None:
                continue
            made.append(utterance if parent is None else _with_parent(utterance, before + parent))
            parent = len(made) - 1
            start = begun
        return made

    def _heads(self) -> list[_Head]:
        """Return the verbs of saying outside quotations."""
        found: list[_Head] = []
        place = 0
        while place < len(self.tokens):
            head = self._head_at(place)
            if head is not None:
                found.append(head)
                place = head.last + 1
            else:
                place += 1
        return found

    def _head_at(self, place: int) -> _Head | None:
        token = self.tokens[place]
        stem = token.form
        after = self._at(place + 1)
        if token.tag == "NNG" and stem in KOREAN_VIEWS and after is not None and after.tag == "VCP":
            last = self._end_of(place + 2)
            return _Head(place, last, stem, KOREAN_VIEWS[stem], is_noun=True)
        is_verb = token.tag == "VV" or (token.tag == "NNG" and after is not None and after.tag == "XSV")
        if stem not in KOREAN and stem not in DECLINED and not (is_verb and self._is_after_quotation(place)):
            return None
        if token.tag in {"NNG", "XR"} and after is not None and after.tag == "XSV" and after.form in {"하", "드리"}:
            at = place + 2
        elif (
            token.tag == "NNG"
            and after is not None
            and after.form == "을"
            and (self._at(place + 2) or token).form == "하"
        ):
            at = place + 3
        elif token.tag in {"VV", "VX"} and (stem != "하" or self._follows_quoting(place)):
            at = place + 1
        else:
            return None
        is_adverb = place > 0 and self.tokens[place - 1].tag == "MAG" and stem != "박"
        negated = is_adverb and self.tokens[place - 1].form in {"안", "못"}
        return self._chain(place, at, stem, negated)

    def _chain(self, place: int, at: int, stem: str, negated: bool) -> _Head | None:
        """Follow a verb through its helpers and endings."""
        modality = ""
        token: Token | None = None
        while (token := self._at(at)) is not None:
            if token.tag == "EP":
                modality = "will" if token.form == "겠" else modality
            elif token.tag == "EC" and (helper := self._helper_after(at)) is not None:
                negated = negated or self.tokens[helper].form in _NEGATIONS
                at = helper
            else:
                break
            at += 1
        if token is None or not token.tag.startswith("E"):
            return None
        frame = DECLINED[stem] if negated and stem in DECLINED else KOREAN.get(stem, _SOME_VERB)
        last, is_within = at, False
        if token.tag == "EC":
            is_within = _QUOTING.fullmatch(token.form) is not None
            if token.form in {"면", "려면", "려고", "도록", "어야", "거나"}:
                return None
            last = at
        elif token.tag == "ETM":
            noun = self._at(at + 1)
            if noun is None:
                return None
            if noun.form == "것" and any((self._at(at + step) or noun).form in _HEARD for step in (2, 3, 4)):
                modality = "reportedly"
                last = self._end_of(at + 2)
            elif noun.form not in _NOUN_AFTER:
                return None
        elif token.tag != "EF":
            return None
        place -= place > 0 and self.tokens[place - 1].tag == "XPN"
        is_declining = negated and frame.act == "decline to comment"
        return _Head(place, max(last, place), stem, frame, negated and not is_declining, modality, is_within)

    def _helper_after(self, at: int) -> int | None:
        """Return where the helping verb stands that an ending joins: `하지 않`, `해 주`, `하고 있`."""
        for step in (1, 2):
            token = self._at(at + step)
            if token is None:
                return None
            if token.tag in {"VX", "VV"} and token.form in (_NEGATIONS if self.tokens[at].form == "지" else _HELPERS):
                return at + step
            if not token.tag.startswith("J"):
                return None
        return None

    def _end_of(self, at: int) -> int:
        """Return the last token of the word chain that goes on at a token, up to its final ending."""
        for place in range(at, min(at + 8, len(self.tokens))):
            if self.tokens[place].tag in {"EF", "EC"}:
                return place
        return min(at, len(self.tokens) - 1)

    def _follows_quoting(self, place: int) -> bool:
        return place > 0 and self._is_quoting(place - 1)

    def _is_after_quotation(self, place: int) -> bool:
        """Say whether a verb that is not in the list stands right behind a quotation and its ending."""
        if self.tokens[place].form in _NAMING:
            return False
        before = place - 1
        while before > 0 and (self.tokens[before].tag in {"MAG", "XPN"} or self.tokens[before].form == "못"):
            before -= 1
        return before >= 0 and self._is_quoting(before) and self._mark_before(self.tokens[before].start) is not None

    def _is_quoting(self, place: int) -> bool:
        """Say whether a token ends what is said: `…다고`, `…”라며`."""
        token = self.tokens[place]
        if token.tag == "JKQ":
            return True
        if token.tag in {"EC", "EF"} and _QUOTING.fullmatch(token.form):
            return True
        return token.form in _AFTER_MARK and self._mark_before(token.start) is not None

    def _mark_before(self, at: int) -> Span | None:
        """Return the quotation that ends at a place."""
        for quote in self.passage.quoted:
            if quote.end == at:
                return quote
        return None

    def _at(self, place: int) -> Token | None:
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def _utterance(
        self, head: _Head, start: int, inner: _Head | None, earlier: Utterance | None
    ) -> tuple[Utterance | None, int]:
        """Return what one verb says, and where what lies within it begins."""
        for named in self.sources:
            if named.start >= start and named.start - start <= 3:
                start = named.end
        last = self.tokens[head.last]
        cue = Span(self.tokens[head.first].start, self._kept(last) if head.is_within else last.end)
        limit = self.tokens[inner.first].start if inner is not None else cue.start
        quoting = self._quoting_before(head, start)
        ends = self._content_end(head, start, inner, quoting)
        subject = self._subject(start, limit, cue.start, ends, is_outer=inner is not None)
        if head.is_noun and (genitive := self._phrase_before(head.first - 1, {"JKG"})) is not None:
            subject = Phrase(genitive, cue.start, False)
        if ends is None and head.is_noun:
            return self._quotation_before(head, subject, cue), start
        if ends is None:
            if (head.frame.act != "decline to comment" and not head.is_negated) or subject is None:
                return None, start
            return self._made(head, (cue,), "indirect", cue, subject.span), start
        is_bare = earlier is None and (quoting is None or (inner is None and head.stem == "하"))
        if subject is None and is_bare and not head.is_noun:
            return None, start
        begun = subject.end if subject is not None and subject.end <= ends else start
        pieces, form = self._pieces(begun, ends, quoting, is_asking=head.frame.stance in _ASKING)
        if not pieces:
            return None, start
        source = subject.span if subject is not None else None
        if source is None and earlier is not None:
            source = earlier.source
        return self._made(head, pieces, form, cue, source), pieces[0].start

    def _made(self, head: _Head, pieces: tuple[Span, ...], form: Form, cue: Span, source: Span | None) -> Utterance:
        around = (self.span.start, cue.start)
        relays = tuple(each.name for each in self.sources if each.end <= cue.start and each.name != source)
        return Utterance(
            self.passage.number,
            pieces,
            form,
            cue,
            head.stem,
            head.frame.act,
            head.frame.stance,
            head.is_negated,
            head.modality,
            source,
            relays,
            self._found(_ADDRESSEE, around, pieces, source)
            or (self._found(_ADDRESSED_STATE, around, pieces, source) if head.frame.stance in _ASKING else None),
            self._found(_VENUE, around, pieces, source),
            doubts=_POINTING if self.passage.text[pieces[0].start : pieces[-1].end] in {"이", "그", "이것"} else (),
        )

    def _found(
        self, form: re.Pattern[str], around: tuple[int, int], pieces: tuple[Span, ...], source: Span | None
    ) -> Span | None:
        """Return the last phrase of a form that is neither quoted nor the speaker nor within an indirect content."""
        span = None
        for match in form.finditer(self.passage.outside(*around)):
            start = match.start(1) + around[0]
            found = trim(self.passage.text, Span(start, match.end(1) + around[0]))
            if source is not None and found.start < source.end and source.start < found.end:
                found = trim(self.passage.text, Span(source.end, found.end), "은는이가께서도 ")
            if found.start < found.end and not any(one.start <= found.start < one.end for one in pieces):
                span = found
        return span

    def _quoting_before(self, head: _Head, start: int) -> int | None:
        """Return the last token before a verb that ends what is said, unless another verb stands between."""
        for place in range(head.first - 1, -1, -1):
            token = self.tokens[place]
            if token.start < start:
                return None
            if self._is_quoting(place):
                return place
            if token.tag in {"EF", "XSV", "VV"} and not self._is_small(place, head.first):
                return None
        return None

    def _is_small(self, place: int, head: int) -> bool:
        """Say whether a verb between what is said and the verb of saying only joins: `…라고 말하며 강조했다`."""
        return head - place <= 2 or self.tokens[place].form in {"대하", "만나", "관하", "향하", "통하"}

    def _content_end(self, head: _Head, start: int, inner: _Head | None, quoting: int | None) -> int | None:
        """Return where what is said ends, by the ending, the noun or the particle that stands there."""
        if quoting is not None:
            ending = self.tokens[quoting]
            return ending.start if self._mark_before(ending.start) is not None else self._kept(ending)
        if head.is_noun:
            return self._viewed(head.first, start)
        place = head.first - 1
        while place >= 0 and self.tokens[place].tag in {"MAG", "MAJ"}:
            place -= 1
        token = self._at(place)
        if token is None or token.start < start:
            return None
        if token.tag == "JKO" or (token.form in {"도", "은", "는"} and self._is_left_undone(head, place)):
            noun = self._at(place - 1)
            if noun is not None and noun.form in KOREAN_VIEWS and place >= 2:
                viewed = self._viewed(place - 1, start)
                return viewed if viewed is not None else noun.end
            return token.start if head.frame.takes_object else None
        if token.form in {"에", "에는"} and head.stem in _INDIRECT_OBJECT:
            return token.start
        if token.form == "로" and self.tokens[place - 1].form == "기":
            return token.start
        if token.form == "도록" and head.frame.stance in {"asks", "requires"}:
            return token.end
        return None

    def _is_left_undone(self, head: _Head, place: int) -> bool:
        """Say whether a particle of topic marks what somebody does not say, and not who does not say it."""
        span = self._phrase_before(place)
        is_negative = head.is_negated or head.frame.act == "decline to comment"
        return is_negative and span is not None and not self.passage.speaks(self.passage.text[span.start : span.end])

    def _kept(self, token: Token) -> int:
        """Return the end of the clause in an ending such as `다고`: the `다` is the clause's own."""
        length = 2 if token.form.endswith("면서") else 1
        return max(token.start, token.end - length)

    def _viewed(self, noun: int, start: int) -> int | None:
        """Return where the clause ends that a noun such as `입장` sums up."""
        for place in range(noun - 1, max(noun - 7, -1), -1):
            token = self.tokens[place]
            if token.start < start:
                return None
            if self._mark_before(token.start) is not None and token.form in {"는", "라는", "이라는", "ᆫ"}:
                return token.start
            if token.form == "라는" and self._mark_before(self.tokens[place - 1].start) is not None:
                return self.tokens[place - 1].start
            if token.tag == "ETM" and _VIEWING.fullmatch(token.form):
                return token.end - 1
            if token.tag == "ETM" and place == noun - 1:
                return token.end
        return None

    def _subject(self, start: int, limit: int, cue: int, ends: int | None, *, is_outer: bool) -> Phrase | None:
        """Return the phrase that speaks: behind what is said, or the fitting one before it."""
        phrases = [
            phrase
            for place, token in enumerate(self.tokens)
            if start <= token.start < cue and (phrase := self._phrase_with(place, start)) is not None
        ]
        behind = [phrase for phrase in phrases if ends is not None and phrase.span.start >= ends]
        if behind:
            return behind[-1]
        phrases = [phrase for phrase in phrases if phrase.span.start < limit]
        topics = [phrase for phrase in phrases if phrase.is_topic]
        if is_outer:
            return phrases[0] if len(phrases) > 1 or topics else None
        quotes = self.passage.quotes_in(start, cue)
        if quotes and ends == quotes[-1].end:
            first = quotes[0].start
            ahead = [phrase for phrase in topics if phrase.span.start < first] or [
                phrase for phrase in phrases if phrase.span.start < first
            ]
            return ahead[-1] if ahead else None
        return topics[0] if topics else phrases[0] if phrases else None

    def _phrase_with(self, place: int, start: int) -> Phrase | None:
        """Return the phrase that a particle of topic or subject ends, if it can speak."""
        token = self.tokens[place]
        is_topic = token.tag == "JX" and token.form in _TOPICS
        if not is_topic and not (token.tag == "JKS" and token.form in _SUBJECTS):
            return None
        span = self._phrase_before(place)
        if span is None or span.start < start or not self.passage.speaks(self.passage.text[span.start : span.end]):
            return None
        return Phrase(span, token.end, is_topic)

    def _phrase_before(self, place: int, tags: set[str] | None = None) -> Span | None:
        """Return the noun phrase before a token; with `tags`, only if the token is of one of these kinds."""
        token = self._at(place)
        if token is None or (tags is not None and token.tag not in tags):
            return None
        first = place
        depth = 0
        while first > 0:
            each = self.tokens[first - 1]
            mark = self.passage.text[each.start : each.end]
            if mark in {")", "）"}:
                depth += 1
            elif mark in {"(", "（"} and depth:
                depth -= 1
            elif not depth and not (each.tag.startswith(_NOUN_TAGS) or each.form == "·"):
                break
            first -= 1
        if first == place or depth:
            return None
        while first < place and (
            self.tokens[first].form in _TIMES
            or self.tokens[first].tag in {"JKG", "JC", "SP", "XSN"}
            or (self.tokens[first].form in _UNITS and self.tokens[first].tag == "NNB")
            or (
                self.tokens[first].tag == "SN"
                and first + 1 < place
                and (self.tokens[first + 1].form in _UNITS or self.tokens[first + 1].form in {".", "-"})
            )
        ):
            first += 1
        if first == place:
            return None
        return trim(self.passage.text, Span(self.tokens[first].start, self.tokens[place - 1].end), ",·")

    def _pieces(self, start: int, end: int, quoting: int | None, *, is_asking: bool) -> tuple[tuple[Span, ...], Form]:
        """Return the words of what is said: the quotations, or the clause, with quotations in it or without."""
        text = self.passage.text
        quotes = self.passage.quotes_in(start, end)
        if quotes and quoting is not None and quotes[-1].end == end:
            pieces = [quote for quote in quotes if quote.end == end or self._is_joined(quote)]
            if not self._belongs(pieces[0], start):
                return tuple(pieces), "direct"
        lead = _LEAD.match(self.passage.outside(start, end))
        clause = trim(text, Span(start + (lead.end() if lead else 0), end), ",，")
        asked = _ADDRESSED_STATE.match(self.passage.outside(clause.start, clause.end)) if is_asking else None
        if asked is not None and (parties_in(asked[1]) or asked[1].endswith("측")):
            clause = trim(text, Span(clause.start + asked.end(), clause.end), ",，")
        if clause.start >= clause.end:
            return (), "indirect"
        inside = [
            quote for quote in self.passage.quotes_in(clause.start, clause.end) if text[quote.start] not in "‘'〈《"
        ]
        if len(inside) == 1 and inside[0] == clause:
            return (clause,), "direct"
        return (clause,), "mixed" if inside else "indirect"

    def _is_joined(self, quote: Span) -> bool:
        """Say whether a quotation that is not the last one is followed by `라며` and the like."""
        return any(token.start == quote.end and self._is_quoting(place) for place, token in enumerate(self.tokens))

    def _belongs(self, quote: Span, start: int) -> bool:
        """Say whether the words before a quotation are part of what is said: `동의가 “필수적”이라고`."""
        last = [place for place, token in enumerate(self.tokens) if start <= token.start and token.end <= quote.start]
        if not last or self.tokens[last[-1]].end < quote.start - 1:
            return False
        return self.tokens[last[-1]].tag in {"JKS", "JKO", "JKG", "ETM", "JX"}

    def _quotation_before(self, head: _Head, subject: Phrase | None, cue: Span) -> Utterance | None:
        """Read `“…” 청와대 관계자의 말이다`, where what is said is the sentence before."""
        if subject is None or head.stem not in {"말", "얘기", "이야기", "설명", "주장", "전언"}:
            return None
        before = [quote for quote in self.passage.quoted if quote.end <= subject.span.start]
        if not before or self.passage.text[before[-1].end : subject.span.start].strip(" .,\t"):
            return None
        return self._made(head, (before[-1],), "direct", cue, subject.span)

    def _by_source(self) -> list[Utterance]:
        """Read a sentence without a verb of saying that names its source: `국방부에 따르면 …`."""
        if not self.sources:
            return []
        source = self.sources[-1]
        rest = trim(self.passage.text, Span(source.end, self.span.end), ",，.")
        text = self.passage.text[source.name.start : source.name.end]
        if rest.start >= rest.end or not self.passage.speaks(text):
            return []
        cue = Span(source.name.end, source.end)
        relays = tuple(each.name for each in self.sources[:-1])
        return [
            Utterance(self.passage.number, (rest,), "indirect", cue, "따르", "say", source=source.name, relays=relays)
        ]

    def _headline(self) -> list[Utterance]:
        """Read a heading such as `국방부 “결정된 바 없다”`."""
        quotes = self.passage.quotes_in(self.span.start, self.span.end)
        if not self.passage.is_heading or not quotes:
            return []
        name = trim(self.passage.text, Span(self.span.start, quotes[0].start), ",:·…-")
        if name.start >= name.end or not self.passage.speaks(self.passage.text[name.start : name.end]):
            return []
        return [Utterance(self.passage.number, quotes[:1], "direct", source=name, doubts=("a heading",))]


def _with_parent(utterance: Utterance, parent: int) -> Utterance:
    import msgspec

    return msgspec.structs.replace(utterance, parent=parent)
