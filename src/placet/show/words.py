"""Say answers, steps, verdicts and open points in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from placet.model import Day, Field, Open, ReaderAnswer, Reading, Rulebook, Statement, Step, Value
from placet.model.conditions import value_text

GRADE_WORDS = {
    "text": "the instrument itself",
    "official": "a named office, on the record",
    "own": "a voice's own words",
    "counterpart": "told by the other side",
    "anonymous": "an unnamed official",
    "relayed": "told through others",
    "media": "an outlet says so",
    "narrator": "the reporter's own gloss",
}

STANCE_WORDS = {
    "says": "says",
    "requires": "requires",
    "denies": "denies",
    "proposes": "proposes",
    "asks": "asks",
    "acknowledges": "takes note",
    "declines": "gives no answer",
    "defers": "defers to another",
}
NO_WORDS = "not yet put into words"
"""What stands for a statement's words that are left to a person to write."""

BASIS_WORDS = {"legal": "legally", "political": "politically", "policy": "as own policy"}


def listed(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], "or"), listed([])
    ('a, b and c', 'a or b', '')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def answer_words(answer: ReaderAnswer) -> str:
    """Say an answer in a few words, its steps left to `step_words`."""
    match answer.answer:
        case "barred":
            return "barred"
        case "clear":
            return "nothing required"
        case "silent":
            return "silent"
        case "undetermined":
            return "undetermined"
        case "needs":
            return "needs " + steps_words([need.step for need in answer.requirements])


def step_words(*steps: Step, last: str = "and") -> str:
    """Say one step, or several that differ in the addressee alone: which kind, with whom, and by when."""
    kinds = listed(steps[0].kinds, "or")
    link = {"consultation": "with", "notification": "to"}.get(steps[0].kinds[-1], "of")
    words = f"{kinds} {link} {listed([step.of for step in steps], last)}"
    return f"{words}, {steps[0].deadline}" if steps[0].deadline else words


def steps_words(steps: Sequence[Step], last: str = "and", *, details: Sequence[str] = ()) -> str:
    """Say several steps, those together that differ in the addressee alone.

    Args:
        steps: the steps.
        last: what stands before the last.
        details: what is said of each in parentheses; empty: nothing is.

    >>> steps_words([Step(("consent",), "NOR"), Step(("consent",), "SUD"), Step(("notification",), "EST")])
    'consent of NOR and SUD; notification to EST'
    """
    groups = alike_steps(steps, details)
    parts = []
    for group in groups:
        words = step_words(*(steps[place] for place in group), last=last)
        parts.append(f"{words} ({details[group[0]]})" if details and details[group[0]] else words)
    # What has a list or a comma of its own is kept apart from the others by more than a comma.
    is_plain = all(len(group) == 1 and not steps[group[0]].deadline for group in groups)
    return listed(parts, last) if is_plain else "; ".join(parts)


def alike_steps(steps: Sequence[Step], details: Sequence[object] = ()) -> list[list[int]]:
    """Return the places of the steps that differ in the addressee alone, and have the same details, together."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, step in enumerate(steps):
        own = details[place] if details else None
        groups.setdefault((step.kinds, step.offices, step.deadline, step.silence, own), []).append(place)
    return list(groups.values())


def step_offices(step: Step) -> str:
    """Say which offices may take the step; empty where the rule names none."""
    return f"by {listed(step.offices, 'or')}" if step.offices else ""


def step_silence(step: Step) -> str:
    """Say what silence means for a step; empty where the rule does not say."""
    return f"silence for {step.silence}" if step.silence else ""


def value_words(book: Rulebook, field: Field, value: Value) -> str:
    """Say a field's value as a reader of the rulebook knows it, with its title where it has one."""
    if isinstance(value, frozenset):
        return listed([_titled(book, field, member) for member in sorted(value)]) if value else "none"
    if value is None or isinstance(value, bool):
        return value_text(value)
    if isinstance(value, (int, Decimal)):
        return number_words(value, field.type.unit)
    return _titled(book, field, value)


def number_words(number: int | Decimal, unit: str | None) -> str:
    """Say a number with its thousands kept apart.

    >>> number_words(5000000, "USD")
    '5,000,000 USD'
    """
    return f"{number:,} {unit}" if unit else f"{number:,}"


def written_value(value: Value) -> str:
    """Write a value as the command line takes it."""
    if isinstance(value, frozenset):
        return ",".join(sorted(value)) or "none"
    return value_text(value)


