"""What the parse shows around a cue: who speaks, its words, negation, modality, who is spoken to, and where."""

from __future__ import annotations

from placet.evidence.speech.lexicon import read_lexicon, word_list
from placet.evidence.speech.passage import Passage, Range

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "DT", "WP", "CD", "EX", "WDT", "PRP$", "JJ", "JJS"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "hardly", "without"})
_MODALS = frozenset({"may", "might", "could", "would", "will", "should", "must", "can", "shall", "'ll", "'d"})
_HEDGES = frozenset(
    {"reportedly", "allegedly", "apparently", "supposedly", "purportedly", "seemingly", "presumably", "perhaps"}
)
_SEEMING = frozenset({"seem", "seems", "seemed", "appear", "appears", "appeared"})
_REFRAINS = frozenset({"refrain", "refrains", "refrained", "refraining", "abstained", "desisted", "shied", "shrank"})
_ISSUED = frozenset(
    {"statement", "letter", "communique", "note", "message", "tweet", "memo", "remarks", "statements", "warning"}
)
_ISSUING = frozenset(
    {"adopted", "delivered", "issue", "issued", "issues", "issuing", "made", "put", "release", "released", "releases"}
    | {"releasing", "send", "sends", "sent", "signed", "wrote"}
)
_TELLING = frozenset({"say", "add", "stress", "warn", "claim", "tell", "announce", "confirm", "reiterate", "explain"})
_BIDDING = frozenset({"ask", "urge", "require", "deny", "reject", "pledge", "call", "accuse", "criticize"})
_REPORTED = frozenset({"said", "reported", "believed", "thought", "alleged", "rumoured", "rumored", "understood"})
_MOVERS = word_list("movers")
_TURNED_TO = word_list("turned to")
_HEARERS = word_list("hearers")
_OCCASIONS = word_list("occasions")


def subject_of(passage: Passage, verb: int) -> int | None:
    """Return the head of the noun phrase that speaks: the verb's subject, or the one it shares, or what it modifies."""
    seen: set[int] = set()
    at = verb
    if is_joined_cue(passage, verb):
        at = passage.head[passage.head[verb]]
        while passage.low[at] not in read_lexicon().verbs and passage.dep[at] == "ccomp":
            at = passage.head[at]
    while at not in seen:
        seen.add(at)
        own = [
            child for child in passage.children[at] if passage.dep[child] in SUBJECTS and passage.dep[child] != "expl"
        ]
        if own:
            subject = own[0] if at != verb or _is_telling(passage, at) else min(own, key=lambda child: abs(child - at))
            if at == verb and own[0] < at < subject and orphan_subject(passage, verb) == subject:
                subject = own[0]
            if passage.low[subject] in RELATIVES and passage.dep[at] == "relcl":
                issuer = _issuer(passage, passage.head[at])
                return passage.head[at] if issuer is None else issuer
            return _behind_object(passage, subject, at)
        dep, head = passage.dep[at], passage.head[at]
        if at == verb and is_cut_off_verb(passage, at):
            return head
        if at == verb and dep in {"advcl", "xcomp", "ccomp"} and passage.low[head] in _MOVERS:
            return next((child for child in passage.children[head] if passage.dep[child] == "dobj"), None)
        if at == verb and dep in {"advcl", "xcomp"} and passage.tag[at] == "VBG" and _is_trailing(passage, at):
            cue = _cue_around(passage, head)
            if cue is not None:
                at = cue
                continue
        if dep == "acl" and passage.tag[at] == "VBG":
            owner = _owner(passage, head)
            issuer = _issuer(passage, head) if owner is None else owner
            if issuer is not None:
                return issuer
            if at == verb and _is_trailing(passage, at):
                return _main_subject(passage, head)
        if (
            dep in {"acl", "relcl"}
            and passage.tag[head][:1] in {"N", "P"}
            and passage.tag[at] in {"VBG", "VBD", "VBZ", "VBP"}
        ):
            return head
        if head == at or dep not in {
            "conj",
            "xcomp",
            "advcl",
            "pcomp",
            "prep",
            "ccomp",
            "dep",
            "acl",
            "parataxis",
            "prt",
        }:
            return None
        if dep == "ccomp" and at == verb and not is_joined_complement(passage, verb):
            return lent_subject(passage, verb)
        at = head
    return None


