"""Say in words how the readers' answers compare, and what they part over."""

from __future__ import annotations

from placet.model import Answer, ReaderAnswer, Rulebook
from placet.show.page import Ink, Line, ink, strong
from placet.show.words import listed


def verdict_line(book: Rulebook, answer: Answer) -> Line:
    """Return the verdict and what it means here."""
    words = verdict_words(book, answer)
    return ink(_verdict_ink(answer.verdict.kind), f" {words}" if words else "")


def verdict_words(book: Rulebook, answer: Answer) -> str:
    """Say what the verdict means for these readers, without the verdict itself."""
    speaking = compared_readers(answer)
    match answer.verdict.kind:
        case "unregulated":
            return "no reader's rules speak to this"
        case "one-sided":
            return f"only {_names(book, speaking)} has rules that speak to this"
        case "agreed":
            return f"{_names(book, speaking)} answer alike"
        case "open":
            return f"undetermined for {_names(book, [one for one in speaking if one.answer == 'undetermined'])}"
        case "contested":
            return "; ".join(words for on in answer.verdict.on if (words := _parting(book, on, speaking)))


def compared_readers(answer: Answer) -> list[ReaderAnswer]:
    """Return the readers that the verdict compares: counted, and not silent."""
    return [reader for reader in answer.readers.values() if reader.is_counted and reader.answer != "silent"]


def _verdict_ink(kind: str) -> Ink:
    if kind == "contested":
        return Ink(kind.upper(), "bad")
    return Ink(kind.upper(), "doubt") if kind == "open" else strong(kind.upper())


def _parting(book: Rulebook, on: str, readers: list[ReaderAnswer]) -> str:
    determined = [reader for reader in readers if reader.answer != "undetermined"]
    match on:
        case "whether":
            return _whether(book, determined)
        case "level":
            return _level(book, determined)
        case "office":
            return f"on who may take the step for {_addressees(book, determined)}"
        case "time":
            return "on by when the step must be taken"
        case "force":
            return f"on whether {_addressees(book, determined)} must be asked legally or only politically"
        case _:
            return f"on {on}"


def _whether(book: Rulebook, readers: list[ReaderAnswer]) -> str:
    parts: list[str] = []
    if any(reader.answer == "barred" for reader in readers):
        parts.append("on whether it may be done at all")
    parties = [
        party for party in _all_addressees(readers) if any(party not in _addressed(reader) for reader in readers)
    ]
    if parties:
        needs = [need for one in readers for need in one.requirements if need.step.of in parties]
        asked = {kind for need in needs for kind in need.step.kinds}
        verb = "told" if asked == {"notification"} else "asked"
        parts.append(f"on whether {listed(_titled(book, parties))} must be {verb} at all")
    return " and ".join(parts) or "on whether anything is required"


def _level(book: Rulebook, readers: list[ReaderAnswer]) -> str:
    parts: list[str] = []
    asked: dict[str, dict[str, None]] = {party: {} for party in _all_addressees(readers)}
    for reader in readers:
        of_one: dict[str, list[str]] = {}
        for need in reader.requirements:
            of_one.setdefault(need.step.of, []).append(" or ".join(need.step.kinds))
        for party, kinds in of_one.items():
            asked[party][" and ".join(kinds)] = None
    for party, steps in asked.items():
        levels = list(steps)
        if len(levels) > 1:
            joined = ", or ".join(levels) if any(" and " in level for level in levels) else listed(levels, "or")
            parts.append(f"on what is owed to {_titled(book, [party])[0]}: {joined}")
    return "; ".join(parts) or "on which step is needed"


def _addressees(book: Rulebook, readers: list[ReaderAnswer]) -> str:
    return listed(_titled(book, _all_addressees(readers))) or "the addressee"


def _all_addressees(readers: list[ReaderAnswer]) -> list[str]:
    return list(dict.fromkeys(need.step.of for reader in readers for need in reader.requirements))


def _addressed(reader: ReaderAnswer) -> set[str]:
    return {need.step.of for need in reader.requirements}


def _names(book: Rulebook, readers: list[ReaderAnswer]) -> str:
    return listed(_titled(book, [reader.reader for reader in readers]))


def _titled(book: Rulebook, readers: list[str]) -> list[str]:
    """Name readers: one alone with its title, several by their codes."""
    return [f"{one} ({book.reader_title(one)})" for one in readers] if len(readers) == 1 else readers
