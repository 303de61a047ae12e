"""Find who says something in Japanese: verbs of saying, the particle behind what is said, the phrase that speaks.

There is no parse: a clause within a clause that no mark and no comma sets apart may be read as part of its neighbour.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from placet.evidence.eastern.frames import DECLINED, JAPANESE, Frame
from placet.evidence.eastern.passage import MASK, Passage, Phrase
from placet.evidence.eastern.quotations import trim
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Span
from placet.model.proposals import Form

_STEMS = "|".join(sorted(map(re.escape, {*JAPANESE, *DECLINED} - {"し", "いう", "示"}), key=len, reverse=True))
_NOT = (
    r"(?P<not>[しらわさかめせじ]?(?:なかった|てい?ない|てい?なかった|ておらず|ていません|ません(?:でした)?"
    r"|ないでいる|なかったと|ない(?=。|と|が|まま))"
    r"|[しらわさかっいん]?[てで](?:い?ない|い?なかった|おらず|いません)|[せらわさか]ず(?=、|に))"
)
_DONE = (
    r"(?:[しっいりきせじ]|されて)?(?:ていた|ている|ており|ていて|てきた|ました|た|て|だ|で)(?!い|お)"
    r"|[しりきいせ]?(?=、)|(?:する|る|す|う|く)(?=。|、|と報|と伝|$)"
)
_HEAD = re.compile(
    rf"(?:(?<![一-龯々])(?:再)?(?P<stem>{_STEMS})|(?P<show>示)|(?<=と)(?P<do>し)(?!ても|て、?[^。]*?(?:求|述|語"
    rf"|話))|(?P<said>(?<=と)いう(?=。|$)))"
    rf"(?P<made>(?:を)?(?:{_NOT}|{_DONE})|(?<=いう)(?=。|$))"
)
_VIEWS = (
    "考え|認識|見解|方針|立場|意向|見方|懸念|姿勢|態度|意思|決意|計画|事実"
    "|談話|声明|コメント|主張|説明|理解|難色|不快感|期待|見通し"
)
_VIEW = re.compile(
    rf"(?P<link>との|という|とする|とした|などの)?(?P<view>[一-龯]{{0,4}}(?:{_VIEWS}))(?:を|も"
    rf"|が)(?P<how>[ぁ-ん一-龯]{{0,4}})$"
)
_SO_THAT = re.compile(r"よう(?:に)?(?P<mid>[^。]{0,20})$")
_OBJECT = re.compile(
    r"(?P<object>こと|の)?(?P<is>を|も|は)(?P<mid>(?:改めて|強く|正式に|明確に|全面的に|きっぱり|重ねて"
    r"|[^、。はがをも」]{1,12}(?:に|へ|側に)(?:対し(?:て)?)?)?)$"
)
_WITH = re.compile(r"(?:こと)?[にで](?:改めて|強く|正式に)?$")
_DECLINING = re.compile(r"(?P<what>明言|言及|コメント|回答|確認|論評|答え(?:る)?|発言)(?:を|は|も)$")
_PREDICATE = re.compile(r"[」』”\"るたいだうくすつぬむぶんねよかなでず]")
_PHRASE = re.compile(
    r"([一-龯々〆ヶァ-ヴーA-Za-zＡ-Ｚａ-ｚ0-9０-９・=＝（）()のとやら]+?(?:ら|たち|側)?)(は|が|も)(?![あるいなれ])"
)
_SOURCE = re.compile(r"([一-龯々〆ヶァ-ヴーA-Za-zＡ-Ｚ0-9０-９・（）()の]+?)に(?:よると|よれば)(?:、)?")
_TRIM = re.compile(
    r"^(?:(?:[0-9０-９一二三四五六七八九十]+[年月日])+(?:午前|午後)?(?:の)?|同日(?:の)?|この日(?:の)?|その後"
    r"|一方|[のとや、]|前日|昨年|今年|先週|今回)+"
)
_EVENT = "会見|国会|委員会|会談|会合|演説|会議|インタビュー|取材|聴聞会|説明会|公聴会|講演|電話|答弁|ブリーフィング"
_LEAD = re.compile(
    rf"(?:\s|、|(?:[0-9０-９]+[年月日])+(?:の|午前|午後|夜)?|同日(?:の)?|この日"
    rf"|[^、。「」はがを]{{0,18}}(?:{_EVENT})(?:で|に|の中で|において)(?:は)?"
    r"|[^、。「」はがを]{1,14}に(?:対し(?:て)?|対する)(?=、|「)|記者団に|また|一方|これに対し(?:て)?|その上で"
    r"|さらに|しかし|ただ|ただし)+(?=、|「|\S)"
)
_ADDRESSEE = re.compile(
    r"([一-龯々ァ-ヴーA-Za-z0-9・]+(?:の[一-龯々ァ-ヴー]+)?側?)に(?:対し(?:て)?|対する)?(?=[、「]|よう|改めて"
    r"|強く|[一-龯])"
)
_VENUE = re.compile(rf"([一-龯々ァ-ヴーA-Za-z0-9・の]*(?:{_EVENT}))(?:で|の中で|において)")
_ASKED = re.compile(r"([一-龯々ァ-ヴー・]+)に(?:対し(?:て)?)?、?")
_HEARERS = re.compile(
    r"(?:記者団?|記者たち|記者ら|側|政府|国|米|省|氏|首相|大統領|議会|長官|大臣|外相|各国|両国|相手)$"
)


class _Head(NamedTuple):
    """A verb of saying: where it stands, what it does, and whether what it says is said by the next one."""

    start: int
    end: int
    stem: str
    frame: Frame
    is_negated: bool
    is_within: bool = False


def find_japanese(passage: Passage) -> tuple[Utterance, ...]:
    """Return what is said in a paragraph, in the order of its verbs of saying."""
    found: list[Utterance] = []
    for sentence in passage.sentences:
        found += _Sentence(passage, sentence).read(len(found))
    return tuple(found)


class _Sentence:
    """One sentence while it is read; places are those of the document."""

    def __init__(self, passage: Passage, sentence: Span) -> None:
        self.passage = passage
        self.span = sentence
        self.words = passage.outside(sentence.start, sentence.end)
        self.sources = [
            Phrase(_named(passage.text, sentence.start + match.start(1), sentence.start + match.end(1)),
                   sentence.start + match.end(), True)
            for match in _SOURCE.finditer(self.words)
        ]  # fmt: skip

    def read(self, before: int) -> list[Utterance]:
        """Return what is said in the sentence; `before` is how many utterances the paragraph has already."""
        found: list[Utterance] = []
        start = self.span.start
        group: list[_Head] = []
        for head in self._heads():
            group.append(head)
            if head.is_within:
                continue
            made = self._group(group, start, before + len(found), found[-1] if found else None)
            if made:
                start = head.end
            found += made
            group = []
        if group:
            found += self._group(group, start, before + len(found), found[-1] if found else None)
        if not found:
            found = [*self._by_source(), *self._headline()][:1]
        return found

    def _heads(self) -> list[_Head]:
        found: list[_Head] = []
        for match in _HEAD.finditer(self.words):
            stem = match["stem"] or match["show"] or match["do"] or match["said"]
            if match["said"]:
                stem = "いう"
            negated = match["not"] is not None
            frame = DECLINED[stem] if negated and stem in DECLINED else JAPANESE.get(stem)
            if frame is None:
                continue
            is_negated = negated and frame.act != "decline to comment"
            found.append(_Head(self.span.start + match.start(), self.span.start + match.end(), stem, frame, is_negated))
        return [
            head._replace(is_within=place + 1 < len(found) and self._is_told_by(head, found[place + 1]))
            for place, head in enumerate(found)
        ]

    def _is_told_by(self, head: _Head, other: _Head) -> bool:
        """Say whether what one verb says is said by the next one: `と述べたと報じた`."""
        between = self.words[head.end - self.span.start : other.start - self.span.start]
        return re.fullmatch(r"と[^、。「」]{0,16}", between) is not None

    def _group(self, group: list[_Head], start: int, before: int, earlier: Utterance | None) -> list[Utterance]:
        """Read verbs of saying that stand within one another, the outermost last."""
        made: list[Utterance] = []
        parent: int | None = None
        for depth in range(len(group) - 1, -1, -1):
            inner = group[depth - 1] if depth else None
            utterance, begun = self._utterance(group[depth], start, inner, earlier if parent is None else None)
            if utterance is None:
                continue
            made.append(utterance if parent is None else msgspec.structs.replace(utterance, parent=before + parent))
            parent = len(made) - 1
            start = begun
        return made

    def _utterance(
        self, head: _Head, start: int, inner: _Head | None, earlier: Utterance | None
    ) -> tuple[Utterance | None, int]:
        """Return what one verb says, and where what lies within it begins."""
        for source in self.sources:
            if source.span.start - start <= 3 and source.span.start >= start:
                start = source.end
        cue = Span(head.start, head.end)
        ends, cue_start, frame, is_said = self._content_end(head, start)
        cue = Span(cue_start, head.end)
        if ends is None and frame.act != "decline to comment" and not (head.is_negated and frame.takes_object):
            return None, start
        subject = self._subject(start, inner.start if inner is not None else cue.start, cue.start, ends, inner)
        if ends is None:
            return (self._made(head, frame, (cue,), "indirect", cue, subject.span) if subject else None), start
        if head.stem == "いう":
            return None, start
        begun = subject.end if subject is not None and subject.end <= ends else start
        pieces, form = self._pieces(begun, ends, is_asking=head.frame.stance in {"asks", "requires", "proposes"})
        if not pieces or (subject is None and not is_said and earlier is None):
            return None, start
        if subject is None and form == "indirect" and earlier is None and head.stem in {"し", "見", "評価", "示"}:
            return None, start
        source_span = subject.span if subject is not None else earlier.source if earlier is not None else None
        return self._made(head, frame, pieces, form, cue, source_span), pieces[0].start

    def _content_end(self, head: _Head, start: int) -> tuple[int | None, int, Frame, bool]:
        """Return where what is said ends, where the cue begins, what it does, and whether `と` or `よう` ends it."""
        words = self.words[max(0, start - self.span.start) : head.start - self.span.start]
        at = head.start - len(words)
        if head.stem in {"避け", "控え", "差し控え"}:
            declining = _DECLINING.search(words)
            if declining is None:
                return None, head.start, Frame("say"), False
            return None, at + declining.start(), head.frame, False
        view = _VIEW.search(words)
        if view is not None:
            frame = Frame("object", "denies", True) if view["view"].endswith(("難色", "不快感")) else head.frame
            inside = view.start("link") if view["link"] else view.start("view")
            if inside > 0 and (view["link"] or words[inside - 1] in "るたいのぬ"):
                ends = at + inside - (1 if words[inside - 1] == "の" and not view["link"] else 0)
                return ends, at + view.start("view"), frame, bool(view["link"])
        if head.stem == "示":
            return None, head.start, Frame("say"), False
        said = self._said_with_to(words)
        if said is not None:
            return at + said, head.start, head.frame, True
        if head.stem in {"し", "いう"}:
            return None, head.start, Frame("say"), False
        asked = _SO_THAT.search(words)
        if asked is not None and head.frame.stance in {"asks", "requires"} and asked.start() > 0:
            return at + asked.start(), head.start, head.frame, True
        told = _OBJECT.search(words)
        if told is not None and head.frame.takes_object and self._is_object(head, words, told):
            return at + told.start(), head.start, head.frame, False
        agreed = _WITH.search(words)
        if agreed is not None and head.frame.act in {"agree", "oppose"} and agreed.start() > 0:
            return at + agreed.start(), head.start, head.frame, False
        return None, head.start, head.frame, False

    def _is_object(self, head: _Head, words: str, told: re.Match[str]) -> bool:
        """Say whether what stands before the particle is said, and not who says it."""
        if told.start() == 0 or not told["is"].startswith("は"):
            return told.start() > 0
        phrases = list(_PHRASE.finditer(words[: told.end("is")]))
        name = phrases[-1][1] if phrases else ""
        is_negative = head.is_negated or head.frame.act == "decline to comment"
        return is_negative and not self.passage.speaks(_TRIM.sub("", name))

    def _said_with_to(self, words: str) -> int | None:
        """Return where the clause ends that the particle `と` joins to the verb behind it."""
        for place in range(len(words) - 1, max(len(words) - 45, 0), -1):
            if words[place] != "と":
                continue
            last, rest = words[place - 1], words[place + 1 :]
            if "。" in rest or "「" in rest:
                return None
            cut = place - 2 if words[place - 2 : place] == "など" else place
            last = words[cut - 1] if cut else ""
            if last in '」』”"’':
                return cut
            if rest in {"", "も", "は", "の"} or (
                _PREDICATE.match(last) and not rest.startswith(("、", "いう", "する"))
            ):
                return cut
        return None

    def _subject(self, start: int, limit: int, cue: int, ends: int | None, inner: _Head | None) -> Phrase | None:
        """Return the phrase that speaks: behind what is said, or the fitting one before it."""
        phrases = self._phrases(start, cue)
        behind = [phrase for phrase in phrases if ends is not None and phrase.span.start >= ends]
        if behind:
            return behind[-1]
        phrases = [phrase for phrase in phrases if phrase.span.start < limit]
        topics = [phrase for phrase in phrases if phrase.is_topic]
        if inner is not None:
            return phrases[0] if len(phrases) > 1 or topics else None
        quotes = self.passage.quotes_in(start, cue)
        if quotes and ends is not None and quotes[-1].end >= ends - 3:
            ahead = [phrase for phrase in phrases if phrase.end <= quotes[0].start]
            chosen = [phrase for phrase in ahead if phrase.is_topic] or ahead
            return chosen[-1] if chosen else None
        return topics[0] if topics else phrases[0] if phrases else None

    def _phrases(self, start: int, end: int) -> list[Phrase]:
        """Return the phrases with a particle of topic or subject that can speak."""
        found: list[Phrase] = []
        text = self.passage.text
        for match in _PHRASE.finditer(self.passage.outside(start, end)):
            span = _named(text, start + match.start(1), start + match.end(1))
            if span.start < span.end and self.passage.speaks(text[span.start : span.end]):
                found.append(Phrase(span, start + match.end(), match[2] == "は"))
        return found

    def _pieces(self, start: int, end: int, *, is_asking: bool) -> tuple[tuple[Span, ...], Form]:
        """Return the words of what is said: the quotations, or the clause, with quotations in it or without."""
        text = self.passage.text
        quotes = self.passage.quotes_in(start, end)
        if quotes and not self.passage.outside(quotes[-1].end, end).strip("だ、など"):
            pieces = [quote for quote in quotes if quote == quotes[-1] or text[quote.end : quote.end + 1] == "と"]
            before = self.passage.outside(start, pieces[0].start)
            if (
                not before
                or before[-1] in "、にでと\u3000 」"
                or start == pieces[0].start
                or not _ATTACHED.search(before)
            ):
                return tuple(pieces), "direct"
            end = quotes[-1].end
        lead = _LEAD.match(self.passage.outside(start, end))
        clause = trim(text, Span(start + (lead.end() if lead else 0), end), "、，")
        asked = _ASKED.match(self.passage.outside(clause.start, clause.end)) if is_asking else None
        if asked is not None and _HEARERS.search(asked[1]):
            clause = trim(text, Span(clause.start + asked.end(), clause.end), "、，")
        if clause.start >= clause.end:
            return (), "indirect"
        inside = [one for one in self.passage.quotes_in(clause.start, clause.end) if text[one.start] not in "『《〈"]
        if len(inside) == 1 and inside[0] == clause:
            return (clause,), "direct"
        return (clause,), "mixed" if inside else "indirect"

    def _made(
        self, head: _Head, frame: Frame, pieces: tuple[Span, ...], form: Form, cue: Span, source: Span | None
    ) -> Utterance:
        relays = tuple(each.span for each in self.sources if each.end <= cue.start and each.span != source)
        return Utterance(
            self.passage.number, pieces, form, cue, head.stem, frame.act, frame.stance, head.is_negated, "",
            source, relays, self._addressee(cue.start, pieces, source), self._venue(cue.start, pieces),
        )  # fmt: skip

    def _addressee(self, end: int, pieces: tuple[Span, ...], source: Span | None) -> Span | None:
        found = None
        for match in _ADDRESSEE.finditer(self.passage.outside(self.span.start, end)):
            span = Span(self.span.start + match.start(1), self.span.start + match.end(1))
            if not _HEARERS.search(match[1]) or any(one.start < span.start < one.end - 1 for one in pieces):
                continue
            if source is None or span.end <= source.start or span.start >= source.end:
                found = span
        return found

    def _venue(self, end: int, pieces: tuple[Span, ...]) -> Span | None:
        for match in _VENUE.finditer(self.passage.outside(self.span.start, end)):
            span = _named(self.passage.text, self.span.start + match.start(1), self.span.start + match.end(1))
            if span.start < span.end and not any(one.start <= span.start < one.end for one in pieces):
                return span
        return None

    def _by_source(self) -> list[Utterance]:
        """Read a sentence that names its source and has no other verb of saying: `国防省によると、…`."""
        if not self.sources:
            return []
        source = self.sources[-1]
        name = self.passage.text[source.span.start : source.span.end]
        end = self.span.end
        said = re.search(r"と(?:いう|されている|のことだ)(?=。|$)", self.words)
        if said is not None:
            end = self.span.start + said.start()
        rest = trim(self.passage.text, Span(source.end, end), "、，。")
        if rest.start >= rest.end or not self.passage.speaks(name):
            return []
        quotes = self.passage.quotes_in(rest.start, rest.end)
        form: Form = "direct" if quotes == (rest,) else "mixed" if quotes else "indirect"
        cue = trim(self.passage.text, Span(source.span.end, source.end), "、")
        relays = tuple(each.span for each in self.sources[:-1])
        return [Utterance(self.passage.number, (rest,), form, cue, "よる", source=source.span, relays=relays)]

    def _headline(self) -> list[Utterance]:
        """Read a heading such as `防衛省「決まったことはない」`."""
        quotes = self.passage.quotes_in(self.span.start, self.span.end)
        if not self.passage.is_heading or not quotes:
            return []
        name = trim(self.passage.text, Span(self.span.start, quotes[0].start), "、:：…―-")
        if name.start >= name.end or not self.passage.speaks(self.passage.text[name.start : name.end]):
            return []
        return [Utterance(self.passage.number, quotes[:1], "direct", source=name, doubts=("a heading",))]


_ATTACHED = re.compile(rf"[がをはもの][^、{MASK}]{{0,2}}$")


def _named(text: str, start: int, end: int) -> Span:
    """Return a phrase without the day and the joining words before it."""
    cut = _TRIM.match(text[start:end])
    return Span(start + (cut.end() if cut else 0), end)