def _owner(passage: Passage, noun: int) -> int | None:
    """Return whose words a noun is, where it says: `the premier's statement promising …`."""
    if not is_wording(passage, noun):
        return None
    return next((child for child in passage.children[noun] if passage.dep[child] == "poss"), None)


def is_wording(passage: Passage, noun: int) -> bool:
    """Return whether a noun names words: `a statement accusing Oslo of …`, `the claim, repeated on Friday, …`."""
    return passage.low[noun] in _ISSUED or passage.low[noun] in read_lexicon().nouns


def _issuer(passage: Passage, noun: int) -> int | None:
    """Return who puts out what a noun names: `the ministry issued a statement that said …`."""
    if passage.low[noun] not in _ISSUED or passage.dep[noun] != "dobj":
        return None
    if any(passage.low[child] in {"by", "from", "of"} for child in passage.children[noun]):
        return None
    is_put_out = passage.low[passage.head[noun]] in _ISSUING
    return _main_subject(passage, noun) if is_put_out and _owner(passage, noun) is None else None


def _is_telling(passage: Passage, verb: int) -> bool:
    # behind `told` stands the one who is told, never the one who speaks
    frame = read_lexicon().verbs.get(passage.low[verb])
    return frame is not None and frame.act == "tell"


def is_cut_off_verb(passage: Passage, verb: int) -> bool:
    """Return whether the parse takes the verb of a sentence for a participle: `The firm, Ito Lines, announced that …`.

    A participle has no clause with *that* behind it, unless it names those who were told.
    """
    if passage.dep[verb] != "acl" or passage.tag[verb] not in {"VBN", "VBD"}:
        return False
    head = passage.head[verb]
    frame = read_lexicon().verbs.get(passage.low[verb])
    if head > verb or frame is None or "whom" in frame.takes or "clause" not in frame.takes:
        return False
    if passage.low[head] in read_lexicon().nouns:
        return False  # `the claim repeated on Friday that …`
    deps = {passage.dep[child] for child in passage.children[verb]}
    if parted_that(passage, verb) is not None:
        return not deps & {"agent", "auxpass"}
    return not deps & {"agent", "auxpass"} and any(
        passage.dep[child] == "ccomp"
        and any(passage.dep[inner] == "mark" and passage.low[inner] == "that" for inner in passage.children[child])
        for child in passage.children[verb]
    )


def parted_that(passage: Passage, verb: int) -> int | None:
    """Return the `that` of what is said where the parse makes it the main clause, and the cue a participle.

    `An agency reported on Monday, citing a note by the ministry, that Oslo had agreed`: `had agreed` has two subjects.
    """
    head = passage.head[verb]
    main = passage.head[head]
    if passage.dep[head] not in SUBJECTS or not head < verb < main:
        return None
    marks = [c for c in passage.children[main] if passage.dep[c] == "mark" and passage.low[c] == "that" and c > verb]
    has_own = any(passage.dep[c] in SUBJECTS and c > verb for c in passage.children[main])
    return marks[0] if marks and has_own else None


def is_brought_to_speak(passage: Passage, verb: int) -> bool:
    """Return whether an infinitive tells of what was said: `forced her to admit that …`, `took to the radio to say …`.

    What somebody did in order to say something was said where a clause or a quotation tells what.
    """
    head = passage.head[verb]
    if passage.dep[verb] not in {"xcomp", "advcl", "ccomp"} or passage.tag[head] not in {"VBD", "VBZ", "VBP", "VBN"}:
        return False
    deps = {passage.dep[child]: child for child in passage.children[verb]}
    is_told = "ccomp" in deps and deps["ccomp"] > verb
    is_quoted = any(passage.opens_at(at) >= 0 for at in range(verb + 1, min(verb + 4, len(passage.low))))
    if not (is_told or is_quoted) or is_negated(passage, head) or modality_of(passage, head):
        return False
    if passage.dep[head] == "ccomp" and passage.tag[passage.edges[head][0]] in {"WDT", "WP", "WRB"}:
        return False  # `asked what he had done to verify that …`: whether he did is asked
    helpers = {passage.low[child] for child in passage.children[head] if passage.dep[child] in {"aux", "auxpass"}}
    if helpers & {"to", "is", "are", "was", "were", "be", "been", "being"}:
        return False
    if passage.low[head] in _MOVERS:
        return any(passage.dep[child] == "dobj" for child in passage.children[head])
    return passage.dep[verb] == "advcl" or passage.low[head] in _TURNED_TO