def title_of(book: Rulebook, name: str) -> str:
    """Return the title of anything that has one; empty otherwise."""
    kinds = (book.parties, book.voices, book.places, book.instruments, book.rules, book.sources, book.points)
    for kind in kinds:
        if name in kind:
            return str(kind[name].title)
    return ""


def open_words(book: Rulebook, point: Open) -> str:
    """Say what is open, as a noun phrase."""
    reader = f", {_whose(book, point)}" if point.reader else ", which nobody has settled"
    match point.kind:
        case "field":
            field = book.fields.get(point.name)
            return f"{point.name} ({field.question})" if field and field.question else point.name
        case "rule":
            return f"whether {point.name} applies{reader}"
        case "term":
            return f"what {point.name} means{reader}"
        case "entry":
            return f"{point.name} of {point.key}{reader}"
        case "instrument":
            return f"whether {point.name} binds{reader}"
        case "date":
            return f"the day of {point.name}" + (f" ({point.key.replace('_', ' ')})" if point.key else "")


def short_open_words(point: Open) -> str:
    """Name what is open, for a list of what would settle an answer."""
    match point.kind:
        case "field":
            return point.name
        case "entry":
            words = f"{point.name}({point.key})"
        case "date":
            return f"the day of {point.name}"
        case _:
            words = point.name
    return f"{words} on {point.reader}'s reading" if point.reader else words


def speaker_words(book: Rulebook, statement: Statement, *, in_full: bool = True) -> str:
    """Say who speaks in a statement: the office, how it is described, whether it is unnamed."""
    if statement.text_of is not None:
        return f"the text of {statement.text_of}"
    people = listed([_speaker(book, speaker) if in_full else _short_speaker(speaker) for speaker in statement.speakers])
    if statement.is_unnamed:
        people += ", unnamed"
    if statement.description:
        people += f" ({statement.description})"
    return people


def chain_words(book: Rulebook, statement: Statement) -> str:
    """Say through whom a statement came; empty where its speaker was heard directly."""
    chain = ""
    if statement.told_by is not None:
        teller = _speaker(book, statement.told_by)
        chain = f"as told by {teller}" + (f" ({statement.told_description})" if statement.told_description else "")
    if statement.relays:
        relayed = "relayed through " + ", then ".join(statement.relays)
        chain = f"{chain}, {relayed}" if chain else relayed
    return chain


def day_words(day: dt.date | None) -> str:
    """Say the day up to which things are known; None is everything."""
    return "everything in the rulebook" if day is None else f"what was public on {day.isoformat()}"


def day_text(day: Day) -> str:
    """Say a day; where it is one of several, so that it is not taken for a period.

    >>> import datetime as dt
    >>> day_text(Day(dt.date(2014, 12, 28), dt.date(2014, 12, 29)))
    '2014-12-28 or 2014-12-29'
    """
    if " to " not in str(day):
        return str(day)
    if day.latest - day.earliest == dt.timedelta(days=1):
        return f"{day.earliest} or {day.latest}"
    return f"some day between {day.earliest} and {day.latest}"


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many there are.

    >>> counted(1, "rule"), counted(3, "party", "parties"), counted(2500, "row")
    ('1 rule', '3 parties', '2,500 rows')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _titled(book: Rulebook, field: Field, name: str) -> str:
    if field.type.kind == "names":
        return name
    title = title_of(book, name)
    return f"{name} ({title})" if title else name


def _whose(book: Rulebook, point: Open) -> str:
    """Say why a point of a reader is open: it has not answered, or its offices differ."""
    readings = [reading for reading in book.readings if reading.of == point.name]
    offices = {reading.reader for reading in readings if reading.reader.startswith(f"{point.reader}.")}
    is_own = any(reading.reader == point.reader and _is_unsettled(reading) for reading in readings)
    return (
        f"on which the offices of {point.reader} differ"
        if offices and not is_own
        else f"which {point.reader} has not said"
    )


def _is_unsettled(reading: Reading) -> bool:
    return reading.unsettled_when is not None or any(entry.is_unsettled for entry in reading.entries)


def _short_speaker(speaker: str) -> str:
    return {"narrator": "the reporter", "media": "the outlet"}.get(speaker, speaker)


def _speaker(book: Rulebook, speaker: str) -> str:
    if speaker in ("narrator", "media"):
        return _short_speaker(speaker)
    return f"{speaker} ({book.reader_title(speaker)})"
