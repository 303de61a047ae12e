"""What is said: the words beside a cue that it takes, on either side of it, with the quotations that go on."""

from __future__ import annotations

from placet.evidence.speech.around import is_cue_near, is_extracted, is_quote_end, ranges_around
from placet.evidence.speech.boundaries import (
    before_bracket,
    before_gloss,
    condition_before,
    cut_at_joined_cue,
    hung_on_hearer,
    past_broken_off,
    past_colon,
    that_behind,
    with_joined_clause,
    with_neither,
    with_odd_conjunct,
    with_reason,
    with_shared_modal,
)
from placet.evidence.speech.clause import Clause
from placet.evidence.speech.grammar import (
    SUBJECTS,
    is_negated,
    is_time,
    is_venue,
    lent_subject,
    orphan_subject,
    parted_that,
)
from placet.evidence.speech.lexicon import Frame, read_lexicon, word_list
from placet.evidence.speech.passage import Passage, Range

_ADDED = frozenset({"citing", "quoting", "adding", "noting", "referring"})
_CLAUSAL = frozenset({"ccomp", "xcomp", "csubj"})
_KEPT_CLAUSES = word_list("kept clauses")
_JOINED_TO_CUE = frozenset({"about", "against", "for", "of", "on"})
_LOOSE_PREPOSITIONS = word_list("loose prepositions")
_OF_TIME = frozenset({"after", "amid", "before", "despite", "since"})
_OCCASIONS = word_list("occasions")
_OF_OCCASION = frozenset({"after", "before", "while"})
_SMALL_IN_TITLES = frozenset({"a", "and", "at", "for", "in", "of", "on", "the", "to", "with"})
_OF_STEPS = frozenset({"criticize", "endorse", "praise", "reject", "welcome"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def content_ranges(passage: Passage, clause: Clause, frame: Frame) -> list[Range]:
    """Return what is said at a verb, in pieces, in the order of the text; empty: nothing that the cue takes."""
    low, high = passage.room(clause.verb)
    inside = passage.inmost[clause.verb]
    if inside >= 0:
        low, high = max(low, passage.ranges[inside][0]), min(high, passage.ranges[inside][1])
    takes_clause = bool(frame.takes & {"clause", "quote"})
    takes_left = takes_clause and not _is_behind_title(passage, clause, (low, high))
    if takes_left and _follows_quotation(passage, clause, low):
        around = ranges_around(passage, clause, (low, high))
        if around:
            return around
    right = _right(passage, clause, frame, (low, high))
    pronoun = clause.start - 1
    if right is not None and pronoun >= low and takes_clause and is_extracted(passage, pronoun, clause):
        return [(pronoun, clause.start), right]
    if takes_left and (right is None or _is_loose(passage, clause, right) or _is_shown(passage, clause, right)):
        around = ranges_around(passage, clause, (low, high))
        if around:
            return around
    if right is None and "clause" in frame.takes:
        right = _clause_behind(passage, clause, (low, high), is_say=frame.lemma == "say")
    if right is None:
        return []
    is_clause = takes_clause and any(passage.dep[child] == "ccomp" for child in passage.children[clause.verb])
    condition = condition_before(passage, low, clause.start) if is_clause and inside < 0 else None
    return [right] if condition is None or right[0] < clause.start else [condition, right]


def _is_titled(passage: Passage, first: int, last: int) -> bool:
    """Return whether every word of a quotation has a capital, as in the name of a programme."""
    words = [passage.word[at] for at in range(first, last) if passage.is_word(at)]
    return len(words) > 1 and all(word[:1].isupper() or word in _SMALL_IN_TITLES for word in words)


def _follows_quotation(passage: Passage, clause: Clause, low: int) -> bool:
    """Return whether the cue's clause stands right behind a quotation that ends as quotations of speech do."""
    at = clause.start - 1
    if at > low and passage.low[at] in {",", "—", "--"}:
        at -= 1
    if at <= low or passage.inmost[clause.verb] >= 0 or not is_quote_end(passage, at):
        return False
    first, last = passage.ranges[passage.quoted[at]]
    is_name = first > low and last - first <= 7 and passage.has_words(low, first)
    if is_name and any(
        passage.dep[child] == "ccomp" and child > clause.verb for child in passage.children[clause.verb]
    ):
        return False  # `on “The Daily Hour,” she said that …`
    return at < clause.start - 1 or (passage.is_edge(at - 1) or passage.low[at - 1] in {"?", "!", ",", "…"})


def _is_behind_title(passage: Passage, clause: Clause, limits: Range) -> bool:
    """Return whether the name of a programme or a book stands before a cue: `on “Sunday Morning,” she said it …`."""
    at = clause.start - 1
    if at > limits[0] and passage.low[at] == ",":
        at -= 1
    if at <= limits[0] or clause.end >= limits[1] or passage.low[clause.end] in {",", "."}:
        return False
    if passage.inmost[clause.verb] >= 0 or not is_quote_end(passage, at):
        return False
    first, last = passage.ranges[passage.quoted[at]]
    if first <= limits[0] or not _is_titled(passage, first, last):
        return False
    is_phrase = passage.tag[limits[0]] == "IN" and all(passage.tag[t] not in _FINITE for t in range(limits[0], first))
    return passage.tag[first - 1] == "IN" or is_phrase


def _is_shown(passage: Passage, clause: Clause, right: Range) -> bool:
    """Return whether a quotation shows the very words of what is told before: `The pact holds, he said: “It does.”`."""
    before = clause.start - 1
    return (
        passage.low[right[0] - 1] == ":"
        and passage.opens_at(right[0]) >= 0
        and before > 0
        and passage.low[before] == ","
        and any(passage.tag[at] in _FINITE for at in range(passage.room(clause.verb)[0], before))
    )


def behind_preposition(passage: Passage, clause: Clause, content: list[Range]) -> int:
    """Return where a cue ends that takes its preposition with it: `warned against`, `called on`."""
    at = clause.last + 1
    is_joined = bool(content) and content[0][0] == at + 1 and passage.dep[at] == "prep"
    return at + 1 if is_joined and passage.low[at] in _JOINED_TO_CUE else clause.last + 1


def _is_loose(passage: Passage, clause: Clause, right: Range) -> bool:
    """Return whether what stands to the right is set off by a comma, as in `A, he said, B`."""
    at = clause.end
    return at < right[1] and passage.low[at] == "," and right[0] >= at


def _right(passage: Passage, clause: Clause, frame: Frame, limits: Range) -> Range | None:
    """Return what stands behind the cue and is said."""
    quotation = _quotation_behind(passage, clause, limits)
    verb = clause.verb
    if quotation is not None and not frame.takes & {"clause", "quote"} and "thing" in frame.takes:
        quotation = clause.last + 1, quotation[1]  # `accused others of “meddling”`: they are part of what is said
    children = [
        child
        for child in passage.children[verb]
        if clause.last < child < limits[1] and passage.dep[child] not in {"punct", "cc", "conj"}
    ]
    if quotation is not None:
        first, last = quotation
        clausal = [child for child in children if passage.dep[child] in _CLAUSAL]
        if passage.low[first - 1] in {",", ":"} or not clausal:
            return first, _behind_quotation(passage, (first, last), limits)
        end = max(last, min(limits[1], max(passage.edges[child][1] for child in clausal)))
        end = cut_at_joined_cue(passage, first, last - 1, end)
        return passage.trim(first, passage.whole_quotations(first, end, limits)[1])
    core = [child for child in children if _is_taken(passage, child, frame)]
    if passage.dep[clause.last] == "prep" and clause.last != verb and frame.takes - {"clause", "quote"}:
        # `called for talks`: what hangs on the preposition is what is said
        core = [
            c for c in passage.children[clause.last] if c > clause.last and passage.dep[c] in {"pobj", "pcomp"}
        ] + core
    if passage.tag[clause.last][:1] == "N" and clause.last != verb:
        # `raised the possibility of talks`: what hangs on the noun is what is said
        core = [
            c for c in passage.children[clause.last] if c > clause.last and _hangs_on_noun(passage, c, frame)
        ] + core
    if not core:
        hung = hung_on_hearer(passage, verb, limits[1]) if {"whom", "clause"} <= frame.takes else None
        return hung or _by_words(passage, clause, frame, limits)
    first = core[0]
    if passage.dep[first] in {"prep", "agent"} and passage.low[first] in _JOINED_TO_CUE:
        first = next((c for c in passage.children[first] if passage.dep[c] in {"pobj", "pcomp"}), first)
    start = max(
        _start_of(passage, first),
        clause.last + 1,
        clause.end if passage.dep[first] in _CLAUSAL and "whom" in frame.takes else 0,
    )
    if _is_infinitive(passage, first) and passage.dep[first] in _CLAUSAL | {"advcl"}:
        # `warned the north to refrain`: who is to do it is part of what is said
        start = min(
            [start, *(passage.edges[c][0] for c in children if c < first and passage.dep[c] in {"dobj", "dative"})]
        )
    that = that_behind(passage, clause.last, start) if "clause" in frame.takes else None
    if that is not None and passage.dep[first] == "ccomp":
        start = that  # `told friends that the talks held there were …`: the parse hangs half of it on the friends
    orphan = orphan_subject(passage, verb)
    if orphan is not None and any(passage.dep[c] in SUBJECTS and c < verb for c in passage.children[verb]):
        start = min(start, passage.edges[orphan][0])
    lent = lent_subject(passage, first)
    start = _past_opening(passage, start if lent is None else lent, clause)
    aside = next(
        (c for c in range(start + 1, min(start + 16, first)) if passage.low[c - 1 : c + 1] == [",", "that"]), None
    )
    if aside is not None and "which" in passage.low[start:aside] and passage.dep[aside] == "mark":
        start = aside  # `said in a letter, a copy of which was seen, that …`
    end = passage.edges[first][1]
    for child in children:
        if child > first and _goes_on(passage, child, frame, is_thing=passage.dep[first] == "dobj"):
            end = max(end, passage.edges[child][1])
    if passage.dep[first] == "ccomp":
        end = with_shared_modal(passage, verb, with_joined_clause(passage, verb, end))
    end = with_odd_conjunct(passage, start, end, limits[1])
    if {"for", "thing"} <= frame.takes:
        end = with_reason(passage, end, limits[1])
    end = min(end, limits[1])
    if end <= start:
        return None
    end = cut_at_joined_cue(passage, first, start, _before_joined(passage, verb, start, end))
    end = with_neither(passage, end, limits[1])
    end = before_gloss(passage, verb, start, end)
    end = past_broken_off(passage, end, limits[1])
    start, end = passage.whole_quotations(start, end, limits)
    shown = passage.opens_at(end + 1) if end < limits[1] and passage.low[end] == ":" else -1
    if shown >= 0 and passage.dep[first] == "dobj":
        return passage.ranges[shown]  # `voiced hopes: “It may end well.”`
    if passage.dep[first] == "ccomp":
        end = past_colon(passage, end, limits[1])
    start, end = passage.trim(start, before_bracket(passage, start, _before_venue(passage, start, end)))
    return (start, end) if start < end else None


def _before_joined(passage: Passage, verb: int, start: int, end: int) -> int:
    """Return the end before a cue that is joined to the cue itself: `said it was late | and expressed hopes: …`."""
    for child in passage.children[verb]:
        if start + 1 < child < end and passage.dep[child] == "conj" and passage.tag[child] in _FINITE:
            is_bare = not any(passage.dep[inner] in SUBJECTS for inner in passage.children[child])
            at = child
            while at > start + 1 and passage.tag[at - 1] == "RB":
                at -= 1
            if is_bare and passage.tag[at - 1] == "CC" and passage.low[child] in read_lexicon().verbs:
                return at - 1
    return end


def _before_venue(passage: Passage, start: int, end: int) -> int:
    """Return the end at a closing mark that an occasion follows: `accused it of “meddling” | in an editorial`."""
    for at in range(start + 1, end - 2):
        if passage.tag[at] in _FINITE or passage.quoted[at] >= 0:
            break
        if passage.low[at] == "during" and is_venue(passage, at):
            behind = range(min(passage.edges[at][1], end), end)
            if not any(passage.tag[token] in _FINITE for token in behind):  # not `that during a call the king said …`
                return at  # `warned against meddling | during a phone call`
    if not any(passage.tag[at] in _FINITE or passage.quoted[at] >= 0 for at in range(start, end)):
        for at in range(start + 1, end - 2):
            if passage.low[at] == "at" and passage.tag[at + 1] in {"DT", "PRP$"} and _is_occasion(passage, at):
                return at  # `announced the signing | at a briefing in Oslo`
    for at in range(end - 2, start, -1):
        if passage.is_closing_mark(at):
            return (
                at + 1
                if at + 1 < end and passage.low[at + 1] in {"in", "at", "during", "on"} and is_venue(passage, at + 1)
                else end
            )
    return end


def _is_occasion(passage: Passage, preposition: int) -> bool:
    return any(
        passage.dep[child] == "pobj" and passage.low[child] in _OCCASIONS for child in passage.children[preposition]
    )


def _past_opening(passage: Passage, start: int, clause: Clause) -> int:
    """Return a start moved past what belongs to the cue: `told him | on Monday he …`, `told a hearing | the …`."""
    at = start
    if at >= len(passage.low):
        return start
    if passage.low[at : at + 2] == ["according", "to"]:
        comma = next((token for token in range(at, passage.room(clause.verb)[1]) if passage.low[token] == ","), -1)
        return comma + 1 if comma > at else start  # `told reporters, according to the ministry, | the port was open`
    if passage.tag[at] == "VBG" and passage.low[at] in {"hearing", "meeting", "briefing", "gathering"}:
        return at + 1 if passage.low[at - 1] not in {",", "that"} and at > clause.last + 1 else start
    while at < start + 2 and passage.low[at : at + 1] in (["on"], ["late"], ["early"], ["in"], ["this"], ["last"]):
        at += 1
    if at >= len(passage.low) or not is_time(passage, at) or passage.dep[at] not in {"pobj", "npadvmod"}:
        return start
    at += 1
    while passage.tag[at : at + 1] == ["CD"] or passage.low[at : at + 1] in (["night"], ["morning"], ["evening"]):
        at += 1
    behind = passage.tag[at] if at < len(passage.tag) else ""
    return at if behind in {"PRP", "DT", "NNP", "NNS", "PRP$", "EX"} else start


def _hangs_on_noun(passage: Passage, child: int, frame: Frame) -> bool:
    dep = passage.dep[child]
    if dep == "prep":
        return passage.low[child] in frame.takes
    if dep in {"acl", "relcl", "ccomp"}:
        return "to" in frame.takes if _is_infinitive(passage, child) else "clause" in frame.takes
    return False


def _quotation_behind(passage: Passage, clause: Clause, limits: Range) -> Range | None:
    for edge in (clause.end, clause.last + 1):
        at = edge
        while at < limits[1] and at < edge + 2 and passage.low[at] in {",", ":", "that", "--", "—"}:
            at += 1
        if at < limits[1]:
            inside = passage.inmost[clause.verb]
            number = passage.opens_at(at) if inside < 0 else passage.opens_within(at, inside)
            if number >= 0:
                first, last = passage.ranges[number]
                # `told reporters after the talks that they “had agreed”`: the parse may hang the clause on the talks
                that = next((i for i in range(clause.last + 1, first) if passage.low[i] == "that"), first)
                return that, last
    return None


def _behind_quotation(passage: Passage, quotation: Range, limits: Range) -> int:
    """Return where what is said ends behind a quotation that the sentence goes on after."""
    end = quotation[1]
    at = end
    if at >= limits[1] or passage.is_edge(at) or passage.is_edge(end - 2):
        return end
    if passage.low[at] in {"in", "at", "during"} and is_venue(passage, at):
        return end  # `expressed “grave concern” in a post`
    # `“a tax cut” for the rich`: the clause goes on; it ends at the next comma that a cue or participle follows
    while at < limits[1]:
        if passage.low[at] == "," and (passage.tag[at + 1 : at + 2] or [""])[0] in {"VBG", "CC", "WP", "WDT"}:
            break
        if passage.low[at] in {"and", "but", "while"} and is_cue_near(passage, at + 1, limits[1]):
            break
        at += 1
    return passage.trim(end, at)[1] if at > end else end


def _is_taken(passage: Passage, child: int, frame: Frame) -> bool:
    dep, low = passage.dep[child], passage.low[child]
    takes = frame.takes
    if dep == "intj" and low in {"yes", "no"}:
        return "clause" in takes or "quote" in takes
    if dep in _CLAUSAL:
        if low in _ADDED and dep == "xcomp":
            return False  # `Reuters reported, | citing two officials`
        if dep == "ccomp" and passage.low[passage.edges[child][0]] in _OF_OCCASION:
            return False  # `as the pilot said | before he left`
        if "object-complement" in takes:
            return True
        is_infinitive = _is_infinitive(passage, child)
        if is_infinitive:
            return "to" in takes or (
                "clause" in takes and any(passage.tag[at] in {"WRB", "WP"} for at in passage.children[child])
            )
        is_named_so = (
            "thing" in takes and passage.low[passage.edges[child][0]] == "what"
        )  # `denounced what it called …`
        return "clause" in takes or is_named_so or (dep == "xcomp" and "thing" in takes)
    if dep in {"dobj", "attr", "oprd", "acomp"}:
        if "object-complement" in takes:
            return True
        hearers = {"PRP", "NNP", "NNPS"} if "thing" in takes else {"PRP", "NNP", "NNPS", "NNS", "NN"}
        if "whom" in takes and passage.tag[child] in hearers:
            return False
        return "thing" in takes and not (is_time(passage, child) and passage.tag[child].startswith("NNP"))
    if dep in {"prep", "agent", "prt", "dative"}:
        return (
            low in takes
            and (low in {"on", "for", "of", "about", "to", "as", "by"} or not is_venue(passage, child))
            and not any(is_time(passage, inner) for inner in passage.children[child])
        )
    if dep == "advcl":
        return ("to" in takes and _is_infinitive(passage, child)) or ("clause" in takes and _is_asked(passage, child))
    return False


def _is_asked(passage: Passage, child: int) -> bool:
    """Return whether a clause says what is open and not when it is said: `would not say when they would meet`."""
    verb, first = passage.head[child], passage.edges[child][0]
    return (
        passage.tag[first] == "WRB"
        and first == verb + 1
        and is_negated(passage, verb)
        and any(passage.dep[inner] in SUBJECTS for inner in passage.children[child])
    )


def _is_infinitive(passage: Passage, verb: int) -> bool:
    return any(passage.tag[at] == "TO" for at in passage.children[verb])


def _start_of(passage: Passage, head: int) -> int:
    """Return where a complement begins: at its `that`, if it has one, and never at a comma."""
    start, _ = passage.edges[head]
    for child in passage.children[head]:
        if passage.dep[child] == "mark" and child < head and passage.low[child] in {"that", "whether", "if"}:
            before = range(start, child)
            if any(passage.is_word(at) for at in before):
                return child
    return start


def _goes_on(passage: Passage, child: int, frame: Frame, *, is_thing: bool) -> bool:
    """Return whether a dependent behind the complement still belongs to what is said."""
    dep = passage.dep[child]
    start = passage.edges[child][0]
    is_set_off = start > 0 and passage.low[start - 1] == ","
    if dep in {"npadvmod", "punct", "cc", "conj", "parataxis"}:
        return False
    if dep == "prep":
        if passage.low[child] in frame.takes and not is_set_off:
            return True
        if is_venue(passage, child) or is_set_off:
            return False
        loose = _LOOSE_PREPOSITIONS if "clause" not in frame.takes else _OF_TIME if is_thing else frozenset()
        if passage.low[child] in loose:
            return False
        objects = [inner for inner in passage.children[child] if passage.dep[inner] == "pobj"]
        return not (passage.low[child] in {"on", "in", "during"} and any(is_time(passage, inner) for inner in objects))
    if dep == "advcl":
        marks = {passage.low[inner] for inner in passage.children[child] if passage.dep[inner] in {"mark", "advmod"}}
        if marks & {"although", "though", "while", "whereas"} and is_set_off:
            return False
        if is_thing and frame.act in _OF_STEPS and _is_infinitive(passage, child) and not is_set_off:
            return True  # `welcomed the steps to end the feud`
        return bool(marks & _KEPT_CLAUSES) or (
            not is_set_off and passage.tag[child] != "VBG" and "clause" in frame.takes
        )
    return dep in {
        "ccomp",
        "xcomp",
        "oprd",
        "dobj",
        "dative",
        "acomp",
        "attr",
        "relcl",
        "acl",
        "advmod",
        "dep",
        "appos",
    } and not (is_set_off and dep not in {"ccomp", "xcomp"})


def _by_words(passage: Passage, clause: Clause, frame: Frame, limits: Range) -> Range | None:
    """Return what stands behind `that` right after the cue where the parse shows no complement."""
    at = clause.end
    for edge in (clause.last + 1, clause.end):
        at = edge
        if (
            at < limits[1]
            and passage.low[at] == "that"
            and "clause" in frame.takes
            and passage.tag[at] in {"IN", "DT", "WDT"}
            and not {"so", "such"} & set(passage.low[clause.last + 1 : at])  # `told so many lies that …`
        ):
            return passage.trim(at, limits[1])
    that = that_behind(passage, clause.last, limits[1]) if "clause" in frame.takes else None
    if that is None and passage.dep[clause.verb] == "acl":
        that = parted_that(passage, clause.verb)
    if that is not None:
        return passage.trim(that, limits[1])
    if at < limits[1] and passage.low[at] == ":" and frame.takes & {"clause", "quote"}:
        start, end = passage.trim(at + 1, limits[1])
        return (start, end) if passage.has_words(start, end) else None
    return None


def _clause_behind(passage: Passage, clause: Clause, limits: Range, *, is_say: bool) -> Range | None:
    """Return the first finite clause behind `said`, or right behind another cue, that the parse has hung elsewhere."""
    if passage.tag[clause.verb] not in {"VBD", "VBZ", "VBP", "VBN"}:
        return None
    for at in range(clause.last + 2, limits[1]):
        if passage.low[at] in {",", ";", ":"}:
            return None
        head = passage.head[at]
        if (
            passage.dep[at] in {"nsubj", "nsubjpass"}
            and head > at
            and passage.low[at] not in {"who", "which", "that", "what"}
        ):
            start = passage.edges[at][0]
            if passage.low[start - 1] in _OF_OCCASION:
                return None
            if not is_say and start not in {clause.last + 1, clause.end}:
                return None
            if start > clause.last and passage.tag[head] in _FINITE | {"VB", "VBN", "VBG"}:
                return passage.trim(start, limits[1])
    return None