def orphan_subject(passage: Passage, verb: int) -> int | None:
    """Return the subject of what is said where the parse hangs it on the cue: `The envoy, who left, said Bern did`."""
    clause = next((child for child in passage.children[verb] if child > verb and passage.dep[child] == "ccomp"), None)
    if clause is None or any(passage.dep[child] in SUBJECTS for child in passage.children[clause]):
        return None
    return next(
        (
            child
            for child in passage.children[verb]
            if verb < child < clause and passage.dep[child] == "nsubj" and passage.edges[child][0] == verb + 1
        ),
        None,
    )


def lent_subject(passage: Passage, verb: int) -> int | None:
    """Return a subject that the parse takes for part of a day: `said in Bern on Tuesday Oslo had agreed`."""
    first = verb
    while first - 1 in passage.children[verb] and passage.dep[first - 1] in {"aux", "auxpass", "neg", "advmod"}:
        first -= 1
    before = first - 1
    if before < 1 or passage.tag[before] not in {"NNP", "NNPS"} or passage.dep[before] not in {"pobj", "npadvmod"}:
        return None
    if any(passage.dep[child] in SUBJECTS or passage.dep[child] == "mark" for child in passage.children[verb]):
        return None
    return before if is_time(passage, before - 1) and passage.head[before - 1] == before else None


def _behind_object(passage: Passage, subject: int, verb: int) -> int:
    """Return the apposition that speaks after all: `To understand the man, Judge Roberts said, one should …`."""
    before = passage.edges[subject][0] - 1
    if before < 0 or subject > verb or passage.tag[before] not in {"VB", "VBG", "IN"}:
        return subject
    return next(
        (
            child
            for child in passage.children[subject]
            if passage.dep[child] == "appos"
            and passage.edges[child][1] == verb
            and passage.low[passage.edges[child][0] - 1] == ","
        ),
        subject,
    )


def is_joined_cue(passage: Passage, verb: int) -> bool:
    """Return whether `but added …` belongs to the cue before and not to what is said there, as the parse has it."""
    frame = read_lexicon().verbs.get(passage.low[verb])
    if frame is None or passage.dep[verb] != "conj":
        return False
    if is_out_of_step(passage, verb) or _is_of_thing(passage, verb):
        return True
    if passage.tag[verb] not in {"VBD", "VBN"} or passage.inmost[verb] >= 0:
        return False
    before = passage.low[max(0, verb - 2) : verb]
    is_behind = before[-1:] == ["and"] and (before[0] == "," or passage.is_closing_mark(verb - 2))
    if before[-1:] != ["but"] and not (is_behind and passage.tag[verb] == "VBD"):
        return False
    head = passage.head[verb]
    complements = {"ccomp"} if frame.act in _TELLING else {"ccomp", "xcomp", "dobj"} if frame.act in _BIDDING else set()
    has_clause = any(passage.dep[child] in complements for child in passage.children[verb])
    return has_clause and passage.dep[head] == "ccomp" and passage.low[passage.head[head]] in read_lexicon().verbs


def _is_of_thing(passage: Passage, verb: int) -> bool:
    """Return whether the parse makes a thing speak: `said the draft was long and criticized the board`."""
    head = passage.head[verb]
    above = passage.head[head]
    is_inside = passage.dep[head] == "ccomp" and above < head and passage.low[above] in read_lexicon().verbs
    if not is_inside or passage.inmost[verb] >= 0 or not passage.tag[verb] == passage.tag[head] == "VBD":
        return False
    own = next((child for child in passage.children[head] if passage.dep[child] in SUBJECTS), None)
    has_own = any(passage.dep[child] in SUBJECTS for child in passage.children[verb])
    if own is None or has_own:
        return False
    is_common = passage.tag[own] in {"NN", "NNS"} and not is_speaker(passage.low[own])
    return is_common or passage.low[own] in {"it", "there"}


