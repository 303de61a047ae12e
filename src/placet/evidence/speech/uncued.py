"""Quotations without a cue of their own: whose they are by what stands before and behind them."""

from __future__ import annotations

from placet.evidence.speech.draft import Draft
from placet.evidence.speech.passage import Passage, Range


def continue_quotations(passage: Passage, drafts: list[Draft]) -> None:
    """Add to a quoted utterance the sentences behind it that begin with a quotation and have no cue of their own."""
    cued = {passage.sentence_of[draft.cue[0]] for draft in drafts if draft.cue and passage.quoted[draft.cue[0]] < 0}
    last_of: dict[int, int] = {}  # of each sentence, the last cue outside quotations whose content is quoted
    for draft in drafts:
        if draft.cue and passage.quoted[draft.cue[0]] < 0 and _has_quoted(passage, draft.content):
            sentence = passage.sentence_of[draft.cue[0]]
            last_of[sentence] = max(last_of.get(sentence, -1), draft.cue[0])
    for draft in drafts:
        if draft.cue is None or passage.quoted[draft.cue[0]] >= 0 or not _has_quoted(passage, draft.content):
            continue
        number = passage.sentence_of[draft.cue[0]] + 1
        if last_of[number - 1] > draft.cue[0]:
            continue  # of two quoted utterances in a sentence the last one goes on
        while number < len(passage.sentences) and number not in cued:
            start, end = passage.sentences[number]
            opening = passage.opens_at(start)
            if opening < 0:
                break
            _first, last = passage.ranges[opening]
            rest = passage.has_words(last, end)
            draft.content.append(
                (start, end)
                if rest and not passage.is_edge(last - 2)
                else (start, max(last, end) if not rest else last)
            )
            if rest:
                break
            number += 1


def take_up_quotations(passage: Passage, drafts: list[Draft]) -> None:
    """Give a sentence that is a quotation and no more to the one whose words are told right before it."""
    cued = {passage.sentence_of[draft.cue[0]] for draft in drafts if draft.cue}
    taken = {at for draft in drafts for start, end in draft.content for at in range(start, end)}
    before: Draft | None = None
    for number, (start, end) in enumerate(passage.sentences):
        opening = passage.opens_at(start)
        is_alone = opening >= 0 and not passage.has_words(passage.ranges[opening][1], end)
        if number in cued or not is_alone:
            before = _told_in(passage, drafts, number)
        elif before is not None and not taken & set(range(start, end)):
            before.behind = [*before.behind, (start, end)]


def leading_quotations(passage: Passage, drafts: list[Draft]) -> tuple[list[Range], Draft | None]:
    """Return the quotations at the head of a paragraph that nobody beside them says, and who speaks right behind them.

    They go on with what was said at the end of the paragraph before, or belong to the one who is named behind.
    """
    cued = {passage.sentence_of[draft.cue[0]] for draft in drafts if draft.cue}
    taken = {at for draft in drafts for start, end in draft.content for at in range(start, end)}
    leading: list[Range] = []
    for number, (start, end) in enumerate(passage.sentences):
        opening = passage.opens_at(start)
        is_alone = opening >= 0 and not passage.has_words(passage.ranges[opening][1], end)
        if number in cued or not is_alone or taken & set(range(start, end)):
            return leading, _main_in(passage, drafts, number) if leading else None
        leading.append((start, end))
    return [], None


def join_rivals(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Join two who may both say the quotation that stands between them: `The envoy said, “It holds,” the aide said`."""
    behind: dict[Range, list[Draft]] = {}
    for draft in drafts:
        if draft.cue is not None and draft.source is not None and draft.content:
            first, last = draft.content[0]
            if passage.opens_at(first) >= 0 and first < draft.cue[0] and draft.source[0] >= last:
                behind.setdefault((first, last), []).append(draft)
    rivals: set[int] = set()
    for draft in drafts:
        if draft.cue is None or draft.source is None or draft.other is not None or not draft.content:
            continue
        rival = next(iter(behind.get(draft.content[0], ())), None)
        if rival is None or draft.cue[1] > draft.content[0][0] or rival.cue is None or rival.source is None:
            continue
        if passage.sentence_of[draft.cue[0]] != passage.sentence_of[rival.cue[0]] or id(rival) in rivals:
            continue
        words = passage.words(*draft.source), passage.words(*rival.source)
        doubt = f"the quotation stands between `{words[0]}` and `{words[1]}`: each may say it"
        draft.doubts, rival.doubts = [*draft.doubts, doubt], [*rival.doubts, doubt]
        draft.other = rival
        rivals.add(id(rival))
    return [draft for draft in drafts if id(draft) not in rivals]


def _told_in(passage: Passage, drafts: list[Draft], number: int) -> Draft | None:
    """Return the statement that a sentence as a whole tells of, if it is one and told in a clause."""
    main = _main_in(passage, drafts, number)
    return None if main is None or _has_quoted(passage, main.content) else main


def _main_in(passage: Passage, drafts: list[Draft], number: int) -> Draft | None:
    inside = [draft for draft in drafts if draft.cue and passage.sentence_of[draft.cue[0]] == number]
    main = [draft for draft in inside if draft.verb >= 0 and passage.dep[draft.verb] == "ROOT"]
    if len(main) != 1 or main[0].source is None or passage.quoted[main[0].verb] >= 0:
        return None
    is_told = "clause" in main[0].frame.takes and not main[0].is_negated and not main[0].modality
    return main[0] if is_told else None


def _has_quoted(passage: Passage, content: list[Range]) -> bool:
    return any(passage.quoted[at] >= 0 for start, end in content for at in range(start, end))