def is_out_of_step(passage: Passage, verb: int) -> bool:
    """Return whether a cue cannot be joined where the parse joins it: `said it would leave and warned that …`.

    A verb in the past or present does not go on with what `would` or `to` began, but with the cue.
    """
    head = passage.head[verb]
    if passage.dep[verb] != "conj" or passage.tag[verb] not in {"VBD", "VBZ"} or passage.inmost[verb] >= 0:
        return False
    if passage.tag[head] not in {"VB", "VBN"} or passage.dep[head] not in {"ccomp", "xcomp"}:
        return False
    if any(passage.dep[child] in SUBJECTS for child in passage.children[verb]):
        return False
    is_bound = any(passage.tag[child] in {"MD", "TO"} and child < head for child in passage.children[head])
    above = passage.head[head]
    while passage.low[above] not in read_lexicon().verbs and passage.dep[above] == "ccomp":
        above = passage.head[above]  # `said she thinks it should be shown but said …`
    return is_bound and passage.low[above] in read_lexicon().verbs and passage.tag[above] in {"VBD", "VBZ"}


def is_joined_complement(passage: Passage, verb: int) -> bool:
    """Return whether the parse takes a second cue for what is said at the first: `said it had left but added …`."""
    above = passage.head[verb]
    if passage.dep[verb] != "ccomp" or passage.tag[verb] != passage.tag[above] or above > verb:
        return False
    verbs = read_lexicon().verbs
    if passage.low[verb] not in verbs or passage.low[above] not in verbs or passage.inmost[verb] >= 0:
        return False
    if any(passage.dep[child] in SUBJECTS for child in passage.children[verb]):
        return False
    before = verb - 1
    while before > above and passage.tag[before] == "RB":
        before -= 1
    return passage.low[before] in {"and", "but"} and before > above + 1


def _is_trailing(passage: Passage, verb: int) -> bool:
    """Return whether a participle follows a comma, so that the whole clause before it says who speaks."""
    start = passage.edges[verb][0]
    return start > 0 and passage.low[start - 1] == ","


def _cue_around(passage: Passage, verb: int) -> int | None:
    """Return the cue whose content a verb heads: `demanded that it answer, saying …` is said by who demands."""
    if passage.dep[verb] != "ccomp" or passage.quoted[verb] >= 0:
        return None
    above = passage.head[verb]
    own = [child for child in passage.children[verb] if passage.dep[child] in SUBJECTS]
    may_speak = bool(own) and (passage.tag[own[0]] in {"NNP", "NNPS", "PRP"} or is_speaker(passage.low[own[0]]))
    is_wish = passage.tag[verb] == "VB" and not any(passage.dep[child] == "aux" for child in passage.children[verb])
    if may_speak and not is_wish:
        return None  # `said that Oslo had refused, saying …`: Oslo says it
    return above if passage.low[above] in read_lexicon().verbs and passage.tag[above][:1] == "V" else None


def _main_subject(passage: Passage, at: int) -> int | None:
    for _ in range(len(passage.low)):
        own = [child for child in passage.children[at] if passage.dep[child] in {"nsubj", "nsubjpass"}]
        if own and passage.tag[at][:1] == "V":
            return own[0]
        if passage.head[at] == at:
            break
        at = passage.head[at]
    return None


def noun_phrase(passage: Passage, head: int, limits: Range) -> Range:
    """Return the whole noun phrase around its head, with titles and appositions, within limits."""
    start, end = passage.edges[head]
    start, end = max(start, limits[0]), min(end, limits[1])
    for at in range(head - 1, start - 1, -1):
        if is_break(passage, at) or _ends_aside(passage, at):
            start = at + 1
            break
    for at in range(head + 1, end):
        if passage.dep[at] == "acl" and is_cut_off_verb(passage, at):
            end = at
            break
        if passage.low[at] in RELATIVES or passage.dep[at] in {"relcl", "acl"} or is_break(passage, at):
            break
        if passage.tag[at] in {"VBD", "VBZ", "MD"} and passage.quoted[at] == passage.quoted[head]:
            end = at  # the parse takes a whole clause for the one who speaks
            break
    while start < head and (
        passage.is_edge(start) or passage.low[start] in {"but", "and", "or", "meanwhile"} or _is_cut_off(passage, start)
    ):
        start += 1
    while start < head and is_time(passage, start) and passage.dep[start] == "compound":
        start += 1
    if start > limits[0] and passage.low[start - 1] == "[" and "]" in passage.low[start:head]:
        start -= 1  # `[Kenyan] ministry spokesman`: put in by an editor
    while end > head + 1 and passage.tag[end - 1] == "POS":
        end -= 1
    start, end = passage.trim(start, max(end, head + 1))
    return (start, end) if start <= head < end else (head, head + 1)


def _ends_aside(passage: Passage, at: int) -> bool:
    """Return whether a token closes what somebody calls it: `rejected as “baseless” | Bern's claim that …`."""
    number = passage.quoted[at]
    return number >= 0 and passage.is_closing_mark(at) and passage.low[passage.ranges[number][0] - 1] == "as"


def _is_cut_off(passage: Passage, at: int) -> bool:
    """Return whether a token is the last letter of a word with its stop, as the parse cuts `the MSDF.`."""
    word, start = passage.word[at], passage.start[at]
    before = passage.text[start - 1 : start] if start else ""
    return len(word) == 2 and word[1] == "." and before.isalnum()


def is_speaker(noun: str) -> bool:
    """Return whether a common noun, in lower case, names what can speak: a person, a body, a paper."""
    single = noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
    return (
        single in _SPEAKERS
        or noun in _SPEAKERS
        or single.endswith(("man", "woman", "person", "ist", "ian", "men", "women"))
        or (len(single) > 5 and single.endswith(("er", "or", "ee")) and single not in _NO_PERSONS)
    )


_SPEAKERS = word_list("speakers")
_NO_PERSONS = word_list("no persons")


def is_break(passage: Passage, at: int) -> bool:
    """Return whether a comma before a noun parts it from other words and is not one between its adjectives."""
    return passage.low[at] in {",", ";", ":"} and not (
        at and passage.tag[at - 1].startswith("JJ") and passage.tag[at + 1].startswith(("JJ", "N"))
    )


def cue_words(passage: Passage, verb: int, last: int) -> Range:
    """Return the words of a cue: its verb with the auxiliaries, negation and adverbs right before it."""
    start = verb
    if is_yet_to(passage, verb):
        start = next(at for at in range(verb - 3, verb - 5, -1) if passage.low[at] in {"has", "have", "had"})
    helpers = {
        child
        for child in passage.children[verb]
        if child < verb and passage.dep[child] in {"aux", "auxpass", "neg", "advmod"}
    }
    while start - 1 in helpers and passage.quoted[start - 1] == passage.quoted[verb]:
        start -= 1
    return start, max(last, verb) + 1


def is_negated(passage: Passage, verb: int, objects: tuple[int, ...] = ()) -> bool:
    """Return whether a verb, or the noun that carries a phrase, is negated."""
    for at in (verb, *objects):
        for child in passage.children[at]:
            if passage.dep[child] in {"neg", "det", "advmod", "preconj"} and passage.low[child] in _NEGATIONS:
                return True
    head = passage.head[verb]
    if is_yet_to(passage, verb):
        return True
    if passage.dep[verb] == "pcomp" and passage.low[head] == "without":
        return True
    if passage.dep[verb] == "pcomp" and _is_held_back(passage, head):
        return True
    if passage.dep[verb] == "xcomp" and passage.low[head] in {
        "fail",
        "fails",
        "failed",
        "failing",
        "stopped",
        "declined",
        "avoided",
        "avoids",
        "avoid",
        "avoiding",
    }:
        return True
    if passage.dep[verb] == "conj" and not any(passage.dep[child] in SUBJECTS for child in passage.children[verb]):
        # `did not confirm or deny`: what is joined by `or` shares the negation
        joined = any(passage.low[child] in {"or", "nor"} for child in passage.children[head])
        return joined and head != verb and is_negated(passage, head)
    return False


def is_yet_to(passage: Passage, verb: int) -> bool:
    """Return whether something has not been said so far: `has yet to confirm that …`."""
    return passage.low[max(0, verb - 2) : verb] == ["yet", "to"] and bool(
        {"has", "have", "had"} & set(passage.low[max(0, verb - 4) : verb - 2])
    )


def _is_held_back(passage: Passage, preposition: int) -> bool:
    """Return whether a preposition leads to what is not done: `stopped short of saying`, `refrained from naming`."""
    head = passage.head[preposition]
    if passage.low[preposition] == "of":
        return "short" in {passage.low[head], passage.low[preposition - 1]}
    return passage.low[preposition] == "from" and passage.low[head] in _REFRAINS


def modality_of(passage: Passage, verb: int) -> str:
    """Return the modal verb, the hedge or the seeming under which a cue stands, or nothing."""
    for child in passage.children[verb]:
        if passage.dep[child] == "aux" and passage.low[child] in _MODALS:
            return {"'ll": "will", "'d": "would"}.get(passage.low[child], passage.low[child])
        if passage.low[child] in _HEDGES:
            return passage.low[child]
    head = passage.head[verb]
    if passage.dep[verb] == "conj" and passage.tag[verb] == "VB" and head < verb:
        return modality_of(passage, head)  # `would neither confirm nor deny`
    if passage.dep[verb] == "xcomp" and head != verb:
        is_passive = any(passage.dep[child] == "auxpass" for child in passage.children[head])
        if is_passive and passage.low[head] in _REPORTED:
            return "reportedly"
        if passage.low[head] in _SEEMING:
            return "apparently"
        if passage.low[head] in {"expected", "likely", "set", "going", "due"}:
            return "expected"
        if passage.low[head] in {"plan", "plans", "planned", "planning", "intends", "intend", "wants", "want"}:
            return "planned"
        return modality_of(passage, head)
    return ""


def addressee_of(passage: Passage, verb: int, takes_whom: bool) -> Range | None:
    """Return the noun phrase of those spoken to: the object of `told`, or `to reporters`."""
    if takes_whom:
        found = [
            child
            for child in passage.children[verb]
            if child > verb
            and passage.dep[child] in {"dobj", "dative", "nsubjpass", "iobj"}
            and passage.tag[child] in NOUN_TAGS
        ]
        if found and passage.quoted[found[0]] == passage.quoted[verb]:
            return noun_phrase(passage, found[0], passage.room(verb))
    for child in passage.children[verb]:
        if child > verb and passage.low[child] in {"to", "with"} and passage.dep[child] in {"prep", "dative"}:
            for inner in passage.children[child]:
                if passage.dep[inner] == "pobj" and (
                    passage.low[inner] in _HEARERS or passage.tag[inner] in {"PRP", "NNP", "NNPS"}
                ):
                    return noun_phrase(passage, inner, passage.room(verb))
    return None


def is_venue(passage: Passage, prep: int) -> bool:
    """Return whether a phrase says where or on what occasion somebody spoke."""
    if passage.low[prep] not in {"in", "at", "during", "on", "via", "through", "after", "before", "from"}:
        return False
    for child in passage.children[prep]:
        if passage.dep[child] == "pobj":
            start, end = passage.edges[child]
            if any(passage.low[at] in _OCCASIONS for at in range(start, min(end, child + 2))):
                return True
            return passage.low[prep] in {"in", "at"} and passage.tag[child] == "NNP" and not _is_time(passage, child)
    return False


def venue_of(passage: Passage, verb: int, barred: set[int]) -> Range | None:
    """Return the phrase that says where or on what occasion somebody spoke."""
    limits = passage.room(verb)
    for child in (
        *passage.children[verb],
        *(inner for at in passage.children[verb] if at < verb for inner in passage.children[at]),
    ):
        is_beside = (
            passage.dep[child] == "prep" and child not in barred and passage.quoted[child] == passage.quoted[verb]
        )
        if is_beside and is_venue(passage, child) and limits[0] <= child < limits[1]:
            start, end = passage.edges[child]
            stops = sorted(at for at in barred if child < at)
            end = min(end, stops[0]) if stops else end
            start, end = passage.trim(start, min(end, limits[1]))
            if start < end:
                return start, end
    return None


def _is_time(passage: Passage, at: int) -> bool:
    return passage.low[at].rstrip("s.") in _TIMES


_TIMES = word_list("times")


def is_time(passage: Passage, at: int) -> bool:
    """Return whether a word names a day or a month."""
    return _is_time(passage, at) or passage.low[at].rstrip("s") in {
        "week",
        "weekend",
        "month",
        "year",
        "day",
        "night",
        "morning",
        "afternoon",
        "evening",
    }
